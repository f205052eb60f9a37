"""What docs/campaigns.md tells authors is what the code does."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args, get_origin

from pydantic import BaseModel

from bot.campaigns import Campaign
from bot.campaigns.campaign_files import OURS
from bot.campaigns.text_rules import PLACEHOLDERS, SCRIPT_LIMITS, TEXT_RULES
from tests.campaign_files import load

DOCS = (Path(__file__).parent.parent / "docs" / "campaigns.md").read_text()


def rows(heading: str) -> list[list[str]]:
    table = DOCS.split(f"## {heading}\n")[1].split("\n## ")[0]
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.splitlines() if line.startswith("|")]
    return cells[2:]


def examples() -> list[str]:
    return re.findall(r"```yaml\n(.*?)```", DOCS, flags=re.DOTALL)


def keys(model: type[BaseModel], prefix: str = "", needed: bool = True) -> Iterator[tuple[str, bool]]:
    """Every key a file can have, as a pattern, and whether it is needed."""
    for name, field in model.model_fields.items():
        if not prefix and name in OURS:
            continue
        here, must = prefix + name, needed and (field.is_required() or name in ("stances", "named_targets"))
        inner = [part for part in (field.annotation, *get_args(field.annotation)) if is_model(part)]
        if inner:
            many = get_origin(field.annotation) in (dict, tuple)
            yield from keys(inner[0], f"{here}.*." if many else f"{here}.", must)
        else:
            yield here, must


def is_model(part: Any) -> bool:
    return isinstance(part, type) and issubclass(part, BaseModel)


def test_example_is_a_campaign(tmp_path: Path) -> None:
    first, more, named, stances, identity = examples()
    campaign = load(tmp_path, {"trees.yaml": first}).all[0]
    assert campaign.state == "draft"
    assert more.startswith("more_targets:\n  roles: [")
    assert named.startswith("named_targets:\n  - role: state_lower\n")
    found = load(tmp_path, {"trees.yaml": first + identity}).all[0].identity
    assert found.name == "The Tree People" and found.picture and (found.picture.width, found.picture.height) == (90, 30)
    assert stances.startswith("stances_stale_after_years: 2\nstances:\n")


def test_format_names_every_key_and_whether_it_is_needed() -> None:
    told = {row[0].strip("`"): row[1] == "yes" for row in rows("The whole format")}
    assert told == dict(keys(Campaign))


def test_format_names_the_placeholders_and_limits_of_every_text() -> None:
    told = {row[0].strip("`"): (row[3], row[4]) for row in rows("The whole format") if row[3] or row[4]}
    rules = {
        rule.key.removesuffix(".*"): (" ".join(rule.may), str(rule.limit or ""))
        for rule in TEXT_RULES
        if rule.may or rule.limit
    }
    assert told == rules


def test_placeholders_are_told_with_their_longest_value() -> None:
    told = [tuple(row) for row in rows("Placeholders")]
    assert told == [(f"`{{{name}}}`", meaning, longest or "your own") for name, (meaning, longest) in PLACEHOLDERS.items()]


def test_length_of_a_whole_script_is_told() -> None:
    assert f"at most {SCRIPT_LIMITS['sms']}" in " ".join(DOCS.split())
    assert f"at most {SCRIPT_LIMITS['voice']}" in " ".join(DOCS.split())
