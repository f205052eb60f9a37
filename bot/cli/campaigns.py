"""`flask campaigns`: what is loaded, and what is wrong with campaign files. The rules are in bot/campaigns."""

from pathlib import Path

import click
from flask.cli import AppGroup
from rich.table import Table

from bot.campaigns import CampaignErrors, Campaigns, load_campaigns, read_campaigns
from bot.cli.terminal import console, counted
from bot.engine.reserved import reserved_words
from bot.officials.roles import ROLES
from bot.runtime import parts

campaigns_cli = AppGroup("campaigns", help="The campaigns of this installation.")


@campaigns_cli.command("list")
def list_campaigns() -> None:
    """Show every campaign: its keywords, state, languages and targets."""
    table = Table("campaign", "keywords", "state", "languages", "targets", "on record", "title", box=None)
    for campaign in _read(()):
        table.add_row(
            campaign.id,
            " ".join(campaign.keywords),
            campaign.state + (", hotline" if campaign.hotline else ""),
            " ".join(campaign.languages),
            " ".join(campaign.targets),
            str(len(campaign.stances)),
            campaign.wording(campaign.languages[0]).title,
        )
    console().print(table)


@campaigns_cli.command("check")
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path(path_type=Path))
def check_campaigns(files: tuple[Path, ...]) -> None:
    """List everything that is wrong with campaign files; without FILE, with all of the installation's."""
    count = len(_read(files))
    click.echo(f"{counted(count, 'campaign')}, no problems")


def _read(files: tuple[Path, ...]) -> Campaigns:
    settings, reserved = parts().settings, reserved_words(parts().flows)
    try:
        if files:
            return read_campaigns(files, roles=ROLES, reserved=reserved, public_url=settings.url)
        return load_campaigns(settings.data_dir / "campaigns", roles=ROLES, reserved=reserved, public_url=settings.url)
    except CampaignErrors as errors:
        click.echo(errors, err=True)
        count = len(errors.problems)
        raise click.ClickException(counted(count, "problem")) from None
