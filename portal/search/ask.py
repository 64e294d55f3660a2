"""Finding a ticket again: by its number, its collector, a phone number, an account, or words in it.

Everything is asked through `visible()`, so that a search never tells of a ticket the reader may
not know of. A receipt code finds nothing: staff never need one.
"""

import re
from dataclasses import dataclass

from sqlalchemy import ColumnElement, false, func, or_, select
from sqlalchemy.orm import Session

from portal.domain.names import folded
from portal.domain.phones import COUNTRIES, international
from portal.domain.receipt import fold, is_well_formed
from portal.domain.words import LONGEST_QUERY, MOST_TOKENS, holds, tokens
from portal.models import Entry, Posting, Staff, Ticket, TicketMark, TicketWord, visible
from portal.search.index import answers_of, told
from portal.timeline import words_of
from portal.vault.blind import blinds
from portal.vault.box import box_for
from portal.vault.keys import Keyring

#: So many tickets are opened to see whether the words really stand in them.
MOST_OPENED = 100
#: Reports give the last four digits of an account.
ACCOUNT_DIGITS = 4
_NUMBER = re.compile(r"[A-Z]{1,8}-?\d{0,4}-?\d{0,8}")
_PART = re.compile(r"\d{3,8}")


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, and with which keys."""

    session: Session
    keyring: Keyring
    staff: Staff


def is_receipt_code(typed: str) -> bool:
    """Whether somebody typed a receipt code, which no member of staff should hold."""
    return is_well_formed(fold(typed))


def matching(asker: Asker, typed: str) -> ColumnElement[bool]:
    """What a ticket must meet to be found by what was typed."""
    plain = typed.strip()[:LONGEST_QUERY]
    if not plain or is_receipt_code(plain):
        return false()
    found = [*by_number(plain), by_collector(plain), *by_marks(asker.keyring, plain)]
    words = by_words(asker, plain)
    return or_(*found, Ticket.id.in_(words)) if words else or_(*found)


def by_number(plain: str) -> list[ColumnElement[bool]]:
    """Its number, the beginning of it, or the last digits as people say them on the phone."""
    number = plain.upper()
    if _PART.fullmatch(number):
        return [Ticket.number.endswith(number, autoescape=True)]
    if _NUMBER.fullmatch(number):
        return [Ticket.number.startswith(number, autoescape=True)]
    return []


def by_collector(plain: str) -> ColumnElement[bool]:
    """The collector by their number; never by their name."""
    return Ticket.collector_id.in_(
        select(Posting.collector_id).where(Posting.folded == folded(plain))
    )


def by_marks(keyring: Keyring, plain: str) -> list[ColumnElement[bool]]:
    """A number that called, or the last four digits of an account."""
    numbers = {international(plain, place) for place in COUNTRIES} - {""}
    values = [
        ("phone", value) for one in sorted(numbers) for value in blinds(keyring, "phone", one)
    ]
    if plain.isascii() and plain.isdigit() and len(plain) == ACCOUNT_DIGITS:
        values += [("account", value) for value in blinds(keyring, "account", plain)]
    return [
        Ticket.id.in_(
            select(TicketMark.ticket_id).where(TicketMark.kind == kind, TicketMark.value == value)
        )
        for kind, value in values
    ]


def by_words(asker: Asker, plain: str) -> list[str]:
    """The tickets in which these words really stand, the newest first.

    The index knows which words a ticket holds but not where, so the few it names are opened and
    read; more than a hundred are not.
    """
    asked = sorted(tokens(plain))[:MOST_TOKENS]
    if not asked:
        return []
    query = visible(asker.staff)
    for token in asked:
        marks = blinds(asker.keyring, "word", token)
        query = query.where(
            Ticket.id.in_(select(TicketWord.ticket_id).where(TicketWord.token.in_(marks)))
        )
    query = query.order_by(Ticket.received_at.desc(), Ticket.id).limit(MOST_OPENED)
    ids = asker.session.scalars(query.with_only_columns(Ticket.id))
    return [one for one in ids if holds(whole_text(asker, one), plain)]


def whole_text(asker: Asker, ticket_id: str) -> str:
    """Every word of a ticket that the index holds, opened."""
    box = box_for(asker.session, asker.keyring, ticket_id)
    lines = asker.session.scalars(
        select(Entry).where(Entry.ticket_id == ticket_id, func.length(Entry.words) > 0)
    )
    return "\n".join(
        [told(answers_of(asker.session, box, ticket_id)), *(words_of(box, one) for one in lines)]
    )
