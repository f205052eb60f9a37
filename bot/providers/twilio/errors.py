"""What Twilio's error codes mean to us: the cause, and what follows. Codes that are missing here are given up and counted.

From their error dictionary (https://www.twilio.com/docs/api/errors). It changes; what is not in the table costs another try.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.providers.protocol import ErrorAction, ErrorCause, SendError


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorMeaning:
    """One code. `sms_reachable`, `voice_reachable`: may another text, another call to the same number be tried?"""

    cause: ErrorCause = "unknown"
    action: ErrorAction = "give_up"
    sms_reachable: bool = True
    voice_reachable: bool = True
    withdrawn: bool = False


CONNECT = "connect"  # our own code: there was no connection, so nothing was sent


def _each(codes: Iterable[str], meaning: ErrorMeaning) -> dict[str, ErrorMeaning]:
    return dict.fromkeys(codes, meaning)


MEANINGS: Mapping[str, ErrorMeaning] = {
    # --- The number we text or call ---
    "21211": ErrorMeaning(cause="recipient", sms_reachable=False, voice_reachable=False),  # no phone number
    "21610": ErrorMeaning(cause="recipient", sms_reachable=False, withdrawn=True),  # texted STOP, and Twilio keeps a list
    # Not reachable from our number; no mobile number; unknown; a landline, or its carrier is out of reach.
    **_each(("21612", "21614", "30005", "30006"), ErrorMeaning(cause="recipient", sms_reachable=False)),
    # No number, or one that nobody can call. Not among them is what may be the account's own fault, and ends when that is
    # mended: countries it may not call (13227, 21215), a number it has not verified while on trial (21219), and 21216, which
    # is a blocked number as well as an account without an approved customer profile, that may call nobody at all.
    # https://support.twilio.com/hc/en-us/articles/49801363547675-Error-21216-Number-Is-Blocked-on-Outbound-Calls
    **_each(("13224", "13225", "21202", "21214", "21217"), ErrorMeaning(cause="recipient", voice_reachable=False)),
    "30003": ErrorMeaning(cause="recipient", action="retry_later"),  # the phone is off or out of reach
    # --- What we say ---
    "21617": ErrorMeaning(cause="content", action="pause_broadcast"),  # too long
    # A picture: its address is none, or there are too many (refused at once); its web site does not answer, or not well; it is
    # no picture, or too large for the provider. Every other delivery comes with the same one.
    **_each(
        ("21620", "21623", "11200", "11205", "11210", "11215", "11220", "11235", "11236", "11237", "12300", "11751"),
        ErrorMeaning(cause="content", action="pause_broadcast"),
    ),
    "30019": ErrorMeaning(cause="content"),  # too large for this recipient's carrier
    "30007": ErrorMeaning(cause="content"),  # filtered, by Twilio or a carrier
    # --- The number or service we send from ---
    "30004": ErrorMeaning(cause="sender"),  # blocked
    # Missing, not ours, not verified, not registered, or it may not text there.
    **_each(
        ("21212", "21408", "21603", "21606", "21608", "21658", "21701", "21703", "21712", "30032", "30034"),
        ErrorMeaning(cause="sender", action="pause_broadcast"),
    ),
    # --- The account ---
    **_each(("20003", "401"), ErrorMeaning(cause="account", action="pause_all")),  # wrong credentials, or it is suspended
    **_each(("429", "20429"), ErrorMeaning(cause="account", action="back_off")),  # "requests that receive 429 aren't processed"
    # The sender's queue is full: ten hours of segments, more than the account may have waiting.
    **_each(("21611", "30001"), ErrorMeaning(cause="account", action="cool_down")),
    # --- Nobody knows ---
    "30008": ErrorMeaning(action="retry_once"),
    CONNECT: ErrorMeaning(action="back_off"),
}
UNLISTED = ErrorMeaning()


def send_error(code: str, known: bool) -> SendError:
    """A failure by Twilio's code for it, from an answer or from a callback. `known`: is it sure that nothing left?"""
    meaning = MEANINGS.get(code, UNLISTED)
    return SendError(
        code,
        known,
        sms_reachable=meaning.sms_reachable,
        voice_reachable=meaning.voice_reachable,
        stopped=meaning.withdrawn,
        action=meaning.action if known else "reconcile",
        cause=meaning.cause,
    )
