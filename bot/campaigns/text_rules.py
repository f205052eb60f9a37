"""The rules every text of a campaign keeps: which placeholders it may and must hold, and how long it may get. As a table."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from bot.campaigns.model import FORMS, OPENINGS, Form, OpeningKind, join_parts, page_link
from bot.engine.placeholders import template_fields
from bot.locale.flaws import Flaw, flaw
from bot.telephony import count_segments, sms_text
from bot.yaml_files.yaml_reading import FileProblem, KeyPath, YamlFile

Unit = Literal["characters", "segments", "words"]


@dataclass(frozen=True, slots=True)
class TextLimit:
    """The most a text may be once its placeholders are filled with the longest values."""

    most: int
    unit: Unit

    def __str__(self) -> str:
        return f"{self.most} {self.unit}"


@dataclass(frozen=True, slots=True)
class TextRule:
    """What holds for the texts at `key`; `*` stands for one key (a language, a role) or list position."""

    key: str
    may: tuple[str, ...] = ()
    must: tuple[str, ...] = ()
    limit: TextLimit | None = None


# Placeholder -> (meaning, the longest value that is realistic: nothing longer is in the shipped tables of governors, mayors,
# state legislators, their cities and states, in either language).
PLACEHOLDERS: Mapping[str, tuple[str, str]] = {
    "title": ("the official's title", "gobernador o gobernadora"),
    "name": ("the official's name, empty while nobody knows it", "María de Lourdes Santiago Negrón"),
    "official": ("title and name, or the office's name", "gobernador o gobernadora Michelle Lujan Grisham"),
    "city": ("the supporter's city, or `unknown.city`", "King And Queen Court House"),
    "state": ("the supporter's state", "the Northern Mariana Islands"),
    "zip": ("the supporter's ZIP code", "98402"),
    "phone": ("the official's number", "360-902-4111"),
    "place": ("the state, county or city the official is for", "the Northern Mariana Islands"),
    "since": ("the year of the stance on record", "2017"),
    "link": ("the address of the campaign's page", ""),  # as long as the installation's own
}

WHERE = ("city", "state", "zip")
WHOM = ("title", "name", "official")
SMS = (*WHERE, *WHOM, "phone", "place", "link")
VOICE = (*WHERE, *WHOM, "place")
PAGE = (*WHERE, *WHOM, "phone", "place")

# A stance is never mentioned without its date: things may have changed since it was written down.
DATED = ("place", "since")

TEXT_RULES: tuple[TextRule, ...] = (
    TextRule("identity.name", limit=TextLimit(30, "characters")),
    TextRule("words.*.title", limit=TextLimit(40, "characters")),
    TextRule("words.*.ask", limit=TextLimit(160, "characters")),
    TextRule("words.*.intro.sms", limit=TextLimit(240, "characters")),
    TextRule("words.*.intro.voice", limit=TextLimit(40, "words")),
    TextRule("words.*.intro.page"),
    TextRule("words.*.unknown.city", limit=TextLimit(26, "characters")),
    TextRule("words.*.script.greeting.sms", SMS),
    TextRule("words.*.script.greeting.voice", VOICE),
    TextRule("words.*.script.greeting.page", PAGE),
    *(
        TextRule(f"words.*.script.opening.{kind}.{form}", (*may, "since"), DATED)
        for kind in OPENINGS
        if kind != "unknown"
        for form, may in (("sms", SMS), ("voice", VOICE), ("page", PAGE))
    ),
    TextRule("words.*.script.opening.unknown.sms", SMS),
    TextRule("words.*.script.opening.unknown.voice", VOICE),
    TextRule("words.*.script.opening.unknown.page", PAGE),
    TextRule("words.*.script.body.*.sms", SMS),
    TextRule("words.*.script.body.*.voice", VOICE),
    TextRule("words.*.script.body.*.page", PAGE),
    TextRule("words.*.offices.*.name", limit=TextLimit(46, "characters")),
    TextRule("words.*.offices.*.missing.sms", (*WHERE, "link"), limit=TextLimit(160, "characters")),
    TextRule("words.*.offices.*.missing.voice", WHERE, limit=TextLimit(35, "words")),
    TextRule("words.*.topics.*.title", limit=TextLimit(30, "characters")),
    TextRule("words.*.topics.*.sms", ("link",), limit=TextLimit(440, "characters")),
    TextRule("words.*.topics.*.page"),
    TextRule("words.*.more.lead"),
    TextRule("words.*.more.names.*"),
    TextRule("words.*.programme.name", limit=TextLimit(40, "characters")),
    TextRule("words.*.programme.frequency", limit=TextLimit(30, "characters")),
    TextRule("stances.*.place", limit=TextLimit(26, "characters")),
    TextRule("stances.*.place.*", limit=TextLimit(26, "characters")),
    TextRule("stances.*.source"),
    TextRule("stances.*.source.*"),
)

# What a whole script (greeting, opening, body) must name, and the most it may be. One of several is written "a|b".
SCRIPT_MUST: Mapping[Form, tuple[str, ...]] = {
    "sms": ("official|title", "city", "zip", "phone", "link"),
    "voice": ("official|title", "city", "zip"),
    "page": ("official|title", "city", "zip"),
}
SCRIPT_LIMITS: Mapping[Form, TextLimit | None] = {
    "sms": TextLimit(3, "segments"),
    "voice": TextLimit(65, "words"),  # about 25 seconds at an unhurried pace
    "page": None,
}
MORE_LIMIT = TextLimit(300, "characters")


def longest_campaign_values(public_url: str, id: str, language: str, first: str) -> dict[str, str]:
    """The longest realistic value of every placeholder for an installation at `public_url`."""
    values = {name: longest for name, (_, longest) in PLACEHOLDERS.items()}
    return values | {"link": page_link(public_url, id, language, first)}


def measure_text(text: str, values: Mapping[str, str], unit: Unit) -> int:
    """How much of a unit a text takes, as sent (`sms_text`), with its placeholders filled; unknown ones count as they stand."""
    for name, value in values.items():
        text = text.replace(f"{{{name}}}", value)
    text = " ".join(line.strip() for line in text.splitlines()) if unit == "words" else sms_text(text.strip())
    match unit:
        case "words":
            return len(text.split())
        case "segments":
            return count_segments(text).count
        case "characters":
            return len(text)


def check_text(source: YamlFile, key: KeyPath, text: str, values: Mapping[str, str]) -> Iterator[FileProblem]:
    """What is wrong with one text: braces, placeholders, length. A key without a rule is another check's business."""
    rule = _rule(key)
    if not rule:
        return
    try:
        named = template_fields(text)
    except ValueError:
        yield source.problem(key, flaw("brace", example="{city}", opening="{", closing="}"))
        return
    for name in dict.fromkeys(named):
        if name not in rule.may:
            yield source.problem(key, _misplaced(name, rule.may))
    for name in rule.must:
        if name not in named:
            yield source.problem(key, flaw("placeholder_missing", name=f"{{{name}}}"))
    if rule.limit:
        yield from too_long(source, key, measure_text(text, values, rule.limit.unit), rule.limit)


