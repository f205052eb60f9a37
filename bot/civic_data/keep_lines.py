"""Which Washington number each seat of Congress had before somebody else took it: theirs may come weeks later. Pure."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Set
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from bot.civic_data.congress import Congress
from bot.officials.kept_lines import KeptLine, read_kept_lines
from bot.officials.office_hours import CONGRESS
from bot.officials.tables import table_rows

KEPT_FOR = timedelta(days=60)  # from the first day of the successor's term

Seats = tuple[str, str]  # role and division: one seat of the House, or a state's two of the Senate


@dataclass(frozen=True, slots=True, kw_only=True)
class FormerMembers:
    """Congress as the tables before have it. lines: id -> their number in Washington, "" for none; kept: numbers kept then."""

    seats: Mapping[Seats, Collection[str]]
    lines: Mapping[str, str]
    kept: tuple[KeptLine, ...]


def read_former(folder: Path) -> FormerMembers:
    """The members of a folder's tables. Raises DataError for tables that are not ours."""
    seats: dict[Seats, list[str]] = defaultdict(list)
    lines: dict[str, str] = {}
    for row in table_rows(folder, "officials.tsv"):
        if row["role"] in CONGRESS:
            seats[row["role"], row["division"]].append(row["id"])
            lines[row["id"]] = ""
    for row in table_rows(folder, "lines.tsv"):
        if row["kind"] == "capitol" and lines.get(row["official"]) == "":
            lines[row["official"]] = row["phone"]
    return FormerMembers(seats=seats, lines=lines, kept=read_kept_lines(folder))


def keep_lines(before: FormerMembers, now: Congress, doubted: Collection[str], today: date) -> list[KeptLine]:
    """The numbers of seats that were left, each with who is called there now. doubted: lines that are probably private.

    Nobody is given a number on a guess: only where one person left the seats of a division and one came, nobody has the
    number now, and whoever had it did not take it along to another seat of the same house.
    """
    taken = {line.id for record in now.records for line in record.lines} | set(doubted)
    houses = {record.id: record.role for record in now.records}
    sitting: dict[Seats, list[str]] = defaultdict(list)
    for record in now.records:
        sitting[record.role, record.division].append(record.id)
    found: list[KeptLine] = []
    for seats in sorted({*before.seats, *((each.role, each.division) for each in before.kept)}):
        members = sitting[seats]
        left = [
            each if each.line not in taken and houses.get(each.former) != each.role else replace(each, line="")
            for each in _left(seats, before, members)
        ]
        came = [id for id in members if id not in before.seats.get(seats, ())]
        if not came:
            found += left
        elif len(came) == len(left) == 1 and came[0] in now.starts:
            found.append(replace(left[0], official=came[0], until=now.starts[came[0]] + KEPT_FOR))
        found += [each for each in before.kept if (each.role, each.division) == seats and each.official in members]
    own = {record.id for record in now.records if any(line.kind == "capitol" for line in record.lines)}
    return [each for each in found if not each.official or _counts(each, own | taken, today)]


def _left(seats: Seats, before: FormerMembers, members: Collection[str]) -> Iterable[KeptLine]:
    """A row for each seat that nobody of before has: of those who left since, and of those who left earlier."""
    role, division = seats
    given = {each.official: each.line for each in before.kept if each.official}
    for id in before.seats.get(seats, ()):
        if id not in members:
            yield KeptLine(role=role, division=division, line=before.lines[id] or given.get(id, ""), former=id)
    yield from (each for each in before.kept if (each.role, each.division) == seats and not each.official)


def _counts(kept: KeptLine, out: Set[str], today: date) -> bool:
    """Is a successor still called there? Not with a number of their own, nor where somebody else has this one by now."""
    return bool(kept.line) and out.isdisjoint((kept.official, kept.line)) and kept.until is not None and today < kept.until
