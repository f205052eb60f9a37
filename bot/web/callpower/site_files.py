"""What CallPower gives web sites to show: how many called, the script that attaches to their form, a page in a frame."""

from flask import Response, abort, jsonify, render_template, request, url_for

from bot.campaigns import Campaign
from bot.locale import list_phrases
from bot.runtime import parts
from bot.web.public.campaign_page import live_campaign
from bot.web.public.page_frame import chosen_language

FOR_A_WHILE = "public, max-age=600"  # as long as CallPower keeps them


def count(number: int) -> Response:
    """How many calls were completed, in the words of both versions of CallPower that are about."""
    campaign = _found(number)
    done = parts().calls_so_far.completed(campaign.id)
    return _kept(
        jsonify(
            completed=done.ever,
            last_24h=done.day,
            last_week=done.week,
            referral_codes=done.referrals,
            count=done.ever,
            campaignId=number,
        )
    )


def embed_script(number: int) -> Response:
    """The script of a campaign, which looks for its form by itself."""
    return _script(number, starts=True)


def form_script(number: int) -> Response:
    """The same for sites that begin it with a script of their own."""
    return _script(number, starts=False)


def framed(number: int) -> Response:
    """The campaign's page for a frame."""
    campaign = live_campaign(_found(number).id)
    answer = Response(status=302, mimetype="text/plain")
    answer.headers["Location"] = url_for("pages.framed", id=campaign.id, ref=request.args.get("ref"))
    return answer


def _script(number: int, *, starts: bool) -> Response:
    campaign = _found(number)
    assert campaign.callpower
    language = chosen_language(campaign.languages)
    t = list_phrases("page", language)
    told = {
        "id": str(number),
        "create": f"{parts().settings.url}{url_for('callpower.create')}",
        "page": campaign.link(parts().settings.url, language),
        "open": t["embed_open"],
        "close": t["embed_close"],
        "failed": t["fault_heading"],
        **campaign.callpower.model_dump(include={"form", "phone", "location", "shows"}),
    }
    content = render_template("CallPowerForm.js", told=told, starts=starts)
    answer = Response(content, mimetype="text/javascript")
    answer.vary.add("Accept-Language")
    return _kept(answer)


def _found(number: int) -> Campaign:
    campaign = parts().campaigns.of_callpower(str(number))
    if campaign is None:
        abort(404, "there is no such campaign")
    return campaign


def _kept(answer: Response) -> Response:
    answer.headers["Cache-Control"] = FOR_A_WHILE
    answer.add_etag()
    answer.make_conditional(request)
    return answer
