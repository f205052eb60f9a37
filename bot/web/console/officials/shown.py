"""How pages call offices and lines, in the visitor's language, and how the lines of officials do."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from flask import request

from bot.conversation.line_history import health_of
from bot.conversation.lines_to_check import line_hours
from bot.locale import SOURCE
from bot.locale.console_phrases import has_sentence, say
from bot.officials.divisions import state_of
from bot.officials.levels import COUNTY, PLACE, STATE
from bot.officials.line_health import Health
from bot.officials.records import OfficeLine, Official
from bot.officials.roles import ROLES
from bot.runtime import parts
from bot.telephony import readable_phone
from bot.web.console.times import moment_text
from bot.web.console.visit import language, now, t

FIRST_DAY, LAST_DAY = date(1900, 1, 1), date(2200, 1, 1)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLine:
    """A line as a page shows it. `troubles`: what is wrong with it, each in a few words."""

    line: OfficeLine
    number: str
    place: str
    notes: tuple[str, ...]
    troubles: tuple[str, ...]


def asked_day() -> date:
    """The day that `?on=` asks about; today where it names none, or one that is not of our time."""
    try:
        day = date.fromisoformat(request.values.get("on", ""))
    except ValueError:
        return now().date()
    return day if FIRST_DAY <= day <= LAST_DAY else now().date()


def official_name(official: Official) -> str:
    """Title and name, or what their office is called."""
    title = official.titles.get(language(), official.title)
    if official.name:
        return f"{title} {official.name}"
    return official.office.get(language()) or t("officials.office_of", title=title)


def source_said(name: str) -> str:
    """What a source has, in the visitor's language; as its table says it where that is not what was translated."""
    source, key = parts().directory.sources.get(name), f"officials.sources_said.{name}"
    known = has_sentence(key) and (source is None or source.what == say(key, SOURCE))
    return t(key) if known else source.what if source else name


def source_name(name: str) -> str:
    """What a source is called: most names are proper ones, and stay."""
    return name if name in parts().directory.sources else source_said(name)


def place_said(official: Official) -> str:
    """Whom they represent: "Tacoma, WA", "Washington 6", "Washington"."""
    level, division, directory = ROLES[official.role].level, official.division, parts().directory
    home = state_of(division)
    state = home.name_in(language()) if home else division
    if level == STATE:
        return state
    if level == PLACE:
        name = directory.areas.name(division)
    elif level == COUNTY:
        name = directory.areas.counties.said(division, language())
    else:
        return directory.districts.said(level, division, language())
    return f"{name}, {home.code}" if name and home else state


def read_health(officials: Iterable[Official]) -> Mapping[str, Health]:
    """How all lines of these officials do now."""
    owners = {line.id: official for official in officials for line in official.lines}
    with parts().database.page_reader() as connection:
        return health_of(connection, owners, lambda line: line_hours(owners[line], line), b"", now())


def shown_lines(official: Official, health: Mapping[str, Health]) -> list[ShownLine]:
    """The lines of an official, the main one first."""
    return [
        ShownLine(
            line=line,
            number=readable_phone(line.id),
            place=line_place(line),
            notes=tuple(_notes(official, line)),
            troubles=tuple(line_troubles(health[line.id])),
        )
        for line in official.lines
    ]


def line_place(line: OfficeLine) -> str:
    """Which office a line is of."""
    if line.caucus:
        return t("officials.line_caucus", party=line.caucus)
    if line.kind == "district" and line.city:
        return t("officials.line_city", city=line.city)
    return t(f"officials.line_{line.kind}")


def _notes(official: Official, line: OfficeLine) -> Iterable[str]:
    if line.until:
        yield t("officials.line_until", day=line.until.isoformat())
    elif line.switchboard:
        yield t("officials.line_switchboard")
    if line.keys:
        yield t("officials.line_keys", keys=", ".join(line.keys.split()))
    if line.hours:
        yield "–".join(hour.isoformat("minutes") for hour in line.hours)


def line_troubles(health: Health) -> Iterable[str]:
    """What is wrong with a line now."""
    if health.cool_down_until and now() < health.cool_down_until:
        yield t("officials.cools_down", until=moment_text(health.cool_down_until))
    if health.is_resting(now()):
        yield t("officials.is_full", until=moment_text(health.full_until))
    if health.reports:
        yield t("officials.is_wrong", count=health.reports)
