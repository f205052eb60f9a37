"""What a question of a flow understands, and what a phone should listen for. The reading itself is in incoming.py."""

import re
from collections.abc import Iterable
from functools import lru_cache

from bot.engine.commands import Listen
from bot.engine.events import Offer
from bot.engine.flow import Node, Word
from bot.engine.steps import ADDRESS, CHOSEN, HEARD, HOME, MAILBOX, NONE
from bot.reading.answers import plain_label
from bot.reading.incoming import IncomingText
from bot.reading.intents import Meaning
from bot.reading.spoken_digits import ZIP_DIGITS


def read_home_answer(text: IncomingText, word: Word) -> str:
    """The ZIP code for which a text is this word: one of a home for sure, or one to ask about; "" for none."""
    home = text.home
    return home.zip if home and home.sure == (word.reads == HOME) else ""


def read_word(text: IncomingText, word: Word) -> str | None:
    """What follows the word in a text ("" for the word alone), or None where the text is not that word.

    "MOVE 98105" is the word MOVE, and "Move over, 10011 of us are here" is not.
    """
    said = text.plain
    if said in word.heard or (word.key and word.key == text.pressed):
        return ""
    if not word.rest:
        return None
    rest = next((said.removeprefix(f"{heard} ") for heard in word.heard if said.startswith(f"{heard} ")), None)
    return rest if rest and (text.zip is None or text.home is not None) else None


def expects_zip(node: Node, text: IncomingText) -> bool:
    """Would a ZIP code in this text be a part of the answer, and no word of its own?"""
    if node.argument == "address" or ADDRESS in node.on:
        return text.address is not None or (MAILBOX in node.on and text.is_mailbox)
    return node.argument == "zip"


def is_private(node: Node, exit: str) -> bool:
    """Is what was heard a street address, which is kept nowhere?"""
    return exit == (HEARD if node.argument == "address" else ADDRESS)


def read_answer(node: Node, text: IncomingText, offered: tuple[Offer, ...]) -> tuple[str, str] | None:
    """The exit an answer takes and what to keep of it, or None where the question cannot read it."""
    match node.argument:
        case "choice":
            return _read_choice(node, text, offered)
        case "word":
            return None
        case "digits":
            heard = text.digits
        case "zip":
            heard = text.zip
        case "address":
            if NONE in node.on and text.key == "0":
                return NONE, ""
            return _read_address(node, text, HEARD)
        case _:
            heard = text.clean or None
    return None if heard is None else (HEARD, heard)


_NUMBER = re.compile(r"(?<!\w)\d{1,2}(?!\w)")


@lru_cache(maxsize=1024)
def numbers_named(template: str) -> frozenset[str]:
    """The numbers that a message names by itself, besides those in its placeholders' values."""
    return frozenset(_NUMBER.findall(template))


# Who says one of these beside a yes has not said yes.
DENIALS = frozenset({"no", "not", "don", "dont", "never", "nope", "nah", "ni", "nunca", "tampoco", "jamas"})
ASSENT = frozenset({"yes", "call"})  # connects at once; the question how a call went says already what an answer is about


def choice_meant(node: Node, meaning: Meaning, text: IncomingText) -> str:
    """The fixed choice that a sentence clearly asks for, "" for none."""
    assents = meaning.intent in ASSENT
    clear = meaning.clear and DENIALS.isdisjoint(text.words) if assents else meaning.sure
    if not clear or isinstance(node.choices, str):
        return ""
    return next((name for name, choice in node.choices.items() if meaning.intent in choice.means), "")


def _read_choice(node: Node, text: IncomingText, offered: tuple[Offer, ...]) -> tuple[str, str] | None:
    key = text.key
    if isinstance(node.choices, str):
        if key == "0" and NONE in node.on:
            return NONE, ""
        value = _offer_by_key(text, offered)
        if value is None and key is None:
            value = _offer_by_label(text, offered)
        if value is not None:
            return CHOSEN, value
        return _read_address(node, text, ADDRESS) if key is None else None
    for name, choice in node.choices.items():
        if key == choice.key:
            return name, name
    # In whole: "now" is not "call now". A part of a name will do only where names are on offer.
    meant = [name for name, choice in node.choices.items() if text.plain in map(plain_label, choice.all_words)]
    return (meant[0], meant[0]) if len(meant) == 1 else None


