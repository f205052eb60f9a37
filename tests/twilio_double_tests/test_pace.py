"""The double's senders send at their pace; a text has as many segments as Twilio counts."""

import asyncio
from collections import Counter
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as some
from twilio.rest import Client

from bot import telephony
from tests.carrier import OURS
from tests.twilio_double import Double, segments
from tests.twilio_double_tests.asking import CALLBACK, OLD_AIOHTTP, SERVICE, SOMEONE, Told, by_async, outcome, text

pytestmark = [*OLD_AIOHTTP, pytest.mark.alone]


def test_sender_sends_its_segments_at_its_rate(double: Double, client: Client) -> None:
    double.settings(senders=[{"number": OURS, "rate": 20}], callbacks={"sent_after": 0})
    for n in range(6):
        client.messages.create(**text(body="a" * (161 if n % 2 else 10)))
    assert double.counts()["statuses"]["queued"] >= 2
    double.settle()
    sent = [row.sent for row in double.export()]
    assert all(later - earlier > took - 0.001 for (earlier, later), took in zip(pairwise(sent), (0.05, 0.1) * 3, strict=False))
    assert sent[-1] - sent[0] < 1


def test_queue_of_ten_hours_is_full(double: Double, client: Client) -> None:
    double.settings(senders=[{"number": OURS, "rate": 0.001}])
    # 36,000 s at a thousandth of a segment a second are 36 segments.
    sizes = {1530: "taken", 1529: "taken", 1528: "taken", 1527: "21611", 918: "taken", 1: "21611"}
    assert {n: outcome(lambda n=n: client.messages.create(**text(body="a" * n))) for n in sizes} == sizes
    counts = double.counts()
    assert (counts["segments"], counts["messages"]) == (36, 4)


def test_service_spreads_over_its_numbers_and_tells_of_a_full_queue_later(double: Double, client: Client, bot: Told) -> None:
    second = "+12065550101"
    double.settings(
        senders=[{"number": number, "service": SERVICE, "rate": 10} for number in (OURS, second)],
        queue_seconds=0.25,
        callbacks={"sent_after": 0},
    )
    creates = [{"to": SOMEONE, "body": str(n), "messaging_service_sid": SERVICE, "status_callback": CALLBACK} for n in range(8)]
    assert not [each for each in asyncio.run(by_async(double, *creates)) if isinstance(each, BaseException)]
    double.settle()
    rows = list(double.export())
    assert Counter(row.sender for row in rows if row.status == "delivered") == {OURS: 2, second: 2}
    assert Counter((row.status, row.error) for row in rows) == {("delivered", 0): 4, ("failed", 30001): 4}
    assert Counter((form["MessageStatus"], form.get("ErrorCode"), form["MessagingServiceSid"]) for form in bot.forms) == {
        ("sent", None, SERVICE): 4, ("delivered", None, SERVICE): 4, ("failed", "30001", SERVICE): 4
    }  # fmt: skip


# --- Segments ---------------------------------------------------------------------------------------------------------------

# Run on sms-segments-calculator 1.3.0 and taken from notifications-utils' vectors.
SEGMENTS = [
    pytest.param("", 0, id="nothing"),
    pytest.param("a" * 160, 1, id="160"),
    pytest.param("a" * 161, 2, id="161"),
    pytest.param("a" * 306, 2, id="306"),
    pytest.param("a" * 307, 3, id="307"),
    pytest.param("a" * 152 + "|" + "a" * 152, 3, id="an escape does not straddle"),
    pytest.param("a" * 304 + "[", 2, id="an escape that fits"),
    pytest.param("a" * 304 + "[]", 3, id="two escapes"),
    pytest.param("€" * 80, 1, id="80 escapes"),
    pytest.param("é" * 160, 1, id="é is of the alphabet"),
    pytest.param("á" * 70, 1, id="á is not"),
    pytest.param("á" * 71, 2, id="71 á"),
    pytest.param("`" + "a" * 70, 2, id="a backtick"),
    pytest.param("â" * 134 + "}", 3, id="135 units"),
    pytest.param("—" * 66 + "😀" + "—" * 66, 3, id="a pair does not straddle"),
]


@pytest.mark.parametrize(("body", "count"), SEGMENTS)
def test_segments_are_counted_as_twilio_counts(body: str, count: int) -> None:
    assert segments.count(body) == count


@given(some.text(some.sampled_from("aé á€|😀—\n[ñ`"), max_size=500).map(lambda part: part * 3))
def test_two_independent_counts_agree(body: str) -> None:
    assert segments.count(body) == telephony.count_segments(body).count
