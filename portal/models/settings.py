"""What administrators set inside the product."""

from typing import Any

from sqlalchemy import String, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.models.base import Base

#: What was seen of the proxies in front, where it does not fit the settings.
HOPS = "proxy.hops"
#: The setting that stands where `portal demo` filled in invented people.
DEMO = "demo"


class Setting(Base):
    """One setting by its name."""

    __tablename__ = "settings"

    name: Mapped[str] = mapped_column(String(60), primary_key=True)
    value: Mapped[dict[str, Any]]


def hold(session: Session, name: str) -> None:
    """Nobody else changes what hangs on this setting until we are through; what was read is read anew.

    Where the setting is not there yet there is nothing to wait at: of two who write it first at once
    the second is told that somebody was quicker.
    """
    # One of the two databases knows no lock but a change, so nothing is changed into the same.
    same = update(Setting).where(Setting.name == name).values(name=name)
    session.execute(same, execution_options={"synchronize_session": False})
    session.expire_all()
