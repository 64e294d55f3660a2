"""Referring from the desk: the letter to the body leaves, and the person gets their own."""

from portal.casework.service import Desk
from portal.jurisdictions.load import installed
from portal.letters.write import write_letter
from portal.models import Ticket
from portal.referrals import service as referrals
from portal.routing import contact_of


def refer(desk: Desk, ticket: Ticket, body_id: str, typed: str | None = None) -> None:
    """Send the letter the person agreed to, and put a letter about it on their own page."""
    referrals.send(desk, ticket, body_id, typed)
    pack, box = installed()[ticket.pack_id], desk.box(ticket)
    body = pack.body(body_id)
    reached = ", ".join(body.phones) or body.url or body.email if body else ""
    write_letter(
        desk.session,
        desk.keyring,
        desk.settings,
        box,
        ticket,
        name="referral_debtor",
        values={"body": pack.words(ticket.language, "body", body_id), "body_phone": reached},
        contact=contact_of(desk.session, box, ticket),
        now=desk.now,
    )
