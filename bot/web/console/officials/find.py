"""Who represents a place, found as the bot finds it: with how sure that is, and what would have to be asked."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from bot.conversation.campaign_targets import find_targets
from bot.geocoding import Unresolved
from bot.geocoding.locate import locate_address
from bot.officials.directory import OUTSIDE, ROLES, DivisionChoice, Finding, Official, Target
from bot.officials.levels import LEVELS
from bot.reading.incoming import IncomingText
from bot.runtime import parts
from bot.web.console.campaign_titles import campaign_title
from bot.web.console.officials.shown import (
    ShownLine,
    asked_day,
    official_name,
    read_health,
    shown_lines,
    source_name,
    source_said,
)
from bot.web.console.visit import language, role_name, t

LINES_SOURCE = "census-districts"
ZIP = re.compile(r"([0-9]{5})(?:-?[0-9]{4})?")
MOST_ADDRESS = 200  # characters
Divisions = Mapping[str, str]  # level -> division


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownOfficial:
    """Somebody to call, or an office."""

    official: Official
    name: str
    lines: list[ShownLine]
    seat: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownTarget:
    """What was found for an office. choices: pairs of what to choose and the address of the page once it is chosen."""

    role: str
    certainty: str
    reason: str
    vintage: str
    officials: list[ShownOfficial]
    choices: list[tuple[str, str]]


def show() -> ResponseReturnValue:
    """The form, and what its ZIP code finds."""
    return _page(_told("told"), _told("at"))


def locate() -> ResponseReturnValue:
    """The same with a street address, which is in no address of a page and is kept nowhere."""
    zip, resolver, built = request.form.get("zip", "").strip(), parts().resolver, parts()
    line = IncomingText(request.form.get("address", "").strip()[:MOST_ADDRESS]).address
    if resolver is None or ZIP.fullmatch(zip) is None or not request.form.get("address", "").strip():
        return _page(_told("told"), {})
    if line is None:
        return _page(_told("told"), {}, {"address": t("officials.address_wrong")})
    found = locate_address(resolver, built.directory, line, zip, asked_day())
    if isinstance(found, Unresolved):
        return _page(_told("told"), {}, {"address": t(f"officials.address_{found.why}")})
    return _page(_told("told"), {str(level): division for level, division in found.items()})


def _told(name: str) -> dict[str, str]:
    """Level -> division, as the page's address has them: what was chosen, or what a street address told."""
    pairs = (entry.partition("=") for entry in request.values.getlist(name)[: len(LEVELS)])
    return {level: division for level, _, division in pairs if level in LEVELS and division}


def _page(chosen: Divisions, geocoded: Divisions, trouble: Mapping[str, str] | None = None) -> ResponseReturnValue:
    typed, trouble = request.values.get("zip", "").strip(), dict(trouble or {})
    campaign = parts().campaigns.get(request.values.get("campaign", ""))
    found: Finding | None = None
    directory, day = parts().directory, asked_day()
    if typed:
        if match := ZIP.fullmatch(typed):
            where = {"chosen_divisions": chosen, "geocoded_divisions": geocoded}
            found = (
                find_targets(campaign, directory, match[1], day, **where)
                if campaign
                else directory.find(match[1], tuple(ROLES), today=day, **where)
            )
        else:
            trouble["zip"] = t("officials.zip_wrong")
    page = render_template(
        "officials/find.html",
        found=found,
        targets=_targets(found, chosen, geocoded) if found else [],
        open_choices=_open(found, chosen, geocoded) if found else None,
        lines_source=directory.sources.get(LINES_SOURCE),
        source_name=source_name,
        source_said=source_said,
        typed={"zip": typed, "on": request.values.get("on", ""), "campaign": campaign.id if campaign else ""},
        campaigns=[("", t("officials.every_office")), *((each.id, campaign_title(each.id)) for each in parts().campaigns)],
        takes_addresses=parts().resolver is not None,
        by_address=bool(geocoded),
        trouble=trouble,
    )
    return (page, 422) if trouble else page


def _targets(found: Finding, chosen: Divisions, geocoded: Divisions) -> list[ShownTarget]:
    everyone = [official for target in found.targets for official in target.officials]
    health = read_health(everyone)
    return [
        ShownTarget(
            role=role_name(target.role),
            certainty=target.certainty,
            reason=t(f"officials.why_{target.reason}") if target.reason else "",
            vintage=target.vintage,
            officials=[
                ShownOfficial(
                    official=official,
                    name=official_name(official),
                    lines=shown_lines(official, health),
                    seat=seat_said(official),
                )
                for official in target.officials
            ],
            choices=[_choice(found, target, choice, chosen, geocoded) for choice in target.choices],
        )
        for target in found.targets
    ]


def seat_said(official: Official) -> str:
    """Who holds the seat, and until when, in a few words."""
    if official.seat == "held":
        return t("officials.seat_until", day=official.term_end.isoformat()) if official.term_end else ""
    return t(f"officials.seat_{official.seat}")


def _open(found: Finding, chosen: Divisions, geocoded: Divisions) -> tuple[str, list[tuple[str, str]]] | None:
    """The first question, and its choices."""
    if found.open is None:
        return None
    level, choices = found.open
    return t(f"officials.level_{level}"), [_link(found, level, each, chosen, geocoded) for each in choices]


def _choice(found: Finding, target: Target, choice: DivisionChoice, chosen: Divisions, geocoded: Divisions) -> tuple[str, str]:
    level = next(
        (level for level, choices in found.questions if choice.division in {each.division for each in choices}),
        ROLES[target.role].level,
    )
    return _link(found, level, choice, chosen, geocoded)


def _link(found: Finding, level: str, choice: DivisionChoice, chosen: Divisions, geocoded: Divisions) -> tuple[str, str]:
    told = {**chosen, level: choice.division or OUTSIDE}
    address = url_for(
        "officials.show",
        zip=found.zip,
        campaign=request.values.get("campaign") or None,
        on=request.values.get("on") or None,
        told=[f"{level}={division}" for level, division in told.items()],
        at=[f"{level}={division}" for level, division in geocoded.items()],
    )
    return choice.labels[language()], address
