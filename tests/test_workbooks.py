"""Excel workbooks as clerks send them: what is read of one, and every way in which it can be none."""

import io
import random
import time
import zipfile
from collections.abc import Callable, Iterator
from datetime import date, datetime
from pathlib import Path

import pytest
from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from tests.conftest import Bot, starting
from tests.databases import empty_database
from tests.test_lists_of_cities import entries, load, said

HEADER = ("City", "State", "Role", "Ward", "Name", "Phone", "Term End", "Zip Code", "Source")
ROW = ("Cambridge", "MA", "Council Member", 3, "Moss, Ada", 6175550111, datetime(2027, 12, 31), 2139, "the clerk's list")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    folder = tmp_path_factory.mktemp("workbooks")
    with empty_database("sqlite", folder) as url, starting(url, folder) as start:
        yield start()


def saved(fill: Callable[[Workbook], None]) -> bytes:
    book = Workbook()
    fill(book)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def sheet_of(book: Workbook) -> Worksheet:
    sheet = book.active
    assert isinstance(sheet, Worksheet)
    return sheet


def plain(book: Workbook) -> None:
    for row in (HEADER, ROW):
        sheet_of(book).append(row)


def below_a_title(book: Workbook) -> None:
    sheet_of(book).append(("City Council of Cambridge, 2026",))
    sheet_of(book).append(())
    plain(book)


def on_the_second_sheet(book: Workbook) -> None:
    sheet_of(book).append(("Read me", "first"))
    council = book.create_sheet("Council")
    for row in (HEADER, ROW):
        council.append(row)


def beside_a_hidden_sheet(book: Workbook) -> None:
    for row in (HEADER, (*ROW[:4], "Old Member", *ROW[5:])):
        sheet_of(book).append(row)
    sheet_of(book).sheet_state = "hidden"
    now = book.create_sheet("Council")
    for row in (HEADER, ROW):
        now.append(row)


def with_formats(book: Workbook) -> None:
    plain(book)
    sheet_of(book)["H2"].number_format = "00000"
    sheet_of(book)["D2"] = 3.0
    sheet_of(book)["F2"] = "617-555-0111\n617-555-0112"


def with_much_around(book: Workbook) -> None:
    plain(book)
    sheet_of(book)["A900"].number_format = "0.00"
    sheet_of(book).append(("# Cambridge", "", "", "a remark"))


READ = [plain, below_a_title, on_the_second_sheet, beside_a_hidden_sheet, with_formats, with_much_around]


@pytest.mark.parametrize("fill", READ)
def test_workbook_is_read_as_its_csv_would_be(office: Bot, fill: Callable[[Workbook], None]) -> None:
    result = load(office, saved(fill), name="city.xlsx")
    assert result.exit_code == 0, result.stderr
    entry, *more = entries(office)
    assert (entry.place, entry.ward, entry.name, entry.zips) == ("Cambridge", "3", "Ada Moss", ("02139",))
    assert (entry.phone, entry.term_end, entry.source) == ("+16175550111", date(2027, 12, 31), "the clerk's list")
    assert [each.phone for each in more] == (["+16175550112"] if fill is with_formats else [])


def test_title_above_the_header_is_passed_over_and_said(office: Bot) -> None:
    result = load(office, saved(below_a_title), name="city.xlsx")
    assert "warning: city.xlsx: begins with the header on line 3: what stands above it is passed over" in result.stderr
    result = load(office, b"City Council 2026,,,,\n,,,,\ncity,state,role,name,source\nCambridge,MA,council,Ada 2,x\n")
    assert said(result, "error") == ["line 4: name: 'Ada 2' has a digit in it; write the name alone"]


def test_problem_in_a_workbook_has_the_row_of_its_sheet(office: Bot) -> None:
    def fill(book: Workbook) -> None:
        below_a_title(book)
        sheet_of(book).append((*ROW[:5], "#REF!", *ROW[6:]))
        sheet_of(book)["E5"] = "Ben 2"

    result = load(office, saved(fill), name="city.xlsx")
    assert "error: city.xlsx: line 5: name: 'Ben 2' has a digit in it; write the name alone" in result.stderr


