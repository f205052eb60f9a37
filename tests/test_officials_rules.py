"""The directory on small tables of our own making: terms, corrections, places, and every way a table can be unfit."""

import subprocess
import sys
from collections.abc import Mapping, Sequence
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest
import zipcodes

from bot.officials.directory import Directory
from bot.officials.divisions import STATES, place_key, place_slug
from bot.officials.phones import source_to_e164
from bot.officials.tables import COLUMNS, COMPUTED, NOT_NEEDED, DataError, write_table
from bot.officials.zip_info import ZipInfo, find_zip, in_state
from tests.conftest import ROOT

TODAY = date(2026, 11, 22)
TACOMA = "ocd-division/country:us/state:wa/place:tacoma"
ROW = {
    "id": "a",
    "name": "Ana Ruiz",
    "role": "mayor",
    "division": TACOMA,
    "title": "Mayor",
    "gender": "",
    "party": "",
    "phone": "+12535915100",
    "term_end": "2029-12-31",
    "source": "test",
    "as_of": "2026-08-05",
}
ZIP = ("98402", "WA", "WA-6", "", "", "wa/tacoma:988", "0")
US = "ocd-division/country:us"
DISTRICTS = (
    (f"{US}/state:wa/sldu:27", "sldu", "WA-27", "27", "1", ""),
    (f"{US}/state:wa/sldl:27", "sldl", "WA-27", "27", "2", ""),
    (f"{US}/state:wa/sldl:28", "sldl", "WA-28", "28", "2", ""),
    (f"{US}/state:wa/sldl:over", "sldl", "", "Over 27", "1", f"{US}/state:wa/sldl:27"),
)
VACANCIES = (
    ("state_lower", f"{US}/state:wa/sldl:28", "2026-12-01", "test", "2026-08-05"),
    ("us_representative", f"{US}/state:wa/cd:6", "2026-12-01", "test", "2026-08-05"),
)
VINTAGES = (
    ("cd", "", "119th Congress", "2025-01-03", "", "no new map", "here"),
    ("sldl", "", "2024 state legislative", "2024-11-05", "", "a map", "here"),
    ("sldu", "", "2024 state legislative", "2024-11-05", "", "a map", "here"),
)
SEATINGS = (
    ("WA", "state_lower", "2026-11-03", "2027-01-11", "second Monday of January", "here"),
    ("WA", "state_upper", "2026-11-03", "2027-01-11", "second Monday of January", "here"),
)
PLACES = (("wa/tacoma", "Tacoma", "city"), ("wa/ruston", "Ruston", "town"), ("wa/king", "King", "city"))


def tables(
    folder: Path,
    *changes: Mapping[str, str],
    zip: Sequence[str] = ZIP,
    overrides: str = "",
    newest: str = "2025-01-13",
    inaugurations: Sequence[Sequence[str]] = (),
    officeholders: Sequence[Sequence[str]] = (),
) -> Path:
    """A folder with one ZIP, three places, and an official with one line for each of the changes to ROW.

    newest: on which day the last to begin of the lower house began.
    """
    officials = [{**ROW, **change} for change in changes] or [ROW]
    write_table(folder, "officials.tsv", [[row[column] for column in COLUMNS["officials.tsv"]] for row in officials])
    write_table(folder, "lines.tsv", [(row["id"], "office", row["phone"], "Tacoma", "98402", "", "") for row in officials])
    write_table(folder, "vacancies.tsv", VACANCIES)
    write_table(folder, "chambers.tsv", [("WA", "state_lower", newest, "test", "2026-08-05")])
    write_table(folder, "districts.tsv", DISTRICTS)
    write_table(folder, "zips.tsv", [zip])
    write_table(folder, "places.tsv", PLACES)
    write_table(folder, "counties.tsv", [("wa/county:pierce", "Pierce", "98402")])
    write_table(folder, "sources.tsv", [("test", "people", "2026-08-05", "", "CC0", "here")])
    write_table(folder, "vintages.tsv", VINTAGES)
    write_table(folder, "seatings.tsv", SEATINGS)
    write_table(folder, "inaugurations.tsv", inaugurations)
    write_table(folder, "officeholders.tsv", officeholders)
    write_table(folder, "councils.tsv", [])
    if overrides:
        (folder / "overrides.yaml").write_text(overrides)
    return folder


