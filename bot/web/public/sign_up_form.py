"""The section of a campaign's page that signs up for its alerts: what it says, how its number is read, and what is done."""

import structlog
from flask import abort, request

from bot.campaigns import Campaign
from bot.contacts.contact_rows import read_mobile
from bot.contacts.sign_ups import SignUpForm
from bot.locale import Language, list_phrases, phrase
from bot.logging_setup import describe_error
from bot.people.typed_numbers import TextUs
from bot.runtime import parts
from bot.tabular.cells import CellError
from bot.telephony import readable_phone
from bot.web.public.page_forms import FormAnswer, do_after_answer
from bot.web.public.visit_address import page_of, read_visit
from bot.web.webhook_handlers import DATABASE_AWAY

log = structlog.get_logger()

LONGEST_NUMBER = 40
FORM = "alerts"


def take_sign_up(shown: Campaign, language: Language) -> FormAnswer | str:
    """The form for a campaign's alerts: fields `phone`, and `note`, which people do not see.

    Whoever asked before, stopped or gets them already is answered as anybody: the page says to look at the phone, or where too
    many typed numbers were texted, what to text to us. 422 for what is no number to text, 429 where this visitor sent too many
    forms, 503 while the database is away.
    """
    if not parts().settings.sign_ups_a_day:
        abort(404)
    typed = request.form.get("phone", "").strip()
    phone = read_typed_number(typed)
    asked = f"{page_of(shown, language, {FORM: 'asked'})}#alerts"
    if request.form.get("note"):
        return asked  # a program, which fills in whatever there is
    if phone is None:
        return _refuse(shown, language, typed, "alerts_not_read", 422)
    form = SignUpForm(
        campaign=shown.id,
        phone=phone,
        language=language,
        words=agreement_text(shown, language),
        page=request.path,
        referral=read_visit().referral,
    )
    try:
        taken = parts().sign_ups.take(form, request.remote_addr, parts().clock())
    except DATABASE_AWAY as error:
        log.error("sign_up_failed", **describe_error(error))
        return _refuse(shown, language, typed, "alerts_away", 503)
    if taken == "too_many":
        log.warning("sign_up_refused", campaign=shown.id, why="too_many")
        return _refuse(shown, language, typed, "alerts_too_many", 429)
    if isinstance(taken, TextUs):
        return FormAnswer(form=FORM, values={"text_us": phrase("page.alerts_join", language, keyword=taken.code)})
    do_after_answer()
    return asked


def _refuse(shown: Campaign, language: Language, typed: str, why: str, status: int) -> FormAnswer:
    ways = {"join": join_text(shown, language), "number": readable_phone(parts().settings.number)}
    return FormAnswer(form=FORM, typed=typed[:LONGEST_NUMBER], refused=phrase(f"page.{why}", language, **ways), status=status)


def sign_up_section(campaign: Campaign, language: Language, asked: bool) -> dict[str, str] | None:
    """Its words; None where there is no form. `asked`: a form was taken in."""
    settings, t, programme = parts().settings, list_phrases("page", language), campaign.wording(language).programme
    if not settings.sign_ups_a_day:
        return None
    join = join_text(campaign, language)
    ways = {"join": join, "number": readable_phone(settings.number)}
    return {
        "join": join,
        "text": t["alerts_text"].format(**ways, programme=programme.name, frequency=programme.frequency),
        "agree": agreement_text(campaign, language),
        "asked": t["alerts_asked"].format(programme=programme.name) if asked else "",
        "no_text": t["alerts_no_text"].format(**ways),
    }


def join_text(campaign: Campaign, language: Language) -> str:
    """What is texted to join: "JOIN SANCTUARY"."""
    return phrase("page.alerts_join", language, keyword=campaign.keyword_in(language))


def agreement_text(campaign: Campaign, language: Language) -> str:
    """What the button agrees to, in a sentence; the ledger keeps it."""
    programme = campaign.wording(language).programme
    return phrase(
        "page.alerts_agree",
        language,
        programme=programme.name,
        organization=parts().settings.organization,
        frequency=programme.frequency,
    )


def read_typed_number(typed: str) -> str | None:
    """The number, E.164; None for what is none that may be texted. Our own are none: two of them would talk without end."""
    settings = parts().settings
    try:
        phone = read_mobile(typed) if len(typed) <= LONGEST_NUMBER else None
    except CellError:
        return None
    return None if phone in {settings.number, *settings.paces} else phone
