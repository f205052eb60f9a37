"""After a copy of the database was put back: what the stop file knows and the copy does not is done again.

Stops alone, and FORGET: nobody is brought back by a file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from bot.models import Consent, Supporter
from bot.people import ledger
from bot.people.forgetting import forget_person
from bot.people.stop_file import Stops
from bot.storage.database import Database
from bot.storage.encryption import PhoneCipher

PAGE = 500  # people in one transaction

_SUPPORTERS = (
    select(Supporter.id, Supporter.phone, Supporter.created_at)
    .where(Supporter.id > bindparam("after"), Supporter.phone.is_not(None))
    .order_by(Supporter.id)
    .limit(PAGE)
)
_ACTS = (
    select(Consent.person, Consent.programme, Consent.act, Consent.at)
    .where(Consent.person.in_(bindparam("persons", expanding=True)), Consent.act != "claimed")
    .order_by(Consent.id)
)


@dataclass(slots=True, kw_only=True)
class Restored:
    """How many people were stopped anew, of a campaign or of all that we start, and how many forgotten."""

    stopped: int = 0
    forgotten: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """A supporter of the copy that was put back."""

    id: int
    since: datetime


def restore_stops(database: Database, phone_cipher: PhoneCipher, stops: Stops) -> Restored:
    """Stop whoever has a later stop than the database knows, and forget whoever was forgotten since; in pages, each kept whole
    or not at all. A second time it finds nothing to do.

    Raises ValueError where a number was encrypted with another PHONE_KEY.
    """
    done, strangers, after = Restored(), stops.last.keys() | stops.forgotten.keys(), 0
    while True:
        with database.read() as connection:
            rows = connection.execute(_SUPPORTERS, {"after": after}).all()
        if not rows:
            break
        after = rows[-1].id
        page = {
            phone_cipher.person_key(phone_cipher.decrypt(row.phone)): _Known(id=row.id, since=row.created_at) for row in rows
        }
        people = {person: known for person, known in page.items() if person in strangers}
        strangers -= people.keys()
        if people:
            with database.write() as connection:
                _restore(connection, stops, people, done)
    # Numbers of nobody whom the copy knows: they stay stopped whatever list they are on later.
    left = sorted(strangers)
    for start in range(0, len(left), PAGE):
        with database.write() as connection:
            _restore(connection, stops, dict.fromkeys(left[start : start + PAGE]), done)
    return done


def _restore(connection: Connection, stops: Stops, people: Mapping[bytes, _Known | None], done: Restored) -> None:
    acts: dict[bytes, dict[str, tuple[str, datetime]]] = {}
    for row in connection.execute(_ACTS, {"persons": list(people)}):
        acts.setdefault(bytes(row.person), {})[row.programme] = row.act, row.at
    for person, known in people.items():
        theirs = acts.get(person, {})
        late = [
            ledger.LedgerEntry(programme=programme, act="withdrawn", words="", channel="file", source="restore", at=line.at)
            for programme, line in stops.last.get(person, {}).items()
            if line.deed == "withdrawn" and _is_news(theirs.get(programme), line.at)
        ]
        ledger.write_entries(connection, person, known.id if known else None, late)
        done.stopped += bool(late)
        at = stops.forgotten.get(person)
        if at is None:
            continue
        if known and known.since < at:
            forget_person(connection, known.id, person, (), at)
            done.forgotten += 1
        elif not known and all(said <= at for _, said in theirs.values()):
            ledger.erase_from_ledger(connection, person)


def _is_news(known: tuple[str, datetime] | None, stopped_at: datetime) -> bool:
    """Is a stop later than the last deed that the database knows?"""
    return known is None or (known[0] == "granted" and known[1] < stopped_at)
