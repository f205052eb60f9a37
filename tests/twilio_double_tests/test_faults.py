"""What goes wrong on the way to Twilio goes wrong with the double, when a test tells it to."""

import asyncio
import random
import time
from typing import Any

import pytest
from twilio.rest import Client

from tests.carrier import OURS
from tests.twilio_double import Double
from tests.twilio_double_tests.asking import CALL, MESSAGES, OLD_AIOHTTP, SOMEONE, WHOLE, by_async, outcome, raising, raw, text

pytestmark = OLD_AIOHTTP

FAULTS = [
    pytest.param({"do": "answer", "code": 20429}, "20429", 0, id="429"),
    pytest.param({"do": "answer", "code": 20500}, "20500", 0, id="500, not taken"),
    pytest.param({"do": "answer", "code": 20503, "accepted": True}, "20503", 1, id="503, though taken"),
    pytest.param({"do": "answer", "code": 20503, "status": 502, "shape": "html"}, "502", 0, id="502 in HTML"),
    pytest.param({"do": "answer", "status": 201, "shape": "html", "accepted": True}, "no JSON", 1, id="201 in HTML, taken"),
    pytest.param({"do": "answer", "code": 21614, "shape": "problem"}, "21614", 0, id="21614 in the new form"),
    pytest.param({"do": "answer", "code": 21614}, "21614", 0, id="21614"),
    pytest.param({"do": "answer", "code": 99999}, "99999", 0, id="a code nobody knows"),
    pytest.param({"do": "disconnect"}, "broken", 0, id="reset before it was read"),
    pytest.param({"do": "disconnect", "accepted": True}, "broken", 1, id="reset after it was taken"),
    pytest.param({"do": "disconnect", "how": "close", "accepted": True}, "broken", 1, id="closed after it was taken"),
    pytest.param({"do": "disconnect", "how": "cut", "accepted": True}, "broken", 1, id="half an answer"),
    pytest.param({"do": "slow", "seconds": 1.5}, "timeout", 1, id="an answer too late"),
    pytest.param({"do": "slow", "seconds": 0.1}, "taken", 1, id="an answer just in time"),
]


@pytest.mark.parametrize("sort", ["sync", "async"])
@pytest.mark.parametrize(("rule", "learnt", "taken"), FAULTS)
def test_fault_is_what_the_client_meets_and_the_log_knows_better(
    double: Double, client: Client, sort: str, rule: dict[str, Any], learnt: str, taken: int
) -> None:
    double.rule(**rule, times=1)

    def create() -> Any:
        return client.messages.create(**text()) if sort == "sync" else raising(asyncio.run(by_async(double, text()))[0])

    assert outcome(create) == learnt
    assert double.counts()["messages"] == taken
    assert [each["applied"] for each in double.rules()] == [1]
    assert outcome(create) == "taken"


@pytest.mark.parametrize("on", ["list", "fetch", "call"])
def test_other_requests_meet_faults_too(double: Double, client: Client, on: str) -> None:
    made = client.messages.create(**text())
    ask = {
        "list": lambda: client.messages.list(to=SOMEONE),
        "fetch": lambda: client.messages(made.sid).fetch(),
        "call": lambda: client.calls.create(to=SOMEONE, from_=OURS, url=CALL["Url"]),
    }
    double.rule("answer", on=on, code=20503, times=1)
    assert [outcome(each) for name, each in ask.items() if name != on] == ["taken", "taken"]
    assert [outcome(ask[on]), outcome(ask[on])] == ["20503", "taken"]


def test_429_may_say_when_to_come_back(double: Double) -> None:
    double.rule("answer", code=20429, retry_after=3)
    status, _, headers = raw(double, "POST", MESSAGES, WHOLE)
    assert (status, headers["Retry-After"], headers["Twilio-Concurrent-Requests"]) == (429, "3", "1")


def test_message_may_be_taken_long_after_its_client_has_gone(double: Double, client: Client) -> None:
    double.rule("slow", seconds=3, accept_after=1.3, times=1)
    assert outcome(lambda: client.messages.create(**text())) == "timeout"
    assert double.messages(SOMEONE) == []
    time.sleep(0.6)
    taken = double.messages(SOMEONE)
    assert len(taken) == 1 and 1.25 < taken[0]["accepted"] - taken[0]["arrived"] < 1.6


@pytest.mark.alone
def test_latency_is_kept_within_its_bounds(double: Double, client: Client) -> None:
    double.settings(latency=[0.05, 0.15])
    took = []
    for n in range(8):
        started = time.perf_counter()
        client.messages.create(**text(body=str(n)))
        took.append(time.perf_counter() - started)
    assert min(took) >= 0.05 and max(took) < 1 and max(took) - min(took) > 0.01


WHOM = [
    pytest.param({}, [0, 1, 2, 3, 4, 5], id="everyone"),
    pytest.param({"times": 2}, [0, 1], id="twice"),
    pytest.param({"after": 4}, [4, 5], id="after four"),
    pytest.param({"after": 1, "times": 3}, [1, 2, 3], id="three after one"),
    pytest.param({"to": r"014[24]$"}, [2, 4], id="by a pattern"),
    pytest.param({"numbers": ["+12535550140", "+12535550145"]}, [0, 5], id="by a list"),
    pytest.param({"share": 0}, [], id="a share of nothing"),
]


@pytest.mark.parametrize(("whom", "hit"), WHOM)
def test_rule_says_whom_it_hits(double: Double, client: Client, whom: dict[str, Any], hit: list[int]) -> None:
    double.rule("answer", code=20429, **whom)
    learnt = [outcome(lambda n=n: client.messages.create(**text(f"+1253555014{n}"))) for n in range(6)]
    assert [n for n, each in enumerate(learnt) if each == "20429"] == hit


def test_first_rule_that_fits_is_applied(double: Double, client: Client) -> None:
    double.rule("answer", code=20503, times=1)
    double.rule("answer", code=20429, times=1)
    assert [outcome(lambda: client.messages.create(**text())) for _ in range(3)] == ["20503", "20429", "taken"]
    double.rule("answer", code=20500)
    double.no_rules()
    assert outcome(lambda: client.messages.create(**text())) == "taken"


def test_share_hits_the_same_people_for_a_seed_in_any_order(double: Double) -> None:
    numbers = [f"+1253555{n:04d}" for n in range(300)]

    def hit(seed: int, order: int) -> set[str]:
        double.reset()
        double.settings(seed=seed)
        double.rule("answer", code=20429, share=0.2)
        shuffled = random.Random(order).sample(numbers, len(numbers))
        made = asyncio.run(by_async(double, *(text(number) for number in shuffled), timeout=20))
        return {number for number, each in zip(shuffled, made, strict=True) if isinstance(each, BaseException)}

    first = hit(seed=1, order=1)
    assert 30 < len(first) < 90
    assert hit(seed=1, order=2) == first != hit(seed=2, order=1)


def test_who_was_hit_by_a_share_may_pass_the_next_time(double: Double, client: Client) -> None:
    double.rule("answer", code=20429, share=0.5)
    tries = {}
    for n in range(20):
        number = f"+1253555{n:04d}"
        tries[number] = next(
            k for k in range(30) if outcome(lambda number=number: client.messages.create(**text(number))) == "taken"
        )
    assert 0 < sum(tries.values()) < 60
