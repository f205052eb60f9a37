"""Alerts: the list, writing one, what it will be, sending it, and how far it is."""

from bot.web.console.alerts import compose, draft, listing, progress
from bot.web.console.alerts.blueprint import bp

__all__ = ["bp", "compose", "draft", "listing", "progress"]
