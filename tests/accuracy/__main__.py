"""Runs the report: `python -m tests.accuracy [--people FILE]`, or `[--on DATE] [--state CODE]` for its first table alone.

Prints Markdown; status 1 where something is under its floor.
"""

import argparse
import re
import sys
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path

from bot.civic_data.data_check import Count
from bot.officials.directory import ROLES, Directory
from bot.officials.divisions import STATES, cd_code, state_of
from bot.officials.roles import LEGISLATORS
from tests.accuracy import measure, reached
from tests.accuracy.measure import Answer, Offices, share

# The least that is accepted, in per cent. Of people who get somebody in office by name, with a line:
NAMED: Mapping[str, float] = {
    "governor": 99.9,
    "us_senator": 99.9,
    "us_representative": 98.5,
    "state_upper": 83,
    "state_lower": 81,
    "mayor": 75,
    "council": 28,
    "lieutenant_governor": 84,
    "attorney_general": 97,
    "secretary_of_state": 71,
}
# A ZIP with more candidates is right more often, so what it settles has a floor too.
AMONG: Mapping[str, float] = {"us_representative": 99.1, "state_upper": 97.2, "state_lower": 96.7}
SETTLED: Mapping[str, float] = {
    "Governor, senators in Congress": 99.5,
    "House of Representatives": 80,
    "Upper house of the state": 62,
    "Lower house of the state": 48,
    "Both houses of the state": 43,
}
NUMBERS: Mapping[str, float] = {
    "governor": 94,  # of 55: of three territories the office has no line on record
    "us_senator": 100,
    "us_representative": 99.5,
    "state_upper": 96,
    "state_lower": 95.5,
}
WHO: Mapping[str, str] = {
    "us_representative": "House of Representatives",
    "state_upper": "Upper houses of states",
    "state_lower": "Lower houses of states",
}


