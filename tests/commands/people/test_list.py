"""Agencies, teams, collectors and managers come from a list, whole or not at all; conflicts see them."""

import io
from argparse import Namespace
from datetime import date

import pytest
from sqlalchemy import select

from portal.commands import people
from portal.commands.schema import opened
from portal.models import Agency, AgencyKind, Collector, LineManager, Staff
from portal.records import people_file
from tests import factories
from tests.commands.people.conftest import NAMES, TODAY, csv_of, line


def managers(session):
    rows = session.execute(
        select(Staff.email, LineManager.since, LineManager.until)
        .join(Staff, Staff.id == LineManager.staff_id)
        .order_by(LineManager.since)
    )
    return [(email, since.isoformat(), until and until.isoformat()) for email, since, until in rows]


def test_a_list_makes_what_it_names(session, bring):
    bring(csv_of(line(name="Invented", started_on="2024-02-29", firm_type="debt_buyer")))
    one = session.scalars(select(Collector)).one()
    assert (one.number, one.name, one.started_on) == ("1188", "Invented", date(2024, 2, 29))
    assert (one.agency.name, one.agency.firm, one.agency.jurisdictions) == (
        "Brightwater", "debt_buyer", ["gb"],
    )  # fmt: skip
    assert (one.agency.kind, one.team.name, one.team.agency_id) == (
        AgencyKind.OUTSIDE, "North", one.agency_id,
    )  # fmt: skip


def test_an_empty_agency_is_the_organisation_itself(session, settings, bring):
    assert bring(csv_of(line(agency="", firm_type="bank"), line("7", agency="")))
    own = session.scalars(select(Agency)).one()
    assert (own.name, own.kind, own.firm) == (settings.organisation, AgencyKind.IN_HOUSE, "bank")


def test_the_same_list_twice_changes_nothing_and_says_so(session, bring, boss):
    raw = csv_of(line(boss=boss.email, since="2025-01-01"), line("1189", team=""))
    assert not bring(raw)[-1].startswith("Nothing")
    session.flush()
    told = bring(b"\xef\xbb\xbf" + raw.replace(b"\n", b"\r\n"))
    assert len(told) == 1
    assert told[0].startswith("Nothing changed. Collectors: 0 new, 0 changed, 2 as before")
    assert list(session.dirty) + list(session.new) == []
    assert len(managers(session)) == 1


def test_a_new_manager_ends_the_time_of_the_one_before_and_the_history_stays(session, bring, boss):
    factories.staff(session, email="next@example.org")
    bring(csv_of(line(boss=boss.email, since="2025-01-01")))
    bring(csv_of(line(boss="next@example.org", since="2026-04-01")))
    bring(csv_of(line()))
    assert managers(session) == [
        ("boss@example.org", "2025-01-01", "2026-03-31"),
        ("next@example.org", "2026-04-01", None),
    ]


def test_a_list_older_than_the_last_one_is_refused(session, bring, boss, capsys):
    factories.staff(session, email="next@example.org")
    old = csv_of(line(boss=boss.email, since="2025-01-01"))
    bring(old)
    bring(csv_of(line(boss="next@example.org", since="2026-04-01")))
    assert not bring(old)
    assert "give manager_until" in capsys.readouterr().err


def test_a_beginning_once_told_stays_told(session, bring, boss):
    bring(csv_of(line(boss=boss.email, since="2025-01-01")))
    bring(csv_of(line(boss=boss.email, since="2026-01-01", until="2026-10-31")))
    assert managers(session) == [(boss.email, "2025-01-01", "2026-10-31")]


def test_who_is_in_no_line_is_told_and_left_only_when_asked(session, bring):
    bring(csv_of(line(), line("7"), line("8", agency="Elsewhere", team="South")))
    told = bring(csv_of(line()))
    assert told[0] == "7 of Brightwater is not in the file: kept as it was"
    assert "1 not in the file" in told[-1]
    bring(csv_of(line()), missing_left=True)
    gone = select(Collector.number).where(Collector.left_on == TODAY)
    assert session.scalars(gone).all() == ["7"]
    assert len(bring(csv_of(line()))) == 1
    bring(csv_of(line(), line("7")))
    assert session.scalars(gone).all() == []


def test_a_column_that_is_not_there_changes_nothing(session, bring):
    bring(csv_of(line(left_on="2026-10-31", name="Invented")))
    told = bring(csv_of("brightwater,north,1188", names="agency,team,number"))
    assert told[-1].startswith("Nothing changed.")
    one = session.scalars(select(Collector)).one()
    assert (one.left_on, one.name) == (date(2026, 10, 31), "Invented")


