"""Numbers that are probably somebody's own phone are not offered; numbers that many share are told as what they are."""

from collections import Counter
from datetime import date

import pytest

from bot.civic_data.doubtful_lines import RULES, leave_out_doubtful
from bot.officials.directory import Directory
from bot.officials.records import OfficeLine, OfficialRecord
from bot.officials.shared_lines import with_shared_lines
from bot.officials.tables import table_rows
from tests.conftest import ROOT, Start

DATA = ROOT / "data"
NH, TX, WA = (f"ocd-division/country:us/state:{code}" for code in ("nh", "tx", "wa"))
CODES = {"NH": {"603"}, "TX": {"512", "713"}, "WA": {"253", "360"}, "DC": {"202"}, "MA": {"617"}}
HOUSE_LINE = "+16035550100"


def line(phone: str, kind: str = "capitol") -> OfficeLine:
    return OfficeLine(phone=phone, kind=kind, label="")


def record(name: str, role: str, division: str, *lines: OfficeLine, party: str = "Democratic") -> OfficialRecord:
    return OfficialRecord(
        id=name.lower(),
        name=name,
        role=role,
        division=division,
        title="",
        gender="",
        party=party,
        term_end=None,
        source="here",
        as_of=date(2026, 8, 5),
        lines=lines,
    )


def chamber(*others: OfficialRecord, role: str = "state_lower", home: str = NH) -> list[OfficialRecord]:
    """A chamber of whose members ten have one line, and these."""
    shared = [record(f"M{number}", role, f"{home}/sldl:{number}", line(HOUSE_LINE)) for number in range(10)]
    return [*shared, *others]


def congress(*lines: OfficeLine, home: str = f"{TX}/cd:17") -> OfficialRecord:
    return record("Ann", "us_representative", home, line("+12022250101"), *lines)


ANN = ("state_lower", f"{NH}/sldl:90")
# Who is there, Ann among them; what a second source has; which of Ann's numbers are doubted, by which rule.
CASES = [
    pytest.param([congress(line("+15125550101", "district"))], (), {}, id="an office in the district"),
    pytest.param(
        [congress(line("+12025550101", "district"))],
        (),
        {"+12025550101": "washington_code"},
        id="a Washington number in the district",
    ),
    pytest.param([congress(line("+12025550101", "district"))], {"+12025550101"}, {}, id="which a second source has"),
    pytest.param(
        [congress(line("+16175550101", "district"))],
        (),
        {"+16175550101": "other_state"},
        id="another state's number in the district",
    ),
    pytest.param([congress(line("+18005550101", "district"))], (), {}, id="a number that is free to call"),
    pytest.param([congress(line("+19455550101", "district"))], (), {}, id="an area code that no list has yet"),
    pytest.param(
        [
            congress(line("+17135550101", "district")),
            record("Bea", "us_senator", TX, line("+12022240102"), line("+17135550101", "district")),
        ],
        (),
        {"+17135550101": "two_members"},
        id="one number at two members of Congress",
    ),
    pytest.param(
        chamber(record("Ann", *ANN, line("+16034130101"))), (), {"+16034130101": "alone"}, id="alone in a chamber that shares"
    ),
    pytest.param(
        chamber(record("Ann", *ANN, line("+16175550101"))),
        (),
        {"+16175550101": "alone"},
        id="alone, and of another state",
    ),
    pytest.param(chamber(record("Ann", *ANN, line("+16035550199"))), (), {}, id="another desk of the chamber's exchange"),
    pytest.param(
        chamber(record("Ann", *ANN, line(HOUSE_LINE), line("+16034130101"))), (), {}, id="one more beside the shared one"
    ),
    pytest.param(
        chamber(record("Ann", *ANN, line(HOUSE_LINE), line("+16034130101", "district"))), (), {}, id="an office in the district"
    ),
    pytest.param(
        [record(f"M{number}", "state_lower", f"{NH}/sldl:{number}", line(f"+1603413010{number}")) for number in range(9)]
        + [record("Ann", *ANN, line("+16034130199"))],
        (),
        {},
        id="a chamber in which each has their own",
    ),
]


