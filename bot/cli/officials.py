"""`flask officials`: who represents a ZIP code, for people and for scripts. The rules are in bot/officials."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime

import click
from flask import current_app
from rich.console import Console
from rich.table import Table

from bot.cli.terminal import CommandGroup, make_console
from bot.geocoding import Resolver, Unresolved
from bot.geocoding.locate import locate_address
from bot.locale import SOURCE
from bot.officials.directory import (
    OUTSIDE,
    ROLES,
    DataSource,
    Directory,
    DivisionChoice,
    Finding,
    OfficeLine,
    Official,
    Target,
)
from bot.officials.levels import LEVELS, Level
from bot.officials.reasons import REASONS
from bot.officials.written_divisions import division_of
from bot.reading.incoming import IncomingText
from bot.runtime import time_now
from bot.telephony import readable_phone

officials_cli = CommandGroup("officials", help="Who represents a place.")

SEATS: Mapping[str, str] = {
    "held": "",
    "vacant": "vacant",
    "term_ended": "who holds it now is not on record (the last term on record is over)",
    "unknown": "who holds it now is not on record",
}
ADDRESS: Mapping[str, str] = {
    "matched": "found",
    "no_match": "not found",
    "several": "may be in more than one place",
    "outside": "not in this ZIP code",
    "unavailable": "cannot be looked up now; the log has the cause",
}
Located = Mapping[Level, str] | Unresolved
LINES_SOURCE = "census-districts"


@officials_cli.command("find")
@click.argument("zip_code", metavar="ZIP")
@click.option("--role", "roles", multiple=True, type=click.Choice(list(ROLES)), help="Only this office; repeatable.")
@click.option("--told", multiple=True, metavar="LEVEL=DIVISION", help="What the supporter answered; see above.")
@click.option("--address", help="A street address in the ZIP, looked up once and kept nowhere.")
@click.option("--on", "on", type=click.DateTime(["%Y-%m-%d"]), help="As of this day instead of today.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object instead of a table.")
def find_command(
    zip_code: str, roles: tuple[str, ...], told: tuple[str, ...], address: str | None, on: datetime | None, as_json: bool
) -> None:
    """Show the officials of a ZIP code, how sure that is, and what would have to be asked.

    An open question is answered with --told, once a level: state=KY, cd=IL-5, sldu=ID-16, sldl=NH-518 (the Census code),
    place=wa/tacoma, place=none, ward=wa/tacoma/4, or the division's whole id as the JSON gives it.

    With --address the geocoder of the settings is asked by whose lines are in force on that day. What it settles is
    `exact_address`; what it does not stays open. The address itself is not in the answer.

    \b
    The JSON object:
      zip, city, kind      "98402", "Tacoma", "standard" ("po_box", "unique", "military", "unknown")
      known                is the ZIP in use at all
      states, state        codes, most land first; the one that is settled, "" while open
      divisions            level -> division id, for the levels that are settled
      day                  the day this was asked for
      lines                whose districts: {what, as_of, valid_to}
      targets              a list of {role, certainty, reason, seat, as_of, vintage, officials, choices}
        seat               "held", "vacant", "term_ended", "unknown", or "" while it is open whose seat it is
        vintage            which lines settled the district: "119th Congress", "2024 state legislative"
        officials          {id, role, title, title_LANGUAGE, name (null: not known), party, division, ward, seat,
                            term_end, source, as_of, lines}
          lines            {phone (E.164), kind ("capitol", "district", "office"), label, city, zip, latitude,
                            longitude (null: see the ZIP), switchboard (true: ask for them by name),
                            hours (["09:00", "17:00"] on weekdays by the line's own clock; null: the usual ones),
                            extension ("4"), keys ("2 1", to press in a phone menu), caucus (the party whose caucus
                            has the line), until (the number of whoever held the seat before, told until this day):
                            where there are any}
        choices            {division, label, label_LANGUAGE, key (of a ward: what to reply)}: while a question is needed
      open                 the first question {level, choices}, or null
      unmapped             levels that only an address tells
      address              null without --address, else {outcome, divisions}
        outcome            "matched", "no_match", "several", "outside" the ZIP, "unavailable"
        divisions          level -> the division that the address lies in
    """
    directory: Directory = current_app.extensions["patchline"].directory
    day = on.date() if on else time_now().date()
    answers = dict(_answer(entry, directory) for entry in told)
    zip = _five_digits(zip_code)
    located = _located(directory, address, zip_code.strip(), day) if address is not None else None
    geocoded = {} if located is None or isinstance(located, Unresolved) else {str(level): d for level, d in located.items()}
    found = directory.find(zip, roles or tuple(ROLES), chosen_divisions=answers, geocoded_divisions=geocoded, today=day)
    for level, division in answers.items():
        if found.divisions.get(level) != division:
            click.echo(f"--told {level}={division}: no candidate of {found.zip}, ignored", err=True)
    lines = directory.sources.get(LINES_SOURCE)
    if as_json:
        shown = finding_json(found, lines, day) | {"address": located and _located_json(located)}
        click.echo(json.dumps(shown, ensure_ascii=False, indent=2))
    else:
        if located is not None:
            click.echo(f"Address: {ADDRESS[_outcome(located)]}")
        _show(found, lines, make_console())


def _located(directory: Directory, address: str, zip: str, day: date) -> Located:
    addresses: Resolver | None = current_app.extensions["patchline"].resolver
    if addresses is None:
        raise click.ClickException("no street address is looked up here; set GEOCODER to census or geocodio")
    line = IncomingText(address).address
    if line is None:
        raise click.UsageError(
            "--address: not a house number and a street; write it like '1100 Congress Ave, Austin, TX 78701'"
        )
    return locate_address(addresses, directory, line, zip, day)


def _outcome(located: Located) -> str:
    return located.why if isinstance(located, Unresolved) else "matched"


def _located_json(located: Located) -> dict[str, object]:
    return {"outcome": _outcome(located), "divisions": {} if isinstance(located, Unresolved) else dict(located)}


def _five_digits(text: str) -> str:
    match = re.fullmatch(r"([0-9]{5})(?:-?[0-9]{4})?", text.strip())
    if match is None:
        raise click.UsageError(f"{text!r} is not a ZIP code; write five digits, like 98402")
    return match.group(1)


def _answer(entry: str, directory: Directory) -> tuple[str, str]:
    level, equals, answer = entry.partition("=")
    if not equals or level not in LEVELS:
        raise click.UsageError(f"--told {entry!r}: write LEVEL=DIVISION, with a level of {', '.join(LEVELS)}")
    if answer == OUTSIDE or answer.startswith("ocd-division/"):
        return level, answer
    division = division_of(level, answer, directory.districts)
    if not division:
        raise click.UsageError(f"--told {entry!r}: no such division; write {', '.join(row.example for row in LEVELS.values())}")
    return level, division


def finding_json(found: Finding, lines: DataSource | None, day: date) -> dict[str, object]:
    """A finding as the documented JSON object (see `flask officials find --help`)."""
    return {
        "zip": found.zip,
        "city": found.city,
        "kind": found.kind,
        "known": found.known,
        "states": list(found.states),
        "state": found.state,
        "divisions": dict(found.divisions),
        "day": day.isoformat(),
        "lines": lines
        and {
            "what": lines.what,
            "as_of": lines.as_of.isoformat(),
            "valid_to": lines.valid_to and lines.valid_to.isoformat(),
        },
        "targets": [
            {
                "role": target.role,
                "certainty": target.certainty,
                "reason": target.reason,
                "seat": target.seat,
                "as_of": target.as_of and target.as_of.isoformat(),
                "vintage": target.vintage,
                "officials": [_official_json(official) for official in target.officials],
                "choices": [_choice_json(choice) for choice in target.choices],
            }
            for target in found.targets
        ],
        "open": found.open and {"level": found.open[0], "choices": [_choice_json(choice) for choice in found.open[1]]},
        "unmapped": list(found.unmapped),
    }


def _by_language(name: str, texts: Mapping[str, str]) -> dict[str, str]:
    """The text under its name, and under the name with a language's code for each other language."""
    return {name if language == SOURCE else f"{name}_{language}": text for language, text in texts.items()}


def _choice_json(choice: DivisionChoice) -> dict[str, str]:
    return {"division": choice.division, **_by_language("label", choice.labels), "key": choice.key}


def _official_json(official: Official) -> dict[str, object]:
    return {
        "id": official.id,
        "role": official.role,
        **_by_language("title", {**official.titles, SOURCE: official.title}),
        "name": official.name,
        "party": official.party,
        "division": official.division,
        "ward": official.ward,
        "seat": official.seat,
        "term_end": official.term_end and official.term_end.isoformat(),
        "source": official.source,
        "as_of": official.as_of.isoformat(),
        "lines": [_line_json(line) for line in official.lines],
    }


def _line_json(line: OfficeLine) -> dict[str, object]:
    """As documented above, each at its place; some keys only where a line has them."""
    hours = line.hours and [time.isoformat("minutes") for time in line.hours]
    written = asdict(line) | {"hours": hours, "until": line.until and line.until.isoformat()}
    return {
        key: value
        for key, value in written.items()
        if key != "id" and (value or key not in ("extension", "keys", "caucus", "until"))
    }


def _show(found: Finding, lines: DataSource | None, console: Console) -> None:
    where = ", ".join(filter(None, (found.city, found.state or " or ".join(found.states))))
    console.print(f"{found.zip} {where} ({found.kind} ZIP)" if found.known else f"{found.zip}: {REASONS['unknown_zip']}")
    table = Table("office", "who", "number", "seat", "how sure", "as of", box=None)
    for target in found.targets:
        for row in _rows(target):
            table.add_row(*row)
    console.print(table)
    if lines:
        until = f", in force to {lines.valid_to}" if lines.valid_to else ""
        console.print(f"Lines: {lines.what}; as of {lines.as_of}{until}")
    if found.open:
        level, choices = found.open
        console.print(f"To ask ({level}): " + " | ".join(choice.labels[SOURCE] for choice in choices), markup=False)


def _phone_cipher(official: Official) -> str:
    """The main number, and how many more there are."""
    if not official.lines:
        return "no number"
    first, more = official.lines[0], len(official.lines) - 1
    whose = f"line of the {first.caucus} caucus: " if first.caucus else ""
    ask = f" ({whose}ask for {'them' if official.name else 'it'})" if first.switchboard else ""
    ask = f" (of whoever held the seat before, until {first.until})" if first.until else ask
    menu = f" (press {', '.join(first.keys.split())})" if first.keys else ""
    return f"{readable_phone(first.id)}{ask}{menu}" + (f" and {more} more" if more else "")


def _office_in_words(official: Official) -> str:
    return official.office.get(SOURCE) or f"the office of the {official.title.lower()}"


def _rows(target: Target) -> list[tuple[str, ...]]:
    rows: list[tuple[str, ...]] = [
        (
            target.role,
            f"{official.title} {official.name}" if official.name else _office_in_words(official),
            _phone_cipher(official),
            SEATS[official.seat] or (f"to {official.term_end}" if official.term_end else "held"),
            target.certainty,
            str(official.as_of),
        )
        for official in target.officials
    ]
    if target.choices:
        labels = " or ".join(choice.labels[SOURCE] for choice in target.choices)
        rows.append((target.role, f"? {labels}", "", "", target.certainty, ""))
    if target.reason:
        rows.append((target.role, f"- {REASONS[target.reason]}", "", "", target.certainty, ""))
    return rows
