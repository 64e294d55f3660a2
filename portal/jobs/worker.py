"""What every sweep is handed, and how often each is done."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy.orm import Session, sessionmaker

from portal.jobs import files
from portal.letters.send import Sender
from portal.vault.keys import Keyring


@dataclass(frozen=True, slots=True)
class Worker:
    """What every sweep is handed."""

    factory: sessionmaker[Session]
    keyring: Keyring
    sender: Sender
    #: Where files are; a worker without it leaves them to another.
    room: files.Room | None = None
    #: How many months what is kept; a worker that was not told destroys nothing by age.
    months: Mapping[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Job:
    """One sweep and how long it rests between two rounds."""

    do: Callable[[Worker, datetime], int]
    every: timedelta
