"""What visitors of pages asked for and that was left: done as long as it is of use, once, and nothing holds up the rest."""

from datetime import timedelta

import pytest
from sqlalchemy import insert, text

from bot.assembly.page_work import DO, do_page_requests
from bot.contacts import sign_ups
from bot.models import PageRequest
from bot.people.page_requests import PAGE, find_waiting, put_code, put_request
from bot.visitors import page_calls
from tests.conftest import Bot
from tests.test_page_calls import texts_to
from tests.test_sign_ups import NUMBER, states

COMMON = {"phone": NUMBER, "campaign": "sanctuary", "language": "en", "referral": ""}
LEFT: dict[str, dict[str, object]] = {
    sign_ups.FORM: {**COMMON, "words": "I agree", "page": "/c/sanctuary"},
    page_calls.FORM: {**COMMON, "zip": "98402", "chosen": {}, "exact": {}, "done": [], "code": "482193", "keyword": ""},
}


def leave(bot: Bot, form: str) -> None:
    """A server that was stopped before it did it."""
    with bot.parts.database.write() as connection:
        put_request(connection, bot.parts.phone_cipher, form, LEFT[form], bot.clock())


def look(bot: Bot) -> None:
    do_page_requests(bot.parts, bot.clock())
    bot.parts.outbox.look()
    bot.parts.outbox.wait()


def is_done(bot: Bot, form: str) -> bool:
    return states(bot) == {NUMBER: "pending"} if form == sign_ups.FORM else any("482193" in said for said in texts_to(bot))


@pytest.mark.parametrize(
    ("form", "minutes", "is_in_time"),
    [
        pytest.param(sign_ups.FORM, 59, True, id="a sign-up within the hour"),
        pytest.param(sign_ups.FORM, 60, False, id="a sign-up after an hour"),
        pytest.param(sign_ups.FORM, 8 * 60, False, id="a sign-up of the evening, at night"),
        pytest.param(page_calls.FORM, 9, True, id="a code that the page still takes"),
        pytest.param(page_calls.FORM, 10, False, id="a code that the page takes no more"),
        pytest.param(page_calls.FORM, 8 * 60, False, id="a code of the evening, at night"),
    ],
)
def test_what_was_left_is_done_as_long_as_it_is_of_use_and_then_taken_away(
    bot: Bot, form: str, minutes: int, is_in_time: bool
) -> None:
    leave(bot, form)
    bot.clock.now += timedelta(minutes=minutes)
    look(bot)
    assert is_done(bot, form) == is_in_time
    assert bot.count("page_requests") == 0


def test_code_that_nobody_texted_is_gone_after_an_hour_without_the_daily_erasing(bot: Bot) -> None:
    with bot.parts.database.write() as connection:
        put_code(connection, bot.parts.phone_cipher, sign_ups.FORM, LEFT[sign_ups.FORM], bot.clock())
    look(bot)
    assert bot.count("page_requests") == 1
    bot.clock.now += timedelta(hours=1)
    look(bot)
    assert bot.count("page_requests") == 0


def test_what_cannot_be_read_holds_up_nobody(bot: Bot) -> None:
    sealed = bot.parts.phone_cipher.encrypt_form({"another": "key"})
    with bot.parts.database.write() as connection:
        connection.execute(insert(PageRequest), [{"code": None, "sealed": sealed, "at": bot.clock()} for _ in range(PAGE + 1)])
    leave(bot, sign_ups.FORM)
    look(bot)
    assert is_done(bot, sign_ups.FORM)
    assert bot.count("page_requests") == 0


def test_what_fails_is_tried_again_and_counts_as_one_code(bot: Bot) -> None:
    leave(bot, page_calls.FORM)
    with bot.parts.database.write() as connection:
        connection.execute(text("ALTER TABLE deliveries RENAME TO deliveries_away"))
    for _ in range(4):
        do_page_requests(bot.parts, bot.clock())
    assert bot.count("page_requests") == 1
    with bot.parts.database.write() as connection:
        connection.execute(text("ALTER TABLE deliveries_away RENAME TO deliveries"))
    look(bot)
    assert is_done(bot, page_calls.FORM)
    for texted in (2, 3, 3):
        leave(bot, page_calls.FORM)
        look(bot)
        assert len(texts_to(bot)) == texted


def test_what_two_processes_found_counts_as_one_code(bot: Bot) -> None:
    for texted in (1, 2, 3, 3):
        leave(bot, page_calls.FORM)
        [asked] = find_waiting(bot.parts.database, bot.parts.phone_cipher, bot.clock())
        for _ in range(3):
            DO[asked.form](bot.parts, asked, bot.clock())
        look(bot)
        assert len(texts_to(bot)) == texted
