"""Calls to visitors of a campaign's page who ask for one: a code that is texted first proves that the phone is theirs.

Anybody can type anybody's number there. So nothing that is said back depends on the number, and who has it is looked up once
the answer is out. How often a number gets a code, a visitor asks for one, and all together do, is limited; what it costs is
counted against a budget before anything leaves. Beyond that nobody is texted: who wants the call texts us a code.
What was asked for travels sealed in the page's form: nothing is kept of it here, but that the number is one we texted.
"""

import base64
import binascii
import json
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Literal

import structlog
from sqlalchemy import Connection, select

from bot.locale import phrase
from bot.models import ZONE_TABLE, Supporter
from bot.outbox.budget import Budget
from bot.outbox.conversation_queue import enqueue_messages
from bot.people import ledger
from bot.people.organizers import TRIES, VALID, fresh_code
from bot.people.page_requests import put_code, put_request
from bot.people.phone_key import take_over_phones
from bot.people.time_zones import zones_of
from bot.people.typed_numbers import TextUs, may_text, note_texts_us
from bot.rate_limit import RateLimit, RateLimits, visitor_of
from bot.results.counts import count_referral
from bot.results.days import Days
from bot.storage.database import Database, insert_new
from bot.storage.encryption import PhoneCipher
from bot.telephony import Content, Cost, Prices

log = structlog.get_logger()

FORM = "page_call"
SPENT_FOR = "page calls"  # in the table of what is spent, where campaigns have their ids
A_NUMBER = RateLimit(name="page call numbers", each="3/hour; 5/day", together="3/hour; 5/day")
A_VISITOR = RateLimit(name="page call visitors", each="5/hour; 10/day", together="30/hour; 100/day")
CODES = RateLimit(name="page call codes", each=f"{TRIES}/hour", together=f"{TRIES}/hour")
ONCE = RateLimit(name="page call", each="1/hour", together="1/hour")

Refusal = Literal["wrong", "late", "again"]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCall:
    """A call that is asked for. `phone`: E.164, one that may be texted and called; `chosen`, `exact`: divisions by level, as
    the visitor named them and as a street address told; `referral`: who sent them to the page, "" for nobody; `done`: short
    names of officials whom they need not be connected to, as they told on the page."""

    phone: str
    campaign: str
    language: str
    zip: str
    chosen: Mapping[str, str]
    exact: Mapping[str, str]
    referral: str = ""
    done: Sequence[str] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PageCallTerms:
    """What such calls may cost a day (UTC), what one costs, and how many a campaign may have asked for."""

    budget_micros: int
    call_micros: int
    a_day: int
    prices: Prices


