"""The sweeps: due rows are found, done and marked. Each may run twice; it must not matter."""

import logging
import os
import socket
from collections.abc import Mapping
from datetime import datetime, timedelta
from itertools import takewhile

from sqlalchemy import delete, func, select

from portal import erasing, keeping
from portal.accounts import recovery
from portal.admin.service import Away, begin_absence, left_by_absent
from portal.evidence.service import destroy
from portal.jobs import files
from portal.jobs.pieces import SomeFailedError, each, looking
from portal.jobs.worker import Job, Worker
from portal.letters.outbox import deliver_due
from portal.models import (
    Budget,
    Draft,
    MailState,
    OutboxMail,
    Recovery,
    Ticket,
    TicketViewer,
    Visit,
    WorkerBeat,
)
from portal.models.wanted import Sweep
from portal.reviews import selecting
from portal.reviews import service as reviews
from portal.routing import rising
from portal.search import index

log = logging.getLogger(__name__)

#: Visits live two hours and budgets count minutes; a day is longer than either needs.
KEPT = timedelta(days=1)
#: A long backlog of words is read in turns, so that letters need not wait behind it.
MOST_ROUNDS = 5
#: Letters that may still leave.
DUE = (MailState.WAITING, MailState.FAILED, MailState.SENDING)


def letters(worker: Worker, now: datetime) -> int:
    """Send what is due; a look that finds nothing takes no lock from those who file."""
    with looking(worker.factory) as session:
        due = select(OutboxMail.id).where(OutboxMail.state.in_(DUE))
        waiting = session.scalar(due.where(OutboxMail.not_before <= now).limit(1))
    if waiting is None:
        return 0
    return deliver_due(worker.factory, worker.keyring, worker.sender, now)


def lost_codes(worker: Worker, now: datetime) -> int:
    """Mail links to those who lost a code; a look that finds nothing takes no lock."""
    with looking(worker.factory) as session:
        asked = recovery.waiting(session)
    if not asked:
        return 0
    with worker.factory() as session:
        done = recovery.answer_all(session, worker.keyring, now)
        session.commit()
    return done


def tidy(worker: Worker, now: datetime) -> int:
    """Destroy drafts and visits whose time is over."""
    with worker.factory() as session:
        gone = 0
        for query in (
            delete(Draft).where(Draft.expires_at <= now),
            delete(Budget).where(Budget.window < now - KEPT),
            delete(Recovery).where(Recovery.asked_at < now - recovery.KEPT),
            delete(Visit).where(Visit.started_at < now - KEPT),
            delete(TicketViewer).where(TicketViewer.seen_at < now - KEPT),
        ):
            gone += getattr(session.execute(query), "rowcount", 0)
        session.commit()
        return gone


def erase(worker: Worker, now: datetime) -> int:
    """Erase what was agreed and whose week is over; what came in the way meanwhile waits."""
    room = worker.room
    if room is None:
        return 0
    with looking(worker.factory) as session:
        agreed = erasing.due(session, now)
    return each(worker.factory, "erasing", agreed, lambda one: erase_one(worker, room, one, now))


def erase_one(worker: Worker, room: files.Room, ticket_id: str, now: datetime) -> int:
    """One ticket in a commit of its own; its bytes go once it is true."""
    with worker.factory() as session:
        ticket = session.get_one(Ticket, ticket_id)
        # Looked at again in its own commit: the person may have kept it, somebody may look into it.
        if not erasing.due(session, now, [ticket_id]):
            return 0
        gone = erasing.erase(session, worker.keyring, ticket, now)
        # Only now is it sure that nobody was quicker: what a person kept after all is not on the list.
        if room.erased is not None:
            room.erased.write(ticket_id, now)
        session.commit()
    for file_id in gone:
        destroy(room.store, file_id)
    return 1


def keep_no_longer(worker: Worker, now: datetime) -> int:
    """Destroy what was kept long enough, if two administrators said so, and never much in one day."""
    room, months = worker.room, worker.months
    if room is None or not months:
        return 0
    with looking(worker.factory) as session:
        if not keeping.has_begun(session):
            return 0
        left = keeping.left_today(session, now)
        due = [one.ticket_id for one in keeping.plan(session, months, now.date()) if not one.held]

    def one_more(ticket_id: str) -> int:
        nonlocal left
        gone = destroy_old(worker, room, ticket_id, now)
        # A refused turn ends the round: the day is used up, or somebody said stop.
        left = 0 if gone is None else left - gone
        return gone or 0

    # A ticket that cannot be done takes no place of the day from the others: only what is gone is counted.
    some = takewhile(lambda _one: left > 0, dict.fromkeys(due))
    return each(worker.factory, "keeping", some, one_more)


def destroy_old(worker: Worker, room: files.Room, ticket_id: str, now: datetime) -> int | None:
    """What of one ticket was kept long enough, in a commit of its own; None where no turn was left."""
    with worker.factory() as session:
        # Whoever says stop is heeded at the next ticket, not at the next round.
        if not keeping.take_turn(session, now):
            return None
        gone = keeping.destroy(session, worker.keyring, worker.months, ticket_id, now)
        if gone is None:
            return 0
        keeping.count_one(session, now)
        if room.erased is not None and erasing.is_erased(session, ticket_id):
            room.erased.write(ticket_id, now)
        session.commit()
    for file_id in gone:
        destroy(room.store, file_id)
    return 1


