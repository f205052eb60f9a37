"""Settings, all from the environment, typed. Nothing else reads the environment."""

import base64
import os
import re
import secrets
import tempfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from typing import Literal, Self
from urllib.parse import urlsplit

from pydantic import Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from bot.quiet_hours import parse_window
from bot.telephony import Prices, in_micros, to_e164

ROOT = Path(__file__).resolve().parent.parent
GeocoderName = Literal["census", "geocodio", "none"]
BROKERS = {"amqp": 5672, "amqps": 5671, "redis": 6379, "rediss": 6379}  # scheme -> its usual port
PHONE_KEY_BYTES = 64  # AES-256-SIV takes two 256-bit keys


class SettingsError(Exception):
    """The environment is wrong; the message names each setting and the mend, and never shows a secret."""


class Settings(BaseSettings):
    """What Patchline can be told from outside. Everything has a default; `make run` needs none of it."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True)

    database_url: str = Field("", description="SQLAlchemy address; empty: an SQLite file under the instance folder")
    public_url: str = Field(
        "", description="how Twilio reaches this server, without a slash at the end; signatures are checked against it"
    )
    port: int = Field(8000, ge=0, le=65535, description="port of `make run`")
    instance_dir: Path = Field(
        ROOT / "instance",
        description="folder for the SQLite file, the keys made on the first run, updated tables, local lists and corrections",
    )
    data_dir: Path = Field(ROOT / "data", description="folder of the officials' tables and the campaigns")
    flows_dir: Path = Field(ROOT / "flows", description="folder of the conversations")

    organization: str = Field("Patchline", max_length=30, description="the name the bot gives itself")
    contact: str = Field(
        "",
        max_length=50,
        description="where a person answers, told in HELP; a number rings for callers who ask; empty: the campaign's page",
    )

    provider: str = Field(
        "", description="Python package of another provider; empty: Twilio with its credentials, else the simulator"
    )
    phone_number: str = Field("", description="our number in E.164 where PROVIDER is set; Twilio's is TWILIO_FROM")
    twilio_account_sid: str = Field("", description="Twilio account (AC...); with the token it turns the simulator off")
    twilio_auth_token: SecretStr = Field(SecretStr(""), description="signs Twilio's webhooks and our requests")
    twilio_from: str = Field("", description="our number in E.164, as +12065550100")
    twilio_messaging_service_sid: str = Field(
        "", description="messaging service (MG...) to send texts from instead of the number"
    )
    twilio_api_url: str = Field(
        "https://api.twilio.com", description="address of Twilio's API; a stand-in on loopback in tests"
    )

    geocoder: GeocoderName = Field(
        "census", description="who finds the districts of a street address; none: supporters are not asked for one"
    )
    geocoder_url: str = Field("", description="address of that service; empty: its own. A stand-in on loopback in tests")
    geocoder_key: SecretStr = Field(SecretStr(""), description="key for that service; the Census needs none")

    broker_url: SecretStr = Field(
        SecretStr(""),
        description="address of a task broker (RabbitMQ or Redis), when several machines send alerts; empty: none is needed",
    )
    senders: str = Field(
        "",
        description="what alerts go out from, with the pace of each in segments a second: +12065550100=3.75 +18885550100=3; "
        "empty: the messaging service or our number, at its kind's pace",
    )
    calls_a_second: float = Field(
        1, gt=0, le=100, description="calls that we place a second at most: as many as the provider lets the account begin"
    )
    segment_price: float = Field(0.0119, ge=0, le=1, description="dollars that a segment costs, carriers' fees included")
    picture_price: float = Field(0.03, ge=0, le=1, description="dollars that a picture message costs, carriers' fees included")
    picture_pace: float = Field(
        1,
        ge=0.1,
        le=1000,
        description="picture messages a second that each sender takes; its segments a second if those are less",
    )
    spend_cap: float = Field(50, ge=0, description="dollars that a campaign's alerts may cost a day (UTC)")
    alerts_a_week: int = Field(2, ge=1, le=7, description="alerts a supporter gets within seven days at most, of all campaigns")
    alert_hours: str = Field(
        "9-20, Sunday 12", description="hours in which alerts go out, on the supporter's own clock; within 8-21"
    )
    reply_cap: int = Field(
        200,
        ge=20,
        le=1000,
        description="texts that one number is answered a day (UTC) at most; STOP, START and HELP always are",
    )
    sign_ups_an_hour: int = Field(5, ge=1, le=5, description="how often one visitor may use the form on a campaign's page")
    sign_ups_a_day: int = Field(
        500, ge=0, le=500, description="how often the form on a campaign's page may be used a day (UTC); 0: there is none"
    )
    proxies: int = Field(
        0,
        ge=0,
        le=5,
        description="reverse proxies in front of this server, which tell it where a visitor is; 0: none is believed",
    )
    update_data_days: int = Field(
        0, ge=0, le=365, description="days between two updates of the officials' tables by a worker; 0: only by hand"
    )
    keep_texts_days: int = Field(30, ge=1, le=30, description="days until the words of texts are erased")
    keep_conversations_days: int = Field(
        90, ge=1, le=90, description="days until a conversation that nobody goes on with is erased"
    )
    keep_callers_days: int = Field(
        90, ge=1, le=90, description="days until who only called, and signed up for nothing, is erased"
    )

    secret_key: SecretStr = Field(SecretStr(""), description="signs what the simulator posts; made on the first run if unset")
    phone_key: SecretStr = Field(
        SecretStr(""), description="encrypts phone numbers: 64 bytes, base64; made on the first run if unset"
    )

    @property
    def live(self) -> bool:
        """Is there a real account, of whichever provider? Then there is no simulator, and keys must be given."""
        if self.provider:
            return self.provider != SIMULATOR
        return bool(self.twilio_account_sid and self.twilio_auth_token.get_secret_value())

    @property
    def provider_settings(self) -> str:
        """The settings that turn the simulator off, by name: for who has to unset them."""
        return "PROVIDER" if self.provider else "TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN"

    @property
    def url(self) -> str:
        """The public address, without a slash at its end."""
        return (self.public_url or f"http://127.0.0.1:{self.port}").rstrip("/")

    @property
    def number(self) -> str:
        """The number supporters text and call, E.164; a fictional one while there is no account."""
        return (self.phone_number if self.provider else self.twilio_from) or SIMULATED_NUMBER

    @property
    def prices(self) -> Prices:
        """What a segment and a picture message cost, in millionths of a dollar."""
        return Prices(segment_micros=in_micros(self.segment_price), picture_micros=in_micros(self.picture_price))

    @property
    def spend_cap_micros(self) -> int:
        """What a campaign's alerts may cost a day, in millionths of a dollar."""
        return in_micros(self.spend_cap)

    @property
    def paces(self) -> dict[str, float]:
        """What alerts go out from, with the segments a second of each: numbers in E.164, short codes, messaging services."""
        if self.senders:
            return {address: rate for address, rate in map(_sender, self.senders.split()) if rate}
        if not self.live:
            return {self.number: SIMULATED_PACE}
        address, rate = _sender(self.twilio_messaging_service_sid or self.number)
        return {address: rate or SIMULATED_PACE}

    @property
    def text_sender(self) -> tuple[str, float]:
        """What texts of conversations go out from, as a reply does, and its pace in segments a second."""
        address, rate = _sender(self.twilio_messaging_service_sid or self.number)
        return address, self.paces.get(address) or (rate if self.live and rate else SIMULATED_PACE)

    @property
    def call_pace(self) -> float:
        """Calls a second."""
        return self.calls_a_second if self.live else SIMULATED_PACE

    @classmethod
    def load(cls, **given: object) -> Self:
        """Settings from the environment, completed with keys that the first run makes and keeps in the instance folder.

        Raises SettingsError for a value that does not fit and, with a real account, for a missing key.
        """
        try:
            settings = cls(**given)  # type: ignore[arg-type]
        except ValidationError as error:
            # Without pydantic's own wording, which repeats the value: it may be a secret.
            lines = [f"{str(e['loc'][0]).upper()}: {e['msg']}; mend it in the environment" for e in error.errors()]
            raise SettingsError("\n".join(lines)) from None
        problems = [*_problems(settings), *_geocoder_problems(settings), *_live_problems(settings)]
        if not problems:
            settings = settings.model_copy(update=_keys(settings))
            problems = list(_key_problems(settings))
        if problems:
            raise SettingsError("\n".join(problems))
        return settings


