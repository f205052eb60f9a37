"""What has to be true before an alert that was written in the console, or by another program, goes out."""

from datetime import datetime
from typing import Literal

from bot.broadcasts.drafts import WrittenDraft
from bot.broadcasts.kept_previews import KeptPreview

# The first that holds is told. changed_since: it is not the draft that was shown; not_the_number: of recipients, as one types
# it; said_before: the same words went to some of the same people within a day, and nobody has said that they shall again.
Obstacle = Literal[
    "changed_since", "has_mistakes", "preview_first", "nobody", "not_the_number", "approval_first", "said_before"
]


def find_obstacle(
    written: WrittenDraft,
    kept: KeptPreview | None,
    now: datetime,
    *,
    is_right: bool,
    approve_above: int,
    number: int | None = None,
    recipients: str | None = None,
    is_said_before: bool = False,
) -> Obstacle | None:
    """Why it may not go, None where it may. `is_right`: it has no mistakes. `number`, `recipients`: of the draft that was
    shown, and how many it said that get it; None where nobody sends it yet. `is_said_before`: it is a
    repeat that nobody asked for."""
    if number is not None and number != written.number:
        return "changed_since"
    if not is_right:
        return "has_mistakes"
    if kept is None or kept.found is None or not kept.holds(written.number, now):
        return "preview_first"
    if not kept.found.recipients:
        return "nobody"
    if recipients is not None and recipients != str(kept.found.recipients):
        return "not_the_number"
    if needs_approval(kept.found.recipients, approve_above) and not written.is_approved:
        return "approval_first"
    return "said_before" if is_said_before else None


def needs_approval(recipients: int, approve_above: int) -> bool:
    """Do so many recipients need a second person?"""
    return 0 < approve_above < recipients
