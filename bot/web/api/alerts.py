"""Alerts: written as drafts, previewed, sent, held, and followed. What holds for an organizer holds here: caps, hours,
approval."""

from collections.abc import Callable, Mapping, Sequence
from typing import TypeVar

from sqlalchemy import Connection

from bot.accounts.api_keys import Scope
from bot.accounts.audit import AuditAct
from bot.broadcasts import drafts, kept_previews, lifecycle
from bot.broadcasts.alert_form import read_form
from bot.broadcasts.broadcast_rows import BROADCASTS, BroadcastRow
from bot.broadcasts.drafts import WrittenDraft
from bot.broadcasts.kept_previews import KeptPreview
from bot.broadcasts.lifecycle import Draft
from bot.broadcasts.preview import Preview
from bot.broadcasts.results import read_result
from bot.broadcasts.sending_rules import Obstacle, find_obstacle
from bot.locale import in_each
from bot.models import Broadcast
from bot.runtime import Parts
from bot.web.api.alert_shapes import (
    AlertGiven,
    AlertListed,
    AlertPage,
    AlertShown,
    AlertsWanted,
    LanguagePreview,
    LedToShown,
    PreviewFigures,
    PreviewShown,
    PreviewState,
    ProgressShown,
    SendGiven,
)
from bot.web.api.alert_writing import check_alert, show_alert
from bot.web.api.cursors import read_cursor, write_cursor
from bot.web.api.etags import check_etag, etag_of
from bot.web.api.mount import AT
from bot.web.api.operations import AnyOperation, ApiAnswer, ApiCall, ExampleRequest, Operation, not_found
from bot.web.api.problems import Problem
from bot.web.api.shapes import Nothing, OneWanted, Shape

BodyT = TypeVar("BodyT", bound=Shape)
OBSTACLES: Mapping[Obstacle, str] = {
    "changed_since": "the draft was changed meanwhile; read it again",
    "has_mistakes": "the draft has mistakes by now; save it again to be told which",
    "preview_first": "there is no preview of the draft as it is, or it is too old; ask for one, and send by it",
    "nobody": "nobody would get it; widen the audience",
    "not_the_number": "so many do not get it; send the recipients of the preview",
    "said_before": "the same words went to some of the same people within a day; send it with `again` if that is meant",
    "approval_first": "to so many a second person has to approve it in the console first; a key cannot",
}


def _load(connection: Connection, id: int) -> tuple[BroadcastRow, WrittenDraft | None]:
    row = connection.execute(BROADCASTS.where(Broadcast.id == id, Broadcast.kind == "alert")).first()
    if row is None:
        raise not_found("No alert has this id")
    return BroadcastRow._make(row), drafts.read_draft(connection, id)


def _shown(connection: Connection, id: int) -> AlertShown:
    return show_alert(*_load(connection, id))


def _answer(
    call: ApiCall[OneWanted, BodyT] | ApiCall[Nothing, AlertGiven], id: int, then: Callable[[], object] | None = None
) -> ApiAnswer:
    """An alert as it is now, with the ETag by which it may be changed and sent."""
    shown = _shown(call.connection, id)
    return ApiAnswer(body=shown, headers={"ETag": etag_of(shown.model_dump_json(by_alias=True).encode())}, then=then)


def _draft(call: ApiCall[OneWanted, BodyT]) -> WrittenDraft:
    """The draft of a request that changes it, if nobody has changed it since it was read."""
    row, written = _load(call.connection, call.wanted.id)
    if row.state != "draft" or written is None:
        raise Problem("not_now", f"It is {row.state}, and no draft that was written in the console or here")
    if call.if_match:
        check_etag(call.if_match, show_alert(row, written))
    return written


def _list(call: ApiCall[AlertsWanted, Nothing]) -> ApiAnswer:
    wanted, place = call.wanted, read_cursor(call.built, "alerts", call.wanted)
    rows = lifecycle.list_alerts(
        call.connection,
        states=[wanted.state] if wanted.state else (),
        campaign=wanted.campaign or "",
        before=int(place) if place else None,
        most=wanted.limit + 1,
    )
    shown = rows[: wanted.limit]
    more = write_cursor(call.built, "alerts", str(shown[-1].id)) if len(rows) > len(shown) else None
    data = [
        AlertListed(
            id=each.id,
            campaign=each.campaign,
            state=each.state,
            words=each.words,
            recipients=each.total,
            gone=each.gone,
            failed=each.failed,
            created_at=each.created_at,
            starts_at=each.starts_at,
        )
        for each in shown
    ]
    return ApiAnswer(body=AlertPage(data=data, next_cursor=more))


