"""Results of some days: the figures of the console's page, of all campaigns or of one."""

from collections.abc import Sequence
from datetime import date
from typing import Annotated

from pydantic import Field

from bot.results.days import DAY
from bot.results.figures import MOST_OFFICIALS, FiguresWanted
from bot.results.report import TOLD, ResultsReport, load_report
from bot.web.api.operations import AnyOperation, ApiAnswer, ApiCall, ExampleRequest, Operation
from bot.web.api.problems import Mistake, Problem
from bot.web.api.shapes import Day, Nothing, Shape, Slug, Whole

USUAL_DAYS, MOST_DAYS = 30, 366


class ToldCalls(Shape):
    """Calls of which callers told the same; "nothing" for those of which nobody told anything."""

    told: str
    calls: int


class DayCalls(Shape):
    """Calls of a day."""

    day: date
    started: int
    connected: int
    reached: int


class OfficialResult(Shape):
    """Calls to an official. `seconds`: of all together."""

    official: str
    name: str
    started: int
    connected: int
    reached: int
    seconds: int


class PlaceResult(Shape):
    """Calls from a state ("" unknown). Where fewer than five people called, it is not told how often: both are null."""

    state: str
    started: int | None
    reached: int | None


class AlertResult(Shape):
    """An alert, and the calls that it led to within a week."""

    id: int
    campaign: str
    started: int
    connected: int
    reached: int


class ReferralResult(Shape):
    """What visitors of pages did whom a referral code had sent: calls that they told of, and those in which they talked to
    somebody; phones that rang; who was asked about alerts."""

    referral: str
    started: int
    reached: int
    rung: int
    signed_up: int


class ResultsShown(Shape):
    """What came of some days, `from` and `to` included. `texts`: how many by what; `steps`: how many people came so far for the
    first time."""

    first: date = Field(alias="from")
    last: date = Field(alias="to")
    campaign: str | None
    calls: int
    seconds: int
    offices: int
    told: list[ToldCalls]
    by_day: list[DayCalls]
    officials: list[OfficialResult]
    places: list[PlaceResult]
    texts: dict[str, int]
    steps: dict[str, int]
    alerts: list[AlertResult]
    referrals: list[ReferralResult]


class ResultsWanted(Shape):
    """`from`, `to`: days, both included; the last thirty without. `officials`: so many of those who were called most."""

    campaign: Slug | None = None
    first: Day | None = Field(None, alias="from")
    last: Day | None = Field(None, alias="to")
    officials: Annotated[int, Field(ge=0, le=MOST_OFFICIALS), Whole] = 12


def _show(call: ApiCall[ResultsWanted, Nothing]) -> ApiAnswer:
    wanted, built = call.wanted, call.built
    last = wanted.last or built.days.day_of(call.now)
    first = wanted.first or last - DAY * (USUAL_DAYS - 1)
    if not (first <= last and (last - first).days < MOST_DAYS):
        detail = f"`from` comes before `to`, and both are at most {MOST_DAYS} days apart"
        raise Problem("unfit", detail, [Mistake(pointer="#from", detail=detail)])
    asked = FiguresWanted(first=first, last=last, campaign=wanted.campaign or "")
    report = load_report(call.connection, asked, built.days, wanted.officials)
    return ApiAnswer(body=_shown(call, report))


def _shown(call: ApiCall[ResultsWanted, Nothing], report: ResultsReport) -> ResultsShown:
    directory, today = call.built.directory, call.now.date()
    names = {each.official: directory.official(each.official, today) for each in report.officials}
    return ResultsShown(
        first=report.wanted.first,
        last=report.wanted.last,
        campaign=report.wanted.campaign or None,
        calls=report.calls(),
        seconds=report.seconds,
        offices=report.offices,
        told=[ToldCalls(told=outcome or "nothing", calls=report.calls(outcome=outcome)) for outcome in TOLD],
        by_day=[
            DayCalls(day=date.fromisoformat(each.when), started=each.started, connected=each.connected, reached=each.reached)
            for each in report.by_day
        ],
        officials=[
            OfficialResult(**each._asdict(), name=(found.name or "") if (found := names[each.official]) else "")
            for each in report.officials
        ],
        places=[
            PlaceResult(
                state=each.state,
                started=None if each.few else each.started,
                reached=None if each.few else each.reached,
            )
            for each in report.places
        ],
        texts=dict(report.texts),
        steps=dict(report.steps),
        alerts=[
            AlertResult(
                id=each.id, campaign=each.campaign, started=each.started, connected=each.connected, reached=each.reached
            )
            for each in report.alerts
        ],
        referrals=[ReferralResult(**each._asdict()) for each in report.referrals],
    )


OPERATIONS: Sequence[AnyOperation] = (
    Operation(
        id="get_results",
        method="GET",
        path="/results",
        about="What came of some days: calls, texts and people, as the console's page Results shows them.",
        scopes=("results",),
        do=_show,
        wanted=ResultsWanted,
        body=Nothing,
        answer=ResultsShown,
        problems=("unfit",),
        example=ExampleRequest(wanted={"campaign": "sanctuary"}),
    ),
)
