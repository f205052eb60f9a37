"""Whom to try where there is no line to an office: city, county, a chamber, the state, the Capitol. No words."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Literal

from bot.officials.divisions import STATES, state_of
from bot.officials.finding import Finding, Target
from bot.officials.levels import CHAMBERS, COUNTY, PLACE
from bot.officials.office_hours import CONGRESS
from bot.officials.records import OfficialRecord
from bot.officials.roles import LEGISLATORS, ROLES
from bot.telephony import may_dial

Helper = Literal["mayor", "city", "county", "capitol", "legislature", "governor", "state"]

CAPITOL = "+12022243121"  # the switchboard of the Capitol, which connects to the offices of both houses
# Why there is nobody to call, where somebody else can say more. Elsewhere nobody can, or the supporter has to tell us more.
HELPED = frozenset(
    {"no_record", "no_list", "vacant", "term_ended", "since_election", "stale", "new_maps", "disputed", "no_lines"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class HelpLine:
    """Who can say more about an office, and the id of their line; "" where we have none."""

    who: Helper
    phone: str = ""


class HelpLines:
    """The numbers by which places, chambers and states can be asked, out of the officials' own."""

    def __init__(self, records: Iterable[OfficialRecord]) -> None:
        self._cities: dict[str, HelpLine] = {}
        self._counties: dict[str, HelpLine] = {}
        self._governors: dict[str, str] = {}
        shared: dict[tuple[str, str], Counter[str]] = {}
        for record in records:
            if not record.phone or not may_dial(record.phone):
                continue
            state = home.code if (home := state_of(record.division)) else ""
            if ROLES[record.role].level == PLACE:
                self._add_city(record)
            elif ROLES[record.role].level == COUNTY and not record.name:
                self._counties.setdefault(record.division, HelpLine(who="county", phone=record.lines[0].id))
            elif record.role == "governor":
                self._governors[state] = record.lines[0].id
            elif record.role in LEGISLATORS and record.lines[0].switchboard:
                shared.setdefault((state, record.role), Counter())[record.phone] += 1
        self._chambers: Mapping[tuple[str, str], str] = {
            chamber: min(numbers, key=lambda phone: (-numbers[phone], phone)) for chamber, numbers in shared.items()
        }

    def _add_city(self, record: OfficialRecord) -> None:
        """An office's own line is the city's; a mayor's comes after it, a member's is nobody else's."""
        if not record.name:
            self._cities[record.division] = HelpLine(who="city", phone=record.lines[0].id)
        elif record.role == "mayor":
            self._cities.setdefault(record.division, HelpLine(who="mayor", phone=record.lines[0].id))

    def line(self, found: Finding, target: Target) -> HelpLine | None:
        """Whom to try for a target that nobody was found for, or of whom no number is known.

        None where nobody else can say more than the office itself.
        """
        if any(official.office for official in target.officials):
            return None
        no_number = bool(target.officials) and not any(official.lines for official in target.officials)
        if target.reason not in HELPED and not no_number:
            return None
        level, state = ROLES[target.role].level, found.state
        if target.role in CONGRESS:
            return HelpLine(who="capitol", phone=CAPITOL)
        if level == PLACE:
            return self._cities.get(found.divisions.get(PLACE, ""), HelpLine(who="city"))
        if level == COUNTY:
            return self._counties.get(found.divisions.get(COUNTY, ""), HelpLine(who="county"))
        if level in CHAMBERS:
            own = self._chambers.get((state, target.role))
            other = next((self._chambers[state, role] for role in LEGISLATORS if (state, role) in self._chambers), None)
            if phone := own or other:
                return HelpLine(who="legislature", phone=phone)
        if target.role != "governor" and state in self._governors:
            return HelpLine(who="governor", phone=self._governors[state])
        return HelpLine(who="state") if state in STATES else None
