"""What people text, as lists written by hand, and how they are read."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from bot.reading import Wish
from bot.reading.incoming import IncomingText

FOLDER = Path(__file__).resolve().parent
# The first six were tried on rules that were there before the reader. All that the reader is taught: these, and those that were
# unseen once; the last two it has never seen.
LISTS = ("corpus.txt", "held_out.txt", "second_look.txt", "third_look.txt", "fourth_look.txt", "fifth_look.txt")
BUILT = (
    "built_1.txt",
    "unseen_1.txt",
    "unseen_2.txt",
    "unseen_3.txt",
    "unseen_4.txt",
    "unseen_5.txt",
    "unseen_7.txt",
    "unseen_9.txt",
    "others.txt",
)
UNSEEN = ("unseen_6.txt", "unseen_8.txt")
FILES = (*LISTS, *BUILT, *UNSEEN)


@dataclass(frozen=True)
class Line:
    """A text, what is meant by it (stop, doubt, start, help, none), and why; `where` is its file and line."""

    text: str
    meant: str
    why: str
    where: str

    @property
    def file(self) -> str:
        """The name of its file."""
        return self.where.partition(":")[0]


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
# Lists of one file that has both languages tell by WHY which one a text is in.
LANGUAGES = ("English", "Spanish")


@dataclass(frozen=True)
class Shares:
    """How some texts are read: how many stops are obeyed or asked about, and how many others, that say nothing about being
    texted."""

    stops: int
    obeyed: int
    stops_asked: int
    harmless: int
    false_stops: int
    harmless_asked: int

    def __str__(self) -> str:
        caught, most = self.obeyed + self.stops_asked, max(1, self.stops)
        return (
            f"{self.stops} stops, {self.obeyed} obeyed ({self.obeyed / most:.1%}), {caught} obeyed or asked"
            f" ({caught / most:.1%}); {self.harmless} others, {self.false_stops} stopped, {self.harmless_asked} asked"
        )


def shares(lines: Sequence[Line]) -> Shares:
    """How these texts are read."""
    read = Counter((line.meant, read_wish(line.text, stopped=False)) for line in lines)
    stops = sum(count for (meant, _), count in read.items() if meant == "stop")
    harmless = sum(count for (meant, _), count in read.items() if meant == "none")
    return Shares(stops, read["stop", "stop"], read["stop", "doubt"], harmless, read["none", "stop"], read["none", "doubt"])


def table(every_line: bool) -> Iterator[str]:
    """The corpus for the test report: how each list is read, and each language where a list tells; and what is read otherwise.

    `every_line`: all the texts as well, with what each is read as.
    """
    for name in FILES:
        lines = [line for line in CORPUS if line.file == name]
        yield f"{name}: {shares(lines)}"
        for language in LANGUAGES:
            if spoken := [line for line in lines if line.why == language]:
                yield f"    {language}: {shares(spoken)}"
    for line in CORPUS:
        read = read_wish(line.text, stopped=False) or "none"
        if read != line.meant:
            yield f"MISS {line.where}: meant {line.meant}, read {read}: {line.text!r}"
        elif every_line:
            yield f"{line.where}: {read}: {line.text!r}"
