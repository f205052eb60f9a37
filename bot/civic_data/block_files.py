"""The Census's files of blocks, read as streams: which district each block is in, and which ZIP code area.

Block equivalency files: in cd120.zip NationalCD120.txt, with the columns GEOID (15 digits of a block) and CDFP (a district's
two), and texts of single states that were corrected later, which count instead of their rows. Legislatures likewise:
NationalSLDU24.txt, with SLDUST. Blocks and ZIP code areas: tab20_zcta520_tabblock20_natl.txt, over a gigabyte. What is read
is kept by state in a folder, never all in memory.
"""

import io
import zipfile
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from bot.civic_data.census_areas import FIPS
from bot.officials.tables import DataError

ZIP_BLOCKS = "tab20_zcta520_tabblock20_natl.txt"
MOST_BYTES = 3_000_000_000  # of one text, unpacked; the largest has a third of it
MOST_FILES = 200  # in one zip
LONGEST_LINE = 2_000
BLOCK = 15  # digits; the first two are the state


@dataclass(frozen=True, slots=True, kw_only=True)
class BlockFile:
    """A set of block equivalency files. name: as it stands in the names of its texts, "CD120"; packed: the zip they come in."""

    name: str
    packed: str
    column: str

    def is_in(self, folder: Path) -> bool:
        """Is it there, as a zip or as texts?"""
        return (folder / self.packed).is_file() or any(True for _ in self._loose(folder))

    def _loose(self, folder: Path) -> Iterator[Path]:
        return (path for path in sorted(folder.glob("*.txt")) if self.name in path.stem)

    def split(self, folder: Path, into: Path) -> None:
        """Write `into`/STATE, "block,district" a line, for each state (its two digits). Raises DataError."""
        packed = folder / self.packed
        if not packed.is_file():
            for path in sorted(self._loose(folder), key=lambda path: _is_of_a_state(path.name)):
                with path.open("rb") as raw:
                    self._split(raw, path.name, into)
            return
        try:
            with zipfile.ZipFile(packed) as archive:
                infos = [info for info in archive.infolist() if self.name in info.filename and info.filename.endswith(".txt")]
                if not 1 <= len(infos) <= MOST_FILES:
                    raise DataError(f"{packed}: has {len(infos):,} texts of {self.name}; fetch it anew")
                for info in sorted(infos, key=lambda info: (_is_of_a_state(Path(info.filename).name), info.filename)):
                    with archive.open(info) as text:
                        self._split(text, f"{self.packed}: {info.filename}", into)
        except (zipfile.BadZipFile, EOFError, NotImplementedError) as problem:
            raise DataError(f"{packed}: is no whole zip ({problem}); fetch it anew") from None

    def _split(self, raw: IO[bytes], said: str, into: Path) -> None:
        lines = _lines(raw, said)
        columns = next(lines, b"").removeprefix(b"\xef\xbb\xbf").decode(errors="replace").strip().split(",")
        if columns[:2] != ["GEOID", self.column]:
            raise DataError(f"{said}: line 1: the columns are not GEOID,{self.column}; the Census writes it otherwise now")
        with StateFiles(into) as out:
            for number, line in enumerate(lines, start=2):
                block, comma, code = line.strip().partition(b",")
                if not comma:
                    continue
                if len(block) != BLOCK or not block.isdigit() or not code.isalnum():
                    raise DataError(f"{said}: line {number}: is no block and district; fetch it anew")
                out.write(block[:2].decode(), block + b"," + code + b"\n")


def _is_of_a_state(name: str) -> bool:
    """Is it a text of one state, which counts instead of the national one's rows?"""
    return not name.startswith("National")


def split_zips(folder: Path, states: Collection[str], into: Path) -> None:
    """Write `into`/STATE, "block,ZIP,square metres" a line, for these states. Raises DataError for a file that is not whole."""
    path = folder / ZIP_BLOCKS
    if not path.is_file():
        raise DataError(f"{path}: not there; data/README.md says where it comes from")
    with path.open("rb") as raw, StateFiles(into) as out:
        lines = _lines(raw, path.name)
        columns = next(lines, b"").removeprefix(b"\xef\xbb\xbf").decode(errors="replace").strip().split("|")
        wanted = ("GEOID_ZCTA5_20", "GEOID_TABBLOCK_20", "AREALAND_PART")
        if missing := [column for column in wanted if column not in columns]:
            raise DataError(f"{path.name}: line 1: no column {', '.join(missing)}; the Census writes it otherwise now")
        zip, block, land = (columns.index(column) for column in wanted)
        for number, line in enumerate(lines, start=2):
            cells = line.strip(b"\r\n").split(b"|")
            if len(cells) != len(columns) or not line.endswith(b"\n"):
                raise DataError(f"{path.name}: line {number}: is cut short; fetch it anew")
            if cells[zip] and cells[block][:2].decode(errors="replace") in states:
                out.write(cells[block][:2].decode(), b",".join((cells[block], cells[zip], cells[land])) + b"\n")


class StateFiles:
    """A file for each state in a folder, made anew as soon as something is written to it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._open: dict[str, IO[bytes]] = {}
        self._closing = ExitStack()

    def __enter__(self) -> "StateFiles":
        return self

    def __exit__(self, *raised: object) -> None:
        self._closing.close()

    def write(self, state: str, line: bytes) -> None:
        """A line of a state, by its two digits; of none of ours it is passed over."""
        if state not in self._open:
            if state not in FIPS:
                return
            self._open[state] = self._closing.enter_context((self._folder / state).open("wb"))
        self._open[state].write(line)


def _lines(raw: IO[bytes], said: str) -> Iterator[bytes]:
    """The lines of a text, within bounds: a small zip may unpack to any size."""
    text = io.BufferedReader(raw, 1 << 20) if isinstance(raw, zipfile.ZipExtFile) else raw
    left = MOST_BYTES
    while line := text.readline(LONGEST_LINE + 1):
        left -= len(line)
        if left < 0 or len(line) > LONGEST_LINE:
            raise DataError(f"{said}: is larger than any such file of the Census; fetch it anew")
        yield line


def read_districts(path: Path) -> dict[bytes, bytes]:
    """Block -> district, of one state's file as split() wrote it. Some hundred megabytes for the largest."""
    known: dict[bytes, bytes] = {}
    return {block: known.setdefault(code, code) for block, code in block_districts(path)}


def block_districts(path: Path) -> Iterator[tuple[bytes, bytes]]:
    """(block, district) one by one, of one state's file as split() wrote it."""
    with path.open("rb") as lines:
        for line in lines:
            block, _, code = line.rstrip(b"\n").partition(b",")
            yield block, code


def zip_districts(districts: Mapping[bytes, bytes], path: Path) -> dict[str, set[str]]:
    """ZIP -> the districts with land in it; where none has any, all that touch it. path: as split_zips() wrote it."""
    land: dict[str, dict[str, int]] = defaultdict(lambda: defaultdict(int))
    with path.open("rb") as lines:
        for line in lines:
            block, zip, part = line.rstrip(b"\n").split(b",")
            code = districts.get(block, b"").decode()
            if code.strip("Z"):  # ZZ: water, and what no district covers
                land[zip.decode()][code] += int(part)
    return {zip: {code for code, part in parts.items() if part} or set(parts) for zip, parts in land.items()}
