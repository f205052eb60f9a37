"""What the address of a list of supporters asks for, and the choices of its form."""

from dataclasses import dataclass

from flask import request

from bot.locale.catalogues import CATALOGUES
from bot.locale.phrases import language_name
from bot.people.supporter_search import STATES, UNKNOWN_LANGUAGE, Cursor, State, SupporterFilter, read_place
from bot.runtime import parts
from bot.web.console import visit
from bot.web.console.visit import t

LONGEST_PLACE = 10
Choices = list[tuple[str, str]]


@dataclass(frozen=True, slots=True, kw_only=True)
class AskedFilter:
    """What was asked for: `wanted`, None where the place is none; the words of it as they stand in the address; from where."""

    wanted: SupporterFilter | None
    words: dict[str, str]
    after: Cursor | None


def read_filter() -> AskedFilter:
    """What this request's address asks for; of who is entered for one campaign, of that. An unknown choice counts as none."""
    place = request.args.get("place", "").strip()[:LONGEST_PLACE]
    campaign = visit.bound_campaign() or request.args.get("campaign", "")
    campaign = campaign if parts().campaigns.get(campaign) else ""
    state: State = next((each for each in STATES if each == request.args.get("state", "")), "")
    language = request.args.get("language", "")
    language = language if language in CATALOGUES or language == UNKNOWN_LANGUAGE else ""
    zips = read_place(place)
    wanted = None if zips is None else SupporterFilter(zips=zips, campaign=campaign, state=state, language=language)
    after = Cursor.read(request.args.get("after", ""))
    if after is not None and bool(after.zip) != bool(zips):
        after = None
    written = {"place": place, "campaign": campaign, "state": state, "language": language}
    return AskedFilter(wanted=wanted, words={name: value for name, value in written.items() if value}, after=after)


def state_choices() -> Choices:
    """What may be asked of consent."""
    return [(each, t(f"supporters.states.{each or 'any'}")) for each in STATES]


def language_choices() -> Choices:
    """The languages, and none."""
    known = [(code, language_title(code)) for code in CATALOGUES]
    return [("", t("supporters.any")), *known, (UNKNOWN_LANGUAGE, t("supporters.language_unknown"))]


def language_title(code: str) -> str:
    """A language as the page names it."""
    return language_name(code, visit.language())
