"""The rows of an organizer's list, each by itself: entries fit to be kept, and all that is wrong, with line and mend. Pure.

How the rows fit together is in list_fit.py.
"""

import io
import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from itertools import islice
from typing import TypeVar

from bot.locale import CATALOGUES
from bot.locale.flaws import Flaw, flaw, joined
from bot.officials.levels import COUNTY, LEVELS, PLACE, LevelRow
from bot.officials.local.list_cells import ListedPlace, Places, read_area, read_title, read_zips, state_code
from bot.officials.local.list_fit import FittedList, ListContext, ReadRow, fit_rows
from bot.officials.local.local_lists import LISTED, TITLES, ListEntry
from bot.officials.local.office_names import COUNCIL, COUNTY_COUNCIL, MEMBERS, office_title_in, offices_meant
from bot.officials.local.person_names import PersonCell, read_person
from bot.officials.local.ward_labels import WardLabel, read_label
from bot.officials.roles import ROLES, title_of
from bot.officials.zip_areas import Areas
from bot.tabular.cells import (
    CellError,
    PhoneCell,
    SpreadsheetError,
    read_day,
    read_keys,
    read_phones,
    read_source_cell,
)
from bot.tabular.spreadsheet import Row, RowProblem, Spreadsheet, meant_columns, open_spreadsheet
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
# Columns of other people's lists, which the template does without -> what is written there.
MORE_COLUMNS: Mapping[str, str] = {
    "state": "the state of the place",
    "first_name": "of the name, where it stands in two columns",
    "last_name": "of the name",
    "as_of": "the day on which the source was read",
}
ALIASES: Mapping[str, str] = {
    "ward": "district",
    "council_district": "district",
    "council_ward": "district",
    "district_number": "district",
    "ward_number": "district",
    "district/ward": "district",
    "ward/district": "district",
    "seat": "district",
    "position": "district",
    "city": "place",
    "town": "place",
    "municipality": "place",
    "jurisdiction": "place",
    "st": "state",
    "zip": "zips",
    "zipcode": "zips",
    "zipcodes": "zips",
    "zip_code": "zips",
    "zip_codes": "zips",
    "postal_code": "zips",
    "office": "role",
    "full_name": "name",
    "official": "name",
    "first": "first_name",
    "firstname": "first_name",
    "given_name": "first_name",
    "last": "last_name",
    "lastname": "last_name",
    "surname": "last_name",
    "family_name": "last_name",
    "term_ends": "term_end",
    "term_expires": "term_end",
    "end_of_term": "term_end",
    "number": "phone",
    "telephone": "phone",
    "phone_number": "phone",
    "office_phone": "phone",
    "menu": "keys",
    "option": "keys",
    "source_url": "source",
    "url": "source",
}
MAX_BYTES = 10_000_000
MAX_ROWS = 20_000
NEEDED = ("role", "name", "source")
WHERE = ("place", "division", "zips")
NAMED = ("first_name", "last_name")
EVERY_COLUMN = {**COLUMNS, **MORE_COLUMNS}
KNOWN = frozenset((*EVERY_COLUMN, *ALIASES))
MAX_CELL, MAX_ZIPS_CELL = 300, 6_000  # characters; a thousand ZIP codes

ORDINARY = flaw("words_office_number")
TERM_END = flaw("words_term_end")
NO_ZIPS: tuple[str, ...] = ()
NO_PHONES: tuple[PhoneCell, ...] = ()
NO_PHONE = PhoneCell(number="")
NOBODY = PersonCell()
AT_LARGE = WardLabel()
READ_ON = flaw("words_read_on")
# What of the name of an office, or of a title, says whom it is elected by, as in "Council Member - District 3".
_NAMES_DISTRICT = re.compile(r"\d|\bat.?large\b|\b(?:district|dist|ward|wd|position|pos|seat|place|distrito)\b", re.IGNORECASE)
_COUNTY = re.compile(r"(?<!city and )(?<!city-)\b(?:county|parish)\b", re.IGNORECASE)  # "City and County" is a city

Value = TypeVar("Value")


def read_list_file(content: bytes) -> Spreadsheet:
    """The table in a file that holds a list. Raises SpreadsheetError."""
    if len(content) > MAX_BYTES:
        most = f"{MAX_BYTES / 1e6:.0f}"
        raise SpreadsheetError(flaw("list_megabytes", size=f"{len(content) / 1e6:.1f}", most=most))
    with open_spreadsheet(io.BytesIO(content), KNOWN, "flask officials template > council.csv") as table:
        rows = tuple(islice(table.rows, MAX_ROWS + 1))
        if len(rows) > MAX_ROWS:
            raise SpreadsheetError(flaw("list_rows", most=f"{MAX_ROWS:,}"))
        return replace(table, rows=rows)


