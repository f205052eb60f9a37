"""All that is kept of one supporter, as their page in the console shows it."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal, NamedTuple

from sqlalchemy import Connection, desc, select

from bot.models import (
    Broadcast,
    Call,
    CallListEntryRow,
    CallListRow,
    Consent,
    Delivery,
    NotUnderstood,
    Subscription,
    Supporter,
)
from bot.people.no_text_reasons import text_refusals
from bot.storage.encryption import PhoneCipher

MOST = 50  # of each kind, the newest


class SupporterDetails(NamedTuple):
    """The row of a supporter; `phone` is encrypted, None for a withheld number. Divisions by level."""

    id: int
    phone: bytes | None
    language: str | None
    zip: str | None
    chosen_divisions: Mapping[str, str]
    geocoded_divisions: Mapping[str, str] | None
    campaign: str | None
    sms_reachable: bool
    zone: str | None
    stopped: bool
    doubted_at: datetime | None
    voice_only: bool
    created_at: datetime

    def number(self, phone_cipher: PhoneCipher) -> str:
        """The whole number, E.164; "" where it is withheld, or another PHONE_KEY encrypted it."""
        return (phone_cipher.decrypt_if_ours(self.phone) if self.phone else None) or ""

    def refusals(self, number: str) -> tuple[str, ...]:
        """Why they get no text, as no_text_reasons.py names it."""
        return text_refusals(
            readable=bool(number),
            stopped=self.stopped,
            in_doubt=self.doubted_at is not None,
            sms_reachable=self.sms_reachable,
            zone=self.zone,
        )


class ConsentRow(NamedTuple):
    """An entry of the ledger about them, as its table has it."""

    programme: str
    act: str
    words: str
    channel: str
    source: str
    proof: str | None
    given_at: datetime | None
    at: datetime


class SubscriptionRow(NamedTuple):
    """Whose alerts they get, left or are asked about; since when."""

    programme: str
    state: str
    since: datetime


class SaidDetail(NamedTuple):
    """A text or a call that we started ("sent"), or what they said and we did not understand ("heard"), with our answer.

    `words`: None where they are erased, or were not kept. `kind`: text or call; `state` and `error`: of a delivery, "" else.
    `broadcast`: the id of the alert it is a copy of.
    """

    at: datetime
    way: Literal["sent", "heard"]
    kind: str
    words: str | None
    state: str = ""
    error: str = ""
    broadcast: int | None = None
    answer: str = ""


class EntryDetail(NamedTuple):
    """An official on a call list of theirs; `position` is -1 while they live elsewhere."""

    campaign: str
    position: int
    official: str
    outcome: str | None
    recorded_at: datetime | None
    due_at: datetime | None


class CallDetail(NamedTuple):
    """A call that was patched through for them."""

    campaign: str
    official: str
    line: str
    status: str
    seconds: int | None
    outcome: str | None
    at: datetime


def find_supporter(connection: Connection, id: int) -> SupporterDetails | None:
    """The supporter with this id."""
    columns = (getattr(Supporter, name) for name in SupporterDetails._fields)
    found = connection.execute(select(*columns).where(Supporter.id == id)).first()
    return SupporterDetails._make(found) if found else None


def is_in_inbox(connection: Connection, id: int, campaign: str = "") -> bool:
    """Did this supporter say something that was not understood, and that somebody may have to answer? `campaign`: about this
    one, "" for any."""
    query = select(NotUnderstood.id).where(NotUnderstood.supporter_id == id)
    if campaign:
        query = query.where(NotUnderstood.campaign == campaign)
    return connection.execute(query.limit(1)).first() is not None


def is_of_campaign(connection: Connection, id: int, campaign: str) -> bool:
    """Does this supporter have to do with a campaign: signed up or asked, talked or called about it?"""
    signs = (
        select(Supporter.id).where(Supporter.id == id, Supporter.campaign == campaign),
        select(Subscription.supporter_id).where(Subscription.supporter_id == id, Subscription.programme == campaign),
        select(Call.supporter_id).where(Call.supporter_id == id, Call.campaign == campaign),
        select(NotUnderstood.supporter_id).where(NotUnderstood.supporter_id == id, NotUnderstood.campaign == campaign),
    )
    return any(connection.execute(query.limit(1)).first() for query in signs)


def is_of_another_campaign(connection: Connection, id: int, campaign: str) -> bool:
    """Does this supporter have to do with any other campaign than this one, also one that they left?"""
    signs = (
        select(Supporter.id).where(Supporter.id == id, Supporter.campaign != campaign),
        select(Subscription.supporter_id).where(Subscription.supporter_id == id, Subscription.programme != campaign),
        select(CallListRow.id).where(CallListRow.supporter_id == id, CallListRow.campaign != campaign),
        select(Call.supporter_id).where(Call.supporter_id == id, Call.campaign != campaign),
        select(NotUnderstood.id).where(NotUnderstood.supporter_id == id, NotUnderstood.campaign.not_in(("", campaign))),
    )
    return any(connection.execute(query.limit(1)).first() for query in signs)


def consents_of(connection: Connection, person: bytes) -> Sequence[ConsentRow]:
    """The ledger of a person, the newest first."""
    columns = (getattr(Consent, name) for name in ConsentRow._fields)
    query = select(*columns).where(Consent.person == person).order_by(Consent.id.desc()).limit(MOST)
    return [ConsentRow._make(row) for row in connection.execute(query)]


def subscriptions_of(connection: Connection, id: int) -> Sequence[SubscriptionRow]:
    """What they are signed up for, were, or are asked about."""
    query = select(Subscription.programme, Subscription.state, Subscription.since).where(Subscription.supporter_id == id)
    return [SubscriptionRow._make(row) for row in connection.execute(query.order_by(Subscription.programme).limit(MOST))]


def conversation_with(connection: Connection, phone_cipher: PhoneCipher, id: int, campaign: str = "") -> Sequence[SaidDetail]:
    """What was said, as far as it is kept, the newest first. `campaign`: about this one alone, "" for all: of what we sent then
    its alerts alone, as nothing else tells what it is about."""
    sent = (
        select(Delivery.leased_at, Delivery.kind, Delivery.text, Delivery.state, Delivery.error, Delivery.broadcast_id)
        .where(Delivery.supporter_id == id, Delivery.leased_at.is_not(None))
        .order_by(Delivery.leased_at.desc())
        .limit(MOST)
    )
    heard = (
        select(NotUnderstood.at, NotUnderstood.channel, NotUnderstood.text, NotUnderstood.reply)
        .where(NotUnderstood.supporter_id == id)
        .order_by(NotUnderstood.id.desc())
        .limit(MOST)
    )
    if campaign:
        sent = sent.join(Broadcast, Broadcast.id == Delivery.broadcast_id).where(Broadcast.campaign == campaign)
        heard = heard.where(NotUnderstood.campaign == campaign)
    said = [
        SaidDetail(row.leased_at, "sent", row.kind, row.text, row.state, row.error or "", row.broadcast_id)
        for row in connection.execute(sent)
    ]
    said += [
        SaidDetail(
            row.at,
            "heard",
            "call" if row.channel == "voice" else "text",
            phone_cipher.decrypt_words(row.text) if row.text else None,
            answer=phone_cipher.decrypt_words(row.reply),
        )
        for row in connection.execute(heard)
    ]
    return sorted(said, key=lambda each: each.at, reverse=True)[:MOST]


def call_lists_of(connection: Connection, id: int) -> Sequence[EntryDetail]:
    """Their officials, campaign by campaign in the order of the list."""
    query = (
        select(
            CallListRow.campaign,
            CallListEntryRow.position,
            CallListEntryRow.official,
            CallListEntryRow.outcome,
            CallListEntryRow.recorded_at,
            CallListEntryRow.due_at,
        )
        .join(CallListEntryRow, CallListEntryRow.call_list_id == CallListRow.id)
        .where(CallListRow.supporter_id == id)
        .order_by(CallListRow.campaign, CallListEntryRow.position)
        .limit(2 * MOST)
    )
    return [EntryDetail._make(row) for row in connection.execute(query)]


def calls_of(connection: Connection, id: int) -> Sequence[CallDetail]:
    """Their calls, the newest first."""
    columns = (getattr(Call, name) for name in CallDetail._fields)
    query = select(*columns).where(Call.supporter_id == id).order_by(desc(Call.at)).limit(MOST)
    return [CallDetail._make(row) for row in connection.execute(query)]
