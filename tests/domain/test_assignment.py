"""Who gets a ticket: nearness before load, deputies for the absent, outside only when nobody else is free."""

from datetime import date

import pytest

from portal.domain.assignment import Candidate, choose, concerned, is_present

EN, ZH = frozenset({"en"}), frozenset({"zh_Hans_CN"})


def house(*people):
    return {one.id: one for one in people}


def one(id_, **given):
    return Candidate(id=id_, **{"languages": EN, "desks": frozenset({"conduct"}), **given})


def test_the_least_busy_of_equals_gets_it():
    got = choose(house(one(1, open_tickets=4), one(2, open_tickets=3)), "en", "conduct")
    assert (got.id, got.desk, got.stands_for) == (2, "conduct", None)


def test_who_is_apart_from_collections_comes_before_who_has_less_to_do():
    got = choose(house(one(1, apart=False), one(2, open_tickets=9)), "en", "conduct")
    assert got.id == 2


def test_the_language_comes_before_the_topic():
    topic = one(1, languages=ZH)
    speaks = one(2, desks=frozenset({"fraud"}))
    assert choose(house(topic, speaks), "en", "conduct").id == 2


def test_the_topic_comes_before_the_load():
    busy = one(1, open_tickets=30)
    idle = one(2, desks=frozenset({"fraud"}))
    assert choose(house(busy, idle), "en", "conduct").id == 1


def test_a_deputy_takes_the_seat_of_the_absent_one():
    away = one(1, present=False, deputy_id=2)
    deputy = one(2, languages=ZH, desks=frozenset())
    got = choose(house(away, deputy, one(3, languages=ZH, desks=frozenset())), "en", "conduct")
    assert (got.id, got.stands_for) == (2, 1)


def test_a_deputy_who_is_away_hands_on_to_the_own_deputy():
    first, second = one(1, present=False, deputy_id=2), one(2, present=False, deputy_id=3)
    assert choose(house(first, second, one(3, languages=ZH)), "en", "conduct").id == 3


def test_deputies_in_a_ring_who_are_all_away_end_the_search():
    ring = house(one(1, present=False, deputy_id=2), one(2, present=False, deputy_id=1))
    assert choose(ring, "en", "conduct") is None


def test_a_deputy_with_a_conflict_is_not_among_the_candidates_and_never_asked():
    assert choose(house(one(1, present=False, deputy_id=2)), "en", "conduct") is None


def test_the_independent_desk_is_asked_when_no_supervisor_is_free():
    apart = one(7, desks=frozenset({"independent"}))
    assert choose(house(apart), "en", "conduct").desk == "independent"
    assert choose(house(apart, one(1, open_tickets=99)), "en", "conduct").id == 1


def test_the_reviewer_from_outside_is_the_last_one_asked():
    outside = one(9, desks=frozenset({"outside"}))
    apart = one(7, desks=frozenset({"independent"}), open_tickets=50)
    assert choose(house(outside, apart), "en", "conduct").id == 7
    got = choose(house(outside), "en", "conduct")
    assert (got.id, got.desk) == (9, "outside")


def test_nobody_from_outside_stands_in_for_the_house():
    away = one(1, present=False, deputy_id=9)
    outside = one(9, desks=frozenset({"outside"}))
    assert choose(house(away, outside), "en", "conduct").desk == "outside"


def test_nobody_is_nobody():
    assert choose({}, "en", "conduct") is None


@pytest.mark.parametrize(
    ("start", "end", "here"),
    [
        (None, None, True),
        (date(2026, 11, 24), date(2026, 11, 30), True),
        (date(2026, 11, 23), date(2026, 11, 23), False),
        (date(2026, 11, 1), date(2026, 11, 22), True),
        (date(2026, 11, 1), None, False),
    ],
)
def test_an_absence_counts_with_its_first_and_last_day(start, end, here):
    assert is_present(start, end, date(2026, 11, 23)) is here


