"""What the doctor asks of a house that runs: are the histories guarded, is a worker alive, is the proxy known?"""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from portal.config import Settings
from portal.erasing import Ledger, on_list
from portal.models import Setting, WorkerBeat, unguarded
from portal.models.beats import SILENCE
from portal.models.settings import HOPS

#: What was seen of proxies longer ago than this says nothing about today.
LATELY = timedelta(days=7)


def wrong_with_running(session: Session, settings: Settings) -> Iterator[str]:
    """What must be mended."""
    for table in unguarded(session.connection()):
        yield (
            f"the guard of {table} was taken off, so lines of it could be changed; "
            "find out who did it, run `portal audit verify`, then `portal migrate`, which puts it back"
        )
    seen = session.scalar(select(func.max(WorkerBeat.seen_at)))
    if seen is not None and seen < datetime.now(UTC) - SILENCE:
        yield f"the worker was last alive at {seen:%Y-%m-%d %H:%M} UTC; start `portal worker`"
    if back := list(on_list(session, Ledger(settings.erased_file).prints())):
        yield (
            f"{len(back)} tickets that were erased are in the tables again; "
            "run `portal migrate`, which erases them"
        )


def notes_on_running(session: Session, settings: Settings) -> Iterator[str]:
    """What is worth knowing."""
    if session.scalar(select(WorkerBeat.worker).limit(1)) is None:
        yield "no worker was ever alive here; letters leave only while `portal worker` runs"
    row = session.get(Setting, HOPS)
    found = row.value if row else {}
    if found.get("configured") != settings.proxies or long_ago(str(found.get("at"))):
        return
    if found["seen"] > settings.proxies:
        yield (
            "requests came through a proxy although proxies is 0, so all people share one address; "
            "set proxies to how many proxies stand in front"
        )
    else:
        yield (
            f"requests came through {found['seen']} of the {settings.proxies} proxies that are set; "
            "somebody reaches the portal beside them, or proxies is too high"
        )


def long_ago(at: str) -> bool:
    """Whether this was seen too long ago to say anything."""
    return datetime.fromisoformat(at) < datetime.now(UTC) - LATELY
