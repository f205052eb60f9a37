"""The campaigns that serve now: those of the files as they were taken at the start, and above them what was changed since.

A campaign that was changed elsewhere than in files, here or on another machine, is its live version of the database. Of others
the files count, until a process takes a newer one in.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

import structlog
from sqlalchemy.exc import SQLAlchemyError

from bot.campaign_versions.version_rows import ServingRow, all_campaigns, look_mark, version_text
from bot.campaigns import Campaign, Campaigns, CampaignsInUse, CheckedFile, Demands
from bot.campaigns.campaign_files import check_version
from bot.campaigns.checks import check_beside, claim_the_same
from bot.logging_setup import describe_error
from bot.storage.database import Database
from bot.storage.watch_thread import RowWatch
from bot.yaml_files import FileFault
from bot.yaml_files.yaml_reading import FileProblem, YamlFile

log = structlog.get_logger()
LOOK_SECONDS = 2.0
LOOKED_AT = 100  # checked drafts that are remembered
KEPT_VERSIONS = 10  # of each campaign, for conversations that began with them


@dataclass(frozen=True, slots=True, kw_only=True)
class _Serving:
    """What serves, with what is wrong. `mark`: of the rows that it was made from, "" for none. `above`: the campaigns of which
    a row counts, and not a file."""

    campaigns: Campaigns
    faults: tuple[FileFault, ...] = ()
    mark: str = ""
    above: frozenset[str] = frozenset()


class ServedCampaigns:
    """Hand out `current` once a turn or a page: it may be another one a moment later, and never changes itself.

    `in_files`: the campaigns of the files; `demands`: what each version is held against. `unheld`: the seats
    that a version names and nobody holds; they keep it from being launched, and nothing that serves from going on.
    """

    def __init__(
        self,
        database: Database,
        in_files: Callable[[], CampaignsInUse],
        demands: Callable[[], Demands],
        unheld: Callable[[Campaign, YamlFile], Iterable[FileProblem]],
        every: float = LOOK_SECONDS,
    ) -> None:
        self._database, self._in_files, self._demands = database, in_files, demands
        self._unheld = unheld
        self._serving: _Serving | None = None
        self.watching = RowWatch("campaigns-watch", every, self._take_over, self._not_looked_for)
        self._at_start: dict[str, tuple[int | None, str]] = {}  # live versions and states of files when they were first seen
        self._checked: dict[tuple[str, int], CheckedFile] = {}  # live versions
        self._looked_at: dict[tuple[str, int], CheckedFile] = {}  # drafts, for lists of them
        self._earlier: dict[str, dict[int, Campaign]] = {}

    @property
    def current(self) -> Campaigns:
        """The campaigns as they were at the last look. Raises nothing: without a database those of the files."""
        return (self._serving or self._first()).campaigns

    @property
    def faults(self) -> tuple[FileFault, ...]:
        """What is wrong with live versions."""
        return (self._serving or self._first()).faults

    @property
    def unheld(self) -> list[FileFault]:
        """The campaigns that serve and name a seat that nobody holds: the rest of them goes on."""
        found = []
        for campaign in self.current:
            source = YamlFile(file=f"{campaign.id}.yaml")
            if problems := tuple(self._unheld(campaign, source)):
                found.append(FileFault(kind="campaign", file=source.file, problems=problems, serves="rest"))
        return found

    def way_back(self, campaign: Campaign) -> str:
        """How a campaign that is not live becomes so, for who reads a message about it."""
        if campaign.id not in (self._serving or self._first()).above:
            return f"set `state: live` in {campaign.id}.yaml and start the bot again"
        command = "resume" if campaign.state == "paused" else "launch"
        return f"bring it back in the console, or: flask campaigns {command} {campaign.id}"

    def check(self, id: str, text: str) -> CheckedFile:
        """A version with all of its mistakes, also those beside the other campaigns that serve now; and seats nobody holds."""
        return self._beside(check_version(id, text, self._demands()))

    def check_kept(self, id: str, number: int, text: Callable[[str, int], str | None]) -> CheckedFile:
        """The same of a version that is kept: its text is asked for and read once a process."""
        if (found := self._looked_at.get((id, number))) is None:
            if len(self._looked_at) >= LOOKED_AT:
                self._looked_at.clear()
            found = self._looked_at[id, number] = check_version(id, text(id, number) or "", self._demands())
        return self._beside(found)

    def _beside(self, checked: CheckedFile) -> CheckedFile:
        beside = check_beside(checked.source, [other for other in self.current if other.id != checked.id])
        unheld = self._unheld(checked.campaign, checked.source) if checked.campaign else ()
        return replace(checked, problems=(*checked.problems, *beside, *unheld))

    def look(self) -> None:
        """Take over what was changed: by other processes, or by this one a moment ago."""
        self.watching.look()

    def _not_looked_for(self, error: Exception) -> None:
        log.warning("campaigns_not_looked_for", **describe_error(error))

    def _first(self) -> _Serving:
        with self.watching.lock:
            if self._serving is not None:
                return self._serving
            found = _Serving(campaigns=self._in_files().campaigns)
            try:
                if self._database.can_serve():
                    self._take_over()
            except (SQLAlchemyError, TimeoutError) as error:
                self._not_looked_for(error)
            if self._serving is None:
                self._serving = found
            return self._serving

    def _take_over(self) -> None:
        with self._database.read() as connection:
            mark = look_mark(connection)
            if self._serving is not None and mark == self._serving.mark:
                return
            rows = all_campaigns(connection)
            if self._serving is None or not self._serving.mark:
                self._at_start = {each.row.id: _what_serves(each) for each in rows if each.row.from_files}
            above = [each for each in rows if self._is_above(each)]
            texts = {
                (each.row.id, each.row.live_version): version_text(connection, each.row.id, each.row.live_version)
                for each in above
                if each.row.live_version is not None and (each.row.id, each.row.live_version) not in self._checked
            }
        for (id, number), text in texts.items():
            self._checked[id, number] = check_version(id, text or "", self._demands())
        served = {(each.row.id, each.row.live_version) for each in above}
        self._checked = {which: checked for which, checked in self._checked.items() if which in served}
        is_first = self._serving is None
        self._serving = self._compose(rows, above, mark)
        if not is_first:
            log.info("campaigns_taken_over", campaigns=len(self._serving.campaigns))

    def _is_above(self, each: ServingRow) -> bool:
        """Does the row count, and not the file that this process has?"""
        if not each.row.from_files:
            return True
        is_new = _what_serves(each) != self._at_start.setdefault(each.row.id, (None, "draft"))
        return is_new and each.sha256 != self._in_files().digests.get(each.row.id)

    def _compose(self, rows: Sequence[ServingRow], above: Sequence[ServingRow], mark: str) -> _Serving:
        found, faults = dict[str, Campaign](), list[FileFault]()
        for each in sorted(above, key=lambda each: each.row.state == "ended"):  # who has ended gives its words away
            campaign = self._version(each, faults)
            if campaign is not None and not self._clash(campaign, found.values(), faults):
                found[campaign.id] = campaign
        elsewhere = {each.row.id for each in above}
        numbers = {each.row.id: (each.sha256, each.row.live_version or 0) for each in rows}
        in_files = self._in_files()
        for campaign in in_files.campaigns:
            if campaign.id in elsewhere:
                continue
            sha256, number = numbers.get(campaign.id, ("", 0))
            if sha256 == in_files.digests.get(campaign.id):
                campaign = campaign.model_copy(update={"version": number})
            if not self._clash(campaign, found.values(), faults):
                found[campaign.id] = campaign
        campaigns = Campaigns(tuple(found[id] for id in sorted(found)), self._keep_earlier(found))
        return _Serving(campaigns=campaigns, faults=tuple(faults), mark=mark, above=frozenset(elsewhere))

    def _version(self, each: ServingRow, faults: list[FileFault]) -> Campaign | None:
        """The live version of a row; where it cannot be used, the one that this process had before."""
        row, number = each.row, each.row.live_version
        if number is None:
            return None
        checked = self._checked[row.id, number]
        if checked.campaign is not None and not checked.problems:
            return checked.campaign.model_copy(update={"state": row.state, "version": number})
        before = self._serving.campaigns.get(row.id) if self._serving else None
        faults.append(
            FileFault(
                kind="campaign",
                file=checked.source.file,
                problems=checked.problems,
                line=next((problem.line for problem in checked.problems if problem.line), None),
                serves="nothing" if before is None else "last_good",
            )
        )
        return None if before is None else before.model_copy(update={"state": row.state})

    def _clash(self, campaign: Campaign, others: Iterable[Campaign], faults: list[FileFault]) -> bool:
        """Does it claim what another campaign has? Then it does not serve: only files come to that, launches are checked."""
        clash = next((other for other in others if claim_the_same(campaign, other)), None)
        if clash is None:
            return False
        problem = f"{campaign.id}.yaml: claims a keyword or the hotline of {clash.id}; choose others in one of the two"
        faults.append(FileFault(kind="campaign", file=f"{campaign.id}.yaml", problems=(problem,), serves="nothing"))
        return True

    def _keep_earlier(self, found: Mapping[str, Campaign]) -> Mapping[tuple[str, int], Campaign]:
        """The versions that served before in this process, the last few of each campaign."""
        for before in self._serving.campaigns if self._serving else ():
            now = found.get(before.id)
            if before.state == "live" and (now is None or now.version != before.version):
                kept = self._earlier.setdefault(before.id, {})
                kept.pop(before.version, None)
                kept[before.version] = before
                for version in list(kept)[:-KEPT_VERSIONS]:
                    del kept[version]
        return {(id, version): each for id, kept in self._earlier.items() for version, each in kept.items()}


def _what_serves(each: ServingRow) -> tuple[int | None, str]:
    return each.row.live_version, each.row.state
