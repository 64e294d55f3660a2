"""What every address of the JSON door shares: who may knock, how JSON is read, how a refusal looks."""

import hashlib
import hmac
import json
import re
from collections.abc import Callable
from functools import wraps
from typing import Any, NoReturn

from flask import Response, current_app, g, jsonify, request

#: Deeper than this no report of ours is.
DEEPEST = 20
LONGEST_NUMBER = 18
#: How JSON names half a character; whole ones are named by two halves, or stand there as they are.
HALF = re.compile(r"\\u[dD][89a-fA-F]")


class Refused(Exception):  # noqa: N818 - read as a sentence
    """The door answers with this status and these facts."""

    def __init__(self, status: int, **facts: Any) -> None:
        super().__init__(status)
        self.status, self.facts = status, facts


def for_channels(view: Callable[..., Any]) -> Callable[..., Any]:
    """Open an address to the organisation's own channels, each with its own key."""

    @wraps(view)
    def guarded(*args: Any, **kwargs: Any) -> Any:
        try:
            g.channel = channel()
            return view(*args, **kwargs)
        except Refused as refusal:
            return answer(refusal.status, **refusal.facts)

    return guarded


def answer(code: int, /, **facts: Any) -> Response:
    """A JSON answer."""
    response = jsonify(facts)
    response.status_code = code
    if code == 401:  # noqa: PLR2004 - the standard asks for it
        response.headers["WWW-Authenticate"] = "Bearer"
    return response


def channel() -> str:
    """The channel whose key was given; every wrong key costs the same time."""
    kind, _, key = request.headers.get("Authorization", "").partition(" ")
    given = hashlib.sha256(key.strip().encode("utf-8", "replace")).hexdigest()
    found = ""
    for name, kept in current_app.extensions["settings"].channels.items():
        if hmac.compare_digest(given, kept):
            found = name
    if kind.lower() != "bearer" or not found:
        raise Refused(401, error="Give the key of your channel as a bearer token.")
    return found


def body() -> Any:
    """The JSON of this request, refused where two readers could read it differently."""
    if request.mimetype != "application/json":
        raise Refused(415, error="Send application/json.")
    try:
        text = request.get_data(cache=False).decode("utf-8")
        found = json.loads(
            text, object_pairs_hook=once, parse_constant=no_number, parse_int=whole,
            parse_float=no_number,
        )  # fmt: skip
    except (ValueError, RecursionError) as problem:
        raise Refused(400, error=f"This is not JSON we can read: {kind_of(problem)}.") from None
    # Nothing is deeper than it has brackets.
    deep = text.count("{") + text.count("[") >= DEEPEST and too_deep(found, DEEPEST)
    if deep or (HALF.search(text) and not writable(found)):
        raise Refused(400, error="This is not JSON we can read: too deep, or half a character.")
    return found


def kind_of(problem: Exception) -> str:
    """What is wrong without a word of what was sent."""
    if isinstance(problem, json.JSONDecodeError):
        return f"line {problem.lineno}, column {problem.colno}"
    if isinstance(problem, UnicodeDecodeError):
        return "it is not UTF-8"
    return str(problem) if type(problem) is ValueError else type(problem).__name__


def once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object in which no name comes twice."""
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a name comes twice in one object")
    return found


def no_number(_typed: str) -> NoReturn:
    """Fractions, NaN and Infinity are in no report."""
    raise ValueError("a number that is not whole")


def whole(typed: str) -> int:
    """A whole number a database can keep."""
    if len(typed) > LONGEST_NUMBER:
        raise ValueError("a number with too many digits")
    return int(typed)


def too_deep(found: Any, left: int) -> bool:
    """Whether objects lie in objects deeper than any report needs."""
    if left == 0:
        return True
    inside = found.values() if isinstance(found, dict) else found if isinstance(found, list) else ()
    return any(too_deep(one, left - 1) for one in inside)


def writable(found: Any) -> bool:
    """Whether every text is whole: JSON may name half a character, which no database keeps."""
    if isinstance(found, str):
        return not any("\ud800" <= char <= "\udfff" for char in found)
    inside: Any = ()
    if isinstance(found, dict):
        inside = [*found, *found.values()]
    elif isinstance(found, list):
        inside = found
    return all(writable(one) for one in inside)
