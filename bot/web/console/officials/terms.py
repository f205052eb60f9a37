"""Whose term ends soon."""

from datetime import date, timedelta

from flask import render_template, request, url_for

from bot.officials.records import Official
from bot.officials.roles import ROLES
from bot.officials.terms import PAGE, TermEnd, count_terms, terms_ending
from bot.runtime import parts
from bot.web.console.officials.shown import asked_day, official_name, place_said, source_name
from bot.web.console.visit import role_name

SPANS = (30, 90, 365)  # days


def show() -> str:
    """The terms that end within some days, counted by day and office; and a page of whose they are."""
    day, span = asked_day(), request.args.get("days", SPANS[0], type=int)
    span = span if span in SPANS else SPANS[0]
    found = terms_ending(parts().directory, day, day + timedelta(span))
    counts = count_terms(found)
    role = request.args.get("role", "")
    role = role if role in ROLES else ""
    listed = [term for term in found if role in ("", term.role)]
    begins = _begins(listed)
    page = listed[begins : begins + PAGE]
    more = len(listed) > begins + PAGE
    return render_template(
        "officials/terms.html",
        counts=[(ends, name, role_name(name), count) for ends, name, count in counts],
        total=len(found),
        people=[(term, official) for term in page if (official := _named(term))],
        source_name=source_name,
        role=role,
        role_said=role_name(role) if role else "",
        span=span,
        spans=SPANS,
        on=request.args.get("on", ""),
        day=day,
        older=_next(page[-1], span, role) if more else "",
    )


def _named(term: TermEnd) -> tuple[str, str, Official] | None:
    """As they are called until then, and whom they represent."""
    official = parts().directory.official(term.id, term.day - timedelta(1))
    return (official_name(official), place_said(official), official) if official else None


def _begins(terms: list[TermEnd]) -> int:
    """How many stand before the page: those up to the last of the page before."""
    try:
        day = date.fromisoformat(request.args.get("after", ""))
    except ValueError:
        return 0
    last = (day, request.args.get("after_role", ""), request.args.get("after_id", ""))
    return sum(term <= last for term in terms)


def _next(last: TermEnd, span: int, role: str) -> str:
    return url_for(
        "officials.terms",
        days=span,
        on=request.args.get("on") or None,
        role=role or None,
        after=last.day.isoformat(),
        after_role=last.role,
        after_id=last.id,
    )
