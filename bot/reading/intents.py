"""What a sentence asks for, by the examples of a table: the intent that its words, their pairs and their pieces speak for.

The method is naive Bayes (https://nlp.stanford.edu/IR-book/html/htmledition/naive-bayes-text-classification-1.html) over
weighted features. A phrase that is added to the table counts at once: nothing is trained beforehand and kept in a file.
"""

import math
import re
import unicodedata
from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property, lru_cache
from itertools import accumulate, chain

from bot.reading.incoming import IncomingText
from bot.reading.shorthand import write_out

NOTHING_ASKED = "nothing"  # the intent of texts that ask for nothing of ours
# A lead is the logarithm of how many times likelier an intent is than the next. Measured on the phrases in
# flows/intents/phrases: at LEAST one in a hundred is taken for another intent, at SURE one in two hundred, and BEYOND_DOUBT
# none for one that does something at once. "llámame amor" leads by 4.3 for a call. To the question whether to connect, none of
# 2,100 phrases that mean something else leads for a yes or a call by CLEAR, and nearly nine in ten that mean one do.
LEAST, SURE, CLEAR, BEYOND_DOUBT = 0.8, 3.0, 3.5, 6.0
MOST_LIKELY = 3

SMOOTHING = 0.02
RATHER_NOTHING = 2.0  # in its favour: not to answer costs less than to answer what was not asked
UNKNOWN_WORDS = 7.0  # in its favour too, for the share of words that no example has
SHORTEST_WORD = 3  # letters: shorter ones say nothing alone, but for those in the table
MOSTLY = 0.85  # of the use of a text's words, in the language that it is in
LEAST_KNOWN = 2  # of the words of a sentence, to tell its language: "xin chào" has one that may be Spanish
MOST_WORDS = 60  # of a text that are read
PIECE = 4  # letters
# Words that change nothing of what is asked for. Not "yo" or "este", which are more than that in Spanish, nor "sorry".
COURTESIES = re.compile(
    r"(?<!\S)(?:please|pls|plz|kindly|thanks|thx|thank you|ok|okay|k|alright|well|so|u[hm]+|hi|hello|hey|hola"
    r"|por favor|gracias|bueno|pues|eh)(?!\S)"
)
# Words that turn round what is said, as "no me borren" does; "don" is what is left of "don't". Not those for what somebody is
# unable to do.
DENIALS = frozenset(("no", "not", "never", "don", "dont", "doesn", "doesnt", "didn", "didnt", "nunca", "jamas", "tampoco"))
WORDS_KNOWN = 8192  # whose weights are kept: what people write has no end


@dataclass(frozen=True, slots=True, kw_only=True)
class Example:
    """A phrase of the table in words, as `sentence_words()` gives them, the intent it stands under, and its language."""

    words: tuple[str, ...]
    intent: str
    language: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Meaning:
    """What a text asks for: the `intent` ("" for none that is clear), by which `lead` over the next, and the `likely` ones,
    best first: those likelier than that it asks for nothing. `language`: the one that it is clearly in, "" for none."""

    intent: str = ""
    lead: float = 0.0
    likely: tuple[str, ...] = ()
    language: str = ""

    @property
    def sure(self) -> bool:
        """Is it clear enough to answer a question that was asked?"""
        return bool(self.intent) and self.lead >= SURE

    @property
    def clear(self) -> bool:
        """Is it clear enough to do at once what a question has just offered?"""
        return bool(self.intent) and self.lead >= CLEAR

    @property
    def beyond_doubt(self) -> bool:
        """Is it clear enough to do something at once, and not to ask whether they want no more texts?"""
        return bool(self.intent) and self.lead >= BEYOND_DOUBT


NO_MEANING = Meaning()


