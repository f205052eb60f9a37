"""What is installed is what was locked, with hashes; what an advisory names is refused; a release has its bill of materials."""

import json
import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import ROOT
from tests.supply_chain import ADVISORIES, LOCKS, kept_advisories, look_up, pins, refused, write_sbom

NOW = datetime(2026, 11, 30, tzinfo=UTC)


def locked(folder: Path, *lines: str, advisories: list[dict[str, object]] | None = None) -> Path:
    """A folder with made-up lock files."""
    for lock in LOCKS:
        (folder / lock).write_text("".join(f"{line} \\\n    --hash=sha256:{'0' * 64}\n" for line in lines), encoding="utf-8")
    (folder / ADVISORIES).write_text(json.dumps({"looked_up": "", "advisories": advisories or []}), encoding="utf-8")
    return folder


@pytest.mark.parametrize("lock", LOCKS)
def test_every_line_of_a_lock_has_a_version_and_hashes_and_names_no_server(lock: str) -> None:
    text = (ROOT / lock).read_text(encoding="utf-8")
    blocks = re.split(r"\n(?=\S)", text.strip())
    assert len(blocks) == len(pins(text)) > 50
    assert [
        block
        for block in blocks
        if not re.fullmatch(r"[\w.\[\],-]+==\S+(?: ; [^\\\n]+)?(?: \\\n    --hash=sha256:[0-9a-f]{64})+", block)
    ] == []
    assert "://" not in text and "index" not in text


@pytest.mark.parametrize(("source", "lock"), [("requirements.in", LOCKS[0]), ("requirements-dev.in", LOCKS[1])])
def test_lock_holds_what_the_file_that_people_write_asks_for(source: str, lock: str) -> None:
    wanted = pins((ROOT / source).read_text(encoding="utf-8"))
    held = pins((ROOT / lock).read_text(encoding="utf-8"))
    assert wanted and wanted <= held


def test_what_runs_is_the_same_where_tests_run() -> None:
    running, testing = (pins((ROOT / lock).read_text(encoding="utf-8")) for lock in LOCKS)
    assert running <= testing


def test_nothing_is_installed_without_its_hash() -> None:
    for file in ("Makefile", "Dockerfile"):
        commands = re.findall(r"pip install [^\n]*-r \S+", (ROOT / file).read_text(encoding="utf-8"))
        assert commands and all("--require-hashes" in command for command in commands)


FAULT = {"id": "GHSA-0000", "package": "Made_Up.package", "summary": "It opens the door"}
VERSIONS = [
    pytest.param("1.2.3", ["<1.2.4"], True, id="before the mend"),
    pytest.param("1.2.4", ["<1.2.4"], False, id="mended"),
    pytest.param("2.0.1", ["<1.2.4", ">=2,<2.0.2"], True, id="of two series"),
    pytest.param("1.9", ["<1.2.4", ">=2,<2.0.2"], False, id="between two series"),
    pytest.param("3.0rc1", [">=2"], True, id="never mended, a release candidate"),
    pytest.param("1.0", ["==1.0", "==1.1"], True, id="named one by one"),
    pytest.param("1.10", ["==1.1"], False, id="1.10 is not 1.1"),
]


@pytest.mark.parametrize(("version", "affected", "is_refused"), VERSIONS)
def test_pin_that_an_advisory_names_is_refused_with_the_mend(
    tmp_path: Path, version: str, affected: list[str], is_refused: bool
) -> None:
    folder = locked(
        tmp_path,
        "other==1.0",
        f"made-up-package[all]=={version} ; sys_platform == 'linux'",
        advisories=[{**FAULT, "affected": affected}],
    )
    lines = list(refused(folder))
    assert len(lines) == (2 if is_refused else 0), "one a lock"
    if is_refused:
        assert "GHSA-0000" in lines[0] and "It opens the door" in lines[0] and "make lock" in lines[0]


def test_what_is_locked_has_no_known_fault() -> None:
    assert list(refused(ROOT)) == []


def test_lint_looks() -> None:
    recipe = (ROOT / "Makefile").read_text(encoding="utf-8").partition("\nlint:")[2].partition("\n\n")[0]
    assert "tests.supply_chain check" in recipe


@contextmanager
def osv(answers: dict[str, list[dict[str, Any]]]) -> Iterator[str]:
    """A stand-in for the database of faults: package -> pages of answers."""

    class Answers(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            asked = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            assert self.path == "/v1/query" and asked["package"]["ecosystem"] == "PyPI" and "version" not in asked
            pages = answers.get(asked["package"]["name"], [{}])
            body = json.dumps(pages[int(asked.get("page_token", "0"))]).encode()
            self.send_response(200)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Answers) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


def fault(id: str, *events: dict[str, str], **more: object) -> dict[str, Any]:
    ranges = [{"type": "ECOSYSTEM", "events": list(events)}, {"type": "GIT", "events": [{"introduced": "0"}]}]
    return {"id": id, "summary": f"Fault\n{id}", "affected": [{"package": {"name": "Flaky"}, "ranges": ranges}], **more}


def test_advisories_that_are_looked_up_are_kept_and_refused(tmp_path: Path) -> None:
    locked(tmp_path, "flaky==1.5", "sound==1.0")
    by_name = {"package": {"name": "flaky"}, "versions": ["1.4", "1.5"]}
    first = [
        fault("A", {"introduced": "0"}, {"fixed": "1.2"}, {"introduced": "1.4"}, {"fixed": "1.6"}),
        fault("B", {"introduced": "0"}, {"last_affected": "1.5"}),
        fault("C", {"introduced": "0"}, {"fixed": "1.5"}),
    ]
    second = [
        fault("D", {"introduced": "1.0"}),
        fault("E", {"introduced": "0"}, withdrawn="2026-01-01"),
        {"id": "F", "affected": [by_name]},
    ]
    with osv({"flaky": [{"vulns": first, "next_page_token": "1"}, {"vulns": second}]}) as address:
        assert look_up(tmp_path, address, NOW) == 5
    looked_up, kept = kept_advisories(tmp_path)
    assert looked_up == "2026-11-30"
    assert {each.id: list(each.affected) for each in kept} == {
        "A": ["<1.2", ">=1.4,<1.6"],
        "B": ["<=1.5"],
        "C": ["<1.5"],
        "D": [">=1.0"],
        "F": ["==1.4", "==1.5"],
    }
    assert sorted(line.split(": ")[2].split(",")[0] for line in refused(tmp_path)) == ["A", "A", "B", "B", "D", "D", "F", "F"]


def test_bill_of_materials_names_all_that_runs_with_hashes_and_is_the_same_each_time(tmp_path: Path) -> None:
    first, second = tmp_path / "a" / "sbom.json", tmp_path / "b.json"
    write_sbom(ROOT, first)
    write_sbom(ROOT, second)
    assert first.read_bytes() == second.read_bytes()
    bill = json.loads(first.read_text(encoding="utf-8"))
    assert bill["bomFormat"] == "CycloneDX"
    held = pins((ROOT / LOCKS[0]).read_text(encoding="utf-8"))
    assert {(each["name"], each["version"]) for each in bill["components"]} == held
    hashed = [each for each in bill["components"] if any(ref.get("hashes") for ref in each.get("externalReferences", []))]
    assert len(hashed) == len(held)
