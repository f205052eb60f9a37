"""An office of a place as a local list names it: who is offered for which ward, and what a ZIP code tells of wards. Pure."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from bot.locale import in_each
from bot.officials.divisions import ward_division
from bot.officials.finding import EVERYWHERE, DivisionChoice, Target
from bot.officials.levels import PLACE, WARDS
from bot.officials.local.local_lists import LOCAL, ListEntry
from bot.officials.local.office_names import HEADS
from bot.officials.records import OfficeLine, Official, OfficialRecord, main_line, present_official
from bot.officials.roles import ROLES
from bot.officials.settle import DivisionAnswers
from bot.officials.zip_areas import Areas

SWITCHBOARD = 2  # as many members under one number: callers say whom they want


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedOffice:
    """Everyone a list names for one role and place.

    wards: ward -> its ZIP codes, none where the list does not say; ward_names: ward -> what else it is called.
    vacant: wards of which the list says that nobody holds the seat.
    """

    role: str
    division: str
    records: tuple[OfficialRecord, ...]
    wards: Mapping[str, frozenset[str]]
    ward_names: Mapping[str, str] = field(default_factory=dict)
    vacant: frozenset[str] = frozenset()

    @property
    def own_line(self) -> OfficeLine | None:
        """The line of the office itself, in the whole place or county, which no person's row has."""
        return next((record.lines[0] for record in self.records if not (record.name or record.ward) and record.lines), None)

    def with_line(self, line: OfficeLine | None) -> "ListedOffice":
        """The office with a line for those without one: they are asked for there by name."""
        if line is None or all(record.lines for record in self.records):
            return self
        lent = {True: (replace(line, switchboard=True),), False: (line,)}
        records = [record if record.lines else replace(record, lines=lent[bool(record.name)]) for record in self.records]
        return replace(self, records=tuple(records))

    def choices(self, today: date) -> tuple[DivisionChoice, ...]:
        """All its wards, as a supporter is asked for theirs."""
        return tuple(self._choice(name, today) for name in self.wards)

    def target(self, zip: str, certainty: str, answers: DivisionAnswers, today: date) -> tuple[Target, str]:
        """Whom to offer at a ZIP code in this place, and the id of the ward that is settled ("" for none).

        certainty: how sure the place is. While the ward is open: the wards as choices, and whoever is there for the whole
        place besides, which is the members at large and the main line.
        """
        likely = self._likely(zip)
        wards = WARDS.get(ROLES[self.role].level, "")
        ward, geocoded = answers.chosen.get(wards, ""), answers.geocoded.get(wards, "")
        if home := [name for name in self.wards if self.ward_id(name) == geocoded]:
            likely, ward, certainty = home, geocoded, "exact_address"
        elif len(likely) == 1 and zip in self.wards[likely[0]]:
            ward = self.ward_id(likely[0])
        elif likely:
            certainty = "zip_split"
        settled = next((name for name in likely if self.ward_id(name) == ward), "")
        choices = () if settled else tuple(self._choice(name, today) for name in likely)
        own = self._sitting(settled, today) if settled else []
        officials = own + self._sitting("", today)
        if not officials or choices or (settled and not any(official.name for official in own)):
            officials += self._offices("", today)
        missing = "" if choices or own or (officials and not settled) else self._why_nobody(settled, today)
        held = officials[0].seat if officials else "unknown"
        seat = "" if choices else missing if missing in ("vacant", "term_ended") else held
        as_of = max((record.as_of for record in self.records), default=None)
        target = Target(
            role=self.role,
            certainty=certainty,
            officials=tuple(officials),
            choices=choices,
            reason=missing,
            seat=seat,
            as_of=as_of,
        )
        return target, self.ward_id(settled) if settled else ""

    def holders(self, ward_id: str, today: date) -> Target:
        """Everybody who holds it, or those of one ward, for who lives elsewhere; the office's line where nobody is named."""
        wards = [ward for ward in self.wards if ward_id in ("", self.ward_id(ward))]
        found = [official for ward in wards for official in self._sitting(ward, today)]
        found += [] if ward_id else self._sitting("", today) or ([] if found else self._offices("", today))
        why = "" if found else self._why_nobody(wards[0] if ward_id and wards else "", today)
        seat = why if why in ("vacant", "term_ended") else found[0].seat if found else "unknown"
        as_of = max((record.as_of for record in self.records), default=None)
        officials = tuple({official.id: official for official in found}.values())
        return Target(role=self.role, certainty=EVERYWHERE, officials=officials, reason=why, seat=seat, as_of=as_of)

    def ward_id(self, ward: str) -> str:
        """A ward's Open Civic Data id."""
        return ward_division(self.division, ward)

    def _likely(self, zip: str) -> list[str]:
        """The wards that a ZIP code may lie in: those that list it, and those that list none; all where no ward lists it."""
        found = [ward for ward, zips in self.wards.items() if zip in zips or not zips]
        return found or list(self.wards)

    def _sitting(self, ward: str, today: date) -> list[Official]:
        """Those in office for a ward ("": at large), or the ward's office where there is nobody."""
        held = [record for record in self._named(ward) if record.seat_on(today) == "held"]
        role = ROLES[self.role]
        if role.seats:
            held = sorted(held, key=lambda record: record.term_end or date.max)[-role.seats :]
        found = [present_official(record, today) for record in sorted(held, key=lambda record: record.name)]
        if found:
            return found
        if ward:
            return self._offices(ward, today)
        # A mayor's number is the office's, whoever holds it.
        stays = role.office_stays and not self._offices("", today)
        return [present_official(record, today) for record in self._named("")[:1]] if stays else []

    def _offices(self, ward: str, today: date) -> list[Official]:
        """The office's own line: the city's main line, or the ward's."""
        return [present_official(record, today) for record in self.records if record.ward == ward and not record.name]

    def _named(self, ward: str) -> list[OfficialRecord]:
        return [record for record in self.records if record.ward == ward and record.name]

    def _why_nobody(self, ward: str, today: date) -> str:
        ended = any(record.seat_on(today) == "term_ended" for record in self._named(ward))
        if ward and ward not in self.vacant and all(record.ward != ward for record in self.records):
            ended = True  # a ward of the shipped table whose members' terms were over when it was made
        return "term_ended" if ended else "vacant" if ward or not self.records else ROLES[self.role].missing

    def _choice(self, ward: str, today: date) -> DivisionChoice:
        names = ", ".join(official.name for official in self._sitting(ward, today) if official.name)
        named = "".join((f", {self.ward_names[ward]}" if ward in self.ward_names else "", f" ({names})" if names else ""))
        labels = {language: f"{said}{named}" for language, said in in_each("district.ward", name=ward).items()}
        return DivisionChoice(division=self.ward_id(ward), labels=labels, key=ward)


