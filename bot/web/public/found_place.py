"""The officials of a campaign at the place that a page's address names, and what that place leaves open."""

from collections.abc import Sequence

from bot.campaigns import Campaign
from bot.conversation.campaign_targets import find_targets
from bot.locale import Language
from bot.officials.finding import DivisionChoice, Finding
from bot.officials.levels import WARDS, Level
from bot.reading.incoming import IncomingText
from bot.runtime import parts
from bot.web.public.visit_address import Visit


def find_place(campaign: Campaign, visit: Visit) -> Finding | None:
    """What is found for its ZIP code; None where what was typed is none."""
    zip = IncomingText(visit.zip).zip
    if zip is None:
        return None
    return find_targets(
        campaign,
        parts().directory,
        zip,
        parts().clock().date(),
        chosen_divisions=visit.chosen,
        geocoded_divisions=visit.exact,
    )


def open_choices(found: Finding | None, language: Language) -> tuple[str, list[tuple[str, str]]] | None:
    """The question that is open: its level, and (division, words) of each answer."""
    if found is None or found.open is None:
        return None
    level, choices = found.open
    return level, [(choice.division, choice.labels[language]) for choice in choices]


def may_ask_address(found: Finding, visit: Visit) -> bool:
    """Would a street address tell what the ZIP code leaves open? It is asked for once. A ward is told where somebody imported
    the boundaries."""
    if parts().resolver is None or visit.exact:
        return False
    return bool(found.unmapped) or any(_address_tells(level, choices) for level, choices in found.questions)


def _address_tells(level: Level, choices: Sequence[DivisionChoice]) -> bool:
    return level not in WARDS.values() or choices[0].division.rpartition("/")[0] in parts().directory.wards
