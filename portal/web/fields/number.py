"""Fields of numbers as people write them: how many times, and the numbers that called."""

import re
import unicodedata
from collections.abc import Iterable
from typing import Any

from flask_babel import gettext
from wtforms import Field
from wtforms.validators import ValidationError
from wtforms.widgets import TextInput

from portal.web.cleaning import cleaned
from portal.web.fields.text import Text


class Count(Text):
    """How many times: a whole number, a guess is fine."""

    most = 999

    def pre_validate(self, form: Any) -> None:  # noqa: ANN401, ARG002 - the library's signature
        """Accept digits only, whichever width they were typed in."""
        typed = unicodedata.normalize("NFKC", self.data or "").strip()
        if not typed:
            return
        if not re.fullmatch(r"[0-9]{1,9}", typed):
            raise ValidationError(str(gettext("Number of times must be a whole number, like 12")))
        if int(typed) > self.most:
            raise ValidationError(str(gettext("Number of times must be 999 or fewer")))

    @property
    def number(self) -> int | None:
        """The number, or nothing."""
        typed = unicodedata.normalize("NFKC", self.data or "").strip()
        return int(typed) if typed else None


def phone_digits(typed: str) -> str:
    """The digits of a phone number as people write it; nothing when it is not one."""
    plain = unicodedata.normalize("NFKC", typed).replace("–", "-")
    digits = re.sub(r"[ ()+.-]", "", plain)
    return digits if re.fullmatch(r"[0-9]{3,20}", digits) else ""


class PhoneNumbers(Field):
    """Up to five numbers that called, each in its own box of the same name."""

    widget = TextInput()
    most = 5
    missing = None
    #: It has several boxes of one name; no other field is sent more than once.
    is_many = True

    def process_formdata(self, valuelist: Iterable[str]) -> None:
        """Take every box of that name, up to the last one."""
        self.data = [cleaned(one) for one in valuelist][: self.most]

    def _value(self) -> str:
        return (self.data or [""])[0]

    @property
    def given(self) -> list[str]:
        """The boxes that hold something."""
        return [one for one in self.data or [] if one]

    def pre_validate(self, form: Any) -> None:  # noqa: ANN401, ARG002 - the library's signature
        """Accept numbers, spaces, brackets, + and –, between 3 and 20 digits."""
        for one in self.given:
            if not phone_digits(one):
                raise ValidationError(
                    str(gettext("Number that called must only include numbers, spaces and + –"))
                )
