"""`flask broadcast`: alerts from the terminal, from the preview to the last delivery. The rules are in bot/broadcasts."""

import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Unpack

import click
from rich.table import Table
from sqlalchemy import Connection, select
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.broadcasts import lifecycle, results
from bot.broadcasts.alert_file import on_clock
from bot.broadcasts.preview import Preview
from bot.broadcasts.test_send import REFUSALS, RefusedTest, write_test_send
from bot.cli.alert_options import AlertOptions, alert_options, draft_of
from bot.cli.broadcast_shown import (
    plain_values,
    preview_json,
    reason_in_words,
    show_preview,
    show_result,
    show_status,
    size_in_words,
    status_json,
)
from bot.cli.terminal import CommandGroup, given_number, make_console, minute_text
from bot.cli.watching import watch_broadcast, work_and_watch
from bot.locale import LANGUAGES
from bot.models import Broadcast, Delivery
from bot.runtime import parts
from bot.storage.database import PATIENT_SECONDS, is_too_slow
from bot.telephony import readable_phone

ID = click.IntRange(1, 2**31 - 1)  # as large as the column is
MANY = 50_000  # of whom a preview takes seconds

broadcast_cli = CommandGroup("broadcast", help="Alerts to everyone who asked for them.")


@broadcast_cli.command("preview")
@alert_options
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of a page.")
def preview_broadcast(file: Path | None, as_json: bool, **options: Unpack[AlertOptions]) -> None:
    """Show what an alert would be: who gets it, who does not and why, segments, cost, and when the last one lands.

    Nothing is written down and nothing sent. FILE is as docs/alerts.md shows; options change its keys, or stand for it.

    \b
    The JSON object:
      campaign               its id
      wanted, recipients     how many are in the audience, how many of them get it
      held                   reason -> how many get nothing
      quiet, too_late        of the recipients: who waits for their window; for whom it expires first
      maybe, pending         who may live there; who has not confirmed
      languages              language -> {text, picture, recipients, by_segments, example, measured, odd}
      segments, pictures     of all deliveries; a picture message has no segments
      dollars                what all deliveries cost
      pace, seconds          segments (or picture messages) a second, and how long sending takes
      starts_at, expires_at, last_at   times in UTC
      zones                  a list of {zone, recipients, open_at_start, last_at, too_late}
      over_cap               true: it will pause when the campaign has spent its day's money
    """
    now = parts().clock()
    draft = draft_of(parts().previewer.around(now), file, **options)
    found = _preview(draft, now)
    if as_json:
        click.echo(json.dumps(preview_json(draft, found), ensure_ascii=False, indent=2))
    else:
        show_preview(draft, found, make_console())


@broadcast_cli.command("send")
@alert_options
@click.option("--yes", is_flag=True, help="Do not ask; for scripts.")
@click.option("--again", is_flag=True, help="Send it although the same people had the same words within a day.")
def send_broadcast(file: Path | None, yes: bool, again: bool, **options: Unpack[AlertOptions]) -> None:
    """Show the preview, ask, and send: now, or at its time.

    Without BROKER_URL this process sends, and any `make run` on the same database helps. Ctrl-C stops this process, not the
    alert: it goes on where another process works, or with the next `flask broadcast resume`.
    """
    parts().workers.warm_up()
    now = parts().clock()
    draft = draft_of(parts().previewer.around(now), file, **options)
    found = _preview(draft, now)
    show_preview(draft, found, make_console())
    if not found.recipients:
        raise click.ClickException("nobody would get it; widen the audience, or see above who is held back and why")
    if not again:
        _ask_to_repeat(draft, now, yes)
    if not yes:
        _confirm(found.recipients)
    with parts().database.write() as connection:
        id = lifecycle.create_broadcast(connection, draft, now)
        if draft.starts_at:
            lifecycle.schedule_broadcast(connection, id, draft.starts_at)
        else:
            lifecycle.start_broadcast(connection, id, now)
    if draft.starts_at:
        zone = str(draft.audience_filter.get("zone") or "")
        click.echo(f"Broadcast {id} starts {on_clock(draft.starts_at, zone)}, wherever `make run` or `flask worker` runs then")
        return
    parts().workers.enqueue("expand_audience", id)
    work_and_watch(id, make_console())


