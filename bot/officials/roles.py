"""Offices people are elected to: the level that elects them, titles in English and Spanish. No people, no numbers."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.officials.divisions import STATES, state_of
from bot.officials.levels import HOUSE, LOWER, PLACE, STATE, UPPER, Level

TERRITORIES = frozenset(code for code, state in STATES.items() if state.kind == "territory")
DC = frozenset({"DC"})


@dataclass(frozen=True, slots=True)
class Role:
    """One kind of office.

    title: what its holders are usually called (`title_of` knows where they are called otherwise). seats: how many people hold
    it in one division (0: as many as a list or districts.tsv names). office_stays: the number belongs to the office, so it is
    right even when we do not know who holds it. line, label: its main line. nowhere: codes of states that elect nobody to it.
    missing: the reason given when no record exists. over_at_noon: the last day of a term is the successor's first.
    """

    name: str
    level: Level
    title: str
    seats: int
    office_stays: bool
    line: str
    label: str
    nowhere: frozenset[str] = frozenset()
    missing: str = "no_record"
    over_at_noon: bool = False


# Source of `nowhere`: the states' constitutions. In TN and WV the senate's speaker is called lieutenant governor.
ROLES: Mapping[str, Role] = {
    role.name: role
    for role in (
        Role("governor", STATE, "Governor", 1, True, "office", "Governor's office", DC),
        Role("mayor", PLACE, "Mayor", 1, True, "office", "Mayor's office"),
        Role(
            "us_senator", STATE, "Senator", 2, False, "capitol", "Washington office", DC | TERRITORIES, over_at_noon=True
        ),  # 20th Amendment
        Role("us_representative", HOUSE, "Representative", 1, False, "capitol", "Washington office", over_at_noon=True),
        Role("council", PLACE, "Council Member", 0, False, "office", "Council office", missing="no_list"),
        Role("state_upper", UPPER, "Senator", 0, False, "capitol", "Capitol office"),
        Role(
            "state_lower", LOWER, "Representative", 0, False, "capitol", "Capitol office", frozenset({"NE", "DC", "GU", "VI"})
        ),
        Role(
            "lieutenant_governor",
            STATE,
            "Lieutenant Governor",
            1,
            True,
            "office",
            "Lieutenant governor's office",
            frozenset({"DC", "ME", "NH", "OR", "PR", "TN", "WV", "WY"}),
        ),
        Role("attorney_general", STATE, "Attorney General", 1, True, "office", "Attorney general's office"),
        Role(
            "secretary_of_state",
            STATE,
            "Secretary of State",
            1,
            True,
            "office",
            "Secretary of state's office",
            frozenset({"AK", "AS", "DC", "GU", "HI", "MP", "UT", "VI"}),
        ),
    )
}

LEGISLATORS = ("state_upper", "state_lower")

# (role, state) -> what its holders are called there. Sources: the chambers' own rosters; 2 U.S.C. 25a, 1711, 1731, 1751 and
# 48 U.S.C. 891 for the House. A member of Wisconsin's Assembly is a representative.
TITLES: Mapping[tuple[str, str], str] = {
    **{("us_representative", code): "Delegate" for code in DC | TERRITORIES},
    ("us_representative", "PR"): "Resident Commissioner",
    **{("state_lower", code): "Assemblymember" for code in ("CA", "NJ", "NV", "NY")},
    **{("state_lower", code): "Delegate" for code in ("MD", "VA", "WV")},
    ("state_upper", "DC"): "Councilmember",
    **{("secretary_of_state", code): "Secretary of the Commonwealth" for code in ("MA", "PA", "VA")},
}

# title -> Spanish by grammatical gender; the neutral form where the source does not tell.
TITLES_ES: Mapping[str, Mapping[str, str]] = {
    "Governor": {"f": "gobernadora", "m": "gobernador", "": "gobernador o gobernadora"},
    "Mayor": {"f": "alcaldesa", "m": "alcalde", "": "alcalde o alcaldesa"},
    "Senator": {"f": "senadora", "m": "senador", "": "senador o senadora"},
    "Representative": {"f": "representante", "m": "representante", "": "representante"},
    "Assemblymember": {"f": "asambleísta", "m": "asambleísta", "": "asambleísta"},
    "Delegate": {"f": "delegada", "m": "delegado", "": "delegado o delegada"},
    "Resident Commissioner": {
        "f": "comisionada residente",
        "m": "comisionado residente",
        "": "comisionado o comisionada residente",
    },
    "Council Member": {"f": "concejala", "m": "concejal", "": "concejal"},
    "Councilmember": {"f": "concejala", "m": "concejal", "": "concejal"},
    "Council Chairman": {
        "f": "presidenta del Concejo",
        "m": "presidente del Concejo",
        "": "presidente o presidenta del Concejo",
    },
    "Lieutenant Governor": {"f": "vicegobernadora", "m": "vicegobernador", "": "vicegobernador o vicegobernadora"},
    "Attorney General": {"f": "fiscal general", "m": "fiscal general", "": "fiscal general"},
    "Secretary of State": {"f": "secretaria de Estado", "m": "secretario de Estado", "": "secretario o secretaria de Estado"},
    "Secretary of the Commonwealth": {
        "f": "secretaria de la Mancomunidad",
        "m": "secretario de la Mancomunidad",
        "": "secretario o secretaria de la Mancomunidad",
    },
}

SHORT_TITLES: Mapping[str, tuple[str, str]] = {
    "Senator": ("Sen.", "Sen."),
    "Representative": ("Rep.", "Rep."),
    "Assemblymember": ("Asm.", "Asm."),
    "Delegate": ("Del.", "Del."),
    "Resident Commissioner": ("Res. Comm.", "Com. Res."),
}


def title_of(role: str, division: str) -> str:
    """What whoever holds this office for this division is called: "Delegate" for a member of Virginia's lower house."""
    state = state_of(division)
    return TITLES.get((role, state.code if state else ""), ROLES[role].title)


def title_es(title: str, gender: str) -> str:
    """The Spanish title; a title we have no Spanish for stays as it is."""
    forms = TITLES_ES.get(title)
    return forms.get(gender, forms[""]) if forms else title
