"""Changes campaigns: drafts, launches, and the states between draft and ended. Versions themselves are only added.

All of it in the caller's transaction, which also writes who did it into the log of acts.
"""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, insert, update

from bot.campaign_versions.version_rows import CampaignRow, digest_of, find_campaign, last_number, version_text
from bot.campaigns.model import State
from bot.models import CampaignState, CampaignVersion
from bot.storage.database import insert_into

NAME_LENGTH, NOTE_LENGTH = 64, 200
# State -> the states that it may be left for; a launch leads to live from all of them.
MOVES: dict[State, tuple[State, ...]] = {
    "draft": ("ended",),
    "live": ("paused", "ended"),
    "paused": ("live", "ended"),
    "ended": (),
}


class Author(NamedTuple):
    """Who changes a campaign; `id`: of an organizer, None for the command line and for files."""

    id: int | None
    name: str


FILES = Author(None, "")


class Stale(NamedTuple):
    """Somebody else saved meanwhile: the version that is the newest now."""

    newest: int


def add_version(
    connection: Connection, id: str, text: str, author: Author, now: datetime, *, note: str = "", made_from: int | None = None
) -> int:
    """Write a version down; gives its number. The caller holds the campaign's row."""
    number = last_number(connection, id) + 1
    connection.execute(
        insert(CampaignVersion).values(
            campaign=id,
            number=number,
            text=text,
            sha256=digest_of(text),
            author_id=author.id,
            author=author.name[:NAME_LENGTH],
            note=note[:NOTE_LENGTH],
            made_at=now,
            from_number=made_from,
        )
    )
    return number


def add_campaign(
    connection: Connection, id: str, text: str, author: Author, now: datetime, *, note: str = "", state: State = "draft"
) -> bool:
    """A new campaign with its first version, a draft; in another state only for a file, which then serves as it says. False
    where there is one of that id."""
    is_draft = state == "draft"
    row = insert_into(connection, CampaignState).values(
        id=id,
        state=state,
        live_version=None if is_draft else 1,
        draft_version=1 if is_draft else None,
        from_files=author is FILES,
        changes=1,
        changed_at=now,
        changed_by=author.name[:NAME_LENGTH],
    )
    if connection.execute(row.on_conflict_do_nothing().returning(CampaignState.id)).first() is None:
        return False
    add_version(connection, id, text, author, now, note=note)
    return True


def save_version_draft(
    connection: Connection, id: str, text: str, *, based_on: int, author: Author, now: datetime, note: str = ""
) -> int | Stale:
    """Keep what somebody wrote as the draft; gives its version. Nothing new in it is no new version.

    `based_on`: the version that they saw; where a newer one is there by now, nothing is written. LookupError for no campaign.
    """
    row = _held(connection, id)
    if row.newest != based_on:
        return Stale(row.newest)
    if version_text(connection, id, based_on) == text:
        return based_on
    number = add_version(connection, id, text, author, now, note=note, made_from=based_on)
    change_campaign(connection, row, author, now, draft_version=number, from_files=False)
    return number


def launch_version(connection: Connection, id: str, number: int, author: Author, now: datetime) -> bool:
    """Let the version that is worked on serve. False where it is no longer that one: changed, or launched already."""
    row = _held(connection, id)
    if row.newest != number or (row.draft_version is None and row.state != "ended"):
        return False
    change_campaign(connection, row, author, now, state="live", live_version=number, draft_version=None, from_files=False)
    return True


def move_campaign(connection: Connection, id: str, to: State, author: Author, now: datetime) -> bool:
    """Bring a campaign to a state; False where it is in none that this one may follow, as when somebody did it already."""
    row = _held(connection, id)
    if to not in MOVES[row.state]:
        return False
    change_campaign(connection, row, author, now, state=to, from_files=False)
    return True


def change_campaign(connection: Connection, row: CampaignRow, author: Author, now: datetime, **values: object) -> None:
    """Change these columns of a campaign's row."""
    connection.execute(
        update(CampaignState)
        .where(CampaignState.id == row.id)
        .values(changes=row.changes + 1, changed_at=now, changed_by=author.name[:NAME_LENGTH], **values)
    )


def _held(connection: Connection, id: str) -> CampaignRow:
    row = find_campaign(connection, id, lock=True)
    if row is None:
        raise LookupError(f"there is no campaign {id}")
    return row
