"""Writing a letter: kept for the person to read on the site, and a neutral notice where mail is safe."""

from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from zoneinfo import ZoneInfo

from babel.dates import format_date
from sqlalchemy import select
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.domain.letters import ContactChoice, Delivery, delivery, hours_of
from portal.jurisdictions.load import installed
from portal.languages import LANGUAGES
from portal.letters.compose import compose
from portal.letters.outbox import post
from portal.letters.render import rendered
from portal.models import EntryKind, Letter, Ticket, new_id, note
from portal.timeline import PRESSED_TWICE, Event, record
from portal.vault.box import Box
from portal.vault.keys import Keyring


def in_words(value: Any, language: str, timezone: str = "UTC") -> Any:  # noqa: ANN401 - dates become text, the rest stays
    """A date as a letter of this language writes it."""
    if isinstance(value, datetime):
        value = value.astimezone(ZoneInfo(timezone)).date()
    return written_date(value, language) if isinstance(value, date) else value


@lru_cache(maxsize=512)
def written_date(day: date, language: str) -> str:
    """A date as a letter of this language writes it; the same few are written all day."""
    return str(format_date(day, LANGUAGES[language].long_date, locale=language))


def write_letter(  # noqa: PLR0913 - a letter needs all of them, and they never travel together elsewhere
    session: Session,
    keyring: Keyring,
    settings: Settings,
    box: Box,
    ticket: Ticket,
    *,
    name: str,
    values: dict[str, Any],
    contact: ContactChoice | None,
    now: datetime,
) -> None:
    """Write a letter in the person's language; mail only says that something waits on the site."""
    language = ticket.language
    subject, body = rendered(name, language, letter_values(settings, ticket, values))
    letter = new_id()
    words = box.seal("letters", "words", letter, f"{subject}\n{body}")
    note(
        session, Letter,
        id=letter, ticket_id=ticket.id, name=name, language=language, words=words, written_at=now,
    )  # fmt: skip
    notice = post_notice(session, keyring, settings, ticket, name=name, contact=contact, now=now)
    facts = {"letter": name, "by_mail": notice}
    record(session, box, ticket, Event(kind=EntryKind.LETTER_POSTED, at=now, facts=facts))


def is_repeated(
    session: Session, box: Box, ticket: Ticket, name: str, letter: "Leaving", now: datetime
) -> bool:
    """Whether this very letter was written a moment ago: a button was pressed twice."""
    since = now - PRESSED_TWICE
    query = select(Letter).where(
        Letter.ticket_id == ticket.id, Letter.name == name, Letter.written_at >= since
    )
    text = f"{letter.subject}\n{letter.body}"
    return text in (
        box.open("letters", "words", one.id, one.words) for one in session.scalars(query)
    )


@dataclass(frozen=True, slots=True)
class Leaving:
    """What would leave if it were sent now: the text, and whether and when a notice is mailed."""

    subject: str
    body: str
    language: str
    notice: Delivery


def leaving(
    settings: Settings,
    ticket: Ticket,
    name: str,
    values: dict[str, Any],
    when: tuple[ContactChoice | None, datetime],
) -> Leaving:
    """A letter exactly as it would be written now, to be read before it leaves."""
    subject, body = rendered(name, ticket.language, letter_values(settings, ticket, values))
    return Leaving(subject, body, ticket.language, delivery(*when))


def letter_values(
    settings: Settings, ticket: Ticket, values: dict[str, Any], language: str = ""
) -> dict[str, str]:
    """The placeholders every letter may use, and those of this one, all as text of its language."""
    language = language or ticket.language
    common = {
        "organisation": settings.in_language("organisation", language),
        "ticket_number": ticket.number,
        "track_address": settings.address_of("/track"),
        "phone": settings.phone,
    }
    # A moment is the day it was where the person lives: the day their dates are counted from.
    zone = installed()[ticket.pack_id].zone_of(ticket.region)
    return common | {key: as_text(value, language, zone) for key, value in values.items()}


def as_text(value: Any, language: str, timezone: str) -> str:  # noqa: ANN401 - see in_words
    """A value as a letter shows it; what is not so is an empty text, and its block is left out."""
    return "" if value is None or value is False else str(in_words(value, language, timezone))


def post_notice(  # noqa: PLR0913 - see write_letter
    session: Session,
    keyring: Keyring,
    settings: Settings,
    ticket: Ticket,
    *,
    name: str,
    contact: ContactChoice | None,
    now: datetime,
) -> bool:
    """Mail a neutral notice, if the person chose mail, inside the safe times. True if it was posted."""
    way = delivery(contact, now)
    if contact is None or way.channel != "email" or way.not_before is None:
        return False
    subject, body = rendered("notice", ticket.language, letter_values(settings, ticket, {}))
    mail = compose(sender=settings.mail_from, to=contact.email, subject=subject, body=body, now=now)
    post(
        session, keyring, mail, ticket_id=ticket.id, letter=name, language=ticket.language,
        recipient_kind="person", not_before=way.not_before, now=now, hours=hours_of(contact),
    )  # fmt: skip
    return True
