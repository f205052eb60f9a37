"""Turns a reply into markup. Pure.

Written as text, with all that is not ours escaped: Twilio's own library builds a tree of elements first, which took a
tenth of a caller's turn. tests/test_markup.py holds the two against each other.
"""

import re

from bot.engine.commands import Listen, Say
from bot.engine.exchange import Connect, Reply
from bot.locale import CATALOGUES, in_each
from bot.providers.laml.dialect import Dialect
from bot.telephony import join_texts

# The voice for a language as spoken; where there is none here, the company chooses one.
VOICES = {"en-US": "Polly.Joanna", "es-US": "Polly.Lupe"}

INPUT_SECONDS = 7  # to find the keypad on a phone held to the ear
RING_SECONDS = 30
CALL_SECONDS = 20 * 60  # no talk with an office lasts longer, and a forgotten line costs money
BEFORE_EXTENSION = "ww"  # twice half a second, once the line is answered: an exchange that still clicks misses the first key
HINTS, HINT_CHARACTERS = 100, 100

# What makes a recogniser expect a ZIP code, besides its own classes of words: how people begin and say it.
ZIP_WORDS = {
    "en-US": ("my zip code is", "oh", "zero", "double", "thousand"),
    "es-US": ("mi código postal es", "cero", "doble", "mil"),
}
PAUSE_SECONDS = 2  # between two groups of digits; a model that is named needs a number here

DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
NOTHING = f"{DECLARATION}<Response />"
# What no XML may hold, escaped or not (https://www.w3.org/TR/xml/#charsets).
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def text_reply(reply: Reply) -> str:
    """The answer to a text: what is said, in as few messages as it fits well."""
    bodies = join_texts([command.text for command in reply.commands if isinstance(command, Say)])
    return _response("".join([f"<Message>{_escape(body)}</Message>" for body in bodies]))


def call_reply(reply: Reply, url: str, dialect: Dialect) -> str:
    """The next step of a call; what the caller does then comes to `url` and the prefix, /voice/<turn>."""
    action = f"{url}{dialect.prefix}/voice/{reply.turn}"
    *said, last = reply.commands or (None,)
    spoken = "".join([_say(command.text, reply.language) for command in said if isinstance(command, Say)])
    if isinstance(last, Listen):
        # Said inside, so that who knows the way need not hear it out.
        return _response(_gather(spoken, last, CATALOGUES[reply.language].speech, action, dialect))
    if isinstance(last, Connect):
        return _response(
            f'{spoken}<Dial action="{_quote(action)}" callerId="{_quote(last.caller_id)}" hangupOnStar="true"'
            f' timeLimit="{CALL_SECONDS}" timeout="{RING_SECONDS}">{_number(last)}</Dial>'
        )
    return _response(f"{spoken}<Hangup />")


def _number(connect: Connect) -> str:
    keys = f' sendDigits="{_quote(BEFORE_EXTENSION + connect.extension)}"' if connect.extension else ""
    return f"<Number{keys}>{_escape(connect.line)}</Number>"


def call_apology() -> str:
    """What a caller hears when we cannot go on. A database that is away must not be a dead line; the language is not known."""
    return _response("".join([_say(text, language) for language, text in in_each("call.apology").items()]) + "<Hangup />")


def text_apology(reference: str) -> str:
    """What a texter reads when we made a mistake; `reference` finds it in the log."""
    said = " / ".join(in_each("text.apology", reference=reference).values())
    return _response(f"<Message>{_escape(said)}</Message>")


def silence() -> str:
    """No answer at all."""
    return NOTHING


def _response(content: str) -> str:
    return f"{DECLARATION}<Response>{content}</Response>" if content else NOTHING


def _say(text: str, language: str) -> str:
    speech = CATALOGUES[language].speech
    voice = f' voice="{VOICES[speech]}"' if speech in VOICES else ""
    return f'<Say language="{speech}"{voice}>{_escape(text)}</Say>'


def _gather(spoken: str, listen: Listen, language: str, action: str, dialect: Dialect) -> str:
    of_zips = (*dialect.zip_classes, *ZIP_WORDS[language]) if listen.zip and language in ZIP_WORDS else ()
    expected = (*of_zips, *listen.hints)
    model = dialect.zip_models.get(language) if listen.zip else None
    hints = ",".join([hint[:HINT_CHARACTERS] for hint in expected[:HINTS]])
    hinted = f' hints="{_quote(hints)}"' if hints else ""
    # Where the last digit ends the answer # must not: it would end it empty.
    end, keys = ("", "") if listen.digits is None else (' finishOnKey=""', f' numDigits="{listen.digits}"')
    return (
        f'<Gather action="{_quote(action)}" actionOnEmptyResult="true"{end}{hinted} input="dtmf speech" language="{language}"'
        f'{keys}{_recogniser(model)} timeout="{listen.seconds or INPUT_SECONDS}">{spoken}</Gather>'
    )


def _recogniser(model: str | None) -> str:
    """Which recogniser hears it, and the pause that ends what is said."""
    if model:
        return f' speechModel="{model}" speechTimeout="{PAUSE_SECONDS}"'
    return ' speechTimeout="auto"'


def _escape(text: str) -> str:
    """A text between tags. What XML cannot hold is left out; the rest of it is said all the same."""
    if not text.isprintable():  # a line end is not, and most texts have none or few
        text = FORBIDDEN.sub("", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _quote(value: str) -> str:
    """A text between the quotation marks of an attribute, where a reader would take a line end for a space."""
    text = _escape(value).replace('"', "&quot;")
    return text.replace("\r", "&#13;").replace("\n", "&#10;").replace("\t", "&#09;")
