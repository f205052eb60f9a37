"""A preview and a status as a person reads them, and as JSON. No queries here, no sending."""

from dataclasses import asdict
from datetime import datetime, timedelta
from typing import Any

from rich.console import Console
from rich.table import Table

from bot.broadcasts.control import Draft, Status
from bot.broadcasts.plan import on_clock
from bot.broadcasts.preview import Preview

# Why somebody gets nothing, or has not got it: the words of docs/alerts.md.
REASONS = {
    "stopped": "said STOP",
    "not subscribed": "left the campaign's alerts meanwhile",
    "not textable": "their number takes no texts",
    "no zone": "nobody knows their time zone",
    "capped": "had as many alerts this week as anybody gets",
    "erased": "had themselves erased",
    "expired": "the alert expired first",
    "cancelled": "the alert was cancelled first",
}


def reason_in_words(reason: str) -> str:
    """Why, in words; a carrier's code stays a code."""
    if reason.startswith("no ") and reason not in REASONS:
        return f"no value for {{{reason.removeprefix('no ')}}}, and no fallback"
    return REASONS.get(reason, f"the carrier's code {reason}" if reason.isdigit() else reason or "no reason was given")


def show_preview(draft: Draft, found: Preview, console: Console) -> None:
    """The preview as a page of text."""
    zone = str(draft.wanted.get("zone") or "")
    say = console.print
    say(f"Alert of {draft.campaign}, {'at once' if draft.starts_at is None else 'on ' + on_clock(draft.starts_at, zone)}")
    for language, text in found.languages.items():
        say(f"\n\\[{language}] {text.recipients:,} {_people(text.recipients)}", highlight=False)
        say(text.example or text.text, markup=False, highlight=False)
        if text.measured:
            spread = ", ".join(f"{count:,} of {parts}" for parts, count in sorted(text.by_segments.items()))
            say(f"  segments: {spread} ({text.measured.encoding})", highlight=False)
        if text.odd:
            say(
                f"  {text.odd.character!r} in line {text.odd.line}, column {text.odd.column} is no plain SMS character: with it "
                f"a segment holds 67 characters instead of 153",
                markup=False,
                highlight=False,
            )
    rows = Table(box=None, show_header=False)
    rows.add_row("in the audience", f"{found.wanted:,}")
    for reason, count in found.held.items():
        rows.add_row(f"  held back: {reason_in_words(reason)}", f"{count:,}")
    rows.add_row("will get it", f"{found.recipients:,}")
    if found.quiet:
        rows.add_row("  of them later, as it is quiet there at the start", f"{found.quiet:,}")
    if found.too_late:
        rows.add_row("  of them not: it expires before their turn", f"{found.too_late:,}")
    if found.maybe:
        taken = draft.wanted.get("certainty") == "maybe"
        rows.add_row(f"may live there ({'texted as well' if taken else 'not texted'})", f"{found.maybe:,}")
    if found.pending:
        rows.add_row("have not confirmed yet (not texted)", f"{found.pending:,}")
    say()
    say(rows)
    say()
    say(f"{found.segments:,} segments, ${found.dollars:,.2f}", highlight=False)
    if found.over_cap:
        say("  This is more than the campaign may spend a day (SPEND_CAP): it will pause there.", highlight=False)
    say(f"{duration(found.seconds)} of sending, at {found.pace:g} segments a second", highlight=False)
    ends = Table("time zone", "recipients", "the last gets it", "too late", box=None)
    for each in found.zones:
        last = on_clock(each.last_at, each.zone.partition("|")[0]) if each.last_at else "never"
        ends.add_row(each.zone.replace("|", " or "), f"{each.recipients:,}", last, f"{each.too_late:,}" if each.too_late else "")
    if found.zones:
        say()
        say(ends)
    say(f"Expires {on_clock(found.expires_at, zone)}", highlight=False)


def preview_json(draft: Draft, found: Preview) -> dict[str, Any]:
    """The preview as the documented JSON object (see `flask broadcast preview --help`)."""
    shown: dict[str, Any] = plain(asdict(found))
    return {"campaign": draft.campaign} | shown | {"last_at": plain(found.last_at), "too_late": found.too_late}


def show_status(found: Status, zone: str, console: Console) -> None:
    """How far a broadcast is."""
    why = f": {found.reason}" if found.reason else ""
    console.print(f"Broadcast {found.id} of {found.campaign}: {found.state}{why}", highlight=False)
    rows = Table(box=None, show_header=False)
    total = f"{found.total:,}" + ("" if found.made or found.over else " so far")
    rows.add_row("copies", total)
    for state in ("sent", "delivered", "sending", "unknown", "waiting", "queued", "failed", "skipped"):
        if count := found.states.get(state):
            rows.add_row(f"  {state}", f"{count:,}")
    for reason, count in sorted(found.reasons.items(), key=lambda item: -item[1]):
        rows.add_row(f"    {reason_in_words(reason)}", f"{count:,}")
    rows.add_row("segments", f"{found.segments:,}")
    console.print(rows)
    if found.starts_at and found.state in ("scheduled", "paused"):
        console.print(f"Starts {on_clock(found.starts_at, zone)}", highlight=False)
    if not found.over:
        console.print(f"Expires {on_clock(found.expires_at, zone)}", highlight=False)


def status_json(found: Status) -> dict[str, Any]:
    """The status as the documented JSON object (see `flask broadcast status --help`)."""
    shown: dict[str, Any] = plain(asdict(found))
    return shown | {"total": found.total, "gone": found.gone}


def plain(value: Any) -> Any:
    """Times as texts, all the way down."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, dict):
        return {str(key): plain(each) for key, each in value.items()}
    return [plain(each) for each in value] if isinstance(value, list | tuple) else value


def duration(seconds: float) -> str:
    """ "under a minute", "28 minutes", "1 h 30 min"."""
    minutes = round(timedelta(seconds=seconds).total_seconds() / 60)
    if minutes < 1:
        return "under a minute"
    if minutes < 90:
        return f"{minutes} minute{'' if minutes == 1 else 's'}"
    return f"{minutes // 60} h {minutes % 60} min"


def _people(count: int) -> str:
    return "recipient" if count == 1 else "recipients"
