"""From a decision to a ticket with somebody who looks after it: the door of this room."""

from portal.routing.laying import (
    assign,
    hand_on,
    lay,
    open_working,
    release,
    waits_outside,
)
from portal.routing.naming import Naming, follow_people, name_collector
from portal.routing.parting import part
from portal.routing.promises import end_access, next_promise
from portal.routing.reply import contact_of, reply_as_kept
from portal.routing.seats import Routing, deciders, may_be_given, seat, takers
from portal.routing.stopping import ended_by_answer, stop_again

__all__ = [
    "Naming", "Routing", "assign", "contact_of", "deciders", "end_access", "ended_by_answer", "follow_people",
    "hand_on", "lay", "may_be_given", "name_collector", "next_promise", "open_working", "part",
    "release", "reply_as_kept", "seat", "stop_again", "takers", "waits_outside",
]  # fmt: skip
