"""Copies of alerts are made quickly: no foreign keys to check, conditions written out."""

from collections.abc import Callable, Sequence

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"

STATES = ("queued", "sending", "unknown", "waiting", "sent", "delivered", "failed", "skipped")
UNDER_WAY, ENDED = ("sending", "unknown", "waiting"), ("delivered", "failed")
KEYS = (("broadcast_id", "broadcasts", "CASCADE"), ("supporter_id", "supporters", "SET NULL"))
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _copy(_any_of, keys=False)
        return
    # PostgreSQL takes the one way to say a condition for the other.
    for column, _, _ in KEYS:
        op.drop_constraint(f"deliveries_{column}_fkey", "deliveries", type_="foreignkey")


def downgrade() -> None:
    op.execute("DELETE FROM deliveries WHERE broadcast_id NOT IN (SELECT id FROM broadcasts)")
    op.execute("UPDATE deliveries SET supporter_id = NULL WHERE supporter_id NOT IN (SELECT id FROM supporters)")
    if op.get_bind().dialect.name == "sqlite":
        _copy(_listed, keys=True)
        return
    for column, table, then in KEYS:
        op.create_foreign_key(f"deliveries_{column}_fkey", "deliveries", table, [column], ["id"], ondelete=then)


def _any_of(states: Sequence[str]) -> str:
    return " OR ".join(f"state = '{state}'" for state in states)


def _listed(states: Sequence[str]) -> str:
    return f"state IN ({', '.join(repr(state) for state in states)})"


def _copy(written: Callable[[Sequence[str]], str], keys: bool) -> None:
    """SQLite changes no constraint in place: all rows go to a table that has others."""
    indices = (
        ("queued", ["broadcast_id", "zone", "id"], "state = 'queued'"),
        ("due_at", ["due_at", "broadcast_id", "state"], written(UNDER_WAY)),
        ("supporter", ["supporter_id", "claimed_at"], ""),
        ("text", ["claimed_at"], "text IS NOT NULL"),
        ("sent", ["broadcast_id", "sent_at"], "sent_at IS NOT NULL"),
        ("ended", ["broadcast_id", "sent_at", "claimed_at"], written(ENDED)),
    )
    columns = (
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("broadcast_id", sa.Integer(), nullable=False),
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
    )
    names = ", ".join(column.name for column in columns)
    foreign = (
        [sa.ForeignKeyConstraint([column], [f"{table}.id"], ondelete=then) for column, table, then in KEYS] if keys else []
    )
    op.create_table(
        "deliveries_anew",
        *columns,
        sa.CheckConstraint(written(STATES), name="state"),
        *foreign,
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("broadcast_id", "supporter_id"),
    )
    op.execute(f"INSERT INTO deliveries_anew ({names}) SELECT {names} FROM deliveries")
    op.drop_table("deliveries")
    op.rename_table("deliveries_anew", "deliveries")
    for name, of, where in indices:
        condition = sa.text(where) if where else None
        op.create_index(f"ix_deliveries_{name}", "deliveries", of, unique=False, sqlite_where=condition)
