"""PAUSE works whatever else is broken: files with mistakes, tables that are missing, a database that is locked for a while."""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, insert, text

from bot.models import Broadcast, Table
from tests.conftest import SHIPPED_CAMPAIGNS, Bot, Start, data_with
from tests.console.conftest import Organizers, Visitor, text_of
from tests.test_data_takeover import until

# Without these nobody knows who asks, or what there is to pause.
NEEDED = {"broadcasts", "organizers", "organizer_sessions", "passkeys"}
OTHERS = sorted(set(Table.metadata.tables) - NEEDED)


def sending(bot: Bot, *states: str) -> None:
    """Alerts in these states."""
    with bot.parts.database.write() as connection:
        for state in states or ("sending", "scheduled"):
            row = {
                "kind": "alert",
                "campaign": "sanctuary",
                "state": state,
                "reason": "",
                "audience_filter": {},
                "texts": {},
                "fallbacks": {},
                "created_at": bot.clock(),
                "expires_at": bot.clock() + timedelta(days=1),
            }
            connection.execute(insert(Broadcast).values(**row))


def states(bot: Bot) -> list[str]:
    with bot.parts.database.read() as connection:
        return list(connection.execute(text("SELECT state FROM broadcasts ORDER BY id")).scalars())


def pause(bot: Bot, visitor: Visitor) -> str:
    """Press it; gives what the page says then."""
    assert visitor.post("/pause").status_code == 303
    return text_of(visitor.get("/"))


def test_pause_holds_what_goes_out_and_what_waits(bot: Bot, owner: Visitor) -> None:
    sending(bot, "sending", "scheduled", "draft", "done", "paused")
    assert "2 alerts are paused" in pause(bot, owner)
    assert states(bot) == ["paused", "paused", "draft", "done", "paused"]
    assert bot.count("audit_entries WHERE act = 'alert_paused'") == 2
    assert "0 alerts are paused" in pause(bot, owner), "a second press changes nothing"


BROKEN = ["keyword: PARKS\nstate: draft\n", "", "[", "keyword: [\n", "\x00", "a: " * 5_000]


@pytest.mark.parametrize("draft", BROKEN, ids=["unfinished", "empty", "a bracket", "half a list", "bytes", "deep"])
def test_pause_works_with_a_broken_draft_in_the_folder(start: Start, tmp_path: Path, draft: str) -> None:
    data = data_with(tmp_path / "data", *SHIPPED_CAMPAIGNS)
    (data / "campaigns" / "parks.yaml").write_text(draft)
    bot = start(data_dir=data)
    owner = Organizers(bot).signed_in("owner")
    sending(bot)
    page = pause(bot, owner)
    assert "2 alerts are paused" in page and "A file has a mistake" in page and "parks.yaml" in page
    assert states(bot) == ["paused", "paused"]


def test_pause_works_with_every_file_broken(start: Start, tmp_path: Path) -> None:
    data = data_with(tmp_path / "data", *SHIPPED_CAMPAIGNS)
    for path in (data / "campaigns").iterdir():
        path.write_text("keyword: [\n")
    flows = tmp_path / "flows"
    flows.mkdir()
    (flows / "text.yaml").write_text("channels: [sms\n")
    instance = tmp_path / "instance"
    shutil.rmtree(instance, ignore_errors=True)
    (instance / "local").mkdir(parents=True)
    (instance / "local" / "corrections.yaml").write_text("- ids: [")
    (instance / "local" / "council.tsv").write_text("<html>")
    bot = start(data_dir=data, flows_dir=flows, instance_dir=instance)
    owner = Organizers(bot).signed_in("owner")
    sending(bot)
    assert "2 alerts are paused" in pause(bot, owner)
    assert states(bot) == ["paused", "paused"]


def test_pause_works_with_any_other_table_missing(start: Start) -> None:
    bot = start()
    owner = Organizers(bot).signed_in("owner")
    token = owner.token()
    drop = "DROP TABLE {}" if bot.parts.database.url.get_backend_name() == "sqlite" else "DROP TABLE {} CASCADE"
    for name in OTHERS:
        sending(bot, "sending")
        with bot.parts.database.write() as connection:
            connection.execute(text(drop.format(name)))
        assert owner.post("/pause", token=token).status_code == 303, name
        assert set(states(bot)) == {"paused"}, f"with {name} gone"
        page = owner.get("/")
        assert page.status_code == 200 and "PAUSE" in text_of(page), name


@contextmanager
def locked(bot: Bot) -> Iterator[None]:
    """Another process holds the database."""
    engine = create_engine(bot.parts.database.url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        else:
            connection.exec_driver_sql("BEGIN")
            connection.exec_driver_sql("LOCK TABLE broadcasts IN EXCLUSIVE MODE")
        yield
        connection.exec_driver_sql("ROLLBACK")
    engine.dispose()


def test_pause_goes_on_trying_while_the_database_is_locked(start: Start, database_url: str) -> None:
    impatient = database_url + "?timeout=0.2" if database_url.startswith("sqlite") else f"{database_url}%20-clock_timeout%3D200"
    bot = start(database_url=impatient)
    owner = Organizers(bot).signed_in("owner")
    sending(bot)
    bot.clock.now += timedelta(hours=1)  # long enough since the session was noted as used
    token = owner.token()
    bot.clock.now += timedelta(minutes=30)
    with locked(bot):
        assert owner.post("/pause", token=token).status_code == 303
        page = text_of(owner.get("/"))
        assert "The database does not answer. The pause is tried again" in page
        assert states(bot) == ["sending", "scheduled"]
    until(lambda: states(bot) == ["paused", "paused"])
    until(lambda: bot.count("audit_entries WHERE act = 'alert_paused'") == 2)
