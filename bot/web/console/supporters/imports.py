"""Lists that are imported: upload, what the check found, agreeing to it, progress. A worker does the work."""

from collections.abc import Mapping
from dataclasses import replace

from flask import Response, abort, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection
from werkzeug.datastructures import FileStorage

from bot.accounts.audit import record_act
from bot.campaigns import Campaign
from bot.contacts import import_rows
from bot.contacts.asking_cost import AskingCost, asking_cost
from bot.contacts.column_memory import remember_columns
from bot.contacts.column_names import MEANINGS
from bot.contacts.column_plan import Choices
from bot.contacts.confirmation import EXPIRES, LONGEST_WHO, confirmation_texts
from bot.contacts.contact_rows import empty_list, read_consent_time, read_proof
from bot.contacts.import_choices import ShownColumns, choices_as_json, choices_from_json, meaning_of, said_columns
from bot.contacts.import_contacts import LANDLINE, NEW, UNTOLD
from bot.contacts.import_rows import AT_WORK, STAY, ImportRow
from bot.contacts.import_work import JOB
from bot.runtime import parts
from bot.tabular.cells import CellError
from bot.web.console import visit
from bot.web.console.campaign_titles import campaign_title
from bot.web.console.mount import UPLOAD_BYTES
from bot.web.console.supporters.blueprint import bp
from bot.web.console.supporters.report_words import report_words
from bot.web.console.visit import now, t

FORM_AROUND = 10_000  # bytes, more than the rest of the form
FOR_ALL_ROWS = ("source", "consented_at")
MOST_COLUMNS_SHOWN = 100  # the others are read as their headings say
BECAME = (NEW, UNTOLD, LANDLINE, "pending", "active", "stopped", "left")  # in the order in which they are told


@bp.get("/supporters/import")
def import_form() -> str:
    """The form for a list, and the lists of the last days."""
    return _form()


@bp.get("/supporters/import/template.csv")
def import_template() -> Response:
    """An empty list."""
    headers = {"Content-Disposition": 'attachment; filename="contacts.csv"'}
    return Response(empty_list(), mimetype="text/csv; charset=utf-8", headers=headers)


@bp.post("/supporters/import/upload")
def upload() -> ResponseReturnValue:
    """Take a list in. Nothing of it is read here."""
    built, typed = parts(), {name: request.form.get(name, "").strip() for name in ("who", "campaign", *FOR_ALL_ROWS)}
    file, campaign = request.files.get("file"), built.campaigns.get(typed["campaign"])
    choices, trouble = _for_all_rows(typed)
    if file is None or not file.filename:
        trouble["file"] = t("imports.file_missing")
    if campaign is None or campaign.state != "live" or not visit.is_own(campaign.id):
        trouble["campaign"] = t("imports.campaign_wrong")
    if len(typed["who"]) > LONGEST_WHO:
        trouble["who"] = t("imports.who_long", most=LONGEST_WHO)
    if trouble or file is None or campaign is None:
        return _form(trouble, typed), 422
    id = _take_in(file, campaign, typed["who"], choices)
    built.workers.enqueue(JOB, id)
    return redirect(url_for("supporters.show_import", id=id), 303)


def _for_all_rows(typed: Mapping[str, str]) -> tuple[Choices, dict[str, str]]:
    """What is said of all rows of a list, and what is wrong with it, by field."""
    choices, trouble = Choices(), dict[str, str]()
    try:
        choices = replace(choices, source=read_proof(typed["source"]) if typed["source"] else "")
    except CellError as problem:
        trouble["source"] = report_words(str(problem), visit.language())
    try:
        at = read_consent_time(typed["consented_at"], now()) if typed["consented_at"] else None
        choices = replace(choices, consented_at=at)
    except CellError as problem:
        trouble["consented_at"] = report_words(str(problem), visit.language())
    return choices, trouble


def _take_in(file: FileStorage, campaign: Campaign, who: str, choices: Choices) -> int:
    built, files = parts(), parts().imports.files
    with file.stream:
        taken = files.take_in(file.stream)
    try:
        with built.database.write() as connection:
            id = import_rows.add_import(
                connection,
                organizer=visit.person().id,
                campaign=campaign.id,
                who=who,
                file_name=file.filename or "",
                choices=choices_as_json(choices),
                now=now(),
            )
            record_act(connection, visit.actor(), "list_uploaded", f"list {id}", now(), after=campaign.id)
            files.adopt(taken, id)
    except BaseException:
        files.drop(taken)
        raise
    return id


