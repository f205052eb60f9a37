"""The pages Conversations: every flow drawn whole, with the share of each exit, and what the checker finds at its node."""

import re
import shutil
from pathlib import Path

import pytest

from bot.conversation.exit_counts import exits_taken
from bot.engine.steps import WAYS_BACK
from tests.conftest import ONE_DATABASE, ROOT, Bot, Start
from tests.console.conftest import Organizers, Visitor, text_of

one_database = pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
FLOWS = ("text", "call", "place")


def counted(bot: Bot, flow: str) -> dict[tuple[str, str], int]:
    """What is counted of a flow, once this process has written it."""
    bot.parts.exit_counts.flush()
    with bot.parts.database.read() as connection:
        return dict(exits_taken(connection, flow, bot.clock.now.date()))


@pytest.mark.parametrize("name", FLOWS)
@one_database
def test_flow_is_drawn_whole_with_every_exit_in_the_list(bot: Bot, owner: Visitor, name: str) -> None:
    page = owner.get(f"/flows/{name}?from=").get_data(as_text=True)
    flow = bot.parts.flows[name]
    for node in flow.nodes.values():
        part = page.partition(f'id="node-{node.name}"')[2].partition('<li id="node-')[0]
        assert part, node.name
        for to in node.on.values():
            assert to in WAYS_BACK or f'href="#node-{to}"' in part
    assert page.count("<rect") == len(flow.nodes)
    assert page.count("<path") == sum(to not in WAYS_BACK for node in flow.nodes.values() for to in node.on.values())


@one_database
def test_drawing_has_no_two_boxes_over_each_other_and_text_that_can_be_read(owner: Visitor) -> None:
    for name in FLOWS:
        page = owner.get(f"/flows/{name}?from=").get_data(as_text=True)
        boxes = [tuple(map(int, box)) for box in re.findall(r'<rect x="(\d+)" y="(\d+)" width="(\d+)" height="(\d+)"', page)]
        for number, (x, y, wide, high) in enumerate(boxes):
            over = [other for other in boxes[number + 1 :] if abs(other[0] - x) < wide and abs(other[1] - y) < high]
            assert not over, name
    css = (ROOT / "bot" / "web" / "console" / "static" / "console.css").read_text()
    sizes = [
        int(size) for rule in re.findall(r"\.drawing [^{]*\{([^}]*)\}", css) for size in re.findall(r"font-size: (\d+)px", rule)
    ]
    assert sizes and min(sizes) >= 11


@one_database
def test_flow_can_be_drawn_from_each_way_in(bot: Bot, owner: Visitor) -> None:
    flow = bot.parts.flows["text"]
    for begin in ("", "start.keyword", "words.call", "nonsense", "<script>"):
        answer = owner.get(f"/flows/text?from={begin}")
        assert answer.status_code == 200 and "<script>" not in answer.get_data(as_text=True)
    from_call = owner.get("/flows/text?from=words.call").get_data(as_text=True)
    assert f'id="node-{flow.starts["stranger"]}"' not in from_call
    assert owner.get("/flows/nothing").status_code == 404


def test_exits_are_counted_once_a_saved_turn(bot: Bot, owner: Visitor) -> None:
    people = 3
    for _ in range(people):
        phone = bot.phone()
        phone.text("SANCTUARY")
        phone.text("98402")
    counts = counted(bot, "text")
    assert counts["hello", "then"] == people
    assert counted(bot, "place")["zip", "heard"] == people
    assert counted(bot, "text") == counts, "what was written is not written again"
    bot.phone().text("SANCTUARY")
    assert counted(bot, "text")["hello", "then"] == people + 1
    page = text_of(owner.get("/flows/place?from="))
    assert "100 % (3)" in page
    taken = sum(counted(bot, "text").values())
    assert f"{taken} exits taken in 30 days" in text_of(owner.get("/flows"))


def test_webhook_that_comes_twice_counts_once(bot: Bot) -> None:
    phone = bot.phone()
    for _ in range(2):
        phone.text("SANCTUARY", MessageSid="SM" + "1" * 32)
    assert counted(bot, "text")["hello", "then"] == 1


def test_counts_wait_while_the_database_is_away(start: Start) -> None:
    bot = start()
    bot.phone().text("SANCTUARY")
    with bot.parts.database.write() as connection:
        connection.exec_driver_sql("ALTER TABLE flow_exits RENAME TO gone")
    bot.parts.exit_counts.flush()
    with bot.parts.database.write() as connection:
        connection.exec_driver_sql("ALTER TABLE gone RENAME TO flow_exits")
    assert counted(bot, "text")["hello", "then"] == 1


def test_drop_outs_are_questions_that_many_did_not_understand(bot: Bot, owner: Visitor) -> None:
    for number in range(24):
        phone = bot.phone()
        phone.text("SANCTUARY")
        phone.text("98402" if number % 3 else "qwrt zxcv")
        phone.text("qwrt zxcv")
        phone.text("qwrt zxcv")
    bot.parts.exit_counts.flush()
    page = text_of(owner.get("/flows"))
    assert "Where people drop out" in page and "were not understood, or silence" in page


def flows_folder(folder: Path) -> Path:
    shutil.copytree(ROOT / "flows", folder)
    return folder


def test_findings_of_the_checker_stand_at_their_node(start: Start, tmp_path: Path) -> None:
    folder = flows_folder(tmp_path / "flows")
    before = start(flows_dir=folder)
    before.parts.files.keep(before.clock())
    path = folder / "text.yaml"
    path.write_text(path.read_text().replace("hello: {say: hello, then: place}", "hello: {say: hello_there, then: place}"))
    bot = start(flows_dir=folder)
    owner = Organizers(bot).signed_in("owner", "Ana")
    overview = text_of(owner.get("/flows"))
    assert "The file text.yaml has mistakes" in overview and "its last good version serves" in overview
    page = owner.get("/flows/text?from=").get_data(as_text=True)
    node = page.partition('id="node-hello"')[2].partition("</li>\n    <li id=")[0]
    assert 'class="finding"' in node and "hello_there" in node
    printed = bot.app.test_cli_runner().invoke(args=["flows", "check"])
    assert "hello_there" in printed.stderr, "the command says the same"


@one_database
def test_simulator_is_offered_where_there_is_one(owner: Visitor) -> None:
    for path in ("/flows", "/flows/text"):
        assert 'href="http://127.0.0.1:8000/simulator"' in owner.get(path).get_data(as_text=True)
