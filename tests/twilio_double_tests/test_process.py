"""The double is a process of its own: it outlives its clients, ends with who started it, and can be started by hand."""

import os
import random
import signal
import subprocess
import sys
import time
import tracemalloc
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

import pytest
from twilio.rest import Client

from tests.carrier import ACCOUNT, OURS, PUBLIC, TOKEN
from tests.conftest import ROOT
from tests.twilio_double import Double, running
from tests.twilio_double.company import COMPANIES
from tests.twilio_double.log import Log, body_hash
from tests.twilio_double_tests.asking import INBOUND, MESSAGES, SOMEONE, WHOLE, Told, another, text


def test_log_outlives_a_client_that_is_killed(double: Double) -> None:
    double.settings(latency=0.5)
    script = (
        "import sys, urllib.request, base64; url, who = sys.argv[1:]\n"
        f"data = {urlencode(WHOLE)!r}.encode()\n"
        "headers = {'Authorization': 'Basic ' + base64.b64encode(who.encode()).decode()}\n"
        "print('asking', flush=True); urllib.request.urlopen(urllib.request.Request(url, data, headers))"
    )
    command = [sys.executable, "-c", script, double.url + MESSAGES, f"{ACCOUNT}:{TOKEN}"]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as asking:
        assert asking.stdout and asking.stdout.readline()
        double.wait(lambda counts: counts["messages"] == 1)
        asking.send_signal(signal.SIGKILL)
    assert len(double.messages(SOMEONE)) == 1
    assert double.settle()["statuses"] == {"delivered": 1}


def test_million_messages_are_no_burden() -> None:
    """In process, as only there a byte can be counted: a fiftieth of a million, each to another number and worded anew."""
    log, words = Log(COMPANIES["twilio"]), random.Random(1)
    tracemalloc.start()
    try:
        for n in range(20_000):
            name = "".join(words.choices("abcdefghijklmnop", k=12))
            body = f"They threaten to arrest mayors. Call Mayor {name} now: reply CALL. Tell them to protect our neighbors."
            log.add(12532000000 + n, body, body_hash(body), 0, False, 1, f"{PUBLIC}/twilio/messages/{n}/status", 1.0, 1.0)
        each = tracemalloc.get_traced_memory()[0] / len(log)
    finally:
        tracemalloc.stop()
    assert each < 160
    assert [list(log.sent_to(12532000000 + n)) for n in (0, 7, 19_999)] == [[0], [7], [19_999]]
    assert log.texts[7][1] == f"{PUBLIC}/twilio/messages/7/status"


def test_two_doubles_never_give_the_same_id(double: Double, client: Client) -> None:
    made = client.messages.create(**text())
    with running() as second, another(second) as other:
        assert other.messages.create(**text()).sid != made.sid


def test_double_ends_with_the_process_that_started_it() -> None:
    script = (
        "import os, tests.twilio_double as d; r = d.running(); x = r.__enter__(); print(x.process.pid, flush=True); os._exit(1)"
    )
    pid = int(subprocess.run([sys.executable, "-c", script], cwd=ROOT, capture_output=True, check=False).stdout)
    end = time.monotonic() + 10
    while _alive(pid) and time.monotonic() < end:
        time.sleep(0.02)
    assert not _alive(pid)


def _alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
        return "Z" not in Path(f"/proc/{pid}/stat").read_text().split()[2] if Path("/proc").exists() else True
    except (ProcessLookupError, FileNotFoundError):
        return False


@pytest.mark.parametrize(
    ("do", "fields", "words"),
    [
        ("fall over", {}, "does not match any of the expected tags"),
        ("answer", {"codes": 1}, "codes"),
        ("slow", {}, "seconds"),
        ("fail", {"code": 99999}, "code"),
        ("answer", {"share": 2}, "share"),
        ("answer", {"to": "("}, "to"),
    ],
)
def test_rule_that_makes_no_sense_is_refused(double: Double, do: str, fields: dict[str, Any], words: str) -> None:
    with pytest.raises(ValueError, match=words):
        double.rule(do, **fields)
    assert double.rules() == []


def test_setting_that_there_is_not_is_refused(double: Double) -> None:
    with pytest.raises(ValueError, match="latencies"):
        double.settings(latencies=1)
    with pytest.raises(ValueError, match="there is: `GET settings"):
        double._ask("GET", "nothing")


def test_by_hand_it_is_started_with_options(bot: Told) -> None:
    options = [
        "--sender",
        f"{OURS}@3.75",
        "--latency",
        "0.01",
        "--seed",
        "7",
        "--callbacks-to",
        bot.url,
        "--inbound-url",
        INBOUND,
    ]
    command = [sys.executable, "-m", "tests.twilio_double", *options, "--set", "list_delay=2"]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE) as process:
        assert process.stdout
        double = Double(process.stdout.readline().decode().strip())
        settings = double.settings()
        process.send_signal(signal.SIGINT)
    assert process.returncode == 0
    assert settings["senders"] == [{"number": OURS, "rate": 3.75, "picture_rate": None, "service": None}]
    assert [settings[name] for name in ("latency", "seed", "callbacks_to", "inbound_url", "list_delay")] == [
        [0.01, 0.01], 7, bot.url, INBOUND, 2
    ]  # fmt: skip
    wrong = subprocess.run(
        [*command[:3], "--callbacks-to", "http://example.org"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert wrong.returncode == 2 and "loopback" in wrong.stderr
