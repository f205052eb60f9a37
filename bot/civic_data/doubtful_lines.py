"""Numbers that are probably somebody's own phone and none of an office: by which rule, and what is left. Pure."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from bot.officials.divisions import state_of
from bot.officials.office_hours import CONGRESS
from bot.officials.phones import area_code
from bot.officials.records import SWITCHBOARD, OfficeLine, OfficialRecord
from bot.officials.shared_lines import Chamber, chamber_lines, chamber_of
from bot.telephony import TOLL_FREE

FILE = "doubtful_lines.tsv"
WASHINGTON = "202"


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """What a number is held against. holders: line -> ids of those who have it; codes: state -> area codes in use there.

    desks: chamber -> the exchanges of its switchboards, behind which are its other desks.
    """

    holders: Mapping[str, frozenset[str]]
    chambers: Mapping[Chamber, OfficeLine]
    desks: Mapping[Chamber, Collection[str]]
    codes: Mapping[str, Collection[str]]

    def is_elsewhere(self, record: OfficialRecord, line: OfficeLine) -> bool:
        """Is its area code another state's? One that no state has yet is newer than the lists, and may well be from here."""
        home, code = state_of(record.division), area_code(line.phone)
        known = any(code in codes for codes in self.codes.values())
        return home is not None and known and code not in TOLL_FREE | set(self.codes.get(home.code, ()))


Test = Callable[[OfficialRecord, OfficeLine, Evidence], bool]


def _two_members(record: OfficialRecord, line: OfficeLine, known: Evidence) -> bool:
    return record.role in CONGRESS and len(known.holders[line.id]) > 1


def _washington_code(record: OfficialRecord, line: OfficeLine, known: Evidence) -> bool:
    return line.kind == "district" and area_code(line.phone) == WASHINGTON and known.is_elsewhere(record, line)


def _other_state(record: OfficialRecord, line: OfficeLine, known: Evidence) -> bool:
    return line.kind == "district" and known.is_elsewhere(record, line)


def _alone(record: OfficialRecord, line: OfficeLine, known: Evidence) -> bool:
    chamber = chamber_of(record)
    if chamber is None or chamber not in known.chambers or line.kind != "capitol":
        return False
    only_theirs = len(known.holders[line.id]) == 1 and _exchange(line) not in known.desks[chamber]
    has_shared = known.chambers[chamber].id in {own.id for own in record.lines}
    return only_theirs and not has_shared and area_code(line.phone) not in TOLL_FREE


def _exchange(line: OfficeLine) -> str:
    return line.phone[:8]  # +1, area code and exchange


@dataclass(frozen=True, slots=True, kw_only=True)
class LineRule:
    """Which numbers are doubted. why: what `flask data check` says of one."""

    applies: Test
    why: str


RULES: Mapping[str, LineRule] = {
    "two_members": LineRule(applies=_two_members, why="two members of Congress have it"),
    "washington_code": LineRule(applies=_washington_code, why="an office in the district with a Washington area code"),
    "other_state": LineRule(applies=_other_state, why="an office in the district with the area code of another state"),
    "alone": LineRule(applies=_alone, why="only this member has it, the others of the chamber share one"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DoubtfulLine:
    """A number that is not offered. rule: a key of RULES."""

    official: str
    line: OfficeLine
    rule: str

    def row(self) -> tuple[str, ...]:
        """As a row of doubtful_lines.tsv."""
        return self.official, self.line.kind, self.line.id, self.rule


def leave_out_doubtful(
    records: Iterable[OfficialRecord], codes: Mapping[str, Collection[str]], confirmed: Collection[str]
) -> tuple[list[OfficialRecord], list[DoubtfulLine]]:
    """Members of Congress and legislators without the numbers that a rule doubts, and these numbers.

    confirmed: ids of lines that a second source has.
    """
    listed = list(records)
    known = _evidence(listed, codes)
    doubtful = [
        DoubtfulLine(official=record.id, line=line, rule=rule)
        for record in listed
        for line in record.lines
        if line.id not in confirmed and (rule := _rule(record, line, known))
    ]
    doubted = {(each.official, each.line.id) for each in doubtful}
    kept = (tuple(line for line in record.lines if (record.id, line.id) not in doubted) for record in listed)
    return [replace(record, lines=lines) for record, lines in zip(listed, kept, strict=True)], doubtful


def _evidence(records: Sequence[OfficialRecord], codes: Mapping[str, Collection[str]]) -> Evidence:
    holders: dict[str, set[str]] = defaultdict(set)
    for record in records:
        for line in record.lines:
            holders[line.id].add(record.id)
    desks: dict[Chamber, set[str]] = defaultdict(set)
    for record in records:
        if chamber := chamber_of(record):
            desks[chamber].update(_exchange(line) for line in record.lines if len(holders[line.id]) >= SWITCHBOARD)
    return Evidence(
        holders={id: frozenset(who) for id, who in holders.items()},
        chambers=chamber_lines(records),
        desks=desks,
        codes=codes,
    )


def _rule(record: OfficialRecord, line: OfficeLine, known: Evidence) -> str:
    return next((name for name, rule in RULES.items() if rule.applies(record, line, known)), "")
