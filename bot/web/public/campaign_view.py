"""A campaign's page, put together: its words, the officials of a place, and what its forms were answered."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask import render_template, request

from bot.campaigns import Campaign
from bot.locale import Language, count_phrase, phrase
from bot.officials.finding import Finding
from bot.officials.levels import LEVELS
from bot.officials.naming import city_of
from bot.reading.incoming import IncomingText
from bot.runtime import parts
from bot.web.public.found_place import find_place, may_ask_address, open_choices
from bot.web.public.official_cards import CardSeat, PageOffice, office_card
from bot.web.public.page_forms import FormAnswer
from bot.web.public.page_frame import page_values
from bot.web.public.share_links import share_links, words_to_text
from bot.web.public.sign_up_form import sign_up_section
from bot.web.public.text_blocks import text_blocks
from bot.web.public.visit_address import LETTERS, Visit, as_visit, kept_values, page_of, read_visit

NOTHING_SENT = FormAnswer()
CARRIED = ("exact", "told", "visit", "ref")  # through a form that is sent by its address


@dataclass(frozen=True, slots=True, kw_only=True)
class CallProgress:
    """How far a visitor is. `now`: whom they call next, None for nobody; `told`: outcome by key; `step` of `steps`; `visit`: by
    which the next answer is known; `asks`: may they tell how it went?"""

    now: CardSeat | None
    told: Mapping[str, str]
    step: int
    steps: int
    visit: str
    asks: bool


def render_campaign(shown: Campaign, language: Language, answer: FormAnswer = NOTHING_SENT) -> str:
    """The page as its address asks for it; `answer`: to the form that was sent."""
    visit = read_visit()
    found = find_place(shown, visit)
    known = found if found and found.known else None
    offices = [office_card(shown, known, target, language) for target in known.targets] if known else []
    words = shown.wording(language)
    return render_template(
        "page_campaign.html",
        campaign=shown,
        words=words,
        intro=text_blocks(words.intro.page),
        topics=[(topic, text_blocks(topic.page)) for topic in words.topics],
        record=[shown.stance(record.division, language, parts().clock().date()) for record in shown.stances],
        typed=visit.zip,
        trouble=_trouble(visit.zip, found, language),
        found=known,
        place=city_of(parts().directory, known) if known else "",
        # A ZIP of no state tells nothing of any office: one sentence says it for all.
        sorry=offices[0].note if known and not known.states else "",
        offices=offices,
        calls=_progress(offices, visit),
        outcomes=LETTERS,
        so_far=_so_far(shown, language),
        answered={**visit.chosen, **visit.exact} if known else {},
        choices=open_choices(known, language),
        asks_address=known is not None and may_ask_address(known, visit),
        calls_back=parts().page_calls.are_on,
        alerts=sign_up_section(shown, language, "alerts" in request.args),
        words_to_text=words_to_text(shown, language),
        share=share_links(shown, language),
        answer=answer,
        carried={name: request.args[name] for name in CARRIED if request.args.get(name)},
        again=page_of(shown, language, dict.fromkeys((*LEVELS, "exact"), "")),
        here=page_of(shown, language),
        kept=kept_values(language),
        **page_values(language, shown.languages, shown),
    )


def _progress(offices: Sequence[PageOffice], visit: Visit) -> CallProgress | None:
    """None where there is nobody to call."""
    on_list = {seat.key: seat for office in offices for seat in office.seats if seat.lines}
    if not on_list:
        return None
    told = {key: outcome for key, outcome in visit.told.items() if key in on_list}
    first_open = next((seat for key, seat in on_list.items() if key not in told), None)
    return CallProgress(
        now=on_list.get(visit.at, first_open),
        told=told,
        step=min(len(told) + 1, len(on_list)),
        steps=len(on_list),
        visit=as_visit(visit.visit),
        asks=parts().settings.web_calls_an_hour > 0,
    )


def _so_far(shown: Campaign, language: Language) -> str:
    counted = parts().calls_so_far.of(shown.id)
    if not counted.calls:
        return ""
    calls = count_phrase("page.so_far.calls", counted.calls, language)
    offices = count_phrase("page.so_far.offices", counted.offices, language)
    return phrase("page.so_far.text", language, calls=calls, offices=offices)


def _trouble(typed: str, found: Finding | None, language: Language) -> str:
    if "zip" not in request.args:
        return ""
    if found is None:
        return phrase("page.zip_not_read", language)
    return "" if found.known else phrase("page.zip_not_known", language, zip=IncomingText(typed).zip or "")