def mayors(
    folder: Path, chosen_divisions: Mapping[str, str] | None = None
) -> tuple[list[tuple[str | None, str]], str, list[str]]:
    found = Directory.load(folder).find("98402", ["mayor"], chosen_divisions=chosen_divisions or {}, today=TODAY).targets[0]
    people = [(official.name, official.seat) for official in found.officials]
    return people, found.reason, [choice.labels["en"] for choice in found.choices]


OVER = {"id": "b", "name": "Old Mayor", "term_end": "2025-12-31"}
OLDER = {"id": "c", "name": "Older Mayor", "term_end": "2021-12-31"}


@pytest.mark.parametrize(
    ("records", "people"),
    [
        pytest.param([{}], [("Ana Ruiz", "held")], id="in office"),
        pytest.param([{"term_end": ""}], [("Ana Ruiz", "held")], id="no end of term on record"),
        pytest.param([{"term_end": "2026-11-23"}], [("Ana Ruiz", "held")], id="the day before a term ends"),
        pytest.param([{"term_end": "2026-11-22"}], [(None, "term_ended")], id="the day it ends: a successor's first"),
        pytest.param([OVER, {}], [("Ana Ruiz", "held")], id="a predecessor is not offered"),
        pytest.param([OLDER, OVER], [(None, "term_ended")], id="one office for two predecessors"),
        pytest.param([{}, {"id": "d", "name": "Zoe", "term_end": "2030-12-31"}], [("Zoe", "held")], id="never two mayors"),
        pytest.param([{}, {"id": "d", "name": "Zoe"}], [(None, "unknown")], id="nor one of two whose terms end on one day"),
    ],
)
def test_seat_is_offered_once_and_only_by_who_holds_it(
    tmp_path: Path, records: list[dict[str, str]], people: list[tuple[str | None, str]]
) -> None:
    assert mayors(tables(tmp_path, *records))[0] == people


def governor(
    folder: Path, on: str, ends: str, as_of: str = "2026-08-05", **tables_of: Sequence[Sequence[str]]
) -> list[str | None]:
    """Who is named for Washington's governor, with a record of Ana Ruiz until a day."""
    state = {"role": "governor", "division": "ocd-division/country:us/state:wa", "term_end": ends, "as_of": as_of}
    found = Directory.load(tables(folder, state, **tables_of)).find("98402", ["governor"], today=date.fromisoformat(on))
    return [official.name for official in found.targets[0].officials]


READ = ("WA", "governor", "2027-01-13", "yes", "a rule", "the statute")
UNREAD = ("WA", "governor", "2027-01-13", "", "a rule", "general knowledge")


@pytest.mark.parametrize(
    ("day", "ends", "as_of", "last"),
    [
        pytest.param(READ, "2027-01-02", "2026-08-05", "2027-01-12", id="a rule that was read puts off"),
        pytest.param(READ, "2027-01-31", "2026-08-05", "2027-01-12", id="a rule that was read brings forward"),
        pytest.param(UNREAD, "2027-01-02", "2026-08-05", "2027-01-01", id="one that was not read puts nothing off"),
        pytest.param(UNREAD, "2027-01-31", "2026-08-05", "2027-01-12", id="one that was not read brings forward"),
        pytest.param(UNREAD, "", "2026-08-05", "2027-01-12", id="no end on record"),
        pytest.param(UNREAD, "2031-01-08", "2026-08-05", "2027-01-12", id="an end years later, of a record from before"),
        pytest.param(UNREAD, "2031-01-08", "2027-02-01", "2031-01-07", id="a successor's record"),
        pytest.param(UNREAD, "2026-10-01", "2026-08-05", "2026-09-30", id="an end months before"),
    ],
)
def test_term_of_a_state_office_ends_when_the_successor_comes(
    tmp_path: Path, day: Sequence[str], ends: str, as_of: str, last: str
) -> None:
    after = (date.fromisoformat(last) + timedelta(days=1)).isoformat()
    named = [governor(tmp_path, on, ends, as_of, inaugurations=[day]) for on in (last, after)]
    assert named == [["Ana Ruiz"], [None]]


