"""Supporters: finding them, one page a person, and lists that are imported."""

from bot.web.console.supporters import imports, listing, person
from bot.web.console.supporters.blueprint import bp

__all__ = ["bp", "imports", "listing", "person"]
