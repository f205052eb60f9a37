"""Supporters as the console finds them: by number, or a page of those of a place, a campaign, a language. Masked numbers."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal, NamedTuple

from sqlalchemy import ColumnElement, Connection, Select, TextClause, or_, select, union_all

from bot.models import IS_STOPPED, Subscription, Supporter
from bot.officials.zip_info import state_ranges
from bot.storage.encryption import PhoneCipher
from bot.telephony import masked_phone

PAGE = 50

State = Literal["", "active", "pending", "left", "stopped"]
STATES: tuple[State, ...] = ("", "active", "pending", "left", "stopped")
SUBSCRIPTION_STATES: tuple[State, ...] = ("active", "pending", "left")
UNKNOWN_LANGUAGE = "-"


@dataclass(frozen=True, slots=True, kw_only=True)
class SupporterFilter:
    """What is wanted, "" for anything. `zips`: ranges of ZIP codes, the last of each included, in order. `campaign`: an id.
    `state`: of the subscription to that campaign's alerts, to any where none is given, or stopped. `language`: a code, or
    UNKNOWN_LANGUAGE."""

    zips: tuple[tuple[str, str], ...] = ()
    campaign: str = ""
    state: State = ""
    language: str = ""


class Cursor(NamedTuple):
    """Where a page ended. `zip`: "" where the pages are not in the order of places."""

    id: int
    zip: str = ""

    def __str__(self) -> str:
        return f"{self.zip}.{self.id}" if self.zip else str(self.id)

    @classmethod
    def read(cls, written: str) -> "Cursor | None":
        """A cursor as str() writes it, None for anything else."""
        zip, _, id = written.rpartition(".")
        if not (id.isascii() and id.isdecimal() and len(id) < 19) or not (zip == "" or is_zip(zip)):
            return None
        return cls(int(id), zip)


class SupporterRow(NamedTuple):
    """A supporter in a list. `phone` is encrypted, None for a withheld number."""

    id: int
    phone: bytes | None
    language: str | None
    zip: str | None
    campaign: str | None
    sms_reachable: bool
    stopped: bool
    created_at: datetime

    def masked(self, phone_cipher: PhoneCipher) -> str:
        """The number as lists show it, "" for one that nobody can read."""
        phone = phone_cipher.decrypt_if_ours(self.phone) if self.phone else None
        return masked_phone(phone) if phone else ""

    @property
    def cursor(self) -> Cursor:
        return Cursor(self.id)


_COLUMNS = tuple(getattr(Supporter, name) for name in SupporterRow._fields)
_ROWS = select(*_COLUMNS)


def is_zip(written: str) -> bool:
    """Five digits?"""
    return len(written) == 5 and written.isascii() and written.isdecimal()


def read_place(written: str) -> tuple[tuple[str, str], ...] | None:
    """The ranges of ZIP codes that a place means: a ZIP code, its first digits, or a state ("WA"); None for anything else."""
    place = written.strip().upper()
    if not place:
        return ()
    if place.isascii() and place.isdecimal() and len(place) <= 5:
        return ((place.ljust(5, "0"), place.ljust(5, "9")),)
    return state_ranges(place) or None


def find_by_phone(connection: Connection, phone_cipher: PhoneCipher, phone: str) -> int | None:
    """The id of the supporter with this number, E.164."""
    theirs = Supporter.phone.in_(phone_cipher.encryptions(phone))
    id: int | None = connection.execute(select(Supporter.id).where(theirs)).scalar()
    return id


def supporters_page(
    connection: Connection,
    wanted: SupporterFilter,
    campaigns: Sequence[str],
    after: Cursor | None = None,
    size: int = PAGE,
) -> tuple[Sequence[SupporterRow], Cursor | None]:
    """A page, and where the next begins, None for the last. Of a place in the order of ZIP codes, else the newest first.

    `campaigns`: the ids of all there are: by these the subscriptions are looked through that are in the state wanted.
    """
    if wanted.zips:
        rows = _of_place(connection, wanted, after, size + 1)
        more = Cursor(rows[size - 1].id, rows[size - 1].zip or "") if len(rows) > size else None
    else:
        rows = _newest(connection, wanted, campaigns, after, size + 1)
        more = Cursor(rows[size - 1].id) if len(rows) > size else None
    return rows[:size], more


def subscription_states(connection: Connection, ids: Sequence[int]) -> dict[int, tuple[tuple[str, str], ...]]:
    """Of each of these supporters, a page of them: (programme, state) of their subscriptions."""
    query = select(Subscription.supporter_id, Subscription.programme, Subscription.state)
    found: dict[int, tuple[tuple[str, str], ...]] = {}
    rows = connection.execute(query.where(Subscription.supporter_id.in_(ids)).order_by(Subscription.programme)) if ids else ()
    for row in rows:
        found[row.supporter_id] = (*found.get(row.supporter_id, ()), (row.programme, row.state))
    return found


def _of_place(connection: Connection, wanted: SupporterFilter, after: Cursor | None, most: int) -> Sequence[SupporterRow]:
    """Range after range by the index of places, as far as it takes."""
    found: list[SupporterRow] = []
    for first, last in wanted.zips:
        if after is not None and after.zip > last:
            continue
        here = Supporter.zip.between(max(first, after.zip) if after else first, last)
        query = _ROWS.where(here, *_also(wanted, subscription=True)).order_by(Supporter.zip, Supporter.id)
        if after is not None:
            query = query.where(or_(Supporter.zip > after.zip, Supporter.id > after.id))
        found += [SupporterRow._make(row) for row in connection.execute(query.limit(most - len(found)))]
        if len(found) == most:
            break
    return found


def _newest(
    connection: Connection, wanted: SupporterFilter, campaigns: Sequence[str], after: Cursor | None, most: int
) -> Sequence[SupporterRow]:
    """By the subscriptions where one is asked for: each state of each campaign is in order in their index."""
    before = after.id if after else None
    if wanted.state in SUBSCRIPTION_STATES or wanted.campaign:
        states = [wanted.state] if wanted.state in SUBSCRIPTION_STATES else SUBSCRIPTION_STATES
        each = [
            _subscribers(wanted, campaign, state, before, most)
            for campaign in ([wanted.campaign] if wanted.campaign else campaigns)
            for state in states
        ]
        if not each:
            return []
        ids = union_all(*(select(query.subquery().c.id) for query in each)).subquery()
        query = _ROWS.where(Supporter.id.in_(select(ids.c.id)))
    else:
        query = _ROWS.where(*_also(wanted, subscription=False))
        if before is not None:
            query = query.where(Supporter.id < before)
    return [SupporterRow._make(row) for row in connection.execute(query.order_by(Supporter.id.desc()).limit(most))]


def _subscribers(wanted: SupporterFilter, campaign: str, state: str, before: int | None, most: int) -> Select[int]:
    query = (
        select(Supporter.id)
        .join(Subscription, Subscription.supporter_id == Supporter.id)
        .where(Subscription.programme == campaign, Subscription.state == state, *_also(wanted, subscription=False))
    )
    if before is not None:
        query = query.where(Subscription.supporter_id < before)
    return query.order_by(Subscription.supporter_id.desc()).limit(most)


def _also(wanted: SupporterFilter, *, subscription: bool) -> list[ColumnElement[bool] | TextClause]:
    """The conditions besides the place; the subscription's only where it is not what the rows are found by."""
    also: list[ColumnElement[bool] | TextClause] = []
    if wanted.language:
        known = None if wanted.language == UNKNOWN_LANGUAGE else wanted.language
        also.append(Supporter.language.is_(None) if known is None else Supporter.language == known)
    if wanted.state == "stopped":
        also.append(IS_STOPPED)
    if subscription and (wanted.state in SUBSCRIPTION_STATES or wanted.campaign):
        theirs = select(Subscription.programme).where(Subscription.supporter_id == Supporter.id)
        if wanted.campaign:
            theirs = theirs.where(Subscription.programme == wanted.campaign)
        if wanted.state in SUBSCRIPTION_STATES:
            theirs = theirs.where(Subscription.state == wanted.state)
        also.append(theirs.exists())
    return also
