"""`portal retention`: what of the tickets has been kept long enough, and when; nothing is touched."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta

from sqlalchemy.orm import Session

from portal import keeping
from portal.commands.schema import opened
from portal.config import BadSetting, Settings
from portal.domain.keeping import Kept
from portal.keeping import Going

#: The doctor waits this long before it calls a promise broken.
PATIENCE = timedelta(days=7)

#: No ticket is older, and nobody plans beyond.
FIRST, LAST = 1950, 2100


def run(settings: Settings, until: str, *, as_json: bool = False) -> int:
    """List what goes up to a day, one line each, with what keeps it nevertheless."""
    day = day_of(until)
    with opened(settings) as session:
        found = keeping.plan(session, settings.kept_months, day)
        begun = keeping.has_begun(session)
    for one in found:
        print(json.dumps(as_plain(one)) if as_json else in_a_line(one))
    if not as_json:
        tell(found, day, begun=begun)
    return 0


def day_of(text: str) -> date:
    """The day that was given, or today."""
    if not text:
        return datetime.now(UTC).date()
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    # Other spellings of the standard, weeks among them, are slips of somebody who meant something else.
    # Months are counted back and forth from it, which ends where the calendar does.
    if day is None or day.isoformat() != text or not FIRST <= day.year <= LAST:
        raise BadSetting("--until must be a date like 2027-01-31.")
    return day


def as_plain(one: Going) -> dict[str, object]:
    """One line for other programs."""
    return {
        "ticket": one.number, "place": one.place, "what": one.term.what.value,
        "months": one.term.months, "kept_until": one.on.isoformat(), "held": list(one.held),
    }  # fmt: skip


def in_a_line(one: Going) -> str:
    """One line for people."""
    held = f"  kept: {', '.join(one.held)}" if one.held else ""
    return f"{one.on}  {one.number}  {one.place}  {one.term.what.value}{held}"


def tell(found: list[Going], day: date, *, begun: bool) -> None:
    """The sum of it, and whether the worker would do it."""
    count = Counter(one.term.what for one in found if not one.held)
    parts = ", ".join(f"{what.value} {count[what]}" for what in Kept)
    print(
        f"Kept long enough before {day}: {parts}; kept nevertheless: {sum(bool(one.held) for one in found)}."
    )
    if begun:
        print(
            "The worker destroys these, the oldest first, and no more in a day than a twentieth of all."
        )
    else:
        print("Nothing is destroyed by age: two administrators begin it at /admin/retention.")


def wrong_with_keeping(session: Session, settings: Settings) -> Iterator[str]:
    """What people were promised about the end of their data and is not done."""
    today = datetime.now(UTC).date()
    late = [
        one.ticket_id
        for one in keeping.plan(session, settings.kept_months, today - PATIENCE)
        if not one.held
    ]
    number = len(set(late))
    if not number:
        return
    if not keeping.has_begun(session):
        yield (
            f"{number} tickets were kept long enough, and people were told so; "
            "two administrators begin to destroy by age at /admin/retention"
        )
    elif number > keeping.most_today(session):
        yield (
            f"{number} tickets wait to be destroyed, more than may go in a day; "
            "is the clock right? `portal retention` lists them"
        )
    else:
        yield (
            f"{number} tickets should have been destroyed a week ago and are still here; "
            "does the worker run, and does its log name some? `portal retention` lists them"
        )


def notes_on_keeping(session: Session, settings: Settings) -> Iterator[str]:
    """How much goes soon."""
    soon = datetime.now(UTC).date() + timedelta(days=30)
    found = keeping.plan(session, settings.kept_months, soon)
    if number := len({one.ticket_id for one in found if not one.held}):
        yield f"{number} tickets lose something by age within 30 days; `portal retention --until {soon}` lists them"
