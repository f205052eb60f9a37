"""A language is added by its files alone: a made-up one goes through every flow, page and message, and shows no English."""

import subprocess
import sys
from pathlib import Path

from tests.conftest import copy_project


def test_language_added_by_its_files_speaks_everywhere(tmp_path: Path) -> None:
    copy_project(tmp_path)
    command = [sys.executable, "-m", "tests.added_language"]
    told = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=600)
    assert told.returncode == 0, told.stdout + told.stderr[-4000:]
