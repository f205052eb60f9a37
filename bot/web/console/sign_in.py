"""Sign-in: a password, then a code; or a link that was handed over. And the proof that is asked for again."""

from datetime import timedelta
from urllib.parse import urlsplit

import structlog
from flask import Blueprint, Response, abort, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from bot.accounts import organizer_accounts, sessions
from bot.accounts.audit import Actor, record_act
from bot.accounts.organizer_accounts import Person
from bot.accounts.passwords import is_password
from bot.accounts.sessions import OpenSession
from bot.logging_setup import describe_error
from bot.rate_limit import RateLimit, visitor_of
from bot.runtime import parts
from bot.web.console import devices, visit
from bot.web.console.visit import now, t

bp = Blueprint("sign_in", __name__)
log = structlog.get_logger()

# One name from one address; one name from anywhere, so that a guesser with many addresses gets no further; one address. A
# browser that its person has signed in with before counts by itself: what strangers use up does not keep that person out.
NAME_AND_ADDRESS = RateLimit(name="console_sign_in", each="10/15 minutes", together="10/15 minutes")
NAME = RateLimit(name="console_sign_in_name", each="60/hour", together="60/hour")
ADDRESS = RateLimit(name="console_sign_in_address", each="100/hour", together="100/hour")
KNOWN_DEVICE = RateLimit(name="console_sign_in_device", each="10/15 minutes", together="10/15 minutes")
CODE = RateLimit(name="console_code", each="10/15 minutes", together="10/15 minutes")
CODE_SECONDS = timedelta(minutes=5)  # between the password and the code
LOGIN_LENGTH = 254


def find_open_session() -> OpenSession | None:
    """The session that the browser's cookie names; it goes on, or is ended where another browser has come by its cookie."""
    token = session.get("token")
    if not isinstance(token, str):
        return None
    built = parts()
    with built.database.page_read() as connection:
        found = sessions.find_session(
            connection, built.phone_cipher, token, visit.visitor(), now(), trial=not built.settings.live
        )
    if found is None:
        return None
    if not found.same_browser:
        log.warning("console_session_moved", session=found.id)
        with built.database.write() as connection:
            sessions.end_session(connection, found.person.id, found.id)
        return None
    if now() - found.seen_at >= sessions.NOTED and request.endpoint != "today.pause":
        _note_use(found.id)
    return found


def _note_use(id: int) -> None:
    """That a session is used may be noted later, too: a database that takes no writes shows pages all the same."""
    try:
        with parts().database.write() as connection:
            sessions.note_use(connection, id, now())
    except (SQLAlchemyError, TimeoutError) as error:
        log.warning("session_use_not_noted", **describe_error(error))


def lacks_second_factor(person: Person) -> bool:
    """Must they set up a second factor first? Where no real phone can be reached, nobody need."""
    return parts().settings.live and not person.has_second


def must_prove(found: OpenSession) -> bool:
    """Must they prove who they are before what matters? Who has nothing to prove it with need not."""
    return not found.is_fresh(now()) and bool(found.person.password or found.person.has_second)


@bp.get("/sign-in")
def ask() -> ResponseReturnValue:
    """The form of sign-in."""
    if visit.current_session() is not None:
        return redirect(url_for("today.show"), 303)
    return render_template("sign_in.html", next=local_address(request.args.get("next", "")))


@bp.post("/sign-in")
def take() -> ResponseReturnValue:
    """Look at name and password. The answer does not tell which was wrong, nor whether there is such a name."""
    login, password = request.form.get("login", "").strip()[:LOGIN_LENGTH], request.form.get("password", "")
    next = local_address(request.form.get("next", ""))
    built = parts()
    with built.database.page_read() as connection:
        person = organizer_accounts.find_by_login(connection, built.phone_cipher, login)
    if not _may_try(login, person):
        log.warning("console_sign_in_refused", why="too_many", organizer=person.id if person else None)
        return render_template("sign_in.html", next=next, login=login, trouble=t("sign_in.too_many")), 429
    if not is_password(person.password if person else None, password) or person is None:
        log.warning("console_sign_in_refused", why="wrong", organizer=person.id if person else None)
        return render_template("sign_in.html", next=next, login=login, trouble=t("sign_in.wrong")), 403
    if person.has_second:
        session["waits"] = {"id": person.id, "since": now().timestamp(), "next": next}
        return redirect(url_for("sign_in.ask_code"), 303)
    return enter(person, next)


@bp.get("/sign-in/code")
def ask_code() -> ResponseReturnValue:
    """The form for the second factor."""
    person = who_waits()
    if person is None:
        return redirect(url_for("sign_in.ask"), 303)
    return _code_page(person, t("sign_in.passkey_wrong") if request.args.get("wrong") == "passkey" else "")


@bp.post("/sign-in/code")
def take_code() -> ResponseReturnValue:
    """Look at the code of the app, or a recovery code."""
    person = who_waits()
    if person is None:
        return redirect(url_for("sign_in.ask"), 303)
    if not parts().rate_limits.take(CODE, who_codes(person)):
        log.warning("console_code_refused", why="too_many", organizer=person.id)
        return _code_page(person, t("sign_in.too_many")), 429
    built = parts()
    with built.database.write() as connection:
        right = organizer_accounts.use_code(connection, built.phone_cipher, person.id, request.form.get("code", "")[:40], now())
    if not right:
        log.warning("console_code_refused", why="wrong", organizer=person.id)
        return _code_page(person, t("sign_in.code_wrong")), 403
    return enter(person, waiting_next())


def _code_page(person: Person, trouble: str) -> str:
    return render_template("sign_in_code.html", by_app=person.has_app, by_passkey=person.has_passkey, trouble=trouble, next="")


