"""What is different between two folders of tables: who joined, who left, which numbers are new. Changes nothing."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from bot.officials.divisions import state_of
from bot.officials.held_back import FILE as HELD_BACK
from bot.officials.records import OfficialRecord, read_records
from bot.officials.table_changes import KINDS, TableChange, write_changes
from bot.officials.tables import COLUMNS, table_lines

TABLES = tuple(file for file in COLUMNS if file != HELD_BACK)
NAMED = 12  # a longer list is counted instead


@dataclass(kw_only=True)
class Changes:
    """People by role. numbers: those who stayed and have other lines. zips: how many ZIPs lie otherwise than before."""

    joined: dict[str, list[str]] = field(default_factory=dict)
    left: dict[str, list[str]] = field(default_factory=dict)
    numbers: dict[str, list[str]] = field(default_factory=dict)
    zips: int = 0
    same: bool = False  # not a byte is different

    def sentences(self) -> Iterator[str]:
        """ "us_senator: 1 joined: Jane Doe (OH)", in the order of the roles."""
        roles = sorted(self.joined.keys() | self.left.keys() | self.numbers.keys())
        for role in roles:
            for what, people in (("joined", self.joined), ("left", self.left), ("with other numbers", self.numbers)):
                if names := people.get(role):
                    listed = f": {', '.join(names)}" if len(names) <= NAMED else ""
                    yield f"{role}: {len(names)} {what}{listed}"
        if self.zips:
            yield f"ZIP codes: {self.zips} with other districts or places"


def keep_changes(changes: Changes, folder: Path) -> None:
    """Write them beside the new tables, for who asks later what an update changed."""
    by_kind = {"joined": changes.joined, "left": changes.left, "numbers": changes.numbers}
    rows = [
        TableChange(role=role, what=kind, people=tuple(people))
        for role in sorted({role for each in by_kind.values() for role in each})
        for kind in KINDS
        if (people := by_kind[kind].get(role))
    ]
    write_changes(folder, rows, changes.zips)


def compare_tables(old: Path, new: Path, shipped: Path) -> Changes:
    """What the new folder's tables say otherwise. Corrections are left aside: they are the same for both.

    shipped: as in TableSet.load().
    """
    changes = Changes(same=all(_bytes(old / file) == _bytes(new / file) for file in TABLES if (new / file).exists()))
    if changes.same:
        return changes
    before, after = _by_id(read_records(old, shipped)), _by_id(read_records(new, shipped))
    changes.joined = _by_role(after[id] for id in after.keys() - before.keys())
    changes.left = _by_role(before[id] for id in before.keys() - after.keys())
    changes.numbers = _by_role(record for id, record in after.items() if id in before and _other_lines(before[id], record))
    moved = set(table_lines(old, "zips.tsv")) ^ set(table_lines(new, "zips.tsv"))
    changes.zips = len({row.partition("\t")[0] for row in moved})
    return changes


def _by_id(records: Iterable[OfficialRecord]) -> Mapping[str, OfficialRecord]:
    return {record.id: record for record in records}


def _by_role(records: Iterable[OfficialRecord]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for record in sorted(records, key=lambda record: (record.division, record.name)):
        state = state_of(record.division)
        found.setdefault(record.role, []).append(f"{record.name} ({state.code if state else record.division})")
    return found


def _other_lines(before: OfficialRecord, after: OfficialRecord) -> bool:
    return {line.id for line in before.lines} != {line.id for line in after.lines}


def _bytes(path: Path) -> bytes | None:
    return path.read_bytes() if path.exists() else None
