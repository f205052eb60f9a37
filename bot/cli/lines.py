"""`flask officials lines`: how the lines did that were dialled, and which of them need a look. Decides nothing."""

from datetime import datetime

import click
from flask.cli import with_appcontext
from rich.table import Table

from bot.cli.terminal import count_noun, given_number, make_console, minute_text
from bot.conversation.line_history import LineTally, clear_reports, health_of, line_tallies
from bot.conversation.lines_to_check import line_hours, needs_a_look
from bot.officials.directory import Official
from bot.officials.line_health import Health
from bot.runtime import parts
from bot.telephony import line_id, readable_phone, split_extension


@click.command("lines")
@click.option("--flagged", is_flag=True, help="Only lines that cool down or rest, or that people called a wrong number.")
@click.option("--clear", "cleared", metavar="NUMBER", help="The number was looked into: forget who called it wrong or full.")
@with_appcontext
def lines_command(flagged: bool, cleared: str | None) -> None:
    """Show every line that was dialled or reported: how its calls ended, whether it cools down or rests, who calls it wrong.

    A wrong main number is put right with `flask officials correct`; then clear it here. How long a line cools down, and why:
    docs/lines.md.
    """
    if cleared is not None:
        _clear(cleared)
        return
    now = parts().clock()
    with parts().database.reader() as connection:
        found = line_tallies(connection.full)
        officials = {tally.line: parts().directory.official(tally.official, now.date()) for tally in found}
        offices = {tally.line: line_hours(officials[tally.line], tally.line) for tally in found}
        health = health_of(connection, offices, offices.__getitem__, b"", now)
    rows = [tally for tally in found if not flagged or needs_a_look(health[tally.line], now)]
    _show(rows, health, officials, now)


def _show(rows: list[LineTally], health: dict[str, Health], officials: dict[str, Official | None], now: datetime) -> None:
    if not rows:
        click.echo("No such line.")
        return
    table = Table(
        *(
            "line",
            "whose",
            "calls",
            "answered",
            "busy",
            "no answer",
            "failed",
            "last",
            "cools down until",
            "mailbox full until",
            "wrong",
        ),
        box=None,
    )
    for tally in rows:
        known = health[tally.line]
        cool_down = known.cool_down_until if known.cool_down_until and now < known.cool_down_until else None
        full = known.full_until if known.is_resting(now) else None
        table.add_row(
            readable_phone(tally.line),
            _whose(officials[tally.line], tally),
            *map(str, (tally.calls, tally.answered, tally.busy, tally.no_answer, tally.failed)),
            f"{tally.last.replace('_', ' ')} {minute_text(tally.last_at)}" if tally.last_at else "",
            minute_text(cool_down) if cool_down else "",
            minute_text(full) if full else "",
            f"{known.reports} {'person' if known.reports == 1 else 'people'}" if known.reports else "",
        )
    shown = make_console()
    shown.print(table)
    shown.print("Times are UTC.")


def _whose(official: Official | None, tally: LineTally) -> str:
    if official is None:
        return f"{tally.official} (not on record any more)"
    label = next((line.label for line in official.lines if tally.line in (line.id, line.phone)), "a number they no longer have")
    return f"{official.title} {official.name or ''}, {label}".replace(" ,", ",")


def _clear(number: str) -> None:
    bare, extension, _ = split_extension(number)
    line = line_id(given_number(bare, "--clear"), extension)
    with parts().database.write() as connection:
        reports = clear_reports(connection, line)
    if not reports:
        raise click.ClickException(
            f"nobody called {readable_phone(line)} a wrong number, or full; see: flask officials lines --flagged"
        )
    click.echo(f"{readable_phone(line)} is cleared: {count_noun(reports, 'report')} forgotten.")
