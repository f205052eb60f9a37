"""From a fresh clone to a running bot: make, the server's start and stop, and what the documents say about them."""

import base64
import ctypes
import json
import os
import re
import shutil
import signal
import socket
import sqlite3
import subprocess
import sys
import time
import tomllib
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot import create_app
from bot.config import Settings
from tests.conftest import SHIPPED_CAMPAIGNS, data_with, starting
from tests.rehearsal import INSTRUCTIONS, instructions

ROOT = Path(__file__).resolve().parent.parent
DEPLOY = (ROOT / "docs/deploy.md").read_text(encoding="utf-8")
START_SECONDS = 60  # two at most on an idle machine
LIVE = {
    "TWILIO_ACCOUNT_SID": "AC" + "0" * 32,
    "TWILIO_AUTH_TOKEN": "not a real token",
    "TWILIO_FROM": "+12065550100",
    "PUBLIC_URL": "https://bot.example.org",
    "SECRET_KEY": "k" * 48,
    "PHONE_KEY": base64.urlsafe_b64encode(bytes(64)).decode(),
}


def surroundings(instance: Path, **settings: str) -> dict[str, str]:
    """An environment in which nothing of Patchline is set but what is given."""
    ours = {name.upper() for name in Settings.model_fields}
    kept = {name: value for name, value in os.environ.items() if name not in ours and not name.startswith("MAKE")}
    return kept | {"INSTANCE_DIR": str(instance)} | settings


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def flask(*arguments: str, instance: Path, **settings: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "flask", *arguments],
        cwd=ROOT,
        env=surroundings(instance, **settings),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=START_SECONDS,
    )


class Server:
    """A running `flask serve`; `lines` is what it printed until it was stopped."""

    def __init__(self, *arguments: str, instance: Path, **settings: str) -> None:
        self.port = int(settings.setdefault("PORT", str(free_port())))
        if "--port" in arguments:
            self.port = int(arguments[arguments.index("--port") + 1])
        self.process = subprocess.Popen(
            [sys.executable, "-m", "flask", "serve", *arguments],
            cwd=ROOT,
            env=surroundings(instance, **settings),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        self.lines: list[str] = []

    def get(self, path: str, token: str = "", form: bytes | None = None) -> tuple[int, str]:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        asked = urllib.request.Request(f"http://127.0.0.1:{self.port}{path}", form, headers)
        try:
            with urllib.request.urlopen(asked, timeout=20) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as answer:
            with answer:
                return answer.code, answer.read().decode()

    def wait_until_it_answers(self) -> None:
        deadline = time.monotonic() + START_SECONDS
        while self.process.poll() is None and time.monotonic() < deadline:
            try:
                self.get("/healthz")
                return
            except OSError:
                time.sleep(0.05)
        self.process.kill()
        pytest.fail(f"no answer: {self.process.communicate()[0]}")

    def stop(self) -> float:
        """Seconds that it took to stop."""
        asked = time.monotonic()
        self.process.send_signal(signal.SIGTERM)
        self.lines += self.process.communicate(timeout=START_SECONDS)[0].splitlines()
        return time.monotonic() - asked


@contextmanager
def serving(*arguments: str, instance: Path, **settings: str) -> Iterator[Server]:
    server = Server(*arguments, instance=instance, **settings)
    try:
        server.wait_until_it_answers()
        yield server
    finally:
        if server.process.poll() is None:
            server.stop()


# --- make --------------------------------------------------------------------------------------------------------------


def make(*arguments: str, folder: Path = ROOT, **environment: str) -> subprocess.CompletedProcess[str]:
    outside = {name: value for name, value in os.environ.items() if not name.startswith(("MAKE", "MFLAGS"))}
    return subprocess.run(
        [shutil.which("make") or "make", *arguments],
        cwd=folder,
        env=outside | environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )


def test_make_alone_explains_every_target() -> None:
    told = re.findall(r"^  make (\w+) +\S", make().stdout, re.MULTILINE)
    phony = re.search(r"^\.PHONY: (.*)$", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)
    assert phony and sorted(told) == sorted(set(phony[1].split()) - {"again"})


@pytest.fixture
def bare_machine(tmp_path: Path) -> Path:
    """A folder with a clone's Makefile and a PATH with nothing but a shell's tools."""
    shutil.copy(ROOT / "Makefile", tmp_path)
    for file in ("requirements.txt", "requirements-dev.txt"):
        shutil.copy(ROOT / file, tmp_path)
    tools = tmp_path / "tools"
    tools.mkdir()
    for tool in ("sh", "awk", "rm", "touch", "test", "echo", "find"):
        (tools / tool).symlink_to(shutil.which(tool) or "")
    return tmp_path


def program(folder: Path, name: str, script: str) -> None:
    path = folder / "tools" / name
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)


