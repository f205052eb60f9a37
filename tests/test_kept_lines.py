"""Members of Congress whose number has not come yet: their seat's number of before, told as that, or the switchboard."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import Result
from sqlalchemy import insert

from bot.civic_data.congress import Congress
from bot.civic_data.keep_lines import FormerMembers, keep_lines
from bot.civic_data.origins import OriginRequest
from bot.civic_data.table_update import update_tables
from bot.models import Call
from bot.officials.directory import Directory
from bot.officials.kept_lines import FILE, KeptLine
from bot.officials.records import OfficeLine, OfficialRecord
from bot.officials.table_versions import Versions
from bot.officials.tables import table_rows, write_table
from tests.conftest import ROOT, Start, data_with
from tests.country import congress, country, shipped, text, write

US = "ocd-division/country:us/state"
FIRST, SECOND, STATE = f"{US}:tx/cd:1", f"{US}:tx/cd:2", f"{US}:tx"
HOUSE, SENATE = "us_representative", "us_senator"
STARTS, UNTIL, TODAY = date(2027, 1, 3), date(2027, 3, 4), date(2027, 1, 5)
ANN, BEA, CAL = "+12025550101", "+12025550102", "+12025550103"

Member = tuple[str, str, str, str]  # id, role, division, number in Washington


def record(id: str, role: str, division: str, phone: str) -> OfficialRecord:
    line = OfficeLine(phone=phone, kind="capitol", label="")
    return OfficialRecord(
        id=id,
        name=id.title(),
        role=role,
        division=division,
        title="",
        gender="",
        party="",
        term_end=None,
        source="congress-legislators",
        as_of=TODAY,
        lines=(line,) if phone else (),
    )


def former(members: list[Member], kept: tuple[KeptLine, ...]) -> FormerMembers:
    seats: dict[tuple[str, str], list[str]] = {}
    for id, role, division, _ in members:
        seats.setdefault((role, division), []).append(id)
    return FormerMembers(seats=seats, lines={id: phone for id, _, _, phone in members}, kept=kept)


@dataclass(frozen=True, kw_only=True)
class Case:
    """Who sat before and sits now; what was kept then; who is called at which number now, and what waits for a successor."""

    before: list[Member]
    now: list[Member]
    kept: tuple[KeptLine, ...] = ()
    doubted: frozenset[str] = frozenset()
    starts: date = STARTS
    called: Mapping[str, str] | None = None
    waiting: tuple[str, ...] = ()


LEFT = KeptLine(role=HOUSE, division=FIRST, line=ANN, former="ann")
GIVEN = replace(LEFT, official="bea", until=UNTIL)
CASES: Mapping[str, Case] = {
    "a successor without a number": Case(
        before=[("ann", HOUSE, FIRST, ANN)], now=[("bea", HOUSE, FIRST, "")], called={"bea": ANN}
    ),
    "a successor with one": Case(before=[("ann", HOUSE, FIRST, ANN)], now=[("bea", HOUSE, FIRST, BEA)]),
    "a predecessor without one": Case(before=[("ann", HOUSE, FIRST, "")], now=[("bea", HOUSE, FIRST, "")]),
    "nobody left": Case(before=[("ann", HOUSE, FIRST, ANN)], now=[("ann", HOUSE, FIRST, "")]),
    "a seat that is new": Case(
        before=[("ann", HOUSE, FIRST, ANN)], now=[("ann", HOUSE, FIRST, ANN), ("bea", HOUSE, SECOND, "")]
    ),
    "a seat without anybody": Case(before=[("ann", HOUSE, FIRST, ANN)], now=[], waiting=(ANN,)),
    "a successor after a while": Case(before=[], kept=(LEFT,), now=[("bea", HOUSE, FIRST, "")], called={"bea": ANN}),
    "a successor with a number after a while": Case(before=[], kept=(LEFT,), now=[("bea", HOUSE, FIRST, BEA)]),
    "the day before the sixty are over": Case(
        before=[("ann", HOUSE, FIRST, ANN)],
        now=[("bea", HOUSE, FIRST, "")],
        starts=TODAY - timedelta(days=59),
        called={"bea": ANN},
    ),
    "sixty days into the term": Case(
        before=[("ann", HOUSE, FIRST, ANN)], now=[("bea", HOUSE, FIRST, "")], starts=TODAY - timedelta(days=60)
    ),
    "the next update": Case(
        before=[("bea", HOUSE, FIRST, "")], kept=(GIVEN,), now=[("bea", HOUSE, FIRST, "")], called={"bea": ANN}
    ),
    "an update after sixty days": Case(
        before=[("bea", HOUSE, FIRST, "")], kept=(replace(GIVEN, until=TODAY),), now=[("bea", HOUSE, FIRST, "")]
    ),
    "their number has come": Case(before=[("bea", HOUSE, FIRST, "")], kept=(GIVEN,), now=[("bea", HOUSE, FIRST, BEA)]),
    "a successor of theirs": Case(
        before=[("bea", HOUSE, FIRST, "")], kept=(GIVEN,), now=[("cal", HOUSE, FIRST, "")], called={"cal": ANN}
    ),
    "somebody else has the number now": Case(
        before=[("ann", HOUSE, FIRST, ANN)], now=[("bea", HOUSE, FIRST, ""), ("cal", HOUSE, SECOND, ANN)]
    ),
    "somebody else has it by the next update": Case(
        before=[("bea", HOUSE, FIRST, "")], kept=(GIVEN,), now=[("bea", HOUSE, FIRST, ""), ("cal", HOUSE, SECOND, ANN)]
    ),
    "the number is doubted": Case(
        before=[("ann", HOUSE, FIRST, ANN)], now=[("bea", HOUSE, FIRST, "")], doubted=frozenset({ANN})
    ),
    "whoever had it sits for another district now": Case(
        before=[("ann", HOUSE, FIRST, ANN)], now=[("bea", HOUSE, FIRST, ""), ("ann", HOUSE, SECOND, "")]
    ),
    "whoever had it is a senator now": Case(
        before=[("ann", HOUSE, FIRST, ANN)], now=[("bea", HOUSE, FIRST, ""), ("ann", SENATE, STATE, "")], called={"bea": ANN}
    ),
    "one of two senators": Case(
        before=[("ann", SENATE, STATE, ANN), ("bea", SENATE, STATE, BEA)],
        now=[("ann", SENATE, STATE, ANN), ("cal", SENATE, STATE, "")],
        called={"cal": BEA},
    ),
    "both senators": Case(
        before=[("ann", SENATE, STATE, ANN), ("bea", SENATE, STATE, BEA)],
        now=[("cal", SENATE, STATE, ""), ("dot", SENATE, STATE, "")],
    ),
    "one senator where two left": Case(
        before=[("ann", SENATE, STATE, ANN), ("bea", SENATE, STATE, BEA)], now=[("cal", SENATE, STATE, "")]
    ),
    "one senator where one left whose number is not known": Case(
        before=[("ann", SENATE, STATE, ANN), ("bea", SENATE, STATE, "")],
        now=[("ann", SENATE, STATE, ANN), ("cal", SENATE, STATE, "")],
    ),
}


@pytest.mark.parametrize("case", [pytest.param(case, id=name) for name, case in CASES.items()])
def test_number_of_a_seat_is_kept_only_where_it_is_certain(case: Case) -> None:
    records = [record(*member) for member in case.now]
    now = Congress(records=records, starts={each.id: case.starts for each in records})
    kept = keep_lines(former(case.before, case.kept), now, case.doubted, TODAY)
    assert {each.official: each.line for each in kept if each.official} == (case.called or {})
    assert tuple(each.line for each in kept if not each.official) == case.waiting
    assert all(each.until and each.until > TODAY for each in kept if each.official)


def test_update_keeps_the_numbers_of_seats_that_changed_hands(tmp_path: Path) -> None:
    """A representative and a senator left; two came whose numbers are not known; the next update says the same."""
    data = shipped(tmp_path / "old", country())
    versions = Versions(data, tmp_path / "instance" / "data")
    members = congress(STARTS)
    came = {"B000100": "X000001", "B000001": "X000002"}
    for each in members:
        if id := came.get(str(each["id"]["bioguide"])):  # type: ignore[index]
            each["id"] = {"bioguide": id}
            (term,) = each["terms"]  # type: ignore[misc]
            term |= {"start": "2027-01-03", "phone": None}  # type: ignore[operator]
    sources = write(country(TODAY) | {"legislators-current.yaml": text(members)}, tmp_path / "newer")
    for day in (6, 7):
        request = OriginRequest(where=str(sources), in_use=versions.in_use().folder, today=date(2027, 1, day), as_of={})
        update_tables(request, versions, datetime(2027, 1, day, 4, tzinfo=UTC), lambda *_: None)
        used = versions.in_use().folder
        assert {row["official"]: (row["phone"], row["former"], row["until"]) for row in table_rows(used, FILE)} == {
            "bioguide:X000001": ("+12022240100", "bioguide:B000100", "2027-03-04"),
            "bioguide:X000002": ("+12022240001", "bioguide:B000001", "2027-03-04"),
        }
    directory = Directory.load(used, data)
    for day, number in ((date(2027, 3, 3), "+12022240100"), (date(2027, 3, 4), "+12022243121")):
        found = directory.official("bioguide:X000001", day)
        assert found is not None and found.lines[0].phone == number


# James Gallagher of California has no number in the shipped tables.
ZIP, GALLAGHER = "95938", "bioguide:G000607"
OF_BEFORE, SWITCHBOARD = "202-555-0101", "202-224-3121"
# What is texted, and what the last answer says.
TOLD = (
    (("BUSES 95938",), f"James Gallagher {OF_BEFORE} (number of whoever held the seat before)"),
    (
        ("BUSES 95938", "SCRIPT"),
        "It is the number of whoever held the seat before: ask for U.S. Representative James Gallagher.",
    ),
    (
        ("BUSES 95938", "ESPANOL", "BUSES"),
        f"El representante federal James Gallagher {OF_BEFORE} (linea de quien ocupaba antes el escaño)",
    ),
    (
        ("BUSES 95938", "ESPANOL", "GUION"),
        "Es la linea de quien ocupaba antes el escaño: pregunte por el representante federal James Gallagher.",
    ),
)


def data_keeping(folder: Path, until: date) -> Path:
    """The shipped data, in which his seat's number of before is kept until a day."""
    data = data_with(folder, ROOT / "tests" / "transcript_data" / "buses.yaml")
    write_table(data, FILE, [(HOUSE, f"{US}:ca/cd:1", ANN, "bioguide:X000009", GALLAGHER, until.isoformat())])
    return data


