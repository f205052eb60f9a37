"""The number that an organizer says is theirs, beside the one that is known to be, until its phone has texted the code."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"


def upgrade() -> None:
    op.add_column("organizers", sa.Column("claimed_phone", sa.LargeBinary(), nullable=True))
    op.add_column("organizers", sa.Column("claim_code", sa.LargeBinary(), nullable=True))
    op.add_column("organizers", sa.Column("claim_until", sa.DateTime(timezone=True), nullable=True))
    op.add_column("organizers", sa.Column("claim_tries", sa.Integer(), nullable=False, server_default="0"))


def downgrade() -> None:
    with op.batch_alter_table("organizers") as table:
        for name in ("claimed_phone", "claim_code", "claim_until", "claim_tries"):
            table.drop_column(name)
