"""Referring from the desk: the letter to the body leaves, and the person gets their own."""

from portal.casework.service import Desk, reply
from portal.domain.rulepack import Body, RulePack
from portal.domain.ticket import OPEN
from portal.jurisdictions.load import installed
from portal.letters.write import write_letter
from portal.models import ReferralState, Ticket
from portal.referrals import service as referrals
from portal.routing import contact_of


def refer(desk: Desk, ticket: Ticket, body_id: str, typed: str | None = None) -> None:
    """Send the letter the person agreed to, and put a letter about it on their own page."""
    referrals.send(desk, ticket, body_id, typed)
    pack, box = installed()[ticket.pack_id], desk.box(ticket)
    body = pack.body(body_id)
    write_letter(
        desk.session,
        desk.keyring,
        desk.settings,
        box,
        ticket,
        name="referral_debtor",
        values=ways_to(pack, body, ticket.language) | running(ticket) if body else {},
        contact=contact_of(desk.session, box, ticket),
        now=desk.now,
    )


def offer(desk: Desk, ticket: Ticket, body_id: str, words: str) -> None:
    """Offer a body no rule had suggested; the person reads why, and decides on the own page."""
    referrals.offer_by_hand(desk, ticket, body_id, desk.routing(ticket).today)
    reply(desk, ticket, words)


def letter_as_pdf(desk: Desk, ticket: Ticket, body_id: str) -> bytes | None:
    """The letter the person agreed to, to print and post; nothing where there is no agreement."""
    found = next(
        (one for one in referrals.of(desk.session, ticket) if one.body_id == body_id), None
    )
    if found is None or found.state not in (ReferralState.AGREED, ReferralState.SENT):
        return None
    subject, body = referrals.letter_to(desk, ticket, found)
    return referrals.pdf_of(desk.settings, subject, body, referrals.body_language(ticket))


def running(ticket: Ticket) -> dict[str, str]:
    """Whether our own answer is still due: otherwise a letter promises none."""
    return {"running": "yes" if ticket.state in OPEN else ""}


def ways_to(pack: RulePack, body: Body, language: str) -> dict[str, str]:
    """How a body is reached, when it answers and what to have ready, in the person's language."""
    by_phone = bool(body.phones) and body.kind != "emergency"
    return {
        "body": pack.words(language, "body", body.id),
        "body_phone": ", ".join(
            way for way in (*body.phones, body.url, body.email, body.post) if way
        ),
        "body_hours": pack.words(language, "body", body.id, "hours"),
        "body_second_hand": "yes" if body.second_hand() else "",
        "body_ready": pack.words(language, "body", body.id, "ready"),
        "body_relay": pack.words(language, "relay", "phone", "how")
        if pack.relay and by_phone
        else "",
    }
