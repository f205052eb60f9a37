"""How commands speak to a person at a terminal, and read a number that one was given."""

from datetime import datetime

import click
from rich.console import Console

from bot.telephony import read_number

WIDTH = 200


def console() -> Console:
    """Where tables go. Without a terminal lines are as long as they are, for who reads them with a program."""
    here = Console()
    return here if here.is_terminal else Console(width=WIDTH)


def counted(number: int, what: str) -> str:
    """ "1 problem", "12,000 problems"."""
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def minute(at: datetime) -> str:
    """A moment as lists show it, in UTC: "2026-11-23 18:00"."""
    return f"{at:%Y-%m-%d %H:%M}"


def given_number(said: str, option: str = "") -> str:
    """The number that a command was given, E.164. Raises UsageError, which names the option."""
    number = read_number(said)
    if number is None:
        raise click.UsageError(f"{option} {said!r}: is no phone number; write it like 253-555-0100".lstrip())
    return number
