"""The list of alerts."""

from flask import render_template, request

from bot.broadcasts.lifecycle import list_alerts
from bot.runtime import parts
from bot.web.console import visit
from bot.web.console.alerts.blueprint import bp

PAGE = 20
FILTERS = {"all": (), "drafts": ("draft",), "live": ("scheduled", "sending", "paused"), "over": ("done", "cancelled")}


@bp.get("/alerts")
def show() -> str:
    """A page of alerts, the newest first."""
    chosen = request.args.get("show", "all")
    chosen = chosen if chosen in FILTERS else "all"
    before = request.args.get("before", type=visit.row_number)
    with parts().database.page_read() as connection:
        rows = list_alerts(
            connection,
            states=FILTERS[chosen],
            campaign=visit.bound_campaign(),
            before=before,
            most=PAGE + 1,
        )
    return render_template(
        "alerts.html",
        rows=rows[:PAGE],
        filters=list(FILTERS),
        chosen=chosen,
        older=rows[PAGE - 1].id if len(rows) > PAGE else None,
        before=before,
    )
