"""FORGET: a person is taken out of all tables, whoever asked for it, they by text or an organizer by hand."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert, literal, select, update

from bot.models import Call, Export, LineReport, ProviderErasure, Supporter
from bot.models.table import Moment
from bot.notices.notice_kinds import STOPPED
from bot.notices.notice_rows import write_notice
from bot.people import ledger
from bot.people.erased_copies import ask_to_drop_erased
from bot.people.erasure import erase_supporters, erase_texts
from bot.people.line_types import forget_line
from bot.people.retention import clear_persons
from bot.people.stop_file import StopLine
from bot.storage.database import note_for_journal

BEFORE_PROVIDER = timedelta(hours=1)  # until then the last texts are done with, the one that says so as well


def forget_person(
    connection: Connection, supporter: int, person: bytes, unowned: Sequence[str], now: datetime, *, at_provider: bool = False
) -> None:
    """Erase a person. The rows that hang on them go with them; of calls the counts stay, for a day under a key of the number;
    of alerts, what became of them; of consent, a stop.

    `at_provider`: the provider's own log is to be cleared of them as well; until it is, the number is kept for that.
    `person`: empty bytes for a withheld number; `unowned`: their texts that wait, as erasure.find_unowned_texts() finds them.
    """
    bare = {"supporter_id": None, "key": None, "person": person or None}
    connection.execute(update(Call).where(Call.supporter_id == supporter).values(**bare))
    clear_persons(connection, now)
    if at_provider and person:
        times = (literal(now, Moment()), literal(now + BEFORE_PROVIDER, Moment()))
        asked = select(Supporter.phone, *times).where(Supporter.id == supporter)
        connection.execute(insert(ProviderErasure).from_select(["phone", "asked_at", "due_at"], asked))
    erase_supporters(connection, [supporter])
    # Files that organizers asked for may have them in it: none of these is handed out before it is made anew.
    connection.execute(
        update(Export).where(Export.state.in_(("asked", "made"))).values(state="asked", attempts=0, due_at=now, made_at=None)
    )
    ask_to_drop_erased(connection, now)
    # Who was told of them is told by the id alone: all that waited to be told of them went with them.
    write_notice(connection, STOPPED, {"supporter": supporter, "campaign": None, "channel": None, "source": "forgotten"}, now)
    if not person:
        return
    note_for_journal(connection, str(StopLine(at=now, deed="forgotten", person=person)))
    erase_texts(connection, person, unowned)
    ledger.erase_from_ledger(connection, person)
    forget_line(connection, person)
    connection.execute(delete(LineReport).where(LineReport.person == person))
