"""Runs each command of the Dockerfile, the Procfile, compose.yaml (our services) and the systemd unit, in an empty
folder: `python -m tests.rehearsal`. Holds no test.

A Docker engine is not needed: a temporary folder stands for the image's /, a fresh virtual environment for its Python, and
the instructions that the Dockerfile uses are carried out as Docker would. An instruction this does not know is an error.
"""

import fnmatch
import json
import os
import re
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from ruamel.yaml import YAML

from bot.config import ROOT, Settings

TESTED_PYTHONS = ("3.11", "3.12", "3.13")
START_SECONDS = 60  # patience with a busy machine, no promise
STOP_SECONDS = 10


class Failed(Exception):
    """A command that did not do what it is there for."""


@dataclass
class Image:
    """What the instructions read so far have made: a folder, an environment, a user, a command, a check."""

    root: Path
    context: Path
    workdir: str = "/"
    env: dict[str, str] = field(default_factory=dict)
    user: str = ""
    command: list[str] = field(default_factory=list)
    healthcheck: list[str] = field(default_factory=list)
    ran: int = 0

    def inside(self, path: str) -> Path:
        return self.root / Path(self.workdir, path).as_posix().lstrip("/")

    def here(self, text: str) -> str:
        """The text with the image's own folder named as it is here."""
        return re.sub(r"(?<![\w./])/app\b", str(self.root / "app"), text)

    def start(self, command: list[str], stdout: int | None = None, **env: str) -> subprocess.Popen[bytes]:
        who = {}
        if self.user and os.geteuid() == 0:
            uid, _, gid = self.user.partition(":")
            who = {"user": int(uid), "group": int(gid or uid), "extra_groups": []}
        return subprocess.Popen(
            [self.here(part) for part in command],
            cwd=self.inside("."),
            env=clean_environment(self.root) | self.env | env,
            stdin=subprocess.DEVNULL,
            stdout=stdout,
            start_new_session=True,
            **who,
        )

    def run(self, command: list[str], **env: str) -> None:
        self.ran += 1
        code = self.start(command, **env).wait()
        if code:
            raise Failed(f"exit status {code}: {shlex.join(command)}")


def clean_environment(root: Path) -> dict[str, str]:
    """This machine's environment without its Python and without Patchline's settings, and with the image's Python."""
    settings = {name.upper() for name in Settings.model_fields}
    kept = {k: v for k, v in os.environ.items() if k not in settings | {"VIRTUAL_ENV"} and not k.startswith("PYTHON")}
    return kept | {"PATH": f"{root / 'usr/bin'}:/usr/bin:/bin"}


# --- The Dockerfile ----------------------------------------------------------------------------------------------------


def instructions(text: str) -> Iterator[tuple[str, str]]:
    """("RUN", "pip install ...") for each instruction, with continued lines joined and comments left out."""
    lines = [line for line in text.splitlines() if line.strip() and not line.lstrip().startswith("#")]
    for line in "\n".join(lines).replace("\\\n", " ").splitlines():
        name, _, rest = line.strip().partition(" ")
        yield name.upper(), rest.strip()


def do_from(image: Image, rest: str) -> None:
    version = rest.partition("python:")[2].partition("-")[0]
    if version not in TESTED_PYTHONS:
        raise Failed(f"FROM {rest}: the tests run on Python {', '.join(TESTED_PYTHONS)}; take one of these")


def do_workdir(image: Image, rest: str) -> None:
    image.workdir = rest
    image.inside(".").mkdir(parents=True, exist_ok=True)


def do_env(image: Image, rest: str) -> None:
    image.env |= dict(pair.split("=", 1) for pair in shlex.split(rest))


def do_copy(image: Image, rest: str) -> None:
    *sources, target = rest.split()
    for source in sources:
        copy(image.context, source, image.inside(target))


