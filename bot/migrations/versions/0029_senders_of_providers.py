"""A sender belongs to a provider, and may have been refused by it: then others take what has not left."""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"


def upgrade() -> None:
    op.add_column("senders", sa.Column("provider", sa.String(length=128), nullable=False, server_default=""))
    op.add_column("senders", sa.Column("refused", sa.Boolean(), nullable=False, server_default=sa.false()))


def downgrade() -> None:
    with op.batch_alter_table("senders") as table:
        table.drop_column("refused")
        table.drop_column("provider")
