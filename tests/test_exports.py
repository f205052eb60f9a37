"""What is taken out as a file on the command line: every kind of data, in every format, in the columns of other programs."""

import csv
import io
import json
import os
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result
from openpyxl import load_workbook
from sqlalchemy import insert, update

from bot.exports.export_request import WHATS, ExportRequest
from bot.exports.layouts import LAYOUTS
from bot.models import Broadcast, BroadcastCount, Call, Delivery
from bot.people import ledger
from tests.carrier import one
from tests.conftest import ONE_DATABASE, Bot
from tests.subscribers import JOINED, People

EVIL = '=HYPERLINK("http://example.org","x")'
MURRAY = "murray"  # of no table: an official who is none any more is named by their id
Line = dict[str, str]


@pytest.fixture
def people(bot: Bot) -> People:
    """Ana gets alerts and called twice; Bo was asked; Cy stopped; Dee left; Eve called and was forgotten; a visitor called."""
    people = People(bot)
    ids = {
        "ana": people.add("ana"),
        "bo": people.add("bo", act="claimed", language=None),
        "cy": people.add("cy", stopped=True),
        "dee": people.add("dee", act="withdrawn"),
        "eve": people.add("eve", zip="98499"),
        "fay": people.add("fay", zip="10001", campaign="trust-act", language="es"),
    }
    calls = [
        (ids["ana"], "answered", "reached", "2026-11-21T03:30:00+00:00"),
        (ids["ana"], "answered", "message", "2026-11-23T17:00:00+00:00"),
        (ids["eve"], "answered", "reached", "2026-11-21T17:00:00+00:00"),
        (ids["cy"], "busy", None, "2026-11-21T18:00:00+00:00"),
        (None, "web", "reached", "2026-11-22T17:00:00+00:00"),
    ]
    with bot.parts.database.write() as connection:
        for supporter, status, outcome, at in calls:
            values = {"supporter_id": supporter, "status": status, "outcome": outcome, "at": datetime.fromisoformat(at)}
            seconds = 61 if status == "answered" else None
            called = {"campaign": "sanctuary", "official": MURRAY, "line": "+12025550140", "state": "WA", "seconds": seconds}
            connection.execute(insert(Call).values(**values, **called))
        alert = {
            "texts": {"en": EVIL, "es": "Hola"},
            **dict.fromkeys(("created_at", "starts_at", "expires_at"), JOINED),
        }
        what = {"kind": "alert", "campaign": "sanctuary", "state": "done", "audience_filter": {}, "fallbacks": {}}
        connection.execute(insert(Broadcast).values(**what, **alert))
        counted = {"broadcast_id": 1, "error": "", "error_cause": "", "zone": "", "segments": 2, "pictures": 0}
        connection.execute(insert(BroadcastCount).values(state="delivered", n=2, **counted))
        for supporter in (ids["ana"], ids["eve"]):
            sent = {"broadcast_id": 1, "state": "delivered", "zone": "", "segments": 1, "leased_at": JOINED, "sent_at": JOINED}
            connection.execute(insert(Delivery).values(supporter_id=supporter, kind="text", provider_id="SM1", **sent))
        ask = {"kind": "text", "state": "queued", "zone": "", "created_at": JOINED, "leased_at": JOINED}
        connection.execute(insert(Delivery).values(supporter_id=ids["cy"], **ask))
        entry = ledger.LedgerEntry(
            programme="sanctuary",
            act="claimed",
            words=EVIL,
            channel="list",
            source="import",
            at=JOINED,
            proof="Fair",
            given_at=JOINED,
        )
        ledger.write_entries(connection, bot.parts.phone_cipher.person_key(people.phone("bo")), ids["bo"], [entry])
    eve = bot.phone(people.phone("eve"))
    for words in ("FORGET", "FORGET"):
        eve.text(words)
    assert one(bot, "SELECT count(*) FROM supporters") == 5
    return people


def export(bot: Bot, *args: str) -> Result:
    result = bot.app.test_cli_runner().invoke(args=["export", *args])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def read(bot: Bot, folder: Path, what: str, *args: str) -> list[Line]:
    path = folder / "out.csv"
    result = export(bot, what, "--to", str(path), *args)
    assert result.exit_code == 0, result.output
    rows = list(csv.DictReader(io.StringIO(path.read_bytes().decode("utf-8-sig"), newline="")))
    assert result.stderr.endswith(f"{len(rows)} row{'' if len(rows) == 1 else 's'}\n")
    return rows