def do_run(image: Image, rest: str) -> None:
    command = re.sub(r"^(--\S+\s+)+", "", rest)  # a cache mount: this machine's caches stand for it
    # Only root gives files away; who rehearses as another keeps them.
    image.run(["sh", "-ec", command if os.geteuid() == 0 else f"chown() {{ :; }}; {command}"])


def do_user(image: Image, rest: str) -> None:
    image.user = rest


def do_healthcheck(image: Image, rest: str) -> None:
    image.healthcheck = json.loads(rest.partition("CMD")[2])


def do_cmd(image: Image, rest: str) -> None:
    image.command = json.loads(rest)


def nothing_to_do(image: Image, rest: str) -> None:
    """Tells Docker about the container's surroundings; there are none here."""


INSTRUCTIONS: dict[str, Callable[[Image, str], None]] = {
    "FROM": do_from,
    "WORKDIR": do_workdir,
    "ENV": do_env,
    "COPY": do_copy,
    "RUN": do_run,
    "USER": do_user,
    "VOLUME": nothing_to_do,
    "EXPOSE": nothing_to_do,
    "HEALTHCHECK": do_healthcheck,
    "CMD": do_cmd,
}


def copy(context: Path, source: str, target: Path) -> None:
    """Copy a file, or a folder without what .dockerignore names, as COPY does."""
    lines = [line.strip() for line in (context / ".dockerignore").read_text().splitlines()]
    patterns = [line for line in lines if line and not line.startswith("#")]

    def ignored(path: str) -> bool:
        # `**/` is "at any depth, the top included"; fnmatch's star already crosses folders.
        return any(fnmatch.fnmatch(path, p) or fnmatch.fnmatch(f"/{path}", p.replace("**", "*", 1)) for p in patterns)

    def choose(folder: str, names: list[str]) -> set[str]:
        return {name for name in names if ignored(Path(folder, name).relative_to(context).as_posix())}

    if (context / source).is_dir():
        shutil.copytree(context / source, target, ignore=choose, dirs_exist_ok=True)
    else:
        shutil.copy2(context / source, target)


def rehearse_dockerfile(image: Image) -> None:
    for name, rest in instructions((image.context / "Dockerfile").read_text()):
        if name not in INSTRUCTIONS:
            raise Failed(f"{name}: this rehearsal does not know it; add it to INSTRUCTIONS")
        INSTRUCTIONS[name](image, rest)
    with started(image, image.command, PORT=str(free_port())) as port:
        image.run(image.healthcheck, PORT=port)


# --- The Procfile ------------------------------------------------------------------------------------------------------


def rehearse_procfile(image: Image) -> None:
    do_workdir(image, "/app")
    copy(image.context, ".", image.inside("."))
    lines = (image.context / "Procfile").read_text().splitlines()
    processes = {name: command.strip() for name, _, command in (line.partition(":") for line in lines)}
    for name in sorted(processes, key=["release", "web", "worker"].index):
        command = ["sh", "-c", f"exec {processes[name]}"]
        if name == "release":
            image.run(command)
        elif name == "worker":
            rehearse_worker(image, command)
        else:
            with started(image, command, PORT=str(free_port())):
                image.ran += 1


def rehearse_worker(image: Image, command: list[str]) -> None:
    """A process that listens nowhere: it says when it is ready, and stops when told to."""
    with stopped(image.start(command, stdout=subprocess.PIPE), command) as process:
        assert process.stdout is not None
        if not process.stdout.readline().startswith(b"Worker ready"):
            raise Failed(f"does not say that it is ready: {shlex.join(command)}")
    image.ran += 1


# --- Docker Compose and systemd ------------------------------------------------------------------------------------------


def rehearse_compose(image: Image) -> None:
    """The commands of the services that are made of our image, on an SQLite file; of others, whether a shell can read them."""
    services = YAML(typ="safe").load((image.context / "compose.yaml").read_text())["services"]
    for name in ("tables", "web", "worker"):
        assert services[name]["image"] == "patchline", name
        command = [part.replace("8000", "PORT") for part in services[name]["command"]]
        if name == "tables":
            image.run(command)
        elif name == "worker":
            rehearse_worker(image, command)
        else:
            serve(image, command)
    image.run(["sh", "-n", "-c", services["backups"]["command"][-1].replace("$$", "$")])


