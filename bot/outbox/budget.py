"""What alerts cost: counted before each leaves, against a cap that a campaign has for a day (UTC)."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, bindparam, select, update

from bot.models import Spend
from bot.storage.database import insert_into
from bot.telephony import FREE, Cost, in_dollars

_SPENT = select(Spend.micros).where(Spend.campaign == bindparam("campaign"), Spend.day == bindparam("day"))
_GIVE_BACK = (
    update(Spend)
    .where(Spend.campaign == bindparam("of"), Spend.day == bindparam("on"))
    .values(segments=Spend.segments - bindparam("count"), micros=Spend.micros - bindparam("sum"))
)


@dataclass(slots=True, kw_only=True)
class Budget:
    """What a campaign may still spend on a day, while a batch is leased."""

    campaign: str
    day: str
    cap_micros: int
    left_micros: int
    taken: Cost = FREE
    is_spent: bool = False

    @classmethod
    def of(cls, connection: Connection, campaign: str, now: datetime, cap_micros: int) -> "Budget":
        day = now.astimezone(UTC).date().isoformat()
        spent = connection.execute(_SPENT, {"campaign": campaign, "day": day}).scalar() or 0
        return cls(campaign=campaign, day=day, cap_micros=cap_micros, left_micros=cap_micros - spent)

    def take(self, cost: Cost) -> bool:
        """Spend this, if there is as much."""
        if cost.micros > self.left_micros:
            self.is_spent = True
            return False
        self.left_micros -= cost.micros
        self.taken += cost
        return True

    @property
    def reason(self) -> str:
        """Why nothing more is sent, for the organizer."""
        dollars = f"${in_dollars(self.cap_micros):.2f}"
        return (
            f"spending: {self.campaign} has reached {dollars} for {self.day} (UTC); raise SPEND_CAP, or resume on another day"
        )

    def write(self, connection: Connection) -> None:
        """Add what was taken to the campaign's day."""
        values = {"campaign": self.campaign, "day": self.day, "segments": self.taken.segments, "micros": self.taken.micros}
        row = insert_into(connection, Spend).values(**values)
        more = {"segments": Spend.segments + row.excluded.segments, "micros": Spend.micros + row.excluded.micros}
        connection.execute(row.on_conflict_do_update(index_elements=["campaign", "day"], set_=more))


def give_back(connection: Connection, campaign: str, day: str, cost: Cost) -> None:
    """Take from a day what did not leave after all."""
    if cost != FREE:
        connection.execute(_GIVE_BACK, {"of": campaign, "on": day, "count": cost.segments, "sum": cost.micros})