class IntentReader:
    """Reads texts by the examples of all languages together, as people mix them."""

    def __init__(self, examples: Iterable[Example]) -> None:
        self._examples = tuple(examples)
        self.intents = tuple(sorted({example.intent for example in self._examples} | {NOTHING_ASKED}))
        self._nothing = self.intents.index(NOTHING_ASKED)
        self.languages = tuple(sorted({example.language for example in self._examples}))
        self._phrases = {example.words: example for example in self._examples}

    def prepare(self) -> None:
        """Do beforehand what the first sentence would wait for: a third of a second's work."""
        _ = self._weights, self._use, self._denied

    @cached_property
    def _weights(self) -> "_Weights":
        # Commands, workers and most tests need none.
        return _Weights(self._examples, self.intents)

    @cached_property
    def _use(self) -> Mapping[str, tuple[float, ...]]:
        """Word -> how much of its use is in each language, in the order of `languages`."""
        counts = {language: Counter[str]() for language in self.languages}
        for example in self._examples:
            counts[example.language].update(example.words)
        words = {word for each in counts.values() for word in each}
        return {word: _parts([counts[language][word] for language in self.languages]) for word in words}

    def read(self, words: Sequence[str]) -> Meaning:
        """What a text asks for, in words as `sentence_words()` gives them."""
        words = tuple(words[:MOST_WORDS])
        if not self._examples:
            return NO_MEANING
        if found := self._phrases.get(words) or self._phrases.get(_without_courtesies(words)):
            return self._as_written(found, words)
        if not any(word.isalpha() and len(word) >= SHORTEST_WORD for word in words):
            return NO_MEANING  # a number says what the question makes of it, and "mm" says nothing
        scores = self._weights.scores(words)
        if not scores:
            return NO_MEANING
        scores[self._nothing] += RATHER_NOTHING + UNKNOWN_WORDS * self._unknown(words)
        meaning = self._meaning(scores, self._language(words))
        if meaning.clear and not self._is_meant(words, meaning.intent):
            # "don't delete my info" has all the words of who wants it deleted: it may be asked about, nothing is done for it.
            return replace(meaning, lead=SURE)
        return meaning

    def _as_written(self, example: Example, words: Sequence[str]) -> Meaning:
        if example.intent == NOTHING_ASKED:
            return NO_MEANING
        language = self._language(words)
        return Meaning(intent=example.intent, lead=math.inf, likely=(example.intent,), language=language)

    @cached_property
    def _denied(self) -> Mapping[str, frozenset[tuple[str, ...]]]:
        """Intent -> what its examples deny."""
        found: dict[str, set[tuple[str, ...]]] = {}
        for example in self._examples:
            found.setdefault(example.intent, set()).update(_denials(example.words))
        return {intent: frozenset(denials) for intent, denials in found.items()}

    def _is_meant(self, words: Sequence[str], intent: str) -> bool:
        """Does a text deny nothing, or what examples of the intent deny as well?"""
        denials = _denials(words)
        return not denials or not self._denied[intent].isdisjoint(denials)

    def _unknown(self, words: Sequence[str]) -> float:
        """The share of words that no example has."""
        return sum(word not in self._use for word in words) / len(words)

    def _language(self, words: Sequence[str]) -> str:
        """The one language that nearly all the use of these words is in, "" for none."""
        said = [word for word in words if word.isalnum()]
        uses = [self._use[word] for word in said if word in self._use]
        if len(uses) < min(LEAST_KNOWN, len(said)) or not uses:
            return ""
        sums = [*map(sum, zip(*uses, strict=True))]
        most = max(sums)
        return self.languages[sums.index(most)] if most >= MOSTLY * len(uses) else ""

    def most_like(self, words: Sequence[str], intent: str) -> Example:
        """The example of an intent that a text is most like: what may be told of why it was taken for it."""
        features = phrase_features(words)

        def likeness(example: Example) -> float:
            theirs = phrase_features(example.words)
            return len(features & theirs) / max(1, len(features | theirs))

        return max((example for example in self._examples if example.intent == intent), key=likeness)

    def _meaning(self, scores: list[float], language: str) -> Meaning:
        nothing = scores[self._nothing]
        above = sorted(((score, intent) for intent, score in enumerate(scores) if score > nothing), reverse=True)
        if not above:
            return Meaning(language=language)
        lead = above[0][0] - (above[1][0] if len(above) > 1 else nothing)
        likely = tuple(self.intents[intent] for _, intent in above[:MOST_LIKELY])
        return Meaning(intent=likely[0] if lead >= LEAST else "", lead=lead, likely=likely, language=language)


def _denials(words: Sequence[str]) -> list[tuple[str, ...]]:
    """What a text denies: each denial with the four words behind it."""
    said = [word for word in words if word != "t"]  # "don't" is two words
    return [tuple(said[at : at + 5]) for at, word in enumerate(said) if word in DENIALS]


def _parts(counts: Sequence[int]) -> tuple[float, ...]:
    return tuple(count / sum(counts) for count in counts)


def sentence_words(text: IncomingText) -> tuple[str, ...]:
    """The plain words of a text, shortened ones written out, its emoji, and a question mark where it has one."""
    marks = [character for character in text.clean if unicodedata.category(character) == "So"] if not text.raw.isascii() else []
    return (*write_out(text.words), *dict.fromkeys(marks), *("?" for _ in range("?" in text.raw)))


def _without_courtesies(words: Sequence[str]) -> tuple[str, ...]:
    """The words of a text that ask for something: "ok call me please" asks for what "call me" does."""
    return tuple(COURTESIES.sub("", " ".join(words)).split())


def phrase_features(words: Sequence[str]) -> frozenset[str]:
    """What a phrase is known by: its words, their pairs, and the four-letter pieces of its words, most of which a slip of the
    finger leaves as they are."""
    return frozenset(chain(words, _pairs(words), *map(_pieces, words)))


