"""docs/security.md and docs/asvs.md: every file and test that they name exists, and their tables are whole."""

import re
from collections import Counter

import pytest

from bot.config import Settings
from tests.conftest import ROOT

PAGE, ASVS = ((ROOT / "docs" / name).read_text(encoding="utf-8") for name in ("security.md", "asvs.md"))
TESTS = sorted(set(re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", PAGE + ASVS)))
STATUSES = ("met", "partly", "not met", "does not apply")
ROW = re.compile(r"^\| (\d+)\.(\d+)\.(\d+) \| ([^|]+) \| ([^|]+) \| (.+) \|$", re.MULTILINE)
CHAPTERS = {title: ROW.findall(rows) for title, rows in re.findall(r"^## (V\d.*)\n((?:(?!^## ).*\n)*)", ASVS, re.MULTILINE)}
ROWS = [row for rows in CHAPTERS.values() for row in rows]
# The numbers of level 1 and 2, after the standard's own table (4.0.3): by section, without those that it struck out.
NUMBERS = """
1.1 1-7, 1.2 1-4, 1.4 1 4-5, 1.5 1-4, 1.6 1-4, 1.7 1-2, 1.8 1-2, 1.9 1-2, 1.10 1, 1.11 1-2, 1.12 2, 1.14 1-6
2.1 1-12, 2.2 1-3, 2.3 1-3, 2.4 1-5, 2.5 1-7, 2.6 1-3, 2.7 1-6, 2.8 1-7, 2.9 1-3, 2.10 1-4
3.1 1, 3.2 1-4, 3.3 1-4, 3.4 1-5, 3.5 1-3, 3.7 1
4.1 1-3 5, 4.2 1-2, 4.3 1-3
5.1 1-5, 5.2 1-8, 5.3 1-10, 5.4 1-3, 5.5 1-4
6.1 1-3, 6.2 1-6, 6.3 1-2, 6.4 1-2
7.1 1-4, 7.2 1-2, 7.3 1 3-4, 7.4 1-3
8.1 1-4, 8.2 1-3, 8.3 1-8
9.1 1-3, 9.2 1-4
10.2 1-2, 10.3 1-3
11.1 1-8
12.1 1-3, 12.2 1, 12.3 1-6, 12.4 1-2, 12.5 1-2, 12.6 1
13.1 1 3-5, 13.2 1-3 5-6, 13.3 1-2, 13.4 1-2
14.1 1-4, 14.2 1-6, 14.3 2-3, 14.4 1-7, 14.5 1-4
"""
# In backticks, and no file: words of HTTP, of HTML and of Python.
WORDS = {"__Host-", "/", "/console", "private, no-store", "frame-ancestors", "autocomplete", "embed.js"} | {
    *("secrets", "os.urandom", "random", "uuid4"),
}


def requirements() -> list[str]:
    """All numbers, as "1.4.5", in the standard's order."""
    found = []
    for section, *parts in (each.split() for line in NUMBERS.split("\n") for each in line.split(",") if each):
        for first, _, last in (part.partition("-") for part in parts):
            found += [f"{section}.{number}" for number in range(int(first), int(last or first) + 1)]
    return found


def is_file(name: str) -> bool:
    """Is this a file or a folder of ours, or a test in one?"""
    return name not in WORDS and (ROOT / name.partition("::")[0]).exists()


def named(text: str) -> list[str]:
    """What stands in backticks."""
    return re.findall(r"`([^`]+)`", text)


@pytest.mark.parametrize(("path", "name"), TESTS)
def test_security_page_names_tests_that_exist(path: str, name: str) -> None:
    code = (ROOT / path).read_text(encoding="utf-8")
    assert not name or re.search(rf"^def {name}\(", code, re.MULTILINE)


def test_security_page_claims_nothing_without_a_test() -> None:
    part = PAGE.split("## Who, and what stops them")[1].split("\n## ")[0]
    rows = [row for row in part.splitlines() if row.startswith("| ")][1:]
    assert len(rows) > 10
    assert [row for row in rows if not re.search(r"\| `tests/[\w/.:]+` \|$", row)] == []


def test_asvs_page_has_every_requirement_once_in_order() -> None:
    assert [f"{chapter}.{section}.{number}" for chapter, section, number, *_ in ROWS] == requirements()
    assert len(ROWS) == 259
    assert [title.split()[0] for title in CHAPTERS] == [f"V{number}" for number in range(1, 15)]
    assert all(title.split()[0] == f"V{row[0]}" for title, rows in CHAPTERS.items() for row in rows)


def test_asvs_page_has_four_statuses_and_few_words_about_each_row() -> None:
    assert {status for *_, status, _ in ROWS} == set(STATUSES)
    assert [about for *_, about, _, _ in ROWS if len(about.split()) > 8] == []


def test_asvs_page_names_what_makes_it_so() -> None:
    claims = {".".join(row[:3]): named(row[5]) for row in ROWS if row[4] in ("met", "partly")}
    assert [number for number, names in claims.items() if not any(map(is_file, names))] == []


@pytest.mark.parametrize("name", sorted({each.partition("::")[0] for *_, how in ROWS for each in named(how)}))
def test_asvs_page_names_files_and_settings_that_exist(name: str) -> None:
    if name.isupper():
        assert name.lower() in Settings.model_fields
    elif name.startswith("make "):
        makefile = (ROOT / "Makefile").read_text(encoding="utf-8")
        assert re.search(rf"^{name.removeprefix('make ')}:", makefile, re.MULTILINE)
    else:
        assert name in WORDS or is_file(name)


def test_security_page_counts_what_the_asvs_page_says() -> None:
    told = re.findall(r"^\| (V\d.*?|all) \| (\d+) \| (\d+) \| (\d+) \| (\d+) \|$", PAGE, re.MULTILINE)
    counts = {title: Counter(row[4] for row in rows) for title, rows in CHAPTERS.items()}
    counts["all"] = Counter(row[4] for row in ROWS)
    assert told == [(title, *(str(each[status]) for status in STATUSES)) for title, each in counts.items()]


def test_security_page_says_why_of_each_that_is_not_met() -> None:
    part = PAGE.split("### What is not met")[1]
    told = [number for row in re.findall(r"^\| ([\d., ]+) ", part, re.MULTILINE) for number in re.findall(r"[\d.]+", row)]
    missing = [".".join(row[:3]) for row in ROWS if row[4] == "not met"]
    assert sorted(told) == sorted(missing)
