"""What a campaign says for one official at one place, and why there is none: the same in a conversation and on a page."""

from collections.abc import Mapping
from datetime import date

from bot.campaigns import Campaign
from bot.campaigns.model import Form
from bot.locale import phrase, phrase_or
from bot.officials.directory import Directory, Finding, OfficeLine, Official, Target
from bot.officials.divisions import state_of as state_of_division
from bot.officials.levels import PARTLY_KNOWN
from bot.officials.naming import area_in, caucus_in, city_of, state_in, title_in
from bot.officials.reasons import why_missing
from bot.officials.roles import ROLES
from bot.telephony import NUMBER_IN_TEXT, line_in_text, readable_phone, split_line, spoken_digits


def facts_at(
    directory: Directory, url: str, campaign: Campaign, found: Finding | None, language: str, *, zip: str
) -> dict[str, str]:
    """What a campaign's own texts may name of a place, as far as it is found."""
    return campaign.facts(
        language,
        city=city_of(directory, found) if found else "",
        state=state_in(found, language) if found else "",
        zip=zip,
        link=campaign.link(url, language),
    )


def script_of(
    directory: Directory,
    campaign: Campaign,
    official: Official,
    line: OfficeLine | None,
    language: str,
    form: Form,
    facts: Mapping[str, str],
    today: date,
) -> str:
    """The words for one official and the line to call, in a form; `facts` as facts_at() gives them."""
    level = ROLES[official.role].level
    return campaign.script_for(
        official.role,
        language,
        form,
        division=stance_division(official),
        place=area_in(directory, level, official.division, language) if level in PARTLY_KNOWN else facts["state"],
        title=title_in(official, language),
        name=official.name,
        gender=official.gender,
        office=official.office.get(language, ""),
        phone=_number(line.id, language, form) if line else "",
        facts=facts,
        today=today,
    )


def _number(line: str, language: str, form: Form) -> str:
    return number_aloud(line, language) if form == "voice" else readable_phone(line)


def number_aloud(line: str, language: str) -> str:
    """A number, or a line's id, as a voice reads it: "2 5 3 5 9 1 5 1 0 0, extension 4"."""
    phone, extension = split_line(line)
    digits = spoken_digits(phone.removeprefix("+1"))
    return phrase("value.aloud", language, number=digits, extension=spoken_digits(extension)) if extension else digits


def read_aloud(text: str, language: str) -> str:
    """A text as a voice should read it: numbers digit by digit, "ext." in words."""
    return NUMBER_IN_TEXT.sub(lambda number: number_aloud(line_in_text(number), language), text)


def menu_in_words(line: OfficeLine, language: str) -> str:
    """What to press where a phone menu answers a line, "" where none does."""
    keys = phrase("value.then", language).join(line.keys.split())
    return phrase("value.menu", language, keys=keys) if keys else ""


def whose_line_in_words(line: OfficeLine, name: str, language: str) -> str:
    """Whose a line is that an official, called `name`, has not alone, and to ask for them; "" for one of their own."""
    if line.until:
        return phrase("value.ask_kept", language, official=name)
    if not line.switchboard:
        return ""
    caucus = caucus_in(line, language)
    return phrase("value.ask_caucus" if caucus else "value.ask_for", language, caucus=caucus, official=name)


def stance_division(official: Official) -> str:
    """The division whose stance an official answers for: their city, county or state; a district has none of its own."""
    home = state_of_division(official.division)
    return home.division if home and ROLES[official.role].level not in PARTLY_KNOWN else official.division


def why_none(campaign: Campaign, found: Finding, target: Target, language: str, form: Form, facts: Mapping[str, str]) -> str:
    """Why there is nobody to call for a target: by its reason, else in the campaign's words for a line we do not have."""
    office = campaign.wording(language).offices[target.role].name
    said = say_why_nobody(found, target, office, language, form)
    return said or campaign.missing(target.role, language, "voice" if form == "voice" else "sms", facts)


def say_why_nobody(found: Finding, target: Target, office: str, language: str, form: Form) -> str:
    """Why there is nobody to call for a target of which `office` is the name; "" where a campaign says it in its own words."""
    words = why_missing(target, form, language)
    if not words:
        return ""
    said = words.format(
        place=state_in(found, language) or found.city,
        office=phrase_or(f"no_office.{target.role}", language, office) if target.reason == "no_such_office" else office,
        zip=spoken_digits(found.zip) if form == "voice" else found.zip,
    )
    return capitalize_first(said)


def whom_to_try(directory: Directory, found: Finding, target: Target, language: str, form: Form) -> str:
    """Who can help where there is nobody to call for a target, with a number where we have one; "" where nobody can.

    A number that is told with the others anyway, as the mayor's, is not told twice.
    """
    help = directory.help_lines.line(found, target)
    if help is None:
        return ""
    if not help.phone or any(
        line.phone == help.phone for each in found.targets for who in each.officials for line in who.lines
    ):
        return phrase(f"help_without_line.{help.who}", language, place=state_in(found, language))
    phone = _number(help.phone, language, form)
    return phrase(f"help_line.{help.who}", language, phone=phone)


def capitalize_first(text: str) -> str:
    """A text as it begins a line: "The District of Columbia elects nobody ..."."""
    return text[:1].upper() + text[1:]
