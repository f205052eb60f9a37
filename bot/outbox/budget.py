"""What alerts cost: counted before each leaves, against a cap that a campaign has for a day (UTC)."""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, bindparam, select, update

from bot.models import Spend
from bot.storage.database import insert_into

DOLLAR = 1_000_000  # in the table's unit

_SPENT = select(Spend.micros).where(Spend.campaign == bindparam("campaign"), Spend.day == bindparam("day"))
_GIVE_BACK = (
    update(Spend)
    .where(Spend.campaign == bindparam("of"), Spend.day == bindparam("on"))
    .values(segments=Spend.segments - bindparam("count"), micros=Spend.micros - bindparam("sum"))
)


@dataclass(slots=True)
class Budget:
    """What a campaign may still spend on a day, while a batch is claimed. `left` and `price` (of a segment) in micros."""

    campaign: str
    day: str
    price: int
    cap: int
    left: int
    taken: int = 0
    is_spent: bool = False

    @classmethod
    def of(cls, connection: Connection, campaign: str, now: datetime, price: int, cap: int) -> "Budget":
        day = now.astimezone(UTC).date().isoformat()
        spent = connection.execute(_SPENT, {"campaign": campaign, "day": day}).scalar() or 0
        return cls(campaign, day, price, cap, cap - spent)

    def take(self, segments: int) -> bool:
        """Spend this, if there is as much."""
        if segments * self.price > self.left:
            self.is_spent = True
            return False
        self.left -= segments * self.price
        self.taken += segments
        return True

    @property
    def reason(self) -> str:
        """Why nothing more is sent, for the organizer."""
        dollars = f"${self.cap / DOLLAR:.2f}"
        return (
            f"spending: {self.campaign} has reached {dollars} for {self.day} (UTC); raise SPEND_CAP, or resume on another day"
        )

    def write(self, connection: Connection) -> None:
        """Add what was taken to the campaign's day."""
        values = {"campaign": self.campaign, "day": self.day, "segments": self.taken, "micros": self.taken * self.price}
        row = insert_into(connection, Spend).values(**values)
        more = {"segments": Spend.segments + row.excluded.segments, "micros": Spend.micros + row.excluded.micros}
        connection.execute(row.on_conflict_do_update(index_elements=["campaign", "day"], set_=more))


def give_back(connection: Connection, campaign: str, day: str, segments: int, price: int) -> None:
    """Take from a day what did not leave after all."""
    if segments:
        connection.execute(_GIVE_BACK, {"of": campaign, "on": day, "count": segments, "sum": segments * price})