def test_python_that_is_too_old_is_named_with_what_to_install(bare_machine: Path) -> None:
    program(bare_machine, "python3", 'test "$1" = -V && echo "Python 3.9.2" && exit; exit 1')
    told = make("run", folder=bare_machine, PATH=str(bare_machine / "tools"))
    assert told.returncode != 0
    assert "needs Python 3.11 or newer; found here: Python 3.9.2" in told.stderr
    assert "make run PYTHON=" in told.stderr


def test_no_python_at_all_is_said_too(bare_machine: Path) -> None:
    told = make("run", folder=bare_machine, PATH=str(bare_machine / "tools"))
    assert told.returncode != 0
    assert "needs Python 3.11 or newer" in told.stderr


def test_python_without_pip_and_venv_is_told_what_to_install(bare_machine: Path) -> None:
    program(bare_machine, "python3", f'case "$*" in *pip*|*venv*) exit 1; esac; exec "{sys.executable}" "$@"')
    told = make("run", folder=bare_machine, PATH=str(bare_machine / "tools"))
    assert told.returncode != 0
    assert "apt install python3-pip" in told.stderr
    assert not (bare_machine / ".uv").exists() and not (bare_machine / ".venv").exists()


@pytest.fixture
def set_up_machine(bare_machine: Path) -> Path:
    """A bare machine with stand-ins for Python and for uv, which writes down what it was asked for."""
    program(bare_machine, "python3", f'exec "{sys.executable}" "$@"')
    program(
        bare_machine,
        "uv",
        f'echo "$@" >> "{bare_machine}/asked"\n'
        f'test "$1" = venv && "{shutil.which("mkdir")}" -p .venv/bin && echo > .venv/pyvenv.cfg '
        f'&& "{shutil.which("ln")}" -s "{sys.executable}" .venv/bin/python; exit 0',
    )
    return bare_machine


def asked(folder: Path) -> list[str]:
    """What uv was asked for since the last time, by the subcommand and the file."""
    log = folder / "asked"
    lines = log.read_text().splitlines() if log.exists() else []
    log.unlink(missing_ok=True)
    return [line.split()[-1] for line in lines]


def install(folder: Path, what: str = ".venv/.installed-dev") -> list[str]:
    done = make("-j4", what, folder=folder, PATH=str(folder / "tools"))
    assert done.returncode == 0, done.stderr
    return asked(folder)


def test_what_is_installed_is_not_installed_again(set_up_machine: Path) -> None:
    assert install(set_up_machine) == [".venv", "requirements.txt", "requirements-dev.txt"]
    assert install(set_up_machine) == []


def test_running_does_not_install_what_only_tests_need(set_up_machine: Path) -> None:
    assert install(set_up_machine, ".venv/.installed") == [".venv", "requirements.txt"]


@pytest.mark.parametrize(
    ("changed", "again"),
    [
        ("requirements.txt", ["requirements.txt", "requirements-dev.txt"]),
        ("requirements-dev.txt", ["requirements-dev.txt"]),
    ],
)
def test_changed_requirements_file_installs_again(set_up_machine: Path, changed: str, again: list[str]) -> None:
    install(set_up_machine)
    later = time.time() + 5
    os.utime(set_up_machine / changed, (later, later))
    assert install(set_up_machine) == again


