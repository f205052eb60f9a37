"""`flask rotate-phone-key`: another PHONE_KEY while everybody goes on. What it does is in bot/people/key_rotation.py."""

import click
from flask.cli import with_appcontext

from bot.cli.terminal import SingleCommand, count_noun
from bot.keys import next_key
from bot.people.key_rotation import SEALED, renew_column
from bot.runtime import parts


@click.command("rotate-phone-key", cls=SingleCommand)
@click.option("--new-key", is_flag=True, help="Print a key that may come after the present one, and do nothing else.")
@with_appcontext
def rotate_command(new_key: bool) -> None:
    """Encrypt all that is encrypted anew: with PHONE_KEY, where OTHER_PHONE_KEY did it.

    It may be ended and begun again, while servers and workers run. docs/deploy.md tells the steps.
    """
    built = parts()
    if new_key:
        click.echo(next_key(built.settings.phone_key.get_secret_value()))
        return
    if not built.phone_cipher.has_two_keys:
        raise click.ClickException("OTHER_PHONE_KEY: is not set; set it to the key before, and PHONE_KEY to the new one")
    doubled = foreign = 0
    for sealed in SEALED:
        done = renew_column(built.database, built.phone_cipher, sealed)
        click.echo(f"{done.column}: {done.renewed:,} encrypted anew")
        doubled, foreign = doubled + done.doubled, foreign + done.foreign
    if doubled:
        click.echo(f"error: {count_noun(doubled, 'value')} twice, under each key; take one out in the console", err=True)
    if foreign:
        click.echo(f"error: {count_noun(foreign, 'value')} open with neither key; set the one they were written with", err=True)
    if doubled or foreign:
        raise click.ClickException("not all could be encrypted anew")
