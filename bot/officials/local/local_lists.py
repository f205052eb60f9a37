"""Lists of local officials as they are kept: one checked table a list, INSTANCE_DIR/local/NAME.tsv. Not how a CSV is read."""

import os
import re
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.locale import LANGUAGES, SOURCE
from bot.locale.flaws import placed
from bot.officials.divisions import place_key, place_slug, state_of
from bot.officials.roles import ROLES
from bot.officials.tables import DataError
from bot.tabular.cells import read_keys
from bot.telephony import line_id, may_dial_line, split_line

# Offices that a list may name: role -> may its members be elected by wards?
LISTED: Mapping[str, bool] = {name: role.wards for name, role in sorted(ROLES.items()) if role.listed}
TITLES: Mapping[str, str] = {f"title_{language}": language for language in LANGUAGES if language != SOURCE}
COLUMNS = (
    "role", "division", "place", "ward", "zips", "title", *TITLES, "name", "phone", "term_end", "source", "as_of",
)  # fmt: skip
LOCAL, CITY = "local", "city"  # how ids begin: of an organizer's lists, of the shipped table of cities
# After the others, each where any row of the list has it: keys of a phone menu, what else a ward is called.
KEYS, WARD_NAMES = "keys", "ward_names"
OPTIONAL = frozenset({KEYS, WARD_NAMES, *TITLES})
NAME = re.compile(r"[a-z0-9][a-z0-9-]{0,39}")


def official_id(role: str, division: str, ward: str, name: str, origin: str = LOCAL) -> str:
    """The id of somebody who is known by their office and name: "local/wa/tacoma/council/4/ada_moss"."""
    return "/".join((origin, place_key(division), role, place_slug(ward) or "at_large", place_slug(name) or "office"))


@dataclass(frozen=True, slots=True)
class ListEntry:
    """One number of one official, or of an office (then `name` is empty); without a number, somebody whom the city's line
    reaches, or a seat that nobody holds.

    division, place: the place's id and name. titles: the title in other languages, as far as the list has them. ward: "" for
    at large; ward_names: what else it is called, "East Side, Hegewisch". zips: where the ward lies as far as it is known; of an
    entry without a ward, where the place lies. phone, extension, keys: as a line has them (records.py). origin: how the id
    begins, by whose list it is.
    """

    role: str
    division: str
    place: str
    ward: str
    zips: tuple[str, ...]
    title: str
    titles: Mapping[str, str]
    name: str
    phone: str
    term_end: date | None
    source: str
    as_of: date
    extension: str = ""
    keys: str = ""
    ward_names: str = ""
    origin: str = LOCAL

    @property
    def line(self) -> str:
        """The id of the line."""
        return line_id(self.phone, self.extension)

    @property
    def id(self) -> str:
        """The same in every import, as long as the office and the name are."""
        return official_id(self.role, self.division, self.ward, self.name, self.origin)

    @property
    def seat(self) -> tuple[str, str]:
        """Role and place: whoever a list names for it are all there are."""
        return self.role, self.division


@dataclass(frozen=True, slots=True)
class LocalList:
    """A list by its name."""

    name: str
    entries: tuple[ListEntry, ...]

    def over(self, today: date) -> list[ListEntry]:
        """The entries of people whose term is over."""
        return [entry for entry in self.entries if entry.term_end is not None and entry.term_end <= today]


def list_name(written: str) -> str:
    """A name for files and commands: "Tacoma Council 2027" -> "tacoma-council-2027"; "" where nothing is left of it."""
    return place_slug(written).replace("_", "-")[:40].strip("-")


def list_path(folder: Path, name: str) -> Path:
    """Where a list is kept. Raises ValueError for what is no list's name."""
    if not NAME.fullmatch(name):
        raise ValueError(f"{name!r} is no name of a list; write small letters, digits and hyphens, at most 40")
    return folder / f"{name}.tsv"


def list_names(folder: Path) -> list[str]:
    """The lists that are there, whether they can be read or not."""
    return sorted(path.stem for path in folder.glob("*.tsv") if NAME.fullmatch(path.stem))


def lists_mark(folder: Path) -> str:
    """Another text as soon as a list or a correction changes."""
    try:
        with os.scandir(folder) as files:
            return " ".join(sorted(f"{file.name} {file.inode()} {file.stat().st_mtime_ns}" for file in files))
    except OSError:  # there is none yet, or a file is gone meanwhile: the next look sees it
        return ""


def read_list(folder: Path, name: str) -> LocalList:
    """A list. Raises DataError that names it, and the mend."""
    return parse_list(folder, name, text_of(folder, name))


