"""The table of files that organizers asked for and that a worker makes."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.table import Table


class Export(Table):
    """A file that takes longer than an answer may. It lies in a folder of one machine (bot/exports/export_files.py), and goes
    with the row a day after it was made.

    `request`: what is asked for, as JSON (bot/exports/export_request.py). `state`: asked, made, or failed; asked again when
    somebody is forgotten meanwhile. `rows`: of the file, so far while it is being made. `due_at`: from when on somebody may
    work on it, later while somebody does; `attempts`: how often that was begun. `made_at`: when it was done, or given up.
    """

    __tablename__ = "exports"
    __table_args__ = (
        CheckConstraint("state IN ('asked', 'made', 'failed')", name="state"),
        Index("ix_exports_organizer", "organizer_id", "id"),
        Index("ix_exports_created_at", "created_at"),
        Index("ix_exports_state", "state"),
        # A folder is found by the id: it is never given twice.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organizer_id: Mapped[int | None] = mapped_column(ForeignKey("organizers.id", ondelete="SET NULL"))
    request: Mapped[dict[str, str]]
    state: Mapped[str] = mapped_column(String(8))
    rows: Mapped[int] = mapped_column(default=0)
    attempts: Mapped[int] = mapped_column(default=0)
    due_at: Mapped[datetime]
    created_at: Mapped[datetime]
    made_at: Mapped[datetime | None]
