"""What a broadcast will be before it is one: how many get it, who is held back and why, what it costs, when the last one lands.

Exact for the moment it is asked. Reads only; recipients whose text depends on the same things are rendered once.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from functools import lru_cache
from typing import NamedTuple

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    SQLColumnExpression,
    String,
    Text,
    case,
    cast,
    collate,
    func,
    literal,
    null,
    select,
    type_coerce,
)

from bot.broadcasts.alert_queue import DAY, NO_VALUE, WEEK, had_alerts
from bot.broadcasts.alert_texts import Missing, Recipient, Texts
from bot.broadcasts.audience import REFUSED, Audience, Conditions, audience_conditions, select_subscribers
from bot.broadcasts.eligibility import CAPPED
from bot.broadcasts.lifecycle import Draft
from bot.models import Broadcast, Supporter
from bot.officials.residency import Residency
from bot.telephony import SMS_ALPHABET, Cost, Prices, Segments, count_segments, sms_text

MEASURED = 8192  # texts; equal ones come near one another, those of equal places do
STEP = timedelta(minutes=15)  # windows open and close on quarters of an hour, whatever the zone
LONGEST = timedelta(days=14)  # nothing is looked at further ahead


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What every broadcast is bound by.

    `pace`: segments a second of all senders together, `picture_pace`: picture messages; `spend_cap_micros`: what a campaign may
    spend a day; `is_open`: may a text go out at this moment to somebody of these zones? Money is in millionths of a dollar.
    """

    pace: float
    picture_pace: float
    prices: Prices
    spend_cap_micros: int
    alerts_a_week: int
    is_open: Callable[[str, datetime], bool]


@dataclass(frozen=True, slots=True, kw_only=True)
class NonGsmCharacter:
    """The character that forces a text into UCS-2, as GSM-7 lacks it. `line`, `column`: where it stands, from 1."""

    character: str
    line: int
    column: int


@dataclass(slots=True, kw_only=True)
class Language:
    """One language's text. `picture`: the address of the one that comes with it, "" for none. `recipients`; `by_segments`: how
    many recipients get so many segments; `example`: the text as the first of them gets it, of nobody with its placeholders;
    `odd`: what forces UCS-2 on that, or on the text where nobody gets it; None for nothing. A picture message has no segments,
    and its characters cost nothing."""

    text: str
    picture: str = ""
    recipients: int = 0
    by_segments: dict[int, int] = field(default_factory=dict)
    example: str = ""
    measured: Segments | None = None
    odd: NonGsmCharacter | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """The recipients of one zone (or of several that one may live in).

    `last_at`: when the last of them gets it, None for nobody. `too_late`: for how many their window, or the pace, leaves no
    time before the alert expires.
    """

    zone: str
    recipients: int
    open_at_start: bool
    last_at: datetime | None
    too_late: int


@dataclass(frozen=True, slots=True)
class Preview:
    """`wanted`: subscribers in the audience. `held`: how many of them get nothing, by the reason. `recipients`: the others.
    `quiet`: how many of these wait until their window opens. `pending`: who would be in it but has not confirmed. `maybe`: who
    may be in it, as far as is known where they live (texted only if the alert says so). `cost`: of all texts. `pace`: segments
    a second of all senders together, or picture messages where it has pictures."""

    wanted: int
    held: Mapping[str, int]
    recipients: int
    quiet: int
    pending: int
    maybe: int
    languages: Mapping[str, Language]
    cost: Cost
    pace: float
    seconds: float
    starts_at: datetime
    expires_at: datetime
    zones: tuple[Zone, ...]
    over_cap: bool

    @property
    def too_late(self) -> int:
        return sum(zone.too_late for zone in self.zones)

    @property
    def last_at(self) -> datetime | None:
        """When the last of all gets it."""
        return max((zone.last_at for zone in self.zones if zone.last_at), default=None)


def first_non_gsm(text: str) -> NonGsmCharacter | None:
    """The first character that plain SMS lacks and that has no plain form; None where there is none."""
    for number, line in enumerate(text.splitlines(), 1):
        for place, character in enumerate(line, 1):
            if not SMS_ALPHABET.issuperset(sms_text(character)):
                return NonGsmCharacter(character=character, line=number, column=place)
    return None


class _GroupRow(NamedTuple):
    """Subscribers of whom all that decides about their text is the same. `chosen`, `geocoded`: JSON as the columns have it;
    `sure`: 1 for those who belong to the audience for sure."""

    zip: str | None
    language: str
    chosen: str | None
    geocoded: str | None
    zone: str
    refused: str | None
    sure: int
    people: int


