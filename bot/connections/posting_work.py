"""The job of posting notices: a receiver's are handed over one after the other, in threads that nothing else needs."""

import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

import structlog
from prometheus_client import Counter

from bot.connections.action_network import post_person
from bot.connections.outside_request import Outside
from bot.connections.posting_rows import PostingResult, TakenPosting, record_result, take_posting
from bot.connections.webhook import post_webhook
from bot.storage.database import Database
from bot.storage.encryption import PhoneCipher

log = structlog.get_logger()
POSTINGS = Counter("patchline_postings", "tries to hand a notice to another tool, by what came of them", ["kind", "result"])
SHIFT_SECONDS = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class PostingWork:
    """Hands notices over; once `stopping`, it gives back soon."""

    database: Database
    phone_cipher: PhoneCipher
    outside: Outside
    clock: Callable[[], datetime]
    stopping: Callable[[], bool]

    def do(self, receiver: int) -> bool:
        """Hand over what is due for a receiver; True where there is more. One that hangs is left after one try."""
        end = time.monotonic() + SHIFT_SECONDS
        taken = self._take(receiver)
        while taken is not None:
            began = time.monotonic()
            result = self._post(taken)
            result = replace(result, milliseconds=int((time.monotonic() - began) * 1000))
            POSTINGS.labels(taken.receiver_kind, result.error or "done").inc()
            log.info(
                "notice_posted", receiver=receiver, kind=taken.kind, event_id=taken.event, tries=taken.tries,
                status=result.status, result=result.error or "done",
            )  # fmt: skip
            late = self.stopping() or time.monotonic() >= end or result.error == "timeout"
            with self.database.write() as connection:
                now = self.clock()
                record_result(connection, taken, result, now)
                taken = None if late else take_posting(connection, receiver, now)
            if late:
                return not self.stopping()
        return False

    def _take(self, receiver: int) -> TakenPosting | None:
        with self.database.write() as connection:
            return take_posting(connection, receiver, self.clock())

    def _post(self, taken: TakenPosting) -> PostingResult:
        if taken.receiver_kind == "action_network":
            return post_person(self.outside, self.phone_cipher, taken)
        return post_webhook(self.outside, self.phone_cipher, taken, self.clock())
