"""Referring a person to an outside body: nothing leaves without consent, item by item."""

import json
from datetime import date, datetime
from typing import Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.domain.errors import Incomplete, NotAllowed, NotFound
from portal.domain.letters import Delivery
from portal.domain.rulepack import Body
from portal.domain.ticket import OPEN
from portal.jurisdictions.load import installed
from portal.letters.compose import compose
from portal.letters.outbox import post
from portal.letters.pdf import pdf
from portal.letters.render import rendered
from portal.letters.write import Leaving, letter_values
from portal.models import EntryKind, Referral, ReferralState, Report, Staff, Ticket
from portal.timeline import Event, record
from portal.vault.box import Box, box_for
from portal.vault.keys import Keyring

#: What a person may agree to share, item by item.
SCOPES = ("name", "contact", "story")
#: What is said when something was written into a letter that the person keeps to themselves.
NOT_AGREED = {
    "name": "The customer did not agree that we share their name.",
    "contact": "The customer did not agree that we share how to reach them.",
    "story": "The customer did not agree that we share what happened.",
}
CONSENT_VERSION = "2026.11"
#: Who is called at once gets no letter.
CALLED = ("emergency", "helpline")


class Actor(Protocol):
    """What a verb of this room needs: session, keys, settings and moment."""

    session: Session
    keyring: Keyring
    settings: Settings
    now: datetime


class Sending(Actor, Protocol):
    """A member of staff at the desk."""

    staff: Staff


def of(session: Session, ticket: Ticket) -> list[Referral]:
    """The bodies offered for this ticket, whose entries may be shown to people."""
    rows = session.scalars(
        select(Referral).where(Referral.ticket_id == ticket.id).order_by(Referral.id)
    )
    return [row for row in rows if may_show(ticket, row.body_id)]


def may_show(ticket: Ticket, body_id: str) -> bool:
    """Whether the pack of the ticket still has this body and people may be shown it."""
    body = installed()[ticket.pack_id].body(body_id)
    return body is not None and body.may_show()


def opens_after_answer(body: Body) -> bool:
    """Whether our answer is what lets people turn to this body."""
    return any(way.get("final_letter_sent") for way in (body.when, *body.one_of))


def opened_by_answer(ticket: Ticket, today: date) -> list[Body]:
    """The bodies that open once the organisation has answered."""
    return [
        body
        for body in installed()[ticket.pack_id].bodies
        if opens_after_answer(body) and body.may_show() and body.is_fresh(today)
    ]


def offer_after_answer(session: Session, ticket: Ticket, today: date) -> list[Body]:
    """The bodies that open once the organisation has answered, offered as soon as it has."""
    there = set(session.scalars(select(Referral.body_id).where(Referral.ticket_id == ticket.id)))
    opened = opened_by_answer(ticket, today)
    session.add_all(
        Referral(ticket_id=ticket.id, body_id=body.id, why=body.kind)
        for body in opened
        if body.id not in there
    )
    return opened


def offerable(session: Session, ticket: Ticket, today: date) -> list[Body]:
    """The bodies of the pack that take a letter and were not offered for this ticket yet."""
    there = set(session.scalars(select(Referral.body_id).where(Referral.ticket_id == ticket.id)))
    return [
        body
        for body in installed()[ticket.pack_id].bodies
        if body.id not in there
        and body.kind not in CALLED
        and body.may_show()
        and body.is_fresh(today)
    ]


def offer_by_hand(actor: Sending, ticket: Ticket, body_id: str, today: date) -> None:
    """A supervisor offers a body no rule had suggested; nothing leaves until the person agrees."""
    body = next((one for one in offerable(actor.session, ticket, today) if one.id == body_id), None)
    if body is None:
        raise Incomplete("Select an organisation")
    actor.session.add(Referral(ticket_id=ticket.id, body_id=body.id, why=body.kind))
    facts = {"body": body.id}
    kind = EntryKind.REFERRAL_OFFERED
    event = Event(kind=kind, at=actor.now, staff_id=actor.staff.id, facts=facts)
    record(actor.session, box_for(actor.session, actor.keyring, ticket.id), ticket, event)


