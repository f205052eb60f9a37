"""Who may speak to the webhooks: only what the provider signed for the very address it was given."""

import base64
import hashlib
import hmac
import re
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict
from werkzeug.test import create_environ

from bot.providers.twilio.signature import Signature, signed_url
from tests.carrier import LIVE, PUBLIC, TOKEN, headers, one, post, rows, sid, sign, webhook_rules
from tests.conftest import Bot, starting


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    """A live bot for the whole module: nothing refused may leave a trace, and what is taken comes from new numbers."""
    folder: Path = tmp_path_factory.mktemp("signature")
    with starting(f"sqlite:///{folder / 'test.db'}", folder) as start:
        yield start(**LIVE)


SENDER, OTHER = "+12535550199", "+12535550198"
FORM = {"MessageSid": "SM" + "1" * 32, "From": SENDER, "To": "+12065550100", "Body": "hello"}
RIGHT = sign(f"{PUBLIC}/twilio/sms", FORM)


def webhook_paths(bot: Bot) -> list[str]:
    """The paths of all webhooks, with a number where one belongs."""
    return [re.sub("<.*?>", "1", rule) for rule in webhook_rules(bot)]


REFUSED = [
    pytest.param(FORM, None, id="no signature at all"),
    pytest.param(FORM, "", id="an empty one"),
    pytest.param(FORM, "not base64 at all!", id="one that is no base64"),
    pytest.param(FORM, RIGHT.swapcase(), id="one in other case"),
    pytest.param(FORM, RIGHT + "=", id="one with a tail"),
    pytest.param(FORM, sign(f"{PUBLIC}/twilio/sms", FORM, "0" * 32), id="of another account's token"),
    pytest.param(FORM, sign(f"{PUBLIC}/twilio/sms", FORM, ""), id="of an empty token"),
    pytest.param(FORM, sign(f"{PUBLIC}/twilio/voice", FORM), id="of another address"),
    pytest.param(FORM, sign("https://evil.example.org/twilio/sms", FORM), id="of another host"),
    pytest.param(FORM, sign("http://bot.example.org/twilio/sms", FORM), id="of plain http"),
    pytest.param(FORM, sign("http://localhost/twilio/sms", FORM), id="of the address the server sees"),
    pytest.param(FORM, sign(f"{PUBLIC}/twilio/sms?a=1", FORM), id="of an address with a query"),
    pytest.param(FORM | {"Body": "hello!"}, RIGHT, id="of another body"),
    pytest.param(FORM | {"Extra": "1"}, RIGHT, id="with a field more"),
    pytest.param({k: v for k, v in FORM.items() if k != "To"}, RIGHT, id="with a field less"),
    pytest.param({}, RIGHT, id="with no form"),
    pytest.param(FORM | {"Body": ["hello", "world"]}, RIGHT, id="with a field twice, the second unsigned"),
]


@pytest.mark.parametrize(("form", "signature"), REFUSED)
def test_what_is_not_signed_right_is_refused(bot: Bot, form: dict[str, str], signature: str | None) -> None:
    before = rows(bot)
    answered = bot.app.test_client().post("/twilio/sms", data=urlencode(form, doseq=True), headers=headers(signature))
    assert answered.status_code == 403
    assert rows(bot) == before


@pytest.mark.parametrize("signature", [None, "", RIGHT, "of another"])
def test_no_webhook_takes_what_is_not_signed_right(bot: Bot, signature: str | None) -> None:
    client = bot.app.test_client()
    webhooks = webhook_paths(bot)
    assert len(webhooks) == 6
    for address in webhooks:
        refused = client.post(address, data=urlencode(FORM | {"From": OTHER}), headers=headers(signature))
        assert refused.status_code == 403, address


TAKEN = [
    pytest.param({"Body": "hello"}, id="a plain form"),
    pytest.param({"Body": ""}, id="an empty field"),
    pytest.param({"Body": "¿qué? 🛑 ‏مرحبا"}, id="accents, emoji, Arabic"),
    pytest.param({"Body": "a&b=c+d %41 é"}, id="characters that forms escape"),
    pytest.param({"Body": "one\r\ntwo\n"}, id="line ends"),
    pytest.param({"Body": "\x00\x07"}, id="control characters"),
    pytest.param({"Body": "hello", "NewFieldOfTwilios": "x"}, id="a field we do not know"),
    pytest.param({"Body": "hello", "MediaUrl0": ["b", "a", "b"]}, id="a field several times"),
    pytest.param({"Body": "hello", "body": "other", "BODY": "third"}, id="names that differ in case"),
]