def test_number_of_before_is_told_as_one_until_it_is_no_more(start: Start, tmp_path: Path) -> None:
    bot = start(data_dir=data_keeping(tmp_path / "data", date(2026, 12, 1)))
    for texts, says in TOLD:
        phone = bot.phone()
        said = [phone.text(words).text for words in texts]
        assert says in said[-1], texts
    bot.clock.now = datetime(2026, 12, 1, 18, tzinfo=UTC)
    assert f"James Gallagher {SWITCHBOARD} (ask for them)" in bot.phone().text("BUSES 95938").text


def test_number_of_before_that_does_not_answer_gives_way_to_the_switchboard(start: Start, tmp_path: Path) -> None:
    bot = start(data_dir=data_keeping(tmp_path / "data", date(2026, 12, 1)))
    with bot.parts.database.write() as connection:
        for minutes in range(3):
            at = bot.clock.now - timedelta(minutes=minutes)
            row = {"campaign": "buses", "official": "x", "line": ANN, "status": "failed", "at": at}
            connection.execute(insert(Call).values(**row))
    assert f"James Gallagher {SWITCHBOARD} (ask for them)" in bot.phone().text("BUSES 95938").text


def test_number_of_before_is_marked_on_the_page_and_by_the_command(start: Start, tmp_path: Path) -> None:
    app = start(data_dir=data_keeping(tmp_path / "data", date(2026, 12, 1))).app
    page = app.test_client().get("/c/buses?zip=95938").text
    assert "It is the number of whoever held the seat before: ask for U.S. Representative James Gallagher." in page
    assert "It is a shared line: ask for U.S. Representative James Gallagher." in page

    def find(*options: str) -> Result:
        return app.test_cli_runner().invoke(args=["officials", "find", ZIP, "--role", HOUSE, "--on", *options])

    said = " ".join(find("2026-11-30").output.split())
    assert f"{OF_BEFORE} (of whoever held the seat before, until 2026-12-01) and 1 more" in said
    assert f"{SWITCHBOARD} (ask for them)" in find("2026-12-01").output
    (target,) = json.loads(find("2026-11-30", "--json").stdout)["targets"]
    assert [line.get("until") for line in target["officials"][0]["lines"]] == ["2026-12-01", None]
