"""Which divisions a supporter may live in, from a ZIP's area and what they told us. Pure; knows no officials."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import partial
from string import ascii_lowercase

from bot.officials.divisions import BY_DIVISION, OUTSIDE, STATES, WHOLE_PLACES, state_of
from bot.officials.levels import CHAMBERS, COUNTY, HOUSE, LEVELS, PLACE, STATE, Level, ToldByZip
from bot.officials.vintages import Moved
from bot.officials.zip_areas import ZipArea

# A ZIP with homes that no map has, or with a map that has been redrawn: here an address says what the ZIP cannot.
OPEN_TO_ADDRESSES = ("no_area", "new_maps", "disputed")
# Legislatures whose districts no table of ZIPs has.
UNMAPPED = frozenset(STATES[code].division for code in ("DC", "PR"))

# Here a district of the lower house has the number of the upper's that it lies in (in some with a letter): one answer for both.
SAME_NUMBER = frozenset(STATES[code].division for code in ("AZ", "ID", "MD", "MN", "ND", "NJ", "SD", "WA"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidates:
    """Where they may live, at one level. One division: settled. More: a question. None: `reason` says why.

    `near`: every division of the ZIP at this level, also those not worth a question. askable: an address could tell what is
    missing, and nothing else can.
    """

    divisions: tuple[str, ...]
    certainty: str
    reason: str = ""
    near: tuple[str, ...] = ()
    askable: bool = False

    @property
    def settled(self) -> str:
        """The one division, "" while there are more or none."""
        return self.divisions[0] if len(self.divisions) == 1 else ""


@dataclass(frozen=True, slots=True)
class DivisionAnswers:
    """What a supporter said. chosen: level -> what they chose; geocoded: level -> the division that their address lies in."""

    chosen: Mapping[str, str]
    geocoded: Mapping[str, str]

    def among(self, level: Level, divisions: tuple[str, ...]) -> Candidates:
        """The one of these that an address or else a choice has settled; all of them while neither has."""
        if (geocoded := self.geocoded.get(level)) in divisions:
            return Candidates(divisions=(geocoded,), certainty="exact_address", near=divisions)
        chosen = self.chosen.get(level)
        return Candidates(divisions=(chosen,) if chosen in divisions else divisions, certainty="zip_split", near=divisions)


def settle_state(area: ZipArea, answers: DivisionAnswers) -> Candidates:
    """The states of the ZIP, or the one they told."""
    divisions = tuple(STATES[code].division for code in area.states)
    if not divisions:
        return Candidates(divisions=(), certainty="unknown", reason=area.gap)
    if len(divisions) == 1:
        return _sure(STATE, divisions, "state_only" if area.gap else "zip_unique", answers)
    return answers.among(STATE, divisions)


def drawn_districts(level: Level, area: ZipArea, moved: Moved) -> tuple[str, ...]:
    """The districts of the ZIP, those of states with a new map as it has them."""
    anew = redrawn_states(level, area, moved)
    if not anew:
        return area.districts(level)
    before = (division for division in area.districts(level) if _home(division) not in anew)
    return (*before, *(division for home in anew for division in area.redrawn[level, home]))


def redrawn_states(level: Level, area: ZipArea, moved: Moved) -> tuple[str, ...]:
    """The states of the ZIP that have a new map, on which we know its districts."""
    if not moved.mapped or not area.redrawn:
        return ()
    homes = (STATES[code].division for code in area.states)
    return tuple(home for home in homes if home in moved.mapped and (level, home) in area.redrawn)


def settle_district(level: Level, area: ZipArea, state: Candidates, answers: DivisionAnswers, moved: Moved) -> Candidates:
    """The districts of the ZIP in the states still possible, or the one they told.

    What has moved the ZIP does not tell, unless the new map is known; an address may. While the state is open, one whose
    lines have moved, or that has no districts at this level (Nebraska has no lower house), is itself a candidate: it is asked
    for first.
    """
    divisions = drawn_districts(level, area, moved)
    if len(area.states) > 1:
        divisions = tuple(division for division in divisions if _in(state, division))
    reason = area.gap
    here = (*state.divisions, *divisions)
    anew = {_home(division) for division in moved.areas.intersection(here).difference(redrawn_states(level, area, moved))}
    if anew and len(state.divisions) > 1:
        divisions = tuple(division for division in divisions if _home(division) not in anew)
    elif anew and not reason:
        reason = "new_maps" if moved.disputed.isdisjoint(here) else "disputed"
    if reason and level == HOUSE and state.divisions and all(BY_DIVISION[d].at_large for d in state.divisions):
        # Without a map the state is all we know. It is enough where all of it has one seat.
        divisions, reason = state.divisions, ""
    elif reason:
        divisions = ()
    if not reason and len(state.divisions) > 1:
        divisions += tuple(home for home in state.divisions if not any(_home(division) == home for division in divisions))
    if divisions:
        return _sure(level, divisions, state.certainty, answers) if len(divisions) == 1 else answers.among(level, divisions)
    geocoded = answers.geocoded.get(level, "")
    askable = reason in OPEN_TO_ADDRESSES or (state.settled in UNMAPPED and not reason)
    if askable and _in(state, geocoded) and _fits(level, geocoded) and moved.lost.isdisjoint((geocoded, _home(geocoded))):
        return Candidates(divisions=(geocoded,), certainty="exact_address", near=(geocoded,))
    askable = askable and moved.lost.isdisjoint(state.divisions)
    return Candidates(
        divisions=(), certainty="unknown", reason=reason or ("no_area" if level == HOUSE else "no_lines"), askable=askable
    )


def settle_chambers(upper: Candidates, lower: Candidates) -> tuple[Candidates, Candidates]:
    """Both houses, the one narrowed by what has been told of the other."""
    if len(upper.near) > 1 and upper.settled:
        return upper, _within(lower, upper)
    if len(lower.near) > 1 and lower.settled:
        return _within(upper, lower), lower
    return upper, lower


def _within(where: Candidates, known: Candidates) -> Candidates:
    if len(where.divisions) < 2 or _home(known.settled) not in SAME_NUMBER:
        return where
    kept = tuple(division for division in where.divisions if _number(division) == _number(known.settled))
    return replace(where, divisions=kept, certainty=known.certainty) if kept else where


def _number(division: str) -> str:
    return division.rpartition(":")[2].rstrip(ascii_lowercase)  # Maryland's 27 is 27A, 27B and 27C


def settle_place(
    area: ZipArea,
    state: Candidates,
    answers: DivisionAnswers,
    on_record: Callable[[str], bool],
) -> Candidates:
    """The places of the ZIP in the states still possible; a question only if its answer changes whom we can offer.

    on_record: is anybody on record for this place, in a role that is asked for?
    """
    wholes = tuple(d for d in state.divisions if BY_DIVISION[d].code in WHOLE_PLACES)
    if wholes and wholes == state.divisions:
        return Candidates(divisions=wholes, certainty=state.certainty, near=wholes)
    geocoded = answers.geocoded.get(PLACE, "")
    if _in(state, geocoded) and (not area.gap or area.gap in OPEN_TO_ADDRESSES):
        # An address may lie in a place of which the ZIP has only a sliver, so any place of the state will do.
        return Candidates(divisions=(geocoded,), certainty="exact_address", near=(geocoded,))
    if area.gap:
        return Candidates(divisions=(), certainty="unknown", reason=area.gap)
    near = (*(share.division for share in area.places if _in(state, share.division)), *wholes)
    listed = tuple(division for division in near if on_record(division))
    if not listed:
        alone = near if len(near) == 1 and not area.outside else ()
        return Candidates(divisions=alone, certainty=state.certainty if alone else "zip_split", reason="no_record", near=near)
    elsewhere = area.outside or len(near) > len(listed) or len(state.divisions) > 1
    if len(listed) == 1 and not elsewhere:
        return Candidates(divisions=listed, certainty=state.certainty, near=near)
    offered = (*listed, OUTSIDE) if elsewhere else listed
    chosen = answers.chosen.get(PLACE)
    return Candidates(divisions=(chosen,) if chosen in (*offered, *near) else offered, certainty="zip_split", near=near)


def settle_county(area: ZipArea, state: Candidates, answers: DivisionAnswers, on_record: Callable[[str], bool]) -> Candidates:
    """The counties of the ZIP in the states still possible; a question only if somebody is on record in any of them.

    Arguments as for settle_place().
    """
    geocoded = answers.geocoded.get(COUNTY, "")
    if _in(state, geocoded) and (not area.gap or area.gap in OPEN_TO_ADDRESSES):
        # The post office's ZIP codes end elsewhere than those of the map, so any county of the state will do.
        return Candidates(divisions=(geocoded,), certainty="exact_address", near=(geocoded,))
    if area.gap:
        return Candidates(divisions=(), certainty="unknown", reason=area.gap)
    near = tuple(division for division in area.counties if _in(state, division))
    if len(state.divisions) > 1:  # one without counties is a candidate itself: it is asked for first
        near += tuple(home for home in state.divisions if all(_home(division) != home for division in near))
    if len(near) == 1:
        return _sure(COUNTY, near, state.certainty, answers)
    found = answers.among(COUNTY, near)
    if found.settled or any(map(on_record, near)):
        return found
    return Candidates(divisions=(), certainty="zip_split" if near else state.certainty, reason="no_record", near=near)


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What the levels of one ZIP are settled from. on_record: is anybody on record for this area of a level, in a role that is
    asked for? moved: what has other boundaries now than zips.tsv."""

    area: ZipArea
    answers: DivisionAnswers
    state: Candidates
    moved: Mapping[Level, Moved]
    on_record: Callable[[Level, str], bool]


