"""Holds the counters of alerts against their deliveries once a day, and mends them: a server of an older version changes
deliveries and knows no counters."""

from datetime import datetime, timedelta

import structlog
from sqlalchemy import bindparam, select

from bot.models import Broadcast
from bot.outbox.delivery_counts import count_differences, mend_counts
from bot.storage.database import Database

log = structlog.get_logger()

CHECKED = timedelta(days=14)  # nothing is heard of deliveries that are older

_RECENT = (
    select(Broadcast.id)
    .where(Broadcast.created_at > bindparam("since", type_=Broadcast.created_at.type), Broadcast.state != "draft")
    .order_by(Broadcast.id)
)


def check_counts(database: Database, now: datetime) -> int:
    """Count the alerts of the last days anew; gives how many were counted wrong, and are right now."""
    with database.read() as connection:
        ids = connection.execute(_RECENT, {"since": now - CHECKED}).scalars().all()
    mended = 0
    for id in ids:
        with database.patient_read() as connection:
            differences = count_differences(connection, id)
        if differences:
            log.warning("alert_counts_differed", broadcast=id, rows=len(differences))
            with database.write() as connection:
                mend_counts(connection, differences)
            mended += 1
    return mended
