"""Alerts and their deliveries as rows: what was sent, how it went, what it led to. No words of a delivery."""

from collections import Counter
from collections.abc import Iterator

from sqlalchemy import func, select

from bot.exports.export_request import ExportRequest
from bot.exports.row_pages import ExportSource
from bot.locale import LANGUAGES
from bot.models import Broadcast, BroadcastResult, Delivery, Supporter
from bot.models.broadcasts import DELIVERY_STATES, UNDER_WAY_STATES
from bot.outbox.delivery_counts import CountRow, read_counts
from bot.tabular.saved_tables import Row

RESULTS = ("replies", "left", "callers", "calls", "connected", "reached")
ALERT_COLUMNS = (
    *("id", "kind", "campaign", "state", "reason", "created_at", "starts_at", "ended_at", "recipients"),
    *("queued", "under_way", "sent", "delivered", "failed", "skipped", "segments", "picture_messages"),
    *RESULTS,
    *(f"text_{language}" for language in LANGUAGES),
)
DELIVERY_COLUMNS = (
    *("id", "alert", "campaign", "phone", "kind", "state", "at", "sent_at", "segments"),
    *("error", "error_cause", "provider_id"),
)
COUNTED_AS = {state: "under_way" if state in UNDER_WAY_STATES else state for state in DELIVERY_STATES}


def alert_rows(source: ExportSource, request: ExportRequest) -> Iterator[Row]:
    """A row an alert, as ALERT_COLUMNS. What it led to within a week is empty until it is counted."""
    query = select(
        *(Broadcast.id, Broadcast.kind, Broadcast.campaign, Broadcast.state, Broadcast.reason, Broadcast.created_at),
        *(Broadcast.starts_at, Broadcast.ended_at, Broadcast.texts),
        *(getattr(BroadcastResult, name) for name in RESULTS),
    )
    query = query.join(BroadcastResult, BroadcastResult.broadcast_id == Broadcast.id, isouter=True)
    query = query.where(*source.between(func.coalesce(Broadcast.starts_at, Broadcast.created_at), request))
    if request.campaign:
        query = query.where(Broadcast.campaign == request.campaign)
    for page in source.pages(query, Broadcast.id):
        with source.read() as connection:
            counts = read_counts(connection, [row.id for row in page])
        for row in page:
            of_it = [each for each in counts if each.broadcast_id == row.id]
            texts = [row.texts.get(language) for language in LANGUAGES]
            yield (*row[:8], *_counted(of_it), *(getattr(row, name) for name in RESULTS), *texts)


def _counted(counts: list[CountRow]) -> Row:
    """From `recipients` to `picture_messages`."""
    by_state = Counter[str]()
    for each in counts:
        by_state[COUNTED_AS[each.state]] += each.n
    states = [by_state[name] for name in dict.fromkeys(COUNTED_AS.values())]
    return sum(states), *states, sum(each.segments for each in counts), sum(each.pictures for each in counts)


def delivery_rows(source: ExportSource, request: ExportRequest) -> Iterator[Row]:
    """A row a text or a call that we started towards somebody, as DELIVERY_COLUMNS; `alert` is empty for what a conversation
    started."""
    at = func.coalesce(Delivery.sent_at, Delivery.leased_at, Delivery.created_at)
    query = select(
        *(Delivery.id, Delivery.broadcast_id, Broadcast.campaign, Supporter.phone, Delivery.kind, Delivery.state),
        *(func.coalesce(Delivery.leased_at, Delivery.created_at).label("at"), Delivery.sent_at, Delivery.segments),
        *(Delivery.error, Delivery.error_cause, Delivery.provider_id),
    )
    query = query.join(Supporter, Supporter.id == Delivery.supporter_id)
    query = query.join(Broadcast, Broadcast.id == Delivery.broadcast_id, isouter=True)
    query = query.where(*source.between(at, request))
    if request.campaign:
        query = query.where(Broadcast.campaign == request.campaign)
    for page in source.pages(query, Delivery.id):
        for row in page:
            of_what = (row.id, row.broadcast_id, row.campaign, source.phone(row.phone))
            yield *of_what, *row[4:]
