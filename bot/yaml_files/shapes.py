"""What a file's shape has wrong, key by key, in words with a mend: pydantic's errors for people. Not what the values mean."""

import difflib
from collections.abc import Callable, Iterable, Mapping
from typing import get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.yaml_files.yaml_reading import FileProblem, KeyPath, YamlFile

# Kind of mistake in pydantic's list -> (what is wrong, the mend), for those that need no more to be said.
NOT_A_YEAR = ("{input!r} is not a year", "write the year alone, like 2017")
NOT_A_COUNT = ("{input!r} is no number from 1 to 50", "write a number from 1 to 50")
NO_KEYS = ("holds no keys", "indent its keys below it, as {page} shows")
EMPTY = ("is empty", "write it or take the key away")
SHAPES: Mapping[str, tuple[str, str]] = {
    "missing": ("is missing", "add it, as {page} shows"),
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


def _never_renamed(key: KeyPath) -> str:
    return ""


def shape_problems(
    error: ValidationError,
    source: YamlFile,
    model: type[BaseModel],
    page: str,
    pattern: Callable[[KeyPath], str],
    renamed: Callable[[KeyPath], str] = _never_renamed,
) -> list[FileProblem]:
    """A model's errors in words that a person who writes such files can use.

    `page`: the paper that shows how; `pattern`: key -> how its value is written, where the model has a pattern for it;
    `renamed`: key of older files -> the mend, "" for any other.
    """
    return [_shape_problem(source, detail, model, page, pattern, renamed) for detail in error.errors(include_url=False)]


def _shape_problem(
    source: YamlFile,
    detail: ErrorDetails,
    model: type[BaseModel],
    page: str,
    pattern: Callable[[KeyPath], str],
    renamed: Callable[[KeyPath], str],
) -> FileProblem:
    key, given = _key(detail["loc"], source), detail["input"]
    if detail["type"] in SHAPES:
        what, mend = SHAPES[detail["type"]]
        if (what, mend) == NOT_A_YEAR and key[-1] != "recorded":
            what, mend = NOT_A_COUNT
        return source.problem(key, what.format(input=given), mend.format(page=page))
    match detail["type"]:
        case "extra_forbidden" if mend := renamed(key):
            return source.problem(key, "is a key of older files", mend)
        case "extra_forbidden":
            known = _known_keys(model, key[:-1])
            near = difflib.get_close_matches(str(key[-1]), known, n=1)
            return source.problem(key, "is an unknown key", f"did you mean {near[0]}?" if near else _one_of(known))
        case "string_pattern_mismatch":
            return source.problem(key, f"{given!r} is not written as it must be", pattern(key))
        case "literal_error":
            expected = detail["ctx"]["expected"].replace("'", "").replace(" or ", ", ").split(", ")
            return source.problem(key, f"{given!r} is not known", _one_of(expected))
    return source.problem(key, str(detail["msg"]), f"write it as {page} shows")


def _key(loc: tuple[str | int, ...], source: YamlFile) -> KeyPath:
    # pydantic marks a mistake in a key, not in what it holds, by a step of its own.
    key = tuple(step for step in loc if step != "[key]")
    # A list may be written as its only entry alone, and is a list by the time it is checked.
    is_alone = bool(key) and isinstance(key[-1], int) and isinstance(source.at(*key[:-1]), str)
    return key[:-1] if is_alone else key


def _known_keys(model: type[BaseModel], key: KeyPath) -> list[str]:
    """The keys the model knows at a place in the file."""
    for step in key:
        fields = {field.alias or name: field for name, field in model.model_fields.items()}
        if step in fields:  # otherwise a language, a role or a list position: the same model's next
            model = _model_in(fields[str(step)].annotation) or model
    return [field.alias or name for name, field in model.model_fields.items() if name not in {"id", "version"}]


def _model_in(annotation: object) -> type[BaseModel] | None:
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return annotation
    return next((model for part in get_args(annotation) if (model := _model_in(part))), None)


def _one_of(known: Iterable[str]) -> str:
    return f"write one of {', '.join(known)}"
