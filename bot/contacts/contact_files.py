"""A list of people as a file: opened, and its columns found."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import BinaryIO, Literal

from bot.contacts.column_names import KnownHeadings, Meaning
from bot.contacts.column_plan import NO_CHOICES, Choices, ColumnPlan, plan_columns
from bot.tabular.spreadsheet import Spreadsheet, open_spreadsheet

Remembered = Mapping[int, Meaning | Literal[""]]


def nothing_remembered(table: Spreadsheet) -> Remembered | None:
    """For whom no list was there before."""
    return None


@contextmanager
def open_contacts(
    file: BinaryIO,
    template: str,
    choices: Choices = NO_CHOICES,
    remembered: Callable[[Spreadsheet], Remembered | None] = nothing_remembered,
) -> Iterator[tuple[Spreadsheet, ColumnPlan]]:
    """The table of a list, and what each of its columns holds. `remembered`: what somebody said of a list with these headings.

    Raises SpreadsheetError, also while rows are read.
    """
    known = KnownHeadings([heading for heading, _ in choices.columns if isinstance(heading, str)])
    with open_spreadsheet(file, known, template) as table:
        yield plan_columns(table, choices, remembered(table))
