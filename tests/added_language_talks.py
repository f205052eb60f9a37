"""What a bot says in the made-up language xx: conversations and pages. Imported by added_language.py once xx is there."""

import re
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import takewhile
from pathlib import Path

from bot.locale import LANGUAGES, phrase
from bot.runtime import CONSOLE
from bot.simulation.transcript import ACTIONS, CLOCK, read_transcript
from tests.conftest import Bot, starting, wiped
from tests.console.conftest import Organizers
from tests.databases import empty_database
from tests.geocoder import geocoder
from tests.test_transcripts import FILES, Stage

OPENING = "Para español, oprima 2"
# What a page of the console shows as files and tables have it, and says so: words marked as English, names of columns.
IN_ENGLISH = re.compile(r'<(\w+)[^>]*\blang="en"[^>]*>.*?</\1>|<code\b.*?</code>', re.DOTALL)
BACK_TO_ENGLISH = (("ENGLISH",), ("inglés",))


def said_in_xx(pages: Sequence[str]) -> tuple[list[str], list[tuple[str, str]]]:
    """Names of people and places, which are the same in every language; and where each text was said, with the text."""
    said: list[tuple[str, str]] = []
    with (
        tempfile.TemporaryDirectory() as folder,
        empty_database("sqlite", Path(folder)) as url,
        starting(url, Path(folder)) as start,
        geocoder() as stand_in,
    ):
        stage = Stage(start, Path(folder), stand_in.url)
        for path in (path for path in FILES if "spanish" in path.stem):
            said += [(path.stem, text) for text in _talk(stage, path)]
        bot = stage.bot(())
        client = bot.app.test_client()
        for page in pages:
            answer = client.get(page, headers={"Accept-Language": "xx"})
            assert answer.status_code in (200, 404), page
            said.append((page, answer.text))
        directory = bot.parts.directories.current
        listed = [
            entry.title
            for each in stage.bots.values()
            for entry in each.parts.directories.current.records
            if entry.id.startswith("local/")
        ]
        names = [record.name for record in directory.records] + list(directory.areas.places.values()) + listed
        assert bot.count("unanswered") == 0
        said += _console_pages(bot)
    return names, said


def _console_pages(bot: Bot) -> Iterator[tuple[str, str]]:
    """Every page of the organizers' console that needs nothing in its address."""
    owner = Organizers(wiped(bot)).signed_in("owner", "Ana")
    for rule in bot.app.extensions[CONSOLE].console().url_map.iter_rules():
        if "GET" in rule.methods and not rule.arguments:
            answer = owner.get(f"{rule.rule}?lang=xx")
            assert answer.status_code < 400, rule.rule
            if answer.status_code == 200 and answer.mimetype == "text/html":  # and no file to fetch
                yield f"console {rule.rule}", IN_ENGLISH.sub(" ", answer.get_data(as_text=True))


def _without_offers(text: str) -> str:
    """A text without the offers of other languages, each of which is written in its own."""
    for language in LANGUAGES:
        text = text.replace(phrase("value.other_language", language), "")
    return text


def _talk(stage: Stage, path: Path) -> Iterator[str]:
    """A conversation without what it expects, which is Spanish: all that the bot says once it speaks xx."""
    transcript = read_transcript(path.read_text(encoding="utf-8"))
    actions = tuple(step for step in transcript.steps if step.what in ACTIONS or step.what == CLOCK)
    actions = tuple(takewhile(lambda line: line.words not in BACK_TO_ENGLISH, actions))
    replay = stage._replay(replace(transcript, steps=actions), FILES.index(path))
    if replay.error:
        raise replay.error
    begun = False
    for text in map(_without_offers, replay.said):
        if OPENING in text:  # a call, before its language is chosen
            continue
        # The first words, before a language was chosen, are in English: they are over with the first marked ones.
        begun = begun or any(word[:1].islower() and word[1:].isupper() for word in text.split() if len(word) > 3)
        if begun:
            yield text