SIMULATOR = "bot.providers.simulator"
SIMULATED_NUMBER = "+12065550100"  # 555-01xx is set aside for fiction
SIMULATED_PACE = 10.0
# What a sender is, and how many segments a second carriers take of it before anything else is agreed upon: a short code 100,
# a toll-free number 3, any other what the smallest registered brand may (https://help.twilio.com, "A2P 10DLC throughput").
USUAL_PACES = (
    (re.compile(r"[2-9]\d{4,5}"), 100.0),
    (re.compile(r"\+18(00|33|44|55|66|77|88)\d{7}"), 3.0),
    (re.compile(r"\+[1-9]\d{6,14}|MG[0-9a-f]{32}"), 3.75),
)
FASTEST = 1_000_000.0
KEY_COMMANDS = {
    "secret_key": "python3 -c 'import secrets; print(secrets.token_urlsafe(48))'",
    "phone_key": "python3 -c 'import base64, os; print(base64.urlsafe_b64encode(os.urandom(64)).decode())'",
}


def _problems(settings: Settings) -> Iterator[str]:
    """What is wrong with or without an account."""
    if not _is_database(settings.database_url):
        yield (
            "DATABASE_URL: is no address of an SQLite or PostgreSQL database; "
            "set it to one, as sqlite:////srv/patchline.db or postgresql://user:password@host/name"
        )
    if settings.public_url and not _is_address(settings.public_url):
        yield "PUBLIC_URL: is not the start of a web address; set it to scheme and host alone, as https://bot.example.org"
    if not _is_safe(settings.twilio_api_url):
        yield "TWILIO_API_URL: the account's token is sent there, so it must be https://, or http:// on this machine"
    broker = settings.broker_url.get_secret_value()
    if broker and not _is_broker(broker):
        yield "BROKER_URL: is no address of RabbitMQ or Redis; set it to one, as amqp://user:password@host or redis://host"
    if settings.twilio_from and to_e164(settings.twilio_from) != settings.twilio_from:
        yield "TWILIO_FROM: is no phone number in E.164; set it to your Twilio number, as +12065550100"
    if settings.phone_number and to_e164(settings.phone_number) != settings.phone_number:
        yield "PHONE_NUMBER: is no phone number in E.164; set it to your number, as +12065550100"
    yield from _sender_problems(settings.senders)
    try:
        parse_window(settings.alert_hours)
    except ValueError as problem:
        yield f"ALERT_HOURS: {problem}"
    if bool(settings.twilio_account_sid) != bool(settings.twilio_auth_token.get_secret_value()):
        yield "TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN: only one is set; set both, or neither to use the simulator"


