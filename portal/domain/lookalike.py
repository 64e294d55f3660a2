"""Mail addresses that look like another: letters of two scripts in one word, and names written in signs."""

import unicodedata

#: Scripts in which a letter can be taken for a Latin one.
_CONFUSED = ("LATIN", "CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE")


def scripts(text: str) -> set[str]:
    """The scripts of a text that can be taken for each other."""
    names = (unicodedata.name(mark, "").split(" ")[0] for mark in text if mark.isalpha())
    return {name for name in names if name in _CONFUSED}


def is_mixed(address: str) -> bool:
    """Whether letters of two scripts stand in one word of an address, as no honest one has them."""
    return any(len(scripts(word)) > 1 for word in address.replace("@", ".").split("."))


def other_form(address: str) -> str:
    """The host of an address in its other form, where it has two; nothing when it reads as it is."""
    host = address.rpartition("@")[2]
    try:
        if host.isascii():
            read = host.encode("ascii").decode("idna")
            return read if read != host else ""
        return host.encode("idna").decode("ascii")
    except UnicodeError:
        return ""
