"""CallPower's addresses and its campaigns: forms that web sites have go on, and nobody's phone rings who did not ask for it."""

import html
import json
import re
from collections.abc import Iterator
from datetime import timedelta
from itertools import count
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import insert, select
from werkzeug.test import TestResponse

from bot.campaigns.campaign_files import FORM
from bot.models import Call, Delivery, Supporter
from bot.results.figures import FiguresWanted, ReferralCalls, referrals
from bot.results.recount import recount_all
from bot.telephony import count_segments, sms_text
from bot.yaml_files.yaml_reading import parse_yaml
from tests.campaign_files import GOOD, spoiled
from tests.conftest import EACH_DATABASE, Bot, data_with, starting, wiped
from tests.databases import empty_database

NUMBER = "+12535550142"
VISITORS = count(1)
URL = "https://bot.example.org"
FORM_OF = 'callpower: {id: 12, name: Save the Trees, form: "#act", shows: replace}\n'


def other(id: int, keyword: str, state: str) -> str:
    """The same campaign under another keyword, in another state."""
    changes = (("keyword: TREES", f"keyword: {keyword}"), ("aliases: [ARBOLES]\n", ""), ("state: live", f"state: {state}"))
    return spoiled(*changes) + f"callpower: {{id: {id}}}\n"


