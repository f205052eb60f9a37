"""The statements of a turn: how many there are, and that none of them reads a table from end to end."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event
from sqlalchemy.engine import Engine

from bot.models import Table
from tests.conftest import Bot, Start

Ran = list[tuple[str, Any]]
# SQLite says "SCAN turns", PostgreSQL "Seq Scan on turns"; a turn inserts and finds single rows.
WHOLE_TABLE = re.compile(rf"(?:SCAN|Seq Scan on) (?:{'|'.join(Table.metadata.tables)})\b")


@contextmanager
def listening() -> Iterator[Ran]:
    """The statements that run meanwhile, with their parameters; SQLite's BEGIN is none."""
    ran: Ran = []
    here = threading.get_ident()

    def note(connection: Any, cursor: Any, statement: str, parameters: Any, context: Any, many: bool) -> None:
        if threading.get_ident() == here and not statement.startswith("BEGIN"):  # the sender has a thread of its own
            ran.append((statement, parameters[0] if many else parameters))

    event.listen(Engine, "before_cursor_execute", note)
    try:
        yield ran
    finally:
        event.remove(Engine, "before_cursor_execute", note)


def plan_of(bot: Bot, statement: str, parameters: Any) -> str:
    """How the database goes about it, by the little it knows of tables that are nearly empty."""
    explain = "EXPLAIN QUERY PLAN" if bot.parts.database.url.get_backend_name() == "sqlite" else "EXPLAIN"
    with bot.parts.database.write() as connection:
        return "\n".join(str(row[-1]) for row in connection.exec_driver_sql(f"{explain} {statement}", parameters))


@pytest.fixture
def bot(start: Start) -> Bot:
    """A new one, since PostgreSQL plans by what it has counted in tables that were in use."""
    return start()


# Supporter, thread, sheet and stop are one statement, how the lines on offer did lately another, the turn a third; an
# outcome writes the sheet and the call, and who wants to be called is asked about their calls and rings.
@pytest.mark.parametrize(("text", "most"), [("LIST", 3), ("SCRIPT", 3), ("1", 5), ("NEXT", 5), ("CALL", 6), ("STOP", 4)])
def test_a_text_takes_few_statements_and_each_finds_its_rows_by_an_index(text: str, most: int, bot: Bot) -> None:
    phone = bot.phone()
    for before in ("SANCTUARY 98402", "SCRIPT"):
        phone.text(before)
    with listening() as ran:
        phone.text(text)
    assert len(ran) <= most, "\n\n".join(statement for statement, _ in ran)
    for statement, parameters in ran:
        plan = plan_of(bot, statement, parameters)
        assert not WHOLE_TABLE.search(plan), f"{statement}\n\n{plan}"


def test_a_call_finds_its_rows_by_an_index(bot: Bot) -> None:
    phone = bot.phone()
    phone.text("SANCTUARY 98402")
    with listening() as ran:
        phone.dial()
        phone.press("1")
        phone.line("answered")
        phone.press("1")
        phone.hang_up()
    for statement, parameters in ran:
        plan = plan_of(bot, statement, parameters)
        assert not WHOLE_TABLE.search(plan), f"{statement}\n\n{plan}"
