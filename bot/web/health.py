"""Is the process alive, can it work, and what has it done: for machines that watch."""

import socket
from urllib.parse import urlsplit

from flask import Blueprint, Response, jsonify
from prometheus_client import CONTENT_TYPE_LATEST, generate_latest
from sqlalchemy.exc import SQLAlchemyError

from bot.config import BROKERS
from bot.officials.source_ages import is_stale
from bot.people.phone_key import check_phone_key
from bot.runtime import parts

bp = Blueprint("health", __name__)


@bp.get("/healthz")
def alive() -> Response:
    """The process answers."""
    return Response("ok\n", mimetype="text/plain")


@bp.get("/readyz")
def ready() -> tuple[Response, int]:
    """The parts a turn needs, each with `ok` or what is wrong; 503 when one is not. What else is wrong makes it degraded."""
    try:
        database = _database()
    except SQLAlchemyError as error:
        database = f"away ({type(error).__name__})"
    live = parts().campaigns.live
    states = {
        "database": database,
        "officials": "ok" if len(parts().directory) else "no officials loaded; run: flask data build",
        "campaigns": "ok" if live else "no live campaign; set `state: live` in one under data/campaigns",
    }
    works = set(states.values()) == {"ok"}
    broker, jobs, tables, faults = _broker(), _jobs(), _tables(), parts().files.faults
    degraded = {broker, jobs} != {"ok"} or bool(tables["problem"] or tables["held_back"]) or bool(faults)
    more = {
        "status": "unavailable" if not works else "degraded" if degraded else "ok",
        "broker": broker,
        "jobs": jobs,
        "files": [fault.summary for fault in faults] or "ok",
        "tables": tables,
    }
    return jsonify(states | more), 200 if works else 503


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
    return "ok"


@bp.get("/metrics")
def metrics() -> Response:
    """Counts and times, without anything about anyone."""
    return Response(generate_latest(), content_type=CONTENT_TYPE_LATEST)
