"""Versions of campaigns: what a file does, which one serves, how others take it over, and who is told what meanwhile."""

from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import insert, select, text

from bot.models import Delivery, Supporter
from bot.simulation.phone import Phone
from tests.campaign_files import GOOD, spoiled
from tests.conftest import Bot, Start, data_with

TREES_TWO = spoiled(("We ask for trees.", "We ask for tall trees."))
Folder = Callable[[str], Path]


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with the campaign TREES alone."""
    folder = data_with(tmp_path / "data")
    (folder / "campaigns" / "trees.yaml").write_text(GOOD, encoding="utf-8")
    return folder


@pytest.fixture
def serve(start: Start, data: Path) -> Callable[[], Bot]:
    """Starts a bot on the folder as a server does, which takes its files in."""

    def make() -> Bot:
        bot = start(data_dir=data)
        bot.parts.files.keep(bot.clock())
        return bot

    return make


def campaigns(bot: Bot, *words: str) -> tuple[int, str]:
    """`flask campaigns ...`: its exit status, and what it printed."""
    ran = bot.app.test_cli_runner().invoke(args=["campaigns", *words])
    return ran.exit_code, ran.output


def row(bot: Bot, id: str = "trees") -> tuple[object, ...]:
    """State, live version, draft version, whether only files ever changed it."""
    with bot.parts.database.read() as connection:
        query = text("SELECT state, live_version, draft_version, from_files FROM campaigns WHERE id = :id")
        found = connection.execute(query, {"id": id}).one()
    return (found[0], found[1], found[2], bool(found[3]))


def write(data: Path, words: str, name: str = "trees.yaml") -> Path:
    path = data / "campaigns" / name
    path.write_text(words, encoding="utf-8")
    return path


def test_file_serves_from_its_start_and_is_version_one(serve: Callable[[], Bot]) -> None:
    bot = serve()
    assert row(bot) == ("live", 1, None, True)
    assert bot.parts.campaigns.live[0].version == 1
    bot.parts.files.keep(bot.clock())
    assert bot.count("campaign_versions") == 1


def test_changed_file_serves_at_the_next_start_while_only_files_changed_it(serve: Callable[[], Bot], data: Path) -> None:
    first = serve()
    write(data, TREES_TWO)
    second = serve()
    assert row(second) == ("live", 2, None, True)
    assert "tall trees" in second.phone().text("TREES").text
    # Another process takes it over at its next look, and one that has the older file at its start goes back to that.
    first.parts.served_campaigns.look()
    assert "tall trees" in first.phone().text("TREES").text
    write(data, GOOD)
    assert "tall trees" not in serve().phone().text("TREES").text
    assert row(first) == ("live", 1, None, True)


def test_file_is_a_draft_once_its_campaign_was_changed_elsewhere(serve: Callable[[], Bot], data: Path) -> None:
    bot = serve()
    assert campaigns(bot, "pause", "trees") == (0, "trees is paused\n")
    assert campaigns(bot, "resume", "trees") == (0, "trees is live\n")
    write(data, TREES_TWO)
    later = serve()
    assert row(later) == ("live", 1, 2, False)
    assert "tall trees" not in later.phone().text("TREES").text
    assert campaigns(later, "launch", "trees") == (0, "trees: version 2 is live\n")
    bot.parts.served_campaigns.look()
    assert "tall trees" in bot.phone().text("TREES").text
    assert campaigns(bot, "launch", "trees")[0] == 1


@pytest.mark.parametrize("word", ["trees", "TREES", "Arboles"])
def test_campaign_is_named_by_its_id_or_a_keyword(serve: Callable[[], Bot], word: str) -> None:
    bot = serve()
    assert campaigns(bot, "pause", word) == (0, "trees is paused\n")
    assert campaigns(bot, "resume", word) == (0, "trees is live\n")
    assert campaigns(bot, "end", word) == (0, "trees has ended\n")
    assert campaigns(bot, "launch", word) == (0, "trees: version 1 is live\n")
    assert "'OAKS': is no campaign of the database; it has trees" in campaigns(bot, "end", "OAKS")[1]


def test_file_with_a_mistake_is_a_draft_and_disables_nothing(serve: Callable[[], Bot], data: Path) -> None:
    bot = serve()
    path = write(data, "keyword: PARKS\nstate: draft\n", "parks.yaml")
    status, printed = campaigns(bot, "load", str(path))
    assert status == 1 and "parks: a draft" in printed and "parks.yaml: words: is missing" in printed
    assert row(bot, "parks") == ("draft", None, 1, True)
    later = serve()
    assert "We ask for trees" in later.phone().text("TREES").text
    assert campaigns(later, "launch", "parks")[0] == 1
    write(data, spoiled(("TREES", "PARKS"), ("ARBOLES", "PARQUES")), "parks.yaml")
    assert serve().parts.campaigns.by_keyword("PARKS") is not None


def test_load_takes_a_file_in_without_a_restart(serve: Callable[[], Bot], tmp_path: Path) -> None:
    bot, other = serve(), serve()
    (tmp_path / "parks.yaml").write_text(spoiled(("TREES", "PARKS"), ("ARBOLES", "PARQUES")), encoding="utf-8")
    assert campaigns(bot, "load", str(tmp_path / "parks.yaml")) == (0, "parks: taken in, as its file says\n")
    assert campaigns(bot, "load", str(tmp_path / "parks.yaml")) == (0, "parks: known already, nothing changed\n")
    other.parts.served_campaigns.look()
    assert other.parts.campaigns.by_keyword("PARKS") is not None


REFUSED = [
    pytest.param(b"keyword: \xff\n", "is not UTF-8 text", id="another encoding"),
    pytest.param(b"keyword: A\0\n", "has a zero byte", id="a zero byte"),
    pytest.param(b"#" * 200_001, "is longer than 200,000 bytes", id="too long"),
]


@pytest.mark.parametrize(("content", "why"), REFUSED)
def test_load_refuses_what_is_no_text(serve: Callable[[], Bot], tmp_path: Path, content: bytes, why: str) -> None:
    bot = serve()
    (tmp_path / "parks.yaml").write_bytes(content)
    status, printed = campaigns(bot, "load", str(tmp_path / "parks.yaml"))
    assert status == 1 and why in printed and bot.count("campaign_versions") == 1


def test_export_writes_what_was_written_byte_for_byte(serve: Callable[[], Bot], data: Path, tmp_path: Path) -> None:
    odd = GOOD.replace("\n", "\r\n") + "# the end, without a line break"
    (data / "campaigns" / "trees.yaml").write_bytes(odd.encode())
    bot = serve()
    status, printed = campaigns(bot, "export", "--to", str(tmp_path / "out"))
    assert (status, printed) == (0, f"{tmp_path / 'out' / 'trees.yaml'}: version 1, live\n")
    assert (tmp_path / "out" / "trees.yaml").read_bytes() == odd.encode()
    assert campaigns(bot, "load", str(tmp_path / "out" / "trees.yaml"))[1] == "trees: known already, nothing changed\n"


def test_conversation_under_way_keeps_its_version_until_the_keyword(serve: Callable[[], Bot], tmp_path: Path) -> None:
    bot = serve()
    phone, other = bot.phone(), bot.phone()
    phone.text("TREES")
    for n in (2, 3):
        words = spoiled(
            ("We ask for trees.", f"We ask for trees {n}."),
            ("{official}, {phone}: I live", f"{{official}}, {{phone}}: {n} I live"),
        )
        (tmp_path / "trees.yaml").write_text(words, encoding="utf-8")
        campaigns(bot, "load", str(tmp_path / "trees.yaml"))
        bot.parts.served_campaigns.look()
    assert "trees 3." in other.text("TREES").text
    phone.text("98402")
    assert ": I live" in phone.text("SCRIPT").text
    other.text("98402")
    assert ": 3 I live" in other.text("SCRIPT").text
    phone.text("TREES")
    assert ": 3 I live" in phone.text("SCRIPT").text


def test_paused_campaign_says_one_sentence_by_text_and_by_phone(serve: Callable[[], Bot]) -> None:
    bot = serve()
    inside, stranger = bot.phone(), bot.phone()
    inside.text("TREES")
    campaigns(bot, "pause", "trees")
    bot.parts.served_campaigns.look()
    paused = '"Trees for all" is paused for now.'
    assert paused in inside.text("98402").text
    assert paused in stranger.text("TREES").text
    assert "SCRIPT" not in stranger.text("98402").text
    assert campaigns(bot, "pause", "trees")[0] == 1
    campaigns(bot, "resume", "trees")
    bot.parts.served_campaigns.look()
    assert "We ask for trees" in stranger.text("TREES").text
    # A caller in the middle of the campaign hears it, too.
    caller = bot.phone()
    caller.text("TREES")
    campaigns(bot, "pause", "trees")
    bot.parts.served_campaigns.look()
    heard = caller.dial()
    assert paused in heard.text and not heard.goes_on


def test_stop_is_obeyed_while_a_campaign_is_paused(serve: Callable[[], Bot]) -> None:
    bot = serve()
    phone = bot.phone()
    phone.text("TREES")
    campaigns(bot, "pause", "trees")
    bot.parts.served_campaigns.look()
    assert "paused" not in phone.text("STOP").text
    assert phone.text("hello").text == "" or "paused" not in phone.text("hello").text


def ask_for_a_call(bot: Bot, state: str) -> Phone:
    """Somebody asks to be called back, and meanwhile the campaign comes to a state, which no process has looked for yet."""
    phone = bot.phone()
    phone.text("TREES")
    phone.text("98402")
    with bot.parts.database.write() as connection:
        change = text("UPDATE campaigns SET state = :state, from_files = :no, changes = changes + 1 WHERE id = 'trees'")
        connection.execute(change, {"state": state, "no": False})
    phone.text("CALL")
    bot.parts.outbox.wait()
    with bot.parts.database.read() as connection:
        calls = connection.execute(text("SELECT state, error FROM deliveries WHERE kind = 'call'")).all()
    assert [tuple(call) for call in calls] == [("skipped", "campaign not live")] and not phone.rings
    return phone


def told(bot: Bot) -> list[str]:
    """The texts that the bot started by itself, after some looks at what is left to do."""
    for _ in range(3):
        bot.parts.upkeep.recover(bot.clock())
    with bot.parts.database.read() as connection:
        return list(connection.execute(text("SELECT text FROM deliveries WHERE kind = 'text' ORDER BY id")).scalars())


@pytest.mark.parametrize("state", ["paused", "ended"])
def test_callback_that_a_pause_kept_back_is_told_once(serve: Callable[[], Bot], state: str) -> None:
    bot = serve()
    ask_for_a_call(bot, state)
    texts = told(bot)
    assert len(texts) == 1 and '"Trees for all"' in texts[0] and ("paused for now" in texts[0]) is (state == "paused")


def keep_a_call_back(bot: Bot) -> Phone:
    """Somebody's call was kept back by a pause a moment ago, and nobody told them yet."""
    phone = bot.phone()
    phone.text("TREES")
    phone.text("98402")
    campaigns(bot, "pause", "trees")
    row = {"state": "skipped", "error": "campaign not live", "kind": "call", "zone": "", "created_at": bot.clock()}
    with bot.parts.database.write() as connection:
        whose = connection.execute(select(Supporter.id)).scalar_one()
        connection.execute(insert(Delivery).values(supporter_id=whose, **row))
    return phone


