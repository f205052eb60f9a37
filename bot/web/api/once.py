"""A request with an idempotency key is done once: the same again is answered as before, another one with its key is refused."""

import re
from datetime import datetime, timedelta
from typing import NamedTuple

from sqlalchemy import Connection, bindparam, delete, select, update

from bot.models import IdempotentAnswer
from bot.storage.database import insert_new
from bot.storage.encryption import PhoneCipher
from bot.web.api.problems import Problem

KEPT = timedelta(hours=24)
SWEPT = 50  # old answers that one request takes away
WRITTEN = re.compile(r"[A-Za-z0-9_-]{8,64}")

_COLUMNS = (IdempotentAnswer.request, IdempotentAnswer.status, IdempotentAnswer.headers, IdempotentAnswer.body)
_KEPT = select(*_COLUMNS).where(IdempotentAnswer.key == bindparam("key_"))


class KeptAnswer(NamedTuple):
    """What a request was answered."""

    status: int
    headers: dict[str, str]
    body: str


class Once(NamedTuple):
    """A request that is done once: a digest of its idempotency key and of whose it is, and one of what it asks."""

    key: bytes
    request: bytes

    @property
    def token(self) -> str:
        """The key in 43 letters, as a draft of an alert keeps it."""
        return self.key.hex()[:43]


def read_once(phone_cipher: PhoneCipher, written: str, api_key: int, request: bytes) -> Once:
    """The request by its header Idempotency-Key. `request`: its method, path and body, of which a keyed digest is kept, as
    there may be a number in it. Raises Problem where the header is missing, or none."""
    if not WRITTEN.fullmatch(written):
        what = "is 8 to 64 letters, digits, - or _" if written else "is missing"
        raise Problem(
            "malformed", f"The header Idempotency-Key {what}; send one of your own for each effect that you want, as a UUID"
        )
    digests = (phone_cipher.limit_key("api answer", each) for each in (f"{api_key} {written}".encode(), request))
    return Once(*map(bytes.fromhex, digests))


def begin_once(connection: Connection, once: Once, now: datetime) -> KeptAnswer | None:
    """Begin it, in the transaction of what it does: who sends the same at the same moment waits for that. Gives what it was
    answered, where it was done before. Raises Problem for another request of the same key."""
    old = select(IdempotentAnswer.key).where(IdempotentAnswer.at < now - KEPT).order_by(IdempotentAnswer.at).limit(SWEPT)
    connection.execute(delete(IdempotentAnswer).where(IdempotentAnswer.key.in_(old.with_for_update(skip_locked=True))))
    row = {"key": once.key, "request": once.request, "status": 0, "headers": {}, "body": "", "at": now}
    if insert_new(connection, IdempotentAnswer, [row], IdempotentAnswer.status):
        return None
    found = connection.execute(_KEPT, {"key_": once.key}).one()
    if bytes(found.request) != once.request:
        raise Problem(
            "key_reused", "This idempotency key came with another method, address or body; send a new one with this request"
        )
    return KeptAnswer(found.status, found.headers, found.body)


def end_once(connection: Connection, once: Once, answer: KeptAnswer) -> None:
    """Keep the answer."""
    values = {"status": answer.status, "headers": answer.headers, "body": answer.body}
    connection.execute(update(IdempotentAnswer).where(IdempotentAnswer.key == once.key).values(**values))
