"""What goes to the inbox, for an organizer to read: what was not understood, who asks for one of us, what follows an answer.

Kept encrypted, and erased as other words are (docs/privacy.md). Who answers it, and how, is in bot/inbox.
"""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import exists, insert, literal, select

from bot.conversation.context import ConversationContext
from bot.conversation.session import ForPeople, Session, Why
from bot.engine.commands import Dial, Say
from bot.engine.events import InputReceived, Started
from bot.engine.exchange import Inbound, Spoken
from bot.engine.flow import ENTRIES, Flows
from bot.engine.state import State
from bot.engine.turn_trace import WORD
from bot.models import NotUnderstood, Supporter

PERSON = "person"  # the intent of who asks for one of us
AFTER_AN_ANSWER = timedelta(days=1)
WORDS_KEPT = 1600  # characters: as long as a text may be


def note_for_people(
    context: ConversationContext, session: Session, inbound: Inbound, before: State, spoken: Sequence[Spoken]
) -> None:
    """Keep what was written or said in this turn, where an organizer is to read it. `before`: where the thread stood."""
    text = inbound.event.text if isinstance(inbound.event, InputReceived) else inbound.text
    why = _why(context.flows, session, inbound)
    if why is None or not text:
        return
    entry, _ = ENTRIES[session.channel]
    flow, node = (entry, session.event.how) if isinstance(session.event, Started) else before.at or (entry, "")
    session.effects.for_people = ForPeople(
        why="machine" if text.machine else why,
        flow=flow,
        node=node,
        words="" if text.has_address else text.clean[:WORDS_KEPT],
        reply="\n\n".join(command.text for command in spoken if isinstance(command, Say)),
    )


def file_automatic(context: ConversationContext, inbound: Inbound, now: datetime) -> None:
    """Keep what a machine answers to an answer by hand, filed as done: else nothing is kept of it."""
    if inbound.phone is None or inbound.text.has_address:
        return
    cipher = context.phone_cipher
    answered = select(Supporter.id, Supporter.campaign).where(
        Supporter.phone == cipher.encrypt(inbound.phone), Supporter.answered_at >= now - AFTER_AN_ANSWER
    )
    with context.database.read() as connection:
        found = connection.execute(answered).first()
    if found is None:
        return
    phrase = cipher.phrase_key(inbound.text.plain or inbound.text.clean)
    values = {
        "supporter_id": found.id,
        "channel": inbound.channel,
        "campaign": found.campaign or "",
        "why": "machine",
        "flow": ENTRIES[inbound.channel][0],
        "node": "",
        "text": cipher.encrypt_words(inbound.text.clean[:WORDS_KEPT]),
        "reply": cipher.encrypt_words(""),
        "phrase": phrase,
        "at": now,
        "state": "done",
        "handled_at": now,
    }
    columns = NotUnderstood.__table__.c
    # Once a day: a webhook may come twice, and a machine says the same to every text.
    there = exists().where(
        NotUnderstood.supporter_id == found.id, NotUnderstood.phrase == phrase, NotUnderstood.at >= now - AFTER_AN_ANSWER
    )
    row = select(*(literal(value, columns[name].type) for name, value in values.items())).where(~there)
    still = exists().where(Supporter.id == found.id)  # not erased meanwhile
    with context.database.write() as connection:
        connection.execute(insert(NotUnderstood).from_select([*values], row.where(still)))


def asks_for_person(flows: Flows, session: Session) -> bool:
    """Did they ask for one of us, in words or in a sentence? Who is being connected to one needs no other."""
    if any(isinstance(command, Dial) for step in session.steps for command in step.commands):
        return False
    said = ((flow, name.removeprefix(WORD)) for step in session.steps for flow, name, _ in step.taken if name.startswith(WORD))
    return any(PERSON in word.means for flow, name in said for word in flows[flow].words if word.name == name)


def _why(flows: Flows, session: Session, inbound: Inbound) -> Why | None:
    if asks_for_person(flows, session):
        return "person"
    answered = session.supporter.answered_at
    if inbound.event is None and not inbound.pushed and answered and session.now - answered < AFTER_AN_ANSWER:
        return "after"
    return "missed" if session.missed else None
