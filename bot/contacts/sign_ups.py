"""Takes what the form on a campaign's page sends: who is new becomes pending, and is asked by one text whether it was they.

Anybody can type anybody's number there. So nothing that is said back depends on the number, each number is asked once, and how
often the form may be used is limited: by a visitor within an hour, and for a campaign a day (UTC).
"""

from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection, bindparam, select, update

from bot.broadcasts.effects import BroadcastEffects
from bot.campaigns import Campaign
from bot.contacts import confirmation
from bot.contacts.pending import make_supporters_pending
from bot.contacts.staging import Staged
from bot.models import Broadcast, SignUpDay
from bot.people import ledger
from bot.people.phone_key import take_over_phones
from bot.people.time_zones import zones_of
from bot.rate_limit import RateLimit, RateLimits, visitor_of
from bot.results.counts import Counts
from bot.results.days import Days
from bot.storage.database import Database, insert_new
from bot.storage.encryption import PhoneCipher

_TODAY = (SignUpDay.campaign == bindparam("of"), SignUpDay.day == bindparam("on"))
# Counts, and has whoever signs up for the same campaign at the same moment wait.
_COUNT = (
    update(SignUpDay)
    .where(*_TODAY, SignUpDay.forms < bindparam("most"))
    .values(forms=SignUpDay.forms + 1)
    .returning(SignUpDay.broadcast_id)
)
_NAME = update(SignUpDay).where(*_TODAY).values(broadcast_id=bindparam("broadcast"))
_STATE = select(Broadcast.state).where(Broadcast.id == bindparam("id"))


@dataclass(frozen=True, slots=True, kw_only=True)
class SignUpForm:
    """What somebody sent. `phone`: E.164, one that may be texted; `words`: what they agreed to; `page`: its path; `referral`:
    who sent them there, "" for nobody."""

    campaign: Campaign
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

    def take(self, form: SignUpForm, address: str | None, now: datetime) -> bool:
        """Take a form in; False where there were too many today, or from this visitor, whatever the number on it.

        `address`: the visitor's, on the network. It is counted under a keyed hash for an hour; nothing else of it is kept.
        """
        if not self._rate_limits.take(self._visits, visitor_of(address)):
            return False
        with self._database.write() as connection:
            return self._take(connection, form, now)

    def _take(self, connection: Connection, form: SignUpForm, now: datetime) -> bool:
        today = {"of": form.campaign.id, "on": now.astimezone(UTC).date().isoformat()}
        fresh = {"campaign": today["of"], "day": today["on"], "forms": 0, "broadcast_id": None}
        insert_new(connection, SignUpDay, [fresh], SignUpDay.forms)
        counted = connection.execute(_COUNT, {**today, "most": self._a_day}).first()
        if counted is None:
            return False
        broadcast = counted.broadcast_id
        if broadcast is not None and connection.execute(_STATE, {"id": broadcast}).scalar() == "cancelled":
            return False  # an organizer closed the form for today
        zones = self._begin(connection, form, now)
        if not zones:
            return True
        if broadcast is None:
            texts = confirmation.confirmation_texts(form.campaign, self._organization, where=confirmation.OUR_PAGE)
            broadcast = confirmation.begin_confirmation(connection, form.campaign, texts, {"page": today["on"]}, now)
            connection.execute(_NAME, {**today, "broadcast": broadcast})
        else:
            # It may be done, or just becoming so (bot/broadcasts/sweep.py): locked until the delivery is there for all to see.
            BroadcastEffects().reopen(connection, {broadcast})
        confirmation.ask_supporters(connection, broadcast, zones)
        counts = Counts(self._days)
        counts.add_referral(form.campaign.id, form.referral, "signed_up", now)
        counts.write(connection)
        return True

    def _begin(self, connection: Connection, form: SignUpForm, now: datetime) -> dict[int, str]:
        """Make them pending if the ledger says nothing of them yet; whom to ask then, or as the question never reached them:
        id -> zones."""
        person = self._phone_cipher.person_key(form.phone)
        standing = ledger.find_statuses(connection, [person])[person]
        if standing.stopped or standing.state(form.campaign.id) not in (None, "pending"):
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
            connection, [them], form.campaign, ledger.ConsentOrigin(channel="web", source="web", words=form.words), now
        )
