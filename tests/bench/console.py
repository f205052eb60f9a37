"""What pages of the console cost, on a database of many made-up supporters; and texts while organizers click."""

import http.client
import statistics
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from flask import Flask
from flask.sessions import SecureCookieSessionInterface
from sqlalchemy import create_engine, text, update

from bot import create_app
from bot.accounts import organizer_accounts, sessions
from bot.config import Settings
from bot.models import Organizer
from bot.runtime import CONSOLE, KEY, Parts
from bot.simulation.demo_data import seed_demo
from bot.web.console.access import ROUTES
from tests.bench import load
from tests.bench.apps.bot import clock
from tests.bench.people import People
from tests.bench.server import running

AGENT = "Mozilla/5.0 (bench) Gecko/20100101 Firefox/140.0"
VISITOR = sessions.Visitor(load.HOST, AGENT)
ORGANIZERS, CLICK_SECONDS = 10, 5.0  # who click so often each
WARM = 2  # loads of a page before it is measured
FILES = (".csv", ".xlsx")  # not pages: whole tables are in them
# Pages with something in their address, besides those that have nothing in it.
MORE = ("/results?days=7", "/results?days=90", "/results/neighbors?days=90", "/results/save/officials.csv?days=90")


@dataclass(frozen=True, slots=True, kw_only=True)
class Size:
    """How many of everything are made up; how often each page is loaded; texters a stretch, and stretches."""

    supporters: int
    alerts: int
    calls: int
    loads: int
    texters: int
    stretches: int


FULL = Size(supporters=1_000_000, alerts=10, calls=500_000, loads=100, texters=200, stretches=5)
QUICK = Size(supporters=300, alerts=2, calls=200, loads=3, texters=8, stretches=1)


@dataclass(slots=True, kw_only=True)
class Figures:
    """`seeded`: seconds. `pages`: address -> milliseconds of server time, one a load. Texts a second, stretch by stretch."""

    seeded: float
    pages: dict[str, list[float]] = field(default_factory=dict)
    alone: list[float] = field(default_factory=list)
    beside: list[float] = field(default_factory=list)


def measure(address: str, environment: Mapping[str, str], texters: People, size: Size, core: set[int] | None) -> Figures:
    """Fill the empty database at this address, then measure."""
    keys = {name: environment[name.upper()] for name in ("data_dir", "instance_dir", "secret_key", "phone_key")}
    app = create_app(Settings.load(**keys, database_url=address), clock=clock)
    parts = app.extensions[KEY]
    parts.database.migrate()
    begun = time.monotonic()
    with app.app_context():
        seed_demo(parts, supporters=size.supporters, alerts=size.alerts, calls=size.calls)
    found = Figures(seeded=time.monotonic() - begun)
    _tidy(parts)
    token = _owner(parts)
    for page in (*pages(app), *MORE):
        found.pages[page] = _load_page(app, page, token, size.loads)
    with running("bot", {**environment, "DATABASE_URL": address}, core) as server:
        server.wait()
        load.drive(server.port, texters.texters(4))
        cookie = _cookie(parts, environment, token)
        for page in found.pages:
            _click(server.port, cookie, page)  # the first of everything is a start's cost
        for _ in range(size.stretches):
            found.alone.append(_texts(server.port, texters, size.texters))
            with _clicking(server.port, cookie, list(found.pages)):
                found.beside.append(_texts(server.port, texters, size.texters))
    parts.database.close()
    return found


def pages(app: Flask) -> list[str]:
    """The addresses of all pages that have nothing in them to fill in."""
    rules = app.extensions[CONSOLE].console().url_map.iter_rules()
    plain = [rule for rule in rules if "GET" in rule.methods and not rule.arguments and not rule.rule.endswith(FILES)]
    return sorted(rule.rule for rule in plain if not ROUTES[rule.endpoint].signed_out)


def _tidy(parts: Parts) -> None:
    """As databases do by themselves in time, and not in the midst of a measure."""
    tidying = create_engine(parts.database.url, isolation_level="AUTOCOMMIT")
    with tidying.connect() as connection:
        connection.execute(text("ANALYZE" if connection.dialect.name == "sqlite" else "VACUUM ANALYZE"))
    tidying.dispose()


def _owner(parts: Parts) -> str:
    """Somebody who may open every page, signed in by this secret."""
    with parts.database.write() as connection:
        id = organizer_accounts.add_person(connection, parts.phone_cipher, name="Owner", role="owner", email="", now=clock())
        connection.execute(update(Organizer).where(Organizer.id == id).values(totp_secret=b"set", totp_step=0))
        return sessions.open_session(connection, parts.phone_cipher, id, VISITOR, clock())


