"""Officials of places and counties out of CivicPatch's archive, in the two shapes its files have had. Knows no other source."""

import gzip
import io
import re
import tarfile
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path

from ruamel.yaml.error import YAMLError

from bot.civic_data.land import our_county_key, our_place_key
from bot.civic_data.local_officials import (
    CIVICPATCH,
    LocalOfficial,
    LocalRules,
    Term,
    complete_place,
    read_line,
    ward_name,
)
from bot.civic_data.townships import township_key
from bot.officials.levels import COUNTY
from bot.officials.local.office_names import COUNCIL, COUNTY_COUNCIL, HEADS, offices_meant
from bot.officials.local.person_names import read_person
from bot.officials.tables import DataError
from bot.tabular.cells import CellError
from bot.yaml_files.yaml_nodes import load_yaml

MB = 1_000_000
MOST_UNPACKED = 100 * MB  # of the archive; all of its people's files are some ten megabytes
MOST_FILES = 20_000  # of people; there are some 3,000
MOST_FILE = 500_000  # bytes of a file; the largest has 30,000
MOST_LINE, MOST_BRACKETS = 5_000, 5_000  # characters, and lists: a file of people has a tenth of either
MOST_TERM = 12  # years that a term may last from the day on which it was read; beyond, a date is a slip of the pen
MOST_PHONES = 2

_AREA = re.compile(
    r"(?P<home>ocd-(?:division|jurisdiction)/country:us/state:[a-z]{2})(?:/county:(?P<county>[^/]+)(?=/place:))?"
    r"/(?P<kind>place|county|parish|borough):(?P<name>[^/]+)(?P<rest>/.*)?"
)
# The head of a Michigan township, who is one of its board. Of a county or a city it is an employee.
TOWNSHIP_HEAD = re.compile(r"(?i)(township )?supervisor")
_ANCHOR = re.compile(r"(?:^|[\s,\[{])&\S")  # nothing of ours repeats itself, and a few of them make billions of nodes
_DAY = re.compile(r"(?P<year>20\d\d)(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?(?:T.*)?")


@dataclass(kw_only=True)
class LocalReading:
    """What was read: officials by place, and what was not taken, with the reason. townships: jurisdictions left for later."""

    officials: dict[str, list[LocalOfficial]] = field(default_factory=dict)
    unjoined: list[str] = field(default_factory=list)
    notes: list[str] = field(default_factory=list)
    townships: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class _Holder:
    """A person in one office, as a file has them in either shape."""

    name: str
    office: str
    division: str
    phones: tuple[str, ...]
    end: str
    read: str


def read_civicpatch(path: Path, rules: LocalRules) -> LocalReading:
    """Everyone in an office of ours of a place or a county who may be named, and the offices of the others.

    Raises DataError for an archive that is too large unpacked; a file that cannot be used is a note.
    """
    found = LocalReading()
    by_id: dict[str, list[_Holder]] = defaultdict(list)
    for name, content in _files(path):
        try:
            jurisdiction, holders = _read_file(content)
        except (YAMLError, ValueError, RecursionError) as problem:
            found.notes.append(f"{name}: left out: {' '.join(str(problem).split())[:120]}")
            continue
        by_id[jurisdiction] += holders
    by_key: dict[str, list[str]] = defaultdict(list)
    for jurisdiction in by_id:
        area = _AREA.fullmatch(jurisdiction)
        if area and area["county"] and not rules.land.townships:
            found.townships += 1
        elif area:
            by_key[_our_key(area)].append(jurisdiction)
    for key, ids in sorted(by_key.items()):
        known = key in rules.land.places or key in rules.land.counties
        if not known or len(ids) > 1:
            why = "two places of the state have this name" if len(ids) > 1 or key in rules.land.ambiguous else "no such place"
            found.unjoined.append(f"{key}: {sum(len(by_id[id]) for id in ids)} people of {CIVICPATCH}: {why}")
            continue
        officials = _officials(key, by_id[ids[0]], rules, found.notes)
        if kept := complete_place(officials, rules) if officials else []:
            found.officials[key] = kept
    return found


def _our_key(area: re.Match[str]) -> str:
    if county := area["county"]:
        state = area["home"].rpartition(":")[2]
        return township_key(state, *(part.replace("_", " ") for part in (county, area["name"])))
    division = f"{area['home'].replace('jurisdiction', 'division')}/{area['kind']}:{area['name']}"
    return our_place_key(division) if area["kind"] == "place" else our_county_key(division)


class _Bounded(io.BufferedIOBase):
    """An unpacked archive of which only so much is read: a small file may unpack to any size."""

    def __init__(self, unpacked: gzip.GzipFile, path: Path) -> None:
        self._unpacked, self._path, self._left = unpacked, path, MOST_UNPACKED

    def read(self, size: int | None = -1) -> bytes:
        """As a file does. Raises DataError past the bound."""
        content = self._unpacked.read(self._left + 1 if size is None or size < 0 else min(size, self._left + 1))
        self._left -= len(content)
        if self._left < 0:
            raise DataError(f"{self._path}: unpacks to more than {MOST_UNPACKED // MB} MB; fetch its data/ folder alone")
        return content


def _files(path: Path) -> Iterator[tuple[str, bytes]]:
    """(path in the archive, content) of each file of a jurisdiction."""
    count = 0
    with gzip.open(path) as unpacked, tarfile.open(fileobj=_Bounded(unpacked, path), mode="r|") as archive:
        for member in archive:
            parts = member.name.split("/")
            if not member.isfile() or parts[-2:-1] != ["local"] or not parts[-1].endswith((".yml", ".yaml")):
                continue
            count += 1
            if member.size > MOST_FILE or count > MOST_FILES:
                has = (
                    f"{member.name} has {member.size:,} bytes" if member.size > MOST_FILE else f"has {count:,} files of people"
                )
                most = f"{MOST_FILE:,} bytes each, {MOST_FILES:,} files"
                raise DataError(f"{path}: {has}, more than there can be ({most}); fetch it anew")
            if handle := archive.extractfile(member):
                yield "/".join(parts[-3:]), handle.read()


