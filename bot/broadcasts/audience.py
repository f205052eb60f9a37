"""Whom a broadcast is for: the audience as conditions in SQL. What is done with them: expand.py, preview.py."""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple, Protocol

from sqlalchemy import (
    JSON,
    ColumnElement,
    Connection,
    SQLColumnExpression,
    String,
    and_,
    case,
    cast,
    column,
    exists,
    false,
    func,
    literal,
    not_,
    null,
    or_,
    select,
    true,
)

from bot.broadcasts.broadcast_rows import AudienceRow, Called, Certainty, WhomRow
from bot.broadcasts.eligibility import WANTED
from bot.models import Broadcast, Call, CallListEntryRow, CallListRow, Delivery, Subscription, Supporter, Turn
from bot.officials.directory import Directory
from bot.officials.divisions import STATES
from bot.officials.levels import LEVELS, STATE, Level
from bot.officials.residency import DivisionGroup, Residency, level_of, represented_group
from bot.people.no_text_reasons import IN_DOUBT, NO_ZONE, NOT_TEXTABLE, STOPPED

# Why a row is skipped from the start; the first that holds. Everything is asked again right before a text leaves.
REFUSED: ColumnElement[str | None] = case(
    (Supporter.stopped, literal(STOPPED)),
    (Supporter.doubted_at.is_not(None), literal(IN_DOUBT)),
    (or_(not_(Supporter.sms_reachable), Supporter.phone.is_(None)), literal(NOT_TEXTABLE)),
    (func.coalesce(Supporter.zone, "") == "", literal(NO_ZONE)),
    else_=null(),
)

BETWEEN = "|"


@dataclass(frozen=True, slots=True, kw_only=True)
class Filter:
    """One set of conditions. `groups`: each has to hold, within one any of its divisions will do. `zip`: the first digits of
    ZIP codes, any of which will do. `alert`: who got any of these; `no_call_since`: and has not called since. Empty: no
    condition."""

    groups: tuple[tuple[DivisionGroup, ...], ...] = ()
    zip: tuple[str, ...] = ()
    language: tuple[str, ...] = ()
    called: Called | None = None
    joined_since: datetime | None = None
    alert: tuple[int, ...] = ()
    no_call_since: tuple[int, ...] = ()

    @property
    def names_a_place(self) -> bool:
        return bool(self.groups)


@dataclass(frozen=True, slots=True, kw_only=True)
class Audience:
    """Who is wanted (all conditions hold) and who is left out (any one of them does), of a campaign's subscribers.

    `first`: the language of those who chose none.
    """

    campaign: str
    first: str
    kind: str = "alert"
    only: Filter = field(default=Filter())
    leave_out: Filter = field(default=Filter())
    certainty: Certainty = "sure"


