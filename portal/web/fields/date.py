"""Dates as far as they are remembered: a year, a month of a year, or a day; one of them or several."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import get_locale, gettext
from wtforms import Field
from wtforms.validators import ValidationError
from wtforms.widgets import TextInput

from portal.languages import LANGUAGES
from portal.web.cleaning import cleaned
from portal.web.fields.text import too_long

#: How many years back something may lie; older dates are typing mistakes.
OLDEST = 20


class RoughDate(Field):
    """A date as far as it is remembered: a year, a month of a year, or a day. Three boxes."""

    widget = TextInput()
    missing = None

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:  # noqa: ANN401, ARG002 - the library's signature
        """Read the three boxes, or the saved date."""
        self.process_errors = []
        kept = data if isinstance(data, list) else [getattr(self, "default", None) or ""] * 3
        self.data = kept
        if formdata is not None and any(f"{self.name}_{part}" in formdata for part in "dmy"):
            self.data = [cleaned(formdata.get(f"{self.name}_{part}")) for part in "dmy"]

    def boxes(self) -> list[tuple[str, str, str]]:
        """The three boxes in the order in which this language writes a date."""
        named = {
            "d": (gettext("Day"), "w-2"),
            "m": (gettext("Month"), "w-2"),
            "y": (gettext("Year"), "w-4"),
        }
        order = LANGUAGES[str(get_locale())].rough_date
        return [(part, *named[part]) for part, _form in order]

    def part(self, name: str) -> str:
        """What stands in one of the boxes."""
        return str(self.data["dmy".index(name)])

    def pre_validate(self, form: Any) -> None:  # noqa: ANN401 - the library's signature
        """Accept a past date, however rough."""
        refusal = wrong_with(self.data, form.today)
        if refusal:
            raise ValidationError(refusal)


def wrong_with(boxes: Iterable[str], today: date) -> str:
    """What is wrong with a rough date of day, month and year; nothing when it may stand."""
    day, month, year = (unicodedata.normalize("NFKC", one) for one in boxes)
    if not (day or month or year):
        return ""
    if not re.fullmatch(r"[0-9]{4}", year):
        return wrong_year(year, today)
    if (month or day) and not (re.fullmatch(r"[0-9]{1,2}", month) and 1 <= int(month) <= 12):  # noqa: PLR2004 - months
        return str(gettext("Month must be between 1 and 12"))
    if (int(year), int(month or 1), 1) > (today.year, today.month, 1):
        return str(gettext("Date must be today or in the past"))
    if int(year) < today.year - OLDEST:
        return str(gettext("Date must be in the last 20 years"))
    return _wrong_day(int(year), int(month), day, today) if day else ""


def wrong_year(year: str, today: date) -> str:
    """Ask for a whole year; one written short is offered as it was probably meant."""
    if not re.fullmatch(r"['’]?[0-9]{2}", year):
        return str(gettext("Date must include a year"))
    short = int(year[-2:])
    # The newest past year that ends so: nobody tells of what has not happened yet.
    meant = today.year - (today.year - short) % 100
    if meant < today.year - OLDEST:
        return str(gettext("Year must have 4 numbers, like %(year)s", year=today.year))
    return str(gettext("Year must have 4 numbers. Did you mean %(year)s?", year=meant))


def _wrong_day(year: int, month: int, day: str, today: date) -> str:
    if not re.fullmatch(r"[0-9]{1,2}", day):
        return str(gettext("Enter a real date"))
    try:
        happened = date(year, month, int(day))
    except ValueError:
        return str(gettext("Enter a real date"))
    return str(gettext("Date must be today or in the past")) if happened > today else ""


class Times(Field):
    """Other times it happened: rows of a rough date and a few words, each row as far as remembered."""

    widget = TextInput()
    most = 6
    longest_words = 200
    is_many = True

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:  # noqa: ANN401, ARG002 - the library's signature
        """Read the rows; a row of which nothing was typed is no row."""
        self.process_errors = []
        self.data = [list(row) for row in data] if isinstance(data, list) else []
        if formdata is not None and f"{self.name}_y" in formdata:
            columns = [formdata.getlist(f"{self.name}_{part}") for part in ("d", "m", "y", "what")]
            rows = [[cleaned(one) for one in row] for row in zip(*columns, strict=False)]
            self.data = [row for row in rows if any(row)][: self.most]

    def boxes(self) -> list[tuple[str, str, str]]:
        """The boxes of a date in the order in which this language writes one."""
        return RoughDate.boxes(self)  # type: ignore[arg-type]

    def pre_validate(self, form: Any) -> None:  # noqa: ANN401 - the library's signature
        """Each date is past and real, each note short."""
        for row in self.data:
            refusal = wrong_with(row[:3], form.today)
            if not refusal and len(row[3]) > self.longest_words:
                refusal = too_long(gettext("What happened then"), self.longest_words, row[3])
            if refusal:
                raise ValidationError(refusal)