@dataclass(slots=True, kw_only=True)
class _Counts:
    """What is counted so far. `queues`: zone -> recipients, seconds of sending; `alike`: language -> who get its example."""

    languages: Mapping[str, Language]
    wanted: int = 0
    maybe: int = 0
    held: Counter[str] = field(default_factory=Counter)
    segments: int = 0
    pictures: int = 0
    queues: dict[str, tuple[int, float]] = field(default_factory=dict)
    alike: Counter[str] = field(default_factory=Counter)
    measure: Callable[[str], Segments] = field(default_factory=lambda: lru_cache(maxsize=MEASURED)(count_segments))

    def add(self, group: _GroupRow, audience: Audience, texts: Texts, limits: Limits) -> None:
        """Count a group where it belongs: to those who may live there, who are held back, or who get it."""
        if not group.sure:
            self.maybe += group.people
            if audience.certainty == "sure":
                return
        self.wanted += group.people
        if group.refused:
            self.held[group.refused] += group.people
            return
        content = texts.render(Recipient(0, group.language, group.zip, _answers(group.chosen), _answers(group.geocoded)))
        if isinstance(content, Missing):
            self.held[f"{NO_VALUE} {content.placeholder}"] += group.people
            return
        parts = None if content.media else self.measure(content.text)
        self._show(texts.language(group.language), content.text, parts, group.people)
        self._queue(group, parts, limits)

    def _show(self, language: str, text: str, parts: Segments | None, people: int) -> None:
        spoken = self.languages[language]
        spoken.recipients += people
        if parts is not None:
            spoken.by_segments[parts.count] = spoken.by_segments.get(parts.count, 0) + people
        if people > self.alike[language]:
            self.alike[language] = people
            spoken.example, spoken.measured = text, parts
            spoken.odd = None if parts is None else first_non_gsm(text)

    def _queue(self, group: _GroupRow, parts: Segments | None, limits: Limits) -> None:
        recipients, seconds = self.queues.get(group.zone, (0, 0.0))
        if parts is None:
            self.pictures += group.people
            seconds += group.people / limits.picture_pace
        else:
            self.segments += group.people * parts.count
            seconds += group.people * parts.count / limits.pace
        self.queues[group.zone] = recipients + group.people, seconds


def make_preview(
    connection: Connection, draft: Draft, audience: Audience, texts: Texts, residency: Residency, limits: Limits, now: datetime
) -> Preview:
    """What would happen if it were sent at its time, or now. `now` in UTC."""
    starts_at = max(draft.starts_at or now, now)
    found = audience_conditions(connection, audience, residency)
    languages = {language: _unread(text, draft.pictures.get(language, "")) for language, text in draft.texts.items()}
    busy = _had_any(connection, starts_at)
    groups = _groups(connection, audience, found, texts.names_a_place, busy, limits)
    rows = connection.execute(groups, {"week": starts_at - WEEK, "day": starts_at - DAY} if busy else {})
    counts = _Counts(languages=languages)
    for group in map(_GroupRow._make, rows):
        counts.add(group, audience, texts, limits)
    for language, spoken in languages.items():
        spoken.example = spoken.example or texts.for_nobody(language)
    zones = tuple(_landing(counts.queues, limits, starts_at, draft.expires_at))
    cost = limits.prices.of_segments(counts.segments) + limits.prices.of_pictures(counts.pictures)
    return Preview(
        wanted=counts.wanted,
        held=dict(counts.held.most_common()),
        recipients=sum(zone.recipients for zone in zones),
        quiet=sum(zone.recipients for zone in zones if not zone.open_at_start),
        pending=_pending(connection, audience, residency),
        maybe=counts.maybe,
        languages=languages,
        cost=cost,
        pace=limits.picture_pace if draft.pictures else limits.pace,
        seconds=sum(seconds for _, seconds in counts.queues.values()),
        starts_at=starts_at,
        expires_at=draft.expires_at,
        zones=zones,
        over_cap=cost.micros > limits.spend_cap_micros,
    )


def _unread(text: str, picture: str) -> Language:
    """A language's text before anybody is known to get it."""
    return Language(text=text, picture=picture, odd=None if picture else first_non_gsm(text))


class QuickCount(NamedTuple):
    """`wanted`: subscribers in the audience; `textable`: those of them whom nothing that is known already holds back."""

    wanted: int
    textable: int


def count_audience(connection: Connection, audience: Audience, residency: Residency) -> QuickCount:
    """How many are in an audience, by one statement (and one more for each place that ZIP codes alone do not settle)."""
    found = audience_conditions(connection, audience, residency).of(audience.certainty)
    counted = select(func.count(), func.count().filter(REFUSED.is_(None))).select_from(Supporter)
    return QuickCount._make(connection.execute(counted.where(select_subscribers(audience), found)).one())


