"""The inbox: what the bot leaves to people. Found, answered by hand, marked, and given to somebody."""

from flask import abort, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection
from sqlalchemy.exc import IntegrityError

from bot.accounts import organizer_accounts
from bot.accounts.audit import record_act
from bot.broadcasts.alert_hours import opening_hours
from bot.inbox import answers, inbox_rows, marks
from bot.inbox.inbox_rows import PAGE, PLACES, InboxFilter, InboxRow
from bot.quiet_hours import parse_window
from bot.runtime import parts
from bot.web.console import visit
from bot.web.console.campaign_titles import campaign_choices
from bot.web.console.inbox.blueprint import bp
from bot.web.console.visit import now, t

STATUS = {"gone": 404, "overtaken": 409}  # of what is refused; the rest is 422


@bp.get("/inbox")
def show() -> str:
    """A page of phrases, the newest first."""
    wanted = _wanted()
    with parts().database.page_read() as connection:
        rows = inbox_rows.list_inbox(connection, parts().phone_cipher, wanted)
        counts = {
            "waiting": inbox_rows.count_waiting(connection, campaign=wanted.campaign),
            "mine": inbox_rows.count_waiting(connection, visit.person().id, wanted.campaign),
        }
    return render_template(
        "inbox.html",
        counts=counts,
        rows=rows[:PAGE],
        older=_address(wanted, rows[PAGE - 1].id) if len(rows) > PAGE else "",
        wanted=wanted,
        most=inbox_rows.MOST_COUNTED,
        places=[(place, _address(InboxFilter(place=place, campaign=wanted.campaign))) for place in PLACES],
        campaigns=campaign_choices(t("inbox.every_campaign")),
        notice_text=session.pop("notice", ""),
    )


@bp.get("/inbox/<int:id>/same")
def same(id: int) -> str:
    """Everybody who wrote the same words."""
    wanted = _wanted()
    with parts().database.page_read() as connection:
        rows = inbox_rows.list_writers(connection, parts().phone_cipher, id, wanted)
    if not rows:
        abort(404)
    older = url_for("inbox.same", id=id, place=wanted.place, before=rows[PAGE - 1].id) if len(rows) > PAGE else ""
    return render_template("inbox_same.html", rows=rows[:PAGE], older=older, first=rows[0], wanted=wanted)


@bp.get("/inbox/<int:id>")
def thread(id: int) -> ResponseReturnValue:
    """The thread of who wrote it."""
    return _thread(id, notice=session.pop("notice", ""))


@bp.post("/inbox/measure")
def measure() -> str:
    """How many segments the words take that are being typed: a piece of the page."""
    return render_template("inbox_measure.html", segments=answers.measure(request.form.get("words", "")[:5000]))


@bp.post("/inbox/<int:id>/answer")
def answer(id: int) -> ResponseReturnValue:
    """Answer by hand. Nothing is sent where somebody else has answered meanwhile, in quiet hours, or to who said STOP."""
    built, who, words = parts(), visit.actor(), request.form.get("words", "").replace("\r\n", "\n")
    with built.database.write() as connection:
        row = inbox_rows.find_row(connection, built.phone_cipher, id)
        if row is not None:
            _check_campaign(row)
        found = answers.answer_by_hand(
            connection,
            built.phone_cipher,
            id,
            words,
            answers.Answerer(who.organizer_id, who.name),
            opening_hours(built.settings),
            now(),
            last_answer=request.form.get("last_answer", -1, type=visit.row_number),
            until=request.form.get("until", id, type=visit.row_number),
            campaign=visit.bound_campaign(),
        )
        if isinstance(found, answers.AnswerSent):
            thing = f"supporter {found.supporter_id}"
            record_act(connection, who, "answered_by_hand", thing, now(), after=str(found.segments))
    if isinstance(found, answers.AnswerRefused):
        if found.why == "gone":
            abort(404)
        return _thread(id, typed=words, trouble=refusal_text(found), status=STATUS.get(found.why, 422))
    built.outbox.wake()
    session["notice"] = t("inbox.answered", count=found.segments)
    return redirect(url_for("inbox.thread", id=id), 303)


@bp.post("/inbox/<int:id>/done")
def done(id: int) -> ResponseReturnValue:
    """What this person wrote is done; with `all`: what everybody wrote in the same words."""
    who = visit.actor()
    with parts().database.write() as connection:
        row = _row(connection, id)
        if request.form.get("all"):
            count = marks.finish_phrase(connection, id, who.organizer_id, now(), visit.bound_campaign())
        else:
            until = request.form.get("until", id, type=visit.row_number)
            count = marks.finish(connection, id, who.organizer_id, now(), until=until, campaign=visit.bound_campaign())
        if count:
            record_act(connection, who, "inbox_done", f"supporter {row.supporter_id}", now(), after=str(count))
    session["notice"] = t("inbox.done_now", count=count)
    return redirect(url_for("inbox.show"), 303)


