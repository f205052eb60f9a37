"""The address box: what a street address settles goes into the page's address; the street address itself goes nowhere."""

import structlog
from flask import abort, request

from bot.campaigns import Campaign
from bot.geocoding import Unresolved
from bot.geocoding.locate import locate_address
from bot.locale import Language, phrase
from bot.logging_setup import describe_error
from bot.rate_limit import RateLimit, visitor_of
from bot.runtime import parts
from bot.web.public.found_place import find_place, may_ask_address
from bot.web.public.page_forms import FormAnswer
from bot.web.public.visit_address import page_of, read_visit
from bot.web.webhook_handlers import DATABASE_AWAY

log = structlog.get_logger()

FORM = "address"
LONGEST = 120
# As many as one phone may have looked up in a conversation: no page is to be used as a geocoder.
LOOKUPS = RateLimit(name="page addresses", each="5/hour; 10/day", together="30/hour; 100/day")
STATUSES = {"enough": 429, "unavailable": 503}


def take_address(shown: Campaign, language: Language) -> FormAnswer | str:
    """Field `address`. Leads to the page with the divisions that it lies in; 422 where it tells none, 429 after too many, 503
    while nobody can be asked."""
    visit = read_visit()
    found = find_place(shown, visit)
    resolver = parts().resolver
    if resolver is None:
        abort(404)
    if found is None or not may_ask_address(found, visit):
        return page_of(shown, language)
    street = " ".join(request.form.get("address", "").split())
    if not street or len(street) > LONGEST:
        return _refuse(language, "no_match", found.zip)
    try:
        if not parts().rate_limits.take(LOOKUPS, visitor_of(request.remote_addr)):
            return _refuse(language, "enough", found.zip)
    except DATABASE_AWAY as error:
        log.error("page_address_failed", **describe_error(error))
        return _refuse(language, "unavailable", found.zip)
    located = locate_address(resolver, parts().directory, street, found.zip, parts().clock().date())
    if isinstance(located, Unresolved):
        return _refuse(language, located.why, found.zip)
    told = {str(level): division for level, division in located.items()}
    return f"{page_of(shown, language, {**told, 'exact': '.'.join(told)})}#officials"


def _refuse(language: Language, why: str, zip: str) -> FormAnswer:
    return FormAnswer(form=FORM, refused=phrase(f"page.address_{why}", language, zip=zip), status=STATUSES.get(why, 422))
