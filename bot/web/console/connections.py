"""Connections: other tools that are told what happens here; what went to each, tests, and what was given up."""

from collections.abc import Mapping, Sequence

from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from bot.accounts.audit import AuditAct, record_act
from bot.connections import posting_rows, receiver_rows, sheet_links
from bot.connections.entered import EnteredReceiver, Fault, check_receiver
from bot.connections.receiver_rows import MOST_RECEIVERS, RECEIVER_KINDS, NewReceiver, ReceiverRow, Waiting
from bot.notices.notice_kinds import BITS
from bot.results.report import TABLES, TITLES, TableName
from bot.runtime import parts
from bot.web.console import visit
from bot.web.console.campaign_titles import own_campaigns
from bot.web.console.visit import now, t

bp = Blueprint("connections", __name__)
NOTHING = Waiting(0, 0)
KINDS = tuple(BITS)


@bp.get("/connections")
def show() -> str:
    """All of them, and the form for another."""
    return _page()


@bp.post("/connections")
def add() -> ResponseReturnValue:
    """Enter one; a webhook's secret is shown this once."""
    entered = _entered()
    checked = check_receiver(entered, bool(parts().settings.own_networks))
    if not isinstance(checked, NewReceiver):
        return _page(faults=checked, typed=entered), 422
    built = parts()
    with built.database.write() as connection:
        full = len(receiver_rows.list_receivers(connection)) >= MOST_RECEIVERS
        if not full:
            id, secret = receiver_rows.add_receiver(connection, built.phone_cipher, checked, now())
            _record(connection, "connection_added", id, after=f"{checked.name}: {_shape(checked.kinds, checked.with_numbers)}")
    if full:
        return _page(notice=t("connections.full", most=MOST_RECEIVERS), typed=entered), 409
    if checked.kind == "webhook":
        return _one(id, secret=secret)
    return redirect(url_for("connections.one", id=id), 303)


@bp.get("/connections/<int:id>")
def one(id: int) -> ResponseReturnValue:
    """One of them: what it is told, what went there last, what was given up."""
    return _one(id)


@bp.get("/connections/<int:id>/postings")
def postings(id: int) -> ResponseReturnValue:
    """The part of its page that changes by itself; 204 where nothing moved."""
    _find(id)
    shown = _postings(id)
    mark = f"{shown['mark']}"
    if request.headers.get("X-Fragment") == mark:
        return "", 204
    return render_template("connection_postings.html", **shown), 200, {"X-Mark": mark}


@bp.post("/connections/<int:id>/change")
def change(id: int) -> ResponseReturnValue:
    """What it is told from now on."""
    before = _find(id)
    numbers = bool(request.form.get("with_numbers"))
    kinds = receiver_rows.PEOPLE_KINDS if before.kind == "action_network" else _kinds()
    tags = request.form.get("tags", "").strip()[: receiver_rows.LONGEST_TAGS]
    if not kinds or (before.kind == "action_network" and not numbers):
        wrong = "kinds_none" if not kinds else "numbers_needed"
        return _one(id, notice=t(f"connections.{wrong}")), 422
    with parts().database.write() as connection:
        receiver_rows.change_receiver(connection, id, kinds=kinds, with_numbers=numbers, tags=tags)
        was, is_now = _shape(before.kinds, before.with_numbers), _shape(kinds, numbers)
        _record(connection, "connection_changed", id, before=was, after=is_now)
    session["notice"] = t("connections.changed")
    return redirect(url_for("connections.one", id=id), 303)


@bp.post("/connections/<int:id>/test")
def test(id: int) -> ResponseReturnValue:
    """Have it told that this is a test."""
    _find(id)
    with parts().database.write() as connection:
        asked = posting_rows.add_test(connection, id, now())
        if asked:
            _record(connection, "connection_tested", id)
    if asked:
        parts().workers.enqueue(posting_rows.JOB, id)
    session["notice"] = t("connections.test_asked" if asked else "connections.is_off")
    return redirect(url_for("connections.one", id=id), 303)


@bp.post("/connections/<int:id>/replay")
def replay(id: int) -> ResponseReturnValue:
    """Try again what was given up: one, or all."""
    _find(id)
    which = request.form.get("posting", type=int)
    with parts().database.write() as connection:
        count = posting_rows.replay_postings(connection, id, now(), posting=which)
        if count:
            _record(connection, "connection_replayed", id, after=str(count))
    parts().workers.enqueue(posting_rows.JOB, id)
    session["notice"] = t("connections.replayed", count=count)
    return redirect(url_for("connections.one", id=id), 303)


@bp.post("/connections/<int:id>/switch")
def switch(id: int) -> ResponseReturnValue:
    """On, or off."""
    _find(id)
    on = request.form.get("to") == "on"
    with parts().database.write() as connection:
        if receiver_rows.switch_receiver(connection, id, on=on):
            _record(connection, "connection_switched", id, after="on" if on else "off")
    parts().workers.enqueue(posting_rows.JOB, id)
    return redirect(url_for("connections.one", id=id), 303)


@bp.post("/connections/<int:id>/secret")
def new_secret(id: int) -> ResponseReturnValue:
    """A new secret, shown this once."""
    _find(id)
    built = parts()
    with built.database.write() as connection:
        secret = receiver_rows.rotate_secret(connection, built.phone_cipher, id, now())
        if secret is not None:
            _record(connection, "connection_secret", id)
    if secret is None:
        abort(404)
    return _one(id, secret=secret)


