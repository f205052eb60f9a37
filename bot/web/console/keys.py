"""Keys of the API: made here, shown once, listed with what they may do and when they were last used, ended."""

from collections.abc import Sequence

from flask import Blueprint, abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.accounts.api_keys import BEGINS, SCOPES, end_key, list_keys, make_key
from bot.accounts.audit import record_act
from bot.runtime import API_PATH, parts
from bot.web.console import visit
from bot.web.console.visit import now, t

bp = Blueprint("keys", __name__)
NAME_LENGTH = 64
LASTS = ("90", "365", "")  # days, "" for as long as nobody ends it


@bp.get("/keys")
def show() -> str:
    """All keys, and the form for another."""
    return _page()


@bp.post("/keys")
def make() -> ResponseReturnValue:
    """Make one, and show it this once."""
    name, lasts = request.form.get("name", "").strip(), request.form.get("lasts", "")
    scopes = [scope for scope in SCOPES if request.form.get(f"scope.{scope}")]
    trouble = {}
    if not 0 < len(name) <= NAME_LENGTH:
        trouble["name"] = t("keys.name_wrong")
    if not scopes:
        trouble["scopes"] = t("keys.scopes_wrong")
    if lasts not in LASTS:
        abort(400)
    if trouble:
        return _page(trouble=trouble, name=name, lasts=lasts, chosen=scopes), 422
    with parts().database.write() as connection:
        days = int(lasts) if lasts else None
        maker = visit.person().id
        id, secret = make_key(connection, name=name, scopes=scopes, made_by=maker, now=now(), days=days)
        record_act(connection, visit.actor(), "key_made", f"key {id}", now(), after=f"{name}: {', '.join(scopes)}")
    return _page(secret=secret, secret_of=name)


@bp.post("/keys/<int:id>/end")
def end(id: int) -> ResponseReturnValue:
    """End one: from now on it opens nothing."""
    with parts().database.write() as connection:
        name = end_key(connection, id, now()) if id < 2**31 else None
        if name is not None:
            record_act(connection, visit.actor(), "key_ended", f"key {id}", now(), before=name)
    if name is None:
        abort(404)
    return redirect(url_for("keys.show"), 303)


def _page(
    trouble: dict[str, str] | None = None,
    name: str = "",
    lasts: str = LASTS[1],
    chosen: Sequence[str] = (),
    secret: str = "",
    secret_of: str = "",
) -> str:
    built = parts()
    with built.database.page_read() as connection:
        rows = list_keys(connection)
    return render_template(
        "keys.html",
        rows=rows,
        scopes=SCOPES,
        scope_words={scope: t(f"keys.scopes.{scope.replace(':', '_')}") for scope in SCOPES},
        lasts_options=[(days, t(f"keys.lasts_{days or 'ever'}")) for days in LASTS],
        trouble=trouble or {},
        name=name,
        lasts=lasts,
        chosen=chosen,
        secret=secret,
        secret_of=secret_of,
        header=f"Authorization: Bearer {BEGINS}...",
        described="openapi.json",
        address=f"{built.settings.url}{API_PATH}",
        is_off=built.settings.api == "off",
    )
