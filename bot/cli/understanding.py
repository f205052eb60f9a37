"""`flask flows understand`: what a text is taken for by the tables of intents, and how well they do."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import click
from flask.cli import with_appcontext
from rich.table import Table

from bot.cli.terminal import make_console
from bot.conversation.intent_files import FOLDER, PHRASES, intent_reader, load_intents, places_meant, read_phrases
from bot.engine.flow import FlowErrors, Flows
from bot.locale import LANGUAGES
from bot.reading.incoming import IncomingText
from bot.reading.intents import NOTHING_ASKED, Example, IntentReader, sentence_words
from bot.runtime import parts


@dataclass(frozen=True, slots=True, kw_only=True)
class Shares:
    """Of phrases of an intent, as shares: understood, taken for another; of texts that ask for nothing: taken for something;
    of all: clearly taken for what they are not. `deeds`: how many of all do at once what they do not ask for."""

    understood: float
    other: float
    nothing: float
    sure: float
    deeds: int


# What the shipped tables have to reach in each language.
LEAST_UNDERSTOOD = 0.94
MOST_OTHER, MOST_NOTHING, MOST_SURE, MOST_DEEDS = 0.02, 0.12, 0.01, 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """A phrase, what it means by those who wrote it, and what it is taken for ("" for nothing that is clear). `is_right`: that
    leads where the other does; `does`: something is done at once for it."""

    text: str
    meant: Example
    taken: str
    is_right: bool
    sure: bool
    does: bool


@click.command("understand")
@click.argument("text", required=False)
@click.option("--report", is_flag=True, help="How many of the phrases beside the tables are understood.")
@click.option("--missed", is_flag=True, help="With --report: the phrases that are not understood, too.")
@with_appcontext
def understand_texts(text: str | None, report: bool, missed: bool) -> None:
    """What TEXT is taken for, where it is neither a word of the conversation nor an answer."""
    if (text is None) == (not report):
        raise click.UsageError("give a text in quotes, or --report")
    if text is not None:
        click.echo("\n".join(_explain(parts().intents, text)))
        return
    folder = parts().settings.flows_dir / FOLDER
    try:
        reader = intent_reader(load_intents(folder, parts().flows))
        read = [*_read_all(reader, parts().flows, read_phrases(folder / PHRASES))]
    except FlowErrors as errors:
        raise click.ClickException("\n".join(errors.problems)) from None
    if not read:
        raise click.ClickException(f"{folder / PHRASES}: holds no phrases; write them as in the tables, a file a language")
    make_console().print(_table(read))
    for each in read if missed else ():
        if not each.is_right:
            click.echo(f"{each.meant.language}: {each.meant.intent}: {each.text!r} is taken for {each.taken or 'nothing'}")
    shares = {language: _shares(rows) for language in LANGUAGES if (rows := _in(language, read))}
    for language, reached in shares.items():
        click.echo("\n".join(_summary(language, reached)))
    if not all(map(_is_enough, shares.values())):
        raise click.ClickException("too few are understood: look with --missed, and teach the tables phrases of that kind")


def _in(language: str, read: Sequence[Read]) -> list[Read]:
    return [each for each in read if each.meant.language == language]


def _read_all(reader: IntentReader, flows: Flows, phrases: Sequence[tuple[str, Example]]) -> Iterator[Read]:
    leads: Mapping[str, frozenset[str]] = {"": frozenset(), NOTHING_ASKED: frozenset(), **places_meant(flows)}
    deeds = {intent for flow in flows.values() for word in flow.words if word.sure for intent in word.means}
    for text, example in phrases:
        meaning = reader.read(example.words)
        yield Read(
            text=text,
            meant=example,
            taken=meaning.intent,
            is_right=leads[meaning.intent] == leads[example.intent],
            sure=meaning.sure,
            does=meaning.beyond_doubt and meaning.intent in deeds,
        )


def _explain(reader: IntentReader, text: str) -> Iterator[str]:
    words = sentence_words(IncomingText(text))
    meaning = reader.read(words)
    if wish := IncomingText(text).opt_out:
        yield f"{wish.wish}: {wish.what} (read before any intent)"
    if meaning.intent:
        how = "clear enough for what is done at once" if meaning.beyond_doubt else "clear enough for an answer"
        yield f"{meaning.intent}: leads by {meaning.lead:.1f}, {how}; language: {meaning.language}"
        yield f"most like: {' '.join(reader.most_like(words, meaning.intent).words)}"
    else:
        yield f"nothing that is clear; likely: {', '.join(meaning.likely) or 'nothing'}"


def _table(read: Sequence[Read]) -> Table:
    table = Table(*("Intent", "Language", "Phrases", "Understood", "Taken for another", "Not understood"))
    for intent in sorted({each.meant.intent for each in read}, key=lambda intent: (intent == NOTHING_ASKED, intent)):
        for language in LANGUAGES:
            rows = [each for each in _in(language, read) if each.meant.intent == intent]
            if rows:
                right = sum(each.is_right for each in rows)
                other = sum(bool(each.taken) and not each.is_right for each in rows)
                share = f"{right} ({right / len(rows):.0%})"
                table.add_row(intent, language, str(len(rows)), share, str(other), str(len(rows) - right - other))
    return table


def _shares(read: Sequence[Read]) -> Shares:
    counts = Counter[str]()
    for each in read:
        kind = "nothing" if each.meant.intent == NOTHING_ASKED else "asks"
        counts[kind] += 1
        counts["sure"] += each.sure and not each.is_right
        counts["deeds"] += each.does and not each.is_right
        counts[f"{kind} right"] += each.is_right
        counts[f"{kind} other"] += bool(each.taken) and not each.is_right
    return Shares(
        understood=counts["asks right"] / max(1, counts["asks"]),
        other=counts["asks other"] / max(1, counts["asks"]),
        nothing=counts["nothing other"] / max(1, counts["nothing"]),
        sure=counts["sure"] / max(1, len(read)),
        deeds=counts["deeds"],
    )


def _summary(language: str, shares: Shares) -> Iterator[str]:
    yield f"{language}: understood {shares.understood:.1%} (at least {LEAST_UNDERSTOOD:.0%})"
    yield f"{language}: taken for another intent {shares.other:.1%} (at most {MOST_OTHER:.1%})"
    yield f"{language}: of texts that ask for nothing, taken for something {shares.nothing:.1%} (at most {MOST_NOTHING:.0%})"
    yield f"{language}: clearly taken for what they are not {shares.sure:.1%} (at most {MOST_SURE:.1%})"
    yield f"{language}: done at once for what they do not ask {shares.deeds} (at most {MOST_DEEDS})"


def _is_enough(shares: Shares) -> bool:
    return (
        shares.understood >= LEAST_UNDERSTOOD
        and shares.other <= MOST_OTHER
        and shares.nothing <= MOST_NOTHING
        and shares.sure <= MOST_SURE
        and shares.deeds <= MOST_DEEDS
    )
