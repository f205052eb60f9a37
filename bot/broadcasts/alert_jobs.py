"""What workers are asked to do for alerts: start those whose time has come, make their rows, send; and when each is due."""

import time
from collections.abc import Callable, Mapping, Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, exists, func, select

from bot.broadcasts.expand import UNMADE
from bot.broadcasts.kept_previews import asked_previews, keep_preview
from bot.broadcasts.previewer import Previewer
from bot.broadcasts.results import count_result, due_results
from bot.broadcasts.sweep import WORK, start_scheduled
from bot.models import UNDER_WAY, Broadcast, Delivery
from bot.storage.database import Database
from bot.workers.jobs import Due, Job, JobRequest

EXPAND_SECONDS = 20.0
SHIFTS = 4  # processes that are asked to send an alert together

_NOW = bindparam("now", type_=Broadcast.expires_at.type)
_UNMADE_IDS = select(Broadcast.id).where(UNMADE).order_by(Broadcast.id)
_DUE = select(
    WORK.scalar_subquery(),
    exists().where(Broadcast.state == "scheduled", Broadcast.starts_at <= _NOW),
    select(func.min(Broadcast.starts_at)).where(Broadcast.state == "scheduled", Broadcast.starts_at > _NOW).scalar_subquery(),
    select(func.min(Broadcast.expires_at)).where(Broadcast.state == "paused", Broadcast.expires_at > _NOW).scalar_subquery(),
    select(func.min(Delivery.due_at)).where(UNDER_WAY, Delivery.due_at > _NOW).scalar_subquery(),
)


class AlertJobs:
    """The jobs for alerts of an application. `send` sends for so many seconds and gives True where there is more; `enqueue` has
    another job done; once `stopping`, jobs give back soon."""

    def __init__(
        self,
        *,
        database: Database,
        previewer: Previewer,
        clock: Callable[[], datetime],
        send: Callable[[float], bool],
        enqueue: Callable[..., None],
        stopping: Callable[[], bool],
        shift_seconds: float,
    ) -> None:
        self._database, self._previewer, self._clock, self._send = database, previewer, clock, send
        self._enqueue, self._stopping, self._shift_seconds = enqueue, stopping, shift_seconds

    def jobs(self) -> Mapping[str, Job]:
        """By name. What each is for is said at its method."""
        return {
            "start_alerts": Job(do=self._start_alerts),
            "expand_audience": Job(do=self._expand_audience),
            "send_batch": Job(do=lambda: self._send(self._shift_seconds), alone=True),
            "preview_alert": Job(do=self._preview_alert),
            "count_result": Job(do=self._count_result),
        }

    def find_due(self, connection: Connection, now: datetime) -> Due:
        """What is due by the rows. `now` in UTC."""
        is_work, to_start, *times = connection.execute(_DUE, {"now": now}).one()
        next_at = min(filter(None, times), default=None)
        if not is_work:
            return Due(next_at=next_at)
        requests = [JobRequest("start_alerts")] if to_start else []
        requests += [JobRequest("expand_audience", (id,)) for id in _unmade(connection, now)]
        return Due(requests=[*requests, JobRequest("send_batch")], next_at=next_at)

    def find_seldom(self, connection: Connection, now: datetime) -> Due:
        """Previews that were asked for and are not made, and results that are to be counted again."""
        previews = [JobRequest("preview_alert", (id,)) for id in asked_previews(connection, now)]
        return Due(requests=[*previews, *(JobRequest("count_result", (id,)) for id in due_results(connection, now))])

    def _start_alerts(self) -> None:
        """Start what was scheduled for now, have missing rows made, and have sent what is ready."""
        with self._database.write() as connection:
            start_scheduled(connection, self._clock())
        with self._database.read() as connection:
            unmade = _unmade(connection, self._clock())
        for id in unmade:
            self._enqueue("expand_audience", id)
        self._enqueue("send_batch")

    def _preview_alert(self, id: int) -> None:
        """Make the preview of a draft that was asked for."""
        keep_preview(self._database, id, lambda: self._previewer.preview_of_form(id, self._clock()), self._clock)

    def _count_result(self, id: int) -> None:
        """Count what an alert has led to by now."""
        count_result(self._database, id, self._clock())

    def _expand_audience(self, id: int) -> bool:
        """Make a broadcast's rows, page by page, and have them sent as soon as there are any; True while there are more."""
        end = time.monotonic() + EXPAND_SECONDS
        more = self._previewer.make_page(id, self._clock())
        for _ in range(SHIFTS):
            self._enqueue("send_batch")
        while more and time.monotonic() < end and not self._stopping():
            more = self._previewer.make_page(id, self._clock())
        return more


def _unmade(connection: Connection, now: datetime) -> Sequence[int]:
    return connection.execute(_UNMADE_IDS, {"now": now}).scalars().all()
