"""The form in which an alert is written in the console, and what it comes to: the keys of an alert's file, held against the
same rules (alert_file.py). A field has the name of its key: "texts.en", "audience.state", "fallbacks.city.es".
"""

import re
from collections.abc import Iterable, Mapping
from typing import NamedTuple
from zoneinfo import ZoneInfo

from bot.broadcasts import dates
from bot.broadcasts.alert_file import Around, PlanErrors, given_plan
from bot.broadcasts.alert_texts import OF_THE_PLACE
from bot.broadcasts.broadcast_rows import ALERT_KEYS
from bot.broadcasts.drafts import Form
from bot.broadcasts.lifecycle import Draft
from bot.locale import LANGUAGES
from bot.yaml_files.yaml_reading import FileProblem, Value

PLAIN = ("campaign", "picture", "official", "certainty", "unsure", "expires", "zone")
LISTED = ("state", "zip", "place", "division", "official", *ALERT_KEYS)
SINGLE = ("language", "called", "joined_since")
WHOM = (*LISTED, *SINGLE)
PARTS = ("audience", "except")
FIELDS = (
    *PLAIN,
    *("at.day", "at.time", "at.which"),
    *(f"texts.{language}" for language in LANGUAGES),
    *(f"{part}.{key}" for part in PARTS for key in WHOM),
    *(f"fallbacks.{name}.{language}" for name in OF_THE_PLACE for language in LANGUAGES),
)
LONGEST = 4000  # characters of a field
BETWEEN_LINES = re.compile(r"[\n;]+")
BETWEEN_WORDS = re.compile(r"[\n;,]+")
APART_BY_LINES = ("place", "official")  # of which one may hold a comma


class ReadForm(NamedTuple):
    """`draft`: None where there are problems. `twice`: the clocks show the time that was asked for twice, under these names of
    the zone: one has to be chosen."""

    draft: Draft | None
    problems: tuple[FileProblem, ...] = ()
    twice: tuple[str, ...] = ()


def typed_fields(typed: Mapping[str, str]) -> dict[str, str]:
    """What a form has in the fields of an alert; empty ones are left out."""
    fields = {name: typed.get(name, "")[:LONGEST].replace("\r\n", "\n").strip() for name in FIELDS}
    return {name: value for name, value in fields.items() if value}


def read_form(form: Form, around: Around) -> ReadForm:
    """The draft that a form makes, or all that is wrong with it."""
    values = form_values(form)
    twice = _twice(form)
    try:
        return ReadForm(None, twice=twice) if twice else ReadForm(given_plan(values, around))
    except PlanErrors as errors:
        return ReadForm(None, errors.problems)


def form_values(form: Form) -> dict[str, Value]:
    """A form with the keys of a file; only what was typed."""
    values: dict[str, Value] = {name: form[name] for name in PLAIN if form.get(name)}
    values["texts"] = _under(form, "texts", LANGUAGES)
    for part in PARTS:
        if whom := _whom(form, part):
            values[part] = whom
    fallbacks = {name: words for name in OF_THE_PLACE if (words := _under(form, f"fallbacks.{name}", LANGUAGES))}
    if fallbacks:
        values["fallbacks"] = dict[str, Value](fallbacks)
    if at := _written_time(form):
        values["at"] = f"{at} {form['at.which']}" if form.get("at.which") else at
    return values


def form_of_row(campaign: str, texts: Mapping[str, str], fallbacks: Mapping[str, str], picture: str) -> dict[str, str]:
    """The form of an alert that was not written in one, for another like it: its words, not its audience or its time."""
    form = {"campaign": campaign, "picture": picture}
    form |= {f"texts.{language}": text for language, text in texts.items()}
    form |= {f"fallbacks.{name}": words for name, words in fallbacks.items()}
    return {name: value for name, value in form.items() if value and name in FIELDS}


def _under(form: Form, part: str, keys: Iterable[str]) -> dict[str, Value]:
    return {key: form[f"{part}.{key}"] for key in keys if form.get(f"{part}.{key}")}


def _whom(form: Form, part: str) -> dict[str, Value]:
    found: dict[str, Value] = _under(form, part, SINGLE)
    for key in LISTED:
        between = BETWEEN_LINES if key in APART_BY_LINES else BETWEEN_WORDS
        words = tuple(word.strip() for word in between.split(form.get(f"{part}.{key}", "")) if word.strip())
        if words:
            found[key] = words
    return found


def _written_time(form: Form) -> str:
    return f"{form.get('at.day', '')} {form.get('at.time', '')}".strip()


def _twice(form: Form) -> tuple[str, ...]:
    """The names of the zone under which its clocks show the time twice, where none is chosen yet."""
    try:
        zone = dates.zone_named(form.get("zone", ""))
        found = dates.moments(_written_time(form), zone)
    except dates.InvalidDateTime:
        return ()  # told with the rest
    names = tuple(f"{each.astimezone(ZoneInfo(zone)):%Z}" for each in found)
    return names if len(names) > 1 and form.get("at.which", "") not in names else ()
