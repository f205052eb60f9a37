"""`flask organizers`: who may send alerts from their phone. The codes are in bot/people/organizers.py."""

import click
from rich.table import Table
from sqlalchemy import select

from bot.cli.terminal import CommandGroup, given_number, make_console, minute_text
from bot.models import Organizer
from bot.people import organizers
from bot.runtime import parts
from bot.telephony import readable_phone

organizers_cli = CommandGroup("organizers", help="People who may send alerts from their phone.")


@organizers_cli.command("add")
@click.argument("phone")
@click.option("--name", required=True, help="What to call them in lists.")
@click.option("--campaign", required=True, metavar="KEYWORD", help="The campaign whose alerts they send.")
def add_organizer_command(phone: str, name: str, campaign: str) -> None:
    """Enter an organizer, and show the code that they text to prove that the phone is theirs."""
    number = given_number(phone)
    found = parts().campaigns.named(campaign)
    if found is None:
        known = ", ".join(each.keyword for each in parts().campaigns.live)
        raise click.UsageError(f"--campaign {campaign!r}: is no campaign of this installation; use one of {known}")
    if not 0 < len(name) <= 64:
        raise click.UsageError("--name: is empty or longer than 64 characters; give a short one")
    with parts().database.write() as connection:
        code = organizers.add_organizer(connection, parts().phone_cipher, number, name, found.id, parts().clock())
    ours = readable_phone(parts().settings.number)
    minutes = organizers.VALID.seconds // 60
    click.echo(f"{name} now texts, from {readable_phone(number)} and within {minutes} minutes: VERIFY {code}  (to {ours})")


@organizers_cli.command("list")
def list_organizers() -> None:
    """Show the organizers, and whether their phone is known to be theirs."""
    query = select(Organizer.name, Organizer.campaign, Organizer.phone, Organizer.verified_at).order_by(Organizer.name)
    with parts().database.read() as connection:
        rows = connection.execute(query).all()
    if not rows:
        click.echo("No organizers yet; enter one with: flask organizers add")
        return
    table = Table("name", "campaign", "phone", "verified (UTC)", box=None)
    for row in rows:
        since = minute_text(row.verified_at) if row.verified_at else "not yet"
        table.add_row(row.name, row.campaign, readable_phone(parts().phone_cipher.decrypt(row.phone)), since)
    make_console().print(table)


@organizers_cli.command("remove")
@click.argument("phone")
def remove_organizer_command(phone: str) -> None:
    """Take an organizer out: their phone sends no alerts any more."""
    number = given_number(phone)
    with parts().database.write() as connection:
        if not organizers.remove_organizer(connection, parts().phone_cipher, number):
            raise click.ClickException(f"nobody is entered with {readable_phone(number)}; flask organizers list shows who is")
    click.echo("removed")
