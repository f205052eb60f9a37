"""Makes the dumps of an old version that test_upgrade.py goes on with. Runs with that version's code, in its folder:

    git worktree add OLD 8298263
    cd OLD
    PYTHON HERE/tests/upgrade/make_dump.py sqlite     --out HERE/tests/upgrade/8298263
    PYTHON HERE/tests/upgrade/make_dump.py postgresql --out HERE/tests/upgrade/8298263 --server postgresql:///postgres

PYTHON is that of an environment with the old version's requirements; postgresql also needs pg_dump. All numbers are fictitious.

A story is played through the outside (signed webhooks, commands, the double of Twilio): people in the middle of conversations
in both languages, one who stopped, one who was erased, a text that failed and was kept, a call that rings an office, one that
we asked for and that nobody has picked up yet, a promised text, an alert for next week, and an alert of 40 whose process is
killed halfway. Then three files are written:

    DATABASE.sql              the database at that moment: dumped by Python's sqlite3, or by pg_dump
    DATABASE.story.json       when that was, who stood where, and what Twilio's log had by then
    DATABASE.statements.json  what the old code says to the database when it goes on from there: for the promise that it may
                              serve beside a newer version's tables (docs/deploy.md)
"""

import argparse
import base64
import json
import os
import re
import secrets
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urlencode
from xml.etree import ElementTree

sys.path.insert(0, os.getcwd())  # the old version's code, and its double of Twilio

import psycopg
from sqlalchemy import Engine, event, make_url, text
from twilio.request_validator import RequestValidator

from bot import create_app
from bot.config import Settings
from tests.twilio_double.client import Double, running

# At that moment it is 14:30 in Seattle, where alerts may go out, and 17:30 in New York, where offices have closed.
BEGAN = datetime(2026, 11, 23, 22, 0, tzinfo=UTC)
ACCOUNT, TOKEN = "AC" + "0" * 32, "f00dfeedf00dfeedf00dfeedf00dfeed"
OURS, PUBLIC = "+12065550100", "https://bot.example.org"
PHONE_KEY = base64.urlsafe_b64encode(bytes(range(64))).decode()
SCHEMA = "patchline_old"
SUBSCRIBERS = 40
PACE = 8  # segments a second
GONE = 20  # messages that have left when the process is killed
ALERT = "The council votes tonight. Reply CALL to be put through."
ALERTA = "El concejo vota esta noche. Responda LLAMAR para hablar."


@dataclass
class Clock:
    """Runs from `began` on, together with those of other processes."""

    began: datetime
    started: float

    def __call__(self) -> datetime:
        return self.began + timedelta(seconds=time.time() - self.started)


@dataclass
class Stage:
    """The old version on its database, told by the double of Twilio."""

    app: Any
    clock: Clock
    double: Double
    calls: dict[str, dict[str, str]] = field(default_factory=dict)
    repeated: dict[str, str] = field(default_factory=dict)  # a text that Twilio may deliver once more
    answered: str = ""

    @property
    def parts(self) -> Any:
        return self.app.extensions["patchline"]

    def post(self, path: str, form: dict[str, str]) -> bytes:
        signed = RequestValidator(TOKEN).compute_signature(PUBLIC + path, form)
        headers = {"Content-Type": "application/x-www-form-urlencoded", "X-Twilio-Signature": signed}
        answered = self.app.test_client().post(path, data=urlencode(form), headers=headers)
        assert answered.status_code in (200, 204), (path, answered.status_code)
        self.parts.sender.wait()
        return bytes(answered.data)

    def text(self, phone: str, body: str, sid: str = "") -> str:
        form = {"MessageSid": sid or f"SM{secrets.token_hex(16)}", "From": phone, "To": OURS, "Body": body}
        return said(self.post("/twilio/sms", form))

    def dial(self, phone: str) -> str:
        self.calls[phone] = {"CallSid": f"CA{secrets.token_hex(16)}", "From": phone, "To": OURS, "Direction": "inbound"}
        return self.step(phone, "/twilio/voice", CallStatus="ringing")

    def step(self, phone: str, path: str = "", **fields: str) -> str:
        call = self.calls[phone]
        form = {name: value for name, value in call.items() if name != "path"} | {"CallStatus": "in-progress"} | fields
        answered = self.post(path or call["path"], form)
        action = re.search(r'action="([^"]*)"', answered.decode())
        call["path"] = action[1].replace(PUBLIC, "").replace("&amp;", "&") if action else ""
        return said(answered)

    def run(self, *arguments: str) -> str:
        result = self.app.test_cli_runner().invoke(args=list(arguments))
        assert result.exit_code == 0, result.output
        return str(result.output)

    def close(self) -> None:
        self.parts.workers.stop()
        self.parts.sender.stop()
        self.parts.callbacks.stop()
        self.parts.database.close()


