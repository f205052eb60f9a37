"""Governors and mayors out of the openstates/people archive. Its format: github.com/openstates/people, schema.md."""

import io
import re
import tarfile
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.channels import may_dial
from bot.officials.divisions import STATES
from bot.officials.phones import to_e164
from bot.officials.records import Record
from bot.officials.roles import ROLES
from bot.officials.sources.congress import PARTIES

FOLDERS = ("executive", "municipalities")
# The state's own offices first; "home" and the mail addresses are never taken.
OFFICES = ("capitol", "primary", "district")
GENDERS = {"female": "f", "male": "m"}


def read_openstates(path: Path, as_of: date) -> list[Record]:
    """One record for each governor or mayor the archive has, also those whose term is over; divisions as it writes them."""
    yaml = YAML(typ="safe")
    records = []
    for text in _people(path):
        person = yaml.load(io.BytesIO(text))
        role = max(person["roles"], key=_end)
        if role["type"] in ("governor", "mayor"):
            records.append(_record(person, role, as_of))
    return records


def _end(role: Mapping[str, Any]) -> str:
    # Only the last role counts: the number in the file is that of the office held now (a lieutenant governor was once a mayor).
    return str(role.get("end_date") or "9999")


def _people(path: Path) -> Iterator[bytes]:
    with tarfile.open(path) as archive:
        for member in archive:
            parts = member.name.split("/")
            if member.isfile() and parts[-1].endswith(".yml") and len(parts) > 2 and parts[-2] in FOLDERS:
                handle = archive.extractfile(member)
                if handle:
                    yield handle.read()


def _record(person: Mapping[str, Any], role: Mapping[str, Any], as_of: date) -> Record:
    division = re.sub(r"^ocd-jurisdiction|/government$", "", role["jurisdiction"])
    division = f"ocd-division{division}"
    kind = role["type"]
    if kind == "governor" and division == STATES["DC"].division:
        kind = "mayor"  # the archive files the mayor of Washington under governors
    end = role.get("end_date")
    return Record(
        id=person["id"],
        name=" ".join(person["name"].split()),
        role=kind,
        division=division,
        title=ROLES[kind].title,
        gender=GENDERS.get(str(person.get("gender") or "").lower(), ""),
        party=_party(person),
        phone=_phone(person),
        term_end=date.fromisoformat(str(end)) if end else None,
        source="openstates-people",
        as_of=as_of,
    )


def _party(person: Mapping[str, Any]) -> str:
    parties = [party["name"] for party in person.get("party", []) if not party.get("end_date")]
    return PARTIES.get(parties[0], parties[0]) if parties else ""


def _phone(person: Mapping[str, Any]) -> str:
    offices = person.get("offices") or []
    for kind in OFFICES:
        for office in offices:
            phone = to_e164(str(office.get("voice") or "")) if office.get("classification") == kind else None
            if phone and may_dial(phone):
                return phone
    return ""
