"""Local lists as an organizer imports them: every way a file can be wrong, what is kept, and who is offered then."""

import csv
import io
import json
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import Result
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.officials.directory import Directory
from bot.officials.local.list_reading import COLUMNS
from bot.officials.local.local_lists import LISTED, list_names, read_list
from bot.officials.office_hours import hours_of
from bot.officials.tables import DataError
from tests.conftest import ROOT, Bot, Start, starting
from tests.databases import empty_database
from tests.test_data_takeover import until

HEADER = tuple(COLUMNS)
OFFICES = " or ".join(LISTED)
ROW = {
    "place": "Tacoma, WA",
    "role": "council",
    "name": "Ada Moss",
    "phone": "253-555-0111",
    "term_end": "12/31/2027",
    "source": "the city's page",
}
CHERRY_HILL = {"place": "Cherry Hill, NJ", "division": "ocd-division/country:us/state:nj/place:cherry_hill"}


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """No SQL is in question here, so one kind of database will do."""
    return f"sqlite:///{tmp_path / 'test.db'}"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    folder = tmp_path_factory.mktemp("lists")
    with empty_database("sqlite", folder) as url, starting(url, folder) as start:
        yield start()


@pytest.fixture
def organizer(office: Bot) -> Bot:
    """A bot without lists, that is never started again."""
    shutil.rmtree(local(office), ignore_errors=True)
    return office


def table(*rows: dict[str, str], header: tuple[str, ...] = HEADER) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, header, lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def flask(bot: Bot, *arguments: str) -> Result:
    result = bot.app.test_cli_runner().invoke(args=["officials", *arguments])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def load(bot: Bot, content: str | bytes, *options: str, name: str = "council.csv") -> Result:
    folder = bot.parts.settings.instance_dir
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return flask(bot, "import", str(path), *options)


def said(result: Result) -> list[str]:
    """What a command said on standard error, without the log, which other bots of this process write to as well."""
    return [line for line in result.stderr.splitlines() if not line.startswith("{")]


def local(bot: Bot) -> Path:
    return bot.parts.settings.instance_dir / "local"


