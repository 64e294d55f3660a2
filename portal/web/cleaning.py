"""Typed text as both databases can keep it: without what nobody can see, and never altered otherwise."""

import re
import unicodedata

#: Everything below space but newline and tab, and the ends of lines and paragraphs of their own.
_CONTROLS = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029]")
#: Nine marks or more upon one letter are a prank that covers the lines around it.
_PILED = re.compile(
    "([\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff]{8})[\u0300-\u036f\u1ab0-\u1aff\u20d0-\u20ff]+"
)
_BLANKS = " \t\n\u3000\u2800\u200b\u200c\u200d\ufeff\xa0"
#: Signs that show nothing: a text of them alone is no text.
UNSEEN = frozenset(
    "\u200b\u200c\u200d\u2060\u2800\u3164\ufeff\u00ad"
    # Those that turn the writing show nothing by themselves either.
    "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
)


def cleaned(text: str | None) -> str:
    """Typed text with unseen characters taken out and its ends trimmed; never altered otherwise."""
    whole = unicodedata.normalize("NFC", (text or "").replace("\r\n", "\n").replace("\r", "\n"))
    whole = whole.encode("utf-8", "replace").decode()
    plain = _PILED.sub(r"\1", _CONTROLS.sub("", whole)).strip(_BLANKS).strip()
    return "" if all(mark.isspace() or mark in UNSEEN for mark in plain) else plain
