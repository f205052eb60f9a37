"""State officials, legislators and mayors out of the openstates/people archive. Its format: that project's schema.md."""

import re
import tarfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import NotRequired, TypedDict

from bot.civic_data.congress import PARTIES
from bot.officials.divisions import STATES
from bot.officials.phones import source_to_line
from bot.officials.records import OfficeLine, OfficialRecord
from bot.officials.roles import title_of
from bot.telephony import split_line
from bot.yaml_files.yaml_nodes import load_yaml

FOLDERS = ("executive", "municipalities", "legislature")
CONGRESS = "us"  # the folder of its members, in place of a state's
# The archive's kinds of roles -> ours. A unicameral legislature is an upper house without a lower one.
ROLES: Mapping[str, str] = {
    "governor": "governor",
    "lt_governor": "lieutenant_governor",
    "attorney general": "attorney_general",
    "secretary of state": "secretary_of_state",
    "mayor": "mayor",
    "upper": "state_upper",
    "legislature": "state_upper",
    "lower": "state_lower",
}
CHAMBERS = ("upper", "lower", "legislature")
# The archive's kinds of offices -> ours, the state's own first; "home" is never taken.
OFFICES: Mapping[str, str] = {
    "capitol": "capitol",
    "capitol-mail": "capitol",
    "primary": "capitol",
    "district": "district",
    "district-mail": "district",
}
GENDERS = {"female": "f", "male": "m"}
# "1021 O St. Suite 7140, Sacramento, CA 95814"
_ADDRESS = re.compile(r"(?:^|[,;]\s*)(?P<city>[^,;\d]+),\s*[A-Z]{2}\s+(?P<zip>\d{5})(?:-\d{4})?\s*$")


# The archive's files, as far as they are read here.
class _Role(TypedDict):
    type: str
    jurisdiction: str
    district: NotRequired[str | int]
    start_date: NotRequired[str | None]
    end_date: NotRequired[str | None]


class _Party(TypedDict):
    name: str
    end_date: NotRequired[str | None]


class _Office(TypedDict, total=False):
    classification: str
    voice: str | None
    address: str | None


class _Person(TypedDict):
    id: str
    name: str
    gender: NotRequired[str | None]
    party: NotRequired[list[_Party]]
    roles: list[_Role]
    offices: NotRequired[list[_Office] | None]


class _Seat(TypedDict):
    chamber: NotRequired[str]
    district: str | int
    vacant_until: date


@dataclass(frozen=True, slots=True, kw_only=True)
class Legislator:
    """A member as the archive has them: the district is still the archive's label, the record's division the state's.

    start: the first day of the role that they have, None where the archive does not say it to the day.
    """

    record: OfficialRecord
    label: str
    start: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Vacancy:
    """A vacant seat. state: a code, or "US" for the House; until: the day the archive expects it to be filled."""

    state: str
    role: str
    label: str
    until: date


@dataclass(kw_only=True)
class People:
    """What the archive holds. officials: governors to mayors, also those whose term is over.

    congress: ids of the lines of members of Congress, whom another source knows better: these are the second source of theirs.
    """

    officials: list[OfficialRecord] = field(default_factory=list)
    legislators: list[Legislator] = field(default_factory=list)
    vacancies: list[Vacancy] = field(default_factory=list)
    congress: set[str] = field(default_factory=set)
    notes: list[str] = field(default_factory=list)


def read_openstates(path: Path, as_of: date) -> People:
    """Everyone the archive has in an office we know; divisions as it writes them."""
    people = People()
    for folder, text in _files(path):
        content = load_yaml(text)
        if not folder:
            people.vacancies += _vacancies(content)
            continue
        person: _Person = content
        if folder == CONGRESS:
            people.congress.update(line for office in person.get("offices") or [] if (line := _line(office)))
            continue
        begun = [role for role in person["roles"] if str(role.get("start_date") or "") <= as_of.isoformat()]
        if not begun:
            people.notes.append(f"{person['id']} ({person['name']}): in no office before {as_of}, left out")
            continue
        role = max(begun, key=_end)
        if role["type"] not in ROLES or (role["type"] in CHAMBERS) != (folder == "legislature"):
            continue
        record = _record(person, role, as_of, people.notes)
        if folder != "legislature":
            people.officials.append(record)
        elif record.term_end is not None and record.term_end <= as_of:
            people.notes.append(
                f"{record.id} ({record.name}, {record.division}): in no chamber since {record.term_end}, left out"
            )
        else:
            people.legislators.append(
                Legislator(record=record, label=" ".join(str(role["district"]).split()), start=_start(role))
            )
    return people


