"""Of who rests the first three digits of the ZIP code, in place of it."""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"


def upgrade() -> None:
    op.add_column("supporters", sa.Column("zip_area", sa.String(3), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("supporters") as table:
        table.drop_column("zip_area")
