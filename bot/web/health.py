"""Is the process alive, and can it work: for machines that watch."""

import socket
import threading
import time
from urllib.parse import urlsplit

from flask import Blueprint, Response, current_app, jsonify
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from bot.config.problems import BROKERS
from bot.models.leases import Lease
from bot.officials.source_ages import is_stale
from bot.people.phone_key import check_phone_key
from bot.runtime import parts
from bot.storage.database import upsert_row

bp = Blueprint("health", __name__)

WRITE_SECONDS = 10.0  # between two tries to write
WRITTEN = "written"  # the row that is tried with


@bp.get("/healthz")
def alive() -> Response:
    """The process answers."""
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
def ready() -> tuple[Response, int]:
    """The parts a turn needs, each with `ok` or what is wrong; 503 when one is not. What else is wrong makes it degraded."""
    needed, beside, tables = _needed(), _beside(), _tables()
    works = set(needed.values()) == {"ok"}
    degraded = set(map(str, beside.values())) != {"ok"} or bool(tables["problem"] or tables["held_back"])
    status = "unavailable" if not works else "degraded" if degraded else "ok"
    return jsonify({"status": status, **needed, **beside, "tables": tables}), 200 if works else 503


def part_states() -> dict[str, bool]:
    """Is each of these parts in order?"""
    return {name: said == "ok" for name, said in {**_needed(), **_beside()}.items()}


def _needed() -> dict[str, str]:
    """What a turn needs."""
    try:
        database = _database()
    except SQLAlchemyError as error:
        database = f"away ({type(error).__name__})"
    return {
        "database": database,
        "officials": "ok" if len(parts().directory) else "no officials loaded; run: flask data build",
        "campaigns": "ok" if list(parts().campaigns) else "no campaign; set `state: live` in one under data/campaigns",
    }


def _beside() -> dict[str, str | list[str]]:
    """What else is to be looked at where it is not `ok`."""
    faults = (*parts().files.faults, *parts().served_campaigns.faults)
    return {
        # Paused or ended by an organizer: who texts is told so, and stops are heard all the same.
        "live_campaign": "ok" if parts().campaigns.live else "none is live; launch or resume one",
        "broker": _broker(),
        "jobs": _jobs(),
        "stop_file": parts().stop_file.trouble() or "ok",
        "files": [fault.summary for fault in faults] or "ok",
    }


def _broker() -> str:
    """Does somebody listen where the task broker is? Nothing needs it, so it is no reason for a 503."""
    address = urlsplit(parts().settings.broker_url.get_secret_value())
    if not address.hostname:
        return "ok"
    try:
        socket.create_connection((address.hostname, address.port or BROKERS[address.scheme]), timeout=2).close()
    except OSError as error:
        return f"away ({type(error).__name__}); workers find what is due by a look at the rows every few seconds"
    return "ok"


def _jobs() -> str:
    """Did jobs of workers fail for good? Somebody should look; texts and calls are answered all the same."""
    try:
        count = parts().workers.dead_jobs.count()
    except SQLAlchemyError as error:
        return f"unknown ({type(error).__name__})"
    return f"{count} failed for good; see: flask jobs list" if count else "ok"


def _tables() -> dict[str, object]:
    """Which tables answer, what the last update held back, whose newly elected are not known, and how old each source is in
    days. Nobody of a stale one is named, so it is no reason for a 503."""
    today = parts().clock().date()
    sources = {
        source.name: {
            "as_of": source.as_of.isoformat(),
            "days": (today - source.as_of).days,
            "stale": is_stale(source.name, source.as_of, today),
        }
        for source in parts().directory.sources.values()
    }
    used = parts().directories.in_use
    others = "other tables are there and not used; run: flask data check" if used.note else ""
    return {
        "in_use": used.name,
        "problem": others,
        "held_back": [
            {"what": each.what, "since": each.since.isoformat(), "why": each.why} for each in parts().directory.tables.held
        ],
        "waiting": [
            {"chamber": f"{chamber.role} of {chamber.state}", "since": chamber.seated.isoformat()}
            for chamber in parts().directory.waiting(today)
        ],
        "sources": sources,
    }


def _database() -> str:
    if not parts().database.can_serve():
        return "tables are not at this version; run: flask migrate"
    with parts().database.read() as connection:
        try:
            check_phone_key(connection, parts().phone_cipher)
        except ValueError as error:
            # Everybody would be a stranger, also those who said STOP.
            return str(error)
    write_check: _WriteCheck = current_app.extensions.setdefault("write_check", _WriteCheck())
    return write_check.look()


class _WriteCheck:
    """Can anything be written? Tried now and then: by a row of its own."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._tried_at, self._said = float("-inf"), "ok"

    def look(self) -> str:
        """ "ok", or why not."""
        with self._lock:
            if time.monotonic() - self._tried_at > WRITE_SECONDS:
                self._said = self._try()
                self._tried_at = time.monotonic()
            return self._said

    def _try(self) -> str:
        row = {"name": WRITTEN, "holder": "", "until": parts().clock()}
        try:
            with parts().database.write() as connection:
                upsert_row(connection, Lease, row, ["name"])
        except (SQLAlchemyError, TimeoutError) as error:
            theirs = error.orig if isinstance(error, DBAPIError) else None
            why = getattr(theirs, "sqlite_errorname", "") or type(theirs or error).__name__
            return f"cannot be written ({why}); nothing that anybody says is kept"
        return "ok"
