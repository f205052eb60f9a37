"""Who may speak to the webhooks: only what the provider signed for the very address it was given."""

import base64
import hashlib
import hmac
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st
from twilio.request_validator import RequestValidator
from werkzeug.datastructures import MultiDict
from werkzeug.test import create_environ

from bot.providers.laml.signature import Signature, signed_url
from tests.carrier import (
    EACH_PROVIDER,
    PUBLIC,
    TOKEN,
    TWILIO,
    LiveProvider,
    headers,
    one,
    post,
    rows,
    sign,
    webhook_rules,
)
from tests.conftest import Bot, starting


@pytest.fixture(scope="module", params=EACH_PROVIDER)
def provider(request: pytest.FixtureRequest) -> LiveProvider:
    """Whom the bot has its account with."""
    found: LiveProvider = request.param
    return found


@pytest.fixture(scope="module")
def bot(provider: LiveProvider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    """A live bot for the whole module: nothing refused may leave a trace, and what is taken comes from new numbers."""
    folder: Path = tmp_path_factory.mktemp("signature")
    with starting(f"sqlite:///{folder / 'test.db'}", folder) as start:
        numbers = dict.fromkeys((provider.ours, FORM["To"]))  # all of them ours, at each provider
        yield start(**provider.live, senders=" ".join(f"{each}=4" for each in numbers))


SENDER, OTHER = "+12535550199", "+12535550198"
FORM = {"MessageSid": "SM" + "1" * 32, "From": SENDER, "To": "+12065550100", "Body": "hello"}


@pytest.fixture
def sms(provider: LiveProvider) -> str:
    """The path of its texts."""
    return f"{provider.prefix}/sms"


def signed_right(provider: LiveProvider) -> str:
    return sign(f"{PUBLIC}{provider.prefix}/sms", FORM, provider.key)


def webhook_paths(bot: Bot) -> list[str]:
    """The paths of all webhooks, with a number where one belongs."""
    return [re.sub("<.*?>", "1", rule) for rule in webhook_rules(bot)]


def signed_as(path: str = "/sms", host: str = PUBLIC, key: str | None = None) -> Callable[[LiveProvider], str]:
    """The signature of the form for another address, or by another key."""
    return lambda provider: sign(f"{host}{provider.prefix}{path}", FORM, provider.key if key is None else key)


REFUSED = [
    pytest.param(FORM, lambda provider: None, id="no signature at all"),
    pytest.param(FORM, lambda provider: "", id="an empty one"),
    pytest.param(FORM, lambda provider: "not base64 at all!", id="one that is no base64"),
    pytest.param(FORM, lambda provider: signed_right(provider).swapcase(), id="one in other case"),
    pytest.param(FORM, lambda provider: signed_right(provider) + "=", id="one with a tail"),
    pytest.param(FORM, signed_as(key="0" * 32), id="of another account's token"),
    pytest.param(FORM, signed_as(key=""), id="of an empty token"),
    pytest.param(FORM, signed_as("/voice"), id="of another address"),
    pytest.param(FORM, signed_as(host="https://evil.example.org"), id="of another host"),
    pytest.param(FORM, signed_as(host="http://bot.example.org"), id="of plain http"),
    pytest.param(FORM, signed_as(host="http://localhost"), id="of the address the server sees"),
    pytest.param(FORM, signed_as("/sms?a=1"), id="of an address with a query"),
    pytest.param(FORM | {"Body": "hello!"}, signed_right, id="of another body"),
    pytest.param(FORM | {"Extra": "1"}, signed_right, id="with a field more"),
    pytest.param({k: v for k, v in FORM.items() if k != "To"}, signed_right, id="with a field less"),
    pytest.param({}, signed_right, id="with no form"),
    pytest.param(FORM | {"Body": ["hello", "world"]}, signed_right, id="with a field twice, the second unsigned"),
]


@pytest.mark.parametrize(("form", "signature"), REFUSED)
def test_what_is_not_signed_right_is_refused(
    bot: Bot, provider: LiveProvider, sms: str, form: dict[str, str], signature: Callable[[LiveProvider], str | None]
) -> None:
    before = rows(bot)
    signed = headers(signature(provider), provider)
    answered = bot.app.test_client().post(sms, data=urlencode(form, doseq=True), headers=signed)
    assert answered.status_code == 403
    assert rows(bot) == before


@pytest.mark.parametrize(
    "signature",
    [lambda provider: None, lambda provider: "", signed_right, lambda provider: "of another"],
    ids=["none", "empty", "of another form", "of another"],
)
def test_no_webhook_takes_what_is_not_signed_right(
    bot: Bot, provider: LiveProvider, signature: Callable[[LiveProvider], str | None]
) -> None:
    client = bot.app.test_client()
    webhooks = webhook_paths(bot)
    assert len(webhooks) == 6
    for address in webhooks:
        signed = headers(signature(provider), provider)
        refused = client.post(address, data=urlencode(FORM | {"From": OTHER}), headers=signed)
        assert refused.status_code == 403, address


def test_no_webhook_takes_what_is_signed_in_the_header_of_another_company(bot: Bot, provider: LiveProvider, sms: str) -> None:
    """By the right key and all: what its own header does not say is not asked for elsewhere."""
    (other,) = (each.values[0] for each in EACH_PROVIDER if each.values[0] != provider)
    assert isinstance(other, LiveProvider)
    signed = headers(signed_right(provider), other)
    assert bot.app.test_client().post(sms, data=urlencode(FORM), headers=signed).status_code == 403
    assert bot.app.test_client().post(f"{other.prefix}/sms", data=FORM, headers=signed).status_code == 404


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
def test_what_is_signed_right_is_taken(bot: Bot, provider: LiveProvider, sms: str, fields: dict[str, str]) -> None:
    form = {"MessageSid": provider.sid(), "From": "+12535550111", "To": "+12065550100"} | fields
    assert post(bot, sms, form).status_code == 200


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("https://bot.example.org:443", id="with the port of https"),
        pytest.param("https://bot.example.org", id="without"),
    ],
)
def test_provider_may_sign_with_or_without_the_port(bot: Bot, provider: LiveProvider, sms: str, url: str) -> None:
    form = FORM | {"MessageSid": provider.sid()}
    signed = {provider.header: sign(f"{url}{sms}", form, provider.key)}
    answered = bot.app.test_client().post(sms, data=form, headers=signed)
    assert answered.status_code == 200


