"""What an account has besides messages and calls: its own resource, numbers, messaging services, registrations.

A test puts them there as Twilio's JSON, by their paths; a POST changes the fields it names, as Twilio's does. A list names the
paths of its resources.
"""

import re
from typing import Any
from urllib.parse import parse_qsl

from tests.twilio_double.account import Account

WORD = re.compile(r"(?<=[a-z])(?=[A-Z])")


def answer(account: Account, method: str, path: str, body: str) -> dict[str, Any] | None:
    """The JSON of what is asked for; None where nothing is there."""
    found = account.shelf.get(path)
    if found is None or method not in ("GET", "POST"):
        return None
    if "list" in found:
        key, paths = found["list"]
        return {key: [account.shelf[each] for each in paths]}
    if method == "POST":
        for name, value in parse_qsl(body, keep_blank_values=True):
            found[WORD.sub("_", name).lower()] = {"true": True, "false": False}.get(value, value)
    return dict(found)
