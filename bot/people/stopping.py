"""A stop that somebody else writes down for a person: an organizer in the console, or another program."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection

from bot.people import ledger
from bot.reading import EVERYTHING


class StopOrigin(NamedTuple):
    """Who writes it down, as the ledger has it."""

    channel: str
    source: str


BY_ORGANIZER = StopOrigin("console", "organizer")
BY_PROGRAM = StopOrigin("api", "program")


def stop_person(connection: Connection, person: bytes, supporter: int | None, origin: StopOrigin, now: datetime) -> bool:
    """Stop all texts and calls that we start to a person; False where they are stopped already. `supporter`: None for a number
    that we do not know: a list that is imported later does not wake it."""
    if ledger.is_stopped(connection, person):
        return False
    entry = ledger.LedgerEntry(
        programme=EVERYTHING, act="withdrawn", words="", channel=origin.channel, source=origin.source, at=now
    )
    ledger.write_entries(connection, person, supporter, [entry])
    return True
