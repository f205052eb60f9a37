"""`flask contacts import | template`: sign-ups from elsewhere. The rules are in bot/contacts."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Literal

import click

from bot.accounts.audit import Actor, AuditAct, record_act
from bot.broadcasts.preview import Limits
from bot.campaigns import Campaign
from bot.cli.broadcast_shown import cost_in_words, time_to_send
from bot.cli.terminal import CommandGroup, count_noun, counted_rows
from bot.contacts import import_rows
from bot.contacts.asking_cost import asking_cost
from bot.contacts.column_memory import recall_columns, remember_columns, shape_of
from bot.contacts.column_names import MEANINGS, OBEYED, Meaning
from bot.contacts.column_plan import Choices, ColumnPlan
from bot.contacts.confirmation import EXPIRES, LONGEST_WHO, confirmation_texts
from bot.contacts.contact_files import open_contacts
from bot.contacts.contact_rows import empty_list, read_consent_time, read_proof
from bot.contacts.import_contacts import (
    ELSEWHERE,
    LANDLINE,
    NEW,
    SAME,
    CheckedRows,
    Loaded,
    check_contacts,
    load_contacts,
    look_contacts_over,
)
from bot.contacts.import_work import JOB
from bot.contacts.line_lookup import LineLookups
from bot.contacts.staging import Staging
from bot.people.no_text_reasons import STOPPED
from bot.runtime import parts
from bot.tabular.cells import CellError, SpreadsheetError
from bot.tabular.spreadsheet import Row, RowProblem, Spreadsheet
from bot.telephony import in_dollars

TERMINAL = Actor(None, "command line", "owner")
ACTS: Mapping[import_rows.Stopped, AuditAct] = {"discarded": "list_discarded", "cancelled": "list_cancelled"}
TEMPLATE = "flask contacts template > contacts.csv"
LANDLINES = (
    "Which numbers are landlines, a list cannot tell: American numbers move between carriers. One shows when its carrier "
    "refuses the text, and is not texted again."
)
LOOK_UP = "--look-up-lines asks the provider first"
CANNOT_LOOK_UP = "the provider of this installation does not tell which numbers are landlines; leave it out"
BECAME = {
    NEW: "{} to be asked by one text whether they want the alerts",
    LANDLINE: "{} with a landline, not asked",
    "pending": "{} asked before, not asked again",
    "active": "{} get the alerts already",
    STOPPED: "{} stopped all texts, kept so",
    "left": "{} left these alerts, kept so",
}

# Why rows are left out in which nothing is wrong -> what is said of so many of them.
LEFT_OUT = {
    "no": "{} not asked: {column} says that they do not want it",
    "unsure": "{} not asked: {column} does not say that they want it",
    "bad": "{} not asked: {column} says that the number is no good",
    ELSEWHERE: "{} not asked: another row of theirs says that they do not want it",
    SAME: "{} more of people who are in another row",
    "no_phone": "{} without a number",
    "total": "{} that name nobody, as totals do",
}
NOTHING = "nothing"  # a column that is not to be used
HOW_TO_SAY = 'Say which column holds what: --map phone="Cell Phone". Say what holds for every row: --source, --consented-at.'

contacts_cli = CommandGroup("contacts", help="People who signed up elsewhere.")


@contacts_cli.command("import")
@click.argument("file", metavar="FILE.csv", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--campaign", "keyword", metavar="KEYWORD", required=True, help="Whose alerts they agreed to.")
@click.option("--from", "who", metavar="NAME", default="", help="Who collected these sign-ups, as their text will name them.")
@click.option(
    "--map",
    "maps",
    metavar="WHAT=COLUMN",
    multiple=True,
    help=f"What a column holds, by its heading. WHAT is one of {', '.join(MEANINGS)}, or {NOTHING}.",
)
@click.option("--source", metavar="WORDS", default="", help="Where they agreed, for every row.")
@click.option("--consented-at", metavar="DATE", default="", help="When they agreed, for every row.")
@click.option("--partial", is_flag=True, help="Load the rows that are right, and say which were left out.")
@click.option("--look-up-lines", is_flag=True, help="Have the provider asked, for money, which numbers are landlines.")
@click.option("--yes", is_flag=True, help="Do not ask whether the look-ups may cost that; for scripts.")
@click.option("--dry-run", is_flag=True, help="Only check the file, and say what it would do.")
def import_contacts(
    file: Path,
    keyword: str,
    who: str,
    maps: Sequence[str],
    source: str,
    consented_at: str,
    partial: bool,
    look_up_lines: bool,
    yes: bool,
    dry_run: bool,
) -> None:
    """Load people who agreed to a campaign's alerts elsewhere: a table as other programs export it, CSV or Excel.

    Every row needs a phone, where they agreed (source) and when (consented_at). Columns are found by their headings, or as
    --map says, which is remembered for lists with the same headings. Nobody is asked of whom a column says that they do not
    want it. Nothing is loaded unless all other rows are right. Nobody gets an alert by this: each is asked once, by text, and
    is signed up when their own phone answers JOIN. `flask contacts template` writes an empty file, docs/contacts.md explains
    it. Exit status 1 where nothing was loaded; what is wrong is on standard error, a line each.
    """
    campaign = _campaign(keyword)
    if len(who) > LONGEST_WHO:
        raise click.BadParameter(f"has {len(who)} characters; write at most {LONGEST_WHO}", param_hint="--from")
    if look_up_lines and parts().providers.line_lookup is None:
        raise click.UsageError(f"--look-up-lines: {CANNOT_LOOK_UP}")
    choices = _choices(file, maps, source, consented_at)
    with Staging(parts().phone_cipher) as staging:
        table, plan, checked = _check(file, choices, staging, "left out" if partial else "error")
        _refuse(checked, plan, staging, partial)
        texts = confirmation_texts(campaign, parts().settings.organization, who)
        note = _teller(file, "note")
        if dry_run:
            loaded = look_contacts_over(parts().database, staging, campaign, parts().clock(), note)
        else:
            if look_up_lines:
                _look_up_lines(staging, campaign, yes)
            with counted_rows("loading", staging.count) as tell:
                loaded = load_contacts(parts().database, staging, campaign, texts, parts().clock(), note, tell)
            with parts().database.write() as connection:
                said = {table.columns.index(each.name): each.meaning for each in plan.columns if each.found == "said"}
                remember_columns(connection, shape_of(table.columns), said, parts().clock())
        _say(staging.count, loaded)
    if loaded.counts[NEW]:
        for line in _cost(loaded.languages, campaign.languages[0], texts, parts().previewer.limits):
            click.echo(f"  {line}")
        click.echo(LANDLINES)
        if parts().providers.line_lookup and loaded.unknown_lines and (dry_run or not look_up_lines):
            click.echo(f"{LOOK_UP}: {_lookups_cost(loaded.unknown_lines)}")
    _say_left_out(checked)
    if dry_run:
        click.echo("a dry run: nothing was changed")
    if loaded.broadcast is not None:
        parts().workers.enqueue("start_alerts")
        click.echo(f"they are asked within the hours for alerts; see it go out with: flask broadcast status {loaded.broadcast}")


def _look_up_lines(staging: Staging, campaign: Campaign, yes: bool) -> None:
    """Say what it costs, ask, and have the lines looked up of whoever would be texted."""
    provider = parts().providers.line_lookup
    unknown = look_contacts_over(parts().database, staging, campaign, parts().clock(), lambda _: None).unknown_lines
    if provider is None or not unknown:
        return
    click.echo(f"lines to look up: {_lookups_cost(unknown)}")
    if not yes:
        click.confirm("Look them up, and import the list?", abort=True)
    lookups = LineLookups(parts().database, parts().phone_cipher, provider, parts().clock)
    lookups.look_up_all(staging, campaign)
    if missing := unknown - lookups.told:
        away = ": the provider does not answer, or refuses; the log has the reason" if lookups.away else ""
        click.echo(f"warning: of {missing:,} it was not told, and they are asked{away}", err=True)


def _lookups_cost(lines: int) -> str:
    price = parts().settings.line_lookup_price
    return f"{count_noun(lines, 'look-up')} at LINE_LOOKUP_PRICE, ${lines * price:,.2f}"


def _campaign(keyword: str) -> Campaign:
    campaigns = parts().campaigns
    campaign = campaigns.named(keyword.strip())
    if campaign is None or campaign.state != "live":
        known = ", ".join(each.keyword for each in campaigns.live) or "none"
        raise click.BadParameter(f"{keyword!r} is no campaign that is live; there are: {known}", param_hint="--campaign")
    return campaign


def _choices(file: Path, maps: Sequence[str], source: str, consented_at: str) -> Choices:
    choices = Choices(columns=[_mapped(each) for each in maps], file_name=file.name)
    for option, written in (("--source", source), ("--consented-at", consented_at)):
        if not written:
            continue
        try:
            if option == "--source":
                choices = replace(choices, source=read_proof(written))
            else:
                choices = replace(choices, consented_at=read_consent_time(written, parts().clock()))
        except CellError as problem:
            raise click.BadParameter(str(problem), param_hint=option) from None
    return choices


def _mapped(written: str) -> tuple[str, Meaning | Literal[""]]:
    said, sign, heading = written.partition("=")
    said = said.strip().replace("-", "_")
    meaning = next((each for each in MEANINGS if each == said), None)
    if not sign or not heading.strip() or (meaning is None and said != NOTHING):
        raise click.BadParameter(
            f"{written!r} does not say what a column holds; write one of {', '.join(MEANINGS)} or {NOTHING}, then = and its "
            'heading, as phone="Cell Phone"',
            param_hint="--map",
        )
    return heading, meaning or ""


def _check(file: Path, choices: Choices, staging: Staging, as_what: str) -> tuple[Spreadsheet, ColumnPlan, CheckedRows]:
    def remembered(table: Spreadsheet) -> Mapping[int, Meaning | Literal[""]] | None:
        with parts().database.read() as connection:
            return recall_columns(connection, table)

    try:
        with file.open("rb") as opened, open_contacts(opened, TEMPLATE, choices, remembered) as (table, plan):
            _say_columns(plan)
            say, warn = _teller(file, as_what), _teller(file, "warning")
            with counted_rows("reading", None) as tell:
                read = replace(table, rows=_told(table.rows, tell))
                return table, plan, check_contacts(read, plan, staging, parts().clock(), say, warn)
    except SpreadsheetError as problem:
        raise click.ClickException(f"{file.name}: {problem}") from None
    except OSError as problem:
        raise click.ClickException(f"{file}: cannot be read ({problem.strerror})") from None


def _told(rows: Iterable[Row], tell: Callable[[int], None]) -> Iterator[Row]:
    for row in rows:
        tell(1)
        yield row


def _refuse(checked: CheckedRows, plan: ColumnPlan, staging: Staging, partial: bool) -> None:
    """Ends where something is wrong, unless the other rows are to be loaded."""
    if not checked.problems or (partial and staging.count):
        return
    if plan.problems:
        click.echo(HOW_TO_SAY, err=True)
    count = count_noun(checked.problems, "problem")
    them = "it" if checked.problems == 1 else "them"
    more = ", or load the other rows with --partial" if staging.count else " and try again"
    raise click.ClickException(f"{count}, nothing was loaded; mend {them}{more}")


def _say_columns(plan: ColumnPlan) -> None:
    """What is taken from where, unless the list has our own names."""
    if plan.program:
        click.echo(f"as {plan.program} writes it")
    if all(column.title == column.meaning for column in plan.columns if column.meaning):
        return
    click.echo("columns:")
    for meaning in MEANINGS:
        if titles := [column.title for column in plan.of(meaning)]:
            click.echo(f"  {meaning}: {', else '.join(titles) if meaning not in OBEYED else ', '.join(titles)}")
    if any(column.found == "remembered" for column in plan.columns):
        click.echo("  as was said of a list with the same headings; say --map to have it otherwise")


def _teller(file: Path, what: str) -> Callable[[RowProblem], None]:
    """Says on standard error what is to be said of a line."""
    return lambda problem: click.echo(f"{what}: {file.name}: {problem}", err=True)


def _say(rows: int, loaded: Loaded) -> None:
    click.echo(f"{count_noun(rows, 'row')}:")
    for outcome, said in BECAME.items():
        if loaded.counts[outcome]:
            click.echo(f"  {said.format(f'{loaded.counts[outcome]:,}')}")


def _say_left_out(checked: CheckedRows) -> None:
    if not checked.left_out:
        return
    click.echo(f"{count_noun(sum(checked.left_out.values()), 'row')} left out:")
    for (why, column), count in sorted(checked.left_out.items(), key=lambda pair: (list(LEFT_OUT).index(pair[0][0]), pair)):
        click.echo(f"  {LEFT_OUT[why].format(f'{count:,}', column=repr(column))}")


def _cost(languages: Mapping[str | None, int], first: str, texts: Mapping[str, str], limits: Limits) -> Iterator[str]:
    """What asking costs and how long it takes, a line each; `first`: the language of whoever's is unknown."""
    asking = asking_cost(languages, first, texts, limits)
    yield f"asking them: {cost_in_words(asking.cost)}"
    yield f"{time_to_send(asking.seconds, asking.pace)}"
    if asking.over_cap:
        days = f" ({asking.days:,} days in all)" if asking.days else ""
        yield (
            f"more than SPEND_CAP, ${in_dollars(limits.spend_cap_micros):,.2f} a day: it pauses when that is spent, until you "
            f"resume it the day after{days}; after {EXPIRES.days} days nobody is asked any more"
        )