ANA, BO, CY, DEE, FAY = "253-555-0000", "253-555-0001", "253-555-0002", "253-555-0003", "253-555-0005"
T = "2026-10-01T12:00:00Z"
# What is asked for -> the values of these columns, a row each.
FILES: list[tuple[str, str, list[tuple[str, ...]]]] = [
    (
        "supporters",
        "phone campaign subscription stopped textable consent consent_at",
        [
            (FAY, "trust-act", "active", "no", "yes", "granted", T),
            (DEE, "sanctuary", "left", "no", "yes", "withdrawn", T),
            (CY, "sanctuary", "active", "yes", "no", "granted", T),
            (BO, "sanctuary", "pending", "no", "yes", "claimed", T),
            (ANA, "sanctuary", "active", "no", "yes", "granted", T),
        ],
    ),
    ("supporters --place WA --state active", "phone zip", [(ANA, "98402"), (CY, "98402")]),
    ("supporters --campaign trust-act --language es", "phone", [(FAY,)]),
    (
        "supporters --for action-network",
        "mobile_number zip_code language patchline_campaigns patchline_joined_at",
        [(FAY, "10001", "es", "trust-act", T), (ANA, "98402", "en", "sanctuary", T)],
    ),
    ("supporters --for action-network --state stopped", "mobile_number", [(CY,)]),
    (
        "supporters --for van",
        "Cell Phone|SMS Opt In Status|Opt In Date|Zip5|Preferred Language|Campaigns",
        [
            (FAY, "Opted In", "2026-10-01", "10001", "es", "trust-act"),
            (DEE, "Opted Out", "", "98402", "en", ""),
            (CY, "Opted Out", "", "98402", "en", "sanctuary"),
            (BO, "Unknown", "", "98402", "", ""),
            (ANA, "Opted In", "2026-10-01", "98402", "en", "sanctuary"),
        ],
    ),
    (
        "outcomes",
        "at phone official_name line status seconds outcome",
        [
            ("2026-11-21T03:30:00Z", ANA, MURRAY, "202-555-0140", "answered", "61", "reached"),
            ("2026-11-23T17:00:00Z", ANA, MURRAY, "202-555-0140", "answered", "61", "message"),
            ("2026-11-21T18:00:00Z", CY, MURRAY, "202-555-0140", "busy", "", ""),
            ("2026-11-22T17:00:00Z", "", MURRAY, "202-555-0140", "web", "", "reached"),
        ],
    ),
    # Days are the organization's: half past three in London is half past ten of the evening before in New York.
    ("outcomes --from 2026-11-20 --until 2026-11-20", "phone outcome", [(ANA, "reached")]),
    ("outcomes --campaign trust-act", "phone", []),
    (
        "outcomes --for action-network",
        "mobile_number patchline_calls patchline_reached patchline_last_call",
        [(ANA, "2", "1", "2026-11-23T17:00:00Z")],
    ),
    (
        "outcomes --for van",
        "Cell Phone|Date Contacted|Activist Code|Note",
        [
            (ANA, "2026-11-20", "Called: sanctuary", "called murray: reached"),
            (ANA, "2026-11-23", "Called: sanctuary", "called murray: message"),
            (CY, "2026-11-21", "Called: sanctuary", "called murray"),
        ],
    ),
    ("alerts", "id state recipients delivered segments text_en text_es", [("1", "done", "2", "2", "2", f"'{EVIL}", "Hola")]),
    (
        "deliveries",
        "alert campaign phone kind state sent_at provider_id",
        [("1", "sanctuary", ANA, "text", "delivered", T, "SM1"), ("", "", CY, "text", "queued", "", "")],
    ),
    ("consents --campaign trust-act", "phone act words at", [(FAY, "granted", "JOIN", T)]),
]


