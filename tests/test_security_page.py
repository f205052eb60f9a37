"""docs/security.md: every test that it names exists, and its tables are whole."""

import re

import pytest

from tests.conftest import ROOT

PAGE = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
NAMED = sorted(set(re.findall(r"`(tests/[\w/]+\.py)(?:::(\w+))?`", PAGE)))


@pytest.mark.parametrize(("path", "name"), NAMED)
def test_security_page_names_tests_that_exist(path: str, name: str) -> None:
    code = (ROOT / path).read_text(encoding="utf-8")
    assert not name or re.search(rf"^def {name}\(", code, re.MULTILINE)


def test_security_page_claims_nothing_without_a_test() -> None:
    for heading in ("## Who, and what stops them", "## OWASP ASVS"):
        rows = [row for row in PAGE.split(heading)[1].split("\n## ")[0].splitlines() if row.startswith("| ")][1:]
        assert len(rows) > 10
        assert [row for row in rows if not re.search(r"\| `tests/[\w/.:]+` \|$", row)] == []
