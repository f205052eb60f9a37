"""A home that an organizer corrects by hand: what hung on the old one is asked again, as after MOVE."""

import secrets
from datetime import datetime

from sqlalchemy import Connection, func, insert, select, update

from bot.conversation.loading import ASIDE
from bot.engine.state import State
from bot.models import CallListEntryRow, CallListRow, Supporter, Turn
from bot.people.time_zones import zones_of


def correct_home(connection: Connection, supporter: int, phone: str | None, zip: str, now: datetime) -> bool:
    """Have a supporter live at this ZIP code; False where there is none with this id. `phone`: their number, E.164.

    Districts that they chose, or that an address of theirs lies in, are forgotten, their officials put aside, and the next text
    begins anew: it finds who represents them there, or asks. It counts as a turn, so that one of theirs at the same moment is
    done anew on what is written here.
    """
    home: dict[str, object] = {"zip": zip, "zip_area": None, "zone": zones_of(zip, phone)}
    home |= {"chosen_divisions": {}, "geocoded_divisions": {}}
    if not connection.execute(update(Supporter).where(Supporter.id == supporter).values(**home)).rowcount:
        return False
    lists = select(CallListRow.id).where(CallListRow.supporter_id == supporter)
    theirs = update(CallListEntryRow).where(CallListEntryRow.call_list_id.in_(lists))
    connection.execute(theirs.values(position=ASIDE, due_at=None))
    last = connection.execute(select(func.max(Turn.number)).where(Turn.supporter_id == supporter)).scalar()
    if last is None:
        return True
    language = connection.execute(select(Supporter.language).where(Supporter.id == supporter)).scalar()
    state = State(language=language) if language else State()
    connection.execute(
        insert(Turn).values(
            key=f"console:{secrets.token_hex(16)}",
            supporter_id=supporter,
            number=last + 1,
            call=None,
            state=state.to_json(),
            reply="",
            at=now,
        )
    )
    return True
