"""Records of the domain as plain values, as they are kept and shown outside of Python."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from functools import cache
from typing import Any

_AS_THEY_ARE = frozenset({str, int, bool, float, type(None)})


def as_plain(value: Any) -> Any:  # noqa: ANN401 - any value of a record
    """A record as names and values, dates as text, sequences as lists; words of the trade stay."""
    kind: Any = type(value)
    if kind in _AS_THEY_ARE:
        return value
    if kind is tuple or kind is list:
        return [as_plain(one) for one in value]
    names = names_of(kind)
    if names:
        return {name: as_plain(getattr(value, name)) for name in names}
    if isinstance(value, Mapping):
        return {name: as_plain(one) for name, one in value.items()}
    return value.isoformat() if isinstance(value, date) else value


@cache
def names_of(kind: type) -> tuple[str, ...]:
    """The names of a kind of record, looked up once; none for everything else."""
    return tuple(one.name for one in fields(kind)) if is_dataclass(kind) else ()
