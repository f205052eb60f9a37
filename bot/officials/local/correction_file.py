"""An organizer's corrections, INSTANCE_DIR/local/corrections.yaml: written as data/overrides.yaml is, applied after it."""

import fcntl
import io
import os
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedSeq
from ruamel.yaml.error import YAMLError

from bot.officials.local.local_lists import write_whole
from bot.officials.overrides import Override, read_override, read_overrides
from bot.officials.tables import DataError


def corrections_path(folder: Path) -> Path:
    """Where they are kept."""
    return folder / "corrections.yaml"


def read_corrections(folder: Path) -> list[Override]:
    """All corrections, in the order they are applied. Raises DataError naming entry, key and mend."""
    return read_overrides(corrections_path(folder))


def add_correction(
    folder: Path, id: str, changes: Mapping[str, str | bool | list[str]], *, who: str, when: date, why: str, source: str
) -> Override:
    """Keep a correction, in place of earlier ones that set nothing else for the same official. Raises DataError."""
    chosen: dict[str, object] = dict(changes)
    entry = {
        "ids": [id],
        "set": chosen,
        "who": who,
        "when": when.isoformat(),
        "why": why,
        "source": source,
    }
    checked = read_override(entry, f"the correction of {id}")
    with _alone(folder):
        entries = _load(folder)
        numbers = changes.get("not_theirs")
        if isinstance(numbers, list):
            known = [number for old in entries if list(old["ids"]) == [id] for number in old["set"].get("not_theirs", ())]
            chosen["not_theirs"] = [*dict.fromkeys([*known, *numbers])]
        entries[:] = [old for old in entries if not (list(old["ids"]) == [id] and set(old["set"]) <= set(changes))]
        entries.append(entry)
        _save(folder, entries)
    return checked


def remove_correction(folder: Path, id: str) -> int:
    """Take out all that is set for an official (or seat); how many entries it was in."""
    with _alone(folder):
        entries = _load(folder)
        meant = [entry for entry in entries if id in entry["ids"]]
        for entry in meant:
            entry["ids"].remove(id)
        if meant:
            entries[:] = [entry for entry in entries if entry["ids"]]
            _save(folder, entries)
    return len(meant)


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Nobody else changes the corrections meanwhile: two who do so at one moment both have theirs in the file afterwards."""
    folder.mkdir(parents=True, exist_ok=True)
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield
    finally:
        os.close(handle)


def _load(folder: Path) -> CommentedSeq:
    """The entries with their comments, for changing; checked to be ones."""
    read_corrections(folder)
    path = corrections_path(folder)
    try:
        return (YAML().load(path.read_text(encoding="utf-8")) if path.exists() else None) or CommentedSeq()
    except (OSError, YAMLError) as problem:
        raise DataError(f"{path}: cannot be read ({problem}); mend or remove the file") from None


def _save(folder: Path, entries: CommentedSeq) -> None:
    yaml = YAML()
    yaml.width = 120
    out = io.StringIO()
    yaml.dump(entries, out)
    write_whole(corrections_path(folder), out.getvalue())
