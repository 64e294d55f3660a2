"""Who manages or leads whom, asked as SQL: the same conditions for every list, choice and review."""

from typing import Any

from sqlalchemy import ColumnElement, and_, exists, or_

from portal.models.agencies import LineManager, Posting, TeamLead


def near_collector(staff_id: Any, collector_id: Any) -> list[ColumnElement[bool]]:  # noqa: ANN401 - a value, its place, or a column
    """Ways to be too near to a collector: to manage them, then or now, or to lead their team meanwhile."""
    managed = exists().where(
        LineManager.staff_id == staff_id, LineManager.collector_id == collector_id
    )
    led = exists().where(
        TeamLead.staff_id == staff_id,
        Posting.team_id == TeamLead.team_id,
        Posting.collector_id == collector_id,
        meanwhile(TeamLead),
    )
    return [managed, led]


def near_team(staff_id: Any, team_id: Any) -> list[ColumnElement[bool]]:  # noqa: ANN401 - likewise
    """Ways to be too near to a team: to lead it, or to manage somebody who is in it meanwhile."""
    leads = exists().where(TeamLead.staff_id == staff_id, TeamLead.team_id == team_id)
    manages = exists().where(
        LineManager.staff_id == staff_id,
        Posting.collector_id == LineManager.collector_id,
        Posting.team_id == team_id,
        meanwhile(LineManager),
    )
    return [leads, manages]


def meanwhile(time: type[LineManager | TeamLead]) -> ColumnElement[bool]:
    """Whether somebody managed or led while the collector was in this place."""
    return and_(
        or_(Posting.since.is_(None), time.until.is_(None), Posting.since <= time.until),
        or_(Posting.until.is_(None), Posting.until >= time.since),
    )
