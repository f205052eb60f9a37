"""Areas that elect someone: states and territories, Open Civic Data ids, names in each language. No officials, no ZIPs.

Ids follow https://github.com/opencivicdata/ocd-division-ids. Place names become ids by our own rule (`place_slug`): small
letters, no accents, "St." as "saint", everything else an underscore.
"""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from bot.locale import SOURCE, phrase, phrase_or

COUNTRY = "ocd-division/country:us"
OUTSIDE = "none"  # what a supporter answers who lives in none of the places on offer


@dataclass(frozen=True, slots=True, kw_only=True)
class UsState:
    """A state, district or territory: what it elects follows from what it is."""

    code: str
    kind: Literal["state", "district", "territory"] = "state"
    at_large: bool = False  # one seat (or delegate) in the House for all of it

    @property
    def division(self) -> str:
        return f"{COUNTRY}/{self.kind}:{self.code.lower()}"

    @property
    def name(self) -> str:
        """The name as the post office has it."""
        return self.name_in(SOURCE)

    def name_in(self, language: str) -> str:
        """The name in a language: "Nueva York"."""
        return phrase(f"state.{self.code}", language)

    def spoken(self, language: str) -> str:
        """The name as it stands in a sentence: "in the District of Columbia", "en el Distrito de Columbia"."""
        return phrase_or(f"state_in_sentence.{self.code}", language, self.name_in(language))


_CODES = """
AL AK AZ AR CA CO CT DE FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX
UT VT VA WA WV WI WY
"""
# At-large House seats: apportionment after the 2020 census, in force until 2033.
_AT_LARGE = frozenset({"AK", "DE", "ND", "SD", "VT", "WY"})


def _states() -> dict[str, UsState]:
    states = [UsState(code=code, kind="state", at_large=code in _AT_LARGE) for code in _CODES.split()]
    others = [
        UsState(code="DC", kind="district", at_large=True),
        *(UsState(code=code, kind="territory", at_large=True) for code in ("PR", "GU", "VI", "AS", "MP")),
    ]
    return {state.code: state for state in (*states, *others)}


STATES: Mapping[str, UsState] = _states()
BY_DIVISION: Mapping[str, UsState] = {state.division: state for state in STATES.values()}

# Here the place is the whole area, so that the state alone settles it.
WHOLE_PLACES: Mapping[str, str] = {"DC": "Washington"}


def state_of(division: str) -> UsState | None:
    """The state a division lies in, or None where the id names none."""
    head = "/".join(division.split("/")[:3])
    return BY_DIVISION.get(head)


def cd_division(code: str) -> str:
    """A House district's id from its short form: "NY-12", or "WY-0" for a seat at large or a delegate."""
    state, _, number = code.partition("-")
    division = STATES[state].division
    return division if number == "0" else f"{division}/cd:{number}"


def cd_code(division: str) -> str:
    """The short form a caller may have heard: "NY-12"; a seat at large is "WY at large", a delegate's just "DC"."""
    state = state_of(division)
    if state is None:
        return division
    if "/cd:" in division:
        return f"{state.code}-{division.rsplit(':', 1)[1]}"
    return f"{state.code} at large" if state.kind == "state" else state.code


def place_division(key: str) -> str:
    """A place's id from its key in our tables: "wa/tacoma", or "hi/county:honolulu" where the county is the city."""
    code, _, rest = key.partition("/")
    return f"{STATES[code.upper()].division}/{rest if ':' in rest else 'place:' + rest}"


def place_key(division: str) -> str:
    """The other way round: an id as our tables write it."""
    state = state_of(division)
    if state is None:
        return division
    rest = division[len(state.division) + 1 :]
    return f"{state.code.lower()}/{rest.removeprefix('place:')}"


def ward_division(place: str, ward: str) -> str:
    """A ward's id from its place's. Whether a town says ward or district, here it is a council district."""
    return f"{place}/council_district:{place_slug(ward)}"


def place_slug(name: str) -> str:
    """ "St. Paul" -> "saint_paul", "La Cañada Flintridge" -> "la_canada_flintridge"."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    plain = re.sub(r"\bst\.? ", "saint ", plain)
    return re.sub(r"[^a-z0-9]+", "_", plain).strip("_")
