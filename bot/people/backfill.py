"""Fills in what newer columns say of rows that an older version made: once, after the tables were brought to this one."""

from collections.abc import Mapping

from sqlalchemy import bindparam, or_, select, update

from bot.models import ZONE_TABLE, Supporter, Unanswered
from bot.people import ledger
from bot.people.time_zones import widened, zones_of
from bot.storage.database import Database
from bot.storage.encryption import PhoneCipher
from bot.telephony import to_e164

PAGE = 500  # supporters in one transaction: a text that comes in meanwhile waits for no more of them

# Locked, so that a STOP of one of them at this moment comes before or after, and is not written over.
_UNZONED = (
    select(Supporter.id, Supporter.phone, Supporter.zip, Supporter.zip_area, Supporter.geocoded_divisions, Supporter.zone)
    .where(Supporter.id > bindparam("after"), Supporter.phone.is_not(None))
    .where(or_(Supporter.zone.is_(None), Supporter.zone_table < ZONE_TABLE))
    .order_by(Supporter.id)
    .limit(PAGE)
    .with_for_update()
)
_ZONE = update(Supporter).where(Supporter.id == bindparam("id_"))
_UNOWNED = (
    select(Unanswered.id, Unanswered.form)
    .where(Unanswered.id > bindparam("after"), Unanswered.person.is_(None))
    .order_by(Unanswered.id)
    .limit(PAGE)
)
_PERSON = update(Unanswered).where(Unanswered.id == bindparam("id_"))


def backfill_columns(database: Database, phone_cipher: PhoneCipher) -> int:
    """Fill in all that is missing; gives how many supporters there were. A second time it finds nothing to do.

    Raises ValueError where a supporter's number was encrypted with another PHONE_KEY.
    """
    own_texts(database, phone_cipher)
    return complete_supporters(database, phone_cipher)


def own_texts(database: Database, phone_cipher: PhoneCipher) -> None:
    """Say of the texts that wait for an answer whose they are, so that FORGET finds them; in pages, opened while nobody waits.

    One that cannot be decrypted with this PHONE_KEY stays as it is.
    """
    after = ""
    while True:
        with database.read() as connection:
            rows = connection.execute(_UNOWNED, {"after": after}).all()
        phones = {row.id: to_e164(phone_cipher.decrypt_form(row.form).get("From", "")) for row in rows}
        persons = [{"id_": id, "person": phone_cipher.person_key(phone)} for id, phone in phones.items() if phone]
        if persons:
            with database.write() as connection:
                connection.execute(_PERSON, persons)
        if len(rows) < PAGE:
            return
        after = rows[-1].id


def complete_supporters(database: Database, phone_cipher: PhoneCipher) -> int:
    """Give supporters without a zone theirs, and what follows for them from the ledger; and a new zone to those whose own
    was worked out by older tables. Gives how many there were.

    In pages, each kept whole or not at all. Raises ValueError where the number of one without a zone was encrypted with another
    PHONE_KEY; with a zone they keep it.
    """
    done = after = 0
    while True:
        with database.write() as connection:
            rows = connection.execute(_UNZONED, {"after": after}).all()
            if not rows:
                return done
            phones = {row.id: _number(phone_cipher, row.phone, surely=row.zone is None) for row in rows}
            zones = [
                {
                    "id_": row.id,
                    "zone": _zones(row.zip, row.zip_area, phone, row.geocoded_divisions),
                    "zone_table": ZONE_TABLE,
                }
                for row in rows
                if (phone := phones[row.id]) is not None
            ]
            if zones:
                connection.execute(_ZONE, zones)
            fresh = {phone_cipher.person_key(phone): row.id for row in rows if row.zone is None and (phone := phones[row.id])}
            ledger.follow_entries(connection, fresh)
        done, after = done + len(rows), rows[-1].id


def _zones(zip: str | None, area: str | None, phone: str, divisions: Mapping[str, str] | None) -> str | None:
    return widened(zones_of(zip, phone, (divisions or {}).values()), None if zip else area)


def _number(phone_cipher: PhoneCipher, phone: bytes, surely: bool) -> str | None:
    return phone_cipher.decrypt(phone) if surely else phone_cipher.decrypt_if_ours(phone)
