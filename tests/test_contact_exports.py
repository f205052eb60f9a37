"""Lists of people as twelve programs export them, and as people make them: who is asked, who is left out, and what is said.

The files in tests/contact_exports have the headings of those programs, and people who are made up.
"""

import io
import re
from collections.abc import Collection, Sequence
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import Workbook
from sqlalchemy import select

from bot.contacts.column_names import SYNONYMS, Meaning, meant_by_name, meant_by_words
from bot.contacts.consent_cells import read_consent_cell
from bot.contacts.contact_files import open_contacts
from bot.contacts.known_exports import HEADINGS
from bot.models import ColumnMap, Consent, Supporter
from bot.tabular.cells import CellError, read_moment
from tests.carrier import rows
from tests.conftest import ROOT, Bot
from tests.test_contacts_import import imported, numbers

EXPORTS = ROOT / "tests" / "contact_exports"
ADA = "+12065550141"
# File -> who is asked, by the last digits of their numbers, and the one option that it needs, if it needs any.
ASKED: dict[str, tuple[Collection[str], Sequence[str]]] = {
    "action_network.csv": (("0141", "0142"), ()),
    "nationbuilder.csv": (("0141", "0145"), ()),
    "van.txt": (("0141",), ()),
    "everyaction.csv": (("0141",), ()),
    "mobilize.csv": (("0141",), ()),
    "mailchimp.csv": (("0141",), ()),
    "salesforce.csv": (("0141", "0144"), ()),
    "airtable.csv": (("0141",), ("--source", "Library table")),
    "google_forms.csv": (("0141", "0143"), ()),
    "spoke.csv": (("0141", "0143"), ("--consented-at", "10/2/2026")),
    "callhub.csv": (("0141",), ()),
    "actionkit.csv": (("0141",), ()),
}


# As those programs save them; the others are in UTF-8.
ENCODINGS = {"van.txt": "utf-16", "salesforce.csv": "cp1252"}


def export(name: str) -> bytes:
    """A file as the program wrote it."""
    text = (EXPORTS / name).read_bytes().decode()
    return text.encode(ENCODINGS.get(name, "utf-8"))


@pytest.fixture(autouse=True)
def later(bot: Bot) -> None:
    """The lists are of October 2026."""
    assert bot.clock() > datetime(2026, 10, 8, tzinfo=UTC)


def import_file(bot: Bot, folder: Path, name: str, *options: str) -> tuple[int, str, str]:
    result = imported(bot, folder, export(name), *options)
    return result.exit_code, result.stdout, result.stderr


def asked(digits: Collection[str]) -> set[str]:
    return {f"+1206555{each}" for each in digits}


def test_every_export_is_tried() -> None:
    assert {path.name for path in EXPORTS.iterdir()} == set(ASKED)


@pytest.mark.parametrize("name", ASKED)
def test_export_is_imported_as_it_is_and_who_says_no_is_left_out(name: str, bot: Bot, tmp_path: Path) -> None:
    digits, option = ASKED[name]
    status, said, wrong = import_file(bot, tmp_path, name, *option)
    assert status == 0, said + wrong
    assert numbers(bot) == asked(digits)
    assert re.search(r"\d+ rows? left out:", said), "who is left out is told"
    with bot.parts.database.read() as connection:
        ada = connection.execute(select(Supporter.zip).where(Supporter.phone == bot.parts.phone_cipher.encrypt(ADA))).one()
        days = connection.execute(select(Consent.given_at)).scalars()
        assert ada.zip == "98101" and {f"{day:%Y-%m}" for day in days if day} == {"2026-10"}


def test_where_they_agreed_is_the_programs_export_where_no_column_says_it(bot: Bot, tmp_path: Path) -> None:
    assert import_file(bot, tmp_path, "action_network.csv")[0] == 0
    with bot.parts.database.read() as connection:
        assert set(connection.execute(select(Consent.proof)).scalars()) == {"Action Network, list.csv"}


def test_language_is_read_in_whatever_words_a_form_has_it(bot: Bot, tmp_path: Path) -> None:
    assert import_file(bot, tmp_path, "google_forms.csv")[0] == 0
    with bot.parts.database.read() as connection:
        assert set(connection.execute(select(Supporter.language)).scalars()) == {"es", "en"}


