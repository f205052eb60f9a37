"""What organizers have corrected, which of it is no longer needed, and undoing it."""

from flask import abort, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from bot.accounts.audit import record_act
from bot.officials.corrections import source_records
from bot.officials.local.correction_file import corrections_path, remove_correction
from bot.officials.overrides import Override, needless_overrides, read_each
from bot.officials.tables import DataError
from bot.runtime import local_folder, parts
from bot.web.console import visit
from bot.web.console.visit import now, t

MOST_ID = 200  # characters
PAGE = 50


def show() -> str:
    """All corrections, the newest first. The file is read as it is at this moment."""
    path = corrections_path(local_folder())
    found = read_each(path) if path.exists() else None
    made = [*reversed(found.made)] if found else []
    skipped = min(request.args.get("from", 0, type=visit.row_number), len(made))
    return render_template(
        "officials/corrections.html",
        made=[(override, said(override)) for override in made[skipped : skipped + PAGE]],
        older=skipped + PAGE if len(made) > skipped + PAGE else None,
        bad=found.bad if found else (),
        needless=needless_overrides(source_records(parts().directory), made) if made else [],
        notice_text=session.pop("notice", ""),
    )


def uncorrect() -> ResponseReturnValue:
    """Take out all that is corrected of an official or a seat."""
    id = request.form.get("id", "")[:MOST_ID]
    try:
        with parts().database.write() as connection:
            record_act(connection, visit.actor(), "correction_undone", f"official {id}", now())
            if not remove_correction(local_folder(), id):
                abort(404)
    except DataError as problem:
        session["notice"] = visit.in_words(problem.found)
        return redirect(url_for("officials.corrections"), 303)
    session["notice"] = t("officials.undone")
    if parts().directory.official(id, now().date()) is None:
        return redirect(url_for("officials.corrections"), 303)
    return redirect(url_for("officials.person", id=id), 303)


def said(override: Override) -> list[tuple[str, str]]:
    """What a correction sets: what of the record, and to what."""
    return [
        (t(f"officials.sets_{column}"), ", ".join(value) if isinstance(value, tuple) else str(value))
        for column, value in override.changes.given().items()
    ]
