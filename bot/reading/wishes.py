"""What a text says about being texted: stop, start, help, or doubt, where they have to be asked.

Whoever asks to be left alone in any words that a reasonable person would understand has to be (47 CFR 64.1200(a)(10), in force
since April 2025), though the provider only knows a few single words. These and ours are a table, and come first. What else is
written is read by weights that were taught: people also write "stop ICE", and "they told me to stop calling".
"""

import re
from dataclasses import dataclass
from functools import lru_cache

from bot.reading.answers import plain_text
from bot.reading.consent_words import OWN_WORDS, PROVIDER_WORDS, Wish
from bot.reading.stop_features import SIGNS, sentences_of
from bot.reading.stop_likelihood import how_likely, weights_by_feature
from bot.reading.stop_word_groups import groups_of


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A wish, and by what it was found; `word`: it was a provider's word or one of ours, alone."""

    wish: Wish
    what: str
    word: bool = False


# Measured on texts that the reader was not taught: docs/consent.md.
STOP_AT = 0.8  # as likely a stop as this is obeyed
ASK_AT = 0.4  # as likely a stop or a doubt as this is asked about
LONG_TEXT = 12  # words; of a longer one, each part is read by itself as well
LAST_STOP_AT, PART_STOP_AT = 0.98, 0.9  # as likely a stop as this, its last part is obeyed, any other asked about
OTHERS = frozenset(("they", "kin", "say"))  # groups of words of a part that is not about whoever writes
TOLD = frozenset(("say", "office", "fight", "kin"))  # groups of a text that tells of others
_OUR_TEXTS = re.compile(r"\b(?:text|sms|messag|msg|alert|mensaj|aviso)")
REMEMBERED = 24  # characters: words and short phrases, not what somebody writes of themselves
A_WORD = "a provider's word or one of ours, alone"
IN_A_LONG_TEXT = "a stop, by one sentence of a long text"

_WISHES: dict[str, Wish] = {plain_text(word): wish for word, wish in (PROVIDER_WORDS | OWN_WORDS).items()}
_HELP = re.compile(
    r"(?:(?:i )?(?:need|want) (?:some )?|can i get |can you )?help(?: me)?(?: please)?|(?:necesito |quiero )?ayuda(?:me)?"
)


def prepare_reader() -> None:
    """Do beforehand what the first text would wait for: a tenth of a second's work."""
    weights_by_feature()


def read_consent(text: str, said: str) -> Reading | None:
    """The wish that a message states, and by what; None where it says nothing about being texted. `said`: plain(text).

    A single word is read in any case and punctuation. Nothing but the words START, YES and UNSTOP is ever a wish to start.
    """
    if said in _WISHES:
        return Reading(wish=_WISHES[said], what=A_WORD, word=True)
    # Words that many send are read once. Digits may be somebody's address, which is kept nowhere.
    if len(text) <= REMEMBERED and not any(map(str.isdigit, text)):
        return _remembered(text, said)
    return _as_taught(text, said)


def _as_taught(text: str, said: str) -> Reading | None:
    if not any(map(str.isalpha, said)) and not any(sign in text for sign in SIGNS):
        return None
    if _HELP.fullmatch(said):
        return Reading(wish="help", what="they ask for help")
    found = how_likely(text, said)
    if found.stop >= STOP_AT:
        return Reading(wish="stop", what=f"a stop, {found.stop:.0%} likely")
    if 1 - found.neither >= ASK_AT:
        return Reading(wish="doubt", what=f"a stop or a doubt, {1 - found.neither:.0%} likely")
    return _by_its_parts(text, said) if len(said.split()) > LONG_TEXT else None


def _by_its_parts(text: str, said: str) -> Reading | None:
    """A stop beside a long reason for it, or in the middle of a long text, is lost in it: each part is read by itself.

    With one about our texts it ends; any other is asked about, unless the text tells of a call, of what somebody said, or of
    what the campaign is against: then the stop may well be theirs.
    """
    parts = [(plain, how_likely(part, plain).stop) for part in sentences_of(text) for plain in [plain_text(part)]]
    *_, (last, likely) = parts
    if likely >= LAST_STOP_AT and _OUR_TEXTS.search(last) and OTHERS.isdisjoint(_groups(last)):
        return Reading(wish="stop", what=f"a stop, {likely:.0%} likely by its last part")
    is_told = not TOLD.isdisjoint(_groups(said))
    if any(likely >= PART_STOP_AT and (not is_told or _OUR_TEXTS.search(part)) for part, likely in parts):
        return Reading(wish="doubt", what=IN_A_LONG_TEXT)
    return None


def _groups(said: str) -> set[str]:
    return {group for word in said.split() for group in groups_of(word)}


_remembered = lru_cache(maxsize=4096)(_as_taught)


YES = frozenset(
    plain_text(word) for word in ("yes", "y", "yes please", "yeah", "yep", "yup", "sure", "sí", "si por favor", "claro", "sip")
)
