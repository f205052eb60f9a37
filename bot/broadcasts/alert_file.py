"""The file in which an organizer writes an alert (docs/alerts.md): its shape, what must fit together, and the draft it makes.

Whom it reaches is worked out in audience.py, what it costs in preview.py.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Set
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, ValidationError

from bot.broadcasts import dates, place_words
from bot.broadcasts.alert_texts import OF_THE_PLACE, PLACEHOLDERS, Names, complete_text, finish_text, longest_values
from bot.broadcasts.broadcast_rows import ALERT_KEYS, AudienceRow, Called, Certainty, Unsure, WhomRow
from bot.broadcasts.lifecycle import Draft
from bot.broadcasts.pictures import picture_problem
from bot.campaigns import Campaign, Campaigns
from bot.campaigns.model import PerLanguage, Role, Text
from bot.engine.placeholders import template_fields
from bot.locale import Language
from bot.locale.flaws import Flaw, flaw
from bot.officials.directory import Directory
from bot.officials.office_hours import CAPITAL_ZONES
from bot.telephony import MAX_CHARACTERS, count_segments
from bot.yaml_files.shapes import shape_problems
from bot.yaml_files.yaml_reading import FileFormat, FileProblem, KeyPath, Value, YamlFile, read_yaml

PAGE = "docs/alerts.md"
FORM = FileFormat(page=PAGE, begins="campaign: WORD")
MOST_SEGMENTS = 4
LASTS = timedelta(hours=24)
LEAST = timedelta(minutes=15)
MOST = timedelta(days=7)  # what is older than a week is no alert any more
AHEAD = timedelta(days=90)

# Carriers drop texts with an address that anybody may have made.
SHORTENERS = re.compile(
    r"\b(bit\.ly|bitly\.com|tinyurl\.com|t\.co|goo\.gl|ow\.ly|is\.gd|buff\.ly|rebrand\.ly|cutt\.ly|shorturl\.at|short\.io|t\.ly"
    r"|tiny\.cc|lnkd\.in|rb\.gy|bl\.ink|s\.id|v\.gd|soo\.gd|trib\.al|dlvr\.it|adf\.ly)\b(?=[/\s?]|$)",
    re.IGNORECASE,
)

ALERT_NUMBER = re.compile(r"[0-9]{1,9}")

Words = Annotated[tuple[Text, ...], Field(min_length=1)]


def _as_several(value: object) -> object:
    """One word stands for a list of one; what YAML takes for a number is read as it was written."""
    one = str(value) if type(value) is int else value
    return (
        (one,)
        if isinstance(one, str)
        else tuple(str(each) if type(each) is int else each for each in value)
        if isinstance(value, tuple)
        else value
    )


Several = Annotated[Words, BeforeValidator(_as_several)]
# What YAML takes for a number is read as it was written: only then can it be said what is wrong with it.
Time = Annotated[Text, BeforeValidator(lambda value: str(value) if type(value) is int else value)]


class _Written(BaseModel):
    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)


class Whom(_Written):
    """Conditions on supporters. In `audience` all have to hold; in `except` each leaves people out by itself."""

    state: Several | None = None
    zip: Several | None = None
    place: Several | None = None
    division: Several | None = None
    official: Several | None = None
    language: Annotated[
        tuple[Language, ...] | None, BeforeValidator(lambda value: (value,) if isinstance(value, str) else value)
    ] = None
    called: Called | None = None
    joined_since: Time | None = None
    alert: Several | None = None
    no_call_since: Several | None = None


class Plan(_Written):
    """An alert as it is written. `picture`: the address of one, for all languages or by language. `unsure`: is a text sent
    again of which nobody knows whether it arrived? `official`: whose name {official} stands for, one of the campaign's
    targets."""

    campaign: Text
    texts: Annotated[dict[Language, Text], Field(min_length=1)]
    picture: PerLanguage = {}
    audience: Whom = Whom()
    leave_out: Whom = Field(Whom(), alias="except")
    certainty: Certainty = "sure"
    unsure: Unsure = "leave"
    official: Role | None = None
    fallbacks: dict[str, PerLanguage] = {}
    at: Time | None = None
    expires: Time | None = None
    zone: Text | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """What a plan is held against: this installation's campaigns and officials, what it is called, and the time (UTC).
    `begun`: the campaign of an alert that has begun, by its number; None for any other."""

    campaigns: Campaigns
    directory: Directory
    names: Names
    now: datetime
    begun: Callable[[int], str | None]


class PlanErrors(Exception):
    """Mistakes in a plan: all of them, in the order of their lines."""

    def __init__(self, problems: list[FileProblem]) -> None:
        self.problems = tuple(sorted(dict.fromkeys(problems), key=lambda problem: problem.line or 0))
        super().__init__("\n".join(map(str, self.problems)))


def read_plan(path: Path, around: Around, changes: Mapping[str, Value] | None = None) -> Draft:
    """The draft that a file makes, with what was given besides it. Raises PlanErrors with every mistake."""
    source, unreadable = read_yaml(path, FORM)
    if unreadable:
        raise PlanErrors(unreadable)
    given = dict(changes or {})
    source.data |= given
    source.lines = {key: line for key, line in source.lines.items() if key[0] not in given}  # what was given is on no line
    return plan(source, around)


def given_plan(values: Mapping[str, Value], around: Around) -> Draft:
    """The draft of an alert given in options, with the keys of a file. Raises PlanErrors with every mistake."""
    return plan(YamlFile(file="options", data=dict(values)), around)


def plan(source: YamlFile, around: Around) -> Draft:
    """The draft of an alert as written. Raises PlanErrors with every mistake."""
    problems: list[FileProblem] = []
    try:
        written = Plan.model_validate(source.data)
    except ValidationError as error:
        problems = shape_problems(error, source, Plan, PAGE, lambda key: "not_small")
        rest = _without(source.data, {tuple(detail["loc"][:2]) for detail in error.errors(include_url=False)})
        try:
            written = Plan.model_validate(rest)
        except ValidationError:  # a key is missing that all the others hang on
            raise PlanErrors(problems) from None
    reading = _Reading(source, written, around)
    draft = reading.draft()
    told = {problem.key for problem in problems}
    problems += [problem for problem in reading.problems if problem.key not in told]
    if draft is None or problems:
        raise PlanErrors(problems)
    return draft


def _without(data: Mapping[str, Value], keys: Set[KeyPath]) -> dict[str, Value]:
    """The data without some keys of the first two levels: what is right is read even so, to tell all mistakes at once."""
    kept = {key: value for key, value in data.items() if (key,) not in keys}
    return {
        key: {name: each for name, each in value.items() if (key, name) not in keys} if isinstance(value, dict) else value
        for key, value in kept.items()
    }


class _Reading:
    """One plan on its way to a draft; collects what is wrong on the way."""

    def __init__(self, source: YamlFile, written: Plan, around: Around) -> None:
        self.source, self.written, self.around = source, written, around
        self.problems: list[FileProblem] = []

    def wrong(self, key: KeyPath, found: Flaw) -> None:
        self.problems.append(self.source.problem(key, found))

    def draft(self) -> Draft | None:
        """The draft, as far as there are no problems; None where no campaign is known that the rest could be held against."""
        campaign = self._campaign()
        audience = self._whom("audience", self.written.audience, campaign)
        leave_out = self._whom("except", self.written.leave_out, campaign)
        zone = self._zone(audience)
        starts_at, expires_at = self._times(zone)
        if campaign is None:
            return None
        for part, whom in (("audience", self.written.audience), ("except", self.written.leave_out)):
            for language in whom.language or ():
                if language not in campaign.languages:
                    self.wrong((part, "language"), _not_spoken(language, campaign))
        audience_filter: AudienceRow = {
            "audience": audience,
            "except": leave_out,
            "certainty": self.written.certainty,
            "official": self._role(campaign),
            "zone": zone,
        }
        texts = {str(language): self._text(language, text, campaign) for language, text in self.written.texts.items()}
        self._languages(campaign)
        pictures, fallbacks = self._pictures(), dict(self._fallbacks(campaign))
        return Draft(
            campaign=campaign.id,
            audience_filter=audience_filter,
            texts=texts,
            expires_at=expires_at,
            fallbacks=fallbacks,
            starts_at=starts_at,
            pictures=pictures,
            resend_unknown=self.written.unsure == "again",
        )

    def _campaign(self) -> Campaign | None:
        word = self.written.campaign
        campaigns = self.around.campaigns
        found = campaigns.named(word)
        if found is None:
            known = ", ".join(campaign.keyword for campaign in campaigns.live)
            self.wrong(("campaign",), flaw("campaign_unknown", word=word, known=known))
        elif found.state != "live":
            self.wrong(("campaign",), flaw(f"campaign_{found.state}", word=word, id=found.id))
        return found

    def _whom(self, part: str, whom: Whom, campaign: Campaign | None) -> WhomRow:
        found: WhomRow = {}
        for key, read in place_words.READERS.items():
            words: tuple[str, ...] = getattr(whom, key) or ()
            ids = []
            for word in words:
                try:
                    ids.append(read(word, self.around.directory))
                except place_words.Unknown as unknown:
                    self.wrong((part, key), unknown.found)
            if words:
                found[key] = list(dict.fromkeys(ids))
        if whom.language:
            found["language"] = list(whom.language)
        if whom.called:
            found["called"] = whom.called
        if whom.joined_since and (since := self._since(part, whom.joined_since)):
            found["joined_since"] = since.isoformat()
        for name in ALERT_KEYS:
            if numbers := getattr(whom, name):
                found[name] = self._alerts((part, name), numbers, campaign)
        return found

    def _since(self, part: str, written: str) -> datetime | None:
        try:
            since = datetime.combine(dates.read_alert_day(written), time(), UTC)
        except dates.InvalidDateTime as wrong:
            self.wrong((part, "joined_since"), wrong.found)
            return None
        if since > self.around.now:
            self.wrong((part, "joined_since"), flaw("day_to_come", written=written))
        return since

    def _alerts(self, key: KeyPath, words: tuple[str, ...], campaign: Campaign | None) -> list[int]:
        """The alerts with these numbers: of this campaign alone, as who asked for it is in no other one's audience."""
        ids = []
        for word in dict.fromkeys(words):
            id = int(word) if ALERT_NUMBER.fullmatch(word) else 0
            if campaign is not None and self.around.begun(id) != campaign.id:
                self.wrong(key, flaw("alert_not_begun", word=word))
            ids.append(id)
        return ids

    def _zone(self, audience: WhomRow) -> str:
        """The organizer's zone: the one written, else that of the one state the audience lives in; "" for none."""
        if self.written.zone:
            try:
                return dates.zone_named(self.written.zone)
            except dates.InvalidDateTime as wrong:
                self.wrong(("zone",), wrong.found)
        states = audience.get("state", ())
        return CAPITAL_ZONES[states[0]] if len(states) == 1 else ""

    def _times(self, zone: str) -> tuple[datetime | None, datetime]:
        now = self.around.now
        at = self._moment("at", self.written.at, zone) if self.written.at else None
        if at and at <= now:
            self.wrong(("at",), flaw("start_over", written=self.written.at or ""))
        elif at and at > now + AHEAD:
            self.wrong(("at",), flaw("start_far", written=self.written.at or "", most=AHEAD.days))
        start = at or now
        if self.written.expires is None:
            return at, start + LASTS
        lasts = dates.read_span(self.written.expires)
        ends = start + lasts if lasts else self._moment("expires", self.written.expires, zone)
        if ends is None:
            return at, start + LASTS
        if ends <= start + LEAST:
            self.wrong(("expires",), flaw("end_over" if ends <= now else "end_soon", written=self.written.expires))
        elif ends > start + MOST:
            self.wrong(("expires",), flaw("end_far", written=self.written.expires, most=MOST.days))
        return at, ends

    def _moment(self, key: str, written: str, zone: str) -> datetime | None:
        try:
            at = dates.read_local_moment(written, zone or "UTC")
        except dates.InvalidDateTime as wrong:
            found = wrong.found
            self.wrong((key,), Flaw(f"{found.code}_or_span", found.values) if key == "expires" else found)
            return None
        if not zone and not self.written.zone:  # a zone that is written and none has been told
            self.wrong((key,), flaw("zone_missing", written=written))
        return at if zone else None

    def _role(self, campaign: Campaign) -> str:
        role = self.written.official or campaign.targets[0]
        if role not in campaign.roles:
            self.wrong(("official",), flaw("no_target", role=role, known=", ".join(campaign.roles)))
        return role

    def _languages(self, campaign: Campaign) -> None:
        left_out = self.written.leave_out.language or ()
        for language in self.written.audience.language or campaign.languages:
            if language in campaign.languages and language not in (*self.written.texts, *left_out):
                self.wrong(("texts", language), flaw("text_missing", language=language))
        for language in self.written.texts:
            if language not in campaign.languages:
                self.wrong(("texts", language), _not_spoken(language, campaign))

    def _text(self, language: Language, text: str, campaign: Campaign) -> str:
        key: KeyPath = ("texts", language)
        names = self.around.names
        try:
            named = template_fields(text)
        except ValueError:
            self.wrong(key, flaw("brace", example="{city}", opening="{", closing="}"))
            return text
        strange = [name for name in dict.fromkeys(named) if name not in PLACEHOLDERS]
        known = ", ".join(f"{{{name}}}" for name in PLACEHOLDERS)
        for name in strange:
            self.wrong(key, flaw("alert_placeholder", name=f"{{{name}}}", known=known))
        if match := SHORTENERS.search(text):
            self.wrong(key, flaw("short_link", host=match[1], link="{link}"))
        whole = complete_text(text, campaign, names, language)
        if strange:
            return whole
        longest = finish_text(whole, longest_values(campaign, names, language), language)
        if self.written.picture:  # with one it is billed and sent as one message, however long
            if len(longest) > MAX_CHARACTERS:
                self.wrong(key, flaw("alert_characters", takes=len(longest), most=MAX_CHARACTERS))
            return whole
        parts = count_segments(longest)
        if parts.count > MOST_SEGMENTS or len(longest) > MAX_CHARACTERS:
            code = "alert_segments_ucs2" if parts.encoding == "UCS-2" else "alert_segments"
            self.wrong(key, flaw(code, takes=parts.count, most=MOST_SEGMENTS))
        return whole

    def _pictures(self) -> dict[str, str]:
        """The picture of every language of the texts, or none at all."""
        by_language = isinstance(self.source.data.get("picture"), dict)
        for language, address in self.written.picture.items():
            key: KeyPath = ("picture", language) if by_language else ("picture",)
            if by_language and language not in self.written.texts:
                self.wrong(key, flaw("picture_no_text", language=language))
            elif problem := picture_problem(address):
                self.wrong(key, problem)
        found = {str(language): self.written.picture.get(language, "") for language in self.written.texts}
        for language in (language for language in found if self.written.picture and not found[language]):
            self.wrong(("picture", language), flaw("picture_missing"))
        return found if self.written.picture else {}

    def _fallbacks(self, campaign: Campaign) -> Iterator[tuple[str, str]]:
        for name, words in self.written.fallbacks.items():
            key: KeyPath = ("fallbacks", name)
            if name not in OF_THE_PLACE:
                self.wrong(key, flaw("fallback_needless", name=name, known=", ".join(OF_THE_PLACE)))
                continue
            if not any(f"{{{name}}}" in text for text in self.written.texts.values()):
                self.wrong(key, flaw("fallback_unnamed", name=f"{{{name}}}"))
            for language in self.written.texts:
                if language not in words:
                    self.wrong((*key, language), flaw("fallback_missing"))
                else:
                    yield f"{name}.{language}", words[language]


def _not_spoken(language: str, campaign: Campaign) -> Flaw:
    return flaw("not_spoken", language=language, known=", ".join(campaign.languages))


def on_clock(at: datetime, zone: str) -> str:
    """A moment as the organizer's clock shows it: "2026-11-23 18:00 PST"; UTC where no zone is known."""
    return f"{at.astimezone(ZoneInfo(zone or 'UTC')):%Y-%m-%d %H:%M %Z}"