def changed(content: bytes, change: Callable[[str, bytes], bytes]) -> bytes:
    """A workbook with its parts changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as after:
        for name in before.namelist():
            after.writestr(name, change(name, before.read(name)))
    return out.getvalue()


def in_sheet(change: Callable[[bytes], bytes]) -> bytes:
    return changed(saved(plain), lambda name, part: change(part) if name.startswith("xl/worksheets/") else part)


ENTITIES = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + b"".join(
    b'<!ENTITY %c "%s">' % (98 + n, b"&%c;" % (97 + n) * 10) for n in range(12)
)
BROKEN = 'is an Excel or LibreOffice workbook that cannot be read; save it as "CSV UTF-8"'


def with_entities(part: bytes) -> bytes:
    return part.replace(b"<worksheet", ENTITIES + b"]><worksheet", 1).replace(b"<v>3</v>", b"<v>&m;</v>")


def without_a_book(name: str, part: bytes) -> bytes:
    return b"" if name == "xl/workbook.xml" else part


def with_texts(texts: bytes) -> bytes:
    """A workbook whose texts lie in a part of their own, as Excel has them."""
    out = io.BytesIO(saved(plain))
    with zipfile.ZipFile(out, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", texts)
    return out.getvalue()


TOO_LARGE = 'unpacks to {} MB, more than a list has; keep the list\'s own sheet alone, or save it as "CSV UTF-8"'
PASSWORD = b"\0" * 70_000 + "EncryptedPackage".encode("utf-16-le")
NO_WORKBOOKS = [
    pytest.param(saved(plain)[:900], BROKEN, id="cut short"),
    pytest.param(changed(saved(plain), without_a_book), BROKEN, id="no book in it"),
    pytest.param(in_sheet(lambda part: part[:200]), BROKEN, id="a sheet cut short"),
    pytest.param(in_sheet(lambda part: part.replace(b"<v>3</v>", b"<v>three</v>")), BROKEN, id="a number that is none"),
    pytest.param(in_sheet(with_entities), BROKEN, id="entities that make billions"),
    pytest.param(in_sheet(lambda part: part + b" " * 101_000_000), TOO_LARGE.format(101), id="a bomb"),
    pytest.param(with_texts(random.Random(0).randbytes(8_000_000).hex().encode()), TOO_LARGE.format(16),
                 id="texts for more memory than there is"),
    pytest.param(in_sheet(lambda part: part + b" " * 2_000_000), TOO_LARGE.format(2), id="a small bomb"),
    pytest.param(b"\xd0\xcf\x11\xe0" + b"\0" * 2_000, 'is an old Excel workbook; save it as "CSV UTF-8"', id="an old one"),
    pytest.param(b"\xd0\xcf\x11\xe0" + PASSWORD, 'is an Excel workbook with a password; save it without one, or as "CSV '
                 'UTF-8"', id="one with a password"),
    pytest.param(saved(lambda book: None), "is empty; begin with: flask officials template > council.csv", id="an empty one"),
]  # fmt: skip


@pytest.mark.parametrize(("content", "problem"), NO_WORKBOOKS)
def test_workbook_that_cannot_be_read_says_the_mend(office: Bot, content: bytes, problem: str, tmp_path: Path) -> None:
    began = time.process_time()
    result = load(office, content, name="city.xlsx")
    assert result.exit_code == 1 and f"city.xlsx: {problem}" in result.stderr, result.stderr
    assert time.process_time() - began < 5


@pytest.mark.parametrize(
    "change",
    [
        pytest.param(lambda part: part.replace(b'2"', b'999999999"'), id="a row far below"),
        pytest.param(lambda part: part.replace(b'"I2"', b'"XFD2"'), id="a cell far to the right"),
        pytest.param(lambda part: part.replace(b'ref="A1:I2"', b'ref="A1"'), id="a size that is wrong"),
    ],
)  # fmt: skip
def test_workbook_with_rows_without_end_takes_no_time(office: Bot, change: Callable[[bytes], bytes]) -> None:
    began = time.process_time()
    result = load(office, in_sheet(change), name="city.xlsx")
    assert result.exit_code in (0, 1) and "Traceback" not in result.stderr
    assert time.process_time() - began < 5
