"""Campaigns: what they are, how their files are read and checked. Not who the officials are, nor how a conversation runs."""

from bot.campaigns.campaign_files import CampaignErrors, CheckedFile, Demands, load_campaigns, read_campaigns
from bot.campaigns.campaigns_served import CampaignsInUse, campaigns_in_use
from bot.campaigns.model import Campaign, Campaigns, Stance, StanceKind

__all__ = [
    "Campaign",
    "CampaignErrors",
    "Campaigns",
    "CampaignsInUse",
    "CheckedFile",
    "Demands",
    "Stance",
    "StanceKind",
    "campaigns_in_use",
    "load_campaigns",
    "read_campaigns",
]
