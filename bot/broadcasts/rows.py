"""An audience's rows in `deliveries`, one a supporter, page by page. Sends nothing."""

from typing import Any

from sqlalchemy import ColumnElement, Select, bindparam, case, func, insert, literal, select, update

from bot.broadcasts.audience import REFUSED, Audience, Span, audience_of, conditions, subscribers, within
from bot.broadcasts.rules import WANTED
from bot.campaigns import Campaigns
from bot.database import Database
from bot.models import Broadcast, Delivery, Subscription, Supporter
from bot.officials.homes import Homes

PAGE = 10_000  # a page locks SQLite for about 20 ms


def make_deliveries(database: Database, homes: Homes, campaigns: Campaigns, broadcast_id: int, page: int = PAGE) -> bool:
    """Make the rows of the next page of a broadcast that is being sent. True while there are more; False once all are made, or
    when it is not being sent, or its campaign is gone.

    Everything is looked up before the one transaction that writes, so that it is short. Whoever makes the same page at the same
    time makes it once: the second finds that the broadcast has gone on.
    """
    with database.read() as connection:
        row = connection.execute(_BROADCAST, {"id": broadcast_id}).first()
        campaign = campaigns.get(row.campaign) if row else None
        if row is None or campaign is None or row.state != "sending":
            return False
        after = row.audience_at or 0
        end = row.audience_end
        if end is None:
            end = int(connection.execute(select(func.coalesce(func.max(Supporter.id), 0))).scalar_one())
        if row.audience_at is not None and after >= end:
            return False
        audience = audience_of(row, campaign.languages[0], homes.directory)
        upto = connection.execute(_page_end(audience, (after, end), page)).scalar() or end
        span = (int(after), int(upto))
        wanted = conditions(connection, audience, homes, span).of(audience.certainty)
    rows = _rows(broadcast_id, audience, span, wanted)
    with database.write() as connection:
        moved = connection.execute(
            update(Broadcast)
            .where(Broadcast.id == broadcast_id, Broadcast.state == "sending")
            .where(Broadcast.audience_at.is_not_distinct_from(row.audience_at))
            .values(audience_at=upto, audience_end=end)
        )
        if not moved.rowcount:
            return True
        connection.execute(insert(Delivery).from_select(DELIVERED, rows, include_defaults=False))
    return bool(upto < end)


_BROADCAST = select(
    Broadcast.kind, Broadcast.campaign, Broadcast.state, Broadcast.wanted, Broadcast.audience_at, Broadcast.audience_end
).where(Broadcast.id == bindparam("id"))
DELIVERED = ("broadcast_id", "supporter_id", "state", "zone", "error", "attempts", "failures")


def _page_end(audience: Audience, span: Span, page: int) -> Select[Any]:
    """The last supporter of a page; nothing where fewer are left."""
    return (
        select(Subscription.supporter_id)
        .where(
            Subscription.programme == audience.campaign,
            Subscription.state == WANTED[audience.kind],
            within(Subscription.supporter_id, span),
        )
        .order_by(Subscription.supporter_id)
        .offset(page - 1)
        .limit(1)
    )


def _rows(broadcast_id: int, audience: Audience, span: Span, wanted: ColumnElement[bool]) -> Select[Any]:
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
        .where(subscribers(audience, span), wanted)
        .order_by(Subscription.supporter_id)
        # Nobody of them is erased before their row is there: then it would be of somebody who is not.
        .with_for_update(of=Supporter, read=True, key_share=True)
    )
