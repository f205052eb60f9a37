"""`flask organizers`: who uses the console, and sends alerts by phone. The rules: bot/accounts, bot/people/organizers.py."""

import click
from rich.table import Table
from sqlalchemy import Connection, select
from sqlalchemy.exc import IntegrityError

from bot.accounts.audit import Actor, AuditAct, record_act
from bot.accounts.organizer_accounts import (
    Person,
    add_person,
    find_by_login,
    find_by_name,
    forget_second_factor,
    is_email,
    remove_person,
    set_email,
    set_role,
)
from bot.accounts.roles import ROLES, Role
from bot.accounts.sessions import end_all_sessions, make_link
from bot.cli.terminal import CommandGroup, given_number, make_console, minute_text
from bot.models import Organizer
from bot.people import organizers
from bot.runtime import CONSOLE_PATH, parts
from bot.telephony import readable_phone

TERMINAL = Actor(None, "command line", "owner")

organizers_cli = CommandGroup("organizers", help="People who use the console, and send alerts from their phone.")


@organizers_cli.command("add")
@click.argument("phone", required=False)
@click.option("--name", required=True, help="What to call them in lists.")
@click.option("--campaign", metavar="KEYWORD", help="The campaign whose alerts their phone sends.")
@click.option(
    "--role", type=click.Choice(ROLES), default="organizer", show_default=True, help="What they may do in the console."
)
@click.option("--email", default="", help="The e-mail address that they sign in to the console with.")
def add_organizer_command(phone: str | None, name: str, campaign: str | None, role: Role, email: str) -> None:
    """Enter an organizer: for their phone, show the code that proves it is theirs; and a link to the console.

    The link signs them in once, within a day. PHONE and --campaign belong together: without them they use the console alone.
    """
    if not 0 < len(name) <= 64:
        raise click.UsageError("--name: is empty or longer than 64 characters; give a short one")
    if bool(phone) != bool(campaign):
        raise click.UsageError("PHONE and --campaign: only one is given; give both, or neither for the console alone")
    if email and not is_email(email):
        raise click.UsageError(f"--email {email!r}: is no e-mail address; write it as ana@example.org")
    number = given_number(phone) if phone else ""
    found = parts().campaigns.named(campaign) if campaign else None
    if campaign and found is None:
        known = ", ".join(each.keyword for each in parts().campaigns.live)
        raise click.UsageError(f"--campaign {campaign!r}: is no campaign of this installation; use one of {known}")
    now, code = parts().clock(), ""
    with parts().database.write() as connection:
        try:
            if number and found:
                code = organizers.add_organizer(connection, parts().phone_cipher, number, name, found.id, now)
                person = find_by_login(connection, parts().phone_cipher, number)
                assert person is not None
                id = person.id
                set_role(connection, id, role)
                if email:
                    set_email(connection, parts().phone_cipher, id, email)
            else:
                id = add_person(connection, parts().phone_cipher, name=name, role=role, email=email, now=now)
        except IntegrityError:
            raise click.ClickException(f"--email {email}: is another organizer's; flask organizers list shows who is") from None
        token = make_link(connection, id, now)
        record_act(connection, TERMINAL, "person_added", f"organizer {id}", now, after=f"{name}: {role}")
    if code:
        ours = readable_phone(parts().settings.number)
        minutes = organizers.VALID.seconds // 60
        click.echo(f"{name} now texts, from {readable_phone(number)} and within {minutes} minutes: VERIFY {code}  (to {ours})")
    click.echo(f"{name} signs in to the console, once and within a day, by this link: {link_address(token)}")


@organizers_cli.command("link")
@click.argument("who")
@click.option(
    "--no-second-factor", is_flag=True, help="Forget their second factor too: they lost it, and their recovery codes."
)
def link_command(who: str, no_second_factor: bool) -> None:
    """Print a link that signs somebody in to the console once, within a day. WHO: their name, e-mail or phone."""
    with parts().database.write() as connection:
        person = _named(connection, who)
        now = parts().clock()
        if no_second_factor:
            forget_second_factor(connection, person.id)
            end_all_sessions(connection, person.id)
        token = make_link(connection, person.id, now)
        act: AuditAct = "second_factor_cleared" if no_second_factor else "link_given"
        record_act(connection, TERMINAL, act, f"organizer {person.id}", now)
    click.echo(link_address(token))


def link_address(token: str) -> str:
    """The address of a one-time link."""
    return f"{parts().settings.url}{CONSOLE_PATH}/link/{token}"


@organizers_cli.command("list")
def list_organizers() -> None:
    """Show the organizers, and whether their phone is known to be theirs."""
    query = select(
        Organizer.name, Organizer.role, Organizer.campaign, Organizer.phone, Organizer.verified_at, Organizer.password
    ).order_by(Organizer.name)
    with parts().database.read() as connection:
        rows = connection.execute(query).all()
    if not rows:
        click.echo("No organizers yet; enter one with: flask organizers add")
        return
    table = Table("name", "role", "campaign", "phone", "verified (UTC)", "password", box=None)
    for row in rows:
        phone = readable_phone(parts().phone_cipher.decrypt(row.phone)) if row.phone else ""
        since = minute_text(row.verified_at) if row.verified_at else "not yet" if phone else ""
        table.add_row(row.name, row.role, row.campaign, phone, since, "set" if row.password else "not yet")
    make_console().print(table)


@organizers_cli.command("remove")
@click.argument("who")
def remove_organizer_command(who: str) -> None:
    """Take an organizer out: they are signed out, and their phone sends nothing more. WHO: their name, e-mail or phone."""
    with parts().database.write() as connection:
        person = _named(connection, who)
        if not remove_person(connection, person.id):
            raise click.ClickException(
                f"{person.name} is the only owner; make another one first: flask organizers add --role owner"
            )
        record_act(connection, TERMINAL, "person_removed", f"organizer {person.id}", parts().clock(), before=person.name)
    click.echo("removed")


def _named(connection: Connection, who: str) -> Person:
    """The one organizer of a name, an e-mail or a phone. Raises ClickException where it is nobody, or several."""
    found = find_by_login(connection, parts().phone_cipher, who)
    named = [found] if found else find_by_name(connection, who)
    if len(named) != 1:
        many = "several people have" if named else "nobody has"
        raise click.ClickException(f"{many} this name, e-mail or phone; flask organizers list shows who is entered")
    return named[0]
