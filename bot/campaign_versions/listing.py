"""What a list of campaigns shows, and a difference of two versions: titles, mistakes, lines that changed. Changes nothing."""

import difflib
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Literal, NamedTuple

from sqlalchemy import Connection

from bot.campaign_versions.serving import ServedCampaigns
from bot.campaign_versions.version_rows import all_campaigns, version_text
from bot.campaigns import CheckedFile
from bot.campaigns.model import State

MOST_LINES, MOST_PAIRS = 5_000, 50_000  # of two versions that are compared; campaigns have some hundred lines


class Listed(NamedTuple):
    """A campaign of the list. `mistakes`: of its draft. `has_draft`: something waits to be launched. `is_missing`: its state
    says that it serves, and it does not, as where its file was deleted."""

    id: str
    state: State
    title: str
    keyword: str
    has_draft: bool
    mistakes: int
    changed_at: datetime
    changed_by: str
    is_missing: bool


class DiffLine(NamedTuple):
    """A line of a difference; `gap`: lines that are the same are left out here."""

    kind: Literal["same", "added", "removed", "gap"]
    text: str


def list_campaigns(connection: Connection, served: ServedCampaigns, language: str) -> list[Listed]:
    """All campaigns: those that run first, those that have ended last."""
    current, found = served.current, []
    for row, _ in all_campaigns(connection):
        campaign, mistakes = current.get(row.id), 0
        if row.draft_version is not None or campaign is None:
            checked = served.check_kept(row.id, row.newest, partial(version_text, connection))
            mistakes = len(checked.problems) if row.draft_version is not None else 0
            title, keyword = version_title(checked, language), checked.source.text("keyword")
        if campaign is not None:
            title, keyword = campaign.wording(language).title, campaign.keyword_in(language)
        is_draft = row.draft_version is not None
        is_missing = campaign is None and row.state in ("live", "paused")
        found.append(Listed(row.id, row.state, title, keyword, is_draft, mistakes, row.changed_at, row.changed_by, is_missing))
    order: Sequence[State] = ("live", "paused", "draft", "ended")
    return sorted(found, key=lambda each: (order.index(each.state), each.title.casefold()))


def _takes_long(old: Sequence[str], new: Sequence[str]) -> bool:
    # The comparison looks at each pair of equal lines again and again: two thousand times the same line take a minute.
    times = Counter(new)
    return len(old) + len(new) > MOST_LINES or sum(times[line] for line in old) > MOST_PAIRS


def version_title(checked: CheckedFile, language: str) -> str:
    """The title of a version, however broken it is; its id where it has none."""
    source = checked.source
    spoken = (language, *source.strings("languages"), *source.mapping("words"))
    return next((title for each in spoken if (title := source.text("words", each, "title"))), checked.id)


def difference(before: str, after: str, around: int = 2) -> list[DiffLine]:
    """What changed between two texts, line by line, with a few lines around; all of both where that takes long."""
    found: list[DiffLine] = []
    old, new = before.splitlines(), after.splitlines()
    if old == new:
        return []
    if _takes_long(old, new):
        return [*(DiffLine("removed", line) for line in old), *(DiffLine("added", line) for line in new)]
    for n, group in enumerate(difflib.SequenceMatcher(None, old, new, autojunk=False).get_grouped_opcodes(around)):
        if n:
            found.append(DiffLine("gap", ""))
        for what, a, b, c, d in group:
            if what == "equal":
                found += [DiffLine("same", line) for line in old[a:b]]
            else:
                found += [DiffLine("removed", line) for line in old[a:b]]
                found += [DiffLine("added", line) for line in new[c:d]]
    return found
