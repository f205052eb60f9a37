"""Calls to officials and what came of them, as rows. Those whose callers are erased are left out."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import ColumnElement, Select, case, func, or_, select

from bot.exports.export_request import ExportRequest
from bot.exports.row_pages import ExportSource
from bot.models import WEB, Call, Subscription, Supporter
from bot.tabular.saved_tables import PhoneNumber, Row

COLUMNS = (
    *("id", "at", "campaign", "phone", "zip", "state", "official", "official_name", "line"),
    *("status", "seconds", "outcome", "alert", "referral"),
)
FOR_ACTION_NETWORK = ("mobile_number", "patchline_calls", "patchline_reached", "patchline_last_call")
FOR_VAN = ("Cell Phone", "Date Contacted", "Activist Code", "Note")


def call_rows(source: ExportSource, request: ExportRequest) -> Iterator[Row]:
    """A row a call, as COLUMNS. One that a visitor of a page told (`status` web) has no number."""
    query = select(
        *(Call.id, Call.at, Call.campaign, Call.state, Call.official, Call.line, Call.status, Call.seconds, Call.outcome),
        *(Call.caused_by, Call.referral, Supporter.phone, Supporter.zip),
    ).join(Supporter, Supporter.id == Call.supporter_id, isouter=True)
    somebodys = or_(Supporter.id.is_not(None), Call.status == WEB)
    for page in source.pages(query.where(somebodys, *_wanted(source, request)), Call.id):
        for row in page:
            phone, line = source.phone(row.phone), PhoneNumber(row.line)
            name = source.official(row.official)
            called = (row.at, row.campaign, phone, row.zip, row.state, row.official, name, line)
            yield row.id, *called, row.status, row.seconds, row.outcome, row.caused_by, row.referral


def calls_for_action_network(source: ExportSource, request: ExportRequest) -> Iterator[Row]:
    """A row for each caller who gets alerts and may be texted, as FOR_ACTION_NETWORK: an upload there keeps one value a
    person."""
    subscribed = select(Subscription.programme).where(Subscription.supporter_id == Supporter.id, Subscription.state == "active")
    if request.campaign:
        subscribed = subscribed.where(Subscription.programme == request.campaign)
    reached = func.sum(case((Call.outcome == "reached", 1), else_=0))
    query: Select[*tuple[int, bytes | None, int, int, datetime]] = (
        select(Supporter.id, Supporter.phone, func.count(Call.id), reached, func.max(Call.at))
        .join(Call, Call.supporter_id == Supporter.id)
        .where(~Supporter.stopped, Supporter.sms_reachable, subscribed.exists(), *_wanted(source, request))
        .group_by(Supporter.id, Supporter.phone)
    )
    for page in source.pages(query, Supporter.id):
        for _, encrypted, calls, reached_calls, last in page:
            if phone := source.phone(encrypted):
                yield phone, calls, int(reached_calls), last


def calls_for_van(source: ExportSource, request: ExportRequest) -> Iterator[Row]:
    """A row a call of somebody with a number, as FOR_VAN.

    No "Canvass Result": in VAN that is what came of a call to the person, and a wrong number would be theirs.
    """
    query = select(Call.id, Call.at, Call.campaign, Call.official, Call.outcome, Supporter.phone)
    query = query.join(Supporter, Supporter.id == Call.supporter_id).where(*_wanted(source, request))
    for page in source.pages(query, Call.id):
        for row in page:
            if phone := source.phone(row.phone):
                told = f": {row.outcome}" if row.outcome else ""
                note = f"called {source.official(row.official)}{told}"
                yield phone, source.days.day_of(row.at), f"Called: {row.campaign}", note


def _wanted(source: ExportSource, request: ExportRequest) -> list[ColumnElement[bool]]:
    return [*source.between(Call.at, request), *([Call.campaign == request.campaign] if request.campaign else [])]