def test_environment_whose_python_is_gone_is_made_again(set_up_machine: Path) -> None:
    install(set_up_machine)
    python = set_up_machine / ".venv/bin/python"
    python.unlink()
    python.symlink_to("/nowhere/python3")
    assert install(set_up_machine) == [".venv", "requirements.txt", "requirements-dev.txt"]


def test_folder_with_spaces_in_its_name_will_do(set_up_machine: Path) -> None:
    spaced = set_up_machine / "my civic bot"
    spaced.mkdir()
    for file in ("Makefile", "requirements.txt", "requirements-dev.txt"):
        shutil.copy(set_up_machine / file, spaced)
    done = make(".venv/.installed", folder=spaced, PATH=str(set_up_machine / "tools"))
    assert done.returncode == 0, done.stderr
    assert asked(set_up_machine) == [".venv", "requirements.txt"]


# --- make test ---------------------------------------------------------------------------------------------------------


def run_tests(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """What `make test` runs, with pytest told to do nothing but name its version."""
    command = [sys.executable, "-m", "tests.environment", *arguments, "--version"]
    return subprocess.run(command, cwd=ROOT, env=os.environ | environment, capture_output=True, text=True)


def test_what_this_machine_cannot_test_is_said_in_one_line() -> None:
    told = run_tests(TEST_BROWSER="/nowhere/chromium", TEST_DATABASE_URL=f"postgresql://127.0.0.1:{free_port()}/postgres")
    assert told.returncode == 0
    (line,) = [line for line in told.stdout.splitlines() if line.startswith("Left out:")]
    assert "the browser (" in line and "PostgreSQL (" in line


def test_where_nothing_may_be_left_out_what_is_missing_is_an_error() -> None:
    told = run_tests("--strict", TEST_BROWSER="/nowhere/chromium")
    assert told.returncode == 1
    assert "missing is: the browser (" in told.stderr
    assert "pytest" not in told.stdout


def test_rehearsal_reads_a_dockerfile_as_docker_does() -> None:
    text = 'FROM python:3.13-slim\n# a word\nRUN one \\\n  # between\n  && two\n\ncmd ["three"]\n'
    assert list(instructions(text)) == [("FROM", "python:3.13-slim"), ("RUN", "one    && two"), ("CMD", '["three"]')]


def test_rehearsal_knows_every_instruction_of_the_dockerfile() -> None:
    used = {name for name, _ in instructions((ROOT / "Dockerfile").read_text(encoding="utf-8"))}
    assert used <= set(INSTRUCTIONS)


# --- flask serve -------------------------------------------------------------------------------------------------------


def test_first_start_prints_four_lines_answers_and_stops_when_told(tmp_path: Path) -> None:
    with serving(instance=tmp_path) as server:
        assert server.get("/healthz") == (200, "ok\n")
        assert server.get("/readyz")[0] == 200
        assert server.get("/simulator")[0] == 200
        assert server.stop() < 5
    assert server.process.returncode == 0
    simulator, words, console, twilio = server.lines
    assert f"http://127.0.0.1:{server.port}/simulator" in simulator
    assert "SANCTUARY" in words
    assert f"http://127.0.0.1:{server.port}/console/link/" in console
    assert "docs/deploy.md" in twilio


@pytest.mark.parametrize("arguments", [(), ("--workers", "2")], ids=["one web process", "two"])
def test_server_that_is_told_to_stop_leaves_nothing_in_sqlites_log(arguments: tuple[str, ...], tmp_path: Path) -> None:
    """What was erased would lie there for whoever copies the folder."""
    with serving(*arguments, instance=tmp_path) as server:
        text_from_simulator(server, "SANCTUARY 98402", "SM1")
        assert (tmp_path / "patchline.db-wal").stat().st_size > 0
    assert server.process.returncode == 0
    assert [path.name for path in tmp_path.glob("patchline.db*")] == ["patchline.db"]


@pytest.mark.parametrize("command", [("serve",), ("officials", "find", "98402")], ids=" ".join)
def test_table_that_cannot_be_read_is_named_with_the_mend(command: tuple[str, ...], tmp_path: Path) -> None:
    """And not the command, which Flask would call unknown."""
    data = data_with(tmp_path / "data", *SHIPPED_CAMPAIGNS)
    (data / "officials.tsv").unlink()
    (data / "officials.tsv").write_text("nonsense\n", encoding="utf-8")
    told = flask(*command, instance=tmp_path / "instance", DATA_DIR=str(data), PORT=str(free_port()))
    assert told.returncode == 1 and "No such command" not in told.stderr and "Traceback" not in told.stderr
    assert "officials.tsv: line 1:" in told.stderr and "flask data build" in told.stderr


def post_json(server: Server, path: str, asked: object) -> dict[str, str]:
    """Ask the server as its own page does."""
    address = f"http://127.0.0.1:{server.port}"
    headers = {"Content-Type": "application/json", "Origin": address}
    with urllib.request.urlopen(
        urllib.request.Request(f"{address}{path}", json.dumps(asked).encode(), headers), timeout=20
    ) as answer:
        told: dict[str, str] = json.load(answer)
        return told


def text_from_simulator(server: Server, body: str, message: str) -> str:
    """Post a signed text as the simulator's page does, and give the reply."""
    form = {"MessageSid": message, "From": "+12535550123", "To": "+12065550100", "Body": body, "NumMedia": "0"}
    signature = post_json(server, "/simulator/sign", {"path": "/twilio/sms", "form": form})["signature"]
    posting = urllib.request.Request(
        f"http://127.0.0.1:{server.port}/twilio/sms", urllib.parse.urlencode(form).encode(), {"X-Twilio-Signature": signature}
    )
    with urllib.request.urlopen(posting, timeout=20) as answer:
        reply: str = answer.read().decode()
        return reply


def test_second_start_keeps_the_keys_and_takes_up_the_conversation_where_it_was(tmp_path: Path) -> None:
    def keys() -> list[tuple[str, int]]:
        files = (tmp_path / "phone_key", tmp_path / "secret_key")
        return [(file.read_text(), file.stat().st_mode & 0o777) for file in files]

    with serving(instance=tmp_path) as server:
        assert "ZIP" in text_from_simulator(server, "SANCTUARY", "SM1")
    first = keys()
    assert [mode for _, mode in first] == [0o600, 0o600], "keys are for the owner alone"
    with serving("--workers", "2", instance=tmp_path) as server:
        assert "council district" in text_from_simulator(server, "98402", "SM2")
    assert keys() == first


def test_stop_is_heard_whichever_thread_gets_the_signal(tmp_path: Path) -> None:
    threads = Path("/proc/self/task")
    if not threads.exists():
        return  # another system than Linux tells no thread's id
    with serving(instance=tmp_path) as server:
        pid = server.process.pid
        others = [int(thread.name) for thread in Path(f"/proc/{pid}/task").iterdir() if thread.name != str(pid)]
        assert ctypes.CDLL(None).tgkill(pid, others[-1], signal.SIGTERM) == 0
        server.process.communicate(timeout=START_SECONDS)
        assert server.process.returncode == 0


def test_start_sends_what_an_earlier_run_was_asked_to_send_and_did_not(tmp_path: Path) -> None:
    with starting(f"sqlite:///{tmp_path / 'patchline.db'}", tmp_path) as start:
        start(instance_dir=tmp_path).phone().text("SANCTUARY")
    with closing(sqlite3.connect(tmp_path / "patchline.db")) as database:
        now = datetime.now(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")
        database.execute(
            "INSERT INTO deliveries (supporter_id, kind, priority, text, state, zone, attempts, created_at, claimed_at)"
            " SELECT id, 'text', 0, 'hello', 'queued', '', 0, ?, ? FROM supporters",
            (now, now),
        )
        database.commit()
        with serving(instance=tmp_path):
            deadline = time.monotonic() + START_SECONDS
            while database.execute("SELECT state FROM deliveries").fetchall() != [("delivered",)]:
                assert time.monotonic() < deadline
                time.sleep(0.1)


def test_campaign_that_is_launched_while_a_server_runs_is_known_to_its_workers(tmp_path: Path) -> None:
    example = (ROOT / "docs" / "campaigns.md").read_text(encoding="utf-8").partition("```yaml\n")[2].partition("```")[0]
    (tmp_path / "trees.yaml").write_text(example, encoding="utf-8")
    (tmp_path / "list.csv").write_text("phone,source,consented_at\n253-555-0142,Farmers market,11/02/2026\n", encoding="utf-8")
    with serving(instance=tmp_path) as server, closing(sqlite3.connect(tmp_path / "patchline.db")) as database:
        text_from_simulator(server, "SANCTUARY", "SM" + "1" * 32)  # its campaigns are read now, if they were not before
        for arguments in (
            ("campaigns", "load", str(tmp_path / "trees.yaml")),
            ("campaigns", "launch", "trees"),
            ("contacts", "import", str(tmp_path / "list.csv"), "--campaign", "trees"),
        ):
            answer = flask(*arguments, instance=tmp_path)
            assert answer.returncode == 0, answer.stderr
        for move in ("day", *["hour"] * 4):  # to one in the afternoon, when texts may be sent, also on a Sunday
            post_json(server, "/simulator/clock", {"number": "+12535550142", "to": move})
        deadline = time.monotonic() + START_SECONDS
        while not database.execute("SELECT 1 FROM deliveries WHERE kind = 'text' AND state = 'delivered'").fetchall():
            assert database.execute("SELECT reason FROM broadcasts WHERE state = 'paused'").fetchall() == []
            assert time.monotonic() < deadline
            time.sleep(0.1)


FORK = """
import os, sys, time
from wsgi import application
parts = application.extensions["patchline"]
parts.database.migrate()
parts.outbox.wake()
time.sleep(0.5)
parts.database.close()
child = os.fork()
if not child:
    parts.outbox.wake()
    time.sleep(0.5)
    parts.outbox.wake()
    parts.outbox.wait()
    os._exit(0)
sys.exit(os.waitpid(child, 0)[1])
"""


def test_worker_forked_from_a_process_that_sends_can_send_too(tmp_path: Path) -> None:
    process = subprocess.Popen([sys.executable, "-c", FORK], cwd=ROOT, env=surroundings(tmp_path), start_new_session=True)
    try:
        assert process.wait(START_SECONDS) == 0
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)


STARTED = """
import json, sys, wsgi
from bot.officials import serving, zip_info
read = {
    "the post office's list": zip_info._read_list.cache_info().currsize,
    "the officials": len(serving._loaded),
    "what people write": {"campaigns", "flows", "intents"} & set(vars(wsgi.application.extensions["patchline"])),
}
wsgi.application.test_client().get("/readyz")
kept = sorted(what for what in read if read[what])
print(json.dumps([kept, sorted({"aiohttp", "alembic", "holidays", "zipcodes"} & set(sys.modules))]))
"""


def loaded(instance: Path, from_cli: str) -> list[object]:
    """What a process that has just started has read, and which of the large libraries it has."""
    environment = surroundings(instance, **LIVE) | {"FLASK_RUN_FROM_CLI": from_cli}
    command = [sys.executable, "-c", STARTED]
    told = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True)
    found: list[object] = json.loads(told.stdout.splitlines()[-1])
    return found


