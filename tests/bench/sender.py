"""A worker that sends alerts, for the bench: `python -m tests.bench.sender`. Told what to do line by line, answers in JSON.

`rows ID`: make all rows of a broadcast. `preview ID`: ask what it will be. `pace RATE`: of every sender, segments a second.
`work SECONDS`: send; the answer tells the stretch in the middle. `rss`: the most memory it ever had, in MB.
"""

import json
import os
import resource
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import IO, Any

from sqlalchemy import select

from bot import create_app
from bot.broadcasts.lifecycle import Draft
from bot.models import Broadcast
from bot.outbox.dispatch import Dispatcher
from bot.runtime import KEY, Parts
from tests.bench.apps.bot import clock

MARGIN = 0.25  # of a stretch, before it is measured: connections are made, the pace finds itself


@dataclass(frozen=True, slots=True)
class Process:
    """A sender of a process of its own."""

    process: "subprocess.Popen[str]"
    log: IO[bytes]

    def tell(self, what: str) -> None:
        assert self.process.stdin
        self.process.stdin.write(f"{what}\n")
        self.process.stdin.flush()

    def hear(self) -> Any:
        assert self.process.stdout
        line = self.process.stdout.readline()
        if not line:
            self.process.wait()
            self.log.seek(0)
            said = self.log.read().decode(errors="replace")
            raise RuntimeError(f"the sender has ended:\n{said[-3000:]}")
        return json.loads(line)

    def ask(self, what: str) -> Any:
        self.tell(what)
        return self.hear()


@contextmanager
def sender(environment: Mapping[str, str], core: set[int] | None = None) -> Iterator[Process]:
    """A sender that is ready, until the end of the block."""
    command = [sys.executable, "-m", "tests.bench.sender", ",".join(map(str, core or ()))]
    with (
        tempfile.TemporaryFile() as log,  # a line a batch would hide the table
        subprocess.Popen(
            command,
            env={**os.environ, **environment},
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
        ) as process,
    ):
        try:
            made = Process(process, log)
            made.hear()
            yield made
        finally:
            process.kill()


def preview(parts: Parts, id: str) -> dict[str, float]:
    with parts.database.read() as connection:
        row: Any = connection.execute(select(Broadcast.__table__).where(Broadcast.id == int(id))).one()
    draft = Draft(
        campaign=row.campaign,
        audience_filter=row.audience_filter,
        texts=row.texts,
        expires_at=row.expires_at,
        fallbacks=row.fallbacks,
        pictures=row.pictures or {},
    )
    begun = time.monotonic()
    parts.previewer.preview(draft, clock())
    return {"seconds": time.monotonic() - begun}


def set_paces(worker: Dispatcher, rate: float) -> None:
    """Let all its senders have this pace, in segments a second."""
    worker.paces = dict.fromkeys(worker.paces, rate)
    for source in worker.sources:
        source.paces = dict.fromkeys(source.paces, rate)


def main(core: str) -> None:
    if core:
        os.sched_setaffinity(0, {int(core)})
    parts = create_app(clock=clock).extensions[KEY]

    def rows(id: str) -> dict[str, float]:
        begun = time.monotonic()
        while parts.previewer.make_page(int(id), clock()):
            pass
        return {"seconds": time.monotonic() - begun}

    def pace(rate: str) -> float:
        set_paces(parts.alert_dispatcher, float(rate))
        return float(rate)

    def work(seconds: str) -> dict[str, Any]:
        marks: list[tuple[float, float]] = []
        span = float(seconds)
        for at in (span * MARGIN, span):
            timer = threading.Timer(at, lambda: marks.append((time.time(), time.process_time())))
            timer.daemon = True
            timer.start()
        parts.alert_dispatcher.work(span)
        (begun, cpu), (ended, more) = [*marks, (time.time(), time.process_time())][:2]
        return {"begun": begun, "ended": ended, "cpu": more - cpu}

    def rss() -> float:
        status = Path("/proc/self/status")
        if status.exists():
            # Linux hands ru_maxrss of the process that started this one on to it.
            return int(status.read_text().partition("VmHWM:")[2].split()[0]) / 1e3
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e6

    doors: dict[str, Callable[..., Any]] = {
        "rows": rows,
        "preview": partial(preview, parts),
        "pace": pace,
        "work": work,
        "rss": rss,
    }
    print(json.dumps("ready"), flush=True)
    for line in sys.stdin:
        name, *given = line.split()
        print(json.dumps(doors[name](*given)), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
