"""How commands speak to a person at a terminal, and read a number that one was given."""

from collections.abc import Sequence
from datetime import datetime

import click
from flask.cli import AppGroup
from rich.console import Console

from bot.officials.tables import DataError
from bot.telephony import read_number
from bot.yaml_files import SERVES, FileFault

WIDTH = 200


class CommandGroup(AppGroup):
    """A group of commands. Where the officials' tables cannot be read, those that need them say so; the others work."""

    def invoke(self, ctx: click.Context) -> object:
        """Run the command that was meant."""
        try:
            return super().invoke(ctx)
        except DataError as problem:
            raise click.ClickException(str(problem)) from None


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
