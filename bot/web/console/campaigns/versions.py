"""Versions of a campaign: who wrote them and when, what changed, an older one again, and the file."""

from flask import Response, abort, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from bot.accounts import campaign_acts
from bot.campaign_versions.changes import Stale
from bot.campaign_versions.listing import difference
from bot.campaign_versions.version_rows import PAGE, find_version, versions_page
from bot.runtime import parts
from bot.web.console import visit
from bot.web.console.campaigns.blueprint import bp, found_campaign, found_text
from bot.web.console.visit import now, t


@bp.get("/campaigns/<id>/versions")
def versions(id: str) -> str:
    """A page of versions, the newest first."""
    before = request.args.get("before", type=visit.row_number)
    with parts().database.page_read() as connection:
        row = found_campaign(connection, id)
        rows = versions_page(connection, id, before)
    older = rows[-1].number if len(rows) == PAGE else None
    return render_template("campaigns/versions.html", row=row, rows=rows, older=older)


@bp.get("/campaigns/<id>/versions/<int:number>")
def version(id: str, number: int) -> str:
    """One version, and what it changed; `?to=`: beside another one."""
    with parts().database.page_read() as connection:
        row = found_campaign(connection, id)
        found = find_version(connection, id, number)
        if found is None:
            abort(404)
        text = found_text(connection, id, number)
        other = request.args.get("to", found.from_number or (number - 1 or None), type=visit.row_number)
        before = found_text(connection, id, other) if other else ""
    return render_template(
        "campaigns/version.html", row=row, version=found, other=other, lines=difference(before, text), text=text
    )


@bp.post("/campaigns/<id>/versions/<int:number>/restore")
def restore(id: str, number: int) -> ResponseReturnValue:
    """The draft becomes what an older version was: a new version, so nothing is lost."""
    with parts().database.write() as connection:
        row = found_campaign(connection, id)
        text = found_text(connection, id, number)
        note = t("campaigns.restore_note", version=number)
        saved = campaign_acts.save(connection, visit.actor(), id, text, row.newest, now(), note=note)
    if isinstance(saved, Stale):
        abort(409)
    session["notice"] = t("campaigns.restored", version=number)
    return redirect(url_for("campaigns.overview", id=id), 303)


@bp.get("/campaigns/<id>.yaml")
def download(id: str) -> ResponseReturnValue:
    """The file, as it was written; `?version=`: another than the one that is worked on."""
    with parts().database.page_read() as connection:
        row = found_campaign(connection, id)
        text = found_text(connection, id, request.args.get("version", row.newest, type=visit.row_number))
    headers = {"Content-Disposition": f'attachment; filename="{row.id}.yaml"'}
    return Response(text.encode(), mimetype="application/yaml", headers=headers)
