"""Which records an organizer may correct: those of the tables in use. How that is kept is in local/correction_file.py."""

import difflib
from collections.abc import Sequence

from bot.officials.directory import Directory
from bot.officials.overrides import apply_overrides
from bot.officials.records import OfficialRecord
from bot.officials.tables import DataError

SUGGESTED = 5


def source_records(directory: Directory) -> list[OfficialRecord]:
    """The records of the tables in use, with the corrections that ship and without what an organizer added."""
    tables = directory.tables
    return apply_overrides(
        [*tables.records, *tables.councils.records()], directory.handwritten.overrides, tables.seatings, strict=False
    )


def check_correctable(directory: Directory, id: str) -> None:
    """Is there a record with this id, or for this seat? Raises DataError with what may be meant where there is none."""
    records = source_records(directory)
    if not any(id in (record.id, f"{record.role}:{record.division}") for record in records):
        raise DataError(f"no official has the id {id!r}; {_suggestion(id, records)}")


def _suggestion(id: str, records: Sequence[OfficialRecord]) -> str:
    if id.startswith("local/"):
        return "it comes from a local list: correct it there, and import the list again"
    named = [record for record in records if id.casefold() in record.name.casefold()] if len(id) > 2 else []
    near = difflib.get_close_matches(id, [record.id for record in records], n=1, cutoff=0.9) if not named else []
    said = [f"{record.id} ({record.name}, {record.role})" for record in named[:SUGGESTED]] or near
    return f"did you mean {' or '.join(said)}?" if said else "flask officials find ZIP --json shows the ids"
