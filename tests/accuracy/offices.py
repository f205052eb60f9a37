"""Makes offices.tsv anew: `python -m tests.accuracy.offices SOURCES_DIR`. Where legislators have offices, and for whom."""

import csv
import io
import re
import sys
import tarfile
from collections import Counter
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

from bot.civic_data.sources import source_dates
from bot.officials.records import OfficialRecord, read_records

ROOT = Path(__file__).resolve().parent.parent.parent
OFFICES = Path(__file__).with_name("offices.tsv")
COLUMNS = ("role", "division", "zip", "members", "source", "as_of")
ROLES = ("us_representative", "state_upper", "state_lower")
_ZIP = re.compile(r"\b(\d{5})(?:-\d{4})?$")

Found = tuple[str, str, str]  # a member's id, the ZIP, and the house, which is compared and then forgotten


def main(sources: Path) -> None:
    as_of = source_dates(sources, {})
    members = {record.id: record for record in read_records(ROOT / "data") if record.role in ROLES}
    found = [*_house(sources), *_legislatures(sources / "openstates-people.tar.gz")]
    here = {(id, zip, house) for id, zip, house in found if id in members}
    # Legislators of one chamber in one house are in a building of the legislature, wherever their districts are.
    together = Counter((members[id].role, house) for id, _, house in here)
    rows = {_row(members[id], zip, together[members[id].role, house], as_of) for id, zip, house in here}
    with OFFICES.open("w", encoding="utf-8", newline="") as file:
        table = csv.writer(file, delimiter="\t", lineterminator="\n")
        table.writerows([COLUMNS, *sorted(rows)])
    print(f"{OFFICES.name}: {len(rows):,} offices")


def _row(member: OfficialRecord, zip: str, members: int, as_of: dict[str, date]) -> tuple[str, ...]:
    return member.role, member.division, zip, str(members), member.source, as_of[member.source].isoformat()


def _house(sources: Path) -> Iterator[Found]:
    for entry in YAML(typ="safe").load(sources / "legislators-district-offices.yaml"):
        for office in entry["offices"]:
            zip = str(office.get("zip") or "")[:5]
            if zip:
                yield f"bioguide:{entry['id']['bioguide']}", zip, _house_of(str(office.get("address")), zip)


def _legislatures(archive: Path) -> Iterator[Found]:
    """What the archive calls district offices. Where mail goes and where people live says less, and is nobody's affair."""
    for person in _people(archive):
        for office in person.get("offices") or ():
            address = " ".join(str(office.get("address") or "").split())
            zip = _ZIP.search(address)
            if office["classification"] == "district" and zip:
                yield person["id"], zip[1], _house_of(address, zip[1])


def _people(archive: Path) -> Iterator[dict[str, Any]]:
    yaml = YAML(typ="safe")
    with tarfile.open(archive) as tar:
        for member in tar:
            if member.isfile() and "/legislature/" in member.name:
                file = tar.extractfile(member)
                yield yaml.load(io.BytesIO(file.read() if file else b""))


def _house_of(address: str, zip: str) -> str:
    """Number and street: the same for two members in one building, however their rooms and its ZIP code are written."""
    street = re.sub(r"\b(suite|ste|room|rm|unit|office)\b\.? *#? *[\w-]+", "", address.lower())
    words = re.findall(r"[a-z0-9]+", street[re.search(r"\d|$", street).start() :])  # type: ignore[union-attr]
    return " ".join([*words[:3], zip[:3]])


if __name__ == "__main__":
    main(Path(sys.argv[1]))
