"""Fields that read one shape and no other: a day, an amount of money, a box with one value."""

import re
import unicodedata
from datetime import date
from decimal import Decimal
from typing import Any

from flask_babel import gettext
from wtforms import BooleanField, DateField, DecimalField

#: Days outside these years are typing errors.
FIRST_YEAR, LAST_YEAR = 2000, 2100
_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
#: A comma or a space parts thousands and nothing else: “1,5” may be one and a half, so it is asked again.
_MONEY = re.compile(r"([0-9]{1,12}|[0-9]{1,3}([,\s][0-9]{3}){1,3})(\.[0-9]{1,2})?")


def real_day(typed: str) -> date | None:
    """A day written year first, as browsers send it; None where there is no such day."""
    if not _DAY.fullmatch(typed):
        return None
    try:
        day = date.fromisoformat(typed)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def money(typed: str) -> Decimal | None:
    """An amount as people write it; None when it is not one, or is below nothing."""
    plain = re.sub(r"[¥￥£$]", "", unicodedata.normalize("NFKC", typed)).strip()
    return Decimal(re.sub(r"[,\s]", "", plain)) if _MONEY.fullmatch(plain) else None


class DayField(DateField):  # type: ignore[misc] # the library has no types
    """A day, refused in our own words when there is no such day."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the day as browsers send it; the library would take 2025-1-1 and other digits, too."""
        if not valuelist or not valuelist[0]:
            return
        self.data = real_day(valuelist[0])
        if self.data is None:
            raise ValueError(gettext("Enter a real date"))


class MoneyField(DecimalField):  # type: ignore[misc] # the library has no types
    """An amount of money; the library would take NaN, 1e5 and 1_000, too."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the amount as people write it."""
        if not valuelist or not valuelist[0].strip():
            return
        self.data = money(valuelist[0])
        if self.data is None:
            raise ValueError(gettext("Enter an amount, like 850 or 850.50"))


class Box(BooleanField):  # type: ignore[misc] # the library has no types
    """A box to tick. Only what our page sends ticks it: to the library, “no” is a yes."""

    TICKED = "y"

    def process_formdata(self, valuelist: list[Any]) -> None:
        """Ticked means our value; anything else was sent by no page of ours."""
        self.data = valuelist == [self.TICKED]
        if valuelist and not self.data:
            raise ValueError(gettext("Select one of the options"))