def _read_file(content: bytes) -> tuple[str, list[_Holder]]:
    """(the jurisdiction's id, its people). Raises ValueError or YAMLError for what is no such file."""
    text = content.decode("utf-8-sig")
    deep = text.count("[") + text.count("{") > MOST_BRACKETS or max(map(len, text.splitlines()), default=0) > MOST_LINE
    if deep or _ANCHOR.search(text):
        raise ValueError("has an anchor, or lists within lists without end, as no file of people has")
    rows: object = load_yaml(text)
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ValueError("is no list of people")
    holders = [holder for row in rows for holder in _holders(row)]
    ids = {id for row in rows for part in (row, *_dicts(row.get("roles"))) if (id := _text(part.get("jurisdiction_ocdid")))}
    if len(ids) != 1:
        raise ValueError(f"names {len(ids)} jurisdictions instead of one")
    return ids.pop().removesuffix("/government"), holders


def _holders(row: Mapping[object, object]) -> Iterator[_Holder]:
    """A person's offices: `office` in the older shape, `roles` in the newer."""
    roles = _dicts(row.get("roles")) or [{**office, "end_date": row.get("end_date")} for office in _dicts([row.get("office")])]
    phones = row.get("phones")
    for role in roles:
        yield _Holder(
            name=" ".join(_text(row.get("name")).split()),
            office=" ".join(_text(role.get("name")).split()),
            division=_text(role.get("division_ocdid")),
            phones=tuple(_text(phone) for phone in phones if _text(phone))[:20] if isinstance(phones, list) else (),
            end=_text(role.get("end_date")),
            read=_text(row.get("updated_at")),
        )


def _dicts(value: object) -> list[dict[object, object]]:
    return [each for each in value if isinstance(each, dict)] if isinstance(value, list) else []


def _text(value: object) -> str:
    """What is written there; "" for what is no text, a date or a number."""
    return str(value) if isinstance(value, str | int | date) else ""


def _officials(place: str, holders: Sequence[_Holder], rules: LocalRules, notes: list[str]) -> list[LocalOfficial]:
    found: list[LocalOfficial] = []
    for holder in holders:
        try:
            found += _rows(place, holder, rules)
        except (CellError, ValueError) as problem:
            notes.append(f"{place}: {holder.office[:60] or 'no office'}: left out: {str(problem)[:120]}")
    return found


def _rows(place: str, holder: _Holder, rules: LocalRules) -> Iterator[LocalOfficial]:
    """The rows of somebody in one office. Raises ValueError or CellError saying why there is none."""
    read = _term(holder.read).ends
    if read is None:
        raise ValueError(f"{holder.read!r} is no day on which it was read")
    council = COUNTY_COUNCIL if rules.area(place).kind == COUNTY else COUNCIL
    heads = place in rules.land.townships and TOWNSHIP_HEAD.fullmatch(holder.office)
    roles = [COUNCIL] if heads else offices_meant(holder.office, council)
    ward = _ward(place, holder, rules)
    if HEADS[council] in roles and ward:
        roles = [council, HEADS[council]]  # chosen by the council from among its members
    name = read_person(holder.name).name
    if not name and not ward:
        raise ValueError("a vacant seat")
    lines = list(dict.fromkeys(line for phone in holder.phones if (line := read_line(phone))))[:MOST_PHONES]
    end = rules.last_day(place, _plausible(_term(holder.end), read), read)
    for role in roles:
        for line in lines or [""]:
            yield LocalOfficial(
                place=place,
                role=role,
                ward=ward if role == council else "",
                name=name,
                line=line,
                term_end=end if name else None,
                source=CIVICPATCH,
                as_of=read,
            )


def _ward(place: str, holder: _Holder, rules: LocalRules) -> str:
    """The ward that elects them, "" for the whole place. Raises CellError or ValueError for what is neither."""
    parts = [part.casefold() for part in re.split(r"\s+-\s+|,\s+", holder.office)]
    told = next((rules.exceptions[place, part] for part in parts if (place, part) in rules.exceptions), None)
    if told is not None:
        return told
    inside = _AREA.fullmatch(holder.division)
    if inside is None or _our_key(inside) != place:
        raise ValueError(f"{holder.division!r} is no division of it")
    kind, _, name = (inside["rest"] or "").removeprefix("/").partition(":")
    if not kind:
        return ""
    if kind not in ("ward", "council_district") or not ward_name(name):
        raise ValueError(f"{holder.division!r} is no ward")
    return ward_name(name)


def _term(written: str) -> Term:
    """The period in a text: a day, a month, a year; none where there is no such period."""
    match = _DAY.fullmatch(written.replace(" ", "T", 1))
    if match is None:
        return Term()
    year, month, day = int(match["year"]), int(match["month"] or 0), int(match["day"] or 0)
    try:
        begins = date(year, month or 1, day or 1)
    except ValueError:
        return Term()
    following = begins + timedelta(1) if day else date(year + month // 12, month % 12 + 1, 1) if month else date(year + 1, 1, 1)
    return Term(begins, following - timedelta(1))


def _plausible(term: Term, read: date) -> Term:
    """No term at all where it would end in another age."""
    return Term() if term.ends is not None and term.ends.year > read.year + MOST_TERM else term
