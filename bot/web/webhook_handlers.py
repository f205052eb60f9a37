"""What a provider's webhooks ask of the bot: a turn, a delivery's status, and what to do about a fault of ours.

The provider verifies, reads and answers (bot/providers); what a turn does is in bot/conversation.
"""

import hashlib
import time
from collections.abc import Callable
from datetime import datetime

import structlog
from prometheus_client import Counter, Histogram
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError, ProgrammingError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from bot.conversation.take_turn import Conversations
from bot.engine.exchange import Inbound, Render
from bot.logging_setup import describe_error
from bot.models import Unanswered
from bot.outbox.delivery_results import DeliveryUpdate
from bot.outbox.status_callbacks import StatusCallbacks
from bot.providers.protocol import FailedWebhook, StatusUpdate, WebhookHandlers
from bot.reading.incoming import IncomingText
from bot.storage.database import Database
from bot.storage.encryption import PhoneCipher
from bot.telephony import CHANNELS, to_e164

log = structlog.get_logger()

TURNS = Counter("patchline_turns", "webhooks answered", ["channel"])
FAILED = Counter("patchline_webhooks_failed", "webhooks that met a fault of ours", ["channel", "why"])
SECONDS = Histogram("patchline_turn_seconds", "time to answer a webhook", ["channel"])
_METERS = {channel: (TURNS.labels(channel), SECONDS.labels(channel)) for channel in CHANNELS}

MAX_ID = 2**31 - 1  # of our columns
# A ProgrammingError is a table that is not there (yet): SQLite calls that an OperationalError.
DATABASE_AWAY = (OperationalError, InterfaceError, ProgrammingError, PoolTimeout, TimeoutError)


class WebhookAnswers:
    """Answers what webhooks ask; needs no request of Flask's. conversations: asked for at the first of them."""

    def __init__(
        self,
        *,
        database: Database,
        phone_cipher: PhoneCipher,
        clock: Callable[[], datetime],
        conversations: Callable[[], Conversations],
        callbacks: StatusCallbacks,
    ) -> None:
        self._database, self._phone_cipher, self._clock = database, phone_cipher, clock
        self._conversations, self._callbacks = conversations, callbacks

    def handlers(self) -> WebhookHandlers:
        """These answers as a provider takes them."""
        return WebhookHandlers(
            take_turn=self.take_turn,
            delivery_updated=self.delivery_updated,
            call_over=lambda call: self._conversations().forget_withheld(call),
            webhook_failed=self.webhook_failed,
        )

    def take_turn(self, inbound: Inbound, render: Render) -> str:
        """Answer a text, or a step of a call; counted, and its time measured."""
        started = time.perf_counter()
        reply = self._conversations().take_turn(inbound, self._clock(), render)
        turns, seconds = _METERS[inbound.channel]
        turns.inc()
        seconds.observe(time.perf_counter() - started)
        return reply

    def delivery_updated(self, id: int, attempt: int, update: StatusUpdate) -> None:
        """Delivery `id` came further; `attempt` says which text or call of it, where it was sent again."""
        if max(abs(id), attempt) <= MAX_ID:
            self._callbacks.save(DeliveryUpdate(id=id, attempt=attempt, update=update))

    def webhook_failed(self, error: Exception, webhook: FailedWebhook) -> str | None:
        """The outermost loop: nothing of the supporter reaches the log. The reference under which a text is kept.

        None while the database is away: the provider repeats the webhook. Any other fault is ours: the text is kept, encrypted,
        to be answered later (`flask messages`), unless a street address is in it: that is kept nowhere.
        """
        away = isinstance(error, DATABASE_AWAY)
        FAILED.labels(webhook.channel, "database" if away else "fault").inc()
        # The same webhook delivered again fails under the same reference, and is kept once.
        reference = hashlib.sha256(f"{webhook.path} {webhook.id}".encode()).hexdigest()[:8]
        log.error("webhook_failed", reference=reference, channel=webhook.channel, **describe_error(error))
        if webhook.channel != "sms" or away or IncomingText(webhook.body).has_address:
            return None
        return reference if self._keep(webhook, reference, type(error).__name__) else None

    def _keep(self, webhook: FailedWebhook, reference: str, error: str) -> bool:
        """Keep a text; False where even that fails."""
        phone = to_e164(webhook.phone)
        values = {
            "id": reference,
            "path": webhook.path,
            "form": self._phone_cipher.encrypt_form(dict(webhook.form)),
            "person": self._phone_cipher.person_key(phone) if phone else None,
            "error": error[:80],
            "at": self._clock(),
        }
        try:
            with self._database.write() as connection:
                connection.execute(insert(Unanswered).values(**values))
        except IntegrityError:
            return True  # by an earlier delivery
        except (SQLAlchemyError, TimeoutError) as trouble:
            log.error("text_not_kept", reference=reference, **describe_error(trouble))
            return False
        return True
