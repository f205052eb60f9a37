"""The table of what is limited: who did a thing how often, under keys that tell nobody who."""

from datetime import datetime

from sqlalchemy import JSON, String
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.table import Table


class RateWindow(Table):
    """When somebody did a limited thing lately: `hits` in seconds since 1970, the latest first; gone when `expires_at` is over.

    `key`: an irreversible one, see RateLimits.
    """

    __tablename__ = "rate_windows"

    key: Mapped[str] = mapped_column(String(128), primary_key=True)
    hits: Mapped[list[float]] = mapped_column(JSON())
    expires_at: Mapped[datetime] = mapped_column(index=True)
