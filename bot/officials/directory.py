"""Who represents a ZIP code, and how sure we are. Reads data/ once; decides purely. Not conversations, not calls.

The rules: never guess, never pick in silence. What the ZIP does not settle comes back as a question with its choices;
what nobody knows comes back with a reason.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import lru_cache, partial
from itertools import groupby
from pathlib import Path
from types import MappingProxyType

from bot.locale import LANGUAGES, phrase
from bot.officials.divisions import BY_DIVISION, OUTSIDE, STATES, state_of
from bot.officials.finding import EVERYWHERE, DivisionChoice, Finding, Question, Target
from bot.officials.handwritten import Handwritten, read_strictly
from bot.officials.help_lines import HelpLines
from bot.officials.levels import CHAMBERS, COUNTY, DISTRICTS, HOUSE, PARTLY_KNOWN, PLACE, STATE, WARDS, Level
from bot.officials.local.council_table import COUNCIL, CouncilTable, Seat, seat_in
from bot.officials.local.local_offices import ListedOffice, listed_offices, places_on_no_map
from bot.officials.local.office_names import line_seat
from bot.officials.local.ward_lookup import WardLookup
from bot.officials.overrides import apply_overrides
from bot.officials.records import OfficeLine, Official, OfficialRecord, present_official, records_by_seat, sitting_officials
from bot.officials.roles import ROLES, Role, short_title
from bot.officials.seat_offices import ChamberSeat, SeatOffices, seat_of
from bot.officials.settle import Candidates, DivisionAnswers, SettledDivisions, SettledLevels, drawn_districts, redrawn_states
from bot.officials.table_set import DataSource, TableSet
from bot.officials.zip_areas import ZipArea

__all__ = [
    "OUTSIDE",
    "ROLES",
    "DataSource",
    "Directory",
    "DivisionChoice",
    "Finding",
    "OfficeLine",
    "Official",
    "Target",
]

NOTHING: Mapping[str, str] = MappingProxyType({})
Answers = tuple[tuple[str, str], ...]  # level and division
MAYOR = "mayor"
LOCAL = tuple(name for name, role in ROLES.items() if role.level in PARTLY_KNOWN)
MOST_NAMED = 2  # of a district's members, where a choice names them
# What a missing person says of the seat; where two reasons meet, the first in this order is told.
SEATS: Mapping[str, str] = {
    "since_election": "unknown",
    "stale": "unknown",
    "term_ended": "term_ended",
    "vacant": "vacant",
    "unknown": "unknown",
    "no_record": "unknown",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Bench:
    """Everyone who holds an office for one division on a day, and why someone may be missing."""

    officials: tuple[Official, ...]
    reason: str
    seat: str
    as_of: date | None
    vintage: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WaitingChamber:
    """A chamber whose newly elected sit since a day, while the records of `as_of` have its members of before."""

    state: str
    role: str
    seated: date
    as_of: date
    members: int


class Directory:
    """Officials and ZIP areas in memory. One a process, shared by its threads: nothing in it changes after loading."""

    def __init__(self, tables: TableSet, handwritten: Handwritten, *, strict: bool = False) -> None:
        """The tables, corrections applied; whoever a list names for an office, they are all.

        Councils and county offices of the tables are served as if a list named them. There are thousands of people in them,
        so each is made when it is asked for.

        strict: a correction that ships with the tables and fits none of their records is a DataError; otherwise it is told in
        `unmatched`.
        """
        unmatched: list[str] = []
        records = apply_overrides(
            tables.records,
            handwritten.overrides,
            tables.seatings,
            strict=strict and not tables.updated,
            unmatched=unmatched,
            elsewhere=partial(_is_shipped, tables.councils),
        )
        self.tables = tables
        self.handwritten = handwritten
        entries = handwritten.entries
        records = handwritten.offered(apply_overrides(records, handwritten.corrections, tables.seatings, strict=False))
        self._mayor_lines = {record.division: record.lines[0] for record in records if record.role == MAYOR and record.lines}
        written = (handwritten.overrides, handwritten.corrections)
        self._of_councils = [[each for each in made if any(map(seat_in, each.ids))] for made in written]
        self.listed = self._with_main_lines(listed_offices(entries, tables.areas))
        records = [record for record in records if (record.role, record.division) not in self.listed]
        records += [record for office in self.listed.values() for record in office.records]
        self.records = tuple(records)
        self.areas = tables.areas.with_places(*places_on_no_map(entries, tables.areas)) if entries else tables.areas
        self.sources = tables.sources
        self.districts = tables.districts
        self.vintages = tables.vintages
        self.vacancies = tables.vacancies
        self.wards = WardLookup(handwritten.boundaries)
        self.unmatched = () if tables.updated else tuple(unmatched)
        self._by_id = {record.id: record for record in records}
        self._seats = records_by_seat(records)
        self.help_lines = HelpLines(records)
        self._offices = SeatOffices(tables.chamber_lines, tables.districts)
        self._as_of: dict[str, date] = {}
        for record in records:
            self._as_of[record.role] = min(record.as_of, self._as_of.get(record.role, date.max))
        # Nothing here changes, so what was worked out for a day holds for all who ask on it.
        self._found = lru_cache(maxsize=4_096)(self._find)
        self._official = lru_cache(maxsize=32_768)(self._official_of)
        self._bench = lru_cache(maxsize=32_768)(self._bench_of)
        self._settled = lru_cache(maxsize=32_768)(self._settled_of)
        self._choice = lru_cache(maxsize=32_768)(self._choice_of)
        self._serves = lru_cache(maxsize=1_024)(self._serves_in)
        self._area = lru_cache(maxsize=4_096)(self.areas.area)
        self._shipped = lru_cache(maxsize=512)(self._corrected_office)

    @classmethod
    def load(cls, folder: Path, shipped: Path | None = None, local: Path | None = None) -> "Directory":
        """All of it from its files. Raises DataError saying which file, what, and the mend.

        shipped: as in TableSet.load(), and where the corrections are that ship. local: where an organizer's own lists and
        corrections are kept.
        """
        handwritten = read_strictly(shipped or folder, local)
        return cls(TableSet.load(folder, shipped), handwritten, strict=True)

    def __len__(self) -> int:
        """How many officials are on record."""
        return len(self.records)

    def office(self, role: str, division: str) -> ListedOffice | None:
        """An office that is known by a list, an organizer's or the shipped one of councils; None for others."""
        if own := self.listed.get((role, division)):
            return own
        return self._shipped((role, division)) if (role, division) in self.tables.councils else None

    def shipped_office(self, seat: Seat) -> ListedOffice | None:
        """An office as our tables have it, corrections applied; None where they have none."""
        found = self.tables.councils.office(seat)
        if found is None:
            return None
        records: Iterable[OfficialRecord] = found.records
        for made in self._of_councils:
            if meant := [each for each in made if seat in map(seat_in, each.ids)]:
                records = apply_overrides(records, meant, self.tables.seatings, strict=False)
        return replace(found, records=tuple(self.handwritten.offered(records)))

    def main_line(self, seat: Seat) -> OfficeLine | None:
        """The line of who has none of their own in this office, by our tables: a city's is its council's, else its mayor's."""
        shared = line_seat(*seat)
        office = self.shipped_office(shared)
        return (office and office.own_line) or (self._mayor_lines.get(shared[1]) if shared[0] == COUNCIL else None)

    def _with_main_lines(self, listed: Mapping[Seat, ListedOffice]) -> dict[Seat, ListedOffice]:
        """Who is listed without a number is reached by the main line: the list's own, else that of our tables."""
        own = {line_seat(*seat): office.own_line for seat, office in listed.items() if office.own_line}
        return {
            seat: office
            if all(record.lines for record in office.records)
            else office.with_line(own.get(line_seat(*seat)) or self.main_line(seat))
            for seat, office in listed.items()
        }

    def _corrected_office(self, seat: Seat) -> ListedOffice | None:
        found = self.shipped_office(seat)
        records = self._with_city_hall(seat, found.records) if found else ()
        return replace(found, records=tuple(records)) if found and records else None

    def _with_city_hall(self, seat: Seat, records: Sequence[OfficialRecord]) -> Sequence[OfficialRecord]:
        """A city's council of which no number is known is asked for at the mayor's office, which is city hall's."""
        role, division = seat
        if role != COUNCIL:
            return records
        mayors = self._seats.get((MAYOR, division), ())
        line = next((record.lines[0] for record in mayors if record.lines), None)
        if line is None or any(record.lines for record in records):
            return records
        return [replace(record, lines=(replace(line, switchboard=bool(record.name)),)) for record in records]

    def all_records(self, role: str = "") -> Iterator[OfficialRecord]:
        """`records` and the members of shipped councils, who are all made for it; of one office, or of all."""
        yield from (record for record in self.records if role in ("", record.role))
        for seat in self.tables.councils.seats:
            if role in ("", seat[0]) and seat not in self.listed and (found := self._corrected_office(seat)):
                yield from found.records

    def record(self, id: str) -> OfficialRecord | None:
        """The record with this id; None for an id we do not have."""
        if (known := self._by_id.get(id)) or not (seat := seat_in(id)):
            return known
        found = self.office(*seat)
        return next((record for record in found.records if record.id == id), None) if found else None

    def official(self, id: str, today: date) -> Official | None:
        """The official with this id as they may be spoken of today; None for an id we do not have."""
        return self._official(id, today)

    def _official_of(self, id: str, today: date) -> Official | None:
        if record := self.record(id):
            return present_official(record, today)
        return self._office(seat, today) if (seat := seat_of(id)) else None

    def _office(self, seat: ChamberSeat, today: date) -> Official | None:
        """The office of a seat whose holder we cannot name, where a line reaches it; nobody where the seat is vacant."""
        holders = self._seats.get((seat.role, seat.division), ())
        why = self._why(ROLES[seat.role], seat.division, holders, today)
        return self._offices.official(seat, why, self.as_of(seat.role))

    def find(
        self,
        zip: str,
        roles: Sequence[str],
        *,
        chosen_divisions: Mapping[str, str] = NOTHING,
        geocoded_divisions: Mapping[str, str] = NOTHING,
        today: date,
    ) -> Finding:
        """The officials of a five-digit ZIP for these roles, in their order.

        chosen_divisions: level -> the division the supporter chose; geocoded_divisions: level -> the one that a street address
        of theirs lies in.
        Neither counts where it is no candidate of the ZIP. Raises ValueError for a role that is not in ROLES.
        """
        strange = [role for role in roles if role not in ROLES]
        if strange:
            raise ValueError(f"role {strange[0]!r} is not one of {', '.join(ROLES)}")
        return self._found(zip, tuple(roles), tuple(chosen_divisions.items()), tuple(geocoded_divisions.items()), today)

    def _find(
        self, zip: str, roles: tuple[str, ...], chosen_divisions: Answers, geocoded_divisions: Answers, today: date
    ) -> Finding:
        area = self._area(zip)
        answers = DivisionAnswers(dict(chosen_divisions), dict(geocoded_divisions))
        settle = partial(self._settle, area, roles, answers, today)
        found = settle()
        state = found[STATE]
        wards: dict[Level, str] = {}
        targets = []
        for role in roles:
            where = found[ROLES[role].level]
            office = self.office(role, where.settled)
            if office:
                target, ward = office.target(zip, where.certainty, answers, today)
                wards |= {WARDS[ROLES[role].level]: ward} if ward else {}
            else:
                target = self._target(ROLES[role], where, state, today)
            targets.append(target)
        return Finding(
            zip=zip,
            known=area.kind != "unknown",
            kind=area.kind,
            states=area.states,
            city=area.city,
            state=area.states[0] if len(area.states) == 1 else BY_DIVISION[state.settled].code if state.settled else "",
            targets=tuple(targets),
            questions=self._questions(targets, state, today),
            divisions=SettledDivisions(settle, wards),
            unmapped=self._unmapped(targets, found, today),
        )

    def _unmapped(self, targets: Sequence[Target], found: Mapping[Level, Candidates], today: date) -> tuple[Level, ...]:
        """The levels that only an address tells, where it would lead to anybody."""
        state = found[STATE].settled
        wanted = [role for target in targets if found[(role := ROLES[target.role]).level].askable]
        return tuple(dict.fromkeys([role.level for role in wanted if self._serves(role.name, state, today)]))

    def _serves_in(self, office: str, state: str, today: date) -> bool:
        """Is there anybody to call for a district of the state: a member on record, or a line that reaches all offices?"""
        return bool(self._offices.lines(office, state)) or any(
            role == office and division.startswith(f"{state}/") and sitting_officials(holders, today)
            for (role, division), holders in self._seats.items()
        )

    def reaches(self, zip: str, geocoded_divisions: Mapping[Level, str], today: date) -> bool:
        """May somebody of this ZIP live in these divisions? Places are not looked at: a ZIP may have a mere sliver of them."""
        area = self._area(zip)
        if geocoded_divisions.get(STATE, "") not in (STATES[code].division for code in area.states):
            return False
        moved = self.vintages.moved(today)
        for level in DISTRICTS:
            division, near = geocoded_divisions.get(level), drawn_districts(level, area, moved[level])
            unmapped = moved[level].areas.difference(redrawn_states(level, area, moved[level]))
            drawn_anew = not unmapped.isdisjoint((*near, geocoded_divisions[STATE]))
            if division and near and area.mapped and not drawn_anew and division not in near:
                return False
        return True

    def waiting(self, today: date) -> tuple[WaitingChamber, ...]:
        """The chambers of which nobody is offered until the records know somebody who was elected last."""
        old = sorted(
            (home.code, record.role, record.renewed, record.as_of)
            for record in self.records
            if record.renewed is not None and record.gone(today) == "since_election" and (home := state_of(record.division))
        )
        return tuple(
            WaitingChamber(state=state, role=role, seated=seated, as_of=as_of, members=len(list(members)))
            for (state, role, seated, as_of), members in groupby(old)
        )

    def candidates(
        self,
        zip: str,
        *,
        chosen_divisions: Mapping[str, str] = NOTHING,
        geocoded_divisions: Mapping[str, str] = NOTHING,
        today: date,
    ) -> Mapping[Level, Candidates]:
        """Where somebody of this ZIP may live, at each level but the wards of a council; the rules are those of find()."""
        return self._settle(self._area(zip), LOCAL, DivisionAnswers(chosen_divisions, geocoded_divisions), today)

    def _settle(self, area: ZipArea, roles: Sequence[str], answers: DivisionAnswers, today: date) -> SettledLevels:
        local = [role for role in roles if ROLES[role].level in PARTLY_KNOWN]

        def on_record(level: Level, division: str) -> bool:
            return any(self._on_record(role, division) for role in local if ROLES[role].level == level)

        return SettledLevels(area, answers, self.vintages.moved(today), on_record)

    def _on_record(self, role: str, division: str) -> bool:
        return (role, division) in self._seats or (role, division) in self.tables.councils

    def _target(self, role: Role, where: Candidates, state: Candidates, today: date) -> Target:
        divisions = where.divisions
        if role.nowhere and state.divisions and all(BY_DIVISION[division].code in role.nowhere for division in state.divisions):
            return Target(role=role.name, certainty=state.certainty, reason="no_such_office")
        if not divisions:
            return self._at_large(role, where, state, today)
        if divisions == (OUTSIDE,):
            return Target(role=role.name, certainty=where.certainty, reason="not_in_place")
        if role.level in PARTLY_KNOWN and not any(self._on_record(role.name, division) for division in where.near):
            return Target(role=role.name, certainty=where.certainty, reason=role.missing)
        if len(divisions) == 1:
            return self._settled(role.name, divisions[0], where.certainty, today)
        benches = [self._bench(role.name, division, today) for division in divisions]
        if role.level in DISTRICTS and len(state.divisions) == 1 and not any(bench.officials for bench in benches):
            # Whichever it is, there is nobody to offer: no question.
            bench = min(benches, key=lambda bench: list(SEATS).index(bench.reason))
            return _of_bench(role.name, where.certainty, bench)
        choices = tuple([self._choice(role.level, division, today) for division in divisions])
        return Target(
            role=role.name,
            certainty=where.certainty,
            officials=(),
            choices=choices,
            reason="",
            seat="",
            as_of=self._as_of.get(role.name),
            vintage=benches[0].vintage,
        )

    def seat(self, role: str, division: str, today: date) -> Target:
        """Whoever holds an office for a division, as somebody calls them who may live anywhere; of a place with wards all of
        them, of a ward its own."""
        place = division.rpartition("/")[0]
        if office := self.office(role, division) or (self.office(role, place) if ROLES[role].wards else None):
            return office.holders("" if office.division == division else division, today)
        return self._settled(role, division, EVERYWHERE, today)

    def _settled_of(self, office: str, division: str, certainty: str, today: date) -> Target:
        return _of_bench(office, certainty, self._bench(office, division, today))

    def _at_large(self, role: Role, where: Candidates, state: Candidates, today: date) -> Target:
        """Without a district there are only members whom the whole state elects."""
        if role.level in CHAMBERS and (role.name, state.settled) in self._seats:
            bench = self._bench(role.name, state.settled, today)
            if bench.officials:
                return Target(
                    role=role.name,
                    certainty=state.certainty,
                    officials=bench.officials,
                    choices=(),
                    reason=where.reason,
                    seat="unknown",
                    as_of=bench.as_of,
                )
        unheard = where.reason in ("no_record", "no_lines")
        return Target(role=role.name, certainty=where.certainty, reason=role.missing if unheard else where.reason)

    def _bench_of(self, office: str, division: str, today: date) -> Bench:
        role = ROLES[office]
        level = role.level
        divisions = [district.division for district in self.districts.electing(level, division)] or [division]
        officials: list[Official] = []
        reasons: set[str] = set()
        days: set[date] = set()
        for each in divisions:
            holders = self._seats.get((role.name, each), ())
            district = self.districts.all.get((level, each))
            wanted = role.seats or (district.seats if district else 0)
            here = sitting_officials(holders, today, wanted)
            officials += here
            days.update(record.as_of for record in holders)
            if not here or (len(here) < wanted and not role.office_stays):
                # Of one member who is missing beside others of a chamber it is not known that there is one.
                asked = not here or role.level == STATE
                unnamed = self._office(ChamberSeat(role=role.name, division=each, named=len(here)), today) if asked else None
                officials += [unnamed] if unnamed else []
                reasons.add(self._why(role, each, holders, today))
        officials.sort(key=lambda official: (official.name is None, official.name or ""))
        as_of = min(days) if days else self._as_of.get(role.name)
        reason = next((why for why in SEATS if why in reasons), next(iter(reasons), ""))
        seat = SEATS.get(reason, "unknown") if reason else officials[0].seat
        reason = role.missing if reason == "unknown" else reason
        return Bench(
            officials=tuple(officials), reason=reason, seat=seat, as_of=as_of, vintage=self.vintages.of(level, division, today)
        )

    def _why(self, role: Role, division: str, holders: tuple[OfficialRecord, ...], today: date) -> str:
        """Why a seat has nobody to offer."""
        gone = {record.gone(today) for record in holders} - {""}
        if gone:
            return next(why for why in SEATS if why in gone)
        return self.vacancies.why(role.name, division, self.as_of(role.name), today) or role.missing

    def as_of(self, role: str) -> date:
        """The day of the oldest record of an office; the first of all days where there is none."""
        return self._as_of.get(role, date.min)

    def _questions(self, targets: Sequence[Target], state: Candidates, today: date) -> tuple[Question, ...]:
        waiting = [target for target in targets if target.choices]
        if waiting and len(state.divisions) > 1:
            return ((STATE, tuple(self._choice(STATE, division, today) for division in state.divisions)),)
        questions: dict[Level, tuple[DivisionChoice, ...]] = {}
        for target in waiting:
            level = ROLES[target.role].level
            questions.setdefault(WARDS[level] if target.choices[0].key else level, target.choices)
        return tuple(questions.items())

    def _choice_of(self, level: Level, division: str, today: date) -> DivisionChoice:
        return DivisionChoice(
            division=division, labels={language: self._label(level, division, today, language) for language in LANGUAGES}
        )

    def _label(self, level: Level, division: str, today: date, language: str) -> str:
        if division == OUTSIDE:
            return phrase("choice.outside", language)
        if division in BY_DIVISION and not (level == HOUSE and BY_DIVISION[division].at_large):
            return BY_DIVISION[division].name_in(language)
        if level == PLACE:
            return self.areas.name(division)
        if level == COUNTY:
            return self.areas.counties.said(division, language)
        district = self.districts.said(level, division, language)
        everyone = self._bench(DISTRICTS[level], division, today).officials
        # Those of the district itself; who is elected by several at once tells them not apart.
        members = [official for official in everyone if official.division == division and official.name]
        if not members:
            return phrase("choice.no_member", language, district=district)
        named = ((short_title(each.title, language, each.titles), each.name) for each in members[:MOST_NAMED])
        names = ", ".join(f"{title} {name}" for title, name in named)
        if more := len(members[MOST_NAMED:]):
            names = phrase("choice.more", language, names=names, count=more)
        return phrase("choice.members", language, names=names, district=district)


def _is_shipped(councils: CouncilTable, id: str) -> bool:
    """Is it the id of somebody in an office of the shipped table, or of all in one?"""
    found = councils.office(seat) if (seat := seat_in(id)) else None
    return found is not None and any(id in (record.id, f"{record.role}:{record.division}") for record in found.records)


def _of_bench(office: str, certainty: str, bench: Bench) -> Target:
    return Target(
        role=office,
        certainty=certainty,
        officials=bench.officials,
        choices=(),
        reason=bench.reason,
        seat=bench.seat,
        as_of=bench.as_of,
        vintage=bench.vintage,
    )
