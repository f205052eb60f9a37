"""/call/create: a web site's form asks that a phone ring. A code is texted first, and the site is told where to type it."""

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any
from urllib.parse import urlencode

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.campaigns import Campaign
from bot.conversation.campaign_targets import callable_officials
from bot.locale import Language, list_phrases, phrase
from bot.officials.finding import Finding
from bot.officials.naming import name_of, title_in
from bot.officials.office_lines import dialable_lines
from bot.officials.zip_info import find_zip
from bot.people.typed_numbers import TextUs
from bot.runtime import parts
from bot.telephony import readable_phone
from bot.web.public.call_me_form import REFUSALS, CodeSent, text_code, why_no_call, words_that_ring
from bot.web.public.found_place import find_place
from bot.web.public.page_forms import MAX_BYTES
from bot.web.public.page_frame import chosen_language
from bot.web.public.text_blocks import text_blocks
from bot.web.public.visit_address import Visit, read_referral

# A campaign's state -> what CallPower calls it.
STATES: Mapping[str, str] = MappingProxyType({"live": "live", "paused": "paused", "ended": "archived"})
BAD_REQUEST = 400
LOCATION = re.compile(
    r"(?:.*\b([A-Za-z]{2})[ ,]+)?([0-9]{5})(?:-[0-9]{4})?(?:[ ,]+(?:USA?|United States))?", re.ASCII | re.IGNORECASE
)
US = "US"


def create() -> ResponseReturnValue:
    """Values `campaignId`, `userPhone`, `userLocation`, `userCountry`, `ref`, from the address or a form.

    "queued" says that a code is on its way, whosever the number is; the phone rings once it came back. Who is led here by a
    form without a script is led on to the campaign's page. 400 for what cannot be a call, 429 for too many, 503 while the
    database is away.
    """
    request.max_content_length = MAX_BYTES
    asked = request.values
    if not asked.get("campaignId"):
        abort(BAD_REQUEST, "campaignId is required")
    campaign = parts().campaigns.of_callpower(asked["campaignId"])
    if campaign is None:
        abort(BAD_REQUEST, "there is no campaign of this campaignId")
    language = chosen_language(campaign.languages)
    if campaign.state != "live":
        return {"campaign": STATES[campaign.state]}
    zip = read_location(asked.get("userLocation") or asked.get("zipcode") or "")
    referral = read_referral(asked.get("ref", ""))
    visit = Visit(zip=zip, chosen={}, exact={}, told={}, at="", visit="", referral=referral)
    found = find_place(campaign, visit)
    answer, status = _answer(campaign, language, visit, found)
    if "text/html" in request.headers.get("Accept", "") and "callback" not in request.args:  # a form that no script sends
        return redirect(answer["redirect"], 303)
    return answer, status


def read_location(given: str) -> str:
    """The ZIP code of what a form calls a location: one alone, or at the end of an address, behind its own state; "" for none.

    The rest of an address is not looked at: a house number of five digits is no ZIP code.
    """
    found = LOCATION.fullmatch(" ".join(given.split()))
    if found is None:
        return ""
    state, zip = found.groups()
    home = find_zip(zip, even_retired=True) if state else None
    return "" if state and (home is None or home.state != state.upper()) else zip


def _answer(campaign: Campaign, language: Language, visit: Visit, found: Finding | None) -> tuple[dict[str, Any], int]:
    on_page = _page(campaign, language, zip=visit.zip, ref=visit.referral)
    if not parts().page_calls.are_on:
        return _refused(BAD_REQUEST, why_no_call(campaign, language, "too_many"), on_page)
    if request.values.get("userCountry", US).upper() not in ("", US):
        return _refused(BAD_REQUEST, why_no_call(campaign, language, "not_read"), on_page)
    if not request.values.get("userPhone"):
        return _refused(BAD_REQUEST, "userPhone is required", on_page)
    if found is None:
        return _refused(BAD_REQUEST, phrase("page.zip_not_read", language), _page(campaign, language, ref=visit.referral))
    if not found.known:
        return _refused(BAD_REQUEST, phrase("page.zip_not_known", language, zip=found.zip), on_page)
    if not callable_officials(found):
        # The ZIP code leaves open who they are, or there is nobody: the page asks, and says so.
        return _refused(BAD_REQUEST, list_phrases("page", language)["embed_open"], f"{on_page}#officials")
    # A site whose own script looks at no answer asks for no code: then the keyword is the way.
    keyword = campaign.keyword_in(language)
    sent = text_code(campaign, language, visit, found.zip, request.values["userPhone"].strip(), keyword)
    if isinstance(sent, TextUs):
        ways = {"words": words_that_ring(sent, language), "number": readable_phone(parts().settings.number)}
        return _refused(REFUSALS["too_many"], phrase("page.call_me_text_us", language, **ways), f"{on_page}#call-me")
    if not isinstance(sent, CodeSent):
        status = REFUSALS[sent] if sent != "not_read" else BAD_REQUEST
        return _refused(status, why_no_call(campaign, language, sent), f"{on_page}#call-me")
    script = render_template(
        "callpower_code.html",
        t=list_phrases("page", language),
        language=language,
        intro=text_blocks(campaign.wording(language).intro.page),
        page=on_page,
        sealed=sent.sealed,
    )
    return {
        "campaign": STATES[campaign.state],
        "call": "queued",
        "script": script.strip(),
        "redirect": f"{_page(campaign, language, zip=found.zip, ref=visit.referral, sealed=sent.sealed)}#call-me",
        "fromNumber": parts().settings.number,
        "targets": _targets(campaign, found, language),
    }, 200


def _refused(status: int, why: str, page: str) -> tuple[dict[str, Any], int]:
    """`redirect`: where a visitor can go on, which is more than CallPower says."""
    return {"status": status, "error": why, "redirect": page}, status


def _targets(campaign: Campaign, found: Finding, language: Language) -> dict[str, object]:
    officials = callable_officials(found)
    offices = campaign.wording(language).offices
    return {
        "segment": "location",
        "display": ", ".join(dict.fromkeys(offices[each.role].name for each in officials)),
        "objects": [
            {
                "name": each.name or name_of(each, campaign, language),
                "title": title_in(each, language),
                "phone": dialable_lines(each.lines)[0].phone,
            }
            for each in officials
        ],
    }


def _page(campaign: Campaign, language: Language, **told: str) -> str:
    asked = {name: value for name, value in {"lang": language, **told}.items() if value}
    return f"{parts().settings.url}{url_for('pages.campaign', id=campaign.id)}?{urlencode(asked)}"
