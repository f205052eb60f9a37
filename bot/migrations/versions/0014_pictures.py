"""An alert may come with a picture, and a delivery with what pictures it was sent. The version before sends the words alone."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"


def upgrade() -> None:
    op.add_column("broadcasts", sa.Column("pictures", sa.JSON(), nullable=True))
    op.add_column("deliveries", sa.Column("media", sa.JSON(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("deliveries") as table:
        table.drop_column("media")
    with op.batch_alter_table("broadcasts") as table:
        table.drop_column("pictures")
