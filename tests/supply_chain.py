"""What is installed: refuses what an advisory names, looks advisories up, writes the bill of materials.

`make lint`, `make advisories` and `make sbom` ask for it. No check asks the network: advisories are kept in advisories.json,
beside the lock files, and looked up when somebody wants them to be.
"""

import json
import re
import subprocess
import sys
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from packaging.specifiers import SpecifierSet
from packaging.utils import canonicalize_name
from packaging.version import Version

ROOT = Path(__file__).resolve().parent.parent
LOCKS, ADVISORIES = ("requirements.txt", "requirements-dev.txt"), "advisories.json"
PIN = re.compile(r"^([A-Za-z0-9._-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", re.MULTILINE)
# The database of known faults that Python's packaging authority and GitHub fill; documented at google.github.io/osv.dev.
OSV = "https://api.osv.dev"
SECONDS = 20
LONGEST = 160  # of a summary


@dataclass(frozen=True, slots=True, kw_only=True)
class Advisory:
    """A known fault: of which package, in which versions. Each of `affected` is a range, as ">=2,<2.3.1"."""

    id: str
    package: str
    affected: Sequence[str]
    summary: str

    def names(self, package: str, version: str) -> bool:
        ranges = map(SpecifierSet, self.affected)
        return canonicalize_name(self.package) == package and any(
            each.contains(Version(version), prereleases=True) for each in ranges
        )


def pins(lock: str) -> set[tuple[str, str]]:
    """Packages with their versions, of a lock file's text; two where a newer one needs a newer Python."""
    return {(canonicalize_name(name), version) for name, version in PIN.findall(lock)}


def kept_advisories(folder: Path) -> tuple[str, list[Advisory]]:
    """When they were looked up, "" for never; and all of them."""
    kept = json.loads((folder / ADVISORIES).read_text(encoding="utf-8"))
    return kept["looked_up"], [Advisory(**each) for each in kept["advisories"]]


def refused(folder: Path) -> Iterator[str]:
    """A line for each pinned version that an advisory names, with the mend."""
    _, advisories = kept_advisories(folder)
    for lock in LOCKS:
        for package, version in sorted(pins((folder / lock).read_text(encoding="utf-8"))):
            for each in advisories:
                if each.names(package, version):
                    ranges = " or ".join(each.affected)
                    yield (
                        f"{lock}: {package} {version} has a known fault: {each.id}, in {ranges}: {each.summary}. "
                        "Pin another version in the .in file, and run make lock."
                    )


def look_up(folder: Path, osv: str, now: datetime) -> int:
    """Ask for the advisories of all that is pinned, in whatever version; gives how many there are."""
    packages = sorted({name for lock in LOCKS for name, _ in pins((folder / lock).read_text(encoding="utf-8"))})
    found = {each.id: each for package in packages for each in _of(package, osv)}
    kept = {"looked_up": now.date().isoformat(), "advisories": [asdict(found[id]) for id in sorted(found)]}
    (folder / ADVISORIES).write_text(json.dumps(kept, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    return len(found)


def _of(package: str, osv: str) -> Iterator[Advisory]:
    page = ""
    while True:
        asked: dict[str, Any] = {"package": {"name": package, "ecosystem": "PyPI"}}
        body = json.dumps(asked | ({"page_token": page} if page else {})).encode()
        request = urllib.request.Request(f"{osv}/v1/query", body, {"Content-Type": "application/json"})
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:
            told = json.load(answer)
        for fault in told.get("vulns", []):
            affected = [] if fault.get("withdrawn") else list(_ranges(fault, package))
            if affected:
                summary = " ".join((fault.get("summary") or fault.get("details") or "").split())[:LONGEST]
                yield Advisory(id=fault["id"], package=package, affected=affected, summary=summary)
        page = told.get("next_page_token", "")
        if not page:
            return


def _ranges(fault: dict[str, Any], package: str) -> Iterator[str]:
    """Of each range of versions what PEP 440 calls it: OSV tells the version that began it, and that which ended it."""
    for affected in fault.get("affected", []):
        if canonicalize_name(affected["package"]["name"]) != package:
            continue
        of_versions = [each for each in affected.get("ranges", []) if each["type"] == "ECOSYSTEM"]
        for each in of_versions:
            begun = ""
            for event in each["events"]:
                if "introduced" in event:
                    begun = f">={event['introduced']}" if event["introduced"] != "0" else ""
                    open_ended = begun or ">=0"
                else:
                    end = f"<{event['fixed']}" if "fixed" in event else f"<={event['last_affected']}"
                    open_ended = ""
                    yield ",".join(filter(None, (begun, end)))
            if open_ended:
                yield open_ended
        if not of_versions:
            yield from (f"=={version}" for version in affected.get("versions", []))


def write_sbom(folder: Path, to: Path) -> None:
    """The bill of materials of what runs, as CycloneDX JSON: the same for the same lock."""
    to.parent.mkdir(parents=True, exist_ok=True)
    how = ("--output-format", "JSON", "--output-reproducible", "--output-file", to)
    command = (sys.executable, "-m", "cyclonedx_py", "requirements", *how, folder / LOCKS[0])
    subprocess.run(command, check=True)


def main(command: str = "", *rest: str) -> int:
    if command == "check":
        lines = list(refused(ROOT))
        for line in lines:
            print(line, file=sys.stderr)
        return bool(lines)
    if command == "look-up":
        print(f"{look_up(ROOT, OSV, datetime.now(UTC)):,} advisories are in {ADVISORIES} now. Check them with make lint.")
        return 0
    if command == "sbom":
        to = Path(rest[0] if rest else ROOT / "build" / "sbom.json")
        write_sbom(ROOT, to)
        print(to)
        return 0
    print("usage: python -m tests.supply_chain check | look-up | sbom [FILE]", file=sys.stderr)
    return 2


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
