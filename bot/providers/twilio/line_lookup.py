"""What kind of line a number is, by Twilio's Lookup (v2, line_type_intelligence), which is paid by the number."""

import asyncio
from collections.abc import Mapping, Sequence
from urllib.parse import quote

from bot.providers.laml.dialect import SetupSite
from bot.providers.laml.setup_reading import SetupApi
from bot.providers.protocol import LineKind

API, LOOKUPS = "https://api.twilio.com", "https://lookups.twilio.com"
AT_ONCE = 10
# Its types -> ours. "unknown" is none of these: another day it may be told.
TYPES: Mapping[object, LineKind] = {
    "mobile": "mobile",
    "landline": "landline",
    **dict.fromkeys(("fixedVoip", "nonFixedVoip", "personal", "tollFree", "premium"), "other"),
    **dict.fromkeys(("sharedCost", "uan", "voicemail", "pager"), "other"),
}


def look_up_lines(site: SetupSite, phones: Sequence[str]) -> Mapping[str, LineKind]:
    """Number -> its kind, for those that are told."""
    return asyncio.run(_look_up(site, phones))


async def _look_up(site: SetupSite, phones: Sequence[str]) -> Mapping[str, LineKind]:
    room = asyncio.Semaphore(AT_ONCE)
    # A stand-in on loopback stands for all of Twilio's hosts.
    host = LOOKUPS if site.account.url == API else ""
    async with SetupApi(site) as api:

        async def kind_of(phone: str) -> LineKind | None:
            async with room:
                answer = await api.get(f"/v2/PhoneNumbers/{quote(phone, safe='')}?Fields=line_type_intelligence", host)
            found = answer.body.get("line_type_intelligence") if answer.status == 200 else None
            return TYPES.get(found.get("type")) if isinstance(found, Mapping) and not found.get("error_code") else None

        kinds = await asyncio.gather(*map(kind_of, phones))
    return {phone: kind for phone, kind in zip(phones, kinds, strict=True) if kind}
