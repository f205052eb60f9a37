"""`flask campaigns`: what is loaded, and what is wrong with campaign files. The rules are in bot/campaigns."""

from pathlib import Path

import click
from rich.table import Table

from bot.campaigns import Campaign, CampaignErrors, read_campaigns
from bot.cli.terminal import CommandGroup, count_noun, make_console, show_faults
from bot.engine.reserved import reserved_words
from bot.officials.roles import ROLES
from bot.runtime import parts
from bot.yaml_files import FileFault

campaigns_cli = CommandGroup("campaigns", help="The campaigns of this installation.")


@campaigns_cli.command("list")
def list_campaigns() -> None:
    """Show every campaign that serves: its keywords, state, languages and targets; and files that do not serve as they are."""
    table = Table("campaign", "keywords", "state", "languages", "targets", "on record", "title", box=None)
    for campaign in parts().campaigns:
        table.add_row(
            campaign.id,
            " ".join(campaign.keywords),
            campaign.state + (", hotline" if campaign.hotline else ""),
            " ".join(campaign.languages),
            " ".join(campaign.roles),
            _on_record(campaign),
            campaign.wording(campaign.languages[0]).title,
        )
    make_console().print(table)
    for fault in _faults():
        click.echo(f"warning: {fault.summary}", err=True)


@campaigns_cli.command("check")
@click.argument("files", nargs=-1, metavar="[FILE]...", type=click.Path(path_type=Path))
def check_campaigns(files: tuple[Path, ...]) -> None:
    """List everything that is wrong with campaign files; without FILE, with all of the installation's.

    Of these it says, too, what serves in their place. Exit status 1 where anything is wrong.
    """
    if not files:
        show_faults(_faults())
        click.echo(f"{count_noun(len(parts().campaigns), 'campaign')}, no problems")
        return
    reserved = reserved_words(parts().flows)
    try:
        found = read_campaigns(files, roles=ROLES, reserved=reserved, public_url=parts().settings.url)
    except CampaignErrors as errors:
        click.echo(errors, err=True)
        raise click.ClickException(count_noun(len(errors.problems), "problem")) from None
    click.echo(f"{count_noun(len(found), 'campaign')}, no problems")


def _on_record(campaign: Campaign) -> str:
    """How many places have a stance, and of how many it is too old to be told as a fact."""
    today = parts().clock().date()
    stale = sum(campaign.is_stale(record, today) for record in campaign.stances)
    return f"{len(campaign.stances)}, {stale} stale" if stale else str(len(campaign.stances))


def _faults() -> list[FileFault]:
    return [fault for fault in parts().files.faults if fault.kind == "campaign"]