def holder(name: str = "Bea Stone", ends: str = "2029-01-10", as_of: str = "2026-11-01") -> tuple[str, ...]:
    return ("governor", "ocd-division/country:us/state:wa", name, "f", "", ends, "", "a page", as_of)


@pytest.mark.parametrize(
    ("ends", "on", "named"),
    [
        pytest.param("2025-01-15", "2026-11-22", ["Bea Stone"], id="the source knows only a predecessor"),
        pytest.param("2026-12-31", "2026-11-22", ["Bea Stone"], id="or one who went early"),
        pytest.param("2025-01-15", "2029-01-09", [None], id="looked up too long ago"),
        pytest.param("2033-01-12", "2026-11-22", ["Ana Ruiz"], id="the source knows a later term"),
        pytest.param("2029-01-10", "2026-11-22", ["Ana Ruiz"], id="the source knows the same term"),
    ],
)
def test_officeholder_is_named_until_the_source_knows_better(
    tmp_path: Path, ends: str, on: str, named: list[str | None]
) -> None:
    assert governor(tmp_path, on, ends, officeholders=[holder()]) == named


def test_officeholder_has_the_line_of_the_office_or_their_own(tmp_path: Path) -> None:
    state = {"role": "governor", "division": "ocd-division/country:us/state:wa", "term_end": "2025-01-15"}
    own = (*holder()[:6], "360-902-4111 ext. 4", *holder()[7:])
    lines = []
    for row in (holder(), own):
        found = Directory.load(tables(tmp_path, state, officeholders=[row])).find("98402", ["governor"], today=TODAY)
        lines += [official.lines[0].id for official in found.targets[0].officials]
    assert lines == [ROW["phone"], "3609024111x4"]


@pytest.mark.parametrize(
    ("file", "row", "message"),
    [
        pytest.param(
            "officeholders.tsv", ("coroner", *holder()[1:]), "'coroner' of 'ocd-division.*' is no office", id="no role"
        ),
        pytest.param(
            "officeholders.tsv", ("governor", "wa", *holder()[2:]), "'governor' of 'wa' is no office", id="no division"
        ),
        pytest.param("officeholders.tsv", holder(name=""), "name missing; say who", id="no name"),
        pytest.param("officeholders.tsv", holder(ends=""), "term_end missing; say who", id="no end"),
        pytest.param("officeholders.tsv", holder(ends="soon"), "'soon' is not a date", id="no date"),
        pytest.param(
            "officeholders.tsv", holder(ends="2020-01-01"), "the term ends on 2020-01-01, before", id="an end that is past"
        ),
        pytest.param("officeholders.tsv", (*holder()[:6], "911", *holder()[7:]), "'911' is no US number", id="no number"),
        pytest.param("officeholders.tsv", (*holder()[:3], "x", *holder()[4:]), "gender is 'x'", id="no gender"),
        pytest.param("inaugurations.tsv", ("ZZ", *READ[1:]), "'governor' of 'ZZ' is no office of a state", id="no state"),
        pytest.param("inaugurations.tsv", (*READ[:2], "2027-02-30", *READ[3:]), "'2027-02-30' is not a date", id="no such day"),
        pytest.param("inaugurations.tsv", (*READ[:3], "no", *READ[4:]), "read is 'no'", id="neither read nor not"),
    ],
)
def test_row_that_people_wrote_wrong_is_told_with_its_line(tmp_path: Path, file: str, row: Sequence[str], message: str) -> None:
    folder = tables(tmp_path)
    write_table(folder, file, [row])
    with pytest.raises(DataError, match=rf"{file}: line 2: .*{message}"):
        Directory.load(folder)


KING = {"division": "ocd-division/country:us/state:wa/place:king"}


