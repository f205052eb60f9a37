"""What people write about officials: corrections and local lists, each by itself, so that a broken one takes nothing else away.

Never a wrong official: who is named in what cannot be read, and in no good version of it, is not offered until it is mended.
"""

import os
import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

import structlog

from bot.locale.flaws import Finding, placed
from bot.logging_setup import describe_error
from bot.officials.local import correction_file, local_lists
from bot.officials.local.local_lists import ListEntry, LocalList
from bot.officials.local.ward_boundaries import WardBoundaries, boundaries_names, boundaries_path, read_boundaries
from bot.officials.overrides import Corrections, Override, parse_overrides, read_each, read_overrides
from bot.officials.records import OfficialRecord
from bot.officials.tables import DataError
from bot.yaml_files import FileFault, FileKind, KeptTexts, Serves, no_texts

log = structlog.get_logger()
OVERRIDES = "overrides.yaml"
# How a file ends that somebody put beside the lists and takes for one.
LOOKS_LIKE_ONE = {".csv", ".tsv", ".yaml", ".yml"}


@dataclass(frozen=True, slots=True, kw_only=True)
class Handwritten:
    """What can be used of the tables' own corrections (overrides), the organizer's, local lists, and boundaries of wards.

    withheld: words of what cannot be read: an official whose id or seat (role:division) is one of them is not offered.
    good: kind -> name -> the text of each file that is right. names: kind -> all files that are there.
    """

    overrides: tuple[Override, ...] = ()
    corrections: tuple[Override, ...] = ()
    lists: tuple[LocalList, ...] = ()
    boundaries: tuple[WardBoundaries, ...] = ()
    withheld: frozenset[str] = frozenset()
    faults: tuple[FileFault, ...] = ()
    good: Mapping[FileKind, Mapping[str, str]] = field(default_factory=dict)
    names: Mapping[FileKind, frozenset[str]] = field(default_factory=dict)

    @property
    def entries(self) -> list[ListEntry]:
        """Of all lists."""
        return [entry for found in self.lists for entry in found.entries]

    def offered(self, records: Iterable[OfficialRecord]) -> list[OfficialRecord]:
        """The records without those that are withheld."""
        if not self.withheld:
            return list(records)
        return [
            record
            for record in records
            if record.id not in self.withheld and _seat(record.role, record.division) not in self.withheld
        ]


def read_strictly(shipped: Path, local: Path | None) -> Handwritten:
    """All of it. Raises DataError for the first thing that cannot be used."""
    return Handwritten(
        overrides=tuple(read_overrides(shipped / OVERRIDES)),
        corrections=tuple(correction_file.read_corrections(local)) if local else (),
        lists=tuple(local_lists.read_lists(local)) if local else (),
        boundaries=tuple(read_boundaries(local, name) for name in boundaries_names(local)) if local else (),
    )


def read_handwritten(shipped: Path, local: Path | None, kept: KeptTexts = no_texts) -> Handwritten:
    """What can be used. Raises nothing.

    shipped: the folder with overrides.yaml; local: where an organizer's lists and corrections are. kept: the last good
    versions, asked for only where something is wrong.
    """
    reading = _Reading(kept=kept)
    overrides = reading.corrections("overrides", shipped / OVERRIDES)
    made = reading.corrections("corrections", correction_file.corrections_path(local)) if local else ()
    found = reading.lists(local) if local else ()
    boundaries = reading.boundaries(local) if local else ()
    return Handwritten(
        overrides=overrides,
        corrections=made,
        lists=found,
        boundaries=boundaries,
        withheld=frozenset(reading.withheld),
        faults=tuple(reading.faults),
        good=reading.good,
        names={kind: frozenset(names) for kind, names in reading.names.items()},
    )


