"""What people say and key at each kind of question on the phone, and what comes of it; nothing is dialled without a yes."""

from collections.abc import Callable
from xml.etree import ElementTree

import pytest

from bot.simulation.phone import Heard, Phone
from tests.conftest import ONE_DATABASE, Bot

Steps = tuple[Callable[[Phone], Heard], ...]


@pytest.fixture(scope="module", params=ONE_DATABASE)
def lasting(request: pytest.FixtureRequest, bots: Callable[[str], Bot]) -> Bot:
    return bots(request.param)


def press(keys: str) -> Callable[[Phone], Heard]:
    return lambda phone: phone.press(keys)


def line(outcome: str) -> Callable[[Phone], Heard]:
    return lambda phone: phone.line(outcome)


# The questions of a call, and how one comes to each.
ENGLISH: dict[str, Steps] = {
    "first": (),
    "zip": (press("1"),),
    "still": (press("1"), press("98402"), lambda phone: phone.hang_up(), lambda phone: phone.dial()),
    "connect": (press("98402"),),
    "report": (press("98402"), press("1"), line("answered")),
}
SPANISH: dict[str, Steps] = {
    "zip": (press("2"),),
    "still": (press("2"), press("98402"), lambda phone: phone.hang_up(), lambda phone: phone.dial()),
    "connect": (press("2"), press("98402")),
    "report": (press("2"), press("98402"), press("1"), line("answered")),
}

DIALS = "(dials)"
AGAIN = {
    "first": "To begin, key in or say the five digits",
    "zip": "Once more: please key in the five digits",
    "still": "If that is right, press 1.",
    "connect": "We call Governor Bob Ferguson only when you press 1",
    "report": "Press 1 for a person, 2 for a message",
}
OFFICIALS, NEXT, BYE = "Your officials: Governor Bob Ferguson.", "Next is Mayor Anders Ibsen", "Then another time."
WORDS = "The words are on their way to your phone."

