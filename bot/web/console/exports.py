"""What is kept here, taken out as a file: at once where it is short, else made by a worker for the one who asked."""

import threading
from collections.abc import Iterator, Mapping
from typing import BinaryIO

from flask import Blueprint, Response, abort, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import OperationalError

from bot.accounts.audit import record_act
from bot.exports import export_rows
from bot.exports.export_request import CHOICES, ExportRequest, RequestError, read_request
from bot.exports.export_rows import KEEP, ExportRow
from bot.exports.export_work import JOB, MOST_AT_ONCE
from bot.runtime import parts
from bot.storage.database import is_too_slow
from bot.tabular.saved_tables import MEDIA_TYPES
from bot.web.console import visit
from bot.web.console.campaign_titles import campaign_choices, campaign_title
from bot.web.console.supporters.filters import language_choices, state_choices
from bot.web.console.visit import now, t

bp = Blueprint("exports", __name__)

FIELDS = ("what", "kind", "program", "campaign", "place", "state", "language", "first", "last")
LONGEST = 64  # characters of a field that are looked at
CHUNK = 1 << 16
_ONE = threading.Lock()  # a process makes one at a time: it keeps a core busy for seconds


@bp.get("/exports")
def show() -> str:
    """The form, with what the address asks for filled in, and the files that who asks had made."""
    return _page({name: request.args.get(name, "")[:LONGEST] for name in FIELDS})


@bp.get("/exports/progress")
def progress() -> ResponseReturnValue:
    """The part of the page that changes by itself; 204 where nothing moved."""
    rows = _own_rows()
    mark = "-".join(f"{row.id}{row.state}{row.rows}" for row in rows)
    if request.headers.get("X-Fragment") == mark:
        return "", 204
    done = {} if any(row.state == "asked" for row in rows) else {"X-Done": "1"}
    return render_template("exports_made.html", **_made(rows)), 200, {"X-Mark": mark, **done}


@bp.post("/exports/make")
def make() -> ResponseReturnValue:
    """The file that the form asks for; where it is too long to wait for, the page, with a line on which it comes."""
    typed = {name: request.form.get(name, "").strip()[:LONGEST] for name in FIELDS}
    typed["campaign"] = typed["campaign"] or visit.bound_campaign()
    if not visit.is_own(typed["campaign"]):
        abort(403)
    try:
        asked = read_request(typed)
    except RequestError as error:
        return _page(typed, {error.field: t(f"exports.wrong_{error.wrong}")}), 422
    if asked.campaign and parts().campaigns.get(asked.campaign) is None:
        return _page(typed, {"campaign": t("exports.wrong_no_choice")}), 422
    if not _ONE.acquire(blocking=False):
        return _page(typed, {"what": t("exports.busy")}), 503, {"Retry-After": "10"}
    try:
        file = _short_file(asked)
    finally:
        _ONE.release()
    return _hand_over(asked, file) if file else _have_made(asked)


def _short_file(asked: ExportRequest) -> BinaryIO | None:
    try:
        return parts().exports.make_now(asked)
    except OperationalError as error:
        if is_too_slow(error):
            return None
        raise


def _hand_over(asked: ExportRequest, file: BinaryIO) -> Response:
    try:
        with parts().database.write() as connection:
            record_act(connection, visit.actor(), "exported", asked.what, now(), after=asked.in_words())
    except BaseException:
        file.close()
        raise
    return _answer(asked, file)


def _have_made(asked: ExportRequest) -> ResponseReturnValue:
    built = parts()
    with built.database.write() as connection:
        id = built.exports.ask(connection, visit.person().id, asked, now())
        record_act(connection, visit.actor(), "export_asked", asked.what, now(), after=asked.in_words())
    built.workers.enqueue(JOB, id)
    session["notice"] = t("exports.comes")
    return redirect(url_for("exports.show"), 303)


@bp.get("/exports/<int:id>/file")
def fetch(id: int) -> ResponseReturnValue:
    """A file that was made, for who asked for it."""
    row = _own(id)
    if row.state != "made":
        abort(404)
    try:
        file = parts().exports.files.made(id).open("rb")
    except FileNotFoundError:
        return render_template("problem.html", title=t("exports.gone_title"), text=t("exports.elsewhere")), 404
    with parts().database.write() as connection:
        record_act(connection, visit.actor(), "export_fetched", row.asked.what, now(), after=row.asked.in_words())
    return _answer(row.asked, file)


@bp.post("/exports/<int:id>/remove")
def remove(id: int) -> ResponseReturnValue:
    """Remove a file before its day is over, or call off one that is not made yet."""
    row = _own(id)
    with parts().database.write() as connection:
        export_rows.delete_export(connection, row.id)
    parts().exports.files.remove(row.id)
    session["notice"] = t("exports.removed")
    return redirect(url_for("exports.show"), 303)


def _own(id: int) -> ExportRow:
    """Somebody else's file is none."""
    with parts().database.page_read() as connection:
        row = export_rows.find_export(connection, id)
    if row is None or row.organizer_id != visit.person().id or row.goes_at <= now() or not visit.is_own(row.asked.campaign):
        abort(404)
    return row


def _answer(asked: ExportRequest, file: BinaryIO) -> Response:
    def chunks() -> Iterator[bytes]:
        with file:
            while chunk := file.read(CHUNK):
                yield chunk

    answer = Response(chunks(), content_type=MEDIA_TYPES[asked.kind])
    answer.call_on_close(file.close)
    answer.headers["Content-Disposition"] = f'attachment; filename="{asked.file_name(now())}"'
    return answer


def _own_rows() -> list[ExportRow]:
    with parts().database.page_read() as connection:
        return [
            row
            for row in export_rows.exports_of(connection, visit.person().id)
            if row.goes_at > now() and visit.is_own(row.asked.campaign)
        ]


def _made(rows: list[ExportRow]) -> Mapping[str, object]:
    return {"rows": rows, "filters": _filters_in_words}


def _filters_in_words(asked: ExportRequest) -> str:
    words = {
        "campaign": campaign_title(asked.campaign),
        "place": asked.place,
        "state": t(f"supporters.states.{asked.state}") if asked.state else "",
        "language": dict(language_choices()).get(asked.language, "") if asked.language else "",
        "first": f"{t('exports.first')} {asked.first}" if asked.first else "",
        "last": f"{t('exports.last')} {asked.last}" if asked.last else "",
    }
    return ", ".join(value for value in words.values() if value)


def _page(typed: Mapping[str, str], trouble: Mapping[str, str] | None = None) -> str:
    rows = _own_rows()
    return render_template(
        "exports.html",
        typed={**typed, "what": typed["what"] or "supporters", "kind": typed["kind"] or "csv"},
        trouble=trouble or {},
        whats=[(each, t(f"exports.whats.{each}")) for each in CHOICES["what"]],
        kinds=[(each, t(f"exports.kinds.{each}")) for each in CHOICES["kind"]],
        programs=[(each, t(f"exports.programs.{each or 'ours'}")) for each in CHOICES["program"]],
        campaigns=campaign_choices(t("supporters.any")),
        states=state_choices(),
        languages=language_choices(),
        most=MOST_AT_ONCE,
        keep_hours=round(KEEP.total_seconds() / 3600),
        making=any(row.state == "asked" for row in rows),
        notice_text=session.pop("notice", ""),
        **_made(rows),
    )