# What is changed in a row that is right -> the one problem, without the file's name.
BAD_ROWS = [
    pytest.param({"place": "Tacom, WA"}, "place: 'Tacom, WA' is no place of ours; did you mean Tacoma, WA?", id="misspelt"),
    pytest.param({"place": "Gotham, WA"}, "place: 'Gotham, WA' is no place of ours; look at its spelling, or give its "
                 "division, "
                 "name and ZIP codes as docs/local-lists.md shows", id="a place nobody knows"),
    pytest.param({"place": "Tacoma"}, "place: 'Tacoma' names no state; write it like Tacoma, WA", id="no state"),
    pytest.param({"place": "Tacoma, Ontario"}, "place: 'Tacoma, Ontario' names no state; write it like Tacoma, WA",
                 id="abroad"),
    pytest.param({"place": "wa/gotham"}, "place: 'wa/gotham' is no place of ours; write it like Tacoma, WA", id="no such key"),
    pytest.param({"place": "Wilmington, IL"}, "place: 'Wilmington, IL' is no place of ours; did you mean Wilmington city, "
                 "IL or "
                 "Wilmington village, IL?", id="two places of one name"),
    pytest.param({"place": "Georgetown, DC"}, "place: 'Georgetown, DC' is no place of ours; write Washington, DC", id="DC"),
    pytest.param({"place": ""}, "place: is empty; write it like Tacoma, WA", id="no place"),
    pytest.param({"place": "", "zips": "82001"}, "place: is empty, and these ZIP codes lie in Cheyenne, outside every place; "
                 "write the place", id="a ZIP code in and out of town"),
    pytest.param({"division": "tacoma"}, "division: 'tacoma' is no division; write it like "
                 "ocd-division/country:us/state:wa/place:tacoma", id="no division"),
    pytest.param({"division": "ocd-division/country:us/state:wa"}, "division: 'ocd-division/country:us/state:wa' is a "
                 "whole state; "
                 "write the place in it that this is about", id="a whole state"),
    pytest.param(CHERRY_HILL, "division: 'ocd-division/country:us/state:nj/place:cherry_hill' is on no map of ours; write its "
                 "name under place and its ZIP codes under zips", id="a place on no map"),
    pytest.param({"division": "ocd-division/country:us/state:wa/place:tacoma/ward:4", "district": "5"},
                 "district: '5' is not the '4' of the division; write one of the two", id="two districts"),
    pytest.param({"zips": "98402 tacoma"}, "zips: 'tacoma' is no ZIP code; write five digits each, like 98402 98403",
                 id="no ZIP"),
    pytest.param({"zips": "98402,00000"}, "zips: 00000 is no ZIP code in use; look it up, or take it out", id="unknown ZIP"),
    pytest.param({"role": "coroner"}, f"role: 'coroner' is not known; write {OFFICES}", id="no such role"),
    pytest.param({"role": "governor"}, f"role: 'governor' is not known; write {OFFICES}", id="a role we ship"),
    pytest.param({"role": ""}, f"role: '' is not known; write {OFFICES}", id="no role"),
    pytest.param({"district": "0"}, "district: 0 is what people reply who do not know theirs; write another number, or nothing "
                 "for at large", id="district 0"),
    pytest.param({"district": "the one down by the river"}, "district: 'the one down by the river' is no ward; write its "
                 "number, letter or "
                 "name, or nothing for at large", id="a long name"),
    pytest.param({"role": "mayor", "district": "4"}, "district: a mayor has none; leave it empty", id="a mayor's district"),
    pytest.param({"name": "Ada Moss 2"}, "name: 'Ada Moss 2' has a digit in it; write the name alone", id="a digit"),
    pytest.param({"name": "ada@moss.org"}, "name: 'ada@moss.org' holds what is no letter; write words that can be read out",
                 id="an address"),
    pytest.param({"name": "Ada 🌲"}, "name: 'Ada 🌲' holds what is no letter; write words that can be read out", id="an emoji"),
    pytest.param({"name": "李明"}, "name: '李明' has no Latin letter; write it as their office does in English",
                 id="no Latin letter"),
    pytest.param({"district": "北"}, "district: '北' is no ward; write its number, letter or name, or nothing for at large",
                 id="a ward without a Latin letter"),
    pytest.param({"name": "Gús Ray", "phone": "253-591-5177"}, "name: is not what line 2 says of the same "
                 "person; write one of the two", id="two spellings"),
    pytest.param({"name": "A" * 51}, "name: has 51 characters; write at most 50", id="a long name of a person"),
    pytest.param({"title": "-"}, "title: '-' has no letter; write words", id="no title"),
    pytest.param({"title_es": "x" * 31}, "title_es: has 31 characters; write at most 30", id="a long title"),
    pytest.param({"name": "", "phone": ""}, "phone: is empty, and so is name; write one of them, or take the row out",
                 id="neither a name nor a number"),
    pytest.param({"phone": "call us"}, "phone: 'call us' is no phone number; write it like 253-591-5100", id="words"),
    pytest.param({"phone": "555-0111"}, "phone: '555-0111' has 7 digits; write all ten, like 253-591-5100", id="seven digits"),
    pytest.param({"phone": "900-555-0111"}, "phone: '900-555-0111' bills whoever calls it; write the office's ordinary number",
                 id="a number that bills"),
    pytest.param({"phone": "500-555-0111"}, "phone: '500-555-0111' is of a kind that may bill whoever calls it; write the "
                 "office's "
                 "ordinary number", id="a personal number"),
    pytest.param({"phone": "700-555-0111"}, "phone: '700-555-0111' is of a kind that may bill whoever calls it; write the "
                 "office's "
                 "ordinary number", id="a carrier's own services"),
    pytest.param({"phone": "253-976-0111"}, "phone: '253-976-0111' bills whoever calls it; write the office's ordinary number",
                 id="a premium exchange"),
    pytest.param({"phone": "942-555-0111"}, "phone: '942-555-0111' is abroad (CA); write a number of the US", id="Toronto"),
    pytest.param({"phone": "253-155-0111"}, "phone: '253-155-0111' is not in use as a phone number; look it up again",
                 id="an exchange that there is not"),
    pytest.param({"phone": "253-555-0111 x123456"}, "phone: extension 123456 has 6 digits; write at most 5, or none",
                 id="an extension that is too long"),
    pytest.param({"phone": "253-555-0111 x4 or x5"}, "phone: '253-555-0111 x4 or x5' holds more than a number and its "
                 "extension; write it like 253-591-5100 ext. 4", id="two extensions"),
    pytest.param({"phone": "+44 20 7946 0958"}, "phone: '+44 20 7946 0958' is abroad (+44); write a number of the US", id="UK"),
    pytest.param({"phone": "416-555-0111"}, "phone: '416-555-0111' is abroad (CA); write a number of the US", id="Canada"),
    pytest.param({"phone": "123-555-0111"}, "phone: '123-555-0111' is not in use as a phone number; look it up again",
                 id="unused"),
    pytest.param({"phone": "2.53556E+09"}, "phone: '2.53556E+09' was shortened by the spreadsheet, and its last digits are not "
                 "in this file; format the column there as a number without decimals, where all digits come back, and save it "
                 'as "CSV UTF-8" again, or import the workbook (.xlsx) itself', id="shortened by the spreadsheet"),
    pytest.param({"term_end": "31/12/2027"}, "term_end: '31/12/2027' is no date; write the last day of the term, like "
                 "12/31/2027",
                 id="day before month"),
    pytest.param({"term_end": "2027"}, "term_end: '2027' is no date; write the last day of the term, like 12/31/2027",
                 id="a year"),
    pytest.param({"term_end": "46752"}, "term_end: '46752' is no date; write the last day of the term, like 12/31/2027",
                 id="a spreadsheet's day number"),
    pytest.param({"term_end": "12/31/1927"}, "term_end: '12/31/1927' is not in this century; write the last day of the "
                 "term, like "
                 "12/31/2027", id="another century"),
    pytest.param({"phone": "," * 9_999 + "x"}, "phone: has 10000 characters; write at most 300", id="a cell without end"),
    pytest.param({"zips": "98402 " * 1_001}, "zips: has 6005 characters; write at most 6000", id="ZIP codes without end"),
    pytest.param({"source": ""}, "source: is empty; write where this is from, an address or who said so", id="no source"),
    pytest.param({"source": "x" * 201}, "source: has 201 characters; write at most 200", id="a long source"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "problem"), BAD_ROWS)
