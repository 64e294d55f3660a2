"""How and when a person may be reached, changed after the report was sent."""

import json
from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any

from sqlalchemy import delete, select

from portal.accounts.allowed import require_not_withdrawn
from portal.accounts.service import Person
from portal.domain.errors import NotAllowed
from portal.domain.letters import REACHED_AT, ContactChoice
from portal.jurisdictions.load import installed
from portal.letters.outbox import CHANGE, take_back
from portal.letters.write import post_notice
from portal.models import ContactLimit, Entry, EntryKind, Report
from portal.routing import contact_of, reply_as_kept
from portal.timeline import Event, record

#: After a new code was made by recovery, names, addresses and files stay covered for so long.
COVERED = timedelta(hours=24)
#: What a notice on the page of the ticket stands for; links and dates are asked for anew.
LETTERS = ("acknowledgement", "message", "update", "outcome", "referral_debtor")
#: The limits a person sets and takes back; those that rules placed stay.
OWN_LIMITS = ("no_calls", "no_work", "no_visits", "adviser_only")


@dataclass(frozen=True, slots=True)
class Wish:
    """How the person wants to be reached from now on. Where a way is kept, its address may stay blank."""

    reply_by: str
    #: What was typed: email, phone or address, and what may be said on the phone.
    reach: dict[str, str] = field(default_factory=dict)
    safe_days: str = "any"
    safe_from: str = ""
    safe_to: str = ""
    dont: tuple[str, ...] = ()


def kept_contact(person: Person) -> dict[str, Any]:
    """How the person said we may reach them, as it stands."""
    contact: dict[str, Any] = identity_of(person).get("contact", {})
    return contact


def identity_of(person: Person) -> dict[str, Any]:
    """Who the person is, opened for the person alone."""
    report = person.session.get_one(Report, person.ticket.id)
    opened: dict[str, Any] = json.loads(
        person.box().open("reports", "identity", person.ticket.id, report.identity)
    )
    return opened


def needs(person: Person, wish: Wish) -> str:
    """The one thing still missing for this way of replying: email, phone or address; nothing if none is."""
    name = REACHED_AT.get(wish.reply_by, "")
    if not name or wish.reach.get(name):
        return ""
    return "" if kept_contact(person).get(name) else name


def change(person: Person, wish: Wish) -> None:
    """Change how to reach the person. What is narrower holds at once; a new address waits a day.

    Whoever has the old address gets one neutral notice, in the old safe times.
    """
    require_not_withdrawn(person.ticket)
    require_uncovered(person)
    before = contact_of(person.session, person.box(), person.ticket)
    identity = identity_of(person)
    told = {name: value for name, value in wish.reach.items() if value}
    contact = {
        **identity.get("contact", {}), **told,
        "reply_by": wish.reply_by, "safe_days": wish.safe_days,
        "safe_from": wish.safe_from, "safe_to": wish.safe_to, "dont": list(wish.dont),
    }  # fmt: skip
    after = choice_of(person, contact, before)
    identity |= {"contact": contact, "reply": reply_as_kept(after)}
    seal(person, identity)
    set_limits(person, wish.dont)
    record(
        person.session, person.box(), person.ticket,
        Event(kind=EntryKind.CONTACT_CHANGED, at=person.now, facts={"reply_by": wish.reply_by}),
    )  # fmt: skip
    # What waits would still leave by the way that has just ended; it leaves by the new one, if at all.
    waited = take_back(person.session, person.ticket.id)
    if waited in LETTERS:
        tell(person, after, waited)
    if before is not None and before.email:
        tell(person, before)


def stop(person: Person) -> None:
    """Send nothing from now on, which a withdrawn ticket permits, too; what waits stays here.

    No address is added, so none needs to hear of it, and a mail about it is what the person fears.
    """
    require_uncovered(person)
    if is_silent(person):
        return
    identity = identity_of(person)
    identity["contact"] = {**identity.get("contact", {}), "reply_by": "site"}
    identity["reply"] |= {"reply_by": "site", "email": ""}
    seal(person, identity)
    event = Event(kind=EntryKind.CONTACT_CHANGED, at=person.now, facts={"reply_by": "site"})
    record(person.session, person.box(), person.ticket, event)
    take_back(person.session, person.ticket.id)


def is_silent(person: Person) -> bool:
    """Whether nothing is sent to the person."""
    choice = contact_of(person.session, person.box(), person.ticket)
    return choice is None or choice.reply_by == "site"


def require_uncovered(person: Person) -> None:
    """Refuse for a day after a lost code was replaced: it may have been somebody else."""
    if is_covered(person):
        raise NotAllowed("You can change this 24 hours after your new code was made.")


def choice_of(
    person: Person, contact: dict[str, Any], before: ContactChoice | None
) -> ContactChoice:  # fmt: skip
    """The way of replying that letters follow; a new mail address remembers since when it is there."""
    limited = contact["safe_days"] == "only"
    email = str(contact.get("email") or "") if contact["reply_by"] == "email" else ""
    old = before.email if before else ""
    changed = person.now if email and email != old else (before.changed_at if before else None)
    return ContactChoice(
        reply_by=contact["reply_by"],
        email=email,
        safe_from=clock(contact["safe_from"]) if limited else None,
        safe_to=clock(contact["safe_to"]) if limited else None,
        timezone=installed()[person.ticket.pack_id].zone_of(person.ticket.region),
        changed_at=changed,
    )


def clock(text: str) -> time | None:
    """An hour of the day as it was chosen."""
    return time.fromisoformat(text) if text else None


def seal(person: Person, identity: dict[str, Any]) -> None:
    """Put who the person is back under its seal."""
    report = person.session.get_one(Report, person.ticket.id)
    text = json.dumps(identity, ensure_ascii=False)
    report.identity = person.box().seal("reports", "identity", person.ticket.id, text)


def set_limits(person: Person, dont: tuple[str, ...]) -> None:
    """The person's own limits on contact, as they are now; collectors keep them from this moment."""
    mine = ContactLimit.ticket_id == person.ticket.id, ContactLimit.kind.in_(OWN_LIMITS)
    there = set(person.session.scalars(select(ContactLimit.kind).where(*mine)))
    person.session.execute(delete(ContactLimit).where(*mine, ContactLimit.kind.not_in(dont)))
    person.session.add_all(
        ContactLimit(ticket_id=person.ticket.id, kind=kind, set_at=person.now)
        for kind in dont
        if kind not in there
    )


def tell(person: Person, contact: ContactChoice, letter: str = CHANGE) -> None:
    """Say at an address that there is an update, and nothing else."""
    post_notice(
        person.session, person.keyring, person.settings, person.ticket,
        name=letter, contact=contact, now=person.now,
    )  # fmt: skip


def is_covered(person: Person) -> bool:
    """Whether a new code was made by recovery less than a day ago."""
    return covered_until(person) is not None


def covered_until(person: Person) -> datetime | None:
    """Until when names, addresses and files stay covered; None as a rule."""
    query = select(Entry.at, Entry.facts).where(
        Entry.ticket_id == person.ticket.id, Entry.kind == EntryKind.CODE_REPLACED
    )
    ends = [row.at + COVERED for row in person.session.execute(query) if row.facts["how"] == "lost"]
    last = max(ends, default=None)
    return last if last is not None and last > person.now else None
