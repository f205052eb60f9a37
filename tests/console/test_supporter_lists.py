"""Lists that are imported in the browser: upload, what the check found, agreeing, progress, and what a kill leaves."""

import csv
import html
import io
import os
import re
import stat
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from openpyxl import Workbook
from sqlalchemy import select, update
from werkzeug.test import TestResponse

from bot.contacts import import_work
from bot.contacts.import_rows import LEASE, MOST_ATTEMPTS
from bot.models import Broadcast, ListImport
from bot.workers.jobs import JobRequest
from tests.carrier import at_once, one
from tests.conftest import ONE_DATABASE, Bot
from tests.console.conftest import Organizers, Visitor
from tests.console.conftest import text_of as written_of
from tests.test_contacts_import import WRONG_CELLS

HEADER = "phone,language,zip,source,consented_at"
GOOD = "253-555-0142,en,98402,Farmers market,11/02/2026"
BAD = "25355,fr,98402,Fair,11/02/2026"
FORM = {"campaign": "sanctuary", "who": "Casa Latina"}


@pytest.fixture(autouse=True)
def no_files_before(bot: Bot) -> Iterator[None]:
    """Ids begin at 1 in every test."""
    for id in bot.parts.imports.files.ids():
        bot.parts.imports.files.remove(id)
    yield


def text_of(answer: TestResponse) -> str:
    """What an answer shows, as it is read."""
    return html.unescape(written_of(answer))


def table(*lines: str) -> bytes:
    return ("\n".join((HEADER, *lines)) + "\n").encode()


def people(count: int) -> list[str]:
    return [f"206-555-{number:04},,98103,Fair,11/02/2026" for number in range(100, 100 + count)]


def upload(visitor: Visitor, content: bytes, name: str = "list.csv", **fields: str) -> TestResponse:
    return visitor.post("/supporters/import/upload", {**FORM, **fields, "file": (io.BytesIO(content), name)})


def uploaded(visitor: Visitor, content: bytes, name: str = "list.csv", **fields: str) -> int:
    """The id of a list that is taken in."""
    answer = upload(visitor, content, name, **fields)
    assert answer.status_code == 303, text_of(answer)
    return int(answer.headers["Location"].rpartition("/")[2])


def work(bot: Bot, id: int) -> None:
    """What a worker starts a process for."""
    result = bot.app.test_cli_runner().invoke(args=["contacts", "work", str(id)])
    assert result.exit_code == 0, result.output


def row(bot: Bot, id: int) -> ListImport:
    with bot.parts.database.read() as connection:
        found = connection.execute(select(*ListImport.__table__.columns).where(ListImport.id == id)).one()
    return ListImport(**found._mapping)


def folder(bot: Bot, id: int) -> Path:
    return bot.parts.settings.instance_dir / "imports" / str(id)


def workbook(*lines: str) -> bytes:
    book, out = Workbook(), io.BytesIO()
    for cells in csv.reader(table(*lines).decode().splitlines()):
        book.worksheets[0].append(cells)
    book.save(out)
    return out.getvalue()


def test_list_is_imported_only_once_somebody_agrees(bot: Bot, owner: Visitor) -> None:
    id = uploaded(owner, table(GOOD, "206-555-0111,es,,Fair,11/01/2026", BAD))
    waiting = text_of(owner.get(f"/supporters/imports/{id}"))
    assert "The list is being checked" in waiting and "For Sanctuary cities and states. Collected by Casa Latina." in waiting
    work(bot, id)
    work(bot, id)  # nobody agreed: nothing more is done
    page = text_of(owner.get(f"/supporters/imports/{id}"))
    assert "Rows 3 Good 2 Left out 1" in page and "2 are asked by one text whether they want the alerts" in page
    assert "Asking them costs $0.05 (4 segments)." in page and "Casa Latina says that you want" in page
    assert "2 mistakes" in page and "4 phone has 5 digits write all ten, like 253-591-5100" in page
    assert "4 language 'fr' is none of ours write English or Spanish, or nothing" in page
    assert (bot.count("supporters"), bot.count("broadcasts")) == (0, 0)

    owner.post(f"/supporters/imports/{id}/agree")
    owner.post(f"/supporters/imports/{id}/agree")  # a second press
    assert "0 rows of 2 imported." in text_of(owner.get(f"/supporters/imports/{id}"))
    work(bot, id)
    work(bot, id)
    done = text_of(owner.get(f"/supporters/imports/{id}"))
    assert "2 rows are imported." in done and "The question to them is alert 1." in done
    assert (bot.count("supporters"), bot.count("deliveries"), bot.count("consents")) == (2, 2, 2)
    with bot.parts.database.read() as connection:
        question = connection.execute(select(Broadcast.kind, Broadcast.state, Broadcast.texts)).one()
    assert (question.kind, question.state) == ("confirmation", "sending") and "Casa Latina" in question.texts["en"]
    acts = one(bot, "SELECT count(*) FROM audit_entries WHERE act = 'list_imported'")
    assert acts == 1


