"""What a test says to the double, and asks it: everything below /_double, in JSON."""

import asyncio
import json
import secrets
from collections.abc import Awaitable, Callable
from typing import Any

from pydantic import ValidationError

from tests.twilio_double.account import Account
from tests.twilio_double.carriage import Carriage, NotHere
from tests.twilio_double.log import STATUSES, Log
from tests.twilio_double.rest import Rest, message
from tests.twilio_double.segments import count
from tests.twilio_double.wire import Connection, Request

A_PIECE = 5000  # rows of an export


class Wrong(Exception):
    """What was asked cannot be done; the words say why."""


class Control:
    """`GET settings rules counts calls messages/NUMBER export shelf`; `POST settings rules inbound log shelf reset`; `DELETE
    rules`."""

    def __init__(self, account: Account, carriage: Carriage, rest: Rest) -> None:
        self._account = account
        self._rest = rest
        self._carriage = carriage
        self._doors: dict[tuple[str, str], Callable[[Any], Awaitable[Any]]] = {
            ("GET", "settings"): self._settings,
            ("POST", "settings"): self._change,
            ("GET", "rules"): self._rules,
            ("POST", "rules"): self._add_rules,
            ("DELETE", "rules"): self._drop_rules,
            ("GET", "counts"): self._counts,
            ("GET", "calls"): self._calls,
            ("GET", "messages"): self._messages,
            ("POST", "inbound"): self._inbound,
            ("POST", "log"): self._remember,
            ("GET", "shelf"): self._shelf,
            ("POST", "shelf"): self._set_up,
            ("POST", "reset"): self._reset,
        }
        self._tasks: set[asyncio.Task[None]] = set()

    def handle(self, request: Request, connection: Connection) -> None:
        task = asyncio.create_task(self._handle(request, connection))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _handle(self, request: Request, connection: Connection) -> None:
        name, _, rest = request.path.removeprefix("/_double/").partition("/")
        if (request.method, name) == ("GET", "export"):
            return await self._export(connection)
        door = self._doors.get((request.method, name))
        try:
            if door is None:
                raise Wrong(f"{request.method} {request.path} is nothing here; there is: {self.__doc__}")
            status, answer = 200, await door(json.loads(request.body) if request.body else rest)
        except (Wrong, NotHere, ValidationError, ValueError) as error:
            status, answer = 400, {"error": str(error)}
        connection.answer(status, json.dumps(answer).encode())

    async def _settings(self, _: object) -> Any:
        return self._account.settings.model_dump(mode="json")

    async def _change(self, changes: dict[str, Any]) -> Any:
        self._account.settings = self._account.settings.changed(changes)
        return await self._settings(None)

    async def _rules(self, _: object) -> Any:
        return [
            {**each.rule.model_dump(mode="json", exclude_defaults=True), "do": each.rule.do, "applied": each.applied}
            for each in self._account.rules
        ]

    async def _add_rules(self, given: Any) -> Any:
        self._account.add_rules(given if isinstance(given, list) else [given])
        return await self._rules(None)

    async def _drop_rules(self, _: object) -> Any:
        self._account.rules.clear()
        return []

    async def _counts(self, _: object) -> Any:
        log = self._account.log
        return {
            "messages": len(log),
            "segments": log.all_segments,
            "recipients": log.recipients,
            "repeats": log.repeats,  # messages whose number had the same body before
            "statuses": {name: log.statuses[name] for name in STATUSES if log.statuses[name]},
            "calls": len(self._account.calls),
            "answers": dict(self._account.answers),
            "callbacks": dict(self._carriage.counts),
            "opted_out": len(self._account.opted_out),
            **self._carriage.busy,
        }

    async def _calls(self, _: object) -> Any:
        return self._account.calls

    async def _messages(self, number: str) -> Any:
        account = self._account
        return [
            {
                **message(account, index),
                "media": account.log.media.get(index, []),
                "arrived": account.log.arrived[index],
                "accepted": account.log.accepted[index],
            }
            for index in reversed(list(account.log.sent_to(int(number.lstrip("+") or 0))))
        ]

    async def _inbound(self, given: dict[str, Any]) -> Any:
        """Someone texts one of our numbers: Twilio acts on its keywords, then tells us (reference 1.1, 3)."""
        account, settings = self._account, self._account.settings
        unknown = set(given) - {"from", "to", "body", "webhook"}
        if unknown or not {"from", "body"} <= set(given):
            raise Wrong(f"an inbound text has from and body, and may have to and webhook; given were {sorted(given)}")
        person, ours, body = given["from"], given.get("to", settings.senders[0].number), given["body"]
        keyword = account.hears(person, ours, body)
        if not given.get("webhook", True):
            return {"keyword": keyword}
        if settings.inbound_url is None:
            raise Wrong("inbound_url is not set: say where inbound texts are told, or give webhook: false")
        sid = settings.ways.sid("SM", secrets.token_bytes(16))
        form = {
            "AccountSid": settings.account,
            "ApiVersion": "2010-04-01",
            "Body": body,
            "From": person,
            "FromCountry": "US",
            "MessageSid": sid,
            "NumMedia": "0",
            "NumSegments": str(max(1, count(body))),
            "SmsMessageSid": sid,
            "SmsSid": sid,
            "SmsStatus": "received",
            "To": ours,
            "ToCountry": "US",
        }
        service = next((sender.service for sender in settings.senders if sender.number == ours), None)
        if service:
            form["MessagingServiceSid"] = service
        if keyword and settings.opt_out == "advanced":
            form["OptOutType"] = keyword
        answered = await self._carriage.post(settings.inbound_url, form)
        status, text = answered or (None, "")
        return {"keyword": keyword, "status": status, "text": text}

    async def _remember(self, given: list[dict[str, Any]]) -> Any:
        """Messages that an earlier double had taken, the oldest first: to, from, body, sid, status, error, ago (seconds)."""
        for row in given:
            self._account.remember(*(row["to"], row["body"], row["sid"], row["from"], row["status"], row["error"], row["ago"]))
        return {}

    async def _shelf(self, _: object) -> Any:
        return self._account.shelf

    async def _set_up(self, given: dict[str, dict[str, Any]]) -> Any:
        """What the account has set up besides: path of a resource -> its JSON; of a list, {"list": [its key, paths]}."""
        self._account.shelf = given
        return given

    async def _reset(self, _: object) -> Any:
        """Forget messages, calls, rules and opt-outs; the settings stay."""
        self._rest.forget()
        self._carriage.forget()
        fresh = Account(self._account.settings, self._account.clock)
        vars(self._account).update(vars(fresh))
        return {}

    async def _export(self, connection: Connection) -> None:
        """A line a message, in the order of acceptance, tabs between the columns; the first line names them."""
        log = self._account.log
        connection.begin("text/tab-separated-values")
        await connection.write(b"to\tbody_hash\taccepted\tarrived\tsent\tsegments\tfrom\tsid\tstatus\terror\n")
        end = len(log)
        for start in range(0, end, A_PIECE):
            rows = "".join(self._row(log, index) for index in range(start, min(end, start + A_PIECE)))
            await connection.write(rows.encode())
        connection.end()

    def _row(self, log: Log, index: int) -> str:
        return (
            f"+{log.to[index]}\t{log.hash[index]:016x}\t{log.accepted[index]:.6f}\t{log.arrived[index]:.6f}\t{log.sent[index]:.6f}\t"
            f"{log.segments[index]}\t{self._account.sender(index)}\t{log.sid(index)}\t{STATUSES[log.status[index]]}\t{log.error[index]}\n"
        )
