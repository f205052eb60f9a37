"""What goes wrong with a request, as application/problem+json (RFC 9457): each kind with its status and its title."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal, get_args

from pydantic import Field, ValidationError
from pydantic_core import ErrorDetails

from bot.web.api.shapes import UNFIT, Shape

Kind = Literal[
    "malformed", "unauthorized", "forbidden", "not_found", "method_not_allowed", "not_now", "stale", "too_large",
    "not_json", "unfit", "key_reused", "unmatched", "too_many", "failed", "unavailable",
]  # fmt: skip
KINDS: Sequence[Kind] = get_args(Kind)
STATUSES: Mapping[Kind, tuple[int, str]] = {
    "malformed": (400, "The request does not fit the description of the API"),
    "unauthorized": (401, "No key, or one that opens nothing"),
    "forbidden": (403, "The key may not do this"),
    "not_found": (404, "There is no such thing"),
    "method_not_allowed": (405, "This address does not take that method"),
    "not_now": (409, "It cannot be done as things stand"),
    "stale": (412, "It has changed since it was read"),
    "too_large": (413, "The body is too large"),
    "not_json": (415, "The body is not application/json"),
    "unfit": (422, "The request has the right shape, and cannot be taken"),
    "key_reused": (422, "The idempotency key was used for another request"),
    "unmatched": (428, "The header If-Match is missing"),
    "too_many": (429, "Too many requests"),
    "failed": (500, "A fault of ours"),
    "unavailable": (503, "It cannot be answered at the moment"),
}
NAMESPACE = "urn:patchline:problem:"
MOST_ERRORS = 20


class Mistake(Shape):
    """One mistake in a request. `pointer`: where, as a JSON pointer into the body, or `#name` for a parameter."""

    pointer: str
    detail: str


class ProblemShown(Shape):
    """A problem. `type`: its kind, which stays the same; `detail`: what is wrong with this request, and what mends it."""

    type: str = Field(examples=[f"{NAMESPACE}not_found"])
    title: str
    status: int
    detail: str
    errors: list[Mistake] = Field(default_factory=list)


@dataclass(slots=True)
class Problem(Exception):
    """Ends a request with a problem; what it has written is undone."""

    kind: Kind
    detail: str
    errors: list[Mistake] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def status(self) -> int:
        return STATUSES[self.kind][0]

    def shown(self) -> ProblemShown:
        """The problem as it is answered."""
        status, title = STATUSES[self.kind]
        return ProblemShown(type=f"{NAMESPACE}{self.kind}", title=title, status=status, detail=self.detail, errors=self.errors)


def problem_of(error: ValidationError, mark: str) -> Problem:
    """What is wrong with a request that does not fit its shape; `mark` begins the place of each mistake."""
    details = error.errors(include_url=False, include_input=False)
    unfit = all(each["type"] == UNFIT for each in details)
    mistakes = [Mistake(pointer=_pointer(each, mark), detail=_detail(each)) for each in details[:MOST_ERRORS]]
    said = "; ".join(f"{each.pointer or 'the body'}: {each.detail}" for each in mistakes[:3])
    return Problem("unfit" if unfit else "malformed", said, mistakes)


def _pointer(detail: ErrorDetails, mark: str) -> str:
    steps = [str(step).replace("~", "~0").replace("/", "~1") for step in detail["loc"] if step != "[key]"]
    return mark + "/".join(steps) if steps else ""


def _detail(detail: ErrorDetails) -> str:
    """As pydantic says it, without what was sent: it may be a number."""
    return detail["msg"].removeprefix("Value error, ")
