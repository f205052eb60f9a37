"""Campaigns have versions, of which one serves; whoever changes one leaves what was before."""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "campaign_versions",
        sa.Column("id", sa.Integer(), primary_key=True),
        sa.Column("campaign", sa.String(length=64), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("author_id", sa.Integer(), sa.ForeignKey("organizers.id", ondelete="SET NULL"), nullable=True),
        sa.Column("author", sa.String(length=64), nullable=False),
        sa.Column("note", sa.String(length=200), nullable=False),
        sa.Column("made_at", MOMENT, nullable=False),
        sa.Column("from_number", sa.Integer(), nullable=True),
        sa.UniqueConstraint("campaign", "number", name="uq_campaign_versions_number"),
    )
    op.create_index("ix_campaign_versions_sha256", "campaign_versions", ["campaign", "sha256"])
    op.create_table(
        "campaigns",
        sa.Column("id", sa.String(length=64), primary_key=True),
        sa.Column("state", sa.String(length=8), nullable=False),
        sa.Column("live_version", sa.Integer(), nullable=True),
        sa.Column("draft_version", sa.Integer(), nullable=True),
        sa.Column("from_files", sa.Boolean(), nullable=False),
        sa.Column("changes", sa.Integer(), nullable=False),
        sa.Column("changed_at", MOMENT, nullable=False),
        sa.Column("changed_by", sa.String(length=64), nullable=False),
        sa.CheckConstraint("state IN ('draft', 'live', 'paused', 'ended')", name="state"),
    )


def downgrade() -> None:
    op.drop_table("campaigns")
    op.drop_table("campaign_versions")
