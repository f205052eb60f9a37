"""`flask campaigns`: which there are, what is wrong with their files, versions in and out, and which of them serve.

The rules are in bot/campaigns, the versions in bot/campaign_versions.
"""

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import get_args

import click
from rich.table import Table
from sqlalchemy import Connection

from bot.accounts import campaign_acts
from bot.accounts.audit import Actor
from bot.campaign_versions.seeds import Seed, take_seed
from bot.campaign_versions.version_rows import CampaignRow, all_campaigns, find_campaign, version_text
from bot.campaigns import Campaign, CampaignErrors, read_campaigns
from bot.campaigns.callpower import (
    LONGEST,
    CallPowerSeat,
    Imported,
    NotCallPower,
    import_campaign,
    read_campaigns_of_callpower,
)
from bot.campaigns.campaign_files import FORM
from bot.campaigns.posters import PictureKind, draw_code, text_link_code
from bot.campaigns.starting import starter_languages
from bot.cli.terminal import CommandGroup, count_noun, make_console, show_faults
from bot.conversation.campaign_targets import seat_problems
from bot.engine.reserved import reserved_words
from bot.officials.divisions import place_slug
from bot.officials.roles import ROLES
from bot.runtime import parts
from bot.telephony import readable_phone
from bot.yaml_files import FileFault
from bot.yaml_files.yaml_reading import read_yaml

campaigns_cli = CommandGroup("campaigns", help="The campaigns of this installation.")
TERMINAL = Actor(None, "command line", "owner")


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
            " ".join((*campaign.roles, *(f"{each.role}({each.place})" for each in campaign.named_targets))),
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
        by_id = {path.stem: read_yaml(path, FORM)[0] for path in files}
        today = parts().clock().date()
        if unheld := [each for one in found for each in seat_problems(parts().directory, one, by_id[one.id], today)]:
            raise CampaignErrors(unheld)
    except CampaignErrors as errors:
        click.echo(errors, err=True)
        raise click.ClickException(count_noun(len(errors.problems), "problem")) from None
    click.echo(f"{count_noun(len(found), 'campaign')}, no problems")


@campaigns_cli.command("load")
@click.argument("files", nargs=-1, required=True, metavar="FILE...", type=click.Path(path_type=Path))
def load_campaigns_command(files: tuple[Path, ...]) -> None:
    """Take files in as versions; the file's name is the campaign's id.

    A file that is known already changes nothing. A new one serves by itself only while its campaign was never changed elsewhere
    than in files; else it is a draft, to be launched. One with mistakes is a draft that disables nothing. Exit status 1 where
    anything is wrong.
    """
    wrong = 0
    for path in files:
        text = _read(path)
        checked = parts().served_campaigns.check(path.stem, text)
        wrong += len(checked.problems)
        state = checked.campaign.state if checked.campaign and not checked.problems else None
        with parts().database.write() as connection:
            what = take_seed(connection, Seed(path.stem, text, state), parts().clock())
        for problem in checked.problems:
            click.echo(f"error: {problem}", err=True)
        told = {"serves": "taken in, as its file says", "draft": "a draft", "known": "known already, nothing changed"}
        click.echo(f"{path.stem}: {told[what]}")
    if wrong:
        raise click.ClickException(count_noun(wrong, "problem"))


@campaigns_cli.command("import-callpower")
@click.argument("file", metavar="FILE.json", type=click.Path(path_type=Path))
@click.option("--keyword", default="", metavar="WORD", help="The word that people text; without it, one made of its name.")
def import_callpower(file: Path, keyword: str) -> None:
    """Make drafts of CallPower's campaigns: FILE is what its /api/campaign/ID answers, or a list of such.

    Tells everything that has no counterpart here, and what is to be mended before a draft can be launched. Once it is live, the
    forms that it has on web sites go on.
    """
    try:
        raw = file.read_bytes()
        if len(raw) > LONGEST:
            raise NotCallPower(f"is longer than {LONGEST:,} bytes; save one campaign, not all calls")
        campaigns = read_campaigns_of_callpower(raw)
        if keyword and len(campaigns) > 1:
            raise click.UsageError("--keyword: is for a file of one campaign; leave it out, and change the drafts")
        drafts = [
            import_campaign(
                each,
                keyword=keyword.upper(),
                organization=parts().settings.organization,
                languages=starter_languages(),
                find_seat=_seat_of,
            )
            for each in campaigns
        ]
    except OSError as error:
        raise click.ClickException(f"{file}: cannot be read ({error.strerror}); check its name and permissions") from None
    except NotCallPower as wrong:
        raise click.ClickException(f"{file}: {wrong}") from None
    for each, draft in zip(campaigns, drafts, strict=True):
        _take_draft(each["id"], draft)


