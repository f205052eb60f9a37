"""Organizers sign in to the console: their e-mail, role, password and second factor, their sessions, and what they did."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    with op.batch_alter_table("organizers") as table:
        table.alter_column("phone", existing_type=sa.LargeBinary(), nullable=True)
        table.add_column(sa.Column("email", sa.LargeBinary(), nullable=True))
        table.add_column(sa.Column("role", sa.String(length=16), nullable=False, server_default="organizer"))
        table.add_column(sa.Column("password", sa.String(length=160), nullable=True))
        table.add_column(sa.Column("totp_secret", sa.LargeBinary(), nullable=True))
        table.add_column(sa.Column("totp_step", sa.Integer(), nullable=True))
        table.create_unique_constraint("uq_organizers_email", ["email"])
        table.create_check_constraint("role", "role IN ('owner', 'organizer', 'captain', 'viewer')")
    op.create_table(
        "organizer_sessions",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("organizer_id", sa.Integer(), sa.ForeignKey("organizers.id", ondelete="CASCADE"), nullable=False),
        sa.Column("token", sa.LargeBinary(), nullable=False, unique=True),
        sa.Column("browser", sa.LargeBinary(), nullable=False),
        sa.Column("network", sa.LargeBinary(), nullable=False),
        sa.Column("device", sa.String(length=64), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
        sa.Column("seen_at", MOMENT, nullable=False),
        sa.Column("proved_at", MOMENT, nullable=False),
    )
    op.create_index("ix_organizer_sessions_organizer", "organizer_sessions", ["organizer_id"])
    op.create_table(
        "sign_in_links",
        sa.Column("token", sa.LargeBinary(), primary_key=True),
        sa.Column("organizer_id", sa.Integer(), sa.ForeignKey("organizers.id", ondelete="CASCADE"), nullable=False),
        sa.Column("until", MOMENT, nullable=False),
    )
    op.create_table(
        "recovery_codes",
        sa.Column("code", sa.LargeBinary(), primary_key=True),
        sa.Column("organizer_id", sa.Integer(), sa.ForeignKey("organizers.id", ondelete="CASCADE"), nullable=False),
    )
    op.create_index("ix_recovery_codes_organizer", "recovery_codes", ["organizer_id"])
    op.create_table(
        "passkeys",
        sa.Column("id", sa.LargeBinary(), primary_key=True),
        sa.Column("organizer_id", sa.Integer(), sa.ForeignKey("organizers.id", ondelete="CASCADE"), nullable=False),
        sa.Column("public_key", sa.LargeBinary(), nullable=False),
        sa.Column("sign_count", sa.Integer(), nullable=False),
        sa.Column("device", sa.String(length=64), nullable=False),
        sa.Column("created_at", MOMENT, nullable=False),
    )
    op.create_index("ix_passkeys_organizer", "passkeys", ["organizer_id"])
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("organizer_id", sa.Integer(), sa.ForeignKey("organizers.id", ondelete="SET NULL"), nullable=True),
        sa.Column("who", sa.String(length=64), nullable=False),
        sa.Column("role", sa.String(length=16), nullable=False),
        sa.Column("act", sa.String(length=32), nullable=False),
        sa.Column("thing", sa.String(length=128), nullable=False),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("session", sa.Integer(), nullable=True),
        sa.Column("at", MOMENT, nullable=False),
    )
    op.create_index("ix_audit_entries_thing", "audit_entries", ["thing", "id"])


def downgrade() -> None:
    for name in ("audit_entries", "passkeys", "recovery_codes", "sign_in_links", "organizer_sessions"):
        op.drop_table(name)
    # Who has no phone is nobody whom the version before knows.
    op.execute("DELETE FROM organizers WHERE phone IS NULL")
    with op.batch_alter_table("organizers") as table:
        table.drop_constraint("role", type_="check")
        table.drop_constraint("uq_organizers_email", type_="unique")
        for column in ("totp_step", "totp_secret", "password", "role", "email"):
            table.drop_column(column)
        table.alter_column("phone", existing_type=sa.LargeBinary(), nullable=False)
