"""An alert to the organizer's own phone alone, before anybody else gets it. It is a single text, not a delivery."""

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, select

from bot.broadcasts.alert_texts import Missing, Recipient, Texts
from bot.models import Organizer, Subscription, Supporter
from bot.outbox.conversation_queue import enqueue_messages
from bot.people.no_text_reasons import NOT_TEXTABLE, STOPPED
from bot.storage.encryption import PhoneCipher
from bot.telephony import Content

# Why a phone gets no test send -> the mend, which may name {keyword} and {number}.
REFUSALS = {
    "unknown": "text {keyword} to {number} from that phone first, so that we know where its owner lives",
    STOPPED: "that phone said STOP; text START to {number} from it first",
    NOT_TEXTABLE: "the carrier says that this number takes no texts; text {keyword} to {number} from it, or use another",
    "no consent": "text JOIN to {number} from that phone first, or enter it with: flask organizers add",
}


@dataclass(frozen=True, slots=True)
class RefusedTest:
    """Why a phone gets no test send: one of REFUSALS, or the placeholder that has no value for its owner."""

    why: str
    placeholder: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A message that waits to be sent."""

    message: int
    content: Content


def write_test_send(
    connection: Connection,
    phone_cipher: PhoneCipher,
    phone: str,
    campaign: str,
    texts: Texts,
    now: datetime,
    language: str = "",
) -> Written | RefusedTest:
    """Write a test send down for a phone: as its owner would get the alert, or in a language.

    It must be a supporter's whom we may text: who is subscribed to the campaign, or a verified organizer.
    """
    tester = find_tester(connection, phone_cipher, phone, campaign)
    if isinstance(tester, RefusedTest):
        return tester
    content = texts.render(tester._replace(language=language or tester.language))
    if isinstance(content, Missing):
        return RefusedTest("no value", content.placeholder)
    return Written(enqueue_messages(connection, tester.id, "text", content, now)[0], content)


def find_tester(connection: Connection, phone_cipher: PhoneCipher, phone: str, campaign: str | None) -> Recipient | RefusedTest:
    """Whose phone it is, if a test may go to it: of who is subscribed to the campaign (None: to any), or of a verified
    organizer."""
    encrypted = phone_cipher.encryptions(phone)
    theirs = (Subscription.supporter_id == Supporter.id) & (
        Subscription.programme == campaign if campaign is not None else Subscription.state == "active"
    )
    row = connection.execute(
        select(
            Supporter.id,
            Supporter.language,
            Supporter.zip,
            Supporter.chosen_divisions,
            Supporter.geocoded_divisions,
            Supporter.stopped,
            Supporter.sms_reachable,
            Subscription.state,
        )
        .outerjoin(Subscription, theirs)
        .where(Supporter.phone.in_(encrypted))
        .limit(1)
    ).first()
    if row is None:
        return RefusedTest("unknown")
    if row.stopped:
        return RefusedTest(STOPPED)
    if not row.sms_reachable:
        return RefusedTest(NOT_TEXTABLE)
    own = select(Organizer.id).where(Organizer.phone.in_(encrypted), Organizer.verified_at.is_not(None))
    if row.state != "active" and connection.execute(own).first() is None:
        return RefusedTest("no consent")
    return Recipient(row.id, row.language, row.zip, row.chosen_divisions, row.geocoded_divisions)
