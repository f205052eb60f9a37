"""`flask demo`: made-up people, texts and calls, to look at the pages and measure them. Made in bot/simulation."""

import time

import click
from sqlalchemy import select

from bot.cli.terminal import CommandGroup
from bot.models import Supporter
from bot.runtime import parts
from bot.simulation.demo_data import seed_demo

demo_cli = CommandGroup("demo", help="Made-up people, texts and calls, for trying the console.")


@demo_cli.command("seed")
@click.option("--supporters", type=click.IntRange(1, 5_000_000), default=500, show_default=True, help="How many supporters.")
@click.option("--alerts", type=click.IntRange(0, 100), default=4, show_default=True, help="How many alerts, to all of them.")
@click.option("--calls", type=click.IntRange(0, 5_000_000), default=800, show_default=True, help="How many calls.")
@click.option("--more", is_flag=True, help="Also where there are supporters already.")
def seed(supporters: int, alerts: int, calls: int, more: bool) -> None:
    """Make supporters, alerts and calls of the last 90 days. Nobody's: their numbers have an area code that there is not."""
    if parts().settings.live:
        raise click.ClickException(f"there is a real account; unset {parts().settings.provider_settings} to make people up")
    parts().database.migrate()
    with parts().database.read() as connection:
        is_used = connection.execute(select(Supporter.id).limit(1)).first() is not None
    if is_used and not more:
        raise click.ClickException("the database has supporters; take an empty one, or say --more to add to them")
    began = time.monotonic()
    made = seed_demo(parts(), supporters=supporters, alerts=alerts, calls=calls)
    seconds = time.monotonic() - began
    click.echo(f"{made.supporters:,} supporters, {made.texts:,} texts of alerts, {made.calls:,} calls in {seconds:,.0f} s")
