"""The shape of values in a pack: every key known, every word one of a list, every address one to trust."""

import ipaddress
import re
from collections.abc import Collection, Mapping
from datetime import date, datetime, time
from typing import Any
from urllib.parse import urlsplit

from portal.domain.rulepack import PackError

Table = dict[str, Any]
#: Names of the types in a file, for people who write files.
_SPOKEN = {
    str: "text in quotes", int: "a whole number", bool: "true or false", date: "a date like 2026-03-02",
    list: "a list", dict: "a table",
}  # fmt: skip
_HOST = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,24}")
_PHONE = re.compile(r"\+?[0-9()][0-9 ()\-]{1,22}[0-9]")
_EMAIL = re.compile(r"[A-Za-z0-9._%+-]{1,64}@([a-z0-9.-]{4,190})")
_LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,2}")
#: Nobody counts further than ten years.
MOST_DAYS = 3_660


def name_of(one: Mapping[str, Any]) -> str:
    """What an entry is called in its file."""
    names = (one.get(key) for key in ("id", "code", "word", "body", "name"))
    return next((str(name) for name in names if name), "an entry")


def checked(file: str, one: Table, needs: Mapping[str, type], may: Mapping[str, type]) -> Table:
    """An entry whose keys are all known and of the right type; nothing is skipped or guessed."""
    name = name_of(one)
    for key in needs:
        if key not in one or one[key] in ("", []):
            raise PackError(file, name, f"{key} is missing")
    for key, value in one.items():
        kind = needs.get(key) or may.get(key)
        if kind is None:
            raise PackError(file, name, f"has an unknown key {key}")
        if not _is(value, kind):
            raise PackError(file, name, f"{key} must be {_SPOKEN[kind]}")
    return one


def _is(value: Any, kind: type) -> bool:  # noqa: ANN401 - a value of a file
    if kind is int:
        return isinstance(value, int) and not isinstance(value, bool)
    if kind is date:
        return isinstance(value, date) and not isinstance(value, datetime)
    return isinstance(value, kind)


def word(file: str, one: Table, key: str, known: Collection[Any]) -> str:
    """A value that must be one of a few known words."""
    value = one[key]
    if value not in tuple(known):
        raise PackError(file, name_of(one), f"has an unknown {key.replace('_', ' ')} {value}")
    return str(value)


def words(file: str, one: Table, key: str, known: Collection[Any]) -> tuple[str, ...]:
    """A list of known words; an empty list would say nothing."""
    if key in one and not one[key]:
        raise PackError(file, name_of(one), f"{key} is empty: leave it out or name something")
    for value in one.get(key, ()):
        word(file, {**one, key: value}, key, known)
    return tuple(one.get(key, ()))


def counts(file: str, one: Table, key: str, least: int = 1) -> tuple[int, ...]:
    """A list of whole numbers of bearable size."""
    for value in one.get(key, ()):
        if not _is(value, int) or not least <= value <= MOST_DAYS:
            raise PackError(
                file, name_of(one), f"{key} must hold whole numbers from {least} to {MOST_DAYS}"
            )
    return tuple(one.get(key, ()))


def matching(file: str, one: Table, key: str, shape: re.Pattern[str], what: str) -> tuple[str, ...]:
    """A list of texts of one shape."""
    for value in one.get(key, ()):
        if not isinstance(value, str) or not shape.fullmatch(value):
            raise PackError(file, name_of(one), f"{key}: {value!a} is not {what}")
    return tuple(one.get(key, ()))


def phones(file: str, one: Table) -> tuple[str, ...]:
    """Telephone numbers: digits, spaces, brackets and hyphens, so that a page can dial them."""
    return matching(file, one, "phones", _PHONE, "a telephone number")


def languages(file: str, one: Table) -> tuple[str, ...]:
    """Languages by their short names."""
    return matching(file, one, "languages", _LANGUAGE, "a language like en or zh-Hant")


def span(file: str, one: Table) -> Table:
    """From when and until when an entry is in force; an end before the beginning is a slip."""
    first, last = one["in_force_from"], one.get("in_force_to")
    if last is not None and last < first:
        raise PackError(file, one["id"], "ends before it begins")
    return {"in_force_from": first, "in_force_to": last}


def https(file: str, one: Table) -> None:
    """Refuse an address that people could not follow safely: https to a host with a real name, no more."""
    url = one.get("url")
    if not url:
        return
    name = name_of(one)
    if not url.startswith("https://"):
        raise PackError(file, name, "url: its address must begin with https://")
    try:
        parts = urlsplit(url)
        host, port = parts.hostname or "", parts.port
    except ValueError as problem:
        raise PackError(file, name, f"url: {url!a} is no address: {problem}") from problem
    if not url.isascii() or not url.isprintable() or " " in url or '"' in url or "\\" in url:
        raise PackError(file, name, f"url: {url!a} holds a character no address may hold")
    if parts.username is not None or parts.password is not None or port is not None:
        raise PackError(file, name, f"url: {url!a} may name neither a person nor a port")
    if is_number(host) or not _HOST.fullmatch(host) or host.endswith((".local", ".internal")):
        raise PackError(file, name, f"url: {host!a} is not the name of a public host")


def is_number(host: str) -> bool:
    """Whether a host is written as a number, as the address of a machine is."""
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def email(file: str, one: Table) -> None:
    """Refuse what is not an e-mail address."""
    given = one.get("email")
    found = _EMAIL.fullmatch(given) if given else None
    if given and (found is None or not _HOST.fullmatch(found[1])):
        raise PackError(file, one["id"], f"email: {given!a} is not an e-mail address")


def is_clock(text: str) -> bool:
    """Whether this is a time of day of five characters."""
    try:
        return len(text) == len("08:00") and bool(time.fromisoformat(text) or True)
    except ValueError:
        return False
