"""A campaign tried before its launch: its script as a text, or read out by a call, to the phone of who tries it."""

from datetime import datetime
from typing import NamedTuple

from sqlalchemy import Connection, insert, select

from bot.broadcasts.test_send import RefusedTest, find_tester
from bot.conversation.campaign_preview import CampaignPreview
from bot.models import CampaignTest, Delivery
from bot.outbox.conversation_queue import Kind, enqueue_messages
from bot.rate_limit import RateLimit
from bot.storage.encryption import PhoneCipher
from bot.telephony import Content, may_dial

# Of each organizer: a test costs money, and rings somebody's phone.
TESTS = RateLimit(name="campaign_test", each="5/10 minutes; 30/day", together="5/10 minutes; 30/day")
SHOWN = 5


class DoneTest(NamedTuple):
    """A test that somebody made. `state`: of its text or call, as in deliveries; None once that is erased."""

    number: int
    kind: Kind
    tested_by: str
    tested_at: datetime
    state: str | None


def test_words(preview: CampaignPreview, kind: Kind) -> str:
    """What a test says: the script for the first official at the place; of a call the introduction before it."""
    official = next((each for target in preview.targets for each in target.officials), None)
    if kind == "text":
        return official.sms.text if official else preview.intro.text
    return f"{preview.intro_voice.text} {official.voice.text}" if official else preview.intro_voice.text


def write_test(
    connection: Connection,
    phone_cipher: PhoneCipher,
    phone: str,
    *,
    campaign: str,
    number: int,
    kind: Kind,
    words: str,
    language: str,
    by: str,
    now: datetime,
) -> RefusedTest | None:
    """Write a test down, to be sent once this is kept; or why that phone gets none. `number`: the version that is tried."""
    tester = find_tester(connection, phone_cipher, phone, None)
    if isinstance(tester, RefusedTest):
        return tester
    if kind == "call" and not may_dial(phone):
        return RefusedTest("not callable")
    first, *_ = enqueue_messages(connection, tester.id, kind, Content(text=words), now)
    connection.execute(
        insert(CampaignTest).values(
            campaign=campaign,
            number=number,
            kind=kind,
            language=language,
            delivery_id=first,
            tested_by=by[:64],
            tested_at=now,
        )
    )
    return None


def done_tests(connection: Connection, campaign: str) -> list[DoneTest]:
    """The latest tests of a campaign, the newest first."""
    query = (
        select(CampaignTest.number, CampaignTest.kind, CampaignTest.tested_by, CampaignTest.tested_at, Delivery.state)
        .outerjoin(Delivery, Delivery.id == CampaignTest.delivery_id)
        .where(CampaignTest.campaign == campaign)
        .order_by(CampaignTest.id.desc())
        .limit(SHOWN)
    )
    return [DoneTest._make(row) for row in connection.execute(query)]
