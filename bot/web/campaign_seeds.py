"""Campaigns whose files were not taken in yet, for whoever shows campaigns."""

from datetime import datetime

from bot.campaign_versions.seeds import seeds_of, take_seeds
from bot.runtime import Parts


def take_campaigns_in(built: Parts, now: datetime) -> None:
    """A campaign whose file was not taken in yet, as where the database was away at the start, gets its first version."""
    if any(not each.version for each in built.campaigns):
        take_seeds(built.database, seeds_of(built.files.campaigns), now)
        built.served_campaigns.look()
