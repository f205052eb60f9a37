"""A campaign's page inside one of somebody else: the script that puts it there, the page in the frame, a demonstration."""

from flask import Response, render_template, request
from flask.typing import ResponseReturnValue

from bot.locale import LANGUAGES, list_phrases
from bot.runtime import parts
from bot.web.embed_code import frame_code, script_code
from bot.web.public.campaign_page import campaign, live_campaign, send_form
from bot.web.public.page_frame import chosen_language, page_values


def embed_script() -> Response:
    """The script that a web site loads; the same for all campaigns. What it says, it says in the language of that site."""
    phrases = ((language, list_phrases("page", language)) for language in LANGUAGES)
    words = {language: {"open": t["embed_open"], "title": t["embed_title"]} for language, t in phrases}
    answer = Response(render_template("embed.js", words=words), mimetype="text/javascript")
    answer.headers["Access-Control-Allow-Origin"] = "*"
    answer.headers["Cross-Origin-Resource-Policy"] = "cross-origin"
    answer.headers["Cache-Control"] = "public, max-age=3600"
    answer.add_etag()
    answer.make_conditional(request)
    return answer


def framed(id: str) -> str:
    """A campaign's page in a frame (page_frame.is_framed)."""
    return campaign(id)


def send_framed(id: str) -> ResponseReturnValue:
    """One of its forms."""
    return send_form(id)


def demo(id: str) -> str:
    """What an embedded campaign looks like, and what to copy."""
    shown = live_campaign(id)
    language = chosen_language(shown.languages)
    url = parts().settings.url
    return render_template(
        "page_demo.html",
        campaign=shown,
        words=shown.wording(language),
        script=script_code(shown, url, language),
        frame=frame_code(shown, url, language),
        **page_values(language, shown.languages, shown),
    )


def poster(id: str) -> str:
    """A page to print and to hang up."""
    shown = live_campaign(id)
    language = chosen_language(shown.languages)
    return render_template(
        "page_poster.html",
        campaign=shown,
        words=shown.wording(language),
        **page_values(language, shown.languages, shown),
    )
