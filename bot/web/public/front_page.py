"""The front page: the campaigns that may be joined now."""

from flask import render_template

from bot.locale import LANGUAGES
from bot.runtime import parts
from bot.web.public.page_frame import chosen_language, page_values


def front() -> str:
    """The live campaigns."""
    language = chosen_language(LANGUAGES)
    campaigns = [(campaign, campaign.wording(language)) for campaign in parts().campaigns.live]
    return render_template("page_front.html", campaigns=campaigns, **page_values(language, LANGUAGES))
