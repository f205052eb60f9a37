"""The editor: a campaign as a form or as its text, checked as it is typed, with a preview. Nobody overwrites another."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, partial

from flask import Response, abort, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from bot.accounts import campaign_acts
from bot.campaign_versions.changes import Stale
from bot.campaign_versions.listing import difference, version_title
from bot.campaign_versions.version_rows import CampaignRow, find_version
from bot.campaigns import CheckedFile
from bot.campaigns.campaign_files import FORM
from bot.campaigns.form import CampaignForm, data_of, form_of
from bot.campaigns.logos import logo_text
from bot.campaigns.model import OPENINGS
from bot.campaigns.text_rules import TEXT_RULES
from bot.conversation.campaign_preview import CampaignPreview, PreviewText, preview_campaign
from bot.officials.office_lines import CHOICES
from bot.reading.incoming import IncomingText
from bot.runtime import parts
from bot.web.console import visit
from bot.web.console.campaigns.blueprint import bp, found_campaign, found_text
from bot.web.console.campaigns.listing import FIRST_ZIP
from bot.web.console.campaigns.words import language_options, own_name, role_options
from bot.web.console.visit import now, role_name, t
from bot.yaml_files.yaml_edit import change_yaml
from bot.yaml_files.yaml_reading import parse_yaml

SPARE = 2  # empty rows of a list that a form offers


@dataclass(frozen=True, kw_only=True)
class CampaignDraft:
    """What is in the editor: the text of a campaign, and the version that it was made from."""

    row: CampaignRow
    text: str
    based_on: int

    @cached_property
    def checked(self) -> CheckedFile:
        return parts().served_campaigns.check(self.row.id, self.text)

    @cached_property
    def form(self) -> CampaignForm:
        return form_of(self.checked.source.data)


@bp.get("/campaigns/<id>/edit")
def edit(id: str) -> str:
    """The form."""
    return _form_page(_kept_draft(id))


@bp.post("/campaigns/<id>/edit")
def save(id: str) -> ResponseReturnValue:
    """Keep the form as a draft, mistakes and all, and show them at their fields; `look`: only show what would come of it."""
    draft = _typed_draft(id)
    if request.form.get("act") == "look":
        return _form_page(draft, is_typed=True)
    return _saved(draft)


@bp.get("/campaigns/<id>/text")
def edit_text(id: str) -> str:
    """The campaign's YAML, for what is rare."""
    return _text_page(_kept_draft(id))


@bp.post("/campaigns/<id>/text")
def save_text(id: str) -> ResponseReturnValue:
    """Keep the text as a draft."""
    draft = _typed_text(id)
    if "\0" in draft.text or len(draft.text.encode()) > FORM.longest:
        return _text_page(draft, t("campaigns.text_refused", most=f"{FORM.longest:,}")), 422
    return _text_page(draft) if request.form.get("act") == "look" else _saved(draft)


@bp.get("/campaigns/<id>/logo")
def logo(id: str) -> Response:
    """The logo of the version that is worked on; 404 where it has none, or one that may not be shown."""
    campaign = _kept_draft(id).checked.campaign
    if campaign is None or (picture := campaign.identity.picture) is None:
        abort(404)
    return Response(picture.content, mimetype=picture.mimetype)


@bp.post("/campaigns/<id>/preview")
def preview(id: str) -> str:
    """A fragment: mistakes, texts, what a caller hears, the page; for what is in the editor now."""
    return render_template("campaigns/preview.html", **_shown(_typed_draft(id)))


def _kept_draft(id: str) -> CampaignDraft:
    with parts().database.page_read() as connection:
        row = found_campaign(connection, id)
        return CampaignDraft(row=row, text=found_text(connection, id, row.newest), based_on=row.newest)


