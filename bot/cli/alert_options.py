"""How an alert is given to a command: as a file, in options, or as a file with a key changed. What it means is plan.py's."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import click

from bot.broadcasts.control import Draft
from bot.broadcasts.plan import Around, PlanErrors, given_plan, read_plan
from bot.campaigns import Campaigns
from bot.engine.languages import LANGUAGES

KEYS = ("state", "place", "division", "official", "language", "called", "joined_since")
SINGLE = ("called", "joined_since")

Command = Callable[..., None]


def alert_options(command: Command) -> Command:
    """The options that say which alert, for commands that take a draft."""
    for option in reversed(
        (
            click.argument("file", required=False, type=click.Path(path_type=Path)),
            click.option("--campaign", metavar="KEYWORD", help="Whose subscribers."),
            click.option("--text", "texts", multiple=True, metavar="[LANGUAGE=]WORDS", help="The words; once a language."),
            click.option("--to", "audience", multiple=True, metavar="KEY=VALUE", help="Only these, as state=WA; repeatable."),
            click.option("--except", "leave_out", multiple=True, metavar="KEY=VALUE", help="Not these; repeatable."),
            click.option("--official", metavar="ROLE", help="Whom {official} names.  [default: the campaign's first target]"),
            click.option(
                "--fallback",
                "fallbacks",
                multiple=True,
                metavar="NAME[.LANGUAGE]=WORDS",
                help="Words for who lacks a placeholder's value.",
            ),
            click.option("--certainty", metavar="sure|maybe", help="maybe: also who may live there."),
            click.option("--at", metavar="TIME", help='When, on your clock: "2026-11-23 18:00".  [default: at once]'),
            click.option("--expires", metavar="TIME|SPAN", help="When it is no use any more: 6h.  [default: a day after]"),
            click.option("--zone", metavar="ZONE", help="Your time zone: Pacific."),
        )
    ):
        command = option(command)
    return command


def draft_of(around: Around, file: Path | None, **options: Any) -> Draft:
    """The draft that a command was given. Raises ClickException with every mistake, UsageError for what is no alert at all."""
    values = _values(around.campaigns, options)
    try:
        if file is not None:
            return read_plan(file, around, values)
        if not {"campaign", "texts"} <= set(values):
            raise click.UsageError('name a FILE (docs/alerts.md shows one), or give --campaign KEYWORD and --text "words"')
        return given_plan(values, around)
    except PlanErrors as errors:
        count = len(errors.problems)
        click.echo(errors, err=True)
        raise click.ClickException(f"{count} problem{'' if count == 1 else 's'}") from None


def _values(campaigns: Campaigns, options: Mapping[str, Any]) -> dict[str, Any]:
    """What the options say, with the keys of a file; only what was given."""
    plain = {name: options[name] for name in ("campaign", "official", "certainty", "at", "expires", "zone") if options[name]}
    first = _first_language(campaigns, plain.get("campaign", ""))
    texts = dict(_in_language(text, first) for text in options["texts"])
    fallbacks: dict[str, Any] = {}
    for written in options["fallbacks"]:
        name, words = _pair("--fallback", written)
        name, _, language = name.partition(".")
        fallbacks.setdefault(name, {})[language or first] = words
    more = {
        "texts": texts,
        "fallbacks": fallbacks,
        "audience": _whom("--to", options["audience"]),
        "except": _whom("--except", options["leave_out"]),
    }
    return plain | {name: value for name, value in more.items() if value}


def _first_language(campaigns: Campaigns, word: str) -> str:
    named = campaigns.get(word.casefold()) or campaigns.by_keyword(word.upper())
    return named.languages[0] if named else LANGUAGES[0]


def _in_language(text: str, first: str) -> tuple[str, str]:
    language, equals, words = text.partition("=")
    return (language, words) if equals and language in LANGUAGES else (first, text)


def _pair(option: str, written: str) -> tuple[str, str]:
    name, equals, value = written.partition("=")
    if not equals or not value.strip():
        raise click.UsageError(f"{option} {written!r}: write KEY=VALUE, like state=WA")
    return name.strip(), value.strip()


def _whom(option: str, written: tuple[str, ...]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for each in written:
        key, value = _pair(option, each)
        if key not in KEYS:
            raise click.UsageError(f"{option} {each!r}: write one of {', '.join(KEYS)} before the =")
        if key in SINGLE:
            found[key] = value
        else:
            found[key] = (*found.get(key, ()), value)
    return found
