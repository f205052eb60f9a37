"""`flask messages`: texts that met a fault of ours, and their late answers. What a turn does is in bot/conversation."""

import click
import structlog
from rich.table import Table
from sqlalchemy import Row, delete, select

from bot.cli.terminal import CommandGroup, make_console, minute_text
from bot.engine.commands import Say
from bot.engine.exchange import Inbound, Reply
from bot.logging_setup import describe_error
from bot.models import Delivery, Supporter, Turn, Unanswered
from bot.outbox.conversation_queue import enqueue_messages
from bot.providers.protocol import Provider
from bot.runtime import parts
from bot.telephony import Content, join_texts

log = structlog.get_logger()
messages_cli = CommandGroup("messages", help="Texts that we failed to answer.")


@messages_cli.command("list")
def list_messages() -> None:
    """Show the texts that wait for an answer: reference, time, what went wrong. Not who wrote, nor what."""
    with parts().database.read() as connection:
        rows = connection.execute(select(Unanswered.id, Unanswered.at, Unanswered.error).order_by(Unanswered.at)).all()
    if not rows:
        click.echo("none")
        return
    table = Table("reference", "came in (UTC)", "fault", box=None)
    for row in rows:
        table.add_row(row.id, minute_text(row.at), row.error)
    make_console().print(table)


@messages_cli.command("replay")
@click.argument("references", nargs=-1, metavar="[REFERENCE]...")
@click.option("--all", "everything", is_flag=True, help="Every text that waits, in the order they came.")
def replay_messages(references: tuple[str, ...], everything: bool) -> None:
    """Answer texts now: each takes its turn as if it had just come, and the reply goes out as a text."""
    if bool(references) == everything:
        raise click.UsageError("name the references to answer (flask messages list shows them), or give --all")
    waiting = select(Unanswered.id, Unanswered.path, Unanswered.form).order_by(Unanswered.at)
    with parts().database.read() as connection:
        rows = connection.execute(waiting if everything else waiting.where(Unanswered.id.in_(references))).all()
    if missing := set(references) - {row.id for row in rows}:
        raise click.ClickException(f"no text waits under {', '.join(sorted(missing))}; flask messages list shows what does")
    results = {row.id: _replay(row) for row in rows}
    for reference, result in results.items():
        click.echo(f"{reference}  {result}")
    if any(result.startswith(STILL) for result in results.values()):
        raise click.ClickException("some could not be answered; they are kept")


STILL = "still fails"


def _replay(row: Row[str, str, bytes]) -> str:
    """What became of it, in words."""
    form = parts().phone_cipher.decrypt_form(row.form)
    provider = parts().providers.serving(row.path)
    inbound = provider.read_text(form) if form else None
    if inbound is None:
        return f"{STILL}: it cannot be decrypted with this PHONE_KEY; set the key it was kept with"
    with parts().database.read() as connection:
        answered = connection.execute(select(Turn.key).where(Turn.key == inbound.key)).first()
    said: list[str] = []
    if not answered:
        try:
            said = _answer(inbound, provider)
        except Exception as error:  # the outermost loop: the next one may do better
            log.error("text_replay_failed", reference=row.id, **describe_error(error))
            return f"{STILL}: {type(error).__name__}"
    ids = []
    with parts().database.write() as connection:
        person = select(Supporter.id).where(Supporter.phone.in_(parts().phone_cipher.encryptions(str(inbound.phone))))
        supporter = connection.execute(person).scalar()  # gone if the text was FORGET
        if supporter is not None:
            now = parts().clock()
            ids = [id for body in said for id in enqueue_messages(connection, supporter, "text", Content(text=body), now)]
        connection.execute(delete(Unanswered).where(Unanswered.id == row.id))
    if answered:
        return "was answered already, when it was delivered again"
    return f"answered; {_send(ids)}"


def _answer(inbound: Inbound, provider: Provider) -> list[str]:
    """Take the turn; the texts that are the reply."""
    said: list[str] = []

    def render(reply: Reply) -> str:
        said[:] = join_texts([command.text for command in reply.commands if isinstance(command, Say)])
        return provider.render_text(reply)

    parts().conversations.take_turn(inbound, parts().clock(), render)
    return said


def _send(ids: list[int]) -> str:
    if not ids:
        return "there was nothing to reply"
    parts().outbox.wake()
    parts().outbox.wait()
    with parts().database.read() as connection:
        rows = connection.execute(select(Delivery.state, Delivery.error).where(Delivery.id.in_(ids))).all()
    states = [("sent" if row.state == "delivered" else row.state, row.error) for row in rows]
    return "reply " + ", ".join({f"{state} ({error})" if error else state: None for state, error in states})
