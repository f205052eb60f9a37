"""Reads the flow files. The language is in engine/flow.py; here is only the way from disk to there."""

from pathlib import Path

from ruamel.yaml import YAML
from ruamel.yaml.constructor import DuplicateKeyError
from ruamel.yaml.error import MarkedYAMLError, YAMLError

from bot.engine.flow import Flow, FlowErrors, Flows, parse
from bot.engine.flow_check import check


def load_flows(folder: Path) -> Flows:
    """All flows of a folder (`*.yaml`, YAML 1.2), parsed and checked.

    Raises FlowErrors with every problem of every file.
    """
    flows: dict[str, Flow] = {}
    problems: list[str] = []
    for path in sorted(folder.glob("*.yaml")):
        flow, wrong = read_flow(path)
        problems += wrong
        if flow is not None:
            flows[flow.name] = flow
    if not flows and not problems:
        problems.append(f"{folder}: holds no flow; add a .yaml file, see flows/README.md")
    # Rules over broken shapes would only repeat what is known to be wrong.
    problems = problems or check(flows)
    if problems:
        raise FlowErrors(problems)
    return flows


def read_flow(path: Path) -> tuple[Flow | None, list[str]]:
    """One flow file and what is wrong with it; the flow is None when it could not be read at all."""
    reader = YAML(typ="safe", pure=True)
    try:
        data = reader.load(path.read_text(encoding="utf-8"))
    except UnicodeDecodeError:
        return None, [f"{path.name}: is not UTF-8; save it as UTF-8"]
    except MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        return None, [f"{path.name}:{line}: {_what_is_wrong(error)}"]
    except YAMLError as error:
        return None, [f"{path.name}: is not YAML ({str(error).splitlines()[0]}); take that out"]
    return parse(path.stem, data)


def _what_is_wrong(error: MarkedYAMLError) -> str:
    if isinstance(error, DuplicateKeyError):
        return f"has the key `{str(error.problem).split(chr(34))[1]}` twice; take one out"
    if "'\\t'" in str(error.problem):
        return "is indented with a tab; use spaces"
    return f"is not YAML ({error.problem}); mend that line"
