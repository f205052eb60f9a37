"""The office of a seat whose holder is not known: what it is called, and the line that reaches it all the same. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from bot.locale import LANGUAGES, phrase
from bot.officials.districts import Districts
from bot.officials.divisions import BY_DIVISION, cd_code, state_of
from bot.officials.help_lines import CAPITOL
from bot.officials.levels import HOUSE, STATE
from bot.officials.office_hours import CONGRESS
from bot.officials.records import OfficeLine, Official
from bot.officials.roles import LEGISLATORS, ROLES, title_of, titles_of
from bot.officials.shared_lines import Chamber

# Why a seat may have somebody whom we cannot name. A vacant one has nobody to call.
FILLED = frozenset({"since_election", "stale", "term_ended", "unknown", "no_record"})
ZIPS: Mapping[str, str] = {"us_senator": "20510", "us_representative": "20515"}


@dataclass(frozen=True, slots=True, kw_only=True)
class ChamberSeat:
    """A seat of a district, or those of a state in the Senate: `named` of them are of somebody we can name."""

    role: str
    division: str
    named: int = 0

    @property
    def id(self) -> str:
        """As an official's: the same for whoever holds it."""
        return f"{self.role}:{self.division}"


class SeatOffices:
    """The offices of Congress and of the legislatures. chambers: the lines of those that have one for all."""

    def __init__(self, chambers: Mapping[Chamber, OfficeLine], districts: Districts) -> None:
        self._chambers = chambers
        self._districts = districts

    def lines(self, role: str, division: str) -> tuple[OfficeLine, ...]:
        """What reaches the office whoever holds it; nothing where we know no such line."""
        if role in CONGRESS:
            return (capitol_line(role),)
        home = state_of(division)
        line = self._chambers.get((home.code, role)) if home and role in LEGISLATORS else None
        return (line,) if line else ()

    def official(self, seat: ChamberSeat, why: str, as_of: date) -> Official | None:
        """The office as somebody to call, without a name; None where nobody sits there, or no line reaches it.

        why: the reason why we cannot name them.
        """
        lines = self.lines(seat.role, seat.division) if why in FILLED else ()
        if not lines:
            return None
        title = title_of(seat.role, seat.division)
        return Official(
            id=seat.id,
            role=seat.role,
            title=title,
            titles=titles_of(title, "", seat.role),
            name=None,
            party="",
            division=seat.division,
            lines=lines,
            term_end=None,
            source="",
            as_of=as_of,
            seat="term_ended" if why == "term_ended" else "unknown",
            office={language: self._called(seat, language) for language in LANGUAGES},
        )

    def _called(self, seat: ChamberSeat, language: str) -> str:
        key = "other_senator" if ROLES[seat.role].level == STATE and seat.named else seat.role
        return phrase(f"seat_office.{key}", language, district=self._district(seat, language))

    def _district(self, seat: ChamberSeat, language: str) -> str:
        """ "Texas 21", "Florida", "district 27"."""
        home, level = state_of(seat.division), ROLES[seat.role].level
        if home and (level == STATE or seat.division in BY_DIVISION):
            return home.name_in(language)
        if home and level == HOUSE:
            return f"{home.name_in(language)} {cd_code(seat.division).partition('-')[2]}"
        return self._districts.said(level, seat.division, language)


def seat_of(id: str) -> ChamberSeat | None:
    """The seat of an office's id; None for the ids of people."""
    role, _, division = id.partition(":")
    return ChamberSeat(role=role, division=division) if role in (*CONGRESS, *LEGISLATORS) and state_of(division) else None


def capitol_line(role: str) -> OfficeLine:
    """The switchboard in Washington, which connects to every office of the House and the Senate."""
    return OfficeLine(
        phone=CAPITOL, kind="capitol", label="Capitol switchboard", city="Washington", zip=ZIPS[role], switchboard=True
    )
