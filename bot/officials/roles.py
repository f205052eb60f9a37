"""Offices people are elected to: the level that elects them, their titles. No people, no numbers."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.locale import LANGUAGES, has_phrase, phrase_or
from bot.officials.divisions import STATES, state_of
from bot.officials.levels import COUNTY, HOUSE, LOWER, PLACE, STATE, UPPER, Level

TERRITORIES = frozenset(code for code, state in STATES.items() if state.kind == "territory")
DC = frozenset({"DC"})


@dataclass(frozen=True, slots=True)
class Role:
    """One kind of office.

    title: what its holders are usually called (`title_of` knows where they are called otherwise). seats: how many people hold
    it in one division (0: as many as a list or districts.tsv names). office_stays: the number belongs to the office, so it is
    right even when we do not know who holds it. line, label: its main line. nowhere: codes of states that elect nobody to it.
    missing: the reason given when no record exists. listed: may a local list name its holders? Then its level is told by
    places, by counties or by nothing. wards: may wards of a place, or districts of a county, elect them?
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
    listed: bool = False
    wards: bool = False


# Here no county elects anybody.
NO_COUNTIES = frozenset({"CT", "RI"}) | DC | TERRITORIES

# Source of `nowhere`: the states' constitutions. In TN and WV the senate's speaker is called lieutenant governor. Sheriffs are
# the state's own officers in HI (HRS 353C) and RI (RIGL 42-7.3); AK and CT have none (state troopers; Conn. Const. amend. XXX).
# AK, DE and RI prosecute by their attorneys general, CT by appointed state's attorneys (CGS 51-278), NJ by prosecutors whom the
# governor appoints (N.J. Const. art. VII, 2).
ROLES: Mapping[str, Role] = {
    role.name: role
    for role in (
        Role("governor", STATE, "Governor", 1, True, "office", "Governor's office", DC),
        Role("mayor", PLACE, "Mayor", 1, True, "office", "Mayor's office", listed=True),
        Role("us_senator", STATE, "Senator", 2, False, "capitol", "Washington office", DC | TERRITORIES),
        Role("us_representative", HOUSE, "Representative", 1, False, "capitol", "Washington office"),
        Role(
            "council", PLACE, "Council Member", 0, False, "office", "Council office", missing="no_list", listed=True, wards=True
        ),
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
        Role(
            "county_council",
            COUNTY,
            "County Council Member",
            0,
            False,
            "office",
            "County council office",
            NO_COUNTIES,
            missing="no_list",
            listed=True,
            wards=True,
        ),
        Role(
            "county_executive",
            COUNTY,
            "County Executive",
            1,
            True,
            "office",
            "County executive's office",
            NO_COUNTIES,
            missing="no_list",
            listed=True,
        ),
        Role(
            "sheriff",
            COUNTY,
            "Sheriff",
            1,
            True,
            "office",
            "Sheriff's office",
            NO_COUNTIES | {"AK", "HI"},
            missing="no_list",
            listed=True,
        ),
        Role(
            "district_attorney",
            COUNTY,
            "District Attorney",
            1,
            True,
            "office",
            "District attorney's office",
            NO_COUNTIES | {"AK", "DE", "NJ"},
            missing="no_list",
            listed=True,
        ),
    )
}

LEGISLATORS = ("state_upper", "state_lower")

COMMISSIONERS = "AL CO FL GA ID KS ME MI MN MT NC ND NH NJ NM OK OR PA SD TN TX WV WY"  # states whose counties have them

# (role, state) -> what its holders are called there. Sources: the chambers' own rosters; 2 U.S.C. 25a, 1711, 1731, 1751 and
# 48 U.S.C. 891 for the House; for counties the states' laws, where (nearly) all of a state's counties have the same title, as
# the maintainers know them: a list may name another. A member of Wisconsin's Assembly is a representative.
TITLES: Mapping[tuple[str, str], str] = {
    **{("us_representative", code): "Delegate" for code in DC | TERRITORIES},
    ("us_representative", "PR"): "Resident Commissioner",
    **{("state_lower", code): "Assemblymember" for code in ("CA", "NJ", "NV", "NY")},
    **{("state_lower", code): "Delegate" for code in ("MD", "VA", "WV")},
    ("state_upper", "DC"): "Councilmember",
    **{("secretary_of_state", code): "Secretary of the Commonwealth" for code in ("MA", "PA", "VA")},
    **{("county_council", code): "County Supervisor" for code in ("AZ", "CA", "IA", "MS", "VA", "WI")},
    **{("county_council", code): "County Commissioner" for code in COMMISSIONERS.split()},
    **{("district_attorney", code): "Prosecuting Attorney" for code in ("AR", "HI", "ID", "IN", "MI", "MO", "OH", "WA", "WV")},
    **{("district_attorney", code): "State's Attorney" for code in ("IL", "MD", "ND", "SD", "VT")},
    **{("district_attorney", code): "County Attorney" for code in ("AZ", "IA", "MN", "MT", "NE", "NH")},
    **{("district_attorney", code): "Commonwealth's Attorney" for code in ("KY", "VA")},
    ("district_attorney", "FL"): "State Attorney",
    ("district_attorney", "SC"): "Solicitor",
}


def title_of(role: str, division: str) -> str:
    """What whoever holds this office for this division is called: "Delegate" for a member of Virginia's lower house."""
    state = state_of(division)
    return TITLES.get((role, state.code if state else ""), ROLES[role].title)


# (role, title) -> what its holders are called in words, where the title alone does not tell whose house they sit in.
SAID: Mapping[tuple[str, str], str] = {
    ("us_senator", "Senator"): "U.S. Senator",
    ("us_representative", "Representative"): "U.S. Representative",
    ("state_upper", "Senator"): "State Senator",
    ("state_lower", "Representative"): "State Representative",
}


def titles_of(title: str, gender: str, role: str = "") -> Mapping[str, str]:
    """Language -> the title, by grammatical gender ("f", "m", "" where the source does not tell) and the role that it is of;
    a title that no catalogue has stays as it is."""
    said = SAID.get((role, title), title)
    key = f"title.{said}.{gender or 'unknown'}"
    return {language: phrase_or(key, language, said) for language in LANGUAGES}


def short_title(title: str, language: str, titles: Mapping[str, str]) -> str:
    """A title as it stands before a name in a list: "Sen."; the whole one of `titles` where it has no short form."""
    return phrase_or(f"short_title.{title}", language, titles.get(language, title))


def has_titles(title: str) -> bool:
    """Do the catalogues have this title in each language?"""
    return has_phrase(f"title.{title}.unknown")