def test_list_on_its_way_is_for_nobody_elses_eyes_and_gone_afterwards(bot: Bot, owner: Visitor) -> None:
    id = uploaded(owner, table(GOOD))
    for path in (folder(bot, id).parent, folder(bot, id), folder(bot, id) / "list"):
        assert stat.S_IMODE(os.stat(path).st_mode) in (0o600, 0o700), path
    work(bot, id)
    left = {path.name: path for path in folder(bot, id).iterdir()}
    assert set(left) == {"list", "columns.json", "staged", "bad-rows.csv"}
    assert all(stat.S_IMODE(path.stat().st_mode) == 0o600 for path in left.values())
    del left["list"]  # its columns may be read otherwise, until somebody agrees
    assert all(b"2535550142" not in path.read_bytes() and b"253-555-0142" not in path.read_bytes() for path in left.values())
    owner.post(f"/supporters/imports/{id}/agree")
    work(bot, id)
    assert not folder(bot, id).exists() and row(bot, id).state == "loaded"


FILES = {
    "CSV": (table(GOOD), "list.csv"),
    "TSV": (table(GOOD).replace(b",", b"\t"), "list.tsv"),
    "XLSX": (workbook(GOOD), "list.xlsx"),
    "Excel's Unicode text": (table(GOOD).decode().replace(",", "\t").encode("utf-16"), "list.txt"),
}


@pytest.mark.parametrize("kind", FILES)
@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_list_is_read_however_it_was_saved(bot: Bot, owner: Visitor, kind: str) -> None:
    id = uploaded(owner, *FILES[kind])
    work(bot, id)
    assert (row(bot, id).state, row(bot, id).good) == ("checked", 1)


NO_LISTS = {
    "nothing": (b"", "is empty; begin with: the template"),
    "a PDF": (b"%PDF-1.7 ...", "is a PDF; copy its table"),
    "a web page": (b"<html>", "is a web page"),
    "a broken workbook": (b"PK\x03\x04...", "that cannot be read; save it as"),
    "an old workbook": (b"\xd0\xcf\x11\xe0" + bytes(600), "is an old Excel workbook"),
    "a picture": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "is neither UTF-8 nor Windows-1252"),
    "a quote left open": (table(GOOD, '"253'), "line 3: cannot be read"),
}


@pytest.mark.parametrize("what", NO_LISTS)
@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_file_that_is_no_list_is_told_so(bot: Bot, owner: Visitor, what: str) -> None:
    content, said = NO_LISTS[what]
    id = uploaded(owner, content)
    work(bot, id)
    assert said in text_of(owner.get(f"/supporters/imports/{id}"))
    assert row(bot, id).state == "refused" and not folder(bot, id).exists()


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_list_without_its_columns_shows_what_is_wrong(bot: Bot, owner: Visitor) -> None:
    id = uploaded(owner, b"phone,sorce\n253-555-0142,Fair\n")
    work(bot, id)
    page = text_of(owner.get(f"/supporters/imports/{id}"))
    assert "No row can be imported." in page and "the column 'sorce' is not known did you mean source?" in page
    assert "no column source, consented_at" in page
    owner.post(f"/supporters/imports/{id}/agree")
    assert row(bot, id).state == "checked"


FORMS = {
    "no file": ({"file": None}, "Choose the file of the list."),
    "a file without a name": ({"name": ""}, "Choose the file of the list."),
    "no campaign": ({"campaign": "pizza"}, "Choose a campaign that is live."),
    "a long name": ({"who": "x" * 41}, "Write at most 40 characters."),
}


