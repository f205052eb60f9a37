"""What must fit together in a campaign file and between files: languages, roles, stances, topics, keywords. Not single texts.

Every check reads the file as written and lives with mistakes that are another check's business, so that one run tells all.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from bot.campaigns.colors import LEAST_CONTRAST, PAPER, contrast, readable_color
from bot.campaigns.logos import read_logo
from bot.campaigns.model import Campaign, OpeningKind
from bot.campaigns.text_rules import MORE_LIMIT, check_scripts, check_text, longest_campaign_values, measure_text, too_long
from bot.locale import LANGUAGES, has_phrase
from bot.locale.flaws import Flaw, flaw
from bot.reading.incoming import IncomingText
from bot.yaml_files.yaml_reading import FileProblem, KeyPath, YamlFile

ID = re.compile(r"[a-z][a-z0-9-]{1,19}")
COLOR = re.compile(r"#[0-9a-fA-F]{6}")
# `more` names whom to follow; addresses rot, and a wrong one sends people to a stranger.
CALLPOWER: KeyPath = ("callpower", "id")
ADDRESS = re.compile(r"https?:|www\.|@|\.(?:com|org|net|us)\b", re.IGNORECASE)


def check_source(
    id: str, source: YamlFile, *, roles: Collection[str], reserved: Collection[str], public_url: str
) -> Iterator[FileProblem]:
    """Every mistake in how one file's parts fit together, and in its texts."""
    if not ID.fullmatch(id):
        yield source.problem((), flaw("bad_id"))
    yield from _keywords(source, reserved)
    yield from _languages(source)
    yield from _roles(source, roles)
    yield from _stances(source)
    yield from _topics(source)
    yield from _identity(source)
    languages = _known(source.strings("languages"))
    first = languages[0] if languages else LANGUAGES[0]
    values: dict[str, dict[str, str]] = {
        language: longest_campaign_values(public_url, id, language, first) for language in LANGUAGES
    }
    for key, text in source.texts():
        language = str(key[1]) if key[0] == "words" and len(key) > 1 else first
        yield from check_text(source, key, text, values.get(language, values[first]))
    for language in languages:
        yield from check_scripts(source, language, _all_roles(source), values[language])
        yield from _more(source, language)


def check_together(sources: Iterable[YamlFile]) -> Iterator[FileProblem]:
    """Mistakes between files: a word that two campaigns answer to, one address for two, two hotlines.

    Of two that claim the same the first one has it, and the mistake is the other's.
    """
    owners: dict[str, str] = {}
    ids: dict[str, str] = {}
    hotline = ""
    numbers: dict[object, str] = {}
    for source in sources:
        id = source.file.rpartition(".")[0]
        if id in ids:
            yield source.problem((), flaw("same_id", other=ids[id]))
        ids.setdefault(id, source.file)
        for key, word in claimed_words(source):
            if word in owners:
                yield source.problem(key, flaw("keyword_taken", word=word, owner=owners[word]))
            owners.setdefault(word, source.file)
        if is_hotline(source):
            if hotline:
                yield source.problem(("hotline",), flaw("hotline_taken", owner=hotline))
            hotline = hotline or source.file
        if number := source.at(*CALLPOWER):
            if number in numbers:
                yield source.problem(CALLPOWER, flaw("callpower_taken", number=str(number), owner=numbers[number]))
            numbers.setdefault(number, source.file)


def check_beside(source: YamlFile, others: Iterable[Campaign]) -> Iterator[FileProblem]:
    """What a campaign claims that one of these has; one that has ended holds nothing."""
    living = [other for other in others if other.state != "ended"]
    for key, word in claimed_words(source):
        if owner := next((other for other in living if word in other.keywords), None):
            yield source.problem(key, flaw("keyword_taken", word=word, owner=owner.id))
    marked = next((other for other in living if other.hotline and other.state == "live"), None)
    if marked and source.at("hotline") is True:
        yield source.problem(("hotline",), flaw("hotline_taken", owner=marked.id))
    number = source.at(*CALLPOWER)
    if owner := next((other for other in living if other.callpower and other.callpower.id == number), None):
        yield source.problem(CALLPOWER, flaw("callpower_taken", number=str(number), owner=owner.id))


