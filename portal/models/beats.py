"""Signs of life of the workers, so that one that stands still is noticed before a letter is late."""

from datetime import datetime, timedelta

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import Base, UtcTime

#: A worker that gave no sign for so long is taken to stand still.
SILENCE = timedelta(minutes=2)


class WorkerBeat(Base):
    """A worker was alive at this moment."""

    __tablename__ = "worker_beats"

    #: Host and process, as in `desk-1:4217`.
    worker: Mapped[str] = mapped_column(String(120), primary_key=True)
    seen_at: Mapped[datetime] = mapped_column(UtcTime)