# --- Headings -------------------------------------------------------------------------------------------------------------

# A heading that is in no table -> what it means, before its cells are looked at.
QUESTIONS: dict[str, Meaning | None] = {
    "Your cell phone (we text alerts)": "phone",
    "What is your phone number?": "phone",
    "¿Cuál es su número de celular?": "phone",
    "Your ZIP code": "zip",
    "¿Cuál es su código postal?": "zip",
    "Which language do you speak at home?": "language",
    "May we text you?": "opt_in",
    "I agree to receive text messages": "opt_in",
    "SMS opt-in (double)": "opt_in",
    "¿Quiere recibir mensajes de texto?": "opt_in",
    "When did you sign up?": "consented_at",
    "SMS opt-in date": "consented_at",
    "Opted out of texts on": "opt_out",
    "Please don't text me": "opt_out",
    "Unsubscribed from SMS": "opt_out",
    "Wrong phone number": "bad_number",
    "Email": None,
    "E-mail opt-in": None,
    "Unsubscribed from e-mail": None,
    "Work phone (main)": None,
    "Fax number": None,
    "Emergency contact phone": None,
    "OPTIN_IP": None,
    "Favorite color": None,
}


@pytest.mark.parametrize("heading", QUESTIONS)
def test_heading_is_understood_by_its_words(heading: str) -> None:
    found = meant_by_name(heading) or meant_by_words(heading)
    assert (found[0] if found else None) == QUESTIONS[heading]


@pytest.mark.parametrize("heading", [each for all in SYNONYMS.values() for each in all])
def test_heading_of_the_table_means_the_same_however_it_is_written(heading: str) -> None:
    forms = (
        heading.upper(),
        heading.title().replace(" ", ""),
        heading.replace(" ", "_"),
        heading.replace(" ", "-"),
        f"{heading}?",
    )
    assert len({meant_by_name(form) for form in forms}) == 1 and meant_by_name(heading)


def test_heading_of_the_table_has_one_meaning() -> None:
    every = [(each, meaning) for meaning, all in SYNONYMS.items() for each in all]
    assert [(each, meaning) for each, meaning in every if (meant_by_name(each) or (None,))[0] != meaning] == []


@given(st.text(max_size=300))
def test_heading_is_read_whatever_stands_in_it(heading: str) -> None:
    meant_by_name(heading)
    meant_by_words(heading)


def test_programs_are_known_by_headings_that_the_paper_names() -> None:
    paper = (ROOT / "docs" / "contacts.md").read_text(encoding="utf-8")
    assert [program for program in (*HEADINGS, "Airtable", "Google Forms") if program not in paper] == []


# --- Cells that say yes or no ---------------------------------------------------------------------------------------------

CELLS = [
    *(
        ("opt_in", cell, "yes")
        for cell in ("true", "YES", "1", "x", "OPT_IN", "Opted in", "checked", "Sí", "I agree to that", "✓")
    ),
    *(("opt_in", cell, "yes") for cell in ("Yes, text me!", "2026-10-02", "subscribed", "Sure")),
    *(
        ("opt_in", cell, "no")
        for cell in ("false", "No", "0", "OPT_OUT", "opted out", "Unsubscribed", "not subscribed", "No, thanks")
    ),
    *(("opt_in", cell, "no") for cell in ("Don't text me", "Do not", "never", "declined")),
    *(("opt_in", cell, "unsure") for cell in ("", "UNSPECIFIED", "unknown", "maybe", "null", "pending", "Yes, but not texts")),
    *(("opt_out", cell, "") for cell in ("", "false", "No", "0", "N/A", "null", "subscribed", "OPT_IN")),
    *(("opt_out", cell, "no") for cell in ("true", "yes", "1", "x", "10/2/2026", "STOP", "asked us to stop", "opted out")),
    *(("bad_number", cell, "bad") for cell in ("true", "1", "disconnected")),
    ("bad_number", "false", ""),
    *(
        ("status", cell, "")
        for cell in ("", "subscribed", "active", "CONFIRMED", "CANCELLED", "rally, volunteer", "needsMessage")
    ),
    *(
        ("status", cell, "no")
        for cell in ("Unsubscribed", "opted_out", "rally, do not text", "DNC", "Do Not Contact", "Deceased")
    ),
    *(("status", cell, "bad") for cell in ("Wrong number", "bad number", "landline")),
]


