"""What belongs to pages besides their words: logos, colors, pictures and codes, and what search engines read."""

import re
from typing import cast, get_args

from flask import Response, abort, render_template, request, send_file, url_for

from bot.campaigns import Campaign
from bot.campaigns.colors import palette_of
from bot.campaigns.posters import PictureKind, draw_code, text_link_code
from bot.locale import LANGUAGES
from bot.runtime import parts
from bot.web.public.campaign_page import live_campaign
from bot.web.public.page_frame import FOR_GOOD, STATIC, chosen_language
from bot.web.public.page_identity import sharing_of
from bot.web.public.share_picture import draw_picture

COLOR = re.compile("[0-9a-f]{6}")
FOR_A_WHILE = "public, max-age=3600"
# A logo is a picture and nothing else, also where somebody opens it by its own address.
LOGO_RULES = "default-src 'none'; style-src 'unsafe-inline'; sandbox"


def colors(color: str) -> Response:
    """The style sheet of a color, rrggbb: what it is by day and in the dark."""
    if not COLOR.fullmatch(color):
        abort(404)
    palette = palette_of(f"#{color}")
    return _kept(Response(render_template("page_colors.css", palette=palette), mimetype="text/css"), FOR_GOOD)


def logo(id: str) -> Response:
    """A live campaign's logo."""
    picture = live_campaign(id).identity.picture
    if picture is None:
        abort(404)
    answer = _kept(Response(picture.content, mimetype=picture.mimetype), _how_long())
    answer.headers["Content-Security-Policy"] = LOGO_RULES
    return answer


def share(id: str | None = None) -> Response:
    """The picture that goes with the address of a campaign, or of the installation."""
    campaign = live_campaign(id) if id else None
    language = chosen_language(campaign.languages if campaign else LANGUAGES)
    return _kept(Response(draw_picture(sharing_of(campaign, language)), mimetype="image/png"), _how_long())


def code(id: str, kind: str) -> Response:
    """The code that a phone's camera reads: it writes the text that joins the campaign."""
    if kind not in get_args(PictureKind):
        abort(404)
    campaign = live_campaign(id)
    language = chosen_language(campaign.languages)
    drawn = draw_code(text_link_code(parts().settings.number, campaign.keyword_in(language)), cast("PictureKind", kind))
    return _kept(Response(drawn.content, mimetype=drawn.mimetype), FOR_A_WHILE)


def robots() -> Response:
    """What search engines may read: the public pages, as they are without a ZIP code."""
    lines = (
        "User-agent: *",
        "Disallow: /console",
        "Disallow: /*?*zip=",
        "",
        f"Sitemap: {parts().settings.url}/sitemap.xml",
        "",
    )
    return _kept(Response("\n".join(lines), mimetype="text/plain"), FOR_A_WHILE)


def sitemap() -> Response:
    """The pages that there are, each in its languages."""
    pages = [
        *(_in_languages(url_for(f"pages.{name}")) for name in ("front", "privacy", "terms")),
        *(_campaign_in_languages(campaign) for campaign in parts().campaigns.live),
    ]
    return _kept(Response(render_template("sitemap.xml", pages=pages), mimetype="application/xml"), FOR_A_WHILE)


def favicon() -> Response:
    """The icon, where a browser asks for it without having read a page."""
    return _kept(send_file(STATIC / "icon.ico", mimetype="image/x-icon"), FOR_A_WHILE)


def _in_languages(path: str) -> list[tuple[str, str]]:
    url = parts().settings.url
    return [(each, f"{url}{path}" + (f"?lang={each}" if each != LANGUAGES[0] else "")) for each in LANGUAGES]


def _campaign_in_languages(campaign: Campaign) -> list[tuple[str, str]]:
    return [(each, campaign.link(parts().settings.url, each)) for each in campaign.languages]


def _how_long() -> str:
    return FOR_GOOD if "v" in request.args else FOR_A_WHILE


def _kept(answer: Response, how_long: str) -> Response:
    answer.headers["Cache-Control"] = how_long
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"  # pages elsewhere may show it
    answer.add_etag()
    answer.make_conditional(request)
    return answer
