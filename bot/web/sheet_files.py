"""Results for a spreadsheet that reads them by a secret link, as a table of text: counts, never anything of a person."""

from collections.abc import Mapping
from datetime import timedelta

import structlog
from flask import Blueprint, Response, request

from bot.connections.sheet_links import NOTED, FoundLink, find_link, note_link_use
from bot.locale import LANGUAGES
from bot.locale.console_phrases import CONSOLE_LANGUAGES, say
from bot.logging_setup import describe_error
from bot.officials.divisions import STATES
from bot.officials.naming import listed_name
from bot.rate_limit import RateLimit, visitor_of
from bot.results.figures import MOST_OFFICIALS, FiguresWanted
from bot.results.report import SHOWN_OFFICIALS, TABLES, InWords, ResultsTable, TableName, load_report, make_table
from bot.runtime import parts
from bot.tabular.saved_tables import table_bytes
from bot.web.webhook_handlers import DATABASE_AWAY

log = structlog.get_logger()

USUAL_DAYS, MOST_DAYS = 30, 366
BOM = b"\xef\xbb\xbf"  # a sheet would take it for a part of the first heading
# A sheet asks for each of its tables once an hour, and when somebody opens it.
BY_LINK = RateLimit(name="sheet links", each="240/hour", together="240/hour")
NO_LINK = RateLimit(name="no sheet link", each="30/hour", together="300/hour")
HEADERS: Mapping[str, str] = {
    "Cache-Control": "private, no-store",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
}

bp = Blueprint("sheets", __name__)


@bp.get("/sheets/<secret>/<name>.csv")
def table(secret: str, name: str) -> Response:
    """A table of the results, of the last `?days=` (30), in the language `?lang=`.

    404 for a link that is none or is ended, and for no such table; 429 for too many requests, 503 while the database is away.
    """
    try:
        return _answer(secret, name)
    except DATABASE_AWAY as error:
        log.error("sheet_failed", **describe_error(error))
        return _refuse(503, "The database is away; the sheet asks again by itself")


def _answer(secret: str, name: str) -> Response:
    built = parts()
    with built.database.page_read() as connection:
        link = find_link(connection, secret)
    if link is None:
        if not built.rate_limits.take(NO_LINK, visitor_of(request.remote_addr)):
            return _refuse(429, "Too many requests by links that are none")
        return _refuse(404, "This link is none, or was ended: ask an owner for another one (Connections in the console)")
    if not built.rate_limits.take(BY_LINK, str(link.id).encode()):
        return _refuse(429, "Too many requests by this link; wait an hour, or let fewer sheets read it")
    wanted_table = next((each for each in TABLES if each == name), None)
    if wanted_table is None:
        return _refuse(404, f"There is no such table; these are: {', '.join(TABLES)}")
    days = request.args.get("days", str(USUAL_DAYS))
    if not (days.isascii() and days.isdecimal() and 1 <= int(days[:9]) <= MOST_DAYS):
        return _refuse(400, f"days: write a number from 1 to {MOST_DAYS}")
    _note(link)
    found = _table(link, wanted_table, int(days))
    content = table_bytes("csv", found.headings, found.rows).removeprefix(BOM)
    return Response(content, content_type="text/csv; charset=utf-8", headers=HEADERS)


def _table(link: FoundLink, name: TableName, days: int) -> ResultsTable:
    built, language = parts(), request.args.get("lang", "")
    language = language if language in CONSOLE_LANGUAGES else LANGUAGES[0]
    today = built.days.day_of(built.clock())
    wanted = FiguresWanted(first=today - timedelta(days=days - 1), last=today, campaign=link.campaign)
    with built.database.page_read() as connection:
        report = load_report(connection, wanted, built.days, MOST_OFFICIALS if name == "officials" else SHOWN_OFFICIALS)
    directory, day = built.directory, built.clock().date()
    words = InWords(
        say=lambda key: say(f"results.{key}", language),
        official=lambda id: listed_name(directory, id, day, language),
        campaign=lambda id: id,
        state=lambda code: STATES[code].name_in(language) if code in STATES else code,
        hide_few=True,
    )
    return make_table(report, name, words)


def _note(link: FoundLink) -> None:
    now = parts().clock()
    if link.used_at is None or now - link.used_at >= NOTED:
        with parts().database.write() as connection:
            note_link_use(connection, link.id, now)


def _refuse(status: int, why: str) -> Response:
    return Response(f"{why}.\n", status, content_type="text/plain; charset=utf-8", headers=HEADERS)
