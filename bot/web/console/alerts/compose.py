"""Writing an alert: the form, what it comes to while one types, and keeping it as a draft."""

import secrets
from dataclasses import dataclass, field

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.exc import SQLAlchemyError

from bot.accounts.audit import record_act
from bot.broadcasts import dates, drafts
from bot.broadcasts.alert_form import LISTED, PARTS, ReadForm, form_of_row, read_form, typed_fields
from bot.broadcasts.alert_texts import OF_THE_PLACE, PLACEHOLDERS
from bot.broadcasts.broadcast_rows import ALERT_KEYS, BROADCASTS, BroadcastRow
from bot.broadcasts.drafts import Form
from bot.broadcasts.lifecycle import list_alerts
from bot.broadcasts.pictures import NAMED_KINDS
from bot.broadcasts.preview import QuickCount
from bot.broadcasts.states import BEGUN
from bot.broadcasts.text_size import TextSize, text_size_of
from bot.campaigns import Campaign
from bot.locale import LANGUAGES
from bot.locale.catalogues import CATALOGUES
from bot.locale.console_phrases import has_sentence
from bot.models import Broadcast
from bot.runtime import parts
from bot.storage.database import is_too_slow
from bot.web.console import visit
from bot.web.console.alerts.blueprint import NotShown, bp, check_campaign, shown_alert
from bot.web.console.campaign_titles import campaign_title
from bot.web.console.visit import now, t

CALLED = ("called", "never", "reached", "unreached", "silent")
TOKEN_LENGTH = 43
MOST_BEGUN, MOST_WORDS = 30, 40  # alerts to choose from; characters of their words


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedForm:
    """A form as it was held against the rules. `campaign`: None where none is chosen yet. `troubles`: field -> what is wrong
    with it."""

    campaign: Campaign | None
    read: ReadForm
    troubles: dict[str, str] = field(default_factory=dict)


def check_form(form: Form) -> CheckedForm:
    """Hold a form against campaigns and officials."""
    around = parts().previewer.around(now())
    found = read_form(form, around)
    troubles: dict[str, str] = {}
    for problem in found.problems:
        key = _field_of(problem.key)
        troubles.setdefault(key, t("alerts.trouble", field=field_label(key), what=problem.found.said(visit.language())))
    for key in ("campaign", "texts"):
        if key in troubles:
            troubles.pop(key)
            first = parts().campaigns.named(form.get("campaign", ""))
            field_name = f"texts.{first.languages[0] if first else 'en'}" if key == "texts" else key
            troubles[field_name] = t(f"alerts.missing_{key}")
    if found.twice:
        troubles["at.which" if "at.which" in form else "at.time"] = t("alerts.twice", names=t("alerts.or").join(found.twice))
    return CheckedForm(campaign=parts().campaigns.named(form.get("campaign", "")), read=found, troubles=troubles)


def field_label(name: str) -> str:
    """What a field is called on the page."""
    first, _, rest = name.partition(".")
    if first == "texts":
        return t("alerts.text_in", language=visit.named_language(rest)) if rest in LANGUAGES else t("alerts.words")
    if first == "fallbacks":
        placeholder, _, language = rest.partition(".")
        return t("alerts.fallback", name=t(f"alerts.placeholders.{placeholder}"), language=visit.named_language(language))
    if first == "at":
        return t("alerts.when")
    if first in PARTS:
        key = f"alerts.whom.{rest}" if rest in LISTED else f"alerts.{rest}"
        return t(key) if first == "audience" else f"{t('alerts.leave_out')}: {t(key)}"
    key = f"alerts.{first}"
    return t(key) if has_sentence(key) else first


def _field_of(key: str) -> str:
    """The field in which the mistake of a key is: of "audience.state.0" that of the state."""
    if key == "at":
        return "at.time"
    first, *rest = key.split(".")
    if first == "fallbacks" and len(rest) == 1:
        return f"fallbacks.{rest[0]}.en"
    if first in PARTS:
        return ".".join((first, *rest[:1]))
    return ".".join((first, *rest[:2])) if first == "fallbacks" else ".".join((first, *rest[:1]))


