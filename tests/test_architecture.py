"""The import map of docs/architecture.md, and other rules that a program can check. Reads our files, imports none."""

import ast
import os
import re
import sys
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from graphlib import CycleError, TopologicalSorter
from pathlib import Path

import pytest

from tests.architecture_map import PAGE, PARTS_BEGIN, PARTS_END, parts_list, read_map

ROOT = Path(__file__).resolve().parent.parent

# A part is a module or a package directly under bot/; "bot" itself is create_app(), "wsgi" the server's way in.
MAP = read_map(PAGE.read_text(encoding="utf-8"))
FREE_FOR_PURE = {"phonenumbers"}
VAGUE = {"base", "common", "core", "helper", "helpers", "manager", "managers", "misc", "service", "services", "util", "utils"}
MAX_LINES = 500

MODULES = {
    ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__"): path
    for path in [ROOT / "wsgi.py", *sorted((ROOT / "bot").rglob("*.py"))]
}
# Alembic writes these from its own template.
WRITTEN = {name: path for name, path in MODULES.items() if ".migrations.versions." not in name}


def part(module: str) -> str:
    """bot.web.pages -> web, bot -> bot, wsgi -> wsgi."""
    return module.removeprefix("bot.").partition(".")[0]


def imports(module: str) -> Iterator[str]:
    """Every module that this one imports, wherever in the file: ours by its full name, others as written."""
    path = MODULES[module]
    package = module if path.name == "__init__.py" else module.rpartition(".")[0]
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = ".".join(package.split(".")[: len(package.split(".")) + 1 - node.level]) if node.level else ""
            source = ".".join(filter(None, [above, node.module or ""]))
            for alias in node.names:
                submodule = f"{source}.{alias.name}"
                yield submodule if submodule in MODULES else source


@cache
def arrows() -> Sequence[tuple[str, str]]:
    return sorted({(module, target) for module in MODULES for target in imports(module)})


def ours() -> Sequence[tuple[str, str]]:
    return [(source, target) for source, target in arrows() if target in MODULES]


def test_every_part_has_its_place_in_the_map() -> None:
    assert sorted(name for row in MAP.rows for name in row) == sorted({part(module) for module in MODULES})


def test_page_lists_every_part_in_its_own_words() -> None:
    page = PAGE.read_text(encoding="utf-8")
    assert page.partition(PARTS_BEGIN)[2].partition(PARTS_END)[0] == parts_list(), "run: python -m tests.architecture_map"


def test_every_import_of_ours_exists() -> None:
    assert [(source, target) for source, target in arrows() if target.split(".")[0] == "bot" and target not in MODULES] == []


def test_arrows_point_down() -> None:
    level = {name: number for number, row in enumerate(MAP.rows) for name in row}
    wrong = [
        f"{source} imports {target}"
        for source, target in ours()
        if part(source) != part(target) and level[part(source)] >= level[part(target)]
    ]
    assert wrong == []


def test_no_module_imports_itself_by_a_detour() -> None:
    below: dict[str, set[str]] = {module: set() for module in MODULES}
    for source, target in ours():
        if source != target:
            below[source].add(target)
    try:
        TopologicalSorter(below).prepare()
    except CycleError as cycle:
        pytest.fail(f"import cycle: {' < '.join(cycle.args[1])}")


def test_pure_parts_know_only_the_standard_library_and_phone_numbers() -> None:
    allowed = set(sys.stdlib_module_names) | FREE_FOR_PURE
    libraries = {
        (source, target.partition(".")[0]) for source, target in arrows() if part(source) in MAP.pure and target not in MODULES
    }
    assert {(source, library) for source, library in libraries if library not in allowed} == set()


@pytest.mark.parametrize("library", MAP.libraries)
def test_library_stays_with_the_parts_that_are_about_it(library: str) -> None:
    users = {part(source) for source, target in arrows() if target.partition(".")[0] == library}
    assert users - MAP.libraries[library] == set()


def test_server_never_loads_the_geocoder_of_phonenumbers() -> None:
    # 98 MB and a third of a second, for nothing that is asked here.
    assert [source for source, target in arrows() if target.startswith("phonenumbers.geocoder")] == []


def test_modules_begin_by_saying_what_they_are_for() -> None:
    silent = []
    for module, path in WRITTEN.items():
        text = path.read_text(encoding="utf-8")
        if not text.startswith('"""') or not text.splitlines()[0].strip('" '):
            silent.append(module)
    assert silent == []


