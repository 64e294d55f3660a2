"""The base of forms: typed text cleaned before anything else, the last field present, errors in words."""

import unicodedata
from typing import Any

from flask_wtf import FlaskForm
from wtforms import StringField


def clean_text(text: str | None) -> str | None:
    """Typed text as both databases can keep it: composed, trimmed, without NUL or halves of characters."""
    if not isinstance(text, str):
        return text
    whole = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\0", ""))
    return whole.encode("utf-8", "replace").decode("utf-8").strip()


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
