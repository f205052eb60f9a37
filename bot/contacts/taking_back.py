"""Takes back what is loaded of a list that somebody cancels: nobody was asked by it yet, so nothing of it stays."""

from collections.abc import Collection, Iterator, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, delete, select

from bot.contacts.confirmation import drop_confirmation
from bot.models import Call, Delivery, Subscription, Supporter, Turn
from bot.people import ledger
from bot.people.erasure import erase_supporters
from bot.storage.database import Database
from bot.storage.encryption import PhoneCipher

PAGE = 500  # rows in a transaction, while others wait

_OTHERS = (
    select(Subscription.supporter_id).where(Subscription.supporter_id == Supporter.id).exists(),
    select(Turn.supporter_id).where(Turn.supporter_id == Supporter.id).exists(),
    select(Call.supporter_id).where(Call.supporter_id == Supporter.id).exists(),
    select(Delivery.supporter_id).where(Delivery.supporter_id == Supporter.id).exists(),
)
# Those of some supporters who are here by the list alone.
_NOBODY_ELSE = select(Supporter.id, Supporter.phone).where(
    Supporter.id.in_(bindparam("ids", expanding=True)),
    Supporter.created_at >= bindparam("since"),
    ~Supporter.stopped,
    *(~each for each in _OTHERS),
)


def take_back_page(
    connection: Connection, phone_cipher: PhoneCipher, campaign: str, broadcast: int, since: datetime, most: int
) -> tuple[int, int]:
    """Take back so many rows, in the caller's transaction; gives how many there were, and of how many something stays.

    `broadcast`: the question to them, a draft; `since`: when the list came, so that what is older is not of it. Who has
    answered for themselves meanwhile, or was here before, stays as they are without it.
    """
    found = connection.execute(
        select(Delivery.id, Delivery.supporter_id)
        .where(Delivery.broadcast_id == broadcast)
        .order_by(Delivery.supporter_id)
        .limit(most)
    ).all()
    supporters = [row.supporter_id for row in found if row.supporter_id is not None]
    connection.execute(delete(Delivery).where(Delivery.id.in_([row.id for row in found])))
    persons = _persons(connection, phone_cipher, supporters)
    ledger.take_claims_back(connection, campaign, {persons[id]: id for id in persons}, since)
    gone = _only_of_the_list(connection, phone_cipher, supporters, since)
    erase_supporters(connection, gone)
    return len(found), len(supporters) - len(gone)


def take_back_pages(
    database: Database, phone_cipher: PhoneCipher, campaign: str, broadcast: int, since: datetime
) -> Iterator[tuple[Connection, int, int]]:
    """Take back all rows, page by page: gives each page's transaction while it is open, and the counts of take_back_page()."""
    rows = PAGE
    while rows == PAGE:
        with database.write() as connection:
            rows, stay = take_back_page(connection, phone_cipher, campaign, broadcast, since, PAGE)
            yield connection, rows, stay


def take_back_all(database: Database, phone_cipher: PhoneCipher, campaign: str, broadcast: int, since: datetime) -> None:
    """Take back all of a list, and the question."""
    for _ in take_back_pages(database, phone_cipher, campaign, broadcast, since):
        pass
    with database.write() as connection:
        drop_confirmation(connection, broadcast)


def _persons(connection: Connection, phone_cipher: PhoneCipher, ids: Collection[int]) -> dict[int, bytes]:
    query = select(Supporter.id, Supporter.phone).where(Supporter.id.in_(list(ids)), Supporter.phone.is_not(None))
    return {
        row.id: phone_cipher.person_key(phone)
        for row in connection.execute(query)
        if (phone := phone_cipher.decrypt_if_ours(row.phone))
    }


def _only_of_the_list(
    connection: Connection, phone_cipher: PhoneCipher, ids: Collection[int], since: datetime
) -> Sequence[int]:
    """Those of whom nothing else is known now, the ledger included."""
    rows = connection.execute(_NOBODY_ELSE, {"ids": list(ids), "since": since}).all() if ids else []
    persons = {phone_cipher.person_key(phone): row.id for row in rows if (phone := phone_cipher.decrypt_if_ours(row.phone))}
    known = ledger.known_persons(connection, persons)
    return [id for person, id in persons.items() if person not in known]
