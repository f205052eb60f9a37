"""Settings: what is refused, in which words and never showing a secret; keys made on the first run and kept."""

import base64
import os
import re
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from bot.config import Settings, SettingsError
from tests.carrier import LIVE, PHONE_KEY, at_once
from tests.conftest import ROOT

SECRET = "hunter2-hunter2-hunter2"


def problems(tmp_path: Path, **given: object) -> list[str]:
    with pytest.raises(SettingsError) as refused:
        Settings.load(instance_dir=tmp_path / "instance", **given)
    assert not (tmp_path / "instance").exists() or "PHONE_KEY" in str(refused.value)
    return str(refused.value).splitlines()


MAKE_SECRET = "make one with: python3 -c 'import secrets; print(secrets.token_urlsafe(48))'"
MAKE_PHONE = "make one with: python3 -c 'import base64, os; print(base64.urlsafe_b64encode(os.urandom(64)).decode())'"
DATABASE = (
    "DATABASE_URL: is no address of an SQLite or PostgreSQL database; "
    "set it to one, as sqlite:////srv/patchline.db or postgresql://user:password@host/name"
)
BROKER = "BROKER_URL: is no address of RabbitMQ or Redis; set it to one, as amqp://user:password@host or redis://host"
ADDRESS = "PUBLIC_URL: is not the start of a web address; set it to scheme and host alone, as https://bot.example.org"
SIGNED = "PUBLIC_URL: the provider signs webhooks for it; set it to the https:// address that the provider calls"
BOTH = "TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN: only one is set; set both, or neither to use the simulator"
FROM = "TWILIO_FROM: is no phone number in E.164; set it to your Twilio number, as +12065550100"
GEOCODER_URL = "GEOCODER_URL: street addresses are sent there, so it must be https://, or http:// on this machine, and no query"
GEOCODER_KEY = "GEOCODER_KEY: is not set; set it to your Geocodio key, or take GEOCODER=census, which needs none"
API = "TWILIO_API_URL: the account's token is sent there, so it must be https://, or http:// on this machine"

