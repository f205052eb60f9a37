"""What a web site copies to show a campaign: a small element with a script of ours, or a frame and nothing else."""

from markupsafe import escape

from bot.campaigns import Campaign
from bot.locale import Language

FRAME_HEIGHT = 900  # pixels, where nothing tells it how high the page is


def script_code(campaign: Campaign, url: str, language: Language) -> str:
    """The element and the script. Where a site lets neither through, the link in it stays."""
    words = campaign.wording(language)
    return (
        f'<patchline-campaign campaign="{campaign.id}" lang="{language}">\n'
        f'  <a href="{escape(campaign.link(url, language))}">{escape(words.title)}</a>\n'
        f"</patchline-campaign>\n"
        f'<script src="{escape(url)}/embed.js" async></script>\n'
    )


def frame_code(campaign: Campaign, url: str, language: Language) -> str:
    """The frame alone, for sites that take no scripts."""
    words = campaign.wording(language)
    address = f"{url}/c/{campaign.id}/embed?lang={language}"
    return f'<iframe src="{escape(address)}" title="{escape(words.title)}" width="100%" height="{FRAME_HEIGHT}"></iframe>\n'