def _typed_draft(id: str) -> CampaignDraft:
    """What a form or a text says, on top of the version that it was made from."""
    if "text" in request.form:
        return _typed_text(id)
    based_on = request.form.get("based_on", 0, type=visit.row_number)
    with parts().database.page_read() as connection:
        row = found_campaign(connection, id)
        before = found_text(connection, id, based_on)
    source, _ = parse_yaml(f"{id}.yaml", before.removeprefix("\ufeff"), FORM)
    data = data_of(_typed_fields(), source.data, _organization())
    return CampaignDraft(row=row, text=before if data == source.data else change_yaml(before, data, FORM), based_on=based_on)


def _typed_fields() -> dict[str, str]:
    """The fields of the form; a logo that was chosen stands in its field as a campaign's file holds it."""
    fields = dict(request.form.items())
    chosen = request.files.get("logo_file")
    if chosen and (content := chosen.read()):
        fields["identity.logo"] = logo_text(content)
    elif fields.get("logo_gone"):
        fields["identity.logo"] = ""
    return fields


def _typed_text(id: str) -> CampaignDraft:
    """What the text says; a browser ends its lines with two characters, a file as its version did."""
    based_on = request.form.get("based_on", 0, type=visit.row_number)
    with parts().database.page_read() as connection:
        row = found_campaign(connection, id)
        before = found_text(connection, id, based_on)
    text = request.form.get("text", "").replace("\r\n", "\n")
    if before.endswith("\n") and text and not text.endswith("\n"):
        text += "\n"
    return CampaignDraft(row=row, text=text.replace("\n", "\r\n") if "\r\n" in before else text, based_on=based_on)


def _organization() -> str:
    return parts().settings.organization


def _saved(draft: CampaignDraft) -> ResponseReturnValue:
    """Keep a draft: where to go then. Where somebody saved meanwhile both are shown, and nothing that was typed is lost."""
    id, who = draft.row.id, visit.actor()
    note = request.form.get("note", "").strip()
    with parts().database.write() as connection:
        saved = campaign_acts.save(connection, who, id, draft.text, draft.based_on, now(), note=note)
    if isinstance(saved, Stale):
        return _conflict(draft, saved.newest), 409
    parts().served_campaigns.look()
    if draft.checked.problems:
        session["saved"] = t("campaigns.saved_with_mistakes", count=len(draft.checked.problems))
        endpoint = "campaigns.edit_text" if "text" in request.form else "campaigns.edit"
        return redirect(url_for(endpoint, id=id), 303)
    session["notice"] = t("campaigns.saved") if saved != draft.based_on else t("campaigns.saved_nothing")
    return redirect(url_for("campaigns.overview", id=id), 303)


def _conflict(draft: CampaignDraft, newest: int) -> str:
    with parts().database.page_read() as connection:
        theirs = found_text(connection, draft.row.id, newest)
        version = find_version(connection, draft.row.id, newest)
    return render_template(
        "campaigns/conflict.html", row=draft.row, version=version, text=draft.text, lines=difference(theirs, draft.text)
    )


def _form_page(draft: CampaignDraft, *, is_typed: bool = False) -> str:
    form, names = draft.form, set(draft.form.fields)
    languages = form.languages or (visit.language(),)
    trouble = at_fields(draft.checked, names)
    return render_template(
        "campaigns/edit.html",
        row=draft.row,
        based_on=draft.based_on,
        form=form,
        title=version_title(draft.checked, visit.language()),
        languages=[(each, own_name(each)) for each in languages],
        trouble=trouble,
        opened=partial(opened, trouble),
        role_options=[("", t("campaigns.nobody")), *role_options()],
        language_options=[("", t("campaigns.no_language")), *language_options()],
        line_options=[(each, t(f"campaigns.lines.{each}")) for each in CHOICES],
        stance_options=[("", ""), *((each, t(f"campaigns.stance.{each}")) for each in ("has", "in_practice", "lacks"))],
        openings=OPENINGS,
        has_logo=bool(draft.checked.campaign and draft.checked.campaign.identity.picture) and not is_typed,
        used_openings=_used_openings(form),
        role_name=role_name,
        placeholders=placeholders,
        spare=SPARE,
        is_typed=is_typed,
        saved_text=session.pop("saved", ""),
        notice_text=session.pop("notice", ""),
        **_shown(draft),
    )


