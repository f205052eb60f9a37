"""Numbers that many members of a chamber have: its own line, which reaches all of them, and a party caucus's. Pure."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from bot.officials.divisions import state_of
from bot.officials.records import SWITCHBOARD, OfficeLine, OfficialRecord
from bot.officials.roles import LEGISLATORS

Chamber = tuple[str, str]  # state's code, role
# Of a chamber's members with a number in the Capitol, so many have its own. Offices that several members share have far fewer.
OF_CHAMBER = 2 / 3
# Of a party's members in a chamber, so many have their caucus's line: a caucus may have two, an office of some members is none.
OF_CAUCUS = 1 / 3


def chamber_of(record: OfficialRecord) -> Chamber | None:
    """The chamber that a legislator sits in; None for other offices."""
    home = state_of(record.division) if record.role in LEGISLATORS else None
    return (home.code, record.role) if home else None


def chamber_lines(records: Iterable[OfficialRecord]) -> Mapping[Chamber, OfficeLine]:
    """The line that nearly all members of a chamber have, of those chambers that have such a line."""
    return _chamber_lines(_by_chamber(records))


def _chamber_lines(chambers: Mapping[Chamber, Sequence[OfficialRecord]]) -> Mapping[Chamber, OfficeLine]:
    found = {}
    for chamber, members in chambers.items():
        in_capitol = [[line for line in member.lines if line.kind == "capitol"] for member in members]
        lines = {line.id: line for own in in_capitol for line in own}
        had = Counter(id for own in in_capitol for id in {line.id for line in own})
        id, count = max(had.items(), key=lambda each: (each[1], each[0]), default=("", 0))
        if count >= max(SWITCHBOARD, OF_CHAMBER * sum(map(bool, in_capitol))):
            found[chamber] = lines[id]
    return found


def caucus_lines(chambers: Mapping[Chamber, Sequence[OfficialRecord]]) -> Mapping[str, str]:
    """The lines that belong to a party's caucus: id of the line -> party.

    All who have it are of one party, a third of that party's members in the chamber at least, and others have other lines.
    """
    found = {}
    parties: dict[str, set[str]] = defaultdict(set)  # of whoever has a line, in whichever chamber
    for member in (member for members in chambers.values() for member in members):
        for line in member.lines:
            parties[line.id].add(_party(member))
    for members in chambers.values():
        of_party = Counter(map(_party, members))
        had = Counter(id for member in members for id in {line.id for line in member.lines})
        for id, count in had.items():
            (party, *others) = parties[id]
            if not others and len(of_party) > 1 and count >= max(SWITCHBOARD, OF_CAUCUS * of_party[party]):
                found[id] = party
    return found


def with_shared_lines(records: Iterable[OfficialRecord]) -> list[OfficialRecord]:
    """The same records: who has no line in the Capitol has that of their chamber, and a caucus's line is marked as one."""
    listed = list(records)
    chambers = _by_chamber(listed)
    own = {chamber: replace(line, switchboard=True) for chamber, line in _chamber_lines(chambers).items()}
    party = caucus_lines(chambers)
    return [_with_shared(record, own, party) for record in listed]


def _with_shared(record: OfficialRecord, own: Mapping[Chamber, OfficeLine], party: Mapping[str, str]) -> OfficialRecord:
    lines = [replace(line, caucus=party[line.id]) if line.id in party else line for line in record.lines]
    shared = own.get(chamber) if (chamber := chamber_of(record)) else None
    if shared is not None and not any(line.kind == "capitol" for line in lines):
        lines.insert(0, shared)
    return record if lines == list(record.lines) else replace(record, lines=tuple(lines))


def _by_chamber(records: Iterable[OfficialRecord]) -> Mapping[Chamber, list[OfficialRecord]]:
    found: dict[Chamber, list[OfficialRecord]] = defaultdict(list)
    for record in records:
        if chamber := chamber_of(record):
            found[chamber].append(record)
    return found


def _party(record: OfficialRecord) -> str:
    """The first of those that somebody ran for: "Democratic" of "Democratic/Working Families"."""
    return record.party.partition("/")[0]