@pytest.mark.parametrize(
    ("land", "outside", "records", "people", "reason", "choices"),
    [
        pytest.param("wa/tacoma:988", "0", [{}], 1, "", [], id="one place"),
        pytest.param("wa/tacoma:981", "19", [{}], 1, "", [], id="a sliver outside is nobody's home"),
        pytest.param("wa/tacoma:980", "20", [{}], 0, "", ["Tacoma", "Somewhere outside these"], id="land outside"),
        pytest.param("wa/tacoma:900;wa/ruston:100", "0", [{}], 0, "", ["Tacoma", "Somewhere outside these"],
                     id="a second place without record"),
        pytest.param("wa/ruston:1000", "0", [{}], 0, "no_record", [], id="the only place has no record"),
        pytest.param("wa/ruston:500", "500", [{}], 0, "no_record", [], id="no place on record: no question"),
        pytest.param("wa/tacoma:500;wa/king:500", "0", [{}, {"id": "k", **KING}], 0, "", ["Tacoma", "King"],
                     id="two on record"),
        pytest.param("", "1000", [{}], 0, "no_record", [], id="no place at all"),
    ],
)  # fmt: skip
def test_place_is_asked_only_when_it_changes_who_is_offered(
    tmp_path: Path, land: str, outside: str, records: list[dict[str, str]], people: int, reason: str, choices: list[str]
) -> None:
    got = mayors(tables(tmp_path, *records, zip=("98402", "WA", "WA-6", "", "", land, outside)))
    assert (len(got[0]), got[1], got[2]) == (people, reason, choices)


def override(key: str, value: str, id: str = "a", reasons: str = "who: me, when: 2026-11-22, why: wrong, source: seen") -> str:
    return f"[{{ids: [{id}], set: {{{key}: {value}}}, {reasons}}}]"


@pytest.mark.parametrize(
    ("key", "value", "people"),
    [
        pytest.param("name", "Bea Ruiz", [("Bea Ruiz", "held")], id="a name"),
        pytest.param("term_end", "2026-01-01", [(None, "term_ended")], id="an end of term"),
        pytest.param("seat", "unknown", [(None, "unknown")], id="a seat we do not know of"),
        pytest.param("drop", "true", [], id="a record that is none"),
    ],
)
def test_corrections_are_applied(tmp_path: Path, key: str, value: str, people: list[tuple[str | None, str]]) -> None:
    assert mayors(tables(tmp_path, overrides=override(key, value)))[0] == people


def test_correction_of_a_seat_is_for_whoever_holds_it(tmp_path: Path) -> None:
    folder = tables(tmp_path, {}, OVER, overrides=override("phone", "253-591-5000", id=f"mayor:{TACOMA}"))
    directory = Directory.load(folder)
    numbers = [official.lines[0].phone for id in "ab" if (official := directory.official(id, TODAY))]
    assert numbers == ["+12535915000", "+12535915000"]


def test_dropped_record_no_longer_hides_another(tmp_path: Path) -> None:
    folder = tables(tmp_path, {}, OVER, overrides=override("drop", "true"))
    assert mayors(folder)[0] == [(None, "term_ended")]


def test_number_is_corrected_and_a_gender_gives_the_spanish_title(tmp_path: Path) -> None:
    text = "[{ids: [a], set: {phone: 253-591-5000, gender: f}, who: me, when: 2026-11-22, why: wrong, source: seen}]"
    official = Directory.load(tables(tmp_path, overrides=text)).official("a", TODAY)
    assert official and official.lines[0].phone == "+12535915000" and official.titles["es"] == "alcaldesa"


@pytest.mark.parametrize(
    ("phone", "numbers"),
    [
        pytest.param("253-591-5000", ["+12535915000", "+12535915111"], id="the main one is another, the rest stays"),
        pytest.param("''", [], id="none is to be called"),
    ],
)
def test_corrected_number_is_the_main_one(tmp_path: Path, phone: str, numbers: list[str]) -> None:
    folder = tables(tmp_path, overrides=override("phone", phone))
    with (folder / "lines.tsv").open("a") as text:
        text.write("a\tdistrict\t+12535915111\tTacoma\t98402\t\t\n")
    official = Directory.load(folder).official("a", TODAY)
    assert official and [line.phone for line in official.lines] == numbers


def test_corrected_hours_are_those_of_all_their_offices(tmp_path: Path) -> None:
    text = "[{ids: [a], set: {phone: 253-591-5000, hours: 8-16:30}, who: me, when: 2026-11-22, why: wrong, source: seen}]"
    folder = tables(tmp_path, overrides=text)
    with (folder / "lines.tsv").open("a") as file:
        file.write("a\tdistrict\t+12535915111\tTacoma\t98402\t\t\n")
    official = Directory.load(folder).official("a", TODAY)
    assert official and [line.hours for line in official.lines] == [(time(8), time(16, 30))] * 2