def test_server_has_read_everything_before_anybody_texts_and_has_no_library_that_only_others_need(tmp_path: Path) -> None:
    assert loaded(tmp_path, from_cli="") == [["the officials", "the post office's list", "what people write"], []]


def test_command_waits_for_nothing_that_it_does_not_ask_for(tmp_path: Path) -> None:
    assert loaded(tmp_path, from_cli="true")[0] == []


def test_port_is_told_on_the_command_line_and_one_in_use_is_one_line_with_the_way_out(tmp_path: Path) -> None:
    # In use by another Patchline: granian would share the port with it, and the two answer in turns.
    with serving("--port", str(free_port()), instance=tmp_path) as server:
        told = flask("serve", instance=tmp_path, PORT=str(server.port))
        assert server.get("/healthz")[0] == 200
        server.stop()
    assert f"http://127.0.0.1:{server.port}/simulator" in server.lines[0]
    assert told.returncode == 1
    assert told.stdout == ""
    mend = f"stop what uses it, or take another: make run PORT={server.port + 1}"
    assert told.stderr == f"Error: port {server.port} is in use; {mend}\n"


def test_address_of_another_machine_is_refused_in_one_line(tmp_path: Path) -> None:
    told = flask("serve", "--host", "192.0.2.1", instance=tmp_path, PORT=str(free_port()))
    assert told.returncode == 1
    assert told.stderr.startswith("Error: cannot listen on 192.0.2.1") and told.stderr.count("\n") == 1


