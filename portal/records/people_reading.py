"""Reading a whole list of collectors onto the roll: every line that is wrong is told by its number."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from portal.models import BookKind
from portal.records.people import CHANGED, NEW, SAME, Roll
from portal.records.people_file import people_of
from portal.records.people_list import BadListing


@dataclass(slots=True)
class Reading:
    """What a list changed, or what is wrong with it."""

    #: What is wrong, by the number of the line; if there is anything, nothing may be kept.
    bad: list[tuple[int, BadListing]] = field(default_factory=list)
    #: Who is new or changed: the line, the number of the collector, and which of the two.
    told: list[tuple[int, str, str]] = field(default_factory=list)
    how: Counter[str] = field(default_factory=Counter)
    #: Who is kept but in no line: number and agency.
    left: list[tuple[str, str]] = field(default_factory=list)
    marked: bool = False
    handed: int = 0

    def changed(self, roll: Roll) -> bool:
        """Whether anything at all is different now."""
        marked = len(self.left) if self.marked else 0
        return bool(self.how[NEW] + self.how[CHANGED] + roll.count.total() + marked + self.handed)


def read_list(roll: Roll, raw: Iterable[bytes], *, missing_left: bool = False) -> Reading:
    """Put every line of a list on the roll; the caller keeps all of it or nothing."""
    found = Reading(marked=missing_left)
    for line, one in people_of(raw):
        try:
            if isinstance(one, BadListing):
                raise one
            how = roll.enter(one)
        except BadListing as problem:
            found.bad.append((line, problem))
            continue
        found.how[how] += 1
        if how is not SAME:
            found.told.append((line, one.number, how))
    if not found.bad:
        end(roll, found)
    return found


def end(roll: Roll, found: Reading) -> None:
    """After the last line: who stands in none, and a line in the book."""
    for agency, who in roll.absent_from_list():
        found.left.append((who.number, agency))
        if found.marked:
            roll.leave(who)
    roll.session.flush()
    if found.changed(roll):
        counted = {"new": found.how[NEW], "changed": found.how[CHANGED], "same": found.how[SAME]}
        roll.write(BookKind.LIST_READ, **counted)
