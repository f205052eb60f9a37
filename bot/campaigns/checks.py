"""What must fit together in a campaign file and between files: languages, roles, stances, topics, keywords. Not single texts.

Every check reads the file as written and lives with mistakes that are another check's business, so that one run tells all.
"""

import re
from collections.abc import Collection, Iterable, Iterator, Mapping

from bot.campaigns.colors import LEAST_CONTRAST, PAPER, contrast, readable_color
from bot.campaigns.logos import NoLogo, read_logo
from bot.campaigns.model import Campaign, OpeningKind
from bot.campaigns.text_rules import MORE_LIMIT, check_scripts, check_text, longest_campaign_values, measure_text, too_long
from bot.locale import LANGUAGES, has_phrase
from bot.reading.incoming import IncomingText
from bot.yaml_files.yaml_reading import FileProblem, KeyPath, YamlFile

STALE = "records grow old, and are then told as what was"
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
        mend = "name it with up to 20 small letters, digits and hyphens: it becomes the page's address"
        yield source.problem((), "has a name that cannot be an address", mend)
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
            yield source.problem((), f"has the same id as {ids[id]}", "rename one of the two")
        ids.setdefault(id, source.file)
        for key, word in claimed_words(source):
            if word in owners:
                what = f"{word} is a keyword of {owners[word]} already"
                yield source.problem(key, what, "choose another word in one of the two")
            owners.setdefault(word, source.file)
        if is_hotline(source):
            if hotline:
                what = f"{hotline} is the hotline's campaign already"
                yield source.problem(("hotline",), what, "write `hotline: false` in one of the two")
            hotline = hotline or source.file
        if number := source.at(*CALLPOWER):
            if number in numbers:
                yield source.problem(CALLPOWER, *_same_number(number, numbers[number]))
            numbers.setdefault(number, source.file)


def check_beside(source: YamlFile, others: Iterable[Campaign]) -> Iterator[FileProblem]:
    """What a campaign claims that one of these has; one that has ended holds nothing."""
    living = [other for other in others if other.state != "ended"]
    for key, word in claimed_words(source):
        if owner := next((other for other in living if word in other.keywords), None):
            yield source.problem(key, f"{word} is a keyword of {owner.id} already", "choose another word in one of the two")
    marked = next((other for other in living if other.hotline and other.state == "live"), None)
    if marked and source.at("hotline") is True:
        what = f"{marked.id} is the hotline's campaign already"
        yield source.problem(("hotline",), what, "write `hotline: false` in one of the two")
    number = source.at(*CALLPOWER)
    if owner := next((other for other in living if other.callpower and other.callpower.id == number), None):
        yield source.problem(CALLPOWER, *_same_number(number, owner.id))


def _same_number(number: object, owner: str) -> tuple[str, str]:
    return f"CallPower's campaign {number} is {owner} already", "take `callpower` out of one of the two"


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
            what = f"{word} is answered by the provider or by the bot itself"
            yield source.problem(key, what, "choose another word")


def _known(languages: Iterable[str]) -> tuple[str, ...]:
    return tuple(language for language in languages if language in LANGUAGES)


def _languages(source: YamlFile) -> Iterator[FileProblem]:
    spoken, written = source.strings("languages"), source.mapping("words")
    yield from _repeated(source, ("languages",))
    if not written:  # then `words` itself is missing, and said to be
        return
    for language in _known(spoken):
        if language not in written:
            mend = f"translate the other language's words, or take {language} out of languages"
            yield source.problem(("words", language), "is missing", mend)
    for language in _known(written):
        if spoken and language not in spoken:
            mend = f"add {language} to languages, or take these words away"
            yield source.problem(("words", language), "is not among the campaign's languages", mend)


def _repeated(source: YamlFile, key: KeyPath) -> Iterator[FileProblem]:
    entries = source.strings(*key)
    for n, entry in enumerate(entries):
        if entry in entries[:n]:
            yield source.problem((*key, n), f"{entry} is there twice", "keep one of the two")


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
                    mend = f"write it: {role} is among the targets"
                    yield source.problem((*part, role), "is missing", mend)
            for role in source.mapping(*part):
                if targets and role not in targets:
                    mend = f"add {role} to targets, or take these words away"
                    yield source.problem((*part, role), "is for a role that is no target", mend)


def _targets(source: YamlFile, roles: Collection[str]) -> Iterator[FileProblem]:
    for key in ROLE_KEYS:
        yield from _repeated(source, key)
        for n, role in enumerate(source.strings(*key)):
            if role not in roles:
                yield source.problem((*key, n), *_no_role(role, roles))
    for n, role in enumerate(source.strings("more_targets", "roles")):
        if role in source.strings("targets"):
            yield source.problem(("more_targets", "roles", n), f"{role} is among the targets already", "keep one of the two")
    yield from _named_targets(source, roles)
    for n, code in enumerate(source.strings("more_targets", "not_in")):
        if not has_phrase(f"state.{code}"):
            yield source.problem(("more_targets", "not_in", n), f"{code} is no state", "write its two letters, like VT")


