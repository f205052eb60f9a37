"""The table of what visitors of pages asked for, and that is not done yet."""

from datetime import datetime

from sqlalchemy.orm import Mapped, mapped_column

from bot.models.table import Table


class PageRequest(Table):
    """A form of a page: to be done once its answer is out, or as its code comes from a phone.

    `code`: an irreversible key of that code, None where it is to be done. `sealed`: the form, encrypted. `at`: when it came.
    """

    __tablename__ = "page_requests"
    __table_args__ = ({"sqlite_autoincrement": True},)

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[bytes | None] = mapped_column(unique=True)
    sealed: Mapped[bytes]
    at: Mapped[datetime] = mapped_column(index=True)
