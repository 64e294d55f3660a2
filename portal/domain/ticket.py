"""The states a ticket walks through and the moves allowed between them: the map of the house."""

from enum import StrEnum

from portal.domain.errors import NotAllowed


class State(StrEnum):
    """Where a ticket truly is. What the person and the queue see is derived from it."""

    RECEIVED = "received"
    QUEUED = "queued"
    ASSIGNED = "assigned"
    AWAITING_AGREEMENT = "awaiting_agreement"
    CLOSED = "closed"
    REFERRED = "referred"
    WITHDRAWN = "withdrawn"


class PublicState(StrEnum):
    """What the person who reported is told."""

    RECEIVED = "received"
    LOOKING_INTO_IT = "looking_into_it"
    ANSWERED = "answered"
    PASSED_ON = "passed_on"
    WITHDRAWN = "withdrawn"


class Source(StrEnum):
    """How the report reached the organisation."""

    WEB = "web"
    PHONE = "phone"
    POST = "post"
    CHANNEL = "channel"


class Confidentiality(StrEnum):
    """How private the person asked to be."""

    CONFIDENTIAL = "confidential"
    OPEN = "open"
    ANONYMOUS = "anonymous"


MOVES: dict[State, frozenset[State]] = {
    State.RECEIVED: frozenset({State.QUEUED, State.ASSIGNED, State.REFERRED}),
    State.QUEUED: frozenset({State.ASSIGNED, State.REFERRED, State.WITHDRAWN}),
    State.ASSIGNED: frozenset(
        {State.QUEUED, State.AWAITING_AGREEMENT, State.CLOSED, State.WITHDRAWN}
    ),
    State.AWAITING_AGREEMENT: frozenset({State.ASSIGNED, State.CLOSED, State.WITHDRAWN}),
    # A disagreement reopens a closed ticket; a body's refusal brings a referred one back.
    State.CLOSED: frozenset({State.QUEUED}),
    State.REFERRED: frozenset({State.QUEUED, State.WITHDRAWN}),
    State.WITHDRAWN: frozenset({State.QUEUED}),
}

#: A ticket in these states still waits for the organisation.
OPEN = frozenset({State.RECEIVED, State.QUEUED, State.ASSIGNED, State.AWAITING_AGREEMENT})

_PUBLIC = {
    State.RECEIVED: PublicState.RECEIVED,
    State.QUEUED: PublicState.RECEIVED,
    State.ASSIGNED: PublicState.LOOKING_INTO_IT,
    State.AWAITING_AGREEMENT: PublicState.LOOKING_INTO_IT,
    State.CLOSED: PublicState.ANSWERED,
    State.REFERRED: PublicState.PASSED_ON,
    State.WITHDRAWN: PublicState.WITHDRAWN,
}


def public(state: State) -> PublicState:
    """What the person is told while the ticket is in this state."""
    return _PUBLIC[state]


def require_move(before: State, after: State) -> None:
    """Refuse a step the map does not draw."""
    if after not in MOVES[before]:
        raise NotAllowed(
            "A ticket that is {before} cannot become {after}.", before=before, after=after
        )
