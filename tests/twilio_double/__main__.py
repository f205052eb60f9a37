"""`python -m tests.twilio_double`: the double, until it is stopped. Listens on loopback and says where."""

import argparse
import asyncio
import gc
import json
import signal
import sys
from functools import partial
from typing import Any

from pydantic import ValidationError

from tests.twilio_double.account import Account, Clock
from tests.twilio_double.carriage import Carriage
from tests.twilio_double.control import Control
from tests.twilio_double.rest import Rest
from tests.twilio_double.settings import Settings
from tests.twilio_double.wire import Connection, Request


async def serve(settings: Settings, port: int, until_stdin_closes: bool) -> None:
    account = Account(settings, Clock(settings.ahead))
    carriage = Carriage(account)
    rest = Rest(account, carriage)
    control = Control(account, carriage, rest)

    def handle(request: Request, connection: Connection) -> None:
        (control if request.path.startswith("/_double/") else rest).handle(request, connection)

    loop = asyncio.get_running_loop()
    server = await loop.create_server(partial(Connection, handle), "127.0.0.1", port, backlog=4096)
    print(f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", flush=True)
    stop = asyncio.Event()
    for told in (signal.SIGINT, signal.SIGTERM):  # also where a shell had this process ignore the first
        loop.add_signal_handler(told, stop.set)
    if until_stdin_closes:
        # Whoever started it may be killed, and could then not stop it.
        loop.add_reader(sys.stdin, lambda: sys.stdin.buffer.raw.read(1) or stop.set())  # type: ignore[attr-defined]
    gc.freeze()
    try:
        await stop.wait()
    finally:
        server.close()
        await carriage.close()


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.twilio_double", description="A double of Twilio on this machine.")
    parser.add_argument("--port", type=int, default=0, help="0 finds a free one")
    parser.add_argument("--latency", type=float, metavar="SECONDS", help="of every answer")
    parser.add_argument("--sender", action="append", metavar="NUMBER[@RATE]", help="a number of the account, segments a second")
    parser.add_argument("--callbacks-to", metavar="URL", help="where webhooks are posted, whatever host their URLs have")
    parser.add_argument("--inbound-url", metavar="URL", help="the public URL that is told of inbound texts")
    parser.add_argument("--seed", type=int)
    parser.add_argument("--set", action="append", default=[], metavar="NAME=JSON", help="any other setting (settings.py)")
    parser.add_argument("--until-stdin-closes", action="store_true", help="for tests: ends with the process that started it")
    given = parser.parse_args(arguments)
    try:
        settings = Settings().changed(_changes(given))
    except (ValidationError, ValueError) as error:
        parser.error(str(error))
    asyncio.run(serve(settings, given.port, given.until_stdin_closes))
    return 0


def _changes(given: argparse.Namespace) -> dict[str, Any]:
    changes: dict[str, Any] = {}
    for pair in given.set:
        name, _, value = pair.partition("=")
        changes[name] = json.loads(value)
    for name in ("latency", "callbacks_to", "inbound_url", "seed"):
        if getattr(given, name) is not None:
            changes[name] = getattr(given, name)
    if given.sender:
        pairs = [sender.partition("@") for sender in given.sender]
        changes["senders"] = [{"number": number, "rate": float(rate) if rate else None} for number, _, rate in pairs]
    return changes


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