@pytest.mark.parametrize("fields", TAKEN)
def test_what_is_signed_right_is_taken(bot: Bot, fields: dict[str, str]) -> None:
    form = {"MessageSid": sid(), "From": "+12535550111", "To": "+12065550100"} | fields
    assert post(bot, "/twilio/sms", form).status_code == 200


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("https://bot.example.org:443/twilio/sms", id="with the port of https"),
        pytest.param("https://bot.example.org/twilio/sms", id="without"),
    ],
)
def test_twilio_may_sign_with_or_without_the_port(bot: Bot, url: str) -> None:
    form = FORM | {"MessageSid": sid()}
    answered = bot.app.test_client().post("/twilio/sms", data=form, headers={"X-Twilio-Signature": sign(url, form)})
    assert answered.status_code == 200


@pytest.mark.parametrize(
    "query",
    ["a=1", "a=%27x%27", "name=caf%C3%A9", "next=https%3A%2F%2Fx", "a=1&a=2", "a=b+c", "a=~", "empty="],
)
def test_query_is_signed_as_it_was_on_the_wire(bot: Bot, query: str) -> None:
    form = FORM | {"MessageSid": sid()}
    assert post(bot, f"/twilio/sms?{query}", form).status_code == 200


@pytest.mark.parametrize(
    ("environ", "url"),
    [
        ({"RAW_URI": "/twilio/sms?a=%27", "PATH_INFO": "/other"}, "/twilio/sms?a=%27"),
        ({"REQUEST_URI": "/twilio/sms?a=%7E", "PATH_INFO": "/other"}, "/twilio/sms?a=%7E"),
        ({"RAW_URI": "/raw", "REQUEST_URI": "/request"}, "/raw"),
        ({"REQUEST_URI": "http://proxy/absolute", "PATH_INFO": "/twilio/sms"}, "/twilio/sms"),
        ({"PATH_INFO": "/twilio/sms"}, "/twilio/sms"),
        ({"PATH_INFO": "/twilio/sms", "QUERY_STRING": "a=%27&b=c+d"}, "/twilio/sms?a=%27&b=c+d"),
        ({"PATH_INFO": "/twilio/caf\u00c3\u00a9 x"}, "/twilio/caf%C3%A9%20x"),
    ],
    ids=["gunicorn", "werkzeug", "both", "an absolute line", "neither", "neither, with a query", "neither, escaped again"],
)
def test_address_is_found_under_every_server(environ: dict[str, str], url: str) -> None:
    bare = {name: value for name, value in create_environ().items() if name not in {"RAW_URI", "REQUEST_URI"}}
    assert signed_url(PUBLIC, bare | environ) == PUBLIC + url


def test_signature_is_right_without_the_raw_line(bot: Bot) -> None:
    """A server that names the raw line in no way we know: the address is put together again."""
    form = FORM | {"MessageSid": sid()}
    environ = create_environ(
        "/twilio/sms", method="POST", data=form, headers={"X-Twilio-Signature": sign(f"{PUBLIC}/twilio/sms", form)}
    )
    for name in ("RAW_URI", "REQUEST_URI"):
        environ.pop(name, None)
    statuses: list[str] = []
    b"".join(bot.app(environ, lambda status, headers, error=None: statuses.append(status)))
    assert statuses == ["200 OK"]


def test_every_webhook_refuses_what_is_not_signed(bot: Bot) -> None:
    webhooks = webhook_paths(bot)
    assert len(webhooks) >= 5
    before = rows(bot)
    for path in webhooks:
        for method, status in {"POST": 403, "OPTIONS": 405, "GET": 405, "HEAD": 405, "PUT": 405}.items():
            answered = bot.app.test_client().open(path, method=method, data=FORM)
            assert answered.status_code == status, f"{method} {path}"
            assert status == 403 or answered.headers["Allow"] == "POST"
    assert rows(bot) == before
    assert one(bot, "SELECT count(*) FROM turns WHERE key = :key", key=FORM["MessageSid"]) == 0


