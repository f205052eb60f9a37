"""An alert as one of those gets it who would: their text, and as much of them as an organizer may see."""

from typing import NamedTuple

from sqlalchemy import Connection, select

from bot.broadcasts.alert_texts import Missing, Recipient, Texts
from bot.broadcasts.audience import REFUSED, Audience, audience_conditions, select_subscribers
from bot.models import Supporter
from bot.officials.residency import Residency
from bot.telephony import Content


class SampleRecipient(NamedTuple):
    """`phone`: encrypted. `content`: what they would get, or the placeholder that has no value for them."""

    id: int
    phone: bytes | None
    language: str
    zip: str | None
    content: Content | Missing


def next_recipient(
    connection: Connection, audience: Audience, residency: Residency, texts: Texts, after: int
) -> SampleRecipient | None:
    """The first of an audience whose id comes after this one and whom nothing holds back; None where there is none."""
    found = audience_conditions(connection, audience, residency).of(audience.certainty)
    query = (
        select(
            Supporter.id,
            Supporter.phone,
            Supporter.language,
            Supporter.zip,
            Supporter.chosen_divisions,
            Supporter.geocoded_divisions,
        )
        .where(select_subscribers(audience), found, REFUSED.is_(None), Supporter.id > after)
        .order_by(Supporter.id)
        .limit(1)
    )
    row = connection.execute(query).first()
    if row is None:
        return None
    recipient = Recipient(row.id, row.language, row.zip, row.chosen_divisions, row.geocoded_divisions)
    return SampleRecipient(row.id, row.phone, texts.language(row.language), row.zip, texts.render(recipient))
