"""Bringing the database to the shape this version needs."""

from collections.abc import Iterator
from contextlib import contextmanager

from alembic import command
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.models import make_engine
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
    command.upgrade(alembic_config(settings.database), "head")
    with opened(settings) as session:
        put_back(session.connection())
        session.commit()


def is_current(settings: Settings) -> bool:
    """Whether the database has the newest shape."""
    heads = set(ScriptDirectory.from_config(alembic_config(settings.database)).get_heads())
    with opened(settings) as session:
        found = set(MigrationContext.configure(session.connection()).get_current_heads())
    return found == heads


@contextmanager
def opened(settings: Settings) -> Iterator[Session]:
    """A session for one command; its connections are closed however the command ends."""
    engine = make_engine(settings.database)
    try:
        with Session(engine) as session:
            yield session
    finally:
        engine.dispose()
