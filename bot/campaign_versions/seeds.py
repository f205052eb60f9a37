"""Takes the files of campaigns in as versions. One serves by itself only where nothing but files ever changed its campaign."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Literal, NamedTuple

import structlog
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.campaign_versions.changes import FILES, add_campaign, add_version, change_campaign
from bot.campaign_versions.version_rows import CampaignRow, digest_of, find_campaign, version_with
from bot.campaigns import CampaignsInUse
from bot.campaigns.model import State
from bot.logging_setup import describe_error
from bot.storage.database import Database

log = structlog.get_logger()
Taken = Literal["serves", "draft", "known"]


class Seed(NamedTuple):
    """The file of a campaign: its text, and the state that it says; None for one with mistakes, which is a draft at most."""

    id: str
    text: str
    state: State | None


def seeds_of(found: CampaignsInUse) -> list[Seed]:
    """The files of a folder as they are in use, and after them those with mistakes."""
    good = [Seed(each.id, found.texts[each.id], each.state) for each in found.campaigns if each.id in found.texts]
    return [*good, *(Seed(id, text, None) for id, text in found.broken.items())]


def take_seeds(database: Database, seeds: Iterable[Seed], now: datetime) -> Mapping[str, Taken]:
    """Take files in, by id what became of each. Nothing is written for those that are known. Raises nothing: a database that is
    away takes no file's place."""
    try:
        with database.read() as connection:
            new = [seed for seed in seeds if not _is_known(connection, seed)]
            there = {seed.id for seed in new if find_campaign(connection, seed.id)}
        if not new:
            return {}
        with database.write() as connection:
            taken = {seed.id: take_seed(connection, seed, now) for seed in new}
    except (SQLAlchemyError, TimeoutError) as error:
        log.warning("campaign_files_not_taken", **describe_error(error))
        return {}
    for id, what in taken.items():
        if id in there or what == "draft":  # a first start says nothing of the files that it finds
            log.info("campaign_file_taken", campaign=id, what=what)
    return taken


def take_seed(connection: Connection, seed: Seed, now: datetime) -> Taken:
    """Take one file in: what became of it."""
    state = seed.state or "draft"
    if add_campaign(connection, seed.id, seed.text, FILES, now, state=state):
        return "draft" if seed.state is None else "serves"
    row = find_campaign(connection, seed.id, lock=True)
    assert row is not None
    number = version_with(connection, seed.id, digest_of(seed.text))
    if number is None:
        number = add_version(connection, seed.id, seed.text, FILES, now)
    elif not row.from_files:
        return "known"
    values = _values(row, seed.state, number)
    if all(getattr(row, name) == value for name, value in values.items()):
        return "known"
    change_campaign(connection, row, FILES, now, **values)
    return "serves" if row.from_files and seed.state is not None else "draft"


def _values(row: CampaignRow, state: State | None, number: int) -> dict[str, object]:
    """What a file changes in its campaign's row."""
    if not row.from_files or state is None:
        return {"draft_version": number}
    if state == "draft":
        return {"state": state, "live_version": None, "draft_version": number}
    return {"state": state, "live_version": number, "draft_version": None}


def _is_known(connection: Connection, seed: Seed) -> bool:
    row = find_campaign(connection, seed.id)
    number = version_with(connection, seed.id, digest_of(seed.text)) if row else None
    if row is None or number is None:
        return False
    return not row.from_files or all(getattr(row, name) == value for name, value in _values(row, seed.state, number).items())