class WithAudience(Protocol):
    """A broadcast's row, or a draft."""

    @property
    def campaign(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def audience_filter(self) -> AudienceRow: ...


def audience_of(broadcast: WithAudience, first: str, directory: Directory) -> Audience:
    """The audience of a broadcast. Divisions and officials that our tables do not have any more are nobody's home."""
    written = broadcast.audience_filter
    return Audience(
        campaign=broadcast.campaign,
        first=first,
        kind=broadcast.kind,
        only=_filter(written.get("audience", {}), directory),
        leave_out=_filter(written.get("except", {}), directory),
        certainty=written.get("certainty", "sure"),
    )


def _filter(written: WhomRow, directory: Directory) -> Filter:
    states = frozenset(STATES[code].division for code in written.get("state", ()))
    groups = [
        (DivisionGroup(STATE, states),) if states else (),
        _by_level(written.get("division", ()), directory),
        _by_level(written.get("place", ()), directory),
        tuple(_represented(id, directory) for id in written.get("official", ())),
    ]
    since = written.get("joined_since")
    return Filter(
        groups=tuple(each for each in groups if each),
        zip=tuple(written.get("zip", ())),
        language=tuple(written.get("language", ())),
        called=written.get("called"),
        joined_since=datetime.fromisoformat(since) if since else None,
        alert=tuple(written.get("alert", ())),
        no_call_since=tuple(written.get("no_call_since", ())),
    )


NOWHERE = DivisionGroup(STATE, frozenset())


def _by_level(divisions: Iterable[str], directory: Directory) -> tuple[DivisionGroup, ...]:
    found: dict[Level, set[str]] = {}
    for division in divisions:
        found.setdefault(level_of(directory, division) or STATE, set()).add(division)
    return tuple(DivisionGroup(level, frozenset(of_it)) for level, of_it in found.items())


def _represented(id: str, directory: Directory) -> DivisionGroup:
    record = directory.record(id)
    return represented_group(directory, record.role, record.division, record.ward) if record else NOWHERE


# --- Conditions -----------------------------------------------------------------------------------------------------------

Span = tuple[int, int]  # supporters after the first id, up to the last


@dataclass(frozen=True, slots=True)
class Lives:
    """`sure`: lives in a place. `maybe`: may live there, as far as is known."""

    sure: ColumnElement[bool]
    maybe: ColumnElement[bool]


@dataclass(frozen=True, slots=True)
class Conditions:
    """Who belongs to an audience: for whom `always` holds, and `sure`, that they live where it says, or `possible`, that they
    may. `always` is a list of conditions that all hold, so that PostgreSQL leaves people out by joins."""

    always: tuple[ColumnElement[bool], ...]
    sure: ColumnElement[bool]
    possible: ColumnElement[bool]

    def of(self, certainty: Certainty) -> ColumnElement[bool]:
        return and_(true(), *self.always, self.sure if certainty == "sure" else self.possible)


def select_subscribers(audience: Audience, span: Span | None = None) -> ColumnElement[bool]:
    """Who is subscribed to the campaign; to be joined with their supporter. A span is said of both, or PostgreSQL reads all
    supporters to find those of a few subscriptions."""
    subscribed = and_(
        Subscription.supporter_id == Supporter.id,
        Subscription.programme == audience.campaign,
        Subscription.state == WANTED[audience.kind],
    )
    return (
        and_(subscribed, *(within_span(id, span) for id in (Subscription.supporter_id, Supporter.id))) if span else subscribed
    )


def audience_conditions(
    connection: Connection, audience: Audience, residency: Residency, span: Span | None = None
) -> Conditions:
    """The audience among the subscribers. Reads what those of open ZIP codes have told; nothing is asked one by one."""
    only = [_lives(connection, each, residency, audience, span) for each in audience.only.groups]
    plain = list(_plain(audience.only, audience, span))
    out = [_lives(connection, each, residency, audience, span) for each in audience.leave_out.groups]
    # Who may live where an exclusion says, or has told no place, is left out: who is in doubt is not texted.
    stays = [
        *(not_(or_(each.sure, each.maybe)) for each in out),
        *([Supporter.zip.is_not(None)] if out or audience.leave_out.zip else []),
        *(each.fails for each in _plain(audience.leave_out, audience, span)),
    ]
    sure = and_(true(), *(each.sure for each in only))
    possible = and_(true(), *(or_(each.sure, each.maybe) for each in only))
    return Conditions((*(each.holds for each in plain), *stays), sure, possible)


class Plain(NamedTuple):
    """A condition that needs no maps, and when it does not hold: `fails` is true of whoever `holds` is not true of."""

    holds: ColumnElement[bool]
    fails: ColumnElement[bool]


def _or_not(holds: ColumnElement[bool]) -> Plain:
    return Plain(holds, not_(holds))


def _plain(wanted: Filter, audience: Audience, span: Span | None) -> Iterator[Plain]:
    if wanted.zip:
        # As ranges, which an index of ZIP codes serves.
        any_of = or_(*(and_(Supporter.zip >= each, Supporter.zip < after_prefix(each)) for each in wanted.zip))
        yield _or_not(func.coalesce(any_of, false()))
    if wanted.language:
        yield _or_not(func.coalesce(Supporter.language, audience.first).in_(wanted.language))
    if wanted.called:
        yield CALLED[wanted.called](audience.campaign)
    if wanted.joined_since:
        yield _or_not(Subscription.since >= wanted.joined_since)
    if wanted.alert:
        yield _got(wanted.alert, span)
    if wanted.no_call_since:
        yield _got(wanted.no_call_since, span, _not_called_since(audience.campaign))


def _got(alerts: Sequence[int], span: Span | None, *conditions: ColumnElement[bool]) -> Plain:
    """Has one of these alerts left for them, and nobody said that it did not arrive? `conditions`: on its delivery."""
    theirs = (Delivery.broadcast_id.in_(alerts), Delivery.state.in_(GOT), Delivery.sent_at.is_not(None), *conditions)
    among = select(Delivery.supporter_id).where(*theirs, *([within_span(Delivery.supporter_id, span)] if span else ()))
    # Found among those who got it, as they may be few; of the others each is looked up, by the index of alert and supporter.
    return Plain(Supporter.id.in_(among), ~exists().where(Delivery.supporter_id == Supporter.id, *theirs))


def _not_called_since(campaign: str) -> ColumnElement[bool]:
    """Since a delivery: was no call of theirs put through for the campaign, and have they told us of none?"""
    call = exists().where(Call.supporter_id == Delivery.supporter_id, Call.at > Delivery.sent_at, Call.campaign == campaign)
    told = exists().where(
        CallListRow.supporter_id == Delivery.supporter_id,
        CallListRow.campaign == campaign,
        CallListEntryRow.call_list_id == CallListRow.id,
        CallListEntryRow.outcome.in_(OUTCOMES),
        CallListEntryRow.recorded_at > Delivery.sent_at,
    )
    return and_(~call, ~told)


def _has_called(campaign: str, outcomes: Sequence[str] = ()) -> Plain:
    """Was a call of theirs put through for this campaign, or have they told us of one they made by themselves?"""
    call = exists().where(Call.supporter_id == Supporter.id, Call.campaign == campaign)
    told = exists().where(
        CallListRow.supporter_id == Supporter.id,
        CallListRow.campaign == campaign,
        CallListEntryRow.call_list_id == CallListRow.id,
        CallListEntryRow.outcome.in_(outcomes or OUTCOMES),
    )
    made = call.where(Call.outcome.in_(outcomes)) if outcomes else call
    return Plain(or_(made, told), and_(~made, ~told))


def after_prefix(digits: str) -> str:
    """The first text that comes after all that begin with these digits: "984" -> "985", "99" -> "9:"."""
    return digits[:-1] + chr(ord(digits[-1]) + 1)


def _unreached(campaign: str) -> Plain:
    """Have they called, and spoken to nobody?"""
    called, reached = _has_called(campaign), _has_called(campaign, ("reached",))
    return Plain(and_(called.holds, reached.fails), or_(called.fails, reached.holds))


def _is_silent(campaign: str) -> Plain:
    """Have they had an alert of the campaign and neither texted nor called since?"""
    had = (
        select(func.max(Delivery.sent_at))
        .join(Broadcast, Broadcast.id == Delivery.broadcast_id)
        .where(Delivery.supporter_id == Supporter.id, Broadcast.campaign == campaign, Broadcast.kind == "alert")
        .scalar_subquery()
    )
    since = exists().where(Turn.supporter_id == Supporter.id, Turn.at > had)
    return Plain(and_(had.is_not(None), ~since), or_(had.is_(None), since))


GOT = ("sent", "delivered")
OUTCOMES = ("reached", "message", "failed", "full", "talked")
CALLED: Mapping[Called, Callable[[str], Plain]] = {
    "never": lambda campaign: Plain(*reversed(_has_called(campaign))),
    "called": _has_called,
    "unreached": _unreached,
    "silent": _is_silent,
    "reached": lambda campaign: _has_called(campaign, ("reached",)),
}


def _lives(
    connection: Connection, groups: tuple[DivisionGroup, ...], residency: Residency, audience: Audience, span: Span | None
) -> Lives:
    """Who lives in any of these for sure, and who may."""
    each = [_in_group(connection, group, residency, audience, span) for group in groups]
    sure = or_(*(one.sure for one in each))
    return Lives(sure, and_(or_(*(one.maybe for one in each)), not_(sure)))


def _in_group(
    connection: Connection, group: DivisionGroup, residency: Residency, audience: Audience, span: Span | None
) -> Lives:
    zips = residency.zips(group)
    levels = LEVELS[group.level].narrowed_by
    chosen = [Supporter.chosen_divisions[level].as_string() for level in levels]
    geocoded = [Supporter.geocoded_divisions[level].as_string() for level in levels]
    has_address = or_(*(answer.is_not(None) for answer in geocoded))
    # Only where the ZIP does not settle it is anybody's answer looked at; equal answers are looked at once.
    unsettled = or_(
        _among(connection, Supporter.zip, zips.open), and_(has_address, _among(connection, Supporter.zip, zips.near))
    )
    answers = select(Supporter.zip, *chosen, *geocoded).distinct().where(select_subscribers(audience, span), unsettled)
    keys: dict[bool | None, list[str]] = {True: [], None: [], False: []}
    for zip, *given in connection.execute(answers):
        by_chosen, by_geocoded = given[: len(levels)], given[len(levels) :]
        lives = residency.lives(group, zip, _given(levels, by_chosen), _given(levels, by_geocoded))
        keys[lives].append(BETWEEN.join(value or "" for value in (zip, *given)))
    key: SQLColumnExpression[str | None] = Supporter.zip
    for answer in (*chosen, *geocoded):
        key = key + BETWEEN + func.coalesce(answer, "")
    settled = and_(not_(has_address), _among(connection, Supporter.zip, zips.sure))
    return Lives(
        func.coalesce(or_(settled, and_(unsettled, _among(connection, key, keys[True]))), false()),
        func.coalesce(and_(unsettled, _among(connection, key, keys[None])), false()),
    )


def _given(levels: Sequence[Level], values: Sequence[str | None]) -> dict[str, str]:
    return {level: value for level, value in zip(levels, values, strict=True) if value}


def _among(connection: Connection, value: SQLColumnExpression[str | None], wanted: Iterable[str]) -> ColumnElement[bool]:
    """Is the value one of these? A list of any length is one parameter: SQLite takes 32,766 of them."""
    listed = json.dumps(sorted(wanted))
    if listed == "[]":
        return false()
    if connection.dialect.name == "sqlite":
        return value.in_(select(column("value")).select_from(func.json_each(listed)))
    rows = func.json_array_elements_text(cast(literal(listed, String()), JSON)).table_valued("value")
    return value.in_(select(rows.c.value))


def within_span(id: SQLColumnExpression[int] | SQLColumnExpression[int | None], span: Span) -> ColumnElement[bool]:
    return and_(id > span[0], id <= span[1])
