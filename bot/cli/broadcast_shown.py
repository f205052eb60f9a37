"""A preview and a status as a person reads them, and as JSON. No queries here, no sending."""

from collections.abc import Iterator
from dataclasses import asdict
from datetime import datetime, timedelta

from rich.console import Console
from rich.table import Table

from bot.broadcasts.alert_file import on_clock
from bot.broadcasts.alert_queue import NO_VALUE
from bot.broadcasts.eligibility import CANCELLED, CAPPED, ENDED_SUBSCRIPTION, EXPIRED
from bot.broadcasts.lifecycle import Draft, Status
from bot.broadcasts.preview import Preview
from bot.broadcasts.results import AlertResult
from bot.cli.terminal import count_noun
from bot.people.no_text_reasons import ERASED, IN_DOUBT, NO_ZONE, NOT_TEXTABLE, STOPPED, UNREADABLE
from bot.telephony import Content, Cost

# Why somebody gets nothing, or has not got it: the words of docs/alerts.md.
REASONS = {
    STOPPED: "said STOP",
    IN_DOUBT: "were asked whether they want no more texts, and have not said",
    ENDED_SUBSCRIPTION: "left the campaign's alerts meanwhile",
    NOT_TEXTABLE: "their number takes no texts",
    NO_ZONE: "nobody knows their time zone",
    CAPPED: "had as many alerts this week as anybody gets",
    ERASED: "had themselves erased",
    UNREADABLE: "another PHONE_KEY encrypted their number",
    EXPIRED: "the alert expired first",
    CANCELLED: "the alert was cancelled first",
}

# What becomes of a text that may have arrived or not.
NOT_SENT_AGAIN = "A text of which nobody knows whether it arrived is not sent again (`unsure: again` sends it once more)"
SENT_AGAIN = "A text of which nobody knows whether it arrived is sent once more: a few may get it twice"


def reason_in_words(reason: str) -> str:
    """Why, in words; a provider's code stays a code."""
    if reason.startswith(NO_VALUE):
        return f"{NO_VALUE} {{{reason.removeprefix(NO_VALUE).strip()}}}, and no fallback"
    return REASONS.get(reason, f"the provider's code {reason}" if reason.isdigit() else reason or "no reason was given")


def show_preview(draft: Draft, found: Preview, console: Console) -> None:
    """The preview as a page of text."""
    zone = str(draft.audience_filter.get("zone") or "")
    starts = "at once" if draft.starts_at is None else f"on {on_clock(draft.starts_at, zone)}"
    console.print(f"Alert of {draft.campaign}, {starts}", highlight=False)
    for line in _texts(found):
        console.print(line, markup=False, highlight=False)
    rows = Table(box=None, show_header=False)
    for what, count in _counts(found, draft.audience_filter.get("certainty") == "maybe"):
        rows.add_row(what, f"{count:,}")
    console.print(rows)
    console.print(f"\n{cost_in_words(found.cost)}", highlight=False)
    if found.over_cap:
        console.print("  This is more than the campaign may spend a day (SPEND_CAP): it will pause there.", highlight=False)
    console.print(SENT_AGAIN if draft.resend_unknown else NOT_SENT_AGAIN, highlight=False)
    what = "picture messages" if draft.pictures else "segments"
    console.print(time_to_send(found.seconds, found.pace, what), highlight=False)
    if found.zones:
        console.print()
        console.print(_ends(found))
    console.print(f"Expires {on_clock(found.expires_at, zone)}", highlight=False)


def cost_in_words(cost: Cost) -> str:
    """ "1,200 segments, $14.28", "400 picture messages, $12.00"."""
    sizes = ((cost.segments, "segment"), (cost.pictures, "picture message"))
    counts = [count_noun(count, noun) for count, noun in sizes if count] or [count_noun(0, "segment")]
    return f"{' and '.join(counts)}, ${cost.dollars:,.2f}"


def size_in_words(content: Content) -> str:
    """ "2 segments", "a picture message"."""
    return "a picture message" if content.media else count_noun(content.segments, "segment")


def time_to_send(seconds: float, pace: float, what: str = "segments") -> str:
    """ "7 minutes of sending, at 3 segments a second"; `what`: of which the pace has so many."""
    return f"{duration_text(seconds)} of sending, at {pace:.3g} {what} a second"


def _texts(found: Preview) -> Iterator[str]:
    """Each language's text as the first who gets it reads it, its segments, and what forces it into UCS-2."""
    for language, text in found.languages.items():
        nobody = "" if text.recipients else "; what would be their own stands in braces"
        yield f"\n[{language}] {count_noun(text.recipients, 'recipient')}{nobody}"
        if text.picture:
            yield f"  picture: {text.picture}"
        yield text.example
        if text.measured:
            spread = (f"{count:,} with {count_noun(parts, 'segment')}" for parts, count in sorted(text.by_segments.items()))
            yield f"  {', '.join(spread)} ({text.measured.encoding})"
        if text.odd:
            where = f"line {text.odd.line}, column {text.odd.column}"
            yield f"  {text.odd.character!r} in {where} is no plain SMS character: a segment holds 67 instead of 153 with it"
    yield ""


