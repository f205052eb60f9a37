"""Maps of 2026 out of the Census's block files: which states changed, what their ZIP codes tell then, and what is refused."""

import io
import zipfile
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

import pytest

from bot.civic_data import block_files
from bot.civic_data.block_files import ZIP_BLOCKS
from bot.civic_data.redrawn_maps import build_redrawn
from bot.officials.directory import Directory
from bot.officials.divisions import STATES
from bot.officials.finding import Target
from bot.officials.tables import DataError, table_rows
from tests.conftest import Bot
from tests.country import COLUMNS, FIPS, SPLIT, VINTAGES, country, house, shipped, zips

BEFORE, AFTER = date(2027, 1, 2), date(2027, 1, 3)
BY_HAND = "".join(
    f"cd\t{state}\t{vintage}\t{begins}\t{ends}\tby hand\there\n"
    for state, new in (("AL,CA", "120th Congress"), ("MO", "disputed"))
    for vintage, begins, ends in (("119th Congress", "2025-01-03", "2027-01-03"), (new, "2027-01-03", ""))
) + (
    "sldu\tAL-1\t2024 state legislative\t2024-11-05\t2026-11-04\tby hand\there\n"
    "sldu\tAL-1\tdisputed\t2026-11-04\t\tby hand\there\n"
)
TX = [zip for zip, code, _ in zips() if code == "TX"]
AL = [zip for zip, code, _ in zips() if code == "AL"]
CA = [zip for zip, code, _ in zips() if code == "CA"]
MO = [zip for zip, code, _ in zips() if code == "MO"]
OR = [zip for zip, code, _ in zips() if code == "OR"]
Assigned = dict[str, str]  # block -> number of its district
CONGRESS = "NationalCD119.txt", "NationalCD120.txt"


def block(code: str, zip: str, part: int = 0) -> str:
    return f"{FIPS[code]}{part:03}{zip:0>10}"


def of_2024() -> Assigned:
    """Each ZIP code's block, one for each of its House districts."""
    found = {}
    for zip, code, number in zips():
        seats = house(code)
        for part, cd in enumerate(SPLIT.get(zip, [seats[number % len(seats)]])):
            district = int(cd.partition("-")[2])
            found[block(code, zip, part)] = f"{98 if STATES[code].kind != 'state' else district:02}"
    return found


def of_2026() -> Assigned:
    """In Texas and Alabama all districts have other places; in California nobody's home is elsewhere; Missouri's new map."""
    found = of_2024()
    for zip in TX:
        found[block("TX", zip)] = f"{int(found[block('TX', zip)]) % 9 + 1:02}"
    found[block("TX", TX[0], 1)] = "05"
    for zip in MO:
        found[block("MO", zip)] = "01"
    found[block("AL", AL[1])] = "07"
    found[block("CA", CA[0], 5)] = "ZZ"
    return found


def legislature(moved: bool) -> Assigned:
    """Upper districts 1 and 2 of each state; Alabama's and Oregon's go over to the other."""
    return {
        block(code, zip): f"{(number + (moved and code in ('AL', 'OR'))) % 2 + 1:03}"
        for zip, code, number in zips()
        if STATES[code].kind == "state"
    }


def text(assigned: Assigned, column: str = "CDFP") -> bytes:
    return (f"GEOID,{column}\r\n" + "".join(f"{block},{code}\r\n" for block, code in assigned.items())).encode()


def zip_blocks() -> bytes:
    columns = (
        "OID_ZCTA5_20|GEOID_ZCTA5_20|NAMELSAD_ZCTA5_20|AREALAND_ZCTA5_20|AREAWATER_ZCTA5_20|MTFCC_ZCTA5_20|CLASSFP_ZCTA5_20|"
        "FUNCSTAT_ZCTA5_20|OID_TABBLOCK_20|GEOID_TABBLOCK_20|NAMELSAD_TABBLOCK_20|AREALAND_TABBLOCK_20|AREAWATER_TABBLOCK_20|"
        "MTFCC_TABBLOCK_20|FUNCSTAT_TABBLOCK_20|AREALAND_PART|AREAWATER_PART"
    )
    rows = [(zip, block(code, zip, part), "900") for zip, code, _ in zips() for part in range(len(SPLIT.get(zip, "1")))]
    rows += [(TX[0], block("TX", TX[0], 1), "7"), (TX[1], block("TX", TX[0], 2), "0"), ("", block("TX", TX[0], 3), "5")]
    lines = (f"1|{zip}|||||||1|{id}||||||{land}|0" for zip, id, land in rows)
    return ("\ufeff" + "\n".join([columns, *lines]) + "\n").encode()


