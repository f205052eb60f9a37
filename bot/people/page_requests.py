"""What visitors of pages asked for, until it is done: once its answer is out, so that how long that took tells nothing of a
number; or as its code comes from a phone."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, exists, select

from bot.models import PageRequest
from bot.people.organizers import fresh_code
from bot.storage.database import Database, insert_new
from bot.storage.encryption import PhoneCipher

HOLDS = timedelta(hours=1)  # a code; and as long is tried what nobody can do
PAGE = 100
TRIES = 8  # for a code that nobody has
ANY_PHONE = ""  # may send the code
_SEALED_AS = "request"


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingRequest:
    """What was asked for. `form`: on which form; `values`: as its taker wrote them."""

    id: int
    form: str
    values: Mapping[str, object]
    at: datetime


def put_request(
    connection: Connection, phone_cipher: PhoneCipher, form: str, values: Mapping[str, object], now: datetime
) -> None:
    """To be done as soon as somebody looks."""
    insert_new(connection, PageRequest, [_row(phone_cipher, form, values, None, now)], PageRequest.id)


def put_code(
    connection: Connection,
    phone_cipher: PhoneCipher,
    form: str,
    values: Mapping[str, object],
    now: datetime,
    phone: str = ANY_PHONE,
) -> str:
    """To be done once a phone sends this code; `phone`: the only one that may, E.164."""
    clear_requests(connection, now)
    for _ in range(TRIES):
        code = fresh_code()
        row = _row(phone_cipher, form, values, phone_cipher.code_key(phone, code), now)
        if insert_new(connection, PageRequest, [row], PageRequest.id):
            return code
    raise TimeoutError("no code is free")


def find_code(connection: Connection, phone_cipher: PhoneCipher, phone: str, code: str, now: datetime) -> WaitingRequest | None:
    """What this code from this phone asks for; None where it holds no more, or never did."""
    keys = [phone_cipher.code_key(each, code) for each in (ANY_PHONE, phone)]
    query = select(PageRequest.id, PageRequest.sealed, PageRequest.at)
    row = connection.execute(query.where(PageRequest.code.in_(keys), PageRequest.at > now - HOLDS)).first()
    return None if row is None else _open(phone_cipher, row.id, row.sealed, row.at)


def take_request(connection: Connection, id: int) -> bool:
    """It is done with this transaction; False where somebody else did it."""
    return connection.execute(delete(PageRequest).where(PageRequest.id == id)).rowcount == 1


def find_waiting(database: Database, phone_cipher: PhoneCipher, now: datetime) -> Sequence[WaitingRequest]:
    """What is to be done, the first that came first. Any process may do it, in the transaction in which it took it.

    What is too old, or cannot be read, is taken away: it would be looked at again and again, before all that came later.
    """
    waiting = select(PageRequest.id, PageRequest.sealed, PageRequest.at)
    waiting = waiting.where(PageRequest.code.is_(None), PageRequest.at > now - HOLDS).order_by(PageRequest.id).limit(PAGE)
    is_old = select(exists().where(PageRequest.at <= now - HOLDS))
    while True:
        with database.read() as connection:
            rows, old = connection.execute(waiting).all(), connection.execute(is_old).scalar()
        found = {row.id: _open(phone_cipher, row.id, row.sealed, row.at) for row in rows}
        unreadable = [id for id, asked in found.items() if asked is None]
        if old or unreadable:
            with database.write() as connection:
                clear_requests(connection, now)
                connection.execute(delete(PageRequest).where(PageRequest.id.in_(unreadable)))
        if len(unreadable) < PAGE:
            return [asked for asked in found.values() if asked is not None]


def clear_requests(connection: Connection, now: datetime) -> bool:
    """Take away a page of what nobody came back for; True where there may be more."""
    old = select(PageRequest.id).where(PageRequest.at <= now - HOLDS).order_by(PageRequest.at).limit(PAGE)
    ids = connection.execute(old.with_for_update(skip_locked=True)).scalars().all()
    if ids:
        connection.execute(delete(PageRequest).where(PageRequest.id.in_(ids)))
    return len(ids) == PAGE


def _row(
    phone_cipher: PhoneCipher, form: str, values: Mapping[str, object], code: bytes | None, now: datetime
) -> dict[str, object]:
    sealed = phone_cipher.encrypt_form({_SEALED_AS: json.dumps({"form": form, "values": dict(values)})})
    return {"code": code, "sealed": sealed, "at": now}


def _open(phone_cipher: PhoneCipher, id: int, sealed: bytes, at: datetime) -> WaitingRequest | None:
    """None where another PHONE_KEY encrypted it."""
    form = phone_cipher.decrypt_form(bytes(sealed))
    if _SEALED_AS not in form:
        return None
    read = json.loads(form[_SEALED_AS])
    return WaitingRequest(id=id, form=read["form"], values=read["values"], at=at)
