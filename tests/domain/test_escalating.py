"""When a ticket goes up, to whom and to whom never: by the report itself, and by what happened since."""

from datetime import date, timedelta

import pytest

from portal.domain.escalating import (
    ABOVE_HANDLER,
    BREACHES,
    CONFLICT,
    CRIMES,
    DANGERS,
    TIERS,
    Said,
    Standing,
    said_by_report,
    said_by_standing,
    steps,
)
from portal.domain.severity import Severity
from portal.domain.story import DANGERS as KNOWN_DANGERS
from portal.domain.triage import Facts, decide
from portal.domain.vocabulary import OCCASIONS
from portal.jurisdictions.load import installed

DAY = date(2026, 11, 23)
PLACES = sorted(installed())


def decided(place="gb", **facts):
    return decide(Facts(jurisdiction=place, received_on=DAY, **facts), installed()[place])


def occasions(place="gb", **facts):
    return {one.id for one in decided(place, **facts).goes_up}


@pytest.mark.parametrize("place", PLACES)
def test_who_takes_a_disagreement_is_said_with_every_decision(place):
    (step,) = decided(place, choices=("often",)).disagreement
    assert (step.to, "earlier_decider" in step.never_to) == ("complaints_manager", True)


@pytest.mark.parametrize("place", PLACES)
def test_nobody_takes_a_ticket_up_who_is_of_the_collectors_side(place):
    for one in installed()[place].escalations:
        assert {"collector", "line_managers", "same_agency", "paid_by_portfolio"} <= set(
            one.never_to
        )


@pytest.mark.parametrize(
    ("facts", "said"),
    [
        ({"choices": ("often",)}, set()),
        ({"choices": ("threat",)}, {"severity_safety", "crime_alleged"}),
        ({"choices": ("often",), "safe_now": "no"}, {"severity_safety", "danger_now"}),
        ({"codes": ("data_leak_misuse",)}, {"severity_safety", "data_breach"}),
        ({"choices": ("notmine",), "who": "other"}, {"other_person_complains"}),
        ({"choices": ("often",), "children": True}, {"other_person_complains"}),
        ({"choices": ("nohelp",), "court_papers": True}, {"outside_interest"}),
        ({"choices": ("often",), "names_lead": True}, {"supervisor_named"}),
        ({"choices": ("often",), "agency_handles": True}, {"agency_handles_itself"}),
        ({"choices": ("often",), "put_right": ("apology", "money")}, {"remedy_above"}),
    ],
)  # fmt: skip
def test_what_a_report_says_moves_it_up_at_once(facts, said):
    assert occasions(**facts) == said


def test_every_occasion_of_the_packs_can_come_true():
    made = Said(
        codes=CRIMES | BREACHES, danger=(*DANGERS, "court_papers"), severity=Severity.SAFETY,
        other_person=True, names_lead=True, agency_handles=True, put_right=ABOVE_HANDLER,
    )  # fmt: skip
    grown_old = ticket(disagreed=True, earlier=True, waits_outside=True, vulnerable=True)
    near = said_by_standing(grown_old, DAY + timedelta(days=8))
    over = said_by_standing(grown_old, DAY + timedelta(days=11))
    assert {*said_by_report(made), *near, *over, CONFLICT} == set(OCCASIONS)


def test_words_that_only_suggest_a_crime_move_nothing_up():
    made = decided(choices=("often",), text="They said they will break your legs.")
    assert "violence_threat" in {one.code for one in made.allegations}
    assert "crime_alleged" not in {one.id for one in made.goes_up}


def test_the_highest_tier_stands_first():
    made = decided(choices=("threat",))
    tiers = [TIERS.index(one.to) for one in made.goes_up]
    assert tiers == sorted(tiers, reverse=True)
    assert made.severity is Severity.SAFETY


def ticket(**more):
    running = more.pop("running", ((DAY, DAY + timedelta(days=10)),))
    return Standing(**{"is_open": True, "received_on": DAY, "running": running} | more)


@pytest.mark.parametrize(
    ("days", "said"), [(6, ()), (7, ("deadline_near",)), (10, ("deadline_near",)), (11, ("deadline_over",))]
)  # fmt: skip
def test_seven_tenths_of_the_time_and_its_end_move_a_ticket_up(days, said):
    assert said_by_standing(ticket(), DAY + timedelta(days=days)) == said


def test_a_promise_of_the_same_day_is_near_on_no_day():
    assert said_by_standing(ticket(running=((DAY, DAY),)), DAY) == ()


@pytest.mark.parametrize(
    ("how", "said"),
    [
        ({"disagreed": True}, "review_asked"),
        ({"earlier": True}, "second_complaint"),
        ({"waits_outside": True}, "nobody_free"),
    ],
)
def test_what_happened_since_moves_a_ticket_up(how, said):
    assert said_by_standing(ticket(**how), DAY) == (said,)


def test_a_person_in_a_hard_situation_goes_up_while_the_time_runs_out():
    assert "vulnerable_unresolved" in said_by_standing(
        ticket(vulnerable=True), DAY + timedelta(days=8)
    )
    assert said_by_standing(ticket(vulnerable=True), DAY) == ()


def test_a_closed_ticket_does_not_go_up_for_its_dates():
    assert said_by_standing(ticket(is_open=False, disagreed=True), DAY + timedelta(days=30)) == ()


def test_an_entry_that_is_not_yet_law_moves_nothing():
    assert steps(installed()["gb"], date(2013, 1, 1), OCCASIONS) == ()


def test_every_word_of_the_lists_is_known():
    known = set(installed()["gb"].conduct)
    assert known >= CRIMES | BREACHES
    assert set(KNOWN_DANGERS) >= DANGERS