def main(arguments: Sequence[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.accuracy", description="Measure how often the answer is right.")
    parser.add_argument("--people", type=Path, metavar="FILE", help="rows of ZIP, tab, people living there: count them, too")
    parser.add_argument("--on", type=date.fromisoformat, metavar="YYYY-MM-DD", help="whom people get on this day, nothing else")
    parser.add_argument("--state", choices=sorted(STATES), metavar="CODE", help="whom people get in this state, nothing else")
    given = parser.parse_args(arguments)
    try:
        people = measure.people(given.people) if given.people else {}
    except (OSError, ValueError) as problem:
        parser.error(str(problem))
    report = Report(Directory.load(measure.DATA))
    if given.on or given.state:
        report.reached(given.on or report.today, given.state or "")
        return 0
    report.reached(report.today)
    report.offices()
    report.geocoded()
    report.questions(people)
    report.numbers()
    report.misses()
    for failure in report.failures:
        print(f"error: {failure}", file=sys.stderr)
    return 1 if report.failures else 0


class Report:
    """What is printed, a table after the other, and what was under its floor."""

    def __init__(self, directory: Directory) -> None:
        self.directory = directory
        self.today = max(source.as_of for source in directory.sources.values())
        self.day = measure.the_day(directory)
        self.measured = measure.offices(directory, self.day)
        self.failures: list[str] = []

    def reached(self, day: date, state: str = "") -> None:
        """The headline. Floors are those of the whole country, on the day of the tables."""
        floored = day == self.today and not state
        rows = []
        for found in reached.reached(self.directory, day, state):
            named = found.share(reached.NAMED)
            if floored:
                self._floor(f"{found.role}: people who get a name and a line", named, NAMED[found.role])
            others = (_percent(found.share(outcome)) for outcome in (reached.OFFICE, reached.NO_LINE, reached.NOBODY))
            least = (_percent(NAMED[found.role]),) if floored else ()
            rows.append((found.role, _percent(named), *least, *others))
        floor = ("floor",) if floored else ()
        _print(("Whom people get", "name and line", *floor, "line, no name", "name, no line", "nothing"), rows)
        where = f"in {state}" if state else "in the country"
        print(
            f"On {day}, {where}: states by the census of 2020, the districts of a chamber as of one size, "
            "mayors and councils of cities of 50,000 and more.\n"
        )

    def offices(self) -> None:
        columns = ("Offices of", "measured", "own district is a candidate", "floor", "ZIP settles it", "of these right")
        rows = []
        for role, found in self.measured.items():
            self._floor(f"{WHO[role]}: own district is a candidate", found.among, AMONG[role])
            alone = [answer for answer in found.told if answer.alone]
            right = share(answer.right for answer in alone)
            rows.append(
                (
                    WHO[role],
                    f"{len(found.told):,}",
                    _percent(found.among),
                    _percent(AMONG[role]),
                    f"{len(alone):,}",
                    _percent(right),
                )
            )
        _print(columns, rows)
        print("Not among them, as they say nothing of the tables:\n")
        for role, found in self.measured.items():
            print(f"- {WHO[role]}: {len(found.untold)} offices at ZIP codes that tell no district{self._buildings(found)}")
        print()

    def geocoded(self) -> None:
        answers = measure.geocoded(self.directory, self.day)
        right = [answer for answer in answers if answer.right]
        self._floor("recorded answers of the geocoder", share(answer.right for answer in answers), 100)
        print(
            f"Recorded answers of the Census geocoder, 119th Congress: {len(right)} of {len(answers)} among our candidates.\n"
        )

    def questions(self, people: Mapping[str, int]) -> None:
        zips = measure.homes(self.directory)
        asked = measure.questions(self.directory, zips, self.day)
        for name, questions in asked.items():
            self._floor(f"{name}: settled by the ZIP alone", share(questions[zip] == 0 for zip in zips), SETTLED[name])
        columns = ("ZIP alone", "floor", "one question", "more", "not by ZIP")
        _print(("Of ZIP codes with homes", *columns), (_settled(name, asked[name], dict.fromkeys(zips, 1)) for name in asked))
        print(f"{len(zips):,} ZIP codes with homes on the map, of {len(self.directory.areas):,} on it; on {self.day}.\n")
        if people:
            _print(("Of people", *columns), (_settled(name, asked[name], people) for name in asked))

    def numbers(self) -> None:
        offices, states = measure.counts(self.day)
        shown = [count for count in offices if count.seats]
        for count in shown:
            if count.role in NUMBERS:
                self._floor(f"{count.role}: with a number", 100 * count.with_number / _filled(count), NUMBERS[count.role])
        _print(
            ("Office", "people or offices on record", "with a number", "", "floor"),
            (
                (c.role, f"{_filled(c):,}", f"{c.with_number:,}", _percent(100 * c.with_number / _filled(c)), _least(c.role))
                for c in shown
            ),
        )
        by_state = {(count.state, count.role): count for count in states}
        _print(
            ("State", "House", "upper house", "lower house"),
            (
                (code, *(_numbers(by_state.get((code, role))) for role in ("us_representative", *LEGISLATORS)))
                for code in sorted(STATES)
            ),
        )

    def misses(self) -> None:
        missed = [answer for found in self.measured.values() for answer in found.missed]
        away, capitols = measure.away(self.directory, missed), measure.capitols(self.directory)
        _print(
            ("Missed", "office in", "candidates there", "why"),
            (
                (
                    self._name(a.fact.role, a.fact.division),
                    a.fact.zip,
                    self._there(a),
                    _why(away[a], (_state(a.fact.division), a.fact.zip) in capitols),
                )
                for a in sorted(missed, key=lambda a: (list(WHO).index(a.fact.role), a.fact.division, a.fact.zip))
            ),
        )

    def _buildings(self, found: Offices) -> str:
        places = Counter((_state(a.fact.division), a.fact.zip) for a in found.buildings)
        right = sum(answer.right for answer in found.buildings)
        named = ", ".join(f"{many} in {state} {zip}" for (state, zip), many in sorted(places.items()))
        return (
            f"; {len(found.buildings)} in buildings of the legislature ({named}), {right} in the own district" if named else ""
        )

    def _there(self, answer: Answer) -> str:
        own = self._name(answer.fact.role, answer.fact.division)
        names = sorted(self._name(answer.fact.role, division) for division in answer.candidates)
        house = re.match(r"\w\w (upper|lower) ", own)
        return ", ".join(name.removeprefix(house[0] if house else "") for name in names)

    def _floor(self, what: str, measured: float, floor: float) -> None:
        if measured < floor:
            self.failures.append(f"{what}: {measured:.2f} %, which is less than {floor} %")

    def _name(self, role: str, division: str) -> str:
        level = ROLES[role].level
        if level == "cd":
            return cd_code(division)
        house = "upper" if level == "sldu" else "lower"
        return f"{_state(division)} {house} {self.directory.districts.all[level, division].name}"


def _state(division: str) -> str:
    home = state_of(division)
    return home.code if home else ""


def _why(miles: float, capitol: bool) -> str:
    away = "less than a mile" if miles < 1 else f"{miles:.0f} mile{'s' if miles >= 1.5 else ''}"
    return f"{'the capitol' if capitol else 'outside'}: {away} from the nearest ZIP of the district"


def _settled(name: str, asked: Mapping[str, int], weights: Mapping[str, int]) -> tuple[str, ...]:
    many: Counter[str] = Counter()
    for zip, weight in weights.items():
        many[_ways(asked.get(zip, -1))] += weight
    alone, *others = (_percent(100 * many[way] / (many.total() or 1)) for way in ("alone", "one", "more", "never"))
    return name, alone, _percent(SETTLED[name]), *others


def _ways(questions: int) -> str:
    return "never" if questions < 0 else ("alone", "one", "more")[min(questions, 2)]


def _filled(count: Count) -> int:
    return count.seats - count.vacant - count.missing


def _least(role: str) -> str:
    return _percent(NUMBERS[role]) if role in NUMBERS else ""


def _numbers(count: Count | None) -> str:
    return f"{count.with_number} of {_filled(count)}" if count and _filled(count) else ""


def _percent(value: float) -> str:
    return f"{value:.1f} %"


def _print(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    table = [columns, *rows]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    table.insert(1, ["-" * widths[0], *("-" * (width - 1) + ":" for width in widths[1:])])
    for first, *others in table:
        cells = (cell.rjust(width) for cell, width in zip(others, widths[1:], strict=True))
        print(f"| {' | '.join((first.ljust(widths[0]), *cells))} |")
    print()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
