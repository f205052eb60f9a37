"""A webhook counts once, however often and however many at a time it comes; turns of one supporter come one after the other."""

import threading
from collections.abc import Callable
from functools import partial

import pytest
from sqlalchemy import NullPool, create_engine

from bot.simulation.phone import Heard, Phone
from tests.carrier import at_once, contents, one, rows, sid
from tests.conftest import Bot, Start

Step = Callable[[Phone], Heard]


def text(body: str) -> Step:
    return lambda phone: phone.text(body)


TEXTS = [
    "SANCTUARY",
    "98402",
    "SCRIPT",
    "1",
    "LEARN",
    "1",
    "MOVE 10001",
    "ESPANOL",
    "CALL",
    "what?",
    "HELP",
    "STOP",
    "hi",
    "START",
]

CALL: list[Step] = [
    lambda phone: phone.dial(),
    lambda phone: phone.press("1"),
    lambda phone: phone.press("98402"),
    lambda phone: phone.press("9"),
    lambda phone: phone.line("busy"),
    lambda phone: phone.be_silent(),
    lambda phone: phone.line("answered"),
    lambda phone: phone.press("1"),
    lambda phone: phone.hang_up(),
]

CONVERSATIONS = [
    pytest.param([text(body) for body in TEXTS], id="a text conversation"),
    pytest.param([*map(text, ["SANCTUARY 98402", "FORGET", "FORGET"])], id="one that is forgotten"),
    pytest.param(CALL, id="a call"),
    pytest.param([lambda phone: phone.dial(withheld=True), *CALL[1:]], id="a call with a withheld number"),
    pytest.param([text("SANCTUARY 98402"), *CALL[:3], CALL[-1]], id="a call that ends halfway, with a thread that is alive"),
]


class Echo(Phone):
    """A phone whose carrier delivers everything several times, `how` it does."""

    def __init__(self, phone: Phone, deliver: Callable[[Callable[[], Heard]], list[Heard]]) -> None:
        self.__dict__.update(phone.__dict__)
        self.deliver = deliver
        self.answers: list[set[bytes]] = []

    def post(self, path: str, form: dict[str, str], signature: str | None = None) -> Heard:
        posted = super().post
        heard = self.deliver(lambda: posted(path, form, signature))
        self.answers.append({each.raw for each in heard})
        assert {each.status for each in heard} <= {200, 204}
        return heard[0]


ROLLUPS = {"call_days", "call_hours", "call_officials", "funnel_days", "text_days"}


def counted(bot: Bot) -> dict[str, int]:
    """Rows of each table; of those that count days, what they come to: two supporters are in the same rows."""
    with bot.parts.database.read() as connection:
        sums = {name: connection.exec_driver_sql(f"SELECT coalesce(sum(n), 0) FROM {name}").scalar() for name in ROLLUPS}
    return rows(bot) | {name: int(n or 0) for name, n in sums.items()}


DELIVERIES = [
    pytest.param(lambda post: [post(), post(), post()], id="one after the other"),
    pytest.param(lambda post: at_once(post, post, post), id="all at once"),
]


@pytest.mark.parametrize("deliver", DELIVERIES)
@pytest.mark.parametrize("steps", CONVERSATIONS)
def test_webhooks_that_come_thrice_get_the_same_answer_and_count_once(
    bot: Bot, steps: list[Step], deliver: Callable[[Callable[[], Heard]], list[Heard]]
) -> None:
    phone, echo = bot.phone(), Echo(bot.phone(), deliver)
    for step in steps:
        before = counted(bot)
        step(phone)
        phone.messages()
        once = counted(bot)
        step(echo)
        echo.messages()
        thrice = counted(bot)
        assert {name: thrice[name] - once[name] for name in once} == {name: once[name] - before[name] for name in once}
    assert all(len(answers) == 1 for answers in echo.answers)
    # Ids and times aside, both supporters are alike.
    each = "SELECT max(number) AS many FROM turns WHERE supporter_id IS NOT NULL GROUP BY supporter_id"
    with bot.parts.database.read() as connection:
        distinct, supporters = connection.exec_driver_sql(f"SELECT count(DISTINCT many), count(*) FROM ({each}) AS each").one()
    assert (distinct, supporters) in {(1, 2), (0, 0)}


def test_ring_asked_for_twice_in_one_delivery_rings_once(bot: Bot) -> None:
    phone = Echo(bot.phone(), lambda post: at_once(post, post, post, post))
    for body in ("SANCTUARY 98402", "CALL"):
        phone.text(body)
    phone.messages()
    assert (bot.count("deliveries"), len(phone._rings)) == (1, 1)


def test_repeat_answers_the_same_much_later(bot: Bot) -> None:
    phone, form = bot.phone(), {"MessageSid": sid(), "To": "+12065550100"}
    hello = form | {"From": phone.number, "Body": "SANCTUARY 98402"}
    first = phone.post("/twilio/sms", hello)
    for body in ("SCRIPT", "3", "ESPANOL"):
        phone.text(body)
    before = contents(bot)
    assert phone.post("/twilio/sms", hello).raw == first.raw
    assert contents(bot) == before