SAID: list[tuple[str, str, str]] = [
    *[("connect", said, DIALS) for said in (
        "Yes.", "Yes please", "Sure", "Connect me", "connect", "Please connect me.", "Okay", "I'm ready", "go ahead", "one",
        "1", "press one", "Um, yes.", "uh, connect me", "Yeah.", "uh-huh", "um, one please", "call now",
    )],
    *[("connect", said, WORDS) for said in ("text me", "Text me.", "text", "text me the words", "nine", "9", "press nine")],
    *[("connect", said, NEXT) for said in ("no", "Uh... no", "umm skip", "No, thanks.", "next", "Next one.", "two", "2")],
    *[("connect", said, "text STOP to this number") for said in ("stop", "Stop calling me!", "unsubscribe")],
    *[("connect", said, BYE) for said in ("hang up", "Goodbye.", "bye", "bye bye", "later", "not now")],
    *[("connect", said, OFFICIALS) for said in ("repeat", "again", "Say that again.", "*", "#", "star", "what?")],
    *[("connect", said, "Star repeats, 2 skips") for said in ("help", "Help me.", "0", "zero")],
    *[("connect", said, "Nobody can pick up on this line.") for said in ("operator", "a person, please", "human")],
    *[("connect", said, AGAIN["connect"]) for said in ("7", "12", "purple rain")],
    *[("connect", said, DIALS) for said in ("could you please put me through now", "ok go ahead and connect me to the office")],
    *[("connect", said, WORDS) for said in ("can you send me the script", "what should i say to them")],
    *[("connect", said, OFFICIALS) for said in ("can you repeat that for me", "could you say that one more time please")],
    *[("connect", said, "Most calls take a minute or two") for said in ("how long does this take", "will it take long")],
    *[("connect", said, "Nearly everybody is nervous") for said in ("what happens when i call", "i'm nervous about calling")],
    *[("first", said, OFFICIALS) for said in (
        "98402", "98402#", "nine eight four oh two", "It's ninety-eight four oh two.", "98 402", "my zip code is 9 8 4 O 2",
        "I live in 98402", "um, ninety eight thousand four hundred two",
    )],
    *[("first", said, "We find your elected officials") for said in ("1", "11", "english", "one", "yes")],
    *[("first", said, "Le habla Patchline.") for said in ("2", "Spanish", "español", "dos", "Sí.")],
    *[("first", said, AGAIN["first"]) for said in ("7", "12", "984", "9840 to")],
    *[("first", said, "Para español, oprima 2.") for said in ("*", "repeat", "#")],
    *[("first", said, BYE) for said in ("goodbye", "hang up")],
    *[("zip", said, OFFICIALS) for said in (
        "98402", "nine eight four oh two", "ninety-eight four-oh-two", "98402 pound", "9 8 4 O 2", "um my zip is 98402",
        "ninety eight four oh two", "98 thousand 402", "it's 98402 thanks",
    )],
    *[("zip", said, AGAIN["zip"]) for said in ("9840", "9840 to", "98402 or 98101", "12", "tacoma")],
    *[("zip", said, "We do not know yet who your officials are.") for said in ("skip", "2", "no")],
    *[("zip", said, "five digits of your home ZIP code") for said in ("*", "repeat", "#")],
    *[("zip", said, "We sent it to your phone by text.") for said in ("9", "text me")],
    *[("zip", said, BYE) for said in ("goodbye", "another time")],
    *[("still", said, OFFICIALS) for said in ("1", "11", "yes", "Yes I do.", "one", "98402")],
    *[("still", said, "five digits of your home ZIP code") for said in ("2", "no", "No.", "I moved")],
    *[("still", said, "For Cheyenne, press 1") for said in ("82001", "I moved to 82001", "eight two zero zero one")],
    *[("still", said, AGAIN["still"]) for said in ("7", "purple", "984")],
    *[("report", said, NEXT) for said in ("1", "2", "3", "one", "reached", "message", "skip")],
    *[("report", said, "We will look into that number.") for said in ("4", "wrong number")],
    *[("report", said, AGAIN["report"]) for said in ("7", "purple")],
    *[("report", said, "How did it go") for said in ("*", "repeat", "#")],
]  # fmt: skip
SAID_IN_SPANISH: list[tuple[str, str, str]] = [
    *[("connect", said, DIALS) for said in (
        "Sí.", "sí, por favor", "claro", "conécteme", "Conécteme, por favor.", "estoy lista", "uno", "oprima uno", "adelante",
    )],
    *[("connect", said, "Las palabras van en camino") for said in ("mensaje", "mándeme un mensaje", "nueve", "texto")],
    *[("connect", said, "Sigue el alcalde Anders Ibsen") for said in ("no", "No, gracias.", "siguiente", "saltar", "dos")],
    *[("connect", said, "Entonces, en otro momento.") for said in ("adiós", "colgar", "ahora no", "más tarde")],
    *[("connect", said, "Sus funcionarios: El gobernador") for said in ("repita", "otra vez", "¿cómo?", "eh, otra vez", "*")],
    *[("connect", said, "Asterisco repite") for said in ("ayuda", "0", "cero")],
    *[("connect", said, "no hay nadie que pueda contestar") for said in ("operadora", "una persona")],
    *[("connect", said, "Llamamos al gobernador Bob Ferguson solo cuando") for said in ("morado", "7")],
    *[("zip", said, "Sus funcionarios: El gobernador") for said in (
        "98402", "nueve ocho cuatro cero dos", "noventa y ocho cuatro cero dos", "noventa y ocho mil cuatrocientos dos",
        "mi código postal es 98402", "este, nueve ocho cuatro cero dos", "98402 numeral",
    )],
    *[("zip", said, "Otra vez, por favor") for said in ("no sé", "nueve ocho cuatro cero", "98402 o 98101")],
    *[("still", said, "Sus funcionarios: El gobernador") for said in ("1", "sí", "Sigo ahí.")],
    *[("still", said, "los cinco dígitos") for said in ("2", "no", "me mudé")],
    *[("report", said, "Sigue el alcalde Anders Ibsen") for said in ("hablé", "mensaje", "no pude", "uno", "dos", "tres")],
]  # fmt: skip


def answer(phone: Phone, said: str) -> Heard:
    """Keys where there are only keys, else words."""
    return phone.press(said) if not said.strip("0123456789*#") else phone.say(said)


def comes_to(bot: Bot, way: Steps, said: str) -> Heard:
    phone = bot.phone()
    phone.dial()
    for step in way:
        step(phone)
    return answer(phone, said)


def check(heard: Heard, expected: str) -> None:
    if expected == DIALS:
        assert heard.line == "+13609024111"
    else:
        assert expected in heard.text
        assert not heard.line, "nobody said yes"


@pytest.mark.parametrize(("prompt", "said", "expected"), SAID, ids=str)
def test_what_is_said_is_understood(bot: Bot, prompt: str, said: str, expected: str) -> None:
    check(comes_to(bot, ENGLISH[prompt], said), expected)


@pytest.mark.parametrize(("prompt", "said", "expected"), SAID_IN_SPANISH, ids=str)
def test_what_is_said_in_spanish_is_understood(bot: Bot, prompt: str, said: str, expected: str) -> None:
    check(comes_to(bot, SPANISH[prompt], said), expected)


