"""Who may be texted, and when: what their words say about it, and quiet hours. Pure rules; the ledger is in bot/ledger.py."""

from bot.consent.wishes import Reading, is_yes, read, read_wish
from bot.consent.words import CARRIER_WORDS, EVERYTHING, OWN_WORDS, Wish

__all__ = ["CARRIER_WORDS", "EVERYTHING", "OWN_WORDS", "Reading", "Wish", "is_yes", "read", "read_wish"]
