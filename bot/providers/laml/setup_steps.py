"""The steps of setting up that every such account has: each out of what was found there. Pure; a company's own words say it."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

from bot.providers.laml.dialect import SetupSite
from bot.providers.laml.setup_reading import AccountFindings, SetupAnswer, webhooks_of
from bot.providers.protocol import RegistrationFacts, SetupStep, StepState
from bot.providers.setup_words import Say

WEBHOOKS = "webhooks"  # the step that a press does


def step(say: Say, name: str, state: StepState, how: str, **values: object) -> SetupStep:
    """A step by its sentences: `how` of `name` says what was found, and with "_mend" what to do."""
    mend = "" if state == "ok" else say(f"{name}_{how}_mend", **values)
    return SetupStep(name=name, state=state, title=say(f"{name}_title"), found=say(f"{name}_{how}", **values), mend=mend)


def account_step(account: SetupAnswer, say: Say) -> SetupStep:
    """Are the credentials taken, and does the account serve?"""
    if account.is_unseen:
        return step(say, "account", "unknown", "unseen")
    if account.status != 200:
        return step(say, "account", "wrong", "refused")
    if account.text("status") != "active":
        return step(say, "account", "wrong", "not_active", status=account.text("status"))
    if account.text("type") == "Trial":
        return step(say, "account", "wrong", "trial")
    return step(say, "account", "ok", "fine")


def address_step(site: SetupSite, here: bool, say: Say) -> SetupStep:
    """Does our public address lead here?"""
    return step(say, "address", *(("ok", "fine") if here else ("wrong", "not_here")), url=site.public_url)


def number_step(found: AccountFindings, say: Say, fine: str = "fine") -> SetupStep:
    """Is our number the account's, and does it take both? `fine`: the words for it."""
    if found.numbers.status != 200:
        return step(say, "number", "unknown", "unseen")
    if found.number is None:
        return step(say, "number", "missing", "none")
    can = found.number.body.get("capabilities")
    lacks = [each for each in ("sms", "voice") if not _has(can, each)]
    if lacks:
        return step(say, "number", "wrong", "cannot", what=", ".join(say(f"number_{each}") for each in lacks))
    return step(say, "number", "ok", fine)


def _has(capabilities: object, what: str) -> bool:
    # Written small in what is documented, and large in some answers.
    return isinstance(capabilities, dict) and bool(capabilities.get(what) or capabilities.get(what.upper()))


def webhooks_step(site: SetupSite, found: AccountFindings, say: Say, others: Sequence[str] = ()) -> SetupStep:
    """Do texts and calls come here? `others`: what else leads them astray, by its words."""
    if found.number is None:
        return step(say, WEBHOOKS, "unknown", "unseen")
    wrong = [*_wrong_webhooks(site, found.number), *others]
    if not wrong:
        return step(say, WEBHOOKS, "ok", "fine")
    bare = not (found.number.text("sms_url") or found.number.text("voice_url"))
    told = step(say, WEBHOOKS, "missing" if bare else "wrong", "wrong", what=", ".join(say(f"webhooks_{e}") for e in wrong))
    facts = [(say(f"webhooks_{name}"), webhooks_of(site)[name]) for name in ("sms_url", "voice_url", "status_callback")]
    return replace(told, press=say("webhooks_press"), facts=facts)


def _wrong_webhooks(site: SetupSite, number: SetupAnswer) -> Iterator[str]:
    for name, wanted in webhooks_of(site).items():
        # A method that is not told is the company's own, which is POST.
        if number.text(name) != wanted and not (name.endswith("_method") and not number.text(name)):
            yield name


def registration_answers(facts: RegistrationFacts, say: Say) -> Sequence[tuple[str, str]]:
    """What the carriers' forms ask for, with the answers."""
    asked = (
        ("name", facts.organization),
        ("privacy", facts.privacy_url),
        ("terms", facts.terms_url),
        ("join", facts.how_they_join),
        *((f"sample_{place}", sample) for place, sample in enumerate(facts.samples[:3], 1)),
    )
    return [(say(f"registration_{name}"), value) for name, value in asked]
