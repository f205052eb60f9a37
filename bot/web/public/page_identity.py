"""What the head of a page tells: whose it is, its colors, its one address, and what sites show that pass it on."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode
from zlib import crc32

from flask import request, url_for

from bot.campaigns import Campaign
from bot.campaigns.colors import PAPER, ink_on
from bot.campaigns.logos import Logo
from bot.conversation.calls import line_of
from bot.locale import Language, list_phrases, phrase
from bot.runtime import parts
from bot.telephony import readable_phone, tel_link
from bot.web.public.share_picture import Sharing

DEFAULT_COLOR = "#0b5f4b"  # of the pages' own style sheet; a test compares


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownLogo:
    """A logo as a page shows it, so high that it takes no more room than a line of the heading."""

    address: str
    width: int
    height: int


@dataclass(frozen=True, slots=True, kw_only=True)
class PageIdentity:
    """A page's identity. `colors`: the address of a style sheet, "" for the pages' own; `canonical`: the page's own address,
    whatever was typed into it; `languages`: the same in others, each with its code; `share`: the address of its picture;
    `contact`: the address and the words of where a person answers, the former "" where it cannot be followed."""

    name: str
    colors: str
    logo: ShownLogo | None
    canonical: str
    languages: Sequence[tuple[str, str]]
    share: str
    contact: tuple[str, str]


LOGO_HEIGHT, LOGO_WIDTH = 48, 240  # pixels at most


def identity_of(language: Language, languages: Sequence[Language], campaign: Campaign | None = None) -> PageIdentity:
    """Under whose name, colors and logo this page is shown; `campaign`: whose page it is, None for the installation's own."""
    name, color, logo = parts().settings.organization, "", ""
    if campaign:
        identity = campaign.identity
        name, color = identity.name or name, (identity.color or "").casefold()
        logo = url_for("pages.logo", id=campaign.id, v=_mark(identity.picture.content)) if identity.picture else ""
    sharing = sharing_of(campaign, language)
    return PageIdentity(
        name=name,
        colors=url_for("pages.colors", color=color.removeprefix("#")) if color else "",
        logo=_shown(campaign.identity.picture, logo) if campaign and campaign.identity.picture else None,
        canonical=_own_address(campaign, language, languages),
        languages=[(each, _own_address(campaign, each, languages)) for each in languages],
        contact=_contact(parts().settings.contact),
        share=parts().settings.url
        + url_for("pages.share", id=campaign.id if campaign else None, lang=language, v=_mark(repr(sharing).encode())),
    )


def sharing_of(campaign: Campaign | None, language: Language) -> Sharing:
    """What the picture of a campaign's page says; of other pages, what the front page does."""
    settings, t = parts().settings, list_phrases("page", language)
    if campaign is None:
        foot = readable_phone(settings.number)
        return Sharing(
            name=settings.organization,
            title=t["front_heading"],
            text=t["front_text"],
            foot=foot,
            color=DEFAULT_COLOR,
            ink=PAPER,
        )
    identity, words = campaign.identity, campaign.wording(language)
    color = (identity.color or DEFAULT_COLOR).casefold()
    keyword = campaign.keyword_in(language)
    return Sharing(
        name=identity.name or settings.organization,
        title=words.title,
        text=words.ask,
        foot=phrase("page.front_text_to", language, keyword=keyword, number=readable_phone(settings.number)),
        color=color,
        ink=ink_on(color),
        logo=identity.picture,
    )


def _own_address(campaign: Campaign | None, language: Language, languages: Sequence[Language]) -> str:
    if campaign:
        return campaign.link(parts().settings.url, language)
    asked = "" if language == languages[0] else f"?{urlencode({'lang': language})}"
    return f"{parts().settings.url}{request.path}{asked}"


def _contact(contact: str) -> tuple[str, str]:
    if line := line_of(contact):
        return tel_link(line), readable_phone(line)
    if "@" in contact:
        return f"mailto:{contact}", contact
    return contact if contact.startswith(("https://", "http://")) else "", contact.removeprefix("https://")


def _shown(picture: Logo, address: str) -> ShownLogo:
    scale = min(LOGO_HEIGHT / picture.height, LOGO_WIDTH / picture.width)
    return ShownLogo(address=address, width=max(1, round(picture.width * scale)), height=max(1, round(picture.height * scale)))


def _mark(content: bytes) -> str:
    """A few letters that change with what is behind an address, so that it may be kept for good."""
    return f"{crc32(content):08x}"
