"""Budgets against guessing and flooding, shared by all processes through the database."""

from datetime import datetime

from sqlalchemy import String
from sqlalchemy.orm import Mapped, mapped_column

from portal.models.base import Base, UtcTime


class Budget(Base):
    """How often something was tried from somewhere in one window of time."""

    __tablename__ = "budgets"

    key: Mapped[str] = mapped_column(String(120), primary_key=True)
    window: Mapped[datetime] = mapped_column(UtcTime, primary_key=True)
    count: Mapped[int]