def read_as_of(written: str, today: date) -> date:
    """The day on which a source was read. Raises CellError."""
    day = read_day(written, READ_ON)
    if day > today:
        raise CellError(flaw("cell_to_come", given=repr(written), example=READ_ON))
    return day


def check_rows(table: Spreadsheet, context: ListContext) -> FittedList:
    """Every row of a table, and how they fit together."""
    found = FittedList(warnings=[RowProblem(0, note) for note in table.notes])
    columns = _columns(table, context, found)
    if found.problems:
        return found
    places = Places(context.areas)
    rows: list[ReadRow] = []
    written = tuple(table.rows)
    for row in written:
        cells = {columns[k]: v for k, v in row.cells.items() if k in columns}
        rows += _Reader(Row(line=row.line, cells=cells, surplus=row.surplus), context, found).rows(places)
    if not written:
        found.problems.append(RowProblem(0, flaw("list_no_row")))
    fit_rows(rows, context, found)
    return found


def _columns(table: Spreadsheet, context: ListContext, found: FittedList) -> dict[str, str]:
    """Column as written -> column as meant."""
    columns = meant_columns(table, EVERY_COLUMN, ALIASES, found.problems, found.warnings)
    have = (
        {*columns.values()}
        | ({"source"} if context.source else set())
        | ({"name"} if set(NAMED) & {*columns.values()} else set())
    )
    missing = [name for name in NEEDED if name not in have]
    if not set(WHERE) & have:
        missing.insert(0, "place")
    if missing:
        found.problems.append(RowProblem(table.line, flaw("list_no_column", names=", ".join(missing))))
    return columns


