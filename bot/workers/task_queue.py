"""Requests for jobs, handed on by Dramatiq: to the threads of this process, or through a broker to whichever machine is free.

A request is never the truth, the rows are: one that gets lost is made again when the rows are looked at, one that comes twice
finds nothing left to do. What the jobs are and when they are due is not known here.
"""

import logging
import threading
from collections.abc import Callable
from urllib.parse import urlsplit

import dramatiq
import structlog
from dramatiq import Broker, MessageProxy, Worker
from dramatiq.brokers.stub import StubBroker
from dramatiq.middleware import Middleware, Retries

from bot.logging_setup import describe_error
from bot.workers.jobs import Job, JobFailed, JobFailure, JobRequest, Jobs

log = structlog.get_logger()

THREADS = 4
OUTSIDE_THREADS = 6
ALONE, OUTSIDE = "-alone", "-outside"  # end the names of queues: of jobs done one at a time, and of those that wait for others
IDLE_MS = 250
REDIS_IDLE_MS = 100  # Redis is asked for requests, at least this often; RabbitMQ brings them
CONNECT_SECONDS = 2.0
ANSWER_SECONDS = 3.0
HEARTBEAT_SECONDS = 20
LONGEST_BACKOFF = 5.0  # seconds, where a job does not begin with more

Perform = Callable[[JobRequest], None]
Bury = Callable[[JobRequest, JobFailure, int], None]


class TaskQueue:
    """Takes requests for `jobs`, and has them performed by those who consume.

    url: amqp://... (RabbitMQ) or redis://... ; empty: only this process consumes. `name`: where others that use the same broker
    do not hear it. `perform` does a request, or raises JobFailed; `bury` gets those that failed for good, and how often.
    """

    def __init__(self, url: str, name: str, jobs: Jobs, perform: Perform, bury: Bury) -> None:
        _quiet_libraries()
        self._name, self._idle_ms = name, REDIS_IDLE_MS if urlsplit(url).scheme.startswith("redis") else IDLE_MS
        self._broker, self._connect = _broker(url, name, [_DeadLetters(bury), Retries()])
        for lane in (name, name + ALONE, name + OUTSIDE):
            self._broker.declare_queue(lane)
        for job_name, job in jobs.items():
            self._declare(job_name, job, perform)
        self._workers: list[Worker] = []

    def _declare(self, name: str, job: Job, perform: Perform) -> None:
        def act(*ids: int) -> None:
            perform(JobRequest(name, ids))

        first = int(job.backoff.total_seconds() * 1000)
        # No time limit: it would raise in the midst of a job, and jobs end by themselves.
        declare = dramatiq.actor(
            broker=self._broker,
            actor_name=name,
            queue_name=self._name + (ALONE if job.alone else OUTSIDE if job.outside else ""),
            min_backoff=first,
            max_backoff=max(first, int(LONGEST_BACKOFF * 1000)),
            retry_when=lambda failed, error: _is_away(error) or failed + 1 < job.tries,
        )
        declare(act)

    def enqueue(self, request: JobRequest) -> None:
        """Wake somebody for it. Raises what the broker's client raises while the broker is away."""
        self._broker.get_actor(request.job).send(*request.ids)

    def connect(self) -> None:
        """Be ready to enqueue without delay. Raises as enqueue() does."""
        self._connect()

    def consume(self) -> None:
        """Do what is enqueued, in threads of this process, until stop()."""
        for ending, threads in (("", THREADS), (ALONE, 1), (OUTSIDE, OUTSIDE_THREADS)):
            worker = Worker(self._broker, queues={self._name + ending}, worker_threads=threads, worker_timeout=self._idle_ms)
            # No more than there are threads: what waits here could be done by another machine.
            worker.queue_prefetch = threads
            worker.start()
            self._workers.append(worker)

    def stop(self, seconds: float) -> None:
        """Finish what is being done, within so long, and give back the rest."""
        stopping = [
            threading.Thread(target=worker.stop, args=[int(seconds * 1000)], name="stop", daemon=True)
            for worker in self._workers
        ]
        self._workers = []
        for thread in stopping:
            thread.start()
        for thread in stopping:
            thread.join(seconds)  # they began together, and give up by themselves
        self._broker.close()


class _DeadLetters(Middleware):
    """Tells of requests that are tried no more."""

    def __init__(self, bury: Bury) -> None:
        self._bury, self._here = bury, threading.local()

    def after_process_message(
        self, broker: Broker, message: MessageProxy, *, result: object = None, exception: BaseException | None = None
    ) -> None:
        self._here.failure = exception.failure if isinstance(exception, JobFailed) else None

    def before_nack(self, broker: Broker, message: MessageProxy) -> None:
        unknown = JobFailure(error="UnknownJob", frames="", away=False)  # of another version of this program
        failure = getattr(self._here, "failure", None) or unknown
        self._here.failure = None
        ids = tuple(each for each in message.args if isinstance(each, int))
        self._bury(JobRequest(message.actor_name, ids), failure, int(message.options.get("retries", 1)))


def _is_away(error: BaseException) -> bool:
    return isinstance(error, JobFailed) and error.failure.away


def _broker(url: str, queue: str, middleware: list[Middleware]) -> tuple[Broker, Callable[[], object]]:
    """The broker, and what makes this thread's connection to it."""
    if not url:
        return StubBroker(middleware=middleware), lambda: None
    # Each brings a client of ten megabytes.
    if urlsplit(url).scheme in {"amqp", "amqps"}:
        from dramatiq.brokers.rabbitmq import RabbitmqBroker
        from pika import URLParameters  # type: ignore[import-untyped]

        parameters = URLParameters(url)
        parameters.socket_timeout = CONNECT_SECONDS
        parameters.stack_timeout = parameters.blocked_connection_timeout = ANSWER_SECONDS
        parameters.heartbeat = HEARTBEAT_SECONDS
        # Confirmed: what a broken connection swallows, or a queue that is gone, is noticed.
        rabbit = RabbitmqBroker(middleware=middleware, confirm_delivery=True)
        rabbit.parameters = parameters
        return rabbit, lambda: rabbit.declare_queue(queue, ensure=True)
    from dramatiq.brokers.redis import RedisBroker
    from redis import Redis
    from redis.backoff import NoBackoff
    from redis.retry import Retry

    # Once more, at once: by default it waits seconds in between, while the work could be done here.
    again = Retry(NoBackoff(), 1)
    client = Redis.from_url(url, socket_connect_timeout=CONNECT_SECONDS, socket_timeout=ANSWER_SECONDS, retry=again)
    return RedisBroker(client=client, middleware=middleware), client.ping  # type: ignore[no-untyped-call]


class _Trouble(logging.Handler):
    """What the library says of faults of its own, as our log does. Of a broker that is away its user tells."""

    def emit(self, record: logging.LogRecord) -> None:
        if record.exc_info and record.exc_info[1] is not None:
            log.error("task_queue_failed", **describe_error(record.exc_info[1]))


def _quiet_libraries() -> None:
    """Their own lines hold arguments and errors in full."""
    ours = logging.getLogger("dramatiq")
    if not ours.handlers:
        ours.setLevel(logging.CRITICAL)
        ours.propagate = False
        ours.addHandler(_Trouble())
        logging.getLogger("pika").setLevel(logging.CRITICAL + 1)