def _one(call: ApiCall[OneWanted, Nothing]) -> ApiAnswer:
    return ApiAnswer(body=_shown(call.connection, call.wanted.id))


def _write(call: ApiCall[Nothing, AlertGiven]) -> ApiAnswer:
    form, campaign = check_alert(call.built, call.body, call.now)
    # Whoever made the key counts as the author: they cannot approve what it writes.
    id, _ = drafts.begin_draft(call.connection, call.token, form, campaign.id, call.key.made_by, call.now)
    call.record("alert_written", f"alert {id}")
    answer = _answer(call, id)
    return ApiAnswer(body=answer.body, headers={**answer.headers, "Location": f"{AT.path}/alerts/{id}"})


def _rewrite(call: ApiCall[OneWanted, AlertGiven]) -> ApiAnswer:
    written, id = _draft(call), call.wanted.id
    form, campaign = check_alert(call.built, call.body, call.now)
    if not drafts.save_draft(call.connection, id, written.number, form, campaign.id, call.key.made_by):
        raise Problem("stale", OBSTACLES["changed_since"])
    call.record("alert_changed", f"alert {id}")
    return _answer(call, id)


def _ask_preview(call: ApiCall[OneWanted, Nothing]) -> ApiAnswer:
    written, id, built = _draft(call), call.wanted.id, call.built
    if _sendable(built, written, call) is None:
        raise Problem("not_now", OBSTACLES["has_mistakes"])
    kept_previews.ask_preview(call.connection, id, written.number, call.now)
    return ApiAnswer(body=_preview(call, written), then=lambda: built.workers.enqueue("preview_alert", id))


def _show_preview(call: ApiCall[OneWanted, Nothing]) -> ApiAnswer:
    return ApiAnswer(body=_preview(call, _draft(call)))


def _sendable(built: Parts, written: WrittenDraft, call: ApiCall[OneWanted, BodyT]) -> Draft | None:
    """The draft as it would go out now, None for one with mistakes."""
    return read_form(written.form, built.previewer.around(call.now)).draft


def _preview(call: ApiCall[OneWanted, BodyT], written: WrittenDraft) -> PreviewShown:
    kept = kept_previews.read_preview(call.connection, written.id)
    approve_above = call.built.settings.approve_above
    is_right = _sendable(call.built, written, call) is not None
    obstacle = find_obstacle(written, kept, call.now, is_right=is_right, approve_above=approve_above)
    return PreviewShown(
        state=_preview_state(call, kept),
        holds=kept is not None and kept.holds(written.number, call.now),
        asked_at=kept.asked_at if kept else None,
        made_at=kept.made_at if kept else None,
        problem=kept.problem if kept else "",
        obstacle=OBSTACLES[obstacle] if obstacle else None,
        approve_above=approve_above,
        found=_figures(kept.found) if kept and kept.found else None,
    )


def _preview_state(call: ApiCall[OneWanted, BodyT], kept: KeptPreview | None) -> PreviewState:
    if kept is None:
        return "none"
    if kept.found:
        return "made"
    waits = kept.made_at is None and call.now - kept.asked_at < kept_previews.LOST
    return "making" if waits else "failed"


def _figures(found: Preview) -> PreviewFigures:
    return PreviewFigures(
        wanted=found.wanted,
        held=dict(found.held),
        recipients=found.recipients,
        quiet=found.quiet,
        pending=found.pending,
        maybe=found.maybe,
        too_late=found.too_late,
        cost_dollars=float(found.cost.dollars),
        over_cap=found.over_cap,
        sending_seconds=found.seconds,
        starts_at=found.starts_at,
        last_at=found.last_at,
        expires_at=found.expires_at,
        languages={
            language: LanguagePreview(
                recipients=each.recipients,
                by_segments={str(segments): people for segments, people in each.by_segments.items()},
                example=each.example,
            )
            for language, each in found.languages.items()
        },
    )


