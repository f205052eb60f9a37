"""Reads webhooks' forms into what a conversation understands. Pure; the field names are the dialect's."""

from collections.abc import Mapping
from typing import Literal

from bot.engine.events import DialEnded, DialStatus, Event, InputReceived, NothingHeard, Started
from bot.engine.exchange import Attestation, Inbound
from bot.providers.laml.errors import ErrorMeanings, send_error
from bot.providers.protocol import StatusUpdate
from bot.reading import Wish
from bot.reading.answers import fluent_text
from bot.reading.incoming import IncomingText
from bot.telephony import MAX_CHARACTERS, may_dial, to_e164

Form = Mapping[str, str]

DIAL_STATUS: dict[str, DialStatus] = {
    "completed": "answered",
    "answered": "answered",
    "busy": "busy",
    "no-answer": "no_answer",
    "failed": "failed",
    "canceled": "canceled",
}
# Only of who keeps a list of stops: it knew the word, perhaps one of the account's own, and has replied (Advanced Opt-Out).
OPT_OUT_TYPE: dict[str, Wish] = {"STOP": "stop", "START": "start", "HELP": "help"}
TEXT_STATUS: dict[str, Literal["sent", "delivered", "failed"]] = {
    "sent": "sent",
    "delivered": "delivered",
    "read": "delivered",
    "undelivered": "failed",
    "failed": "failed",
}
# What the carriers say of a caller's number (StirVerstat). Only the full attestation, A, says that it is theirs: with B the
# carrier knows its customer and not the number, with C neither. What is forged fails.
PROVEN, FORGED = "TN-Validation-Passed-A", "TN-Validation-Failed"
LAST_TURN = 10**9  # no call gets this far, and what goes further fits no column
CALL_IS_OVER = frozenset({"completed", "busy", "failed", "no-answer", "canceled"})


def read_text(form: Form) -> Inbound | None:
    """A text that came in; None for what we do not answer: other channels (whatsapp:, rcs:) and short codes.

    Raises KeyError without the id that every text has.
    """
    phone = to_e164(form.get("From", ""))
    if phone is None:
        return None
    return Inbound(
        key=form["MessageSid"],
        channel="sms",
        phone=phone,
        text=IncomingText(form.get("Body", "")[:MAX_CHARACTERS]),
        provider_took=OPT_OUT_TYPE.get(form.get("OptOutType", "")),
    )


def read_status(form: Form, errors: ErrorMeanings) -> StatusUpdate | None:
    """How far a text of ours came; None for what is no news.

    Raises KeyError without the id that every text has.
    """
    return status_update(errors, form["MessageSid"], form.get("MessageStatus", ""), form.get("ErrorCode", ""))


def status_update(errors: ErrorMeanings, sid: str, status: str, code: str) -> StatusUpdate | None:
    """How far a text came, in the words of callbacks and logs for it; None for what is no news."""
    known = TEXT_STATUS.get(status)
    if known is None:
        return None
    failure = send_error(errors, code[:16] or "unknown", known=True) if known == "failed" else None
    return StatusUpdate(provider_id=sid, status=known, error=failure)


def read_call(form: Form, turn: int | None) -> Inbound:
    """A call that began (`turn` None), or the step of it that answers that turn.

    Raises KeyError without the id that every call has.
    """
    call, turn = form["CallSid"], None if turn is None else min(turn, LAST_TURN)
    is_callback = _is_callback(form)
    event: Event = Started("rung" if is_callback else "dialed") if turn is None else _heard(form)
    return Inbound(
        key=f"{call}:{turn or 0}",
        channel="voice",
        phone=_caller(form),
        call=call,
        event=event,
        turn=turn or 0,
        attestation="passed" if is_callback else _attestation(form.get("StirVerstat", "")),
        is_callback=is_callback,
        dial_seconds=_seconds(form.get("DialCallDuration", "")),
    )


def _attestation(said: str) -> Attestation:
    return "passed" if said == PROVEN else "failed" if said.startswith(FORGED) else "none"


def _seconds(duration: str) -> int | None:
    return int(duration) if duration.isdecimal() and len(duration) <= 6 else None


def _heard(form: Form) -> Event:
    if status := form.get("DialCallStatus"):
        ended = DIAL_STATUS.get(status, "failed")
        # A line that did not answer before the caller hung up says nothing about the line.
        return DialEnded("canceled" if ended != "answered" and form.get("CallStatus") in CALL_IS_OVER else ended)
    said = form.get("Digits") or fluent_text(form.get("SpeechResult", "")) or form.get("FinishedOnKey")
    return InputReceived(IncomingText(said[:MAX_CHARACTERS])) if said else NothingHeard()


def read_call_end(form: Form) -> Inbound | None:
    """The end of a call, told to the supporter's thread; None while it goes on, and for a withheld number.

    Raises KeyError without the id that every call has.
    """
    phone = _caller(form)
    if phone is None or form.get("CallStatus") not in CALL_IS_OVER:
        return None
    return Inbound(
        key=f"{form['CallSid']}:end",
        channel="sms",
        phone=phone,
        event=Started("call_ended"),
        is_callback=_is_callback(form),
        pushed=True,
        over=form["CallSid"],
    )


def _caller(form: Form) -> str | None:
    """The supporter's number: who called us, or whom we called. Withheld numbers come as words or as impossible numbers."""
    phone = to_e164(form.get("To" if _is_callback(form) else "From", ""))
    return phone if phone and may_dial(phone) else None


def _is_callback(form: Form) -> bool:
    """Is it a call that we placed?"""
    return form.get("Direction", "").startswith("outbound")