@pytest.mark.parametrize("what", FORMS)
@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_form_that_is_not_filled_in_right_takes_nothing(bot: Bot, owner: Visitor, what: str) -> None:
    fields, said = FORMS[what]
    if "file" in fields:
        answer = owner.post("/supporters/import/upload", dict(FORM))
    else:
        answer = upload(owner, table(GOOD), fields.pop("name", "list.csv"), **fields)
    assert answer.status_code == 422 and said in text_of(answer)
    assert bot.count("imports") == 0 and bot.parts.imports.files.ids() == []


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_list_that_is_too_large_is_refused_with_a_page(bot: Bot, owner: Visitor) -> None:
    form = {"content_type": "multipart/form-data; boundary=x", "input_stream": io.BytesIO(b"x" * 20_000_001)}
    answer = owner.post_raw("/supporters/import/upload", content_length=20_000_001, **form)
    assert answer.status_code == 413 and "20 megabytes at most" in text_of(answer)
    assert bot.count("imports") == 0


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_report_shows_the_first_fifty_mistakes_and_the_file_has_all(bot: Bot, owner: Visitor) -> None:
    id = uploaded(owner, table(GOOD, *[BAD] * 60))
    work(bot, id)
    page = owner.get(f"/supporters/imports/{id}")
    assert page.get_data(as_text=True).count("has 5 digits") == 25 and "And 70 more." in text_of(page)
    told = owner.get(f"/supporters/imports/{id}/bad-rows.csv")
    rows = list(csv.DictReader(io.StringIO(told.get_data().decode("utf-8-sig"))))
    assert len(rows) == 60 and (rows[0]["phone"], rows[0]["line"]) == ("25355", "3")
    assert rows[0]["what is wrong"].startswith("phone: has 5 digits; write all ten")
    assert told.headers["Content-Disposition"] == f'attachment; filename="bad-rows-{id}.csv"'
    assert f"downloaded the rows of a list that are left out list {id}" in text_of(owner.get("/audit?lang=en"))


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_rows_that_were_left_out_are_imported_once_they_are_mended(bot: Bot, owner: Visitor) -> None:
    first = uploaded(owner, table(GOOD, "25355,en,98402,Fair,11/02/2026"))
    work(bot, first)
    owner.post(f"/supporters/imports/{first}/agree")
    work(bot, first)
    left_out = owner.get(f"/supporters/imports/{first}/bad-rows.csv")
    assert left_out.status_code == 200, "they can be had for a day more"
    second = uploaded(owner, left_out.get_data().replace(b"25355,", b"253-555-0155,"))
    work(bot, second)
    assert (row(bot, second).rows, row(bot, second).good) == (1, 1)


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_progress_is_a_piece_of_the_page_that_ends_by_itself(bot: Bot, owner: Visitor) -> None:
    id = uploaded(owner, table(GOOD))
    assert 'data-poll="2"' in owner.get(f"/supporters/imports/{id}").get_data(as_text=True)
    path = f"/supporters/imports/{id}/progress"
    first = owner.get(path, X_Fragment="0")
    assert "<html" not in first.get_data(as_text=True) and "X-Done" not in first.headers
    assert owner.get(path, X_Fragment=first.headers["X-Mark"]).status_code == 204
    work(bot, id)
    done = owner.get(path, X_Fragment=first.headers["X-Mark"])
    assert done.headers["X-Done"] == "1" and "The text they get" in text_of(done)
    assert "data-poll" not in owner.get(f"/supporters/imports/{id}").get_data(as_text=True)


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_list_can_be_deleted_instead(bot: Bot, owner: Visitor) -> None:
    id = uploaded(owner, table(GOOD))
    work(bot, id)
    answer = owner.post(f"/supporters/imports/{id}/discard")
    assert "The list is deleted." in text_of(owner.get(answer.headers["Location"].removeprefix("/console")))
    assert bot.count("imports") == 0 and not folder(bot, id).exists()
    assert owner.get(f"/supporters/imports/{id}").status_code == 404
    work(bot, id)
    assert bot.count("supporters") == 0


