"""What was kept long enough goes, piece by piece; what is still needed stays."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlalchemy import select

from portal import erasing, keeping
from portal.accounts.own_data import keeping_of
from portal.admin import retention as desk
from portal.commands import retention as listed
from portal.commands.retention import day_of
from portal.config import BadSetting
from portal.domain.errors import Incomplete, NotAllowed
from portal.domain.keeping import Kept, Why, terms
from portal.domain.own_data import Ground
from portal.evidence.store import original
from portal.models import (
    PUBLIC_KINDS,
    Entry,
    EntryKind,
    EvidenceFile,
    OutboxMail,
    Report,
    Ticket,
    TicketKey,
)
from portal.routing import contact_of
from portal.timeline import Event, histories, record, words_of
from portal.vault.box import box_for, destroy_key
from tests import factories
from tests.keeping.conftest import FILE, MONTHS, NOW, YEAR, another, begin, kinds
from tests.listening import counted

REASON = "The county court has asked for it."


def due(session, day):
    return [one.term.what for one in keeping.plan(session, MONTHS, day.date())]


def test_contact_goes_first_then_files_and_at_last_the_ticket(person, session):
    # The law of this place may ask for three years: the files wait for the ticket, to be safe.
    assert due(session, NOW + timedelta(days=360)) == []
    assert due(session, NOW + YEAR) == [Kept.CONTACT]
    assert due(session, NOW + 2 * YEAR) == [Kept.CONTACT]
    assert due(session, NOW + 3 * YEAR) == [Kept.TICKET]


def test_what_is_worked_on_is_never_listed(session, keyring, settings):
    factories.staff(session)
    factories.ticket(session, keyring, settings)
    assert due(session, NOW + 20 * YEAR) == []


@pytest.mark.parametrize(
    ("what", "words", "begins"),
    [
        (EntryKind.MESSAGE_OUT, "One thing more", True),
        (EntryKind.EVIDENCE_ADDED, "", True),
        (EntryKind.JUDGED, "You never rang the agency.", True),
        (EntryKind.JUDGED, "", False),
        (EntryKind.HOLD_LIFTED, "The court has decided.", True),
        (EntryKind.NOTE, "Looked at it again.", False),
        (EntryKind.VIEW_CLEARED, "", False),
    ],
)
def test_whatever_either_side_tells_the_other_begins_the_time_anew(
    person, session, what, words, begins
):
    later = NOW + timedelta(days=300)
    record(session, person.box(), person.ticket, Event(kind=what, at=later, words=words))
    session.flush()
    assert due(session, NOW + YEAR) == ([] if begins else [Kept.CONTACT])
    assert due(session, later + YEAR) == [Kept.CONTACT]


def test_after_a_year_nobody_can_be_reached_and_the_story_is_still_there(
    person, session, keyring, office, round_of
):
    begin(office)
    assert contact_of(session, person.box(), person.ticket).email
    assert round_of(NOW + YEAR) == 1
    assert round_of(NOW + YEAR) == 0
    ticket = session.get_one(Ticket, person.ticket.id)
    box = box_for(session, keyring, ticket.id)
    assert contact_of(session, box, ticket).reply_by == "site"
    assert session.query(OutboxMail).filter_by(state="sent").count() == 0
    assert session.get(EvidenceFile, FILE) is not None
    assert kinds(session)[-1] is EntryKind.CONTACT_DESTROYED
    assert dict(histories(session))[ticket.id] is None


def test_files_go_with_their_bytes_where_no_law_asks_for_more(
    person, session, office, round_of, monkeypatch
):
    monkeypatch.setattr(keeping, "terms_of", lambda _pack, months, _day: terms([], months))
    part = round_of.room.folder / "part"
    part.write_bytes(b"sealed bytes")
    round_of.room.store.keep(part, original(FILE))
    begin(office)
    assert round_of(NOW + 2 * YEAR) == 1
    assert session.get(EvidenceFile, FILE) is None
    assert list(round_of.room.store.names()) == []
    assert EntryKind.FILES_DESTROYED in kinds(session)
    assert session.get(TicketKey, person.ticket.id) is not None


def test_the_ticket_goes_by_its_key_is_on_the_list_outside_and_its_history_holds(
    person, session, office, round_of
):
    begin(office)
    round_of(NOW + 4 * YEAR)
    ticket_id = person.ticket.id
    assert session.get(TicketKey, ticket_id) is None
    assert erasing.print_of(ticket_id) in round_of.room.erased.prints()
    last = session.scalars(select(Entry).order_by(Entry.seq.desc())).first()
    assert (last.kind, last.facts["months"]) == (EntryKind.ERASED, 36)
    assert dict(histories(session))[ticket_id] is None
    assert session.get_one(Ticket, ticket_id).codes


def test_what_a_court_may_ask_for_stays_until_somebody_lifts_it(person, session, office, round_of):
    begin(office)
    desk.preserve(office(), person.ticket.number.lower(), Why.COURT, REASON)
    then = NOW + 4 * YEAR
    assert keeping.plan(session, MONTHS, then.date())[0].held == (Ground.CLAIM,)
    assert round_of(then) == 0
    ((order, _ticket),) = desk.orders(session, office().staff)
    desk.lift(office(), order.id)
    assert round_of(then) == 1


def test_an_order_needs_a_ticket_and_stands_once(person, office):
    number = person.ticket.number
    with pytest.raises(Incomplete):
        desk.preserve(office(), "RC-2026-000000", Why.COURT, REASON)
    desk.preserve(office(), number, Why.COURT, REASON)
    with pytest.raises(NotAllowed, match="kept already"):
        desk.preserve(office(), number, Why.OTHER, REASON)


def test_why_a_court_asks_is_read_by_staff_and_not_on_a_phone(person, session, office):
    desk.preserve(office(), person.ticket.number, Why.COURT, REASON)
    entry = session.scalars(select(Entry).order_by(Entry.seq.desc())).first()
    box = box_for(session, person.keyring, person.ticket.id)
    assert entry.kind is EntryKind.PRESERVED
    assert entry.kind not in PUBLIC_KINDS
    assert REASON in words_of(box, entry)


def test_a_ticket_whose_key_is_lost_goes_without_words(person, session, office, round_of):
    begin(office)
    destroy_key(session, person.ticket.id)
    assert round_of(NOW + YEAR) == 1
    assert kinds(session)[-1] is EntryKind.CONTACT_DESTROYED
    assert session.get_one(Report, person.ticket.id).identity == b""
    assert round_of(NOW + YEAR) == 0
    assert round_of(NOW + 4 * YEAR) == 1
    assert dict(histories(session))[person.ticket.id] is None


def test_what_keeps_tickets_is_asked_for_all_of_them_at_once(person, session, office):
    day = (NOW + 4 * YEAR).date()
    alone = counted(session, lambda: keeping.plan(session, MONTHS, day))
    others = [another(person) for _ in range(3)]
    desk.preserve(office(), others[1].number, Why.COURT, REASON)
    together = counted(session, lambda: keeping.plan(session, MONTHS, day))
    assert (len(together[0]), together[1]) == (4, alone[1])
    held = {one.ticket_id: one.held for one in together[0]}
    assert held.pop(others[1].id) == (Ground.CLAIM,)
    assert set(held.values()) == {()}


def test_the_person_is_told_until_when_and_whether_somebody_keeps_it(person, session, office):
    said = keeping_of(person)
    assert (said.until.year, said.held) == (2029, False)
    desk.preserve(office(), person.ticket.number, Why.AUTHORITY, REASON)
    assert keeping_of(person).held


def test_the_dry_run_lists_each_with_its_day_and_touches_nothing(
    person, session, settings, capsys, monkeypatch
):
    session.commit()
    here = replace(settings, keep_ticket_months=36)
    assert listed.run(here, "2029-12-31") == 0
    said = capsys.readouterr().out
    assert f"2029-11-23  {person.ticket.number}  gb  ticket" in said
    assert "two administrators begin it" in said
    assert session.get(TicketKey, person.ticket.id) is not None


@pytest.mark.row("BI-86")
@pytest.mark.parametrize("typed", ["soon", "2027-02-30", "*", "2027-W01-1", "10000-01-01"])
def test_a_day_that_is_none_is_refused_in_one_line(settings, typed):
    with pytest.raises(BadSetting, match="must be a date like"):
        listed.run(settings, typed)


@pytest.mark.parametrize("text", ["0001-01-01", "9999-12-31", "2026-02-30", "2026-W01-1"])
def test_a_day_the_months_cannot_be_counted_from_is_no_day(text):
    with pytest.raises(BadSetting, match="--until must be a date"):
        day_of(text)
