"""What the receipt shows: the code, the number, the dated steps and what holds meanwhile."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import qrcode
from markupsafe import Markup
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.domain.letters import ContactChoice, hours_of, next_safe
from portal.domain.receipt import grouped
from portal.domain.severity import Severity
from portal.intake.drafts import Draft
from portal.letters.compose import compose
from portal.letters.outbox import post
from portal.letters.render import rendered
from portal.letters.write import in_words, letter_values
from portal.models import Clock, ContactLimit, Hold, Ticket
from portal.vault.code import derive_code
from portal.vault.keys import Keyring


@dataclass(frozen=True, slots=True)
class Receipt:
    """What writing about a receipt needs."""

    session: Session
    keyring: Keyring
    settings: Settings
    now: datetime


def receipt_of(session: Session, keyring: Keyring, draft: Draft) -> dict[str, Any]:
    """The receipt of a report just sent; the code is made again from the draft, never read.

    Whoever writes down what a caller says gets the number and the dates, and never the code.
    """
    ticket = session.get_one(Ticket, draft.ticket_id)
    code = derive_code(keyring, bytes.fromhex(draft.submission_id))
    holds = select(Hold).where(Hold.ticket_id == draft.ticket_id)
    limits = select(ContactLimit).where(ContactLimit.ticket_id == draft.ticket_id)
    return {
        "ticket": ticket,
        "code_groups": [] if draft.staff_id else grouped(code).split(" "),
        "ticket_number": ticket.number,
        "steps": steps_of(session, ticket),
        "holds": list(session.scalars(holds)),
        "limits": list(session.scalars(limits)),
        "urgent": ticket.severity is Severity.SAFETY,
        "contact_times": times_of(draft),
    }


def steps_of(session: Session, ticket: Ticket) -> list[Clock]:
    """The promises with their dates, the nearest first."""
    query = select(Clock).where(Clock.ticket_id == ticket.id).order_by(Clock.due_on)
    return list(session.scalars(query))


def times_of(draft: Draft) -> tuple[str, str] | None:
    """The only times at which the person may be reached, where they were limited."""
    chosen = draft.answers.get("contact", {})
    if chosen.get("safe_days") != "only":
        return None
    return str(chosen.get("safe_from")), str(chosen.get("safe_to"))


def mail_dates_of(at: Receipt, draft: Draft, choice: ContactChoice) -> None:
    """Put a mail with number and dates into the outbox; it says nothing of what the matter is."""
    ticket = at.session.get_one(Ticket, draft.ticket_id)
    dates = "\n".join(
        str(in_words(step.due_on, ticket.language)) for step in steps_of(at.session, ticket)
    )
    values = letter_values(at.settings, ticket, {"dates": dates})
    subject, body = rendered("dates", ticket.language, values)
    mail = compose(
        sender=at.settings.mail_from, to=choice.email, subject=subject, body=body, now=at.now
    )
    post(
        at.session, at.keyring, mail, ticket_id=ticket.id, letter="dates",
        language=ticket.language, recipient_kind="person", not_before=next_safe(choice, at.now),
        now=at.now, hours=hours_of(choice),
    )  # fmt: skip


def picture_of(address: str) -> Markup:
    """A picture of an address to scan; it holds nothing else."""
    code = qrcode.QRCode(border=2)
    code.add_data(address)
    code.make(fit=True)
    rows = code.get_matrix()
    path = "".join(
        f"M{x} {y}h1v1h-1z" for y, row in enumerate(rows) for x, dark in enumerate(row) if dark
    )
    size = len(rows)
    return Markup('<svg viewBox="0 0 {0} {0}" aria-hidden="true"><path d="{1}"/></svg>').format(
        size, path
    )
