"""`flask contacts import | template`: sign-ups from elsewhere. The rules are in bot/contacts."""

import csv
import io
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import click

from bot.broadcasts.alert_texts import finish_text
from bot.broadcasts.preview import Limits
from bot.campaigns import Campaign
from bot.cli.broadcast_shown import cost_in_words, time_to_send
from bot.cli.terminal import CommandGroup, count_noun
from bot.contacts.confirmation import EXPIRES, LONGEST_WHO, confirmation_texts
from bot.contacts.contact_rows import COLUMNS, KNOWN
from bot.contacts.import_contacts import NEW, Loaded, check_contacts, load_contacts, look_contacts_over
from bot.contacts.staging import Staging
from bot.people.no_text_reasons import STOPPED
from bot.runtime import parts
from bot.tabular.cells import SpreadsheetError
from bot.tabular.spreadsheet import RowProblem, open_spreadsheet
from bot.telephony import count_segments, in_dollars

TEMPLATE = "flask contacts template > contacts.csv"
LANDLINES = (
    "Which numbers are landlines, a list cannot tell: American numbers move between carriers. One shows when its carrier "
    "refuses the text, and is not texted again."
)
BECAME = {
    NEW: "{} to be asked by one text whether they want the alerts",
    "pending": "{} asked before, not asked again",
    "active": "{} get the alerts already",
    STOPPED: "{} stopped all texts, kept so",
    "left": "{} left these alerts, kept so",
}

contacts_cli = CommandGroup("contacts", help="People who signed up elsewhere.")


@contacts_cli.command("import")
@click.argument("file", metavar="FILE.csv", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--campaign", "keyword", metavar="KEYWORD", required=True, help="Whose alerts they agreed to.")
@click.option("--from", "who", metavar="NAME", default="", help="Who collected these sign-ups, as their text will name them.")
@click.option("--partial", is_flag=True, help="Load the rows that are right, and say which were left out.")
@click.option("--dry-run", is_flag=True, help="Only check the file, and say what it would do.")
def import_contacts(file: Path, keyword: str, who: str, partial: bool, dry_run: bool) -> None:
    """Load people who agreed to a campaign's alerts elsewhere.

    Every row needs a phone, where they agreed (source) and when (consented_at). Nothing is loaded unless all rows are right.
    Nobody gets an alert by this: each is asked once, by text, and is signed up when their own phone answers JOIN.
    `flask contacts template` writes an empty file, docs/contacts.md explains it. Exit status 1 where nothing was loaded; what
    is wrong is on standard error, a line each.
    """
    campaign = _campaign(keyword)
    if len(who) > LONGEST_WHO:
        raise click.BadParameter(f"has {len(who)} characters; write at most {LONGEST_WHO}", param_hint="--from")
    with Staging(parts().phone_cipher) as staging:
        problems = _check(file, staging, "left out" if partial else "error")
        if problems and not (partial and staging.count):
            count = count_noun(problems, "problem")
            them = "it" if problems == 1 else "them"
            more = ", or load the other rows with --partial" if staging.count else " and try again"
            raise click.ClickException(f"{count}, nothing was loaded; mend {them}{more}")
        texts = confirmation_texts(campaign, parts().settings.organization, who)
        note = _teller(file, "note")
        if dry_run:
            loaded = look_contacts_over(parts().database, staging, campaign, parts().clock(), note)
        else:
            loaded = load_contacts(parts().database, staging, campaign, texts, parts().clock(), note)
        _say(staging.count, loaded)
    if loaded.counts[NEW]:
        for line in _cost(loaded.languages, campaign.languages[0], texts, parts().previewer.limits):
            click.echo(f"  {line}")
        click.echo(LANDLINES)
    if dry_run:
        click.echo("a dry run: nothing was changed")
    if loaded.broadcast is not None:
        parts().workers.enqueue("start_alerts")
        click.echo(f"they are asked within the hours for alerts; see it go out with: flask broadcast status {loaded.broadcast}")


def _campaign(keyword: str) -> Campaign:
    campaigns = parts().campaigns
    campaign = campaigns.named(keyword.strip())
    if campaign is None or campaign.state != "live":
        known = ", ".join(each.keyword for each in campaigns.live) or "none"
        raise click.BadParameter(f"{keyword!r} is no campaign that is live; there are: {known}", param_hint="--campaign")
    return campaign


def _check(file: Path, staging: Staging, as_what: str) -> int:
    try:
        with file.open("rb") as opened, open_spreadsheet(opened, KNOWN, TEMPLATE) as table:
            return check_contacts(table, staging, parts().clock(), _teller(file, as_what), _teller(file, "warning"))
    except SpreadsheetError as problem:
        raise click.ClickException(f"{file.name}: {problem}") from None
    except OSError as problem:
        raise click.ClickException(f"{file}: cannot be read ({problem.strerror})") from None


def _teller(file: Path, what: str) -> Callable[[RowProblem], None]:
    """Says on standard error what is to be said of a line."""
    return lambda problem: click.echo(f"{what}: {file.name}: {problem}", err=True)


def _say(rows: int, loaded: Loaded) -> None:
    click.echo(f"{count_noun(rows, 'row')}:")
    for outcome, said in BECAME.items():
        if loaded.counts[outcome]:
            click.echo(f"  {said.format(f'{loaded.counts[outcome]:,}')}")


def _cost(languages: Mapping[str | None, int], first: str, texts: Mapping[str, str], limits: Limits) -> Iterator[str]:
    """What asking costs and how long it takes, a line each; `first`: the language of whoever's is unknown."""
    total = 0
    for language, people in languages.items():
        read = language or first
        total += people * count_segments(finish_text(texts[read], {}, read)).count
    cost, cap = limits.prices.of_segments(total), limits.spend_cap_micros
    yield f"asking them: {cost_in_words(cost)}"
    yield f"{time_to_send(total / limits.pace, limits.pace)}"
    if cost.micros > cap:
        days = f" ({-(-cost.micros // cap):,} days in all)" if cap else ""
        yield (
            f"more than SPEND_CAP, ${in_dollars(cap):,.2f} a day: it pauses when that is spent, until you resume it "
            f"the day after{days}; after {EXPIRES.days} days nobody is asked any more"
        )


@contacts_cli.command("template")
def show_contact_template() -> None:
    """Write an empty list to standard output: flask contacts template > contacts.csv."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerow(["# Lines that begin with # are passed over. docs/contacts.md explains the columns."])
    writer.writerow(["# 253-555-0142", "Spanish", "98402", "Table at the Proctor farmers market", "11/02/2026"])
    click.echo(out.getvalue(), nl=False)
