"""Copies of alerts are made quickly: no foreign keys, conditions written out, an index fewer for those that wait."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

STATES = ("queued", "sending", "unknown", "waiting", "sent", "delivered", "failed", "skipped")
UNDER_WAY = ("sending", "unknown", "waiting")
KEYS = (("broadcast_id", "broadcasts", "CASCADE"), ("supporter_id", "supporters", "SET NULL"))
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    _make_anew(_any_of(STATES), _any_of(UNDER_WAY), ("ix_deliveries_claimed", "claimed_at IS NOT NULL"), keys=False)


def downgrade() -> None:
    _make_anew(_listed(STATES), _listed(UNDER_WAY), ("ix_deliveries_supporter", None), keys=True)


def _any_of(states: tuple[str, ...]) -> str:
    return " OR ".join(f"state = '{state}'" for state in states)


def _listed(states: tuple[str, ...]) -> str:
    return f"state IN ({', '.join(repr(state) for state in states)})"


def _make_anew(check: str, under_way: str, of_supporter: tuple[str, str | None], keys: bool) -> None:
    for name in ("ix_deliveries_claimed", "ix_deliveries_supporter", "ix_deliveries_due_at"):
        op.drop_index(name, "deliveries", if_exists=True)
    if op.get_bind().dialect.name == "sqlite":
        _copy(check, keys)
    elif keys:
        op.execute("DELETE FROM deliveries WHERE broadcast_id NOT IN (SELECT id FROM broadcasts)")
        op.execute("UPDATE deliveries SET supporter_id = NULL WHERE supporter_id NOT IN (SELECT id FROM supporters)")
        for column, table, then in KEYS:
            op.create_foreign_key(f"deliveries_{column}_fkey", "deliveries", table, [column], ["id"], ondelete=then)
    else:
        for column, _, _ in KEYS:
            op.drop_constraint(f"deliveries_{column}_fkey", "deliveries", type_="foreignkey")
    _index("ix_deliveries_due_at", ["due_at", "broadcast_id", "state"], under_way)
    name, where = of_supporter
    _index(name, ["supporter_id", "claimed_at"], where)


def _copy(check: str, keys: bool) -> None:
    """SQLite changes no constraint in place: all rows go to a table that has others."""
    # These are as they were; as SQLite reads them back, their conditions are lost.
    indices = (
        ("ix_deliveries_queued", ["broadcast_id", "zone", "id"], "state = 'queued'"),
        ("ix_deliveries_sent", ["broadcast_id", "sent_at"], "sent_at IS NOT NULL"),
        ("ix_deliveries_text", ["claimed_at"], "text IS NOT NULL"),
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
        sa.CheckConstraint(check, name="state"),
        *foreign,
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("broadcast_id", "supporter_id"),
    )
    op.execute(f"INSERT INTO deliveries_anew ({names}) SELECT {names} FROM deliveries")
    op.drop_table("deliveries")
    op.rename_table("deliveries_anew", "deliveries")
    for name, of, where in indices:
        _index(name, of, where)


def _index(name: str, columns: list[str], where: str | None) -> None:
    condition = sa.text(where) if where else None
    op.create_index(name, "deliveries", columns, unique=False, sqlite_where=condition, postgresql_where=condition)
