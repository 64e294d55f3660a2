"""Whose reviews a member of staff may know of: never those of the own people."""

from sqlalchemy import Select, exists, or_, select
from sqlalchemy.orm import Session

from portal.models import Collector, DeclaredTie, Finding, Outcome, Staff, near_collector, near_team


def known_to(staff: Staff) -> Select[Collector]:
    """The collectors whose figures and reviews this person may see; the others do not exist here.

    Left out are the own team, the own agency, everybody this person manages or managed and their
    teams, and those the person declared a tie to.
    """
    tied = exists().where(
        DeclaredTie.staff_id == staff.id, DeclaredTie.collector_id == Collector.id
    )
    near = [*near_collector(staff.id, Collector.id), *near_team(staff.id, Collector.team_id)]
    query = select(Collector).where(~tied, *(~one for one in near))
    if staff.team_id is not None:
        query = query.where(or_(Collector.team_id.is_(None), Collector.team_id != staff.team_id))
    if staff.agency_id is not None:
        query = query.where(Collector.agency_id != staff.agency_id)
    return query


def may_know(session: Session, staff: Staff, collector_id: int) -> bool:
    """Whether this person may know of this collector's review."""
    found = session.scalar(known_to(staff).where(Collector.id == collector_id))
    return found is not None


def finders(session: Session, finding_ids: list[int]) -> frozenset[int]:
    """Who made these findings, and who agreed to them as the second supervisor."""
    query = (
        select(Finding.made_by, Outcome.proposed_by, Outcome.agreed_by)
        .join(Outcome, Outcome.id == Finding.outcome_id)
        .where(Finding.id.in_(finding_ids))
    )
    return frozenset(one for row in session.execute(query) for one in row if one is not None)
