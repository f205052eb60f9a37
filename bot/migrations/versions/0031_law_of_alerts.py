"""Whether an alert is sent again to whom it may have reached is asked for, alert by alert. Zones of supporters are worked out
anew (bot/people/backfill.py): by number, ZIP code and address together, with states that have hours of their own."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"


def upgrade() -> None:
    op.add_column("broadcasts", sa.Column("resend_unknown", sa.Boolean(), nullable=False, server_default=sa.false()))
    op.add_column("supporters", sa.Column("zone_table", sa.SmallInteger(), nullable=False, server_default="0"))


def downgrade() -> None:
    # The version before knows no states among the zones. What is empty it fills in as it starts.
    op.execute("UPDATE supporters SET zone = NULL WHERE zone LIKE '%|US%'")
    find = "instr" if op.get_bind().dialect.name == "sqlite" else "strpos"
    op.execute(f"UPDATE deliveries SET zone = substr(zone, 1, {find}(zone, '|US') - 1) WHERE zone LIKE '%|US%'")
    with op.batch_alter_table("supporters") as table:
        table.drop_column("zone_table")
    with op.batch_alter_table("broadcasts") as table:
        table.drop_column("resend_unknown")