def _load_page(app: Flask, page: str, token: str, loads: int) -> list[float]:
    client = app.test_client()
    console = app.extensions[CONSOLE].console()
    client.set_cookie("patchline", _signed(console, token), path="/console")
    found = []
    for number in range(WARM + loads):
        begun = time.perf_counter()
        answer = client.get(f"/console{page}", headers={"User-Agent": AGENT}, environ_base={"REMOTE_ADDR": load.HOST})
        seconds = time.perf_counter() - begun
        if answer.status_code >= 500 or "/sign-in" in answer.headers.get("Location", ""):
            raise load.WrongAnswer(f"{page}: {answer.status_code} {answer.get_data(as_text=True)[:500]}")
        if number >= WARM:
            found.append(seconds * 1e3)
    return found


def _signed(console: Flask, token: str) -> str:
    interface: Any = SecureCookieSessionInterface().get_signing_serializer(console)
    return str(interface.dumps({"token": token}))


def _cookie(parts: Parts, environment: Mapping[str, str], token: str) -> str:
    """The cookie of a server that is reached by https: its console signs with the same key."""
    console = Flask("cookie")
    console.config["SECRET_KEY"] = _console_key(parts)
    assert environment["PUBLIC_URL"].startswith("https:")
    return f"__Host-patchline={_signed(console, token)}"


def _console_key(parts: Parts) -> str:
    from bot.web.console.app import _key

    return _key(parts)


def _texts(port: int, texters: People, many: int) -> float:
    """Texts a second."""
    conversations = texters.texters(many)
    load.drive(port, [each[:1] for each in conversations])
    rest = [each[1:] for each in conversations]
    return sum(map(len, rest)) / load.drive(port, rest)


def _click(port: int, cookie: str, address: str) -> str:
    """Load a page; what is wrong with the answer, "" for nothing. One that has to wait for a thread is not wrong."""
    connection = http.client.HTTPConnection(load.HOST, port, timeout=load.SECONDS)
    connection.request("GET", f"/console{address}", headers={"Cookie": cookie, "User-Agent": AGENT})
    answer = connection.getresponse()
    answer.read()
    connection.close()
    is_right = answer.status in (200, 303, 503) and "/sign-in" not in answer.headers.get("Location", "")
    return "" if is_right else f"{address}: {answer.status}"


@contextmanager
def _clicking(port: int, cookie: str, addresses: list[str]) -> Iterator[None]:
    """Ten organizers load one page after the other."""
    over = threading.Event()
    wrong: list[str] = []

    def click(first: int) -> None:
        number = first
        over.wait(CLICK_SECONDS * first / ORGANIZERS)
        while not over.is_set():
            if trouble := _click(port, cookie, addresses[number % len(addresses)]):
                wrong.append(trouble)
            number += 3
            over.wait(CLICK_SECONDS)

    organizers = [threading.Thread(target=click, args=[number]) for number in range(ORGANIZERS)]
    for each in organizers:
        each.start()
    try:
        yield
    finally:
        over.set()
        for each in organizers:
            each.join()
    if wrong:
        raise load.WrongAnswer("; ".join(wrong[:3]))


def rows(figures: Mapping[str, Figures]) -> Iterator[tuple[str, list[str]]]:
    """The rows of the table: label, and a cell for each database."""
    every = list(figures.values())
    yield "Made-up people, texts and calls: seconds", [f"{each.seeded:,.0f}" for each in every]
    for page in every[0].pages:
        yield f"Page {page}, ms", [_spread(each.pages[page]) for each in every]
    yield "Slowest page, ms", [_slowest(each.pages) for each in every]
    yield (
        "SMS turn beside ten organizers, %",
        [f"{statistics.median(b / a for a, b in zip(each.alone, each.beside, strict=True)):.0%}" for each in every],
    )


def _spread(milliseconds: list[float]) -> str:
    return f"{statistics.median(milliseconds):,.1f}, {sorted(milliseconds)[len(milliseconds) * 99 // 100]:,.1f}"


def _slowest(found: Mapping[str, list[float]]) -> str:
    page = max(found, key=lambda each: statistics.median(found[each]))
    return _spread(found[page])  # which one it is stands in its own row: a cell as long would be broken in two lines
