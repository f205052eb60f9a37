"""The table of the law and the carriers in docs/consent.md: each row has a source and a test that exists, and holds."""

import re
from datetime import date, timedelta

import pytest

from bot.quiet_hours import ANY_STATE, STATE_HOURS, Hours, Window
from tests.conftest import ROOT, Bot

PAGE = (ROOT / "docs" / "consent.md").read_text(encoding="utf-8")
LAW, STATES = (PAGE.split(heading)[1].split("\n#")[0] for heading in ("## The law and the carriers", "### Hours of the states"))
ROWS = [row for row in re.findall(r"^\| (.*) \| (.*) \| (.*) \| (.*) \|$", LAW, re.MULTILINE)][1:]
HOURS = [
    row for row in re.findall(r"^\| ([A-Z]{2}) \| (\S+) \| (\S+) \| (\S+) \| (.+?) \| (.+?) \| (.+?) \|$", STATES, re.MULTILINE)
]


@pytest.mark.parametrize("row", ROWS, ids=[row[0][:40] for row in ROWS])
def test_law_has_a_source_and_a_test_that_exists(row: tuple[str, ...]) -> None:
    _, source, done, test = row
    assert "https://" in source or "could not be" in source or "CFR" in source
    assert done
    path, _, name = test.strip("`").partition("::")
    assert re.search(rf"^(async )?def {name}\(", (ROOT / path).read_text(encoding="utf-8"), re.MULTILINE), test


def within(ours: Hours | None, law: str) -> bool:
    """Are the hours that we keep among those of the law, as the table writes them?"""
    if ours is None or law == "none":
        return ours is None
    begins, ends = map(int, law.split("-"))
    return begins <= ours[0] and ours[1] <= ends


@pytest.mark.parametrize("row", HOURS, ids=[row[0] for row in HOURS])
def test_law_of_each_state_has_hours_that_are_kept(row: tuple[str, ...]) -> None:
    state, weekdays, saturdays, sundays, holidays, kept_by, source = row
    window, rule = Window(), STATE_HOURS.get(state)
    everywhere = {"weekdays": (9, 20), "saturdays": (9, 20), "sundays": (12, 20)}
    assert (window.start.hour, window.sunday_start.hour, window.end.hour) == (9, 12, 20)
    kept = {name: getattr(rule, name) if rule else hours for name, hours in everywhere.items()}
    assert all(within(kept[name], law) for name, law in zip(everywhere, (weekdays, saturdays, sundays), strict=True))
    assert (rule is not None and not rule.holidays) is (holidays == "none")
    assert kept_by == ("a row" if rule else "the window") and "](http" in source


def test_law_of_every_row_of_the_program_is_in_the_table() -> None:
    assert {row[0] for row in HOURS} >= set(STATE_HOURS) - {ANY_STATE}
    assert len(ROWS) > 20 and len(HOURS) > 15
    # A state of whose law the table knows nothing goes by the window: no day without hours but those of the rows.
    assert all(rule.on(date(2026, 11, 23) + timedelta(days=day)) for rule in STATE_HOURS.values() for day in range(5))


SAID = {
    "JOIN": ["Sanctuary alerts", "up to 4 msgs a month", "Msg & data rates may apply", "STOP", "HELP"],
    "HELP": ["Patchline", "Msg & data rates may apply", "STOP", "msgs a month"],
    "STOP": ["unsubscribed", "no more", "START"],
}


def test_join_help_and_stop_are_answered_with_what_carriers_ask_for(bot: Bot) -> None:
    phone = bot.phone()
    phone.text("SANCTUARY 98402")
    for word, parts in SAID.items():
        said = phone.text(word).text
        assert [part for part in parts if part.casefold() not in said.casefold()] == [], said