def _sender_problems(senders: str) -> Iterator[str]:
    """What is wrong with the senders of alerts."""
    seen = set[str]()
    for word in senders.split():
        address, rate = _sender(word)
        if not any(kind.fullmatch(address) for kind, _ in USUAL_PACES):
            yield f"SENDERS: {address!r} is no number in E.164, no short code, no messaging service; write it as +12065550100"
        elif rate is None:
            yield f"SENDERS: {word!r} has no pace; write segments a second, more than 0, as {address}=3.75"
        elif address in seen:
            yield f"SENDERS: {address!r} is there twice; leave one"
        seen.add(address)


def _sender(word: str) -> tuple[str, float | None]:
    """A sender as the setting names it, and its pace: None where what is written is none."""
    address, given, pace = word.partition("=")
    if not given:
        return address, next((usual for kind, usual in USUAL_PACES if kind.fullmatch(address)), None)
    try:
        rate = float(pace)
    except ValueError:
        return address, None
    return address, rate if 0 < rate <= FASTEST else None


def _geocoder_problems(settings: Settings) -> Iterator[str]:
    """What is wrong with whom street addresses are told."""
    url = settings.geocoder_url
    if url and not (_is_address(url) and _is_safe(url)):
        yield "GEOCODER_URL: street addresses are sent there, so it must be https://, or http:// on this machine, and no query"
    if settings.geocoder == "geocodio" and not settings.geocoder_key.get_secret_value():
        yield "GEOCODER_KEY: is not set; set it to your Geocodio key, or take GEOCODER=census, which needs none"