def _preview(draft: lifecycle.Draft, now: datetime) -> Preview:
    """The preview; of a large audience it is said at once how many are in it."""
    try:
        with parts().database.page_read() as connection:
            quick = parts().previewer.count(connection, draft, now)
        if quick.wanted >= MANY:
            click.echo(f"{quick.wanted:,} are in the audience; the preview of so many takes a while", err=True)
    except (OperationalError, PoolTimeout) as error:
        if not is_too_slow(error):
            raise
        click.echo("Many are in the audience, and this database is slow; the preview may take minutes", err=True)
    try:
        return parts().previewer.preview(draft, now)
    except OperationalError as error:
        if not is_too_slow(error):
            raise
        raise click.ClickException(
            f"the preview was given up after {PATIENT_SECONDS:.0f} seconds: ask again when the database has less to do, "
            "or narrow the audience"
        ) from None


def _ask_to_repeat(draft: lifecycle.Draft, now: datetime, yes: bool) -> None:
    with parts().database.page_read() as connection:
        repeat = parts().previewer.repeat(connection, draft, now)
    if repeat is None:
        return
    when = on_clock(repeat.at, str(draft.audience_filter.get("zone") or ""))
    said = f"broadcast {repeat.id} of {when} has the same words, and some of the same people"
    if yes:
        raise click.ClickException(f"{said}; add --again to send it once more")
    click.echo(f"{said[0].upper()}{said[1:]}")
    if not click.confirm("Send it once more?"):
        raise click.ClickException("not sent: they had it")


def _confirm(recipients: int) -> None:
    said = click.prompt(
        f"To send it, type the number of recipients ({recipients})", prompt_suffix=": ", default="", show_default=False
    )
    if said.strip().replace(",", "") != str(recipients):
        raise click.ClickException("not sent: that is not the number")


@broadcast_cli.command("test")
@alert_options
@click.option("--phone", "phone", required=True, metavar="NUMBER", help="Your own phone.")
@click.option("--language", type=click.Choice(LANGUAGES), help="In this language.  [default: the phone's own]")
def test_broadcast(file: Path | None, phone: str, language: str | None, **options: Unpack[AlertOptions]) -> None:
    """Send it once to your own phone, as its owner would get it.

    The phone must be a subscriber's of the campaign, or an organizer's who is verified.
    """
    number = given_number(phone, "--phone")
    now = parts().clock()
    draft = draft_of(parts().previewer.around(now), file, **options)
    texts = parts().previewer.texts(draft, now)
    with parts().database.write() as connection:
        written = write_test_send(connection, parts().phone_cipher, number, draft.campaign, texts, now, language or "")
    if isinstance(written, RefusedTest):
        raise click.ClickException(f"not sent to {readable_phone(number)}: {_mend(written, draft.campaign)}")
    parts().outbox.wake()
    parts().outbox.wait()
    with parts().database.read() as connection:
        row = connection.execute(select(Delivery.state, Delivery.error).where(Delivery.id == written.message)).one()
    for line in (*written.content.media, written.content.text):
        click.echo(line)
    if row.state in ("failed", "skipped", "unknown"):
        raise click.ClickException(f"{row.state}: {reason_in_words(row.error or '')}")
    click.echo(f"Sent to {readable_phone(number)}: {size_in_words(written.content)}")


def _mend(refused: RefusedTest, campaign: str) -> str:
    if refused.placeholder:
        return f"{{{refused.placeholder}}} has no value for that phone; state a fallback, or text your ZIP code from it"
    found = parts().campaigns.get(campaign)
    keyword = found.keyword if found else ""
    return REFUSALS[refused.why].format(keyword=keyword, number=readable_phone(parts().settings.number))


@broadcast_cli.command("status")
@click.argument("id", type=ID)
@click.option("--watch", "live", is_flag=True, help="Go on showing it until it is over; Ctrl-C changes nothing.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of a page.")
def show_broadcast(id: int, live: bool, as_json: bool) -> None:
    """Show how far a broadcast is.

    \b
    The JSON object:
      id, kind, campaign, state, reason
      created_at, starts_at, expires_at, ended_at   times in UTC
      made                   are all deliveries written down, so that total is the audience
      total, gone            how many deliveries there are, how many of them went out or may have
      states                 state -> deliveries: queued, sending, unknown, waiting, sent, delivered, failed, skipped
      reasons                why deliveries failed or were skipped -> how many
      zones                  time zone -> deliveries that are queued
      segments, pictures     of all deliveries that went out; a picture message has no segments
    """
    found = _status(id)
    if as_json:
        click.echo(json.dumps(status_json(found), ensure_ascii=False, indent=2))
    elif live and not found.over:
        watch_broadcast(id, make_console())
    else:
        show_status(found, parts().previewer.asleep(found, parts().clock()), _zone_of(id), make_console())


