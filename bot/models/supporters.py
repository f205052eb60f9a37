"""The tables of people: supporters, what they agreed to, and organizers."""

from datetime import datetime

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, SmallInteger, String, text
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.table import Table

IS_VOICE_ONLY = text("only_called")
IS_STOPPED = text("stopped")
IS_DOUBTED = text("doubted_at IS NOT NULL")


ZONE_TABLE = 1  # one more whenever bot/people/time_zones.py gives other zones: as a server starts, it works them out anew


class Supporter(Table):
    """A person with a phone. `phone` is ciphertext (AES-SIV: equal numbers are equal), empty for a withheld number.

    `chosen_divisions`: which division they chose, by level. `geocoded_divisions`: those that a street address of theirs lies
    in, by level; empty for none; never the address. Each has the name of its lines before it, as "119th Congress
    ocd-division/...".

    `zone`: the time zones they may live in and states with hours of their own, joined by "|" (bot/people/time_zones.py); empty
    for a withheld number. `zone_table`: the number of the tables by which it was worked out; 0 by an older version's.
    `zip_area`: the first digits of the ZIP code of who rests, in place of it (bot/people/resting.py).
    `stopped`: what the ledger says last of all that we start; written with the ledger, in one transaction
    (bot/people/ledger.py). `voice_only`: they have never texted us, so they are not kept for long (bot/people/retention.py).
    `answered_at`: when an organizer last answered them by hand: for a day after, what they write goes to the inbox.
    `doubted_at`: when they were asked whether they want no more texts, while they have not said: nothing that we start goes to
    them, and after a day their silence is a stop for alerts (bot/people/unsaid_doubts.py).
    """

    __tablename__ = "supporters"
    __table_args__ = (
        Index("ix_supporters_only_called", "created_at", sqlite_where=IS_VOICE_ONLY, postgresql_where=IS_VOICE_ONLY),
        # Of a place, by ranges of ZIP codes; and who stopped: both as the console lists them.
        Index("ix_supporters_zip", "zip", "id"),
        Index("ix_supporters_stopped", "id", sqlite_where=IS_STOPPED, postgresql_where=IS_STOPPED),
        Index("ix_supporters_doubted", "doubted_at", sqlite_where=IS_DOUBTED, postgresql_where=IS_DOUBTED),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    phone: Mapped[bytes | None] = mapped_column(unique=True)
    language: Mapped[str | None] = mapped_column(String(8))
    zip: Mapped[str | None] = mapped_column(String(5))
    zip_area: Mapped[str | None] = mapped_column(String(3))
    chosen_divisions: Mapped[dict[str, str]] = mapped_column("told", default=dict, key="chosen_divisions")
    geocoded_divisions: Mapped[dict[str, str] | None] = mapped_column("exact", JSON(), key="geocoded_divisions")
    campaign: Mapped[str | None] = mapped_column(String(64))
    sms_reachable: Mapped[bool] = mapped_column("textable", default=True, key="sms_reachable")
    zone: Mapped[str | None] = mapped_column(String(160))
    zone_table: Mapped[int] = mapped_column(SmallInteger, server_default="0")
    stopped: Mapped[bool] = mapped_column(default=False)
    voice_only: Mapped[bool] = mapped_column("only_called", default=False, key="voice_only")
    answered_at: Mapped[datetime | None]
    doubted_at: Mapped[datetime | None]
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


class LineType(Table):
    """What a provider said of a number that was on a list, so that nobody pays for it twice. `kind`: mobile, landline, or other
    (bot/providers/protocol.py)."""

    __tablename__ = "line_types"
    __table_args__ = (
        CheckConstraint("kind IN ('mobile', 'landline', 'other')", name="kind"),
        Index("ix_line_types_asked_at", "asked_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person: Mapped[bytes] = mapped_column(unique=True)
    kind: Mapped[str] = mapped_column(String(8))
    asked_at: Mapped[datetime]


class ProviderErasure(Table):
    """The number of somebody who was forgotten, encrypted, until the provider's own log has nothing of them any more
    (bot/people/provider_erasure.py). It is asked when it is `due_at`, again and again for some days after `asked_at`."""

    __tablename__ = "provider_erasures"
    __table_args__ = (Index("ix_provider_erasures_due_at", "due_at"), {"sqlite_autoincrement": True})

    id: Mapped[int] = mapped_column(primary_key=True)
    phone: Mapped[bytes]
    asked_at: Mapped[datetime]
    due_at: Mapped[datetime]


class Organizer(Table):
    """A person who may use the console, send alerts from their phone, or both. `phone` is encrypted like a supporter's, `email`
    as well; one of both may be missing. `campaign`: whose alerts their phone sends, "" for none.

    `role`: what they may do in the console (bot/accounts/roles.py). `password`: its argon2 hash, empty until they chose one.
    `totp_secret`: the encrypted secret of their second factor, `totp_step` the last time step of which a code was taken.
    `code`: a digest of the one-time code that proves the phone is theirs, valid until `code_until` and for as many `tries`;
    `verified_at`: when it did. `claimed_phone`: a number that they say is theirs, until its own code has come from there, with
    `claim_code`, `claim_until` and `claim_tries` as above; two may claim the same one.
    """

    __tablename__ = "organizers"
    __table_args__ = (CheckConstraint("role IN ('owner', 'organizer', 'captain', 'viewer')", name="role"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    phone: Mapped[bytes | None] = mapped_column(unique=True)
    email: Mapped[bytes | None] = mapped_column(unique=True)
    name: Mapped[str] = mapped_column(String(64))
    role: Mapped[str] = mapped_column(String(16), default="organizer", server_default="organizer")
    campaign: Mapped[str] = mapped_column(String(64))
    password: Mapped[str | None] = mapped_column(String(160))
    totp_secret: Mapped[bytes | None]
    totp_step: Mapped[int | None]
    code: Mapped[bytes | None]
    code_until: Mapped[datetime | None]
    tries: Mapped[int] = mapped_column(default=0)
    verified_at: Mapped[datetime | None]
    claimed_phone: Mapped[bytes | None]
    claim_code: Mapped[bytes | None]
    claim_until: Mapped[datetime | None]
    claim_tries: Mapped[int] = mapped_column(default=0, server_default="0")
    created_at: Mapped[datetime]
