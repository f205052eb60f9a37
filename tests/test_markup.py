"""Markup: our writer makes the very elements that Twilio's own library makes, whatever is said."""

import json
from collections.abc import Sequence
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.twiml.messaging_response import MessagingResponse
from twilio.twiml.voice_response import Gather, VoiceResponse

from bot.engine.commands import End, Listen, Say
from bot.engine.exchange import Connect, Reply
from bot.locale import CATALOGUES, in_each
from bot.locale import LANGUAGES as LANGUAGES_SPOKEN
from bot.providers.laml import markup
from bot.providers.laml.dialect import Dialect
from bot.providers.signalwire.dialect import SIGNALWIRE
from bot.providers.twilio.dialect import TWILIO
from bot.telephony import join_texts

URL = "https://bot.example.org"
# What XML can hold; ElementTree writes the rest as it stands, and nobody could read it back.
SAYABLE = st.text(
    st.one_of(
        st.sampled_from("&<>\"'\n\r\t;#x/="),
        st.characters(codec="utf-8", exclude_categories=("Cc", "Cs"), exclude_characters="\ufffe\uffff"),
    ),
    max_size=200,
)
SAYS = st.lists(st.builds(Say, SAYABLE), max_size=4)
LISTEN = st.builds(
    Listen,
    digits=st.one_of(st.none(), st.integers(1, 10)),
    hints=st.lists(SAYABLE, max_size=5).map(tuple),
    seconds=st.one_of(st.none(), st.integers(1, 60)),
    zip=st.booleans(),
)
CONNECT = st.builds(Connect, line=SAYABLE, caller_id=SAYABLE, extension=st.text("0123456789", max_size=5))
LANGUAGES = st.sampled_from(LANGUAGES_SPOKEN)


DIALECTS = st.sampled_from((TWILIO, SIGNALWIRE))


def spoken_by_the_library(
    said: Sequence[Say], last: Listen | Connect | End, language: str, action: str, dialect: Dialect
) -> str:
    """A call's step as the library writes it."""
    code = CATALOGUES[language].speech
    voice = markup.VOICES[code]
    response = VoiceResponse()
    if isinstance(last, Listen):
        hints = (*dialect.zip_classes, *markup.ZIP_WORDS[code], *last.hints) if last.zip else last.hints
        model = dialect.zip_models.get(code) if last.zip else None
        gather = Gather(
            input="dtmf speech",
            action=action,
            action_on_empty_result=True,
            language=code,
            speech_timeout=markup.PAUSE_SECONDS if model else "auto",
            speech_model=model,
            timeout=last.seconds or markup.INPUT_SECONDS,
            num_digits=last.digits,
            finish_on_key=None if last.digits is None else "",
            hints=",".join(hint[: markup.HINT_CHARACTERS] for hint in hints[: markup.HINTS]) or None,
        )
        for command in said:
            gather.say(command.text, voice=voice, language=code)
        response.append(gather)
        return str(response)
    for command in said:
        response.say(command.text, voice=voice, language=code)
    if isinstance(last, Connect):
        dial = response.dial(
            action=action,
            caller_id=last.caller_id,
            hangup_on_star=True,
            timeout=markup.RING_SECONDS,
            time_limit=markup.CALL_SECONDS,
        )
        dial.number(last.line, send_digits=f"ww{last.extension}" if last.extension else None)
    else:
        response.hangup()
    return str(response)


def tree(xml: str) -> str:
    """All that a reader of the XML sees: tags, attributes, texts, in order."""

    def seen(element: ElementTree.Element) -> list[object]:
        return [element.tag, element.attrib, element.text or "", element.tail or "", [seen(child) for child in element]]

    return json.dumps(seen(ElementTree.fromstring(xml)))


@given(SAYS, st.one_of(LISTEN, CONNECT, st.just(End())), LANGUAGES, st.integers(0, 10**9), DIALECTS)
def test_call_reply_is_what_the_library_writes(
    said: list[Say], last: Listen | Connect | End, language: str, turn: int, dialect: Dialect
) -> None:
    ours = markup.call_reply(Reply(commands=(*said, last), language=language, turn=turn), URL, dialect)
    theirs = spoken_by_the_library(said, last, language, f"{URL}{dialect.prefix}/voice/{turn}", dialect)
    assert tree(ours) == tree(theirs)


@given(SAYS, LANGUAGES)
def test_text_reply_is_what_the_library_writes(said: list[Say], language: str) -> None:
    response = MessagingResponse()
    for body in join_texts([command.text for command in said]):
        response.message(body)
    ours = markup.text_reply(Reply(commands=(*said, End()), language=language, turn=1))
    assert tree(ours) == tree(str(response))


@given(st.text(max_size=100))
def test_whatever_is_said_can_be_read_back(text: str) -> None:
    """Also what no XML may hold: that is left out, and the rest is said."""
    read = ElementTree.fromstring(markup.call_reply(Reply(commands=(Say(text), End()), language="en", turn=1), URL, TWILIO))
    wanted = markup.FORBIDDEN.sub("", text).replace("\r\n", "\n").replace("\r", "\n")
    assert (read[0].text or "") == wanted


@pytest.mark.parametrize(
    ("ours", "said"),
    [
        (markup.silence(), []),
        (markup.call_apology(), [*in_each("call.apology").values(), ""]),
        (markup.text_apology("a&b"), ["Sorry, something went wrong on our side (a&b)."]),
    ],
    ids=["silence", "an apology to a caller", "an apology to a texter"],
)
def test_what_is_said_without_a_turn_can_be_read(ours: str, said: list[str]) -> None:
    heard = [element.text or "" for element in ElementTree.fromstring(ours)]
    assert len(heard) == len(said)
    assert all(text.startswith(start) for text, start in zip(heard, said, strict=True))