def _offer_by_key(text: IncomingText, offered: tuple[Offer, ...]) -> str | None:
    """The choice whose own key a text is, or whose place in the row; None for none."""
    if not any(offer.key for offer in offered):
        return offered[int(text.key) - 1].value if text.key and 1 <= int(text.key) <= len(offered) else None
    by_form = _by_form(tuple((offer.key or str(place), offer.value) for place, offer in enumerate(offered, 1)))
    said = (text.key,) if text.key else (text.plain, text.bare, text.bare.replace(" ", ""))
    return next((by_form[form] for form in said if form and form in by_form), None)


@lru_cache(maxsize=256)
def _by_form(keys: tuple[tuple[str, str], ...]) -> dict[str, str]:
    """What each reply chooses, of keys and what they choose. How a key is written counts before what it is read as."""
    by_form: dict[str, str] = {}
    for rank in range(FORMS):
        for key, value in keys:
            by_form.setdefault(_key_forms(key)[rank], value)
    return by_form


FORMS = 3


@lru_cache(maxsize=4096)
def _key_forms(key: str) -> tuple[str, str, str]:
    """What a district's key is read as: as it is written, without what goes around it, and in one word: "2a" of "2-A"."""
    text = IncomingText(key)
    return text.plain, text.bare, text.bare.replace(" ", "")


def _offer_by_label(text: IncomingText, offered: tuple[Offer, ...]) -> str | None:
    """The choice that is named: by its label, whole or in part, or by its key and its label."""
    labels = {offer.value: (offer.label,) for offer in offered}
    keyed = any(offer.key for offer in offered)
    value = text.label(labels) or (IncomingText(text.bare).label(labels) if keyed else None)
    return value or _key_and_label(text, offered)


def _key_and_label(text: IncomingText, offered: tuple[Offer, ...]) -> str | None:
    """The choice that is named twice: "2 for Rep. Doe", "2 Rep. Doe". It looks like an address, which has other words."""
    key, *words = text.words or ("",)
    value = _offer_by_key(IncomingText(key), offered) if words and key.isdecimal() else None
    label = next((offer.label for offer in offered if offer.value == value), "")
    return value if {word for word in words if word not in ("for", "para")} <= set(plain_label(label).split()) else None


def _read_address(node: Node, text: IncomingText, exit: str) -> tuple[str, str] | None:
    if MAILBOX in node.on and text.is_mailbox:
        return MAILBOX, ""
    heard = text.address if node.argument == "address" or ADDRESS in node.on else None
    return None if heard is None else (exit, heard)


def join_ranges(keys: Iterable[str], to: str = "-") -> str:
    """Keys in a row, numbers first: "1-5, 7, A"; `to` stands between the first and the last of a run."""
    words = set(keys)
    numbers = sorted(int(key) for key in words if key.isdecimal())
    runs: list[list[int]] = []
    for number in numbers:
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    parts = [part for run in runs for part in ([f"{run[0]}{to}{run[-1]}"] if len(run) > 2 else map(str, run))]
    return ", ".join([*parts, *sorted(key for key in words if not key.isdecimal())])


def listen_for(node: Node, offered: tuple[Offer, ...], words: Iterable[Word], language: str) -> Listen:
    """What a phone waits for at a question; `words` are read there too."""
    hints = (*_hints_of(node, offered, language), *(said for word in words for said in word.say.get(language, ())))
    zip = node.argument == "zip" or node.keys == ZIP_DIGITS
    return Listen(_digits_of(node, offered), tuple(dict.fromkeys(hints)), node.seconds, zip)


def pressed_once(text: IncomingText) -> IncomingText:
    """A key that was pressed twice as that key: where several are waited for, nothing tells at once that the first came in."""
    first = text.clean[:1]
    return IncomingText(first) if first.isdecimal() and len(text.clean) < ZIP_DIGITS and not text.clean.strip(first) else text


def _digits_of(node: Node, offered: tuple[Offer, ...]) -> int | None:
    """How many keys end the answer; None where only the # key does."""
    if node.keys:
        return node.keys
    if node.argument == "zip":
        return 5
    if node.argument == "choice":
        # Keys of their own may be of any length, so the caller says where they end.
        return 1 if not node.offered or (len(offered) < 10 and not any(offer.key for offer in offered)) else None
    return 1 if node.argument == "address" and NONE in node.on else None  # 0; an address is said


def _hints_of(node: Node, offered: tuple[Offer, ...], language: str) -> tuple[str, ...]:
    """Words that a speech recogniser should expect."""
    if node.argument != "choice":
        return ()
    if isinstance(node.choices, str):
        return tuple(hint for offer in offered for hint in (offer.key, offer.label) if hint)
    return tuple(word for choice in node.choices.values() for word in choice.words.get(language, ()))
