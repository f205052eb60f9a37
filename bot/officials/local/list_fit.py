"""How the rows of a list fit together, and whether supporters can answer with its districts: problems and warnings. Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from bot.engine.events import Offer
from bot.engine.questions import join_ranges
from bot.locale import LANGUAGES
from bot.locale.flaws import Finding, Flaw, LanguageName, flaw, joined
from bot.officials.levels import COUNTY, LEVELS
from bot.officials.local.local_lists import LISTED, TITLES, ListEntry
from bot.officials.local.local_offices import ListedOffice, listed_office
from bot.officials.local.office_names import COUNCIL, COUNTY_COUNCIL, line_seat
from bot.officials.local.ward_labels import WardLabel, settle_script
from bot.officials.records import OfficeLine
from bot.officials.roles import ROLES, has_titles
from bot.officials.zip_areas import Areas
from bot.tabular.cells import CellError
from bot.tabular.spreadsheet import RowProblem
from bot.telephony import readable_phone

MAX_WARDS_TEXT = 120  # characters that the numbers of a place's wards take in a text
MOST_SHOWN = 3  # of what many rows have in common
# Whose number may stand for who has none.
NO_LINE = {COUNCIL: "row_no_line_of_city", COUNTY_COUNCIL: "row_no_line_of_county"}
Seat = tuple[str, str]
Wrong = tuple[str, str | Flaw]  # a column, and what is wrong there


@dataclass(frozen=True, kw_only=True)
class ListContext:
    """What a list is held against.

    taken: seat -> the other list that names it already. office: who holds a seat as our tables have it; main_line: the line of
    who has none of their own there, by our tables. choose: the division that a reply chooses of what is on offer, "" for none.
    source, as_of: of rows that have none of their own; as_of None is today.
    """

    areas: Areas
    today: date
    taken: Mapping[Seat, str]
    office: Callable[[Seat], ListedOffice | None]
    main_line: Callable[[Seat], OfficeLine | None]
    choose: Callable[[Sequence[Offer], str], str]
    source: str = ""
    as_of: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadRow:
    """A row as it was read, once for each of its numbers.

    written: its district as it stands there. vacant: does it say that nobody holds the seat? turned: was the last name first?
    """

    line: int
    entry: ListEntry
    label: WardLabel
    written: str
    vacant: bool
    turned: bool


@dataclass(kw_only=True)
class FittedList:
    """entries: the rows that can be kept. problems: why others cannot. warnings: what should be read all the same."""

    entries: list[ListEntry] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    warnings: list[RowProblem] = field(default_factory=list)


def fit_rows(rows: list[ReadRow], context: ListContext, found: FittedList) -> None:
    """Keep the rows that fit together, and tell of the others."""
    rows = _untaken(rows, context.taken, found)
    rows = _settled(rows, context, found)
    rows = _apart(rows, found)
    rows = _wards_fit(rows, found)
    rows = _answerable(rows, context, found)
    rows = _reachable(rows, context, found)
    _look_over(rows, context, found)
    found.entries = [row.entry for row in rows]
    found.problems.sort(key=lambda problem: problem.line)
    found.warnings.sort(key=lambda problem: problem.line)


def _by_seat(rows: Iterable[ReadRow]) -> dict[Seat, list[ReadRow]]:
    seats: dict[Seat, list[ReadRow]] = {}
    for row in rows:
        seats.setdefault(row.entry.seat, []).append(row)
    return seats


def _without(rows: list[ReadRow], wrong: Mapping[int, Wrong], found: FittedList) -> list[ReadRow]:
    """The rows but those whose line has a problem."""
    found.problems += [RowProblem(line, what, column) for line, (column, what) in wrong.items()]
    return [row for row in rows if row.line not in wrong]


def _untaken(rows: list[ReadRow], taken: Mapping[Seat, str], found: FittedList) -> list[ReadRow]:
    """Without the offices that another list names."""
    for seat, named in _by_seat(rows).items():
        if other := taken.get(seat):
            taken_by = flaw("row_taken", role=seat[0], place=named[0].entry.place, list=other)
            found.problems.append(RowProblem(named[0].line, taken_by))
    return [row for row in rows if row.entry.seat not in taken]


def _settled(rows: list[ReadRow], context: ListContext, found: FittedList) -> list[ReadRow]:
    """With labels that only those beside them tell: Roman numerals, and seats that are said without a district."""
    kept, wrong = [], dict[int, Wrong]()
    for office, council in _by_seat(rows).items():
        scripts = {row.label.script for row in council}
        alone = [row for row in council if row.label.alone]
        shipped = context.office(office) if alone else None
        for row in council:
            seat = row.label.seat
            try:
                label = settle_script(row.label, scripts)
            except CellError as problem:
                wrong[row.line] = "district", problem.found
                continue
            if row.label.alone and shipped and seat in shipped.wards:
                given = repr(row.written or seat)
                wrong[row.line] = "district", flaw("row_maybe_district", given=given, seat=seat, place=row.entry.place)
            kept.append(replace(row, label=label, entry=replace(row.entry, ward=label.ward)))
        if alone := [row for row in alone if row.line not in wrong]:
            which = _some(row.written or flaw("words_seat", seat=row.label.seat) for row in alone)
            read = flaw("row_at_large", which=which, place=alone[0].entry.place, seat=alone[0].label.seat)
            found.warnings.append(RowProblem(alone[0].line, read, "district"))
    kept.sort(key=lambda row: row.line)
    return _without(kept, wrong, found)


def _apart(rows: list[ReadRow], found: FittedList) -> list[ReadRow]:
    """Without rows that say the same twice, or two things of one person or one seat."""
    first: dict[str, ReadRow] = {}
    numbers: dict[tuple[str, str], ReadRow] = {}
    holders: dict[tuple[object, ...], ReadRow] = {}
    kept, wrong = [], dict[int, Wrong]()
    for row in rows:
        entry, id = row.entry, row.entry.id
        known = first.setdefault(id, row)
        same = numbers.setdefault((id, entry.line), row)
        holder = row
        if entry.name and ROLES[entry.role].seats == 1:
            holder = holders.setdefault(entry.seat, row)
        elif row.label.seat:
            holder = holders.setdefault((*entry.seat, entry.ward, row.label.seat), row)
        other = next((c for c in ("name", "title", "titles", "term_end") if getattr(known.entry, c) != getattr(entry, c)), "")
        if same is not row and row.vacant and same.vacant:
            continue  # two seats of a district that nobody holds
        if same is not row:
            wrong[row.line] = "", flaw("row_same", line=same.line)
        elif known.line != row.line and other and entry.name:
            wrong[row.line] = other, flaw("row_says_other", line=known.line)
        elif holder is not row and holder.entry.id != id and row.label.seat:
            held = flaw("row_seat_held", line=holder.line, seat=row.written or row.label.seat)
            wrong[row.line] = "district", held
        elif holder is not row and holder.entry.id != id:
            wrong[row.line] = "name", flaw("row_one_holder", role=entry.role, line=holder.line)
        else:
            kept.append(row)
    return _without(kept, wrong, found)


def _wards_fit(rows: list[ReadRow], found: FittedList) -> list[ReadRow]:
    """Without the wards of a place whose numbers are too many to be asked for."""
    long = set()
    for seat, council in _by_seat(rows).items():
        wards = {row.entry.ward for row in council} - {""}
        if len(join_ranges(wards)) > MAX_WARDS_TEXT:
            long.add(seat)
            many = flaw("row_wards_long", number=len(wards), most=MAX_WARDS_TEXT)
            found.problems.append(RowProblem(council[0].line, many, "district"))
    return [row for row in rows if row.entry.seat not in long]


def _answerable(rows: list[ReadRow], context: ListContext, found: FittedList) -> list[ReadRow]:
    """Without the wards that nobody could answer: each by its number or name, and by what else it is called.

    The replies are read by the reader of the conversation itself, in each language.
    """
    wrong = dict[int, Wrong]()
    for (role, division), council in _by_seat(rows).items():
        if not LISTED[role]:
            continue
        wards = {row.entry.ward: row for row in council if row.entry.ward}
        for row in council:
            known = wards.get(row.entry.ward, row)
            if row.entry.ward_names and known.entry.ward_names and row.entry.ward_names != known.entry.ward_names:
                called = flaw("row_ward_called", line=known.line, ward=row.entry.ward, names=known.entry.ward_names)
                wrong[row.line] = "district", called
        office = listed_office(role, division, "", [row.entry for row in council])
        for ward, reply in _unanswered(office, context):
            unread = flaw("row_ward_unread" if reply == ward else "row_name_unread", reply=repr(reply), ward=ward)
            wrong |= {row.line: ("district", unread) for row in council if row.entry.ward == ward}
    return _without(rows, wrong, found)


def _unanswered(office: ListedOffice, context: ListContext) -> Iterator[tuple[str, str]]:
    """(ward, reply) of each ward that a reply should choose and does not."""
    choices = office.choices(context.today)
    for language in LANGUAGES:
        offers = [Offer(choice.division, choice.labels[language], choice.key) for choice in choices]
        for choice in choices:
            names = office.ward_names.get(choice.key, "").split(", ")
            replies = (choice.key, *filter(None, names), choice.labels[language].partition(" (")[0])
            if unread := next((reply for reply in replies if context.choose(offers, reply) != choice.division), ""):
                yield choice.key, unread


def _reachable(rows: list[ReadRow], context: ListContext, found: FittedList) -> list[ReadRow]:
    """Without people whom no number reaches; it is said whose number stands for who has none."""
    own = {
        line_seat(*row.entry.seat): row
        for row in rows
        if row.entry.phone and not (row.entry.name or row.entry.ward or row.vacant)
    }
    with_phone = {row.entry.id for row in rows if row.entry.phone}
    wrong = dict[int, Wrong]()
    by_line: dict[Seat, list[ReadRow]] = {}
    for row in rows:
        if row.entry.name and row.entry.id not in with_phone:
            by_line.setdefault(line_seat(*row.entry.seat), []).append(row)
    for seat, without in by_line.items():
        first, line = without[0], None if seat in own else context.main_line(seat)
        people, place = _some(row.entry.name for row in without), first.entry.place
        if seat in own:
            main, number = own[seat], readable_phone(own[seat].entry.line)
            stands = flaw("row_phone_of_line", people=people, place=place, number=number, line=main.line)
        elif line:
            number, called = readable_phone(line.id), f"{line.label[:1].lower()}{line.label[1:]}"
            stands = flaw("row_phone_of_records", people=people, place=place, number=number, called=called)
        else:
            no_line = NO_LINE.get(seat[0], "row_no_line")
            wrong |= {row.line: ("phone", flaw(no_line, place=row.entry.place)) for row in without}
            continue
        found.warnings.append(RowProblem(first.line, stands, "phone"))
    return _without(rows, wrong, found)


def _look_over(rows: list[ReadRow], context: ListContext, found: FittedList) -> None:
    """What is no mistake and still should be known."""
    for row in rows:
        found.warnings += [RowProblem(row.line, what, column) for column, what in _of_interest(row, context)]
    if turned := [row for row in rows if row.turned]:
        found.warnings.append(RowProblem(0, flaw("row_turned", people=_some(row.entry.name for row in turned)), "name"))
    endless = len({row.line for row in rows if row.entry.term_end is None and row.entry.name})
    if endless:
        found.warnings.append(RowProblem(0, flaw("row_endless", count=endless), "term_end"))


def _of_interest(row: ReadRow, context: ListContext) -> Iterator[Wrong]:
    entry, areas = row.entry, context.areas
    if entry.term_end is not None and entry.term_end <= context.today:
        code = "row_term_over_office" if ROLES[entry.role].office_stays else "row_term_over"
        yield "term_end", flaw(code, name=entry.name, day=str(entry.term_end))
    missing = () if has_titles(entry.title) or not entry.name else [c for c in TITLES if TITLES[c] not in entry.titles]
    for column in missing:
        yield column, flaw("row_no_title", language=LanguageName(TITLES[column]), title=repr(entry.title))
    level = ROLES[entry.role].level
    if entry.zips and LEVELS[level].told_by_zip == "nothing":
        yield "zips", flaw("row_zips_unused", level=level)
    if level == COUNTY or areas.name(entry.division):
        near = {zip: areas.area(zip) for zip in entry.zips}
        lies = {z: area.counties if level == COUNTY else [s.division for s in area.places] for z, area in near.items()}
        if strangers := [zip for zip in entry.zips if entry.division not in lies[zip]]:
            yield "zips", flaw("row_zips_elsewhere", place=entry.place, zips=" ".join(strangers[:5]))


def _some(words: Iterable[str | Finding]) -> str | Finding:
    """A few words, and how many more there are."""
    every = list(dict.fromkeys(words))
    few = joined(every[:MOST_SHOWN], "comma")
    return flaw("words_and_more", few=few, number=len(every) - MOST_SHOWN) if len(every) > MOST_SHOWN else few


def wards_of(entries: Iterable[ListEntry]) -> dict[Seat, set[str]]:
    """(role, division) -> its wards."""
    wards: dict[Seat, set[str]] = {}
    for entry in entries:
        if entry.ward:
            wards.setdefault(entry.seat, set()).add(entry.ward)
    return wards
