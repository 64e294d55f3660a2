"""What may still be done with a ticket; each refusal is a sentence the person can read before the form."""

from portal.domain.errors import NotAllowed
from portal.domain.ticket import State
from portal.models import Ticket


def require_not_withdrawn(ticket: Ticket) -> None:
    """Refuse what needs a ticket that still stands."""
    if ticket.state is State.WITHDRAWN:
        raise NotAllowed("You withdrew this ticket. Nothing more can be added to it.")


def require_takes_files(ticket: Ticket) -> None:
    """Refuse files for a ticket that was withdrawn."""
    if ticket.state is State.WITHDRAWN:
        raise NotAllowed("You withdrew this ticket. Files can no longer be added.")


def require_no_answer(ticket: Ticket) -> None:
    """Refuse to withdraw what has ended already."""
    if ticket.state is State.WITHDRAWN:
        raise NotAllowed("You have withdrawn this already.")
    if ticket.state is State.CLOSED:
        raise NotAllowed("You have our answer already, so there is nothing left to withdraw.")


def require_answer(ticket: Ticket) -> None:
    """Refuse to disagree with an answer that is not there."""
    require_not_withdrawn(ticket)
    if ticket.state is not State.CLOSED:
        raise NotAllowed("You can disagree once you have our answer.")
