"""Multiply the tickets of an SQLite portal by copying rows, to see whether the queue slows down.

    PORTAL_HOME=... python bench/grow.py 100000
"""

import sqlite3
import sys
from pathlib import Path

from portal.config import Settings

database = Path(Settings.from_env().database.removeprefix("sqlite:///"))
wanted = int(sys.argv[1])
with sqlite3.connect(database) as line:
    columns = [row[1] for row in line.execute("PRAGMA table_info(tickets)")]
    fresh = {
        "id": "lower(hex(randomblob(16)))",
        "number": "'XX-' || hex(randomblob(9))",
        "code_hash": "randomblob(33)",
        "submission_hash": "randomblob(33)",
    }
    values = ", ".join(fresh.get(name, name) for name in columns)
    line.execute("CREATE TEMP TABLE seed AS SELECT * FROM tickets LIMIT 1000")
    have = line.execute("SELECT count(*) FROM tickets").fetchone()[0]
    while have < wanted:
        line.execute(f"INSERT INTO tickets ({', '.join(columns)}) SELECT {values} FROM seed LIMIT {wanted - have}")
        have = line.execute("SELECT count(*) FROM tickets").fetchone()[0]
    line.execute(
        "INSERT INTO clocks (ticket_id, rule_id, started_on, due_on, state, official) "
        "SELECT id, 'acknowledge', date(received_at), coalesce(due_on, date(received_at)), 'running', 1 "
        "FROM tickets WHERE due_on IS NOT NULL AND id NOT IN (SELECT ticket_id FROM clocks)"
    )
    line.execute("ANALYZE")
print(f"{have} tickets")
