"""The tables of conversations: turns, call lists, calls, and what we start on the way."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.table import Table

HAS_REPLY = text("reply != ''")
NO_STATE = text("state IS NULL")


class Turn(Table):
    """A webhook that has been answered: the answer, and where its conversation stood afterwards.

    `key` is the provider's id of the webhook: the same one again gets the same bytes. `number` counts a supporter's turns on
    any channel: two at the same moment cannot both win. `call` is the provider's id of the phone call, empty for the text
    thread; a conversation stands where its last turn left it. Number and state are empty where nothing changed. A reply that is
    gone is an empty text; it, the state of a turn that others followed, and the row go in time (bot/people/turn_receipts.py).
    """

    __tablename__ = "turns"
    __table_args__ = (
        UniqueConstraint("supporter_id", "number"),
        Index("ix_turns_call", "call", sqlite_where=text("call IS NOT NULL"), postgresql_where=text("call IS NOT NULL")),
        Index("ix_turns_at", "at"),
        Index("ix_turns_bare", "at", sqlite_where=NO_STATE, postgresql_where=NO_STATE),
        Index("ix_turns_reply", "at", sqlite_where=HAS_REPLY, postgresql_where=HAS_REPLY),
    )

    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    supporter_id: Mapped[int | None] = mapped_column(ForeignKey("supporters.id", ondelete="CASCADE"))
    number: Mapped[int | None]
    call: Mapped[str | None] = mapped_column(String(64))
    state: Mapped[str | None] = mapped_column(Text)
    reply: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class CallListRow(Table):
    """One supporter's officials for one campaign; outlives a thread and a call."""

    __tablename__ = "call_sheets"
    __table_args__ = (UniqueConstraint("supporter_id", "campaign"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    supporter_id: Mapped[int] = mapped_column(ForeignKey("supporters.id", ondelete="CASCADE"))
    campaign: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]


IS_DUE = text("due_at IS NOT NULL")


class CallListEntryRow(Table):
    """One official on a call list; `position` is -1 while the supporter lives elsewhere. `outcome` is empty while open, else
    reached, message, failed, full (the mailbox), skipped or talked (a long call of which they said nothing), or due: open, and
    the first to be called.

    `due_at`: when we promised to text that their office is open, empty where nothing is promised. `call_status` and
    `call_seconds`: what the carrier knew of our call to them as the outcome was told, empty where we had connected none.
    """

    __tablename__ = "call_sheet_entries"
    __table_args__ = (
        UniqueConstraint("call_list_id", "official"),
        Index("ix_call_sheet_entries_due_at", "due_at", sqlite_where=IS_DUE, postgresql_where=IS_DUE),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    call_list_id: Mapped[int] = mapped_column("sheet_id", ForeignKey("call_sheets.id", ondelete="CASCADE"), key="call_list_id")
    position: Mapped[int]
    official: Mapped[str] = mapped_column(String(128))
    outcome: Mapped[str | None] = mapped_column(String(16))
    recorded_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]
    call_status: Mapped[str | None] = mapped_column(String(16))
    call_seconds: Mapped[int | None]


HAS_PERSON = text("person IS NOT NULL")


class Call(Table):
    """One patched call to one line. Outlives the supporter, without them, for the counts and the health of lines.

    `outcome`: what the supporter said of it: reached, message, failed, full (the mailbox) or wrong (the number), empty for
    nothing. `key`: the provider's id of the supporter's call, gone when they are. `person`: an irreversible key of the number
    of one who was erased, kept for a day so that the limits on calls hold for them too; empty bytes for a withheld number.
    """

    __tablename__ = "calls"
    __table_args__ = (
        Index("ix_calls_supporter_at", "supporter_id", "at"),
        Index("ix_calls_line_at", "line", "at"),
        Index("ix_calls_person_at", "person", "at", sqlite_where=HAS_PERSON, postgresql_where=HAS_PERSON),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    supporter_id: Mapped[int | None] = mapped_column(ForeignKey("supporters.id", ondelete="SET NULL"))
    person: Mapped[bytes | None]
    campaign: Mapped[str] = mapped_column(String(64))
    key: Mapped[str | None] = mapped_column(String(64), index=True)
    official: Mapped[str] = mapped_column(String(128))
    line: Mapped[str] = mapped_column(String(16))  # the number alone, E.164
    status: Mapped[str] = mapped_column(String(16))
    seconds: Mapped[int | None]
    outcome: Mapped[str | None] = mapped_column(String(16))
    at: Mapped[datetime]


class LineReport(Table):
    """Somebody called a line a wrong number: once a person a line. Gone when an organizer clears the line.

    `person` is an irreversible key of the supporter's number, empty bytes for all withheld ones together.
    """

    __tablename__ = "line_reports"
    __table_args__ = (UniqueConstraint("line", "person"), Index("ix_line_reports_person", "person"))

    id: Mapped[int] = mapped_column(primary_key=True)
    line: Mapped[str] = mapped_column(String(16))  # the line's id, with its extension
    official: Mapped[str] = mapped_column(String(128))
    person: Mapped[bytes]
    at: Mapped[datetime]


class FullMailbox(Table):
    """The last time that a line's mailbox was said to be full, and whose it is. Who said so is not kept."""

    __tablename__ = "full_mailboxes"

    line: Mapped[str] = mapped_column(String(16), primary_key=True)
    official: Mapped[str] = mapped_column(String(128))
    at: Mapped[datetime]


class NotUnderstood(Table):
    """A text, or something said on the phone, that we did not understand: for an organizer to read, encrypted.

    `flow` and `node`: the question it was said to, or the start it came in at. `text`: empty where a street address may be in
    it; `reply`: what we said to it.
    """

    __tablename__ = "not_understood"
    __table_args__ = (Index("ix_not_understood_supporter", "supporter_id"), Index("ix_not_understood_at", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    supporter_id: Mapped[int] = mapped_column(ForeignKey("supporters.id", ondelete="CASCADE"))
    channel: Mapped[str] = mapped_column(String(8))
    flow: Mapped[str] = mapped_column(String(64))
    node: Mapped[str] = mapped_column(String(64))
    text: Mapped[bytes | None]
    reply: Mapped[bytes]
    at: Mapped[datetime]


HAS_BODY = text("body != ''")


class Message(Table):
    """What the version before wrote down where a delivery is written now, while it still serves: bot/outbox/adopt.py moves it.

    `kind` is text or ring; `status` as a delivery's state.
    """

    __tablename__ = "messages"
    __table_args__ = (
        CheckConstraint("kind IN ('text', 'ring')", name="kind"),
        CheckConstraint("status IN ('queued', 'sending', 'sent', 'delivered', 'failed', 'unknown')", name="status"),
        Index("ix_messages_supporter", "supporter_id"),
        Index("ix_messages_body", "at", sqlite_where=HAS_BODY, postgresql_where=HAS_BODY),
        # An id is never given twice, also when its row is gone: a phone asks for what came after the last one it saw.
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    supporter_id: Mapped[int] = mapped_column(ForeignKey("supporters.id", ondelete="CASCADE"))
    kind: Mapped[str] = mapped_column(String(8))
    body: Mapped[str] = mapped_column(Text)
    status: Mapped[str] = mapped_column(String(16))
    provider_id: Mapped[str | None] = mapped_column(String(64), unique=True)
    error: Mapped[str | None] = mapped_column(String(64))
    at: Mapped[datetime]


class Unanswered(Table):
    """A webhook that we failed to answer because of a mistake of ours: encrypted, kept so that it can be answered later.

    `person`: an irreversible key of the number that wrote; empty where an older version kept it, until bot/people/backfill.py.
    """

    __tablename__ = "unanswered"
    __table_args__ = (Index("ix_unanswered_person", "person", "id"), Index("ix_unanswered_at", "at"))

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    path: Mapped[str] = mapped_column(String(80))
    form: Mapped[bytes]
    person: Mapped[bytes | None]
    error: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime]