def test_row_that_is_wrong_says_where_what_and_the_mend(organizer: Bot, change: dict[str, str], problem: str) -> None:
    result = load(organizer, table(ROW | {"name": "Gus Ray"}, ROW | change), name="bad.csv")
    assert said(result) == [
        f"error: bad.csv: line 3: {problem}",
        "Error: 1 problem, nothing was loaded; mend them, or load the other rows with --partial",
    ]
    assert result.exit_code == 1 and not list_names(local(organizer))


# What is changed in a row that is right -> column and value as kept.
GOOD_CELLS = [
    pytest.param({"place": "City of Tacoma, Washington"}, "place", "Tacoma", id="the city of, the state in full"),
    pytest.param({"place": "wa/tacoma"}, "place", "Tacoma", id="a key"),
    pytest.param({"place": "tacoma,wa"}, "division", "ocd-division/country:us/state:wa/place:tacoma", id="in small letters"),
    pytest.param({"place": "Washington, DC"}, "division", "ocd-division/country:us/district:dc", id="Washington"),
    pytest.param({"place": "St Paul, MN"}, "place", "St. Paul", id="a saint"),
    pytest.param({"place": "", "zips": "98402"}, "place", "Tacoma", id="the one place of a ZIP code"),
    pytest.param(
        {"place": "", "division": "ocd-division/country:us/state:il/place:chicago/ward:4"}, "ward", "4", id="OCD ward"
    ),
    pytest.param({**CHERRY_HILL, "zips": "8002, 08003"}, "zips", ("08002", "08003"), id="a zero that was lost"),
    pytest.param(
        {"place": "Adjuntas, PR", "division": "ocd-division/country:us/territory:pr/place:adjuntas", "zips": "601"},
        "zips",
        ("00601",),
        id="both zeros of Puerto Rico",
    ),
    pytest.param({"zips": "98405-1234;98402.0|98402"}, "zips", ("98402", "98405"), id="ZIP codes in any writing"),
    pytest.param({"district": "District 4"}, "ward", "4", id="the word before it"),
    pytest.param({"district": "04"}, "ward", "4", id="a zero before it"),
    pytest.param({"district": "4th Ward"}, "ward", "4", id="an ordinal"),
    pytest.param({"district": "4.0"}, "ward", "4", id="a spreadsheet's number"),
    pytest.param({"district": "k"}, "ward", "K", id="a letter"),
    pytest.param({"district": "north ward"}, "ward", "North", id="a name"),
    pytest.param({"district": "Distrito Río Piedras"}, "ward", "Rio Piedras", id="a name with an accent"),
    pytest.param({"district": "At-Large"}, "ward", "", id="at large"),
    pytest.param({"phone": "(253) 555-0111"}, "phone", "+12535550111", id="brackets"),
    pytest.param({"phone": "1.253.555.0111 ext. 4"}, "phone", "+12535550111", id="an extension"),
    pytest.param({"phone": "253-555-0111 x12"}, "extension", "12", id="an extension is kept"),
    pytest.param({"phone": "253-555-0111, press 2"}, "keys", "2", id="a phone menu beside the number"),
    pytest.param({"phone": "2535550111.0"}, "phone", "+12535550111", id="a number from a spreadsheet"),
    pytest.param({"phone": "800-273-8255"}, "phone", "+18002738255", id="toll-free"),
    pytest.param({"term_end": "1/4/28"}, "term_end", "2028-01-04", id="a short date"),
    pytest.param({"term_end": "2027-12-31 0:00"}, "term_end", "2027-12-31", id="a date with a time"),
    pytest.param({"term_end": "December 31, 2027"}, "term_end", "2027-12-31", id="a date in words"),
    pytest.param({"name": "José «Pepe» Núñez-O'Neil, Jr."}, "name", "José «Pepe» Núñez-O'Neil, Jr.", id="any name"),
    pytest.param({"role": "Mayor"}, "title", "Mayor", id="a title that follows from the role"),
]


