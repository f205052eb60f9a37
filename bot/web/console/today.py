"""Today: what is live, what needs a person, and PAUSE, which works whatever else is broken."""

import threading
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import TypeVar

import structlog
from flask import Blueprint, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import Connection
from sqlalchemy.exc import SQLAlchemyError

from bot.accounts.audit import Actor, record_act
from bot.broadcasts import lifecycle
from bot.broadcasts.broadcast_rows import BroadcastRow
from bot.campaign_versions.listing import list_campaigns
from bot.inbox.inbox_rows import MOST_COUNTED, count_waiting
from bot.logging_setup import describe_error
from bot.results.days import DAY
from bot.results.figures import FiguresWanted, Lately, calls_lately, text_counts
from bot.runtime import Parts, parts
from bot.simulation.demo_data import has_few
from bot.web.console import visit
from bot.web.console.campaign_titles import campaign_title
from bot.web.console.officials.needs import officials_needs
from bot.web.console.visit import t
from bot.yaml_files.faults import CHECKED_BY, FileFault

bp = Blueprint("today", __name__)
Found = TypeVar("Found")
log = structlog.get_logger()

TRIES, BETWEEN_SECONDS = 60, 1.0  # of a pause while the database does not answer


@dataclass(frozen=True, slots=True, kw_only=True)
class Need:
    """Something that needs a person: a sentence, and the page where it is mended ("" for none)."""

    text: str
    address: str = ""


@bp.get("/")
def show() -> str:
    """The page. A part of it that cannot be read says so, and the others stand."""
    running, needs = _running(), _needs()
    return render_template(
        "today.html",
        lately=_lately(),
        running=running,
        needs=needs,
        campaigns=parts().campaigns.live,
        offers_demo=visit.may("demo.make") and not parts().settings.live and bool(_read("demo", has_few)),
        notice_text=session.pop("notice", ""),
    )


@bp.get("/figures")
def figures() -> str:
    """Calls and texts of today, for the open page that looks for news."""
    return render_template("today_figures.html", lately=_lately())


def _lately() -> tuple[Lately, Mapping[str, int], Mapping[str, int]] | None:
    """Calls of today beside yesterday's, texts of today, texts of yesterday; None where they cannot be read."""
    days, today = parts().days, parts().days.day_of(visit.now())

    def figures(connection: Connection) -> tuple[Lately, Mapping[str, int], Mapping[str, int]]:
        wanted = FiguresWanted(first=today, last=today, campaign=visit.bound_campaign())
        texts = text_counts(connection, wanted, days)
        before = text_counts(connection, replace(wanted, first=today - DAY, last=today - DAY), days)
        return calls_lately(connection, days, visit.now(), wanted.campaign), texts, before

    return _read("figures", figures)


def _running() -> list[BroadcastRow] | None:
    """The alerts that go out or wait for their time, of those that who looks may see; None where they cannot be read."""
    running = _read("running", lambda connection: list(lifecycle.unfinished_broadcasts(connection)))
    return running if running is None else [each for each in running if visit.is_own(each.campaign)]


def _read(part: str, ask: Callable[[Connection], Found]) -> Found | None:
    """What a part of the page asks for, None where that cannot be read: the other parts stand."""
    try:
        with parts().database.page_read() as connection:
            return ask(connection)
    except (SQLAlchemyError, TimeoutError) as error:
        log.warning("page_query_failed", page=f"today.{part}", **describe_error(error))
        return None


def _needs() -> list[Need]:
    faults = (*parts().files.faults, *parts().served_campaigns.faults)
    found = [Need(text=_in_words(fault)) for fault in faults] + _unheld() + _drafts()
    if parts().directories.in_use.note:
        found.append(Need(text=t("today.tables_not_used"), address=url_for("officials.tables")))
    found += [Need(text=text, address=address) for text, address in officials_needs()]
    return [*found, *_inbox()]


def _in_words(fault: FileFault) -> str:
    """A file that cannot be used as it is: where, what serves, how to see more."""
    where = f"{fault.file}:{fault.line}" if fault.line else fault.file
    later = t("today.file_pending") if fault.pending else ""
    said = t("today.file_fault", where=where, serves=t(f"flows.serves_{fault.serves}"), command=CHECKED_BY[fault.kind])
    return f"{said} {later}".strip()


def _inbox() -> list[Need]:
    """What waits in the inbox, for who may open it; nothing where that cannot be read."""
    if not visit.may("inbox.show"):
        return []
    count = _read("inbox", partial(count_waiting, campaign=visit.bound_campaign())) or 0
    words = t("today.inbox_many", most=MOST_COUNTED) if count >= MOST_COUNTED else t("today.inbox", count=count)
    return [Need(text=words, address=url_for("inbox.show"))] if count else []


def _unheld() -> list[Need]:
    """Campaigns that serve and call a seat for which nobody is on record."""
    return [
        Need(text=t("today.unheld_seat", title=campaign_title(id)), address=url_for("campaigns.overview", id=id))
        for id in (fault.file.removesuffix(".yaml") for fault in parts().served_campaigns.unheld)
        if visit.is_own(id)
    ]


def _drafts() -> list[Need]:
    """Drafts of campaigns with mistakes; none where they cannot be read."""
    listed = _read("drafts", lambda connection: list_campaigns(connection, parts().served_campaigns, visit.language()))
    return [
        Need(
            text=t("today.draft", title=each.title, count=each.mistakes),
            address=url_for("campaigns.edit" if visit.may("campaigns.edit", each.id) else "campaigns.overview", id=each.id),
        )
        for each in listed or ()
        if each.mistakes and each.state != "ended" and visit.is_own(each.id)
    ]


@bp.post("/pause")
def pause() -> ResponseReturnValue:
    """Pause every alert that goes out or is scheduled. A database that does not answer is asked again until it does."""
    built, who = parts(), visit.actor()
    try:
        session["notice"] = t("today.paused", count=pause_everything(built, who))
    except (SQLAlchemyError, TimeoutError) as error:
        log.error("pause_failed", **describe_error(error))
        threading.Thread(target=_go_on_trying, args=(built, who), name="pausing", daemon=True).start()
        session["notice"] = t("today.pause_waits")
    return redirect(url_for("today.show"), 303)


def pause_everything(built: Parts, who: Actor) -> int:
    """Pause all alerts; gives how many."""
    with built.database.write() as connection:
        paused = lifecycle.pause_all(connection)
        try:
            with connection.begin_nested():
                for id in paused:
                    record_act(connection, who, "alert_paused", f"alert {id}", built.clock())
        except SQLAlchemyError as error:
            log.error("act_not_recorded", act="alert_paused", **describe_error(error))  # the pause holds all the same
    return len(paused)


def _go_on_trying(built: Parts, who: Actor) -> None:
    waits = threading.Event()
    for _ in range(TRIES):
        waits.wait(BETWEEN_SECONDS)
        try:
            pause_everything(built, who)
            log.info("pause_made_late")
            return
        except (SQLAlchemyError, TimeoutError) as error:
            log.error("pause_failed", **describe_error(error))
