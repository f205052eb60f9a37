"""The console's words: every language has all of them, every one that a page names is there, and none stands in a template."""

import re
from pathlib import Path
from string import Formatter
from typing import get_args

import pytest

from bot.accounts.audit import AuditAct
from bot.locale.console_phrases import CONSOLE, CONSOLE_LANGUAGES, console_catalogue, say
from bot.officials.levels import LEVELS

BOT = Path(__file__).resolve().parents[2] / "bot"
CONSOLE_CODE = BOT / "web" / "console"
TEMPLATES = sorted(CONSOLE_CODE.rglob("*.html"))
NAMED = re.compile(r"""\bt\(\s*["']([\w.]+)["'](?=\s*[,)])""")
FORBIDDEN = re.compile(r"""\sstyle=|\son[a-z]+=["']|<script>|<style|javascript:""")


def names(phrase: object) -> set[str]:
    sentences = [phrase] if isinstance(phrase, str) else list(phrase.values()) if isinstance(phrase, dict) else []
    return {name for sentence in sentences for _, name, _, _ in Formatter().parse(sentence) if name}


def test_console_speaks_english_and_spanish() -> None:
    assert {"en", "es"} <= set(CONSOLE_LANGUAGES)
    assert {path.name for path in (CONSOLE / "en").iterdir()} == {path.name for path in (CONSOLE / "es").iterdir()}


@pytest.mark.parametrize("language", [each for each in CONSOLE_LANGUAGES if each != "en"])
def test_language_has_every_sentence_with_the_same_placeholders(language: str) -> None:
    source, other = console_catalogue("en"), console_catalogue(language)
    assert sorted(source.keys() ^ other.keys()) == []
    different = [key for key in source if names(source[key]) - {"count"} != names(other[key]) - {"count"}]
    assert not different


def test_every_sentence_that_a_page_names_is_there() -> None:
    files = [*TEMPLATES, *CONSOLE_CODE.rglob("*.py")]
    named = {(key, path.name) for path in files for key in NAMED.findall(path.read_text(encoding="utf-8"))}
    assert sorted(each for each in named if each[0] not in console_catalogue("en")) == []
    assert len(named) > 100


@pytest.mark.parametrize("language", CONSOLE_LANGUAGES)
def test_every_act_of_the_log_has_its_words_and_no_other_has(language: str) -> None:
    worded = {key.removeprefix("audit.acts.") for key in console_catalogue(language) if key.startswith("audit.acts.")}
    assert sorted(worded ^ {*get_args(AuditAct)}) == []


@pytest.mark.parametrize("language", CONSOLE_LANGUAGES)
def test_every_level_has_its_word_and_no_other_has(language: str) -> None:
    begin = "officials.level_"
    worded = {key.removeprefix(begin) for key in console_catalogue(language) if key.startswith(begin)}
    assert sorted(worded ^ {*LEVELS}) == []


def test_every_act_of_the_log_is_recorded_somewhere() -> None:
    """That no other is recorded, the types say: record_act() takes an AuditAct."""
    sources = [path.read_text(encoding="utf-8") for path in BOT.rglob("*.py") if path != BOT / "accounts" / "audit.py"]
    assert [act for act in get_args(AuditAct) if not any(f'"{act}"' in source for source in sources)] == []


def test_counted_sentences_have_their_plural() -> None:
    assert say("today.paused", "en", count=1) == "One alert is paused."
    assert say("today.paused", "es", count=1200).startswith("1,200 alertas")


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_template_has_nothing_inline_and_no_words_of_its_own(template: Path) -> None:
    text = template.read_text(encoding="utf-8")
    assert not FORBIDDEN.search(text)
    shown = re.sub(r"\{#.*?#\}|\{%.*?%\}|\{\{.*?\}\}|<[^>]*>|&\w+;|SANCTUARY 98402", " ", text, flags=re.DOTALL)
    assert re.findall(r"[A-Za-z]{3,}", shown) == []


def test_what_people_wrote_is_escaped_once_in_a_sentence() -> None:
    """A sentence is escaped where it is shown: what it is made of is `shown`, and not `plain`, which is escaped already."""
    twice = re.compile(r'\bt\("[^{}]*=[^,(){}]*\|plain')
    found = [f"{path.name}: {each}" for path in TEMPLATES for each in twice.findall(path.read_text(encoding="utf-8"))]
    assert [each for each in found if "value=" not in each] == []