MEMBER = {"role": "state_lower", "division": f"{US}/state:wa/sldl:27", "title": "Representative", "term_end": ""}
SEATED = date(2027, 1, 11)


@pytest.mark.parametrize(
    ("day", "newest", "overrides", "people", "reason"),
    [
        pytest.param(date(2027, 1, 10), "", "", ["Ana Ruiz"], "no_record", id="the day before the newly elected sit"),
        pytest.param(SEATED, "", "", [], "since_election", id="their first day"),
        pytest.param(SEATED, "2027-01-11", "", ["Ana Ruiz"], "no_record", id="somebody began on that day"),
        pytest.param(SEATED, "2027-01-10", "", [], "since_election", id="somebody began on the day before"),
        pytest.param(
            SEATED,
            "",
            override("name", "New Ruiz", reasons="who: me, when: 2027-01-11, why: elected, source: seen"),
            ["New Ruiz"],
            "since_election",  # who sits in the other seat of the two
            id="a correction that names who sits there since",
        ),
        pytest.param(
            SEATED,
            "",
            override("name", "New Ruiz", reasons="who: me, when: 2027-01-10, why: elected, source: seen"),
            [],
            "since_election",
            id="a correction of the day before",
        ),
    ],
)
def test_legislators_are_known_as_long_as_their_chamber_sits(
    tmp_path: Path, day: date, newest: str, overrides: str, people: list[str], reason: str
) -> None:
    member = {**MEMBER, "as_of": newest or ROW["as_of"]}
    zip = (*ZIP[:3], "WA-27", "WA-27", *ZIP[5:])
    folder = tables(tmp_path, member, zip=zip, overrides=overrides, newest=newest or "2025-01-13")
    found = Directory.load(folder).find("98402", ["state_lower"], today=day).targets[0]
    assert ([official.name for official in found.officials], found.reason) == (people, reason)


def test_district_that_lies_over_another_elects_as_well(tmp_path: Path) -> None:
    over = {**MEMBER, "id": "o", "name": "Over Ruiz", "division": f"{US}/state:wa/sldl:over"}
    folder = tables(tmp_path, MEMBER, {**MEMBER, "id": "b", "name": "Bo Ruiz"}, over, zip=(*ZIP[:4], "WA-27", *ZIP[5:]))
    found = Directory.load(folder).find("98402", ["state_lower"], today=TODAY).targets[0]
    assert [official.name for official in found.officials] == ["Ana Ruiz", "Bo Ruiz", "Over Ruiz"]
    assert (found.reason, found.seat) == ("", "held")


@pytest.mark.parametrize(
    ("ends", "names"),
    [
        pytest.param(["2030-01-01", "2031-01-01", "2032-01-01"], ["y", "z"], id="the latest terms"),
        pytest.param(["2030-01-01", "2030-01-01", "2032-01-01"], ["z"], id="nobody whose term ends on the day of another's"),
        pytest.param(["", "", ""], [], id="nobody where no term has an end"),
    ],
)
def test_no_more_members_are_offered_than_a_district_elects(tmp_path: Path, ends: list[str], names: list[str]) -> None:
    three = [{**MEMBER, "id": id, "name": id, "term_end": end} for id, end in zip("xyz", ends, strict=True)]
    folder = tables(tmp_path, *three, zip=(*ZIP[:4], "WA-27", *ZIP[5:]))
    found = Directory.load(folder).find("98402", ["state_lower"], today=TODAY).targets[0]
    assert [official.name for official in found.officials] == names


@pytest.mark.parametrize(("members", "shared"), [(4, False), (5, True)])
def test_five_officials_with_one_number_have_a_switchboard(tmp_path: Path, members: int, shared: bool) -> None:
    folder = tables(tmp_path, *({**MEMBER, "id": str(n)} for n in range(members)))
    official = Directory.load(folder).official("0", TODAY)
    assert official and official.lines[0].switchboard is shared


