"""The account at Twilio: its numbers and their queues, who opted out, what it accepts and why it refuses. No HTTP here."""

import re
import secrets
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from hashlib import blake2b
from typing import Any

from tests.twilio_double import segments
from tests.twilio_double.log import Log, body_hash
from tests.twilio_double.settings import RULES, Answer, Disconnect, Fail, Rule, Sender, Settings, Slow

MAX_CHARACTERS = 1600  # reference 1.4
MOST_MEDIA = 10  # twilio_api_v2010.json, MediaUrl
# E.164; of North American numbers also that area code and exchange begin with 2-9.
E164 = re.compile(r"\+(1[2-9]\d\d[2-9]\d{6}|[2-9]\d{6,14})")
# Whole message, any case: reference 3, opt-out keywords.
KEYWORDS = {
    "STOP": {"STOP", "STOPALL", "UNSUBSCRIBE", "CANCEL", "END", "QUIT", "REVOKE", "OPTOUT"},
    "START": {"START", "YES", "UNSTOP"},
    "HELP": {"HELP", "INFO"},
}

Form = dict[str, str]


class Refused(int):
    """The code of the error that a request gets."""


class Clock:
    """Seconds since 1970 that never go back."""

    def __init__(self, ahead: float = 0.0) -> None:
        self._offset = time.time() - time.monotonic() + ahead

    def __call__(self) -> float:
        return time.monotonic() + self._offset


@dataclass(slots=True)
class Applied:
    """A rule and how it was used."""

    rule: Answer | Disconnect | Slow | Fail
    fitted: int = 0
    applied: int = 0
    hits: Counter[tuple[str, int]] = field(default_factory=Counter)


