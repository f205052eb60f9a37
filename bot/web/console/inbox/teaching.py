"""Teaching: phrases for an intent, as drafts that are tried, and that a person's press has used everywhere within seconds."""

import threading
from collections.abc import Mapping

import structlog
from flask import abort, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import IntegrityError

from bot.accounts.audit import record_act
from bot.conversation import taught_phrases
from bot.conversation.intent_files import intents_of
from bot.conversation.taught_phrases import Taught, Trial
from bot.engine.flow import FlowErrors
from bot.inbox.inbox_rows import find_row
from bot.locale import CATALOGUES, LANGUAGES
from bot.locale.console_phrases import has_sentence
from bot.logging_setup import describe_error
from bot.reading.intents import NOTHING_ASKED
from bot.runtime import parts
from bot.web.console import visit
from bot.web.console.inbox.blueprint import bp
from bot.web.console.visit import now, t

log = structlog.get_logger()

MOST_CHANGED = 30  # phrases of a trial that a page shows
_trying = threading.Lock()  # a trial is seconds of work: one at a time in a process


@bp.get("/inbox/teach")
def teach() -> ResponseReturnValue:
    """Drafts, phrases in use, and the form for a new one; `phrase_of`: with the words of this row of the inbox."""
    typed = {"language": visit.language()}
    asked = request.args.get("phrase_of", type=visit.row_number)
    if asked is not None:
        with parts().database.page_read() as connection:
            row = find_row(connection, parts().phone_cipher, asked)
        if row is None:
            abort(404)
        typed["phrase"] = " ".join(row.words.split())[: taught_phrases.LONGEST]
    return _page(typed=typed, notice=session.pop("notice", ""))


@bp.post("/inbox/teach")
def add_phrase() -> ResponseReturnValue:
    """Write down a draft."""
    typed = {name: request.form.get(name, "").strip() for name in ("phrase", "intent", "language")}
    built = parts()
    try:
        with built.database.write() as connection:
            fault = taught_phrases.fault_of(connection, built.taught_intents.examples, _intents(), **typed)
            if fault is None:
                who = visit.actor()
                id = taught_phrases.add_draft(connection, **typed, who=who.name, now=now())
                record_act(
                    connection, who, "phrase_drafted", f"phrase {id}", now(), after=f"{typed['language']}: {typed['intent']}"
                )
    except IntegrityError:
        fault = "known"
    if fault:
        at = fault if fault in ("language", "intent") else "phrase"
        return _page(typed=typed, trouble={at: t(f"teaching.fault_{fault}")}, status=422)
    session["notice"] = t("teaching.drafted")
    return redirect(url_for("inbox.teach"), 303)


@bp.post("/inbox/teach/<int:id>/try")
def try_phrase(id: int) -> ResponseReturnValue:
    """What the draft would change."""
    draft = _find(id)
    trial = _trial(draft)
    if trial is None:
        return _page(trouble={"try": t("teaching.cannot_try")}, status=503)
    return render_template("inbox_trial.html", draft=draft, trial=trial, changed=trial.changed[:MOST_CHANGED], named=_named())


@bp.post("/inbox/teach/<int:id>/use")
def use_phrase(id: int) -> ResponseReturnValue:
    """Have it used; refused where the trial says that too little would be understood."""
    draft = _find(id)
    trial = _trial(draft)
    if trial is None:
        return _page(trouble={"try": t("teaching.cannot_try")}, status=503)
    if not trial.fits:
        page = render_template(
            "inbox_trial.html", draft=draft, trial=trial, changed=trial.changed[:MOST_CHANGED], named=_named()
        )
        return page, 422
    with parts().database.write() as connection:
        if taught_phrases.use_draft(connection, id):
            thing, after = f"phrase {id}", f"{draft.language}: {draft.intent}"
            record_act(connection, visit.actor(), "phrase_used", thing, now(), after=after)
    parts().taught_intents.look()
    session["notice"] = t("teaching.used_now")
    return redirect(url_for("inbox.teach"), 303)


@bp.post("/inbox/teach/<int:id>/remove")
def remove_phrase(id: int) -> ResponseReturnValue:
    """Take it out, also of use."""
    draft = _find(id)
    with parts().database.write() as connection:
        if taught_phrases.remove_taught(connection, id):
            thing, before = f"phrase {id}", f"{draft.language}: {draft.intent}"
            record_act(connection, visit.actor(), "phrase_removed", thing, now(), before=before)
    parts().taught_intents.look()
    return redirect(url_for("inbox.teach"), 303)


def _find(id: int) -> Taught:
    with parts().database.page_read() as connection:
        found = taught_phrases.find_taught(connection, id)
    if found is None:
        abort(404)
    return found


def _trial(draft: Taught) -> Trial | None:
    """None where the phrases beside the tables cannot be read, or another trial is running."""
    built = parts()
    with built.database.page_read() as connection:
        used = [each for each in taught_phrases.list_taught(connection) if each.state == "used" and each.id != draft.id]
    if not _trying.acquire(blocking=False):
        return None
    try:
        examples = built.taught_intents.examples
        return taught_phrases.try_draft(built.intents, examples, used, draft, built.flows, built.settings.flows_dir)
    except FlowErrors as errors:
        log.error("phrases_not_read", **describe_error(errors))
        return None
    finally:
        _trying.release()


def _intents() -> frozenset[str]:
    return intents_of(parts().flows) | {NOTHING_ASKED}


def _named() -> Mapping[str, str]:
    """Intent -> its name in the page's language; one that the catalogues do not know by the name that flows give it."""
    known = {intent: f"teaching.intent_{intent}" for intent in _intents()}
    return {intent: t(key) if has_sentence(key) else intent for intent, key in known.items()}


def _page(
    typed: Mapping[str, str] | None = None, trouble: Mapping[str, str] | None = None, notice: str = "", status: int = 200
) -> ResponseReturnValue:
    with parts().database.page_read() as connection:
        rows = taught_phrases.list_taught(connection)
    named = _named()
    page = render_template(
        "inbox_teach.html",
        rows=rows,
        named=named,
        intents=[("", ""), *sorted(named.items(), key=lambda each: each[1].casefold())],
        languages=[(each, CATALOGUES[each].name) for each in LANGUAGES],
        typed=typed or {},
        trouble=trouble or {},
        notice_text=notice,
    )
    return page, status
