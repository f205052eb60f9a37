"""What people text, as six lists written by hand, and how they are read."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.reading import Reading, Wish
from bot.reading.incoming import IncomingText

FOLDER = Path(__file__).resolve().parent
FILES = ("corpus.txt", "held_out.txt", "second_look.txt", "third_look.txt", "fourth_look.txt", "fifth_look.txt")


@dataclass(frozen=True)
class Line:
    """A text, what is meant by it (stop, doubt, start, help, none), and why; `where` is its file and line."""

    text: str
    meant: str
    why: str
    where: str


def read_file(name: str) -> list[Line]:
    """The texts of a file: `== MEANT: WHY` begins a section, each other line is a text, # a remark."""
    lines, meant, why = [], "", ""
    for number, line in enumerate((FOLDER / name).read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("== "):
            meant, _, why = line.removeprefix("== ").partition(": ")
        elif line and not line.startswith("#"):
            lines.append(Line(line.replace("\\n", "\n"), meant, why, f"{name}:{number}"))
    return lines


def read_wish(text: str, *, stopped: bool) -> Wish | None:
    """What a text says about being texted."""
    reading = IncomingText(text).wish(stopped=stopped)
    return reading.wish if reading else None


CORPUS = [line for name in FILES for line in read_file(name)]


def table(every_line: bool) -> Iterator[str]:
    """The corpus for the test report: how many texts each rule read, how many of each kind are read otherwise, and which.

    `every_line`: all the texts as well, with what each is read as and by which rule.
    """
    readings = [(line, IncomingText(line.text).wish(stopped=False)) for line in CORPUS]
    rules = Counter((_wish(reading), reading.what if reading else "no rule") for _, reading in readings)
    yield f"{'texts':>5}  {'read as':<7} by"
    yield from (f"{count:>5}  {wish:<7} {what}" for (wish, what), count in rules.most_common())
    for line, reading in readings if every_line else ():
        by = reading.what if reading else "no rule"
        yield f"{line.where}: meant {line.meant}, read {_wish(reading)} ({by}): {line.text!r}"
    misses = [(line, _wish(reading)) for line, reading in readings if line.meant != _wish(reading)]
    for meant, count in Counter(line.meant for line, _ in readings).items():
        wrong = Counter(read_as for line, read_as in misses if line.meant == meant)
        yield f"meant {meant}: {count} texts, {wrong.total()} read otherwise" + "".join(
            f", {n} as {as_}" for as_, n in wrong.items()
        )
    yield from (f"MISS {line.where}: meant {line.meant}, read {read_as}: {line.text!r}" for line, read_as in misses)


def _wish(reading: Reading | None) -> str:
    return reading.wish if reading else "none"
