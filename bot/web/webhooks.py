"""The provider's webhooks: verify, read, take a turn, answer. What a turn does is in bot/conversation."""

import hashlib
import re
import time
from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

import structlog
from flask import Blueprint, Response, abort, request
from prometheus_client import Counter, Histogram
from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError, InterfaceError, OperationalError, ProgrammingError, SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from bot.engine.exchange import Inbound, Reply
from bot.logging_setup import describe_error
from bot.models import Unanswered
from bot.outbox.outcomes import Heard
from bot.providers.twilio import forms, markup
from bot.providers.twilio.signature import signed_url
from bot.reading.incoming import IncomingText
from bot.runtime import parts
from bot.telephony import to_e164

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

bp = Blueprint("webhooks", __name__, url_prefix="/twilio")
log = structlog.get_logger()

TURNS = Counter("patchline_turns", "webhooks answered", ["channel"])
REFUSED = Counter("patchline_webhooks_refused", "webhooks refused", ["why"])
FAILED = Counter("patchline_webhooks_failed", "webhooks that met a fault of ours", ["channel", "why"])
SECONDS = Histogram("patchline_turn_seconds", "time to answer a webhook", ["channel"])

FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data"})
MAX_BYTES = 64 * 1024  # a webhook form has two or three thousand
MAX_ID = 2**31 - 1  # of our columns
SID = re.compile(r"[A-Za-z0-9]{1,64}")
# A ProgrammingError is a table that is not there (yet): SQLite calls that an OperationalError.
DATABASE_AWAY = (OperationalError, InterfaceError, ProgrammingError, PoolTimeout, TimeoutError)


def head_refusal(environ: "WSGIEnvironment") -> tuple[int, str] | None:
    """The status that refuses a webhook by its head, and why; None where its body has to be read to know."""
    length = environ.get("CONTENT_LENGTH") or "0"
    if not length.isdecimal() or int(length) > MAX_BYTES:
        return 413, "length"
    if not environ.get("HTTP_X_TWILIO_SIGNATURE"):
        return 403, "signature"
    if environ.get("CONTENT_TYPE", "").partition(";")[0].strip().lower() not in FORMS:
        return 400, "type"
    return None


@bp.before_request
def verify() -> None:
    """Refuse what the provider did not send: wrong or missing signature is 403, too much of a body 413, no form 400."""
    if refusal := head_refusal(request.environ):
        status, why = refusal
        REFUSED.labels(why).inc()
        log.warning("webhook_refused", why=why, path=request.path)
        abort(status)
    request.max_content_length = MAX_BYTES
    form = request.form.to_dict(flat=False)
    url = signed_url(parts().settings.url, request.environ)
    if not parts().provider.is_genuine(url, form, request.headers.get("X-Twilio-Signature")):
        REFUSED.labels("signature").inc()
        log.warning("webhook_refused", why="signature", path=request.path)
        abort(403)


@bp.post("/sms")
def sms() -> Response:
    """A text came in."""
    inbound = forms.read_text(_form("MessageSid"))
    if inbound is None:
        return _xml(markup.silence())
    return _turn(inbound, markup.text_reply)


@bp.post("/voice")
def call() -> Response:
    """A call began: a caller dialled us, or a supporter picked up when we rang."""
    return _turn(forms.read_call(_form("CallSid"), None), _call_reply())


@bp.post("/voice/<int:turn>")
def call_step(turn: int) -> Response:
    """The caller answered turn `turn`, or a patched call ended."""
    return _turn(forms.read_call(_form("CallSid"), turn), _call_reply())


@bp.post("/voice/status")
def call_over() -> Response:
    """A call is over: who stopped halfway hears of it in their thread."""
    form = _form("CallSid")
    inbound = forms.read_call_end(form)
    if inbound is not None:
        _turn(inbound, lambda reply: "")
    elif form.get("CallStatus") in forms.CALL_IS_OVER:
        parts().conversations.forget_withheld(form["CallSid"])
    return Response(status=204)


