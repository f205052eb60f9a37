"""Which campaigns serve: each file by itself, where it is broken its last good version, of two that clash the earlier."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from bot.campaigns.campaign_files import FORM, CheckedFile, Demands, campaign_files, check_any, holds_none
from bot.campaigns.checks import check_together, claimed_words, is_hotline
from bot.campaigns.model import Campaigns
from bot.locale.flaws import flaw
from bot.yaml_files import FileFault, KeptTexts, Serves
from bot.yaml_files.yaml_reading import FileProblem, YamlFile, parse_yaml, read_yaml

HOTLINE = "hotline: true"  # is claimed as keywords are, and is none of them


@dataclass(frozen=True, kw_only=True)
class CampaignsInUse:
    """The campaigns that serve, and what is wrong with files.

    good: id -> the text of each file that serves as it is. ids: of all files that are there; None where their folder is not.
    texts: id -> the text of each campaign that serves. broken: id -> that of a file with a mistake, as far as it is a text.
    """

    campaigns: Campaigns
    faults: tuple[FileFault, ...]
    good: Mapping[str, str]
    ids: frozenset[str] | None
    texts: Mapping[str, str]
    broken: Mapping[str, str]

    @cached_property
    def digests(self) -> Mapping[str, str]:
        """Id -> SHA-256 of each text that serves, as hex."""
        return {id: hashlib.sha256(text.encode()).hexdigest() for id, text in self.texts.items()}


def campaigns_in_use(folder: Path, demands: Demands, kept: KeptTexts) -> CampaignsInUse:
    """The campaigns of a folder. A broken file takes nothing else away. Raises nothing for what people wrote.

    kept: the last good versions, asked for only where something is wrong.
    """
    files = [check_any(path.stem, *read_yaml(path, FORM), demands) for path in campaign_files(folder)]
    wrong = any(file.problems for file in files) or any(check_together(file.source for file in files))
    choice = _Choice(files, kept("campaign") if wrong or not folder.is_dir() else {}, demands)
    if not folder.is_dir():  # a disk that is not there yet ends no campaign
        choice.serve_all_kept()
    choice.settle()
    faults, serving = choice.faults, choice.serving
    if not files:
        serves: Serves = "last_good" if serving else "nothing"
        faults = (FileFault(kind="campaign", file=folder.name, problems=(holds_none(folder),), serves=serves),)
    return CampaignsInUse(
        campaigns=Campaigns(tuple(file.campaign for _, file in sorted(serving.items()) if file.campaign)),
        faults=faults,
        good={file.id: file.source.written for file in files if serving.get(file.id) is file},
        ids=frozenset(file.id for file in files) if folder.is_dir() else None,
        texts={id: file.source.written for id, file in serving.items()},
        broken={
            file.id: file.source.written for file in files if serving.get(file.id) is not file and _is_text(file.source.written)
        },
    )


def _is_text(written: str) -> bool:
    """Can it be kept as it was written? A file that is no UTF-8, or too long to be read, cannot."""
    return bool(written.strip()) and "\0" not in written and "\ufffd" not in written


class _Choice:
    """What serves for each id, by and by; and what is wrong, by file."""

    def __init__(self, files: Iterable[CheckedFile], texts: Mapping[str, str], demands: Demands) -> None:
        self.texts, self.demands = texts, demands
        self.serving: dict[str, CheckedFile] = {}
        self._wrong: dict[str, list[FileProblem]] = {}
        self._kept: dict[str, CheckedFile | None] = {}
        by_id: dict[str, list[CheckedFile]] = {}
        for file in files:
            by_id.setdefault(file.id, []).append(file)
        for id, several in by_id.items():
            first, *others = sorted(several, key=self._rank)
            for other in others:
                self._wrong[other.source.file] = [*other.problems, _same_id(other, first)]
            self.serving[id] = first
            # Where neither is what served before, nobody knows which one is meant.
            unsure = bool(others) and id in texts and texts[id] != first.source.written
            if first.problems or unsure:
                self._wrong[first.source.file] = [*first.problems, *([_same_id(first, others[0])] if unsure else [])]
                self._fall_back(id)

    def _rank(self, file: CheckedFile) -> tuple[bool, bool, str]:
        """Of two files of one id the one that served before comes first, then one without a mistake."""
        return self.texts.get(file.id) != file.source.written, bool(file.problems), file.source.file

    def serve_all_kept(self) -> None:
        """Serve every version that is kept."""
        self.serving |= {id: kept for id in self.texts if (kept := self._kept_version(id, f"{id}.yaml"))}

    def settle(self) -> None:
        """Let no two that serve claim the same: the later one falls back to its last good version, or serves no more."""
        while True:
            in_order = [file.source for file in sorted(self.serving.values(), key=self._precedence)]
            clashes = list(check_together(in_order))
            if not clashes:
                return
            loser = clashes[0].file
            self._wrong.setdefault(loser, []).extend(clash for clash in clashes if clash.file == loser)
            self._fall_back(next(file.id for file in self.serving.values() if file.source.file == loser))

    def _precedence(self, file: CheckedFile) -> tuple[bool, bool, str]:
        """Who claims nothing but what it had before comes first, then who is live."""
        before = self._kept_version(file.id, file.source.file)
        had = _claims(before.source) if before else frozenset()
        return not _claims(file.source) <= had, file.source.at("state") != "live", file.source.file

    def _fall_back(self, id: str) -> None:
        file = self.serving.pop(id)
        kept = self._kept_version(id, file.source.file)
        if kept is not None and file is not kept:
            self.serving[id] = kept

    def _kept_version(self, id: str, file: str) -> CheckedFile | None:
        """The last good version, as long as it is one by what is asked of campaigns today."""
        if id not in self._kept:
            text = self.texts.get(id)
            checked = None if text is None else check_any(id, *parse_yaml(file, text, FORM), self.demands)
            self._kept[id] = checked if checked and not checked.problems else None
        return self._kept[id]

    @property
    def faults(self) -> tuple[FileFault, ...]:
        """A fault for each file with something wrong, in the order of their names."""
        return tuple(self._fault(file, self._wrong[file]) for file in sorted(self._wrong))

    def _fault(self, file: str, problems: Iterable[FileProblem]) -> FileFault:
        in_order = sorted(dict.fromkeys(problems), key=lambda problem: problem.line or 0)
        found = next((each for each in self.serving.values() if each.source.file == file), None)
        return FileFault(
            kind="campaign",
            file=file,
            problems=tuple(in_order),
            line=next((problem.line for problem in in_order if problem.line), None),
            serves="last_good" if found is not None else "nothing",
        )


def _same_id(file: CheckedFile, other: CheckedFile) -> FileProblem:
    return file.source.problem((), flaw("same_id", other=other.source.file))


def _claims(source: YamlFile) -> frozenset[str]:
    return frozenset(word for _, word in claimed_words(source)) | ({HOTLINE} if is_hotline(source) else set())