def rehearse_unit(image: Image) -> None:
    """What systemd starts, with the Python of the image."""
    found = re.search(
        r"^ExecStart=/srv/patchline/\.venv/bin/(.+)$", (image.context / "docs/deploy.md").read_text(), re.MULTILINE
    )
    if found is None:
        raise Failed("docs/deploy.md: there is no ExecStart= of /srv/patchline/.venv/bin in it")
    serve(image, shlex.split(found[1]))


def serve(image: Image, command: list[str]) -> None:
    port = str(free_port())
    with started(image, [part.replace("PORT", port) for part in command], PORT=port):
        image.ran += 1


# --- All --------------------------------------------------------------------------------------------------------------


@contextmanager
def started(image: Image, command: list[str], **env: str) -> Iterator[str]:
    """A server that answers that it is ready, and afterwards stops when told to. Yields its port."""
    with stopped(image.start(command, **env), command) as process:
        wait_until_ready(process, env["PORT"])
        yield env["PORT"]


@contextmanager
def stopped(process: subprocess.Popen[bytes], command: list[str]) -> Iterator[subprocess.Popen[bytes]]:
    """A process that has to stop by itself when told to, at the end of the block."""
    try:
        yield process
        process.terminate()
        if process.wait(STOP_SECONDS):
            raise Failed(f"exit status {process.returncode} after being told to stop: {shlex.join(command)}")
    except subprocess.TimeoutExpired:
        raise Failed(f"does not stop when told to: {shlex.join(command)}") from None
    finally:
        with suppress(ProcessLookupError):
            os.killpg(process.pid, signal.SIGKILL)  # with the processes that it has started
        process.wait()


def wait_until_ready(process: subprocess.Popen[bytes], port: str) -> None:
    deadline = time.monotonic() + START_SECONDS
    while process.poll() is None and time.monotonic() < deadline:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=2):
                return
        except OSError:
            time.sleep(0.1)
    raise Failed(f"not ready within {START_SECONDS} seconds: {process.args}")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def a_python_for_everyone() -> Path:
    """A Python that the image's user can start too: one in root's home cannot be."""
    for candidate in (Path(sys.executable).resolve(), *map(Path, sorted(Path("/usr/bin").glob("python3.1[123]")))):
        if os.geteuid() or all(folder.stat().st_mode & 0o001 for folder in candidate.parents):
            return candidate
    raise Failed("only root can start this machine's Python; install one for everyone (python3 in /usr/bin) and try again")


def main() -> int:
    uv = shutil.which("uv") or str(ROOT / ".uv/bin/uv")
    with tempfile.TemporaryDirectory(prefix="rehearsal-", ignore_cleanup_errors=True) as folder:
        Path(folder).chmod(0o755)
        first, second = Image(Path(folder, "image"), ROOT), Image(Path(folder, "host"), ROOT)
        python = a_python_for_everyone()
        subprocess.run([uv, "venv", "--quiet", "--seed", "--python", python, first.root / "usr"], check=True)
        try:
            rehearse_dockerfile(first)
            # The host installs requirements.txt by itself; what the Dockerfile installed from it is taken.
            second.env["PATH"] = f"{first.root / 'usr/bin'}:/usr/bin:/bin"
            rehearse_procfile(second)
            ran = second.ran
            rehearse_compose(second)
            rehearse_unit(second)
        except Failed as failure:
            print(f"Rehearsal failed: {failure}", file=sys.stderr)
            return 1
    print(
        f"Rehearsed: {first.ran + 1} commands of the Dockerfile, {ran} of the Procfile, "
        f"{second.ran - ran} of compose.yaml and docs/deploy.md."
    )
    return 0


if __name__ == "__main__":
    sys.exit(main())
