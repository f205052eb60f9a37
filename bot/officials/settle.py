"""Which divisions a supporter may live in, from a ZIP's area and what they told us. Pure; knows no officials."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.officials.areas import ZipArea
from bot.officials.divisions import BY_DIVISION, OUTSIDE, STATES, WHOLE_PLACES, state_of


@dataclass(frozen=True, slots=True)
class Candidates:
    """Where they may live, at one level. One division: settled. More: a question. None: `reason` says why.

    `near`: every division of the ZIP at this level, also those not worth a question.
    """

    divisions: tuple[str, ...]
    certainty: str
    reason: str = ""
    near: tuple[str, ...] = ()

    @property
    def settled(self) -> str:
        """The one division, "" while there are more or none."""
        return self.divisions[0] if len(self.divisions) == 1 else ""


def settle_state(area: ZipArea, told: Mapping[str, str]) -> Candidates:
    """The states of the ZIP, or the one they told."""
    divisions = tuple(STATES[code].division for code in area.states)
    if not divisions:
        return Candidates((), "unknown", area.gap)
    if len(divisions) == 1:
        return Candidates(divisions, "state_only" if area.gap else "zip_unique", near=divisions)
    chosen = told.get("state")
    return Candidates((chosen,) if chosen in divisions else divisions, "zip_split", near=divisions)


def settle_cd(area: ZipArea, state: Candidates, told: Mapping[str, str]) -> Candidates:
    """The House districts of the ZIP in the states still possible, or the one they told."""
    divisions = tuple(division for division in area.cds if _in(state, division))
    if area.gap:
        # Without a map the state is all we know. It is enough where all of it has one seat.
        divisions = state.divisions if all(BY_DIVISION[d].at_large for d in state.divisions) else ()
    if not divisions:
        return Candidates((), "unknown", area.gap or "no_area")
    if len(divisions) == 1:
        return Candidates(divisions, state.certainty, near=divisions)
    chosen = told.get("cd")
    return Candidates((chosen,) if chosen in divisions else divisions, "zip_split", near=divisions)


def settle_place(
    area: ZipArea,
    state: Candidates,
    told: Mapping[str, str],
    on_record: Callable[[str], bool],
) -> Candidates:
    """The places of the ZIP in the states still possible; a question only if its answer changes whom we can offer.

    on_record: is anybody on record for this place, in a role that is asked for?
    """
    wholes = tuple(d for d in state.divisions if BY_DIVISION[d].code in WHOLE_PLACES)
    if wholes and wholes == state.divisions:
        return Candidates(wholes, state.certainty, near=wholes)
    if area.gap:
        return Candidates((), "unknown", area.gap)
    near = (*(share.division for share in area.places if _in(state, share.division)), *wholes)
    listed = tuple(division for division in near if on_record(division))
    if not listed:
        alone = near if len(near) == 1 and not area.outside else ()
        return Candidates(alone, state.certainty if alone else "zip_split", "no_record", near)
    elsewhere = area.outside or len(near) > len(listed) or len(state.divisions) > 1
    if len(listed) == 1 and not elsewhere:
        return Candidates(listed, state.certainty, near=near)
    offered = (*listed, OUTSIDE) if elsewhere else listed
    chosen = told.get("place")
    return Candidates((chosen,) if chosen in (*offered, *near) else offered, "zip_split", near=near)


def _in(state: Candidates, division: str) -> bool:
    home = state_of(division)
    return home is not None and home.division in state.divisions
