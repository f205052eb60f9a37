"""What the last update did not take, since when and why: the table held_back.tsv."""

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from bot.officials.tables import read_date, table_rows

FILE = "held_back.tsv"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldBack:
    """A source, a chamber or an office that keeps its old rows."""

    what: str
    since: date
    why: str

    @property
    def sentence(self) -> str:
        """As commands tell it."""
        return f"held back since {self.since}: {self.what}: {self.why}"


def read_held_back(folder: Path) -> tuple[HeldBack, ...]:
    """The rows of a folder; tables that an older version built have no such. Raises DataError for a day that is none."""
    if not (folder / FILE).exists():
        return ()
    return tuple(
        HeldBack(what=row["what"], since=read_date(row["since"], f"{folder / FILE}: line {number}"), why=row["why"])
        for number, row in enumerate(table_rows(folder, FILE), start=2)
    )
