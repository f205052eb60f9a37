"""The rows of an organizer's CSV, checked: entries fit to be kept, and all that is wrong, with line and mend. Pure."""

import io
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from typing import TypeVar

from bot.engine.questions import join_ranges
from bot.locale import CATALOGUES
from bot.officials.levels import COUNTY, LEVELS, PLACE, LevelRow
from bot.officials.local.list_cells import ListedPlace, Places, read_area, read_name, read_title, read_ward, read_zips
from bot.officials.local.local_lists import LISTED, TITLES, ListEntry
from bot.officials.roles import ROLES, has_titles, title_of
from bot.officials.zip_areas import Areas
from bot.tabular.cells import UNLISTED, CellError, PhoneCell, read_day, read_keys, read_phone, read_source_cell
from bot.tabular.spreadsheet import Row, RowProblem, Spreadsheet, SpreadsheetError, meant_columns, open_spreadsheet
from bot.telephony import readable_phone

# column -> what is written there. `flask officials template` has them; docs/local-lists.md says the same.
COLUMNS: Mapping[str, str] = {
    "place": "Tacoma, WA",
    "division": "its Open Civic Data id, where the place's name is not enough",
    "zips": "ZIP codes of the ward, or of a place that no map of ours has",
    "role": " or ".join(LISTED),
    "district": "number, letter or name of the ward; nothing for at large",
    "title": f"what they are called, if not {' or '.join(ROLES[role].title for role in LISTED)}",
    **{column: f"the same in {CATALOGUES[language].written_as[0].title()}" for column, language in TITLES.items()},
    "name": "nothing for the office's own number, such as the city's main line",
    "phone": "253-591-5100, or 253-591-5100 ext. 4",
    "keys": "what to press where a phone menu answers, such as 2, or 2 then 1",
    "term_end": "last day of the term, as 12/31/2027",
    "source": "where this is from",
}
ALIASES: Mapping[str, str] = {
    "ward": "district",
    "city": "place",
    "zip": "zips",
    "zip_code": "zips",
    "zip_codes": "zips",
    "term_ends": "term_end",
    "number": "phone",
    "telephone": "phone",
    "menu": "keys",
    "option": "keys",
}
MAX_BYTES = 10_000_000
MAX_ROWS = 5_000
NEEDED = ("role", "name", "phone", "source")
WHERE = ("place", "division", "zips")
KNOWN = frozenset((*COLUMNS, *ALIASES))
MAX_CELL, MAX_ZIPS_CELL = 300, 6_000  # characters; a thousand ZIP codes
MAX_WARDS_TEXT = 120  # characters that the numbers of a place's wards take in a text

ORDINARY = "the office's ordinary number"
TERM_END = "the last day of the term, like 12/31/2027"
NO_ZIPS: tuple[str, ...] = ()
NO_PHONE = PhoneCell(number="")

Value = TypeVar("Value")


@dataclass(kw_only=True)
class Checked:
    """entries: the rows that can be kept. problems: why others cannot. warnings: what should be read all the same."""

    entries: list[ListEntry] = field(default_factory=list)
    problems: list[RowProblem] = field(default_factory=list)
    warnings: list[RowProblem] = field(default_factory=list)


def read_list_file(content: bytes) -> Spreadsheet:
    """The table in a file that holds a list. Raises SpreadsheetError."""
    if len(content) > MAX_BYTES:
        most = f"{MAX_BYTES / 1e6:.0f}"
        raise SpreadsheetError(f"has {len(content) / 1e6:.1f} MB; a list has at most {most}: keep the template's columns alone")
    with open_spreadsheet(io.BytesIO(content), KNOWN, "flask officials template > council.csv") as table:
        rows = tuple(islice(table.rows, MAX_ROWS + 1))
        if len(rows) > MAX_ROWS:
            raise SpreadsheetError(f"has more than {MAX_ROWS:,} rows; make it a list a region")
        return replace(table, rows=rows)


def check_rows(table: Spreadsheet, areas: Areas, today: date, taken: Mapping[tuple[str, str], str]) -> Checked:
    """Every row of a table, and how they fit together. taken: (role, division) -> the other list that names it already."""
    found = Checked(warnings=[RowProblem(0, note) for note in table.notes])
    columns = _columns(table, found)
    if found.problems:
        return found
    places = Places(areas)
    rows: list[tuple[int, ListEntry]] = []
    written = tuple(table.rows)
    for row in written:
        reader = _Reader(
            Row(line=row.line, cells={columns[k]: v for k, v in row.cells.items() if k in columns}, surplus=row.surplus), found
        )
        entry = reader.entry(places, today)
        if entry is not None:
            rows.append((row.line, entry))
    if not written:
        found.problems.append(RowProblem(0, "has a header and no row; write a row an official"))
    rows = _untaken(rows, taken, found)
    rows = _apart(rows, found)
    rows = _wards_fit(rows, found)
    _look_over(rows, areas, today, found)
    found.entries = [entry for _, entry in rows]
    found.problems.sort(key=lambda problem: problem.line)
    found.warnings.sort(key=lambda problem: problem.line)
    return found


