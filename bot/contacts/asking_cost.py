"""What it costs to ask everybody on a list, and how long it takes."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.broadcasts.alert_texts import finish_text
from bot.broadcasts.preview import Limits
from bot.telephony import Cost, count_segments


@dataclass(frozen=True, slots=True, kw_only=True)
class AskingCost:
    """`seconds` of sending at `pace` segments a second; `over_cap`: it costs more than a campaign may spend a day; `days`: for
    how many days that lasts, 0 where nothing may be spent."""

    cost: Cost
    seconds: float
    pace: float
    over_cap: bool
    days: int


def asking_cost(languages: Mapping[str | None, int], first: str, texts: Mapping[str, str], limits: Limits) -> AskingCost:
    """`languages`: how many read which, None for unknown. Who reads none of the `texts` gets the `first`."""
    total = 0
    for language, people in languages.items():
        read = language if language and language in texts else first
        total += people * count_segments(finish_text(texts[read], {}, read)).count
    cost, cap = limits.prices.of_segments(total), limits.spend_cap_micros
    return AskingCost(
        cost=cost,
        seconds=total / limits.pace,
        pace=limits.pace,
        over_cap=cost.micros > cap,
        days=-(-cost.micros // cap) if cap else 0,
    )