def text_of(folder: Path, name: str) -> str:
    """A list's file as it is. Raises DataError that names it, and the mend."""
    path = list_path(folder, name)
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as problem:
        raise DataError(placed(str(path), "list_unreadable", error=str(problem), list=name)) from None


def parse_list(folder: Path, name: str, text: str) -> LocalList:
    """The list in a text. Raises DataError as if it had been read from the list's file."""
    return LocalList(name, _parse(text, str(list_path(folder, name)), name))


def read_lists(folder: Path) -> list[LocalList]:
    """All lists. Raises DataError for the first that cannot be read, and where two name the same office of one place."""
    lists = [read_list(folder, name) for name in list_names(folder)]
    owners: dict[tuple[str, str], str] = {}
    for found in lists:
        for entry in found.entries:
            if owners.setdefault(entry.seat, found.name) != found.name:
                path, other = str(list_path(folder, found.name)), owners[entry.seat]
                said = {"role": entry.role, "place": entry.place, "other": other, "list": found.name}
                raise DataError(placed(path, "list_clash", **said))
    return lists


def write_list(folder: Path, found: LocalList) -> None:
    """Keep a list whole or not at all, in place of an earlier one of its name."""
    path = list_path(folder, found.name)
    # A list without them is written as it always was, so that the version before reads it too.
    more = [column for column in (KEYS, WARD_NAMES) if any(getattr(entry, column) for entry in found.entries)]
    columns = (*COLUMNS, *more)
    lines = ["\t".join(columns), *("\t".join(_cells(entry, columns)) for entry in found.entries)]
    text = "\n".join(lines) + "\n"
    if _parse(text, str(path), found.name) != found.entries:
        raise AssertionError("a list that would not be read again as it was")
    write_whole(path, text)


def remove_list(folder: Path, name: str) -> bool:
    """Take a list out; False where there is none of that name."""
    try:
        list_path(folder, name).unlink()
    except FileNotFoundError:
        return False
    return True


def write_whole(path: Path, text: str) -> None:
    """Write a file whole or not at all; who reads it meanwhile has the old one."""
    path.parent.mkdir(parents=True, exist_ok=True)
    handle, draft = tempfile.mkstemp(prefix=".new-", dir=path.parent)
    try:
        with os.fdopen(handle, "w", encoding="utf-8", newline="\n") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(draft, 0o644)  # a temporary file is its maker's only, and the server may be another user
        os.replace(draft, path)
    except BaseException:
        os.unlink(draft)
        raise


def _cells(entry: ListEntry, columns: Sequence[str]) -> Iterable[str]:
    for column in columns:
        value = (
            entry.titles.get(TITLES[column], "")
            if column in TITLES
            else getattr(entry, "line" if column == "phone" else column)
        )
        yield " ".join(value) if column == "zips" else "" if value is None else str(value)


def _parse(text: str, path: str, name: str) -> tuple[ListEntry, ...]:
    head, *lines = text.split("\n")
    columns = tuple(head.split("\t"))
    # A list that was kept before a language was added lacks its titles.
    if [c for c in columns if c not in OPTIONAL] != [c for c in COLUMNS if c not in OPTIONAL] or not lines or lines.pop():
        raise DataError(placed(path, "list_not_whole", list=name))
    return tuple(_entry(line, columns, f"{path}: line {number}", name) for number, line in enumerate(lines, start=2))


def _entry(line: str, columns: tuple[str, ...], where: str, name: str) -> ListEntry:
    cells = line.split("\t")
    try:
        row = dict(zip(columns, cells, strict=True))
        phone, extension = split_line(row["phone"])
        entry = ListEntry(
            **{key: value for key, value in row.items() if key not in ("phone", KEYS, "zips", "term_end", "as_of", *TITLES)},
            phone=phone,
            extension=extension,
            keys=read_keys(row[KEYS]) if row.get(KEYS) else "",
            titles={TITLES[key]: value for key, value in row.items() if key in TITLES and value},
            zips=tuple(row["zips"].split()),
            term_end=date.fromisoformat(row["term_end"]) if row["term_end"] else None,
            as_of=date.fromisoformat(row["as_of"]),
        )
    except ValueError:
        raise DataError(placed(where, "list_line", list=name)) from None
    if entry.role not in LISTED or state_of(entry.division) is None or not entry.place:
        raise DataError(placed(where, "list_line", list=name))
    if entry.phone and not may_dial_line(entry.line):
        raise DataError(placed(where, "list_line", list=name))
    return entry
