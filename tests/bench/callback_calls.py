"""Calls that people asked for by text, placed while the same process sends an alert: how soon."""

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from tests.bench import load
from tests.bench.people import People
from tests.bench.server import running
from tests.twilio_double.client import Double

LATENCY = 0.2  # seconds, of Twilio
ASKED = 10.0  # calls a second: 600 within a minute
ALLOWED = 12.0  # calls a second that the account may begin: each call's turn is when it is asked for
ALERT = 400.0  # messages a second: 20,000 within that minute


@dataclass(frozen=True, kw_only=True, slots=True)
class CallbackCalls:
    """`waited`: seconds from a text that asks for a call to Twilio's receipt of it, in order of size; `most`: calls in any
    second; `sent`: messages of the alert meanwhile, in `seconds`."""

    waited: Sequence[float]
    most: int
    sent: int
    seconds: float


def measure(
    environment: Mapping[str, str],
    double: Double,
    people: People,
    many: int,
    core: set[int] | None,
    pause: Callable[[], None],
) -> CallbackCalls:
    """Ask for so many calls. The alert is on its way in the database, and has more people left than are texted meanwhile;
    `environment` is that of a server that sends it and places the calls; `pause` ends the alert before the server.

    Raises load.WrongAnswer when a call is placed twice or not at all.
    """
    with running("alerting", environment, core) as server:
        server.wait()
        asking = people.callbacks(many)
        load.drive(server.port, [requests[:1] for requests in asking.values()])
        before = double.counts()["messages"]
        double.wait(lambda counts: counts["messages"] > before + ALERT, 60)
        before, begun = double.counts()["messages"], time.time()
        load.pace(server.port, [requests[1] for requests in asking.values()], ASKED)
        sent, seconds = double.counts()["messages"] - before, time.time() - begun
        double.wait(lambda counts: counts["calls"] >= many, 30)
        time.sleep(1.0)  # a second call to anybody would come now
        pause()
    arrived: dict[str, list[float]] = {number: [] for number in asking}
    for call in double.calls():
        arrived[call["form"]["To"]].append(call["arrived"])
    if wrong := [number for number, times in arrived.items() if len(times) != 1]:
        raise load.WrongAnswer(f"{len(wrong)} of {many} were not called exactly once")
    asked = (begun + number / ASKED for number in range(many))
    waited = sorted(times[0] - at for times, at in zip(arrived.values(), asked, strict=True))
    return CallbackCalls(
        waited=waited, most=most(sorted(t for times in arrived.values() for t in times)), sent=sent, seconds=seconds
    )


def most(moments: Sequence[float], span: float = 1.0) -> int:
    """The most of these (in order) within any such span."""
    begin, found = 0, 0
    for end, moment in enumerate(moments):
        while moments[begin] <= moment - span:
            begin += 1
        found = max(found, end - begin + 1)
    return found
