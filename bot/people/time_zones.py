"""Which time zones a supporter may live in, and which states with hours of their own: by ZIP code, number and address together.

All that may be counts, so that a text goes out only when it may whichever of them is right. The two tables are written by
`python -m tests.zone_tables`, out of the zones' own shapes.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path
from sys import intern
from typing import NamedTuple

from bot.officials.zip_info import find_zip
from bot.quiet_hours import ANY_STATE, STATE_HOURS, US_ZONES, usual_name

BETWEEN = "|"
STATE = "US-"  # begins a state among the zones
LONGEST = 160  # of the column
ZIP_DIGITS = 5
# Who may live anywhere in the country: where these three are open, all zones between them are (tests/test_time_zones.py).
ANYWHERE = ("America/Puerto_Rico", "Pacific/Guam", "Pacific/Pago_Pago")
AREA_CODES, ZIP_ZONES = Path(__file__).with_name("area_codes.tsv"), Path(__file__).with_name("zip_zones.tsv")
_STATE_OF = re.compile(r"/(?:state|district|territory):(\w\w)\b")


class Whereabouts(NamedTuple):
    """Where somebody may be: zones by IANA name, sorted; states of STATE_HOURS, sorted."""

    zones: tuple[str, ...]
    states: tuple[str, ...] = ()


def zones_of(zip: str | None, phone: str | None, divisions: Iterable[str] = ()) -> str | None:
    """Where a supporter may be, as their row keeps it: zones in order with `|` between, then states as "US-RI"; None for a
    withheld number. `divisions`: that their address is in, by Open Civic Data id.

    A ZIP code and an address say more than a number that may be anywhere. Without them it is the whole country.
    """
    if phone is None:
        return None
    homes = tuple(sorted({found[1].upper() for each in divisions if (found := _STATE_OF.search(each))}))
    return _joined(zip or "", phone[2:5] if _is_of_the_plan(phone) else "", homes)


@lru_cache(maxsize=8192)
def whereabouts(kept: str) -> Whereabouts:
    """What zones_of() gave, taken apart."""
    names = kept.split(BETWEEN) if kept else []
    states = tuple(name.removeprefix(STATE) for name in names if name.startswith(STATE))
    return Whereabouts(tuple(name for name in names if not name.startswith(STATE)), states)


def widened(kept: str | None, area: str | None) -> str | None:
    """What a row keeps, and wherever the ZIP codes that begin with these digits lie. What it keeps stays in it, so that no hour
    is open that was not."""
    if kept is None or area is None:
        return kept
    before = whereabouts(kept)
    known = [found for each in range(10 ** (ZIP_DIGITS - len(area))) if (found := _of_zip(f"{area}{each:02}"))]
    zones = sorted({*before.zones, *(zone for each in known for zone in each.zones)})
    states = {*before.states, *(state for each in known for state in each.states if state in STATE_HOURS)}
    return _named(zones, sorted(states))


def zones_of_number(phone: str) -> tuple[str, ...]:
    """Every time zone that the area code of an E.164 number may mean, sorted; only those of the United States.

    All of them where the area code tells nothing: toll-free and other numbers without a place, new area codes, numbers of
    other countries.
    """
    known = _area_codes().get(phone[2:5]) if _is_of_the_plan(phone) else None
    return known.zones if known else US_ZONES


def _is_of_the_plan(phone: str) -> bool:
    return phone.startswith("+1") and len(phone) == len("+12535550100")


@lru_cache(maxsize=8192)
def _joined(zip: str, code: str, homes: tuple[str, ...]) -> str:
    known = [each for each in (_of_zip(zip), _area_codes().get(code), *map(_of_state, homes)) if each is not None]
    zones = sorted({zone for each in known for zone in each.zones})
    states = sorted({state for each in known for state in each.states if state in STATE_HOURS})
    if not zones:
        zones, states = list(ANYWHERE), [ANY_STATE]
    return _named(zones, states)


def _named(zones: Sequence[str], states: Sequence[str]) -> str:
    names = [*zones, *(f"{STATE}{state}" for state in states)]
    return intern(BETWEEN.join(names if len(BETWEEN.join(names)) <= LONGEST else [*ANYWHERE, *names[len(zones) :]]))


def _of_zip(zip: str) -> Whereabouts | None:
    found = find_zip(zip, even_retired=True) if zip else None
    if found is None:
        return None
    zones = _zip_zones().get(zip) or ((usual_name(found.timezone),) if found.timezone else ())
    return Whereabouts(zones, (found.state,)) if zones else None


def _of_state(state: str) -> Whereabouts | None:
    zones = {zone for each in _area_codes().values() if state in each.states for zone in each.zones}
    return Whereabouts(tuple(sorted(zones)), (state,)) if zones else None


@cache
def _area_codes() -> Mapping[str, Whereabouts]:
    rows = (line.split("\t") for line in AREA_CODES.read_text(encoding="utf-8").splitlines()[1:])
    return {code: Whereabouts(tuple(zones.split(BETWEEN)), tuple(states.split())) for code, states, zones in rows}


@cache
def _zip_zones() -> Mapping[str, tuple[str, ...]]:
    rows = (line.split("\t") for line in ZIP_ZONES.read_text(encoding="utf-8").splitlines()[1:])
    return {zip: tuple(zones.split(BETWEEN)) for zip, zones in rows}
