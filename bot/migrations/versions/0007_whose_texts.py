"""Whose a text is that waits for an answer, and who reported a line: found by an index, not by reading every row."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    op.add_column("unanswered", sa.Column("person", sa.LargeBinary(), nullable=True))
    op.create_index("ix_unanswered_person", "unanswered", ["person", "id"])
    op.create_index("ix_unanswered_at", "unanswered", ["at"])
    op.create_index("ix_line_reports_person", "line_reports", ["person"])


def downgrade() -> None:
    op.drop_index("ix_line_reports_person", table_name="line_reports")
    op.drop_index("ix_unanswered_at", table_name="unanswered")
    op.drop_index("ix_unanswered_person", table_name="unanswered")
    with op.batch_alter_table("unanswered") as table:
        table.drop_column("person")