def test_among_equals_the_lot_decides_and_nobody_is_always_first():
    equals = house(one(1), one(2), one(3))
    got = [choose(equals, "en", "conduct", lot=f"ticket {n}").id for n in range(300)]
    for person in equals:
        assert 70 <= got.count(person) <= 130


def test_the_lot_of_a_ticket_is_the_same_whenever_it_is_drawn():
    equals = house(one(1), one(2), one(3))
    turned = house(one(3), one(1), one(2))
    for n in range(20):
        lot = f"ticket {n}"
        assert choose(equals, "en", "conduct", lot=lot) == choose(turned, "en", "conduct", lot=lot)


def test_the_lot_is_asked_only_among_equals():
    people = house(one(1, open_tickets=1), one(2, open_tickets=0))
    assert {choose(people, "en", "conduct", lot=f"{n}").id for n in range(50)} == {2}


def test_what_goes_up_asks_the_independent_desk_first():
    near = one(1)
    apart = one(2, desks=frozenset({"independent"}), languages=ZH, open_tickets=9)
    assert choose(house(near, apart), "en", "conduct").id == 1
    up = choose(house(near, apart), "en", "conduct", first="independent")
    assert (up.id, up.desk) == (2, "independent")


def test_what_goes_up_stays_in_the_house_where_the_independent_desk_is_empty():
    outside = one(2, desks=frozenset({"outside"}))
    up = choose(house(one(1), outside), "en", "conduct", first="independent")
    assert (up.id, up.desk) == (1, "conduct")


CRIME = concerned(("severity_safety", "crime_alleged"))


def test_a_crime_goes_to_compliance_and_leaked_data_to_data_protection():
    usual, legal = one(1), one(2, languages=ZH, desks=frozenset({"compliance"}), open_tickets=9)
    data = one(3, languages=ZH, desks=frozenset({"data_protection"}))
    got = choose(house(usual, legal, data), "en", "conduct", asked=CRIME)
    assert (got.id, got.desk, got.because) == (2, "compliance", "crime_alleged")
    breach = concerned(("data_breach",))
    assert choose(house(usual, legal, data), "en", "conduct", asked=breach).id == 3
    assert choose(house(usual, legal), "en", "conduct", asked=breach).desk == "compliance"
    assert choose(house(usual, legal, data), "en", "conduct").id == 1


def test_both_at_once_are_a_matter_of_the_graver_one():
    legal = one(1, desks=frozenset({"compliance"}))
    data = one(2, desks=frozenset({"data_protection"}))
    both = concerned(("data_breach", "crime_alleged"))
    assert choose(house(legal, data), "en", "conduct", asked=both).id == 1


def test_a_department_that_is_empty_or_belongs_to_collections_is_passed_by():
    near = one(1, apart=False, desks=frozenset({"compliance"}))
    got = choose(house(near, one(2, open_tickets=9)), "en", "conduct", asked=CRIME)
    assert (got.id, got.desk, got.because) == (2, "conduct", "")


def test_compliance_gets_no_ordinary_ticket_while_a_supervisor_is_free():
    legal = one(1, desks=frozenset({"compliance"}))
    assert choose(house(legal, one(2, open_tickets=9)), "en", "conduct").id == 2


def test_the_deputy_of_compliance_takes_the_seat():
    legal = one(1, desks=frozenset({"compliance"}), present=False, deputy_id=2)
    got = choose(house(legal, one(2), one(3)), "en", "conduct", asked=CRIME)
    assert (got.id, got.desk, got.stands_for) == (2, "compliance", 1)


def test_compliance_is_not_the_independent_desk_whatever_languages_it_speaks():
    legal = one(1, desks=frozenset({"compliance"}))
    apart = one(2, desks=frozenset({"independent"}), languages=ZH, open_tickets=9)
    up = choose(house(legal, apart), "en", "conduct", first="independent")
    assert (up.id, up.desk) == (2, "independent")
    assert choose(house(legal), "en", "conduct", first="independent").id == 1
