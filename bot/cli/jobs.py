"""`flask jobs`: what workers failed to do for good: seen, run again, dropped. What jobs are is in bot/workers."""

import json

import click
from rich.table import Table

from bot.cli.terminal import CommandGroup, count_noun, make_console, minute_text
from bot.runtime import parts
from bot.workers.dead_jobs import DeadLetter
from bot.workers.jobs import JobFailed

ID = click.IntRange(1, 2**31 - 1)  # as large as the column is

jobs_cli = CommandGroup("jobs", help="Jobs of workers that failed for good.")


@jobs_cli.command("list")
@click.option("--json", "as_json", is_flag=True, help="One JSON list instead of a table.")
def list_jobs(as_json: bool) -> None:
    """Show the jobs that failed for good, the last one first.

    Most need nothing: what is due is found in the rows and tried again, and a job that is done after all leaves this list.

    \b
    The JSON list holds objects of:
      id                 for `flask jobs run` and `flask jobs drop`
      job, for_ids       what it is, and the ids that it works on
      error, frames      the class of its last error, and the way to it through the code
      tries, failed_at   how often it failed, and when it last did, in UTC
    """
    letters = parts().workers.dead_jobs.newest()
    if as_json:
        click.echo(json.dumps([_json(letter) for letter in letters], indent=2))
        return
    if not letters:
        click.echo("no job failed for good")
        return
    table = Table("id", "job", "error", "tries", "failed (UTC)", "where", box=None)
    for letter in letters:
        failed_at, where = minute_text(letter.failed_at), letter.frames.rpartition(" > ")[2]
        table.add_row(str(letter.id), str(letter.request), letter.error, str(letter.tries), failed_at, where)
    make_console().print(table)


def _json(letter: DeadLetter) -> dict[str, object]:
    return {
        "id": letter.id,
        "job": letter.request.job,
        "for_ids": letter.request.ids,
        "error": letter.error,
        "frames": letter.frames,
        "tries": letter.tries,
        "failed_at": letter.failed_at.isoformat(),
    }


@jobs_cli.command("run")
@click.argument("id", type=ID, required=False)
@click.option("--all", "every", is_flag=True, help="Each of them, in the order in which they failed.")
def run_job(id: int | None, every: bool) -> None:
    """Run a job again, here and now; one that is done leaves the list. Exit status 1 where one failed again."""
    failed = 0
    for letter in _chosen(id, every):
        if letter.request.job not in parts().workers.jobs:
            click.echo(f"{letter.id} {letter.request}: this version knows no such job; drop it", err=True)
            failed += 1
            continue
        try:
            parts().workers.perform(letter.request)
        except JobFailed as problem:
            click.echo(f"{letter.id} {letter.request}: failed again ({problem.failure.error})", err=True)
            failed += 1
            continue
        parts().workers.dead_jobs.drop([letter.request])
        click.echo(f"{letter.id} {letter.request}: done")
    if failed:
        raise click.ClickException(f"{count_noun(failed, 'job')} not done")


@jobs_cli.command("drop")
@click.argument("id", type=ID, required=False)
@click.option("--all", "every", is_flag=True, help="Each of them.")
def drop_job(id: int | None, every: bool) -> None:
    """Take a job off the list without running it."""
    dropped = parts().workers.dead_jobs.drop([letter.request for letter in _chosen(id, every)])
    click.echo(f"{count_noun(dropped, 'job')} dropped")


def _chosen(id: int | None, every: bool) -> list[DeadLetter]:
    if (id is None) == (not every):
        raise click.UsageError("name one id, as flask jobs list shows it, or all of them with --all")
    letters = [letter for letter in reversed(parts().workers.dead_jobs.newest()) if every or letter.id == id]
    if not letters and not every:
        raise click.ClickException(f"there is no job {id}; flask jobs list shows them")
    return letters
