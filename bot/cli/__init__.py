"""The command line, through Flask's own `flask`. Each module is one group; what they do lives in the parts below."""

import click
from flask import Flask

from bot.cli import boundaries, corrections, lists  # noqa: F401  they add their commands to `flask officials`
from bot.cli.broadcast import broadcast_cli
from bot.cli.campaigns import campaigns_cli
from bot.cli.connections import connections_cli
from bot.cli.contacts import contacts_cli
from bot.cli.data import data_cli
from bot.cli.demo import demo_cli
from bot.cli.exports import export_cli
from bot.cli.flows import flows_cli
from bot.cli.jobs import jobs_cli
from bot.cli.lines import lines_command
from bot.cli.messages import messages_cli
from bot.cli.officials import officials_cli
from bot.cli.organizers import organizers_cli
from bot.cli.privacy import privacy_cli
from bot.cli.restore import restore_command
from bot.cli.results import results_cli
from bot.cli.rotate_phone_key import rotate_command
from bot.cli.serve import migrate_command, serve_command
from bot.cli.worker import worker_command


def register_commands(app: Flask) -> None:
    """Add all commands to the app."""
    officials_cli.add_command(lines_command)
    commands: list[click.Command] = [
        broadcast_cli,
        campaigns_cli,
        connections_cli,
        contacts_cli,
        data_cli,
        demo_cli,
        export_cli,
        flows_cli,
        jobs_cli,
        messages_cli,
        migrate_command,
        officials_cli,
        organizers_cli,
        privacy_cli,
        restore_command,
        results_cli,
        rotate_command,
        serve_command,
        worker_command,
    ]
    for command in commands:
        app.cli.add_command(command)
