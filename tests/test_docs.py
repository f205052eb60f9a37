"""What the papers claim holds: settings, commands, addresses, links between them, the README's two commands."""

import re
from pathlib import Path
from typing import get_args

import click
import pytest

from bot.config import GeocoderName, Settings
from bot.geocoding.district_boundaries import BOUNDARIES
from tests.carrier import webhook_rules
from tests.conftest import ROOT, Bot, Start

TOP = [ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "CHANGELOG.md")]
PAPERS = sorted([*TOP, *ROOT.glob("docs/**/*.md"), ROOT / "data" / "README.md", ROOT / "flows" / "README.md"])


def rows(paper: Path, heading: str = "") -> list[str]:
    """The first cell of every row of the tables in a paper, or in one section of it, without its backticks."""
    text = paper.read_text(encoding="utf-8")
    if heading:
        text = text.partition(f"## {heading}\n")[2].partition("\n## ")[0]
    return re.findall(r"^\| `([^`]+)`", text, re.MULTILINE)


def test_settings_page_has_every_setting_and_no_other() -> None:
    assert rows(ROOT / "docs" / "settings.md") == [name.upper() for name in Settings.model_fields]


def test_settings_page_has_every_default() -> None:
    page = (ROOT / "docs" / "settings.md").read_text(encoding="utf-8")
    for name, field in Settings.model_fields.items():
        plain = isinstance(field.default, int) or (isinstance(field.default, str) and field.default)
        if plain:
            assert f"| `{name.upper()}` | `{field.default}` |" in page


def test_page_on_addresses_has_every_geocoder_and_all_lines() -> None:
    assert rows(ROOT / "docs" / "addresses.md", "Choosing a geocoder") == list(get_args(GeocoderName))
    page = (ROOT / "docs" / "addresses.md").read_text(encoding="utf-8")
    told = re.findall(r"^\| (\S+) \| (\w+) Congress \| (\d+) \| `(\w+)` \|$", page, re.MULTILINE)
    assert told == [(str(line.valid_from), line.ordinal, str(line.legislatures), line.vintage) for line in BOUNDARIES]
    assert f"From {BOUNDARIES[-1].valid_to} on" in page


def commands(group: click.Group, before: str = "flask") -> list[str]:
    found = []
    for name, command in group.commands.items():
        is_group = isinstance(command, click.Group)
        found += commands(command, f"{before} {name}") if is_group else []
        found += [f"{before} {name}"] if not is_group or command.invoke_without_command else []
    return found


def test_commands_page_has_every_command_and_no_other(bot: Bot) -> None:
    assert sorted(rows(ROOT / "docs" / "commands.md", "Commands")) == sorted(commands(bot.app.cli))


def test_commands_page_has_every_address_and_no_other(bot: Bot) -> None:
    rules = {rule.rule for rule in bot.app.url_map.iter_rules() if not rule.rule.endswith("<path:filename>")}
    assert set(rows(ROOT / "docs" / "commands.md", "Addresses")) == rules | set(webhook_rules(bot))


@pytest.mark.parametrize("paper", PAPERS, ids=lambda paper: str(paper.relative_to(ROOT)))
def test_every_link_between_papers_leads_somewhere(paper: Path) -> None:
    links = re.findall(r"\]\((?!https?:|#)([^)#]+)", paper.read_text(encoding="utf-8"))
    missing = [link for link in links if not (paper.parent / link).exists()]
    assert not missing


def test_readme_opens_with_the_two_commands() -> None:
    first = re.search(r"```\n(.*?)```", (ROOT / "README.md").read_text(encoding="utf-8"), re.DOTALL)
    assert first is not None
    assert [line.split("#")[0].strip() for line in first[1].strip().splitlines()] == ["make run", "make test"]


def test_architecture_page_names_every_part(start: Start) -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    parts = {path.name for path in (ROOT / "bot").iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    missing = [part for part in parts if part not in page and part not in {"__init__.py", "__pycache__"}]
    assert not missing


@pytest.mark.parametrize("paper", TOP, ids=lambda paper: paper.name)
def test_papers_name_only_files_that_are_there(paper: Path) -> None:
    named = re.findall(r"`((?:bot|flows|data|docs|tests|\.ci)/[^`*{ ]*)`", paper.read_text(encoding="utf-8"))
    missing = [path for path in named if not (ROOT / path).exists() and path != "bot/locale/xx.yaml"]
    assert not missing


def test_recipes_name_tables_that_are_there() -> None:
    recipes = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for table, module in re.findall(r"`([A-Z_]+)` of\s+`(bot/[\w/]+\.py)`", recipes):
        assert re.search(rf"^{table}\b", (ROOT / module).read_text(encoding="utf-8"), re.MULTILINE), f"{table} of {module}"


def test_glossary_is_in_order_and_says_each_term_once() -> None:
    page = (ROOT / "docs" / "glossary.md").read_text(encoding="utf-8")
    terms = re.findall(r"^\| ([a-z][\w ,-]*) \|", page, re.MULTILINE)[1:]
    assert terms == sorted(set(terms), key=str.casefold) and len(terms) > 40