@contacts_cli.command("work")
@click.argument("id", type=int)
def work_on_list(id: int) -> None:
    """Check or load a list that was uploaded in the console: workers start this, in a process of its own."""
    parts().imports.do(id)


@contacts_cli.command("cancel")
@click.argument("id", type=click.IntRange(1, 2**31 - 1))
def cancel_list(id: int) -> None:
    """Stop a list that was uploaded in the console, by the ID in its address. Nothing of it is kept.

    While it is loaded, what is there already is taken back: nobody was asked by it yet. Who was here before, or has answered
    for themselves meanwhile, stays as they are.
    """
    with parts().database.write() as connection:
        row = import_rows.find_import(connection, id)
        if row is None or row.state == "refused":
            raise click.ClickException(f"{id}: there is no such list on its way; its number is in its address in the console")
        if row.state == "loaded":
            ask = f"; cancel the question to them with: flask broadcast cancel {row.broadcast_id}" if row.broadcast_id else ""
            raise click.ClickException(f"{id}: is loaded already, {count_noun(row.loaded, 'row')}{ask}")
        done = import_rows.stop_import(connection, row, parts().clock())
        if done:
            record_act(connection, TERMINAL, ACTS[done], f"list {id}", parts().clock())
    _after_stop(id, done)


def _after_stop(id: int, done: import_rows.Stopped | None) -> None:
    if done == "cancelled":
        parts().workers.enqueue(JOB, id)
        click.echo(f"list {id} is loaded no further, and what is loaded is being taken back")
    elif done:
        parts().imports.files.remove(id)
        click.echo(f"list {id} is deleted; nothing of it was loaded")
    else:
        raise click.ClickException(f"{id}: is being taken back already")


@contacts_cli.command("template")
def show_contact_template() -> None:
    """Write an empty list to standard output: flask contacts template > contacts.csv."""
    click.echo(empty_list(), nl=False)