def _live_problems(settings: Settings) -> Iterator[str]:
    """What an account needs besides."""
    if not settings.live:
        return
    if not _is_safe(settings.public_url):
        yield "PUBLIC_URL: the provider signs webhooks for it; set it to the https:// address that the provider calls"
    name = "PHONE_NUMBER" if settings.provider else "TWILIO_FROM"
    if not (settings.phone_number if settings.provider else settings.twilio_from):
        yield f"{name}: is not set; set it to the number that supporters text, as +12065550100"
    for key, command in KEY_COMMANDS.items():
        if not getattr(settings, key).get_secret_value():
            yield f"{key.upper()}: is needed with a real account; make one with: {command}"


def _key_problems(settings: Settings) -> Iterator[str]:
    """What is wrong with a key, given or kept."""
    where = f"in the environment or in {settings.instance_dir}"
    if not settings.secret_key.get_secret_value():
        yield f"SECRET_KEY: is empty {where}; make one with: {KEY_COMMANDS['secret_key']}"
    if len(_decoded(settings.phone_key.get_secret_value())) != PHONE_KEY_BYTES:
        yield f"PHONE_KEY: is not {PHONE_KEY_BYTES} bytes in base64 {where}; make one with: {KEY_COMMANDS['phone_key']}"


def _is_database(url: str) -> bool:
    try:
        return not url or make_url(url).get_backend_name() in {"sqlite", "postgresql", "postgres"}
    except (ArgumentError, ValueError):
        return False


def _is_broker(url: str) -> bool:
    try:
        parts = urlsplit(url)
        return parts.scheme in BROKERS and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        return False
    fits = parts.scheme in {"http", "https"} and bool(parts.hostname) and port != 0
    return fits and not parts.query and not parts.fragment


def _is_safe(url: str) -> bool:
    """Is it encrypted, or does it stay on this machine?"""
    return urlsplit(url).scheme == "https" or urlsplit(url).hostname in {"127.0.0.1", "localhost"}


def _decoded(key: str) -> bytes:
    try:
        return base64.urlsafe_b64decode(key)
    except ValueError:
        return b""


def _keys(settings: Settings) -> dict[str, SecretStr]:
    """The keys that are not set: read from the instance folder, or made there and kept, readable by the owner alone."""
    makers: dict[str, Callable[[], str]] = {
        "secret_key": lambda: secrets.token_urlsafe(48),
        "phone_key": lambda: base64.urlsafe_b64encode(os.urandom(PHONE_KEY_BYTES)).decode(),
    }
    return {
        name: SecretStr(_kept(settings.instance_dir / name, make()))
        for name, make in makers.items()
        if not getattr(settings, name).get_secret_value()
    }


def _kept(path: Path, fresh: str) -> str:
    """The key in the file at `path`, which is made with a fresh one if it is not there."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        # Two servers may start together: the file appears whole, the first wins, both read the same.
        handle, draft = tempfile.mkstemp(dir=path.parent)
        with os.fdopen(handle, "w") as file:
            file.write(f"{fresh}\n")
        with suppress(FileExistsError):
            os.link(draft, path)
        os.unlink(draft)
    return path.read_text().strip()