@pytest.mark.parametrize(("change", "column", "kept"), GOOD_CELLS)
def test_cell_is_understood_in_any_usual_writing(
    organizer: Bot, change: dict[str, str], column: str, kept: str | tuple[str, ...]
) -> None:
    result = load(organizer, table(ROW | change))
    assert result.exit_code == 0, result.stderr
    (entry,) = read_list(local(organizer), "council").entries
    value = getattr(entry, column)
    assert (value.isoformat() if column == "term_end" else value) == kept


TOGETHER = [
    pytest.param([ROW, ROW], "line 3: is the same as line 2; take one out", id="a row twice"),
    pytest.param([ROW, ROW | {"phone": "253-555-0112", "term_end": "12/31/2029"}],
                 "line 3: term_end: is not what line 2 says of the same person; write one of the two", id="two terms"),
    pytest.param([ROW | {"role": "mayor"}, ROW | {"role": "mayor", "name": "Ben Okafor"}],
                 "line 3: name: there is one mayor, and line 2 names another; take one out", id="two mayors"),
    pytest.param([ROW | {"district": f"Quarter {chr(65 + n)}{chr(75 + n)}{chr(65 + n)}{chr(65 + n)}xx"} for n in range(9)],
                 "line 2: district: 9 names take over 120 characters in a text; write numbers or shorter ones", id="long "
                 "names"),
]  # fmt: skip


@pytest.mark.parametrize(("rows", "problem"), TOGETHER)
def test_rows_that_do_not_fit_together_are_named(organizer: Bot, rows: list[dict[str, str]], problem: str) -> None:
    result = load(organizer, table(*rows), name="bad.csv")
    assert result.exit_code == 1 and said(result)[0] == f"error: bad.csv: {problem}"


FILES = [
    pytest.param(b"", "is empty; begin with: flask officials template > council.csv", id="empty"),
    pytest.param(b"\n,,,\n# only this\n", "is empty; begin with: flask officials template > council.csv", id="nothing in it"),
    pytest.param(table().encode(), "has a header and no row; write a row an official", id="a header alone"),
    pytest.param(b"PK\x03\x04whatever", 'is an Excel or LibreOffice workbook that cannot be read; save it as "CSV UTF-8"',
                 id="a broken workbook"),
    pytest.param(b"\xd0\xcf\x11\xe0whatever", 'is an old Excel workbook; save it as "CSV UTF-8"', id="an old workbook"),
    pytest.param(b"%PDF-1.7", "is a PDF; copy its table into a spreadsheet and save that as CSV", id="a PDF"),
    pytest.param(b"\n<!doctype html>", "is a web page; download the table itself, or copy it into a spreadsheet and save "
                 "that as "
                 "CSV", id="a web page"),
    pytest.param(b"name,phone\nAda,1\n", "line 1: no column place, role, source; the first row names the columns, as flask "
                 "officials template does", id="columns missing"),
    pytest.param(b"place,role,name,phon,source\n", "line 1: the column 'phon' is not known; did you mean phone?",
                 id="misspelt"),
    pytest.param(b"place,role,name,phone,source,name\n", "line 1: the column name is there twice; take one out", id="twice"),
    pytest.param(b"place,role,name,phone,source,ward,district\n", "line 1: the column district is there twice; take one out",
                 id="twice by another name"),
    pytest.param(table(ROW).encode() + b'"Tacoma, WA', "line 3: cannot be read (unexpected end of data); is a quotation "
                 "mark not "
                 "closed?", id="an open quotation mark"),
    pytest.param(b"place,role,name,phone,source\nTacoma, WA,council,Ada,253-555-0111,x\n", "line 2: has 1 cells more than the "
                 "header; put quotes around a cell that has the separator in it", id="a comma without quotes"),
    pytest.param(table(ROW).encode() + b"\x81\x8d", 'line 3: is neither UTF-8 nor Windows-1252; save it as "CSV UTF-8"',
                 id="no encoding"),
    pytest.param(b"\xff\xfex", 'is broken UTF-16; save it as "CSV UTF-8"', id="half a character"),
    pytest.param(b"x" * 10_000_001, "has 10.0 MB; a list has at most 10: keep the template's columns alone", id="too big"),
    pytest.param(b"place\n" + b"x\n" * 20_001, "has more than 20,000 rows; make it a list a region", id="too many rows"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "problem"), FILES)
def test_file_that_is_no_list_says_what_it_is(organizer: Bot, content: bytes, problem: str) -> None:
    result = load(organizer, content, name="bad.csv")
    assert result.exit_code == 1
    assert f"bad.csv: {problem}" in result.stderr and not list_names(local(organizer))