@dataclass(kw_only=True)
class _Reading:
    """Collects what is found on the way."""

    kept: KeptTexts
    withheld: set[str] = field(default_factory=set)
    faults: list[FileFault] = field(default_factory=list)
    good: dict[FileKind, dict[str, str]] = field(default_factory=lambda: {"overrides": {}, "corrections": {}, "list": {}})
    names: dict[FileKind, set[str]] = field(default_factory=lambda: {"overrides": set(), "corrections": set(), "list": set()})

    def corrections(self, kind: FileKind, path: Path) -> tuple[Override, ...]:
        """A file of corrections: its good entries; where it holds none that can be told apart, its last good version."""
        if not os.path.lexists(path):
            return ()
        self.names[kind].add(path.name)
        read = read_each(path)
        if not read.bad:
            self.good[kind][path.name] = read.text
            return read.made
        used = read if read.whole else self._last_good(kind, path)
        mended = frozenset(id for override in used.made for id in override.ids) if not read.whole else frozenset()
        self.withheld.update(word for bad in read.bad for word in bad.words - mended)
        self.faults.append(
            FileFault(
                kind=kind,
                file=path.name,
                problems=tuple(bad.problem for bad in read.bad),
                line=read.bad[0].line,
                serves="rest" if read.whole else "last_good" if used.made else "nothing",
            )
        )
        return used.made

    def _last_good(self, kind: FileKind, path: Path) -> Corrections:
        text = self.kept(kind).get(path.name)
        return Corrections() if text is None else parse_overrides(text, path)

    def lists(self, folder: Path) -> tuple[LocalList, ...]:
        """The lists; where one cannot be read, its last good version."""
        found = []
        for name in local_lists.list_names(folder):
            self.names["list"].add(name)
            try:
                text = local_lists.text_of(folder, name)
                found.append(local_lists.parse_list(folder, name, text))
                self.good["list"][name] = text
            except DataError as problem:
                found += self._last_good_list(folder, name, problem.found)
            except Exception as error:  # whatever a file holds, it is its own fault alone
                log.error("file_not_understood", file=f"{name}.tsv", **describe_error(error))
                found += self._last_good_list(folder, name, placed(f"{name}.tsv", "list_lost"))
        self._find_strays(folder)
        return self._apart(folder, found)

    def _last_good_list(self, folder: Path, name: str, problem: str | Finding) -> list[LocalList]:
        before: list[LocalList] = []
        with suppress(DataError):
            before = [local_lists.parse_list(folder, name, self.kept("list").get(name, ""))]
        known = {_seat(*entry.seat) for each in before for entry in each.entries}
        self.withheld |= _seats_in(local_lists.list_path(folder, name)) - known
        self._list_fault(f"{name}.tsv", [problem], "last_good" if before else "nothing")
        return before

    def _find_strays(self, folder: Path) -> None:
        ours = {correction_file.corrections_path(folder).name, *(f"{name}.tsv" for name in local_lists.list_names(folder))}
        for path in sorted(folder.glob("[!.]*")):
            if path.suffix.casefold() in LOOKS_LIKE_ONE and path.name not in ours:
                self._list_fault(path.name, [placed(str(path), "list_stray")], "nothing")

    def _apart(self, folder: Path, found: list[LocalList]) -> tuple[LocalList, ...]:
        """Of two lists that name the same office of one place the one that served before has it, else the older import."""
        named: dict[tuple[str, str], set[str]] = {}
        for each in found:
            for entry in each.entries:
                named.setdefault(entry.seat, set()).add(each.name)
        if all(len(names) == 1 for names in named.values()):
            return tuple(found)
        texts = self.kept("list")

        def precedence(each: LocalList) -> tuple[bool, date, str]:
            is_new = each.name in self.good["list"] and texts.get(each.name) != self.good["list"][each.name]
            return is_new, max(entry.as_of for entry in each.entries), each.name

        owners: dict[tuple[str, str], str] = {}
        for each in sorted(filter(lambda each: each.entries, found), key=precedence):
            taken = {entry.seat: entry for entry in each.entries if owners.setdefault(entry.seat, each.name) != each.name}
            path = str(local_lists.list_path(folder, each.name))
            problems: list[str | Finding] = [
                placed(path, "list_clash_serves", role=entry.role, place=entry.place, other=owners[seat], list=each.name)
                for seat, entry in taken.items()
            ]
            if problems:
                self.good["list"].pop(each.name, None)
                self._list_fault(f"{each.name}.tsv", problems, "rest")
        return tuple(
            replace(each, entries=tuple(entry for entry in each.entries if owners[entry.seat] == each.name)) for each in found
        )

    def boundaries(self, folder: Path) -> tuple[WardBoundaries, ...]:
        """The boundaries of wards. No last good version: without them people are asked for their ward, which is never wrong."""
        found: dict[str, list[WardBoundaries]] = {}
        for name in boundaries_names(folder):
            try:
                read = read_boundaries(folder, name)
                found.setdefault(read.division, []).append(read)
            except DataError as problem:
                self._boundaries_fault(name, problem.found)
        for several in (each for each in found.values() if len(each) > 1):
            for read in several:
                others = ", ".join(other.name for other in several if other is not read)
                path = str(boundaries_path(folder, read.name))
                clash = placed(path, "boundaries_clash", place=read.place, others=others, name=read.name)
                self._boundaries_fault(read.name, clash)
        return tuple(each[0] for each in found.values() if len(each) == 1)

    def _boundaries_fault(self, name: str, problem: str | Finding) -> None:
        self.faults.append(FileFault(kind="boundaries", file=f"{name}.geojson", problems=(problem,), serves="nothing"))

    def _list_fault(self, file: str, problems: list[str | Finding], serves: Serves) -> None:
        found = re.search(r": line (\d+):", str(problems[0]))
        line = int(found[1]) if found else None
        self.faults.append(FileFault(kind="list", file=file, problems=tuple(problems), line=line, serves=serves))


def _seat(role: str, division: str) -> str:
    return f"{role}:{division}"


def _seats_in(path: Path) -> set[str]:
    """The offices that a list names which cannot be read as one."""
    try:
        lines = path.read_bytes().decode(errors="replace").splitlines()
    except OSError:
        return set()
    rows = (line.split("\t") for line in lines)
    return {_seat(row[0], row[1]) for row in rows if len(row) > 1 and row[0] in local_lists.LISTED}
