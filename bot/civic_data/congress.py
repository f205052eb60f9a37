"""Senators and House members out of congress-legislators' YAML. Its format: github.com/unitedstates/congress-legislators."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import NotRequired, TypedDict

from bot.officials.divisions import STATES, cd_division
from bot.officials.phones import source_to_line
from bot.officials.records import OfficeLine, OfficialRecord
from bot.officials.roles import title_of
from bot.telephony import split_line
from bot.yaml_files.yaml_nodes import load_yaml

PARTIES = {"Democrat": "Democratic"}  # the adjective, as the other source writes it


# The files' entries, as far as they are read here.
class _Term(TypedDict):
    type: str
    start: str
    end: str
    state: str
    district: NotRequired[int]
    party: str
    phone: NotRequired[str | None]


class _Member(TypedDict):
    id: dict[str, str]
    name: dict[str, str]
    bio: NotRequired[dict[str, str]]
    terms: list[_Term]


class _Office(TypedDict, total=False):
    phone: str | None
    city: str | None
    zip: str | None
    latitude: float
    longitude: float


@dataclass(kw_only=True)
class Congress:
    """The members, and what deserves a look. starts: id -> the first day of the term on record."""

    records: list[OfficialRecord] = field(default_factory=list)
    starts: dict[str, date] = field(default_factory=dict)
    notes: list[str] = field(default_factory=list)


def read_congress(members: Path, offices: Path, as_of: date) -> Congress:
    """One record a member (their last term that has begun) with all their lines.

    No private numbers, addresses or pictures are taken.
    """
    found = Congress()
    notes = found.notes
    district: dict[str, list[_Office]] = {
        entry["id"]["bioguide"]: entry["offices"] for entry in load_yaml(offices.read_bytes())
    }
    listed: list[_Member] = load_yaml(members.read_bytes())
    for member in listed:
        id = member["id"]["bioguide"]
        begun = [term for term in member["terms"] if str(term["start"]) <= as_of.isoformat()]
        if not begun:
            notes.append(f"{id}: in no Congress before {as_of}, left out")
            district.pop(id, None)
            continue
        record = _record(member, begun[-1], as_of)
        lines, unfit = _lines(record, district.pop(id, ()))
        notes += [f"{record.name} ({record.division}): {written!r} is no number that may be called" for written in unfit]
        if not record.lines:
            notes.append(f"{record.name} ({record.division}): no number in Washington")
        found.records.append(replace(record, lines=(*record.lines, *lines)))
        found.starts[record.id] = date.fromisoformat(str(begun[-1]["start"]))
    notes += [f"district offices of {id}, who is no member now: left out" for id in district]
    return found


def _record(member: _Member, term: _Term, as_of: date) -> OfficialRecord:
    senator = term["type"] == "sen"
    role = "us_senator" if senator else "us_representative"
    division = STATES[term["state"]].division if senator else cd_division(f"{term['state']}-{term['district']}")
    name = member["name"]
    phone, extension = split_line(source_to_line(str(term.get("phone") or "")) or "")
    zip = "20510" if senator else "20515"
    washington = OfficeLine(phone=phone, extension=extension, kind="capitol", label="", city="Washington", zip=zip)
    return OfficialRecord(
        id=f"bioguide:{member['id']['bioguide']}",
        name=name.get("official_full") or f"{name['first']} {name['last']}",
        role=role,
        division=division,
        title=title_of(role, division),
        gender=str(member.get("bio", {}).get("gender") or "").lower(),
        party=PARTIES.get(term["party"], term["party"]),
        term_end=date.fromisoformat(str(term["end"])),
        source="congress-legislators",
        as_of=as_of,
        lines=(washington,) if phone else (),
    )


def _lines(record: OfficialRecord, offices: Iterable[_Office]) -> tuple[list[OfficeLine], list[str]]:
    """The district offices' lines, each number once, and what is written but unfit."""
    lines: dict[str, OfficeLine] = {}
    unfit = []
    for office in offices:
        written = str(office.get("phone") or "")
        line = source_to_line(written)
        if not written or line in {known.id for known in record.lines}:
            continue
        if line is None:
            unfit.append(written)
        elif line not in lines:
            phone, extension = split_line(line)
            city = " ".join(str(office.get("city") or "").split())
            zip = str(office.get("zip") or "")[:5]
            lines[line] = OfficeLine(
                phone=phone,
                extension=extension,
                kind="district",
                label="",
                city=city,
                zip=zip,
                latitude=office.get("latitude"),
                longitude=office.get("longitude"),
            )
    return list(lines.values()), unfit
