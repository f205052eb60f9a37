"""What a campaign is: its targets, stances on record, and words by language. Not how a file of one is read or checked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from difflib import get_close_matches
from typing import Annotated, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints

from bot.campaigns.colors import Palette, palette_of
from bot.campaigns.logos import Logo, read_logo
from bot.engine.placeholders import fill_template
from bot.locale import LANGUAGES, Language, titled_name
from bot.telephony import spoken_digits

State = Literal["draft", "live", "paused", "ended"]
StanceKind = Literal["has", "lacks", "unknown"]
# How a script opens: by the stance, how it is done, and whether the record is so old that it is told as what was.
OpeningKind = Literal["has", "in_practice", "had", "lacks", "lacked", "unknown"]
LineOrder = Literal["capitol", "nearest", "nearest_then_capitol", "spread"]  # what they mean: docs/lines.md
Form = Literal["sms", "voice", "page"]

OPENINGS: tuple[OpeningKind, ...] = ("has", "in_practice", "had", "lacks", "lacked", "unknown")
# A letter wrong, left out, doubled or swapped in a keyword of six or more, two in one of nine. TRUSTS is not TRUST.
SHORTEST_SLIP, LIKENESS = 6, 0.85

MOST_CALLS = 50  # that a campaign may state: nobody calls more officials than this

FORMS: tuple[Form, ...] = ("sms", "voice", "page")

Text = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
Word = Annotated[str, StringConstraints(pattern=r"^[A-Z][A-Z0-9]{2,15}$")]
Role = Annotated[str, StringConstraints(pattern=r"^[a-z][a-z_]*$")]
StateCode = Annotated[str, StringConstraints(pattern=r"^[A-Z]{2}$")]
Division = Annotated[str, StringConstraints(pattern=r"^ocd-division/country:us(/[a-z_]+:[a-z0-9._~-]+)*$")]
Color = Annotated[str, StringConstraints(pattern=r"^#[0-9a-fA-F]{6}$")]
# One text for all languages (a city's name), or one for each.
PerLanguage = Annotated[
    dict[Language, Text],
    BeforeValidator(lambda value: dict.fromkeys(LANGUAGES, value) if isinstance(value, str) else value),
]


class _Written(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Forms(_Written):
    """The same words three ways: for a text message, read aloud, and on the page."""

    sms: Text
    voice: Text
    page: Text


class CampaignReply(_Written):
    """What the bot answers, by text and by phone."""

    sms: Text
    voice: Text


class Opening(_Written):
    """What a script says first, by where the official's place stands.

    `had`, `lacked`: the same by a record that is stale. `unknown`: without a record; it neither thanks nor accuses.
    """

    has: Forms | None = None
    in_practice: Forms | None = None
    had: Forms | None = None
    lacks: Forms | None = None
    lacked: Forms | None = None
    unknown: Forms


class Script(_Written):
    """The words a supporter says: greeting, then the opening for the stance, then the body for the role."""

    greeting: Forms
    opening: Opening
    body: dict[Role, Forms]


class CampaignOffice(_Written):
    """A role's office: how it is called while nobody's name is known, and what to say when we have no line to it."""

    name: Text
    missing: CampaignReply


class UnknownWords(_Written):
    """Words in place of what we do not know about a supporter."""

    city: Text


class Topic(_Written):
    """A short piece of background for LEARN. `page` holds paragraphs between empty lines, and lines that start with "- ".
    `words`: what else people call it, so that a question about it is understood."""

    key: Annotated[str, StringConstraints(pattern=r"^[a-z][a-z0-9-]*$")]
    title: Text
    words: tuple[Text, ...] = ()
    sms: Text
    page: Text


class More(_Written):
    """Whom to follow, by name."""

    lead: Text
    names: Annotated[tuple[Text, ...], Field(min_length=1)]

    @property
    def sms(self) -> str:
        """The names as one text."""
        return f"{self.lead} {'; '.join(self.names)}."


class Programme(_Written):
    """The alerts a supporter can sign up for, as the sign-up confirmation must name them (CTIA principles 5.1.2.1)."""

    name: Text
    frequency: Text


class Words(_Written):
    """All words of a campaign in one language. `keyword`: one of this language's own; who texts it is answered in it."""

    keyword: Word | None = None
    title: Text
    ask: Text
    intro: Forms
    unknown: UnknownWords
    script: Script
    offices: dict[Role, CampaignOffice]
    topics: Annotated[tuple[Topic, ...], Field(min_length=1)]
    more: More
    programme: Programme