def _pairs(words: Sequence[str]) -> Iterator[str]:
    """Neighbours, and those with one word between them."""
    yield from [f"{first} {second}" for first, second in zip(("^", *words), (*words, "$"), strict=True)]
    yield from [f"{first} _ {third}" for first, third in zip(words, words[2:], strict=False)]


@lru_cache(maxsize=WORDS_KNOWN)
def _pieces(word: str) -> tuple[str, ...]:
    framed = f"<{word}>"
    return tuple([framed[start : start + PIECE] for start in range(len(framed) - PIECE + 1)])


class _Weights:
    """What each feature of the examples says for each intent."""

    def __init__(self, examples: Sequence[Example], intents: Sequence[str]) -> None:
        # A feature is known by its hash: words would take ten times the memory. That two of 90,000 share one of 2**64, or that
        # one of a text is taken for another, happens once in 10**14 texts.
        numbers: dict[int, int] = {}
        known = [
            array("I", [numbers.setdefault(hash(each), len(numbers)) for each in phrase_features(one.words)])
            for one in examples
        ]
        self._hashes = array("q", sorted(numbers))
        self._numbers = array("I", [numbers[each] for each in self._hashes])
        frequency = Counter(chain.from_iterable(known))
        rarity_of = {seen: math.log((1 + len(examples)) / (1 + seen)) + 1 for seen in set(frequency.values())}
        self._rarity = [rarity_of[frequency[each]] for each in range(len(numbers))]
        self._totals = [SMOOTHING * len(numbers)] * len(intents)
        of_intent: dict[str, list[array[int]]] = {intent: [] for intent in intents}
        for example, features in zip(examples, known, strict=True):
            of_intent[example.intent].append(features)
        # The shares of a feature stand together, from its start to the next one's; of each is told whose intent it is.
        spread = Counter(chain.from_iterable(set(chain.from_iterable(each)) for each in of_intent.values()))
        self._starts = array("I", accumulate((spread[each] for each in range(len(numbers))), initial=0))
        self._whose = array("H", bytes(2 * self._starts[-1]))
        self._shares = array("d", bytes(8 * self._starts[-1]))
        free = array("I", self._starts)
        for place, intent in enumerate(intents):
            for each, share in self._shares_of(place, of_intent[intent]).items():
                self._whose[free[each]], self._shares[free[each]] = place, share
                free[each] += 1
        self._unseen = [math.log(SMOOTHING / total) for total in self._totals]
        self._rows: dict[str, array[float]] = {}
        self._word_row = lru_cache(maxsize=WORDS_KNOWN)(self._sum_of_word)

    def _shares_of(self, place: int, known: Sequence["array[int]"]) -> dict[int, float]:
        """Of each feature of an intent's examples, which are as long as each other; they are added to the intent's total."""
        shares: dict[int, float] = {}
        for features in known:
            weights = [self._rarity[each] for each in features]
            length = math.hypot(*weights)
            for each, weight in zip(features, weights, strict=True):
                shares[each] = shares.get(each, 0.0) + weight / length
            self._totals[place] += sum(weights) / length
        return shares

    def scores(self, words: Sequence[str]) -> list[float]:
        """A score for each intent, a text's length evened out; none where no example has anything of these words."""
        rows = [row for word in dict.fromkeys(words) if (row := self._word_row(word))]
        rows += [row for pair in _pairs(words) if (row := self._rows.get(pair) or self._row(pair))]
        *sums, squares = map(sum, zip(*rows, strict=True)) if rows else (1.0,)
        length = math.sqrt(squares)
        return [score / length for score in sums]

    def _sum_of_word(self, word: str) -> "array[float] | None":
        """The row of a word and its pieces together, as they come together; None where no example has any of them."""
        rows = [row for feature in {word, *_pieces(word)} if (row := self._row(feature))]
        return array("f", map(sum, zip(*rows, strict=True))) if rows else None

    def _row(self, feature: str) -> "array[float] | None":
        """A feature's weight for each intent, and last the square of its rarity; None where no example has it. Worked out when
        it is first met, as most never are."""
        wanted = hash(feature)
        at = bisect_left(self._hashes, wanted)
        if at == len(self._hashes) or self._hashes[at] != wanted:
            return None
        number = self._numbers[at]
        rarity = self._rarity[number]
        weights = [rarity * unseen for unseen in self._unseen]
        for at in range(self._starts[number], self._starts[number + 1]):
            intent = self._whose[at]
            weights[intent] = rarity * math.log((self._shares[at] + SMOOTHING) / self._totals[intent])
        row = self._rows[feature] = array("f", [*weights, rarity**2])
        return row