SAVED = [
    pytest.param(lambda text: b"\xef\xbb\xbf" + text.encode(), "", id="UTF-8 with a mark"),
    pytest.param(lambda text: text.encode("utf-16"), "", id="UTF-16"),
    pytest.param(lambda text: text.replace("\n", "\r\n").encode(), "", id="lines of Windows"),
    pytest.param(lambda text: text.replace("\n", "\r").encode(), "", id="lines of an old Mac"),
    pytest.param(lambda text: text.replace(",", ";").replace("Tacoma; WA", "Tacoma, WA").encode(), "", id="semicolons"),
    pytest.param(lambda text: text.replace(",", "\t").replace("Tacoma\t WA", "Tacoma, WA").encode(), "", id="tabs"),
    pytest.param(lambda text: b"sep=,\n" + text.encode(), "", id="Excel's own first line"),
    pytest.param(lambda text: (text + "," * 12 + "\n") .encode() + b",,,,,,,,,,\n" * 40_000, "", id="empty rows without end"),
    pytest.param(lambda text: b"# a note\n\n" + text.upper().split("\n")[0].replace("_", " ").encode()
                 + b"\n" + text.split("\n", 1)[1].encode(), "", id="a note, and a header in capitals"),
    pytest.param(lambda text: text.encode("cp1252"), "is not UTF-8 and was read as Windows-1252: is 'Núñez' "
                 "on line 2 right? If not, save it as \"CSV UTF-8\"", id="Windows-1252"),
]  # fmt: skip


@pytest.mark.parametrize(("saved", "warning"), SAVED)
def test_file_is_read_as_spreadsheets_save_it(organizer: Bot, saved: object, warning: str) -> None:
    assert callable(saved)
    result = load(organizer, saved(table(ROW | {"name": "Ada Núñez"})))
    assert result.exit_code == 0, result.stderr
    assert [entry.name for entry in read_list(local(organizer), "council").entries] == ["Ada Núñez"]
    assert said(result) == ([f"warning: council.csv: {warning}"] if warning else [])


WARNINGS = [
    pytest.param({"term_end": "1/1/2026"}, "line 2: term_end: Ada Moss's term ended on 2026-01-01: left out of the answers",
                 id="a term that is over"),
    pytest.param({"role": "mayor", "term_end": "1/1/2026"}, "line 2: term_end: Ada Moss's term ended on 2026-01-01: shown "
                 "as the "
                 "office, without the name", id="a mayor's term that is over"),
    pytest.param({"title": "Council President"}, "line 2: title_es: is empty: in Spanish, too, the title is 'Council "
                 "President'",
                 id="a title without Spanish"),
    pytest.param({"phone": "621-555-0111"}, "line 2: phone: 621-555-0111 is let through, though the library of numbers does "
                 "not know its area code or exchange; look whether it is right", id="an area code newer than the library"),
    pytest.param({"zips": "98402 98101"}, "line 2: zips: no part of Tacoma worth asking about lies in 98101: not used",
                 id="a ZIP code of another place"),
    pytest.param({"term_end": ""}, "term_end: empty for 1 person, who will be named until the next import", id="no end"),
]  # fmt: skip


@pytest.mark.parametrize(("change", "warning"), WARNINGS)
def test_what_is_no_mistake_and_should_be_known_is_said(organizer: Bot, change: dict[str, str], warning: str) -> None:
    result = load(organizer, table(ROW | change), "--dry-run")
    assert result.exit_code == 0 and said(result) == [f"warning: council.csv: {warning}"]
    assert "a dry run: nothing was changed" in result.stdout and not list_names(local(organizer))


def test_column_of_no_use_is_passed_over_and_said(organizer: Bot) -> None:
    result = load(organizer, table(ROW | {"email": "x"}, header=(*HEADER, "email")), "--dry-run")
    assert result.exit_code == 0 and "warning: council.csv: line 1: the column 'email' is not used" in result.stderr


def test_all_problems_are_listed_at_once(organizer: Bot) -> None:
    rows = [ROW | {"phone": "1"}, ROW | {"name": "Ben Okafor"}, ROW | {"place": "", "role": "x", "source": ""}]
    result = load(organizer, table(*rows), name="bad.csv")
    assert [line.partition(": line ")[2].partition(": ")[::2] for line in said(result)[:-1]] == [
        ("2", "phone: '1' is no phone number; write it like 253-591-5100"),
        ("4", f"role: 'x' is not known; write {OFFICES}"),
        ("4", "place: is empty; write it like Tacoma, WA"),
        ("4", "source: is empty; write where this is from, an address or who said so"),
    ]
    assert "4 problems, nothing was loaded" in result.stderr


def test_partial_import_loads_the_good_and_says_what_was_left_out(organizer: Bot) -> None:
    result = load(organizer, table(ROW, ROW | {"name": "Ben Okafor", "phone": "1"}), "--partial")
    assert result.exit_code == 0 and "left out: council.csv: line 3: phone: '1' is no phone number" in result.stderr
    assert [entry.name for entry in read_list(local(organizer), "council").entries] == ["Ada Moss"]


