"""`flask flows`, as an author of conversations types it."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask.testing import FlaskCliRunner

from bot import create_app
from bot.cli.flows import CALLING, RINGING, TEXTING, draw_mermaid
from bot.config import Settings
from bot.engine.flow import Flow
from bot.simulation.phone import Phone
from bot.simulation.transcript import Mismatch, read_transcript, replay_transcript, write_transcript
from tests.conftest import ROOT, Bot, starting
from tests.databases import empty_database
from tests.flow_files import problems, spoiled


@pytest.fixture(scope="module")
def bot(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    """One for all: what a command writes to the terminal does not hang on the database, and the phones differ."""
    folder = tmp_path_factory.mktemp("bot")
    with empty_database("sqlite", folder) as url, starting(url, folder) as start:
        yield start()


@pytest.fixture
def flask(bot: Bot) -> FlaskCliRunner:
    return bot.app.test_cli_runner()


# --- check -----------------------------------------------------------------------------------------------------------


def test_check_counts_what_it_proved(flask: FlaskCliRunner, bot: Bot) -> None:
    flows = bot.parts.flows.values()
    nodes = [node for flow in flows for node in flow.nodes.values()]
    exits = sum(len(node.on) for node in nodes)
    checked = flask.invoke(args=["flows", "check"])
    assert (checked.exit_code, checked.output) == (0, f"3 flows, {len(nodes)} nodes, {exits} exits, no problems\n")


def test_check_lists_all_problems_of_a_folder_and_fails(flask: FlaskCliRunner, tmp_path: Path) -> None:
    folder = tmp_path / "flows"
    folder.mkdir()
    wrong = spoiled("text", "started: menu", "started: menue") | spoiled("call", "busy: end, ", "")
    told = problems(folder, **wrong)
    checked = flask.invoke(args=["flows", "check", str(folder)])
    assert checked.exit_code == 1
    assert checked.output == "Error: 2 problems\n" + "\n".join(told) + "\n"


def test_check_says_that_there_is_one_problem(flask: FlaskCliRunner, tmp_path: Path) -> None:
    folder = tmp_path / "flows"
    folder.mkdir()
    problems(folder, **spoiled("call", "busy: end, ", ""))
    checked = flask.invoke(args=["flows", "check", str(folder)])
    assert checked.output == "Error: 1 problem\ncall.dial: no exit for busy; add it under `on:`\n"


def test_check_of_a_good_folder_is_content(flask: FlaskCliRunner, tmp_path: Path) -> None:
    folder = tmp_path / "flows"
    folder.mkdir()
    problems(folder)
    checked = flask.invoke(args=["flows", "check", str(folder)])
    assert (checked.exit_code, checked.output) == (0, "3 flows, 17 nodes, 32 exits, no problems\n")


def test_check_finds_the_mistakes_that_keep_the_bot_from_starting(tmp_path: Path) -> None:
    folder = tmp_path / "flows"
    folder.mkdir()
    problems(folder, **spoiled("call", "busy: end, ", ""))
    environment = os.environ | {"FLOWS_DIR": str(folder), "INSTANCE_DIR": str(tmp_path), "FLASK_APP": "wsgi"}
    checked = subprocess.run(
        [sys.executable, "-m", "flask", "flows", "check"],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert checked.returncode != 0
    assert "call.dial: no exit for busy; add it under `on:`" in checked.stdout + checked.stderr
    assert "Traceback" not in checked.stderr


# --- draw ------------------------------------------------------------------------------------------------------------

LABEL = r'"[^"]*"'
MERMAID = re.compile(
    rf"""[ ]{{4}}(?:
        (?P<way>(?:start|word)_\w+)\(\[{LABEL}\]\)\ (?:-->|-\.->)\ (?P<leads>node_\w+|repeat_\w+\(\[{LABEL}\]\))
        | (?P<box>node_\w+)(?:\[{LABEL}\]|\{{\{{{LABEL}\}}\}})
        | (?P<source>node_\w+)\ -->\|{LABEL}\|\ (?P<target>node_\w+|(?:again|back|repeat|listen)_\w+\(\[{LABEL}\]\))
    )""",
    re.VERBOSE,
)


def drawn(flow: Flow) -> list[re.Match[str]]:
    """The lines of a drawing, each of a kind that Mermaid knows."""
    first, *lines = draw_mermaid(flow)
    assert first == "flowchart TD"
    matches = [MERMAID.fullmatch(line) for line in lines]
    assert None not in matches, [line for line, match in zip(lines, matches, strict=True) if match is None]
    return [match for match in matches if match]


def test_drawing_has_every_way_in_node_and_exit(bot: Bot) -> None:
    for flow in bot.parts.flows.values():
        lines = drawn(flow)
        boxes = [line["box"] for line in lines if line["box"]]
        assert len(boxes) == len(set(boxes)) == len(flow.nodes)
        assert sum(bool(line["way"]) for line in lines) == len(flow.starts) + len(flow.words)
        assert sum(bool(line["source"]) for line in lines) == sum(len(node.on) for node in flow.nodes.values())
        targets = {line["leads"] or line["target"] for line in lines} - {None}
        assert {target for target in targets if target.startswith("node_")} <= set(boxes)


def test_draw_writes_one_flow_or_a_page_of_all(flask: FlaskCliRunner, bot: Bot) -> None:
    one = flask.invoke(args=["flows", "draw", "place"])
    assert (one.exit_code, one.output) == (0, "\n".join(draw_mermaid(bot.parts.flows["place"])) + "\n")
    page = flask.invoke(args=["flows", "draw"])
    assert re.findall(r"^## (\w+)$", page.output, re.MULTILINE) == list(bot.parts.flows)
    assert page.output.count("```mermaid\nflowchart TD\n") == len(bot.parts.flows)


def test_draw_knows_no_other_flow(flask: FlaskCliRunner) -> None:
    drawn = flask.invoke(args=["flows", "draw", "plaice"])
    assert drawn.exit_code == 2
    assert "there is no flow plaice; there are call, place, text" in drawn.output


# --- try -------------------------------------------------------------------------------------------------------------


def test_try_holds_a_text_conversation(flask: FlaskCliRunner) -> None:
    tried = flask.invoke(args=["flows", "try"], input="sanctuary 98402\n\n")
    assert tried.exit_code == 0
    assert tried.output.startswith(f"{TEXTING}\n> sanctuary 98402\nPatchline: Neighbors are calling")
    assert "Governor Bob Ferguson 360-902-4111" in tried.output


def test_try_holds_a_call(flask: FlaskCliRunner) -> None:
    tried = flask.invoke(args=["flows", "try", "--voice"], input="1\nsay nine eight four oh two\n9\n1\nbusy\nhang up\n\n")
    assert tried.exit_code == 0
    assert tried.output.startswith(f"{CALLING}\nHello, this is Patchline. Para español, oprima 2.")
    assert "[360-902-4111 rings]" in tried.output
    assert "[text] Call Governor Bob Ferguson" in tried.output
    assert "Next is Mayor Anders Ibsen" in tried.output


def test_try_rings_and_is_answered(flask: FlaskCliRunner) -> None:
    typed = ["sanctuary 98402", "call", "answer", "1", "busy", "1", "answered", "1", "list", ""]
    tried = flask.invoke(args=["flows", "try"], input="\n".join(typed) + "\n")
    assert tried.exit_code == 0
    assert f"[{RINGING}]" in tried.output
    assert "[253-591-5100 rings]" in tried.output
    assert "[the bot hangs up]\n" in tried.output
    assert "That was all for now: 1 of 2 calls done" in tried.output
    assert "[text]" not in tried.output  # they heard it on the phone


def test_try_leaves_nothing_behind(flask: FlaskCliRunner, bot: Bot) -> None:
    before = bot.count("supporters"), bot.count("calls")
    flask.invoke(args=["flows", "try"], input="sanctuary 98402\nstop\n\n")
    for _ in range(2):
        tried = flask.invoke(args=["flows", "try", "--voice"], input="1\n98402\n1\nanswered\nhang up\n\n")
        assert "[360-902-4111 rings]" in tried.output, "no limit is left behind either"
    assert (bot.count("supporters"), bot.count("calls")) == before


RECORDED = [
    pytest.param((), ["sanctuary 98402", "script", "1", "español", "aprender 3"], id="texts"),
    pytest.param(("--voice",), ["2", "98402", "9", "1", "no answer", "say sí", "answered", "1"], id="a call"),
    pytest.param((), ["sanctuary 98402", "call", "let it ring", "call", "answer", "1", "busy", "hang up"], id="rings"),
    pytest.param(("--voice",), ["silence", "silence", "silence", "silence", "hola"], id="a call that the bot ends"),
]


@pytest.mark.parametrize(("options", "typed"), RECORDED)
def test_what_is_recorded_is_a_transcript_that_passes(
    options: tuple[str, ...], typed: list[str], flask: FlaskCliRunner, bot: Bot, tmp_path: Path
) -> None:
    file = tmp_path / "recorded.yaml"
    tried = flask.invoke(args=["flows", "try", *options, "--record", str(file)], input="\n".join(typed) + "\n\n")
    assert tried.exit_code == 0, tried.output
    transcript = read_transcript(file.read_text(encoding="utf-8"))
    assert sum(line.what.startswith(("they", "the line")) for line in transcript.steps) >= len(typed)
    replay_transcript(bot.phone(), transcript.steps, bot.clock.set)


def test_transcript_is_read_back_as_it_was_written() -> None:
    text = (ROOT / "tests" / "flows" / "text-tacoma-from-keyword-to-forget.yaml").read_text(encoding="utf-8")
    transcript = read_transcript(text)
    assert read_transcript(write_transcript(transcript.about, transcript.steps)) == transcript


def test_recording_does_not_write_over_another(flask: FlaskCliRunner, tmp_path: Path) -> None:
    file = tmp_path / "recorded.yaml"
    file.write_text("mine")
    tried = flask.invoke(args=["flows", "try", "--record", str(file)], input="\n")
    assert tried.exit_code == 2
    assert "is there already; name a new file" in tried.output
    assert file.read_text() == "mine"


def test_try_wants_a_number_as_numbers_are_written(flask: FlaskCliRunner) -> None:
    tried = flask.invoke(args=["flows", "try", "--number", "555"], input="\n")
    assert tried.exit_code == 2
    assert "555 is not a phone number; write it like +12535550199" in tried.output


def test_try_does_not_talk_past_a_live_account(tmp_path: Path) -> None:
    settings = Settings.load(
        instance_dir=tmp_path,
        twilio_account_sid="AC" + "0" * 32, twilio_auth_token="t", twilio_from="+12065550100", public_url="https://bot.example.org",
        secret_key="s" * 48, phone_key="A" * 86 + "==",
    )  # fmt: skip
    tried = create_app(settings).test_cli_runner().invoke(args=["flows", "try"], input="hi\n\n")
    assert tried.exit_code == 1
    assert "unset TWILIO_ACCOUNT_SID and TWILIO_AUTH_TOKEN to try" in tried.output


# --- transcripts -----------------------------------------------------------------------------------------------------

WRONG = [
    pytest.param("- they text: x\n- bot: goodbye\n", "step 2: not said: ['goodbye']; said: 'This is Patchline.", id="not said"),
    pytest.param("- they text: x\n- bot: nothing\n", "step 2: something was said: This is", id="said all the same"),
    pytest.param("- they text: hi\n- bot does not say: Patchline\n", "step 2: said: ['Patchline']", id="said what it must not"),
    pytest.param("- they text: hi\n- bot rings:\n", "step 2: the bot does not ring", id="no ring"),
    pytest.param("- they dial:\n- bot hangs up:\n", "step 2: the call goes on", id="the call goes on"),
    pytest.param("- they dial:\n- line rings: 360-902-4111\n", "step 2: the line of nobody rings", id="no line"),
    pytest.param("- they text: hi\n- bot texts: hi\n", "step 2: not said: ['hi']; said: ''", id="no text"),
]


@pytest.mark.parametrize(("lines", "problem"), WRONG)
def test_conversation_that_goes_another_way_says_where(lines: str, problem: str, bot: Bot) -> None:
    transcript = read_transcript(f"about: x\nconversation:\n{lines}")
    with pytest.raises(Mismatch, match=re.escape(problem)):
        replay_transcript(bot.phone(), transcript.steps, bot.clock.set)


def test_transcript_with_an_unknown_line_is_refused() -> None:
    with pytest.raises(ValueError, match="step 1: `they shout` is not one of they text, they send a photo"):
        read_transcript("about: x\nconversation:\n- they shout: hi\n")


def test_phone_posts_what_the_provider_would(bot: Bot) -> None:
    phone: Phone = bot.phone()
    assert (
        phone.post("/twilio/sms", {"MessageSid": "SM1", "From": phone.number, "Body": "hi"}, signature="forged").status == 403
    )