def _take_draft(number: object, draft: Imported) -> None:
    with parts().database.write() as connection:
        for each in all_campaigns(connection):
            text = version_text(connection, each.row.id, each.row.newest)
            if parts().served_campaigns.check(each.row.id, text or "").source.at("callpower", "id") == number:
                click.echo(f"{each.row.id}: is CallPower's campaign {number} already, nothing changed")
                return
        ids = (draft.id[:17], *(f"{draft.id[:17]}-{n}" for n in range(2, 100)))
        now, note = parts().clock(), f"from CallPower's campaign {number}"
        id = next((id for id in ids if campaign_acts.create(connection, TERMINAL, id, draft.text, now, note=note)), None)
    if id is None:
        raise click.ClickException(f"{draft.id}: a hundred campaigns have this id; give another --keyword")
    click.echo(f"{id}: a draft, from CallPower's campaign {number}")
    for untold in draft.untold:
        click.echo(f"  not taken over: {untold}")
    for problem in parts().served_campaigns.check(id, draft.text).problems:
        click.echo(f"  to mend: {problem}")
    click.echo(f"  next: write it in the console, then: flask campaigns launch {id}")


def _seat_of(key: str, name: str) -> CallPowerSeat | None:
    """The seat of an official whom CallPower names: by the key of a public register, else by a name that one alone has."""
    directory = parts().directory
    register, _, value = key.rpartition(":")
    known = directory.record(f"bioguide:{value}" if register.endswith("bioguide") else value)
    if known is None:
        wanted = place_slug(name)
        alike = [each for each in directory.all_records() if wanted and place_slug(each.name) == wanted]
        known = alike[0] if len(alike) == 1 else None
    return CallPowerSeat(known.role, known.division, known.name) if known else None


def _read(path: Path) -> str:
    try:
        raw = path.read_bytes()
        if len(raw) > FORM.longest:
            raise click.ClickException(f"{path}: is longer than {FORM.longest:,} bytes; write it as {FORM.page} shows")
        text = raw.decode()
    except OSError as error:
        raise click.ClickException(f"{path}: cannot be read ({error.strerror}); check its name and permissions") from None
    except UnicodeDecodeError:
        raise click.ClickException(f"{path}: is not UTF-8 text; save the file as UTF-8") from None
    if "\0" in text:
        raise click.ClickException(f"{path}: has a zero byte in it; save the file as plain text")
    return text


@campaigns_cli.command("export")
@click.argument("ids", nargs=-1, metavar="[ID]...")
@click.option("--to", "folder", required=True, type=click.Path(path_type=Path, file_okay=False), help="The folder they go to.")
@click.option("--draft", is_flag=True, help="The version that is worked on, where there is one, not the one that serves.")
def export_campaigns(ids: tuple[str, ...], folder: Path, draft: bool) -> None:
    """Write campaigns to files, as they were written; without ID, all of the database.

    What a file says of its state is what it began with: the database knows whether the campaign is live.
    """
    with parts().database.read() as connection:
        rows = {each.row.id: each.row for each in all_campaigns(connection)}
        for id in ids:
            if id not in rows:
                raise click.UsageError(f"{id!r}: is no campaign of the database; use one of {', '.join(rows) or 'none'}")
        folder.mkdir(parents=True, exist_ok=True)
        for id in ids or rows:
            row = rows[id]
            number = row.newest if draft or row.live_version is None else row.live_version
            text = version_text(connection, id, number)
            assert text is not None
            path = folder / f"{id}.yaml"
            path.write_bytes(text.encode())
            click.echo(f"{path}: version {number}, {row.state}")


