"""`flask connections`: other tools that are told what happens here. What they are told, and how, is in bot/connections."""

from collections.abc import Sequence
from typing import TextIO

import click
from rich.table import Table

from bot.accounts.audit import Actor, record_act
from bot.cli.terminal import CommandGroup, count_noun, make_console, minute_text
from bot.connections.entered import EnteredReceiver, check_receiver
from bot.connections.posting_rows import JOB, add_test, postings_page, replay_postings
from bot.connections.receiver_rows import (
    MOST_RECEIVERS,
    RECEIVER_KINDS,
    NewReceiver,
    ReceiverRow,
    Waiting,
    add_receiver,
    count_waiting_posts,
    find_receiver,
    list_receivers,
    remove_receiver,
    rotate_secret,
    switch_receiver,
)
from bot.notices.notice_kinds import BITS
from bot.runtime import parts

TERMINAL = Actor(None, "command line", "owner")
ID = click.IntRange(1, 2**31 - 1)  # as large as the column is
FAULTS = {
    "name_wrong": "--name: is empty or longer than 64 characters; give a short one",
    "kind_wrong": "--kind: is none that there is",
    "address_wrong": "ADDRESS: is no web address; write it as https://tool.example.org/hook, without a name, a password or a #",
    "address_plain": "ADDRESS: is not encrypted; write https://, or set INNER_NETWORKS to your own network",
    "kinds_none": "--of: names nothing; give at least one kind, or leave it out for all",
    "key_missing": "--key-file: is needed for this tool; put its API key into a file",
    "numbers_needed": "--with-numbers: this tool knows people by their numbers; say that it is to have them",
    "tags_long": "--tag: all of them together are longer than 400 characters; give fewer",
}

connections_cli = CommandGroup("connections", help="Other tools that are told what happens here.")


@connections_cli.command("list")
def list_connections() -> None:
    """Show them, with what waits for each and what was given up."""
    with parts().database.read() as connection:
        rows, waiting = list_receivers(connection), count_waiting_posts(connection)
    if not rows:
        click.echo("No connections yet; enter one with: flask connections add")
        return
    table = Table("id", "kind", "name", "where", "told of", "numbers", "state", "last (UTC)", "waiting", "given up", box=None)
    for row in rows:
        table.add_row(*_line(row, waiting.get(row.id, Waiting(0, 0))))
    make_console().print(table)


def _line(row: ReceiverRow, waiting: Waiting) -> Sequence[str]:
    state = f"off ({row.reason})" if row.reason else "failing" if row.state == "on" and row.failures else row.state
    told = "all" if len(row.kinds) == len(BITS) else ", ".join(row.kinds)
    last = minute_text(row.delivered_at) if row.delivered_at else "never"
    numbers = "yes" if row.with_numbers else "no"
    host = row.host(parts().phone_cipher)
    return (str(row.id), row.kind, row.name, host, told, numbers, state, last, str(waiting.waiting), str(waiting.dead))


@connections_cli.command("add")
@click.argument("address", default="")
@click.option("--name", required=True, help="What to call it in lists.")
@click.option("--kind", type=click.Choice(RECEIVER_KINDS), default="webhook", show_default=True, help="What it is.")
@click.option("--of", "kinds", type=click.Choice(tuple(BITS)), multiple=True, help="What it is told of; all by default.")
@click.option("--with-numbers", is_flag=True, help="It is told supporters' phone numbers.")
@click.option("--key-file", type=click.File(), help="A file with the API key of a tool that has one; - for standard input.")
@click.option("--tag", "tags", multiple=True, help="A tag for who joins; {campaign} in it is the campaign's id.")
def add_connection(
    address: str,
    name: str,
    kind: str,
    kinds: tuple[str, ...],
    with_numbers: bool,
    key_file: TextIO | None,
    tags: tuple[str, ...],
) -> None:
    """Enter one. ADDRESS: where notices are posted; of Action Network only where it is not its own.

    A webhook's secret is shown this once: its receiver checks signatures with it (docs/webhooks.md).
    """
    key = key_file.read().strip() if key_file else ""
    entered = EnteredReceiver(
        kind=kind,
        name=name.strip(),
        address=address.strip(),
        kinds=kinds or tuple(BITS),
        with_numbers=with_numbers,
        key=key,
        tags="\n".join(tags),
    )
    new = check_receiver(entered, bool(parts().settings.own_networks))
    if not isinstance(new, NewReceiver):
        raise click.UsageError("\n".join(FAULTS[fault] for fault in new.values()))
    with parts().database.write() as connection:
        if len(list_receivers(connection)) >= MOST_RECEIVERS:
            raise click.ClickException(f"there are {MOST_RECEIVERS} connections, as many as can be; take one out first")
        now = parts().clock()
        id, secret = add_receiver(connection, parts().phone_cipher, new, now)
        after = f"{name}: {kind}, {'with' if with_numbers else 'without'} numbers"
        record_act(connection, TERMINAL, "connection_added", f"connection {id}", now, after=after)
    click.echo(f"connection {id} is entered; try it with: flask connections test {id}")
    if kind == "webhook":
        click.echo(f"its secret, shown this once: {secret}")


