"""The log of what organizers did."""

from flask import Blueprint, render_template, request

from bot.accounts.audit import PAGE, audit_page
from bot.runtime import parts
from bot.web.console import visit

bp = Blueprint("audit", __name__)


@bp.get("/audit")
def show() -> str:
    """A page of the log, the newest first."""
    before = request.args.get("before", type=visit.row_number)
    with parts().database.page_read() as connection:
        rows = audit_page(connection, thing=request.args.get("thing", "")[:128], before_id=before)
    return render_template("audit.html", rows=rows, older=rows[-1].id if len(rows) == PAGE else None)