def listed_offices(entries: Iterable[ListEntry], areas: Areas) -> dict[tuple[str, str], ListedOffice]:
    """(role, division) -> the office, of entries that stand in lists."""
    by_seat: dict[tuple[str, str], list[ListEntry]] = {}
    for entry in entries:
        by_seat.setdefault(entry.seat, []).append(entry)
    # An office is open by its own clock, and a state may have two.
    zips = {entry.division: entry.zips[0] for found in by_seat.values() for entry in found if entry.zips}
    zips |= areas.main_zips({division for _, division in by_seat}) if by_seat else {}
    return {seat: listed_office(*seat, zips.get(seat[1], ""), found) for seat, found in by_seat.items()}


def listed_office(role: str, division: str, zip: str, entries: Iterable[ListEntry]) -> ListedOffice:
    """One office, of its entries. zip: where it is, "" for not known. Without name and number an entry is only a ward,
    or a seat that nobody holds; but a mayor's or a county executive's office is reached by the main line."""
    known = [(entry.id, entry) for entry in entries]
    shared = Counter(line for _, line in {(id, entry.line) for id, entry in known if entry.name})
    own: dict[str, list[OfficeLine]] = {}
    first: dict[str, ListEntry] = {}
    wards: dict[str, set[str]] = {}
    names = {entry.ward: entry.ward_names for _, entry in known if entry.ward_names}
    for id, entry in known:
        if entry.ward:
            wards.setdefault(entry.ward, set()).update(entry.zips)
        if not entry.name and not entry.phone and role not in HEADS.values():
            continue
        first.setdefault(id, entry)
        lines = own.setdefault(id, [])
        if entry.phone:
            lines.append(_line(entry, zip, shared[entry.line] if entry.name else 0))  # of an office nobody is asked for
    records = [_record(id, entry, own[id]) for id, entry in first.items()]
    in_order = sorted(wards, key=lambda ward: (not ward.isdecimal(), int(ward) if ward.isdecimal() else 0, ward))
    return ListedOffice(
        role=role,
        division=division,
        records=tuple(records),
        wards={ward: frozenset(wards[ward]) for ward in in_order},
        ward_names=names,
        vacant=frozenset(entry.ward for _, entry in known if not (entry.name or entry.phone) and entry.origin == LOCAL),
    )


def _line(entry: ListEntry, zip: str, members: int) -> OfficeLine:
    line = main_line(entry.line, entry.role)
    return replace(line, zip=zip, switchboard=members >= SWITCHBOARD, keys=entry.keys)


def _record(id: str, entry: ListEntry, lines: list[OfficeLine]) -> OfficialRecord:
    return OfficialRecord(
        id=id,
        name=entry.name,
        role=entry.role,
        division=entry.division,
        title=entry.title,
        gender="",
        party="",
        term_end=entry.term_end,
        source=entry.source,
        as_of=entry.as_of,
        lines=tuple(lines),
        seat="" if entry.name else "unknown",
        ward=entry.ward,
        titles=entry.titles,
    )


def places_on_no_map(entries: Iterable[ListEntry], areas: Areas) -> tuple[dict[str, str], dict[str, tuple[str, ...]]]:
    """Places that only lists know: division -> name, and ZIP -> those that lie in it."""
    names: dict[str, str] = {}
    zips: dict[str, dict[str, None]] = {}
    for entry in entries:
        if ROLES[entry.role].level == PLACE and not areas.name(entry.division):
            names[entry.division] = entry.place
            for zip in entry.zips:
                zips.setdefault(zip, {})[entry.division] = None
    return names, {zip: tuple(divisions) for zip, divisions in zips.items()}
