"""Numbers that visitors type on a page: may we text this one, or is whoever has it to text us first?

Anybody can type anybody's number, from any number of addresses. So how many typed numbers are texted is limited by the network
that they come from, by the area code and exchange that they share, and all together. Beyond that nobody is refused: the page
shows a code, and does what was asked for once that comes from a phone.
"""

from dataclasses import dataclass

import structlog

from bot.rate_limit import RateLimit, RateLimits, network_of

log = structlog.get_logger()

A_NETWORK = RateLimit(name="typed numbers of a network", each="20/hour; 60/day", together="20/hour; 60/day")
A_PREFIX = RateLimit(name="typed numbers of a prefix", each="10/hour; 30/day", together="10/hour; 30/day")
PREFIX = len("+1253555")  # of a number: its area code and exchange
PARTS_OF_A_DAY, LEAST_AN_HOUR = 10, 25


@dataclass(frozen=True, slots=True, kw_only=True)
class TextUs:
    """Who typed a number is to text us this code."""

    code: str


def may_text(rate_limits: RateLimits, form: str, campaign: str, phone: str, address: str | None, a_day: int) -> bool:
    """May this number be texted for a form of a campaign's page, which `a_day` of them are for? It counts, whoever has it.

    `address`: the visitor's, on the network.
    """
    an_hour = max(LEAST_AN_HOUR, a_day // PARTS_OF_A_DAY)
    together = RateLimit(name=f"typed numbers, {form}", each=f"{an_hour}/hour", together=f"{an_hour}/hour")
    limits = {
        "network": (A_NETWORK, network_of(address)),
        "prefix": (A_PREFIX, phone[:PREFIX].encode()),
        "hour": (together, campaign.encode()),
    }
    for why, (limit, who) in limits.items():
        if not rate_limits.take(limit, who):
            note_texts_us(form, campaign, why)
            return False
    return True


def note_texts_us(form: str, campaign: str, why: str) -> None:
    """`why`: network, prefix, hour, day or budget, whichever had enough."""
    log.warning("page_wants_a_text", form=form, campaign=campaign, why=why)
