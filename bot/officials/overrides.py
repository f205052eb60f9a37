"""Corrections to what the sources say, data/overrides.yaml: who made them, when, why. They survive every build."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import structlog

from bot.logging_setup import describe_error
from bot.officials.office_hours import read_hours
from bot.officials.phones import source_to_e164
from bot.officials.records import OfficialRecord, main_line
from bot.officials.seatings import Seatings
from bot.officials.tables import DataError
from bot.telephony import may_dial
from bot.yaml_files.yaml_reading import FileFormat, FileProblem, YamlFile, parse_yaml, read_yaml

REASONS = ("who", "when", "why", "source")
WORDS = ("name", "title", "party")
NO_COLUMN = ("hours", "drop", "not_theirs")  # no source says these
log = structlog.get_logger()
FORM = FileFormat(page="data/README.md", begins="- ids:", is_list=True, longest=2_000_000)
ID = re.compile(r"[^\s'\"\[\]{},]+")
SETTABLE = ("phone", "not_theirs", "name", "title", "party", "gender", "term_end", "seat", "hours", "drop")


@dataclass(frozen=True, slots=True)
class Override:
    """One correction: what is set for the officials with these ids (or seats, see `_meant`), and the reason."""

    ids: tuple[str, ...]
    changes: Mapping[str, Any]
    who: str
    when: date
    why: str
    source: str
    where: str  # file and entry, for messages


@dataclass(frozen=True, slots=True, kw_only=True)
class BadEntry:
    """A part of a file of corrections that cannot be used: why, on which line, and every word in it that may be an id."""

    problem: str
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
        why = "; ".join(dict.fromkeys(f"{problem.what}; {problem.mend}" for problem in unreadable))
        line = unreadable[0].line
        said = f"{path}: line {line}: {why}" if line else f"{path}: {why}"
        unusable = BadEntry(problem=said, line=line, words=words_of(file.written))
        return Corrections(bad=(unusable,), whole=False, text=file.written)
    made: list[Override] = []
    bad: list[BadEntry] = []
    for number, entry in enumerate(file.listed):
        where = f"{path}: entry {number + 1}"
        try:
            for problem in unreadable:
                if problem.key.partition(".")[0] == str(number):
                    raise DataError(f"{where}: {problem.what}; {problem.mend}")
            made.append(read_override(entry, where))
        except DataError as problem:
            bad.append(_bad(str(problem), file, number))
        except Exception as error:  # whatever an entry holds, it is its own fault alone
            log.error("file_not_understood", file=path.name, **describe_error(error))
            bad.append(_bad(f"{where}: cannot be understood; write it as {FORM.page} shows", file, number))
    return Corrections(made=tuple(made), bad=tuple(bad), text=file.written)


def _bad(problem: str, file: YamlFile, number: int) -> BadEntry:
    line = file.lines[(number,)]
    end = file.lines.get((number + 1,))
    rest = file.written.splitlines()[line - 1 : max(line, end - 1) if end else None]
    return BadEntry(problem=problem, line=line, words=words_of("\n".join(rest)))


def words_of(text: str) -> frozenset[str]:
    """Everything in a text, YAML or no more, that may be an official's id or a seat; comments have none."""
    bare = "\n".join(re.sub(r"(^|\s)#.*", "", line) for line in text.splitlines())
    return frozenset(word.rstrip(":,") for word in ID.findall(bare))


def read_override(entry: Any, where: str) -> Override:
    """One entry, checked. Raises DataError that begins with `where`."""
    if not isinstance(entry, dict):
        raise DataError(f"{where}: not a mapping; write ids, set, {', '.join(REASONS)}")
    missing = [key for key in ("ids", "set", *REASONS) if not entry.get(key)]
    if missing:
        raise DataError(f"{where}: {', '.join(missing)} missing; a correction says who, when, why and from what")
    strange = [str(key) for key in entry if key not in ("ids", "set", *REASONS)]
    if strange:
        raise DataError(f"{where}: {', '.join(strange)} not known; write ids, set, {', '.join(REASONS)}")
    if not isinstance(entry["ids"], list | tuple) or not isinstance(entry["set"], dict):
        raise DataError(f"{where}: ids is a list of officials' ids, set a mapping of columns to values")
    return Override(
        ids=tuple(str(id) for id in entry["ids"]),
        changes={key: _change(key, value, where) for key, value in entry["set"].items()},
        who=str(entry["who"]),
        when=_date(entry["when"], f"{where}: when"),
        why=str(entry["why"]),
        source=str(entry["source"]),
        where=where,
    )