def _columns(table: Spreadsheet, found: Checked) -> dict[str, str]:
    """Column as written -> column as meant."""
    columns = meant_columns(table, COLUMNS, ALIASES, found.problems, found.warnings)
    missing = [name for name in NEEDED if name not in columns.values()]
    if not set(WHERE) & set(columns.values()):
        missing.insert(0, "place")
    if missing:
        text = f"no column {', '.join(missing)}; the first row names the columns, as flask officials template does"
        found.problems.append(RowProblem(table.line, text))
    return columns


class _Reader:
    """Reads one row; every cell that cannot be read is a problem, so that one run tells all."""

    def __init__(self, row: Row, found: Checked) -> None:
        self.row, self.found, self.wrong = row, found, False

    def problem(self, text: str) -> None:
        self.wrong = True
        self.found.problems.append(RowProblem(self.row.line, text))

    def cell(self, column: str, read: Callable[[str], Value], empty: Value) -> Value:
        written = self.row.cells.get(column, "")
        if not written:
            return empty
        most = MAX_ZIPS_CELL if column == "zips" else MAX_CELL
        if len(written) > most:
            self.problem(f"{column}: has {len(written)} characters; write at most {most}")
            return empty
        try:
            return read(written)
        except CellError as problem:
            self.problem(f"{column}: {problem}")
            return empty

    def entry(self, places: Places, today: date) -> ListEntry | None:
        if self.row.surplus:
            self.problem(
                f"has {self.row.surplus} cells more than the header; put quotes around a cell that has the separator in it"
            )
        role = self.role()
        zips = self.cell("zips", lambda written: read_zips(written, places), NO_ZIPS)
        level = ROLES[role].level if role else PLACE
        place = self.place(places, zips) if level == PLACE else self.area(LEVELS[level], places)
        ward = self.cell("district", read_ward, "")
        if place is not None and place.ward:
            if ward and ward != place.ward:
                self.problem(f"district: {ward!r} is not the {place.ward!r} of the division; write one of the two")
            ward = place.ward
        if role and ward and not LISTED[role]:
            self.problem(f"district: a {role} has none; leave it empty")
        name = self.cell("name", read_name, "")
        title = self.cell("title", read_title, "")
        titles = {language: self.cell(column, read_title, "") for column, language in TITLES.items()}
        phone = self.phone()
        keys = self.cell("keys", read_keys, phone.keys)
        term_end = self.cell("term_end", lambda written: read_day(written, TERM_END), None)
        source = self.cell("source", read_source_cell, "")
        if not self.row.cells.get("source"):
            self.problem("source: is empty; write where this is from, an address or who said so")
        if self.wrong or place is None:
            return None
        return ListEntry(
            role=role,
            division=place.division,
            place=place.name,
            ward=ward,
            zips=zips,
            title=title or title_of(role, place.division),
            titles={language: title for language, title in titles.items() if title},
            name=name,
            phone=phone.number,
            extension=phone.extension,
            keys=keys,
            term_end=term_end if name else None,
            source=source,
            as_of=today,
        )

    def role(self) -> str:
        written = self.row.cells.get("role", "").casefold().replace(" ", "_")
        if written in LISTED:
            return written
        self.problem(f"role: {self.row.cells.get('role', '')[:40]!r} is not known; write {' or '.join(LISTED)}")
        return ""

    def phone(self) -> PhoneCell:
        if not self.row.cells.get("phone"):
            self.problem("phone: is empty; write a number, or take the row out")
            return NO_PHONE
        read = self.cell("phone", lambda written: read_phone(written, ORDINARY), None)
        if read is None:
            return NO_PHONE
        if read.unlisted:
            self.found.warnings.append(RowProblem(self.row.line, f"phone: {readable_phone(read.number)} {UNLISTED}"))
        return read

    def area(self, row: LevelRow, places: Places) -> ListedPlace | None:
        """The county, or the area of a level that no table has."""
        cells = self.row.cells
        column = "division" if cells.get("division") else "place"
        if not cells.get(column):
            self.problem(f"place: is empty; write it like {row.example.partition('=')[2]}")
        if row.name == COUNTY:
            return self.cell(column, places.county, None)
        return self.cell(column, lambda written: read_area(row, written, cells.get("place", "")), None)

    def place(self, places: Places, zips: tuple[str, ...]) -> ListedPlace | None:
        cells = self.row.cells
        if cells.get("division"):
            name = cells.get("place", "")[:MAX_CELL]
            return self.cell("division", lambda written: places.division(written, name, bool(cells.get("zips"))), None)
        if cells.get("place"):
            return self.cell("place", places.place, None)
        if not cells.get("zips"):
            self.problem("place: is empty; write it like Tacoma, WA")
        elif zips:
            return self.place_of(places.areas, zips)
        return None

    def place_of(self, areas: Areas, zips: tuple[str, ...]) -> ListedPlace | None:
        """The one place that all the ZIP codes lie in, where there is just one."""
        known = [areas.area(zip) for zip in zips]
        near = {share.division for area in known for share in area.places}
        outside = any(area.outside or not area.places for area in known)
        if len(near) == 1 and not outside:
            division = near.pop()
            return ListedPlace(division=division, name=areas.name(division))
        named = sorted(map(areas.name, near))[:4] + (["outside every place"] if outside else [])
        self.problem(f"place: is empty, and these ZIP codes lie in {', '.join(named)}; write the place")
        return None


