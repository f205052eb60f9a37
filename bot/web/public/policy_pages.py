"""The privacy policy and the terms of the texts, filled in from the settings: what carriers ask for, and people may read."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import Literal

from flask import render_template

from bot.locale import LANGUAGES, Language, list_phrases, phrase
from bot.runtime import parts
from bot.telephony import readable_phone
from bot.web.public.page_frame import chosen_language, page_values

Policy = Literal["privacy", "terms"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A heading and what stands below it."""

    heading: str
    text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PolicyProgramme:
    """The alerts of a live campaign: their name, how often they come, and the word that signs up for them."""

    name: str
    frequency: str
    keyword: str


def privacy() -> str:
    """What we keep of people, for how long, and whom we tell."""
    return _policy("privacy")


def terms() -> str:
    """The terms of the texts."""
    return _policy("terms")


def _policy(policy: Policy) -> str:
    language = chosen_language(LANGUAGES)
    return render_template(
        "page_policy.html",
        p=list_phrases("policy", language),
        policy_title=phrase(f"policy.{policy}_title", language),
        sections=list(sections_of(policy, language)),
        programmes=programmes(language) if policy == "terms" else [],
        **page_values(language, LANGUAGES),
    )


def sections_of(policy: Policy, language: Language) -> Iterator[Section]:
    """What a policy says, section by section."""
    settings, t = parts().settings, list_phrases("policy", language)
    values = {
        "organization": settings.organization,
        "contact": settings.contact or settings.url,
        "number": readable_phone(settings.number),
        "alerts_a_week": settings.alerts_a_week,
        "keep_texts": settings.keep_texts_days,
        "keep_threads": settings.keep_conversations_days,
        "keep_callers": settings.keep_callers_days,
    }
    for place in count(1):
        heading = t.get(f"{policy}_{place}_heading")
        if heading is None:
            return
        yield Section(heading=heading, text=t[f"{policy}_{place}"].format_map(values))


def programmes(language: Language) -> list[PolicyProgramme]:
    """The alerts that may be had now."""
    return [
        PolicyProgramme(
            name=campaign.wording(spoken).programme.name,
            frequency=campaign.wording(spoken).programme.frequency,
            keyword=campaign.keyword_in(spoken),
        )
        for campaign in parts().campaigns.live
        if (spoken := campaign.language(language))
    ]
