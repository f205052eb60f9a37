"""Takes what the form on a campaign's page sends: who is new becomes pending, and is asked by one text whether it was they.

Anybody can type anybody's number there. So nothing that is said back depends on the number, and whether it is known is looked
up once the answer is out; each number is asked once. How many are texted is limited (bot/people/typed_numbers.py), and by the
day (UTC): beyond that, who signs up is to text us a code. One visitor may use the form so often within an hour.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from typing import Literal

from sqlalchemy import Connection, bindparam, select, update

from bot.broadcasts.effects import BroadcastEffects
from bot.campaigns import Campaign
from bot.contacts import confirmation
from bot.contacts.pending import make_supporters_pending
from bot.contacts.staging import Staged
from bot.models import Broadcast, SignUpDay
from bot.people import ledger
from bot.people.page_requests import put_code, put_request
from bot.people.phone_key import take_over_phones
from bot.people.time_zones import zones_of
from bot.people.typed_numbers import TextUs, may_text, note_texts_us
from bot.rate_limit import RateLimit, RateLimits, visitor_of
from bot.results.counts import count_referral
from bot.results.days import Days
from bot.storage.database import Database, insert_new
from bot.storage.encryption import PhoneCipher

FORM = "sign_up"
Taken = Literal["taken", "too_many"]

_TODAY = (SignUpDay.campaign == bindparam("of"), SignUpDay.day == bindparam("on"))
_COUNT = (
    update(SignUpDay)
    .where(*_TODAY, SignUpDay.forms < bindparam("most"))
    .values(forms=SignUpDay.forms + 1)
    .returning(SignUpDay.forms)
)
# Has whoever signs up for the same campaign at the same moment wait.
_LOCK = select(SignUpDay.broadcast_id).where(*_TODAY).with_for_update()
_NAME = update(SignUpDay).where(*_TODAY).values(broadcast_id=bindparam("broadcast"))
_STATE = select(Broadcast.state).where(Broadcast.id == bindparam("id"))


@dataclass(frozen=True, slots=True, kw_only=True)
class SignUpForm:
    """What somebody sent. `campaign`: its id; `phone`: E.164, one that may be texted; `words`: what they agreed to; `page`: its
    path; `referral`: who sent them there, "" for nobody."""

    campaign: str
    phone: str
    language: str
    words: str
    page: str
    referral: str = ""


class SignUps:
    """All sign-ups of a process. `an_hour`: how often one visitor may use the form; `a_day`: how often all together,
    for one campaign. Both count over all processes."""

    def __init__(
        self,
        database: Database,
        phone_cipher: PhoneCipher,
        organization: str,
        rate_limits: RateLimits,
        days: Days,
        *,
        an_hour: int,
        a_day: int,
    ) -> None:
        self._database, self._phone_cipher, self._organization, self._a_day = database, phone_cipher, organization, a_day
        self._rate_limits, self._days = rate_limits, days
        self._visits = RateLimit(name="forms", each=f"{an_hour}/hour", together=f"{an_hour}/hour")

    def take(self, form: SignUpForm, address: str | None, now: datetime) -> Taken | TextUs:
        """Take a form in, to be done by begin() once the answer is out. `too_many`: from this visitor, or an organizer closed
        the form for today; none of it depends on whether the number is known.

        `address`: the visitor's, on the network. It is counted under a keyed hash for a day; nothing else of it is kept.
        """
        if not self._rate_limits.take(self._visits, visitor_of(address)):
            return "too_many"
        is_fine = may_text(self._rate_limits, FORM, form.campaign, form.phone, address, self._a_day)
        with self._database.write() as connection:
            if self._is_closed_today(connection, form.campaign, now):
                return "too_many"
            if is_fine and self._count(connection, form.campaign, now):
                put_request(connection, self._phone_cipher, FORM, asdict(form), now)
                return "taken"
            if is_fine:
                note_texts_us(FORM, form.campaign, "day")
            # Whose number it is comes with the text.
            return TextUs(code=put_code(connection, self._phone_cipher, FORM, {**asdict(form), "phone": ""}, now))

    def _count(self, connection: Connection, campaign: str, now: datetime) -> bool:
        """Count a form that is to be done today; False where there were as many as there may be."""
        today = _today(campaign, now)
        return connection.execute(_COUNT, {**today, "most": self._a_day}).first() is not None

    def _is_closed_today(self, connection: Connection, campaign: str, now: datetime) -> bool:
        """Did an organizer close the form, for everybody? It holds for who is to text us, too."""
        today = _today(campaign, now)
        fresh = {"campaign": today["of"], "day": today["on"], "forms": 0, "broadcast_id": None}
        insert_new(connection, SignUpDay, [fresh], SignUpDay.forms)
        return self._is_closed(connection, connection.execute(_LOCK, today).scalar())

    def _is_closed(self, connection: Connection, broadcast: int | None) -> bool:
        """Did an organizer cancel the questions of today?"""
        return broadcast is not None and connection.execute(_STATE, {"id": broadcast}).scalar() == "cancelled"

    def begin(self, connection: Connection, form: SignUpForm, campaign: Campaign, now: datetime) -> bool:
        """Do what a form asks for, which was taken in; True where there is somebody to ask. `now`: when it was sent."""
        today = _today(campaign.id, now)
        broadcast = connection.execute(_LOCK, today).scalar()
        if self._is_closed(connection, broadcast):
            return False
        zones = self._make_pending(connection, form, campaign, now)
        if not zones:
            return False
        if broadcast is None:
            texts = confirmation.confirmation_texts(campaign, self._organization, where=confirmation.OUR_PAGE)
            broadcast = confirmation.begin_confirmation(connection, campaign, texts, {"page": today["on"]}, now)
            connection.execute(_NAME, {**today, "broadcast": broadcast})
        else:
            # It may be done, or just becoming so (bot/broadcasts/sweep.py): locked until the delivery is there for all to see.
            BroadcastEffects().reopen(connection, {broadcast})
        confirmation.ask_supporters(connection, broadcast, zones)
        count_referral(connection, self._days, campaign.id, form.referral, "signed_up", now)
        return True

    def _make_pending(self, connection: Connection, form: SignUpForm, campaign: Campaign, now: datetime) -> dict[int, str]:
        """Make them pending if the ledger says nothing of them yet; whom to ask then, or as the question never reached them:
        id -> zones."""
        person = self._phone_cipher.person_key(form.phone)
        standing = ledger.find_statuses(connection, [person])[person]
        if standing.stopped or standing.state(campaign.id) not in (None, "pending"):
            return {}
        # No ZIP code is asked for: with a wrong one, a stranger could be had texted at night.
        zone = zones_of(None, form.phone) or ""
        them = Staged(
            line=0,
            person=person,
            phone=self._phone_cipher.encrypt(form.phone),
            language=form.language,
            zip=None,
            zone=zone,
            proof=form.page,
            given_at=now,
        )
        take_over_phones(connection, self._phone_cipher, [them.phone])
        return make_supporters_pending(
            connection, [them], campaign, ledger.ConsentOrigin(channel="web", source="web", words=form.words), now
        )


def _today(campaign: str, now: datetime) -> Mapping[str, str]:
    return {"of": campaign, "on": now.astimezone(UTC).date().isoformat()}
