"""A copy of the database is put back: nobody who stopped since gets a text, and nobody is brought back."""

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import select, text

from bot.models import Table
from bot.models.supporters import Supporter
from bot.simulation.phone import Phone
from tests.conftest import Bot, Start

WHEN_COPIED = ("SANCTUARY 98402", "JOIN")
# What somebody texts after the copy was made -> what is known of them once it was put back: are they a supporter, stopped?
SINCE: dict[str, tuple[tuple[str, ...], tuple[bool, bool]]] = {
    "nothing": ((), (True, False)),
    "STOP": (("STOP",), (True, True)),
    "STOP, then START": (("STOP", "START"), (True, False)),
    "STOP, START, STOP": (("STOP", "START", "STOP"), (True, True)),
    "FORGET": (("FORGET", "FORGET"), (False, False)),
    "STOP and FORGET": (("STOP", "FORGET", "FORGET"), (False, True)),
    "FORGET, then anew": (("FORGET", "FORGET", "SANCTUARY 98402", "JOIN"), (False, False)),
}
NEW = "somebody new, and STOP"  # whom the copy does not know


def rows_of(bot: Bot) -> dict[str, list[dict[str, object]]]:
    with bot.parts.database.read() as connection:
        return {
            each.name: [dict(zip(each.columns.keys(), row, strict=True)) for row in connection.execute(select(each))]
            for each in Table.metadata.sorted_tables
        }


def put_back(bot: Bot, copy: dict[str, list[dict[str, object]]]) -> None:
    with bot.parts.database.write() as connection:
        for table in reversed(Table.metadata.sorted_tables):
            connection.execute(table.delete())
        for table in Table.metadata.sorted_tables:
            if copy[table.name]:
                connection.execute(table.insert(), copy[table.name])
        if connection.dialect.name == "postgresql":  # as pg_restore does
            for name in ("consents", "supporters"):
                connection.execute(text(f"SELECT setval(pg_get_serial_sequence('{name}', 'id'), 1000)"))


def standing(bot: Bot, phone: Phone) -> tuple[bool, bool]:
    """Are they a supporter, and stopped, as the ledger and their row say?"""
    cipher = bot.parts.phone_cipher
    with bot.parts.database.read() as connection:
        query = select(Supporter.stopped).where(Supporter.phone == cipher.encrypt(phone.number))
        row = connection.execute(query).scalar()
        last = text("SELECT act FROM consents WHERE person = :person AND programme = '*' ORDER BY id DESC LIMIT 1")
        stopped = connection.execute(last, {"person": cipher.person_key(phone.number)}).scalar() == "withdrawn"
    assert row in (None, stopped)
    return row is not None, stopped


def test_copy_that_is_put_back_loses_no_stop(start: Start) -> None:
    bot = start()
    phones = {case: bot.phone() for case in (*SINCE, NEW)}
    for case in SINCE:
        for body in WHEN_COPIED:
            phones[case].text(body)
    copy = rows_of(bot)
    for case, (bodies, _) in SINCE.items():
        for body in bodies:
            assert phones[case].text(body).status == 200
    phones[NEW].text("STOP")
    stop_file = bot.parts.stop_file.path
    assert "+1" not in stop_file.read_text() and stop_file.stat().st_mode & 0o777 == 0o600
    put_back(bot, copy)
    # A line that a full disk cut off, one that is none, and what another process appends behind them.
    whole = stop_file.read_text().splitlines(keepends=True)
    stop_file.write_text("".join([*whole[:2], whole[2][:-9] + "\n", "rubbish\n", *whole[2:]]))
    run = bot.app.test_cli_runner()
    first = run.invoke(args=["restore"])
    assert {case: standing(bot, phone) for case, phone in phones.items()} == {
        **{case: after for case, (_, after) in SINCE.items()},
        NEW: (False, True),
    }
    assert (first.exit_code, first.stderr.count("is no line of a stop file")) == (1, 2)
    assert first.stderr.startswith("error: stops.log, line 3: ")
    assert first.stdout.endswith("4 people stopped anew, 3 forgotten anew\n"), first.stdout
    before = rows_of(bot)
    assert "0 people stopped anew, 0 forgotten anew" in run.invoke(args=["restore", str(stop_file)]).stdout
    assert rows_of(bot) == before
    # Whom the copy does not know is not woken by a keyword either.
    assert "START" in phones[NEW].text("SANCTUARY 98402").text


@pytest.mark.parametrize("breaks", [shutil.rmtree, lambda folder: None], ids=["no folder", "a folder in its place"])
def test_stop_file_that_cannot_be_written_keeps_no_turn_waiting(
    breaks: Callable[[Path], object], start: Start, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    folder = tmp_path / "elsewhere"
    (folder / "stops.log").mkdir(parents=True)
    if breaks is shutil.rmtree:
        shutil.rmtree(folder)
        folder.touch()
    bot = start(stop_file=str(folder / "stops.log"))
    phone, client = bot.phone(), bot.app.test_client()
    for body in (*WHEN_COPIED, "STOP"):
        assert phone.text(body).status == 200
    assert standing(bot, phone) == (True, True)
    answered = client.get("/readyz")
    said = answered.get_json()
    assert (answered.status_code, said["status"]) == (200, "degraded")
    assert said["stop_file"].startswith("stops.log cannot be written (E") and "; 1 lines wait in memory" in said["stop_file"]
    assert "stops_not_appended" in capfd.readouterr().err
    os.rmdir(folder / "stops.log") if folder.is_dir() else folder.unlink()
    assert client.get("/readyz").get_json()["stop_file"] == "ok"
    assert " withdrawn * " in (folder / "stops.log").read_text()


def test_restore_without_a_file_says_which(start: Start, tmp_path: Path) -> None:
    said = start(stop_file=str(tmp_path / "none.log")).app.test_cli_runner().invoke(args=["restore"])
    assert (said.exit_code, "none.log: No such file or directory; name the stop file" in said.stderr) == (1, True)
