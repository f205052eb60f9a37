"""Runs pytest with what this machine has: `python -m tests.environment [--strict] [PYTEST ARGUMENTS]`. Holds no test.

Several processes run the tests, one more than there are cores, as a third of the time is waiting; schedule.py says which takes
what. Then those that measure time (marked `alone`) run by themselves. Where tests are named, one process runs them:
ARGS="tests/test_time_zones.py -k Guam".

SQLite always; PostgreSQL when a server answers; task brokers that answer; the browser when a Chromium is found. What is left
out is said in one line, or, with --strict, refused; property tests then try the same examples in every run. pytest itself is
told by the environment: TEST_DATABASES ("sqlite,postgresql"), TEST_DATABASE_URL (a database made for this run and dropped after
it), TEST_BROKERS (addresses) and TEST_BROWSER (the program). The last three may also be set by hand: a server to use, never a
database to keep, brokers and a browser.
"""

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import psycopg
from psycopg import sql
from sqlalchemy import make_url

SERVERS = ("postgresql:///postgres", "postgresql://127.0.0.1/postgres")  # the local socket, then loopback
TESTS_FAILED = 1  # pytest's exit code; higher ones are interruptions and mistakes
MOST_PROCESSES = 4
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
BROKERS = {"RabbitMQ": "amqp://guest:guest@127.0.0.1:5672", "Redis": "redis://127.0.0.1:6379/0"}
MAC_BROWSERS = (
    "/Applications/Chromium.app/Contents/MacOS/Chromium",
    "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
)


def main(arguments: list[str]) -> int:
    strict = "--strict" in arguments
    arguments = [argument for argument in arguments if argument != "--strict"]
    left_out: list[str] = []
    marks: list[str] = []
    environment = dict(os.environ, TEST_DATABASES="sqlite")
    # A hundred processes are started, and a module that is compiled each time takes longer than what they are asked.
    environment.pop("PYTHONDONTWRITEBYTECODE", None)

    browser = find_browser(os.environ.get("TEST_BROWSER", ""))
    if browser:
        environment["TEST_BROWSER"] = browser
    else:
        environment.pop("TEST_BROWSER", None)
        marks.append("not browser")
        left_out.append("the browser (no Chromium or Chrome: install one, or name it in TEST_BROWSER)")

    if "TEST_BROKERS" not in os.environ:
        environment["TEST_BROKERS"] = ",".join(address for address in BROKERS.values() if answers(address))
        left_out += [
            f"{name} (none answers on loopback: start one)" for name, address in BROKERS.items() if not answers(address)
        ]

    with database(os.environ.get("TEST_DATABASE_URL", ""), hasty=True) as found:
        if isinstance(found, Refused):
            environment.pop("TEST_DATABASE_URL", None)
            left_out.append(f"PostgreSQL ({found})")
        else:
            environment |= {"TEST_DATABASES": "sqlite,postgresql", "TEST_DATABASE_URL": found}
        if left_out and strict:
            print(f"Nothing may be left out here, but missing is: {'; '.join(left_out)}", file=sys.stderr)
            return 1
        if strict:
            # The same examples in every run of the same tests: who changed nothing sees nothing fail.
            arguments = ["--hypothesis-profile=ci", *arguments]
        code = 0
        for step in steps(arguments, marks, processes_for(os.cpu_count() or 1)):
            code = run([sys.executable, "-m", "pytest", *step], environment) or code
            if code not in (0, TESTS_FAILED):
                break
    if left_out:
        print(f"Left out: {'; '.join(left_out)}.")
    return code


def processes_for(cores: int) -> int:
    """How many processes run tests: each takes some 300 MB, and connections of PostgreSQL's hundred."""
    return min(cores + 1, MOST_PROCESSES) if cores > 1 else 1


def steps(arguments: list[str], marks: list[str], processes: int) -> list[list[str]]:
    """What pytest is told, run after run."""

    def only(*marks: str) -> list[str]:
        return ["-m", " and ".join(marks)] if marks else []

    # Anything but an option names tests, or begins to: those few are quicker without further processes.
    if processes == 1 or not all(argument.startswith("-") for argument in arguments):
        return [[*only(*marks), *arguments]]
    beside = ["-n", str(processes), "--dist", "loadfile", "--no-loadscope-reorder"]
    return [[*beside, *only("not alone", *marks), *arguments], [*only("alone", *marks), *arguments, *files_that_measure()]]


def files_that_measure() -> list[str]:
    """The files of tests that are marked `alone`: to collect all the others as well takes as long as several of these."""
    files = Path(__file__).parent.rglob("test_*.py")
    return sorted(str(file) for file in files if "pytest.mark.alone" in file.read_text(encoding="utf-8"))


def find_browser(named: str) -> str | None:
    """A Chromium that starts: the one named, or one where they are usually found."""
    # A name on the PATH is not enough: Ubuntu's chromium-browser is a pointer to a snap that may not be there.
    for candidate in (named,) if named else (*BROWSERS, *MAC_BROWSERS):
        program = shutil.which(candidate)
        if program and subprocess.run([program, "--version"], capture_output=True).returncode == 0:
            return program
    return None


def answers(address: str) -> bool:
    """Does a server listen there?"""
    parts = urlsplit(address)
    try:
        socket.create_connection((parts.hostname, parts.port), timeout=2).close()
    except OSError:
        return False
    return True


class Refused(str):
    """Why there is no database to test on."""


@contextmanager
def database(server: str, hasty: bool = False) -> Iterator[str | Refused]:
    """The address of a fresh PostgreSQL database on `server`, or on the local one, dropped at the end.

    `hasty`: a commit does not wait for the disk. Only a machine that loses its power could tell.
    """
    name = f"patchline_test_{secrets.token_hex(4)}"
    connected = connect(server)
    if isinstance(connected, Refused):
        yield connected
        return
    connection, address = connected
    with connection:
        try:
            connection.execute(sql.SQL("CREATE DATABASE {} TEMPLATE template0 ENCODING 'UTF8'").format(sql.Identifier(name)))
            if hasty:
                connection.execute(sql.SQL("ALTER DATABASE {} SET synchronous_commit = off").format(sql.Identifier(name)))
        except psycopg.Error as error:
            yield Refused(f"it answers, but: {str(error).splitlines()[0]}; name a server in TEST_DATABASE_URL")
            return
        try:
            yield make_url(address).set(database=name).render_as_string(hide_password=False)
        finally:
            connection.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


def connect(server: str) -> tuple[psycopg.Connection, str] | Refused:
    """A connection and the address it was made with."""
    reason = ""
    for address in (server,) if server else SERVERS:
        try:
            # libpq knows the scheme without SQLAlchemy's driver.
            return psycopg.connect(address.replace("+psycopg", "", 1), connect_timeout=3, autocommit=True), address
        except psycopg.Error as error:
            reason = str(error).splitlines()[0]
    if server:
        return Refused(f"TEST_DATABASE_URL does not answer: {reason}")
    return Refused("none answers on the local socket or loopback: start one, or name it in TEST_DATABASE_URL")


def run(command: list[str], environment: dict[str, str]) -> int:
    """The exit status of a command that is waited for also when this run is told to stop, so that its database goes."""
    process = subprocess.Popen(command, env=environment)
    signal.signal(signal.SIGTERM, lambda *_: process.terminate())
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the terminal has told pytest as well, which ends by itself
    return process.wait()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
