"""An organizer's own phone: the number that they type counts for nobody before its phone has texted the code, and takes nothing
from anybody until then."""

import re
import threading
from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.people import organizers as phones
from tests.conftest import EACH_DATABASE, Bot
from tests.console.conftest import Organizers, Visitor, prove_phone, text_of

WAITS_SECONDS = 0.5  # for a thread that is held up

pytestmark = pytest.mark.parametrize("lasting", EACH_DATABASE, indirect=True)


@pytest.fixture
def bo(organizers: Organizers) -> Visitor:
    return organizers.signed_in("organizer", "Bo")


def given(visitor: Visitor, number: str) -> str:
    """What to text so that this number counts; "" where it is refused."""
    found = re.search(r"VERIFY \d{6}", visitor.post("/me/phone", {"phone": number}).get_data(as_text=True))
    return found[0] if found else ""


def enter(bot: Bot, number: str, name: str = "Cleo") -> str:
    """Enter an organizer by the command line; what they text."""
    arguments = ["organizers", "add", number, "--name", name, "--campaign", "SANCTUARY"]
    result = bot.app.test_cli_runner().invoke(args=arguments)
    found = re.search(r"VERIFY \d{6}", result.output)
    assert result.exit_code == 0 and found, result.output
    return found[0]


def test_number_that_was_only_typed_keeps_nobody_from_their_own(bot: Bot, owner: Visitor, bo: Visitor) -> None:
    phone = bot.phone()
    mistyped, own = given(owner, phone.number), given(bo, phone.number)
    assert mistyped and own
    assert "may send alerts now" in phone.text(own).text
    assert "not the code" in phone.text(mistyped).text and "another organizer" in text_of(
        owner.post("/me/phone", {"phone": phone.number})
    )
    assert "yours" in text_of(bo.get("/me")) and phone.number[-4:] not in text_of(owner.get("/me"))


def test_who_is_entered_with_a_number_that_another_typed_is_somebody_else(bot: Bot, owner: Visitor, bo: Visitor) -> None:
    phone = bot.phone()
    typed = given(bo, phone.number)
    entered = enter(bot, phone.number)
    assert bot.count("organizers") == 3 and bot.count("organizers WHERE name = 'Bo' AND phone IS NULL") == 1
    assert "may send alerts now" in phone.text(entered).text
    assert "not the code" in phone.text(typed).text
    assert bot.count("organizers WHERE name = 'Cleo' AND verified_at IS NOT NULL AND phone IS NOT NULL") == 1


def test_number_that_was_entered_and_never_proven_goes_to_whose_phone_proves_it(bot: Bot, bo: Visitor) -> None:
    phone = bot.phone()
    entered, typed = enter(bot, phone.number), given(bo, phone.number)
    assert "may send alerts now" in phone.text(typed).text
    assert "not the code" in phone.text(entered).text
    assert bot.count("organizers WHERE name = 'Cleo' AND phone IS NULL AND verified_at IS NULL") == 1
    assert bot.count("organizers WHERE name = 'Bo' AND phone IS NOT NULL AND verified_at IS NOT NULL") == 1


def test_proven_phone_counts_until_the_next_one_is_proven(bot: Bot, bo: Visitor) -> None:
    old, new = bot.phone(), bot.phone()
    prove_phone(bo, old)
    as_organizer = old.text("ALERT").text
    typed = given(bo, new.number)
    page = text_of(bo.get("/me"))
    assert f"{old.number[-4:]} yours" in page and f"{new.number[-4:]} has not texted its code yet" in page
    assert old.text("ALERT").text == as_organizer and new.text("ALERT").text != as_organizer
    assert old.text(typed).text != "" and new.text("ALERT").text != as_organizer, "the code of another phone proves nothing"
    assert "may send alerts now" in new.text(typed).text
    assert new.text("ALERT").text == as_organizer and old.text("ALERT").text != as_organizer
    assert f"{new.number[-4:]} yours" in text_of(bo.get("/me")) and old.number[-4:] not in text_of(bo.get("/me"))


TOO_LATE: list[tuple[str, Callable[[Bot], object]]] = [
    ("ten minutes", lambda bot: setattr(bot.clock, "now", bot.clock.now + timedelta(minutes=10))),
    ("three tries", lambda bot: None),
]


@pytest.mark.parametrize(("why", "pass_time"), TOO_LATE, ids=[why for why, _ in TOO_LATE])
def test_code_of_a_typed_number_holds_for_ten_minutes_and_three_tries(
    bot: Bot, bo: Visitor, why: str, pass_time: Callable[[Bot], object]
) -> None:
    phone = bot.phone()
    typed = given(bo, phone.number)
    wrong = f"VERIFY {(int(typed[-6:]) + 1) % 10**6:06}"
    pass_time(bot)
    for _ in range(3):
        assert "not the code" in phone.text(wrong).text
    assert "not the code" in phone.text(typed).text
    assert bot.count("organizers WHERE phone IS NOT NULL OR verified_at IS NOT NULL") == 0


def test_number_that_nobody_proved_is_not_kept(bot: Bot, bo: Visitor) -> None:
    given(bo, bot.phone().number)
    bot.app.test_cli_runner().invoke(args=["privacy", "erase"])
    assert bot.count("organizers WHERE claimed_phone IS NOT NULL") == 1
    bot.clock.now += timedelta(minutes=11)
    bot.app.test_cli_runner().invoke(args=["privacy", "erase"])
    assert bot.count("organizers WHERE claimed_phone IS NOT NULL OR claim_code IS NOT NULL") == 0


@pytest.mark.parametrize("who", ["the same person", "two"])
def test_two_presses_at_one_moment_are_both_answered(bot: Bot, owner: Visitor, bo: Visitor, who: str) -> None:
    phone, told = bot.phone(), list[str]()
    token = owner.token()

    def press() -> None:
        answer = owner.post("/me/phone", {"phone": phone.number}, token=token)
        told.append(f"{answer.status_code} {'VERIFY' in answer.get_data(as_text=True)}")

    thread = threading.Thread(target=press)
    with bot.parts.database.write() as connection:
        first = owner.person if who == "the same person" else bo.person
        assert phones.give_phone(connection, bot.parts.phone_cipher, first, phone.number, bot.clock())
        thread.start()
        thread.join(WAITS_SECONDS)
    thread.join()
    assert told == ["200 True"]
