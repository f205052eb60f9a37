"""What the offices of cities and counties are called, and what of it is a role of ours; the titles of who holds them. Pure."""

import re
from collections.abc import Mapping

from bot.reading.answers import plain_text

COUNCIL, MAYOR = "council", "mayor"
COUNTY_COUNCIL, COUNTY_EXECUTIVE, SHERIFF, DISTRICT_ATTORNEY = (
    "county_council",
    "county_executive",
    "sheriff",
    "district_attorney",
)
HEADS: Mapping[str, str] = {COUNCIL: MAYOR, COUNTY_COUNCIL: COUNTY_EXECUTIVE}  # whose office a council's number may be

Meaning = str  # a role, or one of these two
NONE, LEAVE_OUT = "none", "leave out"
PAST = r"\b(former|past|emerit\w+|candidate|elect)\b"
# What a part of an office's name means, the first row that fits. A name has several: "Mayor Pro Tempore - Council Member".
OFFICES: tuple[tuple[str, Meaning], ...] = (
    (r"precinct|\bpct\b", LEAVE_OUT),  # a part of a county
    (PAST, LEAVE_OUT),
    (r"\b(county|school|library|parks?|water|planning|zoning|tribal)\b", NONE),
    (
        r"clerk|treasurer|secretary|assessor|manager|administrat|moderator|director|attorney|judge|marshal|police|"
        r"recorder|collector|engineer|inspector|auditor|controller|comptroller|constable|supervisor|liaison",
        NONE,
    ),
    (r"\b(pro|vice|deputy|assistant|acting|interim)\b|\bprotem|\bvicealcald", COUNCIL),  # none of them is the mayor
    (r"\bmayor\b|\balcalde(sa)?\b", MAYOR),
    (
        r"council|alder|trustee|commission|select ?(board|man|woman|person)|committee member|board member|concej|regidor",
        COUNCIL,
    ),
    (r"\b(president|chair\w*)\b", COUNCIL),
)
# The same of counties. A county attorney may be another one than who prosecutes, and a county judge a judge: neither is taken.
COUNTY_OFFICES: tuple[tuple[str, Meaning], ...] = (
    (PAST, LEAVE_OUT),
    (r"\b(deputy|assistant|acting|interim|chief|vice|pro)\b.*(sheriff|attorney|prosecutor|executive|mayor)|undersheriff", NONE),
    (r"^(county |parish )?sheriff([- ](coroner|treasurer|tax collector|public administrator))*$", SHERIFF),
    (r"^(county |parish )?((district|prosecuting|commonwealth['’]?s?|state['’]?s) attorney|prosecutor)$", DISTRICT_ATTORNEY),
    (r"^(county )?(executive|mayor)$|judge[- ]executive$", COUNTY_EXECUTIVE),
    (
        r"sheriff|clerk|treasurer|secretary|assessor|manager|administrat|moderator|director|attorney|prosecutor|judge|justice|"
        r"marshal|police(?! jur)|recorder|collector|engineer|inspector|auditor|controller|comptroller|constable|coroner|"
        r"surveyor|register|liaison|(commissioner|supervisor) of|\b(drain|road|highway|health|school|education|planning|"
        r"elections?|jury|water|tax|port|library|land|public|works|insurance|revenue)\b",
        NONE,
    ),
    (r"council|commission|supervisor|legislator|board member|juror", COUNTY_COUNCIL),
    (r"\b(president|chair\w*)\b", COUNTY_COUNCIL),
)
# "Place 2" and the like are in no row: whom a seat is elected by is what its division says.

# A title as people write it, in plain words -> as we say it; the first that fits, so that longer ones stand before shorter.
TITLES: Mapping[str, str] = {
    r"(?:city )?council vice president|vice president(?: of the council)?": "Council Vice President",
    r"president pro ?tem(?:pore)?": "President Pro Tem",
    r"(?:city )?council president(?: pro ?tem(?:pore)?)?|president of the (?:city )?council|president": "Council President",
    r"(?:city )?council vice chair\w*|vice chair\w*": "Council Vice Chair",
    r"council chairman": "Council Chairman",
    r"(?:city )?council chair\w*|chair(?:man|woman|person)?": "Council Chair",
    r"deputy mayor pro ?tem(?:pore)?": "Deputy Mayor Pro Tem",
    r"mayor pro ?tem(?:pore)?": "Mayor Pro Tem",
    r"deputy mayor": "Deputy Mayor",
    r"vice mayor": "Vice Mayor",
    r"acting mayor|interim mayor": "Acting Mayor",
    r"mayor": "Mayor",
    r"county council ?(?:members?|man|woman|person|or)": "County Council Member",
    r"county commissioner": "County Commissioner",
    r"county supervisor": "County Supervisor",
    r"supervisor": "Supervisor",
    r"county executive": "County Executive",
    r"(?:county |parish )?sheriff": "Sheriff",
    r"(?:county )?district attorney": "District Attorney",
    r"(?:county )?prosecuting attorney": "Prosecuting Attorney",
    r"state ?s attorney": "State's Attorney",
    r"commonwealth ?s attorney": "Commonwealth's Attorney",
    r"(?:city |town |village )?council members?|council ?person|concejal[ae]?|regidora?": "Council Member",
    r"(?:city |town |village )?councilmembers?": "Councilmember",
    r"(?:city )?councilman": "Councilman",
    r"(?:city )?councilwoman": "Councilwoman",
    r"(?:city |town )?councill?or": "Councilor",
    r"alderman|aldermen": "Alderman",
    r"alderwoman": "Alderwoman",
    r"alderperson|ald": "Alderperson",
    r"alder": "Alder",
    r"(?:village |town )?trustee": "Trustee",
    r"(?:city |town )?commissioner": "Commissioner",
    r"select ?board member|selectperson": "Select Board Member",
    r"selectman": "Selectman",
    r"selectwoman": "Selectwoman",
}
# Of a county's council only the state tells which office it is.
MEMBERS = frozenset({"Council Member", "Councilmember", "Commissioner", "Supervisor"})
TITLE = re.compile("|".join(rf"(?:{pattern})" for pattern in TITLES))


def title_named(words: str) -> str:
    """The title that plain words are and nothing else, as we say it; "" for none."""
    if not TITLE.fullmatch(words):
        return ""
    return next((title for pattern, title in TITLES.items() if re.fullmatch(pattern, words)), "")


def offices_meant(written: str, council: str = COUNCIL) -> list[str]:
    """The roles of ours that a name of an office means, in a place or, with a county's `council`, in a county.

    Raises ValueError for none, and for what is to be left out.
    """
    if not written:
        raise ValueError("no office is named")
    table = OFFICES if council == COUNCIL else COUNTY_OFFICES
    parts = re.split(r"\s+-\s+|,\s+|\s*/\s*", written.casefold())
    meant = {next((meaning for pattern, meaning in table if re.search(pattern, part)), NONE) for part in parts}
    if LEAVE_OUT in meant:
        raise ValueError("is no office of a place")
    if HEADS[council] in meant:
        meant.discard(council)
    if roles := sorted(meant - {NONE}):
        return roles
    raise ValueError("is no office of a council")


def line_seat(role: str, division: str) -> tuple[str, str]:
    """The seat (role and division) whose own line reaches who has none: a mayor's is the council's, a sheriff's a sheriff's."""
    return next((council for council, head in HEADS.items() if head == role), role), division


def office_title_in(written: str) -> str:
    """The title that stands in the name of an office, as we say it; "" for none."""
    found = re.search(rf"\b(?:{TITLE.pattern})\b", plain_text(written))
    return title_named(found[0]) if found else ""
