"""Which column of a list holds what: as somebody says, by its heading, or by what stands in its cells. Pure."""

import difflib
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from itertools import chain, islice
from typing import Literal

from bot.contacts.column_names import (
    HELD_AGAINST_CELLS,
    OBEYED,
    SYNONYMS,
    Meaning,
    heading_key,
    meant_by_name,
    meant_by_words,
)
from bot.contacts.known_exports import program_of
from bot.locale import CATALOGUES
from bot.officials.zip_info import find_zip
from bot.reading.answers import plain_text
from bot.tabular.cells import SHORTENED, CellError, read_moment
from bot.tabular.spreadsheet import RowProblem, Spreadsheet, column_name

LOOKED_AT = 200  # rows from whose cells it is told what a column holds
SAMPLES = 3
MOST, MANY = 0.5, 0.8  # of the cells, where the heading says so too; and where it says nothing
MOST_NAMED = 8  # columns that a message names
LONGEST_TITLE = 60

# said: by who imports it, now; remembered: by who imported such a list before; name, words: by its heading, which the table has
# or not.
Found = Literal["said", "remembered", "name", "words", "cells", ""]
NEEDED: tuple[Meaning, ...] = ("phone", "source", "consented_at")
UNUSED: Literal[""] = ""
LANGUAGES_WRITTEN: Mapping[str, str] = {word: language for language, each in CATALOGUES.items() for word in each.written_as}


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedColumn:
    """A column of a list. `title`: its heading; `samples`: the first cells that hold anything; `rank`: of several with one
    meaning the smallest is taken first."""

    name: str
    title: str
    meaning: Meaning | Literal[""] = UNUSED
    found: Found = ""
    rank: int = 0
    samples: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What somebody says of a list. `columns`: headings, or places from 0 on, with what each holds, "" for nothing; `source`,
    `consented_at`: of all rows, whatever stands in them. `file_name`: of the list, by which it says where it is from.
    `look_up_lines`: have the provider asked, for money, which numbers are landlines."""

    columns: Sequence[tuple[str | int, Meaning | Literal[""]]] = ()
    source: str = ""
    consented_at: datetime | None = None
    file_name: str = ""
    look_up_lines: bool = False


NO_CHOICES = Choices()


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnPlan:
    """What is taken from where. `source`, `consented_at`: of all rows, where somebody said so; `program`: which wrote the list,
    "" for unknown. `problems`: without mending these no row can be read."""

    columns: tuple[PlannedColumn, ...]
    source: str = ""
    consented_at: datetime | None = None
    program: str = ""
    file_name: str = ""
    problems: tuple[RowProblem, ...] = ()
    notes: tuple[RowProblem, ...] = ()
    by_meaning: Mapping[str, Sequence[PlannedColumn]] = field(default_factory=dict)

    @property
    def written_by(self) -> str:
        """Where a row without a source is from: the program's own export, "" where that is not known."""
        return f"{self.program}, {self.file_name}".rstrip(", ") if self.program else ""

    def of(self, meaning: Meaning) -> Sequence[PlannedColumn]:
        """The columns that hold it, the one to be taken first before the others."""
        return self.by_meaning.get(meaning, ())

    def of_nothing(self) -> Sequence[PlannedColumn]:
        """The columns that hold nothing of ours."""
        return self.by_meaning.get(UNUSED, ())