@campaigns_cli.command("poster")
@click.argument("id", metavar="CAMPAIGN")
@click.option("--to", "folder", required=True, type=click.Path(path_type=Path, file_okay=False), help="The folder they go to.")
def draw_poster_codes(id: str, folder: Path) -> None:
    """Write the code that a phone's camera reads, as SVG and PNG, in each language of a campaign.

    It begins the text that joins. A whole poster to print is a page of the bot, whose address is told.
    """
    campaign = parts().campaigns.named(id)
    if campaign is None:
        known = ", ".join(each.id for each in parts().campaigns) or "none"
        raise click.UsageError(f"{id!r}: is no campaign that serves; use one of {known}")
    number, url = parts().settings.number, parts().settings.url
    folder.mkdir(parents=True, exist_ok=True)
    for language in campaign.languages:
        keyword = campaign.keyword_in(language)
        for kind in get_args(PictureKind):
            path = folder / f"{campaign.id}-{language}.{kind}"
            path.write_bytes(draw_code(text_link_code(number, keyword), kind).content)
            click.echo(f"{path}: texts {keyword} to {readable_phone(number)}")
        if campaign.state == "live":
            click.echo(f"to print: {url}/c/{campaign.id}/poster?lang={language}")
    if campaign.state != "live":
        click.echo(f"warning: {campaign.id} is {campaign.state}: who texts its keyword does not join it now", err=True)


@campaigns_cli.command("launch")
@click.argument("word", metavar="CAMPAIGN")
def launch_campaign(word: str) -> None:
    """Let the draft of a campaign serve, on all machines within seconds. One with mistakes is refused."""
    with parts().database.write() as connection:
        row = _row(connection, word)
        id = row.id
        checked = parts().served_campaigns.check(id, version_text(connection, id, row.newest) or "")
        if checked.problems:
            for problem in checked.problems:
                click.echo(f"error: {problem}", err=True)
            raise click.ClickException(count_noun(len(checked.problems), "problem"))
        if not campaign_acts.launch(connection, TERMINAL, id, row.newest, parts().clock()):
            raise click.ClickException(f"{id} has no draft; it is {row.state} with version {row.live_version}")
    click.echo(f"{id}: version {row.newest} is live")


@campaigns_cli.command("pause")
@click.argument("word", metavar="CAMPAIGN")
def pause_campaign(word: str) -> None:
    """Hold a campaign: its texts and calls get one sentence, its alerts are held, nobody is called back."""
    id, held = _move(word, campaign_acts.pause, "is not live")
    click.echo(f"{id} is paused{_with_alerts(held, 'held')}")


@campaigns_cli.command("resume")
@click.argument("word", metavar="CAMPAIGN")
def resume_campaign(word: str) -> None:
    """Let a paused campaign go on. Its alerts are resumed one by one: flask broadcast resume."""
    id, _ = _move(word, lambda *given: () if campaign_acts.resume(*given) else None, "is not paused")
    click.echo(f"{id} is live")


@campaigns_cli.command("end")
@click.argument("word", metavar="CAMPAIGN")
def end_campaign(word: str) -> None:
    """End a campaign: who writes or calls is thanked, its alerts are cancelled. Launching it again brings it back."""
    id, ended = _move(word, campaign_acts.end, "has ended already")
    click.echo(f"{id} has ended{_with_alerts(ended, 'cancelled')}")


def _move(word: str, move: Callable[..., Sequence[int] | None], why_not: str) -> tuple[str, Sequence[int]]:
    """The id of a campaign, and the alerts that its new state touched."""
    with parts().database.write() as connection:
        row = _row(connection, word)
        done = move(connection, TERMINAL, row.id, parts().clock())
    if done is None:
        raise click.ClickException(f"{row.id} {why_not}: it is {row.state}")
    return row.id, done


def _row(connection: Connection, word: str) -> CampaignRow:
    """The campaign of that id, else the one of that keyword, whatever its state."""
    row = find_campaign(connection, word.casefold())
    if row is not None:
        return row
    rows = [each.row for each in all_campaigns(connection)]
    for each in rows:
        text = version_text(connection, each.id, each.newest)
        written = parts().served_campaigns.check(each.id, text or "").campaign
        if written is not None and word.upper() in written.keywords:
            return each
    known = ", ".join(each.id for each in rows) or "none"
    raise click.UsageError(f"{word!r}: is no campaign of the database; it has {known}; flask campaigns load takes a file in")


def _with_alerts(ids: Sequence[int], what: str) -> str:
    return f", and {count_noun(len(ids), 'alert')} {what}" if ids else ""


def _on_record(campaign: Campaign) -> str:
    """How many places have a stance, and of how many it is too old to be told as a fact."""
    today = parts().clock().date()
    stale = sum(campaign.is_stale(record, today) for record in campaign.stances)
    return f"{len(campaign.stances)}, {stale} stale" if stale else str(len(campaign.stances))


def _faults() -> list[FileFault]:
    in_files = [fault for fault in parts().files.faults if fault.kind == "campaign"]
    return [*in_files, *parts().served_campaigns.faults, *parts().served_campaigns.unheld]