def _settle_unmapped(level: Level, known: Known) -> Candidates:
    """A level that no table of ZIPs has: what an address or a choice settled, and nothing else."""
    if _in(known.state, geocoded := known.answers.geocoded.get(level, "")):
        return Candidates(divisions=(geocoded,), certainty="exact_address", near=(geocoded,))
    if _in(known.state, chosen := known.answers.chosen.get(level, "")):
        return Candidates(divisions=(chosen,), certainty="zip_split", near=(chosen,))
    # Whose address was found, and in none of these areas, is not asked for it again: not everybody lives in one.
    askable = bool(LEVELS[level].census_layer) and STATE not in known.answers.geocoded
    return Candidates(divisions=(), certainty="unknown", reason=known.area.gap or "no_lines", askable=askable)


# How each kind of level is settled; what only lists tell is settled by the office that a list names (local_offices.py).
SETTLE: Mapping[ToldByZip, Callable[[Level, Known], Candidates]] = {
    "states": lambda level, known: known.state,
    "districts": lambda level, known: settle_district(level, known.area, known.state, known.answers, known.moved[level]),
    "places": lambda level, known: settle_place(known.area, known.state, known.answers, partial(known.on_record, level)),
    "counties": lambda level, known: settle_county(known.area, known.state, known.answers, partial(known.on_record, level)),
    "nothing": _settle_unmapped,
}