def plan_columns(
    table: Spreadsheet, choices: Choices = NO_CHOICES, remembered: Mapping[int, Meaning | Literal[""]] | None = None
) -> tuple[Spreadsheet, ColumnPlan]:
    """What each column of a table holds, and the table, of which some rows were read for it.

    `remembered`: place of a column -> what somebody said before of a list with these headings; what `choices` say comes first.
    Raises SpreadsheetError where the file breaks off being a table.
    """
    rows = iter(table.rows)
    looked_at = list(islice(rows, LOOKED_AT))
    cells = {name: [cell for row in looked_at if (cell := row.cells.get(name, ""))] for name in table.columns if name}
    problems: list[RowProblem] = []
    said = _said(table, choices, problems)
    found: list[PlannedColumn] = []
    for place, (name, title) in enumerate(zip(table.columns, table.titles, strict=True)):
        if not name:
            continue
        column = PlannedColumn(name=name, title=_shown(title), samples=tuple(cells[name][:SAMPLES]))
        by_itself = _found(column, cells[name])
        if name in said:
            meaning, rank = said[name]
            rank = by_itself.rank if rank is None and by_itself.meaning == meaning else rank or 0
            found.append(replace(column, meaning=meaning, rank=rank, found="said"))
        elif remembered is not None and place in remembered and not choices.columns:
            meaning = remembered[place]
            rank = by_itself.rank if by_itself.meaning == meaning else 0
            found.append(replace(column, meaning=meaning, rank=rank, found="remembered"))
        else:
            found.append(by_itself)
    _obey(found, table, problems)
    settled = {column.meaning for column in found if column.found in ("said", "remembered")} - OBEYED
    found = [
        replace(column, meaning=UNUSED, found="")
        if column.meaning in settled and column.found not in ("said", "remembered")
        else column
        for column in found
    ]
    _hold_against_cells(found, cells)
    _by_cells_alone(found, cells, table, problems)
    by_meaning: dict[str, list[PlannedColumn]] = {}
    for column in sorted(found, key=lambda column: column.rank):
        by_meaning.setdefault(column.meaning, []).append(column)
    plan = ColumnPlan(
        columns=tuple(found),
        source=choices.source,
        consented_at=choices.consented_at,
        program=program_of(table.titles),
        file_name=choices.file_name,
        by_meaning=by_meaning,
    )
    problems += _missing(plan, table)
    plan = replace(plan, problems=tuple(problems), notes=tuple(_notes(plan, table)))
    return replace(table, rows=chain(looked_at, rows)), plan


def _shown(title: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in title)[:LONGEST_TITLE].strip()


def _said(
    table: Spreadsheet, choices: Choices, problems: list[RowProblem]
) -> Mapping[str, tuple[Meaning | Literal[""], int | None]]:
    """Column -> what somebody says that it holds, and its rank: the order in which headings are said. Who says it of columns by
    their places says nothing of an order."""
    said: dict[str, tuple[Meaning | Literal[""], int | None]] = {}
    for rank, (heading, meaning) in enumerate(choices.columns):
        if isinstance(heading, int):
            if heading < len(table.columns) and table.columns[heading]:
                said[table.columns[heading]] = meaning, None
            continue
        name = column_name(heading)
        if name not in table.columns:
            near = difflib.get_close_matches(name, [each for each in table.columns if each], n=1, cutoff=0.6)
            title = _shown(table.titles[table.columns.index(near[0])]) if near else ""
            mend = f"did you mean {title!r}?" if near else "write it as it is headed"
            problems.append(RowProblem(table.line, f"there is no column {_shown(heading)!r}; {mend}"))
        elif name in said:
            first, second = said[name][0] or "none", meaning or "none"
            what = f"the column {_shown(heading)!r} is named twice, as {first} and as {second}; say once what it holds"
            problems.append(RowProblem(table.line, what))
        elif name in table.twice:
            what = f"the column {_shown(heading)!r} is there twice; give one of them another name"
            problems.append(RowProblem(table.line, what))
        else:
            said[name] = meaning, rank - len(choices.columns)
    return said


def _found(column: PlannedColumn, cells: Sequence[str]) -> PlannedColumn:
    """The column with what its heading says that it holds."""
    if by_name := meant_by_name(column.title):
        meaning, rank = by_name
        return replace(column, meaning=meaning, rank=rank, found="name")
    if not (by_words := meant_by_words(column.title)):
        return column
    meaning, rank = by_words
    if meaning == "opt_in":
        # "Which number can we text?", "When did you agree to be texted?"
        for other in ("phone", "consented_at"):
            if _share(cells, HOLDS[other]) >= MOST:
                return replace(column, meaning=other, rank=0, found="words")
    if meaning in HELD_AGAINST_CELLS and _share(cells, HOLDS[meaning]) < MOST:
        return column
    return replace(column, meaning=meaning, rank=rank, found="words")


def _obey(found: list[PlannedColumn], table: Spreadsheet, problems: list[RowProblem]) -> None:
    """What says no by its name is obeyed, whatever somebody says that it holds."""
    for place, column in enumerate(found):
        named = meant_by_name(column.title)
        if not named or named[0] not in ("opt_out", "bad_number") or column.meaning in OBEYED:
            continue
        found[place] = replace(column, meaning=named[0], rank=named[1], found="name")
        if column.found == "said":
            what = f"the column {column.title!r} says who is not to be asked, and is obeyed"
            problems.append(RowProblem(table.line, f"{what}; take it out of the file if it means something else"))


