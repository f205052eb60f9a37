"""Who was asked whether they want no more texts, and said nothing for a day, is signed up for no alerts any more.

Somebody who writes what may be a stop is asked, and from then on gets no alert. What else they write and we understand ends the
doubt (bot/conversation/take_turn.py). Their silence is taken for a stop of all alerts, as the FCC's rule takes it where a
confirmation asks for the scope of a stop (47 CFR 64.1200(a)(12)). It is none of the conversation that they began: they may text
or call us as before, and JOIN brings the alerts back.
"""

from datetime import datetime, timedelta

from sqlalchemy import Connection, bindparam, select, update

from bot.models import Subscription, Supporter
from bot.people import ledger
from bot.storage.database import Database
from bot.storage.encryption import PhoneCipher

ANSWER_WITHIN = timedelta(days=1)
PAGE = 200  # supporters in one transaction: a text that comes in meanwhile waits for no more of them
SILENCE = "silence"  # the source of what the ledger has of it

_UNSAID = (
    select(Supporter.id, Supporter.phone, Supporter.doubted_at)
    .where(Supporter.id > bindparam("after"), Supporter.doubted_at.is_not(None), Supporter.doubted_at <= bindparam("until"))
    .order_by(Supporter.id)
    .limit(PAGE)
    .with_for_update()
)
_SIGNED_UP = (
    select(Subscription.programme)
    .where(Subscription.supporter_id == bindparam("supporter"), Subscription.state != "left")
    .order_by(Subscription.programme)
)
_SETTLED = update(Supporter).where(Supporter.id == bindparam("id_")).values(doubted_at=None)


def take_silence_for_a_stop(database: Database, phone_cipher: PhoneCipher, now: datetime) -> int:
    """End the alerts of all who were asked a day ago or longer, and have not said; gives how many there were.

    Whose number another PHONE_KEY encrypted stays in doubt, and is texted nothing.
    """
    after, ended = 0, 0
    while True:
        with database.write() as connection:
            rows = connection.execute(_UNSAID, {"after": after, "until": now - ANSWER_WITHIN}).all()
            for row in rows:
                number = phone_cipher.decrypt_if_ours(row.phone) if row.phone else None
                if number is not None:
                    _end_alerts(connection, phone_cipher.person_key(number), row.id, now)
                    ended += 1
        if len(rows) < PAGE:
            return ended
        after = rows[-1].id


def _end_alerts(connection: Connection, person: bytes, supporter: int, now: datetime) -> None:
    signed_up = connection.execute(_SIGNED_UP, {"supporter": supporter}).scalars().all()
    entries = [
        ledger.LedgerEntry(programme=programme, act="withdrawn", words="", channel="sms", source=SILENCE, at=now)
        for programme in signed_up
    ]
    ledger.write_entries(connection, person, supporter, entries)
    connection.execute(_SETTLED, {"id_": supporter})
