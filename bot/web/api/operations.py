"""What an operation of the API is: a row of a table, and what it is asked and answers."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Generic, Literal, TypeVar

from sqlalchemy import Connection

from bot.accounts.api_keys import FoundKey, Scope
from bot.accounts.audit import AuditAct, record_act
from bot.runtime import Parts
from bot.web.api.problems import Kind, Problem
from bot.web.api.shapes import Nothing, Shape

WantedT = TypeVar("WantedT", bound=Shape)
BodyT = TypeVar("BodyT", bound=Shape)
Method = Literal["GET", "POST", "PUT", "DELETE"]
# What is held while an operation is done: a connection that reads, a transaction that writes, or nothing, as it waits for
# others.
Holds = Literal["reader", "writer", "nothing"]


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiCall(Generic[WantedT, BodyT]):
    """One request. `wanted`: its parameters, `body`: what it sends. `if_match`: the ETag that it names. `token`: a digest of
    whose idempotency key it has, "" for none."""

    built: Parts
    key: FoundKey
    now: datetime
    wanted: WantedT
    body: BodyT
    held: Connection | None = None
    if_match: str = ""
    token: str = ""

    @property
    def connection(self) -> Connection:
        """The one that is held."""
        assert self.held is not None, "the operation holds none"
        return self.held

    def record(self, act: AuditAct, thing: str, *, before: str = "", after: str = "") -> None:
        """Write what the key does into the log of acts, in the same transaction."""
        record_act(self.connection, self.key.actor, act, thing, self.now, before=before, after=after)


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiAnswer:
    """`body`: None for none. `then`: what is done when all is written down."""

    body: Shape | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    then: Callable[[], object] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ExampleRequest:
    """A request that works, for the description: parameters by name, and the body as JSON has it."""

    wanted: Mapping[str, str | int] = field(default_factory=dict)
    body: Mapping[str, object] | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Operation(Generic[WantedT, BodyT]):
    """A row of the table.

    `path` behind /api/v1, with the names of parameters in braces. `about`: in one sentence what it does. `scopes`: any of which
    a key needs. `wanted`, `body`, `answer`: the shapes of parameters, body and answer. `needs_key`: the header Idempotency-Key,
    as a second one would have another effect. `matches`: the header If-Match. `problems`: the kinds that only some have.
    """

    id: str
    method: Method
    path: str
    about: str
    scopes: tuple[Scope, ...]
    do: Callable[[ApiCall[WantedT, BodyT]], ApiAnswer]
    wanted: type[WantedT]
    body: type[BodyT]
    answer: type[Shape] = Nothing
    status: int = 200
    holds: Holds = "reader"
    needs_key: bool = False
    matches: bool = False
    problems: tuple[Kind, ...] = ()
    example: ExampleRequest = field(default_factory=ExampleRequest)

    @property
    def may_fail_by(self) -> list[Kind]:
        """Every kind of problem that it may answer."""
        found: list[Kind] = ["malformed", "unauthorized", "forbidden", "too_many", "failed", "unavailable", *self.problems]
        if "{" in self.path:
            found.append("not_found")
        if self.body is not Nothing:
            found += ["too_large", "not_json"]
        if self.needs_key:
            found.append("key_reused")
        if self.matches:
            found += ["stale", "unmatched"]
        return found


# Rows of a table have different shapes, and nobody asks for them but each row itself.
AnyOperation = Operation[Any, Any]


def not_found(what: str) -> Problem:
    """There is no such thing: "no alert has this id"."""
    return Problem("not_found", what)
