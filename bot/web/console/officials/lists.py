"""An organizer's own lists of officials: which there are, checking one that is uploaded before it is used, removing one."""

import csv
import io
import re
import secrets
from pathlib import Path

from flask import Response, abort, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from bot.accounts.audit import record_act
from bot.conversation.ward_answers import WardAnswers
from bot.engine.questions import join_ranges
from bot.officials.handwritten import read_handwritten
from bot.officials.local import local_lists
from bot.officials.local.list_fit import FittedList
from bot.officials.local.list_import import ListNews, list_before, list_context, list_in_use, list_news
from bot.officials.local.list_reading import COLUMNS, MAX_BYTES, check_rows, read_as_of, read_list_file
from bot.officials.local.local_lists import LocalList
from bot.officials.tables import DataError
from bot.runtime import local_folder, parts, settings
from bot.tabular.cells import CellError, SpreadsheetError, read_source_cell
from bot.web.console import visit
from bot.web.console.visit import now, role_name, t

DRAFT = re.compile(r"[0-9a-f]{32}")
DRAFT_SECONDS = 3600  # that a list waits between its check and its use
SHOWN = 200  # rows of a report; more are counted
Options = dict[str, str]


def show() -> str:
    """The lists, and the form for another one."""
    return _page({}, {})


def template() -> Response:
    """An empty list, as a file."""
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerow(COLUMNS)
    shown = Response("\ufeff" + out.getvalue(), mimetype="text/csv")
    shown.headers["Content-Disposition"] = 'attachment; filename="council.csv"'
    return shown


def upload() -> ResponseReturnValue:
    """Check a list, and show what would come of it. Nothing is used yet."""
    file, options, trouble = request.files.get("file"), _options(), Options()
    if file is None or not file.filename:
        trouble["file"] = t("officials.file_missing")
        return _page(trouble, options), 422
    options["name"] = local_lists.list_name(options["name"] or Path(file.filename).stem)
    if not options["name"]:
        trouble["name"] = t("officials.list_name_wrong")
        return _page(trouble, options), 422
    content = file.stream.read(MAX_BYTES + 1)
    checked = _check(content, options, trouble)
    if checked is None:
        return _page(trouble, options), 422
    return _report(checked, options, _keep_draft(content))


def use() -> ResponseReturnValue:
    """Use a list that was checked: it is checked once more, as others may have changed something since."""
    draft, options, trouble = _draft(request.form.get("draft", "")), _options(), Options()
    if draft is None or local_lists.list_name(options["name"]) != options["name"] or not options["name"]:
        session["notice"] = t("officials.draft_gone")
        return redirect(url_for("officials.lists"), 303)
    checked = _check(draft.read_bytes(), options, trouble)
    if checked is None:
        return _page(trouble, options), 422
    if not checked.entries or (checked.problems and not options["partial"]):
        return _report(checked, options, draft.name), 422
    new = LocalList(options["name"], tuple(checked.entries))
    with parts().database.write() as connection:
        after = f"{len(new.entries)}"
        before = f"{len(list_before(local_folder(), new.name).entries)}"
        record_act(connection, visit.actor(), "list_used", f"list {new.name}", now(), before=before, after=after)
        local_lists.write_list(local_folder(), new)
    draft.unlink(missing_ok=True)
    session["notice"] = t("officials.list_used", name=new.name)
    return redirect(url_for("officials.lists"), 303)


def remove() -> ResponseReturnValue:
    """Take a list out."""
    name = request.form.get("name", "")
    try:
        with parts().database.write() as connection:
            record_act(connection, visit.actor(), "list_removed", f"list {name}", now())
            if not local_lists.remove_list(local_folder(), name):
                abort(404)
    except ValueError:
        abort(400)
    session["notice"] = t("officials.list_removed", name=name)
    return redirect(url_for("officials.lists"), 303)


def _options() -> Options:
    given = {name: request.form.get(name, "").strip()[:300] for name in ("name", "source", "as_of")}
    return {**given, "partial": "yes" if request.form.get("partial") else ""}


def _check(content: bytes, options: Options, trouble: Options) -> FittedList | None:
    """What is to be said of the list; None, with what is wrong, where it is none, or an option cannot be."""
    today = now().date()
    source, day = _option("source", options, trouble), None
    if options["as_of"]:
        try:
            day = read_as_of(options["as_of"], today)
        except CellError:
            trouble["as_of"] = t("officials.day_wrong")
    if trouble:
        return None
    built = parts()
    lists = read_handwritten(settings().data_dir, local_folder(), built.versions.texts).lists
    choose = WardAnswers(built.flows, built.campaigns).choose
    context = list_context(built.directory, lists, choose, today, name=options["name"], source=source, as_of=day)
    try:
        return check_rows(read_list_file(content), context)
    except (SpreadsheetError, DataError) as problem:
        trouble["file"] = t("officials.file_wrong", why=visit.in_words(problem.found))
        return None


def _option(name: str, options: Options, trouble: Options) -> str:
    try:
        return read_source_cell(options[name])
    except CellError:
        trouble[name] = t("officials.source_wrong")
        return ""


def _page(trouble: Options, typed: Options) -> str:
    found = read_handwritten(settings().data_dir, local_folder(), parts().versions.texts)
    today = now().date()
    broken = [fault for fault in found.faults if fault.kind in ("list", "boundaries")]
    return render_template(
        "officials/lists.html",
        lists=[list_in_use(each, today) for each in found.lists],
        faults=broken,
        councils=sum(1 for _ in parts().directory.tables.councils.seats),
        trouble=trouble,
        typed=typed,
        notice_text=session.pop("notice", ""),
    )


def _report(checked: FittedList, options: Options, draft: str) -> str:
    new = LocalList(options["name"], tuple(checked.entries))
    news: ListNews = list_news(new, list_before(local_folder(), new.name))
    return render_template(
        "officials/list_report.html",
        checked=checked,
        shown=SHOWN,
        news=news,
        role_name=role_name,
        ranges=join_ranges,
        replaces=bool(list_before(local_folder(), new.name).entries),
        options=options,
        draft=draft,
        fits=bool(checked.entries) and (not checked.problems or bool(options["partial"])),
    )


# --- Uploaded lists between their check and their use -----------------------------------------------------------------------


def _drafts() -> Path:
    return settings().instance_dir / "uploads"


def _keep_draft(content: bytes) -> str:
    """Keep an uploaded list for a while; gives its name. Old ones are taken away on the way."""
    folder = _drafts()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    for path in folder.iterdir():
        if now().timestamp() - path.stat().st_mtime > DRAFT_SECONDS:
            path.unlink(missing_ok=True)
    name = secrets.token_hex(16)
    path = folder / name
    path.touch(mode=0o600)
    path.write_bytes(content)
    return name


def _draft(name: str) -> Path | None:
    path = _drafts() / name
    return path if DRAFT.fullmatch(name) and path.exists() else None