def said(markup: bytes) -> str:
    if not markup:
        return ""
    return "\n".join(
        each.text or "" for each in ElementTree.fromstring(markup).iter() if each.tag in {"Message", "Say", "Number"}
    )


def hears(words: str, *wanted: str) -> None:
    """The story went as it is told: otherwise the dump would not be what it says."""
    missing = [each for each in wanted if each not in words]
    assert not missing, f"{missing} not in {words!r}"


@contextmanager
def stage(database: str, folder: Path, double: Double, clock: Clock) -> Iterator[Stage]:
    given = {
        "database_url": database,
        "instance_dir": folder / "instance",
        "geocoder": "none",
        "twilio_api_url": double.url,
        "twilio_account_sid": ACCOUNT,
        "twilio_auth_token": TOKEN,
        "twilio_from": OURS,
        "public_url": PUBLIC,
        "secret_key": "a secret key that only tests know",
        "phone_key": PHONE_KEY,
        "senders": f"{OURS}={PACE}",
    }
    app = create_app(Settings.load(**given), clock=clock)
    made = Stage(app, clock, double)
    made.parts.database.migrate()
    try:
        yield made
    finally:
        made.close()


# --- The story --------------------------------------------------------------------------------------------------------

PEOPLE = {
    "asked for a ZIP": "+12535550201",
    "amid their list": "+12535550202",
    "amid their list, in Spanish": "+12535550203",
    "stopped": "+12535550204",
    "erased": "+12535550205",
    "whose text was kept": "+12535550206",
    "in a call": "+12535550207",
    "rung by us": "+12535550208",
    "promised a text": "+12125550209",
    "whose call just ended": "+12535550210",
}


def subscriber(number: int) -> str:
    return f"+12535551{number:03d}"


DEAD = subscriber(5)  # a number that texts do not reach, as the old version has learned


def meet_people(on: Stage) -> None:
    who = PEOPLE
    hears(on.text(who["asked for a ZIP"], "SANCTUARY"), "ZIP")
    hears(on.text(who["amid their list"], "SANCTUARY 98402"), "Bob Ferguson")
    on.text(who["amid their list"], "SCRIPT")
    on.repeated = {"MessageSid": "SM" + "2" * 32, "From": who["amid their list"], "To": OURS, "Body": "SANCTUARY"}
    on.answered = on.post("/twilio/sms", on.repeated).decode()
    hears(on.text(who["amid their list, in Spanish"], "SANTUARIO 98402"), "Bob Ferguson", "Tacoma")
    on.text(who["stopped"], "SANCTUARY 98402")
    hears(on.text(who["stopped"], "JOIN"), "you will get alerts")
    on.text(who["stopped"], "STOP")
    on.text(who["erased"], "SANCTUARY 98402")
    on.text(who["erased"], "FORGET")
    hears(on.text(who["promised a text"], "SANCTUARY 10001"), "New York")
    hears(on.text(who["promised a text"], "CALL"), "Nobody is there now")
    hears(on.text(who["promised a text"], "2"), "when the office opens")
    on.text(who["rung by us"], "SANCTUARY 98402")
    hears(on.text(who["rung by us"], "CALL"), "We are calling you now")
    for name in ("in a call", "whose call just ended"):
        on.text(who[name], "SANCTUARY 98402")
        on.dial(who[name])
        for key in "111":  # English, still living there, to be connected
            heard = on.step(who[name], Digits=key)
        hears(heard, "+13609024111")
    ended = {"DialCallStatus": "completed", "DialCallDuration": "95"}
    hears(on.step(who["whose call just ended"], **ended), "How did it go with Governor Bob Ferguson?")
    keep_a_text(on, who["whose text was kept"])


