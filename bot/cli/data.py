"""`flask data`: build the tables in data/ from their sources, and check them. The rules are in bot/officials."""

from collections.abc import Iterable, Mapping
from datetime import date, datetime
from pathlib import Path

import click
from rich.table import Table

from bot.civic_data.build import build_tables
from bot.civic_data.calendars import build_calendar
from bot.civic_data.data_check import Count, check_data
from bot.civic_data.origins import FILE_SECONDS
from bot.civic_data.redrawn_maps import build_redrawn
from bot.cli.terminal import CommandGroup, count_noun, make_console
from bot.cli.update import run_undo, run_update, versions_of
from bot.officials.roles import ROLES
from bot.officials.table_versions import source_days
from bot.officials.tables import DataError
from bot.runtime import settings, time_now

# header -> what of a Count stands under it
COLUMNS: Mapping[str, str] = {
    "seats": "seats",
    "held": "held",
    "vacant": "vacant",
    "term ended": "ended",
    "unknown": "unknown",
    "no record": "missing",
    "with number": "with_number",
    "areas": "divisions",
    "joined": "joined",
}

data_cli = CommandGroup("data", help="The tables of officials and ZIP codes.")


@data_cli.command("build")
@click.argument("sources_dir", metavar="[SOURCES_DIR]", required=False, type=click.Path(path_type=Path))
@click.option("--boundaries", type=click.Path(path_type=Path), help="A folder of the Census's block files: the maps of 2026.")
@click.option("--out", type=click.Path(path_type=Path), help="Write here instead of the installation's data folder.")
@click.option("--as-of", "as_of", multiple=True, metavar="SOURCE=YYYY-MM-DD", help="How old a source is; repeatable.")
def build_data(sources_dir: Path | None, boundaries: Path | None, out: Path | None, as_of: tuple[str, ...]) -> None:
    """Build the tables from a folder of sources (data/README.md names the files and where each comes from).

    How old each source is comes from the table in the folder's README.md, or from --as-of.

    With --boundaries alone only redrawn.tsv is made: which states have other districts than in 2024, and the districts of
    their ZIP codes on the new maps. That takes some ten minutes, and the disk that the files take.
    """
    folder = out or settings().data_dir
    if sources_dir is None and boundaries is None:
        raise click.UsageError("name a folder of sources, or of block files: --boundaries FOLDER")
    if sources_dir is not None:
        _build(sources_dir, folder, as_of)
    if boundaries is not None:
        _build_boundaries(boundaries, folder)


def _build_boundaries(boundaries: Path, folder: Path) -> None:
    try:
        report = build_redrawn(boundaries, folder)
    except (DataError, OSError) as problem:
        raise click.ClickException(str(problem)) from None
    for note in report.notes:
        click.echo(f"note: {note}")
    for level, states in report.changed.items():
        click.echo(f"{level}: {', '.join(states) or 'no state'} changed since zips.tsv")
    click.echo(f"redrawn.tsv: {report.size:,} bytes; next: flask data check")


def _build(sources_dir: Path, folder: Path, as_of: tuple[str, ...]) -> None:
    before = folder if (folder / "officials.tsv").exists() else None
    try:
        report = build_tables(sources_dir, folder, as_of=dict(map(_dated, as_of)), before=before)
        # From the year of the newest source on, not of this day: the same sources give the same bytes.
        first = max(source_days(folder).values()).year
    except DataError as problem:
        raise click.ClickException(str(problem)) from None
    report.counts["holidays.tsv"], report.sizes["holidays.tsv"] = build_calendar(folder, first)
    for note in report.notes:
        click.echo(f"note: {note}")
    for line in report.unjoined:
        click.echo(f"left out: {line}")
    table = Table("table", "rows", "bytes", box=None)
    for file, size in report.sizes.items():
        table.add_row(file, f"{report.counts[file]:,}", f"{size:,}")
    make_console().print(table)
    click.echo(f"{report.labels_joined:,} of {report.labels:,} state legislative districts joined")
    click.echo(f"{len(report.notes)} notes, {len(report.unjoined)} people left out; next: flask data check")


