"""Officials of a ZIP code or a street address, with how sure that is, and why somebody is missing."""

from collections.abc import Mapping, Sequence
from datetime import date

from pydantic import Field

from bot.geocoding import Unresolved
from bot.geocoding.locate import locate_address
from bot.officials.directory import OUTSIDE, ROLES, DivisionChoice, Finding, Official, Target
from bot.officials.levels import LEVELS, Level
from bot.officials.reasons import OPEN, REASONS
from bot.rate_limit import RateLimit
from bot.reading.incoming import IncomingText
from bot.runtime import Parts
from bot.web.api.operations import AnyOperation, ApiAnswer, ApiCall, ExampleRequest, Operation
from bot.web.api.problems import Mistake, Problem
from bot.web.api.shapes import Line, Nothing, Shape, Slug, Zip

LOOKUPS = RateLimit(name="api addresses", each="30/minute; 2000/day", together="30/minute; 2000/day")
# Why an address tells nothing -> what is said.
UNRESOLVED: Mapping[str, str] = {
    "no_match": "this address was not found; write it otherwise, or ask by the ZIP code alone",
    "several": "this address may be in more than one place; add the city",
    "outside": "this address is not in this ZIP code",
}


class ChoiceShown(Shape):
    """What a person may answer to the open question. `chosen`: to be sent along in the next request; `labels`: what it is
    called, by language."""

    chosen: str
    labels: dict[str, str]


class LineShown(Shape):
    """A number of an office. `kind`: capitol, district or office. `keys`: what a phone menu there asks for."""

    phone: str = Field(description="E.164")
    extension: str
    keys: str
    kind: str
    city: str
    switchboard: bool


class OfficialShown(Shape):
    """Somebody who holds an office, or the office while nobody is named (`name` is null)."""

    id: str
    title: str
    name: str | None
    party: str
    division: str = Field(description="Open Civic Data id")
    seat: str = Field(description="held, vacant, term_ended or unknown")
    term_end: date | None
    as_of: date
    lines: list[LineShown]


class TargetShown(Shape):
    """What was found for one role. `certainty` and `reason` as docs/certainty.md has them; `why`: the reason in words."""

    role: str
    certainty: str
    reason: str
    why: str
    officials: list[OfficialShown]
    choices: list[ChoiceShown]


class QuestionShown(Shape):
    """What has to be asked first. `level`: the kind of area that is open."""

    level: str
    choices: list[ChoiceShown]


class FindingShown(Shape):
    """Everything found for a place. `question`: null where nothing is open. `divisions`: those that are settled, by level."""

    zip: str
    known: bool
    state: str
    city: str
    targets: list[TargetShown]
    question: QuestionShown | None
    divisions: dict[str, str]


class FindWanted(Shape):
    """`campaign`: only those whom it is put to. `chosen`: answers to questions, as they were offered."""

    zip: Zip
    campaign: Slug | None = None
    chosen: tuple[Line, ...] = Field((), max_length=8)


class AddressGiven(Shape):
    """A street address, in the body, so that it is in no log. It is looked up and forgotten."""

    address: Line = Field(examples=["1100 Congress Ave"])
    zip: Zip
    campaign: Slug | None = None


def _find(call: ApiCall[FindWanted, Nothing]) -> ApiAnswer:
    return _answer(call.built, call.wanted.zip, call.wanted.campaign, _chosen(call.wanted.chosen), {}, call.now.date())


def _look_up(call: ApiCall[Nothing, AddressGiven]) -> ApiAnswer:
    built, given = call.built, call.body
    if built.resolver is None:
        raise Problem("not_now", "This installation looks up no addresses; ask by the ZIP code alone")
    line = IncomingText(given.address).address
    if line is None:
        raise _wrong_address("this is no house number and street; write it like 1100 Congress Ave")
    if not built.rate_limits.take(LOOKUPS, str(call.key.id).encode()):
        seconds = built.rate_limits.wait_seconds(LOOKUPS, str(call.key.id).encode())
        raise Problem("too_many", f"Too many addresses; ask again in {seconds} seconds", headers={"Retry-After": str(seconds)})
    today = call.now.date()
    found = locate_address(built.resolver, built.directory, line, given.zip, today)
    if isinstance(found, Unresolved):
        if found.why not in UNRESOLVED:
            raise Problem("unavailable", "The geocoder does not answer; ask again in a minute", headers={"Retry-After": "60"})
        raise _wrong_address(UNRESOLVED[found.why])
    return _answer(built, given.zip, given.campaign, {}, {str(level): division for level, division in found.items()}, today)


