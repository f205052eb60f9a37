"""What the post office says of a ZIP code: its kind and city. From the PyPI package `zipcodes`; no districts, no officials."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import zipcodes

KINDS: Mapping[str, str] = {
    "STANDARD": "standard",
    "PO BOX": "po_box",
    "UNIQUE": "unique",
    "MILITARY": "military",
}


@dataclass(frozen=True, slots=True)
class Mail:
    """kind: "standard", "po_box", "unique" (one organization) or "military"; state: a code, "" for a military post."""

    kind: str
    city: str
    state: str


@lru_cache(maxsize=65_536)
def mail(zip: str, even_retired: bool = False) -> Mail | None:
    """The post office's entry for five digits, or None: not in use (retired codes count only where a map still has them).

    The first call of a process takes about 0.6 s (the package unpacks its list), an unseen ZIP 2 ms, a seen one nothing.
    """
    entries: list[dict[str, Any]] = zipcodes.matching(zip)  # type: ignore[no-untyped-call]
    for entry in entries:
        if entry["active"] or even_retired:
            kind = KINDS.get(entry["zip_code_type"], "standard")
            return Mail(kind, entry["city"], "" if kind == "military" else entry["state"])
    return None


def area_codes() -> Mapping[str, tuple[str, frozenset[str]]]:
    """ZIP -> (state, telephone area codes in use there), for all of them; for building tables, not for serving."""
    entries: list[dict[str, Any]] = zipcodes.list_all()  # type: ignore[no-untyped-call]
    return {entry["zip_code"]: (entry["state"], frozenset(entry["area_codes"])) for entry in entries}
