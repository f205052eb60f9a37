"""What an error code means to us: the cause, and what follows. Codes that a table misses are held.

Here are those that mean the same wherever this is spoken; a company's own table adds its own, and may say otherwise.
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


ErrorMeanings = Mapping[str, ErrorMeaning]

CONNECT = "connect"  # our own code: there was no connection, so nothing was sent
UNLISTED = ErrorMeaning(action="hold")


def each_means(codes: Iterable[str], meaning: ErrorMeaning) -> dict[str, ErrorMeaning]:
    """Rows of a table: several codes that mean the same."""
    return dict.fromkeys(codes, meaning)


SHARED: ErrorMeanings = {
    # --- The number we text or call ---
    "21610": ErrorMeaning(cause="recipient", sms_reachable=False, withdrawn=True),  # texted STOP, and a list of it is kept
    # Unknown; a landline, or its carrier is out of reach.
    **each_means(("30005", "30006"), ErrorMeaning(cause="recipient", sms_reachable=False)),
    "30003": ErrorMeaning(cause="recipient", action="retry_later"),  # the phone is off or out of reach
    # --- What we say ---
    # Too long; a picture's address is none, or there are too many of them (refused at once); it cannot be fetched, is no
    # picture, or is too large for the provider. Every other delivery comes with the same.
    **each_means(
        ("21617", "21620", "21623", "11200", "12300", "11751"), ErrorMeaning(cause="content", action="pause_broadcast")
    ),
    "30007": ErrorMeaning(cause="content"),  # filtered, by the company or a carrier
    # --- The number or service we send from ---
    # Not in a form that is one; missing.
    **each_means(("21212", "21603"), ErrorMeaning(cause="sender", action="pause_broadcast")),
    # --- The account ---
    "401": ErrorMeaning(cause="account", action="pause_all"),  # wrong credentials, told by the status alone
    "429": ErrorMeaning(cause="account", action="back_off"),
    "21611": ErrorMeaning(cause="account", action="cool_down"),  # the sender's queue is full
    # More than the carriers let through in a second: they have refused it.
    "30022": ErrorMeaning(cause="account", action="cool_down"),
    # More than they let through in a day, which ends at midnight in the Pacific zone; T-Mobile's own limit.
    **each_means(("30023", "30027"), ErrorMeaning(cause="account", action="pause_limit")),
    "30002": ErrorMeaning(cause="account", action="pause_all"),  # suspended while texts waited to leave
    # --- Nobody knows ---
    # Undelivered, as the carrier says without a reason: the text may be on the phone all the same.
    "30008": ErrorMeaning(action="retry_if_asked"),
    CONNECT: ErrorMeaning(action="back_off"),
}


def send_error(meanings: ErrorMeanings, code: str, known: bool) -> SendError:
    """A failure by its code, from an answer or from a callback. `known`: is it sure that nothing left?"""
    meaning = meanings.get(code, UNLISTED)
    return SendError(
        code,
        known,
        sms_reachable=meaning.sms_reachable,
        voice_reachable=meaning.voice_reachable,
        stopped=meaning.withdrawn,
        action=meaning.action if known else "reconcile",
        cause=meaning.cause,
    )
