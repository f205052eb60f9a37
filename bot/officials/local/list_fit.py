"""How the rows of a list fit together, and whether supporters can answer with its districts: problems and warnings. Pure."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from bot.engine.events import Offer
from bot.engine.questions import join_ranges
from bot.locale import CATALOGUES, LANGUAGES
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
WHOSE = {COUNCIL: "city", COUNTY_COUNCIL: "county"}  # a number may be that stands for who has none
Seat = tuple[str, str]


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


def _without(rows: list[ReadRow], wrong: Mapping[int, str], found: FittedList) -> list[ReadRow]:
    """The rows but those whose line has a problem."""
    found.problems += [RowProblem(line, text) for line, text in wrong.items()]
    return [row for row in rows if row.line not in wrong]


def _untaken(rows: list[ReadRow], taken: Mapping[Seat, str], found: FittedList) -> list[ReadRow]:
    """Without the offices that another list names."""
    for seat, named in _by_seat(rows).items():
        if other := taken.get(seat):
            text = (
                f"the {seat[0]} of {named[0].entry.place} is in the list {other} already; "
                f"import this with --name {other}, or first: flask officials remove {other}"
            )
            found.problems.append(RowProblem(named[0].line, text))
    return [row for row in rows if row.entry.seat not in taken]


def _settled(rows: list[ReadRow], context: ListContext, found: FittedList) -> list[ReadRow]:
    """With labels that only those beside them tell: Roman numerals, and seats that are said without a district."""
    kept, wrong = [], dict[int, str]()
    for office, council in _by_seat(rows).items():
        scripts = {row.label.script for row in council}
        alone = [row for row in council if row.label.alone]
        shipped = context.office(office) if alone else None
        for row in council:
            seat = row.label.seat
            try:
                label = settle_script(row.label, scripts)
            except CellError as problem:
                wrong[row.line] = f"district: {problem}"
                continue
            if row.label.alone and shipped and seat in shipped.wards:
                text = f"{row.written or seat!r} may be district {seat} of {row.entry.place}, or a seat that all elect"
                wrong[row.line] = f"district: {text}; write District {seat}, or At-Large Position {seat}"
            kept.append(replace(row, label=label, entry=replace(row.entry, ward=label.ward)))
        if alone := [row for row in alone if row.line not in wrong]:
            text = (
                f"{_some(row.written or f'seat {row.label.seat}' for row in alone)} of {alone[0].entry.place}: read as elected "
                f"by everybody there, who all are given them; write District {alone[0].label.seat} for a district"
            )
            found.warnings.append(RowProblem(alone[0].line, f"district: {text}"))
    kept.sort(key=lambda row: row.line)
    return _without(kept, wrong, found)


def _apart(rows: list[ReadRow], found: FittedList) -> list[ReadRow]:
    """Without rows that say the same twice, or two things of one person or one seat."""
    first: dict[str, ReadRow] = {}
    numbers: dict[tuple[str, str], ReadRow] = {}
    holders: dict[tuple[object, ...], ReadRow] = {}
    kept, wrong = [], dict[int, str]()
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
            wrong[row.line] = f"is the same as line {same.line}; take one out"
        elif known.line != row.line and other and entry.name:
            wrong[row.line] = f"{other}: is not what line {known.line} says of the same person; write one of the two"
        elif holder is not row and holder.entry.id != id and row.label.seat:
            wrong[row.line] = (
                f"district: line {holder.line} has somebody else for {row.written or row.label.seat}; take one out"
            )
        elif holder is not row and holder.entry.id != id:
            wrong[row.line] = f"name: there is one {entry.role}, and line {holder.line} names another; take one out"
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
            text = (
                f"district: {len(wards)} names take over {MAX_WARDS_TEXT} characters in a text; write numbers or shorter ones"
            )
            found.problems.append(RowProblem(council[0].line, text))
    return [row for row in rows if row.entry.seat not in long]


def _answerable(rows: list[ReadRow], context: ListContext, found: FittedList) -> list[ReadRow]:
    """Without the wards that nobody could answer: each by its number or name, and by what else it is called.

    The replies are read by the reader of the conversation itself, in each language.
    """
    wrong = dict[int, str]()
    for (role, division), council in _by_seat(rows).items():
        if not LISTED[role]:
            continue
        wards = {row.entry.ward: row for row in council if row.entry.ward}
        for row in council:
            known = wards.get(row.entry.ward, row)
            if row.entry.ward_names and known.entry.ward_names and row.entry.ward_names != known.entry.ward_names:
                mend = "write one name, or both in both rows"
                wrong[row.line] = (
                    f"district: line {known.line} calls district {row.entry.ward} {known.entry.ward_names}; {mend}"
                )
        office = listed_office(role, division, "", [row.entry for row in council])
        for ward, reply in _unanswered(office, context):
            mend = "write its number or another name" if reply == ward else "write another name in brackets, or none"
            text = f"district: who replies {reply!r} would not be given district {ward}; {mend}"
            wrong |= {row.line: text for row in council if row.entry.ward == ward}
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
    wrong = dict[int, str]()
    by_line: dict[Seat, list[ReadRow]] = {}
    for row in rows:
        if row.entry.name and row.entry.id not in with_phone:
            by_line.setdefault(line_seat(*row.entry.seat), []).append(row)
    for seat, without in by_line.items():
        first, line = without[0], None if seat in own else context.main_line(seat)
        if seat in own:
            main = own[seat]
            stands = f"{readable_phone(main.entry.line)}, the number of line {main.line},"
        elif line:
            stands = f"{readable_phone(line.id)}, the {line.label[:1].lower()}{line.label[1:]} by our own records,"
        else:
            mend = f"write one, or add a row without a name that has the {WHOSE.get(seat[0], 'office')}'s line"
            wrong |= {row.line: f"phone: is empty, and no line of {row.entry.place} is known; {mend}" for row in without}
            continue
        people = f"{_some(row.entry.name for row in without)} of {first.entry.place}"
        found.warnings.append(RowProblem(first.line, f"phone: empty for {people}: {stands} stands for it"))
    return _without(rows, wrong, found)


def _look_over(rows: list[ReadRow], context: ListContext, found: FittedList) -> None:
    """What is no mistake and still should be known."""
    for row in rows:
        found.warnings += [RowProblem(row.line, text) for text in _of_interest(row, context)]
    if turned := [row for row in rows if row.turned]:
        said = f"name: {_some(row.entry.name for row in turned)}: turned round, the last name was written first"
        found.warnings.append(RowProblem(0, said))
    endless = len({row.line for row in rows if row.entry.term_end is None and row.entry.name})
    if endless:
        people = f"{endless} {'person' if endless == 1 else 'people'}"
        found.warnings.append(RowProblem(0, f"term_end: empty for {people}, who will be named until the next import"))


def _of_interest(row: ReadRow, context: ListContext) -> Iterator[str]:
    entry, areas = row.entry, context.areas
    if entry.term_end is not None and entry.term_end <= context.today:
        said = "shown as the office, without the name" if ROLES[entry.role].office_stays else "left out of the answers"
        yield f"term_end: {entry.name}'s term ended on {entry.term_end}: {said}"
    missing = () if has_titles(entry.title) or not entry.name else [c for c in TITLES if TITLES[c] not in entry.titles]
    for column in missing:
        language = CATALOGUES[TITLES[column]].written_as[0].title()
        yield f"{column}: is empty: in {language}, too, the title is {entry.title!r}"
    level = ROLES[entry.role].level
    if entry.zips and LEVELS[level].told_by_zip == "nothing":
        yield f"zips: are not used for a {level}: only an address tells whose it is"
    if level == COUNTY or areas.name(entry.division):
        near = {zip: areas.area(zip) for zip in entry.zips}
        lies = {z: area.counties if level == COUNTY else [s.division for s in area.places] for z, area in near.items()}
        if strangers := [zip for zip in entry.zips if entry.division not in lies[zip]]:
            yield f"zips: no part of {entry.place} worth asking about lies in {' '.join(strangers[:5])}: not used"


def _some(words: Iterable[str]) -> str:
    """A few words, and how many more there are."""
    every = list(dict.fromkeys(words))
    more = f" and {len(every) - MOST_SHOWN} more" if len(every) > MOST_SHOWN else ""
    return ", ".join(every[:MOST_SHOWN]) + more


def wards_of(entries: Iterable[ListEntry]) -> dict[Seat, set[str]]:
    """(role, division) -> its wards."""
    wards: dict[Seat, set[str]] = {}
    for entry in entries:
        if entry.ward:
            wards.setdefault(entry.seat, set()).add(entry.ward)
    return wards
