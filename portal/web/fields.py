"""The fields of the questions: each says its own error, and nothing typed is changed or lost."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_babel import get_locale, gettext
from wtforms import Field, RadioField, SelectField, SelectMultipleField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import ValidationError
from wtforms.widgets import CheckboxInput, ListWidget, TextInput

from portal.languages import LANGUAGES
from portal.web.cleaning import cleaned

Words = Any  # A lazy translation; the library has no type for it.
Options = dict[str, Words]

#: What turns the direction of writing; in a name it only serves to deceive.
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069\u200b\ufeff]")
#: What stands before the @ may be no longer, or mail servers refuse it.
LONGEST_LOCAL_PART = 64
#: How many years back something may lie; older dates are typing mistakes.
OLDEST = 20


class Text(StringField):
    """One line of text, never longer than its limit."""

    def __init__(
        self,
        label: Words,
        longest: int = 100,
        missing: Words = None,
        short: Words = None,
        **kwargs: Any,  # noqa: ANN401 - WTForms passes these on
    ) -> None:
        super().__init__(label, **kwargs)
        self.longest, self.missing, self.short = longest, missing, short

    def process_formdata(self, valuelist: list[str]) -> None:
        """Take what was typed, cleaned."""
        if valuelist:
            self.data = self.clean(valuelist[0])

    def clean(self, typed: str) -> str:
        """One line is a name, a number or an address: nothing in it may turn the writing around."""
        return _TURNS.sub("", cleaned(typed)).replace("\n", " ")

    def over(self) -> int:
        """By how many characters the text is too long; 0 when it fits."""
        return max(0, len(self.data or "") - self.longest)

    def pre_validate(self, form: Any) -> None:  # noqa: ANN401, ARG002 - the library's signature
        """Say what is missing, or how much is over."""
        typed = self.data or ""
        if self.missing and not typed:
            raise ValidationError(str(self.missing))
        if len(typed) > self.longest:
            raise ValidationError(too_long(str(self.short or self.label.text), self.longest, typed))


def too_long(label: str, longest: int, typed: str) -> str:
    """The sentence about a text over its limit, counted in code points with a line break as one."""
    return str(
        gettext(
            "%(label)s must be %(most)s characters or fewer – you are %(over)s over",
            label=label.rstrip("?？"),
            most=figure(longest),
            over=figure(len(typed) - longest),
        )
    )


def figure(number: int) -> str:
    """A number in a sentence: English parts its thousands, Chinese sentences here do not."""
    return f"{number:,}".replace(",", LANGUAGES[str(get_locale())].thousands)


class EmailText(Text):
    """An e-mail address: unseen characters in it are refused by its check, never taken out."""

    def clean(self, typed: str) -> str:
        """Only its ends are trimmed."""
        return unicodedata.normalize("NFC", typed).strip(" \t\n\r")


def address_problem(typed: str) -> str:
    """What is wrong with a mail address; nothing when it can be written to."""
    try:
        validate_email(typed, check_deliverability=False)
        refused = len(typed.rpartition("@")[0]) > LONGEST_LOCAL_PART
    except EmailNotValidError:
        refused = True
    # Letters of full width look right and reach nobody; the person is asked for the plain ones.
    if refused or unicodedata.normalize("NFKC", typed) != typed:
        return str(gettext("Enter an email address in the correct format, like name@example.com"))
    return ""


class LongText(Text, TextAreaField):
    """A story in own words; what was copied into it stays as it was."""

    def clean(self, typed: str) -> str:
        """A story keeps its lines."""
        return cleaned(typed)


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
        #: What may be chosen; the words of the choices are made when the page shows them.
        self.known: Options = options

    def process_formdata(self, valuelist: list[Any]) -> None:
        """A form that was sent without this answer has no answer, whatever was kept before."""
        self.data = valuelist[0] if valuelist else ""

    def pre_validate(self, form: Any) -> None:  # noqa: ANN401, ARG002 - the library's signature
        """Accept only what the page offered."""
        if self.data in self.known:
            return
        if self.data or self.missing:
            raise ValidationError(str(self.missing or gettext("Select one of the options")))
        self.data = ""

    def offer(self, options: Options) -> None:
        """Offer these choices on this page instead of all of them."""
        self.choices, self.known = chosen_from(options), options


class Pick(OneOf, SelectField):
    """One choice of a long list, the first of it empty."""

    widget = SelectField.widget
    option_widget = SelectField.option_widget

    def offer_groups(self, groups: Mapping[Words, Options]) -> None:
        """Offer these choices under headings, after an empty one."""
        self.choices = lambda: (
            [SelectChoice(value="", label="")]
            + [
                SelectChoice(value=value, label=str(label), optgroup=str(heading))
                for heading, options in groups.items()
                for value, label in options.items()
            ]
        )
        self.known = {"": ""} | {
            value: label for options in groups.values() for value, label in options.items()
        }


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
        #: What may be chosen; the words of the choices are made when the page shows them.
        self.known: Options = options

    def pre_validate(self, form: Any) -> None:  # noqa: ANN401, ARG002 - the library's signature
        """Accept only what the page offered."""
        if not all(one in self.known for one in self.data or ()):
            raise ValidationError(str(self.missing or gettext("Select one of the options")))
        if self.missing and not self.data:
            raise ValidationError(str(self.missing))

    def offer(self, options: Options) -> None:
        """Offer these choices on this page instead of all of them."""
        self.choices, self.known = chosen_from(options), options


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
        return str(gettext("Date must include a year"))
    if (month or day) and not (re.fullmatch(r"[0-9]{1,2}", month) and 1 <= int(month) <= 12):  # noqa: PLR2004 - months
        return str(gettext("Month must be between 1 and 12"))
    if (int(year), int(month or 1), 1) > (today.year, today.month, 1):
        return str(gettext("Date must be today or in the past"))
    if int(year) < today.year - OLDEST:
        return str(gettext("Date must be in the last 20 years"))
    return _wrong_day(int(year), int(month), day, today) if day else ""


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