def _named_targets(source: YamlFile, roles: Collection[str]) -> Iterator[FileProblem]:
    """Who holds these seats is looked up elsewhere: that changes without the file."""
    seen: set[tuple[str, ...]] = set()
    for n in range(len(source.entries("named_targets"))):
        role, division, name = (source.text("named_targets", n, key) for key in ("role", "division", "name"))
        if role and role not in roles:
            yield source.problem(("named_targets", n, "role"), *_no_role(role, roles))
        if (role, division, name) in seen:
            yield source.problem(("named_targets", n), "is there twice", "keep one of the two")
        seen.add((role, division, name))


def _no_role(role: str, roles: Collection[str]) -> tuple[str, str]:
    return f"{role} is no role the directory knows", f"use one of {', '.join(sorted(roles))}"


def _stances(source: YamlFile) -> Iterator[FileProblem]:
    records = range(len(source.entries("stances")))
    divisions = [source.text("stances", n, "division") for n in records]
    for n, division in enumerate(divisions):
        if division and division in divisions[:n]:
            yield source.problem(("stances", n, "division"), "is there twice", "keep one of the two")
        yield from _stance_parts(source, n)
    if divisions and source.at("stances_stale_after_years") is None:
        mend = "write after how many years a stance is told as what was, such as `stances_stale_after_years: 2`"
        yield source.problem(("stances_stale_after_years",), "is missing", mend)
    for language in _known(source.mapping("words")):
        openings = source.mapping("words", language, "script", "opening")
        for kind, why in _openings_needed(source).items():
            if openings and kind not in openings:
                missing = ("words", language, "script", "opening", kind)
                yield source.problem(missing, "is missing", f"write it: {why}")


def _stance_parts(source: YamlFile, n: int) -> Iterator[FileProblem]:
    """What is wrong between the keys of one record."""
    for key in ("place", "source"):
        given = source.mapping("stances", n, key)
        for language in _known(source.strings("languages")):
            if given and language not in given:
                mend = f"add it, or write one text for all languages: `{key}: ...`"
                yield source.problem(("stances", n, key, language), "is missing", mend)
    if source.text("stances", n, "stance") == "lacks" and source.at("stances", n, "in_practice") is True:
        mend = "take it away, or write `stance: has`"
        yield source.problem(("stances", n, "in_practice"), "is true of a place that lacks it", mend)


def _openings_needed(source: YamlFile) -> Mapping[OpeningKind, str]:
    """The openings that the records of a file call for, each with its reason."""
    needed: dict[OpeningKind, str] = {}
    for n in range(len(source.entries("stances"))):
        match source.text("stances", n, "stance"), source.at("stances", n, "in_practice"):
            case "has", True:
                needed["in_practice"] = "a place under stances does so"
            case "has", _:
                needed["has"] = "a place under stances has it"
            case "lacks", _:
                needed["lacks"] = "a place under stances lacks it"
    if needed.keys() & {"has", "in_practice"}:
        needed["had"] = STALE
    if "lacks" in needed:
        needed["lacked"] = STALE
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
                yield source.problem(key, f"{topic} is there twice", "keep one of the two")
        first = keys[languages[0]]
        if first and keys[language] and keys[language] != first:
            mend = f"write the same topics in the same order as {languages[0]}: {', '.join(first)}"
            yield source.problem(("words", language, "topics"), "are not those of the other language", mend)


def _identity(source: YamlFile) -> Iterator[FileProblem]:
    color = source.text("identity", "color")
    if COLOR.fullmatch(color) and (found := contrast(color, PAPER)) < LEAST_CONTRAST:
        what = f"{color} on the page has a contrast of {found:.1f} to 1, {LEAST_CONTRAST} at least, and cannot be read by all"
        yield source.problem(("identity", "color"), what, f"take a darker one: {readable_color(color, PAPER)} is the nearest")
    logo = source.text("identity", "logo")
    if logo.strip() and isinstance(wrong := read_logo(logo), NoLogo):
        yield source.problem(("identity", "logo"), wrong.what, wrong.mend)


def _more(source: YamlFile, language: str) -> Iterator[FileProblem]:
    key: KeyPath = ("words", language, "more")
    names = source.strings(*key, "names")
    for n, name in enumerate(names):
        if ADDRESS.search(name):
            mend = "write the name alone: an address may change hands"
            yield source.problem((*key, "names", n), "holds an address", mend)
    first = next(iter(_known(source.strings("languages"))), language)
    others = source.strings("words", first, "more", "names")
    if names and others and len(names) != len(others):
        what = f"holds {len(names)} names, {first} holds {len(others)}"
        yield source.problem((*key, "names"), what, "name the same in every language")
    whole = f"{source.text(*key, 'lead')} {'; '.join(names)}."
    if names:
        yield from too_long(source, key, measure_text(whole, {}, MORE_LIMIT.unit), MORE_LIMIT)
