"""An audience's rows in `deliveries`, one a supporter, page by page. Sends nothing."""

from datetime import datetime

from sqlalchemy import ColumnElement, Select, SelectBase, and_, bindparam, case, func, insert, literal, or_, select, update

from bot.broadcasts.audience import REFUSED, Audience, Span, audience_conditions, audience_of, select_subscribers, within_span
from bot.broadcasts.broadcast_rows import BROADCASTS, BroadcastRow
from bot.broadcasts.eligibility import WANTED
from bot.campaigns import Campaigns
from bot.locale import LANGUAGES
from bot.models import Broadcast, Delivery, Subscription, Supporter
from bot.officials.residency import Residency
from bot.outbox.delivery_counts import CountChanges, Standing
from bot.storage.database import Database

# A page locks SQLite, and on PostgreSQL its broadcast: for 20 to 50 ms. With five times as many one is no quicker.
PAGE = 10_000

# Whose rows are still to be made: of what is being sent, and of what ended before all had theirs, so that the books say who got
# none, and why (sweep.py skips them).
UNMADE = and_(
    or_(Broadcast.audience_at.is_(None), Broadcast.audience_at < Broadcast.audience_end),
    or_(
        Broadcast.state == "sending",
        and_(Broadcast.state == "paused", Broadcast.expires_at <= bindparam("now", type_=Broadcast.expires_at.type)),
        and_(Broadcast.state == "cancelled", Broadcast.starts_at <= Broadcast.ended_at),
    ),
)


def make_deliveries(
    database: Database, residency: Residency, campaigns: Campaigns, broadcast_id: int, now: datetime, page: int = PAGE
) -> bool:
    """Make the rows of the next page of a broadcast. True while there are more; False once all are made, or where none are due.

    Everything is looked up before the one transaction that writes, so that it is short. Whoever makes the same page at the same
    time makes it once: the second finds that the broadcast has gone on.
    """
    with database.read() as connection:
        found = connection.execute(_BROADCAST, {"id": broadcast_id, "now": now}).first()
        if found is None:
            return False
        row = BroadcastRow._make(found)
        campaign = campaigns.get(row.campaign)
        after = row.audience_at or 0
        end = row.audience_end
        if end is None:
            end = int(connection.execute(select(func.coalesce(func.max(Supporter.id), 0))).scalar_one())
        audience = audience_of(row, campaign.languages[0] if campaign else LANGUAGES[0], residency.directory)
        upto = connection.execute(_page_end(audience, (after, end), page)).scalar() or end
        span = (int(after), int(upto))
        wanted = audience_conditions(connection, audience, residency, span).of(audience.certainty)
    rows = _rows(broadcast_id, audience, span, wanted)
    with database.write() as connection:
        moved = connection.execute(
            update(Broadcast)
            .where(Broadcast.id == broadcast_id, Broadcast.state == row.state)
            .where(Broadcast.audience_at.is_not_distinct_from(row.audience_at))
            .values(audience_at=upto, audience_end=end)
        )
        if not moved.rowcount:
            return True
        connection.execute(insert(Delivery).from_select(DELIVERED, rows, include_defaults=False))
        changes = CountChanges()
        for state, error, zone, count in connection.execute(_MADE, {"id": broadcast_id, "after": span[0], "upto": span[1]}):
            changes.add(broadcast_id, Standing(state, error, zone=zone), count)
        changes.write(connection)
    return bool(upto < end)


_BROADCAST = BROADCASTS.where(Broadcast.id == bindparam("id"), UNMADE)
_MADE = (
    select(Delivery.state, Delivery.error, Delivery.zone, func.count())
    .where(
        Delivery.broadcast_id == bindparam("id"),
        Delivery.supporter_id > bindparam("after"),
        Delivery.supporter_id <= bindparam("upto"),
    )
    .group_by(Delivery.state, Delivery.error, Delivery.zone)
)
DELIVERED = ("broadcast_id", "supporter_id", "state", "zone", "error", "attempts", "failures")


def _page_end(audience: Audience, span: Span, page: int) -> Select[int]:
    """The last supporter of a page; nothing where fewer are left."""
    return (
        select(Subscription.supporter_id)
        .where(
            Subscription.programme == audience.campaign,
            Subscription.state == WANTED[audience.kind],
            within_span(Subscription.supporter_id, span),
        )
        .order_by(Subscription.supporter_id)
        .offset(page - 1)
        .limit(1)
    )


def _rows(broadcast_id: int, audience: Audience, span: Span, wanted: ColumnElement[bool]) -> SelectBase:
    return (
        select(
            literal(broadcast_id),
            Supporter.id,
            case((REFUSED.is_(None), literal("queued")), else_=literal("skipped")),
            func.coalesce(Supporter.zone, ""),
            REFUSED,
            literal(0),
            literal(0),
        )
        .where(select_subscribers(audience, span), wanted)
        .order_by(Subscription.supporter_id)
        # Nobody is erased before their row is there: it would be of somebody who is not (bot/people/erasure.py).
        .with_for_update(of=Supporter, read=True, key_share=True)
    )
