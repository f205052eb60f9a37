"""Takes supporters out of the tables: one way for those who ask for it, who only called, and who withheld their number."""

from collections.abc import Sequence

from sqlalchemy import BindParameter, Connection, bindparam, delete, select, update

from bot.models import IN_CONVERSATION, Delivery, Supporter, Unanswered
from bot.storage.database import Database
from bot.storage.encryption import PhoneCipher

PAGE = 500  # rows read at once

_IDS: BindParameter[Sequence[int | str]] = bindparam("ids", expanding=True)
# Statements for supporters `ids`. What hangs on them goes with them; of calls and deliveries of alerts stays what became of
# them, of nobody. Supporters come first: whoever makes a delivery for one of them holds them, and by then it is there to be
# found.
ERASE_SUPPORTERS = (
    delete(Supporter).where(Supporter.id.in_(_IDS)),
    delete(Delivery).where(Delivery.supporter_id.in_(_IDS), IN_CONVERSATION),
    update(Delivery).where(Delivery.supporter_id.in_(_IDS)).values(supporter_id=None, text=None, media=None, provider_id=None),
)
_UNOWNED = (
    select(Unanswered.id, Unanswered.form)
    .where(Unanswered.person.is_(None), Unanswered.id > bindparam("after"))
    .order_by(Unanswered.id)
    .limit(PAGE)
)
_ERASE_TEXTS = (
    delete(Unanswered).where(Unanswered.person == bindparam("person_")),
    delete(Unanswered).where(Unanswered.id.in_(_IDS)),
)


def erase_supporters(connection: Connection, ids: Sequence[int]) -> None:
    """Erase these, in the caller's transaction."""
    for statement in ERASE_SUPPORTERS if ids else ():
        connection.execute(statement, {"ids": ids})


def find_unowned_texts(database: Database, phone_cipher: PhoneCipher, phone: str) -> list[str]:
    """The ids of this number's texts that wait for an answer, of those that an older version kept without saying whose they
    are. Each has to be decrypted, so this is asked before a transaction begins."""
    found: list[str] = []
    after = ""
    while True:
        with database.read() as connection:
            rows = connection.execute(_UNOWNED, {"after": after}).all()
        found += [row.id for row in rows if phone in phone_cipher.decrypt_form(row.form).values()]
        if len(rows) < PAGE:
            return found
        after = rows[-1].id


def erase_texts(connection: Connection, person: bytes, unowned: Sequence[str]) -> None:
    """Erase a person's texts that wait for an answer, and these, found by find_unowned_texts()."""
    by_person, by_id = _ERASE_TEXTS
    connection.execute(by_person, {"person_": person})
    if unowned:
        connection.execute(by_id, {"ids": unowned})
