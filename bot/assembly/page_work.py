"""What visitors of pages asked for is done: in a thread of its own, once they have their answer."""

from datetime import datetime

import structlog

from bot.contacts import sign_ups
from bot.contacts.sign_ups import SignUpForm
from bot.logging_setup import describe_error
from bot.people.organizers import VALID
from bot.people.page_requests import WaitingRequest, find_waiting, take_request
from bot.runtime import Parts
from bot.visitors import page_calls
from bot.visitors.page_calls import PageCall

log = structlog.get_logger()


def do_page_requests(parts: Parts, now: datetime) -> bool:
    """Do all of it; True where there is a text of a conversation to be sent now. What fails is tried again for an hour."""
    texted = False
    for asked in find_waiting(parts.database, parts.phone_cipher, now):
        try:
            texted = DO[asked.form](parts, asked, now) or texted
        except Exception as error:
            # The outermost loop of one of them: the others go on, and the next look finds this one again.
            log.error("outbox_job_failed", job=asked.form, id=asked.id, **describe_error(error))
    return texted


def _sign_up(parts: Parts, asked: WaitingRequest, now: datetime) -> bool:
    form = SignUpForm(**asked.values)  # type: ignore[arg-type]
    campaign = parts.campaigns.get(form.campaign)
    with parts.database.write() as connection:
        is_ours = take_request(connection, asked.id) and campaign is not None and campaign.state == "live"
        begun = is_ours and campaign is not None and parts.sign_ups.begin(connection, form, campaign, asked.at)
    if begun:
        parts.workers.enqueue("send_batch")
    return False


def _page_call(parts: Parts, asked: WaitingRequest, now: datetime) -> bool:
    values = dict(asked.values)
    code, keyword = str(values.pop("code")), str(values.pop("keyword"))
    call = PageCall(**values)  # type: ignore[arg-type]
    is_late = now >= asked.at + VALID  # the page takes the code no more
    gets_none = is_late or parts.page_calls.has_enough(call.phone)
    with parts.database.write() as connection:
        is_ours = take_request(connection, asked.id) and not gets_none
        texted = is_ours and parts.page_calls.text_code(connection, call, code, keyword, now)
    if texted:
        parts.page_calls.count_code(call.phone)
    return texted


DO = {sign_ups.FORM: _sign_up, page_calls.FORM: _page_call}
