"""Extensions and phone menus: how people write them, what a line with one is, and that callers and readers get them right."""

import re
import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot.conversation.scripts import read_aloud
from bot.models import Call, LineReport
from bot.officials.directory import Directory
from bot.officials.local.local_lists import read_list
from bot.officials.overrides import apply_overrides, read_override
from bot.officials.phones import source_to_line
from bot.officials.records import OfficeLine
from bot.officials.seatings import Seatings
from bot.simulation.phone import Heard, Phone
from bot.tabular.cells import CellError, read_keys, read_phone
from bot.telephony import line_id, readable_phone, split_extension, split_line, split_text, tel_link
from tests.carrier import one
from tests.conftest import ROOT, Bot, Start, data_with
from tests.test_data_takeover import until
from tests.test_lines import calls, previewed
from tests.test_local_lists import ROW, load, local, table

NUMBER = "+12535915100"


# As cities, counties and legislatures write them on their pages and in open data.
SPELLINGS = [
    ("253-591-5100", "", ""),
    ("(253) 591-5100", "", ""),
    ("253-591-5100 ext. 4", "4", ""),
    ("(253) 591-5100 ext. 4", "4", ""),
    ("(253) 591-5100 ext 1234", "1234", ""),
    ("(253) 591-5100, ext. 4", "4", ""),
    ("(253)591-5100 Ext.4", "4", ""),
    ("253-591-5100 EXT 4", "4", ""),
    ("253.591.5100 x4", "4", ""),
    ("253.591.5100x4", "4", ""),
    ("253-591-5100 X 4", "4", ""),
    ("253-591-5100 x.4", "4", ""),
    ("253-591-5100 x-4", "4", ""),
    ("253 591 5100 x 0412", "0412", ""),
    ("+1 253 591 5100 x4", "4", ""),
    ("1-253-591-5100 x4", "4", ""),
    ("1 (253) 591-5100 extension 4", "4", ""),
    ("253-591-5100 Extension: 4", "4", ""),
    ("253-591-5100 extension #4", "4", ""),
    ("253-591-5100, extension number 4", "4", ""),
    ("253-591-5100 ext no. 4", "4", ""),
    ("253-591-5100 extn 4", "4", ""),
    ("253-591-5100 exten. 4", "4", ""),
    ("253-591-5100 - ext. 4", "4", ""),
    ("253-591-5100 / ext. 4", "4", ""),
    ("253-591-5100 (ext. 4)", "4", ""),
    ("253-591-5100 (x4)", "4", ""),
    ("253-591-5100 [x 4]", "4", ""),
    ("253-591-5100; ext. 4", "4", ""),
    ("253-591-5100;ext=4", "4", ""),
    ("+12535915100;ext=4", "4", ""),
    ("tel:+1-253-591-5100;ext=4", "4", ""),
    ("253-591-5100 #4", "4", ""),
    ("253-591-5100#4", "4", ""),
    ("253-591-5100 # 4", "4", ""),
    ("2535915100,4", "4", ""),
    ("253-591-5100,,4", "4", ""),
    ("253-591-5100, 4", "4", ""),
    ("+12535915100,4#", "4", ""),
    ("2535915100p4", "4", ""),
    ("2535915100w4", "4", ""),
    ("253-591-5100 ext.\u00a04", "4", ""),
    ("２５３-５９１-５１００ ext. ４", "4", ""),
    ("253–591–5100 x4", "4", ""),
    ("253-591-5100 extensión 4", "4", ""),
    ("253-591-5100 Extension 4.", "4", ""),
    ("253-591-5100 interno 4", "4", ""),
    ("253-591-5100 int. 4", "4", ""),
    ("253-591-5100 anexo 4", "4", ""),
    ("253-591-5100 ext. 00004", "00004", ""),
    ("253-591-5100 ×4", "4", ""),
    ("253-591-5100 ex. 4", "4", ""),
    ("253-591-5100 ext,4", "4", ""),
    ("253-591-5100\next 4", "4", ""),
    ("Office: 253-591-5100 x4", "4", ""),
    ("253-591-5100, dial extension 4", "4", ""),
    ("253-591-5100 at ext. 4", "4", ""),
    ("253-591-5100, press 2", "", "2"),
    ("253-591-5100 and press 2", "", "2"),
    ("253-591-5100, then dial 4", "", "4"),
    ("253-591-5100 Option #2", "", "2"),
    ("253-591-5100 [press 2]", "", "2"),
    ("253-591-5100 (press 2)", "", "2"),
    ("253-591-5100 option 2", "", "2"),
    ("253-591-5100, opt. 2", "", "2"),
    ("253-591-5100 then press 2", "", "2"),
    ("253-591-5100, press 2, then 1", "", "2 1"),
    ("253-591-5100, press 2 for the mayor's office", "", "2"),
    ("253-591-5100 oprima 2", "", "2"),
    ("253-591-5100 opción 2", "", "2"),
    ("253-591-5100 ext. 4, press 2", "4", "2"),
]