def keep_a_text(on: Stage, phone: str) -> None:
    """A fault of ours: the text is kept, and answered once the fault is mended."""
    on.text(phone, "SANCTUARY 98402")
    sealed = on.parts.numbers.seal(phone)
    find = (
        "SELECT state FROM turns WHERE number IS NOT NULL AND supporter_id = (SELECT id FROM supporters WHERE phone = :phone)"
    )
    change = find.replace("SELECT state FROM turns", "UPDATE turns SET state = :state")
    with on.parts.database.write() as connection:
        state = connection.execute(text(find), {"phone": sealed}).scalar_one()
        connection.execute(text(change), {"phone": sealed, "state": "{broken"})
    hears(on.text(phone, "SCRIPT"), "(")
    with on.parts.database.write() as connection:
        connection.execute(text(change), {"phone": sealed, "state": state})


def subscribe(on: Stage) -> None:
    for number in range(SUBSCRIBERS):
        on.text(subscriber(number), "SANCTUARY 98402")
        hears(on.text(subscriber(number), "JOIN"), "you will get alerts")


def send_half(on: Stage, command: list[str]) -> None:
    """The command that sends an alert, as a process that is killed once so many have left; some at every stage of leaving."""
    double = on.double
    double.rule("slow", seconds=60, numbers=[subscriber(number) for number in (14, 15, 16)])
    double.rule("slow", seconds=60, accept_after=60, numbers=[subscriber(number) for number in (17, 18)])
    double.rule("disconnect", accepted=True, numbers=[subscriber(3)])
    double.rule("disconnect", accepted=False, numbers=[subscriber(4)])
    double.rule("fail", code=30005, numbers=[DEAD])
    before = double.counts()["messages"]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        try:
            double.wait(lambda counts: counts["messages"] >= before + GONE, 60)
        finally:
            process.send_signal(signal.SIGKILL)
    # Of some of them Twilio tells us, of the others the news was lost with the process.
    for row in list(on.double.export())[before:][:8]:
        path = _callback_of(on, row.to)
        if path:
            form = {"MessageSid": row.sid, "MessageStatus": row.status, "To": row.to, "From": OURS}
            on.post(path, form | ({"ErrorCode": str(row.error)} if row.error else {}))


def _callback_of(on: Stage, phone: str) -> str:
    """The address that tells of a text which we know to have left."""
    find = (
        "SELECT id, attempts FROM deliveries WHERE provider_id IS NOT NULL "
        "AND supporter_id = (SELECT id FROM supporters WHERE phone = :phone)"
    )
    with on.parts.database.read() as connection:
        row = connection.execute(text(find), {"phone": on.parts.numbers.seal(phone)}).first()
    return f"/twilio/deliveries/{row.id}/status?attempt={row.attempts}" if row else ""


def told_by_twilio(double: Double) -> list[dict[str, Any]]:
    """The log: everything that it has taken, by when."""
    rows = []
    for row in double.export():
        message = next(each for each in double.messages(row.to) if each["sid"] == row.sid)
        rows.append({"to": row.to, "from": row.sender, "body": message["body"], "sid": row.sid, "status": row.status,
                     "error": row.error, "accepted": row.accepted})  # fmt: skip
    return rows


# --- What the old code says to the database ---------------------------------------------------------------------------


class Recorder:
    """Every statement, in order, with what it was given and how many rows it changed."""

    def __init__(self) -> None:
        self.path, self.sql, self.said = "", list[str](), list[list[Any]]()
        self._lock = threading.Lock()

    @contextmanager
    def recording(self) -> Iterator[None]:
        event.listen(Engine, "after_cursor_execute", self._hear)
        try:
            yield
        finally:
            event.remove(Engine, "after_cursor_execute", self._hear)

    def _hear(self, connection: Any, cursor: Any, statement: str, given: Any, context: Any, many: bool) -> None:
        kind = statement.split(None, 1)[0].upper()
        if kind not in {"SELECT", "INSERT", "UPDATE", "DELETE", "WITH"}:
            return
        with self._lock:
            if statement not in self.sql:
                self.sql.append(statement)
            changed = cursor.rowcount if kind in {"UPDATE", "DELETE"} and not many else None
            self.said.append([self.path, self.sql.index(statement), written(given), changed])


