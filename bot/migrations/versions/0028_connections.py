"""Other tools are told what happens here: receivers, and what is on its way to them."""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"

MOMENT = sa.DateTime(timezone=True)
WAITING = sa.text("state = 'waiting'")


def upgrade() -> None:
    op.create_table(
        "receivers",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("address", sa.LargeBinary(), nullable=False),
        sa.Column("secret", sa.LargeBinary(), nullable=False),
        sa.Column("old_secret", sa.LargeBinary(), nullable=True),
        sa.Column("old_secret_until", MOMENT, nullable=True),
        sa.Column("wants", sa.Integer(), nullable=False),
        sa.Column("with_numbers", sa.Boolean(), nullable=False),
        sa.Column("tags", sa.String(length=400), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("reason", sa.String(length=16), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.Column("failing_since", MOMENT, nullable=True),
        sa.Column("rests_until", MOMENT, nullable=True),
        sa.Column("delivered_at", MOMENT, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.CheckConstraint("state IN ('on', 'off')", name="state"),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_receivers_state", "receivers", ["state", "id"])
    op.create_table(
        "postings",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("event", sa.String(length=40), nullable=False),
        sa.Column("receiver_id", sa.Integer(), sa.ForeignKey("receivers.id", ondelete="CASCADE"), nullable=False),
        sa.Column("kind", sa.String(length=32), nullable=False),
        sa.Column("supporter_id", sa.Integer(), sa.ForeignKey("supporters.id", ondelete="CASCADE"), nullable=True),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sa.Column("give_up_at", MOMENT, nullable=False),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("tried_at", MOMENT, nullable=True),
        sa.Column("status", sa.Integer(), nullable=True),
        sa.Column("error", sa.String(length=32), nullable=False),
        sa.Column("milliseconds", sa.Integer(), nullable=True),
        sa.CheckConstraint("state IN ('waiting', 'done', 'dead')", name="state"),
    )
    op.create_index(
        "ix_postings_due", "postings", ["receiver_id", "due_at", "id"], sqlite_where=WAITING, postgresql_where=WAITING
    )
    op.create_index("ix_postings_receiver", "postings", ["receiver_id", "state", "id"])
    op.create_index("ix_postings_supporter", "postings", ["supporter_id"])
    op.create_index("ix_postings_at", "postings", ["at"])


def downgrade() -> None:
    op.drop_table("postings")
    op.drop_table("receivers")
