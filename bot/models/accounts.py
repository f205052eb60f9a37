"""The tables of the console and the API: sessions, links and codes of organizers, keys of programs, and what each did."""

from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.table import Table


class OrganizerSession(Table):
    """A browser in which an organizer is signed in. The row is gone when the session is over.

    `token`: a digest of the secret in the browser's cookie. `browser` and `network`: keyed digests of what the browser says it
    is, and of the network it comes from; `device`: the browser in words. `proved_at`: when its person last gave a password, a
    code or a link.
    """

    __tablename__ = "organizer_sessions"
    __table_args__ = (Index("ix_organizer_sessions_organizer", "organizer_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organizer_id: Mapped[int] = mapped_column(ForeignKey("organizers.id", ondelete="CASCADE"))
    token: Mapped[bytes] = mapped_column(unique=True)
    browser: Mapped[bytes]
    network: Mapped[bytes]
    device: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]
    seen_at: Mapped[datetime]
    proved_at: Mapped[datetime]


class SignInLink(Table):
    """A link that signs somebody in once. `token`: a digest of the secret in it."""

    __tablename__ = "sign_in_links"

    token: Mapped[bytes] = mapped_column(primary_key=True)
    organizer_id: Mapped[int] = mapped_column(ForeignKey("organizers.id", ondelete="CASCADE"))
    until: Mapped[datetime]


class RecoveryCode(Table):
    """A code that stands once for the second factor, as a keyed digest."""

    __tablename__ = "recovery_codes"
    __table_args__ = (Index("ix_recovery_codes_organizer", "organizer_id"),)

    code: Mapped[bytes] = mapped_column(primary_key=True)
    organizer_id: Mapped[int] = mapped_column(ForeignKey("organizers.id", ondelete="CASCADE"))


class Passkey(Table):
    """A passkey that stands for the second factor. `id` and `public_key` as the browser gave them; `sign_count`: how often it
    was used, as its device counts; `device`: the browser it was made in."""

    __tablename__ = "passkeys"
    __table_args__ = (Index("ix_passkeys_organizer", "organizer_id"),)

    id: Mapped[bytes] = mapped_column(primary_key=True)
    organizer_id: Mapped[int] = mapped_column(ForeignKey("organizers.id", ondelete="CASCADE"))
    public_key: Mapped[bytes]
    sign_count: Mapped[int]
    device: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime]


class ApiKey(Table):
    """A key by which another program uses the API. The row stays when the key is over: the log names it.

    `secret`: a digest of what its program sends. `scopes`: what it may do (bot/accounts/api_keys.py). `used_at`: when it last
    was, to the hour. `ends_at`: when it ends by itself, empty for never; `ended_at`: when an owner ended it.
    """

    __tablename__ = "api_keys"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(64))
    secret: Mapped[bytes] = mapped_column(unique=True)
    scopes: Mapped[list[str]] = mapped_column(JSON())
    made_by: Mapped[int | None] = mapped_column(ForeignKey("organizers.id", ondelete="SET NULL"))
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class IdempotentAnswer(Table):
    """What a request with an idempotency key was answered, for a day: the same again is answered so, and does nothing.

    `key`: a digest of the idempotency key and of whose it is; `request`: one of its method, path and body. Written in the
    transaction of what the request did. The answer names people by their ids alone.
    """

    __tablename__ = "api_answers"
    __table_args__ = (Index("ix_api_answers_at", "at"),)

    key: Mapped[bytes] = mapped_column(primary_key=True)
    request: Mapped[bytes]
    status: Mapped[int]
    headers: Mapped[dict[str, str]]
    body: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]


class AuditEntry(Table):
    """What an organizer did, or a key of the API. Rows are added in the transaction of what was done, never changed.

    `who` and `role` as they were then. `act`: a verb of bot/accounts/audit.py; `thing`: what it was done to, as
    "campaign sanctuary". `before`, `after`: what changed, without the words of supporters. `session`: the id of the session.
    """

    __tablename__ = "audit_entries"
    __table_args__ = (Index("ix_audit_entries_thing", "thing", "id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organizer_id: Mapped[int | None] = mapped_column(ForeignKey("organizers.id", ondelete="SET NULL"))
    who: Mapped[str] = mapped_column(String(64))
    role: Mapped[str] = mapped_column(String(16))
    act: Mapped[str] = mapped_column(String(32))
    thing: Mapped[str] = mapped_column(String(128))
    before: Mapped[str] = mapped_column(Text, default="")
    after: Mapped[str] = mapped_column(Text, default="")
    session: Mapped[int | None]
    at: Mapped[datetime]