@pytest.mark.parametrize(("meaning", "cell", "says"), CELLS)
def test_cell_says_whether_they_may_be_asked(meaning: Meaning, cell: str, says: str) -> None:
    assert read_consent_cell(cell, meaning, meaning) == says


@pytest.mark.parametrize(("heading", "says"), [("SMS status", "bad"), ("E-mail status", "")])
def test_bounce_is_one_of_the_phone_where_the_column_is_of_phones(heading: str, says: str) -> None:
    assert read_consent_cell("bounced", "status", heading) == says


HEADER = "Phone,Source,Signup date"
ROW = "206-555-0141,Fair,10/2/2026"


def test_yes_beside_a_no_is_refused(bot: Bot, tmp_path: Path) -> None:
    content = f"{HEADER},SMS opt in,Do not text\n{ROW},yes,yes\n206-555-0142,Fair,10/2/2026,yes,\n"
    refused = imported(bot, tmp_path, content)
    assert "line 2: SMS opt in: says that they want texts, and another column that they do not; ask them" in refused.stderr
    assert refused.exit_code == 1 and set(rows(bot).values()) == {0}
    assert imported(bot, tmp_path, content, "--partial").exit_code == 0
    assert numbers(bot) == {"+12065550142"}


@pytest.mark.parametrize("order", [1, -1])
def test_who_says_no_in_any_row_is_not_asked(order: int, bot: Bot, tmp_path: Path) -> None:
    lines = ["206-555-0141,Fair,10/2/2026,", "(206) 555-0141,Fair,10/3/2026,1"][::order]
    result = imported(bot, tmp_path, "\n".join((f"{HEADER},opted out", *lines)))
    assert result.exit_code == 0 and numbers(bot) == set()
    assert "1 not asked: another row of theirs says that they do not want it" in result.stdout
    assert "is not asked, as line" in result.stderr and "555" not in result.stderr


def test_column_that_says_no_cannot_be_said_to_be_nothing(bot: Bot, tmp_path: Path) -> None:
    content = f"{HEADER},Do Not Text\n{ROW},1\n"
    result = imported(bot, tmp_path, content, "--map", "nothing=Do Not Text")
    assert "the column 'Do Not Text' says who is not to be asked, and is obeyed; take it out of the file" in result.stderr
    assert result.exit_code == 1


# --- Phones and people ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "number"),
    [
        (("206-555-0151", "206-555-0141", ""), "0141"),
        (("206-555-0151", "", "206-555-0161"), "0151"),
        (("206-555-0151", "n/a", ""), "0151"),
        (("", "", "206-555-0161"), "0161"),
        (("(206) 555-0151 x12", "", "206-555-0161"), "0161"),
    ],
)
def test_of_several_phones_the_mobile_is_asked(cells: Sequence[str], number: str, bot: Bot, tmp_path: Path) -> None:
    result = imported(bot, tmp_path, f"Phone,Cell Phone,Home Phone,Source,Date\n{','.join(cells)},Fair,10/2/2026\n")
    assert result.exit_code == 0, result.stderr
    assert numbers(bot) == {f"+1206555{number}"}


def test_of_several_rows_of_a_person_one_is_kept_with_what_the_others_know(bot: Bot, tmp_path: Path) -> None:
    lines = (f"{ROW},,", "1 206 555 0141,Fair,10/3/2026,98101,", "206.555.0141,Fair,10/3/2026,98402,es")
    result = imported(bot, tmp_path, "\n".join((f"{HEADER},zip,language", *lines)))
    assert "1 row:" in result.stdout and "2 more of people who are in another row" in result.stdout
    with bot.parts.database.read() as connection:
        found = connection.execute(select(Supporter.zip, Supporter.language, Supporter.zone)).one()
    assert tuple(found) == ("98101", "es", "America/Los_Angeles")


