"""Reads what an account has at Twilio besides number and webhooks: its messaging service, its registration."""

import asyncio
from dataclasses import dataclass
from urllib.parse import quote

from bot.providers.laml.dialect import SetupSite
from bot.providers.laml.setup_reading import AccountFindings, SetupAnswer, SetupApi, look_at_account

API, MESSAGING = "https://api.twilio.com", "https://messaging.twilio.com"


@dataclass(frozen=True, slots=True, kw_only=True)
class Findings:
    """What there is. `registration`: with the carriers; None where it cannot be asked for yet."""

    account: AccountFindings
    service: SetupAnswer | None
    service_numbers: SetupAnswer | None
    registration: SetupAnswer | None


def is_toll_free(number: str) -> bool:
    """Is it a toll-free number (E.164)?"""
    return number[:2] == "+1" and number[2:5] in {"800", "833", "844", "855", "866", "877", "888"}


def look(site: SetupSite, service: str) -> Findings:
    """Look at everything, now. `service`: the id of the messaging service, "" for none."""
    return asyncio.run(_look(site, service))


def hand_texts_on(site: SetupSite, service: str) -> bool:
    """Have the messaging service hand texts to its numbers' webhooks; False where Twilio refuses, or cannot be asked."""
    return not service or asyncio.run(_hand_on(site, service))


async def _hand_on(site: SetupSite, service: str) -> bool:
    fields = {"UseInboundWebhookOnNumber": "true"}
    async with SetupApi(site) as api:
        done = await api.post(f"/v1/Services/{quote(service, safe='')}", fields, _messaging(site))
    return done.status in (200, 201)


async def _look(site: SetupSite, service: str) -> Findings:
    async with SetupApi(site) as api:
        account = await look_at_account(api)
        at = f"/v1/Services/{quote(service, safe='')}"
        wanted = [f"{at}", f"{at}/PhoneNumbers?PageSize=400"] if service else []
        toll_free = is_toll_free(site.number)
        if toll_free and account.number:
            wanted.append(f"/v1/Tollfree/Verifications?TollfreePhoneNumberSid={quote(account.number.text('sid'), safe='')}")
        elif service and not toll_free:
            wanted.append(f"{at}/Compliance/Usa2p")
        found = await asyncio.gather(*(api.get(path, _messaging(site)) for path in wanted))
    of_service = found[:2] if service else [None, None]
    registration = found[-1] if len(found) in (1, 3) else None
    return Findings(account=account, service=of_service[0], service_numbers=of_service[1], registration=registration)


def _messaging(site: SetupSite) -> str:
    """Where services are. A stand-in on loopback stands for both of Twilio's hosts."""
    return MESSAGING if site.account.url == API else ""
