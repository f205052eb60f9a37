"""Landlines are not asked: the provider is asked for them for money, once a number, and only where somebody said so."""

import io
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pyotp
import pytest
from click.testing import Result
from sqlalchemy import select

from bot.accounts import organizer_accounts
from bot.accounts.second_factor import matching_step, new_factor_secret
from bot.config import Settings
from bot.models import LineType, Supporter
from bot.people.forgetting import forget_person
from bot.people.retention import erase_old
from bot.providers import choose_providers
from tests.carrier import LIVE, SIGNALWIRE
from tests.carrier import running as running_bot
from tests.conftest import EACH_DATABASE, ONE_DATABASE, Bot, wiped
from tests.console.conftest import Organizers, Visitor, text_of
from tests.twilio_double import Double, running

HERE = "http://127.0.0.1:1"  # without encryption a browser of tests is signed in
# What the double says of a number -> what becomes of its row.
LINES = {
    "+12535550101": "mobile",
    "+12535550102": "landline",
    "+12535550103": "nonFixedVoip",
    "+12535550104": "unknown",
    "+12535550105": "",  # a fault
}
TOLD = {"+12535550101": "mobile", "+12535550102": "landline", "+12535550103": "other"}


@pytest.fixture(scope="module")
def double() -> Iterator[Double]:
    with running(lines={number: kind for number, kind in LINES.items() if kind}) as double:
        yield double


