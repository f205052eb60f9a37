"""Small ways to be unkind to the server, a row each: none is a fault of ours, none takes long, none tells a secret."""

import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from bot.config import Settings
from bot.yaml_files.yaml_reading import FileFormat, parse_yaml
from tests.carrier import slow
from tests.conftest import Bot, Start
from tests.geocoder import geocoder

ASKED: dict[str, tuple[str, str, dict[str, object]]] = {
    "an Origin that is no address": ("POST", "/c/sanctuary", {"headers": {"Origin": "http://["}, "data": {"phone": "x"}}),
    "another one": ("POST", "/console/sign-in", {"headers": {"Origin": "http://[::1"}}),
    "a Referer that is none": ("POST", "/c/sanctuary", {"headers": {"Referer": "http://["}}),
    "half a character to be signed": (
        "POST",
        "/simulator/sign",
        {"data": r'{"path": "/twilio/sms", "form": {"Body": "\ud800"}}', "content_type": "application/json"},
    ),
    "half a character for a path": (
        "POST",
        "/simulator/sign",
        {"data": r'{"path": "/twilio/\ud800", "form": {}}', "content_type": "application/json"},
    ),
    "half a character for a number": (
        "POST",
        "/simulator/conversation",
        {"data": r'{"number": "\ud800"}', "content_type": "application/json"},
    ),
}


@pytest.mark.parametrize("case", ASKED)
def test_nonsense_is_no_fault_of_ours(case: str, bot: Bot, capfd: pytest.CaptureFixture[str]) -> None:
    method, path, more = ASKED[case]
    assert bot.app.test_client().open(path, method=method, **more).status_code < 500  # type: ignore[arg-type]
    assert "Traceback" not in capfd.readouterr().err


# Words that hand on what stands behind them, again and again.
CHAINS = [
    "MOVE " * 97,
    "MOVE LEARN " * 48,
    "MOVE MUDAR " * 48,
    "LEARN " * 90,
    "MOVE " * 90 + "98101",
    "NEXT " * 97,
    "98402 " * 90,
]


@pytest.mark.parametrize("knows", [True, False], ids=["a supporter", "somebody new"])
@pytest.mark.parametrize("words", CHAINS, ids=[words[:12] for words in CHAINS])
def test_words_without_an_end_are_answered(words: str, knows: bool, bot: Bot) -> None:
    phone = bot.phone()
    if knows:
        phone.text("SANCTUARY 98402")
    said = phone.text(words).text
    assert said and "something went wrong" not in said and bot.count("unanswered") == 0
    assert "SANCTUARY" in phone.text("CAMPAIGNS").text


@pytest.mark.parametrize("code", ["3000\0", "\0", "9" * 300, "30003; DROP"])
def test_error_code_that_is_none_is_kept_as_a_failure(code: str, bot: Bot) -> None:
    phone = bot.phone()
    phone.text("SANCTUARY 98402")
    phone.text("CALL")
    bot.parts.outbox.wait()
    for path in ("/twilio/deliveries/1/status", "/twilio/voice/status"):
        form = {"CallSid": "CA" + "0" * 32, "CallStatus": "failed", "MessageStatus": "failed", "ErrorCode": code}
        assert phone.post(path, {"MessageSid": "SM" + "0" * 32, "From": phone.number, **form}).status < 500


def test_settings_that_are_printed_tell_no_password(tmp_path: Path) -> None:
    secret = "postgresql://patchline:hunter2@host/name"
    settings = Settings.load(
        instance_dir=tmp_path, database_url=secret, metrics_token="hunter2", broker_url="amqp://me:hunter2@host"
    )
    assert "hunter2" not in repr(settings) + str(settings)


@pytest.mark.parametrize(
    "path", ["/", "/healthz", "/readyz", "/metrics", "/console/", "/api/v1/officials", "/nothing", "/twilio/sms"]
)
def test_every_answer_has_its_headers(path: str, start: Start) -> None:
    answered = start(public_url="https://bot.example.org").app.test_client().get(path)
    said = [
        answered.headers.getlist(name) for name in ("Strict-Transport-Security", "X-Content-Type-Options", "Referrer-Policy")
    ]
    assert [len(each) for each in said] == [1, 1, 1]
    assert said[0] == ["max-age=31536000"]


TYPES = {
    "/": "text/html; charset=utf-8",
    "/c/sanctuary": "text/html; charset=utf-8",
    "/nothing": "text/html; charset=utf-8",
    "/embed.js": "text/javascript; charset=utf-8",
    "/robots.txt": "text/plain; charset=utf-8",
    "/sitemap.xml": "application/xml; charset=utf-8",
    "/healthz": "text/plain; charset=utf-8",
    "/readyz": "application/json",
    "/sheets/none/days.csv": "text/plain; charset=utf-8",
    "/console/sign-in": "text/html; charset=utf-8",
    "/console/nothing": "text/html; charset=utf-8",
    "/console/static/console.js": "text/javascript; charset=utf-8",
    "/console/static/console.css": "text/css; charset=utf-8",
    "/api/v1/openapi.json": "application/json",
    "/api/v1/campaigns": "application/problem+json",
    "/twilio/sms": "text/html; charset=utf-8",
}


@pytest.mark.parametrize("path", TYPES)
def test_every_answer_says_its_type_and_characters(path: str, bot: Bot) -> None:
    assert bot.app.test_client().get(path).content_type == TYPES[path]


FORM = FileFormat(page="docs/campaigns.md", begins="id: sanctuary", aliases=True)
LONG = {
    "keys without an end": "a: {" + "k," * 99_000,
    "brackets": "a: " + "[" * 199_000,
    "lists of nothing": "a: [" + "[]," * 60_000 + "]",
    "a thousand deep nests": "\n".join(f"k{n}: " + "[" * 90 + "]" * 90 for n in range(1000)),
    "one key again and again": "a: 1\n" * 40_000,
    "dashes": "-\n" * 99_000,
}


@pytest.mark.parametrize("case", LONG)
def test_file_that_means_harm_is_told_soon(case: str) -> None:
    began = time.process_time()
    _, problems = parse_yaml("harm.yaml", LONG[case][:200_000], FORM)
    assert problems and time.process_time() - began < 1.5


def test_geocoder_that_hangs_leaves_threads_for_others(start: Start) -> None:
    with geocoder() as stand_in:
        stand_in.answers += [slow(3)] * 8
        bot = start(geocoder="census", geocoder_url=stand_in.url)
        assert bot.parts.resolver is not None
        resolve: Callable[..., object] = bot.parts.resolver.resolve
        outcomes: list[str] = []

        def ask() -> None:
            outcomes.append(getattr(resolve("1 Main St, Tacoma", "98402", bot.clock().date()), "cause", ""))

        threads = [threading.Thread(target=ask) for _ in range(8)]
        began = time.monotonic()
        for thread in threads:
            thread.start()
        while outcomes.count("busy") < 5:
            assert time.monotonic() - began < 2
            time.sleep(0.01)
        for thread in threads:
            thread.join()
    assert len(stand_in.asked) == 3
