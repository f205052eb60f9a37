"""Supporters as rows: in our columns one for each of their subscriptions, in those of other programs one a person."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from bot.exports.export_request import ExportRequest
from bot.exports.row_pages import ExportSource
from bot.models import Consent, Subscription
from bot.people.supporter_search import Cursor, SupporterFilter, SupporterRow, read_place, supporters_page
from bot.tabular.saved_tables import PhoneNumber, Row

PAGE = 500
COLUMNS = (
    *("phone", "language", "zip", "supporter_since", "stopped", "textable", "campaign", "subscription", "subscribed_since"),
    *("consent", "consent_words", "consent_channel", "consent_source", "consent_at", "source", "consented_at"),
)
FOR_ACTION_NETWORK = ("mobile_number", "zip_code", "language", "patchline_campaigns", "patchline_joined_at")
FOR_VAN = ("Cell Phone", "SMS Opt In Status", "Opt In Date", "Zip5", "Preferred Language", "Campaigns")

Subscribed = Sequence[tuple[str, str, datetime]]  # programme, state, since


def supporter_rows(source: ExportSource, request: ExportRequest) -> Iterator[Row]:
    """A row for each subscription of each supporter whom the filter shows, as COLUMNS; one for who has none.

    What follows `subscribed_since` is the last word of the ledger on it: `source` and `consented_at` are where and when they
    agreed, as a list said.
    """
    for rows, subscriptions, connection in _pages(source, request):
        phones = {row.id: phone for row in rows if (phone := source.phone(row.phone))}
        persons = {id: source.phone_cipher.person_key(phone.number) for id, phone in phones.items()}
        said = _last_words(connection, list(persons.values()))
        for row in rows:
            textable = row.sms_reachable and not row.stopped
            who = (phones.get(row.id), row.language, row.zip, row.created_at, row.stopped, textable)
            theirs: Sequence[tuple[str, str, datetime | None]] = subscriptions.get(row.id) or [("", "", None)]
            for subscription in theirs:
                words = said.get((persons.get(row.id, b""), subscription[0]), (None,) * 7)
                yield (*who, *subscription, *words)


def supporters_for_action_network(source: ExportSource, request: ExportRequest) -> Iterator[Row]:
    """Who agreed and may be texted, as FOR_ACTION_NETWORK: whoever is uploaded there can be subscribed by one press. Or those
    who stopped, where these are asked for, to be unsubscribed there."""
    for rows, subscriptions, _ in _pages(source, request):
        for row in rows:
            phone, active = source.phone(row.phone), _active(subscriptions.get(row.id, ()), request.campaign)
            agreed = bool(active) and row.sms_reachable and not row.stopped
            if phone and (row.stopped if request.state == "stopped" else agreed):
                joined = min(active.values(), default=None)
                yield phone, row.zip, row.language, ", ".join(active), joined


def supporters_for_van(source: ExportSource, request: ExportRequest) -> Iterator[Row]:
    """Everybody with a number, as FOR_VAN. Who was only asked is neither opted in nor out."""
    for rows, subscriptions, _ in _pages(source, request):
        for row in rows:
            if phone := source.phone(row.phone):
                yield _van_row(row, phone, subscriptions.get(row.id, ()), request.campaign)


def _van_row(row: SupporterRow, phone: PhoneNumber, subscribed: Subscribed, campaign: str) -> Row:
    active = _active(subscribed, campaign)
    left = any(state == "left" and campaign in ("", programme) for programme, state, _ in subscribed)
    status = "Opted Out" if row.stopped or (left and not active) else "Opted In" if active else "Unknown"
    joined = min(active.values()).date() if status == "Opted In" else None
    return phone, status, joined, row.zip, row.language, ", ".join(active)


def _active(subscribed: Subscribed, campaign: str) -> Mapping[str, datetime]:
    """Whose alerts they get, since when; `campaign`: of that one alone, "" for all."""
    return {programme: since for programme, state, since in subscribed if state == "active" and campaign in ("", programme)}


def _pages(
    source: ExportSource, request: ExportRequest
) -> Iterator[tuple[Sequence[SupporterRow], Mapping[int, Subscribed], Connection]]:
    """Pages of those whom the filter shows, with their subscriptions, and the connection that may be asked for more of them."""
    places = read_place(request.place)
    assert places is not None  # no other request is made
    wanted = SupporterFilter(zips=places, campaign=request.campaign, state=request.state, language=request.language)
    after: Cursor | None = None
    while True:
        with source.read() as connection:
            rows, after = supporters_page(connection, wanted, source.campaigns, after, PAGE)
            yield rows, _subscriptions(connection, [row.id for row in rows]), connection
        if after is None:
            return


def _last_words(connection: Connection, persons: Sequence[bytes]) -> dict[tuple[bytes, str], Row]:
    """(person, programme) -> the newest entry of the ledger, as the last of COLUMNS."""
    entry = (Consent.act, Consent.words, Consent.channel, Consent.source, Consent.at, Consent.proof, Consent.given_at)
    query = select(Consent.person, Consent.programme, *entry).where(Consent.person.in_(persons)).order_by(Consent.id)
    found: dict[tuple[bytes, str], Row] = {}
    for row in connection.execute(query):
        found[bytes(row.person), row.programme] = (
            *(row.act, row.words, row.channel, row.source),
            *(row.at, row.proof, row.given_at),
        )
    return found


def _subscriptions(connection: Connection, ids: Sequence[int]) -> dict[int, list[tuple[str, str, datetime]]]:
    query = select(Subscription.supporter_id, Subscription.programme, Subscription.state, Subscription.since)
    found: dict[int, list[tuple[str, str, datetime]]] = {}
    for row in connection.execute(query.where(Subscription.supporter_id.in_(ids)).order_by(Subscription.programme)):
        found.setdefault(row.supporter_id, []).append((row.programme, row.state, row.since))
    return found
