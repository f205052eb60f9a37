"""`flask officials import | lists | remove | template`: an organizer's own lists. The rules are in bot/officials/local."""

import csv
import io
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TypeVar

import click
from rich.table import Table
from rich.text import Text

from bot.cli.officials import officials_cli
from bot.cli.terminal import count_noun, make_console, show_faults
from bot.conversation.ward_answers import WardAnswers
from bot.engine.questions import join_ranges
from bot.officials.handwritten import read_handwritten
from bot.officials.local import local_lists
from bot.officials.local.list_fit import FittedList, ListContext
from bot.officials.local.list_import import ListInUse, ListNews, list_before, list_context, list_in_use, list_news
from bot.officials.local.list_reading import COLUMNS, MAX_BYTES, check_rows, read_as_of, read_list_file
from bot.officials.local.local_lists import LocalList
from bot.officials.tables import DataError
from bot.runtime import local_folder, parts, settings, time_now
from bot.tabular.cells import CellError, SpreadsheetError, read_source_cell

Value = TypeVar("Value")
MOST_NAMED = 20  # people who joined or left, in what an import prints
EXAMPLES = (
    ("# Lines that begin with # are passed over. docs/local-lists.md explains the columns.",),
    ("# Tacoma, WA", "", "", "council", "2", "", "", "Jane Doe", "253-555-0100 ext. 4", "", "12/31/2027", "https://..."),
    ("# Tacoma, WA", "", "", "council", "", "", "", "", "253-555-0101", "", "", "the city's main line: no name"),
)


