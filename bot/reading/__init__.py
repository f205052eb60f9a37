"""What a person's text or speech means: words, answers, ZIP codes, and what it says about being texted. Pure."""

from bot.reading.consent_words import EVERYTHING, OWN_WORDS, PROVIDER_WORDS, Wish
from bot.reading.incoming import NOTHING, IncomingText
from bot.reading.wishes import Reading

__all__ = ["EVERYTHING", "NOTHING", "OWN_WORDS", "PROVIDER_WORDS", "IncomingText", "Reading", "Wish"]
