"""Wakes whoever sends alerts and does the chores: Dramatiq tasks, in this process by default, on many machines with a broker.

A task is a doorbell, never the truth: the rows are. One that gets lost is rung again at the next look at the rows, one that
comes twice finds nothing left to do.
"""

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

import dramatiq
from dramatiq import Broker, Worker
from dramatiq.brokers.stub import StubBroker
from dramatiq.middleware import AgeLimit, Middleware, ShutdownNotifications

THREADS = 4  # one sends, others find it at work and are free again, or do a chore
STALE_SECONDS = 10  # by then it has been rung again
STOP_SECONDS = 7  # a process that is told to stop has eight


class Doorbell:
    """Tasks by name, each without arguments. `ring` wakes one of those who `answer`: here, or wherever the broker leads.

    broker_url: amqp://... (RabbitMQ) or redis://... ; empty: only this process answers. `queue`: where others that
    use the same broker do not hear it.
    """

    def __init__(self, broker_url: str, queue: str, tasks: Mapping[str, Callable[[], None]]) -> None:
        self._broker = _broker(broker_url)
        for name, task in tasks.items():
            # No time limit: it would raise in the midst of a task, and tasks end by themselves.
            actor = dramatiq.actor(broker=self._broker, actor_name=name, queue_name=queue, max_age=STALE_SECONDS * 1000)
            actor(task)
        self._worker: Worker | None = None

    def ring(self, name: str) -> None:
        """Wake somebody for a task. Raises what the broker's client raises when it is away: rows and the next look mend it."""
        self._broker.get_actor(name).send()

    def answer(self) -> None:
        """Do the tasks that are rung for, in threads of this process, until `stop`."""
        self._worker = Worker(self._broker, worker_threads=THREADS, worker_timeout=250)
        self._worker.start()

    def stop(self) -> None:
        """Finish what is being done, give back the rest."""
        if self._worker is not None:
            self._worker.stop(timeout=STOP_SECONDS * 1000)
            self._worker = None
        self._broker.close()


def _broker(url: str) -> Broker:
    middleware: list[Middleware] = [AgeLimit(), ShutdownNotifications()]
    if not url:
        return StubBroker(middleware=middleware)
    # Each brings a client of ten megabytes.
    if urlsplit(url).scheme in {"amqp", "amqps"}:
        from dramatiq.brokers.rabbitmq import RabbitmqBroker

        return RabbitmqBroker(url=url, middleware=middleware)
    from dramatiq.brokers.redis import RedisBroker

    return RedisBroker(url=url, middleware=middleware)  # type: ignore[no-untyped-call]
