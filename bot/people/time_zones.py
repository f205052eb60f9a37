"""Which time zones a supporter may live in: by their ZIP code, else every one that their area code may mean."""

from functools import lru_cache

from bot.officials.zip_info import find_zip
from bot.quiet_hours import zones_of_number

BETWEEN = "|"
LONGEST = 160  # of the column
# Who may live anywhere in the country: where these three are open, all zones between them are (tests/test_time_zones.py).
ANYWHERE = ("America/Puerto_Rico", "Pacific/Guam", "Pacific/Pago_Pago")


def zones_of(zip: str | None, phone: str | None) -> str | None:
    """The zones as a supporter's row keeps them: names in order with `|` between; None for a withheld number.

    Where a number tells nothing they are those of the whole country.
    """
    if phone is None:
        return None
    found = find_zip(zip, even_retired=True) if zip else None
    return found.timezone if found and found.timezone else _of_area(phone)


@lru_cache(maxsize=8192)
def _of_area(phone: str) -> str:
    zones = BETWEEN.join(zones_of_number(phone))
    return zones if len(zones) <= LONGEST else BETWEEN.join(ANYWHERE)
