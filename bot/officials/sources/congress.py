"""Senators and House members out of congress-legislators' YAML. Its format: github.com/unitedstates/congress-legislators."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.channels import may_dial
from bot.officials.divisions import STATES, cd_division
from bot.officials.phones import to_e164
from bot.officials.records import Record
from bot.officials.roles import ROLES, house_title

PARTIES = {"Democrat": "Democratic"}  # the adjective, as the other source writes it


def read_congress(path: Path, as_of: date) -> tuple[list[Record], list[str]]:
    """One record a member (their last term), and what deserves a look. No private numbers, addresses or pictures are taken."""
    records, notes = [], []
    for member in YAML(typ="safe").load(path):
        record = _record(member, as_of)
        records.append(record)
        if not record.phone:
            notes.append(f"{record.name} ({record.division}): no number that may be called")
    return records, notes


def _record(member: Mapping[str, Any], as_of: date) -> Record:
    term = member["terms"][-1]
    senator = term["type"] == "sen"
    division = STATES[term["state"]].division if senator else cd_division(f"{term['state']}-{term['district']}")
    name = member["name"]
    phone = to_e164(str(term.get("phone") or "")) or ""
    return Record(
        id=f"bioguide:{member['id']['bioguide']}",
        name=name.get("official_full") or f"{name['first']} {name['last']}",
        role="us_senator" if senator else "us_representative",
        division=division,
        title=ROLES["us_senator"].title if senator else house_title(division),
        gender=str(member.get("bio", {}).get("gender") or "").lower(),
        party=PARTIES.get(term["party"], term["party"]),
        phone=phone if phone and may_dial(phone) else "",
        term_end=date.fromisoformat(str(term["end"])),
        source="congress-legislators",
        as_of=as_of,
    )
