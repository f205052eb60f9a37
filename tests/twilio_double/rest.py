"""Twilio's REST API: Messages and Calls of the one account, in Twilio's JSON."""

import asyncio
import base64
import json
import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from functools import lru_cache, partial
from itertools import islice
from typing import Any
from urllib.parse import parse_qsl, unquote, urlencode

from tests.twilio_double import errors, shelf
from tests.twilio_double.account import Account, Form, Refused
from tests.twilio_double.carriage import Carriage
from tests.twilio_double.log import STATUSES
from tests.twilio_double.settings import Answer, Disconnect, Rule, Slow
from tests.twilio_double.wire import Connection, Request

PATH = re.compile(
    r"/2010-04-01/Accounts/(?P<account>[\w-]+)/(?P<rest>Messages\.json|Calls\.json|Messages/(?P<sid>[\w-]+)\.json)"
)
OPERATIONS = {
    ("POST", "Messages.json"): "create",
    ("GET", "Messages.json"): "list",
    ("POST", "Calls.json"): "call",
    ("GET", "Calls.json"): "list",
}
LOOKUP = re.compile(r"/v2/PhoneNumbers/(?P<number>[^/]+)")
MOST_A_PAGE = 1000

Answered = tuple[int, bytes, str]
Work = Callable[[], Answered]