def test_killed_in_the_middle_another_process_goes_on_and_nobody_is_asked_twice(
    bot: Bot, owner: Visitor, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(import_work, "PAGE", 10)
    id = uploaded(owner, table(*people(35)))
    work(bot, id)
    owner.post(f"/supporters/imports/{id}/agree")
    loads, load_page = 0, import_work.load_page

    def dies_at_the_third(*arguments: object) -> None:
        nonlocal loads
        loads += 1
        load_page(*arguments)  # type: ignore[arg-type]
        if loads == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr(import_work, "load_page", dies_at_the_third)
    with pytest.raises(KeyboardInterrupt):
        bot.parts.imports.do(id)
    assert (row(bot, id).loaded, bot.count("supporters"), one(bot, "SELECT state FROM broadcasts")) == (20, 20, "draft")
    monkeypatch.setattr(import_work, "load_page", load_page)
    work(bot, id)
    assert row(bot, id).loaded == 20, "who worked on it may still be alive"
    bot.clock.now += LEASE
    with bot.parts.database.read() as connection:
        assert bot.parts.imports.find_due(connection, bot.clock()).requests == [JobRequest("import", (id,))]
    work(bot, id)
    assert (row(bot, id).state, row(bot, id).counts["new"]) == ("loaded", 35)
    assert (bot.count("supporters"), bot.count("deliveries"), bot.count("broadcasts")) == (35, 35, 1)
    assert one(bot, "SELECT state FROM broadcasts") == "sending"


def test_two_processes_at_once_load_a_list_once(bot: Bot, owner: Visitor, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(import_work, "PAGE", 5)
    id = uploaded(owner, table(*people(30)))
    work(bot, id)
    owner.post(f"/supporters/imports/{id}/agree")
    monkeypatch.setattr(import_work.import_rows, "LEASE", timedelta())  # as if each took the other for dead
    at_once(*[lambda: bot.parts.imports.do(id)] * 3)
    for _ in range(3):
        work(bot, id)
    assert (row(bot, id).state, row(bot, id).loaded) == ("loaded", 30)
    assert (bot.count("supporters"), bot.count("deliveries"), bot.count("consents")) == (30, 30, 30)


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_list_that_breaks_whoever_works_on_it_is_refused_in_the_end(bot: Bot, owner: Visitor) -> None:
    id = uploaded(owner, table(GOOD))
    with bot.parts.database.write() as connection:
        connection.execute(update(ListImport).values(attempts=MOST_ATTEMPTS))
    work(bot, id)
    assert row(bot, id).state == "refused" and not folder(bot, id).exists()
    assert "could not be worked on" in text_of(owner.get(f"/supporters/imports/{id}"))


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_list_that_nobody_agrees_to_is_gone_after_a_day(bot: Bot, owner: Visitor) -> None:
    id = uploaded(owner, table(GOOD, BAD))
    work(bot, id)
    bot.clock.now += timedelta(days=1, minutes=1)
    with bot.parts.database.read() as connection:
        due = bot.parts.imports.find_due(connection, bot.clock())
    assert due.requests == [JobRequest("import", (id,))]
    assert bot.parts.imports.is_work(id, bot.clock()) is False
    assert bot.count("imports") == 0 and not folder(bot, id).exists()


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_list_whose_files_are_on_another_machine_is_left_to_it(bot: Bot, owner: Visitor, tmp_path: Path) -> None:
    id = uploaded(owner, table(GOOD))
    away = folder(bot, id).rename(tmp_path / "away")
    with bot.parts.database.read() as connection:
        assert bot.parts.imports.find_due(connection, bot.clock()).requests == ()
    assert bot.parts.imports.is_work(id, bot.clock()) is False
    work(bot, id)
    assert row(bot, id).state == "received" and row(bot, id).attempts == 0
    away.rename(folder(bot, id))
    work(bot, id)
    assert row(bot, id).state == "checked"


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_who_stopped_is_told_with_the_line_and_stays_so(bot: Bot, owner: Visitor) -> None:
    phone = bot.phone("+12535550142")
    for body in ("SANCTUARY 98402", "STOP"):
        phone.text(body)
    id = uploaded(owner, table(GOOD, *people(1)))
    work(bot, id)
    page = text_of(owner.get(f"/supporters/imports/{id}"))
    assert "1 person who stays out" in page and "2 – has stopped all texts, and stays stopped" in page
    owner.post(f"/supporters/imports/{id}/agree")
    work(bot, id)
    assert bot.count("deliveries") == 1


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_list_of_nobody_new_asks_nobody(bot: Bot, owner: Visitor) -> None:
    for _ in range(2):
        id = uploaded(owner, table(GOOD))
        work(bot, id)
        owner.post(f"/supporters/imports/{id}/agree")
        work(bot, id)
    assert (bot.count("broadcasts"), bot.count("deliveries")) == (1, 1)
    assert "1 was asked before, and is not asked again" in text_of(owner.get(f"/supporters/imports/{id}"))


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_lists_are_for_organizers(bot: Bot, organizers: Organizers, owner: Visitor) -> None:
    id = uploaded(owner, table(GOOD))
    work(bot, id)
    for role in ("captain", "viewer"):
        visitor = organizers.signed_in(role)  # type: ignore[arg-type]
        assert upload(visitor, table(GOOD)).status_code == 403
        assert visitor.get(f"/supporters/imports/{id}").status_code == 403
        assert visitor.get(f"/supporters/imports/{id}/bad-rows.csv").status_code == 403
    assert organizers.signed_in("organizer").get(f"/supporters/imports/{id}").status_code == 200


def told(answer: TestResponse) -> list[str]:
    """What a page says of the rows of a list and how to mend them, or why the file is none."""
    raw = answer.get_data(as_text=True)
    found = re.findall(r'<td data-label="(?:What|Mend|Qué|Remedio)">(.*?)</td>|role="alert"><p>(.*?)</p>', raw, re.DOTALL)
    return [html.unescape(cell or notice) for cell, notice in found if cell or notice]


@pytest.mark.parametrize("what", ["cells", "columns", "a title", "Windows-1252", "stopped", *NO_LISTS])
@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_what_is_wrong_is_told_in_spanish_too(bot: Bot, owner: Visitor, what: str) -> None:
    for body in ("SANCTUARY 98402", "STOP"):
        bot.phone("+12535550142").text(body)
    cells = dict(zip(HEADER.split(","), GOOD.split(","), strict=True))
    wrong = [",".join(f'"{cell}"' for cell in {**cells, column: cell}.values()) for column, cell, _ in WRONG_CELLS]
    files = {
        "cells": table(GOOD, GOOD, f"{GOOD},x", "621-555-0142,,,Fair,11/02/2026", *wrong),
        "columns": b"name,sorce,cell,phone\n1,2,3,4\n",
        "a title": b"Our list\n" + table(),
        "Windows-1252": table(GOOD.replace("market", "Peña")).decode().encode("cp1252"),
        "stopped": table(GOOD),
        **{name: content for name, (content, _) in NO_LISTS.items()},
    }
    id = uploaded(owner, files[what])
    work(bot, id)
    english, spanish = (told(owner.get(f"/supporters/imports/{id}?lang={each}")) for each in ("en", "es"))
    assert len(english) == len(spanish) > 0
    assert [pair for pair in zip(english, spanish, strict=True) if pair[0] == pair[1]] == []
    assert [said for said in spanish if re.search(r"\b(is|are|has|write|the|it)\b", said)] == []


@pytest.mark.parametrize(("ahead", "state"), [(-3600, "checked"), (20, "received"), (3600, "checked")])
@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_lease_holds_for_a_minute_whatever_is_done_to_the_clock(bot: Bot, owner: Visitor, ahead: int, state: str) -> None:
    id = uploaded(owner, table(GOOD))
    due = bot.clock() + timedelta(seconds=ahead)
    with bot.parts.database.write() as connection:
        connection.execute(update(ListImport).values(due_at=due))
    work(bot, id)
    assert row(bot, id).state == state


def test_work_is_done_in_a_process_of_its_own(bot: Bot, owner: Visitor) -> None:
    id = uploaded(owner, table(GOOD.replace("11/02/2026", "11/02/2020"), BAD))
    bot.parts.workers.perform(JobRequest("import", (id,)))
    assert (row(bot, id).state, row(bot, id).good) == ("checked", 1)


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_organizer_of_one_campaign_brings_and_sees_no_list_of_another(bot: Bot, owner: Visitor, organizers: Organizers) -> None:
    id, bound = uploaded(owner, table(GOOD)), organizers.bound_to("trust-act")
    work(bot, id)
    assert upload(bound, table(GOOD)).status_code == 422
    assert bound.get(f"/supporters/imports/{id}").status_code == 403
    assert bound.post(f"/supporters/imports/{id}/agree").status_code == 403
    assert bound.post(f"/supporters/imports/{id}/discard").status_code == 403
    assert row(bot, id).state == "checked" and "list.csv" not in text_of(bound.get("/supporters/import"))
