"""Makes people supporters who are pending: a list, or the form on our page, says that they want a campaign's alerts."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, select

from bot.campaigns import Campaign
from bot.contacts import confirmation
from bot.contacts.staging import Staged
from bot.models import ZONE_TABLE, Supporter
from bot.people import ledger
from bot.storage.database import insert_new


def make_supporters_pending(
    connection: Connection, new: Sequence[Staged], campaign: Campaign, origin: ledger.ConsentOrigin, now: datetime
) -> dict[int, str]:
    """Make them supporters where they are none, and pending; the zones of those who are to be asked by this, by their ids.

    Who stopped or left is for the caller to leave out; who has any state by now stays as they are. But who is pending, and was
    never reached by the question, is asked once more.
    """
    if not new:
        return {}
    fresh: list[dict[str, object]] = [
        {
            "phone": staged.phone,
            "language": staged.language,
            "zip": staged.zip,
            "chosen_divisions": {},
            "geocoded_divisions": None,
            "campaign": campaign.id,
            "sms_reachable": True,
            "zone": staged.zone,
            "zone_table": ZONE_TABLE,
            "stopped": False,
            "voice_only": False,
            "created_at": now,
        }
        for staged in new
    ]
    made = set(insert_new(connection, Supporter, fresh, Supporter.id))
    columns = (Supporter.id, Supporter.phone, Supporter.zone, Supporter.sms_reachable)
    found = connection.execute(select(*columns).where(Supporter.phone.in_([each.phone for each in new]))).all()
    supporters = {bytes(row.phone): (row.id, row.zone or "") for row in found}
    # Who stopped and was erased since the ledger was read is made anew here, as stopped as they are.
    people = {each.person: supporters[each.phone][0] for each in new if each.phone in supporters}
    ledger.follow_entries(connection, {person: id for person, id in people.items() if id in made})
    claims = [
        ledger.ConsentClaim(
            supporter=supporters[staged.phone][0], person=staged.person, proof=staged.proof, given_at=staged.given_at
        )
        for staged in new
        if staged.phone in supporters
    ]
    before = ledger.make_pending(connection, campaign.id, [row.id for row in found if row.sms_reachable])
    again = confirmation.unasked_supporters(connection, campaign.id, before, now)
    began = ledger.claim_consent(connection, campaign.id, claims, origin, now, again)
    return {id: zone for id, zone in supporters.values() if id in began}
