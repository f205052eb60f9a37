"""docs/alerts.md claims nothing that is not so: its keys, placeholders, reasons and states are the code's own."""

import re
import shlex
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.broadcasts.alert_file import AHEAD, Plan, Whom, read_plan
from bot.broadcasts.alert_queue import NO_VALUE
from bot.broadcasts.alert_texts import PLACEHOLDERS
from bot.broadcasts.eligibility import CANCELLED, EXPIRED, SKIPPED
from bot.cli.broadcast_shown import REASONS, reason_in_words
from bot.outbox.delivery_states import DELIVERY
from bot.people.no_text_reasons import NO_ZONE, UNREADABLE
from tests.conftest import ROOT, Bot

PAGE = (ROOT / "docs" / "alerts.md").read_text(encoding="utf-8")


def rows(heading: str) -> list[str]:
    table = PAGE.partition(f"| {heading} |")[2].partition("\n\n")[0]
    return re.findall(r"^\| `([^`]+)`", table, re.MULTILINE)


def keys(model: type[Plan] | type[Whom]) -> set[str]:
    return {field.alias or name for name, field in model.model_fields.items()}


def test_page_has_every_key() -> None:
    assert set(rows("key")) == keys(Plan)
    assert set(rows("audience")) == keys(Whom)


def test_page_has_every_placeholder_and_its_meaning() -> None:
    for name, meaning in PLACEHOLDERS.items():
        assert f"| `{name}` | {meaning} |" in PAGE
    assert rows("placeholder") == list(PLACEHOLDERS)


def test_page_and_the_terminal_have_words_for_every_reason() -> None:
    reasons = {*(reason for reason, _ in SKIPPED), NO_ZONE, UNREADABLE, EXPIRED, CANCELLED}
    assert set(REASONS) == reasons
    assert set(rows("reason")) == {*reasons, NO_VALUE}


@pytest.mark.parametrize(
    ("reason", "words"),
    [
        ("stopped", "said STOP"),
        (f"{NO_VALUE} phone", "no value for {phone}, and no fallback"),
        ("30007", "the provider's code 30007"),
        ("", "no reason was given"),
    ],
)
def test_reasons_are_told_in_words(reason: str, words: str) -> None:
    assert reason_in_words(reason) == words


def test_page_has_every_state_of_a_copy() -> None:
    assert set(rows("deliveries")) == set(DELIVERY)


def test_alert_for_the_simulator_reaches_a_phone_that_joined(bot: Bot) -> None:
    _, _, told = PAGE.partition("## Try it in the simulator")
    command = re.search(r"^\.venv/bin/flask (broadcast send .*)$", told, re.MULTILINE)
    assert command is not None
    phone = bot.phone()
    for words in re.findall(r"`(SANCTUARY \d{5}|JOIN)`", told):
        phone.text(words)
    sent = bot.app.test_cli_runner().invoke(args=shlex.split(command[1]), input="1\n")
    assert sent.exit_code == 0, sent.output
    assert phone.messages() == ["Patchline, Sanctuary alerts: Come to city hall at six.\nReply STOP to cancel."]


@pytest.mark.parametrize("year", [2026, 2036])
def test_file_on_the_page_is_right_on_any_day(year: int, bot: Bot, tmp_path: Path) -> None:
    example = re.search(r"```yaml\n(.*?)```", PAGE, re.DOTALL)
    assert example is not None
    (tmp_path / "alert.yaml").write_text(example[1])
    now = datetime(year, 11, 23, 20, tzinfo=UTC)
    draft = read_plan(tmp_path / "alert.yaml", bot.parts.previewer.around(now))
    assert draft.starts_at is None
    assert draft.expires_at == now + timedelta(hours=6)
    assert f"{AHEAD.days} days ahead at most" in PAGE
