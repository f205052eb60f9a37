"""An alert with a picture: from its file or the options of a command to what Twilio is asked, and what it cost."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result

from tests.alerts import NOON, Alerts
from tests.carrier import OURS
from tests.conftest import Bot

RALLY = "https://pictures.example.org/rally.jpg"
EN, ES = "https://pictures.example.org/en.png?v=2", "https://pictures.example.org/es.png"
ALERT = f"""
campaign: sanctuary
audience: {{state: WA}}
picture: {RALLY}
texts:
  en: Come to city hall at six.
  es: Vengan al ayuntamiento a las seis.
"""
WORDS = "Patchline, Sanctuary alerts: Come to city hall at six.\nReply STOP to cancel."


@pytest.fixture
def world(world: Alerts) -> Alerts:
    world.clock.set(NOON)
    return world


def flask(bot: Bot, *args: str) -> Result:
    return bot.app.test_cli_runner().invoke(args=["broadcast", *args])


def written(folder: Path, alert: str = ALERT) -> str:
    (folder / "alert.yaml").write_text(alert)
    return str(folder / "alert.yaml")


def sums(world: Alerts) -> tuple[int, int]:
    """What the campaign has spent: segments, millionths of a dollar."""
    return sum(row[1] for row in world.spent()), sum(row[2] for row in world.spent())


# --- To the carrier ---------------------------------------------------------------------------------------------------------


def test_picture_reaches_the_carrier_with_the_words(world: Alerts, tmp_path: Path) -> None:
    world.supporter(1)
    world.supporter(2, language="es")
    sent = flask(world.bot, "send", written(tmp_path), "--yes")
    assert sent.exit_code == 0, sent.output
    (english,), (spanish,) = (world.double.messages(world.phone(number)) for number in (1, 2))
    assert (english["media"], english["num_media"], english["num_segments"]) == ([RALLY], "1", "1")
    assert english["body"] == WORDS, "a picture changes nothing of the words, nor of the way out"
    assert spanish["media"] == [RALLY] and "Responda STOP para cancelar." in spanish["body"]
    rows = [(row.media, row.segments, row.sender) for row in world.deliveries()]
    assert rows == [([RALLY], 0, OURS)] * 2


def test_picture_is_the_one_of_the_language(world: Alerts, tmp_path: Path) -> None:
    world.supporter(1)
    world.supporter(2, language="es")
    alert = ALERT.replace(f"picture: {RALLY}", f"picture: {{en: '{EN}', es: '{ES}'}}")
    assert flask(world.bot, "send", written(tmp_path, alert), "--yes").exit_code == 0
    assert [world.double.messages(world.phone(number))[0]["media"] for number in (1, 2)] == [[EN], [ES]]


def test_picture_message_costs_its_own_price_and_no_segments(world: Alerts, tmp_path: Path) -> None:
    for number in range(3):
        world.supporter(number)
    found = json.loads(flask(world.bot, "preview", written(tmp_path), "--json").output)
    assert (found["segments"], found["pictures"], found["dollars"]) == (0, 3, pytest.approx(0.09))
    assert (found["pace"], found["seconds"]) == (pytest.approx(0.985), pytest.approx(3 / 0.985))
    assert found["languages"]["en"] == {
        "text": "{organization}, {programme}: Come to city hall at six.\nReply STOP to cancel.",
        "picture": RALLY,
        "recipients": 3,
        "by_segments": {},
        "example": WORDS,
        "measured": None,
        "odd": None,
    }
    assert flask(world.bot, "send", written(tmp_path), "--yes").exit_code == 0
    assert sums(world) == (0, 90_000)


def test_picture_message_that_the_carrier_refuses_costs_nothing(world: Alerts) -> None:
    world.double.rule("answer", status=400, code=21614)
    world.broadcast([world.supporter(1)], pictures={"en": RALLY})
    world.work()
    assert world.states() == {"failed 21614": 1}
    assert sums(world) == (0, 0)


def test_picture_messages_stop_at_the_money_of_a_day(world: Alerts) -> None:
    world.cap = 0.07
    id = world.broadcast(world.supporters(3), pictures={"en": RALLY})
    world.work()
    assert world.reached() == {"sent": 2, "queued": 1}
    assert world.about(id).state == "paused" and world.about(id).reason.startswith("spending: ")


PACES = [
    pytest.param(6.0, 2.0, {"en": RALLY}, 3.0, id="two pictures a second where six segments go"),
    pytest.param(6.0, 60.0, {"en": RALLY}, 1.0, id="as many pictures as segments, no more"),
    pytest.param(6.0, 2.0, {}, 1.0, id="words alone"),
]


@pytest.mark.parametrize(("segments", "pictures", "picture", "units"), PACES)
def test_picture_message_takes_a_pace_of_its_own(
    world: Alerts, segments: float, pictures: float, picture: dict[str, str], units: float
) -> None:
    world.pace, world.picture_pace = segments, pictures
    world.broadcast([world.supporter(1)], pictures=picture)
    assert world.claim().pace_units == [units]  # type: ignore[union-attr]


def test_picture_that_is_lost_is_asked_for_and_sent_again_with_its_money_given_back(world: Alerts) -> None:
    world.broadcast([world.supporter(1)], pictures={"en": RALLY})
    assert world.claim().messages  # type: ignore[union-attr]  # and its worker is killed
    assert sums(world) == (0, 30_000)
    world.lose()
    assert world.states() == {"queued": 1}
    assert sums(world) == (0, 0)
    world.work()
    assert [each["media"] for each in world.double.messages(world.phone(1))] == [[RALLY]]


CODES = [
    pytest.param("11200", "waiting 11200", "paused", id="the picture cannot be fetched"),
    pytest.param("12300", "waiting 12300", "paused", id="it is no picture"),
    pytest.param("21620", "waiting 21620", "paused", id="its address is none"),
    pytest.param("11751", "waiting 11751", "paused", id="it is too large"),
    pytest.param("30019", "failed 30019", "done", id="it is too large for one carrier"),
]


@pytest.mark.parametrize(("code", "delivery", "state"), CODES)
def test_picture_that_does_not_arrive_pauses_the_alert_if_no_other_would(
    world: Alerts, code: str, delivery: str, state: str
) -> None:
    id = world.broadcast([world.supporter(1)], pictures={"en": RALLY})
    world.work()
    (row,) = world.deliveries()
    assert world.callback(row.id, "undelivered", message=row.provider_id, code=code) == 204
    assert world.states() == {delivery: 1}
    assert world.about(id).state == state
    if state == "paused":
        assert f"(error {code})" in world.about(id).reason


def test_picture_is_erased_with_the_words(world: Alerts) -> None:
    world.broadcast([world.supporter(1)], pictures={"en": RALLY})
    world.work()
    world.clock.skip(seconds=31 * 86_400)
    erased = world.bot.app.test_cli_runner().invoke(args=["privacy", "erase"])
    assert erased.exit_code == 0, erased.output
    assert [(row.text, row.media, row.segments) for row in world.deliveries()] == [(None, None, 0)]


def test_picture_is_in_no_log(world: Alerts, capfd: pytest.CaptureFixture[str]) -> None:
    world.double.rule("answer", status=400, code=21620, times=1)
    world.broadcast(world.supporters(2), pictures={"en": RALLY})
    world.work()
    out, err = capfd.readouterr()
    assert "batch_sent" in out + err and "pictures.example.org" not in out + err


# --- What the organizer is told ---------------------------------------------------------------------------------------------


def test_picture_is_in_the_preview_and_the_status(world: Alerts, tmp_path: Path) -> None:
    world.supporter(1)
    shown = flask(world.bot, "preview", written(tmp_path)).output
    for line in (f"picture: {RALLY}", "1 picture message, $0.03", "at 0.985 picture messages a second"):
        assert line in shown
    assert "segment" not in shown
    flask(world.bot, "send", written(tmp_path), "--yes")
    assert re.search(r"picture messages +1\b", flask(world.bot, "status", str(world.deliveries()[0].broadcast_id)).output)


def test_picture_comes_with_a_test_send(world: Alerts, tmp_path: Path) -> None:
    world.supporter(1)
    said = flask(world.bot, "test", written(tmp_path), "--phone", world.phone(1))
    assert said.exit_code == 0, said.output
    assert RALLY in said.output.splitlines()
    assert said.output.splitlines()[-1].endswith(": a picture message")
    assert world.double.messages(world.phone(1))[0]["media"] == [RALLY]


def test_picture_may_be_an_option(world: Alerts) -> None:
    world.supporter(1)
    words = ["--campaign", "sanctuary", "--text", "Come.", "--text", "es=Vengan."]
    for options, shown in (
        (["--picture", EN], {"en": EN, "es": EN}),
        (["--picture", f"en={EN}", "--picture", f"es={ES}"], {"en": EN, "es": ES}),
    ):
        found = json.loads(flask(world.bot, "preview", *words, *options, "--json").output)
        assert {language: each["picture"] for language, each in found["languages"].items()} == shown
    twice = flask(world.bot, "preview", *words, "--picture", EN, "--picture", f"es={ES}")
    assert f"--picture {EN!r}: name the language of each, as es=ADDRESS, or give one for all" in twice.output


# --- What is wrong with one -------------------------------------------------------------------------------------------------

NO_SITE = "names no public web site; the provider fetches it from there: put the picture where everybody may see it"
WRONG = [
    pytest.param("http://example.org/a.jpg", "does not begin with https://; write it whole", id="not encrypted"),
    pytest.param("ftp://example.org/a.jpg", "does not begin with https://", id="another scheme"),
    pytest.param("example.org/a.jpg", "does not begin with https://", id="no scheme"),
    pytest.param("javascript:alert(1)//a.jpg", "does not begin with https://", id="a script"),
    pytest.param("https:///a.jpg", "names no web site; write it whole", id="no host"),
    pytest.param("https://[x/a.jpg", "is no web address; write it whole", id="a bracket"),
    pytest.param("https://example.org/a b.jpg", "has a character that no web address has; write it as", id="a space"),
    pytest.param("https://example.org/ácido.jpg", "has a character that no web address has", id="an accent"),
    pytest.param("https://ana:secret@example.org/a.jpg", "has a user or a password in it; put the picture", id="a password"),
    pytest.param("https://localhost/a.jpg", NO_SITE, id="this machine"),
    pytest.param("https://127.0.0.1/a.jpg", NO_SITE, id="this machine, in digits"),
    pytest.param("https://2130706433/a.jpg", NO_SITE, id="this machine, in one number"),
    pytest.param("https://[::1]/a.jpg", NO_SITE, id="this machine, by IPv6"),
    pytest.param("https://10.0.0.8/a.jpg", NO_SITE, id="a private network"),
    pytest.param("https://203.0.113.9/a.jpg", NO_SITE, id="any other address in digits"),
    pytest.param("https://nas.local/a.jpg", NO_SITE, id="a name of one network"),
    pytest.param("https://metadata.google.internal/a.jpg", NO_SITE, id="a name inside a cloud"),
    pytest.param("https://example.org:8443/a.jpg", NO_SITE, id="a port"),
    pytest.param("https://example.org/a.jpg" + "?" + "x" * 500, "has more than 500 characters; give", id="too long"),
    pytest.param("https://example.org/a", "does not end in .jpg, .jpeg, .png or .gif; name the picture itself", id="a page"),
    pytest.param("https://example.org/?a=b.jpg", "does not end in .jpg", id="an ending in the query alone"),
    pytest.param("https://example.org/a.svg", "does not end in .jpg", id="another kind"),
]


@pytest.mark.parametrize(("address", "said"), WRONG)
def test_picture_address_that_cannot_be_is_told(world: Alerts, tmp_path: Path, address: str, said: str) -> None:
    shown = flask(world.bot, "preview", written(tmp_path, ALERT.replace(RALLY, f"'{address}'")))
    assert shown.exit_code == 1
    assert f"alert.yaml:4: picture: {said}" in shown.output


WRONG_KEYS: list[Any] = [
    pytest.param("picture: []", "picture: holds no keys", id="a list"),
    pytest.param("picture: 7", "picture: holds no keys", id="a number"),
    pytest.param(f"picture: {{en: {RALLY}}}", "picture.es: is missing; write one for every language", id="a language lacks"),
    pytest.param(f"picture: {{en: {RALLY}, es: x}}", "picture.es: does not begin with https://", id="one of two is wrong"),
    pytest.param(f"picture: {{en: {RALLY}, fr: {RALLY}}}", "'fr' is not known; write one of en, es", id="no language of ours"),
]


@pytest.mark.parametrize(("key", "said"), WRONG_KEYS)
def test_picture_key_that_does_not_fit_is_told(world: Alerts, tmp_path: Path, key: str, said: str) -> None:
    shown = flask(world.bot, "preview", written(tmp_path, ALERT.replace(f"picture: {RALLY}", key)))
    assert shown.exit_code == 1
    assert said in shown.output


def test_picture_message_may_be_longer_than_a_text(world: Alerts, tmp_path: Path) -> None:
    world.supporter(1)
    long = ALERT.replace("Come to", "Come " * 250 + "to")
    assert flask(world.bot, "preview", written(tmp_path, long)).exit_code == 0
    plain = flask(world.bot, "preview", written(tmp_path, long.replace(f"picture: {RALLY}\n", "")))
    assert "texts.en: takes 9 segments with the longest values, 4 at most" in plain.output
    longer = flask(world.bot, "preview", written(tmp_path, ALERT.replace("Come to", "Come " * 330 + "to")))
    assert "characters with the longest values, 1600 at most; shorten it" in longer.output
