"""Call me: a visitor types their number, then the code that is texted to it, and their phone rings as after CALL by text."""

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Literal, NamedTuple

import structlog
from flask import abort, request

from bot.campaigns import Campaign
from bot.campaigns.model import MOST_CALLS
from bot.conversation.campaign_targets import callable_officials
from bot.engine.events import Started
from bot.engine.exchange import FromPage, Inbound
from bot.locale import Language, phrase
from bot.logging_setup import describe_error
from bot.people.typed_numbers import TextUs
from bot.runtime import parts
from bot.telephony import may_dial, readable_phone
from bot.visitors.page_calls import PageCall
from bot.web.public.call_form import SKIPPED
from bot.web.public.found_place import find_place
from bot.web.public.page_forms import FormAnswer, do_after_answer
from bot.web.public.sign_up_form import LONGEST_NUMBER, read_typed_number
from bot.web.public.visit_address import Visit, official_key, page_of, read_visit
from bot.web.webhook_handlers import DATABASE_AWAY

log = structlog.get_logger()

FORM, CODE_FORM = "call_me", "code"
LONGEST_CODE = 20
DONE = frozenset({"reached", "message", SKIPPED})  # who was called, or is not to be; all others may be got through to now
NoCode = Literal["not_read", "too_many", "away"]
REFUSALS: Mapping[NoCode, int] = MappingProxyType({"not_read": 422, "too_many": 429, "away": 503})  # of HTTP


class CodeSent(NamedTuple):
    """A code is on its way, whosever the number is. `sealed`: what was asked for, which comes back with the code."""

    sealed: str


def take_number(shown: Campaign, language: Language) -> FormAnswer | str:
    """Fields `phone`, and `note`, which people do not see. A code is texted, and the page asks for it, whosever the number is;
    where too many typed numbers were texted, it says what to text to us.

    422 for what is no number to text and call, 429 where this visitor asked too often, 503 while the database is away.
    """
    if not parts().page_calls.are_on:
        abort(404)
    visit = read_visit()
    found = find_place(shown, visit)
    if found is None or not callable_officials(found):
        return page_of(shown, language)
    typed = request.form.get("phone", "").strip()
    if request.form.get("note"):
        return page_of(shown, language)  # a program, which fills in whatever there is
    sent = text_code(shown, language, visit, found.zip, typed)
    if isinstance(sent, CodeSent):
        return FormAnswer(form=CODE_FORM, values={"sealed": sent.sealed})
    if isinstance(sent, TextUs):
        return FormAnswer(form=FORM, values={"text_us": words_that_ring(sent, language)})
    return _refuse(FORM, shown, language, sent, REFUSALS[sent], typed)


def text_code(
    shown: Campaign, language: Language, visit: Visit, zip: str, typed: str, keyword: str = ""
) -> CodeSent | TextUs | NoCode:
    """Text a code to the number that was typed, for a call to the officials of a ZIP code; what is to come back with it, or
    what is to be texted to us.
    `keyword`: is told too, where it may be that nothing asks for the code."""
    phone = read_typed_number(typed)
    if phone is None or not may_dial(phone):
        return "not_read"
    call = PageCall(
        phone=phone,
        campaign=shown.id,
        language=language,
        zip=zip,
        chosen=visit.chosen,
        exact=visit.exact,
        referral=visit.referral,
        done=[key for key, outcome in visit.told.items() if outcome in DONE][:MOST_CALLS],
    )
    try:
        asked = parts().page_calls.ask(call, request.remote_addr, parts().clock(), keyword)
    except DATABASE_AWAY as error:
        log.error("page_call_failed", **describe_error(error))
        return "away"
    if isinstance(asked, str):
        do_after_answer()
        return CodeSent(asked)
    return asked or "too_many"


def words_that_ring(text_us: TextUs, language: Language) -> str:
    """What is texted to us so that the phone that it comes from rings: "CALL 123456"."""
    return phrase("page.call_me_join", language, code=text_us.code)


def take_code(shown: Campaign, language: Language) -> FormAnswer | str:
    """Fields `code`, and `sealed`, what was asked for. With the right code their phone rings, or a text says why not.

    422 for a wrong code, or one that holds no more, 503 while the database is away.
    """
    sealed, said = request.form.get("sealed", ""), request.form.get("code", "")[:LONGEST_CODE]
    try:
        call = parts().page_calls.prove(sealed, said, parts().clock())
        if call == "wrong":
            return _refuse(CODE_FORM, shown, language, "wrong", 422, sealed=sealed)
        if call == "late":
            return _refuse(FORM, shown, language, "late", 422)
        if isinstance(call, PageCall):
            _ring(call, sealed)
    except DATABASE_AWAY as error:
        log.error("page_call_failed", **describe_error(error))
        return _refuse(FORM, shown, language, "away", 503)
    return f"{page_of(shown, language, {FORM: 'asked'})}#call-me"


def _ring(call: PageCall, sealed: str) -> None:
    page = FromPage(
        campaign=call.campaign,
        language=call.language,
        zip=call.zip,
        chosen=call.chosen,
        exact=call.exact,
        done=_done(call),
    )
    inbound = Inbound(
        key=f"page:{sealed[-40:]}",
        channel="sms",
        phone=call.phone,
        event=Started("from_page"),
        pushed=True,
        from_page=page,
    )
    parts().conversations.take_turn(inbound, parts().clock(), lambda reply: "")


def _done(call: PageCall) -> Sequence[str]:
    """Of the officials of that place those whom the visitor need not be connected to."""
    campaign = parts().campaigns.get(call.campaign)
    visit = Visit(zip=call.zip, chosen=call.chosen, exact=call.exact, told={}, at="", visit="", referral="")
    found = find_place(campaign, visit) if campaign and call.done else None
    return [each.id for each in callable_officials(found) if official_key(each.id) in call.done] if found else []


def _refuse(
    form: str, shown: Campaign, language: Language, why: str, status: int, typed: str = "", sealed: str = ""
) -> FormAnswer:
    return FormAnswer(
        form=form,
        typed=typed[:LONGEST_NUMBER],
        refused=why_no_call(shown, language, why),
        values={"sealed": sealed},
        status=status,
    )


def why_no_call(shown: Campaign, language: Language, why: str) -> str:
    """Why a phone does not ring, in a sentence, with the way by text."""
    ways = {"keyword": shown.keyword_in(language), "number": readable_phone(parts().settings.number)}
    return phrase(f"page.call_me_{why}", language, **ways)
