"""A new campaign out of a few answers, complete from the start; a copy of another; first words of a role and a language."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import cast

from bot.campaigns.campaign_files import FORM
from bot.locale import LANGUAGES
from bot.yaml_files.yaml_edit import change_yaml
from bot.yaml_files.yaml_reading import FileFormat, Value, parse_yaml, read_yaml

FOLDER = Path(__file__).parent / "starter"
_STARTER = FileFormat(page="bot/campaigns/starter/en.yaml", begins="city: your area")
NAME_LENGTH = 40  # of a programme
HEAD = "# How a campaign is written: docs/campaigns.md\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answers:
    """What somebody says of a new campaign. `titles`, `asks`: by language, the campaign's own first; both of each language."""

    keyword: str
    targets: Sequence[str]
    titles: Mapping[str, str]
    asks: Mapping[str, str]
    organization: str


def starter_languages() -> tuple[str, ...]:
    """The languages in which a campaign can be begun by answers."""
    return tuple(language for language in LANGUAGES if (FOLDER / f"{language}.yaml").is_file())


def start_campaign(answers: Answers) -> str:
    """The file of a campaign that says what was answered, a draft."""
    data: dict[str, Value] = {
        "keyword": answers.keyword,
        "state": "draft",
        "languages": tuple(answers.titles),
        "targets": tuple(answers.targets),
        "words": {language: _words(answers, language) for language in answers.titles},
    }
    return HEAD + change_yaml("", data, FORM)


def copy_campaign(text: str, keyword: str, title: str) -> str:
    """Another campaign's file under a keyword of its own: no alias and no language's word goes with it, nor the hotline."""
    source, _ = parse_yaml("copy.yaml", text.removeprefix("\ufeff"), FORM)
    left_out = {"aliases", "hotline", "callpower"}
    data = {key: value for key, value in source.data.items() if key not in left_out} | {"keyword": keyword, "state": "draft"}
    languages = source.strings("languages")
    words = dict(source.mapping("words"))
    for language, own in words.items():
        if isinstance(own, dict):
            words[language] = {key: value for key, value in own.items() if key != "keyword"}
            if title and languages and language == languages[0]:
                words[language] = {**own, "title": title}
                cast("dict[str, Value]", words[language]).pop("keyword", None)
    return change_yaml(text, {**data, "words": words}, FORM)


def first_body(language: str, ask: str) -> dict[str, Value]:
    """The words for a role that was just added."""
    return {form: _filled(text, "", ask) for form, text in _texts(language, "body").items()}


def first_office(language: str, role: str) -> dict[str, Value]:
    """The office of a role that was just added."""
    missing = str(_starter(language)["missing"])
    return {"name": _texts(language, "offices").get(role, role), "missing": {"sms": missing, "voice": missing}}


def first_words(language: str, title: str, ask: str, roles: Sequence[str], organization: str) -> dict[str, Value]:
    """All words of a language that was just added."""
    answers = Answers(keyword="", targets=roles, titles={language: title}, asks={language: ask}, organization=organization)
    return _words(answers, language)


def _words(answers: Answers, language: str) -> dict[str, Value]:
    title, ask = answers.titles[language], answers.asks[language]

    def texts(part: str) -> dict[str, Value]:
        return {form: _filled(text, title, ask) for form, text in _texts(language, part).items()}

    starter, topic, programme = _starter(language), _texts(language, "topic"), _texts(language, "programme")
    name = _filled(programme["name"], title, ask)
    return {
        "title": title,
        "ask": ask,
        "intro": dict.fromkeys(("sms", "voice", "page"), _filled(str(starter["intro"]), title, ask)),
        "unknown": {"city": str(starter["city"])},
        "script": {
            "greeting": texts("greeting"),
            "opening": {"unknown": texts("opening")},
            "body": {role: texts("body") for role in answers.targets},
        },
        "offices": {role: first_office(language, role) for role in answers.targets},
        "topics": (
            {
                "key": "about",
                "title": topic["title"],
                "sms": _filled(topic["sms"], title, ask),
                "page": _filled(topic["page"], title, ask),
            },
        ),
        "more": {"lead": str(starter["lead"]), "names": (answers.organization,)},
        "programme": {
            "name": name if len(name) <= NAME_LENGTH else programme["short"],
            "frequency": programme["frequency"],
        },
    }


def _filled(text: str, title: str, ask: str) -> str:
    """A text with what was answered; an ask is a sentence there, also where it was written without its full stop."""
    return text.replace("[title]", title).replace("[ask]", ask if ask.endswith((".", "!", "?", "…", '"', "”")) else f"{ask}.")


def _texts(language: str, part: str) -> dict[str, str]:
    found = _starter(language)[part]
    assert isinstance(found, dict)
    return {key: str(value) for key, value in found.items()}


@cache
def _starter(language: str) -> Mapping[str, Value]:
    source, problems = read_yaml(FOLDER / f"{language}.yaml", _STARTER)
    assert not problems, problems
    return source.data
