"""Writes notices: a row for each receiver that wants one, in the transaction of what it tells of.

One statement, which reads the few rows of receivers: where nobody is to be told, nothing is written.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from uuid import uuid4

from sqlalchemy import Connection, Insert, bindparam, insert, literal, select

from bot.models import Posting, Receiver
from bot.notices.notice_kinds import BITS
from bot.storage.hot_statements import HotConnection, HotStatement

TRIED_FOR = timedelta(days=1)  # then a notice is given up


def _insert_for_receivers() -> Insert:
    columns = Posting.__table__.c
    given = {name: bindparam(f"{name}_", type_=columns[name].type) for name in ("event", "kind", "supporter_id", "body", "at")}
    given |= {"due_at": given["at"], "give_up_at": bindparam("give_up_at_", type_=columns.give_up_at.type)}
    row = select(
        Receiver.id,
        *given.values(),
        *(literal(value, columns[name].type) for name, value in {"state": "waiting", "tries": 0, "error": ""}.items()),
    ).where(Receiver.state == "on", Receiver.wants.bitwise_and(bindparam("bit_", type_=Receiver.wants.type)) != 0)
    return insert(Posting).from_select(["receiver_id", *given, "state", "tries", "error"], row.order_by(Receiver.id))


HAS_RECEIVERS = select(Receiver.id).where(Receiver.state == "on").exists()  # for who reads anyway, and then need not write
_WRITE = _insert_for_receivers()
_WRITE_HOT = HotStatement(_WRITE)


def write_notice(
    connection: Connection, kind: str, data: Mapping[str, object], now: datetime, *, supporter: int | None = None
) -> None:
    """Tell the receivers that want it. `data`: ids, outcomes, counts: never a number or words. `supporter`: whom it is about;
    it goes with them."""
    connection.execute(_WRITE, _values(kind, data, now, supporter))


def write_notice_hot(
    connection: HotConnection, kind: str, data: Mapping[str, object], now: datetime, *, supporter: int | None = None
) -> None:
    """The same in a turn."""
    _WRITE_HOT.run(connection, _values(kind, data, now, supporter))


def new_event() -> str:
    """The id of an event."""
    return f"evt_{uuid4().hex}"


def notice_body(event: str, kind: str, data: Mapping[str, object], now: datetime) -> str:
    """What a receiver reads."""
    return json.dumps({"id": event, "type": kind, "timestamp": now.isoformat(timespec="seconds"), "data": data})


def _values(kind: str, data: Mapping[str, object], now: datetime, supporter: int | None) -> dict[str, object]:
    event = new_event()
    return {
        "event_": event,
        "kind_": kind,
        "supporter_id_": supporter,
        "body_": notice_body(event, kind, data, now),
        "at_": now,
        "give_up_at_": now + TRIED_FOR,
        "bit_": BITS[kind],
    }