@bp.get("/supporters/imports/<int:id>")
def show_import(id: int) -> str:
    """How far a list is, and what comes next."""
    return render_template("import.html", **_state(_find(id)), notice_text=session.pop("notice", ""))


@bp.get("/supporters/imports/<int:id>/progress")
def import_progress(id: int) -> ResponseReturnValue:
    """The part of the page that changes by itself; 204 where nothing moved."""
    row = _find(id)
    mark = f"{row.state}-{row.rows}-{row.loaded}"
    if request.headers.get("X-Fragment") == mark:
        return "", 204
    headers = {"X-Mark": mark}
    if row.state not in AT_WORK:
        headers["X-Done"] = "1"
    return render_template("import_state.html", **_state(row)), 200, headers


@bp.post("/supporters/imports/<int:id>/columns")
def choose_columns(id: int) -> ResponseReturnValue:
    """Have a checked list checked again, its columns holding what the form says."""
    built, row = parts(), _find(id)
    shown = _columns(row)
    if row.state != "checked" or shown is None:
        return redirect(url_for("supporters.show_import", id=id), 303)
    typed = {name: request.form.get(name, "").strip() for name in FOR_ALL_ROWS}
    choices, trouble = _for_all_rows(typed)
    if trouble:
        return render_template("import.html", **{**_state(row), "trouble": trouble, "typed": typed}), 422
    fields = {each.place: f"column-{each.place}" for each in shown.columns}
    said = [(place, meaning_of(request.form[name])) for place, name in fields.items() if name in request.form]
    with built.database.write() as connection:
        again = import_rows.check_again(connection, id, choices_as_json(replace(choices, columns=said)), now())
        if again:
            record_act(connection, visit.actor(), "list_columns_set", f"list {id}", now())
    if again:
        built.workers.enqueue(JOB, id)
    return redirect(url_for("supporters.show_import", id=id), 303)


@bp.post("/supporters/imports/<int:id>/agree")
def agree(id: int) -> ResponseReturnValue:
    """Have the rows that are right loaded. A second press finds that somebody agreed already."""
    built, before = parts(), _find(id)
    shown = _columns(before)
    look_up = bool(request.form.get("look_up_lines")) and built.providers.line_lookup is not None
    choices = replace(choices_from_json(before.choices, before.file_name), look_up_lines=look_up)
    with built.database.write() as connection:
        row = _own(connection, id)
        agreed = import_rows.agree_to_import(connection, id, choices_as_json(choices), now())
        if agreed:
            looked_up = f", lines of {row.found.unknown_lines} looked up" if look_up else ""
            after = f"{row.campaign}: {row.good} rows{looked_up}"
            record_act(connection, visit.actor(), "list_imported", f"list {id}", now(), after=after)
            if shown:
                said = said_columns(choices_from_json(row.choices, row.file_name))
                remember_columns(connection, shown.shape, said, now())
    if agreed:
        built.workers.enqueue(JOB, id)
    return redirect(url_for("supporters.show_import", id=id), 303)


@bp.post("/supporters/imports/<int:id>/discard")
def discard(id: int) -> ResponseReturnValue:
    """Delete a list that nobody agreed to, and its files."""
    built = parts()
    with built.database.write() as connection:
        row = import_rows.find_import(connection, id)
        if row is not None:
            _check_own(row)
        gone = import_rows.delete_import(connection, id)
        if gone:
            record_act(connection, visit.actor(), "list_discarded", f"list {id}", now())
    if gone:
        built.imports.files.remove(id)
        session["notice"] = t("imports.discarded")
    return redirect(url_for("supporters.import_form"), 303)


@bp.post("/supporters/imports/<int:id>/cancel")
def cancel(id: int) -> ResponseReturnValue:
    """Have a list that is being loaded taken back. A second press, or one that comes too late, changes nothing."""
    built = parts()
    with built.database.write() as connection:
        _own(connection, id)
        cancelled = import_rows.cancel_import(connection, id, now())
        if cancelled:
            record_act(connection, visit.actor(), "list_cancelled", f"list {id}", now())
    if cancelled:
        built.workers.enqueue(JOB, id)
    return redirect(url_for("supporters.show_import", id=id), 303)


