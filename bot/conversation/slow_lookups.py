"""What takes seconds to find out, as a geocoder's answer: looked up between two tries of a turn, while nothing is held."""

from collections.abc import Callable, Hashable
from typing import Any, TypeVar

Found = TypeVar("Found")


class SlowLookup(Exception):
    """This try of a turn is over until `find` has found what it wants; the turn is then done anew with that."""

    def __init__(self, key: Hashable, find: Callable[[], object]) -> None:
        super().__init__("a turn has something to look up first")
        self.key, self.find = key, find


class SlowLookups:
    """What was found for one webhook, however often its turn is done anew: nothing is asked twice."""

    def __init__(self) -> None:
        self._found: dict[Hashable, Any] = {}

    def __contains__(self, key: Hashable) -> bool:
        return key in self._found

    def get(self, key: Hashable, find: Callable[[], Found]) -> Found:
        """What `find` found, by a key that names it in full. Raises SlowLookup the first time; take_turn() sees to that."""
        if key not in self._found:
            raise SlowLookup(key, find)
        found: Found = self._found[key]
        return found

    def look_up(self, wanted: SlowLookup) -> None:
        """Find what was wanted. Raises what that raises."""
        self._found[wanted.key] = wanted.find()
