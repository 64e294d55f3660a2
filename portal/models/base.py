"""The base of all tables: naming of constraints, times in UTC, codes as words, opaque sealed bytes."""

import secrets
import time
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import Date, DateTime, Dialect, LargeBinary, MetaData, String, Text
from sqlalchemy.orm import DeclarativeBase, Mapped, Session, declared_attr, registry, relationship
from sqlalchemy.types import JSON, TypeDecorator

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    """Every table of the portal."""

    # One registry holds both: Flask-SQLAlchemy copies this class and may not find the map twice.
    registry = registry(
        metadata=MetaData(naming_convention=NAMES),
        type_annotation_map={
            dict[str, Any]: JSON,
            list[str]: JSON,
            list[int]: JSON,
            list[dict[str, Any]]: JSON,
        },
    )


Row = TypeVar("Row", bound=Base)


class OfTicket:
    """A row of a ticket. The tie tells the order of writing, ticket first; it loads nothing."""

    @declared_attr
    def ticket(self) -> Mapped[Any]:
        """The ticket; whoever needs it asks `visible()` for it."""
        return relationship("Ticket", lazy="raise")


class UtcTime(TypeDecorator[datetime]):
    """A moment, always aware and always UTC; a naive one is refused on the way in."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Refuse a moment without a zone: nobody knows which one it meant."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment without a time zone cannot be stored.")
        moment = value.astimezone(UTC)
        return moment.replace(tzinfo=None) if dialect.name == "sqlite" else moment

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Give the moment back aware, whatever the database kept."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


#: A date behind all others: what the column of a ticket without a running promise holds.
NEVER = date(9999, 12, 31)


class DateOrNever(TypeDecorator[date]):
    """A date, or none; none is kept as the last of all dates, so that an index orders every row."""

    impl = Date
    cache_ok = True

    def process_bind_param(self, value: date | None, dialect: Dialect) -> date:  # noqa: ARG002 - SQLAlchemy's signature
        """Keep no date as the last of all dates."""
        return NEVER if value is None else value

    def process_result_value(self, value: date | None, dialect: Dialect) -> date | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Give the last of all dates back as none."""
        return None if value is None or value == NEVER else value


class Word(TypeDecorator[StrEnum]):
    """A code of the trade kept as its word, so that a row can be read without the program."""

    impl = String(40)
    cache_ok = True

    def __init__(self, words: type[StrEnum]) -> None:
        super().__init__()
        self.words = words
        self._written: dict[str, str] = {one: one.value for one in words}

    def process_bind_param(self, value: StrEnum | str | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Refuse a word that is not in the list."""
        if value is None:
            return None
        written = self._written.get(value)
        return self.words(value).value if written is None else written

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Give the code back as its enum."""
        return None if value is None else self.words(value)


class Lines(TypeDecorator[list[str]]):
    """A short list of texts without line breaks, kept one to a line."""

    impl = Text
    cache_ok = True

    def process_bind_param(self, value: list[str] | None, dialect: Dialect) -> str | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Put each text on a line of its own."""
        return None if value is None else "\n".join(value)

    def process_result_value(self, value: str | None, dialect: Dialect) -> list[str] | None:  # noqa: ARG002 - SQLAlchemy's signature
        """Give the texts back as a list."""
        return None if value is None else value.split("\n") if value else []


#: Bytes the vault made and only the vault can read.
Sealed = LargeBinary

#: The length of an identifier in hexadecimal.
ID = String(32)


def new_id() -> str:
    """An identifier: the moment it was made, in milliseconds, and 80 random bits that nobody guesses.

    What is made together lies together in every index, so a filing touches few pages of the database,
    however many tickets there are. The row itself says when; who and how many, neither tells.
    """
    return f"{time.time_ns() // 1_000_000:012x}{secrets.token_hex(10)}"


#: No table counts so far, and one of the two databases would not even look.
LARGEST_ID = 2**31 - 1


def by_id(session: Session, kind: type[Row], row_id: int) -> Row | None:
    """The row of this number as an address or a form says it; None where no row could have it."""
    return session.get(kind, row_id) if row_id <= LARGEST_ID else None
