"""The PyPI package `zipcodes` as a short list of lines. Knows nothing else of ours, so that it runs as a program of its own:
`python bot/officials/zip_listing.py [FILE]` prints the list, and keeps it in a file. The package unpacks all that it has for
the first question, 38 MB that a process never gets back; its rows are of mixed licence, so we ship no copy of them either.
"""

import gc
import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import suppress
from pathlib import Path
from typing import TypedDict

KINDS: Mapping[str, str] = {
    "STANDARD": "standard",
    "PO BOX": "po_box",
    "UNIQUE": "unique",
    "MILITARY": "military",
}


class ZipEntry(TypedDict):
    """A row of the package, as far as it is read here."""

    zip_code: str
    zip_code_type: str
    city: str
    state: str
    active: bool
    timezone: str | None
    lat: str | None
    long: str | None
    area_codes: list[str]


def zip_entries() -> list[ZipEntry]:
    """All rows of the package: about 43,000, of some ZIP codes more than one."""
    import zipcodes  # here, so that a server that has read our tables does without

    found: list[ZipEntry] = zipcodes.list_all()  # type: ignore[no-untyped-call]
    return found


def listed_zips() -> Iterator[str]:
    """A line for each ZIP code, in order: ZIP, kind, city, state, "active" or "", time zone, latitude, longitude; tabs between.

    Of several rows the first that is in use counts, else the last. Without a state: a military post.
    """
    found: dict[str, ZipEntry] = {}
    for entry in zip_entries():
        known = found.get(entry["zip_code"])
        if known is None or not known["active"]:
            found[entry["zip_code"]] = entry
    for zip, entry in sorted(found.items()):
        kind = KINDS.get(entry["zip_code_type"], "standard")
        state = "" if kind == "military" else entry["state"]
        active = "active" if entry["active"] else ""
        zone = entry["timezone"] or ""
        zone = zone if "/" in zone else ""  # one row has a village in its place
        yield f"{zip}\t{kind}\t{entry['city']}\t{state}\t{active}\t{zone}\t{entry['lat'] or 0}\t{entry['long'] or 0}"


def area_codes() -> Mapping[str, tuple[str, frozenset[str]]]:
    """ZIP -> (state, telephone area codes in use there), for all of them; for building tables, not for serving."""
    return {entry["zip_code"]: (entry["state"], frozenset(entry["area_codes"])) for entry in zip_entries()}


def keep(text: str, path: Path) -> None:
    """Keep a list for the next process, in the place of those of other versions; not where nothing may be written."""
    with suppress(OSError):
        path.parent.mkdir(parents=True, exist_ok=True)
        for other in path.parent.glob("zip_listing-*.tsv"):
            other.unlink(missing_ok=True)
        draft = path.with_suffix(f".{os.getpid()}")
        draft.write_text(text, encoding="utf-8", newline="\n")
        os.replace(draft, path)


if __name__ == "__main__":
    gc.disable()  # a quarter of the time: all that is made here is kept until the end, and that is near
    sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
    written = "\n".join(listed_zips()) + "\n"
    sys.stdout.write(written)
    for place in sys.argv[1:]:
        keep(written, Path(place))
