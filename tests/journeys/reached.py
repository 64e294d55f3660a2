"""Browsers in every situation the catalogue names, each prepared once and kept as cookies."""

import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import partial
from typing import Any

from tests.journeys import situations, situations_staff
from tests.journeys.people import Crowd

#: Who opens a page, and how they come to where they are. Any other name signs in as staff.
WAYS: dict[str, Callable[["Reached"], Any]] = {
    "anyone": lambda _reached: None,
    "reporter": partial(situations.writing, door="report"),
    "asker": partial(situations.writing, door="help"),
    "person": partial(situations.tracking, name="open"),
    "returning": partial(situations.tracking, name="open"),
    "answered": partial(situations.tracking, name="ended"),
    "doubter": situations.doubting,
    "helper": situations.helping,
    "sender": situations.sending,
    "saver": situations.saving,
    "locked-out": situations.locked_out,
    "withdrawn": situations.withdrawn,
    "changing": situations.changing,
    "curious": situations.curious,
    "agreeing": situations.agreeing,
    "writer": situations.writer,
    "with-files": situations.with_files,
    "evidencing": situations.evidencing,
    "enrolling": situations_staff.enrolling,
    "enrolled": situations_staff.enrolled,
    "proving": situations_staff.proving,
}
#: Who stands on the second server of the portal.
STRICT = frozenset({"enrolling", "enrolled", "proving"})
#: Which situation or search brings a place that addresses speak of.
FOUND: dict[str, Callable[["Reached"], Any]] = {
    "open": lambda reached: reached.state("sender"),
    "waiting": partial(situations_staff.decided, name="waiting"),
    "ended": partial(situations_staff.decided, name="ended"),
    "agreed": situations.agreed,
    "movable": situations_staff.movable,
    "letter": situations_staff.find_letter,
    "asked": situations_staff.ask_for_notes,
    "link": lambda reached: reached.state("locked-out"),
    "hide": lambda reached: reached.state("writer"),
    "file": lambda reached: reached.state("evidencing"),
}


@dataclass
class Reached:
    """Who has got where: cookies by situation, and the tickets the addresses speak of."""

    #: Whose windows a test opens.
    crowd: Crowd
    #: Who prepared the situations.
    makers: Crowd | None = None
    states: dict[str, Any] = field(default_factory=dict)
    places: dict[str, str] = field(default_factory=dict)
    prepared: set[str] = field(default_factory=set)

    def seen_by(self, crowd: Crowd) -> "Reached":
        """The same situations for another reader."""
        return replace(self, crowd=crowd, makers=self.hands)

    @property
    def hands(self) -> Crowd:
        """Who prepares what is not there yet."""
        return self.makers or self.crowd

    def state(self, who: str) -> Any:
        """The cookies of this situation, without a language: each browser brings its own."""
        if who not in self.states:
            way = WAYS.get(who, partial(situations_staff.working, name=who))
            self.states[who] = way(self)
        return self.states[who]

    def address(self, pattern: str) -> str:
        """An address with the tickets it speaks of."""
        for name in re.findall(r"{(.+?)}", pattern):
            self.find(name)
        return pattern.format(**self.places)

    def find(self, name: str) -> None:
        """Make sure that this place is there."""
        search = FOUND.get(name, situations_staff.find_reviews)
        key = name if name in FOUND else "reviews"
        if key not in self.prepared:
            self.prepared.add(key)
            search(self)

    def ticket(self, name: str) -> str:
        """The number of an open ticket, one that waits for agreement, or one that is decided."""
        self.find(name)
        return self.places[name]
