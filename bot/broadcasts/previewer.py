"""What everybody needs who works on broadcasts: texts, audiences and rows, each by the officials that are in use now.

Built once by bot/assembly. Remembers what was worked out for a day and a set of tables.
"""

from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime
from functools import lru_cache
from threading import Lock

from sqlalchemy import Connection
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.broadcasts.alert_file import Around
from bot.broadcasts.alert_form import read_form
from bot.broadcasts.alert_texts import CampaignNotLive, Names, Texts, WrittenBroadcast, names_an_official, role_of
from bot.broadcasts.audience import Audience, audience_of
from bot.broadcasts.drafts import read_draft
from bot.broadcasts.expand import make_deliveries
from bot.broadcasts.lifecycle import Draft, Status, begun_campaign
from bot.broadcasts.preview import Limits, Preview, QuickCount, count_audience, make_preview
from bot.broadcasts.repeats import Repeat, find_repeat
from bot.broadcasts.sample_recipient import SampleRecipient, next_recipient
from bot.campaign_versions.serving import ServedCampaigns
from bot.campaigns import Campaign
from bot.officials.directory import Directory
from bot.officials.office_hours import Hours, hours_of
from bot.officials.residency import Residency
from bot.officials.serving import Directories
from bot.storage.database import Database

# Which of these lines are not to be given out at a moment; asked with the hours of each.
Flagged = Callable[[Collection[str], Callable[[str], Hours], datetime], frozenset[str]]
AT_ONCE = 2  # previews for people who wait


class Previewer:
    """`limits`: what every alert is bound by, as set up here."""

    def __init__(
        self,
        database: Database,
        directories: Directories,
        campaigns: ServedCampaigns,
        names: Names,
        limits: Limits,
        flagged: Flagged,
    ) -> None:
        self.database, self.directories, self.campaigns = database, directories, campaigns
        self.names, self.limits = names, limits
        self._ask_flagged = flagged
        self._flagged = lru_cache(maxsize=8)(self._find_flagged)
        self._waited_for = ThreadPoolExecutor(AT_ONCE, "preview")
        self._lock = Lock()
        self._residency = lru_cache(maxsize=1)(Residency)
        self._texts = lru_cache(maxsize=4)(self._make_texts)  # each remembers thousands of texts

    def around(self, now: datetime) -> Around:
        """What a plan is held against."""
        return Around(
            campaigns=self.campaigns.current,
            directory=self.directories.current,
            names=self.names,
            now=now,
            begun=self._begun,
        )

    def residency(self, now: datetime) -> Residency:
        """Who lives where, by the tables and the day."""
        with self._lock:
            return self._residency(self.directories.current, now.date())

    def texts(self, broadcast: WrittenBroadcast, now: datetime) -> Texts:
        """What a broadcast says, of its row or a draft. Raises CampaignNotLive."""
        campaign, directory = self._campaign(broadcast.campaign), self.directories.current
        flagged = frozenset[str]()
        if names_an_official(broadcast):
            minute = now.replace(second=0, microsecond=0)  # once a minute, for all lines that may be named
            flagged = self._flagged(role_of(broadcast, campaign), directory, minute)
        with self._lock:
            return self._texts(_Key(broadcast, campaign), directory, now.date(), flagged)

    def make_page(self, id: int, now: datetime) -> bool:
        """Make the next page of rows of a broadcast that is being sent; True while there are more."""
        return make_deliveries(self.database, self.residency(now), self.campaigns.current, id, now)

    def preview(self, draft: Draft, now: datetime) -> Preview:
        """What a draft will be, sent at its time or now. Raises OperationalError where the database takes minutes for it
        (storage.database.is_too_slow)."""
        audience, residency = self._audience(draft, now)
        with self.database.patient_read() as connection:
            return make_preview(connection, draft, audience, self.texts(draft, now), residency, self.limits, now)

    def preview_of_form(self, id: int, now: datetime) -> Preview | str | None:
        """The same of a draft that is written in the console; what is wrong where it cannot be sent, None where it is none."""
        with self.database.read() as connection:
            written = read_draft(connection, id)
        if written is None or written.state != "draft":
            return None
        draft = read_form(written.form, self.around(now)).draft
        try:
            return "unfit" if draft is None else self.preview(draft, now)
        except CampaignNotLive as why:
            return str(why)

    def count(self, connection: Connection, draft: Draft, now: datetime) -> QuickCount:
        """How many are in the audience of a draft, while one waits for it."""
        return count_audience(connection, *self._audience(draft, now))

    def repeat(self, connection: Connection, draft: Draft, now: datetime) -> Repeat | None:
        """An alert with the same words to some of the same people within a day; None where there is none."""
        return find_repeat(connection, draft, *self._audience(draft, now), now)

    def recipient(self, connection: Connection, draft: Draft, now: datetime, after: int = 0) -> SampleRecipient | None:
        """The next of those who would get a draft, by their ids, with the text as they get it; None where there is no other."""
        return next_recipient(connection, *self._audience(draft, now), self.texts(draft, now), after)

    def _begun(self, id: int) -> str | None:
        with self.database.read() as connection:
            return begun_campaign(connection, id)

    def _audience(self, draft: Draft, now: datetime) -> tuple[Audience, Residency]:
        residency = self.residency(now)
        return audience_of(draft, self._campaign(draft.campaign).languages[0], residency.directory), residency

    def asleep(self, found: Status, now: datetime) -> int:
        """How many of a broadcast's queued deliveries wait for the hours of their zone."""
        return sum(count for zone, count in found.zones.items() if not self.limits.is_open(zone, now))

    def preview_within(self, seconds: float, draft: Draft, now: datetime) -> Preview | None:
        """The same for somebody who waits for it; None where it takes longer, or the database gives up."""
        asked = self._waited_for.submit(self.preview, draft, now)
        try:
            return asked.result(seconds)
        except (TimeoutError, PoolTimeout, OperationalError):
            asked.cancel()
            return None

    def _make_texts(self, key: "_Key", directory: Directory, today: date, flagged: frozenset[str]) -> Texts:
        return Texts(key.broadcast, key.campaign, directory, self.names, today, flagged)

    def _find_flagged(self, role: str, directory: Directory, now: datetime) -> frozenset[str]:
        offices = {line.id: (line, each) for each in directory.all_records(role) for line in each.lines}

        def hours(id: str) -> Hours:
            line, record = offices[id]
            return hours_of(line, record.role, record.division)

        return self._ask_flagged(offices, hours, now)

    def _campaign(self, id: str) -> Campaign:
        campaign = self.campaigns.current.get(id)
        if campaign is None:
            raise CampaignNotLive(f"there is no campaign {id} any more; put its file back")
        if campaign.state != "live":
            raise CampaignNotLive(f"{id} is {campaign.state}; {self.campaigns.way_back(campaign)}")
        return campaign


class _Key:
    """A broadcast by what its texts depend on: two rows of the same one share them, as long as its campaign is the same."""

    __slots__ = ("broadcast", "campaign", "words")

    def __init__(self, broadcast: WrittenBroadcast, campaign: Campaign) -> None:
        self.broadcast, self.campaign = broadcast, campaign
        parts = (broadcast.texts, broadcast.fallbacks, broadcast.pictures or {})
        said = (tuple(sorted(each.items())) for each in parts)
        self.words = (broadcast.campaign, campaign.version, broadcast.audience_filter.get("official"), *said)

    def __hash__(self) -> int:
        return hash(self.words)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Key) and self.words == other.words