def _send(call: ApiCall[OneWanted, SendGiven]) -> ApiAnswer:
    written, id, built = _draft(call), call.wanted.id, call.built
    draft = _sendable(built, written, call)
    obstacle = find_obstacle(
        written,
        kept_previews.read_preview(call.connection, id),
        call.now,
        is_right=draft is not None,
        approve_above=built.settings.approve_above,
        recipients=str(call.body.recipients),
        is_said_before=_is_said_before(call, draft),
    )
    if obstacle or draft is None:
        raise Problem("not_now", OBSTACLES[obstacle or "has_mistakes"])
    if not drafts.send_draft(call.connection, id, written.number, draft, call.now):
        raise Problem("stale", OBSTACLES["changed_since"])
    call.record("alert_scheduled" if draft.starts_at else "alert_sent", f"alert {id}", after=str(call.body.recipients))
    return _answer(call, id, lambda: built.workers.enqueue("start_alerts"))


def _is_said_before(call: ApiCall[OneWanted, SendGiven], draft: Draft | None) -> bool:
    if draft is None or call.body.again:
        return False
    return call.built.previewer.repeat(call.connection, draft, call.now) is not None


def _pause(call: ApiCall[OneWanted, Nothing]) -> ApiAnswer:
    return _move(call, "alert_paused", ("paused",), lambda: lifecycle.pause_broadcast(call.connection, call.wanted.id))


def _resume(call: ApiCall[OneWanted, Nothing]) -> ApiAnswer:
    done = ("sending", "scheduled")
    return _move(call, "alert_resumed", done, lambda: lifecycle.resume_broadcast(call.connection, call.wanted.id, call.now))


def _cancel(call: ApiCall[OneWanted, Nothing]) -> ApiAnswer:
    done = ("cancelled",)
    return _move(call, "alert_cancelled", done, lambda: lifecycle.cancel_broadcast(call.connection, call.wanted.id, call.now))


def _move(call: ApiCall[OneWanted, Nothing], act: AuditAct, done: Sequence[str], move: Callable[[], bool]) -> ApiAnswer:
    """Move an alert; one that is where it is to go stays there, so that asking twice is no mistake."""
    row, _ = _load(call.connection, call.wanted.id)
    if move():
        call.record(act, f"alert {row.id}", before=row.state)
    elif row.state not in done:
        raise Problem("not_now", f"It is {row.state}: this cannot follow")
    return _answer(call, row.id, lambda: call.built.workers.enqueue("start_alerts"))


def _progress(call: ApiCall[OneWanted, Nothing]) -> ApiAnswer:
    id, prices = call.wanted.id, call.built.previewer.limits.prices
    _load(call.connection, id)
    found = lifecycle.broadcast_status(call.connection, id)
    assert found is not None
    result = read_result(call.connection, id)
    led_to = LedToShown(**{name: getattr(result, name) for name in LedToShown.model_fields})
    cost = prices.of_segments(found.segments).dollars + prices.of_pictures(found.pictures).dollars
    return ApiAnswer(
        body=ProgressShown(
            id=id,
            state=found.state,
            reason=found.reason,
            made=found.made,
            total=found.total,
            gone=found.gone,
            states=dict(found.states),
            reasons={reason or "unknown": count for reason, count in found.reasons.items()},
            waiting={zone: count for zone, count in found.zones.items() if count},
            segments=found.segments,
            pictures=found.pictures,
            cost_dollars=float(cost),
            led_to=led_to,
        )
    )


ANY_SCOPE: tuple[Scope, ...] = ("alerts", "alerts:send")
ONE = ExampleRequest(wanted={"id": 1})
WRITTEN: Mapping[str, object] = {
    "campaign": "sanctuary",
    "texts": in_each("api.example_alert", keyword="{keyword}"),
    "audience": {"state": ["WA"]},
}

