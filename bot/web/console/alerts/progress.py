"""How far an alert is, by itself while it goes out; what holds it; and the buttons that hold it, let it go on, or end it."""

import csv
import hashlib
import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask import Response, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from bot.accounts.audit import AuditAct, record_act
from bot.broadcasts import lifecycle, results
from bot.broadcasts.lifecycle import Status
from bot.outbox.delivery_counts import CountRow, read_counts
from bot.runtime import parts
from bot.web.console import visit
from bot.web.console.alerts.blueprint import bp, shown_alert
from bot.web.console.alerts.words import duration_text, next_opening, pause_text, reason_text
from bot.web.console.visit import now, t

SENDING_SECONDS, WAITING_SECONDS = 2, 10  # between two looks of an open page
SETTLES = timedelta(minutes=2)  # carriers have told of most texts by then
MOST_ZONES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Held:
    """Deliveries that wait for the hours of their zone, which begin at `until`; None for nobody knows."""

    zone: str
    count: int
    until: datetime | None


@dataclass(frozen=True, slots=True, kw_only=True)
class FailureCause:
    """Deliveries that ended for one reason: in words, with whose fault it is and what mends it ("" for nothing)."""

    state: str
    reason: str
    code: str
    cause: str
    mend: str
    count: int


def progress_page(found: Status) -> str:
    """The page of an alert that was sent, waits for its time, or was written elsewhere."""
    return render_template("alert_progress.html", notice_text=session.pop("notice", ""), **_live_values(found, ""))


@bp.get("/alerts/<int:id>/progress")
def progress(id: int) -> ResponseReturnValue:
    """A fragment: the same as it is now; 204 while nothing has moved since the page's last look."""
    found = shown_alert(id)
    before = request.headers.get("X-Fragment", "")
    values = _live_values(found, before)
    mark = str(values["mark"])
    if before and before.rpartition("|")[2] == mark.rpartition("|")[2] and values["seconds"]:
        return "", 204
    headers = {"X-Mark": mark, "X-Poll": str(values["seconds"])}
    if not values["seconds"]:
        headers["X-Done"] = "1"
    return render_template("alert_live.html", **values), 200, headers


def _live_values(found: Status, before: str) -> dict[str, object]:
    with parts().database.page_read() as connection:
        counts = read_counts(connection, [found.id])
        result = results.read_result(connection, found.id)
    at = now()
    ended = sum(found.states.get(state, 0) for state in ("sent", "delivered", "failed", "skipped"))
    pace = _pace(found, before, at)
    to_go = found.states.get("queued", 0)
    held = _held(found, at)
    awake = to_go - sum(each.count for each in held)
    each = found.segments / max(1, found.gone) or 1.0
    cost = parts().previewer.limits.prices
    return {
        "found": found,
        "why": pause_text(found.reason) if found.reason else "",
        "ended": ended,
        "share": round(100 * ended / found.total) if found.total else 0,
        "pace": pace,
        "left": duration_text(awake * each / pace) if pace and awake > 0 else "",
        "to_go": to_go,
        "held": held[:MOST_ZONES],
        "held_count": sum(each.count for each in held),
        "failures": failures(counts),
        "dollars": cost.of_segments(found.segments).dollars + cost.of_pictures(found.pictures).dollars,
        "result": result,
        "seconds": _seconds(found, at),
        "mark": _mark(found, result, at),
    }


def _seconds(found: Status, at: datetime) -> int:
    """Until an open page looks again; 0 for never."""
    if found.over:
        settling = found.states.get("sent") and found.ended_at is not None and at - found.ended_at < SETTLES
        return WAITING_SECONDS if settling else 0
    return SENDING_SECONDS if found.state == "sending" else WAITING_SECONDS