@pytest.mark.parametrize(
    "query",
    ["a=1", "a=%27x%27", "name=caf%C3%A9", "next=https%3A%2F%2Fx", "a=1&a=2", "a=b+c", "a=~", "empty="],
)
def test_query_is_signed_as_it_was_on_the_wire(bot: Bot, provider: LiveProvider, sms: str, query: str) -> None:
    form = FORM | {"MessageSid": provider.sid()}
    assert post(bot, f"{sms}?{query}", form).status_code == 200


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


def test_signature_is_right_without_the_raw_line(bot: Bot, provider: LiveProvider, sms: str) -> None:
    """A server that names the raw line in no way we know: the address is put together again."""
    form = FORM | {"MessageSid": provider.sid()}
    signed = {provider.header: sign(f"{PUBLIC}{sms}", form, provider.key)}
    environ = create_environ(sms, method="POST", data=form, headers=signed)
    for name in ("RAW_URI", "REQUEST_URI"):
        environ.pop(name, None)
    statuses: list[str] = []
    b"".join(bot.app(environ, lambda status, headers, error=None: statuses.append(status)))
    assert statuses == ["200 OK"]


# What differs from a webhook of ours; what becomes of it. Signed right, all of them.
OF_OTHERS = [
    pytest.param({}, 200, True, id="ours"),
    pytest.param({"AccountSid": "AC" + "9" * 32}, 403, False, id="another account"),
    pytest.param({"To": "+12065559999"}, 403, False, id="a number that is not ours"),
    pytest.param({"To": "+12065559999", "MessagingServiceSid": "MG" + "9" * 32}, 403, False, id="another service"),
    pytest.param({"From": "ours"}, 200, False, id="our own number"),
]


@pytest.mark.parametrize(("differs", "status", "is_answered"), OF_OTHERS)
def test_webhook_of_another_account_or_number_is_refused(
    bot: Bot, provider: LiveProvider, differs: dict[str, str], status: int, is_answered: bool
) -> None:
    account = provider.live.get("twilio_account_sid") or provider.live["signalwire_project"]
    form = {"MessageSid": provider.sid(), "AccountSid": account, "From": OTHER, "To": provider.ours, "Body": "SANCTUARY"}
    form |= {name: provider.ours if value == "ours" else value for name, value in differs.items()}
    before = rows(bot)
    answered = post(bot, f"{provider.prefix}/sms", form)
    assert answered.status_code == status
    assert ("<Message>" in answered.text) is is_answered
    assert is_answered or rows(bot) == before


def test_number_of_a_service_of_ours_is_ours(tmp_path: Path) -> None:
    """Which numbers a messaging service has is not known here."""
    service = "MG" + "1" * 32
    with starting(f"sqlite:///{tmp_path / 'test.db'}", tmp_path) as start:
        bot = start(**{**TWILIO.live, "twilio_messaging_service_sid": service})
        form = {"From": OTHER, "To": "+12065559999", "Body": "HELP", "MessagingServiceSid": service}
        assert post(bot, "/twilio/sms", {**form, "MessageSid": TWILIO.sid()}).status_code == 200
        other = {**form, "MessageSid": TWILIO.sid(), "MessagingServiceSid": "MG" + "9" * 32}
        assert post(bot, "/twilio/sms", other).status_code == 403


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
