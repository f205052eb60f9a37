"""Call from here: a visitor calls with their own phone, tells how it went, and comes to the next official."""

import structlog
from flask import request

from bot.campaigns import Campaign
from bot.conversation.campaign_targets import callable_officials
from bot.locale import Language, phrase
from bot.logging_setup import describe_error
from bot.runtime import parts
from bot.telephony import tel_link
from bot.visitors.web_calls import TOLD, WebCall
from bot.web.public.found_place import find_place
from bot.web.public.page_forms import FormAnswer
from bot.web.public.visit_address import as_visit, official_key, page_of, read_visit, told_in_address
from bot.web.webhook_handlers import DATABASE_AWAY

log = structlog.get_logger()

FORM = "call"
SKIPPED = "skipped"


def take_call(shown: Campaign, language: Language) -> FormAnswer | str:
    """What became of a call: fields `official`, an id; `line`, where there are several; `outcome`; `visit`.

    Leads to the next official. What names nobody whom this place calls, or nothing that may be told, changes nothing. 429
    where this visitor told too many, 503 while the database is away: the page goes on with the next one all the same.
    """
    visit = read_visit()
    found = find_place(shown, visit)
    asked_for = request.form.get("official", "")
    official = next((each for each in callable_officials(found) if each.id == asked_for), None) if found else None
    outcome = request.form.get("outcome", "")
    if official is None or found is None or outcome not in (*TOLD, SKIPPED):
        return page_of(shown, language)
    token = visit.visit or as_visit(request.form.get("visit", ""))
    told = {**visit.told, official_key(official.id): outcome}
    address = f"{page_of(shown, language, {'told': told_in_address(told), 'visit': token})}#call"
    if outcome == SKIPPED:
        return address
    lines = [line.id for line in official.lines]
    line = next((each for each in lines if tel_link(each) == request.form.get("line")), lines[0])
    call = WebCall(
        campaign=shown.id,
        official=official.id,
        line=line,
        outcome=outcome,
        zip=found.zip,
        visit=token,
        referral=visit.referral,
    )
    try:
        taken = parts().web_calls.take(call, request.remote_addr, parts().clock())
    except DATABASE_AWAY as error:
        log.error("web_call_failed", **describe_error(error))
        return _not_counted(language, "call_away", address, 503)
    if not taken:
        log.warning("web_call_refused", campaign=shown.id)
        return _not_counted(language, "call_too_many", address, 429)
    parts().calls_so_far.forget(shown.id)
    return address


def _not_counted(language: Language, why: str, address: str, status: int) -> FormAnswer:
    return FormAnswer(form=FORM, refused=phrase(f"page.{why}", language), values={"on": address}, status=status)
