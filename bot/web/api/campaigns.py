"""Campaigns, and each in a few figures."""

from collections.abc import Sequence
from datetime import datetime

from bot.campaign_versions.listing import Listed, list_campaigns
from bot.locale import SOURCE
from bot.results.campaign_counts import count_campaign_calls, count_subscriptions
from bot.results.days import DAY
from bot.runtime import Parts
from bot.web.api.cursors import read_cursor, write_cursor
from bot.web.api.operations import AnyOperation, ApiAnswer, ApiCall, ExampleRequest, Operation, not_found
from bot.web.api.shapes import Nothing, PageWanted, Shape, Slug
from bot.web.campaign_seeds import take_campaigns_in

WEEK_DAYS = 7


class CampaignShown(Shape):
    """A campaign. `state`: draft, live, paused or ended. `languages`, `roles`: empty unless it serves. `page`: the address of
    its public page, null unless it is live."""

    id: str
    state: str
    title: str
    keyword: str
    languages: list[str]
    roles: list[str]
    page: str | None
    changed_at: datetime


class CampaignPage(Shape):
    """A part of the list, in the order of their ids."""

    data: list[CampaignShown]
    next_cursor: str | None


class CallsShown(Shape):
    """Calls put through, connected by the carrier, and those of which the caller said that somebody was reached."""

    started: int
    connected: int
    reached: int


class CountsShown(Shape):
    """The calls of a campaign: all, of the last seven days with today, and of today. `subscribers`: who gets its alerts
    (active), has not yet said so (pending), or left."""

    campaign: str
    all: CallsShown
    last_7_days: CallsShown
    today: CallsShown
    subscribers: dict[str, int]


class CampaignWanted(Shape):
    """A campaign, by its id."""

    id: Slug


def _list(call: ApiCall[PageWanted, Nothing]) -> ApiAnswer:
    after = read_cursor(call.built, "campaigns", call.wanted)
    every = sorted(_all(call), key=lambda each: each.id)
    found = [each for each in every if each.id > after]
    shown = found[: call.wanted.limit]
    more = write_cursor(call.built, "campaigns", shown[-1].id) if len(found) > len(shown) else None
    return ApiAnswer(body=CampaignPage(data=[_show(call.built, each) for each in shown], next_cursor=more))


def _all(call: ApiCall[PageWanted, Nothing] | ApiCall[CampaignWanted, Nothing]) -> Sequence[Listed]:
    take_campaigns_in(call.built, call.now)
    return list_campaigns(call.connection, call.built.served_campaigns, SOURCE)


def _one(call: ApiCall[CampaignWanted, Nothing]) -> ApiAnswer:
    return ApiAnswer(body=_show(call.built, _found(call)))


def _found(call: ApiCall[CampaignWanted, Nothing]) -> Listed:
    for each in _all(call):
        if each.id == call.wanted.id:
            return each
    raise not_found("No campaign has this id")


def _show(built: Parts, each: Listed) -> CampaignShown:
    campaign = built.campaigns.get(each.id)
    return CampaignShown(
        id=each.id,
        state=each.state,
        title=each.title,
        keyword=each.keyword,
        languages=list(campaign.languages) if campaign else [],
        roles=list(campaign.roles) if campaign else [],
        page=campaign.link(built.settings.url, SOURCE) if campaign and campaign.state == "live" else None,
        changed_at=each.changed_at,
    )


def _count(call: ApiCall[CampaignWanted, Nothing]) -> ApiAnswer:
    id, today = _found(call).id, call.built.days.day_of(call.now)
    every, week, day = (
        CallsShown(**count_campaign_calls(call.connection, id, first)._asdict())
        for first in (None, today - DAY * (WEEK_DAYS - 1), today)
    )
    subscribers = dict(count_subscriptions(call.connection, id))
    return ApiAnswer(body=CountsShown(campaign=id, all=every, last_7_days=week, today=day, subscribers=subscribers))


OPERATIONS: Sequence[AnyOperation] = (
    Operation(
        id="list_campaigns",
        method="GET",
        path="/campaigns",
        about="The campaigns of this installation.",
        scopes=("campaigns",),
        do=_list,
        wanted=PageWanted,
        body=Nothing,
        answer=CampaignPage,
        problems=("unfit",),
    ),
    Operation(
        id="get_campaign",
        method="GET",
        path="/campaigns/{id}",
        about="A campaign.",
        scopes=("campaigns",),
        do=_one,
        wanted=CampaignWanted,
        body=Nothing,
        answer=CampaignShown,
        example=ExampleRequest(wanted={"id": "sanctuary"}),
    ),
    Operation(
        id="count_campaign",
        method="GET",
        path="/campaigns/{id}/counts",
        about="A campaign in a few figures: calls ever, this week and today, and who gets its alerts.",
        scopes=("campaigns", "results"),
        do=_count,
        wanted=CampaignWanted,
        body=Nothing,
        answer=CountsShown,
        example=ExampleRequest(wanted={"id": "sanctuary"}),
    ),
)
