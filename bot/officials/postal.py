"""What the post office says of a ZIP code: kind, city, where. From the PyPI package `zipcodes`; no districts, no officials."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from sys import intern
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
    """kind: "standard", "po_box", "unique" (one organization) or "military"; state: a code, "" for a military post.

    active: in use today. timezone: "America/New_York", "" where it is not known. latitude, longitude: the ZIP's middle.
    """

    kind: str
    city: str
    state: str
    active: bool
    timezone: str
    latitude: float
    longitude: float


def mail(zip: str, even_retired: bool = False) -> Mail | None:
    """The post office's entry for five digits, or None: not in use (retired codes count only where a map still has them).

    The first call of a process takes about 0.3 s (the package unpacks its list), the first of a region 2 ms, others nothing.
    """
    entry = _region(zip[:3]).get(zip)
    return entry if entry and (entry.active or even_retired) else None


@cache  # at most a thousand: a search takes the package as long for a hundred ZIPs as for one
def _region(prefix: str) -> Mapping[str, Mail]:
    found: dict[str, Mail] = {}
    entries: list[dict[str, Any]] = zipcodes.similar_to(prefix)  # type: ignore[no-untyped-call]
    for entry in entries:
        kind = KINDS.get(entry["zip_code_type"], "standard")
        known = found.get(entry["zip_code"])
        if known is None or not known.active:
            found[entry["zip_code"]] = Mail(
                kind=kind,
                city=intern(entry["city"]),
                state="" if kind == "military" else intern(entry["state"]),
                active=entry["active"],
                timezone=intern(entry["timezone"] or "") if "/" in (entry["timezone"] or "") else "",
                latitude=float(entry["lat"] or 0),
                longitude=float(entry["long"] or 0),
            )
    return found


def in_state(code: str) -> tuple[str, ...]:
    """The ZIP codes that the post office uses in a state."""
    return _by_state().get(code, ())


@cache
def _by_state() -> Mapping[str, tuple[str, ...]]:
    found: dict[str, list[str]] = {}
    entries: list[dict[str, Any]] = zipcodes.list_all()  # type: ignore[no-untyped-call]
    for entry in entries:
        if entry["active"] and KINDS.get(entry["zip_code_type"]) != "military":
            found.setdefault(intern(entry["state"]), []).append(entry["zip_code"])
    return {state: tuple(zips) for state, zips in found.items()}


def area_codes() -> Mapping[str, tuple[str, frozenset[str]]]:
    """ZIP -> (state, telephone area codes in use there), for all of them; for building tables, not for serving."""
    entries: list[dict[str, Any]] = zipcodes.list_all()  # type: ignore[no-untyped-call]
    return {entry["zip_code"]: (entry["state"], frozenset(entry["area_codes"])) for entry in entries}
