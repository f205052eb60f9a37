"""`flask privacy`: what is kept about people, and erasing what has grown old. The rules are in bot/people/retention.py."""

from datetime import datetime

import click
from rich.table import Table
from rich.text import Text
from sqlalchemy.exc import OperationalError

from bot.cli.terminal import CommandGroup, make_console, minute_text
from bot.people.erased_copies import drop_erased
from bot.people.retention import count_staying, erase_old, report_kept
from bot.runtime import parts

privacy_cli = CommandGroup("privacy", help="What is kept about people, and for how long.")


@privacy_cli.command("report")
def show_report() -> None:
    """Show what is kept, since when, when it is erased next, and what was erased last."""
    kept = Table("erased by age", "rows", "oldest", "next due", "last erased", "rows then", box=None)
    for each in report_kept(parts().database, parts().settings):
        times = (_day(each.oldest), _day(each.due), _minute(each.done))
        kept.add_row(*map(Text, (each.what, str(each.rows), *times, str(each.erased) if each.done else "")))
    stays = Table("stays", "rows", "until", box=None)
    for row in count_staying(parts().database):
        stays.add_row(*map(Text, map(str, row)))
    shown = make_console()
    shown.print(kept)
    shown.print()
    shown.print(stays)


@privacy_cli.command("erase")
def erase_now() -> None:
    """Erase what has grown old now. A running server does so once a day by itself; days are in docs/settings.md."""
    for what, rows in erase_old(parts().database, parts().settings, parts().clock()).items():
        click.echo(f"{what}: {rows} erased")
    try:
        drop_erased(parts().database)
    except (OperationalError, TimeoutError):
        click.echo("the database is busy: what was erased leaves its files later, by a worker or with this command", err=True)


def _day(at: datetime | None) -> str:
    return f"{at:%Y-%m-%d}" if at else ""


def _minute(at: datetime | None) -> str:
    return f"{minute_text(at)} UTC" if at else "never"
