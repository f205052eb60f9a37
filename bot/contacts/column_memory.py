"""What somebody said of the columns of a list, for the next one that has the same headings."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Literal, cast

from sqlalchemy import Connection, select

from bot.contacts.column_names import MEANINGS, Meaning
from bot.models import ColumnMap
from bot.storage.database import upsert_row
from bot.tabular.spreadsheet import Spreadsheet


def recall_columns(connection: Connection, table: Spreadsheet) -> Mapping[int, Meaning | Literal[""]] | None:
    """Place of a column -> what somebody said that it holds; None where nobody said anything of such a list."""
    found = connection.execute(select(ColumnMap.columns).where(ColumnMap.shape == shape_of(table.columns))).scalar()
    if found is None:
        return None
    known = ("", *MEANINGS)
    return {int(place): cast(Meaning, meaning) for place, meaning in found.items() if meaning in known}


def remember_columns(connection: Connection, shape: str, said: Mapping[int, Meaning | Literal[""]], now: datetime) -> None:
    """Keep what somebody said of the columns of a list, if they said anything."""
    if said:
        columns = {str(place): str(meaning) for place, meaning in said.items()}
        upsert_row(connection, ColumnMap, {"shape": shape, "columns": columns, "changed_at": now}, ("shape",))


def shape_of(columns: tuple[str, ...]) -> str:
    """The same for all lists that have these headings in this order."""
    return hashlib.sha256("\n".join(columns).encode()).hexdigest()
