"""A test before the launch: the script as a text to the organizer's own phone, or read out by a call."""

from flask import redirect, request, session, url_for
from flask.typing import ResponseReturnValue

from bot.accounts import organizer_accounts
from bot.accounts.audit import record_act
from bot.broadcasts.test_send import RefusedTest
from bot.conversation.campaign_preview import preview_campaign
from bot.conversation.campaign_tests import TESTS, test_words, write_test
from bot.outbox.conversation_queue import Kind
from bot.reading.incoming import IncomingText
from bot.runtime import parts
from bot.telephony import masked_phone, readable_phone
from bot.web.console import visit
from bot.web.console.campaigns.blueprint import bp, found_campaign, found_text
from bot.web.console.visit import now, t


@bp.post("/campaigns/<id>/test")
def test(id: str) -> ResponseReturnValue:
    """Try the version that is worked on; `kind`: by a text, or by a call."""
    kind: Kind = "call" if request.form.get("kind") == "call" else "text"
    with parts().database.page_read() as connection:
        row = found_campaign(connection, id)
        text = found_text(connection, id, row.newest)
        phone = organizer_accounts.proven_phone_of(connection, parts().phone_cipher, visit.person().id)
    campaign = parts().served_campaigns.check(id, text).campaign
    if phone is None:
        return _refused(id, t("account.prove_first"))
    if campaign is None:
        return _refused(id, t("campaigns.test.not_yet"))
    zip = IncomingText(request.form.get("zip", "")).zip or ""
    language = campaign.language(request.form.get("language", ""))
    directory, url = parts().directory, parts().settings.url
    try:
        words = test_words(preview_campaign(directory, url, campaign, zip, language, now().date()), kind)
    except (KeyError, ValueError):  # words that are missing, or a brace that is no placeholder
        return _refused(id, t("campaigns.test.not_yet"))
    if not parts().rate_limits.take(TESTS, str(visit.person().id).encode()):
        return _refused(id, t("campaigns.test.too_many"))
    who = visit.actor()
    with parts().database.write() as connection:
        refused = write_test(
            connection,
            parts().phone_cipher,
            phone,
            campaign=id,
            number=row.newest,
            kind=kind,
            words=words,
            language=language,
            by=who.name,
            now=now(),
        )
        if refused is None:
            record_act(connection, who, "campaign_tested", f"campaign {id}", now(), after=f"version {row.newest}, {kind}")
    if refused is not None:
        return _refused(id, _why(refused))
    parts().outbox.wake()
    session["notice"] = t(f"campaigns.test.sent_{kind}", number=masked_phone(phone))
    return _back(id)


def _why(refused: RefusedTest) -> str:
    return t(f"campaigns.test.refused.{refused.why.replace(' ', '_')}", number=readable_phone(parts().settings.number))


def _refused(id: str, words: str) -> ResponseReturnValue:
    session["warning"] = words
    return _back(id)


def _back(id: str) -> ResponseReturnValue:
    return redirect(url_for("campaigns.overview", id=id) + "#test", 303)
