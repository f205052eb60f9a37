"""How a campaign is handed on: a text that is ready to send, as a link and as a QR code, and the page's address for others."""

from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import quote

import segno
from markupsafe import Markup

from bot.campaigns import Campaign
from bot.campaigns.posters import text_link_code
from bot.locale import Language, phrase
from bot.runtime import parts
from bot.telephony import readable_phone


@dataclass(frozen=True, slots=True, kw_only=True)
class WordsToText:
    """The campaign's keyword, to be texted to our number: a link for a phone, and a code for one to scan, as SVG, with what it
    is, in words. While no real phone reaches us, the code leads to the page."""

    keyword: str
    link: str
    code: Markup
    code_is: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShareLinks:
    """What tells others of a campaign: its address, and links that write a text, an e-mail and a WhatsApp message with it."""

    address: str
    text: str
    mail: str
    chat: str


def words_to_text(campaign: Campaign, language: Language) -> WordsToText:
    """How a text with the campaign's keyword is begun."""
    settings, keyword = parts().settings, campaign.keyword_in(language)
    texts = settings.live
    says = {"keyword": keyword, "number": readable_phone(settings.number), "address": public_address(campaign)}
    return WordsToText(
        keyword=keyword,
        link=f"sms:{settings.number}?&body={quote(keyword)}",
        code=_drawn(text_link_code(settings.number, keyword) if texts else public_address(campaign)),
        code_is=phrase("page.qr_text" if texts else "page.qr_page", language, **says),
    )


def public_address(campaign: Campaign) -> str:
    """A campaign's page, as everybody reaches it."""
    return f"{parts().settings.url}/c/{campaign.id}"


def share_links(campaign: Campaign, language: Language) -> ShareLinks:
    """Links that say in its own words what a campaign asks. Nothing of the visitor is in them."""
    words = campaign.wording(language)
    address = public_address(campaign)
    said = quote(f"{words.ask} {address}")
    return ShareLinks(
        address=address,
        text=f"sms:?&body={said}",
        mail=f"mailto:?subject={quote(words.title)}&body={said}",
        chat=f"https://wa.me/?text={said}",
    )


@lru_cache(maxsize=256)
def _drawn(content: str) -> Markup:
    """A QR code, dark on white whatever the reader's colours, with the white edge that scanners need."""
    code = segno.make(content, error="m", micro=False)
    return Markup(code.svg_inline(border=4, dark="#000", light="#fff", omitsize=True, svgclass="qr", lineclass=None))
