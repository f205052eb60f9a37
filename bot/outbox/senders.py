"""The senders' rows, one of each for all machines: their paces, the one clock they go by, and the moments reserved on it."""

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, select, update

from bot.models import SenderPace
from bot.outbox.pace import Pace, believed_rate
from bot.storage.clock import Ticker
from bot.storage.database import upsert_row


class SenderRow(NamedTuple):
    """A sender's row, as models.SenderPace says."""

    address: str
    rate: float
    free_at: float
    backoff_until: datetime | None
    failures: int
    refused: bool


_SENDER = select(
    SenderPace.address,
    SenderPace.rate,
    SenderPace.free_at,
    SenderPace.backoff_until,
    SenderPace.failures,
    SenderPace.refused,
)
_SENDERS = _SENDER.where(SenderPace.address.in_(bindparam("addresses", expanding=True))).order_by(SenderPace.address)
_KNOWN = select(SenderPace.address, SenderPace.rate, SenderPace.provider).where(
    SenderPace.address.in_(bindparam("addresses", expanding=True))
)
_RESERVE = update(SenderPace).where(SenderPace.address == bindparam("of")).values(free_at=bindparam("until"))


def register_senders(connection: Connection, paces: Mapping[str, float], owner: Callable[[str], str]) -> None:
    """Make the senders' rows, with the paces that are set now. `owner`: whose a sender is, by the provider's name."""
    known = {row.address: (row.rate, row.provider) for row in connection.execute(_KNOWN, {"addresses": list(paces)})}
    for address, rate in sorted(paces.items()):
        if known.get(address) != (rate, owner(address)):
            row = {"address": address, "rate": rate, "provider": owner(address)}
            upsert_row(connection, SenderPace, row, ("address",))


def locked_senders(connection: Connection, addresses: Sequence[str]) -> Sequence[SenderRow]:
    """The rows of these, held until the transaction ends: reservations follow one another."""
    rows = connection.execute(_SENDERS.with_for_update(), {"addresses": list(addresses)})
    return [SenderRow._make(row) for row in rows]


def keep_senders(connection: Connection, pace: Pace) -> None:
    """Write down what was reserved."""
    connection.execute(_RESERVE, {"of": pace.address, "until": pace.free_at})


def reserve_anew(connection: Connection, ticker: Ticker, address: str, units: Sequence[float], room: float) -> list[float]:
    """New moments for messages that missed theirs and take so much of the pace, by this ticker.

    `room`: so many seconds after them are nobody else's, so that these may leave later by as long (pace.py).
    """
    sender = locked_senders(connection, [address])[0]
    clock, read_at = ticker.shared(connection)
    pace = Pace(address=address, rate=sender.rate, free_at=believed_rate(sender.free_at, sender.rate, clock), now=clock)
    moments = [read_at + pace.reserve(each) - clock for each in units]
    pace.leave(room)
    keep_senders(connection, pace)
    return moments
