"""Alembic's door: migrates the database the portal's settings name."""

from alembic import context

from portal.models import Base, make_engine

config = context.config


def run() -> None:
    """Upgrade or compare over one connection in one transaction."""
    connection = config.attributes.get("connection")
    if connection is not None:
        upgrade(connection)
        return
    engine = make_engine(str(config.get_main_option("sqlalchemy.url")))
    with engine.connect() as fresh:
        upgrade(fresh)
    engine.dispose()


def upgrade(connection) -> None:  # type: ignore[no-untyped-def] # noqa: ANN001 - a SQLAlchemy connection
    """Run the migrations on this connection."""
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()


run()