OPERATIONS: Sequence[AnyOperation] = (
    Operation(
        id="list_alerts",
        method="GET",
        path="/alerts",
        about="Alerts, the newest first.",
        scopes=ANY_SCOPE,
        do=_list,
        wanted=AlertsWanted,
        body=Nothing,
        answer=AlertPage,
        problems=("unfit",),
    ),
    Operation(
        id="write_alert",
        method="POST",
        path="/alerts",
        about="Write an alert as a draft. Nothing goes out by that.",
        scopes=("alerts",),
        do=_write,
        wanted=Nothing,
        body=AlertGiven,
        answer=AlertShown,
        status=201,
        holds="writer",
        needs_key=True,
        problems=("unfit",),
        example=ExampleRequest(body=WRITTEN),
    ),
    Operation(
        id="get_alert",
        method="GET",
        path="/alerts/{id}",
        about="An alert, with the ETag by which it may be changed and sent.",
        scopes=ANY_SCOPE,
        do=_one,
        wanted=OneWanted,
        body=Nothing,
        answer=AlertShown,
        example=ONE,
    ),
    Operation(
        id="rewrite_alert",
        method="PUT",
        path="/alerts/{id}",
        about="Write a draft anew. An approval that it had is void.",
        scopes=("alerts",),
        do=_rewrite,
        wanted=OneWanted,
        body=AlertGiven,
        answer=AlertShown,
        holds="writer",
        matches=True,
        problems=("unfit", "not_now"),
        example=ExampleRequest(wanted={"id": 1}, body=WRITTEN),
    ),
    Operation(
        id="ask_preview",
        method="POST",
        path="/alerts/{id}/preview",
        about="Have the preview of a draft made: exact, by a worker, in seconds or minutes.",
        scopes=("alerts",),
        do=_ask_preview,
        wanted=OneWanted,
        body=Nothing,
        answer=PreviewShown,
        status=202,
        holds="writer",
        problems=("not_now",),
        example=ONE,
    ),
    Operation(
        id="get_preview",
        method="GET",
        path="/alerts/{id}/preview",
        about="The preview that was asked for, and what keeps the draft from being sent.",
        scopes=ANY_SCOPE,
        do=_show_preview,
        wanted=OneWanted,
        body=Nothing,
        answer=PreviewShown,
        problems=("not_now",),
        example=ONE,
    ),
    Operation(
        id="send_alert",
        method="POST",
        path="/alerts/{id}/send",
        about="Send a draft, now or at its time, to as many as its preview says; above APPROVE_ABOVE once it is approved.",
        scopes=("alerts:send",),
        do=_send,
        wanted=OneWanted,
        body=SendGiven,
        answer=AlertShown,
        holds="writer",
        needs_key=True,
        matches=True,
        problems=("not_now",),
        example=ExampleRequest(wanted={"id": 1}, body={"recipients": 1}),
    ),
    Operation(
        id="pause_alert",
        method="POST",
        path="/alerts/{id}/pause",
        about="Hold an alert: within a second nothing more leaves.",
        scopes=ANY_SCOPE,
        do=_pause,
        wanted=OneWanted,
        body=Nothing,
        answer=AlertShown,
        holds="writer",
        problems=("not_now",),
        example=ONE,
    ),
    Operation(
        id="resume_alert",
        method="POST",
        path="/alerts/{id}/resume",
        about="Let a held alert go on.",
        scopes=("alerts:send",),
        do=_resume,
        wanted=OneWanted,
        body=Nothing,
        answer=AlertShown,
        holds="writer",
        problems=("not_now",),
        example=ONE,
    ),
    Operation(
        id="cancel_alert",
        method="POST",
        path="/alerts/{id}/cancel",
        about="End an alert for good; a draft is thrown away.",
        scopes=("alerts:send",),
        do=_cancel,
        wanted=OneWanted,
        body=Nothing,
        answer=AlertShown,
        holds="writer",
        problems=("not_now",),
        example=ONE,
    ),
    Operation(
        id="follow_alert",
        method="GET",
        path="/alerts/{id}/progress",
        about="How far an alert is, what failed, and what it led to.",
        scopes=ANY_SCOPE,
        do=_progress,
        wanted=OneWanted,
        body=Nothing,
        answer=ProgressShown,
        example=ONE,
    ),
)
