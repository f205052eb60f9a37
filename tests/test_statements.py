"""The statements of a turn: how many there are, and that none of them reads a table from end to end."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import event, insert
from sqlalchemy.engine import Engine

from bot.models import Table, Unanswered
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


def plan_of(bot: Bot, statement: str, parameters: Any, *, only_if_it_must: bool = False) -> str:
    """How the database goes about it, by the little it knows of tables that are nearly empty; `only_if_it_must`: it reads a
    whole table only where no index fits."""
    sqlite = bot.parts.database.url.get_backend_name() == "sqlite"
    explain = "EXPLAIN QUERY PLAN" if sqlite else "EXPLAIN"
    with bot.parts.database.write() as connection:
        if only_if_it_must and not sqlite:
            connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
        return "\n".join(str(row[-1]) for row in connection.exec_driver_sql(f"{explain} {statement}", parameters))


@pytest.fixture
def bot(start: Start) -> Bot:
    """A new one, since PostgreSQL plans by what it has counted in tables that were in use."""
    return start()


# Supporter, thread, call list and stop are one statement, how the lines on offer did lately another, the turn a third; an
# outcome writes the list and the call, what is not understood a row of its own, and who wants to be called is asked about
# their calls, both ways. Somebody new is read in one statement too, and written into supporters, turns, call lists and their
# entries.
IN_A_CONVERSATION = ("SANCTUARY 98402", "SCRIPT")
TEXTS = [
    ((), "SANCTUARY", 3),
    ((), "SANCTUARY 98402", 6),
    ((), "what is this about?", 4),
    (("SANCTUARY 98402",), "TRUST", 8),
    *((IN_A_CONVERSATION, *each) for each in (("LIST", 3), ("SCRIPT", 3), ("1", 5), ("NEXT", 5), ("CALL", 6), ("STOP", 4))),
    (IN_A_CONVERSATION, "the weather is so nice today", 3),
    (IN_A_CONVERSATION, "MY DATA", 5),
    (("TRUST 98402", "SCRIPT"), "CALL", 7),
]


@pytest.mark.parametrize(("before", "text", "most"), TEXTS)
def test_text_takes_few_statements_and_each_finds_its_rows_by_an_index(
    before: tuple[str, ...], text: str, most: int, bot: Bot
) -> None:
    phone = bot.phone()
    for each in before:
        phone.text(each)
    with listening() as ran:
        phone.text(text)
    said = "\n\n".join(statement for statement, _ in ran)
    assert len(ran) <= most, said
    assert len({(statement, repr(parameters)) for statement, parameters in ran}) == len(ran), f"one was asked twice\n\n{said}"
    for statement, parameters in ran:
        plan = plan_of(bot, statement, parameters)
        assert not WHOLE_TABLE.search(plan), f"{statement}\n\n{plan}"


def test_forgetting_reads_nobody_elses_texts_and_takes_as_many_statements_however_many_wait(bot: Bot) -> None:
    counts, opened = [], bot.parts.phone_cipher.encrypt_form({"From": "+12065550123", "Body": "LIST"})
    for waiting in (1, 2_000):
        phone = bot.phone()
        phone.text("SANCTUARY 98402")
        with bot.parts.database.write() as connection:
            row = {"path": "/twilio/sms", "form": opened, "person": b"of somebody else", "error": "Fault", "at": bot.clock.now}
            connection.execute(insert(Unanswered), [{"id": f"{waiting}-{number}", **row} for number in range(waiting)])
        with listening() as ran:
            assert "erased" in phone.forget().text
        counts.append(len(ran))
        for statement, parameters in ran:
            plan = plan_of(bot, statement, parameters, only_if_it_must=True)
            assert not WHOLE_TABLE.search(plan), f"{statement}\n\n{plan}"
        assert bot.count("unanswered") == waiting + (waiting > 1)
    assert counts[0] == counts[1]


def test_call_finds_its_rows_by_an_index(bot: Bot) -> None:
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