@bp.get("/alerts/new")
def new() -> str:
    """An empty form, or one with the words of another alert (`like`)."""
    like = request.args.get("like", type=visit.row_number)
    form = _form_like(like) if like else {}
    campaigns = [each for each in parts().campaigns.live if visit.is_own(each.id)]
    if not form.get("campaign") and len(campaigns) == 1:
        form["campaign"] = campaigns[0].keyword
    return form_page(form, token=secrets.token_urlsafe(32))


def _form_like(id: int) -> dict[str, str]:
    shown_alert(id)
    with parts().database.page_read() as connection:
        written = drafts.read_draft(connection, id)
        row = BroadcastRow._make(connection.execute(BROADCASTS.where(Broadcast.id == id)).one())
    if written is not None:
        form = {name: value for name, value in written.form.items() if not name.startswith("at.")}
    else:
        form = form_of_row(row.campaign, row.texts, row.fallbacks, next(iter((row.pictures or {}).values()), ""))
    if request.args.get("again") == "not_called":
        form |= {"audience.no_call_since": str(id)} if row.state in BEGUN else {"audience.called": "never"}
    return form


@bp.post("/alerts")
def create() -> ResponseReturnValue:
    """Keep a new draft. A form that is sent twice keeps one."""
    token = request.form.get("token", "")
    if len(token) != TOKEN_LENGTH:
        raise NotShown("stale", 400)
    form = typed_fields(request.form)
    campaign = _campaign_id(form)
    with parts().database.write() as connection:
        id, is_new = drafts.begin_draft(connection, token, form, campaign, visit.person().id, now())
        if is_new:
            record_act(connection, visit.actor(), "alert_written", f"alert {id}", now())
    return _onwards(id, form)


def _onwards(id: int, form: Form) -> ResponseReturnValue:
    """To what the alert will be, or back to the form while something is to mend."""
    ready = check_form(form).read.draft is not None
    return redirect(url_for("alerts.page" if ready else "alerts.edit", id=id), 303)


@bp.get("/alerts/<int:id>/edit")
def edit(id: int) -> ResponseReturnValue:
    """The form of a draft, each mistake at its field."""
    written = own_draft(id)
    if written.state != "draft":
        return redirect(url_for("alerts.page", id=id), 303)
    return form_page(written.form, id=id, number=written.number, checked=check_form(written.form))


@bp.post("/alerts/<int:id>")
def save(id: int) -> ResponseReturnValue:
    """Save a draft. Where somebody else saved it meanwhile, both are shown and nothing is lost."""
    own_draft(id)
    form, number = typed_fields(request.form), request.form.get("number", 0, type=visit.row_number)
    campaign = _campaign_id(form)
    with parts().database.write() as connection:
        saved = drafts.save_draft(connection, id, number, form, campaign, visit.person().id)
        if saved:
            record_act(connection, visit.actor(), "alert_changed", f"alert {id}", now())
    if saved:
        return _onwards(id, form)
    written = own_draft(id)
    if written.state != "draft":
        return redirect(url_for("alerts.page", id=id), 303)
    changed = sorted(name for name in {*form, *written.form} if form.get(name) != written.form.get(name))
    theirs = [(field_label(name), written.form.get(name, ""), form.get(name, "")) for name in changed]
    return form_page(form, id=id, number=written.number, checked=check_form(form), theirs=theirs), 409


def own_draft(id: int) -> drafts.WrittenDraft:
    """An alert that was written in the console. Raises NotShown."""
    found = shown_alert(id)
    with parts().database.page_read() as connection:
        written = drafts.read_draft(connection, found.id)
    if written is None:
        raise NotShown("missing", 404)
    return written


def _campaign_id(form: Form) -> str:
    found = parts().campaigns.named(form.get("campaign", ""))
    if found is not None:
        check_campaign(found.id)
        return found.id
    return visit.bound_campaign()


@bp.post("/alerts/check")
def check() -> str:
    """A fragment: what the form comes to as it is typed: mistakes, how long the texts are, how many are in the audience."""
    form = typed_fields(request.form)
    checked = check_form(form)
    if checked.campaign is not None:
        check_campaign(checked.campaign.id)
    return render_template("alert_check.html", **live_values(form, checked))


