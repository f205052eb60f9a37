"""Launch, pause, resume, end: what changes which campaigns run. Each is told to every process within two seconds."""

from flask import redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from bot.accounts import campaign_acts
from bot.runtime import parts
from bot.web.console import visit
from bot.web.console.campaigns.blueprint import bp, found_campaign, found_text
from bot.web.console.visit import now, t


@bp.post("/campaigns/<id>/launch")
def launch(id: str) -> ResponseReturnValue:
    """Let the version that was looked at serve. One with mistakes, or that somebody changed or launched meanwhile, does not."""
    number = request.form.get("version", 0, type=visit.row_number)
    with parts().database.page_read() as connection:
        found_campaign(connection, id)
        text = found_text(connection, id, number)
    if parts().served_campaigns.check(id, text).problems:
        session["warning"] = t("campaigns.not_launched")
        return _back(id)
    with parts().database.write() as connection:
        launched = campaign_acts.launch(connection, visit.actor(), id, number, now())
    if not launched:
        session["warning"] = t("campaigns.launched_already")
        return _back(id)
    return _told_live(id, t("campaigns.launched", version=number))


@bp.post("/campaigns/<id>/pause")
def pause(id: str) -> ResponseReturnValue:
    """Hold it, and its alerts."""
    with parts().database.write() as connection:
        found_campaign(connection, id)
        held = campaign_acts.pause(connection, visit.actor(), id, now())
    return _told(id, held is not None, t("campaigns.paused", count=len(held or ())))


@bp.post("/campaigns/<id>/resume")
def resume(id: str) -> ResponseReturnValue:
    """Let it go on."""
    with parts().database.write() as connection:
        found_campaign(connection, id)
        resumed = campaign_acts.resume(connection, visit.actor(), id, now())
    return _told_live(id, t("campaigns.resumed")) if resumed else _told(id, False, "")


@bp.post("/campaigns/<id>/end")
def end(id: str) -> ResponseReturnValue:
    """End it, and cancel its alerts."""
    with parts().database.write() as connection:
        found_campaign(connection, id)
        ended = campaign_acts.end(connection, visit.actor(), id, now())
    return _told(id, ended is not None, t("campaigns.ended", count=len(ended or ())))


def _told(id: str, done: bool, words: str) -> ResponseReturnValue:
    session["notice" if done else "warning"] = words if done else t("campaigns.moved_already")
    return _back(id)


def _told_live(id: str, words: str) -> ResponseReturnValue:
    """It is live by its row. Of two that claim the same, as where both were launched at one moment, one does not serve."""
    parts().served_campaigns.look()
    serving = parts().campaigns.get(id)
    if serving is None or serving.state != "live":
        session["warning"] = t("campaigns.does_not_serve")
        return _back(id)
    return _told(id, True, words)


def _back(id: str) -> ResponseReturnValue:
    parts().served_campaigns.look()
    return redirect(url_for("campaigns.overview", id=id), 303)