Year = Annotated[int, Field(ge=1900, le=2100)]


class StanceRecord(_Written):
    """Where a place stood when someone wrote it down; always shown with its year.

    `stance`: does the place do what the campaign asks? `in_practice`: it does, without a law or an order that says so.
    `recorded`: the year of the source.
    """

    division: Division
    place: PerLanguage
    stance: Literal["has", "lacks"]
    in_practice: bool = False
    recorded: Year
    source: PerLanguage

    def opening(self, stale: bool) -> OpeningKind:
        """How a script opens by this record."""
        if stale:
            return "had" if self.stance == "has" else "lacked"
        return "in_practice" if self.in_practice else self.stance


@dataclass(frozen=True, slots=True, kw_only=True)
class Stance:
    """Where a place stands, in the supporter's language. Nothing but `unknown` when there is no record.

    `opening`: how a script speaks of it; `since`: the year of the record.
    """

    kind: StanceKind = "unknown"
    opening: OpeningKind = "unknown"
    since: str = ""
    place: str = ""
    source: str = ""


class MoreTargets(_Written):
    """Roles that are called after the targets where somebody is on record for them, and not missed elsewhere.

    `not_in`: codes of states in which they are not called, whoever is on record.
    """

    roles: Annotated[tuple[Role, ...], Field(min_length=1)]
    not_in: tuple[StateCode, ...] = ()


class NamedTarget(_Written):
    """A seat that everybody is asked to call, wherever they live: a committee's chair, a speaker.

    `division`: what elects it, of a ward its own. `name`: who has to hold it; without one, whoever does, all of several.
    """

    role: Role
    division: Division
    name: Text | None = None

    @property
    def place(self) -> str:
        """The division in short: "state:wa/sldl:27"."""
        return self.division.partition("country:us/")[2] or self.division


class Identity(_Written):
    """Whose campaign it is, as its page shows it. What is left out is the installation's own.

    `logo`: the text of an SVG, or a PNG in base64.
    """

    name: Text | None = None
    color: Color | None = None
    logo: Text | None = None

    @property
    def palette(self) -> Palette | None:
        """Its color, and what goes with it."""
        return palette_of(self.color.lower()) if self.color else None

    @property
    def picture(self) -> Logo | None:
        """Its logo; a file with a logo that may not be shown is not used."""
        found = read_logo(self.logo) if self.logo else None
        return found if isinstance(found, Logo) else None


class CallPower(_Written):
    """Which campaign of CallPower this one has come from, so that forms on web sites go on as they are (docs/callpower.md).

    `id`, `name`: by what they ask for it. `form`, `phone`, `location`: where their script finds the form and its fields, as CSS
    selectors. `shows`: what comes of the form once it was sent.
    """

    id: Annotated[int, Field(ge=1)]
    name: Text | None = None
    form: Text = "#call_form"
    phone: Text = "#phone_id"
    location: Text = "#location_id"
    shows: Literal["overlay", "replace", "redirect"] = "overlay"


