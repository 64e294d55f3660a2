"""The base of forms: typed text cleaned before anything else, the last field present, errors in words."""

import hashlib
import unicodedata
from collections.abc import Iterable
from typing import Any

from flask import request
from flask_babel import gettext
from flask_wtf import FlaskForm
from wtforms import SelectField, SelectMultipleField, StringField
from wtforms.validators import InputRequired

#: Signs that show nothing: a text of them alone is no text.
UNSEEN = frozenset("\u200b\u200c\u200d\u2060\u2800\u3164\ufeff\u00ad")


def clean_text(text: str | None) -> str | None:
    """Typed text as both databases can keep it: composed, trimmed, without NUL or halves of characters."""
    if not isinstance(text, str):
        return text
    whole = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\0", ""))
    plain = whole.encode("utf-8", "replace").decode("utf-8").strip()
    return "" if all(mark.isspace() or mark in UNSEEN for mark in plain) else plain


#: Fields that say nothing of what was typed.
_ASIDE = frozenset({"csrf_token", "_end", "do", "read"})


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
    """A form of the portal."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc,name-defined] # the library has no types
        """How fields of the portal are bound."""

        def bind_field(self, form: Any, unbound_field: Any, options: dict[str, Any]) -> Any:  # noqa: ANN401 - the library's signature
            """Clean every text field before its own validators."""
            if issubclass(unbound_field.field_class, StringField):
                filters = [clean_text, *unbound_field.kwargs.get("filters", ())]
                unbound_field.kwargs["filters"] = tuple(dict.fromkeys(filters))
            return super().bind_field(form, unbound_field, options)


class DeskForm(PortalForm):
    """A form of staff: each field is sent once, and a choice is one of those on the page."""

    def validate(self, extra_validators: Any = None) -> bool:  # noqa: ANN401 - the library's signature
        """Judge the fields, then what no honest page sends, in words of ours."""
        fine = bool(super().validate(extra_validators))
        for field in self:
            is_list = isinstance(field, SelectMultipleField)
            if isinstance(field, SelectField) and not is_list and field.errors:
                field.errors = [self.refused_choice(field)]
            if not is_list and len(field.raw_data or ()) > 1:
                field.errors, fine = [gettext("This was sent twice. Send it again.")], False
        return fine

    def refused_choice(self, field: SelectField) -> str:
        """What is said of a choice that was not made, or that was never offered."""
        is_empty = not (field.raw_data and field.raw_data[0])
        own = next(
            (one.message for one in field.validators if isinstance(one, InputRequired)), None
        )
        return str(own if is_empty and own else gettext("Select one of the choices"))