@bp.post("/messages/<int:id>/status")
def message_status(id: int) -> Response:
    """Text `id`, which we started, came further."""
    progress = forms.read_status(_form("MessageSid"))
    if progress is not None and id <= MAX_ID:
        parts().sender.heard(id, progress)
    return Response(status=204)


@bp.post("/deliveries/<int:id>/status")
def delivery_status(id: int) -> Response:
    """Copy `id` of an alert came further; `attempt` in the address says which text of it, where it was sent again."""
    progress, attempt = forms.read_status(_form("MessageSid")), request.args.get("attempt", 1, int)
    if progress is not None and max(id, attempt) <= MAX_ID:
        parts().callbacks.heard(Heard(id, attempt, progress))
    return Response(status=204)


@bp.errorhandler(Exception)
def apologise(error: Exception) -> Response | HTTPException:
    """The outermost loop: nothing of a fault reaches the phone but an apology, nothing of the supporter reaches the log.

    A database that is away answers a call with an apology, a text with 503: Twilio repeats that, and the repeat counts once.
    Any other fault is ours: a text is kept, sealed, to be answered later (`flask messages`), unless a street address is in it.
    """
    if isinstance(error, HTTPException):
        return error
    channel = "status" if request.path.endswith("/status") else "sms" if request.path.endswith("/sms") else "voice"
    away = isinstance(error, DATABASE_AWAY)
    FAILED.labels(channel, "database" if away else "fault").inc()
    # The same webhook delivered again fails under the same reference, and is kept once.
    sid = request.form.get("MessageSid") or request.form.get("CallSid", "")
    reference = hashlib.sha256(f"{request.path} {sid}".encode()).hexdigest()[:8]
    log.error("webhook_failed", reference=reference, channel=channel, **describe_error(error))
    if channel == "voice":
        return _xml(markup.call_apology())
    # A street address is kept nowhere, not even sealed.
    told_home = IncomingText(request.form.get("Body", "")).has_address
    if channel == "sms" and not away and not told_home and _keep(reference, type(error).__name__):
        return _xml(markup.text_apology(reference))
    return _unavailable()


def _keep(reference: str, error: str) -> bool:
    """Keep the text at hand; False where even that fails."""
    form, numbers = request.form.to_dict(), parts().numbers
    phone = to_e164(form.get("From", ""))
    values = {
        "id": reference,
        "path": request.path,
        "form": numbers.seal_form(form),
        "person": numbers.person(phone) if phone else None,
        "error": error[:80],
        "at": parts().clock(),
    }
    try:
        with parts().database.write() as connection:
            connection.execute(insert(Unanswered).values(**values))
    except IntegrityError:
        return True  # by an earlier delivery
    except (SQLAlchemyError, TimeoutError) as trouble:
        log.error("text_not_kept", reference=reference, **describe_error(trouble))
        return False
    return True


def _form(id: str) -> dict[str, str]:
    form = request.form.to_dict()
    if not SID.fullmatch(form.get(id, "")):
        abort(400, f"{id} is missing, or no id of Twilio's: this is not its webhook")
    return form


def _turn(inbound: Inbound, render: Callable[[Reply], str]) -> Response:
    started = time.perf_counter()
    reply = parts().conversations.take_turn(inbound, parts().clock(), render)
    TURNS.labels(inbound.channel).inc()
    SECONDS.labels(inbound.channel).observe(time.perf_counter() - started)
    return _xml(reply)


def _call_reply() -> Callable[[Reply], str]:
    return partial(markup.call_reply, url=parts().settings.url)


def _xml(text: str) -> Response:
    return Response(text, mimetype="text/xml")


def _unavailable() -> Response:
    return Response("Please send it again.", status=503, mimetype="text/plain", headers={"Retry-After": "5"})
