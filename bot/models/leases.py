"""The tables of what is done again and again: who does it until when, and what was erased last."""

from datetime import datetime

from sqlalchemy import String
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