# A worked example of Twilio's documentation of the algorithm, recomputed by hand below: what goes in is the address, then
# the fields by name, each name followed by its value.
EXAMPLE_URL = "https://example.com/myapp.php?foo=1&bar=2"
EXAMPLE_TOKEN = "12345"
EXAMPLE = {
    "CallSid": "CA1234567890ABCDE",
    "Caller": "+14158675310",
    "Digits": "1234",
    "From": "+14158675310",
    "To": "+18005551212",
}


def test_algorithm_is_the_one_twilio_documents() -> None:
    """HMAC-SHA1 over the address and the sorted fields; made here with nothing but the standard library."""
    signed = EXAMPLE_URL + "".join(name + EXAMPLE[name] for name in sorted(EXAMPLE))
    by_hand = base64.b64encode(hmac.digest(EXAMPLE_TOKEN.encode(), signed.encode(), hashlib.sha1)).decode()
    ours = Signature(EXAMPLE_TOKEN)
    fields = EXAMPLE.items()
    assert ours.of(EXAMPLE_URL, fields) == by_hand
    assert ours.fits(EXAMPLE_URL, fields, by_hand)
    assert ours.fits("https://example.com:443/myapp.php?foo=1&bar=2", fields, by_hand)
    assert not ours.fits(EXAMPLE_URL + "&baz=3", fields, by_hand)
    assert not Signature(TOKEN).fits(EXAMPLE_URL, fields, by_hand)


# --- Held against the library ----------------------------------------------------------------------------------------------

URLS = st.builds(
    lambda scheme, port, path, query: f"{scheme}://bot.example.org{port}{path}{query}",
    st.sampled_from(["https", "http"]),
    st.sampled_from(["", "", ":443", ":80", ":8000"]),
    st.sampled_from(["", "/", "/twilio/sms", "/twilio/voice/3", "/a;b", "/caf%C3%A9", "/a:1/b"]),
    st.sampled_from(["", "?", "?a=1", "?a=%27&b=c+d", "?a=1&a=2", "?x=:443"]),
)
NAMES = st.one_of(st.sampled_from(["Body", "body", "From", "To", "A", ""]), st.text(max_size=5))
FORMS = st.dictionaries(NAMES, st.lists(st.text(max_size=8), min_size=1, max_size=3), max_size=5)


def fields_of(form: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(name, value) for name, values in form.items() for value in values]


def signed_by(validator: RequestValidator, url: str, form: dict[str, list[str]]) -> str:
    return str(validator.compute_signature(url, MultiDict(form)))


@given(URLS, FORMS, st.sampled_from([TOKEN, "12345", "é"]))
def test_signature_is_the_one_the_library_computes(url: str, form: dict[str, list[str]], token: str) -> None:
    assert Signature(token).of(url, fields_of(form)) == signed_by(RequestValidator(token), url, form)


@given(URLS, URLS, FORMS, st.booleans())
def test_signature_is_taken_where_the_library_takes_it(url: str, other: str, form: dict[str, list[str]], same: bool) -> None:
    """Signed for this address, or for another that may differ from it by its port alone."""
    validator = RequestValidator(TOKEN)
    signature = signed_by(validator, url if same else other, form)
    # Besides what the library tries, the address as it stands: where it ends in a bare "?", the library takes that away first.
    library = validator.validate(url, MultiDict(form), signature) or signature == signed_by(validator, url, form)
    assert Signature(TOKEN).fits(url, fields_of(form), signature) is library


@pytest.mark.parametrize("port", ["", ":443", ":8443"])
@pytest.mark.parametrize("signed_port", ["", ":443", ":8443"])
def test_signature_with_and_without_port_as_the_library_takes_it(port: str, signed_port: str) -> None:
    url, signed = (f"https://bot.example.org{each}/twilio/sms" for each in (port, signed_port))
    validator, form = RequestValidator(TOKEN), {"Body": ["hello"]}
    signature = signed_by(validator, signed, form)
    assert Signature(TOKEN).fits(url, fields_of(form), signature) is bool(validator.validate(url, MultiDict(form), signature))
