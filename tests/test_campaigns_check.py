"""Every mistake an author can make in a campaign file is found and told with its place and its mend."""

from pathlib import Path

import pytest

from tests.campaign_files import GOOD, problems, spoiled

# What is in the good file, what the author wrote instead, and the one line that tells of it.
MISTAKES = [
    pytest.param(
        "    ask: Plant a tree for every child.\n",
        "",
        "trees.yaml:13: words.en.ask: is missing; add it, as docs/campaigns.md shows",
        id="a key is missing",
    ),
    pytest.param(
        "keyword: TREES\n",
        "",
        "trees.yaml: keyword: is missing; add it, as docs/campaigns.md shows",
        id="the keyword is missing",
    ),
    pytest.param(
        "unknown: {sms: Say yes., voice: Say yes., page",
        "unknown: {sms: Say yes., page",
        "trees.yaml:29: words.en.script.opening.unknown.voice: is missing; add it, as docs/campaigns.md shows",
        id="a form is missing",
    ),
    pytest.param(
        "state: live\n",
        "state: live\nhotlin: true\n",
        "trees.yaml:4: hotlin: is an unknown key; did you mean hotline?",
        id="a key is misspelled",
    ),
    pytest.param(
        "{city: this community}",
        "{city: this community, zebra: x}",
        "trees.yaml:17: words.en.unknown.zebra: is an unknown key; write one of city",
        id="a key is unknown",
    ),
    pytest.param(
        "keyword: TREES\n",
        "keyword: TREES\nid: trees\n",
        "trees.yaml:2: id: is an unknown key; the file's name is the campaign's id",
        id="an id is written",
    ),
    pytest.param(
        "state: live\n",
        "state: live\nstate: draft\n",
        "trees.yaml:4: state: is there twice (first on line 3); keep one of the two",
        id="a key is there twice",
    ),
    pytest.param(
        "    title: Trees for all\n",
        "    title: Trees for all\n    title: Trees\n",
        "trees.yaml:15: words.en.title: is there twice (first on line 14); keep one of the two",
        id="a key deep inside is there twice",
    ),
    pytest.param(
        "state: live\n",
        "state: live\n? [a, b]\n: c\n",
        "trees.yaml:4: has a key that is not a word; put a text that starts with { or [ in quotes",
        id="a key is a list",
    ),
    pytest.param(
        'lead: "To follow:", names: [The Tree People]',
        'lead: &x "To follow:", names: [*x]',
        "trees.yaml:38: words.en.more.names.0: repeats another part of the file by an alias (*name); "
        "write the text out, or put it in quotes if the * is meant",
        id="an alias of YAML repeats a text",
    ),
    pytest.param(
        "state: live",
        "state: on",
        "trees.yaml:3: state: 'on' is not known; write one of draft, live, paused, ended",
        id="a state is unknown",
    ),
    pytest.param(
        "state: live\n",
        "state: live\nhotline: yes\n",
        "trees.yaml:4: hotline: 'yes' is neither true nor false; write true or false",
        id="a switch is a word",
    ),
    pytest.param(
        "title: Trees for all",
        "title: '  '",
        "trees.yaml:14: words.en.title: is empty; write it or take the key away",
        id="a text is empty",
    ),
    pytest.param(
        "title: Trees for all",
        "title: 2019",
        "trees.yaml:14: words.en.title: holds no text; write a text, in quotes if it looks like something else",
        id="a text is a number",
    ),
    pytest.param(
        "title: Trees for all",
        "title:",
        "trees.yaml:14: words.en.title: holds no text; write a text, in quotes if it looks like something else",
        id="a text is nothing",
    ),
    pytest.param(
        '"{place} said yes in {since}."',
        "{place}",
        "trees.yaml:25: words.en.script.opening.has.sms: holds no text; "
        "write a text, in quotes if it looks like something else",
        id="a text starts with a placeholder and no quotes",
    ),
    pytest.param(
        "aliases: [ARBOLES]",
        "aliases: ARBOLES",
        "trees.yaml:2: aliases: is not a list; write [a, b] or lines that start with a dash",
        id="a list is a text",
    ),
    pytest.param(
        "names: [The Tree People]",
        "names: []",
        "trees.yaml:38: words.en.more.names: is empty; write it or take the key away",
        id="a list is empty",
    ),
    pytest.param(
        "    unknown: {city: this community}",
        "    unknown: this community",
        "trees.yaml:17: words.en.unknown: holds no keys; indent its keys below it, as docs/campaigns.md shows",
        id="keys are a text",
    ),
    pytest.param(
        "recorded: 2019",
        "recorded: 2019-05-21",
        "trees.yaml:10: stances.0.recorded: '2019-05-21' is not a year; write the year alone, like 2017",
        id="a year is a date",
    ),
    pytest.param(
        "recorded: 2019",
        "recorded: 19",
        "trees.yaml:10: stances.0.recorded: 19 is not a year; write the year alone, like 2017",
        id="a year is far off",
    ),
    pytest.param(
        "    recorded: 2019\n",
        "",
        "trees.yaml:7: stances.0.recorded: is missing; add it, as docs/campaigns.md shows",
        id="a stance has no date",
    ),
    pytest.param(
        "    source: {en: The law of 2019, es: La ley de 2019}\n",
        "",
        "trees.yaml:7: stances.0.source: is missing; add it, as docs/campaigns.md shows",
        id="a stance has no source",
    ),
    pytest.param(
        "{en: The law of 2019, es: La ley de 2019}",
        "{en: The law of 2019}",
        "trees.yaml:11: stances.0.source.es: is missing; add it, or write one text for all languages: `source: ...`",
        id="a stance lacks a language",
    ),
    pytest.param(
        "stance: has",
        "stance: none",
        "trees.yaml:9: stances.0.stance: 'none' is not known; write one of has, lacks",
        id="a stance is none",
    ),
    pytest.param(
        "division: ocd-division/country:us/state:wa",
        "division: Washington",
        "trees.yaml:7: stances.0.division: 'Washington' is not written as it must be; "
        "write an Open Civic Data id like ocd-division/country:us/state:wa/place:seattle",
        id="a division is no id",
    ),
    pytest.param(
        "stances:\n",
        "stances:\n  - {division: ocd-division/country:us/state:wa, place: W, stance: has, recorded: 2019, source: S}\n",
        "trees.yaml:8: stances.1.division: is there twice; keep one of the two",
        id="a place has two stances",
    ),
    pytest.param(
        "aliases: [ARBOLES]",
        "aliases: [ÁRBOLES]",
        "trees.yaml:2: aliases.0: 'ÁRBOLES' is not written as it must be; "
        "write 3 to 16 capital letters or digits, a letter first, no accents",
        id="a keyword has an accent",
    ),
    pytest.param(
        "keyword: TREES",
        "keyword: STOP",
        "trees.yaml:1: keyword: STOP is answered by the provider or by the bot itself; choose another word",
        id="a keyword is a carrier's",
    ),
    pytest.param(
        "aliases: [ARBOLES]",
        "aliases: [ARBOLES, NEXT]",
        "trees.yaml:2: aliases.1: NEXT is answered by the provider or by the bot itself; choose another word",
        id="an alias is the bot's",
    ),
    pytest.param(
        "aliases: [ARBOLES]",
        "aliases: [TREES]",
        "trees.yaml:2: aliases.0: TREES is a keyword of trees.yaml already; choose another word in one of the two",
        id="an alias is the keyword",
    ),
    pytest.param(
        "    title: Trees for all\n",
        "    keyword: NEXT\n    title: Trees for all\n",
        "trees.yaml:14: words.en.keyword: NEXT is answered by the provider or by the bot itself; choose another word",
        id="a language's keyword is the bot's",
    ),
    pytest.param(
        "    title: Trees for all\n",
        "    keyword: TREES\n    title: Trees for all\n",
        "trees.yaml:14: words.en.keyword: TREES is a keyword of trees.yaml already; choose another word in one of the two",
        id="a language's keyword is the campaign's",
    ),
    pytest.param(
        "    title: Trees for all\n",
        "    keyword: Trees!\n    title: Trees for all\n",
        "trees.yaml:14: words.en.keyword: 'Trees!' is not written as it must be; "
        "write 3 to 16 capital letters or digits, a letter first, no accents",
        id="a language's keyword is no word",
    ),
    pytest.param(
        "languages: [en, es]",
        "languages: [en, es, en]",
        "trees.yaml:4: languages.2: en is there twice; keep one of the two",
        id="a language is there twice",
    ),
    pytest.param(
        "languages: [en, es]",
        "languages: [en, es, fr]",
        "trees.yaml:4: languages.2: 'fr' is not known; write one of en, es",
        id="a language is unknown",
    ),
    pytest.param(
        "languages: [en, es]",
        "languages: [en]",
        "trees.yaml:40: words.es: is not among the campaign's languages; add es to languages, or take these words away",
        id="words are in an unlisted language",
    ),
    pytest.param(
        "targets: [governor, mayor]",
        "targets: [governor, mayor, mayor]",
        "trees.yaml:5: targets.2: mayor is there twice; keep one of the two",
        id="a role is there twice",
    ),
    pytest.param(
        '        mayor: {sms: "Plant. {link}", voice: Plant., page: Plant.}\n',
        "",
        "trees.yaml:30: words.en.script.body.mayor: is missing; write it: mayor is among the targets",
        id="a target has no body",
    ),
    pytest.param(
        '      mayor: {name: la alcaldía, missing: {sms: "Nada en {city}.", voice: "Nada en {city}."}}\n',
        "",
        "trees.yaml:60: words.es.offices.mayor: is missing; write it: mayor is among the targets",
        id="a target has no office",
    ),
    pytest.param(
        "        has:\n"
        '          sms: "{place} dijo que sí en {since}."\n'
        '          voice: "{place} dijo que sí en {since}."\n'
        '          page: "{place} dijo que sí en {since}."\n',
        "",
        "trees.yaml:50: words.es.script.opening.has: is missing; write it: a place under stances has it",
        id="a recorded stance has no opening in one language",
    ),
    pytest.param(
        '        had: {sms: "In {since}',
        '        hid: {sms: "In {since}',
        [
            "trees.yaml:23: words.en.script.opening.had: is missing; write it: records grow old, and are then told as what was",
            "trees.yaml:28: words.en.script.opening.hid: is an unknown key; did you mean had?",
        ],
        id="a stance has no words for when it is stale",
    ),
    pytest.param(
        "    stance: has\n",
        "    stance: has\n    in_practice: true\n",
        [
            "trees.yaml:24: words.en.script.opening.in_practice: is missing; write it: a place under stances does so",
            "trees.yaml:51: words.es.script.opening.in_practice: is missing; write it: a place under stances does so",
        ],
        id="a practice has no opening",
    ),
    pytest.param(
        "    stance: has\n",
        "    stance: lacks\n    in_practice: true\n",
        [
            "trees.yaml:10: stances.0.in_practice: is true of a place that lacks it; take it away, or write `stance: has`",
            "trees.yaml:24: words.en.script.opening.lacks: is missing; write it: a place under stances lacks it",
            "trees.yaml:24: words.en.script.opening.lacked: is missing; write it: "
            "records grow old, and are then told as what was",
            "trees.yaml:51: words.es.script.opening.lacks: is missing; write it: a place under stances lacks it",
            "trees.yaml:51: words.es.script.opening.lacked: is missing; write it: "
            "records grow old, and are then told as what was",
        ],
        id="a place lacks it in practice",
    ),
    pytest.param(
        "stances_stale_after_years: 10\n",
        "",
        "trees.yaml: stances_stale_after_years: is missing; write after how many years a stance is told as what was, "
        "such as `stances_stale_after_years: 2`",
        id="nobody says when a stance is stale",
    ),
    pytest.param(
        "stances_stale_after_years: 10\n",
        "stances_stale_after_years: 0\n",
        "trees.yaml:67: stances_stale_after_years: 0 is no number from 1 to 50; write a number from 1 to 50",
        id="a stance is stale at once",
    ),
    pytest.param(
        "    stance: has\n",
        "    kind: declared\n",
        [
            "trees.yaml:7: stances.0.stance: is missing; add it, as docs/campaigns.md shows",
            "trees.yaml:9: stances.0.kind: is a key of older files; write `stance: has` for declared, "
            "`stance: has` and `in_practice: true` for in_practice; `stance: lacks` is new",
        ],
        id="a stance of an older file",
    ),
    pytest.param(
        "        unknown: {sms: Say yes.",
        "        none: {sms: Say yes.",
        [
            "trees.yaml:23: words.en.script.opening.unknown: is missing; add it, as docs/campaigns.md shows",
            "trees.yaml:29: words.en.script.opening.none: is a key of older files; call it unknown, and write it so that it "
            "neither thanks nor accuses; what you ask of places that lack it goes to lacks",
        ],
        id="the opening of an older file",
    ),
    pytest.param(
        "        has:\n",
        "        declared:\n",
        [
            "trees.yaml:23: words.en.script.opening.has: is missing; write it: a place under stances has it",
            "trees.yaml:24: words.en.script.opening.declared: is a key of older files; "
            "call it has, and write had for records that are stale",
        ],
        id="an opening of an older file",
    ),
    pytest.param(
        "None in {state}.",
        "None in {county}.",
        "trees.yaml:34: words.en.offices.governor.missing.sms: {county} is no placeholder; use {city}, {state}, {zip}, {link}",
        id="a placeholder is unknown",
    ),
    pytest.param(
        "intro: {sms: We ask for trees.",
        'intro: {sms: "We ask in {city}."',
        "trees.yaml:16: words.en.intro.sms: cannot name {city} here; write it without placeholders",
        id="a placeholder is not known at that point",
    ),
    pytest.param(
        'voice: "None in {city}."',
        'voice: "None in {city}: {link}."',
        "trees.yaml:35: words.en.offices.mayor.missing.voice: cannot name {link} here; use {city}, {state}, {zip}",
        id="a link is to be read aloud",
    ),
    pytest.param(
        "unknown: {sms: Say yes.",
        'unknown: {sms: "Say yes {since}."',
        "trees.yaml:29: words.en.script.opening.unknown.sms: cannot name {since} here; "
        "use {city}, {state}, {zip}, {title}, {name}, {official}, {phone}, {place}, {link}",
        id="a date is named where there is none",
    ),
    pytest.param(
        "None in {state}.",
        "None in {state!r}.",
        "trees.yaml:34: words.en.offices.governor.missing.sms: has a brace that is no placeholder; "
        "write placeholders as {city}, no other { or }",
        id="a placeholder is an expression",
    ),
    pytest.param(
        "None in {state}.",
        "None in {state.",
        "trees.yaml:34: words.en.offices.governor.missing.sms: has a brace that is no placeholder; "
        "write placeholders as {city}, no other { or }",
        id="a brace stands alone",
    ),
    pytest.param(
        'voice: "{place} said yes in {since}."',
        'voice: "{place} said yes."',
        "trees.yaml:26: words.en.script.opening.has.voice: lacks {since}; name {since} in it",
        id="a stance is told without its date",
    ),
    pytest.param(
        "{key: shade, title: Sombra",
        "{key: sombra, title: Sombra",
        "trees.yaml:63: words.es.topics: are not those of the other language; "
        "write the same topics in the same order as en: shade",
        id="topics differ between languages",
    ),
    pytest.param(
        '"A quién seguir:", names: [The Tree People]',
        '"A quién seguir:", names: [The Tree People, Otros]',
        "trees.yaml:65: words.es.more.names: holds 2 names, en holds 1; name the same in every language",
        id="whom to follow differs between languages",
    ),
    pytest.param(
        "names: [The Tree People]",
        "names: [trees.org]",
        "trees.yaml:38: words.en.more.names.0: holds an address; write the name alone: an address may change hands",
        id="whom to follow is an address",
    ),
    pytest.param(
        "title: Trees for all",
        f"title: {'tree ' * 9}",
        "trees.yaml:14: words.en.title: takes 44 characters with the longest values, 40 at most; shorten it",
        id="the title is too long",
    ),
    pytest.param(
        "Plant a tree for every child.",
        "Plant a tree. " * 12,
        "trees.yaml:15: words.en.ask: takes 167 characters with the longest values, 160 at most; shorten it",
        id="the ask is too long",
    ),
    pytest.param(
        "intro: {sms: We ask for trees.",
        f"intro: {{sms: {'We ask for trees. ' * 14}",
        "trees.yaml:16: words.en.intro.sms: takes 251 characters with the longest values, 240 at most; shorten it",
        id="an intro is too long to text",
    ),
    pytest.param(
        "voice: We ask for trees.",
        f"voice: {'tree ' * 41}",
        "trees.yaml:16: words.en.intro.voice: takes 41 words with the longest values, 40 at most; shorten it",
        id="an intro is too long to hear",
    ),
    pytest.param(
        "Trees give shade. {link}",
        "Trees give shade. " * 25,
        "trees.yaml:37: words.en.topics.0.sms: takes 449 characters with the longest values, 440 at most; shorten it",
        id="a topic is too long to text",
    ),
    pytest.param(
        'sms: "None in {city}."',
        'sms: "{city}, {city}, {city}, {city}, {city}, {city}, {city}."',
        "trees.yaml:35: words.en.offices.mayor.missing.sms: takes 195 characters with the longest values, 160 at most; "
        "shorten it",
        id="an answer is too long to text",
    ),
    pytest.param(
        "targets: [governor, mayor]",
        "targets: [governor, mayor]\nmore_targets: {roles: [mayor, mayor], not_in: [VT, ZZ]}",
        [
            "trees.yaml:6: more_targets.roles.1: mayor is there twice; keep one of the two",
            "trees.yaml:6: more_targets.roles.0: mayor is among the targets already; keep one of the two",
            "trees.yaml:6: more_targets.roles.1: mayor is among the targets already; keep one of the two",
            "trees.yaml:6: more_targets.not_in.1: ZZ is no state; write its two letters, like VT",
        ],
        id="whom it calls besides",
    ),
    pytest.param(
        "frequency: 1 msg a month",
        "frequency: whenever a tree somewhere needs us",
        "trees.yaml:39: words.en.programme.frequency: takes 34 characters with the longest values, 30 at most; shorten it",
        id="the programme's frequency is too long",
    ),
]


