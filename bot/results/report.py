"""The results of some days, and each part of them as a table: the same for a page, a file and the terminal."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from sqlalchemy import Connection

from bot.models import WEB
from bot.results import figures
from bot.results.counts import CONNECTED
from bot.results.days import Days
from bot.results.figures import (
    STEPS,
    TEXTS,
    AlertCalls,
    CallsOf,
    FiguresWanted,
    OfficialCalls,
    OutcomeCounts,
    PlaceCalls,
    ReferralCalls,
)

TableName = Literal["calls", "days", "hours", "officials", "places", "funnel", "alerts", "referrals", "texts"]
TABLES: tuple[TableName, ...] = ("calls", "days", "hours", "officials", "places", "funnel", "alerts", "referrals", "texts")
# Table -> its title, a key under `results`.
TITLES: Mapping[TableName, str] = {
    "calls": "by_outcome",
    "days": "by_day",
    "hours": "by_hour",
    "officials": "by_official",
    "places": "by_place",
    "funnel": "funnel",
    "alerts": "alerts_title",
    "referrals": "referrals_title",
    "texts": "texts_title",
}
# As told by callers; the last is nothing told. What else the carrier knows follows in the same order for each.
TOLD = ("reached", "message", "full", "failed", "wrong", "")
STATUSES = (CONNECTED, "busy", "no_answer", "failed", "canceled", "dialing", WEB)
SHOWN_OFFICIALS = 12

Cell = str | int


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsReport:
    """All that is counted of some days. `offices`: how many officials were called; `officials`: those called most."""

    wanted: FiguresWanted
    outcomes: Sequence[OutcomeCounts]
    by_day: Sequence[CallsOf]
    by_hour: Sequence[CallsOf]
    offices: int
    officials: Sequence[OfficialCalls]
    places: Sequence[PlaceCalls]
    texts: Mapping[str, int]
    steps: Mapping[str, int]
    alerts: Sequence[AlertCalls]
    referrals: Sequence[ReferralCalls]

    def calls(self, *, status: str | None = None, outcome: str | None = None) -> int:
        """Calls with this status and outcome; None: any."""
        return sum(
            each.n
            for each in self.outcomes
            if status in (None, each.status) and (outcome is None or outcome == told_as(each.outcome))
        )

    @property
    def seconds(self) -> int:
        return sum(each.seconds for each in self.outcomes)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResultsTable:
    """A part of a report: its headings and rows, in words."""

    name: TableName
    headings: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class InWords:
    """How a report is worded: `say` has the sentences of a key under `results`, `official`, `campaign` and `state` the names of
    an id and a code. `hide_few`: not how many calls there were where there are few callers."""

    say: Callable[[str], str]
    official: Callable[[str], str]
    campaign: Callable[[str], str]
    state: Callable[[str], str]
    hide_few: bool


def told_as(outcome: str) -> str:
    """The outcome as it is shown: what is not among them was told by nobody."""
    return outcome if outcome in TOLD else ""


def load_report(connection: Connection, wanted: FiguresWanted, days: Days, officials: int = SHOWN_OFFICIALS) -> ResultsReport:
    """The report of some days; `officials`: so many at most."""
    by_day, by_hour = figures.calls_by_time(connection, wanted)
    offices, called = figures.officials(connection, wanted, days, officials)
    texts, steps = figures.conversations(connection, wanted, days)
    calls = figures.outcomes(connection, wanted)
    return ResultsReport(
        wanted=wanted,
        outcomes=calls,
        by_day=by_day,
        by_hour=by_hour,
        offices=offices,
        officials=called,
        places=figures.places(connection, wanted, days, calls),
        texts=texts,
        steps=steps,
        alerts=figures.alerts(connection, wanted, days),
        referrals=figures.referrals(connection, wanted, days),
    )


def make_table(report: ResultsReport, name: TableName, words: InWords) -> ResultsTable:
    """A part of the report."""
    headings, rows = _PARTS[name](report, words)
    return ResultsTable(name=name, headings=tuple(words.say(f"columns.{each}") for each in headings), rows=tuple(rows))


Rows = tuple[Sequence[str], list[tuple[Cell, ...]]]


def _calls(report: ResultsReport, words: InWords) -> Rows:
    rows: list[tuple[Cell, ...]] = [
        (
            words.say(f"told.{outcome or 'nothing'}"),
            report.calls(outcome=outcome),
            *(report.calls(status=status, outcome=outcome) for status in STATUSES),
        )
        for outcome in TOLD
    ]
    return ("told", "started", *STATUSES), [*rows, _sums(words, rows)]


def _sums(words: InWords, rows: Sequence[tuple[Cell, ...]]) -> tuple[Cell, ...]:
    sums = (sum(cell for cell in column if isinstance(cell, int)) for column in list(zip(*rows, strict=True))[1:])
    return (words.say("total"), *sums)


def _days(report: ResultsReport, words: InWords) -> Rows:
    return ("day", "started", "connected", "reached"), [tuple(each) for each in report.by_day]


def _hours(report: ResultsReport, words: InWords) -> Rows:
    rows: list[tuple[Cell, ...]] = [(f"{int(each.when):02}:00", *each[1:]) for each in report.by_hour]
    return ("hour", "started", "connected", "reached"), rows


def _officials(report: ResultsReport, words: InWords) -> Rows:
    rows: list[tuple[Cell, ...]] = [
        (words.official(each.official), each.started, each.connected, each.reached, each.seconds // 60)
        for each in report.officials
    ]
    return ("official", "started", "connected", "reached", "minutes"), rows


def _places(report: ResultsReport, words: InWords) -> Rows:
    rows: list[tuple[Cell, ...]] = []
    for each in report.places:
        hidden = each.few and words.hide_few
        place = words.state(each.state) if each.state else words.say("nowhere")
        rows.append((place, words.say("few") if hidden else each.started, "" if hidden else each.reached))
    return ("place", "started", "reached"), rows


def _funnel(report: ResultsReport, words: InWords) -> Rows:
    return ("step", "people"), [(words.say(f"steps.{step}"), report.steps[step]) for step in STEPS]


def _alerts(report: ResultsReport, words: InWords) -> Rows:
    rows: list[tuple[Cell, ...]] = [
        (
            str(each.id),
            words.campaign(each.campaign),
            f"{each.starts_at:%Y-%m-%d %H:%M}" if each.starts_at else "",
            each.started,
            each.connected,
            each.reached,
        )
        for each in report.alerts
    ]
    return ("alert", "campaign", "began", "started", "connected", "reached"), rows


def _referrals(report: ResultsReport, words: InWords) -> Rows:
    return ("referral", "started", "reached", "rung", "signed_up"), [tuple(each) for each in report.referrals]


def _texts(report: ResultsReport, words: InWords) -> Rows:
    return ("texts", "many"), [(words.say(f"texts.{what}"), report.texts[what]) for what in TEXTS]


_PARTS: Mapping[TableName, Callable[[ResultsReport, InWords], Rows]] = {
    "calls": _calls,
    "days": _days,
    "hours": _hours,
    "officials": _officials,
    "places": _places,
    "funnel": _funnel,
    "alerts": _alerts,
    "referrals": _referrals,
    "texts": _texts,
}
