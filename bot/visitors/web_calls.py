"""What visitors of a campaign's page say became of calls that they made with their own phone: counted among all calls.

Nobody knows who they are, and no carrier of ours was there. So how much one of them may tell is limited; their word changes no
line's health, but that all of them together are one of those who call a number wrong; and nothing of them is kept.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

import structlog
from sqlalchemy import Connection, bindparam, insert, select, update

from bot.models import WEB, Call, LineReport
from bot.officials.zip_info import find_zip
from bot.rate_limit import RateLimit, RateLimits, visitor_of
from bot.results.counts import COUNTED_OF_CALL, CallFact, Counts
from bot.results.days import Days
from bot.storage.database import Database, insert_new
from bot.storage.encryption import PhoneCipher
from bot.telephony import split_line

log = structlog.get_logger()

WRONG = "wrong"
# What may be told; busy is failed, as by text.
TOLD: tuple[str, ...] = ("reached", "message", "full", "failed", WRONG)
VISITORS = b"web"  # who report a line, all together
# A family behind one connection calls the same mayor; who tells more than that of one official makes it up.
AN_OFFICIAL = RateLimit(name="web calls to an official", each="5/day", together="5/day")
ONCE = RateLimit(name="web call", each="1/day", together="1/day")
DAYS_WORTH = 3  # of an hour's calls

_BY_KEY = select(*COUNTED_OF_CALL).where(Call.key == bindparam("key_"))
_CHANGE = update(Call).where(Call.key == bindparam("key_"))


@dataclass(frozen=True, slots=True, kw_only=True)
class WebCall:
    """A call that a visitor tells of. `official`: an id; `line`: its id; `outcome`: one of TOLD; `zip`: where they live;
    `visit`: by which one visit's answers are known; `referral`: who sent them, "" for nobody."""

    campaign: str
    official: str
    line: str
    outcome: str
    zip: str
    visit: str
    referral: str = ""


class WebCalls:
    """All that visitors tell a process. `an_hour`: how many calls one of them may tell, counted over all processes.
    `line_news`: hears of lines that were called wrong."""

    def __init__(
        self,
        database: Database,
        phone_cipher: PhoneCipher,
        rate_limits: RateLimits,
        days: Days,
        *,
        an_hour: int,
        line_news: Callable[[list[str]], None] = lambda lines: None,
    ) -> None:
        self._database, self._phone_cipher, self._rate_limits, self._days = database, phone_cipher, rate_limits, days
        self._line_news = line_news
        often = f"{an_hour}/hour; {an_hour * DAYS_WORTH}/day"
        self._visits = RateLimit(name="web calls", each=often, together=often)

    def take(self, call: WebCall, address: str | None, now: datetime) -> bool:
        """Count a call; False where this visitor told too many. The same visit's second word on an official is in place of
        the first. `address`: the visitor's, on the network; it is counted under a keyed hash for a day."""
        key = self._phone_cipher.limit_key(ONCE.name, f"{call.visit} {call.official}".encode())
        if self._change(key, call, now):
            return True
        visitor = visitor_of(address)
        limits = ((AN_OFFICIAL, visitor + call.official.encode()), (self._visits, visitor), (ONCE, key.encode()))
        for limit, who in limits:
            if not self._rate_limits.take(limit, who):
                return limit is ONCE  # the button was pressed twice
        with self._database.write() as connection:
            self._write(connection, key, call, now)
        self._note(call)
        return True

    def _change(self, key: str, call: WebCall, now: datetime) -> bool:
        """Was this call told before? Then what is told now holds."""
        with self._database.read() as connection:
            if connection.execute(_BY_KEY, {"key_": key}).first() is None:
                return False
        with self._database.write() as connection:
            before = connection.execute(_BY_KEY.with_for_update(), {"key_": key}).first()
            if before is not None and before.outcome != call.outcome:
                counts, fact = Counts(self._days), CallFact._make(before)
                connection.execute(_CHANGE.values(outcome=call.outcome), {"key_": key})
                counts.change_call(fact, fact._replace(outcome=call.outcome))
                self._report(connection, call, now)
                counts.write(connection)
        self._note(call)
        return True

    def _write(self, connection: Connection, key: str, call: WebCall, now: datetime) -> None:
        home = find_zip(call.zip, even_retired=True)
        fact = CallFact(call.campaign, call.official, home.state if home else "", WEB, call.outcome, None, now)
        phone, _ = split_line(call.line)
        row: Mapping[str, object] = MappingProxyType({**fact._asdict(), "line": phone, "key": key, "referral": call.referral})
        connection.execute(insert(Call), row)
        self._report(connection, call, now)
        counts = Counts(self._days)
        counts.add_call(fact)
        counts.write(connection)

    def _report(self, connection: Connection, call: WebCall, now: datetime) -> None:
        if call.outcome == WRONG:
            report = {"line": call.line, "official": call.official, "person": VISITORS, "at": now}
            insert_new(connection, LineReport, [report], LineReport.id)

    def _note(self, call: WebCall) -> None:
        log.info("web_call_told", campaign=call.campaign, outcome=call.outcome)
        if call.outcome == WRONG:
            self._line_news([call.line])
