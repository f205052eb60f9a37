"""The one text that asks who is on a list whether they want the alerts, as a broadcast: who replies JOIN gets them."""

from collections.abc import Mapping
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, insert

from bot.campaigns import Campaign
from bot.engine.languages import LANGUAGES
from bot.models import Broadcast, Delivery

# Who answers after this long no longer remembers what it is about.
EXPIRES = timedelta(days=7)

# What the CTIA's principles (5.1.2.1) want of it: the programme, how often, rates, help, the way out; and who says so.
ASKS: Mapping[str, str] = {
    "en": (
        "{organization}: {who} says that you want {programme}, {frequency}. Reply JOIN to get them; else you hear no more of "
        "this. Msg & data rates may apply. Reply HELP for help, STOP for no texts."
    ),
    "es": (
        "{organization}: según {who}, usted quiere {programme}, {frequency}. Responda UNIRME para recibirlas; si no, no le "
        "escribimos más sobre esto. Pueden aplicarse tarifas. Responda AYUDA para ayuda, STOP para no recibir mensajes."
    ),
}
A_LIST: Mapping[str, str] = {"en": "a sign-up list", "es": "una lista de inscripción"}
LONGEST_WHO = 40


def confirmation_texts(campaign: Campaign, organization: str, who: str) -> dict[str, str]:
    """Language -> the text. `who`: the one who collected the agreements, "" for a list without a name."""
    texts = dict[str, str]()
    for language in LANGUAGES:
        programme = campaign.wording(language).programme
        text = ASKS[language].format(
            organization=organization,
            who=who or A_LIST[language],
            programme=programme.name,
            frequency=programme.frequency,
        )
        texts[language] = text.replace("{", "{{").replace("}", "}}")  # nothing is filled in any more
    return texts


def begin(connection: Connection, campaign: Campaign, texts: Mapping[str, str], now: datetime) -> int:
    """Make the broadcast of an import; its id. The import makes its deliveries, so its audience is complete."""
    values = {
        "kind": "confirmation",
        "campaign": campaign.id,
        "state": "sending",
        "reason": "",
        "wanted": {"import": now.isoformat()},
        "texts": dict(texts),
        "fallbacks": {},
        "audience_at": 0,
        "audience_end": 0,
        "created_at": now,
        "starts_at": now,
        "expires_at": now + EXPIRES,
    }
    made = connection.execute(insert(Broadcast).values(**values)).inserted_primary_key
    assert made is not None
    return int(made[0])


def ask(connection: Connection, broadcast: int, zones: Mapping[int, str]) -> None:
    """Make a delivery for each of these supporters: id -> zones."""
    rows = [
        {"broadcast_id": broadcast, "supporter_id": id, "state": "queued", "zone": zone, "attempts": 0}
        for id, zone in zones.items()
    ]
    if rows:
        connection.execute(insert(Delivery), rows)


def drop(connection: Connection, broadcast: int) -> None:
    """Take the broadcast out again: there was nobody to ask."""
    connection.execute(delete(Broadcast).where(Broadcast.id == broadcast))
