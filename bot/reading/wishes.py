"""What a text says about being texted: stop, start, help, or doubt, where they have to be asked."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from bot.reading.answers import plain_text
from bot.reading.consent_words import OWN_WORDS, PROVIDER_WORDS, Wish
from bot.reading.opt_out_parts import ELSEWHERE, PARTS
from bot.reading.opt_out_rules import RULES, Rule
from bot.reading.spelling import spell_plainly


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """A wish, and what the rule that found it is about; `word`: it was a provider's word or one of ours, alone."""

    wish: Wish
    what: str
    word: bool = False


REMEMBERED = 24  # characters: words and short phrases, not what somebody writes of themselves
A_WORD = "a provider's word or one of ours, alone"

_WISHES: dict[str, Wish] = {plain_text(word): wish for word, wish in (PROVIDER_WORDS | OWN_WORDS).items()}
_PART = re.compile(r"<([a-z_]+)>")


def _compile(*patterns: str) -> re.Pattern[str]:
    """Any of these, as whole words."""
    pattern = "|".join(f"(?:{each})" for each in patterns)
    while _PART.search(pattern):
        pattern = _PART.sub(lambda match: PARTS[match[1]], pattern)
    return re.compile(rf"(?<!\S)(?:{pattern})(?!\S)")


_ELSEWHERE = _compile(*ELSEWHERE)


@cache
def _any_rule() -> re.Pattern[str]:
    """All rules at once: most texts are no wish, and are found to be none in a third of the time."""
    return _compile(*(rule.pattern for rule in RULES))


@cache
def _rules() -> Sequence[tuple[Rule, re.Pattern[str]]]:
    return tuple((rule, _compile(rule.pattern)) for rule in RULES)


def prepare_rules() -> None:
    """Do beforehand what the first text would wait for: a tenth of a second's work."""
    _any_rule(), _rules()


def read_consent(text: str, said: str) -> Reading | None:
    """The wish that a message states, and by which rule; None where it says nothing about being texted. `said`: plain(text).

    A single word is read in any case and punctuation. Nothing but the words START, YES and UNSTOP is ever a wish to start.
    """
    if said in _WISHES:
        return Reading(wish=_WISHES[said], what=A_WORD, word=True)
    # Words that many send are held against the rules once. Digits may be somebody's address, which is kept nowhere.
    if len(text) <= REMEMBERED and not any(map(str.isdigit, text)):
        return _remembered(text, said)
    return _by_rules(text, said)


def _by_rules(text: str, said: str) -> Reading | None:
    spelled = _ELSEWHERE.sub("~", spell_plainly(text, said))
    if not _any_rule().search(spelled):
        return None
    return next((Reading(wish=rule.wish, what=rule.what) for rule, pattern in _rules() if pattern.search(spelled)), None)


_remembered = lru_cache(maxsize=4096)(_by_rules)


YES = frozenset(
    plain_text(word) for word in ("yes", "y", "yes please", "yeah", "yep", "yup", "sure", "sí", "si por favor", "claro", "sip")
)