def test_row_without_a_number_is_counted_and_no_mistake(bot: Bot, tmp_path: Path) -> None:
    result = imported(bot, tmp_path, f"{HEADER}\n{ROW}\n,Fair,10/2/2026\n")
    assert result.exit_code == 0 and "1 without a number" in result.stdout


# --- The file -------------------------------------------------------------------------------------------------------------


def a_workbook(*lines: Sequence[object]) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for line in lines:
        book.worksheets[0].append(list(line))
    book.save(out)
    return out.getvalue()


TITLE, TOTAL = "Sign-ups of the fair, as of 10/5/2026", "Total,1,"
FILES = {
    "pipes": f"{HEADER}\n{ROW}\n".replace(",", "|").encode(),
    "semicolons below a title with commas": f"{TITLE}, Tacoma, WA\n\n{HEADER}\n{ROW}\n".replace(
        f"{HEADER}\n{ROW}", f"{HEADER}\n{ROW}".replace(",", ";")
    ).encode(),
    "a title and a total": f"{TITLE}\n\n{HEADER}\n{ROW}\n\n{TOTAL}\n".encode(),
    "totals in the column of phones": f"{HEADER}\n{ROW}\nGrand Total: 1,,\n1 record,,\n".encode(),
    "the header on every page": f"{HEADER}\n{ROW}\n{HEADER}\n".encode(),
    "a column that counts": f"#,{HEADER}\n1,{ROW}\n".encode(),
    "a workbook with a serial number for a date": a_workbook(HEADER.split(","), (2065550141, "Fair", 46297)),
    "a workbook with dates": a_workbook(
        (TITLE,), (), HEADER.split(","), ("206-555-0141", "Fair", datetime(2026, 10, 2, 17, 3))
    ),
    "UTF-16 without quotes": f"{HEADER}\n{ROW}\n".replace(",", "\t").encode("utf-16"),
}


@pytest.mark.parametrize("how", FILES)
def test_file_is_read_with_what_stands_around_the_list(how: str, bot: Bot, tmp_path: Path) -> None:
    result = imported(bot, tmp_path, FILES[how])
    assert result.exit_code == 0, result.stderr
    assert numbers(bot) == {ADA}
    with bot.parts.database.read() as connection:
        assert f"{connection.execute(select(Consent.given_at)).scalar():%Y-%m-%d}" == "2026-10-02"


def test_column_of_numbers_is_found_where_its_heading_says_nothing(bot: Bot, tmp_path: Path) -> None:
    lines = [f"Pat {n},206-555-01{n},98101,Fair,10/2/2026" for n in range(41, 46)]
    content = "\n".join(("Who are you?,How do we reach you?,Where do you live?,Source,Date", *lines))
    result = imported(bot, tmp_path, content)
    assert result.exit_code == 0, result.stderr
    assert (
        len(numbers(bot)) == 5 and "phone: How do we reach you?" in result.stdout and "zip: Where do you live?" in result.stdout
    )


def test_two_columns_of_numbers_that_say_nothing_are_asked_about(bot: Bot, tmp_path: Path) -> None:
    result = imported(bot, tmp_path, "A,B,Source,Date\n206-555-0141,206-555-0151,Fair,10/2/2026\n")
    assert "the columns 'A' and 'B' hold numbers; say which is the phone" in result.stderr and result.exit_code == 1


@pytest.mark.parametrize("written", ["1.20655E+10", "1,20655E+10", "2.07E+09", "1.2e10", "+1.20655E+10"])
def test_number_that_a_spreadsheet_shortened_says_the_column_why_and_the_mend(written: str, bot: Bot, tmp_path: Path) -> None:
    result = imported(bot, tmp_path, f'Cell Phone;Source;Date\n"{written}";Fair;10/2/2026\n')
    assert "line 2: Cell Phone: was shortened by the spreadsheet, and its last digits are not in this file; " in result.stderr
    assert "format the column there as a number without decimals, where all digits come back" in result.stderr
    assert written not in result.stderr and result.exit_code == 1


