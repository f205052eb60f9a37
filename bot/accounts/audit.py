"""The log of what organizers did: who, when, what, from, to. Written in the transaction of what was done."""

from collections.abc import Sequence
from datetime import datetime
from typing import Literal, NamedTuple

from sqlalchemy import Connection, insert, select

from bot.models import AuditEntry
from bot.people.organizers import bound_to

PAGE = 50
LONGEST = 2000  # characters kept of what was, and what came

# Each has its words under `audit.acts` of the console's catalogues: the page Log shows no act without.
AuditAct = Literal[
    "signed_in",
    "password_changed",
    "session_ended",
    "second_factor_set",
    "phone_given",
    "second_factor_cleared",
    "demo_made",
    "person_added",
    "person_removed",
    "role_changed",
    "key_made",
    "key_ended",
    "link_given",
    "alert_paused",
    "supporter_added",
    "supporter_opened",
    "supporter_stopped",
    "supporter_forgotten",
    "supporter_moved",
    "supporter_noted",
    "exported",
    "export_asked",
    "export_fetched",
    "bad_rows_fetched",
    "list_uploaded",
    "list_columns_set",
    "list_imported",
    "list_cancelled",
    "list_discarded",
    "answered_by_hand",
    "thread_read",
    "inbox_done",
    "inbox_opened",
    "inbox_assigned",
    "phrase_drafted",
    "phrase_used",
    "phrase_removed",
    "provider_set_up",
    "official_corrected",
    "correction_undone",
    "list_used",
    "list_removed",
    "line_cleared",
    "update_asked",
    "alert_written",
    "alert_changed",
    "alert_tested",
    "alert_approved",
    "alert_sent",
    "alert_scheduled",
    "alert_resumed",
    "campaign_made",
    "campaign_saved",
    "campaign_tested",
    "campaign_launched",
    "campaign_paused",
    "campaign_resumed",
    "campaign_ended",
    "alert_cancelled",
    "sheet_made",
    "sheet_ended",
    "connection_added",
    "connection_changed",
    "connection_tested",
    "connection_replayed",
    "connection_switched",
    "connection_secret",
    "connection_removed",
]


class Actor(NamedTuple):
    """Who does something; `session`: the id of the session they do it in, None from the command line."""

    organizer_id: int | None
    name: str
    role: str
    session: int | None = None


class AuditRow(NamedTuple):
    """An entry as its table has it; `at` in UTC."""

    id: int
    at: datetime
    who: str
    role: str
    act: str
    thing: str
    before: str
    after: str


def record_act(
    connection: Connection, actor: Actor, act: AuditAct, thing: str, now: datetime, *, before: str = "", after: str = ""
) -> None:
    """Add an entry. `act`: also a key under `audit.acts.` of the console's catalogues; `thing`: "alert 12".

    Never a number or the words of a supporter.
    """
    connection.execute(
        insert(AuditEntry).values(
            organizer_id=actor.organizer_id,
            who=actor.name,
            role=actor.role,
            act=act,
            thing=thing[:128],
            before=before[:LONGEST],
            after=after[:LONGEST],
            session=actor.session,
            at=now,
        )
    )


def audit_page(
    connection: Connection, *, thing: str = "", before_id: int | None = None, campaign: str = ""
) -> Sequence[AuditRow]:
    """A page of entries, the newest first. `thing`: of this thing alone; `before_id`: those older than this entry; `campaign`:
    what those did who see this campaign alone, "" for all: an entry about a person names no campaign."""
    query = select(
        AuditEntry.id,
        AuditEntry.at,
        AuditEntry.who,
        AuditEntry.role,
        AuditEntry.act,
        AuditEntry.thing,
        AuditEntry.before,
        AuditEntry.after,
    )
    if thing:
        query = query.where(AuditEntry.thing == thing)
    if before_id is not None:
        query = query.where(AuditEntry.id < before_id)
    if campaign:
        query = query.where(AuditEntry.organizer_id.in_(bound_to(campaign)))
    return [AuditRow._make(row) for row in connection.execute(query.order_by(AuditEntry.id.desc()).limit(PAGE))]