@bp.post("/inbox/<int:id>/open")
def open_again(id: int) -> ResponseReturnValue:
    """It waits again."""
    with parts().database.write() as connection:
        row = _row(connection, id)
        if marks.open_again(connection, id):
            record_act(connection, visit.actor(), "inbox_opened", f"supporter {row.supporter_id}", now())
    return redirect(url_for("inbox.thread", id=id), 303)


@bp.post("/inbox/<int:id>/assign")
def assign(id: int) -> ResponseReturnValue:
    """Give it to somebody, or to nobody."""
    to = request.form.get("to", type=visit.row_number)
    try:
        with parts().database.write() as connection:
            row = _row(connection, id)
            person = organizer_accounts.find_person(connection, to) if to else None
            if to and (person is None or person.role == "viewer"):
                abort(400)
            if marks.assign(connection, id, to or None, visit.bound_campaign()):
                thing, after = f"supporter {row.supporter_id}", person.name if person else ""
                record_act(connection, visit.actor(), "inbox_assigned", thing, now(), before=row.assignee, after=after)
    except IntegrityError:
        abort(400)  # taken out at this very moment
    return redirect(url_for("inbox.thread", id=id), 303)


@bp.post("/inbox/<int:id>/star")
def star(id: int) -> ResponseReturnValue:
    """Put a star on it, or take it off."""
    with parts().database.write() as connection:
        _row(connection, id)
        marks.star(connection, id, starred=request.form.get("starred") == "yes")
    return redirect(url_for("inbox.thread", id=id), 303)


def refusal_text(refused: answers.AnswerRefused) -> str:
    """Why nobody is texted, in words."""
    if refused.why != "quiet" or refused.earliest is None or refused.latest is None:
        return t(f"inbox.refused_{refused.why}")
    window = parse_window(parts().settings.alert_hours)
    first, last = f"{refused.earliest:%H:%M}", f"{refused.latest:%H:%M}"
    return t(
        "inbox.refused_quiet_at" if first == last else "inbox.refused_quiet_between",
        first=first,
        last=last,
        start=f"{window.start:%H:%M}",
        end=f"{window.end:%H:%M}",
        sunday=f"{window.sunday_start:%H:%M}",
    )


def _thread(id: int, typed: str = "", trouble: str = "", notice: str = "", status: int = 200) -> ResponseReturnValue:
    built = parts()
    with built.database.page_read() as connection:
        before = request.args.get("before", type=visit.row_number)
        found = inbox_rows.read_thread(connection, built.phone_cipher, id, before, visit.bound_campaign())
        if found is None:
            abort(404)
        _check_campaign(found.row)
        refused = answers.why_not(connection, built.phone_cipher, found.row.supporter_id, opening_hours(built.settings), now())
        everybody = organizer_accounts.list_people(connection)
    with built.database.write() as connection:
        record_act(connection, visit.actor(), "thread_read", f"supporter {found.row.supporter_id}", now())
    rows = [each.row for each in found.said if each.row]
    page = render_template(
        "inbox_thread.html",
        thread=found,
        row=found.row,
        waits=any(row.state == "waiting" for row in rows),
        until=max([found.row.id, *(row.id for row in rows)]),
        people=[("", t("inbox.nobody")), *((str(each.id), each.name) for each in everybody if each.role != "viewer")],
        assignee=str(found.row.assigned_to or ""),
        cannot=refusal_text(refused) if refused else "",
        typed=typed,
        trouble=trouble,
        segments=answers.measure(typed),
        notice_text=notice,
    )
    return page, status


def _row(connection: Connection, id: int) -> InboxRow:
    row = inbox_rows.find_row(connection, parts().phone_cipher, id)
    if row is None:
        abort(404)
    _check_campaign(row)
    return row


def _check_campaign(row: InboxRow) -> None:
    """What was written about another campaign is not for who is entered for one."""
    if not visit.is_own(row.campaign):
        abort(403)


def _wanted() -> InboxFilter:
    """What the address asks for; what it does not know it leaves out."""
    asked = request.args.get("place", "")
    return InboxFilter(
        place=next((place for place in PLACES if place == asked), "waiting"),
        campaign=visit.bound_campaign() or request.args.get("campaign", "")[:64],
        me=visit.person().id,
        before=request.args.get("before", type=visit.row_number),
    )


def _address(wanted: InboxFilter, before: int | None = None) -> str:
    """The list as its filters have it."""
    return url_for("inbox.show", place=wanted.place, campaign=wanted.campaign or None, before=before)
