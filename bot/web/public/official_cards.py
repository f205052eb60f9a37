"""The officials of a place as cards: whom to call, at which numbers, what to say, and how sure we are."""

from dataclasses import dataclass

from bot.campaigns import Campaign, Stance
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
from bot.locale import Language, list_phrases, month_in_words
from bot.officials.directory import Finding, OfficeLine, Official, Target
from bot.officials.naming import name_of
from bot.officials.office_lines import in_order, zip_middle
from bot.runtime import parts
from bot.telephony import readable_phone, tel_link
from bot.web.public.text_blocks import Block, text_blocks
from bot.web.public.visit_address import official_key


@dataclass(frozen=True, slots=True, kw_only=True)
class CardSeat:
    """One official as the page shows them. `key`: their short name in the address."""

    id: str
    key: str
    heading: str
    lines: tuple[tuple[str, str, str], ...]  # tel: address, readable number, whom to ask for and what to press there
    notes: tuple[str, ...]
    stance: str
    script: tuple[Block, ...]

    @property
    def after_the_name(self) -> tuple[str, tuple[Block, ...]]:
        """What is said once the caller has said who they are and whom they want: often the same for all of an office."""
        return self.stance, self.script[1:] or self.script


@dataclass(frozen=True, slots=True, kw_only=True)
class PageOffice:
    """One target as the page shows it: its seats, or why there are none."""

    name: str
    seats: tuple[CardSeat, ...]
    note: str


def office_card(campaign: Campaign, found: Finding, target: Target, language: Language) -> PageOffice:
    """A target of the campaign at a place."""
    name = campaign.wording(language).offices[target.role].name
    seats = tuple(_seat(campaign, found, target, official, language) for official in target.officials)
    note = "" if seats else _why_none(campaign, found, target, language)
    return PageOffice(name=capitalize_first(name), seats=seats, note=note)


def _why_none(campaign: Campaign, found: Finding, target: Target, language: str) -> str:
    why = why_none(campaign, found, target, language, "page", _facts(campaign, found, language))
    return f"{why} {whom_to_try(parts().directory, found, target, language, 'page')}".strip()


def _facts(campaign: Campaign, found: Finding, language: Language) -> dict[str, str]:
    return facts_at(parts().directory, parts().settings.url, campaign, found, language, zip=found.zip)


def _seat(campaign: Campaign, found: Finding, target: Target, official: Official, language: Language) -> CardSeat:
    lines = in_order(official.lines, campaign.lines, zip_middle(found.zip), {})
    facts = _facts(campaign, found, language)
    line, today = next(iter(lines), None), parts().clock().date()
    script = script_of(parts().directory, campaign, official, line, language, "page", facts, today)
    name = name_of(official, campaign, language)
    return CardSeat(
        id=official.id,
        key=official_key(official.id),
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
