"""The settings themselves, each with its default and what it is for, and what follows from them."""

import re
from collections.abc import Iterator
from ipaddress import IPv4Network, IPv6Network, ip_network
from pathlib import Path
from typing import Literal

from pydantic import Field, SecretStr
from pydantic_settings import BaseSettings, SettingsConfigDict

from bot.config.reply_countries import read_budgets
from bot.telephony import Prices, in_micros, to_e164

ROOT = Path(__file__).resolve().parents[2]
GeocoderName = Literal["census", "geocodio", "none"]
PACKAGES = Path(__file__).parents[1] / "providers"
PROVIDERS = "bot.providers"
SIMULATOR, TWILIO, SIGNALWIRE = (f"{PROVIDERS}.{name}" for name in ("simulator", "twilio", "signalwire"))
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


class SettingFields(BaseSettings):
    """What Patchline can be told from outside. Everything has a default; `make run` needs none of it."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True)

    database_url: str = Field(  # with a password, as a rule
        "", repr=False, description="SQLAlchemy address; empty: an SQLite file under the instance folder"
    )
    public_url: str = Field(
        "", description="how the provider reaches this server, without a slash at the end; signatures are checked against it"
    )
    port: int = Field(8000, ge=0, le=65535, description="port of `make run`")
    instance_dir: Path = Field(
        ROOT / "instance",
        description="folder for the SQLite file, the keys made on the first run, updated tables, local lists and corrections",
    )
    stop_file: str = Field(
        "", description="file to which stops are appended outside of the database; empty: stops.log in the instance folder"
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
        "",
        description="who carries conversations: twilio, signalwire, or the Python package of another provider; empty: Twilio "
        "with its credentials, else the simulator",
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
    signalwire_url: str = Field("", description="address of your space at SignalWire, as https://example.signalwire.com")
    signalwire_project: str = Field("", description="SignalWire project id, as 12345678-90ab-...")
    signalwire_token: SecretStr = Field(SecretStr(""), description="signs our requests to SignalWire (PT...)")
    signalwire_signing_key: SecretStr = Field(
        SecretStr(""), description="signs SignalWire's webhooks; it is not the token (PSK...)"
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
        "another provider's with its name before it: signalwire:+12065550177=3; "
        "empty: the messaging service or our number, at its kind's pace",
    )
    calls_a_second: float = Field(
        1, gt=0, le=100, description="calls that we place a second at most: as many as the provider lets the account begin"
    )
    segment_price: float = Field(0.0119, ge=0, le=1, description="dollars that a segment costs, carriers' fees included")
    picture_price: float = Field(0.03, ge=0, le=1, description="dollars that a picture message costs, carriers' fees included")
    line_lookup_price: float = Field(0.008, ge=0, le=1, description="dollars that it costs to ask for the kind of a line")
    picture_pace: float = Field(
        1,
        ge=0.1,
        le=1000,
        description="picture messages a second that each sender takes; its segments a second if those are less",
    )
    spend_cap: float = Field(50, ge=0, description="dollars that a campaign's alerts may cost a day (UTC)")
    alerts_a_week: int = Field(2, ge=1, le=7, description="alerts a supporter gets within seven days at most, of all campaigns")
    approve_above: int = Field(
        0,
        ge=0,
        description="recipients above which an alert needs a second person's approval in the console; 0: none ever does",
    )
    alert_hours: str = Field(
        "9-20, Sunday 12",
        description="hours in which alerts go out, on the supporter's own clock; within 9-20, Sundays from 12",
    )
    reply_cap: int = Field(
        200,
        ge=20,
        le=1000,
        description="texts that one number is answered a day (UTC) at most; STOP, START and HELP always are",
    )
    replies_an_hour: int = Field(
        60, ge=10, le=200, description="texts that one number is answered an hour at most; STOP, START and HELP always are"
    )
    reply_countries: str = Field(
        "US=20000",
        description="countries whose numbers are answered by text, each with the answers an hour to all of them together, "
        "for each process: US=20000 CA=500; others hear nothing, and their STOP is obeyed",
    )
    confirm_stop: Literal["yes", "no"] = Field(
        "yes",
        description="no: STOP and the provider's other words for it are obeyed in silence, as where the provider answers them "
        "itself and refuses ours (21610)",
    )
    trust_caller_ids: bool = Field(
        False,
        description="take every caller's number for theirs, also where no carrier vouches for it: anybody can show another's",
    )
    sign_ups_an_hour: int = Field(5, ge=1, le=5, description="how often one visitor may use the form on a campaign's page")
    sign_ups_a_day: int = Field(
        500,
        ge=0,
        le=500,
        description="numbers typed into the form on a campaign's page that are texted a day (UTC); beyond it visitors text us; "
        "0: there is no form",
    )
    web_calls_an_hour: int = Field(
        20,
        ge=0,
        le=100,
        description="calls that one visitor of campaigns' pages may tell an hour, and three times as many a day; "
        "0: the pages do not ask",
    )
    page_calls_a_day: int = Field(
        200,
        ge=0,
        le=500,
        description="codes texted a day to visitors of a campaign's page who ask to be called; beyond it they text us; "
        "0: nobody is called",
    )
    page_calls_budget: float = Field(
        20, ge=0, le=10_000, description="dollars that those codes and calls may cost a day (UTC), of all campaigns together"
    )
    page_call_price: float = Field(
        0.1, ge=0, le=10, description="dollars that one such call is reckoned with, both ways and all its minutes"
    )
    metrics_token: SecretStr = Field(
        SecretStr(""), description="who asks for /metrics says it (Authorization: Bearer ...); empty: there is no /metrics"
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
    results_zone: str = Field(
        "America/New_York",
        description="time zone by whose midnight a day of the results ends; after a change: flask results recount",
    )
    inner_networks: str = Field(
        "",
        description="networks of our own that connections may reach all the same, as 10.1.2.0/24; empty: only public addresses",
    )
    console: Literal["on", "off"] = Field(
        "on", description="the organizers' console at /console; off: this process has none, as one that answers webhooks alone"
    )
    api: Literal["on", "off"] = Field("on", description="the API for other programs at /api/v1; off: this process has none")
    keep_texts_days: int = Field(30, ge=1, le=30, description="days until the words of texts are erased")
    keep_conversations_days: int = Field(
        90, ge=1, le=90, description="days until a conversation that nobody goes on with is erased"
    )
    keep_callers_days: int = Field(
        90, ge=1, le=90, description="days until who only called, and signed up for nothing, is erased"
    )
    keep_line_types_days: int = Field(365, ge=1, le=365, description="days that a landline is remembered as one")

    erase_at_provider: Literal["on", "off"] = Field(
        "off", description="on: FORGET also deletes a person's texts and calls from the provider's own log, an hour later"
    )

    secret_key: SecretStr = Field(SecretStr(""), description="signs what the simulator posts; made on the first run if unset")
    phone_key: SecretStr = Field(
        SecretStr(""), description="encrypts phone numbers: 64 bytes, base64; made on the first run if unset"
    )
    other_phone_key: SecretStr = Field(
        SecretStr(""), description="while PHONE_KEY changes: the one before, or the next; what it encrypted is read as well"
    )

    def as_environment(self) -> dict[str, str]:
        """The same settings for a process that this one starts: name -> value, secrets among them."""
        values = ((name.upper(), getattr(self, name)) for name in type(self).model_fields)
        return {name: value.get_secret_value() if isinstance(value, SecretStr) else str(value) for name, value in values}

    @property
    def live(self) -> bool:
        """Is there a real account, of whichever provider? Then there is no simulator, and keys must be given."""
        return self.main_provider != SIMULATOR

    @property
    def main_provider(self) -> str:
        """The package of the provider that carries conversations."""
        if self.provider:
            return package_of(self.provider)
        return TWILIO if self.twilio_account_sid and self.twilio_auth_token.get_secret_value() else SIMULATOR

    @property
    def senders_by_provider(self) -> dict[str, tuple[str, ...]]:
        """Packages of providers, the main one first, with the senders that alerts go out from at each."""
        found: dict[str, list[str]] = {self.main_provider: []}
        for word in self.senders.split():
            name, address, _ = parse_sender(word)
            found.setdefault(package_of(name) if name else self.main_provider, []).append(address)
        return {package: tuple(addresses) for package, addresses in found.items()}

    @property
    def reply_budgets(self) -> dict[str, int]:
        """Answers an hour by country."""
        return read_budgets(self.reply_countries)

    @property
    def provider_settings(self) -> str:
        """The settings that turn the simulator off, by name: for who has to unset them."""
        return "PROVIDER" if self.provider else "TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN"

    @property
    def url(self) -> str:
        """The public address, without a slash at its end."""
        return (self.public_url or f"http://127.0.0.1:{self.port}").rstrip("/")

    @property
    def database_address(self) -> str:
        """The database, as SQLAlchemy has it."""
        return self.database_url or f"sqlite:///{self.instance_dir / 'patchline.db'}"

    @property
    def stop_path(self) -> Path:
        """The stop file."""
        return Path(self.stop_file) if self.stop_file else self.instance_dir / "stops.log"

    @property
    def number(self) -> str:
        """The number supporters text and call, E.164; a fictional one while there is no account."""
        return (self.phone_number if self.provider else self.twilio_from) or SIMULATED_NUMBER

    def number_at(self, package: str) -> str:
        """Our number at this provider: of another than the main one its first sender that is one, "" for none."""
        if package == self.main_provider:
            return self.number
        return next((each for each in self.senders_by_provider.get(package, ()) if to_e164(each) == each), "")

    @property
    def prices(self) -> Prices:
        """What a segment and a picture message cost, in millionths of a dollar."""
        return Prices(segment_micros=in_micros(self.segment_price), picture_micros=in_micros(self.picture_price))

    @property
    def spend_cap_micros(self) -> int:
        """What a campaign's alerts may cost a day, in millionths of a dollar."""
        return in_micros(self.spend_cap)

    @property
    def own_networks(self) -> list[IPv4Network | IPv6Network]:
        """The networks of our own that connections may reach."""
        return [ip_network(word) for word in self.inner_networks.split()]

    @property
    def paces(self) -> dict[str, float]:
        """What alerts go out from, with the segments a second of each: numbers in E.164, short codes, messaging services."""
        if self.senders:
            return {address: rate for _, address, rate in map(parse_sender, self.senders.split()) if rate}
        if not self.live:
            return {self.number: SIMULATED_PACE}
        _, address, rate = parse_sender(self._main_sender)
        return {address: rate or SIMULATED_PACE}

    @property
    def text_sender(self) -> tuple[str, float]:
        """What texts of conversations go out from, as a reply does, and its pace in segments a second."""
        _, address, rate = parse_sender(self._main_sender)
        return address, self.paces.get(address) or (rate if self.live and rate else SIMULATED_PACE)

    @property
    def _main_sender(self) -> str:
        service = self.twilio_messaging_service_sid if self.main_provider == TWILIO else ""
        return service or self.number

    @property
    def call_pace(self) -> float:
        """Calls a second."""
        return self.calls_a_second if self.live else SIMULATED_PACE

    def account_problems(self) -> Iterator[str]:
        """What is wrong with the account of the provider that carries conversations, as far as it can be seen from here."""
        if self.twilio_from and to_e164(self.twilio_from) != self.twilio_from:
            yield "TWILIO_FROM: is no phone number in E.164; set it to your Twilio number, as +12065550100"
        if self.phone_number and to_e164(self.phone_number) != self.phone_number:
            yield "PHONE_NUMBER: is no phone number in E.164; set it to your number, as +12065550100"
        if bool(self.twilio_account_sid) != bool(self.twilio_auth_token.get_secret_value()):
            yield "TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN: only one is set; set both, or neither to use the simulator"
        if self.live and not (self.phone_number if self.provider else self.twilio_from):
            name = "PHONE_NUMBER" if self.provider else "TWILIO_FROM"
            yield f"{name}: is not set; set it to the number that supporters text, as +12065550100"

    @property
    def api_addresses(self) -> dict[str, str]:
        """Where providers' tokens are sent, by the setting."""
        return {"TWILIO_API_URL": self.twilio_api_url, "SIGNALWIRE_URL": self.signalwire_url}


def parse_sender(word: str) -> tuple[str | None, str, float | None]:
    """Whose a sender is (None: the main provider's), the sender as the setting names it, and its pace: None where what is
    written is none."""
    named, given, pace = word.partition("=")
    before, colon, after = named.partition(":")
    name, address = (before, after) if colon else (None, named)
    if not given:
        return name, address, next((usual for kind, usual in USUAL_PACES if kind.fullmatch(address)), None)
    try:
        rate = float(pace)
    except ValueError:
        return name, address, None
    return name, address, rate if 0 < rate <= FASTEST else None


def package_of(name: str) -> str:
    """The package of a provider: one that is shipped is known by its name alone."""
    is_shipped = name.isidentifier() and (PACKAGES / name / "__init__.py").is_file()
    return f"{PROVIDERS}.{name}" if is_shipped else name