def test_columns_that_are_not_used_are_told_in_one_message(bot: Bot, tmp_path: Path) -> None:
    more = ",".join(f"Custom {n}" for n in range(300))
    result = imported(bot, tmp_path, f"{HEADER},{more}\n{ROW}\n")
    assert result.exit_code == 0 and numbers(bot) == {ADA}
    assert len(result.stderr.splitlines()) == 1 and "'Custom 7' and 292 more are not used" in result.stderr


def test_workbook_of_three_hundred_columns_is_read_to_its_last(bot: Bot, tmp_path: Path) -> None:
    more = [f"Custom {n}" for n in range(300)]
    content = a_workbook((*more, *HEADER.split(",")), (*[""] * 300, *ROW.split(",")))
    assert imported(bot, tmp_path, content).exit_code == 0
    assert numbers(bot) == {ADA}


DATES = {
    "10/2/2026": (2026, 10, 2),
    "10/2/2026 17:03:11": (2026, 10, 2, 17, 3, 11),
    "10/2/2026 5:03:11 PM": (2026, 10, 2, 17, 3, 11),
    "10/2/26 12:03 am": (2026, 10, 2, 0, 3),
    "2026-10-02T17:03:11-07:00": (2026, 10, 3, 0, 3, 11),
    "2026-10-02 17:03:11 UTC": (2026, 10, 2, 17, 3, 11),
    "2026-10-02T17:03:11Z": (2026, 10, 2, 17, 3, 11),
    "2026/10/02 5:03:11 PM GMT-7": (2026, 10, 3, 0, 3, 11),
    "2026/10/02 5:03:11 PM PDT": (2026, 10, 3, 0, 3, 11),
    "2-Oct-2026": (2026, 10, 2),
    "2-Oct-26 17:03": (2026, 10, 2, 17, 3),
    "2 October 2026": (2026, 10, 2),
    "Oct 2, 2026 5:03pm": (2026, 10, 2, 17, 3),
    "Sept 2, 2026": (2026, 9, 2),
    "Friday, October 2, 2026": (2026, 10, 2),
    "Fri, 02 Oct 2026 17:03:11 +0000": (2026, 10, 2, 17, 3, 11),
    "46297": (2026, 10, 2),
    "46297.710544": (2026, 10, 2, 17, 3, 11),
    "46297,710544": (2026, 10, 2, 17, 3, 11),
}


@pytest.mark.parametrize("written", DATES)
def test_date_is_read_as_spreadsheets_write_it(written: str) -> None:
    at = read_moment(written, "a date")
    assert (at if at.tzinfo else at.replace(tzinfo=UTC)) == datetime(*DATES[written], tzinfo=UTC)  # type: ignore[misc]


@pytest.mark.parametrize(
    "written", ["31/12/2026", "2/30/2026", "10/2/2026 25:00", "10/2/2026 13:00 PM", "98402", "soon", "12345"]
)
def test_date_that_is_none_is_refused(written: str) -> None:
    with pytest.raises(CellError):
        read_moment(written, "a date")


@given(st.datetimes(min_value=datetime(2000, 1, 1), max_value=datetime(2099, 1, 1)))
def test_moment_comes_back_as_it_was_written(at: datetime) -> None:
    at = at.replace(microsecond=0)
    for shape in (
        "%m/%d/%Y %H:%M:%S",
        "%m/%d/%Y %I:%M:%S %p",
        "%d-%b-%Y %H:%M:%S",
        "%Y-%m-%dT%H:%M:%S",
        "%B %d, %Y %I:%M:%S %p",
    ):
        assert read_moment(at.strftime(shape), "") == at


@given(st.text(max_size=60))
def test_moment_is_read_or_refused_whatever_stands_there(written: str) -> None:
    with suppress(CellError):
        read_moment(written, "a date")


@given(st.lists(st.lists(st.text(max_size=12), max_size=6), max_size=8))
def test_list_is_planned_whatever_stands_in_it(cells: list[list[str]]) -> None:
    content = "\n".join(
        ",".join(cell.replace("\n", " ").replace('"', "") for cell in row) for row in [["Phone", "Zip"], *cells]
    )
    with open_contacts(io.BytesIO(content.encode("utf-8", "replace")), "") as (table, plan):
        assert len(plan.columns) == 2 and len(list(table.rows)) <= len(cells) + content.count("\r")


