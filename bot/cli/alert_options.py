"""How an alert is given to a command: as a file, in options, or as a file with a key changed. Its meaning: alert_file.py."""

from collections.abc import Callable
from pathlib import Path
from typing import Literal, TypedDict, Unpack

import click

from bot.broadcasts.alert_file import Around, PlanErrors, given_plan, read_plan
from bot.broadcasts.lifecycle import Draft
from bot.campaigns import Campaigns
from bot.cli.terminal import count_noun
from bot.locale import LANGUAGES
from bot.yaml_files.yaml_reading import Value

KEYS = ("state", "place", "zip", "division", "official", "language", "called", "joined_since", "alert", "no_call_since")
SINGLE = ("called", "joined_since")

PLAIN: tuple[Literal["campaign", "official", "certainty", "unsure", "at", "expires", "zone"], ...] = (
    "campaign",
    "official",
    "certainty",
    "unsure",
    "at",
    "expires",
    "zone",
)

Command = Callable[..., None]


class AlertOptions(TypedDict):
    """What alert_options() gives to a command."""

    campaign: str | None
    texts: tuple[str, ...]
    pictures: tuple[str, ...]
    audience: tuple[str, ...]
    leave_out: tuple[str, ...]
    official: str | None
    fallbacks: tuple[str, ...]
    certainty: str | None
    unsure: str | None
    at: str | None
    expires: str | None
    zone: str | None


def alert_options(command: Command) -> Command:
    """The options that say which alert, for commands that take a draft."""
    for option in reversed(
        (
            click.argument("file", required=False, type=click.Path(path_type=Path)),
            click.option("--campaign", metavar="KEYWORD", help="Whose subscribers."),
            click.option("--text", "texts", multiple=True, metavar="[LANGUAGE=]WORDS", help="The words; once a language."),
            click.option(
                "--picture",
                "pictures",
                multiple=True,
                metavar="[LANGUAGE=]ADDRESS",
                help="The https address of a picture that comes with the words; for all languages, or once a language.",
            ),
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
            click.option(
                "--unsure",
                metavar="leave|again",
                help="again: a text of which nobody knows whether it arrived is sent once more.  [default: leave]",
            ),
            click.option("--at", metavar="TIME", help='When, on your clock: "2026-11-23 18:00".  [default: at once]'),
            click.option("--expires", metavar="TIME|SPAN", help="When it is no use any more: 6h.  [default: a day after]"),
            click.option("--zone", metavar="ZONE", help="Your time zone: Pacific."),
        )
    ):
        command = option(command)
    return command


def draft_of(around: Around, file: Path | None, **options: Unpack[AlertOptions]) -> Draft:
    """The draft that a command was given. Raises ClickException with every mistake, UsageError for what is no alert at all."""
    values = _values(around.campaigns, options)
    try:
        if file is not None:
            return read_plan(file, around, values)
        if not {"campaign", "texts"} <= set(values):
            raise click.UsageError('name a FILE (docs/alerts.md shows one), or give --campaign KEYWORD and --text "words"')
        return given_plan(values, around)
    except PlanErrors as errors:
        click.echo(errors, err=True)
        raise click.ClickException(count_noun(len(errors.problems), "problem")) from None


def _values(campaigns: Campaigns, options: AlertOptions) -> dict[str, Value]:
    """What the options say, with the keys of a file; only what was given."""
    plain = {str(name): value for name in PLAIN if (value := options[name])}
    first = _first_language(campaigns, options["campaign"] or "")
    texts: dict[str, Value] = {}
    for text in options["texts"]:
        language, words = _in_language(text, first)
        _set_once(
            texts,
            language,
            words,
            f"--text {text!r}: there are words in {language} already; name the language of others, as es=WORDS",
        )
    fallbacks: dict[str, dict[str, Value]] = {}
    for written in options["fallbacks"]:
        name, words = _pair("--fallback", written, 'NAME=WORDS, like official="your mayor"')
        name, _, language = name.partition(".")
        twice = f"--fallback {written!r}: there is one for {name} in {language or first} already; keep one of the two"
        _set_once(fallbacks.setdefault(name, {}), language or first, words, twice)
    more: dict[str, Value] = {
        "texts": texts,
        "picture": _picture(options["pictures"]),
        "fallbacks": dict[str, Value](fallbacks),
        "audience": _whom("--to", options["audience"]),
        "except": _whom("--except", options["leave_out"]),
    }
    return {**plain, **{name: value for name, value in more.items() if value}}


def _first_language(campaigns: Campaigns, word: str) -> str:
    named = campaigns.named(word)
    return named.languages[0] if named else LANGUAGES[0]


def _in_language(text: str, first: str) -> tuple[str, str]:
    language, equals, words = text.partition("=")
    return (language, words) if equals and language in LANGUAGES else (first, text)


def _picture(written: tuple[str, ...]) -> Value:
    """One address for all languages, or an address by language; "" for none."""
    found: dict[str, Value] = {}
    for each in written:
        language, address = _in_language(each, "")
        if not language and len(written) > 1:
            raise click.UsageError(f"--picture {each!r}: name the language of each, as es=ADDRESS, or give one for all")
        _set_once(found, language, address, f"--picture {each!r}: there is one in {language} already; keep one of the two")
    return found.get("", found or "")


def _pair(option: str, written: str, shape: str) -> tuple[str, str]:
    name, equals, value = written.partition("=")
    if not equals or not value.strip():
        raise click.UsageError(f"{option} {written!r}: write {shape}")
    return name.strip(), value.strip()


def _set_once(given: dict[str, Value], key: str, value: str, twice: str) -> None:
    """The second of two that cannot both hold must not replace the first without a word."""
    if key in given:
        raise click.UsageError(twice)
    given[key] = value


def _whom(option: str, written: tuple[str, ...]) -> dict[str, Value]:
    found: dict[str, Value] = {}
    for each in written:
        key, value = _pair(option, each, "KEY=VALUE, like state=WA")
        if key not in KEYS:
            raise click.UsageError(f"{option} {each!r}: write one of {', '.join(KEYS)} before the =")
        if key in SINGLE:
            _set_once(found, key, value, f"{option} {each!r}: {key} is given already; keep one of the two")
        else:
            before = found.get(key)
            found[key] = (*before, value) if isinstance(before, tuple) else (value,)
    return found
