"""Made-up people on an installation that reaches nobody, for who looks at the console for the first time."""

from flask import Blueprint, abort, redirect, session, url_for
from flask.typing import ResponseReturnValue

from bot.accounts.audit import record_act
from bot.runtime import parts
from bot.simulation.demo_data import MAKE, has_few
from bot.web.console import visit
from bot.web.console.visit import t

bp = Blueprint("demo", __name__)


@bp.post("/demo")
def make() -> ResponseReturnValue:
    """Have them made, beside the answer: that takes some seconds."""
    if parts().settings.live:
        abort(404)
    with parts().database.write() as connection:
        if has_few(connection):
            record_act(connection, visit.actor(), "demo_made", "", visit.now())
    parts().workers.enqueue(MAKE)
    session["notice"] = t("today.demo_made")
    return redirect(url_for("today.show"), 303)