@pytest.mark.parametrize(
    ("file", "row", "message"),
    [
        pytest.param("lines.tsv", "a\thome\t+12535915111\t\t\t\t", "line 3: kind 'home' is not one of capitol", id="a kind"),
        pytest.param("lines.tsv", "a\toffice\t+12535915111\t\t\tnorth\t", "latitude or longitude is no number", id="a place"),
        pytest.param("lines.tsv", "z\toffice\t+12535915111\t\t\t\t", "line 3: z is no official", id="nobody's"),
        pytest.param("districts.tsv", "d\tcd\tWA-6\t6\t1\t", "'cd' or '1' is no level or number of seats", id="a level"),
        pytest.param("vacancies.tsv", "state_lower\td\tsoon\ttest\t2026-08-05", "'soon' is not a date", id="a day"),
        pytest.param("vintages.tsv", "cd\tZZ\tx\t2027-01-03\t\tw\ts", "'ZZ' is no state and no district", id="a state"),
        pytest.param("chambers.tsv", "WA\tstate_upper\t2025\ttest\t2026-08-05", "'2025' is not a date", id="a day to the year"),
        pytest.param(
            "seatings.tsv", "WA\tmayor\t2026-11-03\t2027-01-01\tw\ts", "'mayor' of 'WA' is no chamber", id="a chamber"
        ),
    ],
)
def test_row_of_any_table_that_cannot_be_used_is_named(tmp_path: Path, file: str, row: str, message: str) -> None:
    with (tables(tmp_path) / file).open("a") as text:
        text.write(row + "\n")
    with pytest.raises(DataError, match=f"{file}: line .*{message}|{file}.*{message}"):
        Directory.load(tmp_path)


@pytest.mark.parametrize(
    ("zip", "kind", "city", "state", "timezone"),
    [
        ("98402", "standard", "Tacoma", "WA", "America/Los_Angeles"),
        ("98401", "po_box", "Tacoma", "WA", "America/Los_Angeles"),
        ("12345", "unique", "Schenectady", "NY", "America/New_York"),
        ("09001", "military", "Apo", "", ""),
    ],
)
def test_post_office_knows_kind_city_and_time(zip: str, kind: str, city: str, state: str, timezone: str) -> None:
    known = find_zip(zip)
    assert known and (known.kind, known.city, known.state, known.timezone) == (kind, city, state, timezone)


def test_zip_has_a_middle_and_a_made_up_one_nothing() -> None:
    tacoma = find_zip("98402")
    assert tacoma and 47 < tacoma.latitude < 48 and -123 < tacoma.longitude < -122
    assert find_zip("00000") is None


def test_post_office_says_of_every_zip_what_the_package_says() -> None:
    entries: dict[str, list[dict[str, Any]]] = {}
    for entry in zipcodes.list_all():
        entries.setdefault(entry["zip_code"], []).append(entry)
    assert len(entries) > 40_000
    for zip, found in entries.items():
        entry = next((entry for entry in found if entry["active"]), found[-1])
        military, zone = entry["zip_code_type"] == "MILITARY", entry["timezone"] or ""
        known = ZipInfo(
            kind=entry["zip_code_type"].lower().replace(" ", "_"),
            city=entry["city"],
            state="" if military else entry["state"],
            active=entry["active"],
            timezone=zone if "/" in zone else "",
            latitude=float(entry["lat"] or 0),
            longitude=float(entry["long"] or 0),
        )
        assert find_zip(zip, even_retired=True) == known
        assert find_zip(zip) == (known if entry["active"] else None)


def test_state_has_the_zips_in_use_there_and_none_of_a_military_post() -> None:
    used = {
        entry["zip_code"]
        for entry in zipcodes.list_all()
        if entry["state"] == "HI" and entry["active"] and entry["zip_code_type"] != "MILITARY"
    }
    assert set(in_state("HI")) == used and "96813" in used
    assert in_state("XX") == ()


# A program with nothing else of ours, that keeps what it compiles in a folder of the test's own.
BEGINS = """
import sys, types
sys.modules["bot"] = types.ModuleType("bot")
sys.modules["bot"].__path__ = ["bot"]
sys.pycache_prefix, sys.dont_write_bytecode = sys.argv[1], False
from bot.officials.zip_info import find_zip
"""
ASKS = f"{BEGINS}print(find_zip('98402').city, 'zipcodes' in sys.modules)"
AS_UWSGI = "import sys; sys.executable = '/bin/true'; " + ASKS
ALONE = "import sys; sys.executable = '/no/such/program'; " + ASKS


