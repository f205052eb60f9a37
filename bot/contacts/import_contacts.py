"""Loads checked contacts: whole or not at all, page by page. Who stopped or left stays so; who was asked before is not asked
again, unless the question never left."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, select

from bot.broadcasts.lifecycle import start_broadcast
from bot.campaigns import Campaign
from bot.contacts import confirmation
from bot.contacts.column_plan import ColumnPlan
from bot.contacts.contact_rows import Contact, LeftOut, read_contact
from bot.contacts.pending import make_supporters_pending
from bot.contacts.staging import Staged, Staging
from bot.contacts.taking_back import PAGE, take_back_all
from bot.models import Supporter
from bot.people import ledger
from bot.people.line_types import known_lines
from bot.people.no_text_reasons import STOPPED
from bot.people.phone_key import take_over_phones
from bot.storage.database import Database
from bot.storage.encryption import PhoneCipher
from bot.tabular.cells import UNLISTED
from bot.tabular.spreadsheet import RowProblem, Spreadsheet
from bot.telephony import is_listed

# What becomes of a row, by what the ledger says of the person; a stop comes before all else.
NEW = "new"
LANDLINE = "landline"  # who would be new, and has one
UNTOLD = "untold"  # of those who are new: whose line the provider was asked for, and did not tell
OUTCOMES: Mapping[str | None, str] = {None: NEW, "pending": "pending", "active": "active", "left": "left"}
KEPT: Mapping[str, str] = {
    STOPPED: "has stopped all texts, and stays stopped",
    "left": "has left these alerts, and is not asked again",
}

Say = Callable[[RowProblem], None]


@dataclass(slots=True, kw_only=True)
class Loaded:
    """How many rows became what; `languages`: how many of those who are new read which, None for unknown; `unknown_lines`: of
    how many of them nobody has said whether they have a landline; `broadcast`: the id of the question to them, None where
    nobody is."""

    counts: Counter[str] = field(default_factory=Counter)
    languages: Counter[str | None] = field(default_factory=Counter)
    unknown_lines: int = 0
    broadcast: int | None = None


@dataclass(slots=True, kw_only=True)
class CheckedRows:
    """What the rows of a list came to. `problems`: how many there are; `left_out`: (why, heading of the column that says so) ->
    how many rows nobody is asked by, though nothing is wrong with them."""

    problems: int = 0
    left_out: Counter[tuple[str, str]] = field(default_factory=Counter)


SAME = "same"  # the person of another row
ELSEWHERE = "elsewhere"  # another row of the same person says no


def check_contacts(table: Spreadsheet, plan: ColumnPlan, staging: Staging, now: datetime, say: Say, warn: Say) -> CheckedRows:
    """Lay by every row that is right, and say all that is wrong.

    Raises SpreadsheetError where the file breaks off being a table.
    """
    for each in (*(RowProblem(0, note) for note in table.notes), *plan.notes):
        warn(each)
    for each in plan.problems:
        say(each)
    if plan.problems:
        return CheckedRows(problems=len(plan.problems))
    checked, rows = CheckedRows(), 0
    for rows, row in enumerate(table.rows, 1):  # noqa: B007
        found = read_contact(row, plan, now)
        if isinstance(found, LeftOut):
            checked.left_out[found.why, found.column] += 1
            staging.add_no(row.line, found.phones)
        elif isinstance(found, list):
            checked.problems += len(found)
            for problem in found:
                say(problem)
        else:
            checked.left_out[SAME, ""] += not _stage(found, staging, plan, warn)
    if not rows:
        checked.problems = 1
        say(RowProblem(0, "has a header and no row; write a row a person"))

    def tell(yes: int, no: int) -> None:
        checked.left_out[ELSEWHERE, ""] += 1
        warn(RowProblem(yes, f"is not asked, as line {no} says that they do not want it"))

    staging.take_noes_out(tell)
    checked.left_out = +checked.left_out
    return checked


def _stage(contact: Contact, staging: Staging, plan: ColumnPlan, warn: Say) -> bool:
    if not is_listed(contact.phone):
        warn(RowProblem(contact.line, UNLISTED, plan.of("phone")[0].title))
    return staging.add(contact)


def look_contacts_over(database: Database, staging: Staging, campaign: Campaign, now: datetime, note: Say) -> Loaded:
    """What load() would do now; nothing is written."""
    loaded = Loaded()
    with database.read() as connection:
        for page in staging.pages(PAGE):
            for _ in _to_ask(connection, page, campaign, now, loaded, note):
                loaded.counts[NEW] += 1
    return loaded


def load_contacts(
    database: Database,
    staging: Staging,
    campaign: Campaign,
    texts: Mapping[str, str],
    now: datetime,
    note: Say,
    tell: Callable[[int], None] = lambda rows: None,
) -> Loaded:
    """Load all, page by page: supporters, what is claimed of them, and one question to each who is new. `tell`: of each page,
    how many rows it had.

    Nobody else waits for more than a page, and nobody is asked before all of the list is there. Where it ends before, whatever
    the reason, what is loaded is taken back. Whoever joins, stops or is imported elsewhere meanwhile keeps what they said.
    `note` is told at the end who is kept as they are.
    """
    loaded = Loaded()
    with database.write() as connection:
        broadcast = confirmation.begin_confirmation(
            connection, campaign, texts, {"import": now.isoformat()}, now, state="draft"
        )
    try:
        for page in staging.pages(PAGE):
            with database.write() as connection:
                load_page(connection, staging.phone_cipher, page, campaign, broadcast, now, loaded, staging.note)
            tell(len(page))
        with database.write() as connection:
            if loaded.counts[NEW]:
                start_broadcast(connection, broadcast, now)
                loaded.broadcast = broadcast
            else:
                confirmation.drop_confirmation(connection, broadcast)
    except BaseException:
        take_back_all(database, staging.phone_cipher, campaign.id, broadcast, now)
        raise
    for each in staging.notes():
        note(each)
    return loaded


def load_page(
    connection: Connection,
    phone_cipher: PhoneCipher,
    page: Sequence[Staged],
    campaign: Campaign,
    broadcast: int,
    now: datetime,
    loaded: Loaded,
    note: Say,
) -> None:
    """Load a page of contacts in the caller's transaction, and count in `loaded` what became of each."""
    take_over_phones(connection, phone_cipher, [staged.phone for staged in page])
    new = list(_to_ask(connection, page, campaign, now, loaded, note))
    zones = make_supporters_pending(connection, new, campaign, ledger.A_LIST, now)
    confirmation.ask_supporters(connection, broadcast, zones)
    loaded.counts[NEW] += len(zones)
    loaded.counts["pending"] += len(new) - len(zones)


