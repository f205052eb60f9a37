"""What is wrong with settings, in words that name the setting and the mend. Nothing of a secret is repeated."""

import re
from collections.abc import Iterator
from ipaddress import ip_network
from itertools import filterfalse
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError

from bot import keys
from bot.config.reply_countries import read_budgets
from bot.config.settings import USUAL_PACES, SettingFields, parse_sender
from bot.quiet_hours import parse_window

BROKERS = {"amqp": 5672, "amqps": 5671, "redis": 6379, "rediss": 6379}  # scheme -> its usual port


def find_problems(settings: SettingFields) -> Iterator[str]:
    """What is wrong, keys that the first run makes aside."""
    yield from _problems(settings)
    yield from _geocoder_problems(settings)
    yield from _live_problems(settings)


def _problems(settings: SettingFields) -> Iterator[str]:
    """What is wrong with or without an account."""
    yield from _address_problems(settings)
    yield from settings.account_problems()
    yield from _sender_problems(settings.senders)
    yield from _network_problems(settings.inner_networks)
    if not settings.live and len(settings.senders_by_provider) > 1:
        yield "SENDERS: names a provider, while the simulator carries conversations; set PROVIDER, or leave the name out"
    if settings.results_zone not in available_timezones():
        yield "RESULTS_ZONE: is no time zone; write one by its name, as America/Chicago"
    try:
        parse_window(settings.alert_hours)
    except ValueError as problem:
        yield f"ALERT_HOURS: {problem}"
    try:
        read_budgets(settings.reply_countries)
    except ValueError as problem:
        yield f"REPLY_COUNTRIES: {problem}"


def _network_problems(networks: str) -> Iterator[str]:
    """What is wrong with the networks that connections may reach."""
    for word in filterfalse(_is_network, networks.split()):
        yield f"INNER_NETWORKS: {word!r} is no network; write it as 10.1.2.0/24, and several with spaces between"


def _address_problems(settings: SettingFields) -> Iterator[str]:
    """What is wrong with where things are."""
    if not _is_database(settings.database_url):
        yield (
            "DATABASE_URL: is no address of an SQLite or PostgreSQL database; "
            "set it to one, as sqlite:////srv/patchline.db or postgresql://user:password@host/name"
        )
    if settings.public_url and not _is_address(settings.public_url):
        yield "PUBLIC_URL: is not the start of a web address; set it to scheme and host alone, as https://bot.example.org"
    for name, url in settings.api_addresses.items():
        if url and not (_is_address(url) and _is_safe(url)):
            yield f"{name}: the account's token is sent there, so it must be https://, or http:// on this machine"
    broker = settings.broker_url.get_secret_value()
    if broker and not _is_broker(broker):
        yield "BROKER_URL: is no address of RabbitMQ or Redis; set it to one, as amqp://user:password@host or redis://host"


def _sender_problems(senders: str) -> Iterator[str]:
    """What is wrong with the senders of alerts."""
    seen = set[str]()
    for word in senders.split():
        name, address, rate = parse_sender(word)
        if name is not None and not re.fullmatch(r"[a-z_][\w.]*", name):
            yield f"SENDERS: {name!r} is no provider; write its name before the sender, as signalwire:+12065550100=3"
        elif not any(kind.fullmatch(address) for kind, _ in USUAL_PACES):
            yield f"SENDERS: {address!r} is no number in E.164, no short code, no messaging service; write it as +12065550100"
        elif rate is None:
            yield f"SENDERS: {word!r} has no pace; write segments a second, more than 0, as {address}=3.75"
        elif address in seen:
            yield f"SENDERS: {address!r} is there twice; leave one"
        seen.add(address)


def _geocoder_problems(settings: SettingFields) -> Iterator[str]:
    """What is wrong with whom street addresses are told."""
    url = settings.geocoder_url
    if url and not (_is_address(url) and _is_safe(url)):
        yield "GEOCODER_URL: street addresses are sent there, so it must be https://, or http:// on this machine, and no query"
    if settings.geocoder == "geocodio" and not settings.geocoder_key.get_secret_value():
        yield "GEOCODER_KEY: is not set; set it to your Geocodio key, or take GEOCODER=census, which needs none"


def _live_problems(settings: SettingFields) -> Iterator[str]:
    """What an account needs besides."""
    if not settings.live:
        return
    if not _is_safe(settings.public_url):
        yield "PUBLIC_URL: the provider signs webhooks for it; set it to the https:// address that the provider calls"
    for key, command in keys.COMMANDS.items():
        if not getattr(settings, key).get_secret_value():
            yield f"{key.upper()}: is needed with a real account; make one with: {command}"


def find_key_problems(settings: SettingFields) -> Iterator[str]:
    """What is wrong with a key, given or kept."""
    where = f"in the environment or in {settings.instance_dir}"
    if not settings.secret_key.get_secret_value():
        yield f"SECRET_KEY: is empty {where}; make one with: {keys.COMMANDS['secret_key']}"
    key, other = settings.phone_key.get_secret_value(), settings.other_phone_key.get_secret_value()
    if not keys.is_phone_key(key):
        yield f"PHONE_KEY: is not {keys.PHONE_KEY_BYTES} bytes in base64 {where}; make one with: {keys.COMMANDS['phone_key']}"
    elif other and not keys.is_phone_key(other):
        yield "OTHER_PHONE_KEY: is no key; set it to the PHONE_KEY before or to the next, or unset it"
    elif other and keys.lasting_part(key) != keys.lasting_part(other):
        yield (
            "OTHER_PHONE_KEY: does not belong to PHONE_KEY, and who stopped would not be known again; "
            "make the next key with: flask rotate-phone-key --new-key"
        )


def _is_network(word: str) -> bool:
    try:
        return bool(ip_network(word))
    except ValueError:
        return False


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
