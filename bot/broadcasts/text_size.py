"""How large a text of an alert is, as carriers count it, while it is being written."""

from typing import NamedTuple

from bot.broadcasts.alert_texts import OF_THE_PLACE, Names, complete_text, finish_text, longest_values, shared_values
from bot.broadcasts.preview import NonGsmCharacter, first_non_gsm
from bot.campaigns import Campaign
from bot.engine.placeholders import template_fields
from bot.telephony import Segments, count_segments

SINGLE = {"GSM-7": 160, "UCS-2": 70}
PART = {"GSM-7": 153, "UCS-2": 67}


class TextSize(NamedTuple):
    """`text`: as it is sent, what is a recipient's own in braces. `measured`: with the longest values. `left`: units that the
    last segment has room for. `odd`: the character that forces UCS-2, where it stands in the words as typed."""

    text: str
    measured: Segments
    left: int
    odd: NonGsmCharacter | None


def text_size_of(typed: str, campaign: Campaign, names: Names, language: str) -> TextSize | None:
    """The size of words as they are typed; None where a brace in them is no placeholder."""
    whole = complete_text(typed, campaign, names, language)
    try:
        template_fields(whole)
        longest = finish_text(whole, longest_values(campaign, names, language), language)
        own = {name: f"{{{name}}}" for name in OF_THE_PLACE}
        shown = finish_text(whole, shared_values(campaign, names, language) | own, language)
    except (ValueError, KeyError):
        return None
    measured = count_segments(longest)
    each = SINGLE if measured.count <= 1 else PART
    room = each[measured.encoding] * max(1, measured.count)
    return TextSize(shown, measured, max(0, room - measured.units), first_non_gsm(typed))