@pytest.mark.parametrize(("records", "confirmed", "doubted"), CASES)
def test_number_that_is_probably_private_is_left_out(
    records: list[OfficialRecord], confirmed: set[str], doubted: dict[str, str]
) -> None:
    (before,) = (each for each in records if each.name == "Ann")
    kept, doubtful = leave_out_doubtful(records, CODES, confirmed)
    (after,) = (each for each in kept if each.name == "Ann")
    assert {each.line.phone: each.rule for each in doubtful if each.official == "ann"} == doubted
    assert [line.phone for line in after.lines] == [line.phone for line in before.lines if line.phone not in doubted]


def test_chamber_s_own_line_reaches_whoever_has_none_in_the_capitol() -> None:
    ann = record("Ann", *ANN, line("+16034130101", "district"))
    (reached,) = (each for each in with_shared_lines(chamber(ann)) if each.name == "Ann")
    assert [(each.phone, each.switchboard) for each in reached.lines] == [(HOUSE_LINE, True), ("+16034130101", False)]


# Parties of who has the line, of the others in the chamber; whose caucus it is the line of.
CAUCUSES = [
    pytest.param(["Republican"] * 6, ["Democratic"] * 6, "Republican", id="all of one party"),
    pytest.param(["Republican"] * 6, ["Republican"] * 10 + ["Democratic"], "Republican", id="more than a third of one party"),
    pytest.param(["Republican"] * 6, ["Republican"] * 20 + ["Democratic"], "", id="an office of some members"),
    pytest.param(["Republican"] * 5 + ["Democratic"], ["Democratic"] * 6, "", id="of two parties"),
    pytest.param(["Democratic", "Democratic/Working Families"] * 3, ["Republican"], "Democratic", id="of two lists"),
    pytest.param(["Republican"] * 6, [], "", id="the only party there"),
    pytest.param(["Republican"] * 4, ["Democratic"] * 6, "", id="too few to be sure"),
]


@pytest.mark.parametrize(("having", "others", "caucus"), CAUCUSES)
def test_line_of_one_party_is_its_caucus_s(having: list[str], others: list[str], caucus: str) -> None:
    members = [
        record(f"M{number}", "state_lower", f"{NH}/sldl:{number}", line(HOUSE_LINE), party=party)
        for number, party in enumerate(having)
    ]
    members += [
        record(f"N{number}", "state_lower", f"{NH}/sldl:9{number}", line(f"+160355502{number:02}"), party=party)
        for number, party in enumerate(others)
    ]
    assert {each.lines[0].caucus for each in with_shared_lines(members)[: len(having)]} == {caucus}


def test_shipped_tables_leave_few_numbers_out_and_nobody_without_a_line() -> None:
    rows = table_rows(DATA, "doubtful_lines.tsv")
    assert Counter(row["rule"] for row in rows) == {"alone": 57, "other_state": 6, "two_members": 4, "washington_code": 2}
    alone = [row["official"] for row in rows if row["rule"] == "alone"]
    directory = Directory.load(DATA)
    found = [directory.record(row["official"]) for row in rows]
    assert all(each and each.lines for each in found)
    assert sum("state:nh" in each.division for each in found if each and each.id in alone) == 40
    assert {row["rule"] for row in rows} == set(RULES)


@pytest.mark.parametrize(
    ("texts", "says"),
    [
        (("TRUST", "06026", "SCRIPT"), "It is the line of the Republican caucus: ask for State Senator John Kissel."),
        (
            ("CONFIANZA", "06026", "GUION"),
            "Es la linea de la bancada republicana: pregunte por el senador estatal John Kissel.",
        ),
    ],
)
def test_caucus_line_is_told_as_one(start: Start, texts: tuple[str, ...], says: str) -> None:
    phone = start().phone()
    said = [phone.text(text) for text in texts]
    assert says in str(said[-1])
