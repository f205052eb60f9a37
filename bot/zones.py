"""Which time zones a supporter may live in: by their ZIP code, else every one that their area code may mean."""

from bot.consent.quiet import zones_of_number
from bot.officials.postal import mail

BETWEEN = "|"
LONGEST = 320  # of our columns; all zones of the country together have 272 characters


def zones_of(zip: str | None, phone: str | None) -> str | None:
    """The zones as a supporter's row keeps them: names in order with `|` between; None for a withheld number."""
    if phone is None:
        return None
    found = mail(zip, even_retired=True) if zip else None
    return found.timezone if found and found.timezone else BETWEEN.join(zones_of_number(phone))