class Rest:
    """Answers what is asked below /2010-04-01, and Lookup's numbers."""

    def __init__(self, account: Account, carriage: Carriage) -> None:
        self._account = account
        self._carriage = carriage
        self._under_way = 0
        self._lifetime = 0

    def forget(self) -> None:
        """What is still to be accepted or answered never is: a test is not to meet the requests of the one before."""
        self._under_way = 0
        self._lifetime += 1

    def handle(self, request: Request, connection: Connection) -> None:
        request.arrived = self._account.clock()
        settings = self._account.settings
        ways = settings.ways
        found = PATH.fullmatch(request.path.removeprefix(ways.api)) if request.path.startswith(ways.api) else None
        operation = found and OPERATIONS.get((request.method, found["rest"]), "fetch" if request.method == "GET" else None)
        if request.headers.get("authorization") != _authorization(settings.account, settings.token):
            self._answer(connection, operation or "other", errors.body(20003, shape=ways.refusal))
        elif (shelved := shelf.answer(self._account, request.method, request.path, request.body.decode())) is not None:
            self._answer(connection, "shelf", _json(200, shelved))
        elif (number := LOOKUP.fullmatch(request.path)) is not None and request.method == "GET" and not ways.api:
            self._start(request, connection, "lookup", {"To": unquote(number["number"]), **_form(request.query)}, None)
        elif found is None or operation is None or found["account"] != settings.account:
            self._answer(connection, operation or "other", errors.body(20404))
        else:
            given = request.body.decode(errors="replace") if request.method == "POST" else request.query
            self._start(request, connection, operation, _form(given), found["sid"])

    # --- From arrival to answer --------------------------------------------------------------------------------------

    def _start(self, request: Request, connection: Connection, operation: str, form: Form, sid: str | None) -> None:
        """Latency, rules and the moment of acceptance are here; what is done meanwhile is below."""
        account, settings, to = self._account, self._account.settings, form.get("To", "")
        body = form.get("Body", "")
        too_many = settings.concurrency is not None and self._under_way >= settings.concurrency
        rule = None if too_many else account.rule(operation, to, body)
        answered_at = request.arrived + account.within(settings.latency, "latency", to, body)
        accepted_at = request.arrived + account.within(settings.accept_after, "accept", to, body)
        if isinstance(rule, Slow):
            answered_at += account.within(rule.seconds, "slow", to, body)
            accepted_at = request.arrived + account.within(rule.accept_after, "slow accept", to, body)
        work: Work = {
            "create": partial(self._create, form, request.arrived),
            "list": partial(self._list_calls if request.path.endswith("/Calls.json") else self._list, request, form),
            "fetch": partial(self._fetch, sid or ""),
            "call": partial(self._call, form, request.arrived),
            "lookup": partial(self._lookup, form),
        }[operation]
        if too_many:
            work = partial(errors.body, 20429, shape=settings.ways.refusal)
        elif isinstance(rule, Answer | Disconnect) and not rule.accepted:
            work = partial(_instead, rule)
        self._under_way += 1

        def do() -> None:
            answered = work()
            self._at(answered_at, connection, partial(self._end, connection, operation, rule, answered))

        self._at(accepted_at, connection, do)

    def _at(self, when: float, connection: Connection, what: Callable[[], None]) -> None:
        lifetime = self._lifetime

        def unless_forgotten() -> None:
            if lifetime == self._lifetime:
                what()
            else:
                connection.break_off("close")

        wait = when - self._account.clock()
        if wait > 0:
            asyncio.get_running_loop().call_later(wait, unless_forgotten)
        else:
            what()

    def _end(self, connection: Connection, operation: str, rule: Rule | None, answered: Answered) -> None:
        self._under_way -= 1
        if isinstance(rule, Disconnect):
            self._account.answers[f"{operation} disconnected"] += 1
            connection.break_off(rule.how)
            return
        extra = ""
        if isinstance(rule, Answer):
            answered = _instead(rule)
            extra = "" if rule.retry_after is None else f"Retry-After: {rule.retry_after}\r\n"
        self._answer(connection, operation, answered, extra)

    def _answer(self, connection: Connection, operation: str, answered: Answered, extra: str = "") -> None:
        status, body, kind = answered
        code = f" {json.loads(body)['code']}" if status >= 400 and "json" in kind else ""
        self._account.answers[f"{operation} {status}{code}"] += 1
        connection.answer(status, body, kind, f"{extra}Twilio-Concurrent-Requests: {self._under_way + 1}\r\n")

    # --- What is asked -----------------------------------------------------------------------------------------------

    def _create(self, form: Form, arrived: float) -> Answered:
        taken = self._account.accept(form, arrived)
        if isinstance(taken, Refused):
            return errors.body(taken)
        index, turn = taken
        self._carriage.take(index, turn)
        return _json(201, message(self._account, index))

    def _fetch(self, sid: str) -> Answered:
        index = self._account.log.find(sid)
        return errors.body(20404) if index is None else _json(200, message(self._account, index))

    def _list(self, request: Request, query: Form) -> Answered:
        """Newest first, each page beginning where the one before ended, however many messages came in between."""
        try:
            size = min(MOST_A_PAGE, max(1, int(query.get("PageSize", 50))))
            number = int(query.get("Page", 0))
            wanted = Wanted(self._account, query)
        except ValueError:
            return errors.body(20001, 400)
        found = list(islice(wanted, size + 1))
        page, more = found[:size], len(found) > size
        plain = {name: value for name, value in query.items() if name not in ("Page", "PageToken", "PageSize")}

        def uri(page: int, **token: str) -> str:
            return f"{request.path}?{urlencode({**plain, 'PageSize': size, 'Page': page, **token})}"

        first = number * size
        listed = {
            "messages": [message(self._account, index) for index in page],
            "page": number,
            "page_size": size,
            "start": first,
            "end": first + len(page) - 1 if page else first,
            "uri": f"{request.path}?{request.query}" if request.query else request.path,
            "first_page_uri": uri(0),
            "next_page_uri": uri(number + 1, PageToken=f"PA{self._account.log.sid(page[-1])}") if more else None,
            "previous_page_uri": None,  # Twilio has one; no client of ours goes back
        }
        return _json(200, listed)

    def _list_calls(self, request: Request, query: Form) -> Answered:
        """Newest first, in one page; one that is younger than `list_delay` is not in it."""
        visible = self._account.clock() - self._account.settings.list_delay
        found = [
            call(self._account, placed)
            for placed in reversed(self._account.calls)
            if query.get("To") in (None, placed["form"]["To"]) and placed["accepted"] <= visible
        ]
        page: dict[str, Any] = {"calls": found[:MOST_A_PAGE], "page": 0, "page_size": MOST_A_PAGE, "start": 0}
        page |= {"end": len(found), "uri": request.path, "first_page_uri": request.path}
        return _json(200, page | {"next_page_uri": None, "previous_page_uri": None})

    def _call(self, form: Form, arrived: float) -> Answered:
        placed = self._account.place(form, arrived)
        if isinstance(placed, Refused):
            return errors.body(placed)
        return _json(201, call(self._account, placed))

    def _lookup(self, query: Form) -> Answered:
        """A number of Lookup (twilio_lookups_v2.json); the package only where it is asked for, and paid."""
        number, wanted = query["To"], query.get("Fields", "").split(",")
        kind = self._account.settings.lines.get(number, "mobile")
        package = {"type": kind, "carrier_name": "A carrier", "error_code": None}
        codes = {"mobile_country_code": "310", "mobile_network_code": "260" if kind == "mobile" else None}
        found = {"phone_number": number, "country_code": "US", "valid": True, "validation_errors": []}
        return _json(200, found | {"line_type_intelligence": package | codes if "line_type_intelligence" in wanted else None})