@pytest.mark.parametrize(("good", "bad", "told"), MISTAKES)
def test_mistake_is_told_with_its_line_its_key_and_the_mend(tmp_path: Path, good: str, bad: str, told: str | list[str]) -> None:
    assert problems(tmp_path, {"trees.yaml": spoiled((good, bad))}) == ([told] if isinstance(told, str) else told)


NO_TARGET = "is for a role that is no target; add mayor to targets, or take these words away"
NO_SHERIFF = "is missing; write it: sheriff is among the targets"

SEVERAL = [
    pytest.param(
        [("targets: [governor, mayor]", "targets: [governor, sheriff]")],
        [
            "trees.yaml:5: targets.1: sheriff is no role the directory knows; use one of council, governor, mayor",
            f"trees.yaml:30: words.en.script.body.sheriff: {NO_SHERIFF}",
            f"trees.yaml:32: words.en.script.body.mayor: {NO_TARGET}",
            f"trees.yaml:33: words.en.offices.sheriff: {NO_SHERIFF}",
            f"trees.yaml:35: words.en.offices.mayor: {NO_TARGET}",
            f"trees.yaml:57: words.es.script.body.sheriff: {NO_SHERIFF}",
            f"trees.yaml:59: words.es.script.body.mayor: {NO_TARGET}",
            f"trees.yaml:60: words.es.offices.sheriff: {NO_SHERIFF}",
            f"trees.yaml:62: words.es.offices.mayor: {NO_TARGET}",
        ],
        id="a role is unknown to the directory",
    ),
    pytest.param(
        [("I live in {city}, ZIP {zip}. This", "I live in {city}. This")],
        [
            "trees.yaml:31: words.en.script.body.governor.voice: the script (greeting, opening.has and this) "
            "lacks {zip}; name {zip} in the greeting or here",
            "trees.yaml:32: words.en.script.body.mayor.voice: the script (greeting, opening.has and this) "
            "lacks {zip}; name {zip} in the greeting or here",
        ],
        id="scripts lack the ZIP",
    ),
    pytest.param(
        [('governor: {sms: "Plant. {link}"', f'governor: {{sms: "{"Plant. " * 44} {{link}}"')],
        [
            "trees.yaml:31: words.en.script.body.governor.sms: the script (greeting, opening.has and this) "
            "takes 4 segments with the longest values, 3 at most; shorten it",
        ],
        id="a script is too long to text",
    ),
    pytest.param(
        [('mayor: {sms: "Plante. {link}", voice: Plante.', f'mayor: {{sms: "Plante. {{link}}", voice: {"árbol " * 50}')],
        [
            "trees.yaml:59: words.es.script.body.mayor.voice: the script (greeting, opening.has and this) "
            "takes 77 words with the longest values, 65 at most; shorten it",
        ],
        id="a script is too long to read aloud",
    ),
    pytest.param(
        [
            ("keyword: TREES", "keyword: STOP"),
            ("recorded: 2019", "recorded: soon"),
            ("None in {state}.", "None in {county}."),
            ("frequency: 1 mensaje al mes", "frequenzy: 1 mensaje al mes"),
        ],
        [
            "trees.yaml:1: keyword: STOP is answered by the provider or by the bot itself; choose another word",
            "trees.yaml:10: stances.0.recorded: 'soon' is not a year; write the year alone, like 2017",
            "trees.yaml:34: words.en.offices.governor.missing.sms: {county} is no placeholder; "
            "use {city}, {state}, {zip}, {link}",
            "trees.yaml:66: words.es.programme.frequency: is missing; add it, as docs/campaigns.md shows",
            "trees.yaml:66: words.es.programme.frequenzy: is an unknown key; did you mean frequency?",
        ],
        id="mistakes of every kind",
    ),
]


@pytest.mark.parametrize(("changes", "told"), SEVERAL)
def test_all_mistakes_of_a_file_are_told_at_once(tmp_path: Path, changes: list[tuple[str, str]], told: list[str]) -> None:
    assert problems(tmp_path, {"trees.yaml": spoiled(*changes)}) == told


def test_language_without_words_is_told(tmp_path: Path) -> None:
    only_english = GOOD[: GOOD.index("  es:\n")] + "stances_stale_after_years: 10\n"
    assert problems(tmp_path, {"trees.yaml": only_english}) == [
        "trees.yaml:12: words.es: is missing; translate the other language's words, or take es out of languages"
    ]
