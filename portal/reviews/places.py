"""Which law a review belongs to: that of the places of the tickets it rests on, else of where the collector works."""

from collections.abc import Iterable
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.review import REPLY_DAYS
from portal.jurisdictions.days import day_at
from portal.jurisdictions.load import installed
from portal.models import Finding, Review, ReviewFinding, Ticket


def of_findings(session: Session, finding_ids: Iterable[int]) -> dict[int, str]:
    """The place of the ticket of each finding; a finding is told in the words of its own law."""
    query = (
        select(Finding.id, Ticket.jurisdiction)
        .join(Ticket, Ticket.id == Finding.ticket_id)
        .where(Finding.id.in_(list(finding_ids)))
    )
    return {row.id: row.jurisdiction for row in session.execute(query)}


def of_review(session: Session, review: Review) -> list[str]:
    """The places whose law a review follows; drawn at random it is where the collector works."""
    ids = session.scalars(
        select(ReviewFinding.finding_id).where(ReviewFinding.review_id == review.id)
    ).all()
    return sorted(set(of_findings(session, ids).values())) or [review.collector.place]


def today_of(session: Session, review: Review, now: datetime) -> date:
    """The day it is for a review: of several places where the day begins last, so that nobody loses one."""
    return min(day_at(place, now) for place in of_review(session, review))


def reply_until(session: Session, review: Review, now: datetime) -> date:
    """The last day of a right of reply that begins now; of several laws the one that gives longest."""
    calendars = [installed()[place].calendar for place in of_review(session, review)]
    return max(one.add_working_days(one.local_date(now), REPLY_DAYS) for one in calendars)
