"""Reads all campaign files of a folder and finds every mistake in them. What the texts themselves must keep is in rules."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import structlog
from pydantic import ValidationError

from bot.campaigns.checks import check_source, check_together
from bot.campaigns.model import Campaign, Campaigns
from bot.locale.flaws import flaw
from bot.logging_setup import describe_error
from bot.yaml_files.shapes import shape_problems
from bot.yaml_files.yaml_reading import FileFormat, FileProblem, KeyPath, YamlFile, parse_yaml, read_yaml

log = structlog.get_logger()
FORM = FileFormat(page="docs/campaigns.md", begins="keyword: WORD")
# Fields of a campaign that no file has, each with the code of what says where it comes from.
OURS: Mapping[str, str] = {"id": "id_is_name", "version": "version_is_counted"}
# Keys of older files -> code of how what they said is written now.
RENAMED: Mapping[tuple[str, ...], str] = {
    ("stances", "*", "kind"): "old_kind",
    ("words", "*", "script", "opening", "declared"): "old_declared",
    ("words", "*", "script", "opening", "none"): "old_none",
}


class CampaignErrors(Exception):
    """Mistakes in campaign files: all of them, file by file, in the order of their lines."""

    def __init__(self, problems: Iterable[FileProblem]) -> None:
        self.problems = tuple(sorted(problems, key=lambda p: (p.file, p.line or 0)))
        super().__init__("\n".join(map(str, self.problems)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Demands:
    """What every campaign is held against.

    `roles`: the roles the directory knows. `reserved`: words the provider or the bot itself answer, in capitals.
    `public_url`: where this bot is reached, because the link in a script counts towards its length.
    """

    roles: Collection[str]
    reserved: Collection[str]
    public_url: str


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckedFile:
    """One file by itself: what it holds, and what is wrong with it. `campaign`: None where its shape makes none."""

    id: str
    source: YamlFile
    campaign: Campaign | None
    problems: tuple[FileProblem, ...]


def campaign_files(folder: Path) -> list[Path]:
    """The campaign files of a folder, in the order of their names."""
    return sorted(path for path in folder.glob("*") if path.suffix in {".yaml", ".yml"})


def holds_none(folder: Path) -> FileProblem:
    """What is wrong with a folder without a campaign."""
    return FileProblem(file=str(folder), found=flaw("no_campaign"))


def load_campaigns(folder: Path, *, roles: Collection[str], reserved: Collection[str], public_url: str) -> Campaigns:
    """All campaigns of a folder's *.yaml files, whatever their state; keyword arguments are those of `Demands`.

    Raises CampaignErrors with every mistake in every file.
    """
    files = campaign_files(folder)
    if not files:
        raise CampaignErrors([holds_none(folder)])
    return read_campaigns(files, roles=roles, reserved=reserved, public_url=public_url)


def read_campaigns(files: Iterable[Path], *, roles: Collection[str], reserved: Collection[str], public_url: str) -> Campaigns:
    """The campaigns of these files; otherwise like `load_campaigns`."""
    demands = Demands(roles=roles, reserved=reserved, public_url=public_url)
    checked = [check_file(path.stem, *read_yaml(path, FORM), demands) for path in files]
    problems = [problem for file in checked for problem in file.problems]
    problems += check_together(file.source for file in checked if file.source.data)
    if problems:
        raise CampaignErrors(dict.fromkeys(problems))
    campaigns = [file.campaign for file in checked if file.campaign]
    return Campaigns(tuple(sorted(campaigns, key=lambda campaign: campaign.id)))


def check_file(id: str, source: YamlFile, unreadable: Iterable[FileProblem], demands: Demands) -> CheckedFile:
    """A file as it was read, with every mistake that it has by itself."""
    problems, campaign = list(unreadable), None
    if source.data:
        campaign, misshapen = _shape(id, source)
        problems += misshapen
        problems += check_source(id, source, roles=demands.roles, reserved=demands.reserved, public_url=demands.public_url)
    return CheckedFile(id=id, source=source, campaign=campaign, problems=tuple(dict.fromkeys(problems)))


def check_version(id: str, text: str, demands: Demands) -> CheckedFile:
    """The same of a text that is at hand. Raises nothing for what people wrote."""
    return check_any(id, *parse_yaml(f"{id}.yaml", text.removeprefix("\ufeff"), FORM), demands)


def check_any(id: str, source: YamlFile, unreadable: Iterable[FileProblem], demands: Demands) -> CheckedFile:
    """check_file(), which whatever a file holds does not raise."""
    try:
        return check_file(id, source, unreadable, demands)
    except Exception as error:  # whatever a file holds, it is its own fault alone
        log.error("file_not_understood", file=source.file, **describe_error(error))
        problem = source.problem((), flaw("not_understood", error=type(error).__name__, page=FORM.page))
        return CheckedFile(id=id, source=source, campaign=None, problems=(problem,))


def _shape(id: str, source: YamlFile) -> tuple[Campaign | None, list[FileProblem]]:
    data = {key: value for key, value in source.data.items() if key not in OURS}
    problems = [source.problem((key,), flaw(code)) for key, code in OURS.items() if key in source.data]
    try:
        return Campaign.model_validate(data | {"id": id}), problems
    except ValidationError as error:
        return None, problems + shape_problems(error, source, Campaign, FORM.page, _pattern, _renamed)


def _pattern(key: KeyPath) -> str:
    match key:
        case ("keyword",) | ("aliases", _) | ("words", _, "keyword"):
            return "not_keyword"
        case ("stances" | "named_targets", _, "division"):
            return "not_division"
        case ("identity", "color"):
            return "not_color"
        case ("more_targets", "not_in", _):
            return "not_state_code"
    return "not_small"


def _renamed(key: KeyPath) -> str:
    for old, code in RENAMED.items():
        if len(old) == len(key) and all(a in ("*", str(b)) for a, b in zip(old, key, strict=True)):
            return code
    return ""
