"""What a difference of two versions shows, and that none takes long."""

import pytest

from bot.campaign_versions.listing import MOST_LINES, difference

LONG = {
    "the same line": ("a\n" * 600, "a\na\nb\n" * 200),
    "many lines": ("".join(f"{n}\n" for n in range(MOST_LINES)), "0\n"),
}


@pytest.mark.parametrize("what", LONG)
def test_difference_that_takes_long_is_all_of_both(what: str) -> None:
    before, after = LONG[what]
    lines = difference(before, after)
    assert [each.text for each in lines if each.kind == "removed"] == before.splitlines()
    assert [each.text for each in lines if each.kind == "added"] == after.splitlines()
    assert len(lines) == len(before.splitlines()) + len(after.splitlines())


def test_difference_shows_what_changed_with_lines_around() -> None:
    before = [f"line {n}" for n in range(1000)]
    after = [*before[:500], "another", *before[501:]]
    shown = [(each.kind, each.text) for each in difference("\n".join(before), "\n".join(after))]
    same = [("same", f"line {n}") for n in (498, 499, 501, 502)]
    assert shown == [*same[:2], ("removed", "line 500"), ("added", "another"), *same[2:]]


def test_difference_of_equal_texts_is_none() -> None:
    assert difference("a\n" * 10_000, "a\n" * 10_000) == []
