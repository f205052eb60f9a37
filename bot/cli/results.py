"""`flask results`: what came of it all, in the terminal, and counting it again. What is counted is in bot/results."""

import json
from collections.abc import Mapping
from datetime import date, datetime

import click
from flask.cli import with_appcontext
from rich.table import Table as RichTable

from bot.cli.terminal import CommandGroup, make_console
from bot.locale import SOURCE
from bot.locale.console_phrases import say
from bot.officials.divisions import STATES
from bot.officials.naming import listed_name
from bot.results.days import DAY
from bot.results.figures import MOST_OFFICIALS, FiguresWanted
from bot.results.recount import recount_all
from bot.results.report import (
    SHOWN_OFFICIALS,
    TABLES,
    TITLES,
    InWords,
    ResultsReport,
    ResultsTable,
    TableName,
    load_report,
    make_table,
)
from bot.runtime import parts
from bot.tabular.saved_tables import table_bytes

MOST_TOLD = 50  # differences of a recount that are printed
_DAY = click.DateTime(["%Y-%m-%d"])


@click.group("results", cls=CommandGroup, invoke_without_command=True)
@click.option("--campaign", default="", metavar="ID", help="Of this campaign alone.")
@click.option("--days", "many", type=click.IntRange(1, 366), default=7, show_default=True, help="The last so many days.")
@click.option("--from", "first", type=_DAY, help="From this day on, as 2026-11-23.")
@click.option("--to", "last", type=_DAY, help="Until this day.  [default: today]")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of tables.")
@click.option("--csv", "as_file", type=click.Choice(TABLES), help="One table as CSV.")
@click.pass_context
@with_appcontext
def results_cli(
    context: click.Context,
    campaign: str,
    many: int,
    first: datetime | None,
    last: datetime | None,
    as_json: bool,
    as_file: str | None,
) -> None:
    """Show what came of calls, texts and alerts. Days end at the midnight of RESULTS_ZONE.

    \b
    The JSON object:
      from, to, campaign     the days, both included; "" for all campaigns
      started, connected, reached, offices, minutes   of all calls together
      calls, days, hours, officials, places, funnel, alerts, referrals, texts   each a list of rows, by their headings
    """
    if context.invoked_subcommand is not None:
        return
    wanted = _wanted(campaign, many, first.date() if first else None, last.date() if last else None)
    every = as_json or as_file == "officials"
    with parts().database.read() as connection:
        report = load_report(connection, wanted, parts().days, MOST_OFFICIALS if every else SHOWN_OFFICIALS)
    tables = {name: make_table(report, name, _words()) for name in TABLES}
    if as_json:
        click.echo(json.dumps(_as_json(report, tables), ensure_ascii=False, indent=2))
    elif as_file:
        table = next(tables[name] for name in TABLES if name == as_file)
        click.echo(table_bytes("csv", table.headings, table.rows), nl=False)
    else:
        _show(report, tables)


def _wanted(campaign: str, many: int, first: date | None, last: date | None) -> FiguresWanted:
    today = parts().days.day_of(parts().clock())
    end = last or today
    begin = first or end - DAY * (many - 1)
    if begin > end:
        raise click.BadParameter(f"{begin} is after {end}; write the earlier day first", param_hint="--from")
    return FiguresWanted(first=begin, last=end, campaign=campaign)


def _words() -> InWords:
    directory, today = parts().directory, parts().clock().date()
    return InWords(
        say=lambda key: say(f"results.{key}", SOURCE),
        official=lambda id: listed_name(directory, id, today, SOURCE),
        campaign=lambda id: id,
        state=lambda code: STATES[code].name if code in STATES else code,
        hide_few=True,
    )


def _as_json(report: ResultsReport, tables: Mapping[TableName, ResultsTable]) -> dict[str, object]:
    return {
        "from": report.wanted.first.isoformat(),
        "to": report.wanted.last.isoformat(),
        "campaign": report.wanted.campaign,
        "started": report.calls(),
        "connected": report.calls(status="answered"),
        "reached": report.calls(outcome="reached"),
        "offices": report.offices,
        "minutes": report.seconds // 60,
        **{name: [dict(zip(table.headings, row, strict=True)) for row in table.rows] for name, table in tables.items()},
    }


def _show(report: ResultsReport, tables: Mapping[TableName, ResultsTable]) -> None:
    wanted, console = report.wanted, make_console()
    whose = f" for {wanted.campaign}" if wanted.campaign else ""
    console.print(
        f"{report.calls():,} calls to {report.offices:,} offices{whose}, {wanted.first} to {wanted.last}", markup=False
    )
    for name, table in tables.items():
        if not any(cell for row in table.rows for cell in row[1:]):
            continue
        shown = RichTable(*table.headings, title=say(f"results.{TITLES[name]}", SOURCE), title_justify="left", box=None)
        for row in table.rows:
            shown.add_row(*(f"{cell:,}" if isinstance(cell, int) else cell for cell in row))
        console.print()
        console.print(shown, markup=False)


@results_cli.command("recount")
def recount_results() -> None:
    """Count calls and texts again from their rows, and tell what differed. Needed after RESULTS_ZONE has changed.

    A running server counts yesterday again every day. What a conversation counts for is only raised: its rows go with time.
    """
    found = 0
    for each in recount_all(parts().database, parts().days, parts().clock()):
        found += 1
        if found <= MOST_TOLD:
            click.echo(
                f"{each.table} {' '.join(map(str, each.key))}: kept {_figures(each.kept)}, counted {_figures(each.counted)}"
            )
    if found > MOST_TOLD:
        click.echo(f"and {found - MOST_TOLD:,} more")
    click.echo("Every count was right." if not found else f"{found:,} counts are mended.")


def _figures(figures: tuple[int, ...]) -> str:
    return "/".join(map(str, figures))
