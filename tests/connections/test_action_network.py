"""Action Network hears who joined and who stopped: a double that keeps people and tags as its API does."""

import json
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler
from urllib.parse import parse_qs, urlsplit

import pytest

from bot.connections.posting_rows import add_test
from bot.connections.receiver_rows import PEOPLE_KINDS, NewReceiver, add_receiver
from tests.carrier import one, running
from tests.conftest import EACH_DATABASE, Bot, wiped
from tests.connections.receiving import LOOPBACK, Tool, says, tool_listening, work

KEY = "an-api-key"


class Account:
    """People by number, and tags, of an Action Network that has no people without a number or e-mail."""

    def __init__(self, tool: Tool) -> None:
        self.tool, self.people, self.tags = tool, dict[str, dict[str, object]](), list[str]()
        tool.behaves = self.answer

    def answer(self, handler: BaseHTTPRequestHandler) -> None:
        asked = self.tool.received[-1]
        if asked.headers.get("osdi-api-token") != KEY:
            return says(403)(handler)
        parts = urlsplit(asked.path)
        match asked.method, parts.path:
            case "POST", "/api/v2/tags":
                self.tags.append(json.loads(asked.body)["name"])
                return self._say(handler, {"name": self.tags[-1]})
            case "POST", "/api/v2/people/":
                return self._say(handler, self._sign_up(json.loads(asked.body)))
            case "GET", "/api/v2/people":
                wanted = parse_qs(parts.query).get("filter", [""])[0].removeprefix("identifier eq '").removesuffix("'")
                found = [self._shown(each) for each in self.people.values() if wanted in each["identifiers"]]  # type: ignore[operator]
                return self._say(handler, {"_embedded": {"osdi:people": found}})
            case "PUT", path:
                changed = json.loads(asked.body)["phone_numbers"][0]
                self.people[changed["number"]]["status"] = changed["status"]
                return self._say(handler, {"path": path})
        return says(404)(handler)

    def _sign_up(self, posted: dict[str, object]) -> dict[str, object]:
        person = posted["person"]
        assert isinstance(person, dict)
        (phone,) = person["phone_numbers"]
        kept = self.people.setdefault(phone["number"], {"identifiers": [], "tags": [], "zip": "", "language": ""})
        kept["status"], kept["identifiers"] = phone["status"], person["identifiers"]
        kept["zip"] = person["postal_addresses"][0]["postal_code"] if "postal_addresses" in person else kept["zip"]
        kept["tags"] = [*kept["tags"], *(tag for tag in posted["add_tags"] if tag in self.tags)]  # type: ignore[misc, attr-defined]
        return person

    def _shown(self, person: dict[str, object]) -> dict[str, object]:
        number = next(number for number, each in self.people.items() if each is person)
        href = f"http://127.0.0.1:{self.tool.port}/api/v2/people/{number}"
        phones = [{"number": number, "status": person["status"]}]
        return {"phone_numbers": phones, "_links": {"self": {"href": href}}}

    def _say(self, handler: BaseHTTPRequestHandler, answer: object) -> None:
        body = json.dumps(answer).encode()
        handler.send_response(200)
        handler.send_header("Content-Length", str(len(body)))
        handler.end_headers()
        handler.wfile.write(body)


@pytest.fixture(scope="module", params=EACH_DATABASE)
def connected(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    with running(request.param, tmp_path_factory.mktemp("connected"), inner_networks=LOOPBACK) as bot:
        yield bot


@pytest.fixture
def bot(connected: Bot) -> Bot:
    return wiped(connected)


@pytest.fixture
def account() -> Iterator[Account]:
    with tool_listening() as tool:
        yield Account(tool)


def connect(bot: Bot, account: Account, key: str = KEY) -> int:
    new = NewReceiver(
        kind="action_network",
        name="Our group",
        address=f"http://127.0.0.1:{account.tool.port}/api/v2",
        kinds=PEOPLE_KINDS,
        with_numbers=True,
        secret=key,
        tags="texters\n{campaign}",
    )
    with bot.parts.database.write() as connection:
        return add_receiver(connection, bot.parts.phone_cipher, new, bot.clock())[0]


def test_who_joins_is_a_person_with_tags(bot: Bot, account: Account) -> None:
    connect(bot, account)
    phone = bot.phone()
    phone.text("SANCTUARY 98402")
    phone.text("JOIN")
    work(bot)
    person = account.people[phone.number.lstrip("+")]
    assert (person["status"], person["zip"], person["tags"]) == ("subscribed", "98402", ["texters", "sanctuary"])


def test_who_stops_is_unsubscribed(bot: Bot, account: Account) -> None:
    connect(bot, account)
    phone = bot.phone()
    phone.text("SANCTUARY 98402")
    phone.text("JOIN")
    phone.text("STOP")
    work(bot)
    assert account.people[phone.number.lstrip("+")]["status"] == "unsubscribed"
    phone.text("START")
    work(bot)
    assert account.people[phone.number.lstrip("+")]["status"] == "subscribed"


def test_who_has_themselves_erased_is_found_by_our_id_and_unsubscribed(bot: Bot, account: Account) -> None:
    connect(bot, account)
    phone, other = bot.phone(), bot.phone()
    for each in (phone, other):
        each.text("SANCTUARY 98402")
        each.text("JOIN")
    work(bot)
    phone.forget()
    work(bot)
    assert account.people[phone.number.lstrip("+")]["status"] == "unsubscribed"
    assert account.people[other.number.lstrip("+")]["status"] == "subscribed"


def test_wrong_key_is_told_by_the_test(bot: Bot, account: Account) -> None:
    for key, status in ((KEY, 200), ("another", 403)):
        id = connect(bot, account, key)
        with bot.parts.database.write() as connection:
            add_test(connection, id, bot.clock())
        work(bot)
        assert one(bot, "SELECT status FROM postings WHERE receiver_id = :id", id=id) == status


def test_tag_that_cannot_be_made_is_tried_again(bot: Bot, account: Account) -> None:
    connect(bot, account)
    account.tool.behaves = says(503)
    phone = bot.phone()
    phone.text("SANCTUARY 98402")
    phone.text("JOIN")
    work(bot)
    assert one(bot, "SELECT state FROM postings") == "waiting"
    assert account.people == {}