def _hold_against_cells(found: list[PlannedColumn], cells: Mapping[str, Sequence[str]]) -> None:
    """Of several columns with one meaning, those stay whose cells are such: "Signed up at" may be a day or a place."""
    for meaning, holds in HOLDS.items():
        places = [place for place, column in enumerate(found) if column.meaning == meaning and column.found == "name"]
        fit = [place for place in places if _share(cells[found[place].name], holds) >= MOST]
        for place in places if fit else ():
            if place not in fit and cells[found[place].name]:
                found[place] = replace(found[place], meaning=UNUSED, found="")


def _by_cells_alone(
    found: list[PlannedColumn], cells: Mapping[str, Sequence[str]], table: Spreadsheet, problems: list[RowProblem]
) -> None:
    """Phones and ZIP codes that no heading tells, where one column alone holds them."""
    for meaning in ("phone", "zip"):
        if any(column.meaning == meaning for column in found):
            continue
        hold = [
            place
            for place, column in enumerate(found)
            if column.meaning == UNUSED and not column.found and _share(cells[column.name], HOLDS[meaning]) >= MANY
        ]
        if len(hold) == 1:
            found[hold[0]] = replace(found[hold[0]], meaning=meaning, found="cells")
        elif hold and meaning == "phone":
            names = " and ".join(repr(found[place].title) for place in hold[:MOST_NAMED])
            problems.append(RowProblem(table.line, f"the columns {names} hold numbers; say which is the phone"))


def _share(cells: Sequence[str], holds: Callable[[str], bool]) -> float:
    return sum(map(holds, cells)) / len(cells) if cells else 0.0


_PHONE = re.compile(r"[+(]?[0-9][0-9 ().+/-]*(?:(?:x|ext\.?) ?[0-9]+)?")


def _is_phone(cell: str) -> bool:
    digits = sum(map(str.isdigit, cell))
    return bool(SHORTENED.fullmatch(cell)) or (10 <= digits <= 16 and bool(_PHONE.fullmatch(cell)))


def _is_zip(cell: str) -> bool:
    return bool(re.fullmatch(r"[0-9]{5}(?:-[0-9]{4})?", cell)) and find_zip(cell[:5]) is not None


def _is_moment(cell: str) -> bool:
    try:
        read_moment(cell, "")
    except CellError:
        return False
    return True


HOLDS: Mapping[Meaning, Callable[[str], bool]] = {
    "phone": _is_phone,
    "zip": _is_zip,
    "language": lambda cell: plain_text(cell) in LANGUAGES_WRITTEN,
    "consented_at": _is_moment,
}


def _missing(plan: ColumnPlan, table: Spreadsheet) -> Iterable[RowProblem]:
    given = {"source": plan.source or plan.program, "consented_at": plan.consented_at}
    missing = [meaning for meaning in NEEDED if not plan.of(meaning) and not given.get(meaning)]
    if any(_is_phone(title) for title in table.titles):
        yield RowProblem(table.line, "holds a number where the names of the columns belong; write them into a row above")
        return
    for column in plan.of_nothing() if missing else ():
        synonyms = {heading_key(each): each for meaning in missing for each in SYNONYMS[meaning]}
        near = difflib.get_close_matches(heading_key(column.title), list(synonyms), n=1, cutoff=0.75)
        if near:
            yield RowProblem(table.line, f"the column {column.title!r} is not known; did you mean {synonyms[near[0]]}?")
    if missing:
        what = f"no column {', '.join(missing)}"
        yield RowProblem(table.line, f"{what}; say which column it is, or what holds for the whole list")


def _notes(plan: ColumnPlan, table: Spreadsheet) -> Iterable[RowProblem]:
    unused = [repr(column.title[:40]) for column in plan.of_nothing()]
    if len(unused) == 1:
        yield RowProblem(table.line, f"the column {unused[0]} is not used")
    elif unused:
        more = f" and {len(unused) - MOST_NAMED} more" if len(unused) > MOST_NAMED else ""
        yield RowProblem(table.line, f"the columns {', '.join(unused[:MOST_NAMED])}{more} are not used")
