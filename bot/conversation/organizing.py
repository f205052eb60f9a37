"""What an organizer texts: ALERT and its words, the one-time code that sends it, PAUSE, RESUME; VERIFY and the code that proves
that the phone is theirs. From every other phone these are words like any other. What is said in reply is in flows/text.yaml.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from typing import Any

from bot import organizers
from bot.conversation.session import Session
from bot.conversation.world import World
from bot.engine.events import Started
from bot.engine.reading import plain
from bot.organizers import Code

CODE = re.compile(r"\d{6}")
VERBS: Mapping[str, str] = {
    plain(word): verb
    for verb, words in {
        "verify": ("VERIFY", "VERIFICAR"),
        "alert": ("ALERT", "ALERTA"),
        "pause": ("PAUSE", "PAUSA"),
        "resume": ("RESUME", "REANUDAR"),
    }.items()
    for word in words
}


@dataclass(frozen=True, slots=True)
class Order:
    """What a text asks for, if an organizer wrote it: verify or send (with a code), alert (with its words), pause, resume."""

    verb: str
    words: str = ""


def read_order(text: str) -> Order | None:
    """The order in a text; None where it is none, whoever wrote it."""
    if CODE.fullmatch(text):
        return Order("send", text)
    first, *rest = text.split(maxsplit=1)[:2] or [""]
    verb, words = VERBS.get(plain(first)), rest[0].strip() if rest else ""
    fits = {"verify": bool(CODE.fullmatch(words)), "alert": bool(words), "pause": not words, "resume": not words}
    return Order(verb, words) if verb and fits[verb] else None


def obey(world: World, session: Session, text: str) -> Started | None:
    """Do what an organizer texts; what they are answered, or None for a text that is no order, or not theirs to give."""
    order = read_order(text)
    if order is None or session.phone is None:
        return None
    with world.database.read() as connection:
        organizer = organizers.find(connection, world.numbers, session.phone)
    if organizer is None or (order.verb != "verify" and organizer.verified_at is None):
        return None
    session.spoken_aside = True
    return ORDERS[order.verb](world, session, organizer, order.words)


def _verify(world: World, session: Session, organizer: Any, said: str) -> Started | None:
    assert session.phone is not None
    code = Code(organizer.code, organizer.code_until, organizer.tries)
    answer = code.answer(world.numbers, session.phone, said, session.now)
    if answer == "right":
        session.orders.append(partial(organizers.verified, id=organizer.id, now=session.now))
    elif answer == "wrong":
        session.orders.append(partial(organizers.answered_wrong, id=organizer.id))
    return Started("verified" if answer == "right" else "unverified")


ORDERS: Mapping[str, Callable[[World, Session, Any, str], Started | None]] = {"verify": _verify}
