"""Corrections to what the sources say, data/overrides.yaml: who made them, when, why. They survive every build."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

import structlog

from bot.locale.flaws import Finding, PlacedFlaw, joined, placed
from bot.logging_setup import describe_error
from bot.officials.office_hours import read_hours
from bot.officials.phones import source_to_line
from bot.officials.records import OfficeLine, OfficialRecord, main_line
from bot.officials.seatings import Seatings
from bot.officials.tables import DataError
from bot.tabular.cells import CellError, read_keys
from bot.yaml_files.yaml_reading import FileFormat, FileProblem, YamlFile, parse_yaml, read_yaml

REASONS = ("who", "when", "why", "source")
KEYS = ", ".join(("ids", "set", *REASONS))
NO_COLUMN = ("hours", "keys", "drop", "not_theirs")  # no source says these
log = structlog.get_logger()
FORM = FileFormat(page="data/README.md", begins="- ids:", is_list=True, longest=2_000_000)
ID = re.compile(r"[^\s'\"\[\]{},]+")
Known = TypeVar("Known")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordChanges:
    """What a correction sets of a record; None: nothing.

    phone: the id of the office's main line, "" for none that is right. keys: what to press in the phone menu there. not_theirs:
    ids of lines that are none of theirs; a number stands for all its extensions. hours: of all their lines, as read_hours()
    reads them. seat: "unknown" (the office is given without a name), "vacant", or "" (who is named holds it). drop: the record
    is none.
    """

    phone: str | None = None
    not_theirs: tuple[str, ...] | None = None
    name: str | None = None
    title: str | None = None
    party: str | None = None
    gender: str | None = None
    term_end: date | None = None
    seat: str | None = None
    hours: str | None = None
    keys: str | None = None
    drop: bool | None = None

    def given(self) -> dict[str, str | bool | date | tuple[str, ...]]:
        """What is set, by column."""
        return {name: value for name in SETTABLE if (value := getattr(self, name)) is not None}


SETTABLE = tuple(field.name for field in fields(RecordChanges))


@dataclass(frozen=True, slots=True, kw_only=True)
class Override:
    """One correction: what is set for the officials with these ids (or seats, see `_meant`), and the reason."""

    ids: tuple[str, ...]
    changes: RecordChanges
    who: str
    when: date
    why: str
    source: str
    where: str  # file and entry, for messages


@dataclass(frozen=True, slots=True, kw_only=True)
class BadEntry:
    """A part of a file of corrections that cannot be used: why, on which line, and every word in it that may be an id."""

    problem: str | Finding
    line: int | None
    words: frozenset[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Corrections:
    """A file of corrections, entry by entry. whole: were there entries at all; if not, the one bad entry is the file."""

    made: tuple[Override, ...] = ()
    bad: tuple[BadEntry, ...] = ()
    whole: bool = True
    text: str = ""


def read_overrides(path: Path) -> list[Override]:
    """The corrections of a file, checked; an absent file has none. Raises DataError with entry, key and mend."""
    found = read_each(path) if path.exists() else Corrections()
    if found.bad:
        raise DataError(found.bad[0].problem)
    return [*found.made]


def read_each(path: Path) -> Corrections:
    """The corrections of a file that is there, those that can be used and those that cannot. Raises nothing."""
    return _corrections(path, *read_yaml(path, FORM))


def parse_overrides(text: str, path: Path) -> Corrections:
    """The same of a text at hand; `path`: what its problems begin with."""
    return _corrections(path, *parse_yaml(path.name, text, FORM))


def _corrections(path: Path, file: YamlFile, unreadable: Sequence[FileProblem]) -> Corrections:
    """The entries, each by itself. What cannot be read in an entry makes it a bad one."""
    if unreadable and not file.listed:
        why = joined([*dict.fromkeys(problem.found for problem in unreadable)], "semicolon")
        line = unreadable[0].line
        said = PlacedFlaw(f"{path}: line {line}" if line else str(path), why)
        unusable = BadEntry(problem=said, line=line, words=mentioned_words(file.written))
        return Corrections(bad=(unusable,), whole=False, text=file.written)
    made: list[Override] = []
    bad: list[BadEntry] = []
    for number, entry in enumerate(file.listed):
        where = f"{path}: entry {number + 1}"
        try:
            for problem in unreadable:
                if problem.key.partition(".")[0] == str(number):
                    raise DataError(PlacedFlaw(where, problem.found))
            made.append(read_override(entry, where))
        except DataError as problem:
            bad.append(_bad(problem.found, file, number))
        except Exception as error:  # whatever an entry holds, it is its own fault alone
            log.error("file_not_understood", file=path.name, **describe_error(error))
            bad.append(_bad(placed(where, "correction_lost", page=FORM.page), file, number))
    return Corrections(made=tuple(made), bad=tuple(bad), text=file.written)


def _bad(problem: str | Finding, file: YamlFile, number: int) -> BadEntry:
    line = file.lines[(number,)]
    end = file.lines.get((number + 1,))
    rest = file.written.splitlines()[line - 1 : max(line, end - 1) if end else None]
    return BadEntry(problem=problem, line=line, words=mentioned_words("\n".join(rest)))


def mentioned_words(text: str) -> frozenset[str]:
    """Everything in a text, YAML or no more, that may be an official's id or a seat; comments have none."""
    bare = "\n".join(re.sub(r"(^|\s)#.*", "", line) for line in text.splitlines())
    return frozenset(word.rstrip(":,") for word in ID.findall(bare))


