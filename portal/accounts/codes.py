"""A new receipt code for an old one: on the ticket page, or after the old one was lost."""

import hashlib

from sqlalchemy import delete

from portal.accounts.service import Person
from portal.letters.write import post_notice
from portal.models import Draft, EntryKind
from portal.routing import contact_of
from portal.timeline import Event, record
from portal.vault.code import derive_code, lookup_hash


def new_code(person: Person, replacement: str, how: str) -> str:
    """End the old code and give a new one; the same form sent twice gives the same new code."""
    ticket = person.ticket
    seed = hashlib.sha256(f"{ticket.id}:{replacement}".encode()).digest()[:16]
    code = derive_code(person.keyring, seed)
    made = lookup_hash(person.keyring, code)
    if ticket.code_hash == made:
        return code
    ticket.code_hash = made
    # A receipt that can still be shown somewhere would show the old code.
    person.session.execute(delete(Draft).where(Draft.ticket_id == ticket.id))
    event = Event(kind=EntryKind.CODE_REPLACED, at=person.now, facts={"how": how})
    record(person.session, person.box(), ticket, event)
    contact = contact_of(person.session, person.box(), ticket)
    post_notice(
        person.session, person.keyring, person.settings, ticket,
        name="notice", contact=contact, now=person.now,
    )  # fmt: skip
    return code


def was_made(person: Person, replacement: str) -> bool:
    """Whether this very form has replaced the code already."""
    seed = hashlib.sha256(f"{person.ticket.id}:{replacement}".encode()).digest()[:16]
    return person.ticket.code_hash == lookup_hash(person.keyring, derive_code(person.keyring, seed))
