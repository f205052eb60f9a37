"""Passkeys at the console: making one, proving with one, taking one away. The browser's part: static/console.js."""

import secrets

import structlog
from flask import Blueprint, Response, abort, redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError

from bot.accounts import passkeys, sessions
from bot.accounts.audit import record_act
from bot.accounts.passkeys import Site
from bot.rate_limit import RateLimit
from bot.runtime import parts
from bot.web.console import sign_in, visit
from bot.web.console.visit import now

bp = Blueprint("passkey", __name__)
log = structlog.get_logger()

ANSWERED = RateLimit(name="console_challenge", each="1/10 minutes", together="1/10 minutes")  # longer than one holds
MOST_SAID = 20_000  # characters of what a browser says


def site() -> Site | None:
    """Where passkeys are made for, None where browsers make none."""
    return passkeys.site_of(parts().settings.url, parts().settings.organization)


@bp.post("/me/passkeys/options")
def new_options() -> ResponseReturnValue:
    """What the browser needs to make one, as JSON."""
    found, person = _site(), visit.person()
    with parts().database.page_read() as connection:
        known = passkeys.list_passkeys(connection, person.id)
    return _json(passkeys.ask_for_new(found, person.id, person.name, known, _new_challenge()))


@bp.post("/me/passkeys")
def add() -> ResponseReturnValue:
    """Keep the one that the browser made."""
    found, person = _site(), visit.person()
    said, challenge, agent = request.form.get("said", "")[:MOST_SAID], _challenge(), visit.visitor().agent
    try:
        with parts().database.write() as connection:
            if not passkeys.keep_new(connection, found, person.id, said, challenge, agent, now()):
                abort(400)
            record_act(connection, visit.actor(), "second_factor_set", f"organizer {person.id}", now(), after="passkey")
    except IntegrityError:
        abort(400)  # somebody has this very passkey
    return redirect(url_for("account.show"), 303)


@bp.post("/me/passkeys/<id>/remove")
def remove(id: str) -> ResponseReturnValue:
    """Take one away."""
    person = visit.person()
    try:
        key = bytes.fromhex(id)
    except ValueError:
        abort(404)
    with parts().database.write() as connection:
        if not passkeys.remove_passkey(connection, person.id, key):
            abort(404)
        record_act(connection, visit.actor(), "second_factor_cleared", f"organizer {person.id}", now(), before="passkey")
    return redirect(url_for("account.show"), 303)


@bp.post("/sign-in/passkey/options")
def proof_options() -> ResponseReturnValue:
    """What the browser needs to prove with one, as JSON: for whose password was right, or who is asked again."""
    found, person = _site(), sign_in.who_proves()
    if person is None:
        abort(403)
    with parts().database.page_read() as connection:
        known = passkeys.list_passkeys(connection, person.id)
    return _json(passkeys.ask_for_proof(found, known, _new_challenge()))


@bp.post("/sign-in/passkey")
def take() -> ResponseReturnValue:
    """Look at the browser's proof: it signs in, or keeps who is signed in."""
    found, person = _site(), sign_in.who_proves()
    if person is None:
        return redirect(url_for("sign_in.ask"), 303)
    if not parts().rate_limits.take(sign_in.CODE, sign_in.who_codes(person)):
        log.warning("console_code_refused", why="too_many", organizer=person.id)
        abort(429)
    said, challenge, open_session = request.form.get("said", "")[:MOST_SAID], _challenge(), visit.current_session()
    built = parts()
    with built.database.write() as connection:
        right = passkeys.take_proof(connection, found, person.id, said, challenge)
        if right and open_session is not None:
            sessions.prove_session(connection, built.phone_cipher, open_session.id, visit.visitor(), now())
    next = sign_in.local_address(request.form.get("next", ""))
    if not right:
        log.warning("console_code_refused", why="wrong", organizer=person.id)
        return redirect(url_for("sign_in.ask_again" if open_session else "sign_in.ask_code", wrong="passkey", next=next), 303)
    if open_session is not None:
        return redirect(next or url_for("today.show"), 303)
    return sign_in.enter(person, sign_in.waiting_next())


def listed() -> list[tuple[str, str, object]]:
    """The passkeys of who is signed in: id as hex, device, when it was made."""
    with parts().database.page_read() as connection:
        found = passkeys.list_passkeys(connection, visit.person().id)
    return [(each.id.hex(), each.device, each.created_at) for each in found]


def _site() -> Site:
    found = site()
    if found is None:
        abort(404)
    return found


def _new_challenge() -> bytes:
    """A challenge that is answered once, and soon."""
    challenge = secrets.token_bytes(32)
    session["challenge"] = {"said": challenge.hex(), "since": now().timestamp()}
    return challenge


def _challenge() -> bytes:
    """The challenge of this browser; one that nobody can answer where it has none. Its cookie may be an old one that somebody
    kept, so that it is answered once is counted here."""
    kept = session.pop("challenge", None)
    if isinstance(kept, dict) and now().timestamp() - kept["since"] < sign_in.CODE_SECONDS.total_seconds():
        challenge = bytes.fromhex(kept["said"])
        if parts().rate_limits.take(ANSWERED, challenge):
            return challenge
    return secrets.token_bytes(32)


def _json(text: str) -> Response:
    return Response(text, mimetype="application/json")
