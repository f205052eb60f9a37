"""Keys: made and ended in the console, and what each opens."""

import re
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from bot.accounts.api_keys import SCOPES
from bot.models import ApiKey, AuditEntry
from bot.web.api.app import EACH_MINUTE, OPERATIONS
from tests.api.conftest import V1, Program, program_with
from tests.conftest import ONE_DATABASE, Bot, Start
from tests.console.conftest import Organizers, Visitor, text_of

once = pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
SECRET = re.compile(r"pl_[A-Za-z0-9_-]{43}")
FORM = {"name": "Web site", "scope.campaigns": "yes", "lasts": "90"}


@once
def test_key_is_made_by_an_owner_shown_once_and_opens_what_was_chosen(bot: Bot, owner: Visitor) -> None:
    made = owner.post("/keys", dict(FORM))
    secret = SECRET.search(made.get_data(as_text=True))
    assert made.status_code == 200 and secret
    assert not SECRET.search(owner.get("/keys").get_data(as_text=True))
    assert secret[0].encode() not in database_of(bot)
    program = Program(bot, secret[0])
    assert "never" in text_of(owner.get("/keys"))
    assert program.get("/campaigns").status_code == 200
    refused = program.get("/supporters")
    assert refused.status_code == 403 and "scope supporters" in refused.json["detail"]
    page = text_of(owner.get("/keys"))
    assert "Web site" in page and "never" not in page.partition("Make a key")[0]
    assert owner.post("/keys/1/end").status_code == 303
    assert program.get("/campaigns").status_code == 401
    assert "ended" in text_of(owner.get("/keys"))
    log = text_of(owner.get("/audit"))
    assert "made a key" in log and "ended a key" in log


def database_of(bot: Bot) -> bytes:
    """All that is kept of keys, and of what was done."""
    with bot.parts.database.read() as connection:
        rows = [*connection.execute(select(ApiKey.__table__)), *connection.execute(select(AuditEntry.__table__))]
    return repr(rows).encode()


@once
def test_key_ends_by_itself(bot: Bot) -> None:
    program = program_with(bot, "campaigns", days=90)
    assert program.get("/campaigns").status_code == 200
    bot.clock.now += timedelta(days=90)
    assert program.get("/campaigns").status_code == 401


@once
@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({**FORM, "name": " "}, "1 to 64"),
        ({**FORM, "name": "x" * 65}, "1 to 64"),
        ({"name": "x", "lasts": ""}, "Choose what it may"),
    ],
)
def test_key_without_a_name_or_a_purpose_is_not_made(bot: Bot, owner: Visitor, fields: dict[str, object], said: str) -> None:
    answer = owner.post("/keys", fields)
    assert answer.status_code == 422 and said in text_of(answer)
    assert bot.count("api_keys") == 0


@once
def test_key_is_ended_by_nobody_but_an_owner(bot: Bot, organizers: Organizers) -> None:
    program = program_with(bot, "campaigns")
    assert organizers.signed_in("organizer").post("/keys/1/end").status_code == 403
    assert program.get("/campaigns").status_code == 200


WRONG = [
    "",
    "Bearer",
    "Bearer ",
    "Bearer pl_",
    "Basic cGxfOnB3",
    "Bearer " + "x" * 46,
    "Bearer pl_" + "A" * 43,
    "pl_" + "A" * 43,
    "Bearer é",
]


@once
@pytest.mark.parametrize("header", WRONG)
def test_what_is_no_key_opens_nothing(bot: Bot, header: str) -> None:
    answer = Program(bot).get("/campaigns", Authorization=header)
    assert answer.status_code == 401 and answer.headers["WWW-Authenticate"].startswith("Bearer")
    assert answer.content_type == "application/problem+json"


@once
def test_every_operation_is_closed_to_keys_of_all_other_scopes(bot: Bot) -> None:
    wrong = []
    for operation in OPERATIONS:
        path = operation.path.replace("{id}", "1")
        body = dict(operation.example.body) if operation.example.body else None
        for secret, expected in (("", 401), (program_with(bot, *set(SCOPES) - set(operation.scopes)).secret, 403)):
            status = Program(bot, secret).ask(operation.method, path, body, If_Match='"x"').status_code
            if status != expected:
                wrong.append(f"{operation.id}: {status}, not {expected}")
    assert not wrong


@once
def test_requests_of_a_key_are_limited_and_it_is_told_for_how_long(bot: Bot) -> None:
    program, other = program_with(bot, "campaigns"), program_with(bot, "campaigns")
    now = bot.clock.now.timestamp()
    assert program.get("/campaigns").headers["RateLimit-Policy"] == f'"default";q={EACH_MINUTE};w=60'
    with bot.parts.database.write() as connection:  # as if it had asked so often within a second
        connection.execute(text("UPDATE rate_windows SET hits = :hits"), {"hits": repr([now] * EACH_MINUTE)})
    refused = program.get("/campaigns")
    assert refused.status_code == 429 and 40 <= int(refused.headers["Retry-After"]) <= 60
    assert other.get("/campaigns").status_code == 200
    bot.clock.now += timedelta(seconds=int(refused.headers["Retry-After"]))
    assert program.get("/campaigns").status_code == 200


def test_api_that_is_off_is_no_address(start: Start) -> None:
    bot = start(api="off")
    assert bot.app.test_client().get(f"{V1}/openapi.json").status_code == 404
