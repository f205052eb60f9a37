"""The table of files that people write: the version of each that was good last."""

from datetime import datetime

from sqlalchemy import String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.table import Table


class FileVersion(Table):
    """The text of a file as it served last without a mistake; it serves again where the file is broken.

    `kind`: what it holds (campaign, flow, intents, list, corrections, overrides); `name`: the campaign's id, the flow's or
    list's name, the language of intents, else the file's. Gone when the file is.
    """

    __tablename__ = "file_versions"

    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    name: Mapped[str] = mapped_column(String(255), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    accepted_at: Mapped[datetime]
