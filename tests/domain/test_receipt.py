import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from portal.domain.receipt import (
    LONGEST_INPUT,
    check_digit,
    fold,
    grouped,
    is_well_formed,
    problem,
    ticket_number,
)

# A busy machine is slow now and then; that is no fault of the rule under test.
settings.register_profile(
    "busy machine", deadline=None, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("busy machine")

SECRETS = st.text("0123456789", min_size=19, max_size=19)


def code_of(secret: str) -> str:
    return secret + check_digit(secret)


def test_the_check_digit_is_the_published_one_of_damm():
    assert check_digit("572") == "4"


@given(SECRETS)
def test_a_right_code_has_no_problem(secret):
    assert problem(code_of(secret)) is None
    assert is_well_formed(code_of(secret))


@given(SECRETS, st.integers(0, 19), st.integers(1, 9))
def test_every_single_wrong_digit_is_found(secret, place, shift):
    code = code_of(secret)
    wrong = str((int(code[place]) + shift) % 10)
    assert problem(code[:place] + wrong + code[place + 1 :]) == "mistyped"


@given(SECRETS, st.integers(0, 18))
def test_every_swap_of_neighbours_is_found(secret, place):
    code = code_of(secret)
    swapped = code[:place] + code[place + 1] + code[place] + code[place + 2 :]
    assert is_well_formed(swapped) is (swapped == code)


@pytest.mark.parametrize(
    "typed",
    [
        "{0} {1} {2} {3} {4}",
        "{0}-{1}-{2}-{3}-{4}",
        "{0}–{1}—{2}−{3}－{4}",
        " {0}\u3000{1}\u00a0{2}\t{3}\n{4} ",
        "\ufeff{0}\u200b{1}\u200e{2}\u00ad{3}{4}",
    ],
)
def test_spaces_dashes_and_invisible_marks_do_not_matter(typed):
    code = code_of("4072915833602741586")
    groups = [code[start : start + 4] for start in range(0, 20, 4)]
    assert fold(typed.format(*groups)) == code


def test_full_width_digits_are_digits():
    assert fold("４０７２　９１５８") == "40729158"


def test_letters_that_look_like_digits_are_those_digits():
    assert fold("OoIil|") == "001111"


@pytest.mark.parametrize("typed", ["", " ", "- -", "\u200b", "　"])
def test_nothing_typed_is_empty(typed):
    assert problem(typed) == "empty"


@pytest.mark.parametrize("typed", ["4", "4" * 19, "4" * 21])
def test_too_few_or_too_many_digits_is_a_matter_of_length(typed):
    assert problem(typed) == "length"


@pytest.mark.row("BI-71")
def test_a_long_text_is_refused_unread():
    code = code_of("4072915833602741586")
    typed = code + " " * (LONGEST_INPUT - 20) + "9"
    assert problem(typed) == "length"
    assert fold(typed) == ""
    assert not is_well_formed(typed)


def test_a_text_at_the_cap_is_still_read():
    code = code_of("4072915833602741586")
    assert problem(code + " " * (LONGEST_INPUT - 20)) is None


@pytest.mark.parametrize("typed", ["hello", "4072 9158 3360 2741 586x", "'4072", "٤٠٧٢"])
def test_other_marks_are_mistyped(typed):
    assert problem(typed) == "mistyped"


@pytest.mark.parametrize(
    "typed", ["RC-2026-000123", "rc 2026 000123", "ＲＣ－２０２６－０００１２３", "IO-2026-000001"]
)
def test_a_ticket_number_in_the_place_of_the_code_is_recognised(typed):
    assert problem(typed) == "ticket_number"


@given(st.text(max_size=70))
def test_whatever_is_typed_gets_an_answer(typed):
    assert problem(typed) in {None, "empty", "length", "mistyped", "ticket_number"}
    assert (problem(typed) is None) is is_well_formed(typed)


def test_a_code_is_printed_in_five_groups_of_four():
    assert grouped("40729158336027415862") == "4072 9158 3360 2741 5862"


def test_something_that_is_no_code_is_not_printed_as_one():
    with pytest.raises(ValueError, match="twenty digits"):
        grouped("4072")


def test_a_ticket_number_names_prefix_year_and_number():
    assert ticket_number("RC", 2026, 123) == "RC-2026-00000123"


def test_a_made_ticket_number_is_recognised_as_one():
    assert problem(ticket_number("RC", 2026, 7)) == "ticket_number"


@pytest.mark.parametrize(
    ("prefix", "year", "number"),
    [("", 2026, 1), ("rc", 2026, 1), ("RC", 26, 1), ("RC", 2026, -1), ("RC", 2026, 10**10)],
)
def test_an_unreadable_ticket_number_is_not_made(prefix, year, number):
    with pytest.raises(ValueError, match=r"ticket number|number of a ticket"):
        ticket_number(prefix, year, number)
