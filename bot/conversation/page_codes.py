"""A code that a page wanted texted to us: the phone that sends it is signed up, or rings, as was asked for on the page.

A campaign may close between the page and the text: nothing is done for it then, and the code counts for nothing.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass
from functools import partial

from sqlalchemy import Connection

from bot.campaigns import Campaign
from bot.contacts.sign_ups import FORM as SIGN_UP
from bot.conversation.campaign_switch import switch_campaign
from bot.conversation.closed_campaigns import CLOSED
from bot.conversation.context import ConversationContext
from bot.conversation.page_calls import begin_from_page
from bot.conversation.saving import ConcurrentTurn
from bot.conversation.session import Session
from bot.engine.events import Started
from bot.engine.exchange import FromPage
from bot.people import page_requests
from bot.people.page_requests import WaitingRequest
from bot.reading.incoming import IncomingText
from bot.results.counts import count_referral
from bot.results.days import Days

CODE = re.compile(r"[0-9]{6}")


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCode:
    """What a page was asked for, and the campaign it was asked of: in any state; None where it is there no more."""

    asked: WaitingRequest
    campaign: Campaign | None

    @property
    def is_open(self) -> bool:
        return self.campaign is not None and self.campaign.state == "live"

    @property
    def signs_up(self) -> bool:
        return self.asked.form == SIGN_UP


def find_page_code(
    context: ConversationContext, session: Session, text: IncomingText, words: Collection[str]
) -> PageCode | None:
    """What the page was asked for, by its code alone or behind one of these words; None for any other text."""
    *before, code = text.words or ("",)
    phone = session.supporter.phone
    if phone is None or not CODE.fullmatch(code) or not (not before or " ".join(before) in words):
        return None
    asked = session.reads.ask(
        partial(page_requests.find_code, phone_cipher=context.phone_cipher, phone=phone, code=code, now=session.now)
    )
    return PageCode(asked=asked, campaign=context.campaigns.get(str(asked.values["campaign"]))) if asked else None


def refuse_page_code(session: Session, code: PageCode) -> Started:
    """What is said where the campaign is not live any more: to who has no language yet, in that of the page."""
    session.closed = code.campaign
    language = str(code.asked.values["language"])
    if session.supporter.language is None and code.campaign and language in code.campaign.languages:
        session.thread.state = session.thread.state.changed(language=language)
    return CLOSED


def do_as_page_asks(context: ConversationContext, session: Session, code: PageCode) -> Started | None:
    """Sign up whoever sent the code, or ring their phone: once. The campaign is live."""
    values = code.asked.values
    campaign, language, referral = (str(values[name]) for name in ("campaign", "language", "referral"))
    counted = (campaign, referral, "signed_up" if code.signs_up else "rung")
    session.effects.orders.append(partial(_take, asked=code.asked, days=context.days, counted=counted))
    if not code.signs_up:
        page = {name: values[name] for name in ("campaign", "language", "zip", "chosen", "exact")}
        return begin_from_page(context, session, FromPage(**page, done=()))  # type: ignore[arg-type]
    switch_campaign(context, session, campaign)
    if session.supporter.language is None and session.campaign and language in session.campaign.languages:
        session.supporter.language = language
        session.speak_their_language()
    session.words = f"{session.words}: {values['words']}"
    return Started("joining")


def _take(connection: Connection, asked: WaitingRequest, days: Days, counted: tuple[str, str, str]) -> None:
    if not page_requests.take_request(connection, asked.id):
        raise ConcurrentTurn  # the same text came twice
    campaign, referral, kind = counted
    count_referral(connection, days, campaign, referral, kind, asked.at)