def _wrong_address(detail: str) -> Problem:
    return Problem("unfit", f"address: {detail}", [Mistake(pointer="/address", detail=detail)])


def _chosen(written: Sequence[str]) -> Mapping[str, str]:
    """Level -> division."""
    found = {}
    for each in written:
        level, _, division = each.partition("=")
        if level not in LEVELS or not division:
            detail = "is no answer that was offered; send one of `chosen` as it is"
            raise Problem("unfit", f"chosen: {detail}", [Mistake(pointer="#chosen", detail=detail)])
        found[level] = division
    return found


def _answer(
    built: Parts, zip: str, campaign: str | None, chosen: Mapping[str, str], geocoded: Mapping[str, str], today: date
) -> ApiAnswer:
    roles = tuple(ROLES)
    if campaign is not None:
        found_campaign = built.campaigns.get(campaign)
        if found_campaign is None:
            detail = "there is no such campaign; GET /campaigns has all"
            raise Problem("unfit", f"campaign: {detail}", [Mistake(pointer="#campaign", detail=detail)])
        roles = found_campaign.roles
    found = built.directory.find(zip, roles, chosen_divisions=chosen, geocoded_divisions=geocoded, today=today)
    return ApiAnswer(body=show_finding(found))


def show_finding(found: Finding) -> FindingShown:
    """What the directory found, as it is answered."""
    question = None
    if found.open is not None:
        level, choices = found.open
        question = QuestionShown(level=level, choices=[_show_choice(level, each) for each in choices])
    return FindingShown(
        zip=found.zip,
        known=found.known,
        state=found.state,
        city=found.city,
        targets=[_show_target(found, target) for target in found.targets],
        question=question,
        divisions={str(level): division for level, division in found.divisions.items()},
    )


def _show_target(found: Finding, target: Target) -> TargetShown:
    reason = OPEN if target.choices else target.reason
    offered = {each.division for each in target.choices}
    level: Level = next(
        (level for level, choices in found.questions if offered & {each.division for each in choices}), ROLES[target.role].level
    )
    return TargetShown(
        role=target.role,
        certainty=target.certainty,
        reason=reason,
        why=REASONS.get(reason, ""),
        officials=[_show_official(official) for official in target.officials],
        choices=[_show_choice(level, each) for each in target.choices],
    )


def _show_choice(level: str, choice: DivisionChoice) -> ChoiceShown:
    return ChoiceShown(chosen=f"{level}={choice.division or OUTSIDE}", labels=dict(choice.labels))


def _show_official(official: Official) -> OfficialShown:
    lines = [
        LineShown(
            phone=line.phone,
            extension=line.extension,
            keys=line.keys,
            kind=line.kind,
            city=line.city,
            switchboard=line.switchboard,
        )
        for line in official.lines
    ]
    return OfficialShown(
        id=official.id,
        title=official.title,
        name=official.name,
        party=official.party,
        division=official.division,
        seat=official.seat,
        term_end=official.term_end,
        as_of=official.as_of,
        lines=lines,
    )


OPERATIONS: Sequence[AnyOperation] = (
    Operation(
        id="find_officials",
        method="GET",
        path="/officials",
        about="The officials of a ZIP code, with how sure that is. Nothing is guessed: what the ZIP leaves open is a question.",
        scopes=("officials",),
        do=_find,
        wanted=FindWanted,
        body=Nothing,
        holds="nothing",
        answer=FindingShown,
        problems=("unfit",),
        example=ExampleRequest(wanted={"zip": "98402"}),
    ),
    Operation(
        id="look_up_address",
        method="POST",
        path="/officials/lookup",
        about="The same by a street address, which settles most of what a ZIP code leaves open. It is looked up and forgotten.",
        scopes=("officials",),
        do=_look_up,
        wanted=Nothing,
        body=AddressGiven,
        holds="nothing",
        answer=FindingShown,
        problems=("unfit", "not_now"),
        example=ExampleRequest(body={"address": "747 Market Street", "zip": "98402"}),
    ),
)
