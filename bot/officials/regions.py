"""Tables by ZIP code, kept as text: a few megabytes where an object for each of some 40,000 rows takes three times as many."""

from collections.abc import Iterable, Iterator
from itertools import groupby


class Regions:
    """Rows in order of their ZIP code, found by it: among those of its region (the first three digits), some forty of them."""

    def __init__(self, lines: Iterable[str]) -> None:
        """lines: "98402", a tab, the row; in order."""
        self._regions = {region: "\n" + "\n".join(found) + "\n" for region, found in groupby(lines, lambda line: line[:3])}
        self._size = sum(text.count("\n") - 1 for text in self._regions.values())

    def __len__(self) -> int:
        return self._size

    def __iter__(self) -> Iterator[str]:
        return (zip for zip, _ in self.rows())

    def __contains__(self, zip: str) -> bool:
        return self.get(zip) is not None

    def get(self, zip: str) -> str | None:
        """What stands behind five digits, None for a ZIP that has no row."""
        _, found, rest = self._regions.get(zip[:3], "").partition(f"\n{zip}\t")
        return rest.partition("\n")[0] if found else None

    def rows(self) -> Iterator[tuple[str, str]]:
        """Every ZIP code with its row."""
        for text in self._regions.values():
            for line in text[1:-1].split("\n"):
                zip, _, row = line.partition("\t")
                yield zip, row
