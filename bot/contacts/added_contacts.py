"""One person whom another program says to want alerts: by the rules of an imported list, pending and asked once by text."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import Connection, bindparam, select, update

from bot.broadcasts.effects import BroadcastEffects
from bot.campaigns import Campaign
from bot.contacts import confirmation
from bot.contacts.contact_rows import Contact
from bot.contacts.pending import make_supporters_pending
from bot.contacts.staging import Staged
from bot.models import AddedDay, Broadcast
from bot.people import ledger
from bot.people.phone_key import take_over_phones
from bot.people.time_zones import zones_of
from bot.storage.database import insert_new
from bot.storage.encryption import PhoneCipher

# asked: by this; pending: asked before, and has not answered; closed: an organizer cancelled today's questions.
Added = Literal["asked", "pending", "active", "left", "stopped", "closed"]
A_PROGRAM = ledger.ConsentOrigin(channel="api", source="program")

_TODAY = (AddedDay.campaign == bindparam("of"), AddedDay.day == bindparam("on"))
_BROADCAST = (
    select(AddedDay.broadcast_id, Broadcast.state)
    .outerjoin(Broadcast, Broadcast.id == AddedDay.broadcast_id)
    .where(*_TODAY)
    .with_for_update(of=AddedDay)
)
_NAME = update(AddedDay).where(*_TODAY).values(broadcast_id=bindparam("broadcast"))


def add_contact(
    connection: Connection, phone_cipher: PhoneCipher, organization: str, campaign: Campaign, contact: Contact, now: datetime
) -> Added:
    """Make them pending if the ledger says nothing of them yet, and have them asked with the others of today. Who stopped or
    left stays so; what is answered of them is for who may know it."""
    person = phone_cipher.person_key(contact.phone)
    standing = ledger.find_statuses(connection, [person])[person]
    state = standing.state(campaign.id)
    if standing.stopped:
        return "stopped"
    if state in ("active", "left"):
        return state
    them = Staged(
        line=contact.line,
        person=person,
        phone=phone_cipher.encrypt(contact.phone),
        language=contact.language,
        zip=contact.zip,
        zone=zones_of(contact.zip, contact.phone) or "",
        proof=contact.proof,
        given_at=contact.given_at,
    )
    today = {"of": campaign.id, "on": now.astimezone(UTC).date().isoformat()}
    fresh = {"campaign": today["of"], "day": today["on"], "broadcast_id": None}
    insert_new(connection, AddedDay, [fresh], AddedDay.day)
    found = connection.execute(_BROADCAST, today).one()
    if found.state == "cancelled":
        return "closed"
    take_over_phones(connection, phone_cipher, [them.phone])
    zones = make_supporters_pending(connection, [them], campaign, A_PROGRAM, now)
    if not zones:
        return "pending"
    _ask(connection, organization, campaign, zones, today, found.broadcast_id, now)
    return "asked"


def _ask(
    connection: Connection,
    organization: str,
    campaign: Campaign,
    zones: Mapping[int, str],
    today: Mapping[str, str],
    broadcast: int | None,
    now: datetime,
) -> None:
    if broadcast is None:
        texts = confirmation.confirmation_texts(campaign, organization)
        broadcast = confirmation.begin_confirmation(connection, campaign, texts, {"api": today["on"]}, now)
        connection.execute(_NAME, {**today, "broadcast": broadcast})
    else:
        # It may be done, or just becoming so (bot/broadcasts/sweep.py): locked until the delivery is there for all to see.
        BroadcastEffects().reopen(connection, {broadcast})
    confirmation.ask_supporters(connection, broadcast, zones)
