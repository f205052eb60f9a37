"""An organizer's list before it is used and while it is: what it is held against, what it holds, what is new in it."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.engine.events import Offer
from bot.officials.directory import Directory
from bot.officials.divisions import state_of
from bot.officials.local import local_lists
from bot.officials.local.list_fit import ListContext, wards_of
from bot.officials.local.local_lists import ListEntry, LocalList
from bot.officials.tables import DataError


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedSeats:
    """What a list has of one office: how many people and office numbers, its districts, those that have several members, those
    that have nobody. place: "Tacoma, WA"."""

    role: str
    place: str
    people: int
    numbers: int
    wards: frozenset[str]
    several: frozenset[str]
    nobody: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ListNews:
    """A list beside the one of its name that it replaces. joined, left: names; nobody where there was none."""

    seats: tuple[ListedSeats, ...]
    joined: tuple[str, ...] = ()
    left: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ListInUse:
    """A list as pages and commands show it. as_of: of its newest row; over: whose term is over."""

    name: str
    rows: int
    offices: tuple[str, ...]
    as_of: date | None
    sources: tuple[str, ...]
    over: tuple[str, ...]


def list_context(
    directory: Directory,
    lists: Iterable[LocalList],
    choose: Callable[[Sequence[Offer], str], str],
    today: date,
    *,
    name: str,
    source: str = "",
    as_of: date | None = None,
) -> ListContext:
    """What a list of that name is held against: the tables, and the other lists in use."""
    return ListContext(
        areas=directory.tables.areas,
        today=today,
        taken={entry.seat: other.name for other in lists for entry in other.entries if other.name != name},
        office=directory.shipped_office,
        main_line=directory.main_line,
        choose=choose,
        source=source,
        as_of=as_of,
    )


def list_before(folder: Path, name: str) -> LocalList:
    """The list that one of this name replaces; an empty one where there is none, or a broken one that an import mends."""
    try:
        return local_lists.read_list(folder, name)
    except DataError:
        return LocalList(name, ())


def list_news(new: LocalList, before: LocalList) -> ListNews:
    """What a list holds, and how it differs from the one it replaces."""
    seats = tuple(_listed_seats(entries) for entries in _by_seat(new).values())
    if not before.entries:
        return ListNews(seats=seats)
    old, now = ({entry.id: entry.name for entry in found.entries if entry.name} for found in (before, new))
    return ListNews(
        seats=seats,
        joined=tuple(name for id, name in now.items() if id not in old),
        left=tuple(name for id, name in old.items() if id not in now),
    )


def list_in_use(found: LocalList, today: date) -> ListInUse:
    """A list that serves, in short."""
    return ListInUse(
        name=found.name,
        rows=len(found.entries),
        offices=tuple(f"{entries[0].role} of {_place(entries[0])}" for entries in _by_seat(found).values()),
        as_of=max((entry.as_of for entry in found.entries), default=None),
        sources=tuple(Counter(entry.source for entry in found.entries)),
        over=tuple(entry.name for entry in found.over(today)),
    )


def _listed_seats(entries: Sequence[ListEntry]) -> ListedSeats:
    wards = wards_of(entries).get(entries[0].seat, set())
    members = Counter(ward for ward, _ in {(entry.ward, entry.id) for entry in entries if entry.name and entry.ward})
    return ListedSeats(
        role=entries[0].role,
        place=_place(entries[0]),
        people=len({entry.id for entry in entries if entry.name}),
        numbers=sum(not entry.name and bool(entry.phone) for entry in entries),
        wards=frozenset(wards),
        several=frozenset(ward for ward, count in members.items() if count > 1),
        nobody=frozenset(wards - set(members)),
    )


def _by_seat(found: LocalList) -> dict[tuple[str, str], list[ListEntry]]:
    seats: dict[tuple[str, str], list[ListEntry]] = {}
    for entry in found.entries:
        seats.setdefault(entry.seat, []).append(entry)
    return seats


def _place(entry: ListEntry) -> str:
    home = state_of(entry.division)
    return f"{entry.place}, {home.code}" if home else entry.place