REFUSED = [
    ("a word for a port", {"port": "eighty"}, r"PORT: .*integer.*; mend it in the environment"),
    ("a port too high", {"port": 70000}, r"PORT: .*65535; mend it in the environment"),
    ("a name too long", {"organization": "x" * 31}, r"ORGANIZATION: .*30 characters; mend it in the environment"),
    ("no database", {"database_url": "nonsense"}, DATABASE),
    ("another database", {"database_url": f"mysql://root:{SECRET}@localhost/x"}, DATABASE),
    ("half an address", {"public_url": "bot.example.org"}, ADDRESS),
    ("an address with a fragment", {"public_url": "https://bot.example.org/#rc=3"}, ADDRESS),
    ("an address with a query", {"public_url": "https://bot.example.org/?a=1"}, ADDRESS),
    ("another scheme", {"public_url": "ftp://bot.example.org"}, ADDRESS),
    ("a broker of another kind", {"broker_url": f"kafka://me:{SECRET}@localhost"}, BROKER),
    ("a broker nowhere", {"broker_url": f"amqp://:{SECRET}@"}, BROKER),
    (
        "alerts at night",
        {"alert_hours": "7-20"},
        "ALERT_HOURS: texts may go out within 9-20, and not 7-20; write for example 9-20",
    ),
    (
        "hours that are none",
        {"alert_hours": "always"},
        "ALERT_HOURS: 'always' are no hours; write for example 9-20, or 9-20, Sunday 12",
    ),
    ("more alerts than days", {"alerts_a_week": 8}, r"ALERTS_A_WEEK: .*7; mend it in the environment"),
    ("words kept for longer", {"keep_texts_days": 31}, r"KEEP_TEXTS_DAYS: .*30; mend it in the environment"),
    ("an account without a token", {"twilio_account_sid": "AC1"}, BOTH),
    ("a token without an account", {"twilio_auth_token": SECRET}, BOTH),
    ("a number as people write it", {"twilio_from": "206-555-0100"}, FROM),
    ("a number with spaces", {"twilio_from": "+1 206 555 0100"}, FROM),
    ("a token sent in the clear", {"twilio_api_url": "http://api.example.org"}, API),
    ("a geocoder that is not there", {"geocoder": "nominatim"}, r"GEOCODER: .*'census', 'geocodio' or 'none'; mend it .*"),
    ("addresses sent in the clear", {"geocoder_url": "http://geocoder.example.org"}, GEOCODER_URL),
    ("a geocoder with a query", {"geocoder_url": "https://geocoder.example.org/?a=1"}, GEOCODER_URL),
    ("a geocoder at half an address", {"geocoder_url": "https://"}, GEOCODER_URL),
    ("a geocoder at no port", {"geocoder_url": "https://geocoder.example.org:99999"}, GEOCODER_URL),
    ("a geocoder at no host", {"geocoder_url": "https://[geocoder"}, GEOCODER_URL),
    ("a geocoder without its key", {"geocoder": "geocodio"}, GEOCODER_KEY),
    (
        "a phone key too short",
        {"phone_key": base64.b64encode(SECRET.encode()).decode()},
        rf"PHONE_KEY: is not 64 bytes .*{re.escape(MAKE_PHONE)}",
    ),
    ("a phone key that is no base64", {"phone_key": SECRET + "é"}, rf"PHONE_KEY: is not 64 bytes .*{re.escape(MAKE_PHONE)}"),
    ("live in plain http", LIVE | {"public_url": "http://bot.example.org"}, SIGNED),
    ("live without an address", LIVE | {"public_url": ""}, SIGNED),
    ("live on a name that only looks like this machine", LIVE | {"public_url": "http://127.0.0.1.example.org"}, SIGNED),
    (
        "live without a number",
        LIVE | {"twilio_from": ""},
        "TWILIO_FROM: is not set; set it to the number that supporters text, as +12065550100",
    ),
    (
        "live without a secret key",
        LIVE | {"secret_key": ""},
        f"SECRET_KEY: is needed with a real account; {MAKE_SECRET}",
    ),
    ("live without a phone key", LIVE | {"phone_key": ""}, f"PHONE_KEY: is needed with a real account; {MAKE_PHONE}"),
]


@pytest.mark.parametrize(("given", "says"), [pytest.param(given, says, id=id) for id, given, says in REFUSED])
def test_setting_that_does_not_fit_is_named_with_its_mend(tmp_path: Path, given: dict[str, object], says: str) -> None:
    said = problems(tmp_path, **given)
    assert len(said) == 1
    assert said == [says] or re.fullmatch(says, said[0])
    assert SECRET not in said[0]


def test_all_that_is_wrong_is_said_at_once(tmp_path: Path) -> None:
    said = problems(tmp_path, database_url="x", public_url="x", twilio_from="x", twilio_account_sid="AC1")
    assert [line.partition(":")[0] for line in said] == [
        "DATABASE_URL",
        "PUBLIC_URL",
        "TWILIO_FROM",
        "TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN",
    ]


@pytest.mark.parametrize(
    "given",
    [
        {},
        LIVE,
        LIVE | {"public_url": "http://127.0.0.1:8000"},
        LIVE | {"public_url": "https://bot.example.org/"},
        LIVE | {"twilio_messaging_service_sid": "MG1"},
        {"database_url": "sqlite:///x.db?timeout=1"},
        {"database_url": "postgres://me@host/name"},
        {"twilio_api_url": "http://127.0.0.1:4010"},
        {"geocoder_url": "http://127.0.0.1:4011/geocoder"},
        {"geocoder": "geocodio", "geocoder_key": "x"},
        {"geocoder": "none"},
    ],
    ids=[
        "nothing",
        "live",
        "live on this machine",
        "a slash at the end",
        "a service",
        "SQLite",
        "PostgreSQL",
        "a stand-in",
        "a stand-in for the geocoder",
        "a geocoder with its key",
        "no geocoder",
    ],
)
def test_settings_that_fit_are_taken(tmp_path: Path, given: dict[str, object]) -> None:
    settings = Settings.load(instance_dir=tmp_path, **given)
    assert not settings.url.endswith("/")
    assert settings.live == bool(given.get("twilio_account_sid"))