@pytest.mark.parametrize("key", ["SECRET_KEY", "PHONE_KEY"])
def test_live_account_without_a_key_is_told_how_to_make_one(tmp_path: Path, key: str) -> None:
    told = flask("serve", instance=tmp_path, **LIVE | {key: ""})
    assert told.returncode == 1
    assert key in told.stderr and "make one with: python3 -c" in told.stderr
    assert "Traceback" not in told.stderr
    assert list(tmp_path.iterdir()) == []


def test_live_account_is_served_without_a_simulator(tmp_path: Path) -> None:
    with serving(instance=tmp_path, **LIVE) as server:
        assert server.get("/healthz")[0] == 200
        assert server.get("/simulator")[0] == 404
        server.stop()
    assert "https://bot.example.org" in server.lines[0] and "+12065550100" in server.lines[1]
    assert not (tmp_path / "phone_key").exists()


# --- The documents -----------------------------------------------------------------------------------------------------


def test_every_setting_that_deploying_asks_for_exists() -> None:
    table = DEPLOY.partition("| setting |")[2].partition("\n\n")[0]
    named = set(re.findall(r"`([A-Z_]+)`", table))
    assert named and named <= {name.upper() for name in Settings.model_fields}


def test_every_webhook_to_paste_into_twilio_is_a_route_that_takes_a_post(tmp_path: Path) -> None:
    addresses = re.findall(r"\| `https://bot\.example\.org(/[^#`]*)", DEPLOY)
    assert addresses == ["/twilio/sms", "/twilio/voice", "/twilio/voice/status"]
    client = create_app(Settings.load(instance_dir=tmp_path)).test_client()
    # Unsigned, so refused; but not unknown.
    assert {address: client.post(address).status_code for address in addresses} == dict.fromkeys(addresses, 403)