@dataclass
class Account:
    settings: Settings
    clock: Callable[[], float] = field(default_factory=Clock)
    log: Log = field(init=False)
    calls: list[dict[str, Any]] = field(default_factory=list)
    rules: list[Applied] = field(default_factory=list)
    answers: Counter[str] = field(default_factory=Counter)  # "create 400 21610"
    opted_out: set[tuple[str, str]] = field(default_factory=set)  # (number or service, person)
    fates: dict[int, tuple[str, int]] = field(default_factory=dict)  # place in the log: how it ends, error
    free_at: dict[str, float] = field(default_factory=dict)  # number: when its queue will be empty
    shelf: dict[str, dict[str, Any]] = field(default_factory=dict)  # shelf.py
    _numbers: list[str] = field(default_factory=list)  # by what the log calls them

    def __post_init__(self) -> None:
        self.log = Log(self.settings.ways)

    # --- Chance ------------------------------------------------------------------------------------------------------

    def draw(self, *about: object) -> float:
        """0 to 1, always the same about the same things: the order in which requests come changes nothing."""
        raw = repr((self.settings.seed, *about)).encode()
        return int.from_bytes(blake2b(raw, digest_size=7).digest()) / (1 << 56)

    def within(self, seconds: tuple[float, float], *about: object) -> float:
        least, most = seconds
        return least if least == most else least + (most - least) * self.draw(*about)

    # --- Rules -------------------------------------------------------------------------------------------------------

    def add_rules(self, given: list[dict[str, Any]]) -> None:
        """Raises pydantic's ValidationError."""
        self.rules += [Applied(rule) for rule in RULES.validate_python(given)]

    def rule(self, on: str, to: str, body: str, *, fail: bool = False) -> Rule | None:
        """The first rule for this request; with `fail`, for the message that came of it."""
        for number, each in enumerate(self.rules):
            rule = each.rule
            if isinstance(rule, Fail) == fail and rule.is_for(on, to) and self._hits(number, each, to, body):
                each.applied += 1
                return rule
        return None

    def _hits(self, number: int, each: Applied, to: str, body: str) -> bool:
        rule = each.rule
        each.fitted += 1
        if each.fitted <= rule.after or (rule.times is not None and each.applied >= rule.times):
            return False
        if rule.share < 1:
            about = to, body_hash(body)
            if self.draw("rule", number, *about, each.hits[about]) >= rule.share:
                return False
            each.hits[about] += 1
        return True

    # --- The log of before -------------------------------------------------------------------------------------------

    def remember(self, to: str, body: str, sid: str, sender: str, status: str, error: int, ago: float) -> None:
        """A message of an earlier life: taken so many seconds ago, at its end or where it stays."""
        if sender not in self._numbers:
            self._numbers.append(sender)
        when, parts = self.clock() - ago, max(1, segments.count(body))
        number = self._numbers.index(sender)
        index = self.log.add(int(to[1:]), body, body_hash(body), number, False, parts, "", when, when)
        self.log.rename(index, sid)
        for name in ("sent", status):
            self.log.move(index, name, when, error if name == status else 0)

    # --- Senders -----------------------------------------------------------------------------------------------------

    def pool(self, form: Form) -> list[Sender] | Refused:
        """The numbers that could send this: one, or those of a service."""
        service, number = form.get("MessagingServiceSid"), form.get("From")
        if service:
            known = [sender for sender in self.settings.senders if sender.service == service]
            return known or Refused(21701)
        if not number:
            return Refused(21603)
        return [sender for sender in self.settings.senders if sender.number == number] or Refused(21606)

    def scope(self, sender: Sender) -> str:
        """What a STOP to this number is about: the whole service (reference 3)."""
        return sender.service or sender.number

    def queued(self, sender: Sender, now: float) -> float:
        """Seconds until this number has sent all it has."""
        return max(0.0, self.free_at.get(sender.number, 0.0) - now)

    def sender(self, index: int) -> str:
        """The number that a message of the log is sent from."""
        return self._numbers[self.log.sender[index]]

    def service(self, index: int) -> str | None:
        number = self.sender(index)
        return next((each.service for each in self.settings.senders if each.number == number), None)

    # --- Messages ----------------------------------------------------------------------------------------------------

    def accept(self, form: Form, arrived: float) -> tuple[int, float] | Refused:
        """Take a message: its place in the log, and when it is the sender's turn. Or why not."""
        senders = self._may_send(form)
        if isinstance(senders, Refused):
            return senders
        now, to, body = self.clock(), form["To"], form.get("Body", "")
        sender = min(senders, key=lambda each: self.queued(each, now))
        media = form.get("MediaUrl", "").split()
        parts = 1 if media else max(1, segments.count(body))  # a picture message is billed as one, whatever it says
        rate = sender.picture_rate if media else sender.rate
        takes = parts / rate if rate else 0.0
        by_service = "MessagingServiceSid" in form
        overflows = self.queued(sender, now) + takes > self.settings.queue_seconds
        if overflows and not by_service:
            return Refused(21611)
        if sender.number not in self._numbers:
            self._numbers.append(sender.number)
        number, hash = self._numbers.index(sender.number), body_hash(body)
        callback = form.get("StatusCallback", "")
        index = self.log.add(int(to[1:]), body, hash, number, by_service, parts, callback, arrived, now)
        if media:
            self.log.media[index] = media
        rule = self.rule("create", to, body, fail=True)
        if overflows:
            self.fates[index] = ("failed", 30001)  # a service has no one to refuse to (reference 1.8)
            return index, now
        if isinstance(rule, Fail):
            self.fates[index] = (rule.ends, rule.code)
        turn = now + self.queued(sender, now)
        self.free_at[sender.number] = turn + takes
        return index, turn

    def _may_send(self, form: Form) -> list[Sender] | Refused:
        to, body = form.get("To", ""), form.get("Body", "")
        if not to:
            return Refused(21604)
        senders = self.pool(form)
        if isinstance(senders, Refused):
            return senders
        if not (body or form.get("MediaUrl") or form.get("ContentSid")):
            return Refused(21602)
        if len(body) > MAX_CHARACTERS:
            return Refused(21617)
        media = form.get("MediaUrl", "").split()
        if len(media) > MOST_MEDIA:
            return Refused(21623)
        if not all(address.startswith(("https://", "http://")) for address in media):
            return Refused(21620)
        if not E164.fullmatch(to):
            return Refused(21211)
        if (self.scope(senders[0]), to) in self.opted_out:
            return Refused(21610)
        return senders

    def hears(self, person: str, ours: str, body: str) -> str | None:
        """What Twilio does about a text before we get it (reference 3): the keyword, STOP, START or HELP, if it is one."""
        words = body.strip().upper()
        keyword = next((name for name, all in KEYWORDS.items() if words in all), None)
        if self.settings.opt_out == "none":
            return None
        sender = next((each for each in self.settings.senders if each.number == ours), Sender(number=ours))
        if keyword == "STOP":
            self.opted_out.add((self.scope(sender), person))
        elif keyword == "START":
            self.opted_out.discard((self.scope(sender), person))
        return keyword

    # --- Calls -------------------------------------------------------------------------------------------------------

    def place(self, form: Form, arrived: float = 0.0) -> dict[str, Any] | Refused:
        """Write a call down. Nobody's phone rings: what a call does next is up to the test."""
        to, number = form.get("To", ""), form.get("From", "")
        if not to:
            return Refused(21201)
        if not number:
            return Refused(21213)
        if not E164.fullmatch(to):
            return Refused(21211)
        if number not in {sender.number for sender in self.settings.senders}:
            return Refused(21210)
        if not (form.get("Url") or form.get("Twiml") or form.get("ApplicationSid")):
            return Refused(21205)
        sid = self.settings.ways.sid("CA", secrets.token_bytes(16))
        placed = {"sid": sid, "form": form, "accepted": self.clock(), "arrived": arrived}
        self.calls.append(placed)
        return self.calls[-1]