@pytest.fixture(scope="module", params=EACH_DATABASE)
def live(request: pytest.FixtureRequest, double: Double, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    folder = tmp_path_factory.mktemp("live")
    with running_bot(request.param, folder, **{**LIVE, "public_url": HERE, "twilio_api_url": double.url}) as bot:
        yield bot


@pytest.fixture
def bot(live: Bot, double: Double) -> Bot:
    double.reset()
    double.rule("answer", code=20500, on="lookup", numbers=["+12535550105"])
    for id in live.parts.imports.files.ids():
        live.parts.imports.files.remove(id)
    return wiped(live)


def table(*numbers: str) -> str:
    return "\n".join(("phone,source,consented_at", *(f"{number},Fair,11/02/2026" for number in numbers))) + "\n"


def imported(bot: Bot, folder: Path, *options: str, numbers: tuple[str, ...] = tuple(LINES), answer: str = "") -> Result:
    file = folder / "list.csv"
    file.write_text(table(*numbers))
    arguments = ["contacts", "import", str(file), "--campaign", "SANCTUARY", *options]
    return bot.app.test_cli_runner().invoke(args=arguments, input=answer)


def asked(double: Double) -> int:
    return sum(count for name, count in double.counts()["answers"].items() if name.startswith("lookup"))


def texted(bot: Bot) -> set[str]:
    with bot.parts.database.read() as connection:
        return {bot.parts.phone_cipher.decrypt(phone) for phone in connection.execute(select(Supporter.phone)).scalars()}


def kept(bot: Bot) -> dict[str, str]:
    with bot.parts.database.read() as connection:
        kinds = {bytes(row.person): row.kind for row in connection.execute(select(LineType.person, LineType.kind))}
    return {number: kinds[person] for number in LINES if (person := bot.parts.phone_cipher.person_key(number)) in kinds}


def test_landlines_are_left_out_once_somebody_agreed_to_the_cost(bot: Bot, double: Double, tmp_path: Path) -> None:
    offered = imported(bot, tmp_path, "--dry-run").stdout
    assert "--look-up-lines asks the provider first: 5 look-ups at LINE_LOOKUP_PRICE, $0.04" in offered
    assert "5 look-ups" in imported(bot, tmp_path, "--dry-run", "--look-up-lines").stdout
    refused = imported(bot, tmp_path, "--look-up-lines", answer="n\n")
    assert refused.exit_code == 1 and "lines to look up: 5 look-ups at LINE_LOOKUP_PRICE, $0.04" in refused.stdout
    assert (asked(double), bot.count("supporters")) == (0, 0)

    done = imported(bot, tmp_path, "--look-up-lines", answer="y\n")
    assert done.exit_code == 0, done.output
    assert "4 to be asked by one text" in done.stdout and "1 with a landline, not asked" in done.stdout
    assert "of 2 it was not told, and they are asked" in done.stderr
    assert asked(double) == 5 and kept(bot) == TOLD
    assert texted(bot) == LINES.keys() - {"+12535550102"} and bot.count("deliveries") == 4


def test_what_was_told_is_remembered_and_paid_for_once(bot: Bot, double: Double, tmp_path: Path) -> None:
    assert imported(bot, tmp_path, "--look-up-lines", "--yes").exit_code == 0
    again = imported(bot, tmp_path, "--dry-run").stdout
    assert "1 with a landline, not asked" in again and "look-up" not in again  # nobody else would be asked
    assert imported(bot, tmp_path, "--look-up-lines", "--yes").exit_code == 0 and asked(double) == 5
    with bot.parts.database.write() as connection:
        first = connection.execute(select(Supporter.id, Supporter.phone).order_by(Supporter.id)).first()
        assert first is not None
        person = bot.parts.phone_cipher.person_key(bot.parts.phone_cipher.decrypt(first.phone))
        forget_person(connection, first.id, person, [], bot.clock())
    assert bot.count("line_types") == 2
    erase_old(bot.parts.database, bot.parts.settings, bot.clock.now + timedelta(days=366))
    assert bot.count("line_types") == 0


@pytest.mark.parametrize("live", ONE_DATABASE, indirect=True)
def test_provider_that_is_away_is_asked_no_more_and_everybody_is_texted(bot: Bot, double: Double, tmp_path: Path) -> None:
    double.rule("answer", code=20429, on="lookup")
    many = tuple(f"+1253555{number:04d}" for number in range(200, 320))
    done = imported(bot, tmp_path, "--look-up-lines", "--yes", numbers=many)
    assert "120 to be asked" in done.stdout and "the provider does not answer, or refuses" in done.stderr
    assert asked(double) == 50 and bot.count("line_types") == 0


@pytest.fixture
def owner(bot: Bot) -> Visitor:
    """The owner of the account, signed in with both factors."""
    organizers, secret, now = Organizers(bot), new_factor_secret(), bot.clock.now
    id = organizers.enter("owner", "Ana")
    code = pyotp.TOTP(secret).at(now)
    step = matching_step(secret, code, None, now)
    assert step is not None
    with bot.parts.database.write() as connection:
        organizer_accounts.set_second_factor(connection, bot.parts.phone_cipher, id, secret, step - 5)
    visitor = Visitor(bot)
    visitor.post(organizers.link(id))
    assert visitor.post("/sign-in/code", {"code": code}).status_code == 303
    return visitor


@pytest.mark.parametrize("ticked", [True, False])
@pytest.mark.parametrize("live", ONE_DATABASE, indirect=True)
def test_list_of_the_console_is_looked_up_where_the_box_is_ticked(
    ticked: bool, bot: Bot, owner: Visitor, double: Double
) -> None:
    list = (io.BytesIO(table(*LINES).encode()), "list.csv")
    taken = owner.post("/supporters/import/upload", {"campaign": "sanctuary", "who": "", "file": list})
    path = taken.headers["Location"].removeprefix("/console")
    id = int(path.rpartition("/")[2])
    bot.parts.imports.do(id)
    page = text_of(owner.get(path))
    assert "Ask the provider first which of 5 numbers are landlines, which take no texts: $0.04." in page
    owner.post(f"{path}/agree", {"look_up_lines": "1"} if ticked else {})
    bot.parts.imports.do(id)
    done = text_of(owner.get(path))
    assert ("1 has a landline, and is not asked" in done) == ticked
    assert ("of 2 of these the provider did not say what line it is" in done) == ticked
    assert asked(double) == 5 * ticked and kept(bot) == (TOLD if ticked else {})
    assert bot.count("deliveries") == 5 - ticked
    assert ("lines of 5 looked up" in text_of(owner.get("/audit"))) == ticked


def test_other_providers_say_that_they_cannot(bots: Callable[[str], Bot], tmp_path: Path) -> None:
    assert choose_providers(Settings.load(**SIGNALWIRE.live)).line_lookup is None
    simulated = wiped(bots("sqlite"))
    refused = imported(simulated, tmp_path, "--look-up-lines")
    assert refused.exit_code == 2 and "does not tell which numbers are landlines" in refused.stderr
    assert "look-up" not in imported(simulated, tmp_path, "--dry-run").stdout
