"""Fields of text: a line, a mail address, a story in own words; nothing typed is changed or lost."""

import re
import unicodedata
from typing import Any

from email_validator import EmailNotValidError, validate_email
from flask_babel import get_locale, gettext
from wtforms import StringField, TextAreaField
from wtforms.validators import ValidationError

from portal.languages import LANGUAGES
from portal.web.cleaning import cleaned

Words = Any  # A lazy translation; the library has no type for it.

#: What turns the direction of writing; in a name it only serves to deceive.
_TURNS = re.compile("[\u202a-\u202e\u2066-\u2069\u200b\ufeff]")
#: What stands before the @ may be no longer, or mail servers refuse it.
LONGEST_LOCAL_PART = 64


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


#: What stands in brackets at the end of a label: that it may stay empty, or who reads it.
_ASIDE = re.compile(r"\s*[(（][^()（）]*[)）]\Z")


def too_long(label: str, longest: int, typed: str) -> str:
    """The sentence about a text over its limit, counted in code points with a line break as one."""
    return str(
        gettext(
            "%(label)s must be %(most)s characters or fewer – you are %(over)s over",
            label=_ASIDE.sub("", label).rstrip("?？"),
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
