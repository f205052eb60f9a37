"""`flask data update`: a good source is swapped in whole, a bad one changes nothing and says why."""

import gzip
import json
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace

import pytest
from click.testing import Result
from flask import Flask

from bot.civic_data import census_areas, download
from bot.civic_data.origins import OFFICIAL, OriginRequest
from bot.civic_data.sources import FETCHED, SOURCES
from bot.civic_data.table_update import update_tables
from bot.civic_data.update_process import LEASE, LIMIT, DataUpdateFailed, update_apart
from bot.cli.data import data_cli
from bot.logging_setup import set_up_logs
from bot.officials import officeholders
from bot.officials.directory import Directory
from bot.officials.serving import Directories
from bot.officials.source_ages import LIMITS
from bot.officials.table_versions import Versions, source_days
from bot.officials.tables import DataError, table_rows
from bot.storage.clock import machine_clock
from tests.conftest import ROOT
from tests.country import (
    Files,
    archive,
    congress,
    country,
    districts,
    people,
    person,
    readme,
    relations,
    text,
    write,
    write_table,
)
from tests.country import shipped as release
from tests.test_council_sources import BOMB, member, packed
from tests.test_council_sources import text as text_of_people
from tests.upstream import (
    Answer,
    Upstream,
    endless,
    half,
    half_in_chunks,
    half_unannounced,
    huge,
    instead,
    serving,
    silent,
    status,
    whole,
)

NEWER = date(2026, 11, 20)
NOW = datetime(2026, 11, 22, 4, 0, tzinfo=UTC)
HTML = b"<!DOCTYPE html><html><body>Please sign in</body></html>\n"


