"""The inbox: what waits for an organizer to read, answers by hand, and phrases that organizers teach."""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"

MOMENT = sa.DateTime(timezone=True)
STARRED = sa.text("starred")
ASSIGNED = sa.text("assigned_to IS NOT NULL")
COLUMNS = ("handled_at", "handled_by", "assigned_to", "starred", "state", "phrase", "why", "campaign")


def _organizer(name: str) -> sa.Column[int]:
    key = sa.ForeignKey("organizers.id", name=f"fk_not_understood_{name}", ondelete="SET NULL")
    return sa.Column(name, sa.Integer(), key, nullable=True)


def upgrade() -> None:
    op.add_column("supporters", sa.Column("answered_at", MOMENT, nullable=True))
    with op.batch_alter_table("not_understood") as table:
        table.add_column(sa.Column("campaign", sa.String(length=64), nullable=False, server_default=sa.text("''")))
        table.add_column(sa.Column("why", sa.String(length=8), nullable=False, server_default="missed"))
        table.add_column(sa.Column("phrase", sa.LargeBinary(), nullable=True))
        table.add_column(sa.Column("state", sa.String(length=8), nullable=False, server_default="waiting"))
        table.add_column(sa.Column("starred", sa.Boolean(), nullable=False, server_default=sa.false()))
        table.add_column(_organizer("assigned_to"))
        table.add_column(_organizer("handled_by"))
        table.add_column(sa.Column("handled_at", MOMENT, nullable=True))
        table.create_check_constraint("why", "why IN ('missed', 'person', 'after', 'machine')")
        table.create_check_constraint("state", "state IN ('waiting', 'done')")
    op.create_index("ix_not_understood_state", "not_understood", ["state", "id"])
    op.create_index("ix_not_understood_phrase", "not_understood", ["phrase", "state", "id"])
    op.create_index("ix_not_understood_starred", "not_understood", ["id"], sqlite_where=STARRED, postgresql_where=STARRED)
    op.create_index(
        "ix_not_understood_assigned",
        "not_understood",
        ["assigned_to", "id"],
        sqlite_where=ASSIGNED,
        postgresql_where=ASSIGNED,
    )
    op.create_table(
        "answers_by_hand",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("supporter_id", sa.Integer(), sa.ForeignKey("supporters.id", ondelete="CASCADE"), nullable=False),
        sa.Column("organizer_id", sa.Integer(), sa.ForeignKey("organizers.id", ondelete="SET NULL"), nullable=True),
        sa.Column("who", sa.String(length=64), nullable=False),
        sa.Column("text", sa.LargeBinary(), nullable=False),
        sa.Column("delivery_id", sa.Integer(), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
    )
    op.create_index("ix_answers_by_hand_supporter", "answers_by_hand", ["supporter_id", "id"])
    op.create_index("ix_answers_by_hand_at", "answers_by_hand", ["at"])
    op.create_table(
        "taught_phrases",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("language", sa.String(length=8), nullable=False),
        sa.Column("intent", sa.String(length=64), nullable=False),
        sa.Column("phrase", sa.String(length=160), nullable=False),
        sa.Column("state", sa.String(length=8), nullable=False, server_default="draft"),
        sa.Column("who", sa.String(length=64), nullable=False),
        sa.Column("at", MOMENT, nullable=False),
        sa.CheckConstraint("state IN ('draft', 'used')", name="state"),
        sa.UniqueConstraint("language", "phrase"),
    )


def downgrade() -> None:
    op.drop_table("taught_phrases")
    op.drop_table("answers_by_hand")
    # What the version before would not have kept it does not find.
    op.execute("DELETE FROM not_understood WHERE why != 'missed'")
    for name in ("assigned", "starred", "phrase", "state"):
        op.drop_index(f"ix_not_understood_{name}", "not_understood")
    with op.batch_alter_table("not_understood") as table:
        table.drop_constraint("why", type_="check")
        table.drop_constraint("state", type_="check")
        table.drop_constraint("fk_not_understood_assigned_to", type_="foreignkey")
        table.drop_constraint("fk_not_understood_handled_by", type_="foreignkey")
        for column in COLUMNS:
            table.drop_column(column)
    with op.batch_alter_table("supporters") as table:
        table.drop_column("answered_at")
