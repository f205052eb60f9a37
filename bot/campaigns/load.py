"""Reads all campaign files of a folder and finds every mistake in them. What the texts themselves must keep is in rules."""

import difflib
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from typing import Any, get_args

from pydantic import BaseModel, ValidationError

from bot.campaigns.checks import check_source, check_together
from bot.campaigns.model import Campaign, Campaigns
from bot.campaigns.source import Key, Problem, Source, read_source


class CampaignErrors(Exception):
    """Mistakes in campaign files: all of them, file by file, in the order of their lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda p: (p.file, p.line or 0)))
        super().__init__("\n".join(map(str, self.problems)))


def load_campaigns(folder: Path, *, roles: Collection[str], reserved: Collection[str], public_url: str) -> Campaigns:
    """All campaigns of a folder's *.yaml files, whatever their state.

    `roles`: the roles the directory knows. `reserved`: words the carriers or the bot itself answer, in capitals.
    `public_url`: where this bot is reached, because the link in a script counts towards its length.
    Raises CampaignErrors with every mistake in every file.
    """
    files = sorted(path for path in folder.glob("*") if path.suffix in {".yaml", ".yml"})
    if not files:
        problem = Problem(str(folder), "", "holds no campaign", "put a file like sanctuary.yaml there")
        raise CampaignErrors([problem])
    return read_campaigns(files, roles=roles, reserved=reserved, public_url=public_url)


def read_campaigns(files: Iterable[Path], *, roles: Collection[str], reserved: Collection[str], public_url: str) -> Campaigns:
    """The campaigns of these files; otherwise like `load_campaigns`."""
    problems: list[Problem] = []
    sources: list[Source] = []
    campaigns: list[Campaign] = []
    for path in files:
        source, unreadable = read_source(path)
        problems += unreadable
        if not source.data:
            continue
        sources.append(source)
        campaign, misshapen = _shape(path.stem, source)
        problems += misshapen
        problems += check_source(path.stem, source, roles=roles, reserved=reserved, public_url=public_url)
        if campaign:
            campaigns.append(campaign)
    problems += check_together(sources)
    if problems:
        raise CampaignErrors(dict.fromkeys(problems))
    return Campaigns(tuple(sorted(campaigns, key=lambda campaign: campaign.id)))


def _shape(id: str, source: Source) -> tuple[Campaign | None, list[Problem]]:
    data = {key: value for key, value in source.data.items() if key != "id"}
    problems = []
    if "id" in source.data:
        problems.append(source.problem(("id",), "is an unknown key", "the file's name is the campaign's id"))
    try:
        return Campaign.model_validate(data | {"id": id}), problems
    except ValidationError as error:
        return None, problems + [_misshapen(source, detail) for detail in error.errors(include_url=False)]


# Kind of mistake in pydantic's list -> (what is wrong, the mend), for those that need no more to be said.
NOT_A_YEAR = ("{input!r} is not a year", "write the year alone, like 2017")
NO_KEYS = ("holds no keys", "indent its keys below it, as docs/campaigns.md shows")
EMPTY = ("is empty", "write it or take the key away")
SHAPES: Mapping[str, tuple[str, str]] = {
    "missing": ("is missing", "add it, as docs/campaigns.md shows"),
    "string_type": ("holds no text", "write a text, in quotes if it looks like something else"),
    "string_too_short": EMPTY,
    "too_short": EMPTY,
    "bool_type": ("{input!r} is neither true nor false", "write true or false"),
    "tuple_type": ("is not a list", "write [a, b] or lines that start with a dash"),
    "dict_type": NO_KEYS,
    "model_type": NO_KEYS,
    "int_type": NOT_A_YEAR,
    "greater_than_equal": NOT_A_YEAR,
    "less_than_equal": NOT_A_YEAR,
}


def _misshapen(source: Source, detail: Any) -> Problem:
    """A pydantic error in words that a person who writes campaigns can use."""
    key, given = _key(detail["loc"]), detail["input"]
    if detail["type"] in SHAPES:
        what, mend = SHAPES[detail["type"]]
        return source.problem(key, what.format(input=given), mend)
    match detail["type"]:
        case "extra_forbidden":
            known = _known_keys(key[:-1])
            near = difflib.get_close_matches(str(key[-1]), known, n=1)
            return source.problem(key, "is an unknown key", f"did you mean {near[0]}?" if near else _one_of(known))
        case "string_pattern_mismatch":
            return source.problem(key, f"{given!r} is not written as it must be", _pattern(key))
        case "literal_error":
            expected = detail["ctx"]["expected"].replace("'", "").replace(" or ", ", ").split(", ")
            return source.problem(key, f"{given!r} is not known", _one_of(expected))
    return source.problem(key, str(detail["msg"]), "write it as docs/campaigns.md shows")


def _key(loc: tuple[str | int, ...]) -> Key:
    # pydantic marks a mistake in a key, not in what it holds, by a step of its own.
    return tuple(step for step in loc if step != "[key]")


def _known_keys(key: Key) -> list[str]:
    """The keys the model knows at a place in the file."""
    model: type[BaseModel] = Campaign
    for step in key:
        if step in model.model_fields:  # otherwise a language, a role or a list position: the same model's next
            model = _model_in(model.model_fields[str(step)].annotation) or model
    return [name for name in model.model_fields if name != "id"]


def _model_in(annotation: Any) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((model for part in get_args(annotation) if (model := _model_in(part))), None)


def _one_of(known: Iterable[str]) -> str:
    return f"write one of {', '.join(known)}"


def _pattern(key: Key) -> str:
    match key:
        case ("keyword",) | ("aliases", _) | ("words", _, "keyword"):
            return "write 3 to 16 capital letters or digits, a letter first, no accents"
        case ("stances", _, "division"):
            return "write an Open Civic Data id like ocd-division/country:us/state:wa/place:seattle"
    return "write small letters only, like governor"
