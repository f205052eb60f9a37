"""Campaigns: the list, new ones, the editor with its preview, versions, and what is live."""

from bot.web.console.campaigns import editing, listing, making, states, trying, versions
from bot.web.console.campaigns.blueprint import bp

__all__ = ["bp", "editing", "listing", "making", "states", "trying", "versions"]
