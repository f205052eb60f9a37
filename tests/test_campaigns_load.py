"""Files that cannot be read, and campaigns that cannot stand side by side, are told with what to do."""

from pathlib import Path

import pytest

from bot.campaigns import CampaignErrors, load_campaigns
from tests.campaign_files import GOOD, PUBLIC_URL, RESERVED, ROLES, problems, spoiled

EMPTY = "trees.yaml: is empty; write it as docs/campaigns.md shows"
QUOTE = "put a text with {, :, # or quotes in it on the lines after `key: >-`, indented by spaces"

UNREADABLE = [
    pytest.param("", EMPTY, id="nothing"),
    pytest.param("# soon\n", EMPTY, id="a remark"),
    pytest.param("{}", EMPTY, id="no keys"),
    pytest.param("- a\n", "trees.yaml: holds a list, not keys with values; start with `keyword: WORD`", id="a list"),
    pytest.param("trees", "trees.yaml: holds a single text, not keys with values; start with `keyword: WORD`", id="a word"),
    pytest.param(GOOD.encode("latin-1"), "trees.yaml:41: is not UTF-8 text; save the file as UTF-8", id="another encoding"),
    pytest.param(
        "keyword: a: b\n", f"trees.yaml:1: is not YAML (mapping values are not allowed here); {QUOTE}", id="a bare colon"
    ),
    pytest.param(
        "keyword: TREES\n\tstate: live\n",
        "trees.yaml:2: is not YAML (found character '\\t' that cannot start any token); indent by spaces, not by tabs",
        id="a tab",
    ),
    pytest.param(
        "keyword: {city} trees\n",
        f"trees.yaml:1: is not YAML (expected <block end>, but found '<scalar>'); {QUOTE}",
        id="a text that starts with a brace",
    ),
    pytest.param(
        "keyword: TREES\0\n",
        f"trees.yaml: is not YAML (unacceptable character #x0000: special characters are not allowed); {QUOTE}",
        id="a zero byte",
    ),
    pytest.param(
        "keyword: A\n---\nkeyword: B\n", f"trees.yaml:2: is not YAML (but found another document); {QUOTE}", id="two documents"
    ),
    pytest.param("#" * 200_001, "trees.yaml: is longer than 200,000 bytes; write it as docs/campaigns.md shows", id="no end"),
    pytest.param(
        "[" * 5000, "trees.yaml: is nested too deeply; write it as flat as docs/campaigns.md shows", id="thousands of brackets"
    ),
    pytest.param(
        "- " * 90_000, "trees.yaml: is nested too deeply; write it as flat as docs/campaigns.md shows", id="of dashes"
    ),
    pytest.param(
        "{a: " * 40_000, "trees.yaml: is nested too deeply; write it as flat as docs/campaigns.md shows", id="and of braces"
    ),
]


@pytest.mark.parametrize(("content", "told"), UNREADABLE)
def test_file_that_cannot_be_read_says_why(tmp_path: Path, content: str | bytes, told: str) -> None:
    assert problems(tmp_path, {"trees.yaml": content}) == [told]


OTHER = [("keyword: TREES", "keyword: PARKS"), ("[ARBOLES]", "[PARQUES]")]
HOTLINE = ("state: live", "state: live\nhotline: true")
FORMS = ("state: live", "state: live\ncallpower: {id: 12}")

TOGETHER = [
    pytest.param(
        {"parks.yaml": spoiled(("[ARBOLES]", "[PARQUES]")), "trees.yaml": GOOD},
        ["trees.yaml:1: keyword: TREES is a keyword of parks.yaml already; choose another word in one of the two"],
        id="one keyword for two campaigns",
    ),
    pytest.param(
        {"parks.yaml": spoiled(("keyword: TREES", "keyword: PARKS")), "trees.yaml": GOOD},
        ["trees.yaml:2: aliases.0: ARBOLES is a keyword of parks.yaml already; choose another word in one of the two"],
        id="one alias for two campaigns",
    ),
    pytest.param(
        {"parks.yaml": spoiled(*OTHER, HOTLINE), "trees.yaml": spoiled(HOTLINE)},
        ["trees.yaml:4: hotline: parks.yaml is the hotline's campaign already; write `hotline: false` in one of the two"],
        id="two hotlines",
    ),
    pytest.param(
        {"parks.yaml": spoiled(*OTHER, FORMS), "trees.yaml": spoiled(FORMS)},
        ["trees.yaml:4: callpower.id: CallPower's campaign 12 is parks.yaml already; take `callpower` out of one of the two"],
        id="one campaign of CallPower for two",
    ),
    pytest.param(
        {"trees.yaml": GOOD, "trees.yml": spoiled(*OTHER)},
        ["trees.yml: has the same id as trees.yaml; rename one of the two"],
        id="one id for two campaigns",
    ),
    pytest.param(
        {"Our Trees.yaml": GOOD},
        [
            "Our Trees.yaml: has a name that cannot be an address; "
            "name it with up to 20 small letters, digits and hyphens: it becomes the page's address"
        ],
        id="a name that is no address",
    ),
    pytest.param(
        {"parks.yaml": "", "trees.yaml": spoiled(("state: live", "state: on"))},
        [
            "parks.yaml: is empty; write it as docs/campaigns.md shows",
            "trees.yaml:3: state: 'on' is not known; write one of draft, live, paused, ended",
        ],
        id="mistakes in two files",
    ),
]


@pytest.mark.parametrize(("files", "told"), TOGETHER)
def test_mistakes_between_files_are_told(tmp_path: Path, files: dict[str, str | bytes], told: list[str]) -> None:
    assert problems(tmp_path, files) == told


def test_folder_without_campaigns_is_a_mistake(tmp_path: Path) -> None:
    with pytest.raises(CampaignErrors, match=r"holds no campaign; put a file like sanctuary\.yaml there"):
        load_campaigns(tmp_path / "away", roles=ROLES, reserved=RESERVED, public_url=PUBLIC_URL)


def test_long_public_address_counts_towards_a_scripts_length(tmp_path: Path) -> None:
    (tmp_path / "trees.yaml").write_text(spoiled(("Plant. {link}", f"{'Plant. ' * 30}{{link}}")))
    load_campaigns(tmp_path, roles=ROLES, reserved=RESERVED, public_url="https://a.org")
    with pytest.raises(CampaignErrors, match="takes 4 segments"):
        load_campaigns(tmp_path, roles=ROLES, reserved=RESERVED, public_url=f"https://{'a' * 120}.org")
