"""The fields of the questions: each says its own error, and nothing typed is changed or lost."""

import re
import unicodedata
from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_babel import gettext
from wtforms import Field, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

Words = Any  # A lazy translation; the library has no type for it.
Options = dict[str, Words]

#: Everything below space but newline and tab, and the controls of direction.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
_BLANKS = " \t\n\u3000\u2800\u200b\u200c\u200d\ufeff\xa0"
OLDEST_YEAR = 1900


def cleaned(text: str | None) -> str:
    """Typed text with unseen characters taken out and its ends trimmed; never altered otherwise."""
    whole = unicodedata.normalize("NFC", (text or "").replace("\r\n", "\n").replace("\r", "\n"))
    whole = whole.encode("utf-8", "replace").decode()
    return _CONTROLS.sub("", whole).strip(_BLANKS)


class Text(StringField):
    """One line of text, never longer than its limit."""

    def __init__(
        self,
        label: Words,
        longest: int = 100,
        missing: Words = None,
        **kwargs: Any,  # noqa: ANN401 - WTForms passes these on
    ) -> None:
        super().__init__(label, **kwargs)
        self.longest, self.missing = longest, missing

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what was typed, cleaned."""
        if valuelist:
            self.data = cleaned(valuelist[0])

    def pre_validate(self, form: Any) -> None:  # noqa: ANN401, ARG002 - the library's signature
        """Say what is missing, or how much is over."""
        typed = self.data or ""
        if self.missing and not typed:
            raise ValidationError(str(self.missing))
        if len(typed) > self.longest:
            raise ValidationError(too_long(str(self.label.text), self.longest, len(typed)))


def too_long(label: str, longest: int, length: int) -> str:
    """The sentence about a text over its limit."""
    return str(
        gettext(
            "%(label)s must be %(most)s characters or fewer – you are %(over)s over",
            label=label.rstrip("?？"),
            most=f"{longest:,}",
            over=f"{length - longest:,}",
        )
    )


class LongText(Text, TextAreaField):
    """A story in own words."""


class OneOf(RadioField):
    """One choice of several, with nothing chosen beforehand."""

    def __init__(
        self,
        label: Words,
        options: Options,
        missing: Words = None,
        **kwargs: Any,  # noqa: ANN401 - WTForms passes these on
    ) -> None:
        super().__init__(label, choices=chosen_from(options), validate_choice=False, **kwargs)
        self.missing = missing

    def pre_validate(self, form: Any) -> None:  # noqa: ANN401, ARG002 - the library's signature
        """Accept only what the page offered."""
        known = {choice.value for choice in self.iter_choices()}
        if self.data in known:
            return
        if self.data or self.missing:
            raise ValidationError(str(self.missing or gettext("Select one of the options")))
        self.data = ""

    def offer(self, options: Options) -> None:
        """Offer these choices on this page instead of all of them."""
        self.choices = chosen_from(options)()


class Pick(OneOf, SelectField):
    """One choice of a long list, the first of it empty."""

    widget = SelectField.widget
    option_widget = SelectField.option_widget


class AnyOf(SelectMultipleField):
    """Any number of choices, ticked one by one."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def __init__(
        self,
        label: Words,
        options: Options,
        missing: Words = None,
        **kwargs: Any,  # noqa: ANN401 - WTForms passes these on
    ) -> None:
        super().__init__(label, choices=chosen_from(options), validate_choice=False, **kwargs)
        self.missing = missing

    def pre_validate(self, form: Any) -> None:  # noqa: ANN401, ARG002 - the library's signature
        """Accept only what the page offered."""
        known = {choice.value for choice in self.iter_choices()}
        if not set(self.data or ()) <= known:
            raise ValidationError(str(self.missing or gettext("Select one of the options")))
        if self.missing and not self.data:
            raise ValidationError(str(self.missing))


def chosen_from(options: Options) -> Any:  # noqa: ANN401 - the library wants a list or a callable
    """The options as the library wants them, translated when the page is made."""
    return lambda: [SelectChoice(value=value, label=str(label)) for value, label in options.items()]


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


class RoughDate(Field):
    """A date as far as it is remembered: a year, a month of a year, or a day. Three boxes."""

    widget = TextInput()

    def process(self, formdata: Any, data: Any = None, extra_filters: Any = None) -> None:  # noqa: ANN401, ARG002 - the library's signature
        """Read the three boxes, or the saved date."""
        self.process_errors = []
        kept = data if isinstance(data, list) else [getattr(self, "default", None) or ""] * 3
        self.data = kept
        if formdata is not None and any(f"{self.name}_{part}" in formdata for part in "dmy"):
            boxes = [cleaned(formdata.get(f"{self.name}_{part}")) for part in "dmy"]
            self.data = [unicodedata.normalize("NFKC", one) for one in boxes]

    def pre_validate(self, form: Any) -> None:  # noqa: ANN401 - the library's signature
        """Accept a past date, however rough."""
        day, month, year = self.data
        if not (day or month or year):
            return
        if not re.fullmatch(r"[0-9]{4}", year) or int(year) < OLDEST_YEAR:
            raise ValidationError(str(gettext("Date must include a year")))
        if (month or day) and not (re.fullmatch(r"[0-9]{1,2}", month) and 1 <= int(month) <= 12):  # noqa: PLR2004 - months
            raise ValidationError(str(gettext("Month must be between 1 and 12")))
        if (int(year), int(month or 1), 1) > (form.today.year, form.today.month, 1):
            raise ValidationError(str(gettext("Date must be today or in the past")))
        if day:
            self._whole(int(year), int(month), day, form.today)

    def _whole(self, year: int, month: int, day: str, today: date) -> None:
        try:
            happened = date(year, month, int(day))
        except ValueError:
            raise ValidationError(str(gettext("Enter a real date"))) from None
        if happened > today:
            raise ValidationError(str(gettext("Date must be today or in the past")))
