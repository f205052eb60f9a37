"""Browsers that somebody has signed in with before: each keeps a signed cookie.

Guesses from elsewhere do not count against them, so that nobody who knows a name can keep its person out.
"""

import secrets
from datetime import timedelta

from flask import Response, current_app, request
from itsdangerous import BadSignature, URLSafeSerializer

from bot.web.console.visit import now

LASTS = timedelta(days=180)
MOST_PEOPLE = 5  # who sign in with one browser; the last ones are known
COOKIE = "patchline-device"


def device_of(person_id: int) -> str:
    """What tells this browser from others, where this person has signed in with it; "" where not, or long ago."""
    device, since = _read()
    known = since.get(str(person_id))
    return device if known is not None and now().timestamp() - known < LASTS.total_seconds() else ""


def remember(response: Response, person_id: int) -> None:
    """Let a browser show from now on that this person has signed in with it."""
    device, since = _read()
    since.pop(str(person_id), None)
    since = dict([*since.items(), (str(person_id), int(now().timestamp()))][-MOST_PEOPLE:])
    response.set_cookie(
        _name(),
        _serializer().dumps({"device": device or secrets.token_hex(16), "since": since}),
        max_age=LASTS,
        path=current_app.config["SESSION_COOKIE_PATH"],
        secure=current_app.config["SESSION_COOKIE_SECURE"],
        httponly=True,
        samesite="Lax",
    )


def _read() -> tuple[str, dict[str, int]]:
    try:
        kept = _serializer().loads(request.cookies.get(_name(), ""))
        return str(kept["device"]), {str(id): int(at) for id, at in kept["since"].items()}
    except (BadSignature, KeyError, TypeError, ValueError, AttributeError):
        return "", {}


def _name() -> str:
    return f"__Host-{COOKIE}" if current_app.config["SESSION_COOKIE_SECURE"] else COOKIE


def _serializer() -> URLSafeSerializer:
    assert current_app.secret_key
    return URLSafeSerializer(current_app.secret_key, salt="device")