@bp.get("/supporters/imports/<int:id>/bad-rows.csv")
def bad_rows(id: int) -> ResponseReturnValue:
    """The rows that are left out, as they were, to be mended and imported."""
    _find(id)
    try:
        body = parts().imports.files.bad_rows(id).read_bytes()
    except FileNotFoundError:
        abort(404)
    with parts().database.write() as connection:
        record_act(connection, visit.actor(), "bad_rows_fetched", f"list {id}", now())
    headers = {"Content-Disposition": f'attachment; filename="bad-rows-{id}.csv"'}
    return Response(body, mimetype="text/csv; charset=utf-8", headers=headers)


def _find(id: int) -> ImportRow:
    with parts().database.page_read() as connection:
        return _own(connection, id)


def _own(connection: Connection, id: int) -> ImportRow:
    """The list of an address, if who asks may see to its campaign."""
    row = import_rows.find_import(connection, id)
    if row is None:
        abort(404)
    _check_own(row)
    return row


def _check_own(row: ImportRow) -> None:
    if not visit.is_own(row.campaign):
        abort(403)


def _columns(row: ImportRow) -> ShownColumns | None:
    """What the check found in the columns; None where it did not come so far, or the list is gone."""
    written = parts().imports.files.columns(row.id)
    return ShownColumns.from_json(written) if written else None


def _state(row: ImportRow) -> Mapping[str, object]:
    """What a template needs to tell of a list."""
    campaign, report = parts().campaigns.get(row.campaign), row.found
    live = campaign is not None and campaign.state == "live"
    counts = row.counts if row.state in ("agreed", "loaded") else report.counts
    choices = choices_from_json(row.choices, row.file_name)
    return {
        "row": row,
        "report": report,
        "campaign": campaign_title(row.campaign),
        "live": live,
        "became": [(outcome, counts[outcome]) for outcome in BECAME if counts.get(outcome)],
        "texts": _texts(campaign, row.who) if campaign and row.state == "checked" else {},
        "shown": _columns(row) if row.state == "checked" else None,
        "most_columns": MOST_COLUMNS_SHOWN,
        "meanings": [("", t("imports.meaning_none")), *((each, t(f"imports.meaning_{each}")) for each in MEANINGS)],
        "typed": {"source": choices.source, "consented_at": f"{choices.consented_at:%m/%d/%Y}" if choices.consented_at else ""},
        "trouble": {},
        "asking": _asking(campaign, row) if campaign and row.state == "checked" else None,
        "lookup_dollars": _lookup_dollars(report.unknown_lines),
        "has_bad_rows": report.bad_rows > 0 and parts().imports.files.bad_rows(row.id).exists(),
        "expire_days": EXPIRES.days,
        "stay": row.counts.get(STAY, 0),
        "at_work": row.state in AT_WORK,
        "words": lambda text: report_words(text, visit.language()),
    }


def _lookup_dollars(lines: int) -> float | None:
    """What it costs to have so many lines looked up; None where there is nothing to look up, or nobody who tells it."""
    built = parts()
    return lines * built.settings.line_lookup_price if lines and built.providers.line_lookup else None


def _texts(campaign: Campaign, who: str) -> Mapping[str, str]:
    texts = confirmation_texts(campaign, parts().settings.organization, who)
    return {language: text.replace("{{", "{").replace("}}", "}") for language, text in texts.items()}


def _asking(campaign: Campaign, row: ImportRow) -> AskingCost | None:
    languages = {language or None: count for language, count in row.found.languages.items()}
    if not languages:
        return None
    texts = confirmation_texts(campaign, parts().settings.organization, row.who)
    return asking_cost(languages, campaign.languages[0], texts, parts().previewer.limits)


def _form(trouble: Mapping[str, str] | None = None, typed: Mapping[str, str] | None = None) -> str:
    with parts().database.page_read() as connection:
        lists = [each for each in import_rows.newest_imports(connection) if visit.is_own(each.campaign)]
    live = [each for each in parts().campaigns.live if visit.is_own(each.id)]
    return render_template(
        "import_form.html",
        lists=lists,
        campaigns=[(each.id, campaign_title(each.id)) for each in live],
        trouble=trouble or {},
        typed=typed or {},
        longest_who=LONGEST_WHO,
        most_bytes=UPLOAD_BYTES - FORM_AROUND,
        notice_text=session.pop("notice", ""),
    )
