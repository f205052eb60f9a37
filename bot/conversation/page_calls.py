"""A call that somebody asked for on a campaign's page, with a phone that they proved to be theirs: as CALL by text."""

from bot.conversation.campaign_switch import switch_campaign
from bot.conversation.context import ConversationContext
from bot.conversation.session import Session
from bot.engine.events import Started
from bot.engine.exchange import FromPage
from bot.officials.dated_divisions import keep_dated, keep_geocoded

FROM_PAGE = Started("from_page")


def begin_from_page(context: ConversationContext, session: Session, page: FromPage) -> Started | None:
    """What they said on the page is what is known of them now; None where they stopped meanwhile, or the campaign did."""
    supporter, today = session.supporter, session.now.date()
    switch_campaign(context, session, page.campaign)
    campaign = session.campaign
    if supporter.stopped or campaign is None or campaign.id != page.campaign or campaign.state != "live":
        return None
    if supporter.language is None and page.language in campaign.languages:
        supporter.language = page.language
    session.speak_their_language()
    if supporter.zip != page.zip or page.chosen or page.exact:
        supporter.zip = page.zip
        supporter.chosen_divisions = keep_dated(session.directory, page.chosen, today)
        supporter.geocoded_divisions = keep_geocoded(session.directory, page.exact, today)
    session.done_on_page = frozenset(page.done)
    session.thread.state = session.thread.state.changed(moving=False)
    return FROM_PAGE
