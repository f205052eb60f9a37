"""Who sent visitors to a page is counted for sign-ups and for phones that rang, too."""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"


def upgrade() -> None:
    op.create_table(
        "referral_days",
        sa.Column("day", sa.String(length=10), primary_key=True),
        sa.Column("campaign", sa.String(length=64), primary_key=True),
        sa.Column("referral", sa.String(length=32), primary_key=True),
        sa.Column("what", sa.String(length=16), primary_key=True),
        sa.Column("n", sa.Integer(), nullable=False),
    )


def downgrade() -> None:
    op.drop_table("referral_days")
