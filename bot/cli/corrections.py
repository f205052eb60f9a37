"""`flask officials correct | corrections | uncorrect`: what the tables have wrong, as an organizer knows it."""

from collections.abc import Callable, Mapping
from typing import TypeVar

import click
from rich.table import Table
from rich.text import Text

from bot.cli.officials import officials_cli
from bot.cli.terminal import make_console, show_faults
from bot.officials.corrections import check_correctable, source_records
from bot.officials.handwritten import read_handwritten
from bot.officials.local import correction_file
from bot.officials.overrides import SETTABLE, Override, needless_overrides
from bot.officials.tables import DataError
from bot.runtime import local_folder, parts, settings, time_now
from bot.tabular.cells import UNLISTED
from bot.telephony import is_listed, readable_phone, split_line

OPTIONS: Mapping[str, str] = {
    "phone": "The office's main number, as 253-591-5100 or 253-591-5100 ext. 4; empty: it has none that is right.",
    "keys": "What to press in the phone menu of the main number, such as 2, or 2 then 1; empty: there is none.",
    "not_theirs": "A number, of a district office say, that is not theirs; more than one: with a comma.",
    "name": "Who holds the seat.",
    "title": "What they are called, in English.",
    "party": "Their party.",
    "gender": "f or m, for the Spanish title.",
    "term_end": "Last day of the term, as 2027-12-31.",
    "hours": "When the office is open on weekdays, as 8-16:30.",
    "seat": "`unknown`: the office is given without a name; `vacant`: nobody holds it; empty: who is named does.",
}


Command = TypeVar("Command", bound=Callable[..., None])


def _settable(command: Command) -> Command:
    for column, what in reversed([*OPTIONS.items()]):
        command = click.option(f"--{column.replace('_', '-')}", column, help=what)(command)
    return command


@officials_cli.command("correct")
@click.argument("id")
@_settable
@click.option("--drop", is_flag=True, help="The record is none: leave it out.")
@click.option("--who", required=True, help="Who says so.")
@click.option("--why", required=True, help="What is wrong with the record.")
@click.option("--source", default="who says so", show_default=True, help="Where it can be looked up.")
def correct_command(id: str, drop: bool, who: str, why: str, source: str, **columns: str | None) -> None:
    """Correct the record of an official; `flask officials find ZIP --json` shows the ids.

    ID may also be a seat, whoever holds it: mayor:ocd-division/country:us/state:wa/place:tacoma. A correction is kept through
    every update of the tables. A later one of the same columns takes its place; `uncorrect` takes it out.
    """
    changes: dict[str, str | bool | list[str]] = {key: value for key, value in columns.items() if value is not None}
    if drop:
        changes["drop"] = True
    if numbers := columns.get("not_theirs"):
        changes["not_theirs"] = [number.strip() for number in numbers.split(",")]
    if not changes:
        raise click.UsageError(
            f"nothing to correct; write one of {', '.join('--' + key.replace('_', '-') for key in SETTABLE)}"
        )
    try:
        check_correctable(parts().directory, id)
        when = time_now().date()
        made = correction_file.add_correction(local_folder(), id, changes, who=who, when=when, why=why, source=source)
    except DataError as problem:
        raise click.ClickException(str(problem)) from None
    except OSError as problem:
        raise click.ClickException(f"{local_folder()}: cannot be written ({problem.strerror})") from None
    if made.changes.phone and not is_listed(split_line(made.changes.phone)[0]):
        click.echo(f"warning: {readable_phone(made.changes.phone)} {UNLISTED}", err=True)
    click.echo(f"{id} is corrected; running servers take it over by themselves")


@officials_cli.command("uncorrect")
@click.argument("id")
def uncorrect_command(id: str) -> None:
    """Take out what was corrected of an official (or seat)."""
    try:
        count = correction_file.remove_correction(local_folder(), id)
    except (DataError, OSError) as problem:
        raise click.ClickException(str(problem)) from None
    if not count:
        raise click.ClickException(f"nothing is corrected of {id!r}; flask officials corrections shows what is")
    click.echo(f"{id} is as the source has it again; running servers take that over by themselves")


@officials_cli.command("corrections")
def show_corrections() -> None:
    """Show what an organizer has corrected, when and why, and which of it is no longer needed."""
    try:
        found = read_handwritten(settings().data_dir, local_folder(), parts().versions.texts)
        made, faults = found.corrections, [fault for fault in found.faults if fault.kind == "corrections"]
        notes = needless_overrides(source_records(parts().directory), made)
    except DataError as problem:
        raise click.ClickException(str(problem)) from None
    if not made and not faults:
        click.echo("nothing is corrected; flask officials correct --help says how")
        return
    table = Table("official", "is set", "who", "when", "why", box=None)
    for override in made:
        for row in _rows(override):
            table.add_row(*map(Text, row))
    make_console().print(table)
    for note in notes:
        click.echo(f"warning: {note}", err=True)
    show_faults(faults)


def _rows(override: Override) -> list[tuple[str, ...]]:
    said = ", ".join(f"{key} {_said(value)}" for key, value in override.changes.given().items())
    return [(id, said, override.who, str(override.when), override.why) for id in override.ids]


def _said(value: object) -> str:
    return " ".join(value) if isinstance(value, tuple) else str(value)
