"""The tables of campaigns as they were written and changed: what runs is one of their versions."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from bot.models.table import Table


class CampaignVersion(Table):
    """A campaign's file as somebody wrote it. Rows are added, never changed.

    `number`: from 1 on, of this campaign. `text`: the YAML, as it was written. `sha256`: of it, as hex. `author`: their name
    then, "" for a file. `from_number`: the version that it was made from, None for the first and for files.
    """

    __tablename__ = "campaign_versions"
    __table_args__ = (
        UniqueConstraint("campaign", "number", name="uq_campaign_versions_number"),
        Index("ix_campaign_versions_sha256", "campaign", "sha256"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign: Mapped[str] = mapped_column(String(64))
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64))
    author_id: Mapped[int | None] = mapped_column(ForeignKey("organizers.id", ondelete="SET NULL"))
    author: Mapped[str] = mapped_column(String(64))
    note: Mapped[str] = mapped_column(String(200))
    made_at: Mapped[datetime]
    from_number: Mapped[int | None]


class CampaignState(Table):
    """Where a campaign stands: which of its versions serves, and which is worked on.

    `live_version`, `draft_version`: numbers of versions; None for a campaign that never went live, and where nothing waits to.
    `from_files`: it was never changed elsewhere than in files, so a new file of it serves by itself. `changes`: how often this
    row changed, so that other processes see that it did. `changed_by`: their name, "" for a file.
    """

    __tablename__ = "campaigns"
    __table_args__ = (CheckConstraint("state IN ('draft', 'live', 'paused', 'ended')", name="state"),)

    id: Mapped[str] = mapped_column(String(64), primary_key=True)
    state: Mapped[str] = mapped_column(String(8))
    live_version: Mapped[int | None]
    draft_version: Mapped[int | None]
    from_files: Mapped[bool]
    changes: Mapped[int]
    changed_at: Mapped[datetime]
    changed_by: Mapped[str] = mapped_column(String(64))


class CampaignTest(Table):
    """A version of a campaign that somebody tried on their own phone. `delivery_id`: its text or call, no foreign key as
    deliveries have none (bot/models/broadcasts.py). `tested_by`: their name then. `language`: in which it was said."""

    __tablename__ = "campaign_tests"
    __table_args__ = (
        CheckConstraint("kind = 'text' OR kind = 'call'", name="kind"),
        Index("ix_campaign_tests_campaign", "campaign", "id"),
        Index("ix_campaign_tests_delivery_id", "delivery_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    campaign: Mapped[str] = mapped_column(String(64))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(String(8))
    language: Mapped[str] = mapped_column(String(16))
    delivery_id: Mapped[int]
    tested_by: Mapped[str] = mapped_column(String(64))
    tested_at: Mapped[datetime]
