"""In which order the processes of a run take what there is to test, and how much at a time. Holds no test.

A unit is a file's tests on one kind of database, or all tests in a browser: what they share is made once. Those that take
longest come first, so that no process is left with one of them while the others have nothing to do.
"""

import pytest
from xdist.scheduler import LoadFileScheduling

KINDS = ("sqlite", "postgresql")

LONGEST = (
    "tests/test_bench.py",
    "tests/test_data_update.py",
    "tests/test_setup.py",
    "tests/browser/test_simulator_page.py",
    "tests/test_data_takeover.py",
    "tests/test_workers.py",
    "tests/test_bad_files.py",
    "tests/broadcasts/test_faults.py",
    "tests/test_accuracy.py",
    "tests/test_data.py",
    "tests/test_transcripts.py",
    "tests/test_sign_ups.py",
    "tests/test_data_build.py",
    "tests/upgrade/test_upgrade.py",
    "tests/test_officials.py",
    "tests/broadcasts/test_cli.py",
    "tests/broadcasts/test_engine.py",
    "tests/test_lines.py",
    "tests/test_sending.py",
    "tests/test_officials_levels.py",
    "tests/test_statements.py",
    "tests/test_storage.py",
    "tests/test_local_lists.py",
    "tests/test_added_language.py",
)


def unit(nodeid: str) -> str:
    """What a test is done together with."""
    file, _, test = nodeid.partition("::")
    if file.startswith("tests/browser/"):
        return "tests/browser"
    chosen = test.partition("[")[2]
    return f"{file} {next((kind for kind in KINDS if kind in chosen), '')}"


class Units(LoadFileScheduling):
    """A unit goes to the process that has least to do."""

    def _split_scope(self, nodeid: str) -> str:
        return unit(nodeid)


def longest_first(items: list[pytest.Item]) -> None:
    """The longest first, all others as they are."""
    rank = {file: number for number, file in enumerate(LONGEST)}
    items.sort(key=lambda item: rank.get(item.nodeid.partition("::")[0], len(rank)))
