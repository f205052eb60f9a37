"""Numbers of people who were forgotten, until the provider's own log has nothing of them any more."""

import sqlalchemy as sa
from alembic import op

revision = "0035"
down_revision = "0034"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "provider_erasures",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("phone", sa.LargeBinary(), nullable=False),
        sa.Column("asked_at", MOMENT, nullable=False),
        sa.Column("due_at", MOMENT, nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_provider_erasures_due_at", "provider_erasures", ["due_at"])


def downgrade() -> None:
    op.drop_table("provider_erasures")