class _Reader:
    """Reads one row; every cell that cannot be read is a problem, so that one run tells all."""

    def __init__(self, row: Row, context: ListContext, found: FittedList) -> None:
        self.row, self.context, self.found, self.wrong = row, context, found, False

    def problem(self, column: str, found: str | Flaw) -> None:
        self.wrong = True
        self.found.problems.append(RowProblem(self.row.line, found, column))

    def cell(self, column: str, read: Callable[[str], Value], empty: Value) -> Value:
        written = self.row.cells.get(column, "")
        if not written:
            return empty
        most = MAX_ZIPS_CELL if column == "zips" else MAX_CELL
        if len(written) > most:
            self.problem(column, flaw("cell_long", number=len(written), most=most))
            return empty
        try:
            return read(written)
        except CellError as problem:
            self.problem(column, problem.found)
            return empty

    def rows(self, places: Places) -> list[ReadRow]:
        """The row, once for each of its numbers; none where a cell cannot be read."""
        if self.row.surplus:
            self.problem("", flaw("row_surplus", number=self.row.surplus))
        cells = self.row.cells
        cells["name"] = cells.get("name") or " ".join(filter(None, (cells.get(column, "") for column in NAMED)))
        if cells.get("state") and cells.get("place"):
            cells["place"] = self.with_state(cells["place"], cells["state"])
        role, called, elected_by = self.role(places)
        zips = self.cell("zips", lambda written: read_zips(written, places), NO_ZIPS)
        level = ROLES[role].level if role else PLACE
        place = self.place(places, zips) if level == PLACE else self.area(LEVELS[level], places)
        label = self.label(role, place, elected_by)
        person = self.cell("name", read_person, NOBODY)
        said = person.title or label.title or called
        title = self.cell("title", read_title, "") or ("" if level == COUNTY and said in MEMBERS else said)
        titles = {language: self.cell(column, read_title, "") for column, language in TITLES.items()}
        vacant = bool(cells["name"]) and not person.name
        phones = self.phones()
        keys = self.cell("keys", read_keys, phones[0].keys if phones else "")
        if len(phones) > 1 and cells.get("keys"):
            self.problem("keys", flaw("row_keys_of_two"))
        term_end = self.cell("term_end", lambda written: read_day(written, TERM_END), None)
        source = self.cell("source", read_source_cell, "") or self.context.source
        as_of = (
            self.cell("as_of", lambda written: read_as_of(written, self.context.today), None)
            or self.context.as_of
            or self.context.today
        )
        if not source and not cells.get("source"):
            self.problem("source", flaw("row_no_source"))
        if self.wrong or place is None:
            return []
        if vacant and not label.ward and not ROLES[role].office_stays:
            phones = NO_PHONES  # of no use: a number without a name and a district would be the city's
        entry = ListEntry(
            role=role,
            division=place.division,
            place=place.name,
            ward=label.ward,
            ward_names=label.names,
            zips=zips,
            title=title or title_of(role, place.division),
            titles={language: title for language, title in titles.items() if title},
            name=person.name,
            phone="",
            term_end=term_end if person.name else None,
            source=source,
            as_of=as_of,
        )
        return [
            ReadRow(
                line=self.row.line,
                entry=replace(entry, phone=phone.number, extension=phone.extension, keys=phone.keys if place_in else keys),
                label=label,
                written=cells.get("district", "") or elected_by,
                vacant=vacant,
                turned=person.turned,
            )
            for place_in, phone in enumerate(phones or (NO_PHONE,))
        ]

    def role(self, places: Places) -> tuple[str, str, str]:
        """The role, the title that the office's name is, and the name itself where it says whom it is elected by."""
        written = self.row.cells.get("role", "")
        if (plain := written.casefold().replace(" ", "_")) in LISTED:
            return plain, "", ""
        try:
            council = COUNTY_COUNCIL if self.is_of_county(written[:MAX_CELL], places) else COUNCIL
            role = next(iter(offices_meant(written[:MAX_CELL], council)))
        except ValueError:
            role = ""
        if role not in LISTED:
            self.problem("role", flaw("row_role", given=repr(written[:40]), known=joined([*LISTED], "or")))
            return "", "", ""
        title = office_title_in(written)
        return role, "" if title == ROLES[role].title else title, written if _NAMES_DISTRICT.search(written) else ""

    def is_of_county(self, office: str, places: Places) -> bool:
        """Is an office a county's, by its name or by the place? Hawaii County is a place, and its council a city's."""
        place = self.row.cells.get("place", "")[:MAX_CELL]
        if _COUNTY.search(office) or not _COUNTY.search(place):
            return _COUNTY.search(office) is not None
        try:
            places.place(place)
        except CellError:
            return True
        return False

    def label(self, role: str, place: ListedPlace | None, elected_by: str) -> WardLabel:
        """Whom the official is elected by: the district, else what the office's name, the title or the division says."""
        cells = self.row.cells
        label, given = self.cell("district", read_label, AT_LARGE), bool(cells.get("district"))
        title = cells.get("title", "")
        for column, written in (("role", elected_by), ("title", title if _NAMES_DISTRICT.search(title) else "")):
            if not written:
                continue
            try:
                named = read_label(written)
            except CellError as problem:
                self.problem(column, problem.found)
                continue
            if given and label.ward != named.ward:
                self.problem("district", flaw("row_district_differs", column=column, given=repr(written[:60])))
            label = replace(label, title=label.title or named.title, seat=label.seat or named.seat) if given else named
            given = True
            if column == "title":
                cells["title"] = named.title
        if place is not None and place.ward:
            if label.ward and label.ward != place.ward:
                self.problem("district", flaw("row_not_of_division", ward=repr(label.ward), other=repr(place.ward)))
            label = replace(label, ward=place.ward)
        if role and label.ward and not LISTED[role]:
            self.problem("district", flaw("row_no_districts", role=role))
        return label

    def phones(self) -> tuple[PhoneCell, ...]:
        if not self.row.cells.get("phone"):
            if not self.row.cells["name"]:
                self.problem("phone", flaw("row_phone_and_name"))
            return NO_PHONES
        phones = self.cell("phone", lambda written: read_phones(written, ORDINARY), NO_PHONES)
        for phone in phones:
            if phone.unlisted:
                unlisted = flaw("row_unlisted", number=readable_phone(phone.number))
                self.found.warnings.append(RowProblem(self.row.line, unlisted, "phone"))
        return phones

    def area(self, row: LevelRow, places: Places) -> ListedPlace | None:
        """The county, or the area of a level that no table has."""
        cells = self.row.cells
        column = "division" if cells.get("division") else "place"
        if not cells.get(column):
            self.problem("place", flaw("row_no_place", example=row.example.partition("=")[2]))
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
            self.problem("place", flaw("row_no_place", example="Tacoma, WA"))
        elif zips:
            return self.place_of(places.areas, zips)
        return None

    def with_state(self, town: str, state: str) -> str:
        """The place of two columns; as it is where its own column has the state."""
        comma, last = town.rpartition(",")[1:]
        own, named = state_code(last) if comma else "", state_code(state)
        if not named:
            self.problem("state", flaw("row_no_state", given=repr(state[:40])))
        elif own and own != named:
            self.problem("state", flaw("row_other_state", state=named, place=town[:60]))
        elif not own and not re.match(r"[A-Za-z]{2}/", town):
            return f"{town}, {named}"
        return town

    def place_of(self, areas: Areas, zips: tuple[str, ...]) -> ListedPlace | None:
        """The one place that all the ZIP codes lie in, where there is just one."""
        known = [areas.area(zip) for zip in zips]
        near = {share.division for area in known for share in area.places}
        outside = any(area.outside or not area.places for area in known)
        if len(near) == 1 and not outside:
            division = near.pop()
            return ListedPlace(division=division, name=areas.name(division))
        lie_in: list[str | Flaw] = [*sorted(map(areas.name, near))[:4]]
        lie_in += [flaw("words_no_place")] if outside else []
        self.problem("place", flaw("row_place_of_zips", places=joined(lie_in, "comma")))
        return None
