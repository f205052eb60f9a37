"""Reads all campaign files of a folder and finds every mistake in them. What the texts themselves must keep is in rules."""

from collections.abc import Collection, Iterable
from pathlib import Path

from pydantic import ValidationError

from bot.campaigns.checks import check_source, check_together
from bot.campaigns.model import Campaign, Campaigns
from bot.campaigns.shapes import misshapen
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
        return None, problems + misshapen(error, source, Campaign, "docs/campaigns.md", _pattern)


def _pattern(key: Key) -> str:
    match key:
        case ("keyword",) | ("aliases", _) | ("words", _, "keyword"):
            return "write 3 to 16 capital letters or digits, a letter first, no accents"
        case ("stances", _, "division"):
            return "write an Open Civic Data id like ocd-division/country:us/state:wa/place:seattle"
    return "write small letters only, like governor"
