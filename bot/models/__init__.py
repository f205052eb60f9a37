"""The tables: columns and constraints, no behaviour. Changed only together with a migration."""

from bot.models.broadcasts import (
    ENDED,
    HAS_TEXT,
    IN_CONVERSATION,
    IS_A_CALL,
    ITS_BROADCAST,
    QUEUED,
    QUEUED_ANYWHERE,
    UNDER_WAY,
    Broadcast,
    Delivery,
    SenderPace,
    SignUpDay,
    Spend,
)
from bot.models.conversations import (
    HAS_REPLY,
    NO_STATE,
    Call,
    CallListEntryRow,
    CallListRow,
    FullMailbox,
    LineReport,
    Message,
    NotUnderstood,
    Turn,
    Unanswered,
)
from bot.models.dead_jobs import DeadJob
from bot.models.files import FileVersion
from bot.models.leases import Erasure, Lease
from bot.models.rate_limits import RateWindow
from bot.models.supporters import IS_VOICE_ONLY, Consent, Organizer, Subscription, Supporter
from bot.models.table import Moment, Table

__all__ = [
    "ENDED",
    "HAS_REPLY",
    "HAS_TEXT",
    "IN_CONVERSATION",
    "IS_A_CALL",
    "IS_VOICE_ONLY",
    "ITS_BROADCAST",
    "NO_STATE",
    "QUEUED",
    "QUEUED_ANYWHERE",
    "UNDER_WAY",
    "Broadcast",
    "Call",
    "CallListEntryRow",
    "CallListRow",
    "Consent",
    "DeadJob",
    "Delivery",
    "Erasure",
    "FileVersion",
    "FullMailbox",
    "Lease",
    "LineReport",
    "Message",
    "Moment",
    "NotUnderstood",
    "Organizer",
    "RateWindow",
    "SenderPace",
    "SignUpDay",
    "Spend",
    "Subscription",
    "Supporter",
    "Table",
    "Turn",
    "Unanswered",
]
