"""The tables in use: how old their sources are, what the last update changed and held back; and asking for an update."""

from datetime import UTC, datetime

from flask import Response, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue

from bot.accounts.audit import record_act
from bot.civic_data.asked_updates import UPDATE_NOW, AskedUpdate, ask_for_update, latest_updates
from bot.officials.source_ages import source_ages
from bot.officials.table_changes import TableChanges, read_changes
from bot.officials.tables import DataError
from bot.runtime import parts
from bot.web.console import visit
from bot.web.console.officials.shown import asked_day, source_said
from bot.web.console.visit import now, role_name, t

VERSION = "%Y%m%dT%H%M%S.%fZ"  # how folders of updated tables are called


def show() -> str:
    """Everything about the tables."""
    directory, in_use = parts().directory, parts().directories.in_use
    changes: TableChanges | None = None
    trouble = in_use.note
    try:
        changes = read_changes(in_use.folder)
    except DataError as problem:
        trouble = problem.found
    days = {name: source.as_of for name, source in directory.sources.items()}
    return render_template(
        "officials/tables.html",
        ages=[(age, directory.sources[age.source]) for age in source_ages(days, asked_day())],
        source_said=source_said,
        held=directory.tables.held,
        waiting=[(each, role_name(each.role)) for each in directory.waiting(asked_day())],
        changes=changes,
        role_name=role_name,
        made_at=_made_at(in_use.name),
        trouble=trouble,
        automatic=parts().settings.update_data_days,
        notice_text=session.pop("notice", ""),
        **_updates(),
    )


def state() -> Response:
    """The piece of the page that says how an update goes, until none does."""
    found = _updates()
    response = Response(render_template("officials/update_state.html", **found))
    if not found["goes_on"]:
        response.headers["X-Done"] = "1"
    return response


def ask() -> ResponseReturnValue:
    """Ask for an update: a worker takes it up."""
    with parts().database.write() as connection:
        id = ask_for_update(connection, visit.actor().name, now())
        if id is not None:
            record_act(connection, visit.actor(), "update_asked", "officials' tables", now())
    if id is None:
        session["notice"] = t("officials.update_goes_on")
    else:
        parts().workers.enqueue(UPDATE_NOW, id)
    return redirect(url_for("officials.tables"), 303)


def _updates() -> dict[str, object]:
    with parts().database.page_read() as connection:
        rows: list[tuple[AskedUpdate, str]] = [(each, each.state(now())) for each in latest_updates(connection)]
    return {"updates": rows, "goes_on": any(state in ("waiting", "working") for _, state in rows)}


def _made_at(version: str) -> datetime | None:
    try:
        return datetime.strptime(version, VERSION).replace(tzinfo=UTC)
    except ValueError:
        return None
