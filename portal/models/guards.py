"""Guards in the database itself: a line of a history is written once, whoever holds the program.

Nothing of the portal needs a way around them. Erasing a ticket destroys its key; the lines stay as
they were, their words unreadable, and the chain still proves that none was taken away. Whoever must
mend a history by hand takes the guard off as the owner of the tables, and the doctor tells of it.
"""

from sqlalchemy import DDL, Connection, Table, event, text

from portal.models.people_book import BookLine
from portal.models.reviews import ReviewEntry
from portal.models.timeline import Entry

SAID = "a line of a history is never changed and never deleted"
#: The histories, and by what a line of each is known beside its id.
HISTORIES = {
    Entry.__tablename__: "ticket_id",
    ReviewEntry.__tablename__: "review_id",
    BookLine.__tablename__: "book",
}

_FUNCTION = f"""
CREATE OR REPLACE FUNCTION history_is_kept() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION '{SAID}'; END $$
"""
_FOUND = {
    "sqlite": "SELECT name FROM sqlite_master WHERE type = 'trigger'",
    # One that was switched off guards nothing.
    "postgresql": "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal AND tgenabled <> 'D'",
}


def statements(dialect: str, table: str, whose: str) -> dict[str, str]:
    """The guards of one history, by name."""
    if dialect == "postgresql":
        name = f"{table}_is_kept"
        made = f"CREATE TRIGGER {name} BEFORE UPDATE OR DELETE OR TRUNCATE ON {table}"
        return {name: f"{made} FOR EACH STATEMENT EXECUTE FUNCTION history_is_kept()"}
    refuse = f"BEGIN SELECT RAISE(ABORT, '{SAID}'); END"
    # INSERT OR REPLACE takes the old line away without asking the guard of deletion.
    there = f"id = NEW.id OR ({whose} = NEW.{whose} AND seq = NEW.seq)"
    over = f"WHEN EXISTS (SELECT 1 FROM {table} WHERE {there})"  # noqa: S608 - our own names
    return {
        f"{table}_is_kept_{what.lower()}": f"CREATE TRIGGER {table}_is_kept_{what.lower()} "
        f"BEFORE {what} ON {table} {over if what == 'INSERT' else ''} {refuse}"
        for what in ("UPDATE", "DELETE", "INSERT")
    }


def missing(connection: Connection) -> list[str]:
    """The histories without their guard."""
    dialect = connection.dialect.name
    there = set(connection.scalars(text(_FOUND[dialect])))
    return [
        table for table, whose in HISTORIES.items() if statements(dialect, table, whose).keys() - there
    ]  # fmt: skip


def put_back(connection: Connection) -> list[str]:
    """Put up what is missing, after a migration made a table anew or somebody took a guard off."""
    dialect, gone = connection.dialect.name, missing(connection)
    if gone and dialect == "postgresql":
        connection.exec_driver_sql(_FUNCTION)
    for table in gone:
        for name, statement in statements(dialect, table, HISTORIES[table]).items():
            where = f" ON {table}" if dialect == "postgresql" else ""
            connection.exec_driver_sql(f"DROP TRIGGER IF EXISTS {name}{where}")
            connection.exec_driver_sql(statement)
    return gone


def _stand(table: Table) -> None:
    """Put the guards up wherever the table is made."""
    whose = HISTORIES[table.name]
    for dialect in ("sqlite", "postgresql"):
        made = [_FUNCTION] if dialect == "postgresql" else []
        for statement in [*made, *statements(dialect, table.name, whose).values()]:
            said = statement.replace("%", "%%")
            guard = DDL(said).execute_if(dialect=dialect)  # type: ignore[no-untyped-call] # the library's
            event.listen(table, "after_create", guard)


for _history in (Entry, ReviewEntry, BookLine):
    _stand(_history.__table__)  # type: ignore[arg-type] # a table, whatever the mapper calls it
