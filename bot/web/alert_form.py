"""The section of a campaign's page that signs up for its alerts: what it says, and how the number typed there is read."""

from bot.campaigns import Campaign
from bot.contacts.contact_rows import read_mobile
from bot.locale import Language, list_phrases, phrase
from bot.runtime import parts
from bot.tabular.cells import CellError
from bot.telephony import readable_phone

MAX_BYTES = 4096  # of a form, which has a number of some dozen characters
LONGEST_NUMBER = 40


def form_section(campaign: Campaign, language: Language, asked: bool, typed: str, refused: str) -> dict[str, str] | None:
    """Its words; None where there is no form. `asked`: a form was taken in. `refused`: the key of the text that says why what
    was typed was not."""
    settings, t, programme = parts().settings, list_phrases("page", language), campaign.wording(language).programme
    if not settings.sign_ups_a_day:
        return None
    join = t["alerts_join"].format(keyword=campaign.keyword_in(language))
    ways = {"join": join, "number": readable_phone(settings.number)}
    return {
        "join": join,
        "text": t["alerts_text"].format(**ways, programme=programme.name, frequency=programme.frequency),
        "agree": agreement_text(campaign, language),
        "asked": t["alerts_asked"].format(programme=programme.name) if asked else "",
        "no_text": t["alerts_no_text"].format(**ways),
        "typed": typed[:LONGEST_NUMBER],
        "refused": t[refused].format(**ways) if refused else "",
    }


def agreement_text(campaign: Campaign, language: Language) -> str:
    """What the button agrees to, in a sentence; the ledger keeps it."""
    programme = campaign.wording(language).programme
    return phrase(
        "page.alerts_agree",
        language,
        programme=programme.name,
        organization=parts().settings.organization,
        frequency=programme.frequency,
    )


def read_typed_number(typed: str) -> str | None:
    """The number, E.164; None for what is none that may be texted. Our own are none: two of them would talk without end."""
    settings = parts().settings
    try:
        phone = read_mobile(typed) if len(typed) <= LONGEST_NUMBER else None
    except CellError:
        return None
    return None if phone in {settings.number, *settings.paces} else phone
