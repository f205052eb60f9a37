"""What the page's drawer asks: how a conversation stands, a step back, a new beginning, and a clock that moves."""

from collections.abc import Mapping
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from flask import Response, abort, jsonify, request
from sqlalchemy.exc import IntegrityError

from bot.providers.laml.webhooks import SID
from bot.providers.protocol import ProviderContext
from bot.providers.simulator.conversation_data import conversation_data
from bot.providers.simulator.kept_steps import Memory
from bot.providers.simulator.moved_clock import MovedClock
from bot.providers.simulator.person_rows import PersonRows, PersonTables
from bot.providers.trial_provider import TrialTools
from bot.telephony import to_e164

NINE = time(9)
MONDAY = 0


class Drawer:
    """The answers to POST /simulator/conversation, keep, back, erase and clock; all take JSON with the phone's `number`."""

    def __init__(self, context: ProviderContext, tools: TrialTools, memory: Memory, clock: MovedClock) -> None:
        self._context, self._tools, self._memory, self._clock = context, tools, memory, clock

    def conversation(self) -> Response:
        """How the conversation stands; `call`: the id of the phone's call, if it is in one."""
        call = str(_asked().get("call", ""))
        return self._stands(asked_number(), call if SID.fullmatch(call) else "")

    def keep(self) -> Response:
        """Remember how everything is, before the phone texts."""
        number = asked_number()
        with self._context.database.read() as connection:
            rows = PersonTables(connection, self._context.phone_cipher, number).read()
        self._memory.of(number).before.append(rows)
        return jsonify(steps=len(self._memory.of(number).before))

    def back(self) -> Response:
        """Put everything that is known of the number back to how it was before its last text."""
        number = asked_number()
        kept = self._memory.of(number)
        if not kept.before:
            return refusal("There is no text to take back: only the last ones are remembered, since the server was started.")
        if not self._replace(number, kept.before[-1]):
            return refusal("Another number has been given what this one had: start over.")
        kept.before.pop()
        kept.turns.clear()
        return self._stands(number, "")

    def erase(self) -> Response:
        """Make the number one that was never heard of."""
        number = asked_number()
        self._replace(number, PersonRows())
        self._memory.forget(number)
        return self._stands(number, "")

    def clock(self) -> Response:
        """Move the clock to `to`, a name of MOVES, or set it `back`; what is due then goes out."""
        number, to = asked_number(), _asked().get("to")
        zone = ZoneInfo(self._tools.view(number, "").zones[0])
        if to == "back":
            self._clock.set_back()
        elif isinstance(to, str) and to in MOVES:
            self._clock.move(MOVES[to](self._context.clock().astimezone(zone)))
        else:
            abort(400, f"`to` is one of {', '.join([*MOVES, 'back'])}")
        self._tools.do_what_is_due()
        return self._stands(number, "")

    def _replace(self, number: str, rows: PersonRows) -> bool:
        """False where somebody else has got an id of theirs since."""
        try:
            with self._context.database.write() as connection:
                PersonTables(connection, self._context.phone_cipher, number).replace(rows)
        except IntegrityError:
            return False
        return True

    def _stands(self, number: str, call: str) -> Response:
        view, kept = self._tools.view(number, call), self._memory.of(number)
        context, now = self._context, self._context.clock()
        found = conversation_data(context.flows(), view, list(kept.turns), context.keywords(), now)
        return jsonify({**found, "steps": len(kept.before), "ahead": ahead_in_words(self._clock.ahead)})


def refusal(problem: str) -> Response:
    """What cannot be done now, in words for the page."""
    response = jsonify(problem=problem)
    response.status_code = 409
    return response


def hour(now: datetime) -> timedelta:
    """An hour."""
    return timedelta(hours=1)


def next_day(now: datetime) -> timedelta:
    """Until 9:00 of the next day."""
    return _until(now, 1)


def monday(now: datetime) -> timedelta:
    """Until the next Monday, 9:00."""
    return _until(now, (MONDAY - now.weekday() - 1) % 7 + 1)


def _until(now: datetime, days: int) -> timedelta:
    there = datetime.combine(now.date() + timedelta(days=days), NINE, now.tzinfo)
    return timedelta(seconds=there.timestamp() - now.timestamp())  # an hour may be missing on the way


MOVES = {"hour": hour, "day": next_day, "monday": monday}


def ahead_in_words(ahead: timedelta) -> str:
    """How far the clock is ahead: "2 days 3 h", "" where it is not."""
    hours = round(ahead.total_seconds() / 3600)
    parts = [f"{hours // 24} days" if hours >= 24 else "", f"{hours % 24} h" if hours % 24 else ""]
    return " ".join(filter(None, parts)) if ahead else ""


def _asked() -> Mapping[str, object]:
    asked = request.get_json(silent=True)
    if not isinstance(asked, dict):
        abort(400, 'send JSON like {"number": "+12535550100"}')
    return asked


def asked_number() -> str:
    """The number that is asked about, E.164."""
    phone = to_e164(str(_asked().get("number", "")))
    if phone is None:
        abort(400, "`number` is a phone number like +12535550100")
    return phone
