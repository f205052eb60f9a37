"""What of conversations leaves through the outbox: calls that people asked for, and texts."""

from collections.abc import Callable, Sequence

from bot.config import Settings
from bot.outbox.conversation_queue import ConversationSource
from bot.providers.protocol import CALLS, SendError
from bot.storage.clock import Ticker
from bot.storage.database import Database
from bot.storage.encryption import PhoneCipher


def conversation_sources_of(
    settings: Settings,
    database: Database,
    phone_cipher: PhoneCipher,
    ticker: Ticker,
    on_refused: Callable[[int, SendError], None],
) -> Sequence[ConversationSource]:
    """Calls before texts: who asked to be rung waits with the phone in hand. `on_refused`: told of calls that are."""
    text_address, text_pace = settings.text_sender
    calls = ConversationSource(
        database=database,
        phone_cipher=phone_cipher,
        kind="call",
        address=f"{CALLS}{settings.number}",
        pace=settings.call_pace,
        on_refused=on_refused,
        ticker=ticker,
    )
    texts = ConversationSource(
        database=database,
        phone_cipher=phone_cipher,
        kind="text",
        address=text_address,
        pace=text_pace,
        picture_pace=settings.picture_pace,
        ticker=ticker,
    )
    return calls, texts
