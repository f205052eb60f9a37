"""The people who use the console: their roles, their links, and taking them out."""

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError

from bot.accounts import organizer_accounts, sessions
from bot.accounts.audit import AuditAct, record_act
from bot.accounts.roles import ROLES, Role
from bot.runtime import parts
from bot.web.console import visit
from bot.web.console.visit import now, t

bp = Blueprint("people", __name__)
NAME_LENGTH = 64


@bp.get("/people")
def show() -> str:
    """Everybody, with role and state."""
    return _page()


@bp.post("/people")
def add() -> ResponseReturnValue:
    """Enter somebody, and show the link that signs them in once."""
    name, email = request.form.get("name", "").strip(), request.form.get("email", "").strip()
    role = _role(request.form.get("role", ""))
    trouble = {}
    if not 0 < len(name) <= NAME_LENGTH:
        trouble["name"] = t("people.name_wrong")
    if email and not organizer_accounts.is_email(email):
        trouble["email"] = t("people.email_wrong")
    if trouble:
        return _page(trouble=trouble, typed={"name": name, "email": email, "role": role}), 422
    built = parts()
    try:
        with built.database.write() as connection:
            id = organizer_accounts.add_person(connection, built.phone_cipher, name=name, role=role, email=email, now=now())
            token = sessions.make_link(connection, id, now())
            record_act(connection, visit.actor(), "person_added", f"organizer {id}", now(), after=f"{name}: {role}")
    except IntegrityError:
        trouble = {"email": t("people.email_taken")}
        return _page(trouble=trouble, typed={"name": name, "email": email, "role": role}), 422
    return _page(link=_link(token), link_of=name)


@bp.post("/people/<int:id>/role")
def change_role(id: int) -> ResponseReturnValue:
    """Change what somebody may do: it holds at their next click."""
    role = _role(request.form.get("role", ""))
    with parts().database.write() as connection:
        before = organizer_accounts.find_person(connection, id)
        if before is None:
            abort(404)
        changed = organizer_accounts.set_role(connection, id, role)
        if changed and before.role != role:
            thing = f"organizer {id}"
            record_act(connection, visit.actor(), "role_changed", thing, now(), before=before.role, after=role)
    if not changed:
        return _page(notice=t("people.last_owner")), 409
    return redirect(url_for("people.show"), 303)


@bp.post("/people/<int:id>/link")
def give_link(id: int) -> ResponseReturnValue:
    """A new link for somebody who lost their password; with `second` also a lost second factor is forgotten."""
    with parts().database.write() as connection:
        person = organizer_accounts.find_person(connection, id)
        if person is None:
            abort(404)
        if request.form.get("second"):
            organizer_accounts.forget_second_factor(connection, id)
            sessions.end_all_sessions(connection, id)
        token = sessions.make_link(connection, id, now())
        act: AuditAct = "second_factor_cleared" if request.form.get("second") else "link_given"
        record_act(connection, visit.actor(), act, f"organizer {id}", now())
    return _page(link=_link(token), link_of=person.name)


@bp.post("/people/<int:id>/remove")
def remove(id: int) -> ResponseReturnValue:
    """Take somebody out: they are signed out everywhere, their alerts stay."""
    with parts().database.write() as connection:
        person = organizer_accounts.find_person(connection, id)
        if person is None:
            abort(404)
        removed = organizer_accounts.remove_person(connection, id)
        if removed:
            record_act(connection, visit.actor(), "person_removed", f"organizer {id}", now(), before=person.name)
    if not removed:
        return _page(notice=t("people.last_owner")), 409
    return redirect(url_for("people.show"), 303)


def _role(written: str) -> Role:
    for role in ROLES:
        if role == written:
            return role
    abort(400)


def _link(token: str) -> str:
    return f"{parts().settings.url}{url_for('sign_in.show_link', token=token)}"


def _page(
    trouble: dict[str, str] | None = None,
    typed: dict[str, str] | None = None,
    link: str = "",
    link_of: str = "",
    notice: str = "",
) -> str:
    with parts().database.page_read() as connection:
        rows = organizer_accounts.list_people(connection)
    return render_template(
        "people.html",
        rows=rows,
        role_options=[(role, t(f"roles.{role}")) for role in ROLES],
        trouble=trouble or {},
        typed=typed or {},
        link=link,
        link_of=link_of,
        notice_text=notice,
    )
