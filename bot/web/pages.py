"""Public pages without any script: the front page; for each live campaign its words, the officials of a ZIP, a sign-up."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from types import MappingProxyType
from urllib.parse import urlencode

import structlog
from flask import Blueprint, Response, abort, current_app, redirect, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import HTTPException, InternalServerError

from bot.campaigns import Campaign, Stance
from bot.contacts.sign_ups import Form
from bot.conversation.residence import find_targets
from bot.conversation.scripts import (
    capitalize_first,
    facts_at,
    menu_in_words,
    script_of,
    stance_division,
    whom_to_try,
    whose_line_in_words,
    why_none,
)
from bot.locale import CATALOGUES, LANGUAGES, Language, list_phrases, month_in_words, phrase
from bot.logging_setup import describe_error
from bot.officials.directory import Finding, OfficeLine, Official, Target
from bot.officials.levels import LEVELS
from bot.officials.naming import city_of, name_of
from bot.officials.office_lines import in_order, zip_middle
from bot.reading.incoming import IncomingText
from bot.runtime import parts
from bot.telephony import readable_phone, tel_link
from bot.web import alert_form
from bot.web.origin import site_of_page
from bot.web.webhook_handlers import DATABASE_AWAY

bp = Blueprint("pages", __name__, template_folder="templates", static_folder="static", static_url_path="/pages")
log = structlog.get_logger()

ASKED = {"alerts": "asked"}  # in the address, once a form was taken in

# Nothing from elsewhere, nothing inline, no frames. The address may hold a ZIP: no cache but the reader's, no referrer.
HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "private, no-cache",
    "Vary": "Accept-Language",
}


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of text on the page: a paragraph (one item) or a list."""

    kind: str  # "p" | "ul"
    items: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Seat:
    """One official as the page shows them."""

    heading: str
    lines: tuple[tuple[str, str, str], ...]  # tel: address, readable number, whom to ask for and what to press there
    notes: tuple[str, ...]
    stance: str
    script: tuple[Block, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOffice:
    """One target as the page shows it: its seats, or why there are none."""

    name: str
    seats: tuple[Seat, ...]
    note: str


@bp.after_request
def add_headers(response: Response) -> Response:
    """Every page's headers; style sheets keep their own caching."""
    for name, value in HEADERS.items():
        if response.mimetype == "text/html" or not name.startswith(("Cache", "Vary")):
            response.headers[name] = value
    if request.method == "POST":
        response.headers["Cache-Control"] = "no-store"  # there may be a number in it
    return response


@bp.get("/")
def front() -> str:
    """The live campaigns."""
    language = _language(LANGUAGES)
    campaigns = [(campaign, campaign.wording(language)) for campaign in parts().campaigns.live]
    return render_template("page_front.html", campaigns=campaigns, **_common(language, LANGUAGES))


@bp.get("/c/<id>")
def campaign(id: str) -> str:
    """A live campaign. `?zip=` shows officials, `?state=` and `?place=` answer what it leaves open, `?lang=` is the language.

    Nothing of it is stored: the answers travel in the address.
    """
    shown = _live(id)
    return _page(shown, _language(shown.languages))


@bp.post("/c/<id>")
def sign_up(id: str) -> ResponseReturnValue:
    """The form for a campaign's alerts: fields `phone`, and `note`, which people do not see.

    Whoever asked before, stopped or gets them already is answered as anybody: 303 to the page, which says to look at the phone.
    422 for what is no number to text, 429 where there were too many forms, 503 while the database is away.
    """
    request.max_content_length = alert_form.MAX_BYTES
    if site_of_page() == "other":
        abort(403, "only our own page may send this")
    shown = _live(id)
    if not parts().settings.sign_ups_a_day:
        abort(404)
    language = _language(shown.languages)
    typed = request.form.get("phone", "").strip()
    phone = alert_form.read_typed_number(typed)
    asked = redirect(f"{_here(language, ASKED)}#alerts", 303)
    if request.form.get("note"):
        return asked  # a program, which fills in whatever there is
    if phone is None:
        return _page(shown, language, typed, "alerts_not_read"), 422
    form = Form(
        campaign=shown, phone=phone, language=language, words=alert_form.agreement_text(shown, language), page=request.path
    )
    try:
        taken = parts().sign_ups.take(form, request.remote_addr, parts().clock())
    except DATABASE_AWAY as error:
        log.error("sign_up_failed", **describe_error(error))
        return _page(shown, language, typed, "alerts_away"), 503
    if not taken:
        log.warning("sign_up_refused", campaign=shown.id, why="too_many")
        return _page(shown, language, typed, "alerts_too_many"), 429
    parts().workers.enqueue("send_batch")
    return asked


def _live(id: str) -> Campaign:
    found = parts().campaigns.get(id)
    if found is None or found.state != "live":
        abort(404)
    return found


def _page(shown: Campaign, language: Language, number: str = "", refused: str = "") -> str:
    """The page of a campaign, as its address asks for it. `number`: what was typed into the form for alerts, and why that
    was refused."""
    typed = request.args.get("zip", "").strip()
    zip = IncomingText(typed).zip
    chosen = {str(level): request.args[level] for level in LEVELS if request.args.get(level)}
    found = _find(shown, zip, chosen) if zip else None
    known = found if found and found.known else None
    offices = [_office(shown, known, target, language) for target in known.targets] if known else []
    words = shown.wording(language)
    return render_template(
        "page_campaign.html",
        campaign=shown,
        words=words,
        intro=text_blocks(words.intro.page),
        topics=[(topic, text_blocks(topic.page)) for topic in words.topics],
        record=[shown.stance(record.division, language, parts().clock().date()) for record in shown.stances],
        typed=typed,
        trouble=_trouble(typed, zip, found, language),
        found=known,
        place=city_of(parts().directory, known) if known else "",
        # A ZIP of no state tells nothing of any office: one sentence says it for all.
        sorry=offices[0].note if known and not known.states else "",
        offices=offices,
        answered=chosen if known else {},
        choices=_choices(known, language),
        alerts=alert_form.form_section(shown, language, "alerts" in request.args, number, refused),
        here=_here(language),
        **_common(language, shown.languages),
    )


@bp.errorhandler(404)
def missing(error: Exception) -> tuple[str, int]:
    """No such campaign, or none that is live."""
    return render_template("page_missing.html", **_common(_language(LANGUAGES), LANGUAGES)), 404


@bp.app_errorhandler(Exception)
def failed(error: Exception) -> HTTPException:
    """The outermost loop of all that Flask answers: by itself it would log the error's own words, and the address."""
    if isinstance(error, HTTPException):
        return error
    log.error("request_failed", **describe_error(error))
    return InternalServerError()


def text_blocks(text: str) -> tuple[Block, ...]:
    """A text's paragraphs (between empty lines) and lists (lines that start with "- "); other lines continue the one above."""
    found: list[tuple[str, list[str]]] = []
    fresh = True
    for line in text.splitlines():
        words = line.strip()
        if not words:
            fresh = True
        elif words.startswith("- "):
            if fresh or found[-1][0] != "ul":
                found.append(("ul", []))
            found[-1][1].append(words[2:])
            fresh = False
        elif fresh:
            found.append(("p", [words]))
            fresh = False
        else:
            found[-1][1][-1] += f" {words}"
    return tuple(Block(kind, tuple(items)) for kind, items in found)


def _common(language: Language, languages: Sequence[Language]) -> dict[str, object]:
    settings = parts().settings
    others = [(other, CATALOGUES[other].name, _here(other)) for other in languages if other != language]
    return {
        "t": list_phrases("page", language),
        "language": language,
        "others": others,
        "organization": settings.organization,
        "number": readable_phone(settings.number),
        "dial": settings.number,
        "simulated": "simulator" in current_app.blueprints,
    }


def _here(language: Language, more: Mapping[str, str] = MappingProxyType({})) -> str:
    """This page in a language."""
    asked = {name: value for name, value in request.args.items() if name in {"zip", *LEVELS, *ASKED}}
    return f"{request.path}?{urlencode(asked | {'lang': language, **more})}"


def _language(languages: Sequence[Language]) -> Language:
    asked = request.args.get("lang", "")
    wanted = asked if asked in languages else request.accept_languages.best_match(languages)
    return next((language for language in languages if language == wanted), languages[0])


def _find(campaign: Campaign, zip: str, chosen: Mapping[str, str]) -> Finding:
    return find_targets(campaign, partial(parts().directory.find, zip, chosen_divisions=chosen, today=parts().clock().date()))


def _trouble(typed: str, zip: str | None, found: Finding | None, language: Language) -> str:
    if "zip" not in request.args:
        return ""
    if zip is None:
        return phrase("page.zip_not_read", language)
    if found is None or not found.known:
        return phrase("page.zip_not_known", language, zip=zip)
    return ""


def _choices(found: Finding | None, language: Language) -> tuple[str, list[tuple[str, str]]] | None:
    if found is None or found.open is None:
        return None
    level, choices = found.open
    return level, [(c.division, c.labels[language]) for c in choices]


def _office(campaign: Campaign, found: Finding, target: Target, language: Language) -> PageOffice:
    name = campaign.wording(language).offices[target.role].name
    seats = tuple(_seat(campaign, found, target, official, language) for official in target.officials)
    note = "" if seats else _why_none(campaign, found, target, language)
    return PageOffice(name=capitalize_first(name), seats=seats, note=note)


def _why_none(campaign: Campaign, found: Finding, target: Target, language: str) -> str:
    why = why_none(campaign, found, target, language, "page", _facts(campaign, found, language))
    return f"{why} {whom_to_try(parts().directory, found, target, language, 'page')}".strip()


def _facts(campaign: Campaign, found: Finding, language: Language) -> dict[str, str]:
    return facts_at(parts().directory, parts().settings.url, campaign, found, language, zip=found.zip)


def _seat(campaign: Campaign, found: Finding, target: Target, official: Official, language: Language) -> Seat:
    lines = in_order(official.lines, campaign.lines, zip_middle(found.zip), {})
    facts = _facts(campaign, found, language)
    line, today = next(iter(lines), None), parts().clock().date()
    script = script_of(parts().directory, campaign, official, line, language, "page", facts, today)
    name = name_of(official, campaign, language)
    return Seat(
        heading=capitalize_first(name),
        lines=tuple((tel_link(line.id), readable_phone(line.id), _hint(line, name, language)) for line in lines),
        notes=_notes(target, official, language),
        stance=_stance(campaign.stance(stance_division(official), language, today), language),
        script=text_blocks(script),
    )


def _hint(line: OfficeLine, name: str, language: Language) -> str:
    return f"{whose_line_in_words(line, name, language)} {menu_in_words(line, language)}".strip()


def _notes(target: Target, official: Official, language: Language) -> tuple[str, ...]:
    """How sure we are, who holds the seat, and where we know it from."""
    t = list_phrases("page", language)
    held = "" if official.seat == "held" else t["holder_unknown"]
    dated = t["checked"].format(month=month_in_words(official.as_of, language))
    return tuple(note for note in (t[target.certainty], held, dated) if note)


def _stance(stance: Stance, language: Language) -> str:
    if stance.kind == "unknown":
        return ""
    t = list_phrases("page", language)
    told = t[f"stance_{stance.opening}"].format(since=stance.since, place=stance.place)
    return f"{told} {t['source'].format(source=stance.source)}"