def _rule(key: KeyPath) -> TextRule | None:
    for rule in TEXT_RULES:
        steps = rule.key.split(".")
        if len(steps) == len(key) and all(a in ("*", str(b)) for a, b in zip(steps, key, strict=True)):
            return rule
    return None


def _misplaced(name: str, may: tuple[str, ...]) -> Flaw:
    code = "placeholder_misplaced" if name in PLACEHOLDERS else "placeholder_unknown"
    if not may:
        return flaw(f"{code}_none", name=f"{{{name}}}")
    return flaw(code, name=f"{{{name}}}", known=", ".join(f"{{{known}}}" for known in may))


def too_long(source: YamlFile, key: KeyPath, is_: int, limit: TextLimit) -> Iterator[FileProblem]:
    """A problem if a text is over its limit."""
    if is_ > limit.most:
        yield source.problem(key, flaw(f"long_{limit.unit}", takes=is_, most=limit.most))


def check_scripts(source: YamlFile, language: str, roles: tuple[str, ...], values: Mapping[str, str]) -> Iterator[FileProblem]:
    """Every whole script of a language: what it must name, and its length at worst."""
    script: KeyPath = ("words", language, "script")
    for form in FORMS:
        greeting = source.text(*script, "greeting", form)
        openings = {kind: source.text(*script, "opening", kind, form) for kind in OPENINGS}
        for role in roles:
            body = source.text(*script, "body", role, form)
            wholes = {
                kind: join_parts([greeting, opening, body], form)
                for kind, opening in openings.items()
                if greeting and opening and body
            }
            yield from _check_script(source, (*script, "body", role, form), wholes, form, values)


def _check_script(
    source: YamlFile, key: KeyPath, wholes: Mapping[OpeningKind, str], form: Form, values: Mapping[str, str]
) -> Iterator[FileProblem]:
    for needed in SCRIPT_MUST[form]:
        names = [f"{{{name}}}" for name in needed.split("|")]
        lacking = [kind for kind, whole in wholes.items() if not any(name in whole for name in names)]
        if lacking:
            code = "script_lacks" if len(names) == 1 else "script_lacks_both"
            yield source.problem(key, flaw(code, opening=lacking[0], name=names[0], other=names[-1]))
    limit = SCRIPT_LIMITS[form]
    if limit and wholes:  # the longest alone: one mend for all
        lengths = {kind: measure_text(whole, values, limit.unit) for kind, whole in wholes.items()}
        longest = max(lengths, key=lambda kind: lengths[kind])
        if lengths[longest] > limit.most:
            code = f"script_long_{limit.unit}"
            yield source.problem(key, flaw(code, opening=longest, takes=lengths[longest], most=limit.most))
