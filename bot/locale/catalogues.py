"""The catalogues: one file a language, every sentence under a key. A language is added by its file beside the others."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from string import Formatter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal

from ruamel.yaml import YAML
from ruamel.yaml.error import YAMLError

FOLDER = Path(__file__).parent
SOURCE = "en"  # the language of the command line, the log and the docs; its catalogue is the one that others follow
# Sections that each language fills in its own way, and those whose braces are shown as they stand.
FREE, VERBATIM = frozenset({"language", "grammar"}), frozenset({"alert_mend"})

Phrase = str | Mapping[str, str]  # a sentence; or one for each plural category of CLDR: one, few, other ...


class CatalogueError(Exception):
    """A catalogue that cannot be used. The message names the file, the key and the mend."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Catalogue:
    """One language. `name`: as its speakers call it. `cldr`: whose plurals and language names it has. `speech`: the BCP 47 tag
    of its voice. `written_as`: what people write in a list who mean it. `contractions`: what is drawn together in speech.
    `articles`: by grammatical gender (f, m). `phrases`: key ("page.home") -> sentence."""

    code: str
    name: str
    cldr: str
    speech: str
    written_as: tuple[str, ...]
    contractions: Mapping[str, str]
    articles: Mapping[str, str]
    phrases: Mapping[str, Phrase] = field(repr=False)


def read_catalogue(path: Path) -> Catalogue:
    """The catalogue of a file. Raises CatalogueError."""
    try:
        written = _yaml(path.read_text(encoding="utf-8"))
        language, grammar = written["language"], written["grammar"]
        return Catalogue(
            code=path.stem,
            name=language["name"],
            cldr=language["cldr"],
            speech=language["speech"],
            written_as=tuple(language["written_as"]),
            contractions=dict(grammar["contractions"]),
            articles=dict(grammar["articles"]),
            phrases=dict(_phrases(written)),
        )
    except (KeyError, TypeError, AttributeError) as missing:
        raise CatalogueError(f"{path.name}: {missing} is missing; write it as {SOURCE}.yaml does") from None


def read_phrases(path: Path) -> Mapping[str, Phrase]:
    """The sentences of a file that is one page's part of a catalogue, by key. Raises CatalogueError."""
    try:
        return dict(_phrases(_yaml(path.read_text(encoding="utf-8")) or {}))
    except AttributeError:
        raise CatalogueError(f"{path.name}: holds no sentences under keys; write it as the one of {SOURCE} beside it") from None


def _yaml(text: str) -> Any:
    # In C, as every start and command reads the catalogues; what that library does not know of YAML 1.2 the other does.
    try:
        return YAML(typ="safe").load(text)
    except YAMLError:
        return YAML(typ="safe", pure=True).load(text)


def _phrases(written: Mapping[str, object], above: str = "") -> Iterator[tuple[str, Phrase]]:
    for name, value in written.items():
        key = f"{above}{name}"
        if isinstance(value, str):
            yield key, value
        elif isinstance(value, dict) and "other" in value:
            yield key, {category: str(sentence) for category, sentence in value.items()}
        elif isinstance(value, dict) and key not in ("grammar.contractions", "grammar.articles"):
            yield from _phrases(value, f"{key}.")


def catalogue_differences(catalogue: Catalogue, source: Catalogue) -> list[str]:
    """What keeps a catalogue from saying all that the source says, each with its mend."""
    problems = [f"{catalogue.code}.yaml: {key} is missing; translate it" for key in source.phrases.keys() - catalogue.phrases]
    problems += [
        f"{catalogue.code}.yaml: {key} is no key of {source.code}.yaml; take it out"
        for key in catalogue.phrases.keys() - source.phrases
        if key.partition(".")[0] not in FREE
    ]
    for key in source.phrases.keys() & catalogue.phrases:
        if key.partition(".")[0] in FREE | VERBATIM:
            continue
        wanted, given = _names(source.phrases[key]), _names(catalogue.phrases[key])
        if wanted != given:
            problems.append(f"{catalogue.code}.yaml: {key} names {sorted(given)}; write {sorted(wanted)} in braces")
    return sorted(problems)


def _names(phrase: Phrase) -> frozenset[str]:
    sentences = [phrase] if isinstance(phrase, str) else [phrase["other"]]
    return frozenset(name for sentence in sentences for _, name, _, _ in Formatter().parse(sentence) if name)


_FILES = sorted(FOLDER.glob("*.yaml"), key=lambda path: (path.stem != SOURCE, path.stem))
CATALOGUES: Mapping[str, Catalogue] = MappingProxyType({path.stem: read_catalogue(path) for path in _FILES})
LANGUAGES: tuple[str, ...] = tuple(CATALOGUES)

if TYPE_CHECKING:
    Language = str
else:
    # For pydantic, so that a campaign's file names only languages that are there.
    Language = Literal[LANGUAGES]
