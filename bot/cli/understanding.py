"""`flask flows understand`: what a text is taken for by the tables of intents, and how well they do."""

from collections.abc import Iterator, Sequence

import click
from flask.cli import with_appcontext
from rich.table import Table

from bot.cli.terminal import make_console
from bot.conversation.intent_files import FOLDER, PHRASES, intent_reader, load_intents, read_test_phrases
from bot.conversation.understanding import (
    LEAST_UNDERSTOOD,
    MOST_DEEDS,
    MOST_NOTHING,
    MOST_OTHER,
    MOST_SURE,
    Read,
    Shares,
    by_language,
    in_language,
    is_enough,
    read_all,
)
from bot.engine.flow import FlowErrors
from bot.locale import LANGUAGES
from bot.reading.incoming import IncomingText
from bot.reading.intents import NOTHING_ASKED, IntentReader, sentence_words
from bot.runtime import parts


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
        read = [*read_all(reader, parts().flows, read_test_phrases(folder / PHRASES))]
    except FlowErrors as errors:
        raise click.ClickException("\n".join(errors.problems)) from None
    if not read:
        raise click.ClickException(f"{folder / PHRASES}: holds no phrases; write them as in the tables, a file a language")
    make_console().print(_table(read))
    for each in read if missed else ():
        if not each.is_right:
            click.echo(f"{each.meant.language}: {each.meant.intent}: {each.text!r} is taken for {each.taken or 'nothing'}")
    shares = by_language(read)
    for language, reached in shares.items():
        click.echo("\n".join(_summary(language, reached)))
    if not all(map(is_enough, shares.values())):
        raise click.ClickException("too few are understood: look with --missed, and teach the tables phrases of that kind")


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
            rows = [each for each in in_language(language, read) if each.meant.intent == intent]
            if rows:
                right = sum(each.is_right for each in rows)
                other = sum(bool(each.taken) and not each.is_right for each in rows)
                share = f"{right} ({right / len(rows):.0%})"
                table.add_row(intent, language, str(len(rows)), share, str(other), str(len(rows) - right - other))
    return table


def _summary(language: str, shares: Shares) -> Iterator[str]:
    yield f"{language}: understood {shares.understood:.1%} (at least {LEAST_UNDERSTOOD:.0%})"
    yield f"{language}: taken for another intent {shares.other:.1%} (at most {MOST_OTHER:.1%})"
    yield f"{language}: of texts that ask for nothing, taken for something {shares.nothing:.1%} (at most {MOST_NOTHING:.0%})"
    yield f"{language}: clearly taken for what they are not {shares.sure:.1%} (at most {MOST_SURE:.1%})"
    yield f"{language}: done at once for what they do not ask {shares.deeds} (at most {MOST_DEEDS})"
