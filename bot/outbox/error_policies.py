"""What follows where an error is met by one of many, by the action that the provider's table has for it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from typing import Literal

from bot.providers.protocol import ErrorAction, SendError


@dataclass(frozen=True, slots=True, kw_only=True)
class ErrorPolicy:
    """What follows from an error. `waits`: the delivery is tried again after so long; None: it is not. `attempts`: so often in
    all; None: until what it belongs to has expired. `after_taken`: is it tried again also where the provider had taken it
    first? Only where the code proves that nothing arrived, or the alert asks for it. `cool_down`: the sender sends nothing for
    so long. `pauses`: what stops; `rest`: for so long a refused sender rests while others go on."""

    waits: timedelta | None = None
    attempts: int | None = 1
    after_taken: Literal["yes", "if_asked", "no"] = "yes"
    cool_down: timedelta | None = None
    pauses: Literal["", "broadcast", "everything"] = ""
    rest: timedelta = timedelta(minutes=10)


AT_ONCE = timedelta()
ERROR_POLICIES: Mapping[ErrorAction, ErrorPolicy] = {
    "give_up": ErrorPolicy(),
    "retry_later": ErrorPolicy(waits=timedelta(minutes=15), attempts=3),
    "retry_once": ErrorPolicy(waits=timedelta(minutes=5), attempts=2),
    "retry_if_asked": ErrorPolicy(waits=timedelta(minutes=5), attempts=2, after_taken="if_asked"),
    "hold": ErrorPolicy(waits=timedelta(minutes=15), attempts=3, after_taken="no"),
    "cool_down": ErrorPolicy(waits=timedelta(minutes=10), attempts=None, cool_down=timedelta(minutes=10)),
    # How long the sender backs off grows with each batch that fails (delivery_results.py).
    "back_off": ErrorPolicy(waits=AT_ONCE, attempts=None),
    "pause_broadcast": ErrorPolicy(waits=AT_ONCE, attempts=None, pauses="broadcast"),
    "pause_all": ErrorPolicy(waits=AT_ONCE, attempts=None, pauses="everything"),
    "pause_limit": ErrorPolicy(waits=AT_ONCE, attempts=None, pauses="everything", rest=timedelta(hours=1)),
    "reconcile": ErrorPolicy(),
}


def gives_up(error: SendError, failures: int) -> bool:
    """Is it tried no more after so many failures, this one included?"""
    attempts = ERROR_POLICIES[error.action].attempts
    return attempts is not None and failures >= attempts


def stops_more(error: SendError) -> bool:
    """Would whatever else is sent at this moment only meet the same?"""
    policy = ERROR_POLICIES[error.action]
    return bool(policy.pauses or policy.cool_down)