@data_cli.command("check")
@click.option("--data", "folder", type=click.Path(path_type=Path), help="Check this folder instead of the installation's.")
@click.option("--on", "on", type=click.DateTime(["%Y-%m-%d"]), help="As of this day instead of today.")
def check_command(folder: Path | None, on: datetime | None) -> None:
    """Show what the tables hold, per office and per state, on any day, and what is wrong with them.

    The second table says how many are named on that day, of how many: "36/38".

    Fit for cron: errors and warnings go to standard error. Exit status 0: fit to serve, maybe with warnings; 1: errors; 2: the
    command itself was written wrong.
    """
    shipped = settings().data_dir
    used = versions_of(settings()).in_use()
    local = None if folder else settings().instance_dir / "local"
    found = check_data(folder or used.folder, on.date() if on else time_now().date(), None if folder else shipped, local)
    if not folder:
        click.echo(f"tables in use: {used.name} ({used.folder})")
        if used.note:
            click.echo(f"warning: {used.note}", err=True)
    if found.counts:
        _show(found.counts)
        _show_states(found.states)
    for warning in found.warnings:
        click.echo(f"warning: {warning}", err=True)
    errors = [*found.errors, *found.files]
    for error in errors:
        click.echo(f"error: {error}", err=True)
    if errors:
        raise click.ClickException(f"{count_noun(len(errors), 'error')} in the data")


def _show(counts: Iterable[Count]) -> None:
    table = Table("office", *COLUMNS, box=None)
    for count in counts:
        table.add_row(count.role, *(f"{getattr(count, column):,}" for column in COLUMNS.values()))
    make_console().print(table)


def _show_states(counts: Iterable[Count]) -> None:
    by_state: dict[str, dict[str, Count]] = {}
    for count in counts:
        by_state.setdefault(count.state, {})[count.role] = count
    offices = [role for role in ROLES if any(role in found for found in by_state.values())]
    table = Table("state", *(office.replace("_", "\n") for office in offices), box=None)
    for state, found in sorted(by_state.items()):
        table.add_row(state, *(f"{found[each].held:,}/{found[each].seats:,}" if each in found else "" for each in offices))
    make_console().print(table)


@data_cli.command("update")
@click.argument("source", metavar="[SOURCE]", default="")
@click.option("--dry-run", is_flag=True, help="Show what would change, and change nothing.")
@click.option("--allow-older", is_flag=True, help="Take sources that are older than what is in use.")
@click.option("--lines", is_flag=True, help="Fetch the Census's files again, too: by themselves they are fetched once.")
@click.option("--as-of", "as_of", multiple=True, metavar="SOURCE=YYYY-MM-DD", help="How old a source is; repeatable.")
@click.option("--seconds", type=click.FloatRange(1), default=FILE_SECONDS, show_default=True, help="Give a file up after this.")
@click.option("--undo", is_flag=True, help="Go back to the tables before the last update instead.")
def update_data(
    source: str, dry_run: bool, allow_older: bool, lines: bool, as_of: tuple[str, ...], seconds: float, undo: bool
) -> None:
    """Fetch the sources anew, build and check the tables, and put them into use, all at once or not at all.

    SOURCE is a folder with the files that data/README.md names, or an address that has them; without it they come from the
    official addresses. Running servers take new tables over by themselves. Exit status 1 where nothing could be updated: the
    old tables stay, and the reason is on standard error. Fit for cron.
    """
    if undo:
        run_undo(settings())
        return
    run_update(
        settings(),
        source,
        as_of=dict(map(_dated, as_of)),
        lines=lines,
        seconds=seconds,
        allow_older=allow_older,
        dry_run=dry_run,
    )


def _dated(entry: str) -> tuple[str, date]:
    source, _, day = entry.partition("=")
    try:
        return source, date.fromisoformat(day)
    except ValueError:
        raise click.UsageError(f"--as-of {entry!r}: write SOURCE=YYYY-MM-DD") from None
