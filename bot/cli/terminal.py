"""How commands speak to a person at a terminal, and read a number that one was given."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime

import click
from flask.cli import AppGroup, ScriptInfo
from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn
from sqlalchemy.exc import DBAPIError

from bot.officials.tables import DataError
from bot.runtime import KEY, Parts
from bot.storage.database import newest_version
from bot.telephony import read_number
from bot.yaml_files import SERVES, FileFault

WIDTH = 200


class CommandGroup(AppGroup):
    """A group of commands. Where the officials' tables or the database are missing, those that need them say so."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command that was meant."""
        with told_what_is_missing(ctx):
            return super().invoke(ctx)


class SingleCommand(click.Command):
    """A command without a group, which says as much."""

    def invoke(self, ctx: click.Context) -> object:
        """Run it."""
        with told_what_is_missing(ctx):
            return super().invoke(ctx)


@contextmanager
def told_what_is_missing(ctx: click.Context) -> Iterator[None]:
    """Raises ClickException for officials' tables that cannot be read, a database that does not answer, and one whose tables
    are not of this version. Any other fault of the database is a surprise, and stays one."""
    try:
        yield
    except DataError as problem:
        raise click.ClickException(str(problem)) from None
    except DBAPIError as error:
        built: Parts = ctx.ensure_object(ScriptInfo).load_app().extensions[KEY]
        try:
            version = built.database.version()
        except DBAPIError as away:
            raise database_away(away) from None
        if version is not None and version >= newest_version():
            raise error
        raise other_tables(version) from None


def database_away(error: DBAPIError) -> click.ClickException:
    """What is said where no database answers; the driver's reason names no password."""
    why = str(error.orig).strip().splitlines()[0] if error.orig else type(error).__name__
    return click.ClickException(f"the database does not answer ({why}); start it, or mend DATABASE_URL")


def other_tables(version: str | None) -> click.ClickException:
    """What is said where the tables are of another version, or there are none."""
    return click.ClickException(
        f"the database's tables are at version {version or 'none'}, this code needs {newest_version()}: "
        "bring them to it with `flask migrate`"
    )


def show_faults(faults: Sequence[FileFault]) -> None:
    """Say what is wrong with files, and what serves in their place. Raises ClickException where there is anything."""
    for fault in faults:
        for problem in fault.problems:
            click.echo(f"error: {problem}", err=True)
        click.echo(f"error: {fault.file}: {SERVES[fault.serves]}", err=True)
    if faults:
        count = sum(len(fault.problems) for fault in faults)
        raise click.ClickException(count_noun(count, "problem"))


def make_console() -> Console:
    """Where tables go. Without a terminal lines are as long as they are, for who reads them with a program."""
    here = Console()
    return here if here.is_terminal else Console(width=WIDTH)


@contextmanager
def counted_rows(doing: str, total: int | None) -> Iterator[Callable[[int], None]]:
    """How far something is that takes long, on a terminal alone: gives what is told of each rows that are done. `total`: of how
    many, None where nobody knows yet."""
    console = Console(stderr=True)
    of = "/{task.total:,}" if total is not None else ""
    columns = (
        TextColumn(doing),
        *([BarColumn()] if of else []),
        TextColumn(f"{{task.completed:,}}{of} rows"),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task(doing, total=total)
        yield lambda rows: progress.advance(task, rows)


def count_noun(number: int, what: str) -> str:
    """ "1 problem", "12,000 problems"."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def minute_text(at: datetime) -> str:
    """A moment as lists show it, in UTC: "2026-11-23 18:00"."""
    return f"{at:%Y-%m-%d %H:%M}"


def given_number(said: str, option: str = "") -> str:
    """The number that a command was given, E.164. Raises UsageError, which names the option."""
    number = read_number(said)
    if number is None:
        raise click.UsageError(f"{option} {said!r}: is no phone number; write it like 253-555-0100".lstrip())
    return number
