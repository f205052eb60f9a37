"""What a campaign will say to somebody at a ZIP code, before it is live: texts, calls and page, by the rules that say it."""

from dataclasses import dataclass
from datetime import date

from bot.campaigns import Campaign
from bot.campaigns.model import Form
from bot.conversation.campaign_targets import find_targets
from bot.conversation.scripts import capitalize_first, facts_at, read_aloud, script_of, whom_to_try, why_none
from bot.officials.directory import Directory
from bot.officials.finding import Finding, Target
from bot.officials.naming import city_of, name_of
from bot.officials.office_lines import in_order, zip_middle
from bot.officials.records import Official
from bot.telephony import Content, count_segments, readable_phone, sms_text

MOST = 4  # officials that are shown of one target
WORDS_A_SECOND = 2.6  # of a voice that is not in a hurry


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewText:
    """A text as it leaves, with what it takes."""

    text: str
    segments: int
    unicode: bool

    @classmethod
    def of(cls, text: str) -> "PreviewText":
        sent = sms_text(text)
        counted = count_segments(sent)
        return cls(text=sent, segments=counted.count, unicode=counted.encoding != "GSM-7")

    @property
    def content(self) -> Content:
        return Content(text=self.text)


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewSpeech:
    """What a caller hears, and how long it takes."""

    text: str

    @property
    def seconds(self) -> int:
        return max(1, round(len(self.text.split()) / WORDS_A_SECOND))


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewOfficial:
    """The words for one official; `phone`: the line that is tried first, "" where there is none."""

    name: str
    phone: str
    sms: PreviewText
    voice: PreviewSpeech
    page: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PreviewTarget:
    """A target at this place: its officials, or why there are none. `more`: officials that are not shown. `choices`: what
    supporters there are asked to choose from, as their ward, with whom each elects."""

    office: str
    officials: tuple[PreviewOfficial, ...]
    more: int
    note: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class CampaignPreview:
    """A campaign as somebody at a ZIP code finds it. `targets`: empty where the ZIP code is not known. `asks`: a supporter
    there is asked for more, as their address, before all of these are certain."""

    intro: PreviewText
    intro_voice: PreviewSpeech
    page: str
    place: str
    targets: tuple[PreviewTarget, ...]
    asks: bool


def preview_campaign(
    directory: Directory, url: str, campaign: Campaign, zip: str, language: str, today: date
) -> CampaignPreview:
    """The preview. Raises KeyError and ValueError for texts that the checker refuses."""
    found = find_targets(campaign, directory, zip, today) if zip else None
    known = found if found and found.known else None
    words = campaign.wording(language)
    return CampaignPreview(
        intro=PreviewText.of(words.intro.sms),
        intro_voice=PreviewSpeech(text=read_aloud(words.intro.voice, language)),
        page=words.intro.page,
        place=city_of(directory, known) if known else "",
        targets=tuple(_target(directory, url, campaign, known, target, language, today) for target in known.targets)
        if known
        else (),
        asks=known is not None and known.open is not None,
    )


def _target(
    directory: Directory, url: str, campaign: Campaign, found: Finding, target: Target, language: str, today: date
) -> PreviewTarget:
    facts = facts_at(directory, url, campaign, found, language, zip=found.zip)
    shown = target.officials[:MOST]
    note = "" if shown or target.choices else why_none(campaign, found, target, language, "page", facts)
    if note:
        note = f"{note} {whom_to_try(directory, found, target, language, 'page')}".strip()

    def official(who: Official) -> PreviewOfficial:
        line = next(iter(in_order(who.lines, campaign.lines, zip_middle(found.zip), {})), None)

        def script(form: Form) -> str:
            return script_of(directory, campaign, who, line, language, form, facts, today)

        return PreviewOfficial(
            name=capitalize_first(name_of(who, campaign, language)),
            phone=readable_phone(line.id) if line else "",
            sms=PreviewText.of(script("sms")),
            voice=PreviewSpeech(text=read_aloud(script("voice"), language)),
            page=script("page"),
        )

    return PreviewTarget(
        office=capitalize_first(campaign.wording(language).offices[target.role].name),
        officials=tuple(map(official, shown)),
        more=len(target.officials) - len(shown),
        note=note,
        choices=tuple(choice.labels[language] for choice in target.choices),
    )
