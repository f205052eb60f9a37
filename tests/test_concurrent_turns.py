"""Turns at the same moment: nobody waits for a stranger; one person's texts are answered in the order in which they came."""

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from http.server import BaseHTTPRequestHandler
from typing import Any

from sqlalchemy import event, text
from sqlalchemy.engine import Engine

from bot.geocoding.asking import AT_ONCE
from bot.people.erasure import erase_supporters
from bot.simulation.phone import Heard, Phone
from tests import geocoder
from tests.carrier import Answer, at_once, one
from tests.conftest import Bot, Start

SLOW_SECONDS = 3.0
ADDRESSES = [f"{number} Nowhere Ln" for number in range(1, AT_ONCE + 1)]


class Gate:
    """A geocoder that answers once it may, or after three seconds."""

    def __init__(self, stand_in: geocoder.StandIn, most: int) -> None:
        self.opened, self.asked, self.answered = threading.Event(), threading.Semaphore(0), 0
        stand_in.answers += [self._answer_of(stand_in)] * most

    def _answer_of(self, stand_in: geocoder.StandIn) -> Answer:
        def answer(handler: BaseHTTPRequestHandler) -> None:
            self.asked.release()
            self.opened.wait(SLOW_SECONDS)
            self.answered += 1
            geocoder.matches()(handler)

        return answer


@contextmanager
def meanwhile(*jobs: Callable[[], Heard]) -> Iterator[list[Heard]]:
    """Do these at once in threads of their own, while the block runs; what they gave, once it is over."""
    answers: list[Heard] = []
    thread = threading.Thread(target=lambda: answers.extend(at_once(*jobs)))
    thread.start()
    try:
        yield answers
    finally:
        thread.join()


def stranger_of(bot: Bot, phone: Phone) -> Phone:
    """Another phone, that lands with this one wherever numbers are sorted by their hash into 64 kinds."""
    return next(
        bot.phone(number)
        for number in (f"+1206555{last:04d}" for last in range(10_000))
        if hash(number) % 64 == hash(phone.number) % 64
    )


def test_slow_geocoder_holds_up_nobody_but_who_asked(start: Start) -> None:
    with geocoder.geocoder() as stand_in:
        bot = start(geocoder="census", geocoder_url=stand_in.url)
        phone = bot.phone()
        stranger = stranger_of(bot, phone)
        phone.text("TRUST 83702")
        gate = Gate(stand_in, len(ADDRESSES))
        with meanwhile(*(partial(phone.text, address) for address in ADDRESSES)) as answers:
            assert gate.asked.acquire(timeout=SLOW_SECONDS)
            heard = stranger.text("SANCTUARY 98402")
            assert (heard.status, gate.answered) == (200, 0), "the stranger waited"
            # All are being looked up: one person's addresses do not wait for each other either.
            assert all(gate.asked.acquire(timeout=SLOW_SECONDS) for _ in ADDRESSES[1:])
            gate.opened.set()
        assert [heard.status for heard in answers] == [200] * len(ADDRESSES)
        assert all("do not find that address" in heard.text for heard in answers)
        assert len(stand_in.asked) == len(ADDRESSES), "a turn that was done anew asked again"
        assert one(bot, "SELECT max(number) FROM turns WHERE supporter_id = 1") == 1 + len(ADDRESSES)


def test_text_is_answered_while_an_address_of_the_same_person_is_looked_up(start: Start) -> None:
    with geocoder.geocoder() as stand_in:
        bot = start(geocoder="census", geocoder_url=stand_in.url)
        phone = bot.phone()
        phone.text("TRUST 83702")
        gate = Gate(stand_in, 1)
        with meanwhile(partial(phone.text, ADDRESSES[0])) as answers:
            assert gate.asked.acquire(timeout=SLOW_SECONDS)
            assert "STOP" in phone.text("HELP").text and gate.answered == 0
            gate.opened.set()
        assert "do not find that address" in answers[0].text
        assert len(stand_in.asked) == 1


@contextmanager
def busy(bot: Bot) -> Iterator[None]:
    """Nobody can write a turn meanwhile."""
    with bot.parts.database.write() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("LOCK TABLE turns IN EXCLUSIVE MODE"))
        yield


def test_ten_texts_of_one_person_at_one_moment_are_taken_in_order_each_once(bot: Bot) -> None:
    phone, ran = bot.phone(), []
    phone.text("SANCTUARY 98402")

    def note(connection: Any, cursor: Any, statement: str, *_: Any) -> None:
        ran.append(statement)

    threads = []
    event.listen(Engine, "before_cursor_execute", note)
    try:
        with busy(bot):
            for number in range(10):
                form = {"MessageSid": f"SM{number}", "From": phone.number, "To": "+12065550100", "Body": "LIST"}
                threads.append(threading.Thread(target=phone.post, args=("/twilio/sms", form)))
                threads[-1].start()
                time.sleep(0.05)  # each is there before the next comes
        for thread in threads:
            thread.join()
    finally:
        event.remove(Engine, "before_cursor_execute", note)
    with bot.parts.database.read() as connection:
        keys = connection.execute(text("SELECT key FROM turns WHERE number > 1 ORDER BY number")).scalars().all()
    assert keys == [f"SM{number}" for number in range(10)]
    assert sum(statement.startswith("INSERT INTO turns") for statement in ran) == 10, "turns were done anew"


def test_organizers_preview_holds_up_nobody_else(bot: Bot) -> None:
    if bot.parts.database.url.get_backend_name() == "sqlite":
        return  # nothing can make a reader wait there
    organizer = bot.phone("+12065550142")
    stranger = stranger_of(bot, organizer)
    arguments = ["organizers", "add", organizer.number, "--name", "Ana", "--campaign", "SANCTUARY"]
    code = bot.app.test_cli_runner().invoke(args=arguments).output.rpartition("VERIFY ")[2][:6]
    for words in (f"VERIFY {code}", "SANCTUARY 98402", "JOIN"):
        organizer.text(words)
    with bot.parts.database.write() as connection, meanwhile(partial(organizer.text, "ALERT come to city hall")) as answers:
        connection.execute(text("LOCK TABLE subscriptions IN ACCESS EXCLUSIVE MODE"))
        waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
        deadline = time.monotonic() + SLOW_SECONDS
        while not connection.execute(waiting).scalar() and time.monotonic() < deadline:
            time.sleep(0.02)
        assert (stranger.text("SANCTUARY 98402").status, answers) == (200, []), "the stranger waited"
        connection.rollback()
    assert "1 person, 1 segment" in answers[0].text


def test_call_that_ends_as_its_supporter_is_erased_is_in_nobodys_way(bot: Bot) -> None:
    if bot.parts.database.url.get_backend_name() == "sqlite":
        return  # one writer at a time
    phone = bot.phone()
    for words in ("SANCTUARY 98402", "CALL"):
        phone.text(words)
    bot.parts.outbox.wait()
    with bot.parts.database.write() as connection, meanwhile(phone.decline) as answers:
        id = connection.execute(text("SELECT id FROM supporters FOR UPDATE")).scalar_one()
        waiting = text("SELECT count(*) FROM pg_locks WHERE NOT granted")
        deadline = time.monotonic() + SLOW_SECONDS
        while not connection.execute(waiting).scalar() and time.monotonic() < deadline:
            time.sleep(0.02)
        erase_supporters(connection, [id])
        connection.commit()
    assert [answer.status for answer in answers] == [204]
    assert bot.count("deliveries") == 0