def _change(key: str, value: Any, where: str) -> Any:
    if key not in SETTABLE:
        raise DataError(f"{where}: set.{key} not known; write one of {', '.join(SETTABLE)}")
    if key == "term_end":
        return _date(value, f"{where}: set.term_end")
    if key in WORDS:
        if not isinstance(value, str) or not (value.strip() or key == "party"):
            raise DataError(f"{where}: set.{key}: {value!r} is no {key}; write it in letters")
        return " ".join(value.split())
    if key == "phone" and value != "":
        return _phone(str(value), where)
    if key == "not_theirs":
        numbers = value if isinstance(value, list | tuple) else [value]
        return tuple(_phone(str(number), where, key) for number in numbers)
    if key == "hours" and read_hours(str(value)) is None:
        raise DataError(f"{where}: set.hours: {value!r} are no hours of a day; write them like 8-16:30")
    choices = {"seat": ("unknown",), "gender": ("f", "m", ""), "drop": (True,)}.get(key)
    if choices is not None and value not in choices:
        raise DataError(f"{where}: set.{key}: {value!r} is not one of {choices}")
    return value


def _date(value: Any, where: str) -> date:
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise DataError(f"{where}: {value!r} is not a date; write it like 2026-11-22") from None


def _phone(value: str, where: str, key: str = "phone") -> str:
    phone = source_to_e164(value)
    if phone is None or not may_dial(phone):
        raise DataError(f"{where}: set.{key}: {value!r} is no US number we may call; write it like 307-777-7434")
    return phone


def apply_overrides(
    records: Iterable[OfficialRecord],
    overrides: Iterable[Override],
    seatings: Seatings,
    *,
    strict: bool = True,
    unmatched: list[str] | None = None,
) -> list[OfficialRecord]:
    """The records, corrected. Raises DataError for an id that no record has, unless only a gender is set for it.

    strict=False passes such ids over: corrections are made for tables of a day, and in newer ones people may have left.
    unmatched: gets what would have been raised.
    """
    corrected = {record.id: record for record in records}
    dropped: set[str] = set()
    for override in overrides:
        changes = {key: value for key, value in override.changes.items() if key != "drop"}
        for id in override.ids:
            meant = _meant(id, corrected)
            # Nothing wrong is said where a gender is not used; so those who leave office do not stop the bot.
            if not meant and set(changes) != {"gender"}:
                problem = (
                    f"{override.where}: no official has the id {id!r}; "
                    "take it out if the source has dropped them, or look the id up in officials.tsv"
                )
                if strict:
                    raise DataError(problem)
                if unmatched is not None:
                    unmatched.append(problem)
            corrected |= {known: _corrected(corrected[known], changes, override.when, seatings) for known in meant}
            dropped.update(meant if override.changes.get("drop") else ())
    return [record for record in corrected.values() if record.id not in dropped]


def _corrected(record: OfficialRecord, changes: Mapping[str, Any], when: date, seatings: Seatings) -> OfficialRecord:
    changes = dict(changes)
    if "phone" in changes:
        phone = changes.pop("phone")
        # The main number; without one there is none at all.
        changes["lines"] = (main_line(phone, record.role), *record.lines[1:]) if phone else ()
    if "not_theirs" in changes:
        wrong = changes.pop("not_theirs")
        changes["lines"] = tuple(line for line in changes.get("lines", record.lines) if line.phone not in wrong)
    if "hours" in changes:
        hours = read_hours(str(changes.pop("hours")))
        changes["lines"] = tuple(replace(line, hours=hours) for line in changes.get("lines", record.lines))
    if "name" in changes:
        # Who says who it is knows it that day.
        changes["as_of"] = max(record.as_of, when)
        if record.renewed is not None and record.renewed <= when:
            changes["renewed"] = seatings.after(record.role, record.division, when)
    return replace(record, **changes)


def _meant(id: str, records: Mapping[str, OfficialRecord]) -> list[str]:
    """An id means one record; "governor:ocd-division/..." all the records of that seat, whoever holds it."""
    if id in records:
        return [id]
    return [record.id for record in records.values() if f"{record.role}:{record.division}" == id]


def _agrees(record: OfficialRecord, key: str, value: Any) -> bool:
    if key == "not_theirs":
        return not any(line.phone in value for line in record.lines)
    return key not in NO_COLUMN and bool(getattr(record, key) == value)


def needless_overrides(records: Iterable[OfficialRecord], overrides: Iterable[Override]) -> list[str]:
    """Corrections that may be taken out, one sentence each: the source says the same now, or has dropped the person."""
    by_id = {record.id: record for record in records}
    found = []
    for override in overrides:
        for id in override.ids:
            meant = _meant(id, by_id)
            if not meant:
                found.append(f"{override.where}: {id} is gone from the source; take it out")
            found += [
                f"{override.where}: {key} of {known}: the source agrees now; take it out"
                for known in meant
                for key, value in override.changes.items()
                if _agrees(by_id[known], key, value)
            ]
    return found