def find_unknown_lines(connection: Connection, page: Sequence[Staged], campaign: Campaign, now: datetime) -> Sequence[Staged]:
    """Those of a page who would be asked, and of whose line nobody has said what it is."""
    to_ask = list(_to_ask(connection, page, campaign, now, Loaded(), lambda _: None))
    lines = known_lines(connection, [each.person for each in to_ask])
    return [each for each in to_ask if each.person not in lines]


def _to_ask(
    connection: Connection, page: Sequence[Staged], campaign: Campaign, now: datetime, loaded: Loaded, note: Say
) -> Iterator[Staged]:
    """Those of a page of whom the ledger says nothing yet, or whom the question never reached, and who have no landline; the
    others are counted, and who is kept out is said."""
    statuses = ledger.find_statuses(connection, [staged.person for staged in page])
    outcomes = {
        person: STOPPED if status.stopped else OUTCOMES[status.state(campaign.id)] for person, status in statuses.items()
    }
    pending = [staged.phone for staged in page if outcomes[staged.person] == "pending"]
    unasked = _unasked(connection, pending, campaign, now)
    asked = [each.person for each in page if outcomes[each.person] == NEW or each.phone in unasked]
    lines = known_lines(connection, asked)
    for staged in page:
        outcome = outcomes[staged.person]
        if lines.get(staged.person) == LANDLINE:
            outcome = LANDLINE
        elif outcome == NEW or staged.phone in unasked:
            loaded.unknown_lines += staged.person not in lines
            loaded.languages[staged.language] += 1
            yield staged
            continue
        loaded.counts[outcome] += 1
        if outcome in KEPT:
            note(RowProblem(staged.line, KEPT[outcome]))


def _unasked(connection: Connection, phones: Sequence[bytes], campaign: Campaign, now: datetime) -> set[bytes]:
    if not phones:
        return set()
    found = select(Supporter.id, Supporter.phone).where(Supporter.phone.in_(phones), Supporter.sms_reachable)
    supporters = {row.id: bytes(row.phone) for row in connection.execute(found)}
    return {supporters[id] for id in confirmation.unasked_supporters(connection, campaign.id, supporters, now)}