@bp.get("/link/<token>")
def show_link(token: str) -> str:
    """The page of a one-time link: a press on its button uses it up, the look of a program that reads messages does not."""
    return render_template("link.html", token=token)


@bp.post("/link/<token>")
def use_link(token: str) -> ResponseReturnValue:
    """Sign its person in."""
    built = parts()
    if not parts().rate_limits.take(ADDRESS, _address()):
        log.warning("console_link_refused", why="too_many")
        return render_template("link.html", token="", trouble=t("sign_in.too_many")), 429
    with built.database.write() as connection:
        id = sessions.use_link(connection, token[:200], now())
        person = organizer_accounts.find_person(connection, id) if id is not None else None
    if person is None:
        log.warning("console_link_refused", why="gone")
        return render_template("link.html", token="", trouble=t("sign_in.link_gone")), 410
    # A link is handed over by an owner or from the server itself: it stands for the password, never for a second factor.
    if person.has_second:
        session["waits"] = {"id": person.id, "since": now().timestamp(), "next": ""}
        return redirect(url_for("sign_in.ask_code"), 303)
    next = "" if person.password or not built.settings.live else url_for("account.show")
    return enter(person, next)


@bp.get("/again")
def ask_again() -> str:
    """The form that asks who is signed in to prove it."""
    return _again_page(
        local_address(request.args.get("next", "")),
        t("sign_in.passkey_wrong") if request.args.get("wrong") == "passkey" else "",
    )


@bp.post("/again")
def take_again() -> ResponseReturnValue:
    """Look at the code, or at the password of who has no second factor."""
    person, built = visit.person(), parts()
    next, said = local_address(request.form.get("next", "")), request.form.get("proof", "")
    if not parts().rate_limits.take(CODE, who_codes(person)):
        log.warning("console_proof_refused", why="too_many", organizer=person.id)
        return _again_page(next, t("sign_in.too_many")), 429
    found = visit.current_session()
    assert found is not None
    right = not person.has_second and (is_password(person.password, said) if person.password else not built.settings.live)
    with built.database.write() as connection:
        if person.has_second:
            right = organizer_accounts.use_code(connection, built.phone_cipher, person.id, said[:40], now())
        if right:
            sessions.prove_session(connection, built.phone_cipher, found.id, visit.visitor(), now())
    if not right:
        log.warning("console_proof_refused", why="wrong", organizer=person.id)
        return _again_page(next, t("sign_in.code_wrong")), 403
    return redirect(next or url_for("today.show"), 303)


def _again_page(next: str, trouble: str) -> str:
    person = visit.person()
    return render_template(
        "again.html",
        next=next,
        trouble=trouble,
        by_app=person.has_app,
        by_passkey=person.has_passkey,
        by_password=not person.has_second,
    )


@bp.post("/sign-out")
def sign_out() -> ResponseReturnValue:
    """End this session."""
    found = visit.current_session()
    if found is not None:
        with parts().database.write() as connection:
            sessions.end_session(connection, found.person.id, found.id)
    language = session.get("language")
    session.clear()
    if language:
        session["language"] = language
    # What was typed and not sent goes, too: the next one at this browser is somebody else.
    return redirect(url_for("sign_in.ask"), 303), {"Clear-Site-Data": '"cache", "storage"'}


def enter(person: Person, next: str) -> ResponseReturnValue:
    """Sign somebody in, and go on to a page."""
    built = parts()
    with built.database.write() as connection:
        sessions.clear_old_sessions(connection, now())
        token = sessions.open_session(connection, built.phone_cipher, person.id, visit.visitor(), now())
        record_act(connection, Actor(person.id, person.name, person.role), "signed_in", f"organizer {person.id}", now())
    language = session.get("language")
    session.clear()  # also the token of forms, which somebody else may have seen
    session.permanent = True
    session["token"] = token
    if language:
        session["language"] = language
    response = Response(status=303, headers={"Location": next or url_for("today.show")})
    devices.remember(response, person.id)
    return response


def _may_try(login: str, person: Person | None) -> bool:
    limits, name = parts().rate_limits, organizer_accounts.compared_login(login).encode()
    if person is not None and (device := devices.device_of(person.id)):
        return limits.take(KNOWN_DEVICE, f"{person.id} {device}".encode())
    return (
        limits.take(ADDRESS, _address()) and limits.take(NAME_AND_ADDRESS, name + b" " + _address()) and limits.take(NAME, name)
    )


def who_codes(person: Person) -> bytes:
    """Who tries codes, as far as they are counted: one who signs in with a browser of theirs, or anybody else for them."""
    return f"{person.id} {devices.device_of(person.id)}".encode()


def _address() -> bytes:
    return visitor_of(visit.visitor().address)


def who_waits() -> Person | None:
    """Whose password was right a moment ago, and whose code is still to come."""
    waits = session.get("waits")
    if not isinstance(waits, dict) or now().timestamp() - waits["since"] > CODE_SECONDS.total_seconds():
        return None
    with parts().database.page_read() as connection:
        return organizer_accounts.find_person(connection, waits["id"])


def who_proves() -> Person | None:
    """Who may show a second factor now: who is signed in and asked again, or whose password was right a moment ago."""
    found = visit.current_session()
    return found.person if found else who_waits()


def waiting_next() -> str:
    """Where who waits for the second step wants to go."""
    waits = session.get("waits")
    return local_address(waits["next"]) if isinstance(waits, dict) else ""


def local_address(next: str) -> str:
    """An address to go on to, "" for what is none of the console's own pages."""
    try:
        found = urlsplit(next)
    except ValueError:
        return ""
    if found.scheme or found.netloc or not found.path.startswith(f"{request.script_root}/") or "\\" in next:
        return ""
    if any(ord(each) < 32 for each in next):
        abort(400)
    return next
