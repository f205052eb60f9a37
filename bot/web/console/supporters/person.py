"""One supporter: all that is kept of them, and what is done for them by hand. That the page was opened is in the log."""

from typing import Final

from flask import abort, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection

from bot.accounts.audit import audit_page, record_act
from bot.conversation.corrected_home import correct_home
from bot.officials.zip_info import find_zip
from bot.people.erasure import find_unowned_texts
from bot.people.forgetting import forget_person
from bot.people.stopping import BY_ORGANIZER, stop_person
from bot.people.supporter_details import (
    SupporterDetails,
    call_lists_of,
    calls_of,
    consents_of,
    conversation_with,
    find_supporter,
    is_in_inbox,
    is_of_another_campaign,
    is_of_campaign,
    subscriptions_of,
)
from bot.people.supporter_search import is_zip
from bot.runtime import parts
from bot.telephony import masked_phone, readable_phone
from bot.web.console import visit
from bot.web.console.supporters.blueprint import bp
from bot.web.console.supporters.filters import language_title
from bot.web.console.visit import now, t

LONGEST_NOTE = 500
NOTED: Final = "supporter_noted"


@bp.get("/supporters/<int:id>")
def person(id: int) -> ResponseReturnValue:
    """The page. Who opens it is written into the log first."""
    return _page(id)


@bp.post("/supporters/<int:id>/stop")
def stop(id: int) -> ResponseReturnValue:
    """Stop all texts and calls that we start to them, as they told somebody."""
    built, person = parts(), _person_key(_find(id))
    with built.database.write() as connection:
        if stop_person(connection, person, id, BY_ORGANIZER, now()):
            record_act(connection, visit.actor(), "supporter_stopped", _thing(id), now())
    return _back(id, t("supporter.stopped_now"))


@bp.get("/supporters/<int:id>/forget")
def ask_forget(id: int) -> ResponseReturnValue:
    """What forgetting them means, and the button."""
    found = _find(id)
    with parts().database.page_read() as connection:
        shared = _is_shared(connection, id)
    if shared:
        return _page(id), 403
    number = found.number(parts().phone_cipher)
    return render_template("supporter_forget.html", id=id, phone=masked_phone(number) if number else "", stopped=found.stopped)


@bp.post("/supporters/<int:id>/forget")
def forget(id: int) -> ResponseReturnValue:
    """Erase them, as FORGET by text does."""
    built, found = parts(), _find(id)
    number = found.number(built.phone_cipher)
    if not number:
        abort(404)  # a withheld number is erased when its call is over; one of another key is nobody's to find
    person = built.phone_cipher.person_key(number)
    unowned = find_unowned_texts(built.database, built.phone_cipher, number)
    with built.database.write() as connection:
        shared = _is_shared(connection, id)
        if not shared:
            forget_person(connection, id, person, unowned, now(), at_provider=built.settings.erase_at_provider == "on")
            record_act(connection, visit.actor(), "supporter_forgotten", _thing(id), now())
    if shared:
        return _page(id), 403
    session["notice"] = t("supporter.forgotten")
    return redirect(url_for("supporters.show"), 303)


@bp.post("/supporters/<int:id>/home")
def move(id: int) -> ResponseReturnValue:
    """Correct where they live."""
    built, found = parts(), _find(id)
    zip = request.form.get("zip", "").strip()
    if not is_zip(zip) or find_zip(zip) is None:
        return _page(id, trouble={"zip": t("supporter.zip_wrong")}), 422
    with built.database.write() as connection:
        shared = _is_shared(connection, id)
        if not shared:
            if not correct_home(connection, id, found.number(built.phone_cipher) or None, zip, now()):
                abort(404)
            record_act(connection, visit.actor(), "supporter_moved", _thing(id), now(), before=found.zip or "", after=zip)
    if shared:
        return _page(id), 403
    return _back(id, t("supporter.moved"))


@bp.post("/supporters/<int:id>/note")
def note(id: int) -> ResponseReturnValue:
    """Write a note about them into the log."""
    _find(id)
    words = request.form.get("note", "").strip()
    if not 0 < len(words) <= LONGEST_NOTE:
        return _page(id, trouble={"note": t("supporter.note_wrong", most=LONGEST_NOTE)}, typed=words), 422
    with parts().database.write() as connection:
        record_act(connection, visit.actor(), NOTED, _thing(id), now(), after=words)
    return _back(id, t("supporter.noted"))


def _find(id: int) -> SupporterDetails:
    """The supporter, if there is one, and who asks may see them: captains those in the inbox alone, who is entered for one
    campaign those of that."""
    with parts().database.page_read() as connection:
        found = find_supporter(connection, id)
        if found is None:
            abort(404)
        bound = visit.bound_campaign()
        if visit.person().role == "captain" and not is_in_inbox(connection, id, bound):
            abort(403)
        if bound and not is_of_campaign(connection, id, bound):
            abort(403)
    return found


def _is_shared(connection: Connection, id: int) -> bool:
    """Are they also of a campaign that who asks may not see to? What changes them for all is not theirs to do then."""
    bound = visit.bound_campaign()
    return bool(bound) and is_of_another_campaign(connection, id, bound)


def _person_key(found: SupporterDetails) -> bytes:
    number = found.number(parts().phone_cipher)
    if not number:
        abort(404)
    return parts().phone_cipher.person_key(number)


def _thing(id: int) -> str:
    return f"supporter {id}"


def _back(id: int, notice: str) -> ResponseReturnValue:
    session["notice"] = notice
    return redirect(url_for("supporters.person", id=id), 303)


def _page(id: int, trouble: dict[str, str] | None = None, typed: str = "") -> str:
    built, found = parts(), _find(id)
    whole = visit.may("supporters.show")  # a captain answers through us, and needs no number
    with built.database.write() as connection:
        record_act(connection, visit.actor(), "supporter_opened", _thing(id), now())
    number = found.number(built.phone_cipher)
    with built.database.page_read() as connection:
        consents = consents_of(connection, built.phone_cipher.person_key(number)) if number and whole else ()
        consents = [each for each in consents if each.programme == "*" or visit.is_own(each.programme)]
        subscriptions = [each for each in subscriptions_of(connection, id) if visit.is_own(each.programme)]
        said = conversation_with(connection, built.phone_cipher, id, visit.bound_campaign())
        entries = [each for each in call_lists_of(connection, id) if visit.is_own(each.campaign)]
        calls = [each for each in calls_of(connection, id) if visit.is_own(each.campaign)]
        log = audit_page(connection, thing=_thing(id), campaign=visit.bound_campaign()) if whole else ()
        shared = _is_shared(connection, id)
    place = find_zip(found.zip, even_retired=True) if found.zip else None
    return render_template(
        "supporter.html",
        found=found,
        whole=whole,
        shared=shared,
        phone=(readable_phone(number) if whole else masked_phone(number)) if number else "",
        city=f"{place.city}, {place.state}" if place else "",
        refusals=found.refusals(number),
        consents=consents,
        subscriptions=subscriptions,
        said=said,
        entries=entries,
        calls=calls,
        notes=[each for each in log if each.act == NOTED],
        log=log,
        official=_official_name,
        spoken=language_title,
        readable=readable_phone,
        trouble=trouble or {},
        typed=typed,
        most=LONGEST_NOTE,
        notice_text=session.pop("notice", ""),
    )


def _official_name(id: str) -> str:
    """The name of an official, of the office while nobody is named; the id where our tables have it no more."""
    official = parts().directory.official(id, now().date())
    if official is None:
        return id
    language = visit.language()
    return official.name or official.office.get(language) or official.titles.get(language) or official.title
