"""Counties and what has the rank of one: the table counties.tsv, kept as text by state. No officials."""

from collections.abc import Iterable, Mapping
from itertools import groupby
from pathlib import Path

from bot.locale import phrase
from bot.officials.divisions import place_division, state_of
from bot.officials.tables import state_lines

FILE = "counties.tsv"


class Counties:
    """Some three thousand rows. A row is found by a ZIP code or a key in its state's text, and taken apart when it is."""

    def __init__(self, lines: Iterable[str] = ()) -> None:
        """lines: rows of counties.tsv, in order."""
        self._states = {code: "\n".join(("", *rows, "")) for code, rows in groupby(lines, lambda line: line[:2].upper())}

    @classmethod
    def load(cls, folder: Path, shipped: Path) -> "Counties":
        """The table of a folder; the shipped one where tables that an older version updated have none.

        Raises DataError for what is no such table.
        """
        return cls(state_lines(folder, shipped, FILE))

    def at(self, zip: str, states: Iterable[str]) -> tuple[str, ...]:
        """The divisions that touch a ZIP code of these states (codes), by name."""
        return tuple(place_division(key) for code in states for key, _, _ in self._rows(code, zip))

    def name(self, division: str) -> str:
        """ "Pierce" of the id of Pierce County; "" for what is no county of the table."""
        return next((name for _, name, _ in self._of(division)), "")

    def main_zip(self, division: str) -> str:
        """The ZIP code that a county has most land in; "" for what is no county of the table."""
        return next((zips.partition(" ")[0] for _, _, zips in self._of(division)), "")

    def within(self, code: str) -> Mapping[str, str]:
        """Division -> name, of every county of a state."""
        rows = (line.split("\t") for line in self._states.get(code, "").split("\n") if line)
        return {place_division(key): name for key, name, _ in rows}

    def said(self, division: str, language: str) -> str:
        """What a county is called: "Pierce County", "la ciudad de Alexandria"; "" for what is no county of the table."""
        name = self.name(division)
        kind = division.rpartition("/")[2].partition(":")[0]
        return phrase(f"county.{kind}", language, name=name) if name else ""

    def _of(self, division: str) -> Iterable[tuple[str, str, str]]:
        state = state_of(division)
        if state is None:
            return ()
        return self._rows(state.code, f"\n{state.code.lower()}{division.removeprefix(state.division)}\t")

    def _rows(self, code: str, part: str) -> Iterable[tuple[str, str, str]]:
        """The rows of a state that have this in them."""
        text = self._states.get(code, "")
        at = text.find(part)
        while at >= 0:
            start = text.rfind("\n", 0, at + 1) + 1
            end = text.find("\n", start)
            key, name, zips = text[start:end].split("\t")
            yield key, name, zips
            at = text.find(part, end)