def written(value: Any) -> Any:
    """A value of a statement as JSON can keep it."""
    match value:
        case None | bool() | int() | float() | str():
            return value
        case datetime():
            return {"time": value.isoformat()}
        case bytes() | bytearray() | memoryview():
            return {"bytes": base64.b64encode(bytes(value)).decode()}
        case dict():
            return {"map": {str(name): written(each) for name, each in value.items()}}
        case list() | tuple():
            return [written(each) for each in value]
        case _ if hasattr(value, "obj"):  # psycopg's wrappers
            return written(value.obj) if isinstance(value.obj, bytes) else {"json": value.obj}
    raise TypeError(f"a value of a kind that is not known here: {type(value).__name__}")


def go_on(on: Stage, recorder: Recorder) -> None:
    """The main ways through the old version, from where the dump was made."""
    who = PEOPLE

    def now(path: str, act: Callable[[], object]) -> None:
        recorder.path = path
        act()

    now("a text of somebody new", lambda: on.text("+12535550301", "SANCTUARY 98402"))
    now("a text amid a list", lambda: on.text(who["amid their list"], "NEXT"))
    now("a text that is repeated", lambda: [on.text("+12535550302", "SANCTUARY", sid="SM" + "1" * 32) for _ in range(2)])
    now("JOIN", lambda: on.text("+12535550301", "JOIN"))
    now("STOP", lambda: on.text("+12535550301", "STOP"))
    now("START", lambda: on.text("+12535550301", "START"))
    now("CALL", lambda: on.text("+12535550301", "CALL"))
    now("FORGET", lambda: on.text("+12535550301", "FORGET"))
    phone = who["in a call"]
    now("a patched call ends", lambda: on.step(phone, DialCallStatus="completed", DialCallDuration="95"))
    now("an outcome by key", lambda: on.step(phone, Digits="1"))
    now("a caller hangs up", lambda: on.post("/twilio/voice/status", plain(on.calls[phone]) | {"CallStatus": "completed"}))
    now("a call of somebody new", lambda: on.dial("+12535550303"))
    now("a status of a text", lambda: on.post("/twilio/messages/1/status", {"MessageSid": "SM1", "MessageStatus": "delivered"}))
    now("an alert goes on", lambda: on.parts.worker.work(4))
    told = {"MessageSid": f"SM{secrets.token_hex(16)}", "MessageStatus": "delivered"}
    now("a status of an alert", lambda: on.post("/twilio/deliveries/1/status?attempt=1", told))
    now("a supporter's page", lambda: on.app.test_client().get("/c/sanctuary?zip=98402"))
    now("a pause", lambda: on.run("broadcast", "pause", "1"))


def plain(call: dict[str, str]) -> dict[str, str]:
    return {name: value for name, value in call.items() if name != "path"}


# --- The files --------------------------------------------------------------------------------------------------------


def dump_sqlite(path: Path) -> str:
    with sqlite3.connect(path) as connection:
        return "\n".join(connection.iterdump()) + "\n"


def dump_postgresql(server: str) -> str:
    """As rows that any schema takes: without the name of ours, and without what only psql or an owner understands."""
    command = ["pg_dump", "--dbname", server, "--schema", SCHEMA, "--inserts", "--no-owner", "--no-privileges", "--no-comments"]
    dumped = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    lines = dumped.replace(f"{SCHEMA}.", "").split("\n")
    left_out = ("\\", "--", "SET ", "SELECT pg_catalog.set_config", f"CREATE SCHEMA {SCHEMA}")
    return re.sub(r"\n{2,}", "\n\n", "\n".join(line for line in lines if not line.startswith(left_out))).lstrip()


