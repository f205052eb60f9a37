"""What `REPLY_COUNTRIES` names."""

import re


def read_budgets(setting: str) -> dict[str, int]:
    """Answers an hour by country. Raises ValueError for what is no such list."""
    found = dict[str, int]()
    for word in setting.split():
        country, _, most = word.partition("=")
        if not re.fullmatch("[A-Z]{2}", country) or not most.isdecimal():
            raise ValueError(f"{word!r} is no country with its answers an hour; write for example US=20000 CA=500")
        found[country] = int(most)
    return found
