"""What administrators set inside the product."""

from typing import Any

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

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
