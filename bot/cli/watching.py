"""A broadcast as it goes out, in the terminal: a bar, or a line now and then for who reads with a program. May work itself."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import click
import structlog
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, ProgressColumn, TextColumn
from rich.table import Column

from bot.broadcasts.lifecycle import Status, broadcast_status
from bot.cli.broadcast_shown import duration_text, reason_in_words
from bot.logging_setup import describe_error, only_warnings
from bot.runtime import Parts, parts

log = structlog.get_logger()
LOOK_SECONDS = 0.5
LINE_SECONDS = 10.0  # without a terminal
STILL_SECONDS = 10.0  # nothing moved: then it is asked whether anybody works
NOBODY = "Nothing has moved for a while. Does a `flask worker` run, with the same DATABASE_URL and BROKER_URL as here?"
WORK_SECONDS = 5.0
SHOWN = ("sent", "delivered", "held", "failed", "skipped")
MOST_REASONS = 3  # beside the bar; all are told at the end
COSTS_AT_MOST = 0.1  # looking at a million rows takes a while: then it is looked at less often


def work_and_watch(id: int, console: Console) -> None:
    """Send, unless a broker's workers do, and show how far it is; ends with the broadcast, or when nothing can leave now."""
    if parts().settings.broker_url.get_secret_value():
        click.echo("Sent by whatever `flask worker` or `make run` listens to the broker; this only watches")
        with _may_leave(id):
            _watch(id, console, until_asleep=True)
        return
    if console.is_terminal:
        only_warnings()  # the bar says it
    parts().previewer.make_page(id, parts().clock())  # the first rows, so that nobody waits for the others
    working = _Working(parts())
    with _may_leave(id), working.at_work():
        _watch(id, console, working)


def watch_broadcast(id: int, console: Console) -> None:
    """Show how far a broadcast is until it is over; Ctrl-C only stops the watching."""
    with _may_leave(id):
        _watch(id, console)


@contextmanager
def _may_leave(id: int) -> Iterator[None]:
    """Ctrl-C ends the block, and says what that means."""
    try:
        yield
    except KeyboardInterrupt:
        _left(id)


def _left(id: int) -> None:
    click.echo(f"\nBroadcast {id} is as it was: Ctrl-C stopped this command only. What you can do:")
    click.echo(f"  flask broadcast status {id} --watch   see how far it is; a server or worker that runs goes on with it")
    click.echo(f"  flask broadcast resume {id}           go on with it here")
    click.echo(f"  flask broadcast pause {id}            hold it")
    click.echo(f"  flask broadcast cancel {id}           end it for good")


class _Working:
    """A thread that sends while this command watches. `idle`: it found nothing that could leave now."""

    def __init__(self, parts: Parts) -> None:
        self._worker, self._stop = parts.alert_dispatcher, threading.Event()
        self.idle = threading.Event()
        self.failed: Exception | None = None

    @contextmanager
    def at_work(self) -> Iterator[None]:
        """Work until the block is left; the batch at hand is finished first."""
        thread = threading.Thread(target=self._run, name="sending", daemon=True)
        thread.start()
        try:
            yield
        finally:
            self._stop.set()
            thread.join()

    def _run(self) -> None:
        try:
            while not self._stop.is_set():
                if self._worker.work(WORK_SECONDS):
                    self.idle.clear()
                else:
                    self.idle.set()
                    self._stop.wait(LOOK_SECONDS)
        except Exception as error:  # the outermost loop of this thread; told by who watches
            log.error("alert_worker_failed", **describe_error(error))
            self.failed = error


