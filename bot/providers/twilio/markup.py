"""Turns a reply into TwiML. Pure."""

from collections.abc import Sequence

from twilio.twiml.messaging_response import MessagingResponse
from twilio.twiml.voice_response import Gather, VoiceResponse

from bot.engine.commands import Listen, Say
from bot.engine.exchange import Connect, Reply
from bot.telephony import MAX_CHARACTERS, MAX_MESSAGES, segments, sms_text

VOICES = {"en": ("en-US", "Polly.Joanna"), "es": ("es-US", "Polly.Lupe")}

SEGMENTS_TOGETHER = 3  # longer ones are cut or dropped by some carriers and phones
INPUT_SECONDS = 7  # to find the keypad on a phone held to the ear
RING_SECONDS = 30
CALL_SECONDS = 20 * 60  # no talk with an office lasts longer, and a forgotten line costs money
HINTS, HINT_CHARACTERS = 100, 100


def text_reply(reply: Reply) -> str:
    """The answer to a text: what is said, in as few messages as it fits well, since two may arrive in the wrong order."""
    response = MessagingResponse()
    for body in messages([command.text for command in reply.commands if isinstance(command, Say)]):
        response.message(body)
    return str(response)


def messages(said: Sequence[str]) -> list[str]:
    """What is said as message bodies: put together while that makes no more than three segments, never more than ten."""
    joined: list[str] = []
    for text in said:
        together = f"{joined[-1]}\n\n{text}" if joined else text
        if joined and segments(sms_text(together)).count <= SEGMENTS_TOGETHER:
            joined[-1] = together
        else:
            joined.append(text)
    return [body for text in joined for body in bodies(text)][:MAX_MESSAGES]


def bodies(text: str) -> list[str]:
    """A text as message bodies: plain characters, parted at lines, else between words, where it is longer than one may be."""
    rest = sms_text(text).strip()
    parts: list[str] = []
    while rest and len(parts) < MAX_MESSAGES:
        if len(rest) <= MAX_CHARACTERS:
            return [*parts, rest]
        cuts = (rest.rfind(space, 1, MAX_CHARACTERS + 1) for space in "\n ")
        cut = next((cut for cut in cuts if cut > 0), MAX_CHARACTERS)
        parts.append(rest[:cut].rstrip())
        rest = rest[cut:].lstrip()
    return parts


def call_reply(reply: Reply, url: str) -> str:
    """The next step of a call; what the caller does then comes to `url`/twilio/voice/<turn>."""
    language, voice = VOICES[reply.language]
    action = f"{url}/twilio/voice/{reply.turn}"
    response = VoiceResponse()
    *said, last = reply.commands or (None,)
    if isinstance(last, Listen):
        # Said inside, so that who knows the way need not hear it out.
        response.append(_gather(said, last, language, voice, action))
        return str(response)
    for command in said:
        if isinstance(command, Say):
            response.say(command.text, voice=voice, language=language)
    if isinstance(last, Connect):
        dial = response.dial(
            action=action,
            caller_id=last.caller_id,
            hangup_on_star=True,
            timeout=RING_SECONDS,
            time_limit=CALL_SECONDS,
        )
        dial.number(last.line)
    else:
        response.hangup()
    return str(response)


def _gather(said: Sequence[object], listen: Listen, language: str, voice: str, action: str) -> Gather:
    hints = ",".join(hint[:HINT_CHARACTERS] for hint in listen.hints[:HINTS])
    gather = Gather(
        input="dtmf speech",
        action=action,
        action_on_empty_result=True,
        language=language,
        speech_timeout="auto",
        timeout=INPUT_SECONDS,
        num_digits=listen.digits,
        hints=hints or None,
    )
    for command in said:
        if isinstance(command, Say):
            gather.say(command.text, voice=voice, language=language)
    return gather


# A database that is away must not be a dead line; the language is not known then.
APOLOGIES = {
    "en": "We are sorry, something is broken on our side. Please call again in a few minutes.",
    "es": "Lo sentimos, tenemos un problema técnico. Por favor llame otra vez en unos minutos.",
}


def call_apology() -> str:
    """What a caller hears when we cannot go on."""
    response = VoiceResponse()
    for language, text in APOLOGIES.items():
        response.say(text, voice=VOICES[language][1], language=VOICES[language][0])
    response.hangup()
    return str(response)


def text_apology(reference: str) -> str:
    """What a texter reads when we made a mistake; `reference` finds it in the log."""
    response = MessagingResponse()
    response.message(
        f"Sorry, something went wrong on our side ({reference}). We kept your message. Please try again in a few minutes. / "
        "Lo sentimos, tuvimos un problema. Intente otra vez en unos minutos."
    )
    return str(response)


def silence() -> str:
    """No answer at all."""
    return str(MessagingResponse())
