"""What a person's text or speech means: words, answers, ZIP codes, and what it says about being texted. Pure."""

from bot.reading.consent_words import CARRIER_WORDS, EVERYTHING, OWN_WORDS, Wish
from bot.reading.wishes import Reading, is_yes, read, read_wish

__all__ = ["CARRIER_WORDS", "EVERYTHING", "OWN_WORDS", "Reading", "Wish", "is_yes", "read", "read_wish"]
