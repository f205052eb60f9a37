"""A file that cannot be used as it is: what is wrong with it, and what serves in its place."""

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

import structlog

from bot.locale.flaws import Finding

log = structlog.get_logger()

FileKind = Literal["campaign", "flow", "intents", "list", "corrections", "boundaries", "overrides"]
# last_good: the version that was good last. rest: what is right in the file. nothing: nothing of it.
Serves = Literal["last_good", "rest", "nothing"]
# Kind -> name -> the text of the version that was good last.
KeptTexts = Callable[[FileKind], Mapping[str, str]]

SERVES: Mapping[Serves, str] = {
    "last_good": "its last good version serves",
    "rest": "the rest of it serves",
    "nothing": "it is not in use",
}
CHECKED_BY: Mapping[FileKind, str] = {
    "campaign": "flask campaigns check",
    "flow": "flask flows check",
    "intents": "flask flows check",
    "list": "flask officials lists",
    "corrections": "flask officials corrections",
    "boundaries": "flask officials boundaries",
    "overrides": "flask data check",
}
# What may be somebody's number or address, where a problem repeats what was written.
PRIVATE = re.compile(r"\+?\d[\d ().-]{5,}\d|\S+@\S+")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFault:
    """One file with what is wrong with it.

    problems: each with place, what and mend; as text they are what commands print. line: of the first, None where it is on
    none. pending: the file was changed since this process started, and is taken at the next start.
    """

    kind: FileKind
    file: str
    problems: tuple[str | Finding, ...]
    serves: Serves
    line: int | None = None
    pending: bool = False

    @property
    def summary(self) -> str:
        """One sentence without a word of what the file holds, fit for anybody: where, what serves, how to see more."""
        line = f", line {self.line}" if self.line else ""
        when = "from the next start on " if self.pending else ""
        return f"{self.file}{line}: cannot be used as it is, {when}{SERVES[self.serves]}; run: {CHECKED_BY[self.kind]}"


def log_fault(fault: FileFault) -> None:
    """Tell the log: the first problem, without what may be a number or an address."""
    log.warning(
        "file_not_used",
        kind=fault.kind,
        file=fault.file,
        line=fault.line,
        problem=PRIVATE.sub("(left out)", str(fault.problems[0]))[:400],
        problems=len(fault.problems),
        serves=fault.serves,
        pending=fault.pending,
    )


def log_faults(faults: Iterable[FileFault]) -> None:
    """Tell the log of each."""
    for fault in faults:
        log_fault(fault)


def no_texts(kind: FileKind) -> Mapping[str, str]:
    """Where no version is kept."""
    return MappingProxyType({})
