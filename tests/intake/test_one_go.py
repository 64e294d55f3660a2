"""Filing reads and decides first, then writes each table once and commits once, whatever was told."""

import re

import pytest
from sqlalchemy import func, select

from portal.models import (
    Allegation,
    Base,
    Clock,
    Entry,
    EntryKind,
    Letter,
    Report,
    Sheet,
    StoredDecision,
    Ticket,
    TicketKey,
)
from portal.models.write import names_of, way_of
from portal.web.db import db
from tests import factories
from tests.listening import heard

#: Looking for the same report, for a conflict and for the draft; a look more is a decision.
MOST_READS = 5
WRITES = re.compile(r"(INSERT INTO|UPDATE|DELETE FROM) (\w+)")


@pytest.fixture
def sent(app, person):
    """What the database was asked while a whole report was sent."""
    with app.app_context():
        factories.staff(db.session())
        factories.staff(db.session())
        db.session.commit()
    person.has()
    submission = person.submission()
    with heard() as told:
        answer = person.post("/submit", submission_id=submission)
    assert answer.location == "/receipt"
    return told


def test_a_filing_commits_once(sent):
    assert sent.count("COMMIT") == 1


def test_a_filing_writes_each_table_with_one_statement(sent):
    written = [found[2] for one in sent if (found := WRITES.match(one))]
    assert "tickets" in written
    assert len(written) == len(set(written))


def test_a_filing_asks_few_questions_and_none_after_its_first_write(sent):
    kinds = "".join("r" if one.startswith("SELECT") else "w" for one in sent if one != "BEGIN")
    reads, writes = kinds.rstrip("w"), kinds.lstrip("r")
    assert reads + writes == kinds
    assert 0 < len(reads) <= MOST_READS


def test_what_was_filed_stands_in_the_tables_as_the_library_reads_it(session, keyring, settings):
    factories.staff(session)
    ticket = factories.ticket(session, keyring, settings)
    kinds = [one.kind for one in session.scalars(select(Entry).order_by(Entry.seq))]
    assert kinds[0] is EntryKind.FILED
    assert kinds[-1] is EntryKind.LETTER_POSTED
    assert (ticket.version, ticket.timeline_length, ticket.timeline_head) == (
        1, len(kinds), session.scalars(select(Entry.hash).order_by(Entry.seq.desc())).first(),
    )  # fmt: skip
    for table in (TicketKey, Report, StoredDecision, Letter):
        assert session.scalar(select(func.count()).select_from(table)) == 1
    assert {one.state for one in session.scalars(select(Clock))} == {"running"}
    assert {tuple(one.granted) for one in session.scalars(select(Clock))} == {()}
    assert [one.code for one in session.scalars(select(Allegation))] == ticket.codes


def test_a_sheet_fills_in_what_a_row_does_not_say(session):
    made = factories.staff(session)
    sheet = Sheet(session)
    sheet.add(Ticket(**plain_ticket(made)))
    sheet.write()
    ticket = session.scalars(select(Ticket)).one()
    assert (ticket.source.value, ticket.codes, ticket.region, ticket.version) == ("web", [], "", 1)
    assert ticket.due_on is None


def plain_ticket(owner):
    return {
        "number": "RC-2026-00000001", "code_hash": b"a" * 32, "submission_hash": b"b" * 32,
        "jurisdiction": "gb", "language": "en", "confidentiality": "open", "is_conduct": True,
        "is_help": False, "severity": "standard", "severity_rank": 2, "owner_id": owner.id,
        "received_at": factories.NOW, "pack_id": "gb", "pack_version": "1",
    }  # fmt: skip


def test_every_table_has_a_way_for_rows_that_say_everything(session):
    dialect = session.connection().dialect
    for mapper in Base.registry.mappers:
        named = names_of(mapper.class_)
        way = way_of(mapper.class_, tuple(named), dialect)
        assert sorted(way.columns) == sorted(named.values())
        read = way.read({name: name for name in named})
        assert [named[name] for name in read] == list(way.columns)


def test_rows_that_say_their_columns_in_another_order_are_written_alike(session):
    made = factories.staff(session)
    sheet, said = Sheet(session), plain_ticket(made)
    sheet.add(Ticket(**said))
    other = {
        **said,
        "number": "RC-2026-00000002",
        "code_hash": b"c" * 32,
        "submission_hash": b"d" * 32,
    }
    sheet.add(Ticket(**dict(reversed(other.items()))))
    sheet.write()
    first, second = session.scalars(select(Ticket).order_by(Ticket.number))
    assert (first.code_hash, second.code_hash) == (b"a" * 32, b"c" * 32)
    assert first.desk == second.desk == ""
    assert first.received_at == second.received_at == factories.NOW
