"""What the receipt shows: the code, the number, the dated steps and what holds meanwhile."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.domain.receipt import grouped
from portal.intake.drafts import Draft
from portal.models import Clock, ContactLimit, Hold, Referral, Ticket
from portal.vault.code import derive_code
from portal.vault.keys import Keyring


def receipt_of(session: Session, keyring: Keyring, draft: Draft) -> dict[str, Any]:
    """The receipt of a report just sent; the code is made again from the draft, never read."""
    ticket = session.get(Ticket, draft.ticket_id)
    code = derive_code(keyring, bytes.fromhex(draft.submission_id))
    clocks = select(Clock).where(Clock.ticket_id == draft.ticket_id).order_by(Clock.due_on)
    holds = select(Hold).where(Hold.ticket_id == draft.ticket_id)
    limits = select(ContactLimit).where(ContactLimit.ticket_id == draft.ticket_id)
    bodies = select(Referral).where(Referral.ticket_id == draft.ticket_id)
    return {
        "ticket": ticket,
        "code_groups": grouped(code).split(" "),
        "ticket_number": ticket.number if ticket else "",
        "steps": list(session.scalars(clocks)),
        "holds": list(session.scalars(holds)),
        "limits": list(session.scalars(limits)),
        "bodies": list(session.scalars(bodies)),
    }
