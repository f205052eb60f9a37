"""What a flow's texts may name in braces, and the longest it can become. Values are filled in, never computed here."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from string import Formatter


@dataclass(frozen=True, slots=True)
class Placeholder:
    """What a placeholder stands for, and how many characters it can take in a text message."""

    meaning: str
    longest: int


PLACEHOLDERS: dict[str, Placeholder] = {
    "organization": Placeholder("who runs this bot", 30),
    "contact": Placeholder("where there is more help: a person, or the campaign's page", 50),
    "number": Placeholder("the number to text and call", 16),
    "keyword": Placeholder("the campaign's keyword", 16),
    "title": Placeholder("the campaign's short title", 40),
    "intro": Placeholder("who asks for what, from the campaign", 240),
    "ask": Placeholder("the campaign's one clear ask", 160),
    "programme": Placeholder("the name of the campaign's alerts", 40),
    "frequency": Placeholder("how often alerts come", 30),
    "link": Placeholder("the campaign's page", 60),
    "zip": Placeholder("the supporter's ZIP code", 9),
    "new_zip": Placeholder("a ZIP code in a text that may be their home", 5),
    "city": Placeholder("the supporter's city, or words for it", 26),
    "ward_of": Placeholder("the city or county whose districts are asked for", 36),
    "home": Placeholder("where the supporter lives: city and ZIP code, or the ZIP code alone", 40),
    "moved": Placeholder("that their home is another one now, and how to go back; nothing where it is not", 130),
    "officials": Placeholder("their officials, in order, one a line, with what is missing said plainly", 380),
    "official": Placeholder("the official whose turn it is, with title", 60),
    "phone": Placeholder("that official's number, with its extension and what to press in its phone menu", 43),
    "where": Placeholder("where that line is, of an official with several: in Tacoma", 35),
    "ask_for": Placeholder("whom to ask for, where that line is shared by many, and what to press in its phone menu", 165),
    "log": Placeholder("what the carrier knows of the call, where it is not what the supporter said", 140),
    "opening": Placeholder("when their office opens next", 45),
    "passed": Placeholder("whom we passed over just now, as no line of theirs works", 120),
    "first_call": Placeholder("what happens at an office, for who never called one with us", 160),
    "person": Placeholder("how a person is reached here: a number, or another address", 100),
    "script": Placeholder("the words for that official and that place", 459),
    "done": Placeholder("how many officials they got through to, to a person or a machine", 2),
    "total": Placeholder("how many there are", 2),
    "choices": Placeholder("what can be chosen, numbered", 300),
    "keys": Placeholder(
        "what to reply for what can be chosen: 1-5, 7; in a text with the members of districts, where they fit", 240
    ),
    "steps": Placeholder("the three likeliest next steps: CALL to be connected, SCRIPT or LIST", 130),
    "named": Placeholder("who holds the offices that were asked about", 300),
    "topic": Placeholder("the topic just chosen", 440),
    "more": Placeholder("whom to follow", 300),
    "other_languages": Placeholder("how to go on in another language that the campaign speaks", 40),
    "language_words": Placeholder("the words for other languages that the campaign speaks, each with a comma after it", 20),
    "one_language": Placeholder("that the campaign does not speak the language that was asked for", 60),
    "alert": Placeholder("an organizer's alert in a few words: who gets it, who is held back, parts, cost, time", 340),
    "code": Placeholder("the one-time code that sends an alert", 6),
    "problem": Placeholder("what keeps an alert from being sent, with the mend", 160),
    "held": Placeholder("what we hold of this supporter", 260),
    "kept_texts": Placeholder("for how many days we keep the words of texts", 2),
    "kept_threads": Placeholder("for how many days we keep where a conversation stood", 2),
    "campaigns": Placeholder("the keywords of all campaigns with their titles", 300),
}

_BEFORE_STOP = re.compile(r" \.(?!\w)")


class NotPlain(ValueError):
    """More in braces than a name. written: as it stands there, with its braces."""

    def __init__(self, written: str) -> None:
        super().__init__(f"{written} is not a plain placeholder")
        self.written = written


def template_fields(template: str) -> list[str]:
    """The placeholders of a template, in order.

    Raises ValueError for anything that is not a plain {name}: no attributes, indexes, conversions or formats (NotPlain).
    """
    names = []
    for _, name, spec, conversion in Formatter().parse(template):
        if name is None:
            continue
        if not name.isidentifier() or spec or conversion:
            raise NotPlain(f"{{{name}}}")
        names.append(name)
    return names


def tidy_text(text: str) -> str:
    """A text without the gap that an empty placeholder leaves between two words or before a full stop. The stop of an ending,
    as ".jpg", is none."""
    return _BEFORE_STOP.sub(".", text.replace("  ", " "))


def fill_template(template: str, facts: Mapping[str, str]) -> str:
    """The template with its placeholders filled in."""
    return template.format_map(facts)