@broadcast_cli.command("results")
@click.argument("id", type=ID)
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of a page.")
def show_results(id: int, as_json: bool) -> None:
    """Show what a broadcast led to within a week: replies, who left, calls.

    \b
    The JSON object:
      counted_at, final      when this was counted, in UTC; is the week over
      replies, left          recipients who texted; who said STOP or left the alerts
      callers, calls         recipients who called for the campaign, and their calls
      connected, reached     calls that the carrier put through; of which they say that they spoke with somebody
    """
    found = _status(id)
    result = results.count_result(parts().database, id, parts().clock())
    if as_json:
        click.echo(json.dumps(plain_values(result._asdict()), indent=2))
    else:
        show_result(found, result, make_console())


@broadcast_cli.command("pause")
@click.argument("id", type=ID)
def pause_command(id: int) -> None:
    """Hold a broadcast: within a second nothing more leaves."""
    _move(id, "paused", lambda connection: lifecycle.pause_broadcast(connection, id))


@broadcast_cli.command("resume")
@click.argument("id", type=ID)
def resume_command(id: int) -> None:
    """Go on with a paused broadcast, or lend a hand with one that is being sent; and watch it."""
    now = parts().clock()
    if not parts().settings.broker_url.get_secret_value():
        _ = parts().directory  # this process sends: where there are no officials' tables, it says so before anything moves
    if _status(id).state != "sending":
        _move(id, "resumed", lambda connection: lifecycle.resume_broadcast(connection, id, now))
    if _status(id).state == "sending":
        work_and_watch(id, make_console())


@broadcast_cli.command("cancel")
@click.argument("id", type=ID)
@click.option("--yes", is_flag=True, help="Do not ask.")
def cancel_command(id: int, yes: bool) -> None:
    """End a broadcast for good. What went out stays in the books."""
    found = _status(id)
    if not yes and not found.over:
        out = f"{found.gone:,} of {found.total:,} out" if found.total else "none out yet"
        click.confirm(f"Cancel broadcast {id} of {found.campaign}, with {out}?", abort=True)
    now = parts().clock()
    _move(id, "cancelled", lambda connection: lifecycle.cancel_broadcast(connection, id, now))


@broadcast_cli.command("list")
@click.option("--last", type=click.IntRange(1, 1000), default=20, show_default=True, help="How many.")
def list_broadcasts(last: int) -> None:
    """Show the last broadcasts, the newest first."""
    with parts().database.read() as connection:
        rows = lifecycle.newest_broadcasts(connection, last)
    if not rows:
        click.echo("no broadcasts yet; write one as docs/alerts.md shows")
        return
    table = Table("id", "campaign", "kind", "state", "why", "started (UTC)", box=None)
    for row in rows:
        started = minute_text(row.starts_at) if row.starts_at else ""
        table.add_row(str(row.id), row.campaign, row.kind, row.state, row.reason, started)
    make_console().print(table)


def _move(id: int, done: str, move: Callable[[Connection], bool]) -> None:
    found = _status(id)
    with parts().database.write() as connection:
        moved = move(connection)
    if not moved:
        raise click.ClickException(f"broadcast {id} is {found.state}, so it cannot be {done}")
    parts().workers.enqueue("start_alerts")
    click.echo(f"Broadcast {id} {done}")


def _status(id: int) -> lifecycle.Status:
    with parts().database.read() as connection:
        found = lifecycle.broadcast_status(connection, id)
    if found is None:
        raise click.ClickException(f"there is no broadcast {id}; flask broadcast list shows them")
    return found


def _zone_of(id: int) -> str:
    with parts().database.read() as connection:
        written = connection.execute(select(Broadcast.audience_filter).where(Broadcast.id == id)).scalar_one()
    return str(written.get("zone") or "")
