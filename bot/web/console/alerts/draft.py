"""A draft on its way out: what it will be, as somebody real gets it, a test to oneself, approval, and the button that sends."""

from dataclasses import dataclass

from flask import redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from bot.accounts import organizer_accounts
from bot.accounts.audit import AuditAct, record_act
from bot.broadcasts import drafts, kept_previews
from bot.broadcasts.alert_texts import CampaignNotLive, Missing
from bot.broadcasts.drafts import WrittenDraft
from bot.broadcasts.kept_previews import KeptPreview
from bot.broadcasts.lifecycle import Draft
from bot.broadcasts.repeats import Repeat
from bot.broadcasts.sample_recipient import SampleRecipient
from bot.broadcasts.sending_rules import find_obstacle, needs_approval
from bot.broadcasts.test_send import RefusedTest, write_test_send
from bot.runtime import parts
from bot.storage.database import is_too_slow
from bot.telephony import masked_phone, readable_phone
from bot.web.console import visit
from bot.web.console.alerts.blueprint import bp, shown_alert
from bot.web.console.alerts.compose import CheckedForm, check_form, own_draft, own_language_name
from bot.web.console.alerts.progress import progress_page
from bot.web.console.alerts.words import duration_text, reason_text
from bot.web.console.visit import may, now, t


@dataclass(frozen=True, slots=True, kw_only=True)
class SendStep:
    """A thing that must be true before an alert goes out: a sentence, and whether it is."""

    text: str
    done: bool


@bp.get("/alerts/<int:id>")
def page(id: int) -> ResponseReturnValue:
    """A draft with what it will be; of what was sent, how far it is."""
    found = shown_alert(id)
    if found.state == "draft" and may("alerts.edit"):
        with parts().database.page_read() as connection:
            written = drafts.read_draft(connection, id)
        if written is not None:
            return draft_page(written)
    return progress_page(found)


@bp.get("/alerts/<int:id>/preview")
def preview(id: int) -> ResponseReturnValue:
    """A fragment: the whole preview, once it is made."""
    written = own_draft(id)
    kept = _kept_preview(id)
    answer = render_template("alert_preview.html", **_preview_values(written, kept))
    waits = kept is not None and kept.made_at is None and now() - kept.asked_at < kept_previews.LOST
    return answer, 200, {} if waits else {"X-Done": "1", "X-Reload": "1"}


@bp.post("/alerts/<int:id>/preview")
def ask_preview(id: int) -> ResponseReturnValue:
    """Have the whole preview made."""
    written = own_draft(id)
    if written.state == "draft" and check_form(written.form).read.draft is not None:
        with parts().database.write() as connection:
            kept_previews.ask_preview(connection, id, written.number, now())
        parts().workers.enqueue("preview_alert", id)
    return redirect(url_for("alerts.page", id=id), 303)


@bp.post("/alerts/<int:id>/test")
def test(id: int) -> ResponseReturnValue:
    """Send it once to the organizer's own phone, which has proven to be theirs."""
    written, built = own_draft(id), parts()
    draft = check_form(written.form).read.draft
    if draft is None:
        return redirect(url_for("alerts.edit", id=id), 303)
    with built.database.page_read() as connection:
        phone = organizer_accounts.proven_phone_of(connection, built.phone_cipher, visit.person().id)
    if phone is None:
        return draft_page(written, notice=t("account.prove_first"), trouble={"phone": t("account.prove_first")}), 422
    try:
        texts = built.previewer.texts(draft, now())
    except CampaignNotLive:
        return draft_page(written, notice=t("alerts.not_live")), 422
    language = request.form.get("language", "")
    with built.database.write() as connection:
        sent = write_test_send(
            connection,
            built.phone_cipher,
            phone,
            draft.campaign,
            texts,
            now(),
            language if language in draft.texts else "",
        )
        if not isinstance(sent, RefusedTest):
            record_act(connection, visit.actor(), "alert_tested", f"alert {id}", now())
    if isinstance(sent, RefusedTest):
        return draft_page(written, trouble={"phone": _refusal(sent, draft)}), 422
    built.outbox.wake()
    session["notice"] = t("alerts.tested", number=masked_phone(phone))
    return redirect(url_for("alerts.page", id=id), 303)


def _refusal(refused: RefusedTest, draft: Draft) -> str:
    campaign = parts().campaigns.get(draft.campaign)
    return t(
        f"alerts.test_refused.{refused.why.replace(' ', '_')}",
        keyword=campaign.keyword if campaign else "",
        number=readable_phone(parts().settings.number),
        name=f"{{{refused.placeholder}}}",
    )


@bp.post("/alerts/<int:id>/approve")
def approve(id: int) -> ResponseReturnValue:
    """A second person approves what was shown; not their own."""
    written, number = own_draft(id), request.form.get("number", 0, type=visit.row_number)
    with parts().database.write() as connection:
        approved = drafts.approve_draft(connection, id, number, visit.person().id)
        if approved:
            record_act(connection, visit.actor(), "alert_approved", f"alert {id}", now())
    if approved:
        return redirect(url_for("alerts.page", id=id), 303)
    if written.state != "draft":
        return redirect(url_for("alerts.page", id=id), 303)
    own = written.author_id == visit.person().id
    return draft_page(written, notice=t("alerts.own_approval" if own else "alerts.changed_since")), 409


