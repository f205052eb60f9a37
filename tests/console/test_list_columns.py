"""The columns of an uploaded list: what each holds is shown with samples, set right by a drop-down, and remembered."""

import json
import re

import pytest
from sqlalchemy import select

from bot.models import ColumnMap, Consent
from tests.conftest import ONE_DATABASE, Bot
from tests.console.conftest import Visitor
from tests.console.test_supporter_lists import folder, no_files_before, row, text_of, upload, uploaded, work
from tests.test_contact_exports import ASKED, asked, export
from tests.test_contacts_import import numbers

__all__ = ["no_files_before"]
pytestmark = pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)

ODD = b"A1,B1,C1,D1\n206-555-0141,Fair,10/2/2026,206-555-0199\n(206) 555-0142,Fair,10/3/2026,206-555-0198\n"


def columns_of(page: str) -> dict[str, str]:
    """Heading -> what is chosen for it."""
    found = re.findall(r'<select name="column-\d+" aria-label="What (.*?) holds">(.*?)</select>', page, re.DOTALL)
    return {heading: re.findall(r'value="(\w*)" selected', options)[0] for heading, options in found}


@pytest.mark.parametrize("name", ASKED)
def test_export_is_imported_by_choosing_it_checking_it_and_agreeing(name: str, bot: Bot, owner: Visitor) -> None:
    digits, option = ASKED[name]
    said = {option[0].removeprefix("--").replace("-", "_"): option[1]} if option else {}
    id = uploaded(owner, export(name), name, **said)
    work(bot, id)
    assert "Not asked" in text_of(owner.get(f"/supporters/imports/{id}"))
    owner.post(f"/supporters/imports/{id}/agree")
    work(bot, id)
    assert numbers(bot) == asked(digits)


def test_columns_are_shown_with_what_stands_in_them_and_no_number(bot: Bot, owner: Visitor) -> None:
    id = uploaded(owner, export("nationbuilder.csv"), "people.csv")
    work(bot, id)
    page = owner.get(f"/supporters/imports/{id}").get_data(as_text=True)
    chosen = columns_of(page)
    assert (chosen["mobile_number"], chosen["do_not_contact"], chosen["email1"]) == ("phone", "opt_out", "")
    assert "The list looks as NationBuilder writes it." in page and "(206) ···-0141" in page
    assert "206-555-0141" not in page and "555-0141" not in (folder(bot, id) / "columns.json").read_text()
    assert "1 says that they do not want it, in the column do_not_contact" in text_of(owner.get(f"/supporters/imports/{id}"))


def test_columns_are_set_right_checked_again_and_remembered(bot: Bot, owner: Visitor) -> None:
    id = uploaded(owner, ODD)
    work(bot, id)
    page = owner.get(f"/supporters/imports/{id}")
    assert "No row can be imported." in text_of(page) and "the columns 'A1' and 'D1' hold numbers" in text_of(page)
    assert "<details open>" in page.get_data(as_text=True)
    form = {"column-0": "phone", "column-1": "source", "column-2": "consented_at", "column-3": ""}
    owner.post(f"/supporters/imports/{id}/columns", form)
    assert row(bot, id).state == "received"
    work(bot, id)
    assert (row(bot, id).state, row(bot, id).good) == ("checked", 2)
    owner.post(f"/supporters/imports/{id}/agree")
    work(bot, id)
    assert numbers(bot) == asked(("0141", "0142")) and not folder(bot, id).exists()

    again = uploaded(owner, ODD.replace(b"0141", b"0143"))
    work(bot, again)
    assert row(bot, again).good == 2
    page = owner.get(f"/supporters/imports/{again}").get_data(as_text=True)
    assert columns_of(page)["A1"] == "phone" and "as you said before" in page
    with bot.parts.database.read() as connection:
        (kept,) = connection.execute(select(ColumnMap.columns)).scalars()
    assert kept == {"0": "phone", "1": "source", "2": "consented_at", "3": ""}


def test_of_several_phones_the_mobile_is_asked_whatever_the_order_of_the_form(bot: Bot, owner: Visitor) -> None:
    id = uploaded(owner, b"Phone,Mobile,Source,Date\n206-555-0151,206-555-0141,Fair,10/2/2026\n")
    work(bot, id)
    owner.post(f"/supporters/imports/{id}/columns", {"column-0": "phone", "column-1": "phone"})
    work(bot, id)
    owner.post(f"/supporters/imports/{id}/agree")
    work(bot, id)
    assert numbers(bot) == asked(("0141",))


def test_what_holds_for_all_rows_is_said_with_the_list_or_after_it(bot: Bot, owner: Visitor) -> None:
    content = b"Phone\n206-555-0141\n"
    first = uploaded(owner, content, source="Fair in Hilltop", consented_at="10/2/2026")
    work(bot, first)
    assert row(bot, first).good == 1
    second = uploaded(owner, content)
    work(bot, second)
    assert row(bot, second).good == 0
    wrong = owner.post(f"/supporters/imports/{second}/columns", {"source": "Fair", "consented_at": "someday"})
    assert wrong.status_code == 422 and "is no date" in text_of(wrong)
    owner.post(f"/supporters/imports/{second}/columns", {"source": "Fair", "consented_at": "10/3/2026"})
    work(bot, second)
    assert row(bot, second).good == 1
    owner.post(f"/supporters/imports/{second}/agree")
    work(bot, second)
    with bot.parts.database.read() as connection:
        assert connection.execute(select(Consent.proof)).scalar() == "Fair"


@pytest.mark.parametrize("field", [{"consented_at": "someday"}, {"consented_at": "1/1/2030"}, {"source": "x" * 201}])
def test_what_holds_for_all_rows_is_checked_before_the_list_is_taken(field: dict[str, str], bot: Bot, owner: Visitor) -> None:
    answer = upload(owner, ODD, **field)
    assert answer.status_code == 422 and bot.count("imports") == 0


def test_columns_of_a_list_that_is_agreed_to_stay(bot: Bot, owner: Visitor) -> None:
    id = uploaded(owner, export("spoke.csv"), consented_at="10/2/2026")
    work(bot, id)
    owner.post(f"/supporters/imports/{id}/agree")
    owner.post(f"/supporters/imports/{id}/columns", {"column-0": "phone"})
    assert row(bot, id).state == "agreed"
    work(bot, id)
    assert numbers(bot) == asked(("0141", "0143"))


def test_form_of_columns_may_hold_anything(bot: Bot, owner: Visitor) -> None:
    id = uploaded(owner, ODD)
    owner.post(f"/supporters/imports/{id}/columns", {"column-0": "phone"})  # it is not checked yet
    work(bot, id)
    owner.post(f"/supporters/imports/{id}/columns", {"column-0": "pizza", "column-99": "phone", "column-x": "zip"})
    work(bot, id)
    assert row(bot, id).state == "checked"
    assert json.loads(row(bot, id).choices)["columns"] == [[0, ""]]


def test_headings_and_cells_are_text_on_the_page(bot: Bot, owner: Visitor) -> None:
    hostile = "<script>alert(1)</script>"
    id = uploaded(owner, f'"{hostile}",Phone,Source,Date\n{hostile},206-555-0141,Fair,10/2/2026\n'.encode())
    work(bot, id)
    assert "<script>alert" not in owner.get(f"/supporters/imports/{id}").get_data(as_text=True)
