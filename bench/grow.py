"""Multiply the tickets of a portal by copying rows, to see whether its pages slow down.

PORTAL_HOME=... python bench/grow.py 100000
"""

import sys

from sqlalchemy import text

from portal.config import Settings
from portal.models import Ticket, make_engine

FRESH = {
    "sqlite": {
        "id": "lower(hex(randomblob(16)))",
        "number": "'XX-' || hex(randomblob(9))",
        "code_hash": "randomblob(33)",
        "submission_hash": "randomblob(33)",
    },
    "postgresql": {
        "id": "replace(gen_random_uuid()::text, '-', '')",
        "number": "'XX-' || substr(replace(gen_random_uuid()::text, '-', ''), 1, 18)",
        "code_hash": "uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())",
        "submission_hash": "uuid_send(gen_random_uuid()) || uuid_send(gen_random_uuid())",
    },
}
SEED = 1000


def main():
    wanted = int(sys.argv[1])
    engine = make_engine(Settings.from_env().database)
    fresh = FRESH[engine.dialect.name]
    columns = [column.name for column in Ticket.__table__.columns]
    values = ", ".join(fresh.get(name, name) for name in columns)
    with engine.begin() as line:
        line.execute(text(f"CREATE TEMP TABLE seed AS SELECT * FROM tickets LIMIT {SEED}"))
        have = line.scalar(text("SELECT count(*) FROM tickets"))
        while have < wanted:
            line.execute(
                text(
                    f"INSERT INTO tickets ({', '.join(columns)}) SELECT {values} FROM seed LIMIT {wanted - have}"
                )
            )
            have = line.scalar(text("SELECT count(*) FROM tickets"))
        line.execute(
            text(
                "INSERT INTO clocks (ticket_id, rule_id, started_on, due_on, state, official, granted) "
                "SELECT id, 'acknowledge', date(received_at), due_on, 'running', true, '[]' FROM tickets "
                "WHERE due_on <> '9999-12-31' AND id NOT IN (SELECT ticket_id FROM clocks)"
            )
        )
    # A house that grew day by day was swept and analysed by its database on the way.
    sweep = "VACUUM ANALYZE" if engine.dialect.name == "postgresql" else "ANALYZE"
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as line:
        line.execute(text(sweep))
    print(f"{have} tickets")


main()