class Campaign(_Written):
    """An ask: whom it is put to, in which words. Its id is its file's name and part of its page's address.

    `version`: which one of the database it is, 0 for a file that is in none yet.
    """

    id: str
    version: int = 0
    keyword: Word
    aliases: tuple[Word, ...] = ()
    state: State
    hotline: bool = False
    languages: Annotated[tuple[Language, ...], Field(min_length=1)]
    targets: Annotated[tuple[Role, ...], Field(min_length=1)]
    more_targets: MoreTargets | None = None
    named_targets: tuple[NamedTarget, ...] = ()
    most_calls: Annotated[int, Field(ge=1, le=MOST_CALLS)] | None = None
    lines: LineOrder = "capitol"
    stances_stale_after_years: Annotated[int, Field(ge=1, le=50)] | None = None
    stances: tuple[StanceRecord, ...] = ()
    identity: Identity = Identity()
    callpower: CallPower | None = None
    words: dict[Language, Words]

    @property
    def roles(self) -> tuple[str, ...]:
        """The roles of whom a supporter calls by where they live, in the order of calling."""
        return (*self.targets, *(self.more_targets.roles if self.more_targets else ()))

    @property
    def worded_roles(self) -> tuple[str, ...]:
        """Those and the roles of who is named: there are words for all of them."""
        return tuple(dict.fromkeys((*self.roles, *(named.role for named in self.named_targets))))

    @property
    def keywords(self) -> tuple[str, ...]:
        """The keyword, its aliases and the languages' own, in capitals."""
        own = (words.keyword for words in self.words.values() if words.keyword)
        return (self.keyword, *self.aliases, *own)

    def language_of(self, word: str) -> Language | None:
        """The language that a keyword belongs to; None for one that says nothing about it."""
        return next((language for language, words in self.words.items() if words.keyword == word), None)

    def keyword_in(self, language: str) -> str:
        """The keyword to tell someone who speaks this language."""
        return self.wording(language).keyword or self.keyword

    def language(self, wanted: str) -> Language:
        """The language asked for if the campaign speaks it, else the campaign's first."""
        return next((language for language in self.languages if language == wanted), self.languages[0])

    def wording(self, language: str) -> Words:
        """All words in a language, or in the campaign's first where it does not speak that one."""
        return self.words[self.language(language)]

    def stance(self, division: str, language: str, today: date) -> Stance:
        """Where a division stands by the record; `unknown` when there is none for it."""
        record = next((record for record in self.stances if record.division == division), None)
        if record is None:
            return Stance()
        spoken = self.language(language)
        return Stance(
            kind=record.stance,
            opening=record.opening(self.is_stale(record, today)),
            since=str(record.recorded),
            place=record.place[spoken],
            source=record.source[spoken],
        )

    def is_stale(self, record: StanceRecord, today: date) -> bool:
        """Is a record so old that it says only what was? From the year after those that the campaign states."""
        years = self.stances_stale_after_years
        return years is not None and today.year > record.recorded + years

    def script(self, role: str, kind: OpeningKind, language: str, form: Form) -> str:
        """The script's template: placeholders still in braces. KeyError for a role that is no target of the campaign."""
        script = self.wording(language).script
        opening = getattr(script.opening, kind) or script.opening.unknown
        return join_parts([getattr(part, form) for part in (script.greeting, opening, script.body[role])], form)

    def official(self, role: str, language: str, *, title: str, name: str | None, gender: str = "", office: str = "") -> str:
        """Whom the script is for: "Governor Bob Ferguson", or the office's name while nobody's is known.

        office: what it is called by its district, where it has one; else the campaign's words count.
        """
        if not name:
            return office or self.wording(language).offices[role].name
        return titled_name(title, name, gender, self.language(language))

    def facts(self, language: str, *, city: str = "", state: str = "", zip: str = "", link: str = "") -> dict[str, str]:
        """What a campaign's texts may name about a supporter, with words for the city when it is not known."""
        return {"city": city or self.wording(language).unknown.city, "state": state, "zip": zip, "link": link}

    def script_for(
        self,
        role: str,
        language: str,
        form: Form,
        *,
        division: str,
        place: str,
        title: str,
        name: str | None,
        gender: str = "",
        office: str = "",
        phone: str,
        facts: Mapping[str, str],
        today: date,
    ) -> str:
        """The words for one official: `division` decides the stance, `place` is its name, `facts` come from `facts()`."""
        stance = self.stance(division, language, today)
        official = self.official(role, language, title=title, name=name, gender=gender, office=office)
        values = {
            **_said(facts, form),
            "place": stance.place or place or facts["city"],
            "since": stance.since,
            "title": title,
            "name": name or "",
            "official": official,
            "phone": phone,
        }
        return fill_template(self.script(role, stance.opening, language, form), values)

    def missing(self, role: str, language: str, form: Literal["sms", "voice"], facts: Mapping[str, str]) -> str:
        """What to say when we have no line to that office for the supporter's place."""
        return fill_template(getattr(self.wording(language).offices[role].missing, form), _said(facts, form))

    def link(self, public_url: str, language: str) -> str:
        """The page's address; only another language than the campaign's first is written into it."""
        return page_link(public_url, self.id, self.language(language), self.languages[0])


