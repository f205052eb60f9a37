"""Reads the tables of intents, a file a language, and says which serve. What a sentence means is in reading/intents.py."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from sys import intern

from bot.engine.flow import Flow, FlowErrors, Flows
from bot.locale import LANGUAGES
from bot.locale.flaws import Flaw, flaw
from bot.reading.incoming import IncomingText
from bot.reading.intents import NOTHING_ASKED, Example, IntentReader, sentence_words
from bot.yaml_files import FileFault, KeptTexts
from bot.yaml_files.yaml_reading import FileFormat, FileProblem, YamlFile, parse_yaml, read_yaml

FOLDER = "intents"  # in the folder of flows
PHRASES = "phrases"  # in that: what the tables are measured with
FORM = FileFormat(page="flows/README.md", begins="call: |", longest=1_000_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class IntentsInUse:
    """The examples that serve, and what is wrong with files. good: language -> the text of each file that serves as it is;
    names: of all files."""

    examples: tuple[Example, ...]
    faults: tuple[FileFault, ...]
    good: Mapping[str, str]
    names: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Phrase:
    """An example and where it is written."""

    example: Example
    text: str
    file: str
    line: int | None


def load_intents(folder: Path, flows: Flows) -> tuple[Example, ...]:
    """The examples of all tables in a folder; none where there is no such folder.

    Raises FlowErrors with every problem of every file: no language, an intent that no flow knows, a phrase under two intents.
    """
    files = [read_yaml(path, FORM) for path in sorted(folder.glob("*.yaml"))]
    phrases, problems = _read(files, intents_of(flows))
    if problems:
        raise FlowErrors(problems)
    return _examples(phrases)


def read_test_phrases(folder: Path) -> tuple[tuple[str, Example], ...]:
    """The phrases that tables are measured with, as written and as examples. Raises FlowErrors for what is no such file."""
    files = [read_yaml(path, FORM) for path in sorted(folder.glob("*.yaml"))]
    phrases, problems = _read(files, None)
    if problems:
        raise FlowErrors(problems)
    return tuple((phrase.text, phrase.example) for phrase in phrases)


def intents_in_use(folder: Path, kept: KeptTexts) -> IntentsInUse:
    """The tables of a folder. Raises nothing for what people wrote: a broken file gives way to its last good version.

    An intent that no flow knows does no harm; `flask flows check` tells of it.
    """
    read = {path.stem: read_yaml(path, FORM) for path in sorted(folder.glob("*.yaml"))}
    phrases, problems = _read(read.values(), None)
    if not problems:
        good = {name: file.written for name, (file, _) in read.items()}
        return IntentsInUse(examples=_examples(phrases), faults=(), good=good, names=frozenset(read))
    broken = {problem.file.removesuffix(".yaml") for problem in problems}
    versions = {name: parse_yaml(f"{name}.yaml", text, FORM) for name, text in kept("intents").items() if name in broken}
    serving = {name: each for name, each in read.items() if name not in broken} | versions
    phrases, unfit = _read(serving.values(), None)
    unused = {problem.file for problem in unfit}
    return IntentsInUse(
        examples=_examples(phrase for phrase in phrases if phrase.file not in unused),
        faults=tuple(_faults(problems, {f"{name}.yaml" for name in versions} - unused)),
        good={name: read[name][0].written for name in read if name not in broken},
        names=frozenset(read),
    )


@lru_cache(maxsize=4)
def intent_reader(examples: tuple[Example, ...]) -> IntentReader:
    """The reader of these examples, made once in a process."""
    return IntentReader(examples)


def intents_of(flows: Flows) -> frozenset[str]:
    """The intents that a word or a choice of a flow is reached by."""
    return frozenset(places_meant(flows))


def places_meant(flows: Flows) -> Mapping[str, frozenset[str]]:
    """Intent -> all places that words and choices lead to by it, as "text.learn". Two with the same ones are answered alike."""
    places: dict[str, set[str]] = {}
    for intent, place in (meant for flow in flows.values() for meant in _meant(flow)):
        places.setdefault(intent, set()).add(place)
    return {intent: frozenset(led_to) for intent, led_to in places.items()}


def _meant(flow: Flow) -> Iterator[tuple[str, str]]:
    for word in flow.words:
        yield from ((intent, f"{flow.name}.{word.to}") for intent in word.means)
    for node in flow.nodes.values():
        if not isinstance(node.choices, str):
            for name, choice in node.choices.items():
                yield from ((intent, f"{flow.name}.{node.name}.{name}") for intent in choice.means)


def _examples(phrases: Iterable[_Phrase]) -> tuple[Example, ...]:
    return tuple(phrase.example for phrase in phrases)


def _read(
    files: Iterable[tuple[YamlFile, list[FileProblem]]], known: frozenset[str] | None
) -> tuple[list[_Phrase], list[FileProblem]]:
    phrases: list[_Phrase] = []
    problems: list[FileProblem] = []
    for file, unreadable in files:
        problems += unreadable
        language = file.file.removesuffix(".yaml")
        if language not in LANGUAGES:
            known_files = ", ".join(f"{each}.yaml" for each in LANGUAGES)
            problems.append(file.problem((), flaw("table_no_language", known=known_files)))
            continue
        for intent in file.data:
            problems += _wrong_intent(file, intent, known)
        phrases += _phrases_of(file.file, language, file.written)
    return phrases, [*problems, *_wrong_phrases(phrases)]


def _wrong_intent(file: YamlFile, intent: str, known: frozenset[str] | None) -> Iterator[FileProblem]:
    if not isinstance(file.data[intent], str):
        yield file.problem((intent,), flaw("intent_no_text"))
    elif known is not None and intent not in known | {NOTHING_ASKED}:
        yield file.problem((intent,), flaw("intent_unknown", known=", ".join(sorted(known))))


@lru_cache(maxsize=16)
def _phrases_of(name: str, language: str, written: str) -> tuple[_Phrase, ...]:
    """All phrases of a file; remembered, as each app of a process reads the same ones."""
    file, _ = parse_yaml(name, written, FORM)
    return tuple(phrase for intent in file.data for phrase in _phrases_under(file, intent, language))


def _phrases_under(file: YamlFile, intent: str, language: str) -> Iterator[_Phrase]:
    begins = file.lines.get((intent,))
    for offset, line in enumerate(file.text(intent).splitlines(), 1):
        if text := line.strip():
            words = tuple(map(intern, sentence_words(IncomingText(text))))  # of 80,000 words most are said again and again
            example = Example(words=words, intent=intent, language=language)
            yield _Phrase(example=example, text=text, file=file.file, line=begins + offset if begins else None)


def _wrong_phrases(phrases: Iterable[_Phrase]) -> Iterator[FileProblem]:
    seen: dict[tuple[str, ...], _Phrase] = {}
    for phrase in phrases:
        first = seen.setdefault(phrase.example.words, phrase)
        if not phrase.example.words:
            yield _problem(phrase, flaw("phrase_empty", phrase=phrase.text))
        elif first.example.intent != phrase.example.intent:
            where = f"{first.file}:{first.line}"
            taken = flaw("phrase_taken", phrase=phrase.text, intent=first.example.intent, where=where)
            yield _problem(phrase, taken)


def _problem(phrase: _Phrase, found: Flaw) -> FileProblem:
    return FileProblem(file=phrase.file, found=found, key=phrase.example.intent, line=phrase.line)


def _faults(problems: Iterable[FileProblem], last_good: set[str]) -> Iterator[FileFault]:
    by_file: dict[str, list[FileProblem]] = {}
    for problem in problems:
        by_file.setdefault(problem.file, []).append(problem)
    for file, found in by_file.items():
        yield FileFault(
            kind="intents",
            file=f"{FOLDER}/{file}",
            problems=tuple(found),
            line=found[0].line,
            serves="last_good" if file in last_good else "nothing",
        )