@connections_cli.command("test")
@click.argument("id", type=ID)
def test_connection(id: int) -> None:
    """Post a test now, and tell what came of it. Exit status 1 where it was not taken."""
    with parts().database.write() as connection:
        _found(id)
        if not add_test(connection, id, parts().clock()):
            raise click.ClickException(f"connection {id} is off; flask connections on {id}")
    parts().postings.do(id)
    with parts().database.read() as connection:
        last = next(row for row in postings_page(connection, id) if row.kind == "connection.test")
    if last.state != "done":
        said = f"it answered {last.status}" if last.status else "there was no answer"
        raise click.ClickException(f"not taken: {said} ({last.error or 'waiting'})")
    click.echo(f"taken: {last.status} after {last.milliseconds} ms")


@connections_cli.command("log")
@click.argument("id", type=ID)
@click.option("--given-up", is_flag=True, help="Only what was given up.")
def show_log(id: int, given_up: bool) -> None:
    """Show what was posted last, and what waits, the newest first."""
    _found(id)
    with parts().database.read() as connection:
        rows = postings_page(connection, id, state="dead" if given_up else "")
    table = Table("id", "event", "what", "at (UTC)", "state", "tries", "status", "ms", "why", box=None)
    for row in rows:
        answer = (str(row.status or ""), str(row.milliseconds if row.milliseconds is not None else ""))
        table.add_row(str(row.id), row.event, row.kind, minute_text(row.at), row.state, str(row.tries), *answer, row.error)
    make_console().print(table)


@connections_cli.command("replay")
@click.argument("id", type=ID)
@click.option("--only", type=ID, help="One notice, by its id in the log.")
def replay(id: int, only: int | None) -> None:
    """Try again what was given up, for another day; each keeps the id of its event."""
    _found(id)
    with parts().database.write() as connection:
        now = parts().clock()
        count = replay_postings(connection, id, now, posting=only)
        if count:
            record_act(connection, TERMINAL, "connection_replayed", f"connection {id}", now, after=str(count))
    parts().workers.enqueue(JOB, id)
    click.echo(f"{count_noun(count, 'notice')} to be tried again")


@connections_cli.command("on")
@click.argument("id", type=ID)
def switch_on(id: int) -> None:
    """Tell it of what happens from now on, and of what waits."""
    _switch(id, on=True)


@connections_cli.command("off")
@click.argument("id", type=ID)
def switch_off(id: int) -> None:
    """Tell it nothing more. What happens meanwhile is not kept for it."""
    _switch(id, on=False)


def _switch(id: int, *, on: bool) -> None:
    _found(id)
    state = "on" if on else "off"
    with parts().database.write() as connection:
        changed = switch_receiver(connection, id, on=on)
        if changed:
            record_act(connection, TERMINAL, "connection_switched", f"connection {id}", parts().clock(), after=state)
    click.echo(f"connection {id} is {state}{'' if changed else ', as it was'}")


@connections_cli.command("new-secret")
@click.argument("id", type=ID)
def new_secret(id: int) -> None:
    """Make a new secret for a webhook, shown this once. For a day both sign, so that its receiver can change over."""
    _found(id)
    with parts().database.write() as connection:
        now = parts().clock()
        secret = rotate_secret(connection, parts().phone_cipher, id, now)
        if secret is None:
            raise click.ClickException("this tool's key is its own: take the connection out, and enter it with the new key")
        record_act(connection, TERMINAL, "connection_secret", f"connection {id}", now)
    click.echo(secret)


@connections_cli.command("remove")
@click.argument("id", type=ID)
def remove(id: int) -> None:
    """Take one out, with all that waits for it."""
    found = _found(id)
    with parts().database.write() as connection:
        remove_receiver(connection, id)
        record_act(connection, TERMINAL, "connection_removed", f"connection {id}", parts().clock(), before=found.name)
    click.echo("removed")


def _found(id: int) -> ReceiverRow:
    """The connection of an id. Raises ClickException where there is none."""
    with parts().database.read() as connection:
        found = find_receiver(connection, id)
    if found is None:
        raise click.ClickException(f"there is no connection {id}; flask connections list shows them")
    return found
