"""Campaigns as pages name them: by title, in the page's language."""

from bot.runtime import parts
from bot.web.console import visit


def campaign_title(id: str) -> str:
    """The title of a campaign; its id where there is none of it any more."""
    campaign = parts().campaigns.get(id)
    return campaign.wording(visit.language()).title if campaign else id


def own_campaigns() -> list[tuple[str, str]]:
    """Id and title of each campaign that the visitor may see, as choices of a form."""
    return [(each.id, campaign_title(each.id)) for each in parts().campaigns if visit.is_own(each.id)]


def campaign_choices(every: str) -> list[tuple[str, str]]:
    """The same for a filter: first, in these words, all of them together, but for who is entered for one alone."""
    return own_campaigns() if visit.bound_campaign() else [("", every), *own_campaigns()]