@bp.post("/alerts/<int:id>/send")
def send(id: int) -> ResponseReturnValue:
    """Let it go: with the number of recipients typed, once, however often the button is pressed."""
    written = own_draft(id)
    if written.state != "draft":
        return redirect(url_for("alerts.page", id=id), 303)
    draft, why = _to_send(written)
    if draft is None:
        return draft_page(written, notice=why, trouble={"recipients": why}), 422
    with parts().database.write() as connection:
        sent = drafts.send_draft(connection, id, written.number, draft, now())
        if sent:
            act: AuditAct = "alert_scheduled" if draft.starts_at else "alert_sent"
            record_act(connection, visit.actor(), act, f"alert {id}", now(), after=request.form["recipients"].strip()[:20])
    if sent:
        parts().workers.enqueue("start_alerts")
    return redirect(url_for("alerts.page", id=id), 303)


def _to_send(written: WrittenDraft) -> tuple[Draft | None, str]:
    """The draft that may go, or why none may."""
    draft, kept = check_form(written.form).read.draft, _kept_preview(written.id)
    obstacle = find_obstacle(
        written,
        kept,
        now(),
        is_right=draft is not None,
        approve_above=parts().settings.approve_above,
        number=request.form.get("number", 0, type=visit.row_number),
        recipients=request.form.get("recipients", "").strip().replace(",", "").replace(".", ""),
        is_said_before=_repeat(draft) is not None and not request.form.get("again"),
    )
    if obstacle is None:
        return draft, ""
    recipients = kept.found.recipients if kept and kept.found else 0
    return None, t(f"alerts.{obstacle}", count=recipients, most=f"{parts().settings.approve_above:,}")


def _repeat(draft: Draft | None) -> Repeat | None:
    """An alert that said the same to some of the same people within a day."""
    if draft is None:
        return None
    with parts().database.page_read() as connection:
        return parts().previewer.repeat(connection, draft, now())


def _kept_preview(id: int) -> KeptPreview | None:
    with parts().database.page_read() as connection:
        return kept_previews.read_preview(connection, id)


def _preview_values(written: WrittenDraft, kept: KeptPreview | None) -> dict[str, object]:
    found = kept.found if kept else None
    holds = kept is not None and kept.holds(written.number, now())
    waits = kept is not None and kept.made_at is None and now() - kept.asked_at < kept_previews.LOST
    limits = parts().previewer.limits
    return {
        "id": written.id,
        "kept": kept,
        "found": found,
        "holds": holds,
        "waits": waits,
        "fits": kept is not None and kept.number == written.number,
        "held": [(reason_text(reason), count) for reason, count in found.held.items()] if found else [],
        "sending_time": duration_text(found.seconds) if found else "",
        "is_sent_again": written.form.get("unsure") == "again",
        "cap": limits.spend_cap_micros / 1_000_000,
    }


def draft_page(written: WrittenDraft, notice: str = "", trouble: dict[str, str] | None = None) -> str:
    """The page of a draft."""
    checked = check_form(written.form)
    kept = _kept_preview(written.id)
    values = _preview_values(written, kept)
    found = kept.found if kept is not None and values["holds"] else None
    sample, nobody, slow = _sample(checked)
    with parts().database.page_read() as connection:
        own = organizer_accounts.proven_phone_of(connection, parts().phone_cipher, visit.person().id)
        author = organizer_accounts.find_person(connection, written.author_id) if written.author_id else None
        approver = (
            organizer_accounts.find_person(connection, written.approved_by)
            if written.approved_by and written.is_approved
            else None
        )
    asks_approval = found is not None and needs_approval(found.recipients, parts().settings.approve_above)
    return render_template(
        "alert_draft.html",
        written=written,
        checked=checked,
        sample=sample,
        sample_phone=_masked(sample),
        sample_missing=sample.content.placeholder if sample and isinstance(sample.content, Missing) else "",
        nobody=nobody,
        slow=slow,
        own_phone=masked_phone(own) if own else "",
        author=author,
        approver=approver,
        asks_approval=asks_approval,
        is_own=written.author_id == visit.person().id,
        language_choices=[(each, own_language_name(each)) for each in (checked.campaign.languages if checked.campaign else ())],
        repeat=_repeat(checked.read.draft) if values["holds"] else None,
        steps=_steps(written, checked, kept, asks_approval),
        starts=checked.read.draft.starts_at if checked.read.draft else None,
        notice_text=notice,
        done_text=session.pop("notice", ""),
        trouble=trouble or {},
        **values,
    )


def _steps(written: WrittenDraft, checked: CheckedForm, kept: KeptPreview | None, asks_approval: bool) -> list[SendStep]:
    holds = kept is not None and kept.holds(written.number, now())
    steps = [
        SendStep(text=t("alerts.steps.fits"), done=checked.read.draft is not None),
        SendStep(text=t("alerts.steps.previewed"), done=holds),
        SendStep(text=t("alerts.steps.somebody"), done=bool(holds and kept and kept.found and kept.found.recipients)),
    ]
    return [*steps, SendStep(text=t("alerts.steps.approved"), done=written.is_approved)] if asks_approval else steps


def _masked(sample: SampleRecipient | None) -> str:
    phone = parts().phone_cipher.decrypt_if_ours(sample.phone) if sample and sample.phone else None
    return masked_phone(phone) if phone else ""


def _sample(checked: CheckedForm) -> tuple[SampleRecipient | None, bool, bool]:
    """Somebody who would get it, whether there is nobody (else), and whether it took too long to find anybody."""
    draft = checked.read.draft
    if draft is None:
        return None, False, False
    after = request.args.get("after", 0, type=visit.row_number)
    try:
        with parts().database.page_read() as connection:
            found = parts().previewer.recipient(connection, draft, now(), after)
            if found is None and after:
                found = parts().previewer.recipient(connection, draft, now())
    except CampaignNotLive:
        return None, False, False
    except (SQLAlchemyError, TimeoutError) as error:
        if not is_too_slow(error):
            raise
        return None, False, True
    return found, found is None, False
