"""New tables in a running bot: every worker takes them over, a turn sees one directory, broken ones leave the old serving."""

import json
import shutil
import time
from collections.abc import Callable
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from bot import create_app
from bot.config import Settings
from bot.officials.table_versions import Versions
from bot.runtime import KEY
from tests.conftest import ROOT, Bot, Clock, Exits
from tests.country import country, shipped
from tests.databases import empty_database
from tests.test_setup import flask, serving

PATIENCE = 30  # seconds
NEWER = date(2026, 11, 20)


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """old/ and new/, each with data/ and the sources/ of it. With the campaigns, so that a bot can start on the old."""
    folder = tmp_path_factory.mktemp("tables")
    shipped(folder / "old", country())
    shipped(folder / "new", country(NEWER, mayor="Bea Cole"))
    shutil.copytree(ROOT / "data" / "campaigns", folder / "old" / "data" / "campaigns")
    return folder


def until(what: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < deadline, "it never came"
        time.sleep(0.05)


def test_every_worker_takes_new_tables_over_and_none_takes_broken_ones(tables: Path, tmp_path: Path) -> None:
    settings = {"DATA_DIR": str(tables / "old" / "data")}
    instance = tmp_path / "instance"
    with serving("--workers", "2", instance=instance, **settings) as server:

        def said(what: str) -> set[str]:
            return {json.loads(server.get("/readyz")[1])["tables"][what] for _ in range(20)}

        assert said("in_use") == {"shipped"} and said("problem") == {""}
        assert "Ana Ruiz" in server.get("/c/sanctuary?zip=98402")[1]
        updated = flask("data", "update", str(tables / "new" / "sources"), instance=instance, **settings)
        assert updated.returncode == 0, updated.stderr
        version = Versions(tables / "old" / "data", instance / "data").in_use().name
        until(lambda: said("in_use") == {version})
        assert "Bea Cole" in server.get("/c/sanctuary?zip=98402")[1]

        broken = Versions(tables / "old" / "data", instance / "data")
        with broken.workspace() as work:
            shutil.copytree(tables / "new" / "data", work / "tables")
            (work / "tables" / "officials.tsv").write_text("<html>\n")
            broken.put(work / "tables", datetime(2026, 11, 23, tzinfo=UTC))
        until(lambda: "" not in said("problem"))
        assert said("in_use") == {version}
        assert "Bea Cole" in server.get("/c/sanctuary?zip=98402")[1]
        server.stop()
    told = [line for line in server.lines if "tables_not_loaded" in line]
    assert len(told) == 3 and all("the columns are not" in line for line in told), (
        "each says so, once: two that serve, one that works"
    )


def test_turn_sees_one_directory_from_beginning_to_end(tables: Path, tmp_path: Path) -> None:
    exchanged: list[str] = []

    def exchange(taken: object) -> None:
        """In the middle of a turn: new tables, and not on before they are loaded."""
        directories = bot.parts.directories
        if not exchanged:
            exchanged.append(directories.in_use.name)
            versions = Versions(tables / "old" / "data", tmp_path / "instance" / "data")
            with versions.workspace() as work:
                shutil.copytree(tables / "new" / "data", work / "tables")
                versions.put(work / "tables", datetime(2026, 11, 22, tzinfo=UTC))
            before = directories.current
            until(lambda: directories.current is not before)

    with empty_database("sqlite", tmp_path) as url:
        settings = Settings.load(database_url=url, instance_dir=tmp_path / "instance", data_dir=tables / "old" / "data")
        clock, taken = Clock(), Exits()
        app = create_app(settings, clock=clock, watch=exchange)
        bot = Bot(app, clock, taken)
        bot.parts.database.migrate()
        phone = bot.phone()
        during = phone.text("SANCTUARY 98402")
        after = phone.text("98402")
        bot.parts.outbox.wait()
        bot.parts.database.close()
    assert exchanged == ["shipped"]
    assert "Ana Ruiz" in str(during) and "Bea Cole" not in str(during)
    assert "Bea Cole" in str(after) and "Ana Ruiz" not in str(after)
    assert app.extensions[KEY].directories.in_use.updated
