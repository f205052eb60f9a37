"""The API's description, written from the table of operations: OpenAPI 3.1, served as openapi.json and kept in docs/."""

import json
from collections.abc import Mapping, Sequence

from pydantic import BaseModel
from pydantic.json_schema import JsonSchemaMode, JsonSchemaValue, models_json_schema

from bot.accounts.api_keys import SCOPES, Scope
from bot.runtime import API_PATH
from bot.web.api.once import WRITTEN as IDEMPOTENCY_KEY
from bot.web.api.operations import AnyOperation
from bot.web.api.problems import KINDS, STATUSES, Kind, ProblemShown
from bot.web.api.shapes import Nothing

VERSION = "1.0.0"
ABOUT = (
    "Supporters, officials, campaigns, alerts and what came of them, for other programs. Keys are made by an owner in the "
    "console, on the page Keys. Times are in UTC after RFC 3339. A problem is application/problem+json (RFC 9457). Lists come "
    "in parts: next_cursor of one is the cursor of the next. How to begin: docs/api.md."
)
SCOPES_MEAN: Mapping[Scope, str] = {
    "officials": "officials of a ZIP code or an address",
    "campaigns": "campaigns and their counts",
    "results": "results, and calls one by one",
    "supporters:add": "add and stop supporters, without being told who is one",
    "supporters": "find, see, stop and forget supporters; the only one that shows a number",
    "alerts": "write, preview, follow and hold alerts",
    "alerts:send": "send, resume and cancel alerts",
}
REF = "#/components/schemas/{model}"
Document = dict[str, object]
Refs = Mapping[tuple[type[BaseModel], JsonSchemaMode], JsonSchemaValue]


def describe_api(operations: Sequence[AnyOperation]) -> str:
    """The description as JSON; it is the same on every installation."""
    return json.dumps(_document(operations), indent=1, ensure_ascii=False) + "\n"


def _document(operations: Sequence[AnyOperation]) -> Document:
    shapes: list[tuple[type[BaseModel], JsonSchemaMode]] = [(ProblemShown, "serialization")]
    for operation in operations:
        shapes += [(operation.body, "validation")] if operation.body is not Nothing else []
        shapes += [(operation.answer, "serialization")] if operation.answer is not Nothing else []
    refs, schemas = models_json_schema(list(dict.fromkeys(shapes)), ref_template=REF)
    by_shape = {(shape, mode): ref for (shape, mode), ref in refs.items() if issubclass(shape, BaseModel)}
    paths: dict[str, Document] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation, by_shape)
    paths["/openapi.json"] = {"get": _own_operation()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Patchline",
            "version": VERSION,
            "description": ABOUT,
            "license": {"name": "MIT", "identifier": "MIT"},
        },
        "servers": [{"url": API_PATH}],
        "security": [{"key": []}],
        "paths": paths,
        "components": {
            "schemas": schemas.get("$defs", {}),
            "responses": {kind: _problem(kind) for kind in KINDS},
            "securitySchemes": {"key": {"type": "http", "scheme": "bearer", "description": _scopes()}},
        },
    }


def _scopes() -> str:
    return "A key has scopes: " + "; ".join(f"`{scope}`: {SCOPES_MEAN[scope]}" for scope in SCOPES) + "."


def _operation(operation: AnyOperation, refs: Refs) -> Document:
    found: Document = {
        "operationId": operation.id,
        "summary": operation.about,
        "description": f"Scope: {' or '.join(f'`{scope}`' for scope in operation.scopes)}.",
        "tags": [operation.path.split("/")[1]],
        "parameters": _parameters(operation),
        "responses": _responses(operation, refs),
    }
    if operation.body is not Nothing:
        content: Document = {"schema": refs[operation.body, "validation"]}
        if operation.example.body is not None:
            content["example"] = operation.example.body
        found["requestBody"] = {"required": True, "content": {"application/json": content}}
    return found


def _parameters(operation: AnyOperation) -> list[Document]:
    """Those in the path, in the query, and in headers."""
    schema = operation.wanted.model_json_schema(mode="validation")
    found: list[Document] = []
    for name, shape in schema.get("properties", {}).items():
        place = "path" if f"{{{name}}}" in operation.path else "query"
        required = place == "path" or name in schema.get("required", ())
        parameter: Document = {"name": name, "in": place, "required": required, "schema": _plain(shape)}
        if name in operation.example.wanted:
            parameter["example"] = operation.example.wanted[name]
        found.append(parameter)
    if operation.needs_key:
        pattern = f"^{IDEMPOTENCY_KEY.pattern}$"
        about = "One of your own for each effect that you want, as a UUID. The same again is answered as before, for a day."
        found.append(_header("Idempotency-Key", about, {"type": "string", "pattern": pattern}))
    if operation.matches:
        found.append(_header("If-Match", "The ETag of what you read.", {"type": "string", "pattern": '^"[0-9a-f]{32}"$'}))
    return found


def _header(name: str, about: str, schema: Document) -> Document:
    return {"name": name, "in": "header", "required": True, "description": about, "schema": schema}


def _plain(shape: Mapping[str, object]) -> Document:
    """The schema of a parameter: nobody writes null in an address."""
    found = {key: value for key, value in shape.items() if key not in ("anyOf", "title") and (key, value) != ("default", None)}
    options = shape.get("anyOf")
    if isinstance(options, list):
        kinds = [each for each in options if each != {"type": "null"}]
        found |= kinds[0]
    return found


def _responses(operation: AnyOperation, refs: Refs) -> Document:
    good: Document = {
        "description": "Done." if operation.answer is Nothing else str(operation.answer.__doc__).partition(". ")[0]
    }
    if operation.answer is not Nothing:
        good["content"] = {"application/json": {"schema": refs[operation.answer, "serialization"]}}
    tag: Document = {"ETag": {"description": "Stands for this answer as it is.", "schema": {"type": "string"}}}
    if operation.method == "GET" or operation.matches or operation.status == 201:
        good["headers"] = tag
    found: Document = {str(operation.status): good}
    if operation.method == "GET":
        found["304"] = {"description": "It is as the ETag in If-None-Match has it.", "headers": tag}
    by_status: dict[int, list[Kind]] = {}
    for kind in KINDS:
        if kind in operation.may_fail_by:
            by_status.setdefault(STATUSES[kind][0], []).append(kind)
    for status, kinds in by_status.items():
        found[str(status)] = {"$ref": f"#/components/responses/{kinds[0]}"}
    return found


def _problem(kind: Kind) -> Document:
    found: Document = {
        "description": f"{STATUSES[kind][1]}.",
        "content": {"application/problem+json": {"schema": {"$ref": REF.format(model=ProblemShown.__name__)}}},
    }
    if kind in ("too_many", "unavailable"):
        found["headers"] = {"Retry-After": {"description": "In how many seconds to ask again.", "schema": {"type": "integer"}}}
    return found


def _own_operation() -> Document:
    return {
        "operationId": "describe_api",
        "summary": "This description.",
        "tags": ["openapi.json"],
        "security": [],
        "responses": {
            "200": {"description": "OpenAPI 3.1", "content": {"application/json": {"schema": {"type": "object"}}}},
            "304": {"description": "It is as the ETag in If-None-Match has it."},
        },
    }