def test_partial_import_without_a_good_row_loads_nothing(organizer: Bot) -> None:
    result = load(organizer, table(ROW | {"phone": "1"}), "--partial")
    assert result.exit_code == 1 and "1 problem, nothing was loaded; mend them and try again" in result.stderr
    assert not list_names(local(organizer))


def test_later_import_replaces_the_list_whole_and_says_what_changed(organizer: Bot) -> None:
    load(organizer, table(ROW, ROW | {"name": "Ben Okafor", "phone": "253-555-0112"}))
    result = load(organizer, table(ROW, ROW | {"name": "Cy Long", "phone": "253-555-0113"}))
    assert "joined: Cy Long" in result.stdout and "left: Ben Okafor" in result.stdout
    assert [entry.name for entry in read_list(local(organizer), "council").entries] == ["Ada Moss", "Cy Long"]


def test_import_that_fails_leaves_the_list_as_it_was(organizer: Bot) -> None:
    load(organizer, table(ROW))
    before = (local(organizer) / "council.tsv").read_bytes()
    assert load(organizer, table(ROW | {"phone": "1"})).exit_code == 1
    assert load(organizer, b"PK\x03\x04").exit_code == 1
    assert (local(organizer) / "council.tsv").read_bytes() == before
    assert [path.name for path in local(organizer).iterdir()] == ["council.tsv"]


def test_two_lists_cannot_name_the_same_office(organizer: Bot) -> None:
    load(organizer, table(ROW), name="first.csv")
    result = load(organizer, table(ROW | {"name": "Ben Okafor"}), name="second.csv")
    assert (
        result.exit_code == 1
        and (
            "line 2: the council of Tacoma is in the list first already; import this with --name first, or first: "
            "flask officials remove first"
        )
        in result.stderr
    )
    assert load(organizer, table(ROW), "--name", "first", name="second.csv").exit_code == 0


def test_lists_are_shown_and_removed(organizer: Bot) -> None:
    assert "no local lists" in flask(organizer, "lists").stdout
    load(organizer, table(ROW | {"term_end": "1/1/2026"}, ROW | {"name": ""}), "--name", "tacoma")
    shown = flask(organizer, "lists").stdout
    for words in ("tacoma", "council of Tacoma, WA", "2026-11-23", "the city's page", "Ada Moss"):
        assert words in shown
    gone = flask(organizer, "remove", "tacoma")
    assert gone.exit_code == 0 and not list_names(local(organizer))
    assert "there is no list tacoma; there are: none" in flask(organizer, "remove", "tacoma").stderr


@pytest.mark.parametrize("name", ["../../etc", "A", "a b", "x" * 41, "-x"])
def test_list_cannot_be_given_a_name_that_is_a_path(organizer: Bot, name: str) -> None:
    result = load(organizer, table(ROW), f"--name={name}")
    assert result.exit_code == 2 and "is no name of a list; write small letters" in result.stderr
    assert flask(organizer, "remove", "--", name).exit_code == 1


def test_name_comes_from_the_file(organizer: Bot) -> None:
    load(organizer, table(ROW), name="Tacoma Council (2027).csv")
    assert list_names(local(organizer)) == ["tacoma-council-2027"]


def test_template_is_an_empty_list(organizer: Bot) -> None:
    template = flask(organizer, "template").stdout
    result = load(organizer, template)
    assert result.exit_code == 1 and "has a header and no row" in result.stderr
    filled = load(organizer, template.replace("# Tacoma", "Tacoma"), "--dry-run")
    assert filled.exit_code == 0, filled.stderr


# --- Lists that were damaged --------------------------------------------------------------------------------------------


BROKEN = [
    pytest.param("<html>", "is no whole list", id="another file"),
    pytest.param("", "is no whole list", id="nothing"),
    pytest.param(None, "is no whole list", id="cut short"),
    pytest.param("mayor->", "line 2: does not hold what it should", id="an unknown office"),
    pytest.param("+12535550111->911", "line 2: does not hold what it should", id="a number nobody may call"),
    pytest.param("+12535550111->2535550111x4wwww1", "line 2: does not hold what it should", id="keys that are no extension"),
    pytest.param("2027-12-31->soon", "line 2: does not hold what it should", id="a date that is none"),
]


@pytest.mark.parametrize(("damage", "what"), BROKEN)
def test_damaged_list_is_an_error_that_names_it_and_can_be_mended(organizer: Bot, damage: str | None, what: str) -> None:
    load(organizer, table(ROW | {"role": "mayor"}))
    path = local(organizer) / "council.tsv"
    text = path.read_text()
    old, _, new = (damage or "").partition("->")
    path.write_text(text[:-1] if damage is None else text.replace(old, new) if new or "->" in damage else damage)
    with pytest.raises(DataError, match=what) as problem:
        Directory.load(ROOT / "data", local=local(organizer))
    assert str(path) in str(problem.value)
    assert "import it again, or take it out with: flask officials remove council" in str(problem.value)
    listed = flask(organizer, "lists")
    assert listed.exit_code == 1 and str(path) in listed.stderr
    assert load(organizer, table(ROW | {"role": "mayor"})).exit_code == 0
    assert path.read_text() == text


