"""Reads the flow files, and says which serve. The language is in engine/flow.py; here is only the way from disk to there."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

import structlog

from bot.engine.flow import ENTRIES, Flow, FlowErrors, Flows, parse_flow
from bot.engine.flow_check import check_flow, check_flows, missing_entry
from bot.locale import LANGUAGES
from bot.locale.flaws import Finding, PlacedFlaw, placed
from bot.logging_setup import describe_error
from bot.yaml_files import FileFault, KeptTexts
from bot.yaml_files.yaml_reading import FileFormat, FileProblem, Value, YamlFile, parse_yaml, read_yaml

log = structlog.get_logger()
FORM = FileFormat(page="flows/README.md", begins="channels: [sms]", aliases=True)
APOLOGIES = Path(__file__).parent / "apology_flows"


@dataclass(frozen=True, slots=True, kw_only=True)
class FlowsInUse:
    """The flows that serve, and what is wrong with files.

    good: name -> the text of each file that serves as it is. names: of all files, None where something is wrong: then no
    version of a flow may be let go of. apologies: the flows, of those that conversations begin in, that can only say sorry.
    """

    flows: Flows
    faults: tuple[FileFault, ...]
    good: Mapping[str, str]
    names: frozenset[str] | None
    apologies: tuple[str, ...]


def load_flows(folder: Path) -> Flows:
    """All flows of a folder (`*.yaml`, YAML 1.2), parsed and checked.

    Raises FlowErrors with every problem of every file.
    """
    flows: dict[str, Flow] = {}
    problems: list[Finding] = []
    for path in sorted(folder.glob("*.yaml")):
        flow, wrong = read_flow(path)
        problems += wrong
        if flow is not None:
            flows[flow.name] = flow
    if not flows and not problems:
        problems.append(_holds_none(folder))
    # Rules over broken shapes would only repeat what is known to be wrong.
    problems = problems or [*check_flows(flows)]
    if problems:
        raise FlowErrors(problems)
    return flows


def flows_in_use(folder: Path, kept: KeptTexts) -> FlowsInUse:
    """The flows of a folder that are proven together. Raises nothing for what people wrote.

    A broken file gives way to its last good version. Where that does not fit the other files, all give way to the set that
    served last; where there is none, the flow is left out, and who would begin in it hears an apology.
    kept: the last good versions, asked for only where something is wrong.
    """
    files = {path.stem: _flow_file(path) for path in sorted(folder.glob("*.yaml"))}
    read = {name: [file.flow] if file.flow and not file.problems else [] for name, file in files.items()}
    flows, unfit = _proven(read)
    found = {name: file.problems for name, file in files.items() if file.problems} | unfit
    if files and not found and not _missing(flows):
        good = {name: file.text for name, file in files.items()}
        return FlowsInUse(flows=flows, faults=(), good=good, names=frozenset(files), apologies=())
    versions = {name: [flow] for name, text in kept("flow").items() if (flow := _kept_flow(name, text))}
    flows, unfit = _proven({name: [*first, *versions.get(name, ())] for name, first in read.items()})
    if missing := _missing(flows):
        together, _ = _proven(versions)
        if len(_missing(together)) < len(missing):
            flows = together
    apologies = _missing(flows)
    serving = {**flows, **{name: _apologies()[name] for name in apologies}}
    as_written = {name for name, first in read.items() if first and flows.get(name) is first[0]}
    found |= unfit | {name: (placed(name, "flow_unfit"),) for name in files if name not in found | unfit}
    faults = [
        FileFault(
            kind="flow",
            file=file.file,
            problems=tuple(found[name]),
            line=_line_of(found[name][0]),
            serves="last_good" if name in flows else "nothing",
        )
        for name, file in files.items()
        if name not in as_written
    ]
    return FlowsInUse(
        flows=serving,
        faults=(*faults, *_lacking(folder, files, flows)),
        good={name: files[name].text for name in as_written},
        names=None,
        apologies=apologies,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _FlowFile:
    """One file by itself. `flow`: None where nothing can be made of it."""

    file: str
    text: str
    flow: Flow | None
    problems: tuple[Finding, ...]


def _proven(options: Mapping[str, Sequence[Flow]]) -> tuple[dict[str, Flow], dict[str, tuple[Finding, ...]]]:
    """The flows that hold together, each the first of its options that does; and what was wrong with those before it."""
    left = {name: list(several) for name, several in options.items()}
    wrong: dict[str, tuple[Finding, ...]] = {}
    while True:
        flows = {name: several[0] for name, several in left.items() if several}
        unfit = {name: problems for name, flow in flows.items() if (problems := _checked(flow, flows))}
        if not unfit:
            return flows, wrong
        for name, problems in unfit.items():
            wrong.setdefault(name, problems)
            left[name].pop(0)


def _checked(flow: Flow, flows: Flows) -> tuple[Finding, ...]:
    try:
        return tuple(dict.fromkeys(check_flow(flow, flows)))
    except Exception as error:  # whatever a file holds, it is its own fault alone
        log.error("file_not_understood", file=flow.name, **describe_error(error))
        return (_not_understood(flow.name, error),)


def _missing(flows: Flows) -> tuple[str, ...]:
    return tuple(entry for entry, _ in ENTRIES.values() if entry not in flows)


@cache
def _apologies() -> Flows:
    """The flows that say sorry. A language that they were not written in yet hears another one."""
    flows = {}
    for path in sorted(APOLOGIES.glob("*.yaml")):
        flow, problems = read_flow(path)
        if flow is None or problems:
            raise FlowErrors(problems)
        texts = {key: dict.fromkeys(LANGUAGES, next(iter(words.values()))) | dict(words) for key, words in flow.texts.items()}
        flows[flow.name] = replace(flow, texts=texts)
    if unfit := check_flows(flows):
        raise FlowErrors(unfit)
    return flows


def _lacking(folder: Path, files: Mapping[str, _FlowFile], flows: Flows) -> list[FileFault]:
    """What is wrong where a file is not there at all."""
    lacking = {f"{entry}.yaml": entry for entry, _ in ENTRIES.values() if entry not in files}
    if not files:
        return [_absent(folder.name, _holds_none(folder), bool(flows))]
    return [_absent(file, missing_entry(entry), entry in flows) for file, entry in lacking.items()]


def _absent(file: str, problem: Finding, serves: bool) -> FileFault:
    return FileFault(kind="flow", file=file, problems=(problem,), serves="last_good" if serves else "nothing")


def _holds_none(folder: Path) -> PlacedFlaw:
    return placed(str(folder), "flow_none")


def _line_of(problem: Finding) -> int | None:
    return problem.line if isinstance(problem, FileProblem) else None


def _kept_flow(name: str, text: str) -> Flow | None:
    flow, problems = _parsed(*parse_yaml(f"{name}.yaml", text, FORM))
    return None if problems else flow


def _flow_file(path: Path) -> _FlowFile:
    file, unreadable = read_yaml(path, FORM)
    flow, problems = _parsed(file, unreadable)
    return _FlowFile(file=path.name, text=file.written, flow=flow, problems=tuple(problems))


def read_flow(path: Path) -> tuple[Flow | None, list[Finding]]:
    """One flow file and what is wrong with it; the flow is None when it could not be read at all."""
    return _parsed(*read_yaml(path, FORM))


def _parsed(file: YamlFile, unreadable: Sequence[FileProblem]) -> tuple[Flow | None, list[Finding]]:
    if unreadable:
        return None, [*unreadable]
    try:
        flow, found = parse_flow(file.file.removesuffix(".yaml"), _lists(file.data))
        return flow, [*found]
    except Exception as error:  # whatever a file holds, it is its own fault alone
        log.error("file_not_understood", file=file.file, **describe_error(error))
        return None, [_not_understood(file.file, error)]


def _lists(value: Value) -> object:
    """The same with lists for tuples, as a flow's data is told to people who wrote [sms]."""
    if isinstance(value, dict):
        return {key: _lists(each) for key, each in value.items()}
    return [_lists(each) for each in value] if isinstance(value, tuple) else value


def _not_understood(where: str, error: Exception) -> PlacedFlaw:
    return placed(where, "not_understood", error=type(error).__name__, page=FORM.page)
