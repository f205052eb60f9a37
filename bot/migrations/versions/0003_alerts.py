"""Alerts: who asked for them, what goes out, and what became of each copy."""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

OLD = (
    ("ix_supporters_only_called", "supporters", "created_at", "only_called"),
    ("ix_turns_reply", "turns", "at", "reply != ''"),
    ("ix_messages_body", "messages", "at", "body != ''"),
    ("ix_deliveries_text", "deliveries", "claimed_at", "text IS NOT NULL"),
)
MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("supporters") as supporters:
        supporters.add_column(sa.Column("zone", sa.String(length=160), nullable=True))
        supporters.add_column(sa.Column("stopped", sa.Boolean(), nullable=False, server_default=sa.false()))
        supporters.add_column(sa.Column("only_called", sa.Boolean(), nullable=False, server_default=sa.true()))
    with op.batch_alter_table("supporters") as supporters:
        supporters.alter_column("stopped", server_default=None)
        supporters.alter_column("only_called", server_default=None)
    op.execute(
        "UPDATE supporters SET only_called = false "
        "WHERE id IN (SELECT supporter_id FROM turns WHERE call IS NULL AND supporter_id IS NOT NULL)"
    )
    with op.batch_alter_table("consents") as consents:
        consents.add_column(sa.Column("act", sa.String(length=16), nullable=False, server_default="granted"))
        consents.add_column(sa.Column("proof", sa.String(length=200), nullable=True))
        consents.add_column(sa.Column("given_at", MOMENT, nullable=True))
    op.execute("UPDATE consents SET act = 'withdrawn' WHERE NOT granted")
    with op.batch_alter_table("consents") as consents:
        consents.drop_column("granted")
        consents.alter_column("act", server_default=None)
        consents.create_check_constraint("act", "act IN ('granted', 'withdrawn', 'claimed')")

    op.create_table(
        "subscriptions",
        sa.Column("supporter_id", sa.Integer(), nullable=False),
        sa.Column("programme", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("since", MOMENT, nullable=False),
        sa.CheckConstraint("state IN ('pending', 'active', 'left')", name="state"),
        sa.ForeignKeyConstraint(["supporter_id"], ["supporters.id"], ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("supporter_id", "programme"),
    )
    op.create_index("ix_subscriptions_programme", "subscriptions", ["programme", "state", "supporter_id"], unique=False)

    op.create_table(
        "organizers",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("phone", sa.LargeBinary(), nullable=False),
        sa.Column("name", sa.String(length=64), nullable=False),
        sa.Column("campaign", sa.String(length=64), nullable=False),
        sa.Column("code", sa.LargeBinary(), nullable=True),
        sa.Column("code_until", MOMENT, nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("verified_at", MOMENT, nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("phone"),
    )
    op.create_table(
        "broadcasts",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("campaign", sa.String(length=64), nullable=False),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("reason", sa.String(length=200), nullable=False),
        sa.Column("wanted", sa.JSON(), nullable=False),
        sa.Column("texts", sa.JSON(), nullable=False),
        sa.Column("fallbacks", sa.JSON(), nullable=False),
        sa.Column("organizer_id", sa.Integer(), nullable=True),
        sa.Column("code", sa.LargeBinary(), nullable=True),
        sa.Column("code_until", MOMENT, nullable=True),
        sa.Column("tries", sa.Integer(), nullable=False),
        sa.Column("audience_at", sa.Integer(), nullable=True),
        sa.Column("audience_end", sa.Integer(), nullable=True),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("starts_at", MOMENT, nullable=True),
        sa.Column("expires_at", MOMENT, nullable=False),
        sa.Column("served_at", MOMENT, nullable=True),
        sa.Column("braked_at", MOMENT, nullable=True),
        sa.Column("ended_at", MOMENT, nullable=True),
        sa.CheckConstraint("kind IN ('alert', 'confirmation')", name="kind"),
        sa.CheckConstraint("state IN ('draft', 'scheduled', 'sending', 'paused', 'done', 'cancelled')", name="state"),
        sa.ForeignKeyConstraint(["organizer_id"], ["organizers.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_broadcasts_state", "broadcasts", ["state"], unique=False)

    op.create_table(
        "deliveries",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("broadcast_id", sa.Integer(), nullable=False),
        sa.Column("supporter_id", sa.Integer(), nullable=True),
        sa.Column("state", sa.String(length=16), nullable=False),
        sa.Column("zone", sa.String(length=160), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False, server_default="0"),
        sa.Column("due_at", MOMENT, nullable=True),
        sa.Column("text", sa.Text(), nullable=True),
        sa.Column("segments", sa.Integer(), nullable=True),
        sa.Column("sender", sa.String(length=64), nullable=True),
        sa.Column("provider_id", sa.String(length=64), nullable=True),
        sa.Column("error", sa.String(length=64), nullable=True),
        sa.Column("claimed_at", MOMENT, nullable=True),
        sa.Column("sent_at", MOMENT, nullable=True),
        sa.CheckConstraint(
            "state IN ('queued', 'sending', 'unknown', 'waiting', 'sent', 'delivered', 'failed', 'skipped')", name="state"
        ),
        sa.ForeignKeyConstraint(["broadcast_id"], ["broadcasts.id"], ondelete="CASCADE"),
        sa.ForeignKeyConstraint(["supporter_id"], ["supporters.id"], ondelete="SET NULL"),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("broadcast_id", "supporter_id"),
    )
    queued = sa.text("state = 'queued'")
    op.create_index(
        "ix_deliveries_queued",
        "deliveries",
        ["broadcast_id", "zone", "id"],
        unique=False,
        sqlite_where=queued,
        postgresql_where=queued,
    )
    under_way = sa.text("state IN ('sending', 'unknown', 'waiting')")
    op.create_index(
        "ix_deliveries_due_at",
        "deliveries",
        ["due_at", "broadcast_id", "state"],
        unique=False,
        sqlite_where=under_way,
        postgresql_where=under_way,
    )
    op.create_index("ix_deliveries_supporter", "deliveries", ["supporter_id", "claimed_at"], unique=False)
    is_sent = sa.text("sent_at IS NOT NULL")
    op.create_index(
        "ix_deliveries_sent",
        "deliveries",
        ["broadcast_id", "sent_at"],
        unique=False,
        sqlite_where=is_sent,
        postgresql_where=is_sent,
    )

    op.create_table(
        "senders",
        sa.Column("address", sa.String(length=64), nullable=False),
        sa.Column("rate", sa.Double(), nullable=False),
        sa.Column("free_at", sa.Double(), nullable=False),
        sa.Column("rests_until", MOMENT, nullable=True),
        sa.Column("reason", sa.String(length=64), nullable=False),
        sa.Column("failures", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("address"),
    )
    op.create_table(
        "spends",
        sa.Column("campaign", sa.String(length=64), nullable=False),
        sa.Column("day", sa.String(length=10), nullable=False),
        sa.Column("segments", sa.Integer(), nullable=False),
        sa.Column("micros", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("campaign", "day"),
    )
    op.create_table(
        "leases",
        sa.Column("name", sa.String(length=32), nullable=False),
        sa.Column("holder", sa.String(length=64), nullable=False),
        sa.Column("until", MOMENT, nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "erasures",
        sa.Column("kind", sa.String(length=16), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("kind"),
    )
    # What has grown old is found without reading all the rest.
    op.create_index("ix_turns_at", "turns", ["at"], unique=False)
    for name, table, column, where in OLD:
        op.create_index(name, table, [column], unique=False, sqlite_where=sa.text(where), postgresql_where=sa.text(where))


def downgrade() -> None:
    for name, table, *_ in OLD:
        op.drop_index(name, table)
    op.drop_index("ix_turns_at", "turns")
    for table in ("erasures", "leases", "spends", "senders", "deliveries", "broadcasts", "organizers", "subscriptions"):
        op.drop_table(table)
    op.execute("DELETE FROM consents WHERE act = 'claimed'")
    with op.batch_alter_table("consents") as consents:
        consents.drop_constraint("act", type_="check")
        consents.add_column(sa.Column("granted", sa.Boolean(), nullable=False, server_default=sa.true()))
    op.execute("UPDATE consents SET granted = (act = 'granted')")
    with op.batch_alter_table("consents") as consents:
        consents.alter_column("granted", server_default=None)
        consents.drop_column("act")
        consents.drop_column("proof")
        consents.drop_column("given_at")
    op.drop_column("supporters", "only_called")
    op.drop_column("supporters", "stopped")
    op.drop_column("supporters", "zone")
