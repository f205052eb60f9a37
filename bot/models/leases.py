"""The tables of what is done again and again: who does it until when, what was erased last, updates that were asked for."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.table import Table


class Lease(Table):
    """Who does what only one process may do at a time, and until when."""

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    holder: Mapped[str] = mapped_column(String(64))
    until: Mapped[datetime]


class Erasure(Table):
    """When what had grown old was last erased (bot/people/retention.py): a row for each kind, and how many it took then."""

    __tablename__ = "erasures"

    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    at: Mapped[datetime]
    rows: Mapped[int]


class TableUpdate(Table):
    """An update of the officials' tables that somebody asked for. `started_at` is empty until a worker takes it up; `done`: did
    it end well; `said`: what the command printed, of which the end is kept."""

    __tablename__ = "table_updates"

    id: Mapped[int] = mapped_column(primary_key=True)
    who: Mapped[str] = mapped_column(String(64))
    asked_at: Mapped[datetime]
    started_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
    done: Mapped[bool]
    said: Mapped[str] = mapped_column(Text)
