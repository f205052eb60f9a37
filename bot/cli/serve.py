"""`flask serve` and `flask migrate`: start Patchline on this machine. Not its routes, nor its settings."""

import errno
import gc
import os
import socket
import sys
import threading
import time
from collections.abc import Awaitable, Callable
from functools import partial
from importlib import import_module

import click
from flask.cli import ScriptInfo, pass_script_info
from sqlalchemy.exc import OperationalError

from bot.accounts.organizer_accounts import add_person, first_owner
from bot.accounts.sessions import make_link
from bot.cli.stop_signals import await_stop, open_stop_pipe
from bot.cli.terminal import database_away
from bot.cli.work_process import AGAIN_SECONDS, WorkProcess
from bot.officials import zip_info
from bot.officials.tables import DataError, no_collection
from bot.people.backfill import backfill_columns
from bot.reading.wishes import prepare_reader
from bot.runtime import CONSOLE_PATH, KEY, Parts
from bot.storage.database import WrongVersion

# A worker told to stop before it was up never hears it (the Procfile says the same). Docker gives 10 seconds in all.
STOP_SECONDS = 8
CONNECTIONS = 2000  # open at the same time in one process; the next one waits for one of them to end
FILES = 500  # besides connections: the database's, tables, logs
FIRST_OWNER = "Owner"
HANDLED_SECONDS = 0.5  # as a rule a signal has been handled by then


@click.command("migrate")
@click.option("--back-to", metavar="VERSION", help="Take them back instead, as to 0007: before an earlier release is started.")
@pass_script_info
def migrate_command(info: ScriptInfo, back_to: str | None) -> None:
    """Bring the database's tables to this version of Patchline."""
    if back_to is None:
        _migrate(_parts(info))
        return
    try:
        _parts(info).database.migrate_back(back_to)
    except WrongVersion as problem:
        raise click.ClickException(str(problem)) from None
    click.echo(f"The tables are at version {back_to}")


@click.command("serve")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for every one.")
@click.option("--port", type=click.IntRange(1, 65535), help="Port to listen on.  [default: PORT, or 8000]")
@click.option("--workers", type=click.IntRange(1), default=1, show_default=True, help="Processes.")
# Callbacks that wait for one commit together share it: with four, PostgreSQL keeps half as many a second.
@click.option("--threads", type=click.IntRange(1), default=16, show_default=True, help="Threads of each process.")
@pass_script_info
def serve_command(info: ScriptInfo, host: str, port: int | None, workers: int, threads: int) -> None:
    """Prepare the database, say how to try it, and answer until stopped."""
    # Here, as workers and every other command have no use for it.
    from granian import Granian
    from granian.constants import HTTPModes, Interfaces
    from granian.log import LogLevels

    parts = _parts(info)
    if port not in (None, parts.settings.port):
        # Addresses in texts and signatures are built from the setting, so the setting is what has to change.
        os.environ["PORT"] = str(port)
        os.execv(sys.executable, [sys.executable, *sys.orig_argv[1:]])
    address = _address(host, parts.settings.port)
    # After an installation another process unpacks the post office's list: beside all else that has to be ready.
    zips = threading.Thread(target=zip_info.load_zips, name="zips", daemon=True)
    zips.start()
    _migrate(parts)
    # Workers are forked with the application already loaded; no connection may be shared between processes.
    with no_collection():
        prepare_parts(parts)
        zips.join()
        prepare_reader()
        parts.intents.prepare()
    for line in _welcome(parts):
        click.echo(line)
    sys.stdout.flush()
    # A collection writes to each object that it looks at, and a page that is written to is shared no more: 40 MB a worker.
    gc.collect()
    gc.freeze()
    parts.database.close()
    parts.workers.take_from_forked()
    work = WorkProcess(partial(_begin_work, parts), partial(_end_work, parts))
    work.start()
    _allow_connections(CONNECTIONS)
    server = Granian(
        "wsgi",
        address=address,
        port=parts.settings.port,
        interface=Interfaces.RSGI,
        http=HTTPModes.http1,  # where it has to find out, a connection that says nothing is never ended
        workers=workers,
        backpressure=CONNECTIONS,
        websockets=False,
        log_level=LogLevels.warning,
        log_access=False,  # addresses of calls stay out of logs
        workers_kill_timeout=STOP_SECONDS,
        respawn_failed_workers=True,
        respawn_interval=AGAIN_SECONDS,
    )
    ending = threading.Thread(target=work.stop, args=[STOP_SECONDS], name="ending", daemon=True)
    _wake_to_stop(server.main_loop_interrupt, ending.start)
    server.serve(target_loader=partial(_gateway, threads=threads))
    ending.join(STOP_SECONDS)
    parts.database.close_last()


