"""Hostile bodies and addresses: each is a problem of the API's, none a fault, and nothing is written."""

import json

import pytest

from tests.api.conftest import V1, Program
from tests.conftest import ONE_DATABASE, Bot

once = pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
GOOD = '{"phone": "+12535550142", "campaign": "sanctuary", "consent": {"source": "Form", "at": "2026-11-02T18:30:00Z"}}'
BODIES: dict[str, tuple[bytes, int]] = {
    "nothing": (b"", 400),
    "no JSON": (b"phone=1", 400),
    "half": (GOOD[:40].encode(), 400),
    "two": (f"{GOOD}{GOOD}".encode(), 400),
    "a list": (b"[]", 400),
    "null": (b"null", 400),
    "a number": (b"1e999", 400),
    "NaN": (b'{"phone": NaN}', 400),
    "no UTF-8": (b'{"phone": "\xff\xfe"}', 400),
    "UTF-16": (GOOD.encode("utf-16"), 400),
    "half a pair": (GOOD.replace("Form", "\\ud800").encode(), 400),
    "a zero": (GOOD.replace("Form", "\\u0000").encode(), 400),
    "an escape": (GOOD.replace("Form", "\\u001b[31m").encode(), 400),
    "deep": (b'{"phone": ' + b"[" * 30_000 + b"]" * 30_000 + b"}", 400),
    "deep objects": (b'{"a":' * 15_000 + b"1" + b"}" * 15_000, 400),
    "many keys": (json.dumps({f"k{number}": 1 for number in range(5000)}).encode(), 400),
    "a long number": (GOOD.replace('"+12535550142"', "1" * 50_000).encode(), 400),
    "a long text": (GOOD.replace("Form", "x" * 50_000).encode(), 400),
    "too large": (b" " * 100_001, 413),
}


@once
@pytest.mark.parametrize("name", BODIES)
def test_hostile_body_is_refused(bot: Bot, program: Program, name: str) -> None:
    data, expected = BODIES[name]
    headers = {"Authorization": f"Bearer {program.secret}", "Idempotency-Key": "hostile-body"}
    answer = bot.app.test_client().post(f"{V1}/supporters", data=data, headers=headers, content_type="application/json")
    assert answer.status_code == expected and answer.content_type == "application/problem+json"
    assert len(answer.data) < 10_000, "what was sent is not repeated"
    assert bot.count("supporters") == bot.count("api_answers") == 0


@once
@pytest.mark.parametrize(
    "type", ["text/plain", "application/x-www-form-urlencoded", "application/json5", "", "application/jsonx"]
)
def test_body_of_another_type_is_refused(bot: Bot, program: Program, type: str) -> None:
    headers = {"Authorization": f"Bearer {program.secret}", "Idempotency-Key": "another-type"}
    answer = bot.app.test_client().post(f"{V1}/supporters", data=GOOD, headers=headers, content_type=type)
    assert answer.status_code == 415 and answer.content_type == "application/problem+json"


ADDRESSES = {
    "/": 404,
    "/nothing": 404,
    "/supporters/0": 400,
    "/supporters/-1": 404,
    "/supporters/99999999999999999999": 400,
    "/supporters/%00": 404,
    "/supporters/1%27--": 404,
    "/campaigns/..%2f..%2fetc": 404,
    "/campaigns/%E2%80%AE": 400,
    "/campaigns/%00": 400,
    "/supporters?limit=0": 400,
    "/supporters?limit=101": 400,
    "/supporters?limit=1_0": 400,
    "/supporters?limit=%201": 400,
    "/supporters?limit=1&limit=2": 400,
    "/supporters?surprise=1": 400,
    "/supporters?place=%27%20OR%201": 400,
    "/supporters?place=ZZ": 422,
    "/officials": 400,
    "/officials?zip=9840": 400,
    "/officials?zip=98402&campaign=nothing": 422,
    "/officials?zip=98402&chosen=nothing": 422,
    "/officials?zip=98402&chosen=place=ocd-division/country:xx": 200,
    "/officials?zip=00000": 200,
    "/results?from=2026-02-30&to=2026-03-01": 400,
    "/results?from=0001-01-01": 422,
    "/results?from=2026-01-01T00:00:00Z": 400,
    "/results?officials=999999999": 400,
    "/outcomes?from=2026-12-01&to=2026-11-01": 200,
}


@once
@pytest.mark.parametrize("address", ADDRESSES)
def test_hostile_address_is_told(bot: Bot, program: Program, address: str) -> None:
    answer = program.get(address)
    assert answer.status_code == ADDRESSES[address], answer.get_data(as_text=True)
    kind = "application/json" if answer.status_code == 200 else "application/problem+json"
    assert answer.content_type == kind


@once
@pytest.mark.parametrize("method", ["PATCH", "TRACE", "OPTIONS", "DELETE", "BREW"])
def test_other_methods_are_told_which_there_are(bot: Bot, program: Program, method: str) -> None:
    answer = program.ask(method, "/campaigns")
    assert answer.status_code == 405 and "GET" in answer.headers["Allow"]
    assert answer.content_type == "application/problem+json"


@once
def test_answers_are_sealed_against_caches_frames_and_scripts_of_other_sites(bot: Bot, program: Program) -> None:
    answer = program.get("/campaigns", Origin="https://evil.example")
    assert "no-cache" in answer.headers["Cache-Control"] and answer.headers["X-Content-Type-Options"] == "nosniff"
    for each in (answer, program.get("/nothing"), program.get("/openapi.json"), Program(bot).get("/campaigns")):
        assert each.headers["Content-Disposition"] == 'attachment; filename="api.json"'
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "Access-Control-Allow-Origin" not in answer.headers and "Set-Cookie" not in answer.headers
