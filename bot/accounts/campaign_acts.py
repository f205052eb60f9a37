"""What people do to campaigns, from the console and the command line alike: each with its entry in the log of acts."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection

from bot.accounts.audit import Actor, AuditAct, record_act
from bot.broadcasts import campaign_moves
from bot.campaign_versions import changes
from bot.campaign_versions.changes import Author, Stale


def author_of(actor: Actor) -> Author:
    """Who acts, as versions name them."""
    return Author(actor.organizer_id, actor.name)


def create(connection: Connection, actor: Actor, id: str, text: str, now: datetime, *, note: str = "") -> bool:
    """A new campaign, a draft; False where there is one of that id."""
    made = changes.add_campaign(connection, id, text, author_of(actor), now, note=note)
    if made:
        record_act(connection, actor, "campaign_made", _thing(id), now, after=note)
    return made


def save(
    connection: Connection, actor: Actor, id: str, text: str, based_on: int, now: datetime, *, note: str = ""
) -> int | Stale:
    """Keep a draft: its version, or the newer one that somebody saved meanwhile. Raises LookupError for no campaign."""
    saved = changes.save_version_draft(connection, id, text, based_on=based_on, author=author_of(actor), now=now, note=note)
    if isinstance(saved, int) and saved != based_on:
        record_act(connection, actor, "campaign_saved", _thing(id), now, before=f"version {based_on}", after=f"version {saved}")
    return saved


def launch(connection: Connection, actor: Actor, id: str, number: int, now: datetime) -> bool:
    """Let a version serve; False where it is not the one that is worked on, as when somebody launched it a moment ago."""
    launched = changes.launch_version(connection, id, number, author_of(actor), now)
    if launched:
        record_act(connection, actor, "campaign_launched", _thing(id), now, after=f"version {number}")
    return launched


def pause(connection: Connection, actor: Actor, id: str, now: datetime) -> Sequence[int] | None:
    """Hold a campaign and its alerts, of which it gives the ids; None where it is not live."""
    held = campaign_moves.pause_campaign(connection, id, author_of(actor), now)
    if held is not None:
        record_act(connection, actor, "campaign_paused", _thing(id), now, before="live", after="paused")
        _record_alerts(connection, actor, "alert_paused", held, now)
    return held


def resume(connection: Connection, actor: Actor, id: str, now: datetime) -> bool:
    """Let it go on; False where it is not paused. Its alerts are resumed one by one."""
    resumed = changes.move_campaign(connection, id, "live", author_of(actor), now)
    if resumed:
        record_act(connection, actor, "campaign_resumed", _thing(id), now, before="paused", after="live")
    return resumed


def end(connection: Connection, actor: Actor, id: str, now: datetime) -> Sequence[int] | None:
    """End a campaign and cancel its alerts, of which it gives the ids; None where it has ended."""
    ended = campaign_moves.end_campaign(connection, id, author_of(actor), now)
    if ended is not None:
        record_act(connection, actor, "campaign_ended", _thing(id), now, after="ended")
        _record_alerts(connection, actor, "alert_cancelled", ended, now)
    return ended


def _record_alerts(connection: Connection, actor: Actor, act: AuditAct, ids: Sequence[int], now: datetime) -> None:
    for id in ids:
        record_act(connection, actor, act, f"alert {id}", now)


def _thing(id: str) -> str:
    return f"campaign {id}"