def test_file_has_what_is_asked_for_and_nobody_who_was_forgotten(bot: Bot, people: People, tmp_path: Path) -> None:
    found = {}
    for asked, columns, _ in FILES:
        names = columns.split("|" if "|" in columns else " ")
        found[asked] = [tuple(row[name] for name in names) for row in read(bot, tmp_path, *asked.split())]
    assert found == {asked: rows for asked, _, rows in FILES}


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_ledger_is_the_same_in_every_format_and_a_formula_only_where_none_is_worked_out(
    bot: Bot, people: People, tmp_path: Path
) -> None:
    assert export(bot, "consents", "--to", str(tmp_path / "a.xlsx")).exit_code == 0
    assert export(bot, "consents", "--to", str(tmp_path / "a.ndjson")).exit_code == 0
    rows = [list(row.values()) for row in read(bot, tmp_path, "consents")]
    sheet = list(load_workbook(tmp_path / "a.xlsx")["consents"].rows)
    assert [cell.value for cell in sheet[0]] == list(LAYOUTS["consents", ""].columns)
    assert [[cell.value or "" for cell in row] for row in sheet[1:]] == rows
    lines = [json.loads(line) for line in (tmp_path / "a.ndjson").read_text().splitlines()]
    assert [(line["campaign"], line["act"]) for line in lines] == [(row[1], row[2]) for row in rows]
    evil = next(line for line in lines if line["words"] == EVIL)
    assert list(evil.values()) == ["+12535550001", "sanctuary", "claimed", EVIL, "list", "import", T, "Fair", T]
    assert next(row for row in rows if row[7] == "Fair")[3] == f"'{EVIL}"


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_what_other_programs_are_given_comes_back_with_who_said_no_left_out(bot: Bot, people: People, tmp_path: Path) -> None:
    for program, asked in (("van", "2 not asked"), ("action-network", "")):
        path = tmp_path / f"{program}.csv"
        assert export(bot, "supporters", "--to", str(path), "--for", program).exit_code == 0
        given = ["contacts", "import", str(path), "--campaign", "SANCTUARY", "--dry-run", "--source", "x"]
        given += ["--consented-at", "11/02/2026"]
        result = bot.app.test_cli_runner().invoke(args=given)
        assert result.exit_code == 0, result.output
        assert asked in result.stdout and "1 get the alerts already" in result.stdout


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_file_is_for_nobody_elses_eyes_and_in_the_log_of_acts(bot: Bot, people: People, tmp_path: Path) -> None:
    path = tmp_path / "people.txt"
    path.write_text("before")
    path.chmod(0o644)
    assert export(bot, "supporters", "--to", str(path), "--format", "csv", "--place", "WA").exit_code == 0
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o600 and "253-555-0000" in path.read_text()
    assert [each.name for each in tmp_path.iterdir()] == ["people.txt"]
    said = one(bot, "SELECT who || ' ' || act || ' ' || thing || ' ' || after FROM audit_entries")
    assert said == "command line exported supporters csv: place WA"
    assert json.loads(export(bot, "alerts", "--to", "-", "--format", "ndjson").stdout)["state"] == "done"


REFUSED = [
    ("alerts --to a.txt", "tells no format; say --format"),
    ("alerts --to a.csv --for van", "No such option"),
    ("supporters --to a.csv --place Nowhere", "--place: is none that can be looked for"),
    ("supporters --to a.csv --language xx", "--language: is none that there is"),
    ("supporters --to a.csv --for action-network --state pending", "whoever is uploaded there is signed up"),
    ("supporters --to a.csv --campaign none", "is no campaign; there are: "),
    ("outcomes --to a.csv --from yesterday", "--from: is no day of this century"),
    ("outcomes --to a.csv --from 2026-11-23 --until 2026-11-22", "--until: is before --from"),
    ("outcomes --to no-such-folder/a.csv", "cannot be written"),
]


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_what_no_file_is_made_of_is_refused(bot: Bot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    wrong = []
    for asked, said in REFUSED:
        result = export(bot, *asked.split())
        if result.exit_code == 0 or said not in result.stderr:
            wrong.append((asked, result.exit_code, result.stderr))
    assert not wrong and not list(tmp_path.iterdir())


def test_rows_are_read_by_pages_and_whoever_writes_meanwhile_waits_for_none(bot: Bot) -> None:
    """2,500 calls with a gap in their ids; between pieces of the file somebody writes."""
    at = datetime(2026, 11, 20, tzinfo=UTC)
    called = {"campaign": "sanctuary", "official": MURRAY, "line": "+12025550140", "status": "web", "state": "", "referral": ""}
    with bot.parts.database.write() as connection:
        rows = [{"id": id, "at": at + timedelta(minutes=id), **called} for id in (*range(1, 1500), *range(5000, 6001))]
        connection.execute(insert(Call), rows)

    class Slow(io.BytesIO):
        writes = 0

        def write(self, data: bytes) -> int:  # type: ignore[override]
            if self.writes % 50 == 0:
                with bot.parts.database.write() as connection:
                    connection.execute(update(Call).where(Call.id == 1).values(referral=str(self.writes)))
            self.writes += 1
            return super().write(data)

    file = Slow()
    assert bot.parts.exports.write(ExportRequest(what="outcomes", kind="ndjson"), file) == 2500
    ids = [json.loads(line)["id"] for line in file.getvalue().splitlines()]
    assert ids == [*range(1, 1500), *range(5000, 6001)] and file.writes == 2500


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_every_kind_of_data_is_a_file_of_an_empty_database(bot: Bot, tmp_path: Path) -> None:
    assert {what: read(bot, tmp_path, what) for what in WHATS} == {what: [] for what in WHATS}