def live_values(form: Form, checked: CheckedForm) -> dict[str, object]:
    """What stands beside the form."""
    sizes: dict[str, TextSize | None] = {}
    if checked.campaign is not None:
        for language in checked.campaign.languages:
            if words := form.get(f"texts.{language}", ""):
                sizes[language] = text_size_of(words, checked.campaign, parts().previewer.names, language)
    count, slow = _count(checked)
    return {"checked": checked, "sizes": sizes, "count": count, "slow": slow, "form": form, "has_picture": "picture" in form}


def _count(checked: CheckedForm) -> tuple[QuickCount | None, bool]:
    """How many are in the audience, and whether that took too long to count while one types."""
    if checked.read.draft is None:
        return None, False
    try:
        with parts().database.page_read() as connection:
            return parts().previewer.count(connection, checked.read.draft, now()), False
    except (SQLAlchemyError, TimeoutError) as error:
        if not is_too_slow(error):
            raise
        return None, True


def form_page(
    form: Form,
    *,
    id: int | None = None,
    number: int = 0,
    token: str = "",
    checked: CheckedForm | None = None,
    theirs: list[tuple[str, str, str]] | None = None,
) -> str:
    """The page with the form."""
    checked = checked or CheckedForm(campaign=parts().campaigns.named(form.get("campaign", "")), read=ReadForm(None))
    campaign = checked.campaign
    own = [each for each in parts().campaigns.live if visit.is_own(each.id)]
    languages = campaign.languages if campaign else tuple(dict.fromkeys(each for one in own for each in one.languages))
    return render_template(
        "alert_edit.html",
        id=id,
        number=number,
        token=token,
        theirs=theirs,
        campaigns=[(each.keyword, campaign_title(each.id)) for each in own],
        languages=languages,
        roles=[(role, _role_name(role, campaign)) for role in campaign.roles] if campaign else [],
        placeholders=list(PLACEHOLDERS),
        lacking=[name for name in OF_THE_PLACE if any(form.get(f"fallbacks.{name}.{each}") for each in languages)],
        fallbacks=OF_THE_PLACE,
        picture_kinds=NAMED_KINDS,
        which=[(each, each) for each in checked.read.twice or filter(None, [form.get("at.which", "")])],
        excepts=any(name.startswith("except.") for name in form),
        listed=[name for name in LISTED if name not in ALERT_KEYS],
        by_alert=ALERT_KEYS,
        begun=_begun(campaign.id if campaign else visit.bound_campaign(), form),
        called=[("", t("alerts.called_any")), *((each, t(f"alerts.called_{each}")) for each in CALLED)],
        spoken=[("", t("alerts.language_any")), *((each, own_language_name(each)) for each in languages)],
        zones=[(zone, t(f"alerts.zones.{name.replace(' ', '_')}")) for name, zone in dates.NAMES.items()],
        **live_values(form, checked),
    )


def _begun(campaign: str, form: Form) -> list[tuple[str, str]]:
    """The newest alerts that have begun, to choose from; and what the form names besides."""
    with parts().database.page_read() as connection:
        rows = list_alerts(connection, states=BEGUN, campaign=campaign, most=MOST_BEGUN)
    found = {"": t("alerts.whom_any_alert")}
    for row in rows:
        day = row.starts_at.date() if row.starts_at else row.created_at.date()
        found[str(row.id)] = t("alerts.begun", id=row.id, day=day, words=visit.shown(row.words[:MOST_WORDS]))
    named = (form.get(f"{part}.{name}", "") for part in PARTS for name in ALERT_KEYS)
    return [*found.items(), *((each, each) for each in dict.fromkeys(named) if each not in found)]


def _role_name(role: str, campaign: Campaign) -> str:
    key = f"alerts.offices.{role}"
    return t(key) if has_sentence(key) else role.replace("_", " ")


def own_language_name(code: str) -> str:
    """A language by its own name."""
    return CATALOGUES[code].name if code in CATALOGUES else code
