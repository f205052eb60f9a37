"""What the check of an uploaded list found, for a page: what is wrong in which row and column, and the mend. Pure."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from typing import Literal

from bot.tabular.spreadsheet import RowProblem

MOST_SHOWN = 50
TALLIES = ("problems", "warnings", "kept")

# Why a list is refused: `no_list`: it is no table (`said` tells); `campaign`: the campaign is not live any more; `failed`: work
# on it broke off again and again; `cancelled`: somebody had it taken back while it was loaded.
Refusal = Literal["no_list", "campaign", "failed", "cancelled"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """Something about a row. `line`: of the file, 0 for all of it; `column`: "" for the row as a whole; `mend`: "" for none."""

    line: int
    column: str
    what: str
    mend: str


def told_of(problem: RowProblem) -> Told:
    """A problem in its parts: of "is empty; write a number" the mend is to write one."""
    what, _, mend = problem.text.partition("; ")
    return Told(line=problem.line, column=problem.column, what=what, mend=mend)


@dataclass(slots=True)
class RowTally:
    """The first of what is told, and how many there are in all."""

    count: int = 0
    first: list[Told] = field(default_factory=list)

    def add(self, problem: RowProblem) -> None:
        """One more."""
        self.count += 1
        if len(self.first) < MOST_SHOWN:
            self.first.append(told_of(problem))


@dataclass(slots=True, kw_only=True)
class ImportReport:
    """All that was found. `problems`: for which rows are left out; `warnings`: rows to look at; `kept`: rows of people who
    stopped or left. `bad_rows`: how many are left out. `left_out`: why rows are in which nothing is wrong, the column that says
    so, and how many, as import_contacts.CheckedRows has it. `counts`: how many rows would become what, as
    import_contacts.Loaded has it; `languages`: of those who are to be asked, "" for unknown;
    `unknown_lines`: of how many of them nobody has said whether they have a landline."""

    refusal: Refusal | None = None
    said: str = ""
    problems: RowTally = field(default_factory=RowTally)
    warnings: RowTally = field(default_factory=RowTally)
    kept: RowTally = field(default_factory=RowTally)
    bad_rows: int = 0
    left_out: Sequence[tuple[str, str, int]] = ()
    counts: Mapping[str, int] = field(default_factory=dict)
    languages: Mapping[str, int] = field(default_factory=dict)
    unknown_lines: int = 0

    def to_json(self) -> str:
        return json.dumps(asdict(self), ensure_ascii=False)

    @classmethod
    def from_json(cls, text: str) -> "ImportReport":
        """The report of to_json(); an empty one of an empty text."""
        if not text:
            return cls()
        written = json.loads(text)
        for name in TALLIES:
            written[name] = _tally(written[name])
        return cls(**written)


def _tally(kept: Mapping[str, object]) -> RowTally:
    first, count = kept["first"], kept["count"]
    assert isinstance(first, Sequence) and isinstance(count, int)
    return RowTally(count, [Told(**each) for each in first])
