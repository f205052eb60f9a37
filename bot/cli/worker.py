"""`flask worker`: a process that sends alerts and does the periodic jobs. How is in bot/workers, what in create_app()."""

import signal

import click
from flask.cli import with_appcontext

from bot.cli.serve import keep_files
from bot.cli.stop_signals import STOP_SIGNALS, await_stop, open_stop_pipe
from bot.officials import zip_info
from bot.runtime import parts


@click.command("worker")
@with_appcontext
def worker_command() -> None:
    """Send alerts and do the periodic jobs until stopped. Any number may run, on any machine that reaches the database.

    With several machines, BROKER_URL names the RabbitMQ or Redis through which they share the work. While that is away, each
    finds what is due by a look at the rows every few seconds.
    """
    if not parts().database.can_serve():
        raise click.ClickException("the tables are not at this version; run: flask migrate")
    keep_files(parts())
    pipe = open_stop_pipe()
    for signum in STOP_SIGNALS:
        signal.signal(signum, lambda *_: None)  # the pipe tells
    # What it takes to send is loaded now: the first alert would wait for it.
    zip_info.load_zips()
    parts().alert_dispatcher.work(0)
    parts().workers.start()
    parts().outbox.wake()  # and texts that a conversation started, where no server has sent them
    click.echo("Worker ready; Ctrl-C stops it once the texts at hand are out")
    await_stop(pipe)
    parts().finish_work()
    parts().database.close()
