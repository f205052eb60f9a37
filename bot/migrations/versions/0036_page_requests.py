"""What visitors of pages asked for, until it is done."""

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"


def upgrade() -> None:
    op.create_table(
        "page_requests",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("code", sa.LargeBinary(), unique=True),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_page_requests_at", "page_requests", ["at"])


def downgrade() -> None:
    op.drop_table("page_requests")
