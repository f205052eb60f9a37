"""What is answered where there is no page, and where one failed: in the layout of the pages and the reader's language."""

import structlog
from flask import g, make_response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, InternalServerError

from bot.campaigns import Campaign
from bot.locale import LANGUAGES, list_phrases
from bot.logging_setup import describe_error
from bot.web.public.page_frame import add_headers, chosen_language, page_values

log = structlog.get_logger()
SERVER_FAULT = 500


def failed(error: Exception) -> ResponseReturnValue:
    """The outermost loop of all that Flask answers: by itself it would log the error's own words, and the address."""
    if not isinstance(error, HTTPException):
        log.error("request_failed", **describe_error(error))
        error = InternalServerError()
    if error.response is not None or error.code is None or error.code < 400 or request.blueprint not in (None, "pages"):
        return error
    return _in_page_layout(error)


def _in_page_layout(error: HTTPException) -> ResponseReturnValue:
    """The page of an error. No such campaign, or none that is live: one that was says what became of it."""
    closed: Campaign | None = g.get("closed")
    language = chosen_language(closed.languages if closed else LANGUAGES)
    t, code = list_phrases("page", language), error.code or SERVER_FAULT
    if closed:
        heading, text = closed.wording(language).title, t[f"closed_{closed.state}"]
    else:
        kind = "missing" if code == 404 else "fault" if code >= SERVER_FAULT else "refused"
        heading, text = t[f"{kind}_heading"], t[f"{kind}_text"]
    page = render_template("page_missing.html", heading=heading, text=text, **page_values(language, LANGUAGES))
    answer = make_response(page, code)
    for name, value in error.get_headers():
        if name != "Content-Type":  # as the methods that are allowed
            answer.headers[name] = value
    return add_headers(answer)
