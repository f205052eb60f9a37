"""Every sentence that is not in a flow or a campaign, one catalogue a language, and the languages that are spoken here."""

from bot.locale.catalogues import CATALOGUES, LANGUAGES, SOURCE, Language
from bot.locale.phrases import (
    article,
    contract,
    count_phrase,
    day_in_words,
    has_phrase,
    in_each,
    language_name,
    list_phrases,
    month_in_words,
    phrase,
    phrase_or,
    titled_name,
)

__all__ = [
    "CATALOGUES",
    "LANGUAGES",
    "SOURCE",
    "Language",
    "article",
    "contract",
    "count_phrase",
    "day_in_words",
    "has_phrase",
    "in_each",
    "language_name",
    "list_phrases",
    "month_in_words",
    "phrase",
    "phrase_or",
    "titled_name",
]
