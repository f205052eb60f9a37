"""The call list's rules: who stands on it, how far it is, when it opens again. Pure."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

from bot.conversation.session import CONNECTED, DONE_OUTCOMES, FULL, NOT_REACHED, TALKED, Entry, PastCall, first_open

CALLS_AN_HOUR = 12
# Callers who withhold their number cannot be told apart, so they share their limits: room for the few who have to hide it,
# not enough for one of them to keep an office's line from everybody else, or to run up a bill, by dialling again and again.
WITHHELD_AN_HOUR = 60
WITHHELD_AN_HOUR_A_LINE = 6
NEW_DAY = timedelta(hours=20)  # "a day" that does not punish the one who calls ten minutes earlier than yesterday


# Longer than a greeting and a message: who was on the line for so long talked, or waited to.
TALK_SECONDS = 120


def merge_officials(
    entries: Sequence[Entry], aside: Sequence[Entry], officials: Sequence[str], now: datetime
) -> tuple[list[Entry], list[Entry], list[Entry]]:
    """The call list of these officials, in their order; what is put aside for who moves back; and the rows that go.

    What is known of each is kept. Who could not be reached or was passed over on an earlier day is open again.
    """
    known = {entry.official: entry for entry in (*aside, *entries)}
    kept = [known.get(official) or Entry(official=official) for official in officials]
    for position, entry in enumerate(kept):
        entry.changed = entry.changed or position >= len(entries) or entries[position] is not entry
        if entry.outcome in NOT_REACHED and entry.recorded_at and now - entry.recorded_at > NEW_DAY:
            entry.mark(None, None)
    others = [entry for official, entry in known.items() if official not in officials]
    for entry in others:
        entry.changed = entry.changed or entry not in aside
    return kept, [entry for entry in others if entry.outcome], [entry for entry in others if not entry.outcome and entry.id]


def list_progress(entries: Sequence[Entry], calls: Sequence[PastCall], campaign: str) -> str:
    """How far a call list is: `fresh`, `begun`, `unreported` (connected, and not yet told how it went) or `finished`."""
    if unreported_entry(entries, calls, campaign):
        return "unreported"
    if first_open(entries) is None:
        return "finished"
    return "fresh" if all(entry.outcome is None for entry in entries) else "begun"


def unreported_entry(entries: Sequence[Entry], calls: Sequence[PastCall], campaign: str) -> Entry | None:
    """Whom the supporter was connected to without telling how it went: of who talked for minutes, else of who is next."""
    current = first_open(entries)
    asked = [*(entry for entry in entries if entry.outcome == TALKED), *([current] if current else [])]
    unsaid = {call.official for call in calls if call.campaign == campaign and call.status in CONNECTED and not call.reported}
    return next((entry for entry in asked if entry.official in unsaid), None)


def contradicts(outcome: str, calls: Sequence[PastCall], *, rung: bool) -> bool:
    """Does the carrier know otherwise? `calls`: those to that official within a day; `rung`: we called the supporter back for
    them. Who dials by themselves is known to no carrier of ours, so then nothing contradicts."""
    connected = [call for call in calls if call.status in CONNECTED and not call.wrong]
    if outcome in DONE_OUTCOMES or outcome == FULL:
        return rung and not connected
    return any(talked_long(call) for call in connected)


def talked_long(call: PastCall) -> bool:
    """Did a call that nothing was said of take minutes?"""
    return call.status == "answered" and not call.reported and call.seconds >= TALK_SECONDS


def count_done(entries: Sequence[Entry]) -> int:
    """How many officials have been called, and a person or a machine heard it."""
    return sum(entry.outcome in DONE_OUTCOMES for entry in entries)


def officials_left(entries: Sequence[Entry], calls: Sequence[PastCall], now: datetime) -> list[Entry]:
    """Who was passed over or not got through to, and may be called again on the same day."""
    return [entry for entry in entries if entry.outcome in NOT_REACHED and not is_connected(entry.official, calls, now)]


def call_refusal(official: str, line: str, calls: Sequence[PastCall], now: datetime) -> str:
    """Why this supporter may not be connected to this line of an official's now: `not_today` (once a day each), `not_now` (a
    dozen calls an hour in all), or "" where they may."""
    if is_connected(official, calls, now):
        return "not_today"
    lately = [(call.official, call.line) for call in calls if now - call.at < timedelta(hours=1)]
    return "not_now" if _rounds([*lately, (official, line)]) > CALLS_AN_HOUR else ""


def _rounds(dialled: Iterable[tuple[str, str]]) -> int:
    """How often officials were called: who is tried at each of their offices in a row, as all are busy, is called once."""
    most: dict[str, int] = {}
    for (official, _), times in Counter(dialled).items():
        most[official] = max(times, most.get(official, 0))
    return sum(most.values())


def is_connected(official: str, calls: Sequence[PastCall], now: datetime) -> bool:
    """Was this supporter put through to this official within a day? A wrong number was somebody else, and a full mailbox
    nobody."""
    return any(
        call.official == official and call.status == "answered" and not (call.wrong or call.full) and now - call.at < NEW_DAY
        for call in calls
    )


def withheld_may_call(line: str, lines: Sequence[str]) -> bool:
    """May a caller with a withheld number be connected to this line now? `lines`: those that such callers were connected to
    within the hour."""
    return lines.count(line) < WITHHELD_AN_HOUR_A_LINE and len(lines) < WITHHELD_AN_HOUR
