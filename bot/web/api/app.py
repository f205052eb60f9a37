"""Puts the API together: an application of its own, with the same parts as the bot's, that does what the table of operations
says."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from datetime import datetime
from functools import partial
from typing import get_origin

import structlog
from flask import Flask, Response, request
from pydantic import ValidationError
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException

from bot.accounts.api_keys import NOTED, FoundKey, find_key, note_key_use
from bot.logging_setup import describe_error
from bot.rate_limit import RateLimit
from bot.runtime import KEY, Parts
from bot.storage.database import is_too_slow
from bot.web.api import alerts, campaigns, officials, outcomes, results, supporters
from bot.web.api.description import describe_api
from bot.web.api.etags import etag_of, names_etag
from bot.web.api.mount import BODY_BYTES
from bot.web.api.once import KeptAnswer, Once, begin_once, end_once, read_once
from bot.web.api.operations import AnyOperation, ApiAnswer, ApiCall
from bot.web.api.problems import Kind, Mistake, Problem, problem_of
from bot.web.api.shapes import Nothing, Shape

log = structlog.get_logger()

OPERATIONS: Sequence[AnyOperation] = (
    *officials.OPERATIONS,
    *campaigns.OPERATIONS,
    *supporters.OPERATIONS,
    *alerts.OPERATIONS,
    *outcomes.OPERATIONS,
    *results.OPERATIONS,
)
EACH_MINUTE = 300
REQUESTS = RateLimit(name="api", each=f"{EACH_MINUTE}/minute", together=f"{EACH_MINUTE}/minute")
JSON, PROBLEM_JSON = "application/json", "application/problem+json"
SCHEME = "Bearer "
HEADERS = {
    "Cache-Control": "private, no-cache",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Content-Disposition": 'attachment; filename="api.json"',  # whoever opens an address of it in a browser gets a file
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
    "RateLimit-Policy": f'"default";q={EACH_MINUTE};w=60',
}
HSTS = "max-age=31536000"
# What the framework refuses by itself -> as which kind, and in which words.
REFUSED: Mapping[int, tuple[Kind, str]] = {
    404: ("not_found", "This address is none of the API's; openapi.json has all of them"),
    405: ("method_not_allowed", "The header Allow has the methods that this address takes"),
    413: ("too_large", f"A body has at most {BODY_BYTES:,} bytes"),
}


def create_api(built: Parts) -> Flask:
    """The API, for the parts of a running bot."""
    app = Flask(__name__, static_folder=None, instance_path=str(built.settings.instance_dir.absolute()))
    app.extensions[KEY] = built
    app.config["MAX_CONTENT_LENGTH"] = BODY_BYTES
    app.url_map.strict_slashes = False
    app.url_map.redirect_defaults = False
    for operation in OPERATIONS:
        app.add_url_rule(
            flask_path(operation),
            operation.id,
            partial(_answer_request, built, operation),
            methods=[operation.method],
            provide_automatic_options=False,
        )
    description = describe_api(OPERATIONS)
    app.add_url_rule(
        "/openapi.json", "openapi", lambda: _tag_response(Response(description, content_type=JSON)), methods=["GET"]
    )
    app.register_error_handler(Exception, _answer_failure)
    app.after_request(partial(_seal_response, built))
    return app


def flask_path(operation: AnyOperation) -> str:
    """The path of an operation as Flask writes it: ids are digits."""
    path = operation.path
    for name, field in operation.wanted.model_fields.items():
        kind = "int:" if name == "id" and field.annotation is int else ""
        path = path.replace(f"{{{name}}}", f"<{kind}{name}>")
    return path


def _answer_request(built: Parts, operation: AnyOperation, **path: str | int) -> Response:
    now = built.clock()
    key = _let_in(built, operation, now)
    wanted, body = _read_wanted(operation, path), _read_body(operation)
    once = None
    if operation.needs_key:
        written = request.headers.get("Idempotency-Key", "")
        head = f"{operation.method} {request.full_path}\n".encode()
        once = read_once(built.phone_cipher, written, key.id, head + request.get_data())
    if_match = request.headers.get("If-Match", "")
    if operation.matches and not if_match:
        raise Problem("unmatched", "Send the ETag of what you read in the header If-Match")
    with _hold(built, operation) as held:
        call = ApiCall(
            built=built,
            key=key,
            now=now,
            wanted=wanted,
            body=body,
            held=held,
            if_match=if_match,
            token=once.token if once else "",
        )
        response, then = _do_operation(operation, call, once)
    if then is not None:
        then()
    return _tag_response(response) if operation.method == "GET" else response


def _do_operation(
    operation: AnyOperation, call: ApiCall[Shape, Shape], once: Once | None
) -> tuple[Response, Callable[[], object] | None]:
    """Do it, or give what it came to before."""
    if once is not None and (kept := begin_once(call.connection, once, call.now)):
        headers = {**kept.headers, "Idempotency-Replayed": "true"}
        return Response(kept.body, kept.status, headers, content_type=JSON), None
    answer: ApiAnswer = operation.do(call)
    text = "" if answer.body is None else answer.body.model_dump_json(by_alias=True)
    if once is not None:
        end_once(call.connection, once, KeptAnswer(operation.status, dict(answer.headers), text))
    response = Response(text, operation.status, answer.headers, content_type=JSON)
    if not text:
        response.headers.pop("Content-Type")
    return response, answer.then


def _let_in(built: Parts, operation: AnyOperation, now: datetime) -> FoundKey:
    """The key of this request, if it may do this, and may now."""
    written = request.headers.get("Authorization", "")
    key = None
    if written[: len(SCHEME)].casefold() == SCHEME.casefold():
        with built.database.page_read() as connection:
            key = find_key(connection, written[len(SCHEME) :].strip(), now)
    if key is None:
        log.warning("api_request_refused", why="unauthorized", operation=operation.id, key=None)
        detail = "Send a key of this installation in the header Authorization: Bearer pl_...; owners make one on the page Keys"
        raise Problem("unauthorized", detail, headers={"WWW-Authenticate": 'Bearer realm="Patchline"'})
    if not built.rate_limits.take(REQUESTS, str(key.id).encode()):
        log.warning("api_request_refused", why="too_many", operation=operation.id, key=key.id)
        seconds = built.rate_limits.wait_seconds(REQUESTS, str(key.id).encode())
        detail = f"A key may ask {EACH_MINUTE} times a minute; ask again in {seconds} seconds"
        raise Problem("too_many", detail, headers={"Retry-After": str(seconds)})
    if not key.may(operation.scopes):
        log.warning("api_request_refused", why="forbidden", operation=operation.id, key=key.id)
        raise Problem("forbidden", f"The key {key.name!r} lacks the scope {' or '.join(operation.scopes)}")
    if key.used_at is None or now - key.used_at >= NOTED:
        with built.database.write() as connection:
            note_key_use(connection, key.id, now)
    return key


def _read_wanted(operation: AnyOperation, path: Mapping[str, str | int]) -> Shape:
    """The parameters. A list may be written several times, all others once."""
    written: dict[str, object] = dict(path)
    lists = {name for name, each in operation.wanted.model_fields.items() if get_origin(each.annotation) is tuple}
    for name in request.args:
        values = request.args.getlist(name)
        if name in lists:
            written[name] = tuple(values)
        elif len(values) > 1 or name in path:
            raise Problem(
                "malformed", f"{name} is there more than once", [Mistake(pointer=f"#{name}", detail="is there twice")]
            )
        else:
            written[name] = values[0]
    try:
        found: Shape = operation.wanted.model_validate(written, by_alias=True)
    except ValidationError as error:
        raise problem_of(error, "#") from None
    return found


def _read_body(operation: AnyOperation) -> Shape:
    if operation.body is Nothing:
        return Nothing()
    data = request.get_data()
    if request.mimetype != JSON:
        raise Problem("not_json", "Send the body as application/json, and say so in the header Content-Type")
    try:
        found: Shape = operation.body.model_validate_json(data, by_alias=True)
    except ValidationError as error:
        raise problem_of(error, "/") from None
    return found


def _hold(built: Parts, operation: AnyOperation) -> AbstractContextManager[Connection | None]:
    if operation.holds == "nothing":
        return nullcontext()
    return built.database.write() if operation.holds == "writer" else built.database.page_read()


def _tag_response(response: Response) -> Response:
    """An answer with its ETag; nothing but that where the client has it already."""
    tag = etag_of(response.get_data())
    if names_etag(request.headers.get("If-None-Match", ""), tag):
        response = Response(status=304)
        response.headers.pop("Content-Type")
    response.headers["ETag"] = tag
    return response


def _seal_response(built: Parts, response: Response) -> Response:
    for name, value in HEADERS.items():
        response.headers.setdefault(name, value)
    if built.settings.url.startswith("https:"):
        response.headers["Strict-Transport-Security"] = HSTS
    return response


def _answer_failure(error: Exception) -> Response:
    """Whatever ended a request, as a problem. Frames go to the log, no values."""
    problem = _problem_of_failure(error)
    response = Response(problem.shown().model_dump_json(), problem.status, problem.headers, content_type=PROBLEM_JSON)
    if isinstance(error, HTTPException) and error.code == 405:
        response.headers.extend(error.get_headers(request.environ))
        response.headers["Content-Type"] = PROBLEM_JSON
    return response


def _problem_of_failure(error: Exception) -> Problem:
    if isinstance(error, Problem):
        return error
    if isinstance(error, HTTPException):
        kind, detail = REFUSED.get(error.code or 500, ("malformed", "The request cannot be read"))
        return Problem(kind, detail)
    if isinstance(error, SQLAlchemyError | PoolTimeout | TimeoutError):
        log.warning("api_query_failed", operation=request.endpoint, **describe_error(error))
        why = "takes too long; ask for less, or later" if is_too_slow(error) else "does not answer; ask again in some seconds"
        return Problem("unavailable", f"The database {why}", headers={"Retry-After": "5"})
    log.error("api_failed", operation=request.endpoint, **describe_error(error))
    return Problem("failed", "This is a fault of ours, and is in our log. What the request wrote is undone")
