"""What is taken out as a file in the console: at once, or made by a worker for the one who asked, and gone after a day."""

import csv
import html
import io
import os
import stat
from dataclasses import replace
from datetime import datetime, timedelta

import pytest
from sqlalchemy import select
from werkzeug.test import TestResponse

from bot.models import AuditEntry
from bot.web.console import exports
from tests.carrier import one
from tests.conftest import ONE_DATABASE, Bot
from tests.console.conftest import Organizers, Visitor
from tests.console.conftest import text_of as written_of
from tests.subscribers import People

ANA, BO = "253-555-0000", "253-555-0001"


@pytest.fixture
def people(bot: Bot) -> People:
    for id in bot.parts.exports.files.ids():
        bot.parts.exports.files.remove(id)
    people = People(bot)
    for name in ("ana", "bo"):
        people.add(name)
    people.add("cy", zip="10001")
    return people


def text_of(answer: TestResponse) -> str:
    return html.unescape(written_of(answer))


def make(visitor: Visitor, what: str = "supporters", kind: str = "csv", **fields: object) -> TestResponse:
    return visitor.post("/exports/make", {"what": what, "kind": kind, **fields})


def phones(answer: TestResponse) -> list[str]:
    assert answer.status_code == 200, text_of(answer)
    return [row["phone"] for row in csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig")))]


def work(bot: Bot, id: int = 1) -> None:
    """What a worker starts a process for."""
    result = bot.app.test_cli_runner().invoke(args=["export", "work", str(id)])
    assert result.exit_code == 0, result.output


def due(bot: Bot) -> list[str]:
    with bot.parts.database.read() as connection:
        return [str(each) for each in bot.parts.exports.find_due(connection, bot.clock.now).requests]


def acts(bot: Bot) -> list[str]:
    with bot.parts.database.read() as connection:
        query = select(AuditEntry.act, AuditEntry.thing, AuditEntry.after).where(AuditEntry.act.startswith("export"))
        return [" ".join(row) for row in connection.execute(query.order_by(AuditEntry.id))]


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_short_file_comes_at_once_with_whom_the_filter_shows(bot: Bot, people: People, organizers: Organizers) -> None:
    organizer = organizers.signed_in("organizer")
    link = "/exports?what=supporters&place=WA"
    assert link in html.unescape(organizer.get("/supporters?place=WA").get_data(as_text=True))
    assert 'name="place" value="WA"' in organizer.get(link).get_data(as_text=True)
    answer = make(organizer, place="WA")
    assert phones(answer) == [ANA, BO]
    assert answer.headers["Content-Disposition"] == 'attachment; filename="supporters-2026-11-23.csv"'
    for what, kind in (("alerts", "xlsx"), ("consents", "ndjson")):
        assert make(organizer, what, kind).status_code == 200
    assert acts(bot) == ["exported supporters csv: place WA", "exported alerts xlsx: all", "exported consents ndjson: all"]
    assert "took data out as a file" in text_of(organizers.signed_in("owner").get("/audit"))
    assert not bot.count("exports") and not list((bot.parts.settings.instance_dir / "exports").iterdir())


WRONG: list[tuple[dict[str, str], str]] = [
    ({"what": "passwords"}, "This is none that there is."),
    ({"what": "alerts", "program": "van"}, "That program has no columns for this."),
    ({"what": "outcomes", "place": "WA"}, "This does not count for what you chose."),
    ({"what": "outcomes", "first": "2026-02-30"}, "This is no day."),
    ({"place": "Nowhere"}, "This is no place that can be looked for."),
    ({"campaign": "none"}, "This is none that there is."),
]


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_form_says_what_is_wrong_and_one_file_is_made_at_a_time(bot: Bot, people: People, owner: Visitor) -> None:
    for fields, said in WRONG:
        answer = make(owner, **fields)
        assert answer.status_code == 422 and said in text_of(answer), fields
    with exports._ONE:
        assert make(owner).status_code == 503
    assert acts(bot) == []


@pytest.fixture
def long_file(bot: Bot, people: People, owner: Visitor, monkeypatch: pytest.MonkeyPatch) -> Visitor:
    """Who asked for a file of three rows where two come at once."""
    monkeypatch.setattr("bot.exports.export_work.MOST_AT_ONCE", {"csv": 2})
    answer = make(owner)
    assert answer.status_code == 303 and bot.count("exports") == 1
    page = text_of(owner.get("/exports"))
    assert "This takes longer." in page and "is being made" in page and "Download" not in page
    return owner


def test_long_file_is_made_by_a_worker_for_the_one_who_asked(bot: Bot, long_file: Visitor, organizers: Organizers) -> None:
    assert due(bot) == ["export 1"] and long_file.get("/exports/1/file").status_code == 404
    work(bot)
    work(bot)
    assert due(bot) == []
    made = bot.parts.exports.files.made(1)
    assert [stat.S_IMODE(os.stat(each).st_mode) for each in (made.parent, made)] == [0o700, 0o600]
    assert long_file.get("/exports/progress").headers["X-Done"] == "1" and "Download" in text_of(long_file.get("/exports"))
    assert len(phones(long_file.get("/exports/1/file"))) == 3
    other = organizers.signed_in("owner", "Bo")
    assert other.get("/exports/1/file").status_code == 404 and "Download" not in text_of(other.get("/exports"))
    assert acts(bot) == ["export_asked supporters csv: all", "export_fetched supporters csv: all"]
    bot.clock.now += timedelta(days=1)
    assert due(bot) == ["export 1"] and long_file.get("/exports/1/file").status_code in (303, 404)
    assert not bot.parts.exports.is_work(1, bot.clock.now)
    assert not made.parent.exists() and bot.count("exports") == 0 and due(bot) == []


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_file_is_made_anew_without_who_is_forgotten_meanwhile(bot: Bot, people: People, long_file: Visitor) -> None:
    work(bot)
    ana = bot.phone(people.phone("ana"))
    for words in ("FORGET", "FORGET"):
        ana.text(words)
    assert long_file.get("/exports/1/file").status_code == 404 and due(bot) == ["export 1"]
    work(bot)
    assert ANA not in phones(long_file.get("/exports/1/file"))


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_file_that_was_overtaken_while_it_was_made_is_thrown_away(bot: Bot, people: People, long_file: Visitor) -> None:
    """Somebody is forgotten, or the file is called off, between two looks at the clock of who makes it."""
    ana = bot.phone(people.phone("ana"))

    def forgotten() -> None:
        for words in ("FORGET", "FORGET"):
            ana.text(words)

    for happens in (forgotten, lambda: long_file.post("/exports/1/remove")):
        looks = iter((lambda: None, happens))

        def clock() -> datetime:
            next(looks, lambda: None)()  # noqa: B023  it is over before the next one comes
            return bot.clock()

        replace(bot.parts.exports, clock=clock).do(1)
        assert not bot.parts.exports.files.made(1).exists()
    assert bot.count("exports") == 0 and bot.parts.exports.files.ids() == [] and due(bot) == []


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_file_that_cannot_be_made_is_given_up(bot: Bot, long_file: Visitor) -> None:
    with bot.parts.database.write() as connection:
        connection.exec_driver_sql("UPDATE exports SET attempts = 5")
    work(bot)
    assert "could not be made" in text_of(long_file.get("/exports")) and one(bot, "SELECT state FROM exports") == "failed"
    long_file.post("/exports/1/remove")
    assert not bot.count("exports")
