"""The call sheet's rules: who stands on it, how far it is, when it opens again. Pure."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from bot.conversation.session import DONE_OUTCOMES, SKIPPED, Entry, PastCall

CALLS_AN_HOUR = 12
# Callers who withhold their number cannot be told apart, so they share their limits: room for the few who have to hide it,
# not enough for one of them to keep an office's line from everybody else, or to run up a bill, by dialling again and again.
WITHHELD_AN_HOUR = 60
WITHHELD_AN_HOUR_A_LINE = 6
NEW_DAY = timedelta(hours=20)  # "a day" that does not punish the one who calls ten minutes earlier than yesterday


def merged(entries: Sequence[Entry], officials: Sequence[str], now: datetime) -> tuple[list[Entry], list[Entry]]:
    """The sheet for these officials, in their order, keeping what is known of each; and the rows that go.

    Who could not be reached or was passed over on an earlier day is open again.
    """
    known = {entry.official: entry for entry in entries}
    kept = [known.get(official) or Entry(official) for official in officials]
    for position, entry in enumerate(kept):
        entry.changed = entry.changed or position >= len(entries) or entries[position] is not entry
        if entry.outcome in {"failed", SKIPPED} and entry.recorded_at and now - entry.recorded_at > NEW_DAY:
            entry.outcome, entry.recorded_at, entry.changed = None, None, True
    return kept, [entry for entry in entries if entry.official not in officials and entry.id is not None]


def progress(entries: Sequence[Entry], calls: Sequence[PastCall], campaign: str) -> str:
    """How far a sheet is: `fresh`, `begun`, `unreported` (connected, and not yet told how it went) or `finished`."""
    current = next((entry for entry in entries if entry.outcome is None), None)
    if current is None:
        return "finished"
    to_them = [call for call in calls if call.campaign == campaign and call.official == current.official]
    if any(call.status in {"answered", "dialing"} and not call.reported for call in to_them):
        return "unreported"
    return "fresh" if all(entry.outcome is None for entry in entries) else "begun"


def done(entries: Sequence[Entry]) -> int:
    """How many officials have been called, with whatever result."""
    return sum(entry.outcome in DONE_OUTCOMES for entry in entries)


def may_call(official: str, calls: Sequence[PastCall], now: datetime) -> bool:
    """May this supporter be patched through to this official now? Once a day each, and a dozen calls an hour in all."""
    if sum(now - call.at < timedelta(hours=1) for call in calls) >= CALLS_AN_HOUR:
        return False
    return not any(call.official == official and call.status == "answered" and now - call.at < NEW_DAY for call in calls)


def withheld_refusal(line: str, lines: Sequence[str]) -> str:
    """Why a caller with a withheld number may not be connected to this line now: `not_today` for its own limit, `not_now` for
    that of all lines, or "" where they may. `lines`: those that such callers were connected to within the hour."""
    if lines.count(line) >= WITHHELD_AN_HOUR_A_LINE:
        return "not_today"
    return "not_now" if len(lines) >= WITHHELD_AN_HOUR else ""
