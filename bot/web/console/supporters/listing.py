"""The list: by place, campaign, state and language, or one person by their number."""

from typing import NamedTuple
from urllib.parse import urlencode

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from bot.accounts.audit import record_act
from bot.officials.zip_info import find_zip
from bot.people.stopping import BY_ORGANIZER, stop_person
from bot.people.supporter_details import is_of_campaign
from bot.people.supporter_search import SupporterRow, find_by_phone, subscription_states, supporters_page
from bot.runtime import parts
from bot.telephony import NORTH_AMERICAN, masked_phone, read_number
from bot.web.console import visit
from bot.web.console.campaign_titles import campaign_choices, campaign_title
from bot.web.console.supporters.blueprint import bp
from bot.web.console.supporters.filters import (
    language_choices,
    language_title,
    read_filter,
    state_choices,
)
from bot.web.console.visit import now, t


class Shown(NamedTuple):
    """A row of the list, as it is shown."""

    row: SupporterRow
    phone: str
    city: str
    subscriptions: list[tuple[str, str]]


@bp.get("/supporters")
def show() -> ResponseReturnValue:
    """A page of those whom the filter shows."""
    return _page()


@bp.post("/supporters/find")
def find() -> ResponseReturnValue:
    """Go to the page of the person with this number. It is posted, so that it is in no log and no history."""
    written = request.form.get("number", "")[:40].strip()
    phone = _whole_number(written)
    if phone is None:
        return _page(trouble=t("supporters.number_wrong"), typed=written), 422
    with parts().database.page_read() as connection:
        id = find_by_phone(connection, parts().phone_cipher, phone)
        bound = visit.bound_campaign()
        if id is not None and bound and not is_of_campaign(connection, id, bound):
            id = None
    if id is None:
        return _page(trouble=t("supporters.number_unknown"), typed=written, unknown=phone), 404
    return redirect(url_for("supporters.person", id=id), 303)


@bp.post("/supporters/stop")
def stop_number() -> ResponseReturnValue:
    """Stop a number that we do not know: an old list that is imported later does not wake it."""
    phone = _whole_number(request.form.get("number", "")[:40])
    if phone is None:
        return _page(trouble=t("supporters.number_wrong")), 422
    built = parts()
    person = built.phone_cipher.person_key(phone)
    with built.database.write() as connection:
        known = find_by_phone(connection, built.phone_cipher, phone)
        if stop_person(connection, person, known, BY_ORGANIZER, now()):
            record_act(connection, visit.actor(), "supporter_stopped", f"supporter {known}" if known else "number", now())
    session["notice"] = t("supporters.number_stopped", number=masked_phone(phone))
    return redirect(url_for("supporters.show"), 303)


def _whole_number(written: str) -> str | None:
    """A number with its area code, E.164."""
    phone = read_number(written)
    return phone if phone and (NORTH_AMERICAN.fullmatch(phone) or not phone.startswith("+1")) else None


def _page(trouble: str = "", typed: str = "", unknown: str = "") -> str:
    asked = read_filter()
    rows: list[Shown] = []
    older = ""
    if asked.wanted is not None:
        campaigns = [each.id for each in parts().campaigns]
        with parts().database.page_read() as connection:
            found, more = supporters_page(connection, asked.wanted, campaigns, asked.after)
            states = subscription_states(connection, [row.id for row in found])
        rows = [_shown(row, states.get(row.id, ())) for row in found]
        older = f"{url_for('supporters.show')}?{urlencode({**asked.words, 'after': str(more)})}" if more else ""
    return render_template(
        "supporters.html",
        rows=rows,
        older=older,
        asked=asked,
        number_trouble=trouble,
        typed=typed,
        unknown=unknown,
        campaigns=campaign_choices(t("supporters.any")),
        spoken=language_title,
        states=state_choices(),
        languages=language_choices(),
        notice_text=session.pop("notice", ""),
    )


def _shown(row: SupporterRow, states: tuple[tuple[str, str], ...]) -> Shown:
    place = find_zip(row.zip, even_retired=True) if row.zip else None
    return Shown(
        row=row,
        phone=row.masked(parts().phone_cipher),
        city=f"{place.city}, {place.state}" if place else "",
        subscriptions=[(campaign_title(programme), state) for programme, state in states],
    )