def test_keys_that_deploying_shows_how_to_make_are_good_keys() -> None:
    commands = dict(re.findall(r"^python3 -c '(.+)' +# (\w+)$", DEPLOY, re.MULTILINE))
    made = {key: subprocess.check_output([sys.executable, "-c", code], text=True).strip() for code, key in commands.items()}
    settings = Settings.load(**{key.lower(): value for key, value in made.items()}, database_url="sqlite://")
    assert set(made) == {"SECRET_KEY", "PHONE_KEY"}
    assert settings.phone_key.get_secret_value() == made["PHONE_KEY"]


def test_make_and_the_dockerfile_install_the_same_uv() -> None:
    pattern = re.compile(r"(?:UV_VERSION := |uv==)(\d[\d.]*)")
    pins = {file: set(pattern.findall((ROOT / file).read_text(encoding="utf-8"))) for file in ("Makefile", "Dockerfile")}
    assert len(pins["Makefile"]) == 1 and pins["Makefile"] == pins["Dockerfile"]


def test_every_requirement_is_pinned_to_one_version() -> None:
    lines = [
        line.partition("#")[0].strip()
        for file in ("requirements.in", "requirements-dev.in")
        for line in (ROOT / file).read_text(encoding="utf-8").splitlines()
    ]
    assert [line for line in lines if line and not line.startswith("-r ") and "==" not in line] == []


def test_oldest_python_that_make_takes_is_the_one_the_project_names() -> None:
    with (ROOT / "pyproject.toml").open("rb") as file:
        assert tomllib.load(file)["project"]["requires-python"] == ">=3.11"
    assert "(3, 11) <= sys.version_info" in (ROOT / "Makefile").read_text(encoding="utf-8")