@pytest.mark.parametrize(("written", "extension", "keys"), SPELLINGS)
def test_number_is_read_with_its_extension_and_menu(written: str, extension: str, keys: str) -> None:
    read = read_phone(written, "another")
    assert (read.number, read.extension, read.keys) == (NUMBER, extension, keys)


@pytest.mark.parametrize(("written", "extension", "keys"), [case for case in SPELLINGS if not case[2]])
def test_source_is_read_alike(written: str, extension: str, keys: str) -> None:
    assert source_to_line(written) == line_id(NUMBER, extension)


def test_list_keeps_every_spelling(organizer: Bot) -> None:
    names = [f"Ada {'M' * (1 + index // 26)}{chr(97 + index % 26)}oss" for index in range(len(SPELLINGS))]
    rows = [ROW | {"name": name, "phone": written} for name, (written, _, _) in zip(names, SPELLINGS, strict=True)]
    result = load(organizer, table(*rows))
    assert result.exit_code == 0, result.stderr
    kept = [(entry.phone, entry.extension, entry.keys) for entry in read_list(local(organizer), "council").entries]
    assert kept == [(NUMBER, extension, keys) for _, extension, keys in SPELLINGS]


@pytest.mark.parametrize(
    ("written", "problem"),
    [
        ("253-591-5100 4", "has 11 digits"),
        ("591-5100 x4", "has 7 digits; write all ten"),
        ("253-591-510 x4", "has 9 digits; write all ten"),
        ("253-591-5100 x123456", "extension 123456 has 6 digits; write at most 5, or none"),
        ("253-591-5100 x4 x5", "holds more than a number and its extension"),
        ("253-591-5100 x4 (Ada)", "holds more than a number and its extension"),
        ("253-591-5100 x", "holds more than a number and its extension"),
        ("253-591-5100 ext TBD", "holds more than a number|is no phone number"),
        ("253-591-5100 ext.", "holds more than a number and its extension"),
        ("253-591-5100 main", "holds more than a number and its extension"),
        ("253-591-5100 or 5101", "has 14 digits|holds more than a number"),
        ("253-591-5100, press 2 for Mayor, 3 for Council", "are no keys"),
        ("253-591-5100, press *", "are no keys"),
        ("253-591-5100, press 2 after 5 pm", "are no keys"),
        ("253-591-5100, press 1 2 3 4 5", "has 5 keys; write at most 4"),
        ("253-591-5100 x4 / 253-591-5101 x5", "holds two numbers"),
    ],
)
def test_what_is_no_extension_is_refused_with_its_mend(written: str, problem: str) -> None:
    with pytest.raises(CellError, match=problem):
        read_phone(written, "another")


@pytest.mark.parametrize(
    ("written", "keys"),
    [
        ("2", "2"),
        ("2.0", "2"),
        ("#", "#"),
        ("2 1", "2 1"),
        ("2,1", "2 1"),
        ("2, then 1", "2 1"),
        ("2 then 1", "2 1"),
        ("2 > 1", "2 1"),
        ("press 2", "2"),
        ("Press 2, then press 1.", "2 1"),
        ("Option 2", "2"),
        ("opt. 3", "3"),
        ("dial 0 for the operator", "0"),
        ("press 2 for the mayor's office", "2"),
        ("oprima 2 para la alcaldía", "2"),
        ("oprima 2, luego 1", "2 1"),
        ("marque 2 y 1", "2 1"),
    ],
)
def test_keys_are_read_as_people_write_them(written: str, keys: str) -> None:
    assert read_keys(written) == keys


