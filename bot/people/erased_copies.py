"""What is erased is to be gone from the database's files as well: FORGET asks for it, a periodic job does it a little later."""

from datetime import datetime, timedelta

from sqlalchemy import Connection, update

from bot.models import (
    AnswerByHand,
    CallListEntryRow,
    CallListRow,
    Consent,
    Delivery,
    LineReport,
    NotUnderstood,
    Posting,
    Subscription,
    Supporter,
    Turn,
    Unanswered,
)
from bot.models.leases import Lease
from bot.storage.database import Database

JOB = "erased_copies"
SOON = timedelta(minutes=10)  # so that several FORGETs are one
# What FORGET and age take rows or words out of.
TABLES = (
    *(Supporter, Unanswered, NotUnderstood, AnswerByHand, Consent, Subscription),
    *(CallListRow, CallListEntryRow, LineReport, Posting, Turn, Delivery),
)


def ask_to_drop_erased(connection: Connection, now: datetime) -> None:
    """Have the periodic job done soon, in the transaction that erases."""
    connection.execute(update(Lease).where(Lease.name == JOB, Lease.until > now + SOON).values(until=now + SOON))


def drop_erased(database: Database) -> None:
    """Take what was erased out of the files now; raises what Database.drop_erased() raises."""
    database.drop_erased([table.__tablename__ for table in TABLES])
