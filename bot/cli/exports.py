"""`flask export`: supporters, outcomes, alerts, deliveries, the consent ledger as files. What is in them is in bot/exports."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO, cast

import click

from bot.accounts.audit import Actor, record_act
from bot.cli.terminal import CommandGroup, count_noun
from bot.exports.export_request import FILTERS, FOR_PROGRAMS, PROGRAMS, WHATS, ExportRequest, RequestError, What, read_request
from bot.exports.layouts import LAYOUTS
from bot.people.supporter_search import STATES
from bot.runtime import parts
from bot.tabular.saved_tables import FILE_KINDS

TERMINAL = Actor(None, "command line", "owner")
ABOUT: dict[What, str] = {
    "supporters": "Write supporters with their consent, a row a subscription; in the columns of other programs a row a person.",
    "outcomes": "Write calls to officials, and what came of each.",
    "alerts": "Write alerts: what was sent, how it went, and what it led to within a week.",
    "deliveries": "Write texts and calls that we started, one a row, with what became of each. Their words are not in it.",
    "consents": "Write the consent ledger: who agreed to or withdrew what, when, in which words.",
}
FAULTS = {
    "no_choice": "{name}: is none that there is; leave it out, or see --help",
    "no_day": "{name}: is no day of this century; write it as 2026-11-23",
    "no_place": "--place: is none that can be looked for; write a ZIP code, its first digits, or a state, as 98402, 984 or WA",
    "not_agreed": "--state: whoever is uploaded there is signed up; take active, or stopped for an upload that unsubscribes",
    "days": "--until: is before --from; write the earlier day first",
}
NAMES = {"first": "--from", "last": "--until", "language": "--language"}
_TO = click.Path(path_type=Path, dir_okay=False, allow_dash=True)

export_cli = CommandGroup("export", help="What is kept here, as files for other programs.")


def _command(what: What) -> click.Command:
    def export(**options: object) -> None:
        _export(what, options)

    columns = ", ".join(LAYOUTS[what, ""].columns)
    page = f"""{ABOUT[what]}

    The format is that of the ending of FILE: .csv, .xlsx or .ndjson (a JSON object a line). Rows are read a page at a time, and
    nobody waits for it. Numbers stand whole in it: keep it accordingly; nobody else may read the file, and it is replaced if
    there is one. That it was made is in the log of acts.

    Columns: {columns}."""
    options: list[Callable[[Callable[..., None]], Callable[..., None]]] = [
        click.option("--to", "path", metavar="FILE", required=True, type=_TO, help="The file; - for standard output."),
        click.option("--format", "kind", type=click.Choice(FILE_KINDS), help="The format, where no ending tells it."),
        click.option("--campaign", default="", metavar="ID", help="Of this campaign alone."),
    ]
    if what in FOR_PROGRAMS:
        programs = click.Choice([each for each in PROGRAMS if each])
        options.append(click.option("--for", "program", type=programs, help="Columns as imports of this program name them."))
    if "place" in FILTERS[what]:
        options += [
            click.option("--place", default="", help="Of this place: a ZIP code, its first digits, or a state."),
            click.option("--state", type=click.Choice([each for each in STATES if each]), help="In this state."),
            click.option("--language", default="", help="Who speaks this: a code as en; - for unknown."),
        ]
    else:
        options += [
            click.option("--from", "first", default="", metavar="DAY", help="From this day on, as 2026-11-23."),
            click.option("--until", "last", default="", metavar="DAY", help="Until this day."),
        ]
    for option in reversed(options):
        export = option(export)
    return export_cli.command(what, help=page)(export)


def _export(what: What, options: dict[str, object]) -> None:
    path = cast(Path, options.pop("path"))
    kind = options.pop("kind") or path.suffix.removeprefix(".").casefold()
    if kind not in FILE_KINDS:
        raise click.BadParameter(f"{str(path)!r} tells no format; say --format {'|'.join(FILE_KINDS)}", param_hint="--to")
    written = {name: str(value) for name, value in options.items() if value}
    try:
        request = read_request({**written, "what": what, "kind": str(kind)})
    except RequestError as error:
        raise click.UsageError(FAULTS[error.wrong].format(name=NAMES.get(error.field, error.field))) from None
    _check_campaign(request.campaign)
    now = parts().clock()
    with parts().database.write() as connection:
        record_act(connection, TERMINAL, "exported", what, now, after=request.in_words())
    try:
        count = _write(request, path)
    except OSError as problem:
        raise click.ClickException(f"{path}: cannot be written ({problem.strerror})") from None
    click.echo(f"{path}: {count_noun(count, 'row')}", err=True)


def _check_campaign(campaign: str) -> None:
    known = [each.id for each in parts().campaigns]
    if campaign and campaign not in known:
        raise click.BadParameter(f"{campaign!r} is no campaign; there are: {', '.join(known)}", param_hint="--campaign")


def _write(request: ExportRequest, path: Path) -> int:
    """The rows of the file. Where it cannot be finished, one that was there before stays."""
    if str(path) == "-":
        return parts().exports.write(request, sys.stdout.buffer)
    new = path.with_name(f"{path.name}.{os.getpid()}.part")
    try:
        with _open_private(new) as file:
            count = parts().exports.write(request, file)
        new.replace(path)
    finally:
        new.unlink(missing_ok=True)
    return count


def _open_private(path: Path) -> BinaryIO:
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb")


for each in WHATS:
    _command(each)


@export_cli.command("work")
@click.argument("id", type=int)
def work_on_export(id: int) -> None:
    """Make a file that was asked for in the console: workers start this, in a process of its own."""
    parts().exports.do(id)
