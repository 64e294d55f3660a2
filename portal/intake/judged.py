"""Pages of choices that were judged before: the same boxes ticked again need no form of their own.

Most pages of a report hold nothing but choices, and many people make the same ones. What such a page
answers hangs on what was chosen on it and on the earlier answers its form looks at, on nothing else.
Own words are never kept here.
"""

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any, TypeVar

from portal.intake.forms import FORMS
from portal.web.fields import AnyOf, OneOf

Saved = Mapping[str, Mapping[str, Any]]
#: A field of a page, or the page itself when no field is named.
Place = tuple[str, str]
#: What answers lie under: the name of a field, or a place.
Named = TypeVar("Named")

#: A flood of odd choices must not fill the memory: beyond so many, all begins anew.
MOST_KEPT = 2_000
#: No page offers so many choices: a longer list names one again and again, and would fill it alone.
MOST_TICKED = 50


@cache
def choices_of(page: str) -> frozenset[str]:
    """The fields of a page that take nothing but what the page offers."""
    fields = {name: getattr(FORMS[page], name) for name in dir(FORMS[page])}
    kinds = {name: getattr(one, "field_class", None) for name, one in fields.items()}
    return frozenset(
        name for name, kind in kinds.items() if kind and issubclass(kind, OneOf | AnyOf)
    )


def chosen(page: str, given: Mapping[str, Any]) -> tuple[tuple[str, tuple[str, ...]], ...] | None:
    """What was chosen on a page, or nothing where it also holds words or lists nobody could tick."""
    if not given.keys() <= choices_of(page) or any(map(is_long, given.values())):
        return None
    return tuple(
        (name, tuple(map(str, one)) if isinstance(one, list) else (str(one),))
        for name, one in given.items()
    )


class Looked(Mapping[str, Mapping[str, Any]]):
    """The earlier answers, which keep in mind what a form looked at."""

    def __init__(self, saved: Saved) -> None:
        self.saved = saved
        self.at: dict[Place, Any] = {}
        #: Whether the form looked through all of them, so that everything counts.
        self.through = False

    def __getitem__(self, page: str) -> Mapping[str, Any]:
        self.at[page, ""] = page in self.saved
        return LookedPage(self, page)

    def __iter__(self) -> Iterator[str]:
        self.through = True
        return iter(self.saved)

    def __len__(self) -> int:
        self.through = True
        return len(self.saved)


class LookedPage(Mapping[str, Any]):
    """The answers of one earlier page."""

    def __init__(self, looked: Looked, page: str) -> None:
        self.looked, self.page, self.kept = looked, page, looked.saved[page]

    def __getitem__(self, field: str) -> Any:  # noqa: ANN401 - any answer
        self.looked.at[self.page, field] = self.kept.get(field)
        return self.kept[field]

    def __iter__(self) -> Iterator[str]:
        self.looked.through = True
        return iter(self.kept)

    def __len__(self) -> int:
        self.looked.through = True
        return len(self.kept)


class Judged:
    """The answers of pages that were fine, by what was chosen and what was looked at."""

    def __init__(self) -> None:
        self.kept: dict[object, list[tuple[dict[Place, Any], dict[str, Any]]]] = {}
        self._many = 0

    def find(self, key: object, saved: Saved) -> dict[str, Any] | None:
        """The answers of this page if it was judged before, beside earlier answers that say the same."""
        for looked, answers in self.kept.get(key, ()):
            if all(found_at(saved, place) == one for place, one in looked.items()):
                return copied(answers)
        return None

    def keep(self, key: object, looked: Looked, answers: dict[str, Any]) -> None:
        """Keep the answers of a page that was fine, unless its form looked at words."""
        if looked.through or not all(
            (not field or field in choices_of(page)) and not is_long(one)
            for (page, field), one in looked.at.items()
        ):
            return
        if self._many >= MOST_KEPT:
            self.kept, self._many = {}, 0
        self.kept.setdefault(key, []).append((copied(looked.at), copied(answers)))
        self._many += 1


def found_at(saved: Saved, place: Place) -> Any:  # noqa: ANN401 - any answer
    """What the earlier answers hold at a place."""
    page, field = place
    return saved.get(page, {}).get(field) if field else page in saved


def is_long(one: Any) -> bool:  # noqa: ANN401 - any answer
    """Whether this is a list of more choices than any page offers."""
    return isinstance(one, list) and len(one) > MOST_TICKED


def copied(answers: dict[Named, Any]) -> dict[Named, Any]:
    """Answers whose lists and amounts belong to nobody else."""
    return {
        name: one.copy() if isinstance(one, list | dict) else one for name, one in answers.items()
    }