def test_damaged_list_keeps_no_bot_from_starting_and_can_be_removed(start: Start) -> None:
    bot = start()
    load(bot, table(ROW))
    (local(bot) / "council.tsv").write_text("x")
    again = start()
    assert "Anders Ibsen" in flask(again, "find", "98402").stdout
    assert flask(again, "remove", "council").exit_code == 0
    assert not list_names(local(bot))


# --- Whatever the file --------------------------------------------------------------------------------------------------


CELLS = st.sampled_from(
    [
        "",
        "Tacoma, WA",
        "council",
        "mayor",
        "4",
        "98402",
        "253-555-0111",
        "12/31/2027",
        "x",
        '"',
        "#",
        "\x00",
        "Núñez",
        "'",
        "=1+1",
    ]
) | st.text(max_size=12)
RANDOM_ROWS = st.lists(st.lists(CELLS, max_size=13), max_size=6)


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=RANDOM_ROWS, separator=st.sampled_from([",", ";", "\t"]), raw=st.binary(max_size=40), partial=st.booleans())
def test_whatever_the_file_there_is_no_traceback_and_nothing_loaded_by_half(
    organizer: Bot, rows: list[list[str]], separator: str, raw: bytes, partial: bool
) -> None:
    text = "\n".join(separator.join(cells) for cells in [list(HEADER), *rows])
    result = load(organizer, text.encode("utf-8", "replace") + raw, *(["--partial"] if partial else []), name="any.csv")
    kept = list_names(local(organizer))
    assert result.exit_code in (0, 1) and (kept == ["any"]) == (result.exit_code == 0)
    if kept:
        assert read_list(local(organizer), "any").entries
        assert partial or "error:" not in result.stderr
        flask(organizer, "remove", "any")


# --- Who is offered then ------------------------------------------------------------------------------------------------


def council(bot: Bot, zip: str, *options: str) -> tuple[str, list[str | None], str, list[str]]:
    result = flask(bot, "find", zip, "--role", "council", "--on", "2026-11-23", "--json", *options)
    (target,) = json.loads(result.stdout)["targets"]
    people = [official["name"] for official in target["officials"]]
    return target["certainty"], people, target["reason"], [choice["key"] for choice in target["choices"]]


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    """A bot with the list that the transcripts use."""
    folder = tmp_path_factory.mktemp("town")
    with empty_database("sqlite", folder) as url, starting(url, folder) as start:
        result = flask(start(), "import", str(ROOT / "tests" / "transcript_data" / "lists" / "cities.csv"))
        assert result.exit_code == 0, result.stderr
        yield start()


@pytest.mark.parametrize(
    ("zip", "told", "found"),
    [
        pytest.param("98402", [], ("zip_split", ["Fern Ito", "Gus Ray", None], "", ["1", "2", "4", "5"]), id="open"),
        pytest.param("98402", ["ward=wa/tacoma/4"], ("zip_split", ["Dora Quist", "Fern Ito", "Gus Ray"], "", []), id="told"),
        pytest.param("98402", ["ward=wa/tacoma/3"], ("zip_split", ["Fern Ito", "Gus Ray", None], "", ["1", "2", "4", "5"]),
                     id="told what is none"),
        pytest.param("99201", [], ("zip_unique", ["Oz Stone"], "", []), id="a ZIP code in one district"),
        pytest.param("99202", [], ("zip_split", [], "", ["1", "2"]), id="a ZIP code in two"),
        pytest.param("99205", [], ("zip_split", [], "", ["1", "2"]), id="a ZIP code that no district lists"),
        pytest.param("05401", [], ("zip_unique", ["Jo Lake", "Kai Pond"], "", []), id="all at large"),
        pytest.param("82001", [], ("zip_split", [], "", ["", ""]), id="the place first"),
        pytest.param("82001", ["place=wy/cheyenne"], ("zip_split", [None], "", ["1", "2"]), id="then the district"),
        pytest.param("82001", ["place=wy/cheyenne", "ward=wy/cheyenne/2"], ("zip_split", [None], "term_ended", []),
                     id="a district whose member's term is over"),
        pytest.param("82001", ["place=none"], ("zip_split", [], "not_in_place", []), id="out of town"),
        pytest.param("08002", [], ("zip_split", [], "", ["", ""]), id="a place on no map is asked"),
        pytest.param("60614", [], ("zip_unique", [], "no_list", []), id="no list"),
        pytest.param("98401", [], ("unknown", [], "po_box", []), id="PO boxes"),
    ],
)  # fmt: skip
def test_council_is_found_as_far_as_the_place_and_the_district_are_known(
    town: Bot, zip: str, told: list[str], found: tuple[str, list[str | None], str, list[str]]
) -> None:
    assert council(town, zip, *(f"--told={answer}" for answer in told)) == found


