"""Corrections to what the sources say, data/overrides.yaml: who made them, when, why. They survive every build."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

import structlog
from ruamel.yaml import YAML
from ruamel.yaml.error import MarkedYAMLError, YAMLError
from ruamel.yaml.nodes import SequenceNode

from bot.logging_setup import describe_error
from bot.officials.office_hours import read_hours
from bot.officials.phones import to_e164
from bot.officials.records import Record, main_line
from bot.officials.seatings import Seatings
from bot.officials.tables import DataError
from bot.telephony import may_dial

REASONS = ("who", "when", "why", "source")
WORDS = ("name", "title", "party")
NO_COLUMN = ("hours", "drop", "not_theirs")  # no source says these
log = structlog.get_logger()
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
    try:
        raw = path.read_bytes()
    except OSError as problem:
        why = f"{path}: cannot be read ({problem.strerror}); give it to this user"
        return Corrections(bad=(BadEntry(problem=why, line=None, words=frozenset()),), whole=False)
    try:
        return parse_overrides(raw.decode("utf-8-sig"), path)
    except UnicodeDecodeError as problem:
        line = raw.count(b"\n", 0, problem.start) + 1
        why = f"{path}: not YAML (line {line} is not UTF-8); save it as UTF-8"
        return _unreadable(why, line, raw.decode(errors="replace"))


def parse_overrides(text: str, path: Path) -> Corrections:
    """The same of a text at hand; `path`: what its problems begin with."""
    shown = "see the entries in data/README.md"
    try:
        entries = YAML(typ="safe").load(text) or []
    except MarkedYAMLError as problem:
        line = problem.problem_mark.line + 1 if problem.problem_mark else None
        return _unreadable(f"{path}: not YAML (line {line}: {problem.problem}); {shown}", line, text)
    except (YAMLError, ValueError, RecursionError) as problem:  # a date like 2026-02-30 is a ValueError of Python's own
        return _unreadable(f"{path}: not YAML ({str(problem)[:80]}); {shown}", None, text)
    if not isinstance(entries, list):
        return _unreadable(f"{path}: not a list; write entries that begin with '- ids:'", 1, text)
    made: list[Override] = []
    bad: list[BadEntry] = []
    for number, entry in enumerate(entries, start=1):
        try:
            made.append(override(entry, f"{path}: entry {number}"))
        except DataError as problem:
            bad.append(BadEntry(problem=str(problem), line=_line_of(text, number), words=_words_in(entry)))
        except Exception as error:  # whatever an entry holds, it is its own fault alone
            log.error("file_not_understood", file=path.name, **describe_error(error))
            why = f"{path}: entry {number}: cannot be understood; {shown}"
            bad.append(BadEntry(problem=why, line=_line_of(text, number), words=_words_in(entry)))
    return Corrections(made=tuple(made), bad=tuple(bad), text=text)


def _unreadable(why: str, line: int | None, text: str) -> Corrections:
    return Corrections(bad=(BadEntry(problem=why, line=line, words=words_of(text)),), whole=False, text=text)


def words_of(text: str) -> frozenset[str]:
    """Everything in a text, YAML or no more, that may be an official's id or a seat; comments have none."""
    bare = "\n".join(re.sub(r"(^|\s)#.*", "", line) for line in text.splitlines())
    return frozenset(word.rstrip(":,") for word in ID.findall(bare))


def _words_in(entry: Any) -> frozenset[str]:
    """The same of an entry as YAML gives it, which may hold itself."""
    words: set[str] = set()
    seen: set[int] = set()
    todo = [entry]
    while todo:
        part = todo.pop()
        if isinstance(part, dict | list):
            if id(part) not in seen:
                seen.add(id(part))
                todo += [*part, *part.values()] if isinstance(part, dict) else part
        elif isinstance(part, str):
            words.update(words_of(part))
    return frozenset(words)


def _line_of(text: str, number: int) -> int | None:
    """The line on which entry `number` begins; None where the text has it on none of its own."""
    root = YAML(typ="safe", pure=True).compose(text)
    nodes = root.value if isinstance(root, SequenceNode) else []
    return int(nodes[number - 1].start_mark.line) + 1 if len(nodes) >= number else None


def override(entry: Any, where: str) -> Override:
    """One entry, checked. Raises DataError that begins with `where`."""
    if not isinstance(entry, dict):
        raise DataError(f"{where}: not a mapping; write ids, set, {', '.join(REASONS)}")
    missing = [key for key in ("ids", "set", *REASONS) if not entry.get(key)]
    if missing:
        raise DataError(f"{where}: {', '.join(missing)} missing; a correction says who, when, why and from what")
    strange = [str(key) for key in entry if key not in ("ids", "set", *REASONS)]
    if strange:
        raise DataError(f"{where}: {', '.join(strange)} not known; write ids, set, {', '.join(REASONS)}")
    if not isinstance(entry["ids"], list) or not isinstance(entry["set"], dict):
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
    phone = to_e164(value)
    if phone is None or not may_dial(phone):
        raise DataError(f"{where}: set.{key}: {value!r} is no US number we may call; write it like 307-777-7434")
    return phone


def apply(
    records: Iterable[Record],
    overrides: Iterable[Override],
    seatings: Seatings,
    *,
    strict: bool = True,
    unmatched: list[str] | None = None,
) -> list[Record]:
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


def _corrected(record: Record, changes: Mapping[str, Any], when: date, seatings: Seatings) -> Record:
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


def _meant(id: str, records: Mapping[str, Record]) -> list[str]:
    """An id means one record; "governor:ocd-division/..." all the records of that seat, whoever holds it."""
    if id in records:
        return [id]
    return [record.id for record in records.values() if f"{record.role}:{record.division}" == id]


def _agrees(record: Record, key: str, value: Any) -> bool:
    if key == "not_theirs":
        return not any(line.phone in value for line in record.lines)
    return key not in NO_COLUMN and bool(getattr(record, key) == value)


def needless(records: Iterable[Record], overrides: Iterable[Override]) -> list[str]:
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
