"""What every public page has: its headers, its language, and the values that its frame (page_layout.html) shows."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from urllib.parse import urlencode
from zlib import crc32

from flask import Response, current_app, request, url_for
from markupsafe import Markup

from bot.campaigns import Campaign
from bot.locale import CATALOGUES, Language, list_phrases
from bot.runtime import parts
from bot.telephony import readable_phone
from bot.web.public.page_identity import identity_of
from bot.web.public.visit_address import KEPT

STATIC = Path(__file__).parent / "static"
FOR_GOOD = "public, max-age=31536000, immutable"  # what is behind an address that changes with it

# Nothing from elsewhere, nothing inline, no frames. The address may hold a ZIP: no cache but the reader's, no referrer.
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "private, no-cache",
    "Vary": "Accept-Language",
}


# Where a campaign's page is shown inside another site's: what is in the frame has a script that tells how high it is.
FRAMED, DEMO = "/embed", "/embed/demo"
MORE_RULES: Mapping[str, Mapping[str, str]] = {
    FRAMED: {"frame-ancestors 'none'": "frame-ancestors *; script-src 'self'"},
    DEMO: {"frame-ancestors 'none'": "frame-ancestors 'none'; script-src 'self'; frame-src 'self'"},
}


def add_headers(response: Response) -> Response:
    """Every page's headers; what is no page keeps its own caching and rules."""
    is_page = response.mimetype == "text/html"
    for name, value in HEADERS.items():
        if name == "Vary":
            response.vary.update(value.split(", ") if is_page else ())
        elif is_page or not name.startswith("Cache"):
            response.headers.setdefault(name, value)
    if is_page:
        response.headers["Content-Security-Policy"] = _rules()
        response.headers["Cache-Control"] = HEADERS["Cache-Control"]
    if request.endpoint == "pages.static" and "v" in request.args:
        response.headers["Cache-Control"] = FOR_GOOD
    if request.method == "POST":
        response.headers["Cache-Control"] = "no-store"  # there may be a number in it
    return response


def _rules() -> str:
    rules = HEADERS["Content-Security-Policy"]
    for end, changes in MORE_RULES.items():
        if request.path.endswith(end):
            for old, new in changes.items():
                rules = rules.replace(old, new)
    return rules


def is_framed() -> bool:
    """Is this page shown inside one of somebody else? Then what leads away from it opens elsewhere."""
    return request.path.endswith(FRAMED)


def static_address(filename: str) -> str:
    """The address of a file of the pages, which changes with it, so that browsers may keep it for good."""
    return url_for("pages.static", filename=filename, v=_mark_of(filename))


@cache
def _mark_of(filename: str) -> str:
    return f"{crc32((STATIC / filename).read_bytes()):08x}"


def page_values(language: Language, languages: Sequence[Language], campaign: Campaign | None = None) -> dict[str, object]:
    """What the frame shows. `languages`: those that the page is to be had in; `campaign`: whose page it is."""
    settings = parts().settings
    others = [(other, CATALOGUES[other].name, page_address(other)) for other in languages if other != language]
    return {
        "t": list_phrases("page", language),
        "language": language,
        "others": others,
        "identity": identity_of(language, languages, campaign),
        "framed": is_framed(),
        "elsewhere": Markup(' target="_blank"') if is_framed() else "",
        "home": campaign.link(settings.url, language) if campaign and is_framed() else url_for("pages.front", lang=language),
        "static": static_address,
        "organization": settings.organization,
        "number": readable_phone(settings.number),
        "dial": settings.number,
        "simulated": "simulator" in current_app.blueprints,
    }


def page_address(language: Language) -> str:
    """This page in a language, with all that a campaign's page is told by its address."""
    asked = {name: value for name, value in request.args.items() if name in (*KEPT, "at", "alerts")}
    return f"{request.path}?{urlencode(asked | {'lang': language})}"


def chosen_language(languages: Sequence[Language]) -> Language:
    """The one that the address asks for, else the best for the reader's browser, else the first."""
    asked = request.args.get("lang", "")
    wanted = asked if asked in languages else request.accept_languages.best_match(languages)
    return next((language for language in languages if language == wanted), languages[0])
