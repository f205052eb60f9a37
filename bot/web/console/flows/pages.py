"""The flows that serve: which there are, what was found wrong, where people drop out, and one of them drawn."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import timedelta

from flask import abort, render_template, request

from bot.conversation.exit_counts import exits_taken
from bot.engine.flow import Flow, Flows, Node
from bot.engine.flow_check import check_flow
from bot.locale.flaws import Finding, PlacedFlaw
from bot.providers.trial_provider import TrialProvider
from bot.runtime import parts
from bot.web.console.flows.drawing import draw
from bot.web.console.flows.graph import START, WORD, Counts, drop_outs, shown_nodes, ways_in
from bot.web.console.visit import language, now, t

COUNTED = timedelta(days=30)
LEAST, MOST = 20, 5  # answers to a question before it counts as a drop-out; how many are shown
MAIN = {"text": f"{START}keyword", "call": f"{START}dialed"}  # where most conversations of a flow begin


def show() -> str:
    """All flows."""
    flows = parts().flows
    rows = []
    for flow in flows.values():
        counts = _counts(flow)
        rows.append(
            {
                "flow": flow,
                "nodes": len(flow.nodes),
                "exits": sum(len(node.on) for node in flow.nodes.values()),
                "findings": len(_findings(flow, flows)),
                "taken": sum(counts.values()),
                "drop_outs": drop_outs(flow, counts, LEAST, MOST),
            }
        )
    faults = [fault for fault in parts().files.faults if fault.kind in ("flow", "intents")]
    return render_template("flows/all.html", rows=rows, faults=faults, simulator=_simulator())


def one(name: str) -> str:
    """One flow, drawn from a way in, and its nodes one by one below the drawing."""
    flows = parts().flows
    flow = flows.get(name)
    if flow is None:
        abort(404)
    begins = ways_in(flow)
    begin = request.args.get("from", MAIN.get(name, ""))
    begin = begin if begin in begins else ""
    counts = _counts(flow)
    nodes = shown_nodes(flow, counts, begin)
    findings = _findings(flow, flows)
    shown = {each.node.name for each in nodes}
    return render_template(
        "flows/one.html",
        flow=flow,
        drawing=draw(nodes),
        nodes=nodes,
        said={each.node.name: _said(flow, each.node) for each in nodes},
        does={each.node.name: _does(each.node) for each in nodes},
        findings={node: found for node, found in findings.items() if node in shown},
        others=[text for node, found in findings.items() if node not in shown for text in found],
        begin=begin,
        options=[("", t("flows.everything")), *((each, _way_in(each)) for each in begins)],
        way_in=_way_in,
        drop_outs=drop_outs(flow, counts, LEAST, MOST),
        simulator=_simulator(),
    )


def _counts(flow: Flow) -> Counts:
    with parts().database.page_read() as connection:
        return exits_taken(connection, flow.name, (now() - COUNTED).date())


def _findings(flow: Flow, flows: Flows) -> Mapping[str, Sequence[str | Finding]]:
    """What the checker says, by the node that it says it of; "" for the rest. Of a file that does not serve as it is, what is
    wrong with that."""
    files = [fault for fault in parts().files.faults if fault.kind == "flow" and fault.file == f"{flow.name}.yaml"]
    wrong: Iterable[str | Finding] = [each for fault in files for each in fault.problems] or check_flow(flow, flows)
    found: dict[str, list[str | Finding]] = {}
    for each in dict.fromkeys(wrong):
        place = each.place.removeprefix(f"{flow.name}.") if isinstance(each, PlacedFlaw) else ""
        node = place.partition(".")[0]
        found.setdefault(node if node in flow.nodes else "", []).append(each)
    return found


def _said(flow: Flow, node: Node) -> list[str]:
    """What is said here, as texts are written, in the language of the page where it has them."""
    keys = [node.say, node.text, node.argument if node.step == "text" else ""]
    found = []
    for key in filter(None, keys):
        texts = flow.texts.get(key, {})
        channels = texts.get(language()) or next(iter(texts.values()), {})
        found.append(channels.get("sms" if node.step == "text" else flow.channels[0], "") or next(iter(channels.values()), ""))
    return [text for text in found if text]


def _does(node: Node) -> str:
    """What happens here, in a few words."""
    if not node.step:
        return t("flows.step_say")
    return t(f"flows.step_{node.step}", what=node.argument)


def _way_in(name: str) -> str:
    """What begins a conversation, or a part of one: "begins: keyword", "word: call"."""
    key = "flows.start" if name.startswith(START) else "flows.word"
    return t(key, name=name.removeprefix(START).removeprefix(WORD))


def _simulator() -> str:
    """Where one tries the bot, "" where it reaches real phones."""
    built = parts()
    return f"{built.settings.url}/simulator" if isinstance(built.provider, TrialProvider) else ""
