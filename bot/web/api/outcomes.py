"""Calls one by one, with what became of each. Of callers nothing is told."""

from collections.abc import Sequence
from datetime import datetime

from pydantic import Field

from bot.results.campaign_counts import calls_page
from bot.web.api.cursors import read_cursor, write_cursor
from bot.web.api.operations import AnyOperation, ApiAnswer, ApiCall, ExampleRequest, Operation
from bot.web.api.shapes import Day, Nothing, PageWanted, Shape, Slug


class OutcomeShown(Shape):
    """A call to an office. `status`: what the carrier knows; `outcome`: what the caller said of it (reached, message, full,
    failed or wrong), null for nothing."""

    id: int
    at: datetime
    campaign: str
    official: str
    official_name: str
    status: str
    seconds: int | None
    outcome: str | None


class OutcomePage(Shape):
    """A part of the list, the newest first."""

    data: list[OutcomeShown]
    next_cursor: str | None


class OutcomesWanted(PageWanted):
    """`from`, `to`: of these days, both included, as the organization counts them."""

    campaign: Slug | None = None
    first: Day | None = Field(None, alias="from")
    last: Day | None = Field(None, alias="to")


def _list(call: ApiCall[OutcomesWanted, Nothing]) -> ApiAnswer:
    wanted, built = call.wanted, call.built
    place = read_cursor(built, "outcomes", wanted)
    rows, more = calls_page(
        call.connection,
        built.days,
        first=wanted.first,
        last=wanted.last,
        campaign=wanted.campaign or "",
        before=int(place) if place else None,
        size=wanted.limit,
    )
    today, shown = call.now.date(), []
    for row in rows:
        official = built.directory.official(row.official, today)
        shown.append(OutcomeShown(**row._asdict(), official_name=(official.name or "") if official else ""))
    next_cursor = write_cursor(built, "outcomes", str(more)) if more else None
    return ApiAnswer(body=OutcomePage(data=shown, next_cursor=next_cursor))


OPERATIONS: Sequence[AnyOperation] = (
    Operation(
        id="list_outcomes",
        method="GET",
        path="/outcomes",
        about="Calls that were put through, each with what became of it. Nothing of callers is told.",
        scopes=("results",),
        do=_list,
        wanted=OutcomesWanted,
        body=Nothing,
        answer=OutcomePage,
        problems=("unfit",),
        example=ExampleRequest(wanted={"campaign": "sanctuary"}),
    ),
)
