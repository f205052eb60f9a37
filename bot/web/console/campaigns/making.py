"""New campaigns: from a few answers, as a copy of another, or out of a file."""

import re
from collections.abc import Mapping

from flask import abort, redirect, render_template, request, session, url_for
from flask.typing import ResponseReturnValue

from bot.accounts import campaign_acts
from bot.campaign_versions.changes import Stale
from bot.campaign_versions.version_rows import digest_of, find_campaign, version_with
from bot.campaigns.campaign_files import FORM
from bot.campaigns.checks import ID
from bot.campaigns.starting import Answers, copy_campaign, start_campaign, starter_languages
from bot.officials.roles import ROLES
from bot.runtime import parts
from bot.web.console import visit
from bot.web.console.campaign_titles import campaign_title
from bot.web.console.campaigns.blueprint import bp, found_campaign, found_text
from bot.web.console.campaigns.words import own_name, role_options
from bot.web.console.visit import now, t

KEYWORD = re.compile(r"[A-Z][A-Z0-9]{2,15}")
TITLE_LENGTH, ASK_LENGTH = 40, 160
CHOICES = 4  # targets that a new campaign is asked for; more in the editor
Typed = Mapping[str, str]


@bp.get("/campaigns/new")
def ask_new() -> str:
    """The ways to begin."""
    return _page({}, {})


@bp.post("/campaigns/new")
def create() -> ResponseReturnValue:
    """A campaign out of a few answers: complete, a draft."""
    typed = {name: value.strip() for name, value in request.form.items()}
    targets = list(dict.fromkeys(filter(None, (typed.get(f"target.{n}", "") for n in range(CHOICES)))))
    keyword = typed.get("keyword", "").upper()
    trouble = _keyword_trouble(keyword)
    languages = [each for each in starter_languages() if typed.get(f"title.{each}") or typed.get(f"ask.{each}")]
    for language in languages or starter_languages()[:1]:
        trouble |= _text_trouble(typed, f"title.{language}", TITLE_LENGTH) | _text_trouble(typed, f"ask.{language}", ASK_LENGTH)
    if not targets or any(role not in ROLES for role in targets):
        trouble["target.0"] = t("campaigns.new.no_target")
    if trouble:
        return _page(typed, trouble), 422
    answers = Answers(
        keyword=keyword,
        targets=targets,
        titles={language: typed[f"title.{language}"] for language in languages},
        asks={language: typed[f"ask.{language}"] for language in languages},
        organization=parts().settings.organization,
    )
    return _made(keyword, start_campaign(answers), t("campaigns.new.note"))


@bp.post("/campaigns/copy")
def copy() -> ResponseReturnValue:
    """A campaign that says what another says, under a keyword of its own."""
    source, title = request.form.get("from", ""), request.form.get("title", "").strip()[:TITLE_LENGTH]
    keyword = request.form.get("keyword", "").strip().upper()
    with parts().database.page_read() as connection:
        row = found_campaign(connection, source)
        text = found_text(connection, source, row.live_version or row.newest)
    if trouble := _keyword_trouble(keyword, f"{source}.keyword"):
        return _page({f"{source}.keyword": keyword, f"{source}.title": title}, trouble), 422
    return _made(keyword, copy_campaign(text, keyword, title), t("campaigns.new.copy_note", id=source))


@bp.post("/campaigns/import")
def take_file() -> ResponseReturnValue:
    """A campaign's YAML file: a new campaign, or a draft of the one that has the file's name."""
    upload = request.files.get("file")
    name = (upload.filename or "") if upload else ""
    id = re.sub(r"\.ya?ml$", "", name.replace("\\", "/").rpartition("/")[2].strip().lower())
    raw = upload.read(FORM.longest + 1) if upload else b""
    trouble = {}
    if not ID.fullmatch(id):
        trouble["file"] = t("campaigns.new.file_name")
    elif len(raw) > FORM.longest:
        trouble["file"] = t("campaigns.new.file_long", most=f"{FORM.longest:,}")
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        text = "\0"
    if not trouble and ("\0" in text or not text.strip()):
        trouble["file"] = t("campaigns.new.file_text")
    if trouble:
        return _page({}, trouble), 422
    return _kept(id, text)


def _kept(id: str, text: str) -> ResponseReturnValue:
    note, who = t("campaigns.new.file_note"), visit.actor()
    with parts().database.write() as connection:
        known = find_campaign(connection, id)
        if known is None:
            campaign_acts.create(connection, who, id, text, now(), note=note)
        elif version_with(connection, id, digest_of(text)) == known.newest:
            session["notice"] = t("campaigns.new.file_known")
        elif isinstance(campaign_acts.save(connection, who, id, text, known.newest, now(), note=note), Stale):
            abort(409)
    parts().served_campaigns.look()
    session.setdefault("notice", t("campaigns.new.file_taken"))
    return redirect(url_for("campaigns.overview", id=id), 303)


def _made(keyword: str, text: str, note: str) -> ResponseReturnValue:
    """Write a new campaign down under an id that is free."""
    id = keyword.lower()
    with parts().database.write() as connection:
        for n in range(2, 100):
            if campaign_acts.create(connection, visit.actor(), id, text, now(), note=note):
                break
            id = f"{keyword.lower()}-{n}"
    parts().served_campaigns.look()
    session["notice"] = t("campaigns.new.made")
    return redirect(url_for("campaigns.edit", id=id), 303)


def _keyword_trouble(keyword: str, field: str = "keyword") -> dict[str, str]:
    if not KEYWORD.fullmatch(keyword):
        return {field: t("campaigns.new.keyword_wrong")}
    words = f"keyword: {keyword}\n"
    problems = parts().served_campaigns.check("new", words).problems
    if any(problem.key == "keyword" and problem.found.code == "word_reserved" for problem in problems):
        return {field: t("campaigns.new.keyword_reserved", keyword=keyword)}
    if any(problem.key == "keyword" for problem in problems):
        return {field: t("campaigns.new.keyword_taken", keyword=keyword)}
    return {}


def _text_trouble(typed: Typed, field: str, most: int) -> dict[str, str]:
    text = typed.get(field, "")
    if not text:
        return {field: t("campaigns.new.is_empty")}
    if len(text) > most:
        return {field: t("campaigns.new.too_long", most=most, length=len(text))}
    return {field: t("campaigns.new.brace")} if "{" in text or "}" in text else {}


def _page(typed: Typed, trouble: Mapping[str, str]) -> str:
    language = visit.language()
    templates = [(each.id, campaign_title(each.id), each.wording(language).ask) for each in parts().campaigns]
    return render_template(
        "campaigns/new.html",
        typed=typed,
        trouble=trouble,
        languages=[(each, own_name(each)) for each in starter_languages()],
        role_options=[("", t("campaigns.nobody")), *role_options()],
        choices=range(CHOICES),
        templates=templates,
        title_length=TITLE_LENGTH,
        ask_length=ASK_LENGTH,
    )
