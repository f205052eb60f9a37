"""What an organizer says of the columns of an uploaded list, and what the check found in them: for a page, as JSON. Pure."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from bot.contacts.column_names import MEANINGS, Meaning
from bot.contacts.column_plan import Choices, ColumnPlan
from bot.tabular.spreadsheet import Spreadsheet
from bot.telephony import masked_phone

LONGEST_SAMPLE = 40
_NUMBER = re.compile(r"(?:\+?1[\s.-]*)?\(?\d{3}\)?[\s./-]*\d{3}[\s./-]*\d{4}(?!\d)")


def meaning_of(written: object) -> Meaning | Literal[""]:
    """The meaning that is called so; "" for any other word."""
    return next((each for each in MEANINGS if each == written), "")


def choices_as_json(choices: Choices) -> str:
    """All but the name of the file, which its row has."""
    said = {
        "columns": [[place, meaning] for place, meaning in choices.columns],
        "source": choices.source,
        "consented_at": choices.consented_at.isoformat() if choices.consented_at else "",
        "look_up_lines": choices.look_up_lines,
    }
    return json.dumps(said, ensure_ascii=False)


def choices_from_json(text: str, file_name: str) -> Choices:
    """What choices_as_json() gave; nothing said, of an empty text."""
    if not text:
        return Choices(file_name=file_name)
    said = json.loads(text)
    return Choices(
        columns=[(place, meaning_of(meaning)) for place, meaning in said["columns"]],
        source=said["source"],
        consented_at=datetime.fromisoformat(said["consented_at"]) if said["consented_at"] else None,
        file_name=file_name,
        look_up_lines=said.get("look_up_lines", False),
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownColumn:
    """A column as the page shows it. `place`: from 0 on; `found`: how it is known what it holds (column_plan.Found); `samples`:
    some of its cells, numbers masked."""

    place: int
    title: str
    meaning: str
    found: str
    samples: Sequence[str]


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownColumns:
    """All columns of a list. `shape`: by which lists with the same headings are known; `program`: which wrote it, or ""."""

    shape: str
    program: str
    columns: Sequence[ShownColumn]

    @classmethod
    def from_json(cls, text: str) -> "ShownColumns":
        """What shown_columns() gave."""
        written = json.loads(text)
        columns = [ShownColumn(**each) for each in written["columns"]]
        return cls(shape=written["shape"], program=written["program"], columns=columns)


def shown_columns(table: Spreadsheet, plan: ColumnPlan, shape: str) -> str:
    """The columns as JSON."""
    places = {name: place for place, name in enumerate(table.columns)}
    columns = [
        {
            "place": places[each.name],
            "title": each.title,
            "meaning": each.meaning,
            "found": each.found,
            "samples": list(_samples(each.samples)),
        }
        for each in plan.columns
    ]
    return json.dumps({"shape": shape, "program": plan.program, "columns": columns}, ensure_ascii=False)


def _samples(cells: Sequence[str]) -> Iterator[str]:
    for cell in cells:
        shown = _NUMBER.sub(lambda found: _masked(found[0]), cell)
        yield shown[:LONGEST_SAMPLE] + ("…" if len(shown) > LONGEST_SAMPLE else "")


def _masked(number: str) -> str:
    digits = "".join(filter(str.isdigit, number))
    return masked_phone(f"+1{digits[-10:]}")


def said_columns(choices: Choices) -> Mapping[int, Meaning | Literal[""]]:
    """Place of a column -> what somebody said that it holds."""
    return {place: meaning for place, meaning in choices.columns if isinstance(place, int)}