@given(st.from_regex(r"[2-9][0-9]{2}[2-9][0-9]{6}", fullmatch=True), st.from_regex(r"[0-9]{1,5}", fullmatch=True))
def test_line_is_the_same_after_every_writing_of_ours(digits: str, extension: str) -> None:
    line = line_id(f"+1{digits}", extension)
    assert len(line) <= 16, "as many as the column of reports holds"
    assert split_line(line) == (f"+1{digits}", extension)
    for written in (readable_phone(line), tel_link(line), line):
        bare, read, rest = split_extension(written)
        assert (re.sub(r"\D", "", bare).removeprefix("1")[-10:], read, rest) == (digits, extension, "")


@given(st.text(max_size=40) | st.from_regex(r"[0-9 ().x#,-]{0,40}", fullmatch=True))
def test_any_text_is_read_or_refused(written: str) -> None:
    try:
        read = read_phone(written, "another")
    except CellError:
        return
    assert len(read.number) == 12 and len(read.extension) <= 5


# --- In sentences --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("written", "said"),
    [
        ("Call 253-591-5100.", "Call 2 5 3 5 9 1 5 1 0 0."),
        ("Call (253) 591-5100, please", "Call 2 5 3 5 9 1 5 1 0 0, please"),
        ("at 253.591.5100", "at 2 5 3 5 9 1 5 1 0 0"),
        ("at 253 591 5100", "at 2 5 3 5 9 1 5 1 0 0"),
        ("+12535915100", "2 5 3 5 9 1 5 1 0 0"),
        ("1-800-273-8255", "8 0 0 2 7 3 8 2 5 5"),
        ("Call 253-591-5100 ext. 4.", "Call 2 5 3 5 9 1 5 1 0 0, extension 4."),
        ("Call 253-591-5100, ext 12, or come", "Call 2 5 3 5 9 1 5 1 0 0, extension 1 2, or come"),
        ("253-591-5100 x12", "2 5 3 5 9 1 5 1 0 0, extension 1 2"),
        ("253-591-5100 extension 12", "2 5 3 5 9 1 5 1 0 0, extension 1 2"),
        ("253-591-5100, 2 of them", "2 5 3 5 9 1 5 1 0 0, 2 of them"),
        ("ZIP 98402-1234", "ZIP 98402-1234"),
        ("2026-11-29", "2026-11-29"),
        ("$2,535,915,100", "$2,535,915,100"),
        ("case 25359151001234", "case 25359151001234"),
        ("https://example.org/253-591-5100-map", "https://example.org/253-591-5100-map"),
        ("2 5 3 5 9 1 5 1 0 0, extension 4", "2 5 3 5 9 1 5 1 0 0, extension 4"),
    ],
)
def test_voice_reads_a_number_digit_by_digit(written: str, said: str) -> None:
    assert read_aloud(written, "en") == said
    assert read_aloud(read_aloud(written, "en"), "en") == said, "once is enough"


def test_voice_reads_an_extension_in_spanish() -> None:
    assert read_aloud("Llame al 253-591-5100 ext. 4.", "es") == "Llame al 2 5 3 5 9 1 5 1 0 0, extensión 4."


@pytest.mark.parametrize(
    ("key", "said"),
    [("1", "Help at 2 5 3 5 5 5 0 1 6 0, extension 4."), ("2", "Help at 2 5 3 5 5 5 0 1 6 0, extensión 4.")],
)
def test_number_in_a_campaigns_words_is_spelled_to_callers(key: str, said: str, start: Start, tmp_path: Path) -> None:
    written = (ROOT / "data" / "campaigns" / "sanctuary.yaml").read_text()
    for voice in ("voice: We have no list of council", "voice: Todavía no tenemos la lista del concejo"):
        assert voice in written
        written = written.replace(voice, f"voice: Help at 253-555-0160 ext. 4. {voice.removeprefix('voice: ')}")
    (tmp_path / "sanctuary.yaml").write_text(written)
    phone = start(data_dir=data_with(tmp_path / "data", tmp_path / "sanctuary.yaml")).phone()
    phone.dial()
    phone.press(key)
    assert said in phone.press("60602").text


@pytest.mark.parametrize("number", ["253-591-5100 ext. 4", "(253) 591-5100", "253 591 5100 x12"])
@pytest.mark.parametrize("before", range(1570, 1602))
def test_number_is_not_parted_between_two_texts(number: str, before: int) -> None:
    words = ("word " * 400)[: before - 1] + " "
    parts = split_text(f"{words}{number} {'more ' * 50}")
    assert any(number in part for part in parts) and all(len(part) <= 1600 for part in parts)


# --- In a bot ------------------------------------------------------------------------------------------------------------