# --- What somebody says of the columns ------------------------------------------------------------------------------------

ODD = "A1,B1,C1\n206-555-0141,Fair,10/2/2026\n"
MAPS = ("--map", "phone=A1", "--map", "source=B1", "--map", "consented-at=C1")


def test_columns_are_what_somebody_says_and_it_is_remembered(bot: Bot, tmp_path: Path) -> None:
    assert imported(bot, tmp_path, ODD).exit_code == 1
    assert imported(bot, tmp_path, ODD, *MAPS, "--dry-run").exit_code == 0
    assert imported(bot, tmp_path, ODD).exit_code == 1, "a dry run changes nothing"
    assert imported(bot, tmp_path, ODD, *MAPS).exit_code == 0
    again = imported(bot, tmp_path, ODD.replace("0141", "0142"))
    assert again.exit_code == 0 and "as was said of a list with the same headings" in again.stdout
    assert numbers(bot) == {ADA, "+12065550142"}
    assert imported(bot, tmp_path, ODD.replace("A1", "A2")).exit_code == 1, "another header is another list"
    with bot.parts.database.read() as connection:
        (kept,) = connection.execute(select(ColumnMap.shape, ColumnMap.columns))
    assert kept.columns == {"0": "phone", "1": "source", "2": "consented_at"} and "A1" not in kept.shape


def test_phone_that_somebody_names_is_taken_alone(bot: Bot, tmp_path: Path) -> None:
    content = "Mobile,Other,Source,Date\n206-555-0151,206-555-0141,Fair,10/2/2026\n"
    assert imported(bot, tmp_path, content, "--map", "phone=other").exit_code == 0
    assert numbers(bot) == {ADA}


WRONG_MAPS = {
    "a column twice": (("phone=A1", "zip=A1"), "the column 'A1' is named twice, as phone and as zip; say once what it holds"),
    "no such column": (("phone=A 1x",), "there is no column 'A 1x'; did you mean 'A1'?"),
    "nothing like it": (("phone=Telefon",), "there is no column 'Telefon'; write it as it is headed"),
    "no meaning": (("fone=A1",), "'fone=A1' does not say what a column holds; write one of phone, language"),
    "no heading": (("phone",), "'phone' does not say what a column holds"),
}


@pytest.mark.parametrize("what", WRONG_MAPS)
def test_map_that_is_wrong_says_so(what: str, bot: Bot, tmp_path: Path) -> None:
    maps, said = WRONG_MAPS[what]
    result = imported(bot, tmp_path, ODD, *(part for each in maps for part in ("--map", each)))
    assert said in " ".join(result.stderr.split()) and result.exit_code in (1, 2)
    assert set(rows(bot).values()) == {0}


def test_heading_that_is_there_twice_cannot_be_named(bot: Bot, tmp_path: Path) -> None:
    content = "A,A,Source,Date\n206-555-0141,206-555-0151,Fair,10/2/2026\n"
    result = imported(bot, tmp_path, content, "--map", "phone=A")
    assert "the column 'A' is there twice; give one of them another name" in result.stderr


def test_what_holds_for_all_rows_comes_before_what_stands_in_them(bot: Bot, tmp_path: Path) -> None:
    options = ("--source", "Canvass in Hilltop", "--consented-at", "11/1/2026")
    assert imported(bot, tmp_path, f"{HEADER}\n{ROW}\n", *options).exit_code == 0
    with bot.parts.database.read() as connection:
        found = connection.execute(select(Consent.proof, Consent.given_at)).one()
    assert (found.proof, f"{found.given_at:%m/%d/%Y}") == ("Canvass in Hilltop", "11/01/2026")


@pytest.mark.parametrize(
    ("option", "written", "said"),
    [
        ("--consented-at", "1/1/2030", "is in the future"),
        ("--consented-at", "soon", "is no date"),
        ("--source", "x" * 201, "has 201 characters"),
    ],
)
def test_what_holds_for_all_rows_is_checked(option: str, written: str, said: str, bot: Bot, tmp_path: Path) -> None:
    result = imported(bot, tmp_path, f"{HEADER}\n{ROW}\n", option, written)
    assert said in " ".join(result.stderr.split()) and result.exit_code == 2
