"""`python -m tests.twilio_double.measure [SECONDS]`: creates a second through the double, its clients on the same machine."""

import asyncio
import base64
import resource
import sys
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import urlencode

from aiohttp import ClientSession, TCPConnector
from twilio.http.async_http_client import AsyncTwilioHttpClient
from twilio.rest import Client

from tests.twilio_double import Double, running

CONNECTIONS = 256
LATENCY = 0.08
BODY = "Sanctuary now: The Justice Department threatens to arrest mayors. Call Mayor Example {} of Springfield now. Reply CALL."
FIELDS = {"From": "+12065550100", "StatusCallback": "https://bot.example.org/twilio/messages/1/status"}

Create = Callable[[str, str], Awaitable[None]]


async def by_twilio(double: Double, seconds: float) -> tuple[int, float]:
    settings = double.settings()
    async with AsyncTwilioHttpClient() as http:
        assert http.session is not None
        await http.session.close()
        http.session = ClientSession(connector=TCPConnector(limit=CONNECTIONS))
        client = Client(settings["account"], settings["token"], http_client=http)
        client.api.base_url = double.url

        async def create(to: str, body: str) -> None:
            await client.messages.create_async(to=to, body=body, from_=FIELDS["From"], status_callback=FIELDS["StatusCallback"])

        return await _load(create, seconds)


async def by_aiohttp(double: Double, seconds: float) -> tuple[int, float]:
    settings = double.settings()
    url = f"{double.url}/2010-04-01/Accounts/{settings['account']}/Messages.json"
    secret = base64.b64encode(f"{settings['account']}:{settings['token']}".encode()).decode()
    headers = {"Authorization": f"Basic {secret}", "Content-Type": "application/x-www-form-urlencoded"}
    async with ClientSession(connector=TCPConnector(limit=CONNECTIONS), headers=headers) as session:

        async def create(to: str, body: str) -> None:
            async with session.post(url, data=urlencode({"To": to, "Body": body, **FIELDS})) as answer:
                assert answer.status == 201
                await answer.read()

        return await _load(create, seconds)


async def _load(create: Create, seconds: float) -> tuple[int, float]:
    """How many were created, in how many seconds."""
    started, made = time.monotonic(), 0

    async def work() -> None:
        nonlocal made
        while time.monotonic() < started + seconds:
            made += 1
            await create(f"+1253{2000000 + made}", BODY.format(made))

    await asyncio.gather(*(work() for _ in range(CONNECTIONS)))
    return made, time.monotonic() - started


def main(seconds: float) -> None:
    for name, load in (("twilio's async client", by_twilio), ("aiohttp", by_aiohttp)):
        with running(latency=LATENCY, callbacks={"drop": 1}) as double:
            assert double.process is not None
            before, cpu = _cpu(double.process.pid), resource.getrusage(resource.RUSAGE_SELF)
            made, took = asyncio.run(load(double, seconds))
            after, now = _cpu(double.process.pid), resource.getrusage(resource.RUSAGE_SELF)
            used = now.ru_utime + now.ru_stime - cpu.ru_utime - cpu.ru_stime
            rss = Path(f"/proc/{double.process.pid}/statm").read_text().split()[1]
            print(
                f"{name}: {made / took:.0f} a second over {CONNECTIONS} connections at {LATENCY * 1000:.0f} ms; CPU a message: "
                f"double {(after - before) / made * 1e6:.0f} us, client {used / made * 1e6:.0f} us; "
                f"double {int(rss) * 4096 / 1e6:.0f} MB after {made} messages"
            )


def _cpu(pid: int) -> float:
    """CPU seconds of another process (Linux)."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / 100


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 8)
