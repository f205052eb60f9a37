"""flows/README.md tells the whole flow language, and nothing that is not in it."""

import re
from collections.abc import Iterator

import pytest
from ruamel.yaml import YAML

from bot.conversation.flow_files import load_flows
from bot.engine.advance import all_exits
from bot.engine.flow import ENTRIES, Flow, FlowChoice, Node, exits_of, parse_flow
from bot.engine.flow_check import check_flows
from bot.engine.placeholders import PLACEHOLDERS, template_fields
from bot.engine.steps import AGAIN, BACK, CHOSEN, NONE, STEPS, TRIES
from bot.reading import PROVIDER_WORDS
from bot.simulation.transcript import ACTIONS, CLOCK, EXPECTATIONS, read_transcript, replay_transcript
from tests.conftest import ROOT, Bot

PAGE = (ROOT / "flows" / "README.md").read_text(encoding="utf-8")


def section(heading: str) -> str:
    return PAGE.split(f"\n## {heading}\n")[1].split("\n## ")[0]


def rows(heading: str) -> list[list[str]]:
    """The cells of a section's tables, without their heads."""
    lines = [line for line in section(heading).splitlines() if line.startswith("|")]
    cells = [[cell.strip() for cell in line.strip("|").split(" | ")] for line in lines]
    return [row for row, line in zip(cells, lines, strict=True) if "`" in line]


def blocks(heading: str) -> list[str]:
    return re.findall(r"```yaml\n(.*?)```", section(heading), flags=re.DOTALL)


def read(yaml: str) -> object:
    return YAML(typ="safe", pure=True).load(yaml)


def test_first_example_is_a_flow_without_problems() -> None:
    (example,) = blocks("A whole flow")
    flow, problems = parse_flow("weather", read(example))
    assert flow is not None
    assert problems == []
    shipped = load_flows(ROOT / "flows")
    assert [*map(str, check_flows(shipped | {"weather": flow}))] == [
        f"weather.{node.name}: ends with `{node.argument}`, but no flow goes here to take that exit; "
        "write `end: conversation`, or `go: weather` somewhere"
        for node in flow.nodes.values()
        if node.step == "end"
    ]


def test_every_key_of_a_file_a_node_and_a_word_is_told() -> None:
    of_file, of_node, of_word = ([row[0].strip("`") for row in table] for table in tables("The keys"))
    told = [sorted(of_file), sorted({*of_node, *STEPS}), sorted(of_word)]
    known = {"channels": ["sms"], "starts": {"a": "a"}, "texts": {}, "nodes": {"a": {"end": "x", "mine": 1}}}
    _, problems = parse_flow("x", known | {"mine": 1, "words": {"w": {"to": "a", "reads": "zip", "mine": 1}}})
    assert [*map(str, problems)] == [
        f"x.{where}mine: is not a key here; use one of {', '.join(keys)}"
        for where, keys in zip(("", "a.", "words.w."), told, strict=True)
    ]


def tables(heading: str) -> list[list[list[str]]]:
    """The tables of a section, apart."""
    parts = re.split(r"^\| Key .*\n", section(heading), flags=re.MULTILINE)[1:]
    return [
        [[cell.strip() for cell in line.strip("|").split(" | ")] for line in part.splitlines() if "| `" in line]
        for part in parts
    ]


def test_every_step_is_told_with_what_it_does_an_example_and_its_channels() -> None:
    told = [(row[0], row[1], row[2], row[3]) for row in rows("The steps")]
    assert told == [(f"`{name}`", step.purpose, ", ".join(step.channels), f"`{step.example}`") for name, step in STEPS.items()]


@pytest.mark.parametrize("step", STEPS)
def test_example_of_a_step_is_one(step: str) -> None:
    node = node_of(STEPS[step].example)
    assert node.step == step
    needed, optional = exits_of(node, {"place": flow_ending("found", "missed")})
    assert set(needed) <= set(node.on) <= {*needed, *optional}


def node_of(yaml: str) -> Node:
    flow, problems = parse_flow("x", {"channels": ["sms"], "starts": {"a": "a"}, "texts": {}, "nodes": {"a": read(yaml)}})
    assert flow is not None
    assert problems == []
    return flow.nodes["a"]


