"""What a text is known by where the question is whether it asks for no more texts: words and their order, their sounds and
pieces, and the groups that they belong to. Pure; the same for teaching the reader and for reading."""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import pairwise

from bot.reading.answers import plain_text
from bot.reading.shorthand import write_out
from bot.reading.spelling import SPELLED
from bot.reading.stop_word_groups import WORDS_KNOWN, groups_of

FIRST_WORDS, LAST_WORDS = 24, 12  # of a long text: a stop is said first or last
LONGEST_READ = FIRST_WORDS + LAST_WORDS
SHORT_SENTENCE = 5  # words: one that says a thing by itself
PIECES = (3, 4, 5)  # letters
LONGEST_RUN = 5  # of groups in a row
# The words that a stop is made of: one letter away is a slip of the finger, as "leav" and "paarenn" are.
KEYS = (
    *("stop", "unsubscribe", "cancel", "quit", "remove", "delete", "leave", "alone", "texting", "texts", "messages", "text"),
    *("take", "discontinue", "please", "number", "list", "paren", "alto", "basta", "cancelar", "quitenme", "saquenme"),
    *("borrenme", "mensajes", "mandar", "manden", "escriban", "dejen", "dejenme", "quiero", "salir"),
)
SHORTEST_SLIP = 4  # letters
NOES = frozenset(("nah", "naw", "nope"))
SIGNS = "🛑🚫✋⛔🖕🤚🙅🔇🔕📵👍❤🙏"
BETWEEN_SENTENCES = re.compile(r"[.!?;:…¡¿\n,]+(?=\s|$)|[¡¿]|\s[-–—]+\s|\n|(?<=\S)[!?;]+")
# Letters that sound the same, in Spanish above all, where many write as they hear: "kiero resivir".
_SOUNDS = tuple(
    (re.compile(written), sound)
    for written, sound in (
        (r"qu(?=[ei])", "k"), (r"c(?=[ei])", "s"), (r"[cq]", "k"), (r"z", "s"), (r"v", "b"), (r"ll", "y"), (r"h", ""),
        (r"(.)\1", r"\1"), (r"x", "ks"), (r"mb", "nb"), (r"mp", "np"),
    )
)  # fmt: skip
_STRETCHED = re.compile(r"([^\W\d])\1{2,}")


def text_features(text: str, said: str) -> set[str]:
    """The features of a text; `said`: plain(text)."""
    sentences = _sentences(text, said)
    words = _some([word for sentence in sentences for word in (*sentence, ".")][:-1])
    found = {f"length {min(len(words), 10)}", f"sentences {min(len(sentences), 4)}"}
    if "?" in text or "¿" in text:
        found.add("asks")
    if not text.isascii():
        signs = [sign for sign in SIGNS if sign in text]
        found.update(f"sign {sign}" for sign in signs)
        words += signs
    found.update(_of_words(words), _of_groups(words))
    for place, sentence in enumerate(sentences):
        found.update(_of_a_sentence(sentence, is_last=place == len(sentences) - 1))
    return found


def sentences_of(text: str) -> list[str]:
    """The sentences of a text and what stands between commas, as they are written."""
    return [part.strip() for part in BETWEEN_SENTENCES.split(text) if part.strip()]


def _sentences(text: str, said: str) -> list[list[str]]:
    letters = said.split()
    if len(letters) > 2 and all(len(letter) == 1 and letter.isalpha() for letter in letters):
        return [["".join(letters)]]
    parts = BETWEEN_SENTENCES.split(text)
    sentences = [_spelled(said)] if parts == [text] else [_spelled(plain_text(part)) for part in parts]
    return [sentence for sentence in sentences if sentence]


def _spelled(said: str) -> list[str]:
    words = " ".join(SPELLED.get(word, word) for word in _STRETCHED.sub(r"\1", said).split()).split()
    # "nah stop" is a stop, "no stop" may be none.
    return [whole for word in words for whole in ((word,) if word in NOES else write_out((word,)))]


def _some(words: list[str]) -> list[str]:
    return words if len(words) <= LONGEST_READ else [*words[:FIRST_WORDS], *words[-LAST_WORDS:]]


def _of_words(words: Sequence[str]) -> Iterator[str]:
    framed = ("^", *words, "$")
    for word in words:
        yield from _of_a_word(word)
    yield from [f"{first} {second}" for first, second in pairwise(framed)]
    for first, second, third in zip(framed, framed[1:], framed[2:], strict=False):
        yield f"{first} {second} {third}"
        yield f"{first} _ {third}"


def _without_a_letter(word: str) -> set[str]:
    return {word, *(word[:at] + word[at + 1 :] for at in range(len(word)))}


_KEY_PARTS = {part: key for key in reversed(KEYS) for part in _without_a_letter(key)}


@lru_cache(maxsize=WORDS_KNOWN)
def _key_like(word: str) -> str:
    """The key word that a word is a letter away from: one too many, too few, another or in another place; "" for none."""
    if len(word) < SHORTEST_SLIP or word in KEYS:
        return ""
    return next((_KEY_PARTS[part] for part in sorted(_without_a_letter(word)) if part in _KEY_PARTS), "")


@lru_cache(maxsize=WORDS_KNOWN)
def _of_a_word(word: str) -> tuple[str, ...]:
    sound = word
    for written, heard in _SOUNDS:
        sound = written.sub(heard, sound)
    framed = f"<{word}>"
    pieces = [f"~{framed[start : start + size]}" for size in PIECES for start in range(len(framed) - size + 1)]
    like = _key_like(word)
    return (word, f"/{sound}", *pieces, *([f"≈{like}"] if like else []))


def _of_groups(words: Sequence[str]) -> Iterator[str]:
    """The groups of words: which are there together, and how they follow each other, with and without what is between."""
    framed = ("^", *words, "$")
    groups = [groups_of(word) or groups_of(_key_like(word)) for word in framed]
    places = [found[0] if found else word if word in "^.$" else "*" for word, found in zip(framed, groups, strict=True)]
    run = [place for place in places if place not in {"*", "please"}]
    for size in range(1, LONGEST_RUN + 1):
        yield from ["> " + " ".join(run[start : start + size]) for start in range(len(run) - size + 1)]
    for size in (2, 3):
        yield from ["= " + " ".join(places[start : start + size]) for start in range(len(places) - size + 1)]
    for place in range(len(framed) - 1):
        yield f"| {framed[place]} {places[place + 1]}"
        yield f"¦ {places[place]} {framed[place + 1]}"
    there = sorted({group for found in groups for group in found})
    yield from [f"+ {group}" for group in there]
    yield from [f"& {first} {second}" for at, first in enumerate(there) for second in there[at + 1 :]]


def _of_a_sentence(sentence: Sequence[str], is_last: bool) -> Iterator[str]:
    """A short sentence as a whole, without its courtesies: "stop", after whatever reason."""
    core = [word for word in sentence if "please" not in groups_of(word)]
    if not 0 < len(core) <= SHORT_SENTENCE:
        return
    groups = " ".join((groups_of(word) or ("*",))[0] for word in core)
    for sign in ("s", "last") if is_last else ("s",):
        yield f"{sign}: {' '.join(core)}"
        yield f"{sign}; {groups}"