CITY_HALL = "+12535550100"
LIST = [
    ROW | {"role": "mayor", "name": "Dee Lane", "phone": "253-555-0140", "keys": "press 2, then 1"},
    ROW | {"name": "Ada Moss", "phone": "253-555-0100 x4"},
    ROW | {"name": "Ben Okafor", "phone": "253-555-0100 ext. 12"},
]


@pytest.fixture
def database_url(tmp_path: Path) -> str:
    """The conversations of tests/flows/*extensions* go over both kinds of database; here one will do."""
    return f"sqlite:///{tmp_path / 'test.db'}"


@pytest.fixture
def organizer(bot: Bot) -> Iterator[Bot]:
    """A bot without lists and corrections, before and after."""
    shutil.rmtree(local(bot), ignore_errors=True)
    yield bot
    shutil.rmtree(local(bot), ignore_errors=True)


@pytest.fixture
def city(start: Start) -> Bot:
    """A bot that knows a city hall with extensions."""
    bot = start()
    assert load(bot, table(*LIST)).exit_code == 0
    until(lambda: bool(bot.parts.directories.current.listed))
    return bot


def lines(bot: Bot, *arguments: str) -> str:
    return bot.app.test_cli_runner().invoke(args=["officials", "lines", *arguments]).output


def connected_to(phone: Phone, name: str) -> Heard:
    """Called and passed on until this official's turn, and connected to them."""
    phone.dial()
    heard = phone.press("1")
    while f"connected to {name}" not in heard.text:
        heard = phone.press("1")
        if heard.line:
            phone.line("answered")
            heard = phone.press("1")
    return phone.press("1")


def test_extension_is_dialled_a_second_after_the_line_is_answered(city: Bot) -> None:
    phone = city.phone()
    phone.text("SANCTUARY 98402")
    heard = connected_to(phone, "Council Member Ada Moss")
    dial = ElementTree.fromstring(heard.raw).find("Dial")
    assert dial is not None and (number := dial.find("Number")) is not None
    assert (number.text, number.attrib) == (CITY_HALL, {"sendDigits": "ww4"})
    assert one(city, "SELECT line FROM calls ORDER BY id DESC LIMIT 1") == CITY_HALL, "calls keep the number"


def test_dead_switchboard_rests_all_its_extensions(city: Bot) -> None:
    calls(city, CITY_HALL, "failed", "failed", "failed")
    said = city.phone().text("SANCTUARY 98402").text
    assert "Council Member Ada Moss: no number of theirs works now." in said
    assert "Council Member Ben Okafor: no number of theirs works now." in said
    assert "Mayor Dee Lane 253-555-0140 (press 2, 1)" in said


def test_extension_that_is_wrong_leaves_the_other_desks(city: Bot) -> None:
    for _ in range(2):
        phone = city.phone()
        phone.text("SANCTUARY 98402")
        for _ in range(2):
            phone.text("NEXT")
        phone.text("SCRIPT")
        assert "Ada Moss" in phone.text("WRONG").text
    said = city.phone().text("SANCTUARY 98402").text
    assert "Council Member Ada Moss: no number of theirs works now." in said
    assert "Council Member Ben Okafor 253-555-0100 ext. 12" in said
    shown = " ".join(lines(city, "--flagged").split())
    assert "253-555-0100 ext. 4 Council Member Ada Moss" in shown and "2 people" in shown
    assert lines(city, "--clear", "253-555-0100 x4") == "253-555-0100 ext. 4 is cleared: 2 reports forgotten.\n"
    assert "Council Member Ada Moss 253-555-0100 ext. 4" in city.phone().text("SANCTUARY 98402").text


def test_only_the_call_to_that_desk_was_a_wrong_number(city: Bot) -> None:
    phone = city.phone()
    phone.text("SANCTUARY 98402")
    assert connected_to(phone, "Council Member Ada Moss").extension == "4"
    phone.line("answered")
    phone.press("1")
    assert phone.press("1").extension == "12"
    phone.line("answered")
    assert "look into that number" in phone.press("4").text
    with city.parts.database.read() as connection:
        outcomes = connection.execute(select(Call.official, Call.outcome).where(Call.line == CITY_HALL)).all()
        (report,) = connection.execute(select(LineReport.line)).scalars()
    assert {official.rpartition("/")[2]: outcome for official, outcome in outcomes} == {
        "ada_moss": "reached",
        "ben_okafor": "wrong",
    }
    assert report == "2535550100x12"