def claim_the_same(one: Campaign, other: Campaign) -> bool:
    """Do two campaigns claim the same word, the hotline, or a campaign of CallPower? One that has ended holds nothing."""
    if "ended" in {one.state, other.state}:
        return False
    both_marked = one.hotline and other.hotline and one.state == other.state == "live"
    same_number = one.callpower and other.callpower and one.callpower.id == other.callpower.id
    return bool(both_marked or same_number or not set(one.keywords).isdisjoint(other.keywords))


def is_hotline(source: YamlFile) -> bool:
    """Is it the live campaign that callers are asked about?"""
    return source.at("hotline") is True and source.at("state") == "live"


def claimed_words(source: YamlFile) -> Iterator[tuple[KeyPath, str]]:
    """Every keyword with its place; no other campaign may have it."""
    yield ("keyword",), source.text("keyword")
    for n, alias in enumerate(source.entries("aliases")):
        yield ("aliases", n), str(alias)
    for language in LANGUAGES:
        if word := source.text("words", language, "keyword"):
            yield ("words", language, "keyword"), word


def _keywords(source: YamlFile, reserved: Collection[str]) -> Iterator[FileProblem]:
    for key, word in claimed_words(source):
        wish = IncomingText(word).opt_out
        if word.upper() in reserved or (wish and wish.wish in {"stop", "start", "help"}):
            yield source.problem(key, flaw("word_reserved", word=word))


def _known(languages: Iterable[str]) -> tuple[str, ...]:
    return tuple(language for language in languages if language in LANGUAGES)


def _languages(source: YamlFile) -> Iterator[FileProblem]:
    spoken, written = source.strings("languages"), source.mapping("words")
    yield from _repeated(source, ("languages",))
    if not written:  # then `words` itself is missing, and said to be
        return
    for language in _known(spoken):
        if language not in written:
            yield source.problem(("words", language), flaw("language_missing", language=language))
    for language in _known(written):
        if spoken and language not in spoken:
            yield source.problem(("words", language), flaw("language_surplus", language=language))


def _repeated(source: YamlFile, key: KeyPath) -> Iterator[FileProblem]:
    entries = source.strings(*key)
    for n, entry in enumerate(entries):
        if entry in entries[:n]:
            yield source.problem((*key, n), flaw("entry_twice", entry=entry))


ROLE_KEYS = (("targets",), ("more_targets", "roles"))


def _all_roles(source: YamlFile) -> tuple[str, ...]:
    named = [source.text("named_targets", n, "role") for n in range(len(source.entries("named_targets")))]
    return tuple(dict.fromkeys(filter(None, (*(role for key in ROLE_KEYS for role in source.strings(*key)), *named))))


def _roles(source: YamlFile, roles: Collection[str]) -> Iterator[FileProblem]:
    targets = _all_roles(source)
    yield from _targets(source, roles)
    for language in _known(source.mapping("words")):
        for part in (("words", language, "script", "body"), ("words", language, "offices")):
            if not source.mapping(*part):
                continue
            for role in targets:
                if role not in source.mapping(*part):
                    yield source.problem((*part, role), flaw("role_missing", role=role))
            for role in source.mapping(*part):
                if targets and role not in targets:
                    yield source.problem((*part, role), flaw("role_surplus", role=role))


def _targets(source: YamlFile, roles: Collection[str]) -> Iterator[FileProblem]:
    for key in ROLE_KEYS:
        yield from _repeated(source, key)
        for n, role in enumerate(source.strings(*key)):
            if role not in roles:
                yield source.problem((*key, n), _no_role(role, roles))
    for n, role in enumerate(source.strings("more_targets", "roles")):
        if role in source.strings("targets"):
            yield source.problem(("more_targets", "roles", n), flaw("target_twice", role=role))
    yield from _named_targets(source, roles)
    for n, code in enumerate(source.strings("more_targets", "not_in")):
        if not has_phrase(f"state.{code}"):
            yield source.problem(("more_targets", "not_in", n), flaw("no_state", word=code, near="VT"))


def _named_targets(source: YamlFile, roles: Collection[str]) -> Iterator[FileProblem]:
    """Who holds these seats is looked up elsewhere: that changes without the file."""
    seen: set[tuple[str, ...]] = set()
    for n in range(len(source.entries("named_targets"))):
        role, division, name = (source.text("named_targets", n, key) for key in ("role", "division", "name"))
        if role and role not in roles:
            yield source.problem(("named_targets", n, "role"), _no_role(role, roles))
        if (role, division, name) in seen:
            yield source.problem(("named_targets", n), flaw("twice"))
        seen.add((role, division, name))


