"""`flask worker`: a process that sends alerts and does the periodic jobs. How is in bot/workers, what in bot/assembly."""

import signal

import click
from flask.cli import with_appcontext
from prometheus_client import start_http_server

from bot.cli.serve import prepare_parts
from bot.cli.stop_signals import STOP_SIGNALS, await_stop, open_stop_pipe
from bot.cli.terminal import SingleCommand, other_tables
from bot.officials import zip_info
from bot.officials.tables import no_collection
from bot.runtime import parts
from bot.workers.process_counts import all_counts


@click.command("worker", cls=SingleCommand)
@click.option("--metrics-port", type=click.IntRange(1, 65535), help="Tell Prometheus there what it counts; for no stranger.")
@click.option("--metrics-host", default="127.0.0.1", show_default=True, help="Address to listen on for it.")
@with_appcontext
def worker_command(metrics_port: int | None, metrics_host: str) -> None:
    """Send alerts and do the periodic jobs until stopped. Any number may run, on any machine that reaches the database.

    With several machines, BROKER_URL names the RabbitMQ or Redis through which they share the work. While that is away, each
    finds what is due by a look at the rows every few seconds.
    """
    if not parts().database.can_serve():
        raise other_tables(parts().database.version())
    with no_collection():
        prepare_parts(parts())
    pipe = open_stop_pipe()
    for signum in STOP_SIGNALS:
        signal.signal(signum, lambda *_: None)  # the pipe tells
    parts().watch()
    # What it takes to send is loaded now: the first alert would wait for it.
    zip_info.load_zips()
    parts().alert_dispatcher.work(0)
    parts().workers.start()
    parts().outbox.wake()  # and texts that a conversation started, where no server has sent them
    if metrics_port:
        start_http_server(metrics_port, metrics_host, all_counts())
    click.echo("Worker ready; Ctrl-C stops it once the texts at hand are out")
    await_stop(pipe)
    parts().finish_work()