def _watch(id: int, console: Console, working: _Working | None = None, until_asleep: bool = False) -> None:
    """Until it is over or paused, or nothing is under way and nothing can leave: who works knows that, or the hours say it."""
    began = moved_at = time.monotonic()
    shown = _Bar(console) if console.is_terminal else _Lines()
    first: Status | None = None
    found: Status | None = None
    with shown:
        while True:
            looked = time.monotonic()
            before, idle = found, working is not None and working.idle.is_set()
            with parts().database.read() as connection:
                found = broadcast_status(connection, id)
            if found is None:
                raise click.ClickException(f"broadcast {id} is gone")
            first = first or found
            asleep = parts().previewer.asleep(found, parts().clock())
            all_asleep = 0 < asleep == sum(found.zones.values())
            if before is None or before.states != found.states or found.state != "sending" or all_asleep:
                moved_at = looked
            elif working is None and looked - moved_at >= STILL_SECONDS:
                console.print(NOBODY, highlight=False)
                moved_at = float("inf")  # said once, until something moves
            shown.show(found, asleep, _pace(first, found, looked - began))
            if working is not None and working.failed:
                raise click.ClickException(f"stopped: {type(working.failed).__name__}; see the log. Nothing is lost or doubled")
            if found.over or found.state == "paused" or ((idle or (until_asleep and all_asleep)) and not _under_way(found)):
                break
            time.sleep(max(LOOK_SECONDS, (time.monotonic() - looked) / COSTS_AT_MOST))
    _say_how_it_ended(found)


def _under_way(found: Status) -> bool:
    return not found.made or any(found.states.get(state) for state in ("sending", "unknown", "waiting"))


def _pace(first: Status, found: Status, seconds: float) -> float:
    """Segments a second since the watching began."""
    return (found.segments - first.segments) / seconds if seconds > 1 else 0.0


def _say_how_it_ended(found: Status) -> None:
    click.echo(_line(found))
    for reason, count in sorted(found.reasons.items(), key=lambda item: -item[1]):
        click.echo(f"  {count:,} not: {reason_in_words(reason)}")
    if found.state == "paused":
        click.echo(f"Paused: {found.reason}. Go on with: flask broadcast resume {found.id}")
    elif not found.over and not found.zones:
        click.echo(f"All are out; what carriers say later shows: flask broadcast status {found.id}")
    elif not found.over:
        held = sum(found.zones.values())
        click.echo(f"To go when their hours begin: {held:,}; `make run` or `flask worker` sends them then. Or run this later:")
        click.echo(f"  flask broadcast resume {found.id}")


def _line(found: Status) -> str:
    """ "sent 800, delivered 150, failed 2, skipped 3 of 1,000"."""
    ended = {state: found.states.get(state, 0) for state in ("sent", "delivered", "failed", "skipped")}
    said = ", ".join(f"{count:,} {state}" for state, count in ended.items())
    to_go, so_far = found.total - sum(ended.values()), "" if found.made else " so far"
    return f"Broadcast {found.id} {found.state}: {said}, {to_go:,} to go, of {found.total:,}{so_far}"


class _Lines:
    """For who reads with a program: a line at the start and every few seconds."""

    def __enter__(self) -> "_Lines":
        self._at = 0.0
        return self

    def __exit__(self, *error: object) -> None: ...

    def show(self, found: Status, asleep: int, pace: float) -> None:
        if time.monotonic() - self._at >= LINE_SECONDS and not found.over:
            self._at = time.monotonic()
            click.echo(_line(found))


class _Bar:
    """For a terminal: a bar that moves, counts beside it."""

    def __init__(self, console: Console) -> None:
        columns: list[ProgressColumn | str] = [
            TextColumn("{task.description}"),
            BarColumn(table_column=Column(ratio=1)),
            MofNCompleteColumn(table_column=Column(no_wrap=True)),
            TextColumn("{task.fields[counts]}"),
        ]
        self._progress = Progress(*columns, console=console)
        self._task = self._progress.add_task("", total=None, counts="")

    def __enter__(self) -> "_Bar":
        self._progress.start()
        return self

    def __exit__(self, *error: object) -> None:
        self._progress.stop()

    def show(self, found: Status, asleep: int, pace: float) -> None:
        states = found.states
        gone = found.total - sum(states.get(state, 0) for state in ("queued", "waiting"))
        counted = {**states, "held": asleep}
        counts = ", ".join(f"{counted[name]:,} {name}" for name in SHOWN if counted.get(name))
        if found.reasons:
            most = sorted(found.reasons.items(), key=lambda item: -item[1])[:MOST_REASONS]
            counts += f" ({', '.join(f'{reason} {count:,}' for reason, count in most)})"
        to_go = states.get("queued", 0) - asleep
        each = found.segments / max(1, found.gone)
        left = f", {duration_text(to_go * each / pace)} left" if pace and to_go > 0 else ""
        counts += f" | {pace:.1f} segments/s{left}" if pace else ""
        self._progress.update(self._task, description=found.state, total=found.total or None, completed=gone, counts=counts)
