"""Whom a number meant on a day, and in which team somebody was then."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.models import Agency, Posting


def posting_of(session: Session, number: str, agency: Agency | None, day: date) -> Posting | None:
    """The one place in which this number was given on this day; nothing where it could be several people.

    A number of somebody who has moved on still finds them, unless it was given to another since.
    """
    query = select(Posting).where(Posting.number == number)
    if agency is not None:
        query = query.where(Posting.agency_id == agency.id)
    found = session.scalars(query.order_by(Posting.id)).all()
    here = [one for one in found if holds(one, day)] or found
    return here[-1] if len({one.collector_id for one in here}) == 1 else None


def posting_on(session: Session, collector_id: int, day: date) -> Posting:
    """Where a collector worked on this day; before the first place that is known, there."""
    query = select(Posting).where(Posting.collector_id == collector_id).order_by(Posting.id)
    return on(session.scalars(query).all(), day)


def on(rows: Sequence[Posting], day: date) -> Posting:
    """The place of this day among those of one person, the oldest first."""
    begun = [one for one in rows if one.since is None or one.since <= day]
    return begun[-1] if begun else rows[0]


def holds(one: Posting, day: date) -> bool:
    """Whether this place lasted on this day."""
    return (one.since is None or one.since <= day) and (one.until is None or day <= one.until)
