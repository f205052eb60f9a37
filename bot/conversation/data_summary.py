"""What we hold of a supporter, in words, for who asks for MY DATA: in short what docs/privacy.md says at length."""

from collections.abc import Callable, Iterator
from functools import partial
from typing import NamedTuple

from sqlalchemy import Connection, Integer, bindparam, func, or_, select

from bot.conversation.context import ConversationContext
from bot.conversation.session import UNSURE, Session
from bot.conversation.subscriptions import find_subscriptions
from bot.locale import day_in_words, language_name, phrase
from bot.models import Call, Delivery, NotUnderstood, Supporter
from bot.officials.dated_divisions import in_force
from bot.officials.naming import area_in

LONGEST = 260


class _Kept(NamedTuple):
    """The row of _KEPT."""

    area: str | None
    calls: int
    texts: int
    for_people: int


_SUPPORTER = bindparam("supporter", type_=Integer)
# What stays of the ZIP code of who rested; how many calls, how many texts, of alerts those that have left, and how much that
# organizers may read.
_KEPT = select(
    select(Supporter.zip_area).where(Supporter.id == _SUPPORTER).scalar_subquery(),
    select(func.count()).select_from(Call).where(Call.supporter_id == _SUPPORTER).scalar_subquery(),
    select(func.count())
    .select_from(Delivery)
    .where(Delivery.supporter_id == _SUPPORTER, Delivery.kind == "text")
    .where(or_(Delivery.sent_at.is_not(None), Delivery.broadcast_id.is_(None)))
    .scalar_subquery(),
    select(func.count()).select_from(NotUnderstood).where(NotUnderstood.supporter_id == _SUPPORTER).scalar_subquery(),
)


def summarize_data(context: ConversationContext, session: Session) -> str:
    """A list in the supporter's language, cut where a text is full: "your number, encrypted; ZIP 98402; calls: 2"."""
    said = list(_parts(context, session, partial(_said, session.speaks)))
    while len("; ".join(said)) > LONGEST:
        said.pop()
    return "; ".join(said)


def _parts(context: ConversationContext, session: Session, say: Callable[..., str]) -> Iterator[str]:
    kept = session.reads.ask(partial(_find_kept, supporter=session.supporter.id))
    yield say("number")
    if session.supporter.stopped:
        yield say("stopped")
    if session.supporter.language:
        yield say("language", value=language_name(session.supporter.language, session.speaks))
    if session.supporter.zip:
        yield ", ".join((say("zip", value=session.supporter.zip), *_areas(session)))
    elif kept.area:
        yield say("zip_area", value=kept.area)
    if session.campaign:
        yield say("campaign", value=session.campaign.wording(session.speaks).title)
    if session.supporter.id is None:
        return
    for programme, state, since in find_subscriptions(session):
        campaign = context.campaigns.get(programme)
        name = campaign.wording(session.speaks).programme.name if campaign else programme
        yield say(state, programme=name, since=day_in_words(since, session.speaks))
    for what, count in (("calls", kept.calls), ("texts", kept.texts), ("for_people", kept.for_people)):
        if count:
            yield say(what, value=count)


def _find_kept(connection: Connection, supporter: int | None) -> _Kept:
    return _Kept._make(connection.execute(_KEPT, {"supporter": supporter}).one())


def _said(language: str, name: str, **values: object) -> str:
    return phrase(f"summary.{name}", language, **values)


def _areas(session: Session) -> Iterator[str]:
    """The state, places and districts that they chose, or that an address of theirs lies in."""
    directory, today = session.directory, session.now.date()
    known = in_force(directory, session.supporter.geocoded_divisions, today) | in_force(
        directory, session.supporter.chosen_divisions, today
    )
    for level, division in known.items():
        if division == UNSURE:
            continue
        if name := area_in(directory, level, division, session.speaks):
            yield name