def _end(role: _Role) -> str:
    # Only the last role counts: the number in the file is that of the office held now (a lieutenant governor was once a mayor).
    return str(role.get("end_date") or "9999")


def _start(role: _Role) -> date | None:
    try:
        return date.fromisoformat(str(role.get("start_date")))
    except ValueError:
        return None  # none, or "2025-01"


def _files(path: Path) -> Iterator[tuple[str, bytes]]:
    """(folder, content) of each person's file, CONGRESS for the folder of its members, and of the settings with folder ""."""
    with tarfile.open(path) as archive:
        for member in archive:
            parts = member.name.split("/")
            folder = parts[-2] if len(parts) > 2 else ""
            if member.isfile() and (parts[-1] == "settings.yml" or (parts[-1].endswith(".yml") and folder in FOLDERS)):
                handle = archive.extractfile(member)
                if handle:
                    ours = CONGRESS if CONGRESS in parts[:-2] else folder
                    yield ours if folder in FOLDERS else "", handle.read()


def _vacancies(settings: Mapping[str, object]) -> list[Vacancy]:
    found = []
    for state, entry in settings.items():
        seats: Sequence[_Seat] = (entry.get("vacancies") if isinstance(entry, dict) else None) or ()
        for seat in seats:
            role = "us_representative" if state == "us" else ROLES[seat["chamber"]]
            until = date.fromisoformat(str(seat["vacant_until"]))
            found.append(Vacancy(state=state.upper(), role=role, label=" ".join(str(seat["district"]).split()), until=until))
    return found


def _record(person: _Person, role: _Role, as_of: date, notes: list[str]) -> OfficialRecord:
    division = re.sub(r"^ocd-jurisdiction|/government$", "", role["jurisdiction"])
    division = f"ocd-division{division}"
    kind = ROLES[role["type"]]
    if kind == "governor" and division == STATES["DC"].division:
        kind = "mayor"  # the archive files the mayor of Washington under governors
    end = role.get("end_date")
    name = " ".join(person["name"].split())
    lines, unfit = _lines(person, role["type"] in CHAMBERS)
    notes += [f"{person['id']} ({name}, {division}): {written!r} is no number that may be called" for written in unfit]
    return OfficialRecord(
        id=person["id"],
        name=name,
        role=kind,
        division=division,
        title="Council Chairman" if role.get("district") == "Chairman" else title_of(kind, division),
        gender=GENDERS.get(str(person.get("gender") or "").lower(), ""),
        party=_party(person),
        term_end=date.fromisoformat(str(end)) if end else None,
        source="openstates-people",
        as_of=as_of,
        lines=lines,
    )


def _party(person: _Person) -> str:
    parties = [party["name"] for party in person.get("party", []) if not party.get("end_date")]
    return PARTIES.get(parties[0], parties[0]) if parties else ""


def _line(office: _Office) -> str | None:
    return source_to_line(str(office.get("voice") or ""))


def _lines(person: _Person, legislator: bool) -> tuple[tuple[OfficeLine, ...], list[str]]:
    """A legislator's numbers, the capitol's first, each once; of others the main one. And what is written but unfit."""
    lines: dict[str, OfficeLine] = {}
    unfit = []
    offices = person.get("offices") or []
    for kind, ours in OFFICES.items():
        for office in offices:
            written = str(office.get("voice") or "")
            if office.get("classification") != kind or not written:
                continue
            line = _line(office)
            if line is None:
                unfit.append(written)
            elif line not in lines:
                phone, extension = split_line(line)
                at = _ADDRESS.search(office.get("address") or "")
                city, zip = (" ".join(at["city"].split()), at["zip"]) if at else ("", "")
                where = ours if legislator else "office"
                lines[line] = OfficeLine(phone=phone, extension=extension, kind=where, label="", city=city, zip=zip)
    kept = tuple(lines.values())
    return kept if legislator else kept[:1], unfit
