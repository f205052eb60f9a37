"""A list that is cancelled while it is loaded: nothing of it is left, and nobody was asked by it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot.contacts import import_work
from bot.contacts.import_report import ImportReport
from bot.contacts.import_rows import LEASE
from tests.carrier import contents, one
from tests.conftest import ONE_DATABASE, Bot
from tests.console.conftest import Organizers, Visitor, text_of
from tests.console.test_supporter_lists import folder, people, row, table, uploaded, work

ANA, BO = "+12535559001", "+12535559002"
OF_ORGANIZERS = ("imports", "audit_entries", "organizer_sessions", "organizers", "sign_in_links")


def kept(bot: Bot) -> dict[str, list[tuple[Any, ...]]]:
    """All that is kept of people and of what is sent to them."""
    return {name: rows for name, rows in contents(bot).items() if name not in OF_ORGANIZERS}


@pytest.fixture
def agreed(bot: Bot, owner: Visitor, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[int, dict[str, Any]]:
    """A list of 37 people that somebody agreed to, to be loaded ten at a time; and what was kept before. Two of them were here:
    one gets the alerts, one was claimed by an older list and never asked."""
    for words in ("SANCTUARY 98402", "JOIN"):
        bot.phone(ANA).text(words)
    (tmp_path / "old.csv").write_bytes(table("253-555-9002,en,98402,Fair,11/02/2026"))
    run = bot.app.test_cli_runner().invoke
    assert run(args=["contacts", "import", str(tmp_path / "old.csv"), "--campaign", "SANCTUARY"]).exit_code == 0
    assert run(args=["broadcast", "cancel", "1", "--yes"]).exit_code == 0
    before = kept(bot)
    monkeypatch.setattr(import_work, "PAGE", 10)
    both = [f"{number},en,98402,Fair,11/02/2026" for number in ("253-555-9001", "253-555-9002")]
    id = uploaded(owner, table(*both, *people(35)))
    work(bot, id)
    owner.post(f"/supporters/imports/{id}/agree")
    return id, before


def do(bot: Bot, id: int, look: int, happens: Callable[[], object]) -> None:
    """Work on a list, while something happens at that `look` of the worker at the clock."""
    looks = 0

    def clock() -> datetime:
        nonlocal looks
        looks += 1
        if looks == look:
            happens()
        return bot.clock()

    replace(bot.parts.imports, clock=clock).do(id)


# The first look is at its beginning, one comes before each page, and one before its end.
@pytest.mark.parametrize("look", [0, 4, 6], ids=["before it begins", "in the middle", "at its end"])
def test_cancelled_list_leaves_nothing(look: int, bot: Bot, owner: Visitor, agreed: tuple[int, dict[str, Any]]) -> None:
    id, before = agreed
    page = f"/supporters/imports/{id}"
    if look:
        do(bot, id, look, lambda: owner.post(f"{page}/cancel"))
    else:
        owner.post(f"{page}/cancel")
        assert "The list is being taken back" in text_of(owner.get(page))
        work(bot, id)
    assert kept(bot) == before
    assert row(bot, id).state == "refused" and not folder(bot, id).exists()
    said = text_of(owner.get(page))
    assert "The list is taken back. Nothing of it is kept, and nobody was asked by it." in said
    assert ("1 person of it was here before" in said) == bool(look)  # who gets the alerts was never touched
    owner.post(f"{page}/cancel")
    assert one(bot, "SELECT count(*) FROM audit_entries WHERE act = 'list_cancelled'") == 1
    again = uploaded(owner, table(*people(35)))
    work(bot, again)
    assert ImportReport.from_json(row(bot, again).report).counts == {"new": 35}


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_who_joined_meanwhile_stays(bot: Bot, owner: Visitor, agreed: tuple[int, dict[str, Any]]) -> None:
    id, _ = agreed
    number = bot.parts.phone_cipher.decrypt  # of the first of the list who was not here before

    def happens() -> None:
        with bot.parts.database.read() as connection:
            phone = connection.exec_driver_sql("SELECT phone FROM supporters ORDER BY id LIMIT 1 OFFSET 2").scalar()
        for words in ("SANCTUARY 98402", "JOIN"):
            bot.phone(number(bytes(phone))).text(words)
        assert bot.app.test_cli_runner().invoke(args=["contacts", "cancel", str(id)]).exit_code == 0

    do(bot, id, 4, happens)
    assert bot.count("supporters") == 3 and one(bot, "SELECT count(*) FROM subscriptions WHERE state = 'active'") == 2
    assert "2 people of it were here before, or have answered meanwhile, and stay." in text_of(
        owner.get(f"/supporters/imports/{id}")
    )


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_taking_back_goes_on_where_a_process_was_killed(bot: Bot, owner: Visitor, agreed: tuple[int, dict[str, Any]]) -> None:
    id, before = agreed

    def killed() -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        do(bot, id, 4, killed)
    assert bot.count("supporters") > 2
    owner.post(f"/supporters/imports/{id}/cancel")
    with pytest.raises(KeyboardInterrupt):
        bot.clock.now += LEASE
        do(bot, id, 3, killed)
    bot.clock.now += LEASE
    work(bot, id)
    assert kept(bot) == before and row(bot, id).state == "refused"


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_command_stops_what_can_be_stopped_and_says_so(bot: Bot, owner: Visitor, organizers: Organizers) -> None:
    def cancel(id: int) -> str:
        return bot.app.test_cli_runner().invoke(args=["contacts", "cancel", str(id)]).output

    first = uploaded(owner, table(*people(2)))
    work(bot, first)
    assert "is deleted; nothing of it was loaded" in cancel(first) and not folder(bot, first).exists()
    assert "there is no such list on its way" in cancel(first)
    second = uploaded(owner, table(*people(2)))
    work(bot, second)
    owner.post(f"/supporters/imports/{second}/agree")
    assert "is being taken back" in cancel(second) and "is being taken back already" in cancel(second)
    third = uploaded(owner, table(*people(3)))
    work(bot, third)
    owner.post(f"/supporters/imports/{third}/agree")
    work(bot, third)
    assert "is loaded already, 3 rows; cancel the question to them with: flask broadcast cancel 1" in cancel(third)
    assert organizers.bound_to("trust-act").post(f"/supporters/imports/{third}/cancel").status_code == 403