def read_override(entry: object, where: str) -> Override:
    """One entry, checked. Raises DataError that begins with `where`."""
    if not isinstance(entry, dict):
        raise DataError(placed(where, "correction_no_keys", known=KEYS))
    missing = [key for key in ("ids", "set", *REASONS) if not entry.get(key)]
    if missing:
        raise DataError(placed(where, "correction_lacks", keys=", ".join(missing)))
    strange = [str(key) for key in entry if key not in ("ids", "set", *REASONS)]
    if strange:
        raise DataError(placed(where, "correction_strange", keys=", ".join(strange), known=KEYS))
    if not isinstance(entry["ids"], list | tuple) or not isinstance(entry["set"], dict):
        raise DataError(placed(where, "correction_shape"))
    return Override(
        ids=tuple(str(id) for id in entry["ids"]),
        changes=_changes(entry["set"], where),
        who=str(entry["who"]),
        when=_date(entry["when"], f"{where}: when"),
        why=str(entry["why"]),
        source=str(entry["source"]),
        where=where,
    )


def _changes(written: Mapping[object, object], where: str) -> RecordChanges:
    def read(column: str, how: Callable[[object, str], Known]) -> Known | None:
        return how(written[column], f"{where}: set.{column}") if column in written else None

    for key in written:
        if key not in SETTABLE:
            raise DataError(placed(where, "correction_column", key=f"set.{key}", known=", ".join(SETTABLE)))
    return RecordChanges(
        phone=read("phone", lambda value, where: "" if value == "" else _phone(value, where)),
        not_theirs=read("not_theirs", _phones),
        name=read("name", _words),
        title=read("title", _words),
        party=read("party", lambda value, where: _words(value, where) if str(value).strip() else ""),
        gender=read("gender", lambda value, where: _one_of(("f", "m", ""), value, where)),
        term_end=read("term_end", _date),
        seat=read("seat", lambda value, where: _one_of(("unknown", "vacant", ""), value, where)),
        hours=read("hours", _hours),
        keys=read("keys", _keys),
        drop=read("drop", lambda value, where: _one_of((True,), value, where)),
    )


def _date(value: object, where: str) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise DataError(placed(where, "correction_date", given=repr(value))) from None


def _phone(value: object, where: str) -> str:
    line = source_to_line(str(value))
    if line is None:
        raise DataError(placed(where, "correction_phone", given=repr(str(value))))
    return line


def _keys(value: object, where: str) -> str:
    try:
        return read_keys(str(value)) if str(value).strip() else ""
    except CellError as problem:
        raise DataError(PlacedFlaw(where, problem.found)) from None


def _phones(value: object, where: str) -> tuple[str, ...]:
    return tuple(_phone(number, where) for number in (value if isinstance(value, list | tuple) else [value]))


def _words(value: object, where: str) -> str:
    if not isinstance(value, str) or not value.strip():
        raise DataError(placed(where, "correction_words", given=repr(value), column=where.rpartition(".")[2]))
    return " ".join(value.split())


def _hours(value: object, where: str) -> str:
    if read_hours(str(value)) is None:
        raise DataError(placed(where, "correction_hours", given=repr(value)))
    return str(value)


def _one_of(choices: Sequence[Known], value: object, where: str) -> Known:
    if value not in choices:
        raise DataError(placed(where, "correction_choice", given=repr(value), known=str(choices)))
    return choices[choices.index(value)]


