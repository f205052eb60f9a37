"""The steps of setting up an account at Twilio: each out of what was found there. Pure; the words are in the folder beside."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path

from bot.providers.laml.dialect import SetupSite
from bot.providers.laml.setup_reading import SetupAnswer, webhooks_of
from bot.providers.laml.setup_steps import (
    account_step,
    address_step,
    number_step,
    registration_answers,
    step,
    webhooks_step,
)
from bot.providers.protocol import RegistrationFacts, SetupStep, StepState
from bot.providers.setup_words import Say, words_of
from bot.providers.twilio.setup.reading import Findings, is_toll_free

WORDS = Path(__file__).parent / "words"
REGISTERED: Mapping[str, StepState] = {
    "VERIFIED": "ok",
    "TWILIO_APPROVED": "ok",
    "FAILED": "wrong",
    "TWILIO_REJECTED": "wrong",
    "SUSPENDED": "wrong",
}


def steps_of(site: SetupSite, service: str, found: Findings, language: str, facts: RegistrationFacts) -> Sequence[SetupStep]:
    """All steps, in the order in which they are taken. `service`: the id of the messaging service, "" for none."""
    say = words_of(WORDS, language)
    return [
        account_step(found.account.account, say),
        address_step(site, found.account.here, say),
        number_step(found.account, say, "toll_free" if is_toll_free(site.number) else "fine"),
        _service(site, service, found, say),
        webhooks_step(site, found.account, say, list(_led_astray(site, found.service))),
        _opt_out(service, say),
        _registration(site, found, say, facts),
    ]


def _service(site: SetupSite, given: str, found: Findings, say: Say) -> SetupStep:
    if not given:
        if is_toll_free(site.number):
            return step(say, "service", "ok", "not_needed")
        return step(say, "service", "missing", "none")
    service, numbers = found.service, found.service_numbers
    if service is None or numbers is None or service.is_unseen:
        return step(say, "service", "unknown", "unseen")
    if service.status != 200:
        return step(say, "service", "wrong", "not_there")
    if not any(each.text("phone_number") == site.number for each in numbers.rows("phone_numbers")):
        return step(say, "service", "wrong", "without_number")
    return step(say, "service", "ok", "fine")


def _led_astray(site: SetupSite, service: SetupAnswer | None) -> Iterator[str]:
    hands_on = service is None or service.status != 200 or service.body.get("use_inbound_webhook_on_number") is True
    if not hands_on and service is not None and service.text("inbound_request_url") != webhooks_of(site)["sms_url"]:
        yield "service"


def _opt_out(service: str, say: Say) -> SetupStep:
    """Twilio tells nobody through its API whether it is on."""
    return replace(step(say, "opt_out", "unknown", "by_hand" if service else "no_service"), needed=False)


def _registration(site: SetupSite, found: Findings, say: Say, facts: RegistrationFacts) -> SetupStep:
    toll_free = is_toll_free(site.number)
    kind = "toll_free" if toll_free else "a2p"
    answer = found.registration
    if answer is None:
        told = step(say, "registration", "missing", f"{kind}_first")
    elif answer.status != 200:
        told = step(say, "registration", "unknown", "unseen")
    else:
        rows = answer.rows("verifications" if toll_free else "compliance")
        status = rows[0].text("status" if toll_free else "campaign_status") if rows else ""
        state: StepState = REGISTERED.get(status, "waits") if status else "missing"
        what = {"ok": "fine", "wrong": "refused", "waits": "waits"}.get(state, f"{kind}_none")
        told = step(say, "registration", state, what, status=status)
    return told if told.state == "ok" else replace(told, facts=registration_answers(facts, say))
