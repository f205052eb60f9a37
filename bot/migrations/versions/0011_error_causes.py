"""Whose fault it is that a copy did not arrive: our own word for it, beside the provider's code."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"

# The codes that rows hold so far are one provider's. These two were asked about: a filtered text, a blocked sender. An alert
# that is under way goes on counting them.
CAUSES = (("30007", "content"), ("30004", "sender"))


def upgrade() -> None:
    op.add_column("deliveries", sa.Column("error_cause", sa.String(16), nullable=True))
    deliveries = sa.table("deliveries", sa.column("error", sa.String), sa.column("error_cause", sa.String), sa.column("state"))
    for code, cause in CAUSES:
        op.execute(
            deliveries.update().where(deliveries.c.state == "failed", deliveries.c.error == code).values(error_cause=cause)
        )


def downgrade() -> None:
    with op.batch_alter_table("deliveries") as table:
        table.drop_column("error_cause")