def test_modules_are_named_after_what_they_hold() -> None:
    assert [module for module in WRITTEN if VAGUE & set(module.replace("_", ".").split("."))] == []


def test_modules_can_be_read_at_one_sitting() -> None:
    lengths = {module: len(path.read_text(encoding="utf-8").splitlines()) for module, path in WRITTEN.items()}
    assert {module: length for module, length in lengths.items() if length > MAX_LINES} == {}


# --- The provider -----------------------------------------------------------------------------------------------------------

PROVIDERS = ROOT / "bot" / "providers"
# The simulator is no company: pages and commands may say that they are one.
COMPANIES = sorted(path.parent.name for path in PROVIDERS.glob("*/__init__.py") if path.parent.name != "simulator")
PROVIDER_NAMES = re.compile("|".join([*COMPANIES, "twiml"]), re.IGNORECASE)
SETTINGS = ROOT / "bot" / "config"
ERROR_CODE = re.compile(r'"(\d{5})"')
# Migrations tell what rows of an older version held.
HISTORY = ROOT / "bot" / "migrations" / "versions"


def outside_the_providers(*suffixes: str) -> Iterator[Path]:
    for path in sorted((ROOT / "bot").rglob("*")):
        if path.suffix in suffixes and not {SETTINGS, PROVIDERS} & set(path.parents):
            yield path


def places(pattern: re.Pattern[str], paths: Iterable[Path]) -> list[str]:
    """Where it stands: file, line, text."""
    return [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path in paths
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if pattern.search(line)
    ]


def test_provider_is_named_nowhere_but_in_its_package_and_the_settings() -> None:
    found = places(PROVIDER_NAMES, outside_the_providers(".py", ".html", ".css", ".js", ".mako", ".yaml"))
    assert found == []


def test_provider_error_codes_stand_nowhere_but_in_its_table() -> None:
    """Elsewhere causes and actions are asked for, which every provider's codes come down to."""
    codes = [code for name in COMPANIES for code in ERROR_CODE.findall((PROVIDERS / name / "errors.py").read_text("utf-8"))]
    assert len(codes) > 30
    code = re.compile(rf"\b({'|'.join(codes)})\b")
    assert places(code, (path for path in outside_the_providers(".py") if HISTORY not in path.parents)) == []


def test_migrations_are_numbered_in_one_row() -> None:
    """0003_alerts.py is revision 0003 and follows 0002: two of one number would leave no server able to start."""
    paths = sorted(HISTORY.glob("*.py"))
    found = [re.findall(r'^(?:down_)?revision(?:: \S+)? = (?:"(\d+)"|None)', path.read_text(), re.MULTILINE) for path in paths]
    numbers = [path.name[:4] for path in paths]
    assert numbers == [f"{number:04}" for number in range(1, len(paths) + 1)]
    assert found == [[number, before] for number, before in zip(numbers, ["", *numbers], strict=False)]


# --- What the project's own texts must not name ------------------------------------------------------------------------

TEXTS = {".py", ".md", ".yaml", ".yml", ".toml", ".txt", ".html", ".css", ".js", ".mako", ".sh", ""}
NOT_OURS = {
    ".git",
    ".venv",
    ".uv",
    "instance",
    "build",
    "__pycache__",
    ".pytest_cache",
    ".mypy_cache",
    ".ruff_cache",
    ".hypothesis",
}
# A bracket in each word keeps this table from finding itself.
FORBIDDEN = {
    "a folder of one machine": r"(?<![\w.])/(wor[k]|hom[e]|roo[t]|User[s]|tm[p])/(?!\.cache)",
    "a host packages come from": r"pyp[i]\.org|pythonhoste[d]|registry\.np[m]js|deb\.debia[n]|crates\.i[o]|proxy\.golan[g]",
    "a folder beside the project": r"\.\./share[d]|\bshared/(source[s]|referenc[e])",
    "how the project is worked on": r"\bCE[O]\b|\bpython-sv[c]\b|\b[Ii]ssue #?\d|\bsub-?agen[t]s?\b|\bthe brie[f]\b",
}


def project_texts() -> Iterator[Path]:
    for folder, folders, names in os.walk(ROOT):
        folders[:] = [name for name in folders if name not in NOT_OURS]
        yield from (Path(folder, name) for name in names if Path(name).suffix in TEXTS and name not in NOT_OURS)


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_text_of_the_project_names(what: str) -> None:
    found = [
        f"{path.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for path in project_texts()
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if re.search(FORBIDDEN[what], line)
    ]
    assert found == []
