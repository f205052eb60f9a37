"""Puts the console together: an application of its own, with the same parts as the bot's."""

import hashlib
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

import structlog
from flask import Blueprint, Flask, Response, abort, g, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_wtf.csrf import CSRFError, CSRFProtect
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException
from werkzeug.routing import IntegerConverter

from bot.accounts import sessions
from bot.logging_setup import describe_error
from bot.runtime import KEY, Parts, parts
from bot.storage.database import is_too_slow
from bot.web.console import (
    account,
    alerts,
    audit_log,
    campaigns,
    connections,
    demo,
    exports,
    flows,
    inbox,
    keys,
    more,
    officials,
    passkey,
    people,
    results,
    setup,
    sign_in,
    styles,
    supporters,
    today,
    visit,
)
from bot.web.console.access import ROUTES
from bot.web.console.campaign_titles import campaign_title
from bot.web.console.menu import MENU
from bot.web.console.mount import FORM_BYTES, UPLOAD_BYTES
from bot.web.console.times import day_text, minute_text, moment_text
from bot.web.console.typed_values import TypedRequest, TypedWord

log = structlog.get_logger()

BLUEPRINTS: tuple[Blueprint, ...] = (
    sign_in.bp,
    account.bp,
    passkey.bp,
    today.bp,
    demo.bp,
    campaigns.bp,
    alerts.bp,
    results.bp,
    supporters.bp,
    exports.bp,
    inbox.bp,
    officials.bp,
    flows.bp,
    setup.bp,
    connections.bp,
    people.bp,
    keys.bp,
    audit_log.bp,
    more.bp,
    styles.bp,
)
# Nothing from elsewhere, nothing inline, no frames; the address of a page is told to this server alone.
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cache-Control": "private, no-store",
    "X-Robots-Tag": "noindex",
}
HSTS = "max-age=31536000"


class RowNumber(IntegerConverter):
    """A number in an address: of a row. A larger one than a table can hold is the largest, which none comes to."""

    def to_python(self, value: str) -> int:
        """The number, of few enough digits to be read as one."""
        return min(int(value[:20]), visit.MOST_ROWS)


def create_console(built: Parts) -> Flask:
    """The console, for the parts of a running bot."""
    app = Flask(__name__, instance_path=str(built.settings.instance_dir.absolute()))
    app.request_class = TypedRequest
    app.extensions[KEY] = built
    secure = built.settings.url.startswith("https:")
    app.config.update(
        SECRET_KEY=_key(built),
        SESSION_COOKIE_NAME="__Host-patchline" if secure else "patchline",
        SESSION_COOKIE_PATH="/" if secure else "/console",
        SESSION_COOKIE_SECURE=secure,
        SESSION_COOKIE_HTTPONLY=True,
        SESSION_COOKIE_SAMESITE="Lax",
        PERMANENT_SESSION_LIFETIME=sessions.TRIAL if not built.settings.live else timedelta(hours=12),
        SESSION_REFRESH_EACH_REQUEST=False,  # else a piece that is looked for takes back what a form has just put into it
        WTF_CSRF_TIME_LIMIT=None,  # a form that is open for hours, as before an action at nine in the evening, still counts
        MAX_CONTENT_LENGTH=FORM_BYTES,
    )
    app.url_map.converters |= {"int": RowNumber, "default": TypedWord, "string": TypedWord}
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.before_request(_let_in)  # before anything reads what was sent: a list is taken from who may bring one
    app.before_request(_allow_upload)
    CSRFProtect(app)
    for blueprint in BLUEPRINTS:
        app.register_blueprint(blueprint)
    app.after_request(_seal)
    app.context_processor(_common)
    app.template_filter("campaign_title")(campaign_title)
    app.template_filter("plain")(visit.plain)
    app.template_filter("shown")(visit.shown)
    app.template_filter("told")(visit.told)
    app.template_filter("day")(day_text)
    app.template_filter("minute")(minute_text)
    app.template_filter("moment")(moment_text)
    app.register_error_handler(CSRFError, _forged)
    app.register_error_handler(Exception, _failed)
    return app


def _key(built: Parts) -> str:
    """Signs the console's cookies: not the key that signs what the simulator posts, so that neither stands for the other."""
    return hashlib.sha256(b"patchline console " + built.settings.secret_key.get_secret_value().encode()).hexdigest()


