"""What a file's shape has wrong, key by key, in words with a mend: pydantic's errors for people. Not what the values mean."""

import difflib
from collections.abc import Callable, Mapping
from typing import get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails

from bot.locale.flaws import flaw
from bot.yaml_files.yaml_reading import FileProblem, KeyPath, YamlFile

# Kind of mistake in pydantic's list -> code of the flaw, for those that need no more to be said.
SHAPES: Mapping[str, str] = {
    "missing": "missing",
    "string_type": "not_text",
    "string_too_short": "empty",
    "too_short": "empty",
    "bool_type": "not_boolean",
    "tuple_type": "not_list",
    "dict_type": "no_keys",
    "model_type": "no_keys",
    "int_type": "not_year",
    "greater_than_equal": "not_year",
    "less_than_equal": "not_year",
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

    `page`: the paper that shows how; `pattern`: key -> code of what is said of a value that its pattern does not fit;
    `renamed`: key of older files -> code of how it is written now, "" for any other.
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
        code = SHAPES[detail["type"]]
        if code == "not_year" and key[-1] != "recorded":
            code = "not_count"
        return source.problem(key, flaw(code, given=repr(given), page=page))
    match detail["type"]:
        case "extra_forbidden" if code := renamed(key):
            return source.problem(key, flaw(code))
        case "extra_forbidden":
            known = _known_keys(model, key[:-1])
            near = difflib.get_close_matches(str(key[-1]), known, n=1)
            if near:
                return source.problem(key, flaw("unknown_key_near", near=near[0]))
            return source.problem(key, flaw("unknown_key", known=", ".join(known)))
        case "string_pattern_mismatch":
            return source.problem(key, flaw(pattern(key), given=repr(given)))
        case "literal_error":
            expected = detail["ctx"]["expected"].replace("'", "").replace(" or ", ", ").split(", ")
            return source.problem(key, flaw("not_known", given=repr(given), known=", ".join(expected)))
    return source.problem(key, flaw("misshapen", said=str(detail["msg"]), page=page))


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
