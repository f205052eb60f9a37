"""The steps of setting up a project at SignalWire, in the order in which they are taken. The words are in the folder beside."""

import asyncio
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from bot.providers.laml.dialect import SetupSite
from bot.providers.laml.setup_reading import AccountFindings, SetupApi, look_at_account
from bot.providers.laml.setup_steps import (
    account_step,
    address_step,
    number_step,
    registration_answers,
    step,
    webhooks_step,
)
from bot.providers.protocol import RegistrationFacts, SetupStep
from bot.providers.setup_words import words_of

WORDS = Path(__file__).parent / "words"


def steps_of(site: SetupSite, language: str, facts: RegistrationFacts) -> Sequence[SetupStep]:
    """Look at the project now, and say how each step stands."""
    say, found = words_of(WORDS, language), asyncio.run(_look(site))
    registration = replace(step(say, "registration", "unknown", "by_hand"), facts=registration_answers(facts, say))
    return [
        account_step(found.account, say),
        address_step(site, found.here, say),
        number_step(found, say),
        webhooks_step(site, found, say),
        replace(step(say, "signing_key", "unknown", "by_hand"), needed=False),
        registration,
    ]


async def _look(site: SetupSite) -> AccountFindings:
    async with SetupApi(site) as api:
        return await look_at_account(api)