def _untaken(
    rows: list[tuple[int, ListEntry]], taken: Mapping[tuple[str, str], str], found: Checked
) -> list[tuple[int, ListEntry]]:
    """Without the offices that another list names."""
    said: set[tuple[str, str]] = set()
    kept = []
    for line, entry in rows:
        other = taken.get(entry.seat)
        if other is None:
            kept.append((line, entry))
        elif entry.seat not in said:
            said.add(entry.seat)
            text = (
                f"the {entry.role} of {entry.place} is in the list {other} already; "
                f"import this with --name {other}, or first: flask officials remove {other}"
            )
            found.problems.append(RowProblem(line, text))
    return kept


def _apart(rows: list[tuple[int, ListEntry]], found: Checked) -> list[tuple[int, ListEntry]]:
    """Without rows that say the same twice, or two things of one person."""
    first: dict[str, tuple[int, ListEntry]] = {}
    numbers: dict[tuple[str, str], int] = {}
    holders: dict[tuple[str, str], int] = {}
    kept = []
    for line, entry in rows:
        before, known = first.setdefault(entry.id, (line, entry))
        same = numbers.setdefault((entry.id, entry.line), line)
        alone = holders.setdefault(entry.seat, line) if entry.name and ROLES[entry.role].seats == 1 else line
        other = next((c for c in ("name", "title", "titles", "term_end") if getattr(known, c) != getattr(entry, c)), "")
        if same != line:
            found.problems.append(RowProblem(line, f"is the same as line {same}; take one out"))
        elif before != line and other and entry.name:
            found.problems.append(
                RowProblem(line, f"{other}: is not what line {before} says of the same person; write one of the two")
            )
        elif alone != line and first[entry.id][0] == line:
            text = f"name: there is one {entry.role}, and line {alone} names another; take one out"
            found.problems.append(RowProblem(line, text))
        else:
            kept.append((line, entry))
    return kept


def _wards_fit(rows: list[tuple[int, ListEntry]], found: Checked) -> list[tuple[int, ListEntry]]:
    """Without the wards of a place whose numbers are too many to be asked for."""
    lines: dict[tuple[str, str], int] = {}
    for line, entry in rows:
        lines.setdefault(entry.seat, line)
    long = set()
    for seat, wards in wards_of(entry for _, entry in rows).items():
        if len(join_ranges(wards)) > MAX_WARDS_TEXT:
            long.add(seat)
            text = (
                f"district: {len(wards)} names take over {MAX_WARDS_TEXT} characters in a text; write numbers or shorter ones"
            )
            found.problems.append(RowProblem(lines[seat], text))
    return [(line, entry) for line, entry in rows if entry.seat not in long]


def wards_of(entries: Iterable[ListEntry]) -> dict[tuple[str, str], set[str]]:
    """(role, division) -> its wards."""
    wards: dict[tuple[str, str], set[str]] = {}
    for entry in entries:
        if entry.ward:
            wards.setdefault(entry.seat, set()).add(entry.ward)
    return wards


def _look_over(rows: list[tuple[int, ListEntry]], areas: Areas, today: date, found: Checked) -> None:
    """What is no mistake and still should be known."""
    for line, entry in rows:
        if entry.term_end is not None and entry.term_end <= today:
            said = "shown as the office, without the name" if ROLES[entry.role].office_stays else "left out of the answers"
            found.warnings.append(RowProblem(line, f"term_end: {entry.name}'s term ended on {entry.term_end}: {said}"))
        missing = () if has_titles(entry.title) or not entry.name else [c for c in TITLES if TITLES[c] not in entry.titles]
        for column in missing:
            language = CATALOGUES[TITLES[column]].written_as[0].title()
            found.warnings.append(RowProblem(line, f"{column}: is empty: in {language}, too, the title is {entry.title!r}"))
        level = ROLES[entry.role].level
        if entry.zips and LEVELS[level].told_by_zip == "nothing":
            said = f"zips: are not used for a {level}: only an address tells whose it is"
            found.warnings.append(RowProblem(line, said))
        if level == COUNTY or areas.name(entry.division):
            near = {zip: areas.area(zip) for zip in entry.zips}
            lies = {z: area.counties if level == COUNTY else [s.division for s in area.places] for z, area in near.items()}
            strangers = [zip for zip in entry.zips if entry.division not in lies[zip]]
            if strangers:
                said = f"zips: no part of {entry.place} worth asking about lies in {' '.join(strangers[:5])}: not used"
                found.warnings.append(RowProblem(line, said))
    endless = sum(entry.term_end is None and bool(entry.name) for _, entry in rows)
    if endless:
        said = (
            f"term_end: empty for {endless} {'person' if endless == 1 else 'people'}, who will be named until the next import"
        )
        found.warnings.append(RowProblem(0, said))
