"""The tables of lists that organizers import: how far each is that was uploaded, and what the columns of such lists hold."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.table import Table


class ListImport(Table):
    """A list that was uploaded. Its files lie in a folder of one machine (bot/contacts/import_files.py): they go with the row,
    or when it is loaded, or a day after the last change.

    `state`: received, checked (nothing is imported before somebody agrees), agreed, loaded, or refused: it is no list, or
    could not be worked on. `who`: who collected it, "" for nobody named. `report`: what the check found, as JSON
    (bot/contacts/import_report.py). `rows`: those read so far, `good` those that can be loaded, `loaded` those that are;
    `loaded_line`: the line of the last of them. `counts`: how many became what, as JSON. `broadcast_id`: the question to
    those who are new. `choices`: what somebody said of its columns, as JSON (bot/contacts/import_choices.py). `cancelled_at`:
    when somebody had it taken back while it was loaded. `due_at`: from when on somebody may work on it, later while somebody
    does; `attempts`: how often that was begun since it last came on.
    """

    __tablename__ = "imports"
    __table_args__ = (
        CheckConstraint("state IN ('received', 'checked', 'agreed', 'loaded', 'refused')", name="state"),
        Index("ix_imports_changed_at", "changed_at"),
        # A folder is found by the id: it is never given twice.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organizer_id: Mapped[int | None] = mapped_column(ForeignKey("organizers.id", ondelete="SET NULL"))
    campaign: Mapped[str] = mapped_column(String(64))
    who: Mapped[str] = mapped_column(String(64))
    file_name: Mapped[str] = mapped_column(String(128))
    state: Mapped[str] = mapped_column(String(16))
    choices: Mapped[str] = mapped_column(Text, default="", server_default=text("''"))
    report: Mapped[str] = mapped_column(Text, default="")
    rows: Mapped[int] = mapped_column(default=0)
    good: Mapped[int] = mapped_column(default=0)
    loaded: Mapped[int] = mapped_column(default=0)
    loaded_line: Mapped[int] = mapped_column(default=-1)
    counts: Mapped[dict[str, int]]
    broadcast_id: Mapped[int | None]
    attempts: Mapped[int] = mapped_column(default=0)
    cancelled_at: Mapped[datetime | None]
    due_at: Mapped[datetime]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime]


class ColumnMap(Table):
    """What somebody said that the columns of a list hold, for the next one with the same headings.

    `shape`: a digest of the headings, which themselves are not kept. `columns`: place of a column -> what it holds
    (bot/contacts/column_names.py), "" for nothing of ours.
    """

    __tablename__ = "column_maps"

    shape: Mapped[str] = mapped_column(String(64), primary_key=True)
    columns: Mapped[dict[str, str]]
    changed_at: Mapped[datetime]
