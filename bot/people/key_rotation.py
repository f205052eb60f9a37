"""Another PHONE_KEY: all that is encrypted is encrypted anew, while everybody goes on. Irreversible keys of people stay."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from sqlalchemy import bindparam, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import InstrumentedAttribute

from bot.models import AnswerByHand, NotUnderstood, Organizer, PageRequest, ProviderErasure, Receiver, Supporter, Unanswered
from bot.models.table import Table
from bot.storage.database import Database
from bot.storage.encryption import Kind, PhoneCipher

PAGE = 500  # rows in one transaction: a text that comes in meanwhile waits for no more of them

# What is encrypted, in which table, and as what. Replies with a one-time code are not here: they are gone after an hour.
SEALED: Sequence[tuple[type[Table], str, Kind]] = (
    (Supporter, "phone", "phone"),
    (ProviderErasure, "phone", "phone"),
    (Organizer, "phone", "phone"),
    (Organizer, "claimed_phone", "phone"),
    (Organizer, "email", "email"),
    (Organizer, "totp_secret", "words"),
    (Receiver, "address", "secret"),
    (Receiver, "secret", "secret"),
    (Receiver, "old_secret", "secret"),
    (Unanswered, "form", "form"),
    (PageRequest, "sealed", "form"),
    (NotUnderstood, "text", "words"),
    (NotUnderstood, "reply", "words"),
    (AnswerByHand, "text", "words"),
)


@dataclass(slots=True, kw_only=True)
class Renewed:
    """Of one column: how many values were encrypted anew; how many are under PHONE_KEY in another row already (one person who
    became two), and how many open with neither key."""

    column: str
    renewed: int = 0
    doubled: int = 0
    foreign: int = 0


def renew_column(
    database: Database,
    phone_cipher: PhoneCipher,
    sealed: tuple[type[Table], str, Kind],
    *,
    page: int = PAGE,
    after_page: Callable[[], object] = lambda: None,
) -> Renewed:
    """Encrypt a column anew under PHONE_KEY, in pages, each kept whole or not at all. What is so already is left alone: it may
    be ended and begun again at any time. A row that somebody else changes meanwhile is theirs."""
    table, name, kind = sealed
    column: InstrumentedAttribute[bytes | None] = getattr(table, name)
    id: InstrumentedAttribute[int | str] = table.id  # type: ignore[attr-defined]  # each of these has one
    query = select(id, column).where(column.is_not(None)).order_by(id).limit(page)
    change = update(table).where(id == bindparam("id_"), column == bindparam("before_")).values({name: bindparam("after_")})
    done, last = Renewed(column=f"{table.__tablename__}.{name}"), None
    while True:
        with database.read() as connection:
            rows = connection.execute(query if last is None else query.where(id > last)).all()
        if not rows:
            return done
        last, changes = rows[-1][0], []
        for row_id, before in rows:
            assert before is not None  # the query has no other
            after = phone_cipher.renew(before, kind)
            done.foreign += after is None
            if after is not None and after != before:
                changes.append({"id_": row_id, "before_": before, "after_": after})
        if changes:
            with database.write() as connection:
                for each in changes:
                    try:
                        with connection.begin_nested():
                            done.renewed += connection.execute(change, each).rowcount
                    except IntegrityError:
                        done.doubled += 1
        after_page()
