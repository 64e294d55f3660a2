"""The base of forms: typed text cleaned before anything else, the last field present, errors in words."""

import hashlib
from collections.abc import Iterable
from typing import Any

from flask import request
from flask_babel import gettext
from flask_wtf import FlaskForm
from wtforms import Field, SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired, Length

from portal.web.cleaning import cleaned
from portal.web.fields import Text, too_long
from portal.web.locale import later as _l


def clean_text(text: str | None) -> str | None:
    """Typed text cleaned; what is not text, such as a field that was not sent, stays as it is."""
    return cleaned(text) if isinstance(text, str) else text


#: Fields that say nothing of what was typed.
_ASIDE = frozenset({"csrf_token", "_end", "do", "read", "seen"})
#: What a field is called in a sentence where its label is a question.
_CALLED = {"reason": _l("Reason")}


def read_mark(pairs: Iterable[tuple[str, str]]) -> str:
    """A short mark of what was typed: the same only while nothing of it was changed."""
    told = sorted((name, clean_text(value) or "") for name, value in pairs if name not in _ASIDE)
    return hashlib.sha256(repr(told).encode("utf-8", "replace")).hexdigest()[:16]


def wants_to_read() -> bool:
    """Whether a letter is to be shown before it leaves: it was asked for, or changed since it was read."""
    read = request.form.get("read", "")
    return request.form.get("do") == "preview" or (
        bool(read) and read != read_mark(request.form.items(multi=True))
    )


class PortalForm(FlaskForm):  # type: ignore[misc] # the library has no types
    """A form of the portal: each field is sent once, and what is refused is told in our own words."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc,name-defined] # the library has no types
        """How fields of the portal are bound."""

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:  # noqa: ANN401 - the library's signature
            """Clean every text field before its own validators; fields of ours clean by themselves."""
            kind = unbound_field.field_class
            if issubclass(kind, StringField) and not issubclass(kind, Text):
                filters = [clean_text, *unbound_field.kwargs.get("filters", ())]
                unbound_field.kwargs["filters"] = tuple(dict.fromkeys(filters))
            return super().bind_field(form, unbound_field, options)

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - the library's signature
        """Judge the fields, then what no honest page sends, in words of ours."""
        fine = bool(super().validate(extra_validators))
        for field in self:
            said = refusal(field)
            if said:
                field.errors, fine = [said], False
        return fine


def refusal(field: Field) -> str:
    """What is wrong with a field whatever its own rules say; nothing as a rule."""
    is_many = isinstance(field, SelectMultipleField) or getattr(field, "is_many", False)
    if not is_many and len(field.raw_data or ()) > 1:
        return str(gettext("This was sent twice. Send it again."))
    if not isinstance(field, StringField) or isinstance(field, Text):
        return ""
    typed = field.data or ""
    for rule in field.validators:
        if isinstance(rule, InputRequired) and not typed:
            return str(rule.message or gettext("Enter something here"))
        if isinstance(rule, Length) and 0 < rule.max < len(typed):
            return too_long(str(_CALLED.get(field.name, field.label.text)), rule.max, typed)
    return ""


class DeskForm(PortalForm):
    """A form of staff: a choice is one of those on the page."""

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - the library's signature
        """Say of a choice that was never offered what an honest page would need to hear."""
        fine = super().validate(extra_validators)
        for field in self:
            is_one = isinstance(field, SelectField) and not isinstance(field, SelectMultipleField)
            if is_one and field.errors and len(field.raw_data or ()) < 2:  # noqa: PLR2004 - sent twice was said
                field.errors = [self.refused_choice(field)]
            if isinstance(field, SelectMultipleField) and field.errors:
                field.errors = [gettext("Select one of the choices")]
        return fine

    def refused_choice(self, field: SelectField) -> str:
        """What is said of a choice that was not made, or that was never offered."""
        is_empty = not (field.raw_data and field.raw_data[0])
        own = next(
            (one.message for one in field.validators if isinstance(one, InputRequired)), None
        )
        return str(own if is_empty and own else gettext("Select one of the choices"))
