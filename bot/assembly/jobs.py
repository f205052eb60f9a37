"""What is done again and again, without anybody asking for it; and lists and files, each in a process of its own."""

from datetime import datetime, timedelta

from sqlalchemy import Connection

from bot.broadcasts.count_check import check_counts
from bot.civic_data.asked_updates import UPDATE_NOW, waiting_updates
from bot.civic_data.update_process import LEASE, update_apart
from bot.contacts import import_work
from bot.exports import export_work
from bot.outbox.silent_texts import ask_for_ends
from bot.people.erased_copies import JOB as ERASED_COPIES
from bot.people.erased_copies import drop_erased
from bot.people.provider_erasure import clear_provider_logs
from bot.people.resting import coarsen_resting
from bot.people.retention import erase_old
from bot.people.turn_receipts import tidy_turns
from bot.people.unsaid_doubts import take_silence_for_a_stop
from bot.results.recount import recount_lately
from bot.results.turn_counts import count_turns
from bot.runtime import Parts
from bot.workers.jobs import Due, Job, JobRequest
from bot.workers.own_process import run_apart
from bot.workers.periodic_jobs import PeriodicJob


def periodic_jobs_of(parts: Parts) -> dict[str, PeriodicJob]:
    """The periodic jobs by name: how often each is due, and how long it may take."""
    day, hour = timedelta(days=1), timedelta(hours=1)
    database, settings, days = parts.database, parts.settings, parts.days
    jobs = {
        "erase": PeriodicJob(every=day, takes=hour, do=lambda now: erase_old(database, settings, now)),
        ERASED_COPIES: PeriodicJob(every=day, takes=hour, do=lambda now: drop_erased(database), tries=9),
        "provider_logs": PeriodicJob(
            every=hour / 6,
            takes=hour,
            do=lambda now: clear_provider_logs(database, parts.phone_cipher, parts.providers.erase_records, now),
        ),
        "counts": PeriodicJob(every=day, takes=hour, do=lambda now: check_counts(database, now)),
        "doubts": PeriodicJob(
            every=hour / 2, takes=hour / 2, do=lambda now: take_silence_for_a_stop(database, parts.phone_cipher, now)
        ),
        "resting": PeriodicJob(every=day, takes=hour, do=lambda now: coarsen_resting(database, now)),
        "turns": PeriodicJob(every=hour / 6, takes=hour, do=lambda now: tidy_turns(database, now)),
        "results": PeriodicJob(every=hour / 60, takes=hour / 12, do=lambda now: count_turns(database, days, now)),
        "ends": PeriodicJob(every=hour, takes=hour, do=lambda now: _ask_for_ends(parts, now)),
        "recount": PeriodicJob(every=day, takes=hour, do=lambda now: recount_lately(database, days, now)),
    }
    if settings.update_data_days:
        jobs["update"] = PeriodicJob(
            every=settings.update_data_days * day,
            takes=LEASE,
            do=lambda now: update_apart(),
            tries=3,
            backoff=timedelta(minutes=10),
        )
    return jobs


def find_updates(connection: Connection, _: datetime) -> Due:
    """Updates of the officials' tables that somebody asked for."""
    return Due(requests=[JobRequest(UPDATE_NOW, (id,)) for id in waiting_updates(connection)])


def file_jobs_of(parts: Parts) -> dict[str, Job]:
    """Lists that come in, and files that go out: the next thing to do with one, by its id."""

    def work_on_list(id: int) -> None:
        if parts.imports.is_work(id, parts.clock()):
            run_apart("contacts", "work", str(id), settings=parts.settings.as_environment())

    def make_file(id: int) -> None:
        if parts.exports.is_work(id, parts.clock()):
            run_apart("export", "work", str(id), settings=parts.settings.as_environment())

    return {import_work.JOB: Job(do=work_on_list), export_work.JOB: Job(do=make_file)}


def _ask_for_ends(parts: Parts, now: datetime) -> None:
    ask_for_ends(parts.database, parts.phone_cipher, parts.delivery_results, parts.providers, parts.ticker, now)
