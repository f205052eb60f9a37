"""Results: what came of calls, texts and alerts, as charts, tables and files of the same figures."""

import re
from dataclasses import replace
from datetime import date

from flask import Blueprint, Response, abort, render_template, request
from flask.typing import ResponseReturnValue

from bot.locale.phrases import day_in_words, month_in_words
from bot.officials.divisions import STATES
from bot.officials.naming import listed_name
from bot.results.days import DAY
from bot.results.figures import MOST_OFFICIALS, FiguresWanted, was_counted
from bot.results.report import SHOWN_OFFICIALS, TABLES, InWords, ResultsReport, load_report, make_table
from bot.runtime import parts
from bot.tabular.saved_tables import FILE_KINDS, MEDIA_TYPES, table_bytes
from bot.web.console import charts, tile_map, visit
from bot.web.console.campaign_titles import campaign_title, own_campaigns
from bot.web.console.visit import now, t

bp = Blueprint("results", __name__)

RANGES, USUAL, LONGEST = (7, 30, 90), 30, 366  # days
_ID = re.compile(r"[\w-]{1,64}")


@bp.get("/results")
@bp.get("/results/<campaign>")
def show(campaign: str = "") -> ResponseReturnValue:
    """The figures of some days. What is wanted stands in the address, so that it can be sent to somebody."""
    wanted, trouble = _wanted(request.args.get("campaign", campaign))
    report = _load(wanted)
    sees_few = visit.person().role != "viewer"
    words = _words(hide_few=not sees_few)
    sizes = (charts.WIDE, charts.NARROW)
    return render_template(
        "results.html",
        report=report,
        wanted=wanted,
        trouble=trouble,
        ranges=RANGES,
        many=(wanted.last - wanted.first).days + 1 if wanted.last == _today() else 0,
        campaigns=own_campaigns(),
        press=_press(report),
        tables={name: make_table(report, name, words) for name in TABLES},
        by_day=[charts.draw_columns(report.by_day, width) for width in sizes],
        by_hour=[charts.draw_columns(report.by_hour, width) for width in sizes],
        maps=[charts.draw_tiles(report.places, width, "" if sees_few else "<5") for width in sizes],
        legend=tile_map.legend(charts.most_on_map(report.places)),
        place_name=words.state,
        official_name=words.official,
        day_in_words=_day_in_words,
        short_day=_short_day,
        hour=lambda when: f"{int(when):02}:00",
        address={"campaign": wanted.campaign or None, "from": wanted.first.isoformat(), "to": wanted.last.isoformat()},
        zone=parts().settings.results_zone.replace("_", " "),
    ), (422 if trouble else 200)


@bp.get("/results/save/<name>.<kind>")
def save(name: str, kind: str) -> ResponseReturnValue:
    """A table as a file. Where there are few callers it does not say how many calls they made, whoever asks."""
    table_name = next((each for each in TABLES if each == name), None)
    wanted, trouble = _wanted(request.args.get("campaign", ""))
    file_kind = next((each for each in FILE_KINDS if each == kind), None)
    if table_name is None or file_kind is None or trouble:
        abort(404)
    report = _load(wanted, MOST_OFFICIALS if table_name == "officials" else SHOWN_OFFICIALS)
    table = make_table(report, table_name, _words(hide_few=True))
    held = table_bytes(file_kind, table.headings, table.rows, name)
    whose = f"{wanted.campaign}-" if wanted.campaign else ""
    file = f"results-{whose}{name}-{wanted.first}-{wanted.last}.{kind}"
    return Response(
        held, content_type=MEDIA_TYPES[file_kind], headers={"Content-Disposition": f'attachment; filename="{file}"'}
    )


@bp.get("/results/card.svg")
def card() -> ResponseReturnValue:
    """The sentence for the press, as a picture."""
    wanted, trouble = _wanted(request.args.get("campaign", ""))
    if trouble:
        abort(404)
    report = _load(wanted)
    drawn = render_template(
        "results_card.svg",
        calls=t("results.calls", count=report.calls()),
        offices=t("results.to_offices", offices=t("results.offices", count=report.offices)),
        title=campaign_title(wanted.campaign) if wanted.campaign else "",
        span=f"{_day_in_words(wanted.first.isoformat())} – {_day_in_words(wanted.last.isoformat())}",
    )
    return Response(drawn, content_type="image/svg+xml; charset=utf-8")


def _wanted(campaign: str) -> tuple[FiguresWanted, str]:
    """What the address asks for, and what is wrong with its dates; then it is the usual days."""
    campaign = campaign or visit.bound_campaign()
    if not visit.is_own(campaign):
        abort(403)
    if campaign and not _is_campaign(campaign):
        abort(404)
    today = _today()
    many = request.args.get("days", type=int)
    usual = FiguresWanted(first=today - DAY * ((many if many in RANGES else USUAL) - 1), last=today, campaign=campaign)
    asked = request.args.get("from", ""), request.args.get("to", "")
    if not any(asked) or many in RANGES:
        return usual, ""
    try:
        first, last = (date.fromisoformat(each) for each in asked)
    except ValueError:
        return usual, t("results.wrong_dates")
    if not (date(2000, 1, 1) <= first <= last <= date(2100, 1, 1) and (last - first).days < LONGEST):
        return usual, t("results.wrong_dates")
    return replace(usual, first=first, last=last), ""


def _is_campaign(id: str) -> bool:
    """Is there such a campaign, or are there counts of one that was?"""
    if parts().campaigns.get(id) is not None:
        return True
    if not _ID.fullmatch(id):
        return False
    with parts().database.page_read() as connection:
        return was_counted(connection, id)


def _today() -> date:
    return parts().days.day_of(now())


def _load(wanted: FiguresWanted, officials: int = SHOWN_OFFICIALS) -> ResultsReport:
    with parts().database.page_read() as connection:
        return load_report(connection, wanted, parts().days, officials)


def _words(hide_few: bool) -> InWords:
    directory, today, language = parts().directory, now().date(), visit.language()
    return InWords(
        say=lambda key: t(f"results.{key}"),
        official=lambda id: listed_name(directory, id, today, language),
        campaign=campaign_title,
        state=lambda code: STATES[code].name_in(language) if code in STATES else code,
        hide_few=hide_few,
    )


def _press(report: ResultsReport) -> str:
    return t(
        "results.press",
        calls=t("results.calls", count=report.calls()),
        offices=t("results.offices", count=report.offices),
        first=_day_in_words(report.wanted.first.isoformat()),
        last=_day_in_words(report.wanted.last.isoformat()),
    )


def _day_in_words(day: str) -> str:
    return day_in_words(date.fromisoformat(day), visit.language())


def _short_day(day: str) -> str:
    """A day under a chart: "Nov 17"."""
    found = date.fromisoformat(day)
    month = month_in_words(found, visit.language())[:3]
    return t("results.tick", month=month, day=found.day)