@pytest.mark.parametrize(("said", "leads"), [("yes", True), ("no", False), ("", False)])
def test_a_list_says_who_leads_a_team_and_says_it_again_when_it_changed(
    session, bring, said, leads
):
    names = "agency,jurisdiction,team,number,leads"
    bring(csv_of("Brightwater,gb,North,1188,yes", names=names))
    bring(csv_of(f"Brightwater,gb,North,1188,{said}", names=names))
    assert session.scalars(select(Collector.leads)).one() is leads


BAD = [
    (line(""), "number is missing."),
    (line(boss="nobody@example.org", since="2025-01-01"), "nobody here has the address of manager"),
    (line(boss="boss@example.org"), "manager and manager_from go together."),
    (line(until="2025-01-01"), "manager_until needs a manager."),
    (line(boss="boss@example.org", since="2026-02-30"), "no date like 2026-11-23."),
    (line(started_on="20261123"), "no date like 2026-11-23."),
    (line(started_on="0001-01-01"), "no date like 2026-11-23."),
    (line(started_on="2026-02-01", left_on="2026-01-01"), "left_on is 2026-01-01, before started_on"),
    (line("1"), "this number of this agency stands in line 2 already."),
    (line("9" * 21), "number is longer than 20 characters."),
    (line(team="T" * 121), "team is longer than 120 characters."),
    (line(team="No\x00rth"), "team holds a sign that cannot be seen, at 3."),
    (line(team="No\u202erth"), "team holds a sign that cannot be seen, at 3."),
    (line(agency="Other"), "this team is kept under another agency"),
    (line(jurisdiction="us"), "but Brightwater works in gb"),
    (line(jurisdiction="fr"), 'jurisdiction is "fr"; it must be one of'),
    (line(kind="ours"), 'kind is "ours"; it must be one of in_house, outside.'),
    (line(firm_type="shop"), 'firm_type is "shop"; it must be one of'),
    (line(firm_type="bank"), "firm_type is bank, but line 2 says agency of this agency."),
    (line(agency=""), "firm_type is missing"),
    (line(agency="", kind="outside"), "yet kind is outside."),
    (line(agency="New", jurisdiction="", team=""), "jurisdiction is missing, and this agency is new."),
    ("Brightwater", "This line has 1 values"),
    (b"Brightwater,,,gb,\xff,9,,,,,,", "This line is not UTF-8 at byte"),
    ("", "This line is empty."),
]  # fmt: skip


@pytest.mark.row("BI-86")
def test_each_bad_line_is_told_by_its_number_in_one_sentence(bring, boss, capsys):
    rows = [NAMES, line("1", firm_type="agency"), *(bad for bad, _why in BAD), line("3")]
    raw = b"\n".join(one if isinstance(one, bytes) else one.encode() for one in rows)
    assert bring(raw) == []
    *told, last = capsys.readouterr().err.splitlines()
    for number, (said, (_bad, why)) in enumerate(zip(told, BAD, strict=True), start=3):
        assert said.startswith(f"portal: line {number}: ")
        assert why in said
    assert last == f"portal: {len(BAD)} lines are wrong; nothing was written."


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "the first line must name columns, among them agency, team, number."),
        (b"agency,team\nA,B\n", "the first line must name columns"),
        (b"agency,team,number,salary\nA,B,1,2\n", '"salary" is no column; known are agency,'),
        (b"agency,team,number,team\nA,B,1,B\n", "a column is named twice."),
        (
            b"\xd7\xa8,team,number\nA,B,1\n"[1:],
            "This line is not UTF-8 at byte 0; save the file as CSV UTF-8.",
        ),
        (b"agency,team,number\n", "the file lists nobody."),
    ],
)
def test_a_file_without_its_columns_or_without_lines_is_refused(raw, why):
    ((_line, problem),) = people_file.people_of(io.BytesIO(raw))
    assert why in str(problem)


@pytest.fixture
def typed(app, settings, keyring, tmp_path):
    """The command as an operator types it, and who is kept afterwards."""
    keyring.save(settings.keys_file)

    def run(raw, **asked):
        path = tmp_path / "people.csv"
        path.write_bytes(raw)
        words = {"file": str(path), "dry_run": False, "missing_left": False, **asked}
        code = people.load(settings, Namespace(**words))
        with opened(settings) as found:
            return code, sorted(found.scalars(select(Collector.number)))

    return run


def test_the_command_writes_all_or_nothing(typed, capsys):
    assert typed(csv_of(line("1")), dry_run=True) == (0, [])
    assert capsys.readouterr().out.splitlines()[-1].startswith("Only tried, nothing was written.")
    assert typed(csv_of(line("1"), line("1"), line("2"))) == (1, [])
    assert typed(csv_of(line("1"), line("2"))) == (0, ["1", "2"])
    assert capsys.readouterr().out.splitlines()[-1].startswith("Collectors: 2 new")
