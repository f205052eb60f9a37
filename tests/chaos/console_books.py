"""What must hold of the console: what a browser was answered, against when what was down; and that a pause held."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from tests.chaos.books import SHOWN
from tests.chaos.browser import Answered
from tests.chaos.organizer import Hold
from tests.twilio_double.client import Row

# Seconds for which an outage explains an answer that was asked for later: of connections that broke one after the other is
# found; a web server that was killed starts, and is up as soon as it answered anybody.
DATABASE_SECONDS, WEB_SECONDS = 5.0, 60.0
# Within a second of a pause nothing more leaves; on a machine that starts processes all the time it is on its way for longer.
PAUSE_SECONDS = 2.0
AWAY, FINE = 503, (200, 204, 303)
OUTSIDE = ("/sign-in", "/sign-in/code", "/again", "/me/second-factor")  # where a session leads that holds no more

Outages = Sequence[tuple[float, float]]  # from when to when, in seconds of time.monotonic()


@dataclass
class ConsoleBooks:
    """What was found. `away`: answers that the database is away; `unanswered`: while the web server was; `sent_on_hold`:
    messages that left while the alert was paused."""

    pages: int = 0
    presses: int = 0
    away: int = 0
    unanswered: int = 0
    holds: int = 0
    sent_on_hold: int = 0
    breaches: list[str] = field(default_factory=list)


def audit_console(answers: Sequence[Answered], database_away: Outages, web_away: Outages) -> ConsoleBooks:
    """What browsers were answered."""
    books, found = ConsoleBooks(), dict[str, list[str]]()
    starting = [(since, _first_answer(answers, until)) for since, until in web_away]
    for each in answers:
        books.pages += each.method == "GET"
        books.presses += each.method == "POST"
        books.away += each.status == AWAY
        books.unanswered += not each.status
        if kind := _fault(each, database_away, starting):
            where = f"{each.method} {each.path} at {each.asked:.1f}: {each.status} {each.leads}"
            found.setdefault(kind, []).append(where.strip())
    books.breaches = [f"{len(places)} x {kind}: {'; '.join(places[:SHOWN])}" for kind, places in found.items()]
    return books


def _first_answer(answers: Sequence[Answered], started: float) -> float:
    """When a web server that was started is up."""
    answered = [each.ended for each in answers if each.status and each.asked >= started]
    return min([*answered, started + WEB_SECONDS])


def _fault(answered: Answered, database_away: Outages, web_away: Outages) -> str:
    """What is wrong with an answer, "" for nothing."""
    if not answered.status:
        return "" if _during(answered, web_away, 0) else "no answer though the web server is up"
    if answered.status == AWAY:
        return "" if _during(answered, database_away, DATABASE_SECONDS) else "a 503 though the database is there"
    if answered.status not in FINE:
        return "an answer that no press explains"
    return "a session that is lost" if answered.leads.endswith(OUTSIDE) else ""


def _during(answered: Answered, outages: Outages, more: float) -> bool:
    return any(answered.ended >= since and answered.asked <= until + more for since, until in outages)


def audit_holds(books: ConsoleBooks, holds: Sequence[Hold], log: Iterable[Row], recipients: frozenset[str]) -> None:
    """Nothing leaves of an alert that is paused. `recipients`: of the alert."""
    books.holds = len(holds)
    late = [
        f"{row.arrived - hold.since:.1f} s after the pause"
        for row in log
        for hold in holds
        if row.to in recipients and hold.since + PAUSE_SECONDS < row.arrived < hold.until
    ]
    books.sent_on_hold = len(late)
    if late:
        books.breaches.append(f"{len(late)} x a message that left on hold: {'; '.join(late[:SHOWN])}")
