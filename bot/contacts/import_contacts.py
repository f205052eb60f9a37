"""Loads checked contacts: whole or not at all. Who stopped or left stays so; who was asked before is not asked again, unless
the question never left."""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, select

from bot.campaigns import Campaign
from bot.contacts import confirmation
from bot.contacts.contact_rows import ALIASES, COLUMNS, NEEDED, read_contact
from bot.contacts.pending import make_supporters_pending
from bot.contacts.staging import Staged, Staging
from bot.models import Supporter
from bot.people import ledger
from bot.people.no_text_reasons import STOPPED
from bot.storage.database import Database
from bot.tabular.cells import UNLISTED
from bot.tabular.spreadsheet import Row, RowProblem, Spreadsheet, meant_columns
from bot.telephony import is_listed

PAGE = 500

# What becomes of a row, by what the ledger says of the person; a stop comes before all else.
NEW = "new"
OUTCOMES: Mapping[str | None, str] = {None: NEW, "pending": "pending", "active": "active", "left": "left"}
KEPT: Mapping[str, str] = {
    STOPPED: "has stopped all texts, and stays stopped",
    "left": "has left these alerts, and is not asked again",
}

Say = Callable[[RowProblem], None]


@dataclass(slots=True, kw_only=True)
class Loaded:
    """How many rows became what; `languages`: how many of those who are new read which, None for unknown; `broadcast`: the id
    of the question to them, None where nobody is."""

    counts: Counter[str] = field(default_factory=Counter)
    languages: Counter[str | None] = field(default_factory=Counter)
    broadcast: int | None = None


def check_contacts(table: Spreadsheet, staging: Staging, now: datetime, say: Say, warn: Say) -> int:
    """Lay by every row that is right, and say all that is wrong; how many problems there are.

    Raises SpreadsheetError where the file breaks off being a table.
    """
    problems: list[RowProblem] = []
    warnings: list[RowProblem] = [RowProblem(0, note) for note in table.notes]
    columns = meant_columns(table, COLUMNS, ALIASES, problems, warnings)
    missing = [name for name in NEEDED if name not in columns.values()]
    if missing:
        text = f"no column {', '.join(missing)}; the first row names the columns, as flask contacts template does"
        problems.append(RowProblem(table.line, text))
    for each in warnings:
        warn(each)
    for each in problems:
        say(each)
    if problems:
        return len(problems)
    count = rows = 0
    for rows, row in enumerate(table.rows, 1):  # noqa: B007
        meant = Row(
            line=row.line,
            cells={columns[name]: cell for name, cell in row.cells.items() if name in columns},
            surplus=row.surplus,
        )
        for text in _stage(meant, staging, now, warn):
            count += 1
            say(RowProblem(row.line, text))
    if not rows:
        count = 1
        say(RowProblem(0, "has a header and no row; write a row a person"))
    return count


def _stage(row: Row, staging: Staging, now: datetime, warn: Say) -> Sequence[str]:
    contact = read_contact(row, now)
    if isinstance(contact, list):
        return contact
    if not is_listed(contact.phone):
        warn(RowProblem(row.line, f"phone: {UNLISTED}"))
    same = staging.add(contact)
    return () if same is None else (f"phone: is the same as on line {same}; take one out",)


def look_contacts_over(database: Database, staging: Staging, campaign: Campaign, now: datetime, note: Say) -> Loaded:
    """What load() would do now; nothing is written."""
    loaded = Loaded()
    with database.read() as connection:
        for page in staging.pages(PAGE):
            for _ in _to_ask(connection, page, campaign, now, loaded, note):
                loaded.counts[NEW] += 1
    return loaded


def load_contacts(
    database: Database, staging: Staging, campaign: Campaign, texts: Mapping[str, str], now: datetime, note: Say
) -> Loaded:
    """Load all in one transaction: supporters, what is claimed of them, and one question to each who is new.

    Whoever joins, stops or is imported elsewhere meanwhile keeps what they said. `note` is told at the end who is kept as
    they are.
    """
    loaded = Loaded()
    with database.write() as connection:
        broadcast = confirmation.begin_confirmation(connection, campaign, texts, {"import": now.isoformat()}, now)
        for page in staging.pages(PAGE):
            # Told when all is written: who reads a long list page by page would keep every supporter waiting meanwhile.
            new = list(_to_ask(connection, page, campaign, now, loaded, staging.note))
            zones = make_supporters_pending(connection, new, campaign, ledger.A_LIST, now)
            confirmation.ask_supporters(connection, broadcast, zones)
            loaded.counts[NEW] += len(zones)
            loaded.counts["pending"] += len(new) - len(zones)
        if loaded.counts[NEW]:
            loaded.broadcast = broadcast
        else:
            confirmation.drop_confirmation(connection, broadcast)
    for each in staging.notes():
        note(each)
    return loaded


def _to_ask(
    connection: Connection, page: Sequence[Staged], campaign: Campaign, now: datetime, loaded: Loaded, note: Say
) -> Iterator[Staged]:
    """Those of a page of whom the ledger says nothing yet, or whom the question never reached; the others are counted, and who
    is kept out is said."""
    statuses = ledger.find_statuses(connection, [staged.person for staged in page])
    outcomes = {
        person: STOPPED if status.stopped else OUTCOMES[status.state(campaign.id)] for person, status in statuses.items()
    }
    pending = [staged.phone for staged in page if outcomes[staged.person] == "pending"]
    unasked = _unasked(connection, pending, campaign, now)
    for staged in page:
        outcome = outcomes[staged.person]
        if outcome == NEW or staged.phone in unasked:
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
