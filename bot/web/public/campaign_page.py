"""A live campaign's page: what is asked for at its address, and what its forms lead to."""

from collections.abc import Callable, Mapping
from types import MappingProxyType

from flask import abort, g, redirect, request
from flask.typing import ResponseReturnValue

from bot.campaigns import Campaign
from bot.locale import Language
from bot.runtime import parts
from bot.web.public import address_form, call_form, call_me_form, sign_up_form
from bot.web.public.campaign_view import NOTHING_SENT, render_campaign
from bot.web.public.page_forms import FormAnswer, check_sender
from bot.web.public.page_frame import chosen_language

# The forms of the page by their field `form`: each gives the address to go on at, or what the page is to say.
FORMS: Mapping[str, Callable[[Campaign, Language], FormAnswer | str]] = MappingProxyType(
    {
        sign_up_form.FORM: sign_up_form.take_sign_up,
        call_form.FORM: call_form.take_call,
        address_form.FORM: address_form.take_address,
        call_me_form.FORM: call_me_form.take_number,
        call_me_form.CODE_FORM: call_me_form.take_code,
    }
)


def campaign(id: str) -> str:
    """A live campaign. `?zip=` shows officials, `?state=` and `?place=` answer what it leaves open, `?lang=` is the language.

    Nothing of it is stored: the answers travel in the address. `?sealed=` is where a site leads whose form had a code texted
    (bot/web/callpower): the page asks for the code.
    """
    shown = live_campaign(id)
    sealed = request.args.get("sealed", "")
    answer = FormAnswer(form=call_me_form.CODE_FORM, values={"sealed": sealed}) if sealed else NOTHING_SENT
    return render_campaign(shown, chosen_language(shown.languages), answer)


def send_form(id: str) -> ResponseReturnValue:
    """One of the page's forms. Field `form` says which; without it, it is the one for alerts."""
    shown = live_campaign(id)
    # A code proves whose phone rings, wherever it was typed; the site of a form that CallPower had asks for it.
    check_sender(taken_from_anywhere=call_me_form.CODE_FORM if shown.callpower else "")
    take = FORMS.get(request.form.get("form", sign_up_form.FORM))
    if take is None:
        abort(400, "there is no such form")
    language = chosen_language(shown.languages)
    answer = take(shown, language)
    if isinstance(answer, str):
        return redirect(answer, 303)
    return render_campaign(shown, language, answer), answer.status


def live_campaign(id: str) -> Campaign:
    """The campaign of an address; 404 for none that is live."""
    found = parts().campaigns.get(id)
    if found is None or found.state != "live":
        g.closed = found if found and found.state in ("paused", "ended") else None
        abort(404)
    return found