@bp.post("/connections/<int:id>/remove")
def remove(id: int) -> ResponseReturnValue:
    """Take it out, with all that waits for it."""
    found = _find(id)
    with parts().database.write() as connection:
        if receiver_rows.remove_receiver(connection, id):
            _record(connection, "connection_removed", id, before=found.name)
    session["notice"] = t("connections.removed", name=found.name)
    return redirect(url_for("connections.show"), 303)


@bp.post("/connections/sheets")
def make_sheet() -> ResponseReturnValue:
    """A link for a spreadsheet, shown this once."""
    name, campaign = request.form.get("name", "").strip(), request.form.get("campaign", "")
    if campaign and parts().campaigns.get(campaign) is None:
        abort(400)
    if not 0 < len(name) <= sheet_links.LONGEST_NAME:
        return _page(sheet_trouble=t("connections.name_wrong"), sheet_name=name, sheet_campaign=campaign), 422
    with parts().database.write() as connection:
        made = sheet_links.make_sheet_link(connection, name=name, campaign=campaign, made_by=visit.person().id, now=now())
        if made is not None:
            whose = campaign or "all campaigns"
            record_act(connection, visit.actor(), "sheet_made", f"sheet {made[0]}", now(), after=f"{name}: {whose}")
    if made is None:
        return _page(notice=t("connections.sheets_full", most=sheet_links.MOST_LINKS), sheet_name=name), 409
    return _page(sheet_secret=made[1])


@bp.post("/connections/sheets/<int:id>/end")
def end_sheet(id: int) -> ResponseReturnValue:
    """End a link: from now on it shows nothing."""
    with parts().database.write() as connection:
        name = sheet_links.end_link(connection, id, now()) if id < 2**31 else None
        if name is not None:
            record_act(connection, visit.actor(), "sheet_ended", f"sheet {id}", now(), before=name)
    if name is None:
        abort(404)
    session["notice"] = t("connections.sheet_ended", name=name)
    return redirect(url_for("connections.show"), 303)


def _entered() -> EnteredReceiver:
    form = request.form
    return EnteredReceiver(
        kind=form.get("kind", ""),
        name=form.get("name", "").strip(),
        address=form.get("address", "").strip(),
        kinds=_kinds(),
        with_numbers=bool(form.get("with_numbers")),
        key=form.get("key", "").strip()[:400],
        tags=form.get("tags", "").strip(),
    )


def _kinds() -> tuple[str, ...]:
    asked = request.form.getlist("kinds")
    return tuple(kind for kind in KINDS if kind in asked)


def _record(connection: Connection, act: AuditAct, id: int, before: str = "", after: str = "") -> None:
    record_act(connection, visit.actor(), act, f"connection {id}", now(), before=before, after=after)


def _shape(kinds: Sequence[str], with_numbers: bool) -> str:
    """What one is told, as the log has it."""
    return f"{', '.join(kinds)}; {'with' if with_numbers else 'without'} numbers"


def _find(id: int) -> ReceiverRow:
    with parts().database.page_read() as connection:
        found = receiver_rows.find_receiver(connection, id)
    if found is None:
        abort(404)
    return found


def _page(
    faults: Mapping[str, Fault] | None = None,
    typed: EnteredReceiver | None = None,
    notice: str = "",
    **of_sheets: str,
) -> str:
    """`of_sheets`: what the section of spreadsheets shows: sheet_name, sheet_campaign, sheet_trouble, sheet_secret."""
    with parts().database.page_read() as connection:
        rows, waiting = receiver_rows.list_receivers(connection), receiver_rows.count_waiting_posts(connection)
        sheets = sheet_links.list_links(connection)
    secret = of_sheets.pop("sheet_secret", "")
    return render_template(
        "connections.html",
        rows=[(row, waiting.get(row.id, NOTHING), row.host(parts().phone_cipher)) for row in rows],
        trouble={field: t(f"connections.{fault}") for field, fault in (faults or {}).items()},
        typed=typed,
        receiver_kinds=[(kind, t(f"connections.kind_{kind}")) for kind in RECEIVER_KINDS],
        kinds=KINDS,
        notice_text=notice or session.pop("notice", ""),
        sheets=sheets,
        sheet_campaigns=[("", t("connections.sheet_all")), *own_campaigns()],
        formulas=[(t(f"results.{TITLES[name]}"), _formula(secret, name)) for name in TABLES] if secret else [],
        **{"sheet_name": "", "sheet_campaign": "", "sheet_trouble": "", **of_sheets},
    )


def _formula(secret: str, name: TableName) -> str:
    return f'=IMPORTDATA("{parts().settings.url}/sheets/{secret}/{name}.csv?lang={visit.language()}")'


def _one(id: int, secret: str = "", notice: str = "") -> str:
    row = _find(id)
    return render_template(
        "connection.html",
        row=row,
        host=row.host(parts().phone_cipher),
        secret=secret,
        kinds=KINDS,
        notice_text=notice or session.pop("notice", ""),
        **_postings(id),
    )


def _postings(id: int) -> Mapping[str, object]:
    before = request.args.get("before", type=int)
    with parts().database.page_read() as connection:
        last = posting_rows.postings_page(connection, id, before=before)
        dead = posting_rows.postings_page(connection, id, state="dead", most=20)
        counts = receiver_rows.count_waiting_posts(connection).get(id, NOTHING)
    newest = [f"{row.id}{row.state}{row.tries}" for row in last[:20]]
    return {
        "id": id,
        "last": last,
        "older": last[-1].id if len(last) == posting_rows.PAGE else None,
        "dead": dead,
        "counts": counts,
        "mark": f"{counts.waiting}-{counts.dead}-{'-'.join(newest)}",
    }
