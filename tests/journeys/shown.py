"""What the catalogue says of a page: who looks at it, how it is reached and what it looks like when wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

NOTHING: dict[str, Any] = {}
LONG = "x" * 4100


@dataclass(frozen=True, slots=True)
class Shown:
    """One page: its name in pictures, the template that draws it, who looks at it, and its address."""

    name: str
    template: str
    who: str
    address: str
    #: What brings the page's error state: these answers in a form otherwise left empty.
    wrong: Mapping[str, Any] | None = None
    #: The address the form goes to, where the page has several.
    form: str = ""
    status: int = 200
    #: Whether the password is given again before.
    fresh: bool = False
    #: What is done on that address before the page stands there: a step of `steps.py` and its words.
    does: tuple[str, ...] = ()
    #: The address of which the page that `does` brings is an answer.
    answers: str = ""

    @property
    def drawn_by(self) -> str:
        """The whole name of the template."""
        return f"{self.template}.html"