@pytest.fixture(scope="module")
def old(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables that an installation was shipped with."""
    return release(tmp_path_factory.mktemp("old"), country())


@pytest.fixture(scope="module")
def newer() -> Files:
    """Sources of a later day: Tacoma has another mayor, a senator of Washington is gone, another has come."""
    files = country(NEWER, mayor="Bea Cole")
    files["legislators-current.yaml"] = (
        files["legislators-current.yaml"]
        .replace(b'Number2"', b'Another"')
        .replace(b'"B000002"', b'"X000002"')
        .replace(b"202-224-0005", b"202-224-9995")
    )
    return files


@dataclass(frozen=True)
class Installation:
    """A place where Patchline was set up."""

    data: Path
    instance: Path

    def run(self, *arguments: str) -> Result:
        app = Flask(__name__)
        app.extensions["patchline"] = SimpleNamespace(
            settings=SimpleNamespace(data_dir=self.data, instance_dir=self.instance), clock=machine_clock
        )
        app.cli.add_command(data_cli)
        return app.test_cli_runner().invoke(args=["data", *arguments])

    def update(self, *arguments: str) -> Result:
        return self.run("update", *arguments)

    @property
    def versions(self) -> Versions:
        return Versions(self.data, self.instance / "data")

    @property
    def mayor(self) -> str:
        """Who answers for Tacoma."""
        used = self.versions.in_use().folder
        return next(row["name"] for row in table_rows(used, "officials.tsv") if row["role"] == "mayor")

    @property
    def senator(self) -> str:
        """The second of Alaska's."""
        used = self.versions.in_use().folder
        rows = [
            row for row in table_rows(used, "officials.tsv") if row["role"] == "us_senator" and row["division"].endswith(":ak")
        ]
        return next(row["name"] for row in rows if row["name"] in ("Member Number2", "Member Another"))

    def left(self) -> list[str]:
        """What lies beside the tables."""
        root = self.instance / "data"
        return sorted(name for name in os.listdir(root) if name != ".lock") if root.exists() else []


@pytest.fixture
def here(old: Path, tmp_path: Path) -> Installation:
    return Installation(old, tmp_path / "instance")


@pytest.fixture
def upstream(newer: Files) -> Iterator[Upstream]:
    with serving(dict(newer)) as upstream:
        yield upstream


def with_councils(folder: Path) -> Installation:
    """An installation whose tables name the council of Tacoma."""
    files = country()
    dated = b"| civicpatch-open-data.tar.gz | elsewhere | 2026-07-08 |\n"
    people = packed({"place_tacoma.yml": text_of_people(member("Ada Moss", end_date="2029-12-31"))})
    files |= {"README.md": files["README.md"] + dated, "civicpatch-open-data.tar.gz": people}
    return Installation(release(folder, files), folder / "instance")


@pytest.mark.parametrize("official", [True, False], ids=["the official addresses", "another address"])
def test_update_takes_the_councils_over(tmp_path: Path, newer: Files, official: bool) -> None:
    here = with_councils(tmp_path)
    before = (here.data / "councils.tsv").read_bytes()
    with serving({**newer, **relations()}) as upstream:
        request = request_of(here, upstream) if official else replace(request_of(here, upstream), where=upstream.url)
        update_tables(request, here.versions, NOW, lambda *_: None)
    used = here.versions.in_use()
    assert used.updated and (used.folder / "councils.tsv").read_bytes() == before
    assert source_days(used.folder)["civicpatch"] == date(2026, 7, 8)
    (target,) = Directory.load(used.folder, here.data).find("98402", ["council"], today=NOW.date()).targets
    assert [official.name for official in target.officials] == ["Ada Moss"]


def test_good_source_is_built_checked_and_swapped_in(here: Installation, upstream: Upstream) -> None:
    result = here.update(upstream.url)
    assert result.exit_code == 0, result.stderr
    for sentence in (
        "mayor: 1 joined: Bea Cole (WA)",
        "mayor: 1 left: Ana Ruiz (WA)",
        "us_senator: 1 joined: Member Another (AK)",
        "us_senator: 1 left: Member Number2 (AK)",
        "us_senator: 1 with other numbers: Member Number5",
        "running servers take it over",
    ):
        assert sentence in result.stdout
    assert here.mayor == "Bea Cole"
    current, version = here.left()
    assert current != version and here.versions.in_use().name in (current, version)


def test_folder_does_as_well_as_an_address(here: Installation, newer: Files, tmp_path: Path) -> None:
    result = here.update(str(write(newer, tmp_path / "sources")))
    assert (result.exit_code, here.mayor) == (0, "Bea Cole")


def test_file_of_a_gigabyte_is_not_even_read(here: Installation, newer: Files, tmp_path: Path) -> None:
    folder = write(newer, tmp_path / "folder")
    with (folder / "legislators-current.yaml").open("r+b") as file:
        file.truncate(1_000_000_000)
    began = time.process_time()
    result = here.update(str(folder))
    assert "held back" in result.stderr and "legislators-current.yaml: larger than 20,000,000 bytes" in result.stderr
    assert here.mayor == "Bea Cole" and time.process_time() - began < 30


def test_archive_that_unpacks_to_more_than_there_can_be_is_held_back(
    here: Installation, upstream: Upstream, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(download, "MOST_UNPACKED", 2_000_000)
    upstream.answers["openstates-people.tar.gz"] = instead(gzip.compress(bytes(3_000_000)))
    result = here.update(upstream.url)
    assert "openstates-people.tar.gz: unpacks to more than 2,000,000 bytes" in result.stderr
    assert (here.mayor, here.senator) == ("Ana Ruiz", "Member Another")


def test_dry_run_tells_what_would_change_and_changes_nothing(here: Installation, upstream: Upstream) -> None:
    result = here.update(upstream.url, "--dry-run")
    assert result.exit_code == 0
    assert "mayor: 1 joined: Bea Cole (WA)" in result.stdout and "a dry run: nothing was changed" in result.stdout
    assert (here.mayor, here.left()) == ("Ana Ruiz", [])


def test_same_again_is_nothing_new(here: Installation, upstream: Upstream) -> None:
    here.update(upstream.url)
    before = here.left()
    result = here.update(upstream.url)
    assert result.exit_code == 0 and "nothing new" in result.stdout
    assert here.left() == before


SIX = [{"bioguide": f"B{index:06}"} for index in range(0, 12, 2)]  # one of each of six states

BAD: dict[str, tuple[str, Answer, tuple[str, ...]]] = {
    "slow": ("legislators-current.yaml", endless, ("legislators-current.yaml", "not done after 1 seconds", "try again later")),
    "silent": ("legislators-current.yaml", silent, ("legislators-current.yaml", "no answer in time")),
    "cut off": ("rtr_zcta_place.csv", half, ("rtr_zcta_place.csv", "cut off", "bytes came")),
    "cut off in chunks": ("rtr_zcta_county.csv", half_in_chunks, ("rtr_zcta_county.csv", "cut off")),
    "cut off without a length": ("rtr_zcta_place.csv", half_unannounced, ("rtr_zcta_place.csv", "middle of its last line")),
    "half a tarball": ("openstates-people.tar.gz", half_unannounced, ("openstates-people.tar.gz", "cut off before its end")),
    "a tarball packed from a half": (
        "openstates-people.tar.gz",
        instead(gzip.compress(gzip.decompress(archive(people()))[:51_200])),
        ("openstates-people.tar.gz", "the archive in it is cut off"),
    ),
    "a web page": ("openstates-people.tar.gz", instead(HTML, "text/html"), ("openstates-people.tar.gz", "a web page came")),
    "a web page by another name": ("legislators-current.yaml", instead(HTML), ("legislators-current.yaml", "a web page")),
    "not packed": ("zcta_districts_119_sld2024.tsv.gz", instead(b"zcta\tstates\n"), ("tsv.gz", "not a gzip file")),
    "nothing in it": ("rtr_zcta_county.csv", instead(b""), ("rtr_zcta_county.csv", "empty")),
    "no text": ("legislators-current.yaml", instead(b"\xff\xfe\n"), ("legislators-current.yaml", "not text")),
    "YAML without an end": (
        "legislators-current.yaml",
        instead(b"- " * 1_000_000 + b"x\n"),
        ("legislators-current.yaml", "not as we know it", "RecursionError"),
    ),
    "a bomb of anchors": (
        "legislators-current.yaml",
        instead(BOMB.encode()),
        ("legislators-current.yaml", "not as we know it"),
    ),
    "not YAML": ("legislators-current.yaml", instead(b"- {id: [\n"), ("legislators-current.yaml", "not as we know it")),
    "of another shape": ("legislators-current.yaml", instead(b"- {name: x}\n"), ("legislators-current.yaml", "KeyError")),
    "too large": ("legislators-current.yaml", huge, ("legislators-current.yaml", "larger than")),
    "not there": ("legislators-current.yaml", status(404), ("legislators-current.yaml", "answered 404")),
    "an error of the server": ("legislators-current.yaml", status(503), ("answered 503", "try again later")),
    "moved to http": (
        "legislators-current.yaml",
        status(302, Location="http://127.0.0.1/elsewhere"),
        ("legislators-current.yaml", "which is not https"),
    ),
    "moved to a file": ("legislators-current.yaml", status(301, Location="file:///etc/passwd"), ("is not allowed",)),
    "older": ("README.md", instead(readme(date(2026, 1, 1))), ("as of 2026-01-01, older than the 2026-06-15", "--allow-older")),
    "a state missing among the legislators": (
        "openstates-people.tar.gz",
        instead(archive(people(without="WA", mayor="Bea Cole"), NEWER)),
        ("state_lower of WA: state_lower in WA: 0 instead of 2", "state_upper of WA"),
    ),
    "a state missing in Congress": (
        "legislators-current.yaml",
        instead(text(congress(NEWER, without="OH"))),
        ("us_senator in OH: 0 instead of 2",),
    ),
    "half of Congress": (
        "legislators-current.yaml",
        instead(text(congress(NEWER)[:300])),
        ("us_representative: 200, not 425 to 441",),
    ),
    "six senators missing": (
        "legislators-current.yaml",
        instead(text([member for member in congress(NEWER) if member["id"] not in SIX])),
        ("us_senator: 94, not 95 to 100",),
    ),
    "a whole list missing": (
        "openstates-people.tar.gz",
        instead(archive({path: file for path, file in people().items() if "municipalities" not in path}, NEWER)),
        ("mayor: 0 instead of 1",),
    ),
    "ZIPs missing": (
        "zcta_districts_119_sld2024.tsv.gz",
        instead(districts(without_zip="98402")),
        ("ZIPs of the land files are in no district file",),
    ),
}


# File -> what is held back where it is bad, so that the rest is taken; other files are refused, and nothing changes.
HELD = {"legislators-current.yaml": "congress-legislators", "openstates-people.tar.gz": "openstates-people"}
# A part of that file alone is bad.
HELD_IN_PART = {"a state missing among the legislators": "state_upper of WA", "a whole list missing": "mayor"}


@pytest.mark.parametrize(("case", "file", "answer", "says"), [(case, *bad) for case, bad in BAD.items()], ids=BAD)
def test_bad_source_is_held_back_or_changes_nothing_and_says_why(
    here: Installation, upstream: Upstream, case: str, file: str, answer: Answer, says: tuple[str, ...]
) -> None:
    upstream.answers[file] = answer
    result = here.update(upstream.url, "--seconds", "1" if answer in (endless, silent) else "60")
    held = HELD_IN_PART.get(case) or HELD.get(file)
    for words in says:
        assert words in result.stderr
    if held is None:
        assert result.exit_code == 1 and "the tables stay as they are (shipped)" in result.stderr
        assert (here.mayor, here.left()) == ("Ana Ruiz", [])
        return
    assert result.exit_code == 0 and re.search(rf"held back since 20\d\d-\d\d-\d\d: {held}: ", result.stderr), result.stderr
    assert here.mayor == ("Ana Ruiz" if held in ("openstates-people", "mayor") else "Bea Cole")
    assert here.senator == ("Member Number2" if held == "congress-legislators" else "Member Another")
    assert held in here.run("check", "--on", "2026-11-22").stderr


def test_chamber_that_lost_a_fifth_keeps_its_old_members_and_the_rest_is_taken(tmp_path: Path) -> None:
    """Its old rows keep their day and its election guard; since when it is held back stays the same until it is good."""
    whole, cut = ({f"wa/legislature/wa-lower-{n}.yml": seat(n) for n in range(1, most)} for most in (11, 9))
    here = Installation(release(tmp_path, with_people(country(), whole)), tmp_path / "instance")
    newer = country(NEWER, mayor="Bea Cole")
    first = here.update(str(write(with_people(newer, cut), tmp_path / "cut")))
    assert first.exit_code == 0 and here.mayor == "Bea Cole"
    assert "state_lower of WA: state_lower in WA: 8 instead of 10" in first.stderr
    used = here.versions.in_use().folder
    members = [
        row for row in table_rows(used, "officials.tsv") if row["role"] == "state_lower" and "state:wa/" in row["division"]
    ]
    assert ([row["as_of"] for row in members], {row["as_of"] for row in table_rows(used, "officials.tsv")}) == (
        ["2026-06-15"] * 10,
        {"2026-06-15", "2026-11-20"},
    )
    assert source_days(used)["openstates-people"] == NEWER
    (held,) = table_rows(used, "held_back.tsv")
    write_table(used, "held_back.tsv", [(held["what"], "2026-11-01", held["why"])])
    again = here.update(str(write(with_people(newer, cut), tmp_path / "again")))
    assert "held back since 2026-11-01: state_lower of WA" in again.stderr and "nothing new" in again.stdout
    good = here.update(str(write(with_people(newer, whole), tmp_path / "good")))
    assert good.exit_code == 0 and "held back" not in good.stderr
    assert table_rows(here.versions.in_use().folder, "held_back.tsv") == []


def seat(number: int) -> dict[str, object]:
    """A member of Washington's lower house, of its districts in turn."""
    home = "ocd-jurisdiction/country:us/state:wa/government"
    role = {"type": "lower", "district": str((number - 1) % 2 + 1), "jurisdiction": home}
    return person(f"wa-lower-{number}", f"Member {number}", role, "360-786-7999")


def with_people(files: Files, members: Mapping[str, Mapping[str, object]]) -> Files:
    """The same sources with other members of Washington's lower house."""
    day = NEWER if str(NEWER).encode() in files["README.md"] else date(2026, 6, 15)
    mayor = "Bea Cole" if day == NEWER else "Ana Ruiz"
    others = {path: file for path, file in people(mayor=mayor).items() if "wa-lower" not in path}
    return files | {"openstates-people.tar.gz": archive({**others, **members}, day)}


@pytest.mark.parametrize("moment", ["before", "after"], ids=["before it is put in place", "after"])
def test_update_that_is_killed_leaves_whole_tables(here: Installation, newer: Files, tmp_path: Path, moment: str) -> None:
    """It is killed in the middle: what counts is the whole of one version, and the next update goes through."""
    sources = write(newer, tmp_path / "sources")
    code = KILLED.format(data=here.data, root=here.instance / "data", sources=sources, moment=moment)
    killed = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert here.mayor == "Ana Ruiz" and here.left() != []
    assert here.update(str(sources)).exit_code == 0 and here.mayor == "Bea Cole"
    assert not [name for name in here.left() if name.startswith(".new")]


# An update whose process is killed as it renames the new folder: before it is done, or before the link to it is changed.
KILLED = """
import os, signal
from datetime import UTC, datetime, date
from pathlib import Path
from bot.civic_data.origins import OriginRequest
from bot.civic_data.table_update import update_tables
from bot.officials.table_versions import Versions
rename = Path.rename
def killed(self, target):
    if "{moment}" == "after":
        rename(self, target)
    os.kill(os.getpid(), signal.SIGKILL)
Path.rename = killed
versions = Versions(Path("{data}"), Path("{root}"))
request = OriginRequest(where="{sources}", in_use=versions.in_use().folder, today=date(2026, 11, 22), as_of={{}})
update_tables(request, versions, datetime(2026, 11, 22, tzinfo=UTC), lambda *_: None)
"""


def test_bad_source_leaves_the_update_before_it_in_use(here: Installation, upstream: Upstream) -> None:
    here.update(upstream.url)
    before = here.left()
    upstream.answers["rtr_zcta_place.csv"] = half
    assert here.update(upstream.url).exit_code == 1
    assert (here.mayor, here.left()) == ("Bea Cole", before)


def test_without_a_list_of_dates_the_server_knows_how_old_its_files_are(here: Installation, upstream: Upstream) -> None:
    del upstream.files["README.md"]
    assert "nothing says how old legislators-current.yaml is" in here.update(upstream.url).stderr
    upstream.answers |= {name: whole(changed=date(2026, 11, 19)) for name in upstream.files}
    assert here.update(upstream.url).exit_code == 0
    days = {row["as_of"] for row in table_rows(here.versions.in_use().folder, "sources.tsv")}
    assert days == {"2026-11-19"}


def test_older_source_is_taken_when_it_is_asked_for(here: Installation, upstream: Upstream) -> None:
    upstream.answers["README.md"] = instead(readme(date(2026, 6, 1)))
    assert here.update(upstream.url, "--allow-older").exit_code == 0


@pytest.mark.parametrize(
    ("where", "says"),
    [
        ("http://example.org/data", "not https"),
        ("ftp://example.org/data", "not https"),
        ("nowhere/at/all", "no such folder"),
        ("http://127.0.0.1:9", "cannot be fetched"),
    ],
)
def test_address_that_will_not_do_is_refused(here: Installation, where: str, says: str) -> None:
    result = here.update(where)
    assert result.exit_code == 1 and says in result.stderr


def test_one_update_at_a_time_and_what_a_killed_one_left_is_cleared(here: Installation, upstream: Upstream) -> None:
    with here.versions.workspace() as left:
        result = here.update(upstream.url)
        assert result.exit_code == 1
        assert re.search(r"another update is at work since 20\d\d-\d\d-\d\d \d\d:\d\d UTC; wait for it", result.stderr)
        assert here.mayor == "Ana Ruiz"
        (left / "half").write_text("a killed update")
        shutil.copytree(left, left.parent / ".new-killed")
    here.update(upstream.url)
    assert not [name for name in here.left() if name.startswith(".new")]


def put(here: Installation, mayor: str) -> None:
    """Tables of a later day with another mayor, in use without a build."""
    with here.versions.workspace() as work:
        tables = Path(shutil.copytree(here.data, work / "tables"))
        redated(tables, f"{NEWER}")
        (tables / "officials.tsv").write_text((tables / "officials.tsv").read_text().replace("Ana Ruiz", mayor))
        here.versions.put(tables, NOW + timedelta(seconds=len(here.left())))


def test_update_can_be_undone_and_the_undoing_too(here: Installation) -> None:
    put(here, "Bea Cole")
    put(here, "Cal Dean")
    assert here.mayor == "Cal Dean" and len(here.left()) == 4
    assert "in use now: 2" in here.update("--undo").stdout
    assert here.mayor == "Bea Cole"
    here.update("--undo")
    assert here.mayor == "Cal Dean"


def test_first_update_undone_leaves_the_shipped_tables(here: Installation) -> None:
    assert "no updated tables there" in here.update("--undo").stderr
    put(here, "Bea Cole")
    assert "in use now: shipped" in here.update("--undo").stdout
    assert here.mayor == "Ana Ruiz"


def test_only_the_last_two_versions_are_kept(here: Installation) -> None:
    for mayor in ("Bea Cole", "Cal Dean", "Dot Earl"):
        put(here, mayor)
        assert here.mayor == mayor
    assert len(here.left()) == 4  # two versions, two links


@pytest.fixture
def shipped(old: Path, tmp_path: Path) -> Path:
    """A copy of the shipped tables that a test may change."""
    return Path(shutil.copytree(old, tmp_path / "shipped"))


def redated(folder: Path, day: str) -> None:
    table = folder / "sources.tsv"
    table.write_text(table.read_text().replace("2026-06-15", day))


def test_release_with_newer_tables_wins_over_an_update(here: Installation, shipped: Path) -> None:
    put(here, "Bea Cole")
    later = replace(here, data=shipped)
    redated(shipped, "2026-11-21")
    assert later.mayor == "Ana Ruiz"
    checked = later.run("check", "--on", "2026-11-22")
    assert "tables in use: shipped" in checked.stdout
    assert "the shipped congress-legislators is newer; run: flask data update" in checked.stderr


@pytest.mark.parametrize("file", ["sources.tsv", "officials.tsv"])
def test_updated_tables_that_are_broken_give_way_to_the_shipped_ones(here: Installation, file: str) -> None:
    put(here, "Bea Cole")
    (here.versions.in_use().folder / file).write_text("<html>\n")
    directories = Directories(here.versions)
    assert [r.name for r in directories.current.records if r.role == "mayor"] == ["Ana Ruiz"]
    assert directories.in_use.name == "shipped" and "the columns are not" in directories.in_use.note


def test_watched_directory_takes_new_tables_over_without_being_asked(here: Installation) -> None:
    directories = Directories(here.versions, every=0.05)
    directories.watching.start()
    put(here, "Bea Cole")
    end = time.monotonic() + 30
    while not directories.in_use.updated:
        assert time.monotonic() < end, "nobody looked"
        time.sleep(0.02)
    assert [r.name for r in directories.current.records if r.role == "mayor"] == ["Bea Cole"]


def test_what_is_held_back_is_logged_by_who_takes_the_tables_over(
    here: Installation, capfd: pytest.CaptureFixture[str]
) -> None:
    set_up_logs()
    directories = Directories(here.versions, every=0.05)
    directories.watching.start()
    held = ("state_lower of NH", "2026-11-20", "85 instead of 391")
    with here.versions.workspace() as work:
        tables = Path(shutil.copytree(here.data, work / "tables"))
        redated(tables, f"{NEWER}")
        write_table(tables, "held_back.tsv", [held])
        here.versions.put(tables, NOW)
    logged: list[dict[str, str]] = []
    end = time.monotonic() + 90
    while not logged:
        assert time.monotonic() < end, "nobody logged it"
        time.sleep(0.02)
        lines = [json.loads(line) for line in capfd.readouterr().err.splitlines() if line.startswith("{")]
        logged = [line for line in lines if line["event"] == "tables_held_back"]
    assert [(line["level"], line["what"], line["since"], line["why"]) for line in logged] == [("warning", *held)]


CORRECTION = """
- ids: [{id}]
  set: {{phone: 253-591-5199}}
  who: Nan
  when: 2026-11-01
  why: a new line
  source: by telephone
"""


def test_corrections_hold_for_updated_tables_and_who_has_left_does_not_stop_them(
    here: Installation, shipped: Path, upstream: Upstream
) -> None:
    place = replace(here, data=shipped)
    corrections = CORRECTION.format(id="ocd-person/ana-ruiz") + CORRECTION.format(
        id="mayor:ocd-division/country:us/state:wa/place:tacoma"
    )
    (shipped / "overrides.yaml").write_text(corrections)
    result = place.update(upstream.url)
    assert result.exit_code == 0, result.stderr
    assert "ocd-person/ana-ruiz is gone from the source; take it out" in result.stderr
    directory = Directories(place.versions).current
    assert [r.phone for r in directory.records if r.role == "mayor"] == ["+12535915199"]


def request_of(here: Installation, upstream: Upstream, **more: bool) -> OriginRequest:
    """What `flask data update` asks for without a source, at addresses that a test can have."""
    official = tuple(replace(origin, address=f"{upstream.url}/{origin.file}") for origin in OFFICIAL)
    return OriginRequest(
        where="", in_use=here.versions.in_use().folder, today=date(2026, 11, 22), as_of={}, official=official, **more
    )


def test_official_files_are_turned_into_what_the_builder_reads(here: Installation, upstream: Upstream, newer: Files) -> None:
    upstream.files = {**newer, **relations()}
    for file in ("zcta_districts_119_sld2024.tsv.gz", "rtr_zcta_place.csv", "rtr_zcta_county.csv", "nh_floterials.csv"):
        del upstream.files[file]
    told: list[str] = []
    done = update_tables(request_of(here, upstream), here.versions, NOW, lambda file, *_: told.append(file))
    assert done.version is not None and census_areas.HOUSE in told
    assert (done.version / "zips.tsv").read_bytes() == (here.data / "zips.tsv").read_bytes()
    assert (done.version / "places.tsv").read_bytes() == (here.data / "places.tsv").read_bytes()
    days = {row["source"]: row["as_of"] for row in table_rows(done.version, "sources.tsv")}
    assert (days["openstates-people"], days["census-places"]) == ("2026-11-20", "2026-11-22")

    upstream.asked.clear()
    again = update_tables(request_of(here, upstream), here.versions, NOW, lambda *_: None)
    assert again.changes.same and not set(upstream.asked) & set(relations()), "lines are fetched once"
    update_tables(request_of(here, upstream, lines=True), here.versions, NOW, lambda *_: None)
    assert set(upstream.asked) > set(relations())


def test_census_file_that_is_written_otherwise_now_changes_nothing(
    here: Installation, upstream: Upstream, newer: Files
) -> None:
    upstream.files = {**newer, **relations()}
    upstream.files[census_areas.UPPER] = upstream.files[census_areas.UPPER].replace(b"SLDU2024", b"SLDU2026")
    with pytest.raises(DataError, match="no column GEOID_SLDU2024_20"):
        update_tables(request_of(here, upstream), here.versions, NOW, lambda *_: None)
    assert here.left() == []


def test_every_official_address_is_https_and_every_source_has_one() -> None:
    assert all(origin.address.startswith("https://") for origin in OFFICIAL)
    assert {source.name for source in FETCHED} - {origin.source for origin in OFFICIAL} <= {"nh-floterials"}


@pytest.mark.parametrize(
    ("role", "day", "offered", "reason"),
    [
        ("us_senator", date(2027, 6, 15), 2, ""),
        ("us_senator", date(2027, 6, 16), 1, "stale"),
        ("state_lower", date(2027, 6, 16), 0, "stale"),
        ("mayor", date(2027, 6, 16), 1, ""),
    ],
    ids=["on the last day", "a day later: their office", "legislators", "an office keeps its number"],
)
def test_past_its_limit_a_source_names_nobody(old: Path, role: str, day: date, offered: int, reason: str) -> None:
    (target,) = Directory.load(old).find("98402", [role], today=day).targets
    assert (len(target.officials), target.reason) == (offered, reason)
    if reason:
        assert [official.name for official in target.officials] == [None] * offered


def test_before_that_the_check_warns(here: Installation) -> None:
    warned = here.run("check", "--on", "2027-01-20").stderr
    assert "congress-legislators is 219 days old; past 365 nobody of it is named; run: flask data update" in warned
    assert "days old" not in here.run("check", "--on", "2026-11-22").stderr


def test_page_on_updates_gives_every_limit() -> None:
    page = (ROOT / "docs" / "data-updates.md").read_text(encoding="utf-8")
    for source, limit in LIMITS.items():
        assert f"| `{source}` | {limit.warn} days | {limit.refuse} days |" in page


def test_every_limit_is_of_a_source_we_have() -> None:
    assert set(LIMITS) <= {source.name for source in SOURCES} | {officeholders.SOURCE}
    assert all(limit.warn < limit.refuse for limit in LIMITS.values())


FOREVER = (
    "import subprocess, sys, time; print(subprocess.Popen(['sleep', '600']).pid, file=open(sys.argv[1], 'w'), flush=True); "
)


@pytest.mark.parametrize(
    ("program", "event"),
    [
        pytest.param("print('nothing new')", "data_update_done", id="ends"),
        pytest.param("raise SystemExit('half of a file is missing')", "data_update_failed", id="refuses"),
        pytest.param(FOREVER + "time.sleep(600)", "data_update_timed_out", id="never ends"),
        pytest.param(FOREVER, "data_update_timed_out", id="leaves a process that holds its output"),
    ],
)
def test_update_in_its_own_process_has_an_end(
    tmp_path: Path, capfd: pytest.CaptureFixture[str], program: str, event: str
) -> None:
    set_up_logs()
    started = tmp_path / "started"
    with nullcontext() if event == "data_update_done" else pytest.raises(DataUpdateFailed):
        update_apart([sys.executable, "-c", program, str(started)], limit=timedelta(seconds=3))
    assert event in capfd.readouterr().err
    if started.exists():
        with pytest.raises(ProcessLookupError):  # all that it started went with it
            until_gone(int(started.read_text()))


def until_gone(pid: int) -> None:
    """Raises ProcessLookupError as soon as there is no such process, or it is only still to be buried."""
    for _ in range(100):
        if Path(f"/proc/{pid}/stat").exists() and Path(f"/proc/{pid}/stat").read_text().split()[2] == "Z":
            raise ProcessLookupError
        os.kill(pid, 0)
        time.sleep(0.05)


def test_update_ends_before_another_process_may_try() -> None:
    assert LIMIT < LEASE
