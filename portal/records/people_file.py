"""The list of collectors as a file: its lines one by one, and the list as it stands to take along."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload

from portal.jurisdictions.load import installed
from portal.models import AgencyKind, Collector, LineManager, Posting, Staff
from portal.records.lines import without_end
from portal.records.people_list import NAMES, NEEDED, BadListing, Listed, listed, quoted

#: Longer than any line with every column full.
LONGEST_LINE = 16_000
#: A cell that begins like this is a formula to a spreadsheet; it is taken along with a mark before it.
FORMULA = ("=", "+", "-", "@", "＝", "＋", "－", "＠")
MARK = "'"


def people_of(raw: Iterable[bytes]) -> Iterator[tuple[int, Listed | BadListing]]:
    """The collectors of a list by the number of their line, or what is wrong with the line."""
    rows = without_end(enumerate(raw, start=1))
    names = cells(next(rows, (1, b""))[1].removeprefix(b"\xef\xbb\xbf"))
    if problem := wrong_columns(names):
        yield 1, problem
        return
    assert isinstance(names, list)  # noqa: S101 - anything else was a problem
    places, empty = list(installed()), True
    for line, found in rows:
        empty = False
        try:
            yield line, listed(line, row_of(names, found), places)
        except BadListing as problem:
            yield line, problem
    if empty:
        yield 2, BadListing("the file lists nobody.")


def wrong_columns(names: list[str] | BadListing) -> BadListing | None:
    """What is wrong with the first line."""
    if isinstance(names, BadListing) and "UTF-8" in names.message:
        return names
    if isinstance(names, BadListing) or not set(NEEDED) <= set(names):
        return BadListing(
            "the first line must name columns, among them {needed}.", needed=", ".join(NEEDED)
        )
    if wrong := [name for name in names if name not in NAMES]:
        return BadListing(
            "{name} is no column; known are {known}.", name=quoted(wrong[0]), known=", ".join(NAMES)
        )
    if len(set(names)) != len(names):
        return BadListing("a column is named twice.")
    return None


def row_of(names: list[str], line: bytes) -> dict[str, str]:
    """The values of one line by their names, or what is wrong with the line as a whole."""
    found = cells(line)
    if isinstance(found, BadListing):
        raise found
    if len(found) != len(names):
        raise BadListing(
            "This line has {found} values; the first line names {named} columns.",
            found=len(found),
            named=len(names),
        )
    return dict(zip(names, found, strict=True))


def cells(line: bytes) -> list[str] | BadListing:
    """One line of CSV; a value never goes on over the end of a line."""
    if len(line) > LONGEST_LINE:
        return BadListing("This line is longer than {longest} bytes.", longest=LONGEST_LINE)
    if not line:
        return BadListing("This line is empty.")
    try:
        said = line.decode()
    except UnicodeDecodeError as problem:
        return BadListing(
            "This line is not UTF-8 at byte {place}; save the file as CSV UTF-8.",
            place=problem.start,
        )
    try:
        found = next(csv.reader([said.rstrip("\r\n")], strict=True), [])
    except csv.Error:
        return BadListing("This line is no CSV: quotation marks do not fit.")
    return [plain(one.strip()) for one in found]


def plain(cell: str) -> str:
    """A cell without the mark that kept a spreadsheet from running it."""
    return cell[1:] if cell.startswith(MARK) and cell[1:].startswith(FORMULA) else cell


def kept(cell: object) -> str:
    """A cell that a spreadsheet shows and never runs, and that is read back as it was."""
    said = "" if cell is None else str(cell)
    return MARK + said if said.startswith(FORMULA) else said


def as_file(session: Session, today: date) -> bytes:
    """Everybody who is kept, as the list would say it today; read again it changes nothing."""
    bosses = {
        row.collector_id: (row.email, row.since)
        for row in session.execute(
            select(LineManager.collector_id, LineManager.since, Staff.email)
            .join(Staff, Staff.id == LineManager.staff_id)
            .where(LineManager.until.is_(None))
            .order_by(LineManager.since, LineManager.id)
        )
    }
    here = select(Posting.collector_id, Posting.since).where(Posting.until.is_(None))
    since = {who: day for who, day in session.execute(here) if day is None or day <= today}
    everybody = select(Collector).options(joinedload(Collector.agency), joinedload(Collector.team))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(NAMES)
    for one in session.scalars(everybody.order_by(Collector.agency_id, Collector.number)):
        boss, boss_since = bosses.get(one.id, ("", None))
        row = {
            "agency": one.agency.name, "kind": AgencyKind(one.agency.kind).value,
            "firm_type": one.agency.firm, "jurisdiction": one.place,
            "team": one.team.name if one.team else "", "team_from": since.get(one.id),
            "number": one.number, "name": one.name, "started_on": one.started_on,
            "left_on": one.left_on, "manager": boss, "manager_from": boss_since,
            "leads": "yes" if one.leads else "",
        }  # fmt: skip
        writer.writerow([kept(row.get(name)) for name in NAMES])
    return b"\xef\xbb\xbf" + out.getvalue().encode()
