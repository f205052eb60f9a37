"""`flask worker`: a process that sends alerts and does the chores. What it does is in bot/workers and bot/broadcasts."""

import signal
import threading

import click
from flask.cli import with_appcontext

from bot.runtime import parts


@click.command("worker")
@with_appcontext
def worker_command() -> None:
    """Send alerts and do the chores until stopped. Any number may run, on any machine that reaches the database.

    With several machines, BROKER_URL names the RabbitMQ or Redis through which they wake one another.
    """
    if not parts().database.can_serve():
        raise click.ClickException("the tables are not at this version; run: flask migrate")
    stopped = threading.Event()
    for told in (signal.SIGTERM, signal.SIGINT):
        signal.signal(told, lambda *_: stopped.set())
    parts().workers.start()
    parts().sender.send([])  # and texts that a conversation started, where no server has sent them
    click.echo("Worker ready; Ctrl-C stops it once the texts at hand are out")
    stopped.wait()
    parts().workers.stop()
    parts().sender.stop()
    parts().database.close()
