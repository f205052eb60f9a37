"""A language is added by its files alone: a made-up one goes through every flow, page and message, and shows no English."""

import shutil
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT

COPIED = ("bot", "flows", "tests")
LEFT_OUT = shutil.ignore_patterns("__pycache__", "accuracy", "bench", "chaos", "upgrade")


def test_language_added_by_its_files_speaks_everywhere(tmp_path: Path) -> None:
    for folder in COPIED:
        shutil.copytree(ROOT / folder, tmp_path / folder, ignore=LEFT_OUT)
    (tmp_path / "data").mkdir()
    for path in (ROOT / "data").iterdir():
        if path.is_file():
            (tmp_path / "data" / path.name).symlink_to(path)
    shutil.copytree(ROOT / "data" / "campaigns", tmp_path / "data" / "campaigns")
    shutil.copy(ROOT / "wsgi.py", tmp_path)
    command = [sys.executable, "-m", "tests.added_language"]
    told = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=600)
    assert told.returncode == 0, told.stdout + told.stderr[-4000:]