def _mark(found: Status, result: results.AlertResult, at: datetime) -> str:
    """What the page hands back at its next look: how much had gone when, and what would be new."""
    news = sorted(found.states.items()), sorted(found.reasons.items()), found.state, found.reason, result
    return f"{found.segments or found.pictures}|{at.timestamp():.1f}|{_digest(repr(news))}"


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _pace(found: Status, before: str, at: datetime) -> float:
    """Segments (or picture messages) a second since the page looked last; 0 where it has not."""
    try:
        sent, since, _ = before.split("|")
        seconds = at.timestamp() - float(since)
        return max(0.0, ((found.segments or found.pictures) - int(sent)) / seconds) if seconds >= 1 else 0.0
    except ValueError:
        return 0.0


def _held(found: Status, at: datetime) -> list[Held]:
    is_open = parts().previewer.limits.is_open
    asleep = [(zone, count) for zone, count in found.zones.items() if zone and not is_open(zone, at)]
    asleep.sort(key=lambda each: -each[1])
    return [
        Held(zone=zone.replace("|", ", "), count=count, until=next_opening(is_open, zone, at) if place < MOST_ZONES else None)
        for place, (zone, count) in enumerate(asleep)
    ]


def failures(counts: Sequence[CountRow]) -> list[FailureCause]:
    """What failed or was skipped, the most frequent first."""
    ended = [row for row in counts if row.state in ("failed", "skipped")]
    return [
        FailureCause(
            state=row.state,
            reason=reason_text(row.error),
            code=row.error,
            cause=t(f"alerts.causes.{row.error_cause}") if row.error_cause else "",
            mend=t(f"alerts.mends.{row.error_cause}") if row.error_cause else "",
            count=row.n,
        )
        for row in sorted(ended, key=lambda row: (-row.n, row.error))
    ]


@bp.get("/alerts/<int:id>/failures.csv")
def failures_csv(id: int) -> Response:
    """What failed or was skipped, by the reason, as a list for a spreadsheet; no numbers of people."""
    found = shown_alert(id)
    with parts().database.page_read() as connection:
        rows = failures(read_counts(connection, [found.id]))
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow([t(f"alerts.csv.{name}") for name in ("state", "reason", "code", "cause", "mend", "count")])
    for row in rows:
        state = t(f"alerts.delivery.{row.state}")
        writer.writerow([state, *map(_cell, (row.reason, row.code, row.cause, row.mend)), row.count])
    answer = Response("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="alert-{found.id}-failures.csv"'
    return answer


def _cell(text: str) -> str:
    """A text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in ("=", "+", "-", "@", "\t", "\r") else text


@bp.post("/alerts/<int:id>/pause")
def pause(id: int) -> ResponseReturnValue:
    """Hold it: within a second nothing more leaves."""
    return _move(id, "alert_paused", "paused", lambda connection: lifecycle.pause_broadcast(connection, id))


@bp.post("/alerts/<int:id>/resume")
def resume(id: int) -> ResponseReturnValue:
    """Go on where it was held."""
    return _move(id, "alert_resumed", "resumed", lambda connection: lifecycle.resume_broadcast(connection, id, now()))


@bp.post("/alerts/<int:id>/cancel")
def cancel(id: int) -> ResponseReturnValue:
    """End it for good; a draft is thrown away."""
    return _move(id, "alert_cancelled", "cancelled", lambda connection: lifecycle.cancel_broadcast(connection, id, now()))


def _move(id: int, act: AuditAct, done: str, move: Callable[[Connection], bool]) -> ResponseReturnValue:
    found = shown_alert(id)
    with parts().database.write() as connection:
        moved = move(connection)
        if moved:
            record_act(connection, visit.actor(), act, f"alert {id}", now(), before=found.state)
    if moved:
        parts().workers.enqueue("start_alerts")
        session["notice"] = t(f"alerts.{done}_now")
    else:
        session["notice"] = t("alerts.cannot", state=t(f"states.{shown_alert(id).state}"))
    return redirect(url_for("alerts.page", id=id), 303)
