"""What every page of questions shares: its heading, its answers, and what was answered before."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar

from portal.web.fields import Count, PhoneNumbers, RoughDate, Words
from portal.web.forms import PortalForm

Saved = Mapping[str, Mapping[str, Any]]


class Page(PortalForm):
    """A page of questions. What was answered on other pages decides what is asked here."""

    #: The heading of the page; a page of one question has that question as its heading.
    heading: ClassVar[Words] = ""
    #: A sentence below the heading.
    lead: ClassVar[Words] = ""

    def __init__(
        self,
        saved: Saved,
        page: str,
        today: date,
        places: tuple[str, ...] = (),
        **options: Any,  # noqa: ANN401 - the library's own, for doors without a browser
    ) -> None:
        self.saved, self.today, self.places = saved, today, places
        super().__init__(data=_boxes(saved.get(page, {})), **options)
        self.prepare()

    def prepare(self) -> None:
        """Take out what this person is not asked."""

    def asked(self) -> list[Any]:
        """The fields of this page in their order, without the ones nobody sees."""
        return [field for field in self if field.name != "csrf_token"]

    def answers(self) -> dict[str, Any]:
        """What was answered, ready to be kept: text, lists and whole numbers."""
        kept: dict[str, Any] = {}
        for field in self.asked():
            if isinstance(field, RoughDate):
                kept.update(
                    {
                        f"{field.name}_{part}": box
                        for part, box in zip("dmy", field.data, strict=True)
                    }
                )
            elif isinstance(field, Count):
                kept[field.name] = field.number
            elif isinstance(field, PhoneNumbers):
                kept[field.name] = field.given
            else:
                kept[field.name] = field.data
        return kept


def _boxes(values: Mapping[str, Any]) -> dict[str, Any]:
    """Kept answers as the boxes show them again."""
    shown = {name: str(value) if isinstance(value, int) and not isinstance(value, bool) else value
             for name, value in values.items()}  # fmt: skip
    if "date_y" in values:
        shown["date"] = [values.get(f"date_{part}") or "" for part in "dmy"]
    return shown
