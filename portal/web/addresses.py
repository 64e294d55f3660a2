"""Addresses of pages, put together once: a page leads to dozens of places that never change."""

from functools import lru_cache
from typing import Any

from flask import Flask, current_app, request
from flask import url_for as put_together

#: So many different addresses are kept; those of single tickets come and go.
MOST = 2048


def url_for(endpoint: str, **values: Any) -> str:  # noqa: ANN401 - whatever the address is made of
    """The address of a page, for templates; the same as the library's."""
    if "_external" in values or "_scheme" in values:
        # A whole address names the host that was asked for; what one request named no other is told.
        return put_together(endpoint, **values)
    current_app.inject_url_defaults(endpoint, values)
    near = endpoint.startswith(".") and request.blueprint
    try:
        return kept(request.root_path, near or "", endpoint, tuple(values), *values.values())
    except TypeError:
        # Something in it cannot be kept, such as a list of choices.
        return put_together(endpoint, **values)


@lru_cache(maxsize=MOST, typed=True)
def kept(_root: str, _near: str, endpoint: str, names: tuple[str, ...], *values: Any) -> str:  # noqa: ANN401 - likewise
    """The address as it was put together for this place of the server."""
    return put_together(endpoint, **dict(zip(names, values, strict=True)))


def init_app(app: Flask) -> None:
    """Hand it to the templates; what one application keeps another must not find."""
    kept.cache_clear()
    app.jinja_env.globals["url_for"] = url_for
