"""What the log says: events are named in one shape, errors tell the way to them, nothing else of an error gets in."""

import ast
import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

import pytest

from bot.logging_setup import describe_error
from tests.conftest import ROOT

LEVELS = {"debug", "info", "warning", "error", "critical", "exception"}
LOGGERS = {"log", "logger", "logging", "structlog.get_logger()"}
EVENT = re.compile(r"[a-z]+(_[a-z0-9]+)+")
DESCRIBED = ("error", "where")  # what describe_error() gives
WIDE = {"Exception", "BaseException"}


@dataclass(frozen=True)
class LogCall:
    """A line that logs."""

    place: str
    level: str
    node: ast.Call

    @property
    def event(self) -> str:
        """Its name; "" where it is no literal."""
        first = self.node.args[0] if self.node.args else None
        return first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""

    @property
    def fields(self) -> list[str]:
        """Names of the fields; "**" for those that cannot be read off the line."""
        found: list[str] = []
        for keyword in self.node.keywords:
            found += [keyword.arg] if keyword.arg else DESCRIBED if describes(keyword) else ["**"]
        return found


def describes(keyword: ast.keyword) -> bool:
    call = keyword.value
    return keyword.arg is None and isinstance(call, ast.Call) and ast.unparse(call.func) == "describe_error"


@cache
def nodes() -> Sequence[tuple[str, ast.AST]]:
    """Every piece of our code, with its module."""
    paths = [ROOT / "wsgi.py", *sorted((ROOT / "bot").rglob("*.py"))]
    trees = [(str(path.relative_to(ROOT)), ast.parse(path.read_text(encoding="utf-8"))) for path in paths]
    return [(module, node) for module, tree in trees for node in ast.walk(tree)]


@cache
def log_calls() -> Sequence[LogCall]:
    return [
        LogCall(f"{module}:{node.lineno}", node.func.attr, node)
        for module, node in nodes()
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and node.func.attr in LEVELS
        and ast.unparse(node.func.value) in LOGGERS
    ]


def test_log_events_are_snake_case_literals() -> None:
    assert [call.place for call in log_calls() if len(call.node.args) != 1 or not EVENT.fullmatch(call.event)] == []
    assert len(log_calls()) > 20


def test_log_fields_can_be_read_off_the_line() -> None:
    assert [call.place for call in log_calls() if "**" in call.fields] == []


def test_log_calls_name_no_class_of_an_error_without_the_way_to_it() -> None:
    bare = [call.place for call in log_calls() for keyword in call.node.keywords if "__name__" in ast.unparse(keyword.value)]
    assert bare == [], "write **describe_error(error)"


def test_wide_handlers_raise_or_log_the_way_to_the_error() -> None:
    """Whoever catches every error is the outermost loop of something, or cleans up and raises it again."""
    silent = []
    for module, node in nodes():
        if isinstance(node, ast.ExceptHandler) and (node.type is None or names(node.type) & WIDE):
            inside = [child for statement in node.body for child in ast.walk(statement)]
            raises = any(isinstance(child, ast.Raise) for child in inside)
            if not raises and not any(isinstance(child, ast.keyword) and describes(child) for child in inside):
                silent.append(f"{module}:{node.lineno}")
    assert silent == []


def test_no_wide_error_is_suppressed() -> None:
    calls = [(module, node) for module, node in nodes() if isinstance(node, ast.Call)]
    suppressing = [(module, node) for module, node in calls if ast.unparse(node.func).endswith("suppress")]
    assert [f"{module}:{node.lineno}" for module, node in suppressing if set(map(ast.unparse, node.args)) & WIDE] == []


def names(node: ast.expr) -> set[str]:
    return {child.id for child in ast.walk(node) if isinstance(child, ast.Name)}


def test_log_events_are_on_their_page() -> None:
    """docs/log-events.md: every event with its levels and fields, in the order of the alphabet."""
    levels, fields = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
    for call in log_calls():
        levels[call.event] += [call.level] if call.level not in levels[call.event] else []
        fields[call.event] += [field for field in call.fields if field not in fields[call.event]]
    for each in fields.values():
        each.sort(key=lambda field: field in DESCRIBED)  # what an error says comes last
    expected = [(event, ", ".join(levels[event]), " ".join(map("`{}`".format, fields[event]))) for event in sorted(levels)]
    page = (ROOT / "docs" / "log-events.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(\w+)` \| ([^|]*) \| [^|]+ \| ([^|]*) \|$", page, re.MULTILINE)
    assert rows == expected


def test_error_description_gives_the_way_and_no_value() -> None:
    def fail(phone: str) -> None:
        raise ValueError(f"no such number: {phone}")

    with pytest.raises(ValueError) as caught:
        fail("+12065550142")
    fields = describe_error(caught.value)
    assert fields["error"] == "ValueError"
    assert re.fullmatch(r"test_logging\.fail:\d+", fields["where"])
    assert "5550142" not in str(fields)