class Wanted:
    """The messages that a list asks for, newest first. Raises ValueError for a date that is none.

    A message that is not sent has no date and is in no list by date: whoever looks for one that may still be queued must not
    ask by date. One that is younger than `list_delay` is in no list at all.
    """

    def __init__(self, account: Account, query: Form) -> None:
        log = account.log
        after = log.find(query["PageToken"][2:]) if "PageToken" in query else None
        self._indexes = (
            log.sent_to(int(query["To"].lstrip("+") or 0))
            if "To" in query
            else iter(range((len(log) if after is None else after) - 1, -1, -1))
        )
        self._account, self._after, self._from = account, after, query.get("From")
        self._visible = account.clock() - account.settings.list_delay
        self._earliest, self._latest = 0.0, float("inf")
        for name, value in query.items():
            if name.startswith("DateSent"):
                start, end = _interval(value)
                self._earliest = max(self._earliest, start if name != "DateSent<" else 0.0)
                self._latest = min(self._latest, end if name != "DateSent>" else float("inf"))
        self._by_date = any(name.startswith("DateSent") for name in query)

    def __iter__(self) -> Any:
        log = self._account.log
        for index in self._indexes:
            if self._after is not None and index >= self._after:
                continue
            if log.accepted[index] > self._visible:
                continue
            if self._from and self._from != self._account.sender(index):
                continue
            if self._by_date and not (log.sent[index] and self._earliest <= log.sent[index] < self._latest):
                continue
            yield index


def _interval(value: str) -> tuple[float, float]:
    """What a date names: a day, or a second; both ends count (twilio_api_v2010.json, DateSent)."""
    moment = datetime.fromisoformat(value)
    length = timedelta(days=1) if len(value) == 10 else timedelta(seconds=1)
    start = (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).replace(microsecond=0)
    return start.timestamp(), (start + length).timestamp()


# --- Twilio's JSON ----------------------------------------------------------------------------------------------------


def message(account: Account, index: int) -> dict[str, Any]:
    """A Message resource (twilio_api_v2010.json). The sender and the segments of a service's are unknown until it is sent."""
    log, sid = account.log, account.log.sid(index)
    status, by_service = STATUSES[log.status[index]], bool(log.by_service[index])
    unassigned = status == "accepted"
    uri = f"{account.settings.ways.api}/2010-04-01/Accounts/{account.settings.account}/Messages/{sid}"
    error = log.error[index] or None
    return {
        "account_sid": account.settings.account,
        "api_version": "2010-04-01",
        "body": log.texts[index][0],
        "date_created": rfc2822(log.accepted[index]),
        "date_sent": rfc2822(log.sent[index]),
        "date_updated": rfc2822(log.updated[index]),
        "direction": "outbound-api",
        "error_code": error,
        "error_message": errors.LATER.get(error, "Unknown error") if error else None,
        "from": None if unassigned else account.sender(index),
        "messaging_service_sid": account.service(index) if by_service else None,
        "num_media": str(len(log.media.get(index, ()))),
        "num_segments": "0" if unassigned else str(log.segments[index]),
        "price": None,
        "price_unit": "USD",
        "sid": sid,
        "status": status,
        "subresource_uris": {"media": f"{uri}/Media.json"},
        "to": f"+{log.to[index]}",
        "uri": f"{uri}.json",
    }


def call(account: Account, placed: dict[str, Any]) -> dict[str, Any]:
    """A Call resource, just queued."""
    sid = placed["sid"]
    now = rfc2822(placed["accepted"])
    return {
        "account_sid": account.settings.account,
        "answered_by": None,
        "api_version": "2010-04-01",
        "caller_name": None,
        "date_created": now,
        "date_updated": now,
        "direction": "outbound-api",
        "duration": None,
        "end_time": None,
        "forwarded_from": None,
        "from": placed["form"]["From"],
        "from_formatted": placed["form"]["From"],
        "group_sid": None,
        "parent_call_sid": None,
        "phone_number_sid": None,
        "price": None,
        "price_unit": "USD",
        "queue_time": "0",
        "sid": sid,
        "start_time": None,
        "status": "queued",
        "subresource_uris": {},
        "to": placed["form"]["To"],
        "to_formatted": placed["form"]["To"],
        "trunk_sid": None,
        "uri": f"{account.settings.ways.api}/2010-04-01/Accounts/{account.settings.account}/Calls/{sid}.json",
    }


def _form(given: str) -> Form:
    """The fields; of one that is repeated (MediaUrl) the values, with spaces between them."""
    form: dict[str, str] = {}
    for name, value in parse_qsl(given, keep_blank_values=True):
        form[name] = f"{form[name]} {value}" if name == "MediaUrl" and name in form else value
    return form


def rfc2822(seconds: float) -> str | None:
    return _rfc2822(int(seconds)) if seconds else None


@lru_cache(maxsize=4096)
def _rfc2822(seconds: int) -> str:
    return format_datetime(datetime.fromtimestamp(seconds, UTC))


@lru_cache(maxsize=4)
def _authorization(account: str, token: str) -> str:
    return "Basic " + base64.b64encode(f"{account}:{token}".encode()).decode()


def _json(status: int, body: object) -> Answered:
    return status, json.dumps(body).encode(), "application/json"


def _instead(rule: Answer | Disconnect) -> Answered:
    return errors.body(rule.code, rule.status, rule.shape) if isinstance(rule, Answer) else (0, b"", "")