def flow_ending(*exits: str) -> Flow:
    return Flow(
        name="place",
        channels=("sms",),
        starts={},
        nodes={exit: Node(name=exit, step="end", argument=exit) for exit in exits},
        texts={},
        words=(),
        segments=3,
    )


def test_every_exit_of_every_argument_is_told() -> None:
    told = [(row[0].strip("`"), row[1], row[2]) for row in rows("The exits")]
    assert told == list(every_exit())


def every_exit() -> Iterator[tuple[str, str, str]]:
    """Each step with each argument, the exits it must have and those it may have."""
    for name, step in STEPS.items():
        for argument in step.arguments or ("NAME",):
            for case, choices, names in CHOICES if argument == "choice" and name == "ask" else [("", {}, {})]:
                node = Node(name="x", step=name, argument=argument, choices=choices)
                needed, optional = exits_of(node, {"NAME": flow_ending("the exits that flow ends with")})
                cells = [
                    ", ".join(names.get(exit, f"`{exit}`" if " " not in exit else exit) for exit in exits)
                    for exits in (needed, optional)
                ]
                yield f"{name}: {argument}{case}", cells[0] or "none", cells[1] or "none"


CHOICES = [
    (", choices: {...}", {"yes": FlowChoice("1")}, {"yes": "one named like each choice"}),
    (", choices: offered", "offered", {}),
]


def test_every_placeholder_is_told_with_its_meaning_and_longest_value() -> None:
    assert rows("The placeholders") == [
        [f"`{{{name}}}`", placeholder.meaning, str(placeholder.longest)] for name, placeholder in PLACEHOLDERS.items()
    ]


def test_every_start_that_conversations_begin_at_is_told() -> None:
    told = [(row[0].strip("`"), row[1].strip("`")) for row in rows("Where conversations begin")]
    assert told == [(flow, how) for flow, starts in ENTRIES.values() for how in starts]


def test_words_that_carriers_answer_are_told() -> None:
    assert ", ".join(PROVIDER_WORDS) in " ".join(PAGE.split())


def test_number_of_misunderstandings_is_told() -> None:
    assert f"{TRIES['sms']} by text and {TRIES['voice']} on the phone" in " ".join(PAGE.split())


def test_special_targets_and_exits_are_told() -> None:
    for word in (AGAIN, BACK, CHOSEN, NONE, "silence", "missed", "heard"):
        assert f"`{word}`" in PAGE


@pytest.mark.parametrize("example", [block for heading in ("Questions", "Words") for block in blocks(heading)])
def test_each_other_example_is_read_as_it_stands(example: str) -> None:
    data = read(example)
    assert isinstance(data, dict)
    base = {"channels": ["sms", "voice"], "starts": {"a": "a"}, "texts": {}, "nodes": {"a": {"end": "conversation"}}}
    given = data if "nodes" in data or "words" in data or "texts" in data else {"nodes": data}
    flow, problems = parse_flow("x", base | given)
    assert problems == []
    assert flow is not None
    for languages in flow.texts.values():
        for channels in languages.values():
            for text in channels.values():
                assert set(template_fields(text)) <= set(PLACEHOLDERS)


def test_every_line_of_a_transcript_is_told() -> None:
    told = [re.match(r"`([a-z ]+)", row[0]) for row in rows("Transcripts")]
    assert [match[1] for match in told if match] == [*ACTIONS, *EXPECTATIONS, CLOCK]


def test_transcript_on_the_page_goes_as_written(bot: Bot) -> None:
    (example,) = blocks("Transcripts")
    replay_transcript(bot.phone(), read_transcript(example).steps, bot.clock.set)


def test_count_of_the_shipped_flows_is_right() -> None:
    flows = load_flows(ROOT / "flows")
    assert [path.removesuffix(".yaml") for path in re.findall(r"^- `(\w+\.yaml)`: ", PAGE, re.MULTILINE)] == [
        "text",
        "call",
        "place",
    ]
    assert set(flows) == {"text", "call", "place"}
    assert list(all_exits(flows))