def apply_overrides(
    records: Iterable[OfficialRecord],
    overrides: Iterable[Override],
    seatings: Seatings,
    *,
    strict: bool = True,
    unmatched: list[str] | None = None,
    elsewhere: Callable[[str], bool] = lambda id: False,
) -> list[OfficialRecord]:
    """The records, corrected. Raises DataError for an id that no record has, unless only a gender is set for it.

    elsewhere: is an id, or seat, that of a record which is not among these?

    strict=False passes such ids over: corrections are made for tables of a day, and in newer ones people may have left.
    unmatched: gets what would have been raised.
    """
    corrected = {record.id: record for record in records}
    dropped: set[str] = set()
    for override in overrides:
        changes = override.changes
        for id in override.ids:
            meant = _meant(id, corrected)
            # Nothing wrong is said where a gender is not used; so those who leave office do not stop the bot.
            if not meant and changes != RecordChanges(gender=changes.gender) and not elsewhere(id):
                problem = (
                    f"{override.where}: no official has the id {id!r}; "
                    "take it out if the source has dropped them, or look the id up in officials.tsv"
                )
                if strict:
                    raise DataError(problem)
                if unmatched is not None:
                    unmatched.append(problem)
            corrected |= {known: _corrected(corrected[known], changes, override.when, seatings) for known in meant}
            dropped.update(meant if changes.drop else ())
    return [record for record in corrected.values() if record.id not in dropped]


def _corrected(record: OfficialRecord, changes: RecordChanges, when: date, seatings: Seatings) -> OfficialRecord:
    as_of, renewed = record.as_of, record.renewed
    if changes.name is not None:
        # Who says who it is knows it that day.
        as_of = max(as_of, when)
        if renewed is not None and renewed <= when:
            renewed = seatings.after(record.role, record.division, when)
    return replace(
        record,
        name=_chosen(changes.name, record.name),
        title=_chosen(changes.title, record.title),
        party=_chosen(changes.party, record.party),
        gender=_chosen(changes.gender, record.gender),
        term_end=_chosen(changes.term_end, record.term_end),
        seat=_chosen(changes.seat, record.seat),
        as_of=as_of,
        renewed=renewed,
        lines=_corrected_lines(record, changes),
    )


def _chosen(new: Known | None, old: Known) -> Known:
    return old if new is None else new


def _corrected_lines(record: OfficialRecord, changes: RecordChanges) -> tuple[OfficeLine, ...]:
    lines = record.lines
    if changes.phone is not None:
        # The main number; without one there is none at all.
        lines = (main_line(changes.phone, record.role), *lines[1:]) if changes.phone else ()
    lines = tuple(line for line in lines if not _is_one_of(line, changes.not_theirs or ()))
    if changes.keys is not None:
        lines = (*(replace(line, keys=changes.keys) for line in lines[:1]), *lines[1:])
    if changes.hours is not None:
        hours = read_hours(changes.hours)
        lines = tuple(replace(line, hours=hours) for line in lines)
    return lines


def _is_one_of(line: OfficeLine, ids: Sequence[str]) -> bool:
    return line.id in ids or line.phone in ids


def _meant(id: str, records: Mapping[str, OfficialRecord]) -> list[str]:
    """An id means one record; "governor:ocd-division/..." all the records of that seat, whoever holds it."""
    if id in records:
        return [id]
    return [record.id for record in records.values() if f"{record.role}:{record.division}" == id]


def _agrees(record: OfficialRecord, column: str, changes: RecordChanges) -> bool:
    if column == "not_theirs":
        return not any(_is_one_of(line, changes.not_theirs or ()) for line in record.lines)
    if column == "phone":
        own = [line.id for line in record.lines[:1] if line.until is None]
        return own == ([changes.phone] if changes.phone else [])
    return column not in NO_COLUMN and bool(getattr(record, column) == getattr(changes, column))


def needless_overrides(records: Iterable[OfficialRecord], overrides: Iterable[Override]) -> list[PlacedFlaw]:
    """Corrections that may be taken out: the source says the same now, or has dropped the person."""
    by_id = {record.id: record for record in records}
    found: list[PlacedFlaw] = []
    for override in overrides:
        for id in override.ids:
            meant = _meant(id, by_id)
            if not meant:
                found.append(placed(override.where, "correction_gone", id=id))
            found += [
                placed(override.where, "correction_agrees", column=key, id=known)
                for known in meant
                for key in override.changes.given()
                if _agrees(by_id[known], key, override.changes)
            ]
    return found
