"""Lines that need a look: those that cool down, whose mailbox is full, that people called a wrong number; and clearing one."""

from flask import abort, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from bot.accounts.audit import record_act
from bot.conversation.line_history import clear_reports
from bot.conversation.lines_to_check import TROUBLES, Trouble, count_calls, lines_to_check
from bot.runtime import parts
from bot.telephony import readable_phone, split_line
from bot.web.console import visit
from bot.web.console.officials.shown import line_place, line_troubles, official_name
from bot.web.console.visit import now, t

MOST_LINE = 24  # characters of a line's id


def show() -> str:
    """A page of them, in the order of their numbers."""
    asked, after = request.args.get("trouble", ""), request.args.get("after", "")[:MOST_LINE]
    trouble: Trouble = next((each for each in TROUBLES if each == asked), "")
    with parts().database.page_reader() as connection:
        found, last = lines_to_check(connection, parts().directory, now(), trouble=trouble, after=after)
        counts = count_calls(connection.full, sorted({split_line(each.line)[0] for each in found}), now())
    rows = []
    for each in found:
        line = (
            next((line for line in each.official.lines if each.line in (line.id, line.phone)), None) if each.official else None
        )
        rows.append(
            {
                "line": each.line,
                "number": readable_phone(each.line),
                "id": each.official_id,
                "name": official_name(each.official) if each.official else "",
                "place": line_place(line) if line else t("officials.line_gone"),
                "troubles": list(line_troubles(each.health)),
                "may_clear": each.health.reports > 0 or each.health.is_resting(now()),
                "counts": counts.get(split_line(each.line)[0]),
            }
        )
    return render_template(
        "officials/lines.html", rows=rows, trouble=trouble, troubles=TROUBLES, after=last, notice_text=session.pop("notice", "")
    )


def clear() -> ResponseReturnValue:
    """The line was looked into: forget who called it wrong, and that its mailbox was full."""
    line = request.form.get("line", "")[:MOST_LINE]
    number = readable_phone(line)
    with parts().database.write() as connection:
        reports = clear_reports(connection, line)
        if not reports:
            abort(404)
        record_act(connection, visit.actor(), "line_cleared", f"line {number}", now(), before=str(reports))
    session["notice"] = t("officials.cleared", count=reports, number=number)
    id = request.form.get("id", "")  # of the official from whose page it was cleared
    return redirect(url_for("officials.person", id=id) if id else url_for("officials.lines"), 303)