def consent(  # noqa: PLR0913 - a consent is all of them at once
    actor: Actor, ticket: Ticket, offer: Referral, *, agreed: bool, scope: list[str], language: str, now: datetime
) -> None:  # fmt: skip
    """Record that the person agreed, or did not, with scope, text version, language and time."""
    if offer.state in (ReferralState.SENT, ReferralState.RECALLED):
        raise NotAllowed("This letter has already been sent.")
    offer.state = ReferralState.AGREED if agreed else ReferralState.REFUSED
    offer.scope = scope if agreed else []
    offer.agreed_at = now if agreed else None
    offer.consent_version, offer.consent_language = CONSENT_VERSION, language
    facts = {
        "body": offer.body_id,
        "agreed": agreed,
        "scope": offer.scope,
        "version": CONSENT_VERSION,
    }
    event = Event(kind=EntryKind.REFERRAL_CONSENT, at=now, facts=facts)
    record(actor.session, box_for(actor.session, actor.keyring, ticket.id), ticket, event)


def takes_mail(ticket: Ticket, offer: Referral) -> bool:
    """Whether the body can be sent a letter by mail at all."""
    body = installed()[ticket.pack_id].body(offer.body_id)
    return body is not None and bool(body.email)


def recall(actor: Actor, ticket: Ticket, offer: Referral) -> None:
    """Take an agreement back after the letter left: the body is asked to put it away and not to use it."""
    if offer.state is not ReferralState.SENT:
        raise NotAllowed("This letter was not sent.")
    body = installed()[ticket.pack_id].body(offer.body_id)
    if body is not None and body.email:
        language = body_language(ticket)
        named = {"body": pack_name(ticket, offer, language)}
        values = letter_values(actor.settings, ticket, named, language)
        subject, text = rendered("referral_recall", language, values)
        mail = compose(
            sender=actor.settings.mail_from, to=body.email, subject=subject, body=text, now=actor.now
        )  # fmt: skip
        post(
            actor.session, actor.keyring, mail, ticket_id=ticket.id, letter="referral_recall",
            language=language, recipient_kind="body", not_before=actor.now, now=actor.now,
        )  # fmt: skip
    offer.state = ReferralState.RECALLED
    facts = {"body": offer.body_id, "agreed": False, "recalled": True, "version": CONSENT_VERSION}
    event = Event(kind=EntryKind.REFERRAL_CONSENT, at=actor.now, facts=facts)
    record(actor.session, box_for(actor.session, actor.keyring, ticket.id), ticket, event)


def pack_name(ticket: Ticket, offer: Referral, language: str) -> str:
    """What the body is called in a language."""
    return installed()[ticket.pack_id].words(language, "body", offer.body_id)


def letter_to(
    actor: Actor, ticket: Ticket, offer: Referral, scope: list[str] | None = None
) -> tuple[str, str]:
    """The letter to the body as it would leave now: only what was agreed to.

    A person who passes the letter on without us chooses the items for that copy alone.
    """
    box = box_for(actor.session, actor.keyring, ticket.id)
    report = actor.session.get_one(Report, ticket.id)
    shared = shared_of(box, ticket, report, offer.scope if scope is None else scope)
    pack = installed()[ticket.pack_id]
    language = body_language(ticket)
    values = {
        "body": pack.words(language, "body", offer.body_id),
        "received_on": ticket.received_at,
        "agreed_on": offer.agreed_at or actor.now,
        # After our answer, or once the person withdrew, nothing runs on and the letter says nothing of it.
        "running": "yes" if ticket.state in OPEN else "",
        **shared,
    }
    filled = letter_values(actor.settings, ticket, values, language)
    return rendered("referral_body", language, filled)


def shared_of(box: Box, ticket: Ticket, report: Report, scope: list[str] | None) -> dict[str, str]:
    """The agreed items, and nothing else."""
    items = items_of(box, ticket, report)
    return {name: text if name in (scope or []) else "" for name, text in items.items()}


