"""The blueprint of the pages of alerts, and who may see which alert."""

from flask import Blueprint, render_template
from flask.typing import ResponseReturnValue

from bot.broadcasts.lifecycle import Status, broadcast_status
from bot.runtime import parts
from bot.web.console import visit
from bot.web.console.visit import t

bp = Blueprint("alerts", __name__)


class NotShown(Exception):
    """An alert that there is not, or that is not this organizer's to see. `why`: missing or other_campaign."""

    def __init__(self, why: str, code: int) -> None:
        self.why, self.code = why, code
        super().__init__(why)


@bp.errorhandler(NotShown)
def _refuse(error: NotShown) -> ResponseReturnValue:
    return render_template("problem.html", title=t(f"alerts.{error.why}_title"), text=t(f"alerts.{error.why}")), error.code


def shown_alert(id: int) -> Status:
    """An alert and its counts. Raises NotShown."""
    with parts().database.page_read() as connection:
        found = broadcast_status(connection, id)
    if found is None:
        raise NotShown("missing", 404)
    check_campaign(found.campaign)
    return found


def check_campaign(campaign: str) -> None:
    """Raises NotShown for a campaign that is another's than who asks is entered for."""
    if not visit.is_own(campaign):
        raise NotShown("other_campaign", 403)
