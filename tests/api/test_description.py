"""The description of the API: what is served is what docs/ keeps, its examples work, and webhooks pay nothing for it."""

import subprocess
import sys

import pytest

from bot.accounts.api_keys import SCOPES
from bot.models import Table
from bot.web.api.app import OPERATIONS
from bot.web.api.description import SCOPES_MEAN
from bot.web.api.operations import AnyOperation
from tests.api.conftest import Program, make_preview, program_with
from tests.api_description import KEPT
from tests.carrier import answer
from tests.conftest import ONE_DATABASE, ROOT, Bot, Start
from tests.geocoder import geocoder, layers, matches
from tests.subscribers import People

once = pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)


@once
def test_description_in_docs_is_the_one_that_is_served(bot: Bot) -> None:
    served = Program(bot).get("/openapi.json")
    assert served.status_code == 200
    assert served.get_data(as_text=True) == KEPT.read_text(encoding="utf-8"), "run: python -m tests.api_description"
    assert Program(bot).get("/openapi.json", If_None_Match=served.headers["ETag"]).status_code == 304


def test_every_scope_has_its_meaning_and_its_row_in_docs() -> None:
    page = (ROOT / "docs" / "api.md").read_text(encoding="utf-8")
    assert list(SCOPES_MEAN) == list(SCOPES)
    assert [scope for scope in SCOPES if f"| `{scope}` |" not in page] == []


def ready(bot: Bot, program: Program, operation: AnyOperation) -> dict[str, str]:
    """What the example of an operation needs to be there, and the headers that it is asked with."""
    if operation.id in ("find_supporter", "get_supporter", "stop_supporter", "forget_supporter"):
        given = next(each for each in OPERATIONS if each.id == "add_supporter").example.body
        assert program.post("/supporters", given).status_code == 202
    if not operation.path.startswith("/alerts/"):
        return {}
    People(bot).add("ana")
    given = next(each for each in OPERATIONS if each.id == "write_alert").example.body
    written = program.post("/alerts", given)
    if operation.id in ("send_alert", "pause_alert", "resume_alert", "follow_alert"):
        program.post("/alerts/1/preview")
        make_preview(bot, 1)
    if operation.id in ("pause_alert", "resume_alert"):
        sent = program.post("/alerts/1/send", {"recipients": 1}, If_Match=written.headers["ETag"])
        assert sent.status_code == 200, sent.json
    if operation.id == "resume_alert":
        assert program.post("/alerts/1/pause").status_code == 200
    return {"If_Match": written.headers["ETag"]}


EXAMPLES = [each for each in OPERATIONS if each.id != "look_up_address"]  # which asks a geocoder, as below


@pytest.mark.parametrize("operation", EXAMPLES, ids=lambda each: each.id)
@once
def test_example_of_an_operation_works(bot: Bot, program: Program, operation: AnyOperation) -> None:
    headers = ready(bot, program, operation)
    path = operation.path.format_map(operation.example.wanted)
    rest = {name: value for name, value in operation.example.wanted.items() if f"{{{name}}}" not in operation.path}
    query = "&".join(f"{name}={value}" for name, value in rest.items())
    body = dict(operation.example.body) if operation.example.body is not None else None
    answer = program.ask(operation.method, f"{path}?{query}" if query else path, body, **headers)
    assert answer.status_code == operation.status, answer.get_data(as_text=True)
    if operation.status != 204:
        operation.answer.model_validate_json(answer.get_data(), by_alias=True)


def test_address_is_looked_up_and_forgotten(start: Start) -> None:
    operation = next(each for each in OPERATIONS if each.id == "look_up_address")
    with geocoder() as stand_in:
        bot = start(geocoder="census", geocoder_url=stand_in.url)
        program = program_with(bot, "officials")
        stand_in.answers += [matches(layers("53", "06", "027", "027", "70000 Tacoma city"))]
        found = program.post("/officials/lookup", operation.example.body)
        assert found.status_code == 200, found.json
        house = next(each for each in found.json["targets"] if each["role"] == "us_representative")
        assert house["certainty"] == "exact_address" and found.json["question"] is None
        assert stand_in.asked
        stand_in.answers += [answer(500, "")]
        assert program.post("/officials/lookup", operation.example.body).status_code == 503
        assert program.post("/officials/lookup", {"address": "PO Box 12", "zip": "98402"}).status_code == 422
    with bot.parts.database.read() as connection:
        kept = [connection.execute(table.select()).all() for table in Table.metadata.sorted_tables]
    assert "Market" not in repr(kept)


@once
def test_installation_that_looks_up_no_address_says_so(bot: Bot, program: Program) -> None:
    operation = next(each for each in OPERATIONS if each.id == "look_up_address")
    assert program.post("/officials/lookup", operation.example.body).status_code == 409


LIGHT = """
import sys
from bot import create_app
from bot.simulation.phone import Phone
app = create_app()
app.extensions["patchline"].database.migrate()
phone = Phone(app, "+12535550100")
for _ in range(20):
    assert phone.text("SANCTUARY 98402")
print(sorted(name for name in sys.modules if name.startswith("bot.web.api")))
"""


def test_process_that_answers_webhooks_loads_nothing_of_the_api(tmp_path: object) -> None:
    done = subprocess.run(
        [sys.executable, "-c", LIGHT],
        cwd=ROOT,
        env={"INSTANCE_DIR": str(tmp_path), "PATH": "", "GEOCODER": "none"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout.splitlines()[-1] == "['bot.web.api', 'bot.web.api.build', 'bot.web.api.mount']"
