"""From when until when: moves between teams and times of managers, dated and never written over."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from portal.catalogue import N_
from portal.models import Posting
from portal.records.people_list import BadListing

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Time:
    """Somebody manages or leads from a day on, until another one or until now."""

    staff: int
    since: date
    until: date | None
    #: What is said where somebody else does so since later.
    later: BadListing

    def keep(self, rows: list[Any], made: Callable[[], Any]) -> bool:
        """Put this time among those on record; whether anything changed."""
        mine = next((row for row in rows if row.staff_id == self.staff and self.meets(row)), None)
        current = [row for row in rows if row.until is None and row is not mine]
        if self.until is None and any(row.since > self.since for row in current):
            raise self.later
        changed = False
        for row in current if self.until is None else ():
            row.until, changed = max(row.since, self.since - DAY), True
        if mine is None:
            row = made()
            row.since, row.until = self.since, self.until
            rows.append(row)
            return True
        # A time that was once told stays told: a beginning is only ever moved to an earlier day.
        wanted = (min(mine.since, self.since), self.until)
        changed |= (mine.since, mine.until) != wanted
        mine.since, mine.until = wanted
        return changed

    def meets(self, row: Any) -> bool:  # noqa: ANN401 - a manager or a leader
        """Whether a time on record and this one have a day in common."""
        return (self.until is None or row.since <= self.until) and (
            row.until is None or self.since <= row.until
        )


def move(rows: list[Posting], row: Posting, today: date) -> None:
    """Somebody comes to another place: the one before ends the day before, and stays known."""
    since, last = row.since, rows[-1]
    assert since is not None  # noqa: S101 - a move has a day
    if since > today:
        raise BadListing(
            "{column} is {day}, which is still to come.", column="team_from", day=since.isoformat()
        )
    end(
        last, since,
        N_("{column} is {day}, before this person came to the present team, which was on {first}."),
    )  # fmt: skip
    rows.append(row)


def begin(rows: list[Posting], since: date) -> None:
    """Somebody came to the present place earlier than was known; what was before ended earlier."""
    last = rows[-1]
    if len(rows) > 1:
        end(
            rows[-2], since,
            N_("{column} is {day}, before this person came to the team before, which was on {first}."),
        )  # fmt: skip
    last.since = since


def end(row: Posting, since: date, refusal: str) -> None:
    """A place ends the day before the next one begins; it cannot end before it began."""
    if row.since is not None and since < row.since:
        raise BadListing(
            refusal, column="team_from", day=since.isoformat(), first=row.since.isoformat()
        )
    row.until = since - DAY if row.since is None else max(row.since, since - DAY)
