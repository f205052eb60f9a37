"""What we hold of a supporter, in words, for who asks WHAT: in short what docs/privacy.md says at length."""

from collections.abc import Iterator, Mapping

from sqlalchemy import Integer, bindparam, func, select

from bot.conversation.context import World
from bot.conversation.session import UNSURE, Session
from bot.conversation.subscriptions import subscriptions
from bot.models import Call, Delivery, Message
from bot.officials.dated_divisions import in_force
from bot.officials.levels import DISTRICTS, PLACE, WARD

LANGUAGE_NAMES = {"en": {"en": "English", "es": "Spanish"}, "es": {"en": "inglés", "es": "español"}}
WORDS: Mapping[str, Mapping[str, str]] = {
    "en": {
        "number": "your number, encrypted",
        "language": "language {}",
        "zip": "ZIP {}",
        "stopped": "that you want no texts",
        "campaign": "campaign {}",
        "active": "{} since {}",
        "pending": "{}: not confirmed by you",
        "left": "{}: left {}",
        "calls": "calls: {}",
        "texts": "texts from us: {}",
    },
    "es": {
        "number": "su número, cifrado",
        "language": "idioma {}",
        "zip": "ZIP {}",
        "stopped": "que no quiere mensajes",
        "campaign": "campaña {}",
        "active": "{} desde {}",
        "pending": "{}: sin confirmar por usted",
        "left": "{}: salió {}",
        "calls": "llamadas: {}",
        "texts": "mensajes nuestros: {}",
    },
}
LONGEST = 260

_SUPPORTER = bindparam("supporter", type_=Integer)
# How many calls, texts, and alerts that have left.
_COUNTS = select(
    select(func.count()).select_from(Call).where(Call.supporter_id == _SUPPORTER).scalar_subquery(),
    select(func.count())
    .select_from(Message)
    .where(Message.supporter_id == _SUPPORTER, Message.kind == "text")
    .scalar_subquery(),
    select(func.count())
    .select_from(Delivery)
    .where(Delivery.supporter_id == _SUPPORTER, Delivery.sent_at.is_not(None))
    .scalar_subquery(),
)


def held(world: World, session: Session) -> str:
    """A list in the supporter's language, cut where a text is full: "your number, encrypted; ZIP 98402; calls: 2"."""
    said = list(_parts(world, session, WORDS[session.speaks]))
    while len("; ".join(said)) > LONGEST:
        said.pop()
    return "; ".join(said)


def _parts(world: World, session: Session, words: Mapping[str, str]) -> Iterator[str]:
    yield words["number"]
    if session.stopped:
        yield words["stopped"]
    if session.language:
        yield words["language"].format(LANGUAGE_NAMES[session.speaks][session.language])
    if session.zip:
        yield ", ".join((words["zip"].format(session.zip), *_areas(session)))
    if session.campaign:
        yield words["campaign"].format(session.campaign.wording(session.speaks).title)
    if session.id is None:
        return
    counted = {"supporter": session.id}
    calls, texts, alerts = session.reads.ask(lambda connection: connection.execute(_COUNTS, counted).one())
    for programme, state, since in subscriptions(session):
        campaign = world.campaigns.get(programme)
        name = campaign.wording(session.speaks).programme.name if campaign else programme
        yield words[state].format(name, since)
    for what, count in (("calls", calls), ("texts", texts + alerts)):
        if count:
            yield words[what].format(count)


def _areas(session: Session) -> Iterator[str]:
    """The places and districts that they chose, or that an address of theirs lies in."""
    directory, today = session.directory, session.now.date()
    known = in_force(directory, session.exact, today) | in_force(directory, session.told, today)
    for level, division in known.items():
        if division == UNSURE:
            continue
        if level in DISTRICTS:
            yield directory.districts.said(level, division)[session.speaks == "es"]
        elif level == PLACE and (name := directory.areas.name(division)):
            yield name
        elif level == WARD:
            yield division.rpartition(":")[2]
