"""Forms that write over what is kept: nobody overwrites what somebody else changed since the form was opened.

Each carries a mark of what it showed. Where that is not kept any more, the form comes back with what was
typed and beside it what is kept now, and saves once that was read.
"""

import hashlib
from typing import Any, Final

from sqlalchemy.orm import Session

from portal.models import Agency, Collector, Staff, Team
from portal.records.people_list import BadListing
from portal.web.forms import PortalForm

#: What the form that changes one of these shows.
SHOWN: Final[dict[type[Any], tuple[str, ...]]] = {
    Agency: ("name", "kind", "firm", "jurisdictions", "closed_on"),
    Team: ("name", "jurisdiction", "closed_on"),
    Collector: ("number", "name", "leads", "started_on", "left_on", "team_id", "agency_id"),
    Staff: ("absent_from", "absent_until", "deputy_id", "languages", "desks"),
}

Kept = Agency | Team | Collector | Staff


def seen(row: Kept) -> str:
    """A mark of what the form shows: equal as long as nobody has changed any of it."""
    shown = [getattr(row, name) for name in SHOWN[type(row)]]
    return hashlib.sha256(repr(shown).encode()).hexdigest()[:20]


def require_seen(session: Session, row: Kept, form: PortalForm) -> None:
    """Refuse to write over what somebody else changed since this form was opened."""
    # Of two who save at once the second waits here for the first, and reads what is kept by then.
    session.refresh(row, with_for_update=True)
    shown, form.seen.data = form.seen.data, seen(row)
    if shown and shown != form.seen.data:
        raise BadListing(
            "somebody else changed this since you opened the page. "
            "Read what is kept now, and save again if yours still holds."
        )
