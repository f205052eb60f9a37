"""After an election: whom `flask data update` makes known again. Each chamber by itself, whatever the date of the archive."""

import json
import re
import shutil
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
import zipcodes
from click.testing import Result
from flask import Flask

from bot.cli.data import data_cli
from bot.cli.officials import officials_cli
from bot.officials.serving import Directories
from bot.officials.table_versions import Versions
from bot.storage.clock import machine_clock
from tests.country import country, shipped, write, zips

AT_ONCE = ("2026-11-03", "2026-11-04")  # the day of the election, the first day of whoever was elected
IN_JANUARY = ("2026-11-03", "2027-01-11")
SEATINGS = [
    *((state, "state_lower", *AT_ONCE) for state in ("IL", "OR", "OH", "ID", "NV", "TX")),
    *((state, "state_upper", *AT_ONCE) for state in ("NV",)),
    *((state, "state_upper", *IN_JANUARY) for state in ("MT", "TX")),
]
BEFORE = {"il-lower-1": "2025-01-13"}
BEGAN = {
    **BEFORE,
    "or-lower-2": "2026-11-03",
    "oh-lower-2": "2026-11-02",
    "id-lower-2": "2026-11",
    "nv-upper-2": "2026-11-04",
    "mt-upper-2": "2026-12-09",
    "tx-upper-2": "2027-01-11",
}
UPDATED = date(2027, 1, 20)
HELD, SINCE_ELECTION = (["held"], ""), ([], "since_election")


@dataclass(frozen=True)
class Installation:
    """A folder with data/ as a release has it, and instance/ for what was updated."""

    folder: Path

    def run(self, *arguments: str) -> Result:
        data, instance = self.folder / "data", self.folder / "instance"
        app = Flask(__name__)
        app.extensions["patchline"] = SimpleNamespace(
            settings=SimpleNamespace(data_dir=data, instance_dir=instance),
            directory=Directories(Versions(data, instance / "data")).current,
            resolver=None,
            clock=machine_clock,
        )
        app.cli.add_command(data_cli)
        app.cli.add_command(officials_cli)
        return app.test_cli_runner().invoke(args=list(arguments))

    def found(self, state: str, role: str, day: str) -> tuple[list[str], str]:
        """The seats of whom `flask officials find` offers, and why it offers nobody."""
        zip = next(zip for zip, code, _ in zips() if code == state and is_standard(zip))
        answer = self.run("officials", "find", zip, "--role", role, "--on", day, "--json")
        (target,) = json.loads(answer.stdout)["targets"]
        return [official["seat"] for official in target["officials"]], target["reason"]


def is_standard(zip: str) -> bool:
    return zipcodes.is_real(zip) and any(found["zip_code_type"] == "STANDARD" for found in zipcodes.matching(zip))


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """An installation with the tables of June."""
    folder = tmp_path_factory.mktemp("release")
    shipped(folder, country(began=BEFORE), SEATINGS)
    return Installation(folder)


@pytest.fixture(scope="module")
def updated(release: Installation, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    """The same after an update in January."""
    folder = tmp_path_factory.mktemp("updated")
    here = Installation(Path(shutil.copytree(release.folder, folder / "here")))
    done = here.run("data", "update", str(write(country(UPDATED, began=BEGAN), folder / "sources")))
    assert done.exit_code == 0, done.stderr
    return here


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        pytest.param("2026-11-03", HELD, id="the day before the newly elected sit"),
        pytest.param("2026-11-04", SINCE_ELECTION, id="their first day"),
    ],
)
def test_chamber_is_not_known_after_its_election(release: Installation, day: str, expected: tuple[list[str], str]) -> None:
    assert release.found("IL", "state_lower", day) == expected


@pytest.mark.parametrize(
    ("state", "role", "expected"),
    [
        pytest.param("IL", "state_lower", SINCE_ELECTION, id="the same members under a later date"),
        pytest.param("OR", "state_lower", HELD, id="one began on the day of the election"),
        pytest.param("OH", "state_lower", SINCE_ELECTION, id="one began on the day before"),
        pytest.param("ID", "state_lower", SINCE_ELECTION, id="one began on no certain day"),
        pytest.param("NV", "state_upper", HELD, id="one house was renewed"),
        pytest.param("NV", "state_lower", SINCE_ELECTION, id="the other one was not"),
        pytest.param("MT", "state_upper", SINCE_ELECTION, id="one filled an old seat until January"),
        pytest.param("TX", "state_upper", HELD, id="one began in January"),
        pytest.param("CA", "state_lower", HELD, id="no election on record"),
    ],
)
def test_chamber_is_known_again_when_somebody_new_sits_there(
    updated: Installation, state: str, role: str, expected: tuple[list[str], str]
) -> None:
    assert updated.found(state, role, "2027-01-21") == expected


def test_chambers_that_are_not_renewed_are_named_by_the_check(updated: Installation) -> None:
    checked = updated.run("data", "check", "--on", "2027-01-21")
    warned = re.findall(r"warning: (\w+ of \w\w): since .* the records of 2027-01-20 have none of them", checked.stderr)
    lower = [f"state_lower of {state}" for state in ("ID", "IL", "NV", "OH", "TX")]
    assert sorted(warned) == [*lower, "state_upper of MT"]


def test_tables_of_an_older_version_know_no_chamber_to_be_renewed(updated: Installation, tmp_path: Path) -> None:
    """They have no chambers.tsv; they go on serving, and their elections stand."""
    here = Installation(Path(shutil.copytree(updated.folder, tmp_path / "here", symlinks=True)))
    (here.folder / "instance" / "data" / "current" / "chambers.tsv").unlink()
    assert here.found("OR", "state_lower", "2027-01-21") == SINCE_ELECTION
    assert here.found("CA", "state_lower", "2027-01-21") == HELD