def test_page_asks_for_the_district_and_shows_who_is_at_large_meanwhile(town: Bot) -> None:
    client = town.app.test_client()
    asked = client.get("/c/sanctuary?zip=98402").text
    assert "Which council district or ward do you live in?" in asked and "district 4 (Dora Quist)" in asked
    assert "Deputy Mayor Fern Ito" in asked and "Council Member Dora Quist" not in asked
    ward = "ocd-division/country:us/state:wa/place:tacoma/council_district:4"
    answered = client.get("/c/sanctuary", query_string={"zip": "98402", "ward": ward}).text
    assert "Council Member Dora Quist" in answered and "Which council district" not in answered
    spanish = client.get("/c/sanctuary?zip=98402&lang=es").text
    assert "¿En qué distrito del concejo vive?" in spanish and "distrito 4 (Dora Quist)" in spanish


def test_mayor_on_a_list_takes_the_place_of_the_one_we_ship(start: Start) -> None:
    bot = start()
    load(bot, table(ROW | {"role": "mayor"}))
    shown = flask(start(), "find", "98402", "--role", "mayor").stdout
    assert "Ada Moss" in shown and "Ibsen" not in shown


def test_mayor_whose_term_is_over_is_the_office(start: Start) -> None:
    bot = start()
    load(bot, table(ROW | {"role": "mayor", "term_end": "1/1/2026"}))
    shown = flask(start(), "find", "98402", "--role", "mayor").stdout
    assert "the office of the mayor" in shown and "253-555-0111" in shown and "Moss" not in shown


def test_second_row_of_a_person_is_a_second_number_and_a_shared_one_a_switchboard(start: Start) -> None:
    bot = start()
    load(bot, table(ROW, ROW | {"phone": "253-555-0112"}, ROW | {"name": "Ben Okafor", "phone": "253-555-0112"}))
    found = json.loads(flask(start(), "find", "98402", "--role", "council", "--json").stdout)
    ada, ben = found["targets"][0]["officials"]
    assert [(line["phone"], line["switchboard"]) for line in ada["lines"]] == [("+12535550111", False), ("+12535550112", True)]
    assert [line["phone"] for line in ben["lines"]] == ["+12535550112"]


@pytest.mark.parametrize(
    ("row", "zone"),
    [
        pytest.param({"place": "El Paso, TX"}, "America/Denver", id="a town at the edge of its state"),
        pytest.param({"place": "Houston, TX"}, "America/Chicago", id="the state's own"),
        pytest.param({**CHERRY_HILL, "zips": "08002"}, "America/New_York", id="a place on no map"),
    ],
)
def test_office_is_open_by_its_own_clock(organizer: Bot, row: dict[str, str], zone: str) -> None:
    load(organizer, table(ROW | row))
    directory = Directory.load(ROOT / "data", local=local(organizer))
    (official,) = [record for record in directory.records if record.id.startswith("local/")]
    assert hours_of(official.lines[0], official.role, official.division).zone == zone


def test_running_bot_takes_a_list_over_and_lets_go_of_it(start: Start) -> None:
    bot = start()
    phone = bot.phone()
    assert "Ada Moss" not in str(phone.text("SANCTUARY 98402"))
    load(bot, table(ROW))
    until(lambda: bool(bot.parts.directories.current.listed))
    assert "Ada Moss" in str(phone.text("98402"))
    flask(bot, "remove", "council")
    until(lambda: not bot.parts.directories.current.listed)
    assert "Ada Moss" not in str(phone.text("98402"))


def test_official_keeps_their_id_in_every_import_of_a_list(organizer: Bot) -> None:
    load(organizer, table(ROW | {"district": "4"}))
    before = read_list(local(organizer), "council").entries[0].id
    load(organizer, table(ROW | {"district": "Ward 4", "phone": "253-555-0119", "term_end": "2031-12-31"}))
    assert read_list(local(organizer), "council").entries[0].id == before == "local/wa/tacoma/council/4/ada_moss"


# --- What the paper says ------------------------------------------------------------------------------------------------


PAPER = (ROOT / "docs" / "local-lists.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("example", PAPER.split("```csv\n")[1:], ids=["a council", "a place on no map"])
def test_examples_of_the_paper_are_lists_that_load(organizer: Bot, example: str) -> None:
    result = load(organizer, example.partition("```")[0], "--dry-run")
    assert result.exit_code == 0 and "error:" not in result.stderr, result.stderr


def test_paper_has_every_column_and_every_role() -> None:
    rows = [line.split("`")[1] for line in PAPER.splitlines() if line.startswith("| `")]
    assert rows == [*COLUMNS, *LISTED]
    assert [line.split("|")[3].strip() == "yes" for line in PAPER.splitlines() if line.startswith("| `")][-len(LISTED) :] == [
        *LISTED.values()
    ]