@pytest.mark.parametrize(
    ("program", "told"),
    [
        pytest.param(ASKS, "Tacoma False", id="a process of its own reads the package"),
        pytest.param(AS_UWSGI, "Tacoma True", id="a server that is not a Python program reads it itself"),
        pytest.param(ALONE, "Tacoma True", id="so does one that can start no other"),
    ],
)
def test_list_is_there_whoever_serves(tmp_path: Path, program: str, told: str) -> None:
    assert ask(program, tmp_path) == (told, "")


def ask(program: str, compiled: Path) -> tuple[str, str]:
    """What a process prints that keeps its list in this folder: where nothing is, it is the first one."""
    command = [sys.executable, "-c", program, str(compiled)]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return run.stdout.strip(), run.stderr


def kept_list(compiled: Path) -> Path:
    (found,) = compiled.rglob("zip_listing-*.tsv")
    return found


def test_list_that_is_kept_is_read_without_the_package_until_it_is_no_whole_one(tmp_path: Path) -> None:
    assert ask(THREADS, tmp_path) == ("1 Tacoma", "")
    whole = kept_list(tmp_path).read_bytes()
    assert ask(THREADS, tmp_path) == ("0 Tacoma", "")
    for damaged in (whole[: len(whole) // 2], b"\xff" * 100):
        kept_list(tmp_path).write_bytes(damaged)
        assert ask(THREADS, tmp_path) == ("1 Tacoma", "")
        assert kept_list(tmp_path).read_bytes() == whole


def test_list_of_another_version_gives_way(tmp_path: Path) -> None:
    assert ask(THREADS, tmp_path) == ("1 Tacoma", "")
    kept = kept_list(tmp_path)
    old = kept.rename(kept.with_name("zip_listing-2.0.0-1.tsv"))
    assert ask(THREADS, tmp_path) == ("1 Tacoma", "")
    assert kept.exists() and not old.exists()


def test_list_is_there_where_nothing_can_be_kept(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    assert ask(THREADS, tmp_path / "file") == ("1 Tacoma", "")


THREADS = f"""
{BEGINS}
import threading
started = []
sys.addaudithook(lambda event, args: started.append(event) if event == "subprocess.Popen" else None)
threads = [threading.Thread(target=find_zip, args=["98402"]) for _ in range(8)]
for thread in threads: thread.start()
for thread in threads: thread.join()
print(len(started), find_zip("98402").city)
"""


def test_list_is_read_once_however_many_threads_ask_for_it_at_first(tmp_path: Path) -> None:
    assert ask(THREADS, tmp_path) == ("1 Tacoma", "")


@pytest.mark.parametrize(
    ("text", "message"),
    [
        pytest.param(override("name", "x", id="zz"), "entry 1: no official has the id 'zz'; take it out", id="unknown id"),
        pytest.param(
            override("nose", "x"), "entry 1: set.nose not known; write one of phone, not_theirs, name", id="unknown column"
        ),
        pytest.param(override("phone", "911"), "set.phone: 911 is no US number|set.phone: '?911'? is no US", id="no number"),
        pytest.param(override("phone", "900-555-1234"), "is no US number we may call", id="a number that bills the caller"),
        pytest.param(override("term_end", "soon"), "'soon' is not a date; write it like 2026-11-22", id="no date"),
        pytest.param(
            override("term_end", "2027-02-30"),
            "'2027-02-30' is not a date; write it like 2026-11-22",
            id="a day that is in no month",
        ),
        pytest.param(override("name", "7"), "set.name: 7 is no name; write it in letters", id="a name that is a number"),
        pytest.param(override("name", "' '"), "set.name: ' ' is no name", id="a name that is empty"),
        pytest.param(override("title", "[Mayor]"), "is no title; write it in letters", id="a title that is a list"),
        pytest.param(
            "[{1: 2, ids: [a], set: {name: x}, who: m, when: 2026-11-22, why: w, source: s}]",
            "1 not known",
            id="a key that is no word",
        ),
        pytest.param(override("hours", "9-24"), "'9-24' are no hours of a day; write them like 8-16:30", id="no hours"),
        pytest.param(override("seat", "held"), "set.seat: 'held' is not one of", id="a seat cannot be set to held"),
        pytest.param(override("name", "x", reasons="who: me, when: 2026-11-22"), "why, source missing", id="no reason given"),
        pytest.param(
            "[{ids: a, set: {name: x}, who: m, when: 2026-11-22, why: w, source: s}]", "ids is a list", id="no list of ids"
        ),
        pytest.param(
            "[{ids: [a], set: {name: x}, who: m, when: 2026-11-22, why: w, source: s, more: 1}]",
            "more not known",
            id="unknown key",
        ),
        pytest.param("{a: 1}", "holds keys with values, not a list; start with `- ids:`", id="not a list"),
        pytest.param("[3]", "entry 1: not a mapping", id="not a mapping"),
        pytest.param("[{", "not YAML", id="not YAML"),
    ],
)
def test_correction_that_cannot_be_used_says_where_and_the_mend(tmp_path: Path, text: str, message: str) -> None:
    with pytest.raises(DataError, match=message) as problem:
        Directory.load(tables(tmp_path, overrides=text))
    assert "overrides.yaml" in str(problem.value)


@pytest.mark.parametrize(
    ("change", "message"),
    [
        pytest.param({"role": "coroner"}, "line 2: role 'coroner' is not one of governor", id="unknown role"),
        pytest.param({"division": "ocd-division/country:us/state:zz"}, "line 2: .* lies in no state we know", id="no state"),
        pytest.param({"term_end": "2029"}, "line 2: '2029' is not a date like 2027-01-03", id="half a date"),
    ],
)
def test_row_that_cannot_be_used_is_named(tmp_path: Path, change: dict[str, str], message: str) -> None:
    with pytest.raises(DataError, match=message):
        Directory.load(tables(tmp_path, change))


def test_same_id_twice_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="line 3: the id a occurs twice"):
        Directory.load(tables(tmp_path, {}, {}))


@pytest.mark.parametrize("file", sorted(set(COLUMNS) - set(COMPUTED) - set(NOT_NEEDED)))
def test_table_that_is_missing_or_not_ours_says_how_to_build_it(tmp_path: Path, file: str) -> None:
    path = tables(tmp_path) / file
    path.write_text("<html>not found</html>\n")
    with pytest.raises(DataError, match=f"{file}: line 1: the columns are not .*flask data build"):
        Directory.load(tmp_path)
    path.unlink()
    with pytest.raises(DataError, match=f"{file}: cannot be read .*flask data build"):
        Directory.load(tmp_path)


def test_row_cut_short_is_named(tmp_path: Path) -> None:
    path = tables(tmp_path) / "officials.tsv"
    path.write_text(path.read_text() + "half a row\n")
    with pytest.raises(DataError, match="line 3: 1 cells instead of 10"):
        Directory.load(tmp_path)


@pytest.mark.parametrize(
    ("written", "e164"),
    [
        ("253-591-5100", "+12535915100"),
        ("(253) 591-5100 ext. 4", "+12535915100"),
        ("253.591.5100 x12", "+12535915100"),
        ("1-800-273-8255", "+18002738255"),
        ("591-5100", None),
        ("call us", None),
        ("", None),
    ],
)
def test_written_numbers_become_e164(written: str, e164: str | None) -> None:
    assert source_to_e164(written) == e164


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("Tacoma", "tacoma"),
        ("St. Paul", "saint_paul"),
        ("West Palm Beach", "west_palm_beach"),
        ("La Cañada Flintridge", "la_canada_flintridge"),
        ("Winston-Salem", "winston_salem"),
        ("O'Fallon", "o_fallon"),
        ("Utqiaġvik", "utqiagvik"),
    ],
)
def test_places_id_follows_from_its_name(name: str, slug: str) -> None:
    assert place_slug(name) == slug


def test_place_keys_and_divisions_are_one_thing() -> None:
    assert place_key(TACOMA) == "wa/tacoma"
    assert place_key("ocd-division/country:us/state:hi/county:honolulu") == "hi/county:honolulu"
    assert len(STATES) == 56 and STATES["NM"].name_in("es") == "Nuevo México"
