"""Which time zones a supporter may live in: by their ZIP code, else every one that their area code may mean."""

from functools import lru_cache

from phonenumbers import NumberParseException, parse
from phonenumbers.timezone import time_zones_for_number

from bot.officials.postal import mail

BETWEEN = "|"
LONGEST = 160


def zones_of(zip: str | None, phone: str | None) -> str | None:
    """The zones as a supporter's row keeps them: names in order with `|` between; None for a withheld number.

    An empty text means that nobody knows: no text of ours starts then.
    """
    if phone is None:
        return None
    found = mail(zip, even_retired=True) if zip else None
    return found.timezone if found and found.timezone else _of_area(phone)


@lru_cache(maxsize=8192)
def _of_area(phone: str) -> str:
    try:
        zones = time_zones_for_number(parse(phone))
    except NumberParseException:
        return ""
    return BETWEEN.join(sorted(set(zones)))[:LONGEST]
