"""One's own account: password, phone, second factor, and where one is signed in."""

import segno
import structlog
from flask import Blueprint, abort, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from bot.accounts import organizer_accounts, sessions
from bot.accounts.audit import record_act
from bot.accounts.passwords import is_password, weakness
from bot.accounts.second_factor import app_address, matching_step, new_factor_secret
from bot.people import organizers
from bot.rate_limit import RateLimit
from bot.runtime import parts
from bot.telephony import masked_phone, read_number, readable_phone
from bot.web.console import passkey, sign_in, visit
from bot.web.console.visit import now, t

bp = Blueprint("account", __name__)
log = structlog.get_logger()

PHONES = RateLimit(name="console_own_phone", each="10/hour", together="10/hour")


@bp.get("/me")
def show() -> str:
    """The account of who is signed in."""
    return _page()


@bp.post("/me/password")
def change_password() -> ResponseReturnValue:
    """Choose a password, or change it: all other sessions end."""
    person = visit.person()
    old, new = request.form.get("old", ""), request.form.get("new", "")
    if person.password and not parts().rate_limits.take(sign_in.CODE, sign_in.who_codes(person)):
        log.warning("console_proof_refused", why="too_many", organizer=person.id)
        return _page(trouble={"old": t("sign_in.too_many")}), 429
    if person.password and not is_password(person.password, old):
        log.warning("console_proof_refused", why="wrong", organizer=person.id)
        return _page(trouble={"old": t("account.old_wrong")}), 422
    weak = weakness(new, person.name)
    if weak:
        return _page(trouble={"new": t(f"account.password_{weak}")}), 422
    with parts().database.write() as connection:
        organizer_accounts.set_password(connection, person.id, new, visit.actor().session)
        record_act(connection, visit.actor(), "password_changed", f"organizer {person.id}", now())
    return redirect(url_for("account.show", done="password"), 303)


@bp.post("/me/phone")
def give_phone() -> ResponseReturnValue:
    """Take the number of one's own phone; the page says what it has to text so that it counts."""
    phone, person, built = read_number(request.form.get("phone", "")[:40]), visit.person(), parts()
    if phone is None:
        return _page(trouble={"phone": t("account.phone_wrong")}), 422
    if not built.rate_limits.take(PHONES, str(person.id).encode()):
        return _page(trouble={"phone": t("sign_in.too_many")}), 429
    with built.database.write() as connection:
        code = organizers.give_phone(connection, built.phone_cipher, person.id, phone, now())
        if code is not None:
            record_act(connection, visit.actor(), "phone_given", f"organizer {person.id}", now())
    if code is None:
        return _page(trouble={"phone": t("account.phone_taken")}), 422
    return _page(code=f"VERIFY {code}")


@bp.get("/me/second-factor")
def ask_second() -> str:
    """A new secret as a QR code, and the field for its first code."""
    return _second_page()


@bp.post("/me/second-factor")
def take_second() -> ResponseReturnValue:
    """Take the app's first code; shows the recovery codes, once."""
    person, secret = visit.person(), _kept_secret()
    step = matching_step(secret, request.form.get("code", ""), None, now()) if secret else None
    if step is None:
        return _second_page(trouble=t("sign_in.code_wrong")), 422
    with parts().database.write() as connection:
        codes = organizer_accounts.set_second_factor(connection, parts().phone_cipher, person.id, secret, step)
        record_act(connection, visit.actor(), "second_factor_set", f"organizer {person.id}", now())
    session.pop("secret", None)
    return render_template("recovery_codes.html", codes=codes)


@bp.post("/me/sessions/<int:id>/end")
def end_session(id: int) -> ResponseReturnValue:
    """End one of one's own sessions."""
    with parts().database.write() as connection:
        if not sessions.end_session(connection, visit.person().id, id):
            abort(404)
        record_act(connection, visit.actor(), "session_ended", f"organizer {visit.person().id}", now())
    return redirect(url_for("account.show"), 303)


def _page(trouble: dict[str, str] | None = None, code: str = "") -> str:
    person, cipher = visit.person(), parts().phone_cipher
    with parts().database.page_read() as connection:
        phone = organizer_accounts.phone_of(connection, cipher, person.id)
        proven = organizer_accounts.proven_phone_of(connection, cipher, person.id)
        claimed = organizer_accounts.claimed_phone_of(connection, cipher, person.id, now())
        own = sessions.list_sessions(connection, person.id)
        left = organizer_accounts.recovery_codes_left(connection, person.id)
    return render_template(
        "account.html",
        sessions=own,
        this=visit.actor().session,
        codes_left=left,
        passkeys=passkey.listed(),
        passkeys_made=passkey.site() is not None,
        phone=masked_phone(phone) if phone else "",
        phone_is_proven=proven is not None,
        claimed=masked_phone(claimed) if claimed else "",
        code=code,
        our_number=readable_phone(parts().settings.number),
        minutes=round(organizers.VALID.total_seconds() / 60),
        trouble=trouble or {},
        done=request.args.get("done", ""),
    )


def _second_page(trouble: str = "") -> str:
    # In the cookie, until its first code is given: encrypted, since a browser keeps it as it is.
    secret = _kept_secret() or new_factor_secret()
    session["secret"] = parts().phone_cipher.encrypt_secret(secret).hex()
    address = app_address(secret, visit.person().name, parts().settings.organization)
    drawn = segno.make(address, error="m", micro=False).svg_inline(
        scale=5, border=4, dark="#000", light="#fff", svgclass="qr", lineclass=None, omitsize=True
    )
    spaced = " ".join(secret[at : at + 4] for at in range(0, len(secret), 4))
    return render_template("second_factor.html", qr=Markup(drawn), secret=spaced, trouble=trouble)


def _kept_secret() -> str:
    """The secret that the page showed this browser last, "" for none."""
    try:
        return parts().phone_cipher.decrypt_secret(bytes.fromhex(session.get("secret", "")))
    except ValueError:
        return ""  # of a version before, which kept it as it is
