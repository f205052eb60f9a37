"""Offices people are elected to: the level that elects them, titles in English and Spanish. No people, no numbers."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.officials.divisions import Level, state_of


@dataclass(frozen=True, slots=True)
class Role:
    """One kind of office.

    title: what its holders are usually called (an official has their own: House members from Guam are delegates).
    kinds: the kinds of states that elect it (or whose places do). seats: how many people hold it in one division (0: as many
    as a list names). office_stays: the number belongs to the office, so it is right even when we do not know who holds it.
    missing: the reason given when no record exists.
    """

    name: str
    level: Level
    title: str
    seats: int
    office_stays: bool
    line: str
    label: str
    kinds: tuple[str, ...] = ("state", "district", "territory")
    missing: str = "no_record"


ROLES: Mapping[str, Role] = {
    role.name: role
    for role in (
        Role("governor", "state", "Governor", 1, True, "office", "Governor's office", ("state", "territory")),
        Role("mayor", "place", "Mayor", 1, True, "office", "Mayor's office"),
        Role("us_senator", "state", "Senator", 2, False, "capitol", "Washington office", ("state",)),
        Role("us_representative", "cd", "Representative", 1, False, "capitol", "Washington office"),
        Role("council", "place", "Council Member", 0, False, "office", "Council office", missing="no_list"),
    )
}

# title -> Spanish by grammatical gender; the neutral form where the source does not tell.
TITLES_ES: Mapping[str, Mapping[str, str]] = {
    "Governor": {"f": "gobernadora", "m": "gobernador", "": "gobernador o gobernadora"},
    "Mayor": {"f": "alcaldesa", "m": "alcalde", "": "alcalde o alcaldesa"},
    "Senator": {"f": "senadora", "m": "senador", "": "senador o senadora"},
    "Representative": {"f": "representante", "m": "representante", "": "representante"},
    "Delegate": {"f": "delegada", "m": "delegado", "": "delegado o delegada"},
    "Resident Commissioner": {
        "f": "comisionada residente",
        "m": "comisionado residente",
        "": "comisionado o comisionada residente",
    },
    "Council Member": {"f": "concejala", "m": "concejal", "": "concejal"},
}

SHORT_TITLES: Mapping[str, tuple[str, str]] = {
    "Representative": ("Rep.", "Rep."),
    "Delegate": ("Del.", "Del."),
    "Resident Commissioner": ("Res. Comm.", "Com. Res."),
}


def house_title(division: str) -> str:
    """What a member of the House is called: outside the states a delegate, from Puerto Rico a resident commissioner.

    Source: 2 U.S.C. 25a, 1711, 1731, 1751; 48 U.S.C. 891.
    """
    state = state_of(division)
    if state is None or state.kind == "state":
        return "Representative"
    return "Resident Commissioner" if state.code == "PR" else "Delegate"


def title_es(title: str, gender: str) -> str:
    """The Spanish title; a title we have no Spanish for stays as it is."""
    forms = TITLES_ES.get(title)
    return forms.get(gender, forms[""]) if forms else title
