"""The tables inside a web request: the same Base, a session for each request."""

from typing import Any

import sqlalchemy as sa
from flask import Flask, g, request
from flask_sqlalchemy import SQLAlchemy

from portal.models import Base, WriteLock, make_engine, writing


class Database(SQLAlchemy):
    """Flask-SQLAlchemy with the portal's own engine settings."""

    def _make_engine(self, bind_key: str | None, options: dict[str, Any], app: Flask) -> sa.Engine:  # noqa: ARG002 - the library's signature
        return make_engine(str(options.pop("url")), **options)


db = Database(model_class=Base)

READING = frozenset({"GET", "HEAD", "OPTIONS"})


def init_app(app: Flask) -> None:
    """Wire the database and tell the engine which requests only read."""
    db.init_app(app)

    @app.before_request
    def _say_whether_it_writes() -> None:
        g.writing_before = writing.set(
            WriteLock.NEVER if request.method in READING else WriteLock.LATE
        )

    @app.teardown_request
    def _say_no_more(_error: BaseException | None) -> None:
        if before := g.pop("writing_before", None):
            writing.reset(before)