def _text_page(draft: CampaignDraft, refused: str = "") -> str:
    return render_template(
        "campaigns/text.html",
        row=draft.row,
        based_on=draft.based_on,
        text=draft.text,
        title=version_title(draft.checked, visit.language()),
        refused=refused,
        saved_text=session.pop("saved", ""),
        **_shown(draft),
    )


def _shown(draft: CampaignDraft) -> dict[str, object]:
    """What the preview of a draft shows."""
    typed = request.form.get("preview_zip", session.get("preview_zip", FIRST_ZIP)).strip()[:20]
    zip = IncomingText(typed).zip or ""
    session["preview_zip"] = typed
    campaign = draft.checked.campaign
    language = request.form.get("preview_language", "") or visit.language()
    spoken = campaign.language(language) if campaign else language
    found: CampaignPreview | None = None
    if campaign:
        directory, url = parts().directory, parts().settings.url
        try:
            found = preview_campaign(directory, url, campaign, zip, spoken, now().date())
        except (KeyError, ValueError):  # a text with a brace that is none, or a role without words: told among the mistakes
            found = None
    names = set(draft.form.fields)
    return {
        "preview": found,
        "problems": [(at_field(each.key, names), each) for each in draft.checked.problems],
        "preview_zip": typed,
        "zip_known": bool(found and found.targets),
        "preview_language": spoken,
        "preview_keyword": campaign.keyword_in(spoken) if campaign else "",
        "campaign": campaign,
        "cost": _cost,
        "spoken_languages": [(each, own_name(each)) for each in (campaign.languages if campaign else ())],
    }


def _cost(text: PreviewText) -> str:
    return f"{parts().settings.prices.of(text.content).dollars:.4f}"


def at_fields(checked: CheckedFile, names: Iterable[str]) -> Mapping[str, str]:
    """Field -> what is wrong with it, as the checker says it, in the page's language."""
    known, found = set(names), dict[str, str]()
    for problem in checked.problems:
        field = at_field(problem.key, known)
        told = problem.found.said(visit.language())
        found[field] = f"{found[field]} {told}" if field in found else told
    return found


def at_field(key: str, names: set[str]) -> str:
    """The field at which a mistake is shown: its own, the one it is a part of, or the first of what it is about."""
    steps = key.split(".")
    for n in range(len(steps), 0, -1):
        here = ".".join(steps[:n])
        if here in names:
            return here
        if n == len(steps) and (inside := sorted(name for name in names if name.startswith(f"{here}."))):
            return inside[0]
    return key


def opened(trouble: Iterable[str], *keys: str, open: object = False) -> Markup:
    """The attribute of a part of the form that is shown open: something in it is wrong, or `open` says so. A * is one step."""
    wrong = any(fits(field, key) for field in trouble for key in keys)
    return Markup(" open") if wrong or open else Markup()


def fits(field: str, key: str) -> bool:
    """Is a field at a key, or below it?"""
    steps, pattern = field.split("."), key.split(".")
    return len(steps) >= len(pattern) and all(b in ("*", a) for a, b in zip(steps, pattern, strict=False))


def placeholders(key: str) -> tuple[str, ...]:
    """The placeholders that the text at a key may name."""
    return next((rule.may for rule in TEXT_RULES if rule.key.count(".") == key.count(".") and fits(key, rule.key)), ())


def _used_openings(form: CampaignForm) -> set[str]:
    """The openings that something is written for, or a place calls for."""
    used = {"unknown"}
    for name in form.fields:
        parts_of = name.split(".")
        if len(parts_of) > 4 and parts_of[2:4] == ["script", "opening"]:
            used.add(parts_of[4])
    for n in range(form.stances):
        match form.get("stances", n, "stance"):
            case "lacks":
                used |= {"lacks", "lacked"}
            case "has" | "in_practice" as said:
                used |= {said, "had"}
    return used