def test_settings_never_show_a_secret(tmp_path: Path) -> None:
    given = LIVE | {"geocoder_key": SECRET}
    settings = Settings.load(instance_dir=tmp_path, **given)
    for secret in ("twilio_auth_token", "secret_key", "phone_key", "geocoder_key"):
        assert str(given[secret]) not in repr(settings) + str(settings) + settings.model_dump_json()


def test_environment_is_read_and_empty_means_unset(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in {"PORT": "8123", "ORGANIZATION": "Neighbors", "PUBLIC_URL": "", "INSTANCE_DIR": str(tmp_path)}.items():
        monkeypatch.setenv(name, value)
    settings = Settings.load()
    assert (settings.port, settings.organization, settings.url) == (8123, "Neighbors", "http://127.0.0.1:8123")


def test_keys_are_made_on_the_first_run_for_the_owner_alone_and_kept(tmp_path: Path) -> None:
    folder = tmp_path / "deep" / "instance"
    first, second = Settings.load(instance_dir=folder), Settings.load(instance_dir=folder)
    for name in ("secret_key", "phone_key"):
        key = getattr(first, name).get_secret_value()
        assert key == getattr(second, name).get_secret_value() == (folder / name).read_text().strip()
        assert stat.S_IMODE((folder / name).stat().st_mode) == 0o600
    assert len(base64.urlsafe_b64decode(first.phone_key.get_secret_value())) == 64
    assert len(first.secret_key.get_secret_value()) >= 43
    assert sorted(path.name for path in folder.iterdir()) == ["phone_key", "secret_key"]


def test_every_installation_has_keys_of_its_own(tmp_path: Path) -> None:
    one, other = (Settings.load(instance_dir=tmp_path / name) for name in "ab")
    assert one.phone_key != other.phone_key and one.secret_key != other.secret_key


def test_servers_that_start_together_agree_on_the_keys(tmp_path: Path) -> None:
    loaded = at_once(*[lambda: Settings.load(instance_dir=tmp_path)] * 8)
    assert len({settings.phone_key.get_secret_value() for settings in loaded}) == 1


def test_keys_that_are_given_are_not_written_down(tmp_path: Path) -> None:
    Settings.load(instance_dir=tmp_path / "instance", secret_key="given", phone_key=PHONE_KEY)
    assert not (tmp_path / "instance").exists()


@pytest.mark.parametrize(("name", "content"), [("phone_key", ""), ("phone_key", "cut of"), ("secret_key", "\n")])
def test_kept_key_that_is_broken_is_told_with_its_place(tmp_path: Path, name: str, content: str) -> None:
    Settings.load(instance_dir=tmp_path)
    (tmp_path / name).write_text(content)
    with pytest.raises(SettingsError) as refused:
        Settings.load(instance_dir=tmp_path)
    assert name.upper() in str(refused.value) and str(tmp_path) in str(refused.value)


def test_server_with_wrong_settings_says_so_without_a_traceback(tmp_path: Path) -> None:
    environment = os.environ | {
        "TWILIO_AUTH_TOKEN": SECRET,
        "DATABASE_URL": f"mysql://me:{SECRET}@h/x",
        "INSTANCE_DIR": str(tmp_path),
    }
    started = subprocess.run([sys.executable, "-c", "import wsgi"], cwd=ROOT, env=environment, capture_output=True, text=True)
    assert started.returncode == 1
    assert started.stderr.splitlines() == ["Patchline cannot start:", DATABASE, BOTH]
