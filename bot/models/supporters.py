"""The tables of people: supporters, what they agreed to, and organizers."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.table import Table

IS_VOICE_ONLY = text("only_called")


class Supporter(Table):
    """A person with a phone. `phone` is ciphertext (AES-SIV: equal numbers are equal), empty for a withheld number.

    `chosen_divisions`: which division they chose, by level. `geocoded_divisions`: those that a street address of theirs lies
    in, by level; empty for none; never the address. Each has the name of its lines before it, as "119th Congress
    ocd-division/...".

    `zone`: the time zones they may live in, names joined by "|" (bot/people/time_zones.py); empty for a withheld number.
    `stopped`: what the ledger says last of all that we start; written with the ledger, in one transaction
    (bot/people/ledger.py). `voice_only`: they have never texted us, so they are not kept for long (bot/people/retention.py).
    """

    __tablename__ = "supporters"
    __table_args__ = (
        Index("ix_supporters_only_called", "created_at", sqlite_where=IS_VOICE_ONLY, postgresql_where=IS_VOICE_ONLY),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    phone: Mapped[bytes | None] = mapped_column(unique=True)
    language: Mapped[str | None] = mapped_column(String(8))
    zip: Mapped[str | None] = mapped_column(String(5))
    chosen_divisions: Mapped[dict[str, str]] = mapped_column("told", default=dict, key="chosen_divisions")
    geocoded_divisions: Mapped[dict[str, str] | None] = mapped_column("exact", JSON(), key="geocoded_divisions")
    campaign: Mapped[str | None] = mapped_column(String(64))
    sms_reachable: Mapped[bool] = mapped_column("textable", default=True, key="sms_reachable")
    zone: Mapped[str | None] = mapped_column(String(160))
    stopped: Mapped[bool] = mapped_column(default=False)
    voice_only: Mapped[bool] = mapped_column("only_called", default=False, key="voice_only")
    created_at: Mapped[datetime]


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
    ledger, in one transaction, by bot/people/ledger.py alone.
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
    """A person who may send alerts from their phone. `phone` is encrypted like a supporter's.

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
