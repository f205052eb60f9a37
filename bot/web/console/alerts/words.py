"""What the parts below say in keys and codes, in the words of a page."""

from collections.abc import Callable
from datetime import datetime, timedelta

from bot.broadcasts.alert_queue import NO_VALUE
from bot.locale.console_phrases import has_sentence
from bot.web.console.visit import t

STEP = timedelta(minutes=15)  # hours open on quarters of an hour
FURTHEST = timedelta(days=4)
CODES = {"unknown outcome": "lost", "": "none"}


def reason_text(reason: str) -> str:
    """Why somebody gets nothing, or has not got it."""
    if reason.startswith(NO_VALUE):
        return t("alerts.reasons.no_value", name=f"{{{reason.removeprefix(NO_VALUE).strip()}}}")
    key = f"alerts.reasons.{CODES.get(reason, reason).replace(' ', '_')}"
    return t(key) if has_sentence(key) else t("alerts.reasons.code", code=reason)


def pause_text(reason: str) -> str:
    """Why an alert is paused or was cancelled: ours in words, with the figures behind."""
    kind, _, rest = reason.partition(":")
    key = f"alerts.paused_by.{kind.replace(' ', '_').replace('-', '_')}"
    if not has_sentence(key):
        return reason
    figures = rest.partition(";")[0].strip() if kind in FIGURES else ""
    return f"{t(key)} ({figures})" if figures else t(key)


FIGURES = ("unknown code", "filtered", "blocked", "failing", "refused", "opt-outs")


def duration_text(seconds: float) -> str:
    """ "under a minute", "28 minutes", "1 h 30 min"."""
    minutes = round(seconds / 60)
    if minutes < 1:
        return t("alerts.under_a_minute")
    if minutes < 90:
        return t("alerts.minutes", count=minutes)
    return t("alerts.hours", hours=minutes // 60, minutes=minutes % 60)


def next_opening(is_open: Callable[[str, datetime], bool], zone: str, now: datetime) -> datetime | None:
    """When texts may go out in a zone next; None where that is nowhere near."""
    at = now.replace(minute=now.minute - now.minute % 15, second=0, microsecond=0)
    while at < now + FURTHEST:
        at += STEP
        if is_open(zone, at):
            return at
    return None
