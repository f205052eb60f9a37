"""`flask data update`: what is printed while it works and afterwards. The work is done in bot/civic_data/table_update.py."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import click
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TaskID, TextColumn, TransferSpeedColumn

from bot.civic_data.origins import FILE_SECONDS, OnProgress, OriginRequest
from bot.civic_data.table_update import UpdateResult, update_tables
from bot.config import Settings
from bot.officials.table_versions import Versions
from bot.officials.tables import DataError
from bot.runtime import time_now


def versions_of(settings: Settings) -> Versions:
    """Where this installation's tables lie."""
    return Versions(settings.data_dir, settings.instance_dir / "data")


def run_update(
    settings: Settings,
    where: str,
    *,
    as_of: dict[str, date],
    lines: bool,
    seconds: float = FILE_SECONDS,
    allow_older: bool,
    dry_run: bool,
) -> None:
    """Update, and say what changed. Raises ClickException with every reason why nothing did."""
    now = time_now()
    versions = versions_of(settings)
    request = OriginRequest(
        where=where, in_use=versions.in_use().folder, today=now.date(), as_of=as_of, lines=lines, seconds=seconds
    )
    try:
        with _progress() as on_progress:
            done = update_tables(request, versions, now, on_progress, allow_older=allow_older, dry_run=dry_run)
    except DataError as problem:
        raise click.ClickException(f"the tables stay as they are ({versions.in_use().name}):\n{problem}") from None
    _show(done, dry_run)


def run_undo(settings: Settings) -> None:
    """Go back one version."""
    try:
        now = versions_of(settings).undo()
    except DataError as problem:
        raise click.ClickException(str(problem)) from None
    click.echo(f"in use now: {now.name} ({now.folder})")


def _show(done: UpdateResult, dry_run: bool) -> None:
    for warning in done.warnings:
        click.echo(f"warning: {warning}", err=True)
    for each in done.held:
        click.echo(each.sentence, err=True)
    if done.changes.same and done.version is None:
        click.echo("nothing new: the tables stay as they are")
        return
    for sentence in done.changes.sentences():
        click.echo(sentence)
    unjoined = f", {len(done.report.unjoined)} people left out" if done.report.unjoined else ""
    click.echo(f"{sum(done.report.counts.values()):,} rows{unjoined}")
    if done.version is None:
        click.echo("a dry run: nothing was changed" if dry_run else "nothing was changed")
    else:
        click.echo(f"in use now: {done.version.name}; running servers take it over by themselves")


@contextmanager
def _progress() -> Iterator[OnProgress]:
    """A bar a file in a terminal; elsewhere, as in cron's mail, a line a file."""
    if not sys.stderr.isatty():
        yield _lines()
        return
    columns = (TextColumn("{task.description}"), BarColumn(), DownloadColumn(), TransferSpeedColumn())
    with Progress(*columns, console=Console(stderr=True)) as progress:
        tasks: dict[str, TaskID] = {}

        def on_progress(file: str, done: int, total: int | None) -> None:
            if file not in tasks:
                tasks[file] = progress.add_task(file, total=None)
            progress.update(tasks[file], completed=done, total=total)

        yield on_progress


def _lines() -> OnProgress:
    said: set[str] = set()

    def on_progress(file: str, done: int, total: int | None) -> None:
        if file not in said:
            said.add(file)
            click.echo(f"reading {Path(file).name}", err=True)

    return on_progress
