"""What of the officials needs a person: lines that fail, terms that end soon, sources that grow old."""

from collections.abc import Callable, Iterator
from datetime import timedelta

import structlog
from flask import url_for
from sqlalchemy.exc import SQLAlchemyError

from bot.conversation.lines_to_check import PAGE, lines_to_check
from bot.logging_setup import describe_error
from bot.officials.source_ages import source_ages
from bot.officials.tables import DataError
from bot.officials.terms import terms_ending
from bot.runtime import parts
from bot.web.console.visit import now, t

log = structlog.get_logger()
SOON = 30  # days
Need = tuple[str, str]  # a sentence, and the address where it is mended


def officials_needs() -> Iterator[Need]:
    """All of them; one that cannot be read is left out and logged, and takes no other with it."""
    needs: dict[str, Callable[[], list[Need]]] = {
        "failing_lines": failing_lines,
        "ending_terms": ending_terms,
        "old_sources": old_source_needs,
    }
    for name, find in needs.items():
        try:
            yield from find()
        except (SQLAlchemyError, TimeoutError, DataError, OSError) as error:
            log.warning("page_query_failed", page=f"today.{name}", **describe_error(error))
            yield t("today.part_not_read", what=t(f"officials.need_{name}")), ""


def failing_lines() -> list[Need]:
    """Lines that are offered to nobody, as calls fail or people called them wrong."""
    with parts().database.page_reader() as connection:
        found, more = lines_to_check(connection, parts().directory, now())
    flagged = sum(each.health.is_flagged(now()) for each in found)
    if not flagged:
        return []
    key = "officials.need_many_lines" if more else "officials.need_lines"
    return [(t(key, count=PAGE if more else flagged), url_for("officials.lines"))]


def ending_terms() -> list[Need]:
    """Officials who go out of term soon."""
    today = now().date()
    found = terms_ending(parts().directory, today, today + timedelta(SOON))
    return [(t("officials.need_terms", count=len(found)), url_for("officials.terms"))] if found else []


def old_source_needs() -> list[Need]:
    """Sources that are, or will soon be, too old to name anybody."""
    days = {name: source.as_of for name, source in parts().directory.sources.items()}
    return [
        (t(f"officials.need_{age.state}", source=age.source, count=age.days), url_for("officials.tables"))
        for age in source_ages(days, now().date())
        if age.state != "fresh"
    ]
