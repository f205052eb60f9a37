"""What a person's text or speech means: words, answers, ZIP codes, and what it says about being texted. Pure."""

from bot.reading.consent_words import CARRIER_WORDS, EVERYTHING, OWN_WORDS, Wish
from bot.reading.incoming import NOTHING, IncomingText
from bot.reading.wishes import Reading

__all__ = ["CARRIER_WORDS", "EVERYTHING", "NOTHING", "OWN_WORDS", "IncomingText", "Reading", "Wish"]
