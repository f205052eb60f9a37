"""What the double can be told: settings and rules. Checked, so that a misspelt word is an error and not a test of nothing."""

import ipaddress
import re
from functools import cached_property
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter

from tests.twilio_double.company import COMPANIES, Company, Name
from tests.twilio_double.errors import Shape

Share = Annotated[float, Field(ge=0, le=1)]
# Seconds: one number, or the least and the most, drawn evenly.
Seconds = Annotated[
    tuple[float, float], BeforeValidator(lambda given: (given, given) if isinstance(given, int | float) else given)
]


def is_loopback(host: str | None) -> bool:
    try:
        return host == "localhost" or ipaddress.ip_address(host or "").is_loopback
    except ValueError:
        return False


def _loopback(url: str) -> str:
    if not is_loopback(urlsplit(url).hostname):
        raise ValueError(f"{url!r} is not on this machine: the double posts to loopback addresses only")
    return url.rstrip("/")


def _pattern(given: str) -> str:
    try:
        re.compile(given)
    except re.error as error:
        raise ValueError(f"{given!r} is no regular expression: {error}") from None
    return given


class Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Sender(Strict):
    """A number of the account. `rate` is in segments a second, `picture_rate` in picture messages; no limit where one is left
    out."""

    number: str
    rate: Annotated[float, Field(gt=0)] | None = None
    picture_rate: Annotated[float, Field(gt=0)] | None = None
    service: str | None = None


class Callbacks(Strict):
    """How the life of a message is told."""

    sent_after: Seconds = (0.1, 0.1)  # from acceptance, if it is the sender's turn by then
    ends_after: Seconds = (0.1, 0.3)  # from sent to delivered, undelivered
    late: Seconds = (0.0, 0.0)  # from the change to the post about it
    repeat: Share = 0.0  # of posts: made twice
    drop: Share = 0.0  # of posts: never made
    reorder: Share = 0.0  # of messages: `sent` is told after the end
    at_once: Annotated[int, Field(gt=0)] = 32
    timeout: Annotated[float, Field(gt=0)] = 15.0  # reference 1.4


class Settings(Strict):
    """What the double is like. Every one can be changed while it runs."""

    company: Name = "twilio"  # for whom it stands; another by tests/signalwire_double
    account: str = "AC" + "0" * 32
    token: str = "f00dfeedf00dfeedf00dfeedf00dfeed"
    signing_key: str = ""  # of webhooks, where it is another than the token
    senders: tuple[Sender, ...] = (Sender(number="+12065550100"),)
    seed: int = 0
    ahead: float = 0.0  # seconds that its clock is ahead of the machine's; as it was when the double started
    latency: Seconds = (0.0, 0.0)  # from arrival to the answer
    accept_after: Seconds = (0.0, 0.0)  # from arrival to acceptance: what a client that died meanwhile cannot see yet
    concurrency: int | None = None  # requests at once, 429 beyond (reference 2, API concurrency)
    list_delay: float = 0.0  # seconds until an accepted message can be listed
    queue_seconds: float = 36_000.0  # of segments a sender queues, 21611 beyond (reference 2)
    opt_out: Literal["default", "advanced", "none"] = "default"  # who answers STOP: reference 3, opt-out keywords
    callbacks_to: Annotated[str, AfterValidator(_loopback)] | None = None  # where webhooks are posted, whatever host they name
    lines: dict[str, str] = {}  # number -> its type, as line_type_intelligence names it; "mobile" where none is told
    inbound_url: str | None = None  # the public URL of inbound messages
    callbacks: Callbacks = Callbacks()

    @property
    def ways(self) -> Company:
        """Of the company that it stands for."""
        return COMPANIES[self.company]

    def changed(self, changes: dict[str, Any]) -> "Settings":
        """These, with some changed; of `callbacks` only those that are named. Raises pydantic's ValidationError."""
        now = self.model_dump()
        if isinstance(changes.get("callbacks"), dict):
            changes = {**changes, "callbacks": {**now["callbacks"], **changes["callbacks"]}}
        return Settings.model_validate(now | changes)


class _Rule(Strict):
    """Whom a rule is for: the first rule that fits a request is applied, and one more for what becomes of the message.

    `to` is a regular expression found in the recipient's number, `numbers` a list of them. The first `after` requests that
    fit pass, `times` is how often it applies, `share` which part of recipients and bodies it hits: always the same ones for a
    seed, in whatever order they come, and afresh once it has hit.
    """

    on: Literal["create", "list", "fetch", "call", "lookup"] = "create"
    to: Annotated[str, AfterValidator(_pattern)] | None = None
    numbers: frozenset[str] | None = None
    after: int = 0
    times: int | None = None
    share: Share = 1.0

    def is_for(self, on: str, to: str) -> bool:
        return (
            on == self.on
            and (self.numbers is None or to in self.numbers)
            and (self.to is None or self._to.search(to) is not None)
        )

    @cached_property
    def _to(self) -> re.Pattern[str]:
        return re.compile(self.to or "")


class Answer(_Rule):
    """An error as the answer; with `accepted`, after the message was taken."""

    do: Literal["answer"] = "answer"
    code: int = 20500
    status: int = 0  # 0: the code's own
    shape: Shape = "twilio"
    retry_after: int | None = None
    accepted: bool = False


class Disconnect(_Rule):
    """No answer: a reset, a closed connection, or an answer cut in two; with `accepted`, after the message was taken."""

    do: Literal["disconnect"] = "disconnect"
    how: Literal["reset", "close", "cut"] = "reset"
    accepted: bool = False


class Slow(_Rule):
    """The answer comes `seconds` later, whether the client still waits or not; the message is taken `accept_after` arrival."""

    do: Literal["slow"] = "slow"
    seconds: Seconds
    accept_after: Seconds = (0.0, 0.0)


class Fail(_Rule):
    """The message is accepted and comes to nothing: undelivered once sent, or failed before that."""

    do: Literal["fail"] = "fail"
    code: Annotated[int, Field(gt=0, lt=1 << 16)]
    status: Literal["undelivered", "failed", "default"] = "default"

    @property
    def ends(self) -> str:
        # The carrier's verdicts come after sending, Twilio's own before it.
        return self.status if self.status != "default" else "failed" if self.code in (21610, 30001) else "undelivered"


Rule = Annotated[Answer | Disconnect | Slow | Fail, Field(discriminator="do")]
RULES: TypeAdapter[list[Answer | Disconnect | Slow | Fail]] = TypeAdapter(list[Rule])
