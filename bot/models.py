"""The tables: columns and constraints, no behaviour. Changed only together with a migration."""

from datetime import UTC, datetime
from typing import Any, ClassVar

from sqlalchemy import (
    JSON,
    BigInteger,
    CheckConstraint,
    DateTime,
    Double,
    ForeignKey,
    Index,
    LargeBinary,
    String,
    Text,
    TypeDecorator,
    UniqueConstraint,
    and_,
    literal_column,
    text,
)
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Moment(TypeDecorator[datetime]):
    """A time in UTC. SQLite forgets the zone, PostgreSQL gives that of the session: what is read is in UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_result_value(self, value: Any, dialect: Dialect) -> datetime | None:
        if not isinstance(value, datetime):
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Table(DeclarativeBase):
    """What all tables share."""

    type_annotation_map: ClassVar = {datetime: Moment(), dict[str, str]: JSON(), bytes: LargeBinary()}


ONLY_CALLED = text("only_called")


class Supporter(Table):
    """A person with a phone. `phone` is ciphertext (AES-SIV: equal numbers are equal), empty for a withheld number.

    `told`: which division they chose, by level. `exact`: those that a street address of theirs lies in, by level; empty for
    none; never the address. Each has the name of its lines before it ("119th Congress ocd-division/...").

    `zone`: the time zones they may live in, names joined by "|" (bot/zones.py); empty for a withheld number. `stopped`: what
    the ledger says last of all that we start; written with the ledger, in one transaction (bot/ledger.py). `only_called`: they
    have never texted us, so they are not kept for long (bot/retention.py).
    """

    __tablename__ = "supporters"
    __table_args__ = (Index("ix_supporters_only_called", "created_at", sqlite_where=ONLY_CALLED, postgresql_where=ONLY_CALLED),)

    id: Mapped[int] = mapped_column(primary_key=True)
    phone: Mapped[bytes | None] = mapped_column(unique=True)
    language: Mapped[str | None] = mapped_column(String(8))
    zip: Mapped[str | None] = mapped_column(String(5))
    told: Mapped[dict[str, str]] = mapped_column(default=dict)
    exact: Mapped[dict[str, str] | None] = mapped_column(JSON())
    campaign: Mapped[str | None] = mapped_column(String(64))
    textable: Mapped[bool] = mapped_column(default=True)
    zone: Mapped[str | None] = mapped_column(String(160))
    stopped: Mapped[bool] = mapped_column(default=False)
    only_called: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]


HAS_REPLY = text("reply != ''")


class Turn(Table):
    """A webhook that has been answered: the answer, and where its conversation stood afterwards.

    `key` is the provider's id of the webhook: the same one again gets the same bytes. `number` counts a supporter's turns on
    any channel: two at the same moment cannot both win. `call` is the provider's id of the phone call, empty for the text
    thread; a conversation stands where its last turn left it. Number and state are empty where nothing changed. An erased reply
    is an empty text.
    """

    __tablename__ = "turns"
    __table_args__ = (
        UniqueConstraint("supporter_id", "number"),
        Index("ix_turns_call", "call", sqlite_where=text("call IS NOT NULL"), postgresql_where=text("call IS NOT NULL")),
        Index("ix_turns_at", "at"),
        Index("ix_turns_reply", "at", sqlite_where=HAS_REPLY, postgresql_where=HAS_REPLY),
    )

    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    supporter_id: Mapped[int | None] = mapped_column(ForeignKey("supporters.id", ondelete="CASCADE"))
    number: Mapped[int | None]
    call: Mapped[str | None] = mapped_column(String(64))
    state: Mapped[str | None] = mapped_column(Text)
    reply: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class CallSheet(Table):
    """One supporter's officials for one campaign; outlives a thread and a call."""

    __tablename__ = "call_sheets"
    __table_args__ = (UniqueConstraint("supporter_id", "campaign"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    supporter_id: Mapped[int] = mapped_column(ForeignKey("supporters.id", ondelete="CASCADE"))
    campaign: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]


IS_DUE = text("due_at IS NOT NULL")


class CallSheetEntry(Table):
    """One official on a call sheet; `position` is -1 while the supporter lives elsewhere. `outcome` is empty while open, else
    reached, message, failed or skipped, or due: open, and the first to be called.

    `due_at`: when we promised to text that their office is open, empty where nothing is promised.
    """

    __tablename__ = "call_sheet_entries"
    __table_args__ = (
        UniqueConstraint("sheet_id", "official"),
        Index("ix_call_sheet_entries_due_at", "due_at", sqlite_where=IS_DUE, postgresql_where=IS_DUE),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    sheet_id: Mapped[int] = mapped_column(ForeignKey("call_sheets.id", ondelete="CASCADE"))
    position: Mapped[int]
    official: Mapped[str] = mapped_column(String(128))
    outcome: Mapped[str | None] = mapped_column(String(16))
    recorded_at: Mapped[datetime | None]
    due_at: Mapped[datetime | None]


HAS_PERSON = text("person IS NOT NULL")


class Call(Table):
    """One patched call to one line. Outlives the supporter, without them, for the counts and the health of lines.

    `outcome`: what the supporter said of it: reached, message, failed or wrong (the number), empty for nothing. `key`: the
    provider's id of the supporter's call, gone when they are. `person`: an irreversible key of the number of one who was
    erased, kept for a day so that the limits on calls hold for them too; empty bytes for a withheld number.
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
    line: Mapped[str] = mapped_column(String(16))
    status: Mapped[str] = mapped_column(String(16))
    seconds: Mapped[int | None]
    outcome: Mapped[str | None] = mapped_column(String(16))
    at: Mapped[datetime]


class LineReport(Table):
    """Somebody called a line a wrong number: once a person a line. Gone when an organizer clears the line.

    `person` is an irreversible key of the supporter's number, empty bytes for all withheld ones together.
    """

    __tablename__ = "line_reports"
    __table_args__ = (UniqueConstraint("line", "person"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    line: Mapped[str] = mapped_column(String(16))
    official: Mapped[str] = mapped_column(String(128))
    person: Mapped[bytes]
    at: Mapped[datetime]


HAS_BODY = text("body != ''")


class Message(Table):
    """A text we start (replies travel in the webhook's answer), or a call we place to a supporter (`kind` ring).

    `body`: the words, an empty text once they are erased. States move forwards: queued, then sending before the request leaves,
    then sent, failed or unknown.
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


class Consent(Table):
    """The ledger of who agreed to or withdrew what. Rows are added, never changed.

    `person` is an irreversible key of the number: it keeps a stop when the supporter is erased. `programme` is a campaign,
    or `*` for every text and call that we start. `act`: granted, withdrawn, or claimed: somebody else says that they agreed,
    with `proof` (where and how) and `given_at` (when).
    """

    __tablename__ = "consents"
    __table_args__ = (
        CheckConstraint("act IN ('granted', 'withdrawn', 'claimed')", name="act"),
        Index("ix_consents_person", "person", "programme", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person: Mapped[bytes]
    programme: Mapped[str] = mapped_column(String(64))
    act: Mapped[str] = mapped_column(String(16))
    words: Mapped[str] = mapped_column(String(160))
    channel: Mapped[str] = mapped_column(String(8))
    source: Mapped[str] = mapped_column(String(32))
    proof: Mapped[str | None] = mapped_column(String(200))
    given_at: Mapped[datetime | None]
    at: Mapped[datetime]


class Subscription(Table):
    """What follows from the ledger for one supporter and one programme, so that a million can be asked at once.

    `state`: pending until their own phone has said so, active, or left; `since`: when it last changed. Written with the
    ledger, in one transaction, by bot/ledger.py alone.
    """

    __tablename__ = "subscriptions"
    __table_args__ = (
        CheckConstraint("state IN ('pending', 'active', 'left')", name="state"),
        Index("ix_subscriptions_programme", "programme", "state", "supporter_id"),
    )

    supporter_id: Mapped[int] = mapped_column(ForeignKey("supporters.id", ondelete="CASCADE"), primary_key=True)
    programme: Mapped[str] = mapped_column(String(64), primary_key=True)
    state: Mapped[str] = mapped_column(String(8))
    since: Mapped[datetime]


class Organizer(Table):
    """A person who may send alerts from their phone. `phone` is sealed like a supporter's.

    `code`: a digest of the one-time code that proves the phone is theirs, valid until `code_until` and for as many `tries`;
    `verified_at`: when it did.
    """

    __tablename__ = "organizers"

    id: Mapped[int] = mapped_column(primary_key=True)
    phone: Mapped[bytes] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(String(64))
    campaign: Mapped[str] = mapped_column(String(64))
    code: Mapped[bytes | None]
    code_until: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    verified_at: Mapped[datetime | None]
    created_at: Mapped[datetime]


class Broadcast(Table):
    """An alert to an audience, or (`kind` confirmation) the question to those whom an import or our page claims.

    `state` and what may follow it: bot/broadcasts/states.py; `reason`: why it is paused or cancelled. `wanted`: the audience
    and what it leaves out, as the organizer wrote it. `texts` by language; `fallbacks`: for placeholders without a value.
    `audience_at`: the last supporter that a delivery was made for, `audience_end` the last there was when it began; both empty
    before. `served_at`: when a batch of it was last claimed: who waits longest is next. `braked_at`: when a brake last paused
    it: what was sent before counts against it no more. `code`: a digest of the one-time code that sends it, valid until
    `code_until` and for as many `tries`.
    """

    __tablename__ = "broadcasts"
    __table_args__ = (
        CheckConstraint("kind IN ('alert', 'confirmation')", name="kind"),
        CheckConstraint("state IN ('draft', 'scheduled', 'sending', 'paused', 'done', 'cancelled')", name="state"),
        Index("ix_broadcasts_state", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(16))
    campaign: Mapped[str] = mapped_column(String(64))
    state: Mapped[str] = mapped_column(String(16))
    reason: Mapped[str] = mapped_column(String(200), default="")
    wanted: Mapped[dict[str, Any]] = mapped_column(JSON())
    texts: Mapped[dict[str, str]]
    fallbacks: Mapped[dict[str, str]]
    organizer_id: Mapped[int | None] = mapped_column(ForeignKey("organizers.id", ondelete="SET NULL"))
    code: Mapped[bytes | None]
    code_until: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    audience_at: Mapped[int | None]
    audience_end: Mapped[int | None]
    created_at: Mapped[datetime]
    starts_at: Mapped[datetime | None]
    expires_at: Mapped[datetime]
    served_at: Mapped[datetime | None]
    braked_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


IS_QUEUED = text("state = 'queued'")
HAS_TEXT = text("text IS NOT NULL")
IS_UNDER_WAY = text("state IN ('sending', 'unknown', 'waiting')")
IS_SENT = text("sent_at IS NOT NULL")


class Delivery(Table):
    """One supporter's copy of a broadcast: the truth about it, whatever a task broker lost or doubled.

    `state` and what may follow it: bot/broadcasts/states.py. `zone` as the supporter's, so that those whose window is open are
    found at once. `due_at`: when a lease runs out (sending), when the provider may be asked (unknown), when it is tried again
    (waiting). `text`, `segments` and `sender` as sent; the text is empty again once it is erased. `error`: the provider's code,
    or why it was skipped. `claimed_at`: when it was last taken up; `sent_at`: when the provider took it.
    `attempts`: how often it was taken up; `failures`: how often it then got lost, or the provider had taken it and it did not
    arrive.
    """

    __tablename__ = "deliveries"
    __table_args__ = (
        CheckConstraint(
            "state IN ('queued', 'sending', 'unknown', 'waiting', 'sent', 'delivered', 'failed', 'skipped')", name="state"
        ),
        UniqueConstraint("broadcast_id", "supporter_id"),
        Index("ix_deliveries_queued", "broadcast_id", "zone", "id", sqlite_where=IS_QUEUED, postgresql_where=IS_QUEUED),
        # Broadcast and state besides: whether one has any of these left is told by the index alone.
        Index(
            "ix_deliveries_due_at",
            *("due_at", "broadcast_id", "state"),
            sqlite_where=IS_UNDER_WAY,
            postgresql_where=IS_UNDER_WAY,
        ),
        Index("ix_deliveries_supporter", "supporter_id", "claimed_at"),
        Index("ix_deliveries_text", "claimed_at", sqlite_where=HAS_TEXT, postgresql_where=HAS_TEXT),
        # What the brakes look at: those that left last.
        Index("ix_deliveries_sent", "broadcast_id", "sent_at", sqlite_where=IS_SENT, postgresql_where=IS_SENT),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    broadcast_id: Mapped[int] = mapped_column(ForeignKey("broadcasts.id", ondelete="CASCADE"))
    supporter_id: Mapped[int | None] = mapped_column(ForeignKey("supporters.id", ondelete="SET NULL"))
    state: Mapped[str] = mapped_column(String(16))
    zone: Mapped[str] = mapped_column(String(160))
    attempts: Mapped[int] = mapped_column(default=0)
    failures: Mapped[int] = mapped_column(default=0, server_default="0")
    due_at: Mapped[datetime | None]
    text: Mapped[str | None] = mapped_column(Text)
    segments: Mapped[int | None]
    sender: Mapped[str | None] = mapped_column(String(64))
    provider_id: Mapped[str | None] = mapped_column(String(64))
    error: Mapped[str | None] = mapped_column(String(64))
    claimed_at: Mapped[datetime | None]
    sent_at: Mapped[datetime | None]


# The same conditions for queries, written out: SQLite takes a partial index only for the very words of its condition.
QUEUED = Delivery.state == literal_column("'queued'")
# In whatever zone: every copy has one, and SQLite then takes the index of those that are queued before that of all copies.
QUEUED_ANYWHERE = and_(QUEUED, Delivery.zone >= literal_column("''"))
UNDER_WAY = Delivery.state.in_([literal_column(f"'{state}'") for state in ("sending", "unknown", "waiting")])
# To be held against a broadcast's id among those under way. Plain, SQLite takes the index of all copies of a broadcast, and
# reads a million of them for one.
ITS_BROADCAST = Delivery.broadcast_id + 0


class SenderPace(Table):
    """A number or a messaging service that we send from, with its pace: one row for all machines.

    `rate`: segments a second. `free_at`: when its next segment may leave, in seconds since 1970 (the theoretical arrival time
    of GCRA). `rests_until` and `reason`: while the provider wants no more of it.
    """

    __tablename__ = "senders"

    address: Mapped[str] = mapped_column(String(64), primary_key=True)
    rate: Mapped[float] = mapped_column(Double())
    free_at: Mapped[float] = mapped_column(Double(), default=0.0)
    rests_until: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(String(64), default="")
    failures: Mapped[int] = mapped_column(default=0)


class Spend(Table):
    """What a campaign's alerts cost on a day (UTC), counted before each leaves: segments, and millionths of a dollar."""

    __tablename__ = "spends"

    campaign: Mapped[str] = mapped_column(String(64), primary_key=True)
    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    segments: Mapped[int]
    micros: Mapped[int] = mapped_column(BigInteger())


class SignUpDay(Table):
    """How often the form on a campaign's page was sent on a day (UTC), and the broadcast that asks those who were new by it."""

    __tablename__ = "sign_up_days"

    campaign: Mapped[str] = mapped_column(String(64), primary_key=True)
    day: Mapped[str] = mapped_column(String(10), primary_key=True)
    forms: Mapped[int]
    broadcast_id: Mapped[int | None] = mapped_column(ForeignKey("broadcasts.id", ondelete="SET NULL"))


class Lease(Table):
    """Who does what only one process may do at a time, and until when."""

    __tablename__ = "leases"

    name: Mapped[str] = mapped_column(String(32), primary_key=True)
    holder: Mapped[str] = mapped_column(String(64))
    until: Mapped[datetime]


class Erasure(Table):
    """When what had grown old was last erased (bot/retention.py): a row for each kind, and how many it took then."""

    __tablename__ = "erasures"

    kind: Mapped[str] = mapped_column(String(16), primary_key=True)
    at: Mapped[datetime]
    rows: Mapped[int]


class Unanswered(Table):
    """A webhook that we failed to answer because of a mistake of ours: encrypted, kept so that it can be answered later."""

    __tablename__ = "unanswered"

    id: Mapped[str] = mapped_column(String(16), primary_key=True)
    path: Mapped[str] = mapped_column(String(80))
    form: Mapped[bytes]
    error: Mapped[str] = mapped_column(String(80))
    at: Mapped[datetime]
