"""What everybody needs who works on broadcasts: texts, audiences and rows, each by the officials that are in use now.

Built once by create_app(). Remembers what was worked out for a day and a set of tables.
"""

from datetime import date, datetime
from functools import lru_cache
from threading import Lock
from typing import Any

from bot.broadcasts.audience import audience_of, make_deliveries
from bot.broadcasts.control import Draft, Status
from bot.broadcasts.plan import Around
from bot.broadcasts.preview import Limits, Preview, preview
from bot.broadcasts.texts import CampaignGone, Names, Texts
from bot.campaigns import Campaign, Campaigns
from bot.database import Database
from bot.officials.directory import Directory
from bot.officials.homes import Homes
from bot.officials.serving import Directories


class Desk:
    """`limits`: what every alert is bound by, as set up here."""

    def __init__(
        self, database: Database, directories: Directories, campaigns: Campaigns, names: Names, limits: Limits
    ) -> None:
        self.database, self.directories, self.campaigns = database, directories, campaigns
        self.names, self.limits = names, limits
        self._lock = Lock()
        self._homes = lru_cache(maxsize=1)(Homes)
        self._texts = lru_cache(maxsize=8)(self._make_texts)

    def around(self, now: datetime) -> Around:
        """What a plan is held against."""
        return Around(self.campaigns, self.directories.current, self.names, now)

    def homes(self, now: datetime) -> Homes:
        """Who lives where, by the tables and the day."""
        with self._lock:
            return self._homes(self.directories.current, now.date())

    def texts(self, broadcast: Any, now: datetime) -> Texts:
        """What a broadcast says, of its row or a draft. Raises CampaignGone."""
        with self._lock:
            return self._texts(_Key(broadcast), self.directories.current, now.date())

    def make_page(self, id: int, now: datetime) -> bool:
        """Make the next page of rows of a broadcast that is being sent; True while there are more."""
        return make_deliveries(self.database, self.homes(now), self.campaigns, id, now)

    def preview(self, draft: Draft, now: datetime) -> Preview:
        """What a draft will be, sent at its time or now."""
        homes = self.homes(now)
        audience = audience_of(draft, self._campaign(draft.campaign).languages[0], homes.directory)
        with self.database.read() as connection:
            return preview(connection, draft, audience, self.texts(draft, now), homes, self.limits, now)

    def asleep(self, found: Status, now: datetime) -> int:
        """How many of a broadcast's queued copies wait for the hours of their zone."""
        return sum(count for zone, count in found.zones.items() if not self.limits.is_open(zone, now))

    def _make_texts(self, key: "_Key", directory: Directory, today: date) -> Texts:
        return Texts(key.broadcast, self._campaign(key.broadcast.campaign), directory, self.names, today)

    def _campaign(self, id: str) -> Campaign:
        campaign = self.campaigns.get(id)
        if campaign is None:
            raise CampaignGone(f"there is no campaign {id} any more")
        return campaign


class _Key:
    """A broadcast by what its texts depend on: two rows of the same one share them."""

    __slots__ = ("broadcast", "words")

    def __init__(self, broadcast: Any) -> None:
        self.broadcast = broadcast
        texts, fallbacks = sorted(broadcast.texts.items()), sorted(broadcast.fallbacks.items())
        self.words = (broadcast.campaign, broadcast.wanted.get("official"), tuple(texts), tuple(fallbacks))

    def __hash__(self) -> int:
        return hash(self.words)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self.words == other.words