def _no_role(role: str, roles: Collection[str]) -> Flaw:
    return flaw("no_role", role=role, known=", ".join(sorted(roles)))


def _stances(source: YamlFile) -> Iterator[FileProblem]:
    records = range(len(source.entries("stances")))
    divisions = [source.text("stances", n, "division") for n in records]
    for n, division in enumerate(divisions):
        if division and division in divisions[:n]:
            yield source.problem(("stances", n, "division"), flaw("twice"))
        yield from _stance_parts(source, n)
    if divisions and source.at("stances_stale_after_years") is None:
        yield source.problem(("stances_stale_after_years",), flaw("years_missing"))
    for language in _known(source.mapping("words")):
        openings = source.mapping("words", language, "script", "opening")
        for kind, why in _openings_needed(source).items():
            if openings and kind not in openings:
                yield source.problem(("words", language, "script", "opening", kind), flaw(why))


def _stance_parts(source: YamlFile, n: int) -> Iterator[FileProblem]:
    """What is wrong between the keys of one record."""
    for key in ("place", "source"):
        given = source.mapping("stances", n, key)
        for language in _known(source.strings("languages")):
            if given and language not in given:
                yield source.problem(("stances", n, key, language), flaw("translation_missing", key=key))
    if source.text("stances", n, "stance") == "lacks" and source.at("stances", n, "in_practice") is True:
        yield source.problem(("stances", n, "in_practice"), flaw("lacks_in_practice"))


def _openings_needed(source: YamlFile) -> Mapping[OpeningKind, str]:
    """The openings that the records of a file call for, each with the code of what is said where it is missing."""
    needed: dict[OpeningKind, str] = {}
    for n in range(len(source.entries("stances"))):
        match source.text("stances", n, "stance"), source.at("stances", n, "in_practice"):
            case "has", True:
                needed["in_practice"] = "opening_in_practice"
            case "has", _:
                needed["has"] = "opening_has"
            case "lacks", _:
                needed["lacks"] = "opening_lacks"
    if needed.keys() & {"has", "in_practice"}:
        needed["had"] = "opening_stale"
    if "lacks" in needed:
        needed["lacked"] = "opening_stale"
    return needed


def _topics(source: YamlFile) -> Iterator[FileProblem]:
    languages = _known(source.mapping("words"))
    keys = {
        language: [
            source.text("words", language, "topics", n, "key") for n in range(len(source.entries("words", language, "topics")))
        ]
        for language in languages
    }
    for language in languages:
        for n, topic in enumerate(keys[language]):
            if topic and topic in keys[language][:n]:
                key = ("words", language, "topics", n, "key")
                yield source.problem(key, flaw("entry_twice", entry=topic))
        first = keys[languages[0]]
        if first and keys[language] and keys[language] != first:
            differ = flaw("topics_differ", language=languages[0], topics=", ".join(first))
            yield source.problem(("words", language, "topics"), differ)


def _identity(source: YamlFile) -> Iterator[FileProblem]:
    color = source.text("identity", "color")
    if COLOR.fullmatch(color) and (found := contrast(color, PAPER)) < LEAST_CONTRAST:
        near = readable_color(color, PAPER)
        pale = flaw("color_pale", color=color, contrast=f"{found:.1f}", least=str(LEAST_CONTRAST), near=near)
        yield source.problem(("identity", "color"), pale)
    logo = source.text("identity", "logo")
    if logo.strip() and isinstance(wrong := read_logo(logo), Flaw):
        yield source.problem(("identity", "logo"), wrong)


def _more(source: YamlFile, language: str) -> Iterator[FileProblem]:
    key: KeyPath = ("words", language, "more")
    names = source.strings(*key, "names")
    for n, name in enumerate(names):
        if ADDRESS.search(name):
            yield source.problem((*key, "names", n), flaw("address_in_name"))
    first = next(iter(_known(source.strings("languages"))), language)
    others = source.strings("words", first, "more", "names")
    if names and others and len(names) != len(others):
        differ = flaw("names_differ", here=len(names), language=first, there=len(others))
        yield source.problem((*key, "names"), differ)
    whole = f"{source.text(*key, 'lead')} {'; '.join(names)}."
    if names:
        yield from too_long(source, key, measure_text(whole, {}, MORE_LIMIT.unit), MORE_LIMIT)
