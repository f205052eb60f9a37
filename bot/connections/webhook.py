"""A notice as a webhook: signed as the Standard Webhooks specification says, with the number put in for who is to have it."""

import json
from datetime import UTC, datetime

from standardwebhooks import Webhook

from bot.connections.outside_request import Answered, NoAnswer, Outside, OutsideRequest
from bot.connections.posting_rows import PostingResult, TakenPosting
from bot.storage.encryption import PhoneCipher

GONE = 410


def post_webhook(outside: Outside, phone_cipher: PhoneCipher, taken: TakenPosting, now: datetime) -> PostingResult:
    """Hand one notice over. What the receiver answers besides its status is not read."""
    body = taken.body
    if taken.phone:
        notice = json.loads(body)
        notice["data"]["phone"] = phone_cipher.decrypt_if_ours(taken.phone)
        body = json.dumps(notice)
    url = phone_cipher.decrypt_secret(taken.address)
    headers = signed_headers(_secrets(phone_cipher, taken, now), taken.event, body, now)
    return posting_result(outside.ask(OutsideRequest(url=url, method="POST", headers=headers, body=body.encode())))


def signed_headers(secrets: list[str], event: str, body: str, now: datetime) -> dict[str, str]:
    """The headers of a body. Each of the secrets signs it, so that a receiver may have the old one or the new."""
    at = now.astimezone(UTC)
    return {
        "Content-Type": "application/json",
        "Webhook-Id": event,
        "Webhook-Timestamp": str(int(at.timestamp())),
        "Webhook-Signature": " ".join(Webhook(secret).sign(event, at, body) for secret in secrets),
    }


def _secrets(phone_cipher: PhoneCipher, taken: TakenPosting, now: datetime) -> list[str]:
    secrets = [phone_cipher.decrypt_secret(taken.secret)]
    if taken.old_secret and taken.old_secret_until and taken.old_secret_until > now:
        secrets.append(phone_cipher.decrypt_secret(taken.old_secret))
    return secrets


def posting_result(answer: Answered | NoAnswer) -> PostingResult:
    """What an answer means: done with 2xx, gone with 410, tried again with anything else."""
    if isinstance(answer, NoAnswer):
        return PostingResult(status=None, error=answer.cause)
    if 200 <= answer.status < 300:
        return PostingResult(status=answer.status)
    if answer.status == GONE:
        return PostingResult(status=GONE, error="gone", gone=True)
    error = "redirect" if 300 <= answer.status < 400 else "refused"
    return PostingResult(status=answer.status, error=error, wait_seconds=answer.wait_seconds)