def packed(texts: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in texts.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.fixture(scope="module")
def good() -> dict[str, bytes]:
    return {
        "cd119.zip": packed({CONGRESS[0]: text(of_2024()), "CD119_BlockSplits.pdf": b"%PDF"}),
        "cd120.zip": packed({CONGRESS[1]: text(of_2026())}),
        "NationalSLDU24.txt": text(legislature(False), "SLDUST"),
        "NationalSLDU26.txt": text(legislature(True), "SLDUST"),
        ZIP_BLOCKS: zip_blocks(),
    }


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of a small country, whose volunteers keep which maps change by hand, and are wrong about California."""
    seatings = [("AL", "state_upper", "2026-11-03", "2026-11-04"), ("OR", "state_upper", "2026-11-03", "2027-01-11")]
    folder = shipped(tmp_path_factory.mktemp("country"), country(), seatings)
    (folder / "vintages.tsv").write_text("\t".join(COLUMNS["vintages.tsv"]) + "\n" + VINTAGES + BY_HAND)
    return folder


@pytest.fixture
def blocks(tmp_path: Path, good: dict[str, bytes]) -> Path:
    folder = tmp_path / "blocks"
    folder.mkdir()
    for name, content in good.items():
        (folder / name).write_bytes(content)
    return folder


@pytest.fixture(scope="module")
def directories(
    tmp_path_factory: pytest.TempPathFactory, good: dict[str, bytes], data: Path
) -> Iterator[tuple[Directory, Directory]]:
    """Before the files were read, and after."""
    folder = tmp_path_factory.mktemp("blocks")
    for name, content in good.items():
        (folder / name).write_bytes(content)
    before = Directory.load(data)
    report = build_redrawn(folder, data)
    assert report.changed == {"cd": ["AL", "MO", "TX"], "sldu": ["AL", "OR"]} and not report.notes
    yield before, Directory.load(data)
    (data / "redrawn.tsv").unlink()


def target(directory: Directory, zip: str, day: date, role: str = "us_representative") -> Target:
    (found,) = directory.find(zip, [role], today=day).targets
    return found


def district(found: Target) -> str:
    """The one district, or why there is none."""
    officials = {official.division.rpartition("/")[2] for official in found.officials}
    return ",".join(sorted(officials)) or found.reason or "open"


def test_zip_code_is_read_on_the_new_map_from_its_day_on(directories: tuple[Directory, Directory]) -> None:
    before, after = directories
    old, new = house("TX")[2 % 9], f"TX-{2 % 9 + 2}"
    assert district(target(after, TX[2], BEFORE)) == f"cd:{old.partition('-')[2]}"
    found = target(after, TX[2], AFTER)
    assert (district(found), found.vintage, found.certainty) == (f"cd:{new.partition('-')[2]}", "120th Congress", "zip_unique")
    assert district(target(before, TX[2], AFTER)) == "cd:3", "nobody had listed Texas by hand"
    assert district(target(before, AL[1], AFTER)) == "new_maps"
    assert district(target(after, AL[1], AFTER)) == "cd:7"


def test_district_with_land_in_a_zip_code_is_a_choice(directories: tuple[Directory, Directory]) -> None:
    found = target(directories[1], TX[0], AFTER)
    assert [choice.division.rpartition("/")[2] for choice in found.choices] == ["cd:2", "cd:5"]
    assert target(directories[1], TX[1], AFTER).certainty == "zip_unique", "a block without land is nobody's home"


@pytest.mark.parametrize(
    ("zip", "day", "reason"),
    [
        pytest.param(MO[3], AFTER, "disputed", id="a map that is disputed, though the files differ"),
        pytest.param(CA[3], AFTER, "", id="no block moved: what was kept by hand counts no longer"),
    ],
)
def test_map_by_hand_counts_only_where_it_is_disputed(
    directories: tuple[Directory, Directory], zip: str, day: date, reason: str
) -> None:
    found = target(directories[1], zip, day)
    assert found.reason == reason and bool(found.officials) != bool(reason)
    assert reason or found.vintage == "119th Congress"


@pytest.mark.parametrize(
    ("zip", "day", "told"),
    [
        pytest.param(OR[2], date(2027, 1, 10), "sldu:1", id="until the newly elected sit"),
        pytest.param(OR[2], date(2027, 1, 11), "sldu:2", id="from the day on which they sit"),
        pytest.param(AL[2], date(2026, 11, 3), "sldu:1", id="before the election"),
        pytest.param(AL[2], date(2026, 11, 4), "sldu:2", id="a state where they sit at once"),
        pytest.param(AL[3], date(2026, 11, 4), "disputed", id="a single district that is disputed wins over its state's map"),
    ],
)
def test_legislature_has_its_own_day(directories: tuple[Directory, Directory], zip: str, day: date, told: str) -> None:
    after = directories[1]
    found = after.candidates(zip, today=day)["sldu"]
    assert (found.settled.rpartition("/")[2] or found.reason) == told


def test_address_is_held_against_the_new_map(directories: tuple[Directory, Directory]) -> None:
    state = STATES["TX"].division
    for number, reaches in ((4, True), (3, False)):
        assert directories[1].reaches(TX[2], {"state": state, "cd": f"{state}/cd:{number}"}, AFTER) is reaches


def test_zip_code_that_the_new_map_lacks_is_left_to_an_address(data: Path, tmp_path: Path) -> None:
    tables = copied(data, tmp_path)
    row = ("cd", "TX", "120th Congress", "2027-01-03", f"{TX[2]}:TX-4")
    (tables / "redrawn.tsv").write_text("\n".join("\t".join(cells) for cells in (COLUMNS["redrawn.tsv"], row)) + "\n")
    directory, state = Directory.load(tables), STATES["TX"].division
    assert district(target(directory, TX[2], AFTER)) == "cd:4" and target(directory, TX[3], AFTER).reason == "new_maps"
    located = {"state": state, "cd": f"{state}/cd:7"}
    assert directory.reaches(TX[3], located, AFTER) and not directory.reaches(TX[2], located, AFTER)
    settled = directory.candidates(TX[3], geocoded_divisions=located, today=AFTER)["cd"]
    assert (settled.settled, settled.certainty) == (f"{state}/cd:7", "exact_address")


def test_state_that_was_corrected_counts_instead_of_the_national_rows(blocks: Path, data: Path, tmp_path: Path) -> None:
    corrected = {id: code for id, code in of_2024().items() if id.startswith(FIPS["TX"])}
    for name in ("CD120_48.txt", "48_TX_CD120.txt"):
        (blocks / "cd120.zip").write_bytes(packed({name: text(corrected), CONGRESS[1]: text(of_2026())}))
        assert build_redrawn(blocks, copied(data, tmp_path)).changed["cd"] == ["AL", "MO"]


def test_chamber_that_nobody_was_elected_to_is_left_out(blocks: Path, data: Path, tmp_path: Path) -> None:
    tables = copied(data, tmp_path)
    (tables / "seatings.tsv").write_text("\t".join(COLUMNS["seatings.tsv"]) + "\n")
    assert build_redrawn(blocks, tables).notes == [
        "sldu of AL: nobody is elected on its new map yet; left out",
        "sldu of OR: nobody is elected on its new map yet; left out",
    ]


def copied(data: Path, folder: Path) -> Path:
    tables = folder / "tables"
    tables.mkdir(exist_ok=True)
    for path in data.glob("*.tsv"):
        if path.name != "redrawn.tsv":
            (tables / path.name).write_bytes(path.read_bytes())
    return tables


Spoil = Callable[[Path, pytest.MonkeyPatch], object]


def few(path: Path, _: pytest.MonkeyPatch) -> None:
    texts = {id: code for id, code in of_2026().items() if id != block("TX", TX[5])}
    (path / "cd120.zip").write_bytes(packed({CONGRESS[1]: text(texts)}))


def put(name: str, content: Callable[[bytes], bytes]) -> Spoil:
    return lambda folder, _: (folder / name).write_bytes(content((folder / name).read_bytes()))


def bomb(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(block_files, "MOST_BYTES", 100_000)


BAD = [
    pytest.param(lambda folder, _: [path.unlink() for path in folder.iterdir()], "holds no block files", id="nothing"),
    pytest.param(lambda folder, _: (folder / ZIP_BLOCKS).unlink(), f"{ZIP_BLOCKS}: not there", id="no ZIP codes"),
    pytest.param(put("cd120.zip", lambda zip: zip[:-40]), "cd120.zip: is no whole zip", id="half a zip"),
    pytest.param(put("cd120.zip", lambda zip: b"<html>"), "cd120.zip: is no whole zip", id="a web page"),
    pytest.param(put("cd120.zip", lambda zip: packed({"x.txt": b""})), "cd120.zip: has 0 texts of CD120", id="another zip"),
    pytest.param(put("cd120.zip", lambda zip: packed({f"{n}CD120.txt": b"" for n in range(201)})), "has 201 texts", id="many"),
    pytest.param(bomb, "is larger than any such file of the Census", id="more than there can be"),
    pytest.param(put("cd120.zip", lambda zip: packed({CONGRESS[1]: b"GEOID,CDFP\n" + b"0" * 9_999})), "is larger",
                 id="a long line"),
    pytest.param(put("cd120.zip", lambda zip: packed({CONGRESS[1]: b"BLOCKID,DISTRICT\n"})), "line 1: the columns are not "
                 "GEOID,CDFP", id="other columns"),
    pytest.param(put("cd120.zip", lambda zip: packed({CONGRESS[1]: b"GEOID,CDFP\n48,01\n"})), "line 2: is no block",
                 id="no block"),
    pytest.param(few, "cd120.zip: lacks 1 of .* blocks of TX", id="a block short"),
    pytest.param(put(ZIP_BLOCKS, lambda text: text.replace(b"GEOID_TABBLOCK_20", b"BLOCK")), "no column GEOID_TABBLOCK_20",
                 id="ZIP codes with other columns"),
    pytest.param(put(ZIP_BLOCKS, lambda text: text[:-5]), "is cut short", id="ZIP codes cut within a line"),
    pytest.param(put(ZIP_BLOCKS, lambda text: b"".join(text.splitlines(keepends=True)[:20_000])), "lie in no block",
                 id="ZIP codes cut between lines"),
]  # fmt: skip


@pytest.mark.parametrize(("spoil", "problem"), BAD)
def test_files_that_are_not_whole_change_nothing(
    blocks: Path, data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, spoil: Spoil, problem: str
) -> None:
    tables = copied(data, tmp_path)
    spoil(blocks, monkeypatch)
    with pytest.raises(DataError, match=problem):
        build_redrawn(blocks, tables)
    assert not (tables / "redrawn.tsv").exists()


@pytest.mark.parametrize(
    "row", ["cd\tZZ\t120th Congress\t2027-01-03\t00001:AL-1", "cd\tAL\t120th Congress\t2027-01-03\t00001:x"]
)
def test_table_that_names_nothing_is_refused(data: Path, tmp_path: Path, row: str) -> None:
    tables = copied(data, tmp_path)
    (tables / "redrawn.tsv").write_text("\t".join(COLUMNS["redrawn.tsv"]) + f"\n{row}\n")
    with pytest.raises(DataError, match=r"redrawn\.tsv: line 2: names a level, state or district that there is not"):
        Directory.load(tables)


def test_command_builds_the_maps_alone(bot: Bot, blocks: Path, data: Path, tmp_path: Path) -> None:
    tables = copied(data, tmp_path)
    runner = bot.app.test_cli_runner()
    done = runner.invoke(args=["data", "build", "--boundaries", str(blocks), "--out", str(tables)])
    assert done.exit_code == 0, done.output
    assert "cd: AL, MO, TX changed since zips.tsv" in done.stdout and "sldu: AL, OR changed" in done.stdout
    assert {(row["level"], row["state"], row["valid_from"]) for row in table_rows(tables, "redrawn.tsv")} == {
        ("cd", "AL", "2027-01-03"), ("cd", "MO", "2027-01-03"), ("cd", "TX", "2027-01-03"),
        ("sldu", "AL", "2026-11-04"), ("sldu", "OR", "2027-01-11"),
    }  # fmt: skip
    nothing = runner.invoke(args=["data", "build"])
    assert nothing.exit_code == 2 and "--boundaries FOLDER" in nothing.stderr
    (blocks / "cd120.zip").write_bytes(b"x")
    wrong = runner.invoke(args=["data", "build", "--boundaries", str(blocks), "--out", str(tables)])
    assert wrong.exit_code == 1 and "cd120.zip: is no whole zip" in wrong.stderr
