"""The inbox in the console: what the bot leaves to people, and what they teach it."""

from bot.web.console.inbox import teaching, threads
from bot.web.console.inbox.blueprint import bp

__all__ = ["bp", "teaching", "threads"]
