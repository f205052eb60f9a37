"""A tool that is told what happens (docs/webhooks.md), and now and then is gone, hangs, refuses, or takes a notice and dies."""

import random
import threading
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from http.server import BaseHTTPRequestHandler

from bot.connections.receiver_rows import NewReceiver, add_receiver
from bot.notices.notice_kinds import BITS
from bot.storage.database import Database
from bot.storage.encryption import PhoneCipher
from tests.chaos.proxy import Proxy, before
from tests.connections.receiving import Received, Tool, says, tool_listening

WELL, ILL = (4.0, 9.0), (0.5, 2.5)  # seconds, the least and the most


@dataclass
class Receiver:
    """`way`: what stands before it; `upsets`: how often it was what."""

    tool: Tool
    way: Proxy
    address: str
    upsets: Counter[str] = field(default_factory=Counter)

    @property
    def received(self) -> Sequence[Received]:
        return list(self.tool.received)

    def enter(self, database: Database, phone_cipher: PhoneCipher, now: datetime) -> int:
        """Have it told of everything; its id."""
        new = NewReceiver(kind="webhook", name="chaos", address=self.address, kinds=tuple(BITS))
        with database.write() as connection:
            id, _secret = add_receiver(connection, phone_cipher, new, now)
        return id

    def be_upset(self, ills: Sequence[str], rng: random.Random, over: threading.Event) -> None:
        """Be well and ill in turns, each time in one of these ways, until all is over; well in the end."""
        while ills and not over.wait(rng.uniform(*WELL)):
            ill = rng.choice(ills)
            self.upsets[ill] += 1
            begin, end = ILLS[ill]
            begin(self)
            over.wait(rng.uniform(*ILL))
            end(self)


def dies(handler: BaseHTTPRequestHandler) -> None:
    """Has taken the notice, and says nothing of it."""
    handler.close_connection = True


def _behaves(receiver: Receiver, how: Callable[[BaseHTTPRequestHandler], None]) -> None:
    receiver.tool.behaves = how


def _silent(receiver: Receiver, silent: bool) -> None:
    receiver.way.silent = silent


# What it may be: how that begins, and how it ends.
ILLS: Mapping[str, tuple[Callable[[Receiver], None], Callable[[Receiver], None]]] = {
    "gone": (lambda it: it.way.cut(), lambda it: it.way.mend()),
    "hangs": (lambda it: _silent(it, True), lambda it: _silent(it, False)),
    "refuses": (lambda it: _behaves(it, says(500)), lambda it: _behaves(it, says(204))),
    "dies": (lambda it: _behaves(it, dies), lambda it: _behaves(it, says(204))),
}


@contextmanager
def listening() -> Iterator[Receiver]:
    """One that is well until told otherwise."""
    with tool_listening() as tool, before(tool.address) as (way, address):
        yield Receiver(tool, way, address)
