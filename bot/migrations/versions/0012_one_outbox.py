"""Texts and calls of conversations are deliveries too. The table of before stays for the version that still writes to it."""

from collections.abc import Sequence

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

STATES = ("queued", "sending", "unknown", "waiting", "sent", "delivered", "failed", "skipped")
UNDER_WAY, ENDED, KINDS = ("sending", "unknown", "waiting"), ("delivered", "failed"), ("text", "call")
MOMENT = sa.DateTime(timezone=True)
CALLS = sa.text("kind = 'call'")
# A delivery that was message 7 has the id -7: what is told of message 7 is then known to be about it.
MOVE = (
    "INSERT INTO deliveries (id, supporter_id, kind, priority, state, zone, attempts, failures, due_at, text, provider_id,"
    " error, claimed_at, sent_at, created_at)"
    " SELECT -id, supporter_id, CASE kind WHEN 'ring' THEN 'call' ELSE 'text' END, 0,"
    " CASE status WHEN 'sending' THEN 'unknown' ELSE status END, '', CASE status WHEN 'queued' THEN 0 ELSE 1 END, 0,"
    " CASE status WHEN 'sending' THEN at END, CASE WHEN body != '' THEN body END, provider_id, error, at,"
    " CASE WHEN status IN ('sent', 'delivered') THEN at END, at FROM messages"
)
# Who waited for a call knows that it failed by a turn of this key. No range of keys: a database may sort ';' before ':'.
TOLD = "UPDATE turns SET key = 'ring:-' || substr(key, 6) WHERE substr(key, 1, 5) = 'ring:'"
MOVE_BACK = (
    "INSERT INTO messages ({id}supporter_id, kind, body, status, provider_id, error, at)"
    " SELECT {minus}supporter_id, CASE kind WHEN 'call' THEN 'ring' ELSE 'text' END, coalesce(text, ''),"
    " CASE state WHEN 'skipped' THEN 'failed' WHEN 'waiting' THEN 'failed' ELSE state END, provider_id, error,"
    " coalesce(created_at, claimed_at) FROM deliveries WHERE broadcast_id IS NULL AND supporter_id IS NOT NULL AND id {sign} 0"
)
UNTOLD = "UPDATE turns SET key = 'ring:' || substr(key, 7) WHERE substr(key, 1, 6) = 'ring:-'"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _copy(new=True)
    else:
        op.alter_column("deliveries", "broadcast_id", nullable=True)
        op.add_column("deliveries", sa.Column("kind", sa.String(length=8), nullable=False, server_default="text"))
        op.add_column("deliveries", sa.Column("priority", sa.SmallInteger(), nullable=False, server_default="2"))
        op.add_column("deliveries", sa.Column("created_at", MOMENT, nullable=True))
        op.create_check_constraint("kind", "deliveries", _any_of("kind", KINDS))
        op.create_index("ix_deliveries_calls", "deliveries", ["created_at"], postgresql_where=CALLS)
    op.execute(MOVE)
    op.execute("DELETE FROM messages")
    op.execute(TOLD)


def downgrade() -> None:
    # Those that were messages have their ids again; the others get new ones, after all that were ever given.
    op.execute(MOVE_BACK.format(id="id, ", minus="-id, ", sign="<"))
    op.execute(MOVE_BACK.format(id="", minus="", sign=">"))
    op.execute(UNTOLD)
    op.execute("DELETE FROM deliveries WHERE broadcast_id IS NULL")
    if op.get_bind().dialect.name == "sqlite":
        _copy(new=False)
        return
    op.drop_index("ix_deliveries_calls", "deliveries")
    op.drop_constraint("kind", "deliveries", type_="check")
    for column in ("created_at", "priority", "kind"):
        op.drop_column("deliveries", column)
    op.alter_column("deliveries", "broadcast_id", nullable=False)


def _any_of(column: str, values: Sequence[str]) -> str:
    return " OR ".join(f"{column} = '{value}'" for value in values)


def _copy(new: bool) -> None:
    """SQLite changes no constraint in place: all rows go to a table that has others."""
    indices = (
        ("queued", ["broadcast_id", "zone", "id"], "state = 'queued'"),
        ("due_at", ["due_at", "broadcast_id", "state"], _any_of("state", UNDER_WAY)),
        ("supporter", ["supporter_id", "claimed_at"], ""),
        ("text", ["claimed_at"], "text IS NOT NULL"),
        ("sent", ["broadcast_id", "sent_at"], "sent_at IS NOT NULL"),
        ("ended", ["broadcast_id", "sent_at", "claimed_at"], _any_of("state", ENDED)),
        *([("calls", ["created_at"], "kind = 'call'")] if new else []),
    )
    kept = (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("broadcast_id", sa.Integer(), nullable=new),
        sa.Column("supporter_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("zone", sa.String(length=160), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("due_at", MOMENT, nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("segments", sa.Integer(), nullable=True),
        sa.Column("sender", sa.String(length=64), nullable=True),
        sa.Column("provider_id", sa.String(length=64), nullable=True),
        sa.Column("error", sa.String(length=64), nullable=True),
        sa.Column("claimed_at", MOMENT, nullable=True),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.Column("error_cause", sa.String(length=16), nullable=True),
    )
    added = (
        sa.Column("kind", sa.String(length=8), nullable=False, server_default="text"),
        sa.Column("priority", sa.SmallInteger(), nullable=False, server_default="2"),
        sa.Column("created_at", MOMENT, nullable=True),
        sa.CheckConstraint(_any_of("kind", KINDS), name="kind"),
    )
    names = ", ".join(column.name for column in kept)
    op.create_table(
        "deliveries_anew",
        *kept,
        *(added if new else ()),
        sa.CheckConstraint(_any_of("state", STATES), name="state"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("broadcast_id", "supporter_id"),
        sqlite_autoincrement=new,
    )
    op.execute(f"INSERT INTO deliveries_anew ({names}) SELECT {names} FROM deliveries")
    op.drop_table("deliveries")
    op.rename_table("deliveries_anew", "deliveries")
    for name, of, where in indices:
        condition = sa.text(where) if where else None
        op.create_index(f"ix_deliveries_{name}", "deliveries", of, unique=False, sqlite_where=condition)
