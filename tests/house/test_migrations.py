"""The migrations make exactly the tables the models describe, on both databases."""

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory

from portal.commands.schema import alembic_config
from portal.models import Base, make_engine
from portal.paths import MIGRATIONS


def test_the_migrations_have_one_head() -> None:
    heads = ScriptDirectory.from_config(alembic_config("sqlite://")).get_heads()
    assert len(heads) == 1, f"two migrations follow the same one; renumber one of {heads}"


def test_migrations_are_numbered() -> None:
    names = [path.name for path in sorted((MIGRATIONS / "versions").glob("*.py"))]
    numbered = [f"{place:04d}_" for place in range(1, len(names) + 1)]
    assert names, "there is no migration"
    assert [name[:5] for name in names] == numbered, f"number the migrations in order: {names}"


def test_the_migrated_tables_are_those_of_the_models(database_url: str) -> None:
    command.upgrade(alembic_config(database_url), "head")
    engine = make_engine(database_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        differences = compare_metadata(context, Base.metadata)
    engine.dispose()
    assert not differences, f"write a migration in migrations/versions for {differences}"
