"""How long things are kept: our own months, never less than the law may ask for, told as law only where it was read."""

from datetime import date

import pytest

from portal.domain.keeping import FEW, Keep, Kept, Term, most_a_day, terms

OWN = {"contact": 12, "files": 36, "ticket": 36}


def law(what, months, mark="V"):
    return Keep(
        id=what, months=months, law=("x",), force="rule", mark=mark, source="X 1",
        in_force_from=date(2020, 1, 1),
    )  # fmt: skip


def test_without_a_law_the_own_months_hold_and_name_none():
    assert terms([], OWN)[Kept.CONTACT] == Term(Kept.CONTACT, 12)


@pytest.mark.parametrize(("mark", "said"), [("V", "X 1"), ("2", ""), ("U", "")])
def test_a_longer_time_by_law_holds_and_is_named_only_where_it_was_read(mark, said):
    assert terms([law("ticket", 60, mark)], OWN)[Kept.TICKET] == Term(Kept.TICKET, 60, said)


def test_a_shorter_time_by_law_shortens_nothing():
    assert terms([law("ticket", 24)], OWN)[Kept.TICKET] == Term(Kept.TICKET, 36)


def test_nothing_is_kept_for_longer_than_the_ticket_itself():
    assert terms([law("files", 60)], OWN)[Kept.FILES] == Term(Kept.FILES, 36)


def test_months_end_on_the_same_day_or_the_last_of_a_shorter_month():
    assert Term(Kept.TICKET, 1).over_on(date(2027, 1, 31)) == date(2027, 2, 28)


def test_a_clock_set_wrong_destroys_a_small_share_a_day_and_a_small_house_still_ends():
    assert most_a_day(10) == FEW
    assert most_a_day(10_000) == 500
