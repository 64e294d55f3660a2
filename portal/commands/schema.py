"""Bringing the database to the shape this version needs."""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import select, text
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.models import Ticket, make_engine
from portal.models.guards import put_back
from portal.paths import MIGRATIONS


def alembic_config(database_url: str) -> Config:
    """Alembic's configuration, made here so that no file of settings can disagree with ours."""
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.set_main_option("sqlalchemy.url", database_url.replace("%", "%%"))
    return config


def migrate(settings: Settings) -> None:
    """Run every migration that is missing, and see that the histories have their guards."""
    before = shape_of(settings)
    command.upgrade(alembic_config(settings.database), "head")
    with opened(settings) as session:
        put_back(session.connection())
        session.commit()
        if shape_of(settings) != before:
            take_figures(session)


def take_figures(session: Session) -> None:
    """Let the database count what its tables hold, so that the next questions are planned with figures.

    It does so by itself some day; but after many rows or a new index at once the first pages would wait
    for plans made blindly. Of empty tables nothing is counted: plans for them would fit no full ones.
    """
    if session.scalar(select(Ticket.id).limit(1)) is None:
        return
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        # What a page may take is too little for the tables of a large house.
        connection.execute(text("SET LOCAL statement_timeout = 0"))
    connection.execute(text("ANALYZE"))
    session.commit()


def shape_of(settings: Settings) -> set[str]:
    """The shape the database has now; nothing where there is none yet."""
    with opened(settings) as session:
        return set(MigrationContext.configure(session.connection()).get_current_heads())


def is_current(settings: Settings) -> bool:
    """Whether the database has the newest shape."""
    heads = set(ScriptDirectory.from_config(alembic_config(settings.database)).get_heads())
    return shape_of(settings) == heads


@contextmanager
def opened(settings: Settings) -> Iterator[Session]:
    """A session for one command; its connections are closed however the command ends."""
    engine = make_engine(settings.database)
    try:
        with Session(engine) as session:
            yield session
    finally:
        engine.dispose()
