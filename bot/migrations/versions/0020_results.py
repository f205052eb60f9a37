"""Results are counted where things change; a call keeps its caller's state and its alert, a turn what it counts for."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"

HAS_ALERT = sa.text("caused_by IS NOT NULL")


# A key of length 0 is a small number.
def _counts(name: str, keys: dict[str, int], *figures: str) -> None:
    op.create_table(
        name,
        *(
            sa.Column(key, sa.String(length=length) if length else sa.SmallInteger(), primary_key=True, autoincrement=False)
            for key, length in keys.items()
        ),
        *(sa.Column(each, sa.BigInteger() if each == "seconds" else sa.Integer(), nullable=False) for each in figures),
    )


def upgrade() -> None:
    op.add_column("calls", sa.Column("state", sa.String(length=2), nullable=False, server_default=sa.text("''")))
    op.add_column("calls", sa.Column("caused_by", sa.Integer(), nullable=True))
    op.create_index("ix_calls_at", "calls", ["at", "campaign", "official", "status", "outcome", "seconds"])
    op.create_index("ix_calls_state_at", "calls", ["state", "at", "campaign", "supporter_id"])
    op.create_index(
        "ix_calls_caused_by",
        "calls",
        ["caused_by", "status", "outcome"],
        sqlite_where=HAS_ALERT,
        postgresql_where=HAS_ALERT,
    )
    op.add_column("turns", sa.Column("campaign", sa.String(length=64), nullable=True))
    op.add_column("turns", sa.Column("counted", sa.SmallInteger(), nullable=False, server_default="0"))
    day = {"day": 10, "campaign": 64}
    _counts("call_days", {**day, "state": 2, "status": 16, "outcome": 16}, "n", "seconds")
    _counts("call_hours", {**day, "hour": 0}, "n", "connected", "reached")
    _counts("call_officials", {"week": 10, "campaign": 64, "official": 128}, "n", "connected", "reached", "seconds")
    _counts("text_days", {**day, "what": 16}, "n")
    _counts("funnel_days", {**day, "step": 16}, "n")
    op.create_table(
        "result_marks",
        sa.Column("name", sa.String(length=16), primary_key=True),
        sa.Column("until", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    for name in ("result_marks", "funnel_days", "text_days", "call_officials", "call_hours", "call_days"):
        op.drop_table(name)
    with op.batch_alter_table("turns") as table:
        table.drop_column("counted")
        table.drop_column("campaign")
    for index in ("ix_calls_caused_by", "ix_calls_state_at", "ix_calls_at"):
        op.drop_index(index, "calls")
    with op.batch_alter_table("calls") as table:
        table.drop_column("caused_by")
        table.drop_column("state")