def test_two_texts_at_the_same_moment_are_both_answered_one_after_the_other(bot: Bot) -> None:
    phone = bot.phone()
    phone.text("SANCTUARY 98402")
    before = one(bot, "SELECT max(number) FROM turns")
    for _ in range(5):
        answers = at_once(lambda: phone.text("SCRIPT"), lambda: phone.text("LIST"))
        assert all(heard.status == 200 and heard.said for heard in answers)
    assert one(bot, "SELECT max(number) FROM turns") == before + 10
    assert one(bot, "SELECT count(*) FROM turns") == before + 10


def test_burst_of_twenty_texts_is_answered_whole(bot: Bot) -> None:
    phone = bot.phone()
    phone.text("SANCTUARY 98402")
    answers = at_once(*[lambda: phone.text("LIST")] * 20)
    assert [heard.status for heard in answers] == [200] * 20
    assert all("Governor" in heard.text for heard in answers)
    assert one(bot, "SELECT max(number) FROM turns") == 21
    assert bot.count("turns") == 21


def test_burst_over_two_processes_is_answered_whole_too(start: Start) -> None:
    one_process, other = start(), start()
    phone = one_process.phone()
    phone.text("SANCTUARY 98402")
    same = other.phone(phone.number)
    answers = at_once(*[lambda: phone.text("LIST"), lambda: same.text("SCRIPT")] * 6)
    assert [heard.status for heard in answers] == [200] * 12
    assert one(one_process, "SELECT max(number) FROM turns") == 13


def test_first_contact_raced_by_several_texts_makes_one_supporter(bot: Bot) -> None:
    phone = bot.phone()
    answers = at_once(*[lambda: phone.text("SANCTUARY 98402")] * 6)
    assert all(heard.status == 200 and heard.said for heard in answers)
    counts = rows(bot)
    assert (counts["supporters"], counts["call_sheets"], counts["turns"]) == (1, 1, 6)


def test_texts_and_calls_of_many_supporters_at_once_do_not_mix(bot: Bot) -> None:
    zips = {"98402": "Tacoma", "60614": "Chicago", "94110": "San Francisco", "10001": "New York"}
    phones = {zip: bot.phone() for zip in zips}

    def talk(zip: str) -> str:
        phones[zip].text(f"SANCTUARY {zip}")
        return phones[zip].text("LIST").text

    said = at_once(*[lambda zip=zip: talk(zip) for zip in zips])
    assert all(f"in {city} (" in each for city, each in zip(zips.values(), said, strict=True))
    assert bot.count("supporters") == len(zips)


def test_text_and_a_call_of_one_supporter_at_once_both_count(bot: Bot) -> None:
    texting = bot.phone()
    calling = bot.phone(texting.number)
    texting.text("SANCTUARY 98402")
    for body, step in (("SCRIPT", lambda: calling.dial()), ("LIST", lambda: calling.press("1")), ("LEARN", calling.be_silent)):
        heard = at_once(lambda body=body: texting.text(body), step)
        assert all(each.status == 200 and each.said for each in heard)
    assert bot.count("supporters") == 1
    assert one(bot, "SELECT max(number) FROM turns") == 7
    assert one(bot, "SELECT count(DISTINCT coalesce(call, '')) FROM turns") == 2


def test_stop_beside_other_texts_always_holds(bot: Bot) -> None:
    for phone in [bot.phone() for _ in range(5)]:
        phone.text("SANCTUARY 98402")
        at_once(*[partial(phone.text, body) for body in ("STOP", "CALL", "LIST")])
        started = bot.count("deliveries")
        phone.text("CALL")
        phone.messages()
        assert bot.count("deliveries") == started


def test_reading_does_not_wait_for_a_slow_writer(bot: Bot) -> None:
    """A page or a repeated webhook is answered while another turn writes."""
    phone, wrote, go = bot.phone(), threading.Event(), threading.Event()
    form = {"MessageSid": sid(), "From": phone.number, "To": "+12065550100", "Body": "SANCTUARY 98402"}
    first = phone.post("/twilio/sms", form)

    def hold() -> None:
        with bot.parts.database.write() as connection:
            connection.exec_driver_sql("UPDATE supporters SET zip = zip")
            wrote.set()
            go.wait(5)

    writer = threading.Thread(target=hold)
    writer.start()
    assert wrote.wait(5)
    try:
        assert phone.post("/twilio/sms", form).raw == first.raw
    finally:
        go.set()
        writer.join()


def test_call_goes_on_after_a_restart_of_the_database(start: Start) -> None:
    bot = start()
    if bot.parts.database.url.get_backend_name() == "sqlite":
        return  # a file does not hang up
    caller = bot.phone()
    caller.dial()
    caller.press("1")
    with bot.parts.database.read() as reads, bot.parts.database.write() as writes:
        pids = [one.exec_driver_sql("SELECT pg_backend_pid()").scalar_one() for one in (reads, writes)]
    with create_engine(bot.parts.database.url, poolclass=NullPool).connect() as other:
        other.exec_driver_sql(f"SELECT count(pg_terminate_backend(pid)) FROM unnest(ARRAY{pids}) AS pid")
    heard = caller.press("98402")
    assert heard.goes_on and "Governor Bob Ferguson" in heard.text
