"""The number of a new ticket: drawn, so that it tells nothing, and looked for, so that nobody else has it."""

import secrets

from sqlalchemy import Row, bindparam, or_, select
from sqlalchemy.orm import Session

from portal.domain.receipt import ticket_number
from portal.models import Question, Ticket

#: What stands in the way of a new ticket: its own report sent before, or the number just drawn.
IN_THE_WAY = Question(
    select(Ticket.number, Ticket.id, Ticket.submission_hash).where(
        or_(
            Ticket.submission_hash == bindparam("hash", type_=Ticket.submission_hash.type),
            Ticket.number == bindparam("number", type_=Ticket.number.type),
        )
    )
)
#: Drawn so often in vain, the numbers of the year are nearly used up.
MOST_DRAWS = 50


def number_for(
    session: Session, prefix: str, year: int, submission: bytes | None
) -> tuple[str, Row[str, str, bytes] | None]:
    """A number nobody has, and the ticket of this report where it was sent before.

    In a year of a million tickets every hundredth draw is taken. Without the mark of a submission
    nobody looks: the tables refuse the report where it came before, or where its number is taken.
    """
    for _ in range(MOST_DRAWS):
        number = ticket_number(prefix, year, secrets.randbelow(10**8))
        if submission is None:
            return number, None
        found = IN_THE_WAY.ask(session, hash=submission, number=number)
        before = next((one for one in found if one.submission_hash == submission), None)
        if before is not None or not found:
            return number, before
    raise RuntimeError("no free ticket number was found; choose another ticket_prefix")