@pytest.mark.parametrize(
    ("language", "menu"),
    [("en", "If a phone menu answers, press 2, then 1."), ("es", "Si contesta un menú, oprima 2, luego 1.")],
)
def test_page_dials_the_extension_and_tells_the_keys(city: Bot, language: str, menu: str) -> None:
    page = city.app.test_client().get(f"/c/sanctuary?zip=98402&lang={language}").text
    assert 'href="tel:+12535550100,4"' in page and "253-555-0100 ext. 4</span></a>" in page
    assert 'href="tel:+12535550140"' in page and menu in page


@pytest.mark.parametrize(
    ("options", "shown"),
    [
        (["--phone", "253-555-0101 ext. 4"], [("+12535550101", "4", "")]),
        (["--phone", "(253) 555-0101 x4", "--keys", "press 2 for the mayor"], [("+12535550101", "4", "2")]),
        (["--keys", "2, then 1"], [("+12535915100", "", "2 1")]),
    ],
)
def test_correction_sets_extension_and_keys(organizer: Bot, options: list[str], shown: list[tuple[str, str, str]]) -> None:
    mayor = "mayor:ocd-division/country:us/state:wa/place:tacoma"
    run = organizer.app.test_cli_runner()
    made = run.invoke(args=["officials", "correct", mayor, *options, "--who", "me", "--why", "it rings elsewhere"])
    assert made.exit_code == 0, made.output
    directory = Directory.load(ROOT / "data", local=local(organizer))
    (record,) = [each for each in directory.records if f"{each.role}:{each.division}" == mayor]
    assert [(line.phone, line.extension, line.keys) for line in record.lines] == shown


def test_correction_to_a_number_that_the_library_does_not_know_warns(organizer: Bot) -> None:
    mayor = "mayor:ocd-division/country:us/state:wa/place:tacoma"
    arguments = ["officials", "correct", mayor, "--phone", "621-555-0101 x4", "--who", "me", "--why", "it moved"]
    made = organizer.app.test_cli_runner().invoke(args=arguments)
    assert made.exit_code == 0
    assert "warning: 621-555-0101 ext. 4 is let through, though the library of numbers does not know" in made.stderr


def test_keys_that_are_none_are_refused(organizer: Bot) -> None:
    mayor = "mayor:ocd-division/country:us/state:wa/place:tacoma"
    run = organizer.app.test_cli_runner()
    made = run.invoke(args=["officials", "correct", mayor, "--keys", "ask nicely", "--who", "me", "--why", "so"])
    assert made.exit_code == 1 and "set.keys: 'ask nicely' are no keys; write those to press" in made.output


def test_number_that_is_not_theirs_is_so_with_every_extension(bot: Bot) -> None:
    lines = tuple(OfficeLine(phone=CITY_HALL, extension=each, kind="office", label="") for each in ("", "4", "12"))
    for written, left in (("253-555-0100 x4", ["", "12"]), ("253-555-0100", [])):
        entry = {
            "ids": ["a"], "set": {"not_theirs": written}, "who": "me", "when": "2026-11-22", "why": "so", "source": "me",
        }  # fmt: skip
        override = read_override(entry, "entry 1")
        record = replace(next(iter(bot.parts.directory.records)), id="a", lines=lines)
        (corrected,) = apply_overrides([record], [override], Seatings({}))
        assert [line.extension for line in corrected.lines] == left


def test_list_that_was_kept_before_reads_on_and_is_written_as_it_was(organizer: Bot) -> None:
    load(organizer, table(ROW))
    kept = (local(organizer) / "council.tsv").read_text()
    assert "\tkeys" not in kept.partition("\n")[0], "the version before reads it too"
    load(organizer, table(ROW | {"phone": "253-555-0100 x4", "keys": "2"}))
    (entry,) = read_list(local(organizer), "council").entries
    assert (entry.phone, entry.extension, entry.keys) == (CITY_HALL, "4", "2")


def test_alert_names_the_extension(city: Bot) -> None:
    city.clock.now += timedelta(days=1)
    assert "Call 253-555-0100 ext. 4." in previewed(city, "SANCTUARY", "council")["languages"]["en"]["example"]
    mayor = previewed(city, "SANCTUARY", "mayor")["languages"]
    assert "Call 253-555-0140 (press 2, 1)." in mayor["en"]["example"]
    calls(city, CITY_HALL, *["failed"] * 3)
    assert "no value for phone" in previewed(city, "SANCTUARY", "council")["held"]