@officials_cli.command("import")
@click.argument("file", metavar="FILE", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--name", "written", metavar="LIST", default="", help="The list's name; the file's, when left out.")
@click.option("--partial", is_flag=True, help="Load the rows that are right, and say which were left out.")
@click.option("--source", metavar="TEXT", default="", help="Where all rows are from that do not say it themselves.")
@click.option("--as-of", metavar="DAY", default="", help="When the source was read, as 2026-11-20; today, when left out.")
@click.option("--dry-run", is_flag=True, help="Only check the file.")
def import_list(file: Path, written: str, partial: bool, source: str, as_of: str, dry_run: bool) -> None:
    """Load a list of local officials, a CSV file or an Excel workbook: a city council, mayors.

    Every row is checked, and nothing is loaded unless all are right. A later import of the same list replaces it whole.
    `flask officials template` writes an empty file, docs/local-lists.md explains its columns. Exit status 1 where nothing was
    loaded; what is wrong is on standard error, a line each.
    """
    name = written or local_lists.list_name(file.stem)
    try:
        local_lists.list_path(local_folder(), name)
    except ValueError as problem:
        raise click.BadParameter(str(problem), param_hint="--name") from None
    checked = _check(file, _context(name, source, as_of))
    for warning in checked.warnings:
        click.echo(f"warning: {file.name}: {warning}", err=True)
    for wrong in checked.problems:
        click.echo(f"{'left out' if partial else 'error'}: {file.name}: {wrong}", err=True)
    if checked.problems and not (partial and checked.entries):
        count = count_noun(len(checked.problems), "problem")
        mend = "mend them, or load the other rows with --partial" if checked.entries else "mend them and try again"
        raise click.ClickException(f"{count}, nothing was loaded; {mend}")
    new = LocalList(name, tuple(checked.entries))
    _say(list_news(new, list_before(local_folder(), name)))
    if dry_run:
        click.echo("a dry run: nothing was changed")
        return
    _write(new)


def _context(name: str, source: str, as_of: str) -> ListContext:
    """What the list of that name is held against. Raises BadParameter for a source or a day that is none."""
    today = time_now().date()
    source = _read_option("--source", source, read_source_cell)
    day = _read_option("--as-of", as_of, lambda written: read_as_of(written, today)) if as_of else None
    others = read_handwritten(settings().data_dir, local_folder(), parts().versions.texts).lists
    choose = WardAnswers(parts().flows, parts().campaigns).choose
    return list_context(parts().directory, others, choose, today, name=name, source=source, as_of=day)


def _read_option(option: str, written: str, read: Callable[[str], Value]) -> Value:
    try:
        return read(written)
    except CellError as problem:
        raise click.BadParameter(str(problem), param_hint=option) from None


def _check(file: Path, context: ListContext) -> FittedList:
    """Everything to be said of the file. Raises ClickException for what is no table at all."""
    try:
        with file.open("rb") as opened:
            table = read_list_file(opened.read(MAX_BYTES + 1))
        return check_rows(table, context)
    except SpreadsheetError as problem:
        raise click.ClickException(f"{file.name}: {problem}") from None
    except DataError as problem:
        raise click.ClickException(str(problem)) from None
    except OSError as problem:
        raise click.ClickException(f"{file}: cannot be read ({problem.strerror})") from None


def _write(new: LocalList) -> None:
    try:
        local_lists.write_list(local_folder(), new)
    except OSError as problem:
        raise click.ClickException(
            f"{local_folder()}: cannot be written ({problem.strerror}); give INSTANCE_DIR to this user"
        ) from None
    click.echo(f"the list {new.name} is loaded; running servers take it over by themselves")


def _say(news: ListNews) -> None:
    """What the list holds, and how it differs from the one it replaces."""
    for seats in news.seats:
        parts_said = [count_noun(seats.people, "official"), count_noun(seats.numbers, "office number")]
        if seats.wards:
            parts_said.append(f"districts {join_ranges(seats.wards)}")
        if seats.several:
            parts_said.append(f"several members in {join_ranges(seats.several)}")
        if seats.nobody:
            parts_said.append(f"nobody in {join_ranges(seats.nobody)}")
        click.echo(f"{seats.role} of {seats.place}: {', '.join(parts_said)}")
    for what, named in (("joined", news.joined), ("left", news.left)):
        if named:
            more = f" and {len(named) - MOST_NAMED} more" if len(named) > MOST_NAMED else ""
            click.echo(f"{what}: {', '.join(named[:MOST_NAMED])}{more}")


@officials_cli.command("lists")
def show_lists() -> None:
    """Show the local lists: what each holds, when it was imported, from where, and whose term is over."""
    names = local_lists.list_names(local_folder())
    found = read_handwritten(settings().data_dir, local_folder(), parts().versions.texts)
    faults = [fault for fault in found.faults if fault.kind == "list"]
    if not names and not faults:
        click.echo("no local lists; begin with: flask officials template > council.csv")
        return
    table = Table("list", "rows", "officials of", "imported", "source", "terms over", box=None)
    serving = {each.name: each for each in found.lists}
    for name in names:
        table.add_row(
            *map(
                Text,
                _row(list_in_use(serving[name], time_now().date()))
                if name in serving
                else (name, "", "cannot be read", "", "", ""),
            )
        )
    make_console().print(table)
    show_faults(faults)


def _row(found: ListInUse) -> tuple[str, ...]:
    return (found.name, str(found.rows), _some(found.offices), str(found.as_of or ""), _some(found.sources), _some(found.over))


def _some(words: Sequence[str]) -> str:
    return ", ".join(words[:3]) + (f" and {len(words) - 3} more" if len(words) > 3 else "")


@officials_cli.command("remove")
@click.argument("name", metavar="LIST")
def remove_list_command(name: str) -> None:
    """Take a local list out; `flask officials lists` shows them."""
    try:
        there = local_lists.remove_list(local_folder(), name)
    except (ValueError, OSError) as problem:
        raise click.ClickException(str(problem)) from None
    if not there:
        known = ", ".join(local_lists.list_names(local_folder())) or "none"
        raise click.ClickException(f"there is no list {name}; there are: {known}")
    click.echo(f"the list {name} is gone; running servers let go of it by themselves")


@officials_cli.command("template")
def show_list_template() -> None:
    """Write an empty list to standard output: flask officials template > council.csv."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(EXAMPLES)
    click.echo(out.getvalue(), nl=False)
