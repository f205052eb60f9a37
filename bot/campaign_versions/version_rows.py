"""Reads the rows of campaigns and their versions. What changes them is in changes.py and seeds.py."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, func, select

from bot.campaigns.model import State
from bot.models import CampaignState, CampaignVersion

PAGE = 50
STATES: Mapping[str, State] = {"draft": "draft", "live": "live", "paused": "paused", "ended": "ended"}


class CampaignRow(NamedTuple):
    """A row of `campaigns`, as models/campaigns.py describes it."""

    id: str
    state: State
    live_version: int | None
    draft_version: int | None
    from_files: bool
    changes: int
    changed_at: datetime
    changed_by: str

    @property
    def newest(self) -> int:
        """The version that one works on from here."""
        number = self.draft_version or self.live_version
        assert number is not None, f"{self.id} has no version"
        return number


class VersionRow(NamedTuple):
    """A version without its text."""

    campaign: str
    number: int
    sha256: str
    author: str
    note: str
    made_at: datetime
    from_number: int | None


class ServingRow(NamedTuple):
    """A campaign with the digest of the version that serves, None for one that has none."""

    row: CampaignRow
    sha256: str | None


_ROWS = select(
    CampaignState.id,
    CampaignState.state,
    CampaignState.live_version,
    CampaignState.draft_version,
    CampaignState.from_files,
    CampaignState.changes,
    CampaignState.changed_at,
    CampaignState.changed_by,
)
_VERSIONS = select(
    CampaignVersion.campaign,
    CampaignVersion.number,
    CampaignVersion.sha256,
    CampaignVersion.author,
    CampaignVersion.note,
    CampaignVersion.made_at,
    CampaignVersion.from_number,
)
_MARK = select(func.count(), func.sum(CampaignState.changes), func.max(CampaignState.changed_at))


def digest_of(text: str) -> str:
    """What tells one text from another."""
    return hashlib.sha256(text.encode()).hexdigest()


def look_mark(connection: Connection) -> str:
    """Another text when any campaign was changed."""
    return str(tuple(connection.execute(_MARK).one()))


def all_campaigns(connection: Connection) -> Sequence[ServingRow]:
    """Every campaign there is, by id: some dozens at most, and every process holds them all."""
    serves = (CampaignVersion.campaign == CampaignState.id) & (CampaignVersion.number == CampaignState.live_version)
    query = _ROWS.add_columns(CampaignVersion.sha256).outerjoin(CampaignVersion, serves).order_by(CampaignState.id)
    return [ServingRow(_campaign(row[:-1]), row[-1]) for row in connection.execute(query)]


def find_campaign(connection: Connection, id: str, *, lock: bool = False) -> CampaignRow | None:
    """One campaign; `lock`: until the transaction ends."""
    query = _ROWS.where(CampaignState.id == id)
    found = connection.execute(query.with_for_update() if lock else query).first()
    return None if found is None else _campaign(found)


def version_text(connection: Connection, id: str, number: int) -> str | None:
    """The YAML of a version, as it was written; None for one that there is not."""
    query = select(CampaignVersion.text).where(CampaignVersion.campaign == id, CampaignVersion.number == number)
    return connection.execute(query).scalar()


def find_version(connection: Connection, id: str, number: int) -> VersionRow | None:
    """A version without its text."""
    found = connection.execute(_VERSIONS.where(CampaignVersion.campaign == id, CampaignVersion.number == number)).first()
    return None if found is None else VersionRow._make(found)


def version_with(connection: Connection, id: str, sha256: str) -> int | None:
    """The newest version of a campaign that has this text."""
    query = select(func.max(CampaignVersion.number)).where(CampaignVersion.campaign == id, CampaignVersion.sha256 == sha256)
    return connection.execute(query).scalar()


def last_number(connection: Connection, id: str) -> int:
    """The number of a campaign's newest version, 0 for none."""
    return connection.execute(select(func.max(CampaignVersion.number)).where(CampaignVersion.campaign == id)).scalar() or 0


def versions_page(connection: Connection, id: str, before: int | None = None) -> Sequence[VersionRow]:
    """A page of a campaign's versions, the newest first; `before`: those older than this one."""
    query = _VERSIONS.where(CampaignVersion.campaign == id)
    if before is not None:
        query = query.where(CampaignVersion.number < before)
    rows = connection.execute(query.order_by(CampaignVersion.number.desc()).limit(PAGE))
    return [VersionRow._make(row) for row in rows]


def _campaign(row: Sequence[object]) -> CampaignRow:
    found = CampaignRow._make(row)
    return found._replace(state=STATES[found.state])
