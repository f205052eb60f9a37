"""Jobs that failed for good. Made by bot/workers, run again or dropped by `flask jobs`."""

from datetime import datetime

from sqlalchemy import String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.table import Table


class DeadJob(Table):
    """A job that every try failed of: a row for each job and its ids, however often it fails.

    `job`: its name; `ids`: what it was asked to work on, separated by spaces, never anything about a person. `error`: the class
    of the last error, `frames`: the way to it, without a value. `tries`: of all times together. `failed_at`: when it last did.
    """

    __tablename__ = "dead_jobs"
    __table_args__ = (UniqueConstraint("job", "ids"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    job: Mapped[str] = mapped_column(String(32))
    ids: Mapped[str] = mapped_column(String(64))
    error: Mapped[str] = mapped_column(String(64))
    frames: Mapped[str] = mapped_column(Text)
    tries: Mapped[int]
    failed_at: Mapped[datetime]
