"""A collector named after the report came: conflicts and reviews hold as if known from the start."""

import pytest

from portal.domain.errors import Incomplete, NotAllowed
from portal.domain.outcome import Cause, Result
from portal.models import Entry, EntryKind, visible
from portal.models.ticket import Ticket
from portal.routing import Naming, name_collector
from portal.search.asked_for import called_for, proposed
from tests import factories

WHY = "The number that called is the one of this collector."


@pytest.fixture
def unknown(session, keyring, settings, finder):
    """A report that names nobody known, with somebody who looks after it."""
    return factories.ticket(session, keyring, settings, choices=("threat",))


@pytest.fixture
def name(session, keyring, unknown, about):
    def put(by, reason=WHY, who=about):
        name_collector(Naming(session, keyring, factories.NOW, by), unknown, who, reason)

    return put


def test_a_finding_about_a_collector_named_later_opens_a_review_like_any_other(
    unknown, about, finder, name, decide, select
):
    name(finder)
    decide(unknown, finder, Result.UPHELD, Cause.INDIVIDUAL)
    (review,) = select()
    assert review.collector_id == about.id


def test_the_ticket_comes_under_the_team_of_its_day(session, unknown, about, finder, name):
    before = about.team_id
    factories.moves(session, about, factories.NOW.date().replace(day=24))
    name(finder)
    assert (unknown.team_id, unknown.agency_id) == (before, about.agency_id)


def test_who_is_too_near_then_hands_the_ticket_on_and_knows_of_it_no_more(
    session, unknown, about, finder, name
):
    factories.manages(session, finder, about)
    free = factories.staff(session)
    assert unknown.owner_id == finder.id
    name(finder)
    assert unknown.owner_id == free.id
    mine = visible(finder).where(Ticket.id == unknown.id)
    assert session.scalar(mine) is None


def test_a_report_about_who_leads_a_team_goes_past_the_usual_supervisors(
    session, unknown, about, finder, name
):
    about.leads = True
    apart = factories.staff(session, desks=["independent"])
    factories.staff(session)
    name(finder)
    assert unknown.owner_id == apart.id


def test_it_is_written_down_with_who_and_why_and_never_shown_to_the_person(
    session, unknown, about, finder, name
):
    name(finder)
    rows = session.query(Entry).filter_by(ticket_id=unknown.id, kind=EntryKind.COLLECTOR_NAMED)
    (line,) = rows.all()
    assert (line.staff_id, line.facts["collector"], line.facts["before"]) == (
        finder.id, about.id, None,
    )  # fmt: skip


def test_a_reason_is_needed_and_the_same_name_twice_is_refused(finder, name):
    with pytest.raises(Incomplete):
        name(finder, "so")
    name(finder)
    with pytest.raises(NotAllowed):
        name(finder)


def test_nobody_is_named_while_a_proposed_outcome_waits(unknown, finder, name, decide):
    decide(unknown, finder, Result.UPHELD, Cause.INDIVIDUAL, agreed=False)
    with pytest.raises(NotAllowed):
        name(finder)


def test_number_name_and_company_propose_and_people_of_another_company_are_left_out(session, about):
    other = factories.collector(session, number=about.number)
    both = proposed(session, {"collector": {"c_badge": f" {about.number} "}})
    assert {one.collector.id for one in both} == {about.id, other.id}
    page = {"c_badge": about.number, "c_agency": about.agency.name.upper()}
    (one,) = proposed(session, {"collector": page})
    assert (one.collector.id, one.why) == (about.id, {"number", "agency"})
    assert proposed(session, {"collector": {"c_agency": about.agency.name}}) == []
    named = proposed(session, {"collector": {"c_name": "invented"}})
    assert {one.collector.id for one in named} == {about.id, other.id}


@pytest.mark.parametrize(("chosen", "number"), [("", ""), ("999999", ""), ("x", ""), ("", "4040")])
def test_whoever_is_not_here_cannot_be_named(session, about, chosen, number):
    with pytest.raises(Incomplete):
        called_for(session, chosen, number)


def test_a_number_of_several_people_names_nobody(session, about):
    assert called_for(session, "", about.number) is about
    factories.collector(session, number=about.number)
    with pytest.raises(Incomplete):
        called_for(session, "", about.number)
