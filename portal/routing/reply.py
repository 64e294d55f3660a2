"""How the person of a ticket may be reached, as the sealed report keeps it."""

import json
from datetime import datetime, time
from typing import Any

from sqlalchemy.orm import Session

from portal.domain.letters import ContactChoice
from portal.models import Report, Ticket
from portal.vault.box import Box


def contact_of(session: Session, box: Box, ticket: Ticket) -> ContactChoice | None:
    """How the person may be reached, read from the sealed report; None when nothing may be sent."""
    report = session.get(Report, ticket.id)
    if report is None:
        return None
    kept = json.loads(box.open("reports", "identity", ticket.id, report.identity))["reply"]
    for name in ("safe_from", "safe_to"):
        kept[name] = time.fromisoformat(kept[name]) if kept[name] else None
    changed = kept.get("changed_at")
    kept["changed_at"] = datetime.fromisoformat(changed) if changed else None
    return ContactChoice(**kept)


def reply_as_kept(choice: ContactChoice) -> dict[str, Any]:
    """How the person may be reached, as plain values for the sealed report."""
    return {
        "reply_by": str(choice.reply_by),
        "email": choice.email,
        "safe_from": choice.safe_from.isoformat() if choice.safe_from else None,
        "safe_to": choice.safe_to.isoformat() if choice.safe_to else None,
        "timezone": choice.timezone,
        "changed_at": choice.changed_at.isoformat() if choice.changed_at else None,
    }
