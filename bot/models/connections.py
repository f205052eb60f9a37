"""The tables of connections: tools of others that are told what happens here, what is on its way to them, and who reads."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.table import Table

IS_WAITING = text("state = 'waiting'")


class Receiver(Table):
    """Where notices go. `kind`: webhook, or a tool that we know (bot/connections). `address` and `secret` are encrypted: each
    lets in whoever has it; `old_secret` signs beside the new one until `old_secret_until`.

    `wants`: which kinds of notices, as bits (bot/notices/notice_kinds.py). `with_numbers`: it is told supporters' numbers.
    `tags`: names that a tool marks people with, a line each. `state`: on or off; `reason`: why it went off by itself (gone,
    failing), else empty. `failures`: tries that failed in a row, the first of them at `failing_since`; nothing is tried before
    `rests_until`. `delivered_at`: when it last took something.
    """

    __tablename__ = "receivers"
    __table_args__ = (
        CheckConstraint("state IN ('on', 'off')", name="state"),
        Index("ix_receivers_state", "state", "id"),
        {"sqlite_autoincrement": True},  # what is told of one by its id is of no other
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    name: Mapped[str] = mapped_column(String(64))
    address: Mapped[bytes]
    secret: Mapped[bytes]
    old_secret: Mapped[bytes | None]
    old_secret_until: Mapped[datetime | None]
    wants: Mapped[int]
    with_numbers: Mapped[bool] = mapped_column(default=False)
    tags: Mapped[str] = mapped_column(String(400), default="")
    state: Mapped[str] = mapped_column(String(8), default="on")
    reason: Mapped[str] = mapped_column(String(16), default="")
    failures: Mapped[int] = mapped_column(default=0)
    failing_since: Mapped[datetime | None]
    rests_until: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class Posting(Table):
    """A notice on its way to one receiver: written in the transaction of what it tells of, or not at all.

    `event`: the id that a receiver knows it by, the same at each try and for each receiver. `body`: JSON without a number or
    words, empty once it is delivered; the number of `supporter_id` is put in as it leaves, where the receiver is to have it.
    `state`: waiting, done, or dead (given up at `give_up_at`). `due_at`: when it is tried next, later while somebody is at it.
    `tries`: how often it was; of the last: `tried_at`, `status` (of HTTP, empty for no answer), `error`, `milliseconds`.
    """

    __tablename__ = "postings"
    __table_args__ = (
        CheckConstraint("state IN ('waiting', 'done', 'dead')", name="state"),
        Index(
            "ix_postings_due",
            *("receiver_id", "due_at", "id"),
            sqlite_where=IS_WAITING,
            postgresql_where=IS_WAITING,
        ),
        Index("ix_postings_receiver", "receiver_id", "state", "id"),
        Index("ix_postings_supporter", "supporter_id"),
        Index("ix_postings_at", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    event: Mapped[str] = mapped_column(String(40))
    receiver_id: Mapped[int] = mapped_column(ForeignKey("receivers.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(32))
    supporter_id: Mapped[int | None] = mapped_column(ForeignKey("supporters.id", ondelete="CASCADE"))
    body: Mapped[str] = mapped_column(Text)
    state: Mapped[str] = mapped_column(String(8), default="waiting")
    at: Mapped[datetime]
    due_at: Mapped[datetime]
    give_up_at: Mapped[datetime]
    tries: Mapped[int] = mapped_column(default=0)
    tried_at: Mapped[datetime | None]
    status: Mapped[int | None]
    error: Mapped[str] = mapped_column(String(32), default="")
    milliseconds: Mapped[int | None]


class SheetLink(Table):
    """A link by which a spreadsheet reads results. The row stays when the link is ended: the log names it.

    `campaign`: whose results, "" for those of all. `secret`: a digest of what stands in the link. `used_at`: when it last was,
    to the hour. `ended_at`: when an owner ended it.
    """

    __tablename__ = "sheet_links"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(64))
    campaign: Mapped[str] = mapped_column(String(64))
    secret: Mapped[bytes] = mapped_column(unique=True)
    made_by: Mapped[int | None] = mapped_column(ForeignKey("organizers.id", ondelete="SET NULL"))
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]
