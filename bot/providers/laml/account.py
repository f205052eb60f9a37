"""A provider that speaks this: its webhooks, and what sends through its API. A company's own adds its name and its set-up."""

import logging
from collections.abc import Mapping, Sequence
from contextlib import AbstractAsyncContextManager

from bot.config import Settings
from bot.engine.exchange import Inbound, Reply
from bot.providers.laml import forms, markup
from bot.providers.laml.dialect import OwnAddresses, SetupSite
from bot.providers.laml.signature import Signature
from bot.providers.laml.webhooks import SignedWebhooks
from bot.providers.protocol import BulkSender, ProviderContext, ProviderRoutes


class LamlProvider:
    """All of a Provider but its welcome and its steps of set-up. `key`: by which webhooks are signed. `site`: the account."""

    def __init__(self, site: SetupSite, settings: Settings, key: str) -> None:
        # The client that sends logs whole requests, numbers and bodies included, at INFO.
        logging.getLogger("twilio.http_client").setLevel(logging.WARNING)
        self._site, self._settings, self._signature = site, settings, Signature(key)

    def routes(self, context: ProviderContext) -> Sequence[ProviderRoutes]:
        webhooks = SignedWebhooks(
            self._site.dialect, self._signature, self._settings.url, context.handlers, self._own_addresses()
        )
        return (webhooks.routes(),)

    def _own_addresses(self) -> OwnAddresses:
        known = [address for each in self._settings.senders_by_provider.values() for address in each]
        known += [self._site.number, self._settings.number, self._settings.twilio_messaging_service_sid]
        services = frozenset(each for each in known if each.startswith("MG"))
        return OwnAddresses(
            account=self._site.account.sid, numbers=frozenset(filter(None, known)) - services, services=services
        )

    def _welcome(self, company: str, words: str) -> Sequence[str]:
        url, number, ours = self._settings.url, self._settings.number, f"{self._settings.url}{self._site.dialect.prefix}"
        return (
            f"Serving    {url} (no simulator, as this is a live {company} account)",
            f"Text it    {words}, to {number}",
            f"{company:<10} webhooks {ours}/sms and {ours}/voice; how: docs/deploy.md",
        )

    def read_text(self, form: Mapping[str, str]) -> Inbound | None:
        return forms.read_text(form)

    def render_text(self, reply: Reply) -> str:
        return markup.text_reply(reply)

    def press_step(self, name: str) -> bool:
        from bot.providers.laml.setup_reading import write_webhooks
        from bot.providers.laml.setup_steps import WEBHOOKS

        return name == WEBHOOKS and write_webhooks(self._site)

    def erase_records(self, phone: str) -> bool:
        from bot.providers.laml.erasing import erase_records

        return erase_records(self._site.dialect, self._site.account, phone)

    def bulk_sender(self) -> AbstractAsyncContextManager[BulkSender]:
        # Here, because its library takes 14 MB, and a process that sends nothing does without.
        from bot.providers.laml.bulk_sender import open_bulk_sender

        return open_bulk_sender(self._site.dialect, self._site.account, self._settings.url)
