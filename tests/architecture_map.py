"""The map of the project's parts, read out of docs/architecture.md: the test of imports and the page are one table.

`python -m tests.architecture_map` writes the list of parts into the page anew, from the first line of each part.
"""

import ast
import re
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
PAGE = ROOT / "docs" / "architecture.md"
PARTS_BEGIN, PARTS_END = "<!-- parts: written by `python -m tests.architecture_map` -->\n", "<!-- end of parts -->\n"


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportMap:
    """Rows of parts, the top first; `pure`: parts without I/O; `libraries`: the parts that may import a library."""

    rows: tuple[tuple[str, ...], ...]
    pure: frozenset[str]
    libraries: dict[str, frozenset[str]]


def read_map(page: str) -> ImportMap:
    """The map as the page's tables have it. A star after a part's name: it is pure."""
    cells = [line.strip("| ").split(" | ") for line in _section(page, "Who may import whom") if line.startswith("| `")]
    rows = tuple(tuple(_names(row[0])) for row in cells)
    pure = frozenset(re.findall(r"`(\w+)`\*", " ".join(row[0] for row in cells)))
    owned = [line.strip("| ").split(" | ") for line in _section(page, "Who may import a library") if line.startswith("| `")]
    return ImportMap(rows=rows, pure=pure, libraries={_names(row[0])[0]: frozenset(_names(row[1])) for row in owned})


def parts_list() -> str:
    """Every part of bot/ and the first line of what it says of itself, as the page shows it."""
    modules = [path for path in (ROOT / "bot").glob("*.py") if path.name != "__init__.py"]
    # Alembic's folder is none of Python's packages: what it is stands in its env.py.
    packages = {
        path: about
        for name in ("__init__.py", "env.py")
        for about in (ROOT / "bot").glob(f"*/{name}")
        for path in [about.parent]
    }
    lines = [f"{'__init__.py':<18} {_first_line(ROOT / 'bot' / '__init__.py')}"]
    lines += [f"{path.name:<18} {_first_line(path)}" for path in sorted(modules)]
    lines += [f"{path.name + '/':<18} {_first_line(packages[path])}" for path in sorted(packages)]
    return "```\n" + "\n".join(lines) + "\n```\n"


def _first_line(module: Path) -> str:
    return (ast.get_docstring(ast.parse(module.read_text(encoding="utf-8"))) or "").partition("\n")[0]


def _section(page: str, title: str) -> list[str]:
    return page.partition(f"## {title}\n")[2].partition("\n## ")[0].splitlines()


def _names(cell: str) -> list[str]:
    return re.findall(r"`(\w+)`", cell)


if __name__ == "__main__":
    before, _, rest = PAGE.read_text(encoding="utf-8").partition(PARTS_BEGIN)
    PAGE.write_text(before + PARTS_BEGIN + parts_list() + PARTS_END + rest.partition(PARTS_END)[2], encoding="utf-8")
