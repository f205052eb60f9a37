"""`flask restore`: after a copy of the database was put back, no stop is lost. What it does is in bot/people/restoring.py."""

from pathlib import Path

import click
from flask.cli import with_appcontext

from bot.cli.terminal import SingleCommand, count_noun
from bot.people.restoring import restore_stops
from bot.people.stop_file import Stops, read_stop_files
from bot.runtime import parts


@click.command("restore", cls=SingleCommand)
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
@with_appcontext
def restore_command(files: tuple[Path, ...]) -> None:
    """Stop anew, after a copy of the database was put back, whoever stopped since it was made, and forget who was forgotten.

    FILES: the stop files of all machines; without any, this one's (STOP_FILE). Does nothing the second time.
    """
    built, stops, broken = parts(), Stops(), 0
    try:
        for problem in read_stop_files(files or (built.stop_file.path,), stops):
            broken += 1
            click.echo(f"error: {problem}", err=True)
        done = restore_stops(built.database, built.phone_cipher, stops)
    except OSError as error:
        raise click.ClickException(f"{error.filename}: {error.strerror}; name the stop file, or mend STOP_FILE") from None
    except ValueError as problem:
        raise click.ClickException(str(problem)) from None
    click.echo(
        f"{count_noun(stops.lines, 'line')} read: {done.stopped:,} people stopped anew, {done.forgotten:,} forgotten anew"
    )
    if broken:
        raise click.ClickException(f"{count_noun(broken, 'line')} could not be read; all others were taken")
