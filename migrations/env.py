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
    """Run the migrations on this connection, all of them or none."""
    sqlite = connection.dialect.name == "sqlite"
    if sqlite:
        # SQLite changes a table by making it anew, which no row may refer to meanwhile. The
        # setting counts only outside a transaction; what was referred to is checked at the end.
        connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=OFF")
    context.configure(
        connection=connection,
        target_metadata=Base.metadata,
        render_as_batch=True,
        compare_type=True,
    )
    with context.begin_transaction():
        context.run_migrations()
        if sqlite:
            lost = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            if lost:
                raise RuntimeError(
                    f"The migration would leave rows without what they refer to: {lost[:5]}"
                )
    if sqlite:
        connection.connection.dbapi_connection.execute("PRAGMA foreign_keys=ON")


run()