@dataclass(frozen=True, slots=True)
class Campaigns:
    """All campaigns of an installation, by id. Only live ones are offered.

    `earlier`: by id and number, versions that conversations which began with them go on with.
    """

    all: tuple[Campaign, ...]
    earlier: Mapping[tuple[str, int], Campaign] = field(default_factory=dict)

    def __iter__(self) -> Iterator[Campaign]:
        return iter(self.all)

    def __len__(self) -> int:
        return len(self.all)

    @property
    def live(self) -> tuple[Campaign, ...]:
        """The campaigns that are offered, in the order of their ids."""
        return tuple(campaign for campaign in self.all if campaign.state == "live")

    @property
    def hotline(self) -> Campaign | None:
        """The campaign a caller is asked about: the live one marked `hotline`, or the only live one."""
        marked = [campaign for campaign in self.live if campaign.hotline]
        return (marked or list(self.live))[0] if marked or len(self.live) == 1 else None

    def get(self, id: str) -> Campaign | None:
        """The campaign of that id in any state: a supporter may still be in one that was paused since."""
        return next((campaign for campaign in self.all if campaign.id == id), None)

    def at(self, id: str, version: int) -> Campaign | None:
        """The campaign of that id for a conversation that began with a version of it: that one, as far as it is still there,
        and as long as the campaign is live."""
        now = self.get(id)
        if now is None or now.version == version or now.state != "live":
            return now
        return self.earlier.get((id, version), now)

    def closed_by_keyword(self, word: str) -> Campaign | None:
        """The campaign of that keyword that was live and is paused or has ended; a paused one first."""
        closed = [each for each in self.all if each.state in ("paused", "ended") and word in each.keywords]
        return min(closed, key=lambda each: each.state != "paused", default=None)

    def named(self, word: str) -> Campaign | None:
        """The campaign that a person names by its id, its keyword or an alias, in any case and any state; a live one first."""
        keyword = word.upper()
        return (
            self.get(word.casefold())
            or self.by_keyword(keyword)
            or next((campaign for campaign in self.all if keyword in campaign.keywords), None)
        )

    def of_callpower(self, asked: str) -> Campaign | None:
        """The campaign that has come from CallPower's of that id or name, a live one first; None for none but drafts."""
        known = [
            each
            for each in self.all
            if each.state != "draft" and each.callpower and asked in (str(each.callpower.id), each.callpower.name)
        ]
        return min(known, key=lambda each: each.state != "live", default=None)

    def keyword_like(self, word: str) -> str:
        """The one live keyword that a word is a slip of the finger away from ("SANCTURY"), "" for none; as for by_keyword()."""
        if len(word) < SHORTEST_SLIP:
            return ""
        owners = {
            keyword: campaign.id for campaign in self.live for keyword in campaign.keywords if _may_be_like(word, keyword)
        }
        close = get_close_matches(word, owners, n=2, cutoff=LIKENESS)
        return close[0] if len({owners[keyword] for keyword in close}) == 1 else ""

    def by_keyword(self, word: str) -> Campaign | None:
        """The live campaign whose keyword or alias that is; `word` in capitals, letters and digits only."""
        return next((campaign for campaign in self.live if word in campaign.keywords), None)


def _may_be_like(word: str, keyword: str) -> bool:
    """Have they letters enough in common? Finds out about nearly all words at once, in which difflib takes its time."""
    least = LIKENESS * (len(word) + len(keyword)) / 2
    return min(len(word), len(keyword)) >= least and sum(letter in keyword for letter in word) >= least


def _said(facts: Mapping[str, str], form: Form) -> dict[str, str]:
    # A voice reads 98402 as ninety-eight thousand and so on; with spaces it reads the digits.
    return dict(facts) | ({"zip": spoken_digits(facts["zip"])} if form == "voice" else {})


def join_parts(parts: list[str], form: Form) -> str:
    """A script's parts put together: paragraphs on the page, sentences elsewhere."""
    return ("\n\n" if form == "page" else " ").join(part.strip() for part in parts)


def page_link(public_url: str, id: str, language: str, first: str) -> str:
    """The address of a campaign's page."""
    return f"{public_url.rstrip('/')}/c/{id}" + ("" if language == first else f"?lang={language}")
