"""Whether the people and tickets shown here are invented; every page that shows them says so."""

from datetime import timedelta

from flask import Flask, current_app
from sqlalchemy import select
from sqlalchemy.exc import SQLAlchemyError

from portal.models import DEMO, Setting, WriteLock, writing
from portal.web.db import db
from portal.web.work import now

#: How old an answer that nothing is invented may be.
LOOKED_FOR = timedelta(seconds=60)


def is_demo() -> bool:
    """Whether the operator said so, or `portal demo` left its mark in the database."""
    if current_app.extensions["settings"].demo or current_app.extensions.get("is_demo"):
        return True
    at = current_app.extensions.get("demo_looked_for")
    if at is None or not timedelta(0) <= now() - at < LOOKED_FOR:
        # A demonstration never turns into anything else, so a yes is kept for good.
        current_app.extensions["is_demo"] = marked()
        current_app.extensions["demo_looked_for"] = now()
    return bool(current_app.extensions["is_demo"])


def marked() -> bool:
    """Whether the mark stands in the database; pages about a database that is down come all the same."""
    before = writing.set(WriteLock.NEVER)
    try:
        with db.engine.connect() as connection:
            return connection.scalar(select(Setting.name).where(Setting.name == DEMO)) is not None
    except SQLAlchemyError:
        return False
    finally:
        writing.reset(before)


def init_app(app: Flask) -> None:
    """Make it known to the templates."""
    app.jinja_env.globals["is_demo"] = is_demo