@pytest.fixture(scope="module", params=EACH_DATABASE)
def moved(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    """An installation that has moved here from CallPower."""
    folder = tmp_path_factory.mktemp("callpower")
    data = data_with(folder / "data")
    files = {"trees": GOOD + FORM_OF, "rest": other(13, "REST", "paused"), "gone": other(14, "BEES", "ended")}
    for name, text in {**files, "idea": other(15, "IDEA", "draft")}.items():
        (data / "campaigns" / f"{name}.yaml").write_text(text)
    with empty_database(request.param, folder) as url, starting(url, folder) as start:
        yield start(data_dir=data, public_url=URL)


@pytest.fixture
def bot(moved: Bot) -> Bot:
    return wiped(moved)


def create(bot: Bot, method: str = "POST", headers: dict[str, str] | None = None, **asked: str) -> TestResponse:
    """What a form of a web site sends; `asked` beside what it says anyway, "" for not."""
    values = {"campaignId": "12", "userPhone": "(253) 555-0142", "userLocation": "98402", "userCountry": "us", **asked}
    given = {name: value for name, value in values.items() if value}
    environ = {"REMOTE_ADDR": f"10.9.{'.'.join(map(str, divmod(next(VISITORS), 250)))}"}
    said = {"Accept": "*/*", "Sec-Fetch-Site": "cross-site", "Origin": "https://trees.example.org", **(headers or {})}
    how: dict[str, Any] = {"query_string": given} if method == "GET" else {"data": given}
    answer = bot.app.test_client().open("/call/create", method=method, headers=said, environ_base=environ, **how)
    bot.parts.outbox.look()  # as once the answer is out
    bot.parts.outbox.wait()
    return answer


def calls_to_place(bot: Bot) -> list[str]:
    bot.parts.outbox.wait()
    query = select(Supporter.phone).join(Delivery, Delivery.supporter_id == Supporter.id).where(Delivery.kind == "call")
    with bot.parts.database.read() as connection:
        return [bot.parts.phone_cipher.decrypt(phone) for phone in connection.execute(query).scalars()]


ASKED = [
    {},
    {"campaignId": "Save the Trees"},
    {"userLocation": "", "zipcode": "98402-1234"},
    {"userLocation": "747 Market St, Tacoma, WA 98402, USA"},
]


@pytest.mark.parametrize("method", ["GET", "POST"])
@pytest.mark.parametrize("asked", ASKED)
def test_form_of_a_site_is_answered_as_by_callpower_and_a_code_is_texted(bot: Bot, method: str, asked: dict[str, str]) -> None:
    answer = create(bot, method, **asked)
    assert answer.status_code == 200 and answer.headers["Access-Control-Allow-Origin"] == "*"
    said = answer.get_json()
    assert set(said) == {"campaign", "call", "script", "redirect", "fromNumber", "targets"}
    assert (said["campaign"], said["call"], said["fromNumber"]) == ("live", "queued", bot.parts.settings.number)
    assert said["targets"]["segment"] == "location" and said["targets"]["display"].startswith("the office of the governor")
    assert said["targets"]["objects"][0] == {"name": "Bob Ferguson", "title": "Governor", "phone": "+13609024111"}
    assert "We ask for trees." in said["script"] and "<script" not in said["script"]
    assert "5550142" not in answer.text
    assert calls_to_place(bot) == [], "nobody's phone rings yet"
    [text] = bot.phone(NUMBER).messages()
    assert "Reply TREES." in text and "STOP" in text and count_segments(sms_text(text)).count == 1


@pytest.mark.parametrize("where", ["in the site's own page", "on the campaign's page"])
def test_phone_rings_once_the_code_came_back(bot: Bot, where: str) -> None:
    said = create(bot, ref="flyer-7").get_json()
    [text] = bot.phone(NUMBER).messages()
    client = bot.app.test_client()
    shown = said["script"] if where == "in the site's own page" else client.get(said["redirect"].removeprefix(URL)).text
    [form] = re.findall(r"<form[^>]*>(?:(?!</form>).)*sealed.*?</form>", shown, re.DOTALL)
    action = html.unescape(re.findall(r'action="([^"]+)"', form)[0]).removeprefix(URL)
    values = dict(re.findall(r'type="hidden" name="(\w+)" value="([^"]+)"', form))
    site = {"Sec-Fetch-Site": "cross-site" if where == "in the site's own page" else "same-origin"}
    values["code"] = re.findall(r"\b\d{6}\b", text)[0]
    assert "ref=flyer-7" in action and "sealed" not in action
    assert client.post(action, data=values, headers=site).status_code == 303
    assert calls_to_place(bot) == [NUMBER]
    today = bot.parts.days.day_of(bot.clock.now)
    with bot.parts.database.read() as connection:
        found = referrals(connection, FiguresWanted(first=today, last=today, campaign="trees"), bot.parts.days)
    assert found == [ReferralCalls("flyer-7", started=0, reached=0, rung=1, signed_up=0)]


def test_site_that_asks_for_no_code_leaves_the_way_by_text(bot: Bot) -> None:
    create(bot)
    phone = bot.phone(NUMBER)
    assert "ZIP" in phone.text("TREES").text, "nothing is known of who has this phone until they write"
    phone.text("98402")
    phone.text("CALL")
    assert calls_to_place(bot) == [NUMBER]


NO_CALLS = [
    pytest.param({"campaignId": ""}, 400, "campaignId is required", id="no campaign"),
    pytest.param({"campaignId": "99"}, 400, "no campaign of this campaignId", id="another campaign"),
    pytest.param({"campaignId": "15"}, 400, "no campaign of this campaignId", id="a draft"),
    pytest.param({"campaignId": "trees"}, 400, "no campaign of this campaignId", id="an id of ours"),
    pytest.param({"userPhone": ""}, 400, "userPhone is required", id="no number"),
    pytest.param({"userPhone": "+44 7700 900123"}, 400, "not a number", id="abroad"),
    pytest.param({"userPhone": "900-555-0142"}, 400, "not a number", id="a dear number"),
    pytest.param({"userPhone": "4165550142", "userCountry": "CA"}, 400, "not a number", id="another country"),
    pytest.param({"userLocation": ""}, 400, "five digits", id="no place"),
    pytest.param({"userLocation": "47.25,-122.44"}, 400, "five digits", id="a point on the map"),
    pytest.param({"userLocation": "12345 Main St"}, 400, "five digits", id="an address without its ZIP code"),
    pytest.param({"userLocation": "1 Oak St NE 98402"}, 400, "five digits", id="what is no state"),
    pytest.param({"userLocation": "00000"}, 400, "no ZIP code 00000", id="no such ZIP code"),
]


@pytest.mark.parametrize(("asked", "status", "why"), NO_CALLS)
def test_what_cannot_be_a_call_is_refused_in_callpowers_shape(bot: Bot, asked: dict[str, str], status: int, why: str) -> None:
    answer = create(bot, **asked)
    said = answer.get_json()
    assert (answer.status_code, said["status"]) == (status, status) and why in said["error"]
    assert said.get("redirect", f"{URL}/c/trees").startswith(f"{URL}/c/trees")
    assert answer.headers["Access-Control-Allow-Origin"] == "*" and bot.count("deliveries") == 0


@pytest.mark.parametrize(("number", "state"), [("13", "paused"), ("14", "archived")])
def test_campaign_that_rests_says_so_and_calls_nobody(bot: Bot, number: str, state: str) -> None:
    answer = create(bot, campaignId=number)
    assert (answer.status_code, answer.get_json()) == (200, {"campaign": state})
    assert bot.count("deliveries") == 0


def test_number_and_visitor_have_the_limits_of_our_own_page(bot: Bot) -> None:
    answers = [create(bot) for _ in range(5)]
    assert {answer.status_code for answer in answers} == {200}, "nothing is told of a number"
    assert len(bot.phone(NUMBER).messages()) == 3
    visitor = {"REMOTE_ADDR": "10.8.0.1"}
    asked = {"campaignId": "12", "userLocation": "98402"}
    posts = [
        bot.app.test_client().post("/call/create", data={**asked, "userPhone": f"253555{n:04}"}, environ_base=visitor)
        for n in range(150, 157)
    ]
    assert [post.status_code for post in posts] == [200] * 5 + [429] * 2
    assert posts[-1].get_json()["status"] == 429


def test_script_that_cannot_ask_other_sites_is_answered_by_a_script(bot: Bot) -> None:
    answer = create(bot, "GET", callback="jQuery_1.done")
    assert answer.mimetype == "application/javascript" and answer.headers["X-Content-Type-Options"] == "nosniff"
    assert json.loads(answer.text.removeprefix("/**/jQuery_1.done(").removesuffix(");"))["call"] == "queued"
    for callback in ("alert(1)//", "<script>", "a" * 80, "é"):
        assert create(bot, "GET", callback=callback).mimetype == "application/json"


def test_form_without_a_script_leads_to_the_page_that_asks_for_the_code(bot: Bot) -> None:
    answer = create(bot, headers={"Accept": "text/html,application/xhtml+xml,*/*;q=0.8"})
    assert answer.status_code == 303 and answer.location.startswith(f"{URL}/c/trees?lang=en&zip=98402&sealed=")
    assert 'name="code"' in bot.app.test_client().get(answer.location.removeprefix(URL)).text
    refused = create(bot, headers={"Accept": "text/html"}, userPhone="1")
    assert refused.location == f"{URL}/c/trees?lang=en&zip=98402#call-me"


def test_other_sites_may_send_the_code_alone_and_to_no_other_campaign(bot: Bot) -> None:
    client, cross = bot.app.test_client(), {"Sec-Fetch-Site": "cross-site"}
    for form in ("call_me", "call", "alerts", "address"):
        assert client.post("/c/trees?zip=98402", data={"form": form, "phone": NUMBER}, headers=cross).status_code == 403
    assert client.post("/c/trees?zip=98402", data={"form": "code"}, headers=cross).status_code == 422


def test_browser_that_asks_first_may(bot: Bot) -> None:
    answer = bot.app.test_client().options("/call/create", headers={"Access-Control-Request-Method": "POST"})
    assert answer.headers["Access-Control-Allow-Origin"] == "*" and "POST" in answer.headers["Access-Control-Allow-Methods"]


def test_count_tells_completed_calls_and_codes_that_led_to_several(bot: Bot) -> None:
    now, client = bot.clock.now, bot.app.test_client()
    told: list[tuple[str, str | None, int, str]] = [  # status, outcome, days ago, code
        *[("answered", None, 0, "flyer-7")] * 3,
        *[("web", "reached", 3, "one-off")] * 2,
        ("web", "failed", 0, "flyer-7"),
        ("busy", None, 0, "flyer-7"),
        ("answered", "reached", 30, ""),
    ]

    rows = [
        {"campaign": "trees", "official": "x", "line": "+13609024111", "status": status, "outcome": outcome}
        | {"at": now - timedelta(days=days), "referral": code}
        for status, outcome, days, code in told
    ]
    with bot.parts.database.write() as connection:
        connection.execute(insert(Call), rows)
    list(recount_all(bot.parts.database, bot.parts.days, now))
    answer = client.get("/api/campaign/12/count.json")
    assert answer.headers["Access-Control-Allow-Origin"] == "*" and "max-age=600" in answer.headers["Cache-Control"]
    assert answer.get_json() == {
        "completed": 6,
        "last_24h": 3,
        "last_week": 5,
        "referral_codes": {"flyer-7": 3},
        "count": 6,
        "campaignId": 12,
    }
    missing = client.get("/api/campaign/99/count.json")
    assert (missing.status_code, missing.get_json()["status"]) == (404, 404)


def test_embeds_that_sites_have_are_answered(bot: Bot) -> None:
    client = bot.app.test_client()
    for name, begins in (("embed", True), ("CallPowerForm", False)):
        script = client.get(f"/api/campaign/12/{name}.js")
        assert script.mimetype == "text/javascript" and script.headers["Access-Control-Allow-Origin"] == "*"
        assert script.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
        assert '"form": "#act"' in script.text and '"shows": "replace"' in script.text and f"{URL}/call/create" in script.text
        assert "window.CallPowerForm = " in script.text and ("new CallPowerForm(" in script.text) == begins
    frame = client.get("/api/campaign/12/embed_iframe.html?ref=a")
    assert (frame.status_code, frame.location) == (302, "/c/trees/embed?ref=a")
    assert "frame-ancestors" not in frame.headers.get("Content-Security-Policy", "")
    assert client.get("/api/campaign/99/embed.js").status_code == 404


# --- Campaigns -------------------------------------------------------------------------------------------------------------

OLD = {
    "id": 21,
    "name": "Save the Bees",
    "campaign_type": "congress",
    "campaign_subtype": "both",
    "status": "live",
    "target_ordering": "lower-first",
    "call_maximum": 3,
    "campaign_state": None,
    "allow_call_in": True,
    "phone_numbers": ["+12025550123"],
    "targets": [["Maria Cantwell", "+12022243441"], ["Nobody Known", "+12025550199"]],
    "audio_msgs": {"msg_intro": "Bees need you. {{x}}", "msg_goodbye": "Bye", "msg_location": "https://example.org/a.mp3"},
    "embed": {"form_sel": "#act", "script": "<p>Hello <b>there</b></p><ul><li>Bees</li></ul>", "script_display": "alert"},
    "required_fields": {"userPhone": "US", "userLocation": "postal"},
}
NEW = {
    "id": 22,
    "name": "¡Árboles ya!",
    "campaign_type": "state",
    "campaign_subtype": "upper",
    "status_code": 2,
    "campaign_language": "es",
    "country_code": "US",
    "segment_by": "location",
    "locate_by": "latlon",
    "target_offices": "district",
    "crm_sync": True,
    "crm_id": "7",
    "surprise": 1,
    "embed": {},
    "embed_script": "",
    "assigned_targets": [{"key": "us:bioguide:C000127", "name": "Sen. Cantwell"}],
}
CUSTOM = {"id": 23, "name": "City hall", "campaign_type": "custom", "segment_by": "custom", "targets": [["Maria Cantwell", ""]]}
IMPORTS = [
    pytest.param(
        OLD,
        {
            ("keyword",): "SAVETHEBEES",
            ("state",): "draft",
            ("targets",): ("us_representative", "us_senator"),
            ("named_targets", 0, "name"): "Maria Cantwell",
            ("most_calls",): 3,
            ("words", "en", "title"): "Save the Bees",
            ("words", "en", "intro", "voice"): "Bees need you.",
            ("words", "en", "script", "body", "us_senator", "page"): "Hello there\n\n- Bees",
            ("callpower",): {"id": 21, "name": "Save the Bees", "form": "#act"},
        },
        [
            *(
                "target Nobody Known: no official",
                "msg_intro: its placeholders",
                "msg_goodbye: the bot has",
                "embed.script: it is",
            ),
            *(
                "msg_location: a recording",
                "embed.script_display: alert cannot",
                "phone_numbers: ",
                "status: ",
                "allow_call_in: ",
            ),
            *("required_fields: ", "the ask: "),
        ],
        id="as its API has given it for years",
    ),
    pytest.param(
        NEW,
        {
            ("keyword",): "ARBOLESYA",
            ("targets",): ("state_upper",),
            ("languages",): ("es",),
            ("lines",): "nearest",
            ("named_targets", 0, "division"): "ocd-division/country:us/state:wa",
            ("words", "es", "title"): "¡Árboles ya!",
            ("callpower",): {"id": 22, "name": "¡Árboles ya!"},
        },
        ["locate_by: latlon", "status_code: ", "crm_sync: ", "crm_id: ", "surprise: is nothing that we know", "the ask: "],
        id="as its newer version does",
    ),
    pytest.param(
        CUSTOM,
        {("keyword",): "CITYHALL", ("named_targets", 0, "role"): "us_senator", ("targets",): ()},
        ["targets: everybody calls the same", "the ask: "],
        id="the same officials for everybody",
    ),
]


def draft_of(bot: Bot, id: str, folder: Path) -> Any:
    done = bot.app.test_cli_runner().invoke(args=["campaigns", "export", "--draft", "--to", str(folder), id])
    assert done.exit_code == 0, done.output
    return parse_yaml(f"{id}.yaml", (folder / f"{id}.yaml").read_text(), FORM)[0]


@pytest.mark.parametrize(("theirs", "ours", "untold"), IMPORTS)
def test_campaign_of_callpower_becomes_a_draft_and_all_that_stays_behind_is_told(
    bot: Bot, tmp_path: Path, theirs: dict[str, Any], ours: dict[tuple[str | int, ...], Any], untold: list[str]
) -> None:
    (tmp_path / "theirs.json").write_text(json.dumps({"objects": [theirs]}))
    flask = bot.app.test_cli_runner()
    done = flask.invoke(args=["campaigns", "import-callpower", str(tmp_path / "theirs.json")])
    assert done.exit_code == 0, done.output
    [id] = re.findall(r"^(\S+): a draft", done.output, re.MULTILINE)
    source = draft_of(bot, id, tmp_path)
    assert {key: source.at(*key) for key in ours} == ours
    told = re.findall(r"not taken over: (.*)", done.output)
    assert len(told) == len(untold) and all(any(line.startswith(each) for line in told) for each in untold), told
    problems = re.findall(r"to mend: (.*)", done.output)
    assert all("targets" in problem for problem in problems) and bool(problems) == (ours[("keyword",)] == "CITYHALL"), problems
    again = flask.invoke(args=["campaigns", "import-callpower", str(tmp_path / "theirs.json")])
    assert f"{id}: is CallPower's campaign {theirs['id']} already, nothing changed\n" == again.output


@pytest.mark.parametrize(
    ("written", "why"),
    [
        pytest.param("{", "is no JSON", id="no JSON"),
        pytest.param("[]", "holds no campaign", id="none"),
        pytest.param('{"name": "x"}', "its campaign 1 has no id and name", id="no id"),
        pytest.param('{"id": true, "name": "x"}', "its campaign 1 has no id and name", id="an id that is none"),
        pytest.param('[{"id": 1, "name": "x"}, 7]', "its campaign 2 has no id and name", id="a number among them"),
        pytest.param('{"id": 1, "name": "x", "country_code": "CA"}', "calls officials of CA", id="another country"),
        pytest.param("[" * 100_000, "is no JSON", id="brackets without end"),
    ],
)
def test_file_that_is_no_campaign_of_callpower_is_refused_whole(bot: Bot, tmp_path: Path, written: str, why: str) -> None:
    (tmp_path / "x.json").write_text(written)
    done = bot.app.test_cli_runner().invoke(args=["campaigns", "import-callpower", str(tmp_path / "x.json")])
    assert done.exit_code == 1 and f"x.json: {why}" in done.output
    assert bot.count("campaigns") == 0