def test_callback_is_told_of_no_pause_that_is_over(serve: Callable[[], Bot]) -> None:
    bot = serve()
    keep_a_call_back(bot)
    campaigns(bot, "resume", "trees")
    texts = told(bot)
    assert len(texts) == 1 and "paused" not in texts[0] and "CALL" in texts[0]


def test_callback_of_who_said_stop_is_told_nothing(serve: Callable[[], Bot]) -> None:
    bot = serve()
    keep_a_call_back(bot).text("STOP")
    assert told(bot) == []


def test_ended_campaign_thanks_and_gives_its_keyword_away(serve: Callable[[], Bot], tmp_path: Path) -> None:
    bot = serve()
    phone = bot.phone()
    phone.text("TREES")
    assert campaigns(bot, "end", "trees") == (0, "trees has ended\n")
    bot.parts.served_campaigns.look()
    assert "is over. Thank you" in phone.text("98402").text
    assert "is over. Thank you" in bot.phone().text("TREES").text
    (tmp_path / "woods.yaml").write_text(GOOD, encoding="utf-8")
    assert campaigns(bot, "load", str(tmp_path / "woods.yaml"))[0] == 0
    bot.parts.served_campaigns.look()
    assert "We ask for trees" in bot.phone().text("TREES").text


def test_two_campaigns_claiming_one_word_the_one_that_has_it_serves(serve: Callable[[], Bot], data: Path) -> None:
    bot = serve()
    campaigns(bot, "pause", "trees")
    campaigns(bot, "resume", "trees")
    write(data, GOOD, "woods.yaml")
    (data / "campaigns" / "trees.yaml").unlink()
    later = serve()
    assert [each.id for each in later.parts.campaigns.live] == ["trees"]
    status, printed = campaigns(later, "check")
    assert status == 1 and "claims a keyword or the hotline of trees" in printed
