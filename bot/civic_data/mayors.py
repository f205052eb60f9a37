"""Two records of a city's mayor, of two sources: which of them is named. Reads nothing."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta

from bot.civic_data.local_officials import CITIES, LocalOfficial
from bot.officials.divisions import place_division, place_key, place_slug
from bot.officials.local.local_lists import CITY, official_id
from bot.officials.local.office_names import MAYOR
from bot.officials.records import OfficialRecord, main_line
from bot.officials.roles import ROLES

# Both records run and name different people, and openstates-people has the right one: place -> from where we know.
OURS_IS_RIGHT = {
    "id/idaho_falls": "election of November 2025, looked up on 2026-11-29",
    "id/nampa": "election of November 2025, looked up on 2026-11-29",
    "wa/lynnwood": "election of November 2025, looked up on 2026-11-29",
}


def one_mayor_each(
    ours: Iterable[OfficialRecord], others: Iterable[LocalOfficial], today: date, notes: list[str]
) -> Iterator[OfficialRecord]:
    """Mayors of openstates-people and of the sources of councils. Of two the one whose term runs is named.

    Where two different people are in office by the two, neither is named: the record has no name, and the office its number.
    A city that was checked by hand counts first. Predecessors stay: their number is the office's.
    """
    known: dict[str, list[OfficialRecord]] = defaultdict(list)
    for record in ours:
        known[record.division].append(record)
    found: dict[str, OfficialRecord] = {}
    for other in others:  # of a mayor's numbers, too, the main one is taken
        found.setdefault(place_division(other.place), _record(other))
    for division, records in known.items():
        if division in found:
            yield from _merged(records, found.pop(division), today, notes)
        else:
            yield from records
    yield from found.values()


def _merged(ours: Sequence[OfficialRecord], other: OfficialRecord, today: date, notes: list[str]) -> Iterator[OfficialRecord]:
    running = [record for record in ours if record.term_end is None or record.term_end > today]
    lines = next((record.lines for record in ours if record.lines), ())
    same = [record for record in running if _same_person(record.name, other.name)]
    if other.term_end is not None and other.term_end <= today:
        yield from (replace(record, lines=record.lines or other.lines) for record in ours)
    elif not running or (other.source == CITIES and not same):
        yield from (replace(record, term_end=other.as_of) if record in running else record for record in ours)
        yield replace(other, lines=other.lines or lines)
    elif same or place_key(other.division) in OURS_IS_RIGHT:
        yield from (replace(record, lines=record.lines or other.lines) for record in ours)
    else:
        notes.append(f"{other.division}: {running[0].name} or {other.name}, both in office: neither is named")
        yield from (record for record in ours if record not in running)
        yield replace(running[0], name="", gender="", party="", term_end=None, lines=running[0].lines or other.lines)


def _record(mayor: LocalOfficial) -> OfficialRecord:
    division = place_division(mayor.place)
    return OfficialRecord(
        id=official_id(MAYOR, division, "", mayor.name, CITY),
        name=mayor.name,
        role=MAYOR,
        division=division,
        title=ROLES[MAYOR].title,
        gender="",
        party="",
        term_end=mayor.term_end + timedelta(days=1) if mayor.term_end else None,  # theirs is the last day
        source=mayor.source,
        as_of=mayor.as_of,
        lines=(main_line(mayor.line, MAYOR),) if mayor.line else (),
    )


SUFFIXES = {"jr", "sr", "ii", "iii", "iv"}


def _same_person(one: str, other: str) -> bool:
    """By the last name: "Rex Hardin" is "T. Rex Hardin", and two of one family are not mayor of one city at once."""
    return _last_name(one) == _last_name(other)


def _last_name(name: str) -> str:
    words = [word for word in place_slug(name).split("_") if word not in SUFFIXES]
    return words[-1] if words else ""