NOTHING_TOLD = "{}"  # nearly everybody's


def _answers(written: str | None) -> dict[str, str]:
    if not written or written == NOTHING_TOLD:
        return {}
    found = json.loads(written)
    return found if isinstance(found, dict) else {}


def _groups(
    connection: Connection, audience: Audience, found: Conditions, names_a_place: bool, busy: bool, limits: Limits
) -> Select[*tuple[object, ...]]:
    """The subscribers, counted by everything that decides about their text; equal places follow one another.

    ZIP codes come first: they differ most, and then a million are sorted in two thirds of the time.
    """
    own: list[tuple[str, SQLColumnExpression[str | None]]] = [
        ("zip", Supporter.zip if names_a_place else cast(null(), String)),
        ("language", func.coalesce(Supporter.language, audience.first)),
        ("chosen_divisions", cast(Supporter.chosen_divisions if names_a_place else null(), Text)),
        ("geocoded_divisions", cast(Supporter.geocoded_divisions if names_a_place else null(), Text)),
        ("zone", func.coalesce(Supporter.zone, "")),
        ("refused", case((REFUSED.is_not(None), REFUSED), else_=_capped(limits) if busy else null())),
    ]
    # Byte by byte: PostgreSQL is slow to compare words as a language sorts them.
    columns: Sequence[SQLColumnExpression[str | None]] = [each for _, each in own]
    if connection.dialect.name != "sqlite":
        columns = [collate(type_coerce(each, String()), "C") for each in columns]
    sure = case((found.sure, literal(1)), else_=literal(0)).label("sure")
    each = (
        select(*(column.label(name) for (name, _), column in zip(own, columns, strict=True)), sure)
        .where(select_subscribers(audience), found.of("maybe"))
        .subquery()
    )
    return select(*each.c, func.count().label("count")).group_by(*each.c).order_by(*each.c)


def _capped(limits: Limits) -> ColumnElement[str | None]:
    return case((had_alerts(limits.alerts_a_week) >= limits.alerts_a_week, literal(CAPPED)), else_=null())


def _had_any(connection: Connection, starts_at: datetime) -> bool:
    """Has any alert gone out this week? Most weeks none has, and then nobody need be asked."""
    served = select(Broadcast.id).where(Broadcast.last_leased_at > starts_at - WEEK).limit(1)
    return connection.execute(served).first() is not None


def _pending(connection: Connection, audience: Audience, residency: Residency) -> int:
    waiting = replace(audience, kind="confirmation")
    found = audience_conditions(connection, waiting, residency).of(audience.certainty)
    return int(
        connection.execute(select(func.count()).select_from(Supporter).where(select_subscribers(waiting), found)).scalar_one()
    )


# --- When the last one lands ----------------------------------------------------------------------------------------------


@dataclass(slots=True, kw_only=True)
class _Queue:
    """The recipients of a zone; `takes`: seconds of sending in all, `left`: still to come."""

    zone: str
    recipients: int
    takes: float
    left: float
    last_at: datetime | None = None


def _landing(
    queues: Mapping[str, tuple[int, float]], limits: Limits, starts_at: datetime, expires_at: datetime
) -> Iterator[Zone]:
    """Each zone's end: of those whose window is open, one after the other by name, as alert_queue.py takes them."""
    waiting = [
        _Queue(zone=zone, recipients=recipients, takes=takes, left=takes)
        for zone, (recipients, takes) in sorted(queues.items())
    ]
    at, end = starts_at, min(expires_at, starts_at + LONGEST)
    while at < end and any(queue.left for queue in waiting):
        upto = min(_next_step(at), end)
        at = _drain([queue for queue in waiting if queue.left and limits.is_open(queue.zone, at)], at, upto)
    for queue in sorted(waiting, key=lambda queue: (-queue.recipients, queue.zone)):
        late = round(queue.recipients * queue.left / queue.takes) if queue.left else 0
        opened = limits.is_open(queue.zone, starts_at)
        yield Zone(zone=queue.zone, recipients=queue.recipients, open_at_start=opened, last_at=queue.last_at, too_late=late)


def _drain(open_now: list[_Queue], at: datetime, upto: datetime) -> datetime:
    """Send until a moment; gives the moment."""
    for queue in open_now:
        if at >= upto:
            break
        ends = at + timedelta(seconds=queue.left)
        queue.left = 0.0 if ends <= upto else queue.left - (upto - at).total_seconds()
        at = queue.last_at = min(ends, upto)
    return upto


def _next_step(at: datetime) -> datetime:
    start = at.replace(minute=at.minute - at.minute % 15, second=0, microsecond=0)
    return start + STEP