def _counts(found: Preview, maybe_too: bool) -> Iterator[tuple[str, int]]:
    yield "in the audience", found.wanted
    yield from ((f"  held back: {reason_in_words(reason)}", count) for reason, count in found.held.items())
    yield "will get it", found.recipients
    others = (
        ("  of them later: it is quiet there at the start", found.quiet),
        ("  of them not: it expires before their turn", found.too_late),
        (f"may live there, which nobody knows ({'counted above' if maybe_too else 'not texted'})", found.maybe),
        ("have not confirmed yet (not texted)", found.pending),
    )
    yield from ((what, count) for what, count in others if count)


def _ends(found: Preview) -> Table:
    ends = Table("time zone", "recipients", "the last gets it", "too late", box=None)
    for each in found.zones:
        last = on_clock(each.last_at, each.zone.partition("|")[0]) if each.last_at else "never"
        ends.add_row(
            each.zone.replace("|", " or "), f"{each.recipients:,}", last, f"{each.too_late:,}" if each.too_late else ""
        )
    return ends


def preview_json(draft: Draft, found: Preview) -> dict[str, object]:
    """The preview as the documented JSON object (see `flask broadcast preview --help`)."""
    shown = _plain_fields(found)
    del shown["cost"]
    shown |= {"segments": found.cost.segments, "pictures": found.cost.pictures, "dollars": found.cost.dollars}
    return (
        {"campaign": draft.campaign, "resend_unknown": draft.resend_unknown}
        | shown
        | {"last_at": plain_values(found.last_at), "too_late": found.too_late}
    )


def show_status(found: Status, asleep: int, zone: str, console: Console) -> None:
    """How far a broadcast is. `asleep`: of its queued deliveries, those that wait for the hours of their zone."""
    why = f": {found.reason}" if found.reason else ""
    console.print(f"Broadcast {found.id} of {found.campaign}: {found.state}{why}", highlight=False)
    rows = Table(box=None, show_header=False)
    total = f"{found.total:,}" + ("" if found.made else " so far")
    rows.add_row("deliveries", total)
    for state in ("sent", "delivered", "sending", "unknown", "waiting", "queued", "failed", "skipped"):
        if count := found.states.get(state):
            rows.add_row(f"  {state}", f"{count:,}")
        if state == "queued" and asleep:
            rows.add_row("    wait for their hours", f"{asleep:,}")
    for reason, count in sorted(found.reasons.items(), key=lambda item: -item[1]):
        rows.add_row(f"    {reason_in_words(reason)}", f"{count:,}")
    rows.add_row(*(("picture messages", f"{found.pictures:,}") if found.pictures else ("segments", f"{found.segments:,}")))
    console.print(rows)
    if found.starts_at and (found.state == "scheduled" or (found.state == "paused" and not found.total)):
        console.print(f"Starts {on_clock(found.starts_at, zone)}", highlight=False)
    if not found.over:
        console.print(f"Expires {on_clock(found.expires_at, zone)}", highlight=False)


def show_result(found: Status, result: AlertResult, console: Console) -> None:
    """What a broadcast led to."""
    console.print(f"Broadcast {found.id} of {found.campaign}: {found.state}", highlight=False)
    rows = Table(box=None, show_header=False)
    for what, count in (
        ("went out", found.gone),
        ("texted back", result.replies),
        ("said STOP or left", result.left),
        ("called an official", result.callers),
        ("  calls", result.calls),
        ("  put through", result.connected),
        ("  spoke with somebody", result.reached),
    ):
        rows.add_row(what, f"{count:,}")
    console.print(rows)
    if result.counted_at is None:
        console.print("It has not started", highlight=False)
    elif not result.final:
        console.print("Its week is not over: more may come", highlight=False)


def status_json(found: Status) -> dict[str, object]:
    """The status as the documented JSON object (see `flask broadcast status --help`)."""
    shown = _plain_fields(found)
    return shown | {"total": found.total, "gone": found.gone}


def _plain_fields(found: Preview | Status) -> dict[str, object]:
    return {name: plain_values(value) for name, value in asdict(found).items()}


def plain_values(value: object) -> object:
    """Times as texts, all the way down."""
    if isinstance(value, datetime):
        return value.isoformat(timespec="seconds")
    if isinstance(value, dict):
        return {str(key): plain_values(each) for key, each in value.items()}
    return [plain_values(each) for each in value] if isinstance(value, list | tuple) else value


def duration_text(seconds: float) -> str:
    """ "under a minute", "28 minutes", "1 h 30 min"."""
    minutes = round(timedelta(seconds=seconds).total_seconds() / 60)
    if minutes < 1:
        return "under a minute"
    if minutes < 90:
        return count_noun(minutes, "minute")
    return f"{minutes // 60} h {minutes % 60} min"