class PageCalls:
    """All calls that visitors ask a process for."""

    def __init__(
        self,
        database: Database,
        phone_cipher: PhoneCipher,
        rate_limits: RateLimits,
        days: Days,
        organization: str,
        terms: PageCallTerms,
    ) -> None:
        self._database, self._phone_cipher, self._rate_limits = database, phone_cipher, rate_limits
        self._days, self._organization, self._terms = days, organization, terms
        self._all = RateLimit(name="page calls", each=f"{terms.a_day}/day", together=f"{terms.a_day}/day")

    @property
    def are_on(self) -> bool:
        """May one be asked for at all?"""
        return self._terms.a_day > 0 and self._terms.budget_micros > 0

    def ask(self, call: PageCall, address: str | None, now: datetime, keyword: str = "") -> str | TextUs | None:
        """Have a code texted by text_code() once the answer is out, and give what is to come back with it; or the code that is
        to be texted to us; None where there were too many from this visitor. `keyword`: is told too, for who has no place to
        type a code. None of it depends on whether the number is known.
        """
        if not self._rate_limits.take(A_VISITOR, visitor_of(address)):
            log.warning("page_call_refused", campaign=call.campaign, why="visitor")
            return None
        is_fine = may_text(self._rate_limits, FORM, call.campaign, call.phone, address, self._terms.a_day)
        if is_fine and not self._rate_limits.take(self._all, call.campaign.encode()):
            note_texts_us(FORM, call.campaign, "day")
            is_fine = False
        code, nonce = fresh_code(), secrets.token_urlsafe(12)
        with self._database.write() as connection:
            if is_fine and not self._budget(connection, now).take(self._cost(self._code_text(call, code, keyword))):
                note_texts_us(FORM, call.campaign, "budget")
                is_fine = False
            if not is_fine:
                asked = {**asdict(call), "phone": ""}  # is that of the text
                return TextUs(code=put_code(connection, self._phone_cipher, FORM, asked, now, call.phone))
            put_request(connection, self._phone_cipher, FORM, {**asdict(call), "code": code, "keyword": keyword}, now)
        log.info("page_call_asked", campaign=call.campaign)
        key = self._phone_cipher.code_key(nonce, code).hex()
        return self._seal({**asdict(call), "nonce": nonce, "key": key, "until": (now + VALID).isoformat()})

    def text_code(self, connection: Connection, call: PageCall, code: str, keyword: str, now: datetime) -> bool:
        """Text a code that was asked for; False where nobody is texted.

        A number that stopped, that takes no texts, or that had enough codes gets none, and nothing tells.
        """
        supporter = self._supporter(connection, call, now)
        if supporter is None:
            return False
        content, budget = self._code_text(call, code, keyword), self._budget(connection, now)
        if not budget.take(self._cost(content)):
            return False
        budget.write(connection)
        enqueue_messages(connection, supporter, "text", content, now)
        return True

    def has_enough(self, phone: str) -> bool:
        """Did this number get as many codes as one gets?"""
        return not self._rate_limits.may(A_NUMBER, self._phone_cipher.person_key(phone))

    def count_code(self, phone: str) -> None:
        """This number got a code. To be called outside of any transaction, once the text is written: what fails, or another
        process did, counts for nothing."""
        self._rate_limits.take(A_NUMBER, self._phone_cipher.person_key(phone))

    def prove(self, sealed: str, said: str, now: datetime) -> PageCall | Refusal:
        """The call that was asked for, once, where this is the code. `late`: that was too long ago, or there were too many
        wrong codes; `again`: it is on its way already."""
        asked = self._open(sealed)
        if asked is None:
            return "late"
        nonce = str(asked.pop("nonce"))
        if now >= datetime.fromisoformat(str(asked.pop("until"))) or not self._rate_limits.take(CODES, nonce.encode()):
            return "late"
        digits = "".join(character for character in said if character.isdecimal())
        if not secrets.compare_digest(self._phone_cipher.code_key(nonce, digits).hex(), str(asked.pop("key"))):
            return "wrong"
        if not self._rate_limits.take(ONCE, nonce.encode()):
            return "again"
        call = PageCall(**asked)  # type: ignore[arg-type]
        if call.referral:
            with self._database.write() as connection:
                count_referral(connection, self._days, call.campaign, call.referral, "rung", now)
        return call

    def _code_text(self, call: PageCall, code: str, keyword: str) -> Content:
        said = "page_call.code_or_keyword" if keyword else "page_call.code"
        return Content(text=phrase(said, call.language, organization=self._organization, code=code, keyword=keyword))

    def _budget(self, connection: Connection, now: datetime) -> Budget:
        return Budget.of(connection, SPENT_FOR, now, self._terms.budget_micros)

    def _cost(self, content: Content) -> Cost:
        return self._terms.prices.of(content) + Cost(segments=0, micros=self._terms.call_micros)

    def _supporter(self, connection: Connection, call: PageCall, now: datetime) -> int | None:
        """The id of who has this number, made known where nobody had; None for who gets no texts."""
        person, phone = self._phone_cipher.person_key(call.phone), self._phone_cipher.encrypt(call.phone)
        if ledger.find_statuses(connection, [person])[person].stopped:
            return None
        fresh: dict[str, object] = {
            "phone": phone,
            "language": None,
            "zip": None,
            "chosen_divisions": {},
            "geocoded_divisions": None,
            "campaign": None,
            "sms_reachable": True,
            "zone": zones_of(None, call.phone) or "",
            "zone_table": ZONE_TABLE,
            "stopped": False,
            "voice_only": True,  # so that who never answers is not kept for long
            "created_at": now,
        }
        take_over_phones(connection, self._phone_cipher, [phone])
        insert_new(connection, Supporter, [fresh], Supporter.id)
        columns = (Supporter.id, Supporter.stopped, Supporter.sms_reachable)
        found = connection.execute(select(*columns).where(Supporter.phone == phone)).one()
        return None if found.stopped or not found.sms_reachable else int(found.id)

    def _seal(self, asked: Mapping[str, object]) -> str:
        return base64.urlsafe_b64encode(self._phone_cipher.encrypt_form({SPENT_FOR: json.dumps(asked)})).decode()

    def _open(self, sealed: str) -> dict[str, object] | None:
        try:
            form = self._phone_cipher.decrypt_form(base64.urlsafe_b64decode(sealed))
        except (ValueError, binascii.Error):
            return None
        return dict(json.loads(form[SPENT_FOR])) if SPENT_FOR in form else None
