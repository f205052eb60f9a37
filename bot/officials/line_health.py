"""Is a line worth dialling? From how its last calls ended, and who reported it wrong. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

ENDED = ("answered", "busy", "no_answer", "failed")


@dataclass(frozen=True, slots=True, kw_only=True)
class HealthRule:
    """After so many calls in a row that ended like this, a line is not offered for so long after the last of them."""

    endings: frozenset[str]
    in_a_row: int
    cool_down: timedelta
    why: str


# Busy is a sign of life, so it ends every row. After its cool-down a line gets one call; if that fails too, it cools down anew.
RULES = (
    HealthRule(
        endings=frozenset({"failed"}),
        in_a_row=3,
        cool_down=timedelta(hours=6),
        why="The network could not connect it. Once happens, three times is a dead number or a carrier's trouble, which is "
        "over within hours.",
    ),
    HealthRule(
        endings=frozenset({"failed", "no_answer"}),
        in_a_row=6,
        cool_down=timedelta(hours=3),
        why="Nobody picks up, not even a machine, though the office should be open: they left early, or their phones are down.",
    ),
)
MOST = max(rule.in_a_row for rule in RULES)
LONGEST_COOL_DOWN = max(rule.cool_down for rule in RULES)
UNANSWERED = sorted(
    frozenset().union(*(rule.endings for rule in RULES))
)  # no line cools down after a call that ended otherwise
# Staff empty a mailbox on a working day; after a day one more call finds out.
MAILBOX_RESTS = timedelta(hours=24)
ENOUGH_REPORTS = 2  # one person may be mistaken, or have misdialled


@dataclass(frozen=True, slots=True)
class Ending:
    """How a call to a line ended."""

    status: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Health:
    """What is known of a line. cool_down_until: None for one that works; reports: how many people called it a wrong number;
    mine: the supporter at hand is one of them; full_until: it rests, as its mailbox is full, None where nobody said so."""

    cool_down_until: datetime | None = None
    reports: int = 0
    mine: bool = False
    full_until: datetime | None = None

    def may_be_offered(self, now: datetime) -> bool:
        """To the supporter at hand; a line that enough people reported waits for the organizer."""
        return not self.mine and not self.is_flagged(now)

    def is_resting(self, now: datetime) -> bool:
        """Is its mailbox full? Somebody may still pick up, so it is offered, after the official's other lines that are open."""
        return self.full_until is not None and now < self.full_until

    def is_flagged(self, now: datetime) -> bool:
        """Should the organizer look at it?"""
        return self.reports >= ENOUGH_REPORTS or (self.cool_down_until is not None and now < self.cool_down_until)


WELL = Health()


def find_cool_down(endings: Sequence[Ending], is_open: Callable[[datetime], bool]) -> datetime | None:
    """Until when a line is not offered, by its last calls, the latest first; None where no rule applies.

    is_open: was the office open then? That nobody picks up at night says nothing.
    """
    ends = [row[0].at + rule.cool_down for rule in RULES if (row := _row(endings, rule, is_open))]
    return max(ends, default=None)


def _row(endings: Sequence[Ending], rule: HealthRule, is_open: Callable[[datetime], bool]) -> Sequence[Ending]:
    """The last calls, where they make up a row that the rule is about; else nothing."""
    if "no_answer" in rule.endings:
        endings = [ending for ending in endings if ending.status != "no_answer" or is_open(ending.at)]
    row = endings[: rule.in_a_row]
    return row if len(row) == rule.in_a_row and all(ending.status in rule.endings for ending in row) else ()