@contextmanager
def empty(kind: str, server: str, folder: Path) -> Iterator[tuple[str, Callable[[], str]]]:
    """The address of an empty database, and what dumps it."""
    if kind == "sqlite":
        yield f"sqlite:///{folder / 'old.db'}", lambda: dump_sqlite(folder / "old.db")
        return
    with psycopg.connect(server, autocommit=True) as connection:
        connection.execute(f"DROP SCHEMA IF EXISTS {SCHEMA} CASCADE")
        connection.execute(f"CREATE SCHEMA {SCHEMA}")
        url = make_url(server).set(drivername="postgresql+psycopg").update_query_dict({"options": f"-csearch_path={SCHEMA}"})
        yield url.render_as_string(hide_password=False), lambda: dump_postgresql(server)
        connection.execute(f"DROP SCHEMA {SCHEMA} CASCADE")


def make(kind: str, server: str, out: Path) -> None:
    with tempfile.TemporaryDirectory() as name, running() as double, empty(kind, server, Path(name)) as (database, dump):
        folder, clock = Path(name), Clock(BEGAN, time.time())
        sending = [sys.executable, __file__, "--send", database, name, double.url, str(clock.started)]
        with stage(database, folder, double, clock) as on:
            subscribe(on)
            clock.began = BEGAN + timedelta(minutes=30)
            meet_people(on)
            later = ["--at", "2026-12-01 12:00", "--zone", "Pacific", "--yes"]
            send_half(on, sending)
            on.run("broadcast", "send", "--campaign", "SANCTUARY", "--text", "en=Next week.", "--text", "es=Pronto.", *later)
            calls, repeated = on.calls, {"form": on.repeated, "answer": on.answered}
        dumped, moment = dump(), clock()
        story = {
            "moment": moment.isoformat(),
            "people": PEOPLE,
            "subscribers": [subscriber(number) for number in range(SUBSCRIBERS)],
            "alert": ALERT,
            "dead": DEAD,
            "repeated": repeated,
            "calls": {phone: dict(call) for phone, call in calls.items() if call["path"]},
            "placed": [{"to": call["form"]["To"], "sid": call["sid"]} for call in double.calls()],
            "log": [row | {"ago": round(time.time() - row.pop("accepted"), 3)} for row in told_by_twilio(double)],
        }
        double.no_rules()
        recorder = Recorder()
        with stage(database, folder, double, clock) as on:
            on.calls = calls
            with recorder.recording():
                go_on(on, recorder)
        out.mkdir(parents=True, exist_ok=True)
        (out / f"{kind}.sql").write_text(dumped, encoding="utf-8")
        write_json(out / f"{kind}.story.json", story)
        write_json(out / f"{kind}.statements.json", {"sql": recorder.sql, "said": recorder.said})


def write_json(path: Path, content: dict[str, Any]) -> None:
    """A line an entry of a list: to be compared, and not longer than it has to be."""

    def shown(value: Any) -> str:
        if isinstance(value, list) and value:
            return "[\n" + ",\n".join(json.dumps(each, ensure_ascii=False) for each in value) + "\n]"
        return json.dumps(value, ensure_ascii=False)

    path.write_text("{\n" + ",\n".join(f"{json.dumps(key)}: {shown(each)}" for key, each in content.items()) + "\n}\n")


def send(database: str, folder: str, url: str, started: str) -> None:
    """What send_half kills."""
    clock = Clock(BEGAN + timedelta(minutes=30), float(started))
    with stage(database, Path(folder), Double(url), clock) as on:
        on.run("broadcast", "send", "--campaign", "SANCTUARY", "--text", f"en={ALERT}", "--text", f"es={ALERTA}", "--yes")


def main(arguments: list[str]) -> None:
    if arguments[:1] == ["--send"]:
        return send(*arguments[1:])
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("database", choices=["sqlite", "postgresql"])
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--server", default="postgresql:///postgres", help="of PostgreSQL")
    given = parser.parse_args(arguments)
    make(given.database, given.server, given.out)


if __name__ == "__main__":
    main(sys.argv[1:])
