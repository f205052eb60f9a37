"""Phrases that organizers teach: drafts in a table, tried against the phrases beside the tables, used by a person's press.

Every process takes those in use over within seconds (taught_intents.py).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Literal, NamedTuple

from sqlalchemy import Connection, delete, func, insert, select, update

from bot.conversation.intent_files import FOLDER, PHRASES, read_test_phrases
from bot.conversation.understanding import Read, Shares, by_language, is_enough, read_all
from bot.engine.flow import Flows
from bot.locale import LANGUAGES
from bot.models import TaughtPhrase
from bot.reading.incoming import IncomingText
from bot.reading.intents import Example, IntentReader, sentence_words
from bot.storage.database import key_of

LONGEST = 160  # characters of a phrase
MOST = 500  # phrases of one installation, shown on one page
LONG_NUMBER = 5  # digits: a phone number, a ZIP code, what tells who somebody is

Fault = Literal["empty", "too_long", "private", "language", "intent", "known", "other", "full"]


class Taught(NamedTuple):
    """A taught phrase."""

    id: int
    language: str
    intent: str
    phrase: str
    state: str
    who: str
    at: datetime

    @property
    def example(self) -> Example:
        """As the reader of intents takes it."""
        return Example(words=sentence_words(IncomingText(self.phrase)), intent=self.intent, language=self.language)


@dataclass(frozen=True, slots=True, kw_only=True)
class Changed:
    """A phrase beside the tables that is taken for something else with the draft ("" for nothing that is clear)."""

    text: str
    language: str
    meant: str
    before: str
    after: str
    is_right: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Trial:
    """What a draft would do. `taken`: what its phrase is taken for now; `before`, `after`: what is reached in each language;
    `fits`: all that has to be reached is, or nothing of it is worse than before."""

    taken: str
    before: Mapping[str, Shares]
    after: Mapping[str, Shares]
    changed: Sequence[Changed]
    fits: bool


_ALL = select(
    TaughtPhrase.id,
    TaughtPhrase.language,
    TaughtPhrase.intent,
    TaughtPhrase.phrase,
    TaughtPhrase.state,
    TaughtPhrase.who,
    TaughtPhrase.at,
)


_MARK = select(func.count(), func.max(TaughtPhrase.id), func.sum(TaughtPhrase.id), func.max(TaughtPhrase.at)).where(
    TaughtPhrase.state == "used"
)


def list_taught(connection: Connection) -> Sequence[Taught]:
    """All of them, the newest first."""
    return [Taught._make(row) for row in connection.execute(_ALL.order_by(TaughtPhrase.id.desc()).limit(MOST))]


def list_used(connection: Connection) -> Sequence[Example]:
    """The phrases in use, as examples."""
    return [each.example for each in list_taught(connection) if each.state == "used"]


def taught_mark(connection: Connection) -> str:
    """Another text when a phrase was put in use or taken out."""
    return str(tuple(connection.execute(_MARK).one()))


def find_taught(connection: Connection, id: int) -> Taught | None:
    """One of them."""
    row = connection.execute(_ALL.where(TaughtPhrase.id == id)).first()
    return Taught._make(row) if row else None


def fault_of(
    connection: Connection, examples: Iterable[Example], intents: Iterable[str], *, language: str, intent: str, phrase: str
) -> Fault | None:
    """What is wrong with a phrase for an intent; None: it can be a draft."""
    text = IncomingText(phrase)
    words = sentence_words(text)
    if not words:
        return "empty"
    if len(text.clean) > LONGEST:
        return "too_long"
    # What tells of whom it is has no place in a table that is kept.
    if text.has_address or sum(map(str.isdigit, text.clean)) >= LONG_NUMBER:
        return "private"
    if language not in LANGUAGES:
        return "language"
    if intent not in intents:
        return "intent"
    known = {example.words: example.intent for example in (*(each.example for each in list_taught(connection)), *examples)}
    if words in known:
        return "known" if known[words] == intent else "other"
    return "full" if len(list_taught(connection)) >= MOST else None


def add_draft(connection: Connection, *, language: str, intent: str, phrase: str, who: str, now: datetime) -> int:
    """Write down a draft; its id. Raises IntegrityError where the phrase is there."""
    values = {"language": language, "intent": intent, "phrase": IncomingText(phrase).line, "who": who, "at": now}
    return key_of(connection.execute(insert(TaughtPhrase).values(values)))


def use_draft(connection: Connection, id: int) -> bool:
    """Have it used; False where it is no draft."""
    change = update(TaughtPhrase).where(TaughtPhrase.id == id, TaughtPhrase.state == "draft").values(state="used")
    return connection.execute(change).rowcount > 0


def remove_taught(connection: Connection, id: int) -> bool:
    """Take it out; False where it is not there."""
    return connection.execute(delete(TaughtPhrase).where(TaughtPhrase.id == id)).rowcount > 0


def try_draft(
    reader: IntentReader, examples: Sequence[Example], taught: Sequence[Taught], draft: Taught, flows: Flows, folder: Path
) -> Trial:
    """Read the phrases beside the tables without and with a draft: some two seconds of work.

    `reader`, `examples`: those in use; `taught`: what is to be used besides. Raises FlowErrors where the phrases beside the
    tables cannot be read.
    """
    measured = read_test_phrases(folder / FOLDER / PHRASES)
    there = {example.words for example in examples}
    more = [each.example for each in (*taught, draft) if each.example.words not in there]
    before = [*read_all(reader, flows, measured)]
    after = [*read_all(IntentReader((*examples, *more)), flows, measured)]
    reached, then = by_language(before), by_language(after)
    return Trial(
        taken=reader.read(draft.example.words).intent,
        before=reached,
        after=then,
        changed=[_changed(old, new) for old, new in zip(before, after, strict=True) if old.taken != new.taken],
        fits=all(is_enough(each) or not _is_worse(each, reached[language]) for language, each in then.items()),
    )


def _is_worse(after: Shares, before: Shares) -> bool:
    return (
        after.understood < before.understood
        or after.other > before.other
        or after.nothing > before.nothing
        or after.sure > before.sure
        or after.deeds > before.deeds
    )


def _changed(before: Read, after: Read) -> Changed:
    return Changed(
        text=before.text,
        language=before.meant.language,
        meant=before.meant.intent,
        before=before.taken,
        after=after.taken,
        is_right=after.is_right,
    )
