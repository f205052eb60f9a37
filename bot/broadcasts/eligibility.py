"""Whether a delivery may leave now: one table, asked when it is leased and again right before it leaves. Pure."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Protocol

from bot.people.no_text_reasons import ERASED, IN_DOUBT, NOT_TEXTABLE, STOPPED

# What a subscription has to be for each kind: who answers the question of an import or of our page is active from then on.
WANTED: Mapping[str, str] = {"alert": "active", "confirmation": "pending"}
# States of other alerts that count in somebody's week: those that reached them, or may have.
COUNTED = ("sending", "unknown", "sent", "delivered")
ENDED_SUBSCRIPTION = "not subscribed"
CAPPED = "capped"
EXPIRED = "expired"
CANCELLED = "cancelled"


class PendingDelivery(Protocol):
    """A delivery that may leave, with what is known of its supporter by now. `had`: alerts they got within seven days.
    `subscription`: its state, None for none; `phone`: None for one who was erased, or whose number is withheld."""

    @property
    def phone(self) -> bytes | None: ...
    @property
    def stopped(self) -> bool | None: ...
    @property
    def doubted_at(self) -> datetime | None: ...
    @property
    def sms_reachable(self) -> bool | None: ...
    @property
    def subscription(self) -> str | None: ...
    @property
    def kind(self) -> str: ...
    @property
    def had(self) -> int: ...


# Why a delivery is skipped: the first that holds is written down. Who asked for silence comes before what is merely in the way.
SKIPPED: tuple[tuple[str, Callable[[PendingDelivery, int], bool]], ...] = (
    (ERASED, lambda delivery, most: delivery.phone is None),
    (STOPPED, lambda delivery, most: bool(delivery.stopped)),
    (IN_DOUBT, lambda delivery, most: delivery.doubted_at is not None),
    (ENDED_SUBSCRIPTION, lambda delivery, most: delivery.subscription != WANTED[delivery.kind]),
    (NOT_TEXTABLE, lambda delivery, most: not delivery.sms_reachable),
    (CAPPED, lambda delivery, most: delivery.kind == "alert" and delivery.had >= most),
)


def delivery_refusal(delivery: PendingDelivery, alerts_a_week: int) -> str | None:
    """Why this delivery must not leave; None where it may."""
    return next((reason for reason, holds in SKIPPED if holds(delivery, alerts_a_week)), None)