class SettledLevels(Mapping[Level, Candidates]):
    """Where somebody of a ZIP may live, at each level but those that only lists tell.

    A level is settled when it is first asked for: a campaign asks for a few of them.
    """

    __slots__ = ("_known", "_settled")

    def __init__(
        self,
        area: ZipArea,
        answers: DivisionAnswers,
        moved: Mapping[Level, Moved],
        on_record: Callable[[Level, str], bool],
    ) -> None:
        state = settle_state(area, answers)
        self._known = Known(area=area, answers=answers, state=state, moved=moved, on_record=on_record)
        self._settled = {STATE: state}

    def __getitem__(self, level: Level) -> Candidates:
        if level not in self._settled:
            together = CHAMBERS if level in CHAMBERS else (level,)
            found = [SETTLE[LEVELS[each].told_by_zip](each, self._known) for each in together]
            self._settled |= zip(together, settle_chambers(*found) if level in CHAMBERS else found, strict=True)
        return self._settled[level]

    def __iter__(self) -> Iterator[Level]:
        return (row.name for row in LEVELS.values() if row.told_by_zip in SETTLE)

    def __len__(self) -> int:
        return sum(1 for _ in self)


class SettledDivisions(Mapping[Level, str]):
    """The division of each level that is settled, and of each of these wards.

    Settled anew by who asks: few do, and what a server remembers of thousands of lookups is to be small.
    """

    __slots__ = ("_settle", "_wards")

    def __init__(self, settle: Callable[[], SettledLevels], wards: Mapping[Level, str]) -> None:
        self._settle, self._wards = settle, wards

    def __getitem__(self, level: Level) -> str:
        division = self._wards.get(level) or self._settle()[level].settled
        if not division:
            raise KeyError(level)
        return division

    def __iter__(self) -> Iterator[Level]:
        yield from (level for level, where in self._settle().items() if where.settled)
        yield from self._wards

    def __len__(self) -> int:
        return sum(1 for _ in self)


def _sure(level: Level, divisions: tuple[str, ...], certainty: str, answers: DivisionAnswers) -> Candidates:
    geocoded = answers.geocoded.get(level) == divisions[0]
    return Candidates(divisions=divisions, certainty="exact_address" if geocoded else certainty, near=divisions)


def _home(division: str) -> str:
    home = state_of(division)
    return home.division if home else ""


def _in(state: Candidates, division: str) -> bool:
    return _home(division) in state.divisions


def _fits(level: Level, division: str) -> bool:
    return division.rpartition("/")[2].partition(":")[0] in LEVELS[level].kinds
