"""Fills in what newer columns say of supporters whom an older version made: once, after the tables were brought to this one."""

from sqlalchemy import bindparam, select, update

from bot import ledger
from bot.database import Database
from bot.models import Supporter
from bot.numbers import Numbers
from bot.zones import zones_of

PAGE = 500  # supporters in one transaction: a text that comes in meanwhile waits for no more of them

# Locked, so that a STOP of one of them at this moment comes before or after, and is not written over.
_UNZONED = (
    select(Supporter.id, Supporter.phone, Supporter.zip)
    .where(Supporter.id > bindparam("after"), Supporter.zone.is_(None), Supporter.phone.is_not(None))
    .order_by(Supporter.id)
    .limit(PAGE)
    .with_for_update()
)
_ZONE = update(Supporter).where(Supporter.id == bindparam("id_"))


def backfill(database: Database, numbers: Numbers) -> int:
    """Give supporters without a zone theirs, and what follows for them from the ledger; gives how many there were.

    In pages, each kept whole or not at all; a second time it finds nothing to do. Raises ValueError where a number was sealed
    with another PHONE_KEY.
    """
    done = after = 0
    while True:
        with database.write() as connection:
            rows = connection.execute(_UNZONED, {"after": after}).all()
            if not rows:
                return done
            phones = {row.id: numbers.open(row.phone) for row in rows}
            connection.execute(_ZONE, [{"id_": row.id, "zone": zones_of(row.zip, phones[row.id])} for row in rows])
            ledger.follow(connection, {numbers.person(phone): id for id, phone in phones.items()})
        done, after = done + len(rows), rows[-1].id