@pytest.mark.parametrize("prompt", ENGLISH)
def test_silence_repeats_in_other_words_and_then_the_call_goes_on_or_ends_kindly(bot: Bot, prompt: str) -> None:
    phone = bot.phone()
    asked = phone.dial()
    for step in ENGLISH[prompt]:
        asked = step(phone)
    again = phone.be_silent()
    assert AGAIN[prompt] in again.text
    assert again.said[-1] != asked.said[-1]
    after = phone.be_silent()
    assert not after.line
    assert "Goodbye." in after.text if prompt != "report" else NEXT in after.text


def test_every_question_of_a_call_has_other_words_for_who_was_silent(lasting: Bot) -> None:
    flows = lasting.parts.flows
    asked = [(flow, node) for flow in (flows["call"], flows["place"]) for node in flow.nodes.values() if node.step == "ask"]
    same = [
        f"{flow.name}.{node.name} ({language})"
        for flow, node in asked
        for language, channels in flow.texts[node.text].items()
        if node.argument != "word" and flow.texts.get(node.again, {}).get(language, channels)["voice"] == channels["voice"]
    ]
    assert not same


NOISE = (
    "hello hello can you hear me", "the the", "turn it down please", "I'm driving", "sorry wrong number", "yes no", "not yes",
    "don't connect me", "do not call them", "no don't call", "I said no", "wait", "hold on a second", "one moment please",
    "yesterday", "onerous", "assure", "she said yes", "is anybody there", "mom not now", "dinner is ready", "shush",
    "huh", "now", "ready or not", "qué", "llamé",
    "no no no", "eleven", "nine one one", "the number one priority", "f***", "", " ", "😀", "a" * 1600,
    "no me conecte", "ya voy", "él dijo que sí", "bueno bueno", "no quiero llamar",
)  # fmt: skip


@pytest.mark.parametrize("noise", NOISE, ids=lambda noise: noise[:20])
@pytest.mark.parametrize("talks", [ENGLISH, SPANISH], ids=["English", "Spanish"])
def test_noise_connects_nobody(bot: Bot, talks: dict[str, Steps], noise: str) -> None:
    phone = bot.phone()
    phone.dial()
    for step in talks["connect"]:
        step(phone)
    assert not phone.say(noise).line


GATHERS = {
    "first": {"numDigits": "5", "timeout": "3", "finishOnKey": "", "speechTimeout": "2", "speechModel": "numbers_and_commands"},
    "zip": {"numDigits": "5", "timeout": "7", "finishOnKey": "", "speechTimeout": "2", "speechModel": "numbers_and_commands"},
    "connect": {"numDigits": "1", "timeout": "7", "finishOnKey": "", "speechTimeout": "auto", "speechModel": None},
    "report": {"numDigits": "1", "timeout": "7", "finishOnKey": "", "speechTimeout": "auto", "speechModel": None},
}
HINTS = {
    "first": ("$OOV_CLASS_POSTALCODE", "english", "español", "repeat"),
    "zip": ("$OOV_CLASS_POSTALCODE", "$OOV_CLASS_DIGIT_SEQUENCE", "oh", "skip", "operator"),
    "connect": ("yes please", "connect me", "text me", "skip", "no", "goodbye"),
    "report": ("reached", "message", "repeat"),
}


@pytest.mark.parametrize("prompt", GATHERS)
def test_each_question_listens_for_what_it_takes(bot: Bot, prompt: str) -> None:
    phone = bot.phone()
    heard = phone.dial()
    for step in ENGLISH[prompt]:
        heard = step(phone)
    gather = ElementTree.fromstring(heard.raw)[0]
    assert {name: gather.get(name) for name in GATHERS[prompt]} == GATHERS[prompt]
    assert set(HINTS[prompt]) <= set(gather.get("hints", "").split(","))


def test_zip_is_listened_for_in_spanish_by_a_model_that_speaks_it(bot: Bot) -> None:
    phone = bot.phone()
    phone.dial()
    gather = ElementTree.fromstring(phone.press("2").raw)[0]
    assert (gather.get("language"), gather.get("speechModel")) == ("es-US", "experimental_utterances")
    assert {"$OOV_CLASS_POSTALCODE", "cero", "mil", "repita", "operadora"} <= set(gather.get("hints", "").split(","))


NOTHINGS: dict[str, Callable[[Phone], Heard]] = {
    "silence": lambda phone: phone.be_silent(),
    "# before a key": lambda phone: phone.end_with("#"),
    "# as a key": lambda phone: phone.press("#"),
}


@pytest.mark.parametrize("nothing", NOTHINGS)
def test_pound_and_silence_connect_nobody(bot: Bot, nothing: str) -> None:
    phone = bot.phone()
    phone.dial()
    phone.press("98402")
    for _ in range(2):
        heard = NOTHINGS[nothing](phone)
        assert not heard.line
        assert "Governor Bob Ferguson" in heard.text or "Goodbye" in heard.text