def beat(worker: Worker, now: datetime) -> int:
    """Say that this worker is alive; whoever gave no sign for a day is forgotten."""
    name = f"{socket.gethostname()[:80]}:{os.getpid()}"
    with worker.factory() as session:
        session.merge(WorkerBeat(worker=name, seen_at=now))
        session.flush()
        latest = select(func.max(WorkerBeat.seen_at)).scalar_subquery()
        session.execute(
            delete(WorkerBeat).where(WorkerBeat.seen_at < now - KEPT, WorkerBeat.seen_at < latest)
        )
        session.commit()
    return 0


def look_at_files(worker: Worker, now: datetime) -> int:
    """Scan files that wait and make their working copies."""
    if worker.room is None:
        return 0
    return files.look_at_due(worker.factory, worker.keyring, worker.room, now)


def tidy_files(worker: Worker, now: datetime) -> int:
    """Destroy the files of drafts that ended and what never became a file."""
    return 0 if worker.room is None else files.tidy(worker.factory, worker.room, now)


def tend_reviews(worker: Worker, now: datetime) -> int:
    """End rights of reply, follow findings answered anew, draw the sample, open reviews by rule."""
    done = 0
    with worker.factory() as session:
        done += reviews.expire_replies(session, worker.keyring, now)
        done += selecting.follow_outcomes(session, worker.keyring, now)
        session.commit()
        done += selecting.draw_sample(session, worker.keyring, now) is not None
        done += len(selecting.select_for_review(session, worker.keyring, now))
        session.commit()
    return done


def absences(worker: Worker, now: datetime) -> int:
    """Hand over the open tickets of whoever is away from today."""

    def hand_over(ticket_id: str) -> int:
        with worker.factory() as session:
            handed = begin_absence(Away(session, worker.keyring, now), ticket_id)
            session.commit()
            return handed

    with looking(worker.factory) as session:
        left = left_by_absent(session, now)
    return each(worker.factory, "handing over", left, hand_over)


def overdue(worker: Worker, now: datetime) -> int:
    """Move up what was not answered in time."""

    def move_up(ticket_id: str) -> int:
        with worker.factory() as session:
            moved = rising.rise(session, worker.keyring, ticket_id, now)
            session.commit()
            return moved

    with looking(worker.factory) as session:
        late = rising.overdue(session, now)
    return each(worker.factory, "moving up", late, move_up)


def words(worker: Worker, now: datetime) -> int:
    """Let the words of the history be found; a look that finds nothing new takes no lock."""
    done = 0
    for _ in range(MOST_ROUNDS):
        with looking(worker.factory) as session:
            waiting = bool(index.unread(session, now))
        if not waiting:
            break
        with worker.factory() as session:
            done += index.follow(session, worker.keyring, index.unread(session, now)) > 0
            session.commit()
    return done


#: Every sweep by its name; the worker knows no others.
SWEEPS: Mapping[Sweep, Job] = {
    Sweep.BEAT: Job(beat, timedelta(seconds=30)),
    Sweep.LETTERS: Job(letters, timedelta(seconds=1)),
    Sweep.LOST_CODES: Job(lost_codes, timedelta(seconds=2)),
    Sweep.ERASE: Job(erase, timedelta(minutes=5)),
    Sweep.KEEPING: Job(keep_no_longer, timedelta(hours=1)),
    Sweep.TIDY: Job(tidy, timedelta(minutes=1)),
    Sweep.EVIDENCE: Job(look_at_files, timedelta(seconds=1)),
    Sweep.EVIDENCE_TIDY: Job(tidy_files, timedelta(minutes=10)),
    Sweep.REVIEWS: Job(tend_reviews, timedelta(minutes=10)),
    Sweep.WORDS: Job(words, timedelta(seconds=20)),
    Sweep.ABSENCES: Job(absences, timedelta(minutes=5)),
    Sweep.OVERDUE: Job(overdue, timedelta(minutes=10)),
}


class Rounds:
    """Which sweep is due; one that fails is told of and tried again, and stops no other."""

    def __init__(self, worker: Worker, sweeps: Mapping[Sweep, Job] = SWEEPS) -> None:
        self.worker, self.sweeps = worker, sweeps
        self.next: dict[Sweep, datetime] = {}
        self.failed = 0

    def run(self, now: datetime) -> int:
        """Do every sweep whose time has come; returns how many pieces were done."""
        return sum(
            self.do(name, job, now)
            for name, job in self.sweeps.items()
            if self.next.get(name, now) <= now
        )

    def do(self, name: Sweep, job: Job, now: datetime) -> int:
        """One sweep; what it could not do is still in its rows."""
        self.next[name] = now + job.every
        try:
            return job.do(self.worker, now)
        except SomeFailedError as some:
            # Each was told of where it failed; the others were done.
            self.failed += some.failed
            return some.done
        except Exception as problem:  # noqa: BLE001 - whatever it is, the other sweeps go on
            self.failed += 1
            # The message of an error may hold words of a row; its kind does not.
            log.error("the sweep %s failed: %s", name.value, type(problem).__name__)  # noqa: TRY400 - likewise
            return 0
