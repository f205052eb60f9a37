"""The one text that asks whom a list or our page claims, as a broadcast: who replies JOIN gets the alerts."""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta
from typing import Literal

from sqlalchemy import Connection, bindparam, delete, insert, or_, select

from bot.campaigns import Campaign
from bot.locale import in_each, phrase
from bot.models import Broadcast, BroadcastCount, Delivery
from bot.outbox.delivery_counts import CountChanges, Standing
from bot.storage.database import insert_new, key_of

# Who answers after this long no longer remembers what it is about.
EXPIRES = timedelta(days=7)

# Where the agreements stand, as the question says it.
A_LIST: Mapping[str, str] = in_each("confirmation.a_list")
OUR_PAGE: Mapping[str, str] = in_each("confirmation.our_page")
LONGEST_WHO = 40


def confirmation_texts(
    campaign: Campaign, organization: str, who: str = "", where: Mapping[str, str] = A_LIST
) -> dict[str, str]:
    """Language -> the text. `who`: the one who collected the agreements; where nobody is named, it says `where` they stand."""
    texts = dict[str, str]()
    for language in campaign.languages:
        programme = campaign.wording(language).programme
        text = phrase(
            "confirmation.asks",
            language,
            organization=organization,
            who=who or where[language],
            programme=programme.name,
            frequency=programme.frequency,
        )
        texts[language] = text.replace("{", "{{").replace("}", "}}")  # nothing is filled in any more
    return texts


def begin_confirmation(
    connection: Connection,
    campaign: Campaign,
    texts: Mapping[str, str],
    audience_filter: Mapping[str, str],
    now: datetime,
    *,
    state: Literal["sending", "draft"] = "sending",
) -> int:
    """Make the broadcast; its id. The caller makes its deliveries, so its audience is complete.

    `audience_filter`: by what they came. `state`: a draft waits until somebody starts it.
    """
    values = {
        "kind": "confirmation",
        "campaign": campaign.id,
        "state": state,
        "reason": "",
        "audience_filter": dict(audience_filter),
        "texts": dict(texts),
        "fallbacks": {},
        "audience_at": 0,
        "audience_end": 0,
        "created_at": now,
        "starts_at": now,
        "expires_at": now + EXPIRES,
    }
    return key_of(connection.execute(insert(Broadcast).values(**values)))


def ask_supporters(connection: Connection, broadcast: int, zones: Mapping[int, str]) -> None:
    """Make a delivery for each of these supporters, id -> zones, who has none in this broadcast."""
    rows = [
        {"broadcast_id": broadcast, "supporter_id": id, "state": "queued", "zone": zone, "attempts": 0}
        for id, zone in zones.items()
    ]
    changes = CountChanges()
    for id in insert_new(connection, Delivery, rows, Delivery.supporter_id):
        assert id is not None
        changes.add(broadcast, Standing("queued", zone=zones[id]))
    changes.write(connection)


# A question that has left, may have, or still may: all but what ended, or ends now, without ever having been on its way.
_ASKED = (
    select(Delivery.supporter_id)
    .join(Broadcast, Broadcast.id == Delivery.broadcast_id)
    .where(
        Delivery.supporter_id.in_(bindparam("supporters", expanding=True)),
        Broadcast.kind == "confirmation",
        Broadcast.campaign == bindparam("campaign"),
        or_(
            Delivery.failures > 0,
            Delivery.sent_at.is_not(None),
            Delivery.state.in_(("sending", "unknown", "waiting", "sent", "delivered")),
            (Delivery.state == "queued") & (Broadcast.state != "cancelled") & (Broadcast.expires_at > bindparam("now")),
        ),
    )
)


def unasked_supporters(connection: Connection, campaign: str, supporters: Collection[int], now: datetime) -> set[int]:
    """Those of these supporters whom no question about the campaign's alerts reached, may have reached, or will reach."""
    asked = connection.execute(_ASKED, {"supporters": list(supporters), "campaign": campaign, "now": now}).scalars()
    return set(supporters) - set(asked)


def drop_confirmation(connection: Connection, broadcast: int) -> None:
    """Take the broadcast out again: there was nobody to ask, or no delivery of it is left."""
    connection.execute(delete(BroadcastCount).where(BroadcastCount.broadcast_id == broadcast))
    connection.execute(delete(Broadcast).where(Broadcast.id == broadcast))