def _begin_work(parts: Parts) -> None:
    parts.watch()
    parts.workers.start()
    parts.outbox.wake()


def _end_work(parts: Parts) -> None:
    parts.finish_work()


def _gateway(module: str, threads: int) -> Callable[..., Awaitable[None]]:
    gateway: Callable[..., Awaitable[None]] = import_module(module).gateway(threads)
    return gateway


def _allow_connections(many: int) -> None:
    """Many systems let a process open 1,024 files unless it asks for more."""
    try:
        import resource
    except ImportError:
        return  # no such limit on Windows
    now, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = many + FILES if most == resource.RLIM_INFINITY else min(many + FILES, most)
    if now != resource.RLIM_INFINITY and now < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, most))


def _wake_to_stop(waits: threading.Event, end: Callable[[], object]) -> None:
    """When the process is told to stop, call `end`, and see that whoever waits for this event wakes."""
    pipe = open_stop_pipe()

    def listen() -> None:
        await_stop(pipe)
        end()
        time.sleep(HANDLED_SECONDS)
        waits.set()

    threading.Thread(target=listen, name="stopping", daemon=True).start()


def _migrate(parts: Parts) -> None:
    try:
        parts.database.migrate()
    except OperationalError as error:
        raise database_away(error) from None
    try:
        backfill_columns(parts.database, parts.phone_cipher)
    except ValueError as problem:
        raise click.ClickException(str(problem)) from None


def prepare_parts(parts: Parts) -> None:
    """Take all that this process serves with, and keep the files of it. Raises ClickException where there are no officials."""
    parts.make_all()
    try:
        parts.files.keep(parts.clock())
    except DataError as problem:
        raise click.ClickException(str(problem)) from None


def _parts(info: ScriptInfo) -> Parts:
    parts: Parts = info.load_app().extensions[KEY]
    return parts


def _address(host: str, port: int) -> str:
    """The numeric address of `host`, proved free: granian shares its port, so two servers would answer in turns."""
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        with socket.socket(family) as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(address)
    except OSError as error:
        raise click.ClickException(_refusal(error, host, port)) from None
    return str(address[0])


def _refusal(error: OSError, host: str, port: int) -> str:
    if error.errno == errno.EADDRINUSE:
        return f"port {port} is in use; stop what uses it, or take another: make run PORT={port + 1}"
    if error.errno == errno.EACCES:
        return f"port {port} is not for this user; take one from 1024 up: make run PORT=8000"
    return f"cannot listen on {host} ({error.strerror}); --host takes an address of this machine, as 127.0.0.1"


def _welcome(parts: Parts) -> list[str]:
    """Where to try it, what to text, where organizers work, how to get a real number."""
    live = parts.campaigns.live
    words = f"{live[0].keyword}, then your ZIP code" if live else "nothing yet: no campaign in data/campaigns is live"
    lines = list(parts.provider.welcome(words))
    if parts.settings.console == "on":
        lines.insert(-1, f"Console    {_console_address(parts)}")
    return lines


def _console_address(parts: Parts) -> str:
    """Where organizers sign in; without a real account, and until its owner has a password, a link that signs them in once."""
    console = f"{parts.settings.url}{CONSOLE_PATH}"
    if parts.settings.live:
        return f"{console}/ (flask organizers add --role owner enters the first one)"
    now = parts.clock()
    with parts.database.write() as connection:
        owner = first_owner(connection)
        if owner is not None and owner.password:
            return f"{console}/"
        id = owner.id if owner else add_person(connection, parts.phone_cipher, name=FIRST_OWNER, role="owner", now=now)
        return f"{console}/link/{make_link(connection, id, now)} (signs you in, once)"
