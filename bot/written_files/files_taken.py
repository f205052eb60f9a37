"""All files that people write, as they are in use: which are not right, and the versions that are kept of those that are.

Campaigns, flows and intents are taken once in a process. Lists and corrections are taken while it serves, too
(officials/serving.py).
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import cached_property
from pathlib import Path

from bot.campaigns import CampaignsInUse
from bot.conversation.flow_files import FlowsInUse
from bot.conversation.intent_files import IntentsInUse
from bot.engine.flow import Flows
from bot.officials.handwritten import Handwritten
from bot.officials.local.local_lists import lists_mark
from bot.officials.serving import Directories
from bot.written_files.file_versions import FileVersions
from bot.yaml_files import FileFault, log_fault, log_faults


class TakenFiles:
    """The files that are taken once in a process, each kind when it is first asked for. Campaigns are read with the flows."""

    def __init__(
        self,
        *,
        read_flows: Callable[[], FlowsInUse],
        read_intents: Callable[[], IntentsInUse],
        read_campaigns: Callable[[Flows], CampaignsInUse],
    ) -> None:
        self._read_flows, self._read_intents, self._read_campaigns = read_flows, read_intents, read_campaigns

    @cached_property
    def flows(self) -> FlowsInUse:
        return self._read_flows()

    @cached_property
    def intents(self) -> IntentsInUse:
        return self._read_intents()

    @cached_property
    def campaigns(self) -> CampaignsInUse:
        return self._read_campaigns(self.flows.flows)

    @property
    def faults(self) -> tuple[FileFault, ...]:
        """Of all of them."""
        return (*self.flows.faults, *self.intents.faults, *self.campaigns.faults)


class WrittenFiles:
    """Which files are in use, and what is wrong with each, also with those that were changed since (`pending`).

    `take`: reads campaigns, flows and intents anew; `folders`: where those are; `seed`: keeps the versions of
    campaigns.
    """

    def __init__(
        self,
        versions: FileVersions,
        directories: Directories,
        take: Callable[[], TakenFiles],
        folders: tuple[Path, ...],
        seed: Callable[[CampaignsInUse, datetime], None],
    ) -> None:
        self._versions, self._directories, self._take, self._folders = versions, directories, take, folders
        self._seed = seed
        self._mark = self._looked_at = self._look_mark()
        self._taken = take()
        self._pending: tuple[FileFault, ...] = ()

    @cached_property
    def flows(self) -> FlowsInUse:
        log_faults(self._taken.flows.faults)
        return self._taken.flows

    @cached_property
    def intents(self) -> IntentsInUse:
        log_faults(self._taken.intents.faults)
        return self._taken.intents

    @cached_property
    def campaigns(self) -> CampaignsInUse:
        log_faults(self._taken.campaigns.faults)
        return self._taken.campaigns

    @property
    def faults(self) -> tuple[FileFault, ...]:
        """What is wrong now. Files that were changed since the start are read as well: the next process will take them."""
        seen = self._look_mark()
        if seen != self._looked_at:
            before = {*self._taken.faults, *(replace(fault, pending=False) for fault in self._pending)}
            found = () if seen == self._mark else self._take().faults
            self._pending = tuple(replace(fault, pending=True) for fault in found if fault not in self._taken.faults)
            self._looked_at = seen
            for fault in self._pending:
                if replace(fault, pending=False) not in before:
                    log_fault(fault)
        return (*self._taken.faults, *self._pending, *self._directories.faults)

    def keep(self, now: datetime) -> None:
        """Keep the versions in use, before a process serves with them. Raises DataError where no officials can be used."""
        handwritten = self._directories.handwritten
        flows, intents, campaigns = self.flows, self.intents, self.campaigns
        # If the first is not kept, the database is away: it is not waited for again.
        if self._versions.keep("flow", flows.good, flows.names, now):
            self._versions.keep("intents", intents.good, intents.names, now)
            self._versions.keep("campaign", campaigns.good, campaigns.ids, now)
            self._seed(campaigns, now)
            keep_handwritten(self._versions, handwritten, now)

    def _look_mark(self) -> str:
        return " ".join(lists_mark(folder) for folder in self._folders)


def keep_handwritten(versions: FileVersions, found: Handwritten, now: datetime) -> None:
    """Keep the versions of lists and corrections in use."""
    for kind, good in found.good.items():
        versions.keep(kind, good, found.names[kind], now)
