"""Who represents a ZIP code, and how sure we are. Reads data/ once; decides purely. Not conversations, not calls.

The rules: never guess, never pick in silence. What the ZIP does not settle comes back as a question with its choices;
what nobody knows comes back with a reason.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import MappingProxyType

from bot.officials.ages import is_stale
from bot.officials.areas import Areas
from bot.officials.divisions import BY_DIVISION, LEVELS, OUTSIDE, Level, cd_code, state_of
from bot.officials.finding import Choice, Finding, Target
from bot.officials.overrides import apply, read_overrides
from bot.officials.records import Line, Official, Record, present, read_records, seats, sitting
from bot.officials.roles import ROLES, SHORT_TITLES, Role
from bot.officials.settle import Candidates, settle_cd, settle_place, settle_state
from bot.officials.tables import rows

__all__ = [
    "LEVELS",
    "OUTSIDE",
    "ROLES",
    "Choice",
    "Directory",
    "Finding",
    "Level",
    "Line",
    "Official",
    "Source",
    "Target",
]

NOTHING: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Source:
    """A source of the tables: what it is, as of when, and until when its facts hold (None: no such day is known)."""

    name: str
    what: str
    as_of: date
    valid_to: date | None


class Directory:
    """Officials and ZIP areas in memory. One a process, shared by its threads: nothing in it changes after loading."""

    def __init__(self, records: Sequence[Record], areas: Areas, sources: Mapping[str, Source]) -> None:
        self.records = tuple(records)
        self.areas = areas
        self.sources = sources
        self._by_id = {record.id: record for record in records}
        self._seats = seats(records)

    @classmethod
    def load(cls, folder: Path, shipped: Path | None = None) -> "Directory":
        """The tables of a folder, corrections applied. Raises DataError saying which file, what, and the mend.

        shipped: where what no update brings is, the corrections; the same folder unless the tables are updated ones.
        """
        shipped = shipped or folder
        corrections = read_overrides(shipped / "overrides.yaml")
        records = apply(read_records(folder), corrections, strict=shipped == folder)
        return cls(records, Areas.load(folder), read_sources(folder))

    def __len__(self) -> int:
        """How many officials are on record."""
        return len(self.records)

    def official(self, id: str, today: date) -> Official | None:
        """The official with this id as they may be spoken of today; None for an id we do not have."""
        record = self._by_id.get(id)
        return present(record, today) if record else None

    def find(self, zip: str, roles: Sequence[str], *, told: Mapping[str, str] = NOTHING, today: date) -> Finding:
        """The officials of a five-digit ZIP for these roles, in their order.

        told: level -> the division the supporter chose; an answer that is no candidate is ignored. Raises ValueError for a
        role that is not in ROLES.
        """
        strange = [role for role in roles if role not in ROLES]
        if strange:
            raise ValueError(f"role {strange[0]!r} is not one of {', '.join(ROLES)}")
        area = self.areas.area(zip)
        state = settle_state(area, told)
        local = [role for role in roles if ROLES[role].level == "place"]
        found: dict[Level, Candidates] = {
            "state": state,
            "place": settle_place(
                area,
                state,
                told,
                lambda division: any((role, division) in self._seats for role in local),
            ),
            "cd": settle_cd(area, state, told),
        }
        targets = tuple(self._target(ROLES[role], found[ROLES[role].level], today) for role in roles)
        return Finding(
            zip=zip,
            known=area.kind != "unknown",
            kind=area.kind,
            states=area.states,
            city=area.city,
            state=BY_DIVISION[state.settled].code if state.settled else "",
            targets=targets,
            open=self._first_question(targets, state, today),
            divisions={level: where.settled for level, where in found.items() if where.settled},
        )

    def _target(self, role: Role, where: Candidates, today: date) -> Target:
        homes = {home.kind for home in map(state_of, where.near) if home}
        if homes and not homes & set(role.kinds):
            return Target(role.name, where.certainty, reason="no_such_office")
        if not where.divisions:
            return Target(role.name, where.certainty, reason=where.reason.replace("no_record", role.missing))
        if role.level == "place" and not any((role.name, division) in self._seats for division in where.near):
            return Target(role.name, where.certainty, reason=role.missing)
        if len(where.divisions) > 1:
            return Target(role.name, where.certainty, choices=self._choices(role.level, where.divisions, today))
        return self._seated(role, where, today)

    def _seated(self, role: Role, where: Candidates, today: date) -> Target:
        if where.settled == OUTSIDE:
            return Target(role.name, where.certainty, reason="not_in_place")
        holders = self._seats.get((role.name, where.settled), ())
        officials = sitting(holders, today)
        reason = "" if officials else role.missing
        if not role.office_stays and len(officials) < role.seats:
            # In Congress a seat without a record is vacant; one whose term is over has someone we do not know.
            ended = any(record.seat_on(today) != "held" for record in holders)
            reason = "term_ended" if ended else "vacant"
        if any(is_stale(record.source, record.as_of, today) for record in holders):
            reason = "stale"
        return Target(role.name, where.certainty, officials, reason=reason)

    def _first_question(
        self, targets: Sequence[Target], state: Candidates, today: date
    ) -> tuple[Level, tuple[Choice, ...]] | None:
        waiting = [target for target in targets if target.choices]
        if not waiting:
            return None
        if len(state.divisions) > 1:
            return "state", self._choices("state", state.divisions, today)
        return ROLES[waiting[0].role].level, waiting[0].choices

    def _choices(self, level: Level, divisions: Sequence[str], today: date) -> tuple[Choice, ...]:
        return tuple(self._choice(level, division, today) for division in divisions)

    def _choice(self, level: Level, division: str, today: date) -> Choice:
        if division == OUTSIDE:
            return Choice(division, "I live outside any of these", "Vivo fuera de estos lugares")
        if level == "state":
            return Choice(division, BY_DIVISION[division].name, BY_DIVISION[division].name_es)
        if level == "place":
            return Choice(division, self.areas.name(division), self.areas.name(division))
        code = cd_code(division)
        for member in sitting(self._seats.get(("us_representative", division), ()), today):
            short, short_es = SHORT_TITLES[member.title]
            return Choice(division, f"{short} {member.name} ({code})", f"{short_es} {member.name} ({code})")
        return Choice(division, f"{code} (no member on record)", f"{code} (sin titular conocido)")


def read_sources(folder: Path) -> dict[str, Source]:
    """sources.tsv by name. Raises DataError where it is missing or not ours."""
    return {
        row["source"]: Source(
            row["source"],
            row["what"],
            date.fromisoformat(row["as_of"]),
            date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
        )
        for row in rows(folder, "sources.tsv")
    }