def _allow_upload() -> None:
    """A list may be larger than other forms; said before anything reads the body."""
    if request.path.endswith("/upload"):
        request.max_content_length = UPLOAD_BYTES


def _let_in() -> ResponseReturnValue | None:
    """Find who asks, and whether they may. Who has to prove themselves first comes back to the page afterwards."""
    if request.endpoint is None:
        return None  # there is no such page, and everybody may know
    rule = ROUTES.get(request.endpoint)
    if rule is None:
        abort(404)
    if request.endpoint == "static":
        return None
    g.open_session = found = sign_in.find_open_session()
    if rule.signed_out:
        return None
    if found is None:
        return _to_sign_in()
    if not visit.may(request.endpoint, str((request.view_args or {}).get("id", ""))):
        abort(403)
    if request.endpoint.startswith("sign_in."):
        return None
    if not found.same_network or (rule.fresh and sign_in.must_prove(found)):
        return _away(url_for("sign_in.ask_again", next=_here()))
    if sign_in.lacks_second_factor(found.person) and not request.endpoint.startswith(("account.", "passkey.")):
        return _away(url_for("account.ask_second"))
    return None


def _to_sign_in() -> ResponseReturnValue:
    session.pop("token", None)
    return _away(url_for("sign_in.ask", next=_here()))


def _away(address: str) -> ResponseReturnValue:
    """To another page first. A script, which looks for a piece of its page, is told so: a browser goes there with the whole."""
    if request.headers.get("X-Fragment"):
        return Response(status=401)
    return redirect(address, 303)


def _here() -> str:
    """Where to come back to: this page; for what was posted, the page that it was posted from."""
    if request.method == "GET":
        return request.script_root + request.full_path.rstrip("?")
    try:
        return sign_in.local_address(urlsplit(request.referrer or "").path)
    except ValueError:
        return ""


def _seal(response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if parts().settings.url.startswith("https:"):
        response.headers["Strict-Transport-Security"] = HSTS
    if request.endpoint == "static":
        response.headers["Cache-Control"] = "public, max-age=3600"
    return response


def _common() -> dict[str, Any]:
    settings = parts().settings
    found = visit.current_session()
    return {
        "t": visit.t,
        "may": visit.may,
        "named_language": visit.named_language,
        "named_thing": visit.named_thing,
        "named_value": visit.named_value,
        "language": visit.language(),
        "other_languages": visit.other_languages(),
        "person": found.person if found else None,
        "organization": settings.organization,
        "trial": not settings.live,
        "now": visit.now(),
        "menu": MENU,
        "section": (request.endpoint or "").partition(".")[0],
    }


def _forged(error: CSRFError) -> ResponseReturnValue:
    log.warning("console_form_refused", page=request.endpoint, organizer=_organizer())
    return render_template("problem.html", title=visit.t("problem.form_title"), text=visit.t("problem.form")), 400


def _organizer() -> int | None:
    found = visit.current_session()
    return found.person.id if found else None


def _failed(error: Exception) -> ResponseReturnValue:
    """What no page expected. The page stays one with a way back; frames go to the log, no values."""
    if isinstance(error, HTTPException):
        code = error.code or 500
        if code == 403:
            log.warning("console_page_refused", page=request.endpoint, organizer=_organizer())
        known = code if code in (403, 404, 405, 413) else 400
        if code >= 500:
            known = 500
        return render_template(
            "problem.html", title=visit.t(f"problem.title_{known}"), text=visit.t(f"problem.text_{known}")
        ), code
    if isinstance(error, SQLAlchemyError | TimeoutError):
        slow = is_too_slow(error) or isinstance(error, TimeoutError)
        log.warning("page_query_failed", page=request.endpoint, **describe_error(error))
        which = "slow" if slow else "database"
        page = render_template("problem.html", title=visit.t(f"problem.{which}_title"), text=visit.t(f"problem.{which}"))
        return page, 503, {"Retry-After": "5"}
    log.error("page_failed", page=request.endpoint, **describe_error(error))
    return render_template("problem.html", title=visit.t("problem.title_500"), text=visit.t("problem.text_500")), 500
