"""The tables of conversations: turns, call lists, calls, and what we start on the way."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, SmallInteger, String, Text, UniqueConstraint, false, text
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
    `counted`: what the turn counts for in the results of `campaign`, as bits (bot/results/turn_counts.py).
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
    campaign: Mapped[str | None] = mapped_column(String(64))
    counted: Mapped[int] = mapped_column(SmallInteger, server_default="0")


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
BADLY = text("status IN ('failed', 'no_answer')")
HAS_ALERT = text("caused_by IS NOT NULL")
HAS_REFERRAL = text("referral != ''")
WEB = "web"  # of a call's status: a visitor of a page says that they made it, and no carrier of ours knows of it


class Call(Table):
    """One call to one line: patched through by us, or (`status` web) told by a visitor of a campaign's page. Outlives the
    supporter, without them, for the counts and the health of lines.

    `outcome`: what the supporter said of it: reached, message, failed, full (the mailbox) or wrong (the number), empty for
    nothing. `key`: the provider's id of the supporter's call, gone when they are; of a visitor an irreversible key of their
    visit and the official. `person`: an irreversible key of the number
    of one who was erased, kept for a day so that the limits on calls hold for them too; empty bytes for a withheld number.
    `state`: where the caller lived then, "" unknown. `caused_by`: the alert that had reached them within the week before.
    `referral`: who had sent the visitor to the page, "" for nobody.
    """

    __tablename__ = "calls"
    __table_args__ = (
        Index("ix_calls_supporter_at", "supporter_id", "at"),
        Index("ix_calls_line_at", "line", "at"),
        Index("ix_calls_person_at", "person", "at", sqlite_where=HAS_PERSON, postgresql_where=HAS_PERSON),
        Index("ix_calls_badly_at", "at", sqlite_where=BADLY, postgresql_where=BADLY),
        # All that is asked of the calls of some days, and of callers from one state: no row is looked up for it.
        Index("ix_calls_at", "at", "campaign", "official", "status", "outcome", "seconds"),
        Index("ix_calls_state_at", "state", "at", "campaign", "supporter_id"),
        Index(
            "ix_calls_caused_by",
            *("caused_by", "status", "outcome"),
            sqlite_where=HAS_ALERT,
            postgresql_where=HAS_ALERT,
        ),
        Index(
            "ix_calls_referral",
            *("at", "campaign", "referral", "outcome"),
            sqlite_where=HAS_REFERRAL,
            postgresql_where=HAS_REFERRAL,
        ),
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
    state: Mapped[str] = mapped_column(String(2), server_default=text("''"))
    caused_by: Mapped[int | None]
    referral: Mapped[str] = mapped_column(String(32), server_default=text("''"))


class LineReport(Table):
    """Somebody called a line a wrong number: once a person a line. Gone when an organizer clears the line.

    `person` is an irreversible key of the supporter's number, empty bytes for all withheld ones together, and "web" for all
    visitors of pages.
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


IS_STARRED = text("starred")
IS_ASSIGNED = text("assigned_to IS NOT NULL")


class NotUnderstood(Table):
    """A text, or something said on the phone, that waits for an organizer to read it, encrypted: the inbox.

    `why`: missed (not understood), person (they ask for one of us), after (it came within a day of an answer by hand), or
    machine (nobody typed it; filed at once). `flow` and `node`: the question it was said to, or the start it came in at.
    `text`: empty where a street address may be in it; `reply`: what we said to it. `phrase`: an irreversible key of its plain
    words, so that equal ones are found together. `state`: waiting or done, since `handled_at` by `handled_by`.
    """

    __tablename__ = "not_understood"
    __table_args__ = (
        CheckConstraint("why IN ('missed', 'person', 'after', 'machine')", name="why"),
        CheckConstraint("state IN ('waiting', 'done')", name="state"),
        Index("ix_not_understood_supporter", "supporter_id"),
        Index("ix_not_understood_at", "at"),
        Index("ix_not_understood_state", "state", "id"),
        Index("ix_not_understood_phrase", "phrase", "state", "id"),
        Index("ix_not_understood_starred", "id", sqlite_where=IS_STARRED, postgresql_where=IS_STARRED),
        Index("ix_not_understood_assigned", "assigned_to", "id", sqlite_where=IS_ASSIGNED, postgresql_where=IS_ASSIGNED),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    supporter_id: Mapped[int] = mapped_column(ForeignKey("supporters.id", ondelete="CASCADE"))
    channel: Mapped[str] = mapped_column(String(8))
    campaign: Mapped[str] = mapped_column(String(64), server_default=text("''"))
    why: Mapped[str] = mapped_column(String(8), server_default="missed")
    flow: Mapped[str] = mapped_column(String(64))
    node: Mapped[str] = mapped_column(String(64))
    text: Mapped[bytes | None]
    reply: Mapped[bytes]
    phrase: Mapped[bytes | None]
    at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(8), server_default="waiting")
    starred: Mapped[bool] = mapped_column(server_default=false())
    assigned_to: Mapped[int | None] = mapped_column(ForeignKey("organizers.id", ondelete="SET NULL"))
    handled_by: Mapped[int | None] = mapped_column(ForeignKey("organizers.id", ondelete="SET NULL"))
    handled_at: Mapped[datetime | None]


class AnswerByHand(Table):
    """What an organizer answered a supporter in the inbox, encrypted. `who`: their name then; `delivery_id`: the text that
    carries the end of it, which tells what became of it."""

    __tablename__ = "answers_by_hand"
    __table_args__ = (Index("ix_answers_by_hand_supporter", "supporter_id", "id"), Index("ix_answers_by_hand_at", "at"))

    id: Mapped[int] = mapped_column(primary_key=True)
    supporter_id: Mapped[int] = mapped_column(ForeignKey("supporters.id", ondelete="CASCADE"))
    organizer_id: Mapped[int | None] = mapped_column(ForeignKey("organizers.id", ondelete="SET NULL"))
    who: Mapped[str] = mapped_column(String(64))
    text: Mapped[bytes]
    delivery_id: Mapped[int]
    at: Mapped[datetime]


class TaughtPhrase(Table):
    """A phrase that an organizer adds to the examples of an intent; of nobody. `state`: draft, or used, by every process within
    two seconds (bot/conversation/taught_intents.py)."""

    __tablename__ = "taught_phrases"
    __table_args__ = (
        CheckConstraint("state IN ('draft', 'used')", name="state"),
        UniqueConstraint("language", "phrase"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    language: Mapped[str] = mapped_column(String(8))
    intent: Mapped[str] = mapped_column(String(64))
    phrase: Mapped[str] = mapped_column(String(160))
    state: Mapped[str] = mapped_column(String(8), server_default="draft")
    who: Mapped[str] = mapped_column(String(64))
    at: Mapped[datetime]


class FlowExit(Table):
    """How often an exit of a flow was taken on a day (UTC), by all people. Of a word, `node` is "words." and its name."""

    __tablename__ = "flow_exits"

    flow: Mapped[str] = mapped_column(String(64), primary_key=True)
    day: Mapped[date] = mapped_column(primary_key=True)
    node: Mapped[str] = mapped_column(String(80), primary_key=True)
    exit: Mapped[str] = mapped_column(String(64), primary_key=True)
    n: Mapped[int]


HAS_BODY = text("body != ''")


class Message(Table):
    """What the version before wrote down where a delivery is written now, while it still serves: bot/outbox/older_messages.py
    moves it.

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
