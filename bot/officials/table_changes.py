"""What an update changed in the tables, kept beside them: the file changes.txt of a version's folder."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from bot.officials.tables import DataError

FILE = "changes.txt"
ZIPS = "zips"
Kind = Literal["joined", "left", "numbers"]
KINDS: tuple[Kind, ...] = ("joined", "left", "numbers")


@dataclass(frozen=True, slots=True, kw_only=True)
class TableChange:
    """Who of a role joined, left, or stayed and has other numbers: "Jane Doe (OH)"."""

    role: str
    what: Kind
    people: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class TableChanges:
    """What a version changed. zips: how many ZIP codes lie otherwise than before."""

    people: tuple[TableChange, ...] = ()
    zips: int = 0


def write_changes(folder: Path, people: Sequence[TableChange], zips: int) -> None:
    """Keep what changed."""
    lines = ["\t".join((each.role, each.what, *each.people)) for each in people]
    lines += [f"{ZIPS}\t{zips}"] if zips else []
    (folder / FILE).write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")


def read_changes(folder: Path) -> TableChanges | None:
    """What changed; None where nothing was kept, as of tables that ship. Raises DataError for a file that is no such."""
    path = folder / FILE
    if not path.exists():
        return None
    people, zips = [], 0
    try:
        for line in path.read_text(encoding="utf-8").splitlines():
            role, what, *names = line.split("\t")
            if role == ZIPS:
                zips = int(what)
            else:
                people.append(TableChange(role=role, what=_kind(what), people=tuple(names)))
    except ValueError as problem:
        raise DataError(f"{path}: {problem}; run: flask data update") from None
    return TableChanges(people=tuple(people), zips=zips)


def _kind(what: str) -> Kind:
    for kind in KINDS:
        if kind == what:
            return kind
    raise ValueError(f"{what!r} is no kind of change")