def items_of(box: Box, ticket: Ticket, report: Report) -> dict[str, str]:
    """What a person may agree to share, item by item."""
    identity = json.loads(box.open("reports", "identity", ticket.id, report.identity))
    said = json.loads(box.open("reports", "answers", ticket.id, report.answers))
    contact, person = identity.get("contact", {}), identity.get("about-you", {})
    return {
        "name": person.get("name") or "",
        "contact": contact.get("email") or contact.get("phone") or "",
        "story": "\n".join(
            x for x in (said.get("what", {}).get("words"), said.get("when", {}).get("story")) if x
        ),
    }


def require_agreed(actor: Actor, ticket: Ticket, offer: Referral, text: str) -> None:
    """Refuse a letter into which something was written that the person did not agree to share."""
    box = box_for(actor.session, actor.keyring, ticket.id)
    items = items_of(box, ticket, actor.session.get_one(Report, ticket.id))
    plain = " ".join(text.split()).casefold()
    for name, item in items.items():
        if name in (offer.scope or []) or not item:
            continue
        if any(" ".join(line.split()).casefold() in plain for line in item.splitlines() if line):
            raise Incomplete(NOT_AGREED[name])


def previews(actor: Actor, ticket: Ticket) -> list[tuple[Referral, tuple[str, str]]]:
    """Each agreed referral with the exact letter."""
    return [(one, letter_to(actor, ticket, one)) for one in of(actor.session, ticket)]


def agreed_offer(actor: Actor, ticket: Ticket, body_id: str) -> tuple[Referral, Body]:
    """The referral the person agreed to, and the body that takes letters by mail."""
    offer = next((one for one in of(actor.session, ticket) if one.body_id == body_id), None)
    if offer is None:
        raise NotFound("There is no such referral.")
    if offer.state is not ReferralState.AGREED:
        raise NotAllowed("There is no consent for this letter. Ask the customer first.")
    body = installed()[ticket.pack_id].body(body_id)
    if body is None or not body.email:
        raise NotAllowed("They do not take email. Print or post it.")
    return offer, body


def leaving_for(actor: Actor, ticket: Ticket, body_id: str, typed: str | None) -> Leaving:
    """The letter to the body exactly as it would leave now, with what the supervisor changed."""
    offer, _body = agreed_offer(actor, ticket, body_id)
    subject, text = letter_to(actor, ticket, offer)
    if typed and typed.strip() != text.strip():
        require_agreed(actor, ticket, offer, typed)
        text = typed.strip() + "\n"
    return Leaving(subject, text, body_language(ticket), Delivery("email", actor.now))


def body_language(ticket: Ticket) -> str:
    """The language of the bodies of a place."""
    return installed()[ticket.pack_id].language


def send(actor: Sending, ticket: Ticket, body_id: str, typed: str | None = None) -> None:
    """Put the letter to the body into the outbox, with its PDF. Consent must be on record."""
    offer, body = agreed_offer(actor, ticket, body_id)
    letter = leaving_for(actor, ticket, body_id, typed)
    language, subject, text = letter.language, letter.subject, letter.body
    house = actor.settings.in_language("organisation", language)
    attachment = pdf(subject, text, language, house)
    mail = compose(
        sender=actor.settings.mail_from, to=body.email, subject=subject, body=text, now=actor.now,
        attachment=attachment,
    )  # fmt: skip
    row = post(
        actor.session, actor.keyring, mail, ticket_id=ticket.id, letter="referral_body", language=language,
        recipient_kind="body", not_before=actor.now, now=actor.now,
    )  # fmt: skip
    offer.state, offer.sent_at, offer.outbox_id = ReferralState.SENT, actor.now, row.id
    facts = {"body": body_id, "message_id": mail.message_id}
    event = Event(kind=EntryKind.REFERRAL_SENT, at=actor.now, staff_id=actor.staff.id, facts=facts)
    record(actor.session, box_for(actor.session, actor.keyring, ticket.id), ticket, event)


def pdf_of(settings: Settings, subject: str, body: str, language: str) -> bytes:
    """A letter of the person as PDF, with the name of the house as this language writes it."""
    return pdf(subject, body, language, settings.in_language("organisation", language))
