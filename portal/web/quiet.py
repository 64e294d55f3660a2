"""Quiet pages: where somebody may look over a shoulder, titles and heads speak of nothing but service."""

from flask import Flask, session

_KEPT = "quiet"


def is_quiet() -> bool:
    """Whether this browser asked for pages that do not say what they are about."""
    return bool(session.get(_KEPT))


def keep_quiet(*, wanted: bool) -> None:
    """Remember the wish for as long as the browser stays open."""
    if wanted:
        session[_KEPT] = True
    else:
        session.pop(_KEPT, None)


def init_app(app: Flask) -> None:
    """Make it known to the templates."""
    app.jinja_env.globals["is_quiet"] = is_quiet
