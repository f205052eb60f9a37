"""Patchline: an SMS and voice bot for civic advocacy. Here the parts are put together; nothing below imports this."""

from collections.abc import Callable, Collection
from datetime import datetime, timedelta

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from bot.broadcasts.alert_hours import opening_hours
from bot.broadcasts.alert_jobs import AlertJobs
from bot.broadcasts.alert_queue import AlertSource, Terms
from bot.broadcasts.alert_texts import Names
from bot.broadcasts.effects import BroadcastEffects
from bot.broadcasts.preview import Limits
from bot.broadcasts.previewer import Previewer
from bot.broadcasts.sweep import BroadcastUpkeep
from bot.campaigns import Demands, campaigns_in_use
from bot.civic_data.update_process import LEASE, update_apart
from bot.cli import register_commands
from bot.config import Settings
from bot.contacts.sign_ups import SignUps
from bot.conversation.context import ConversationContext
from bot.conversation.flow_files import flows_in_use
from bot.conversation.line_history import flagged_lines
from bot.conversation.take_turn import Conversations, Watch
from bot.engine.reserved import reserved_words
from bot.geocoding import make_resolver
from bot.logging_setup import set_up_logs
from bot.officials.office_hours import Hours
from bot.officials.roles import ROLES
from bot.officials.serving import Directories
from bot.officials.versions import Versions
from bot.outbox.conversation_queue import ConversationSource
from bot.outbox.conversation_thread import ConversationThread
from bot.outbox.conversation_upkeep import SERVE, ConversationUpkeep
from bot.outbox.dispatch import Dispatcher
from bot.outbox.outcomes import Outcomes
from bot.outbox.pace import SHARE
from bot.outbox.reconcile import Reconciler
from bot.outbox.status_callbacks import StatusCallbacks
from bot.people.retention import erase_old
from bot.people.turn_receipts import tidy_turns
from bot.providers import choose_provider
from bot.providers.protocol import CALLS, ProviderContext
from bot.rate_limit import RateLimits
from bot.runtime import KEY, Parts
from bot.storage.clock import SharedClock
from bot.storage.database import Database
from bot.storage.encryption import Numbers
from bot.web import health, pages
from bot.web.origin import site_of_page
from bot.web.webhook_handlers import WebhookAnswers
from bot.workers import Workers
from bot.workers.dead_jobs import DeadJobs
from bot.workers.jobs import Job, due_by_rows
from bot.workers.periodic_jobs import PeriodicJob, PeriodicJobs
from bot.written_files.in_use import TakenFiles, WrittenFiles, keep_handwritten
from bot.written_files.versions import FileVersions


def _periodic_jobs(database: Database, settings: Settings) -> dict[str, PeriodicJob]:
    day, hour = timedelta(days=1), timedelta(hours=1)
    jobs = {
        "erase": PeriodicJob(every=day, takes=hour, do=lambda now: erase_old(database, settings, now)),
        "turns": PeriodicJob(every=hour / 6, takes=hour, do=lambda now: tidy_turns(database, now)),
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


def create_app(
    settings: Settings | None = None, *, clock: Callable[[], datetime] | None = None, watch: Watch = lambda taken: None
) -> Flask:
    """The application, with all its parts made once and handed on; by default on the clock that all machines share.

    Raises SettingsError, which names place and mend. Files that people wrote stop nothing (written_files); tables that
    cannot be read stop whoever needs them.
    """
    settings = settings or Settings.load()
    set_up_logs()
    database = Database(settings.database_url or f"sqlite:///{settings.instance_dir / 'patchline.db'}")
    clock = clock or SharedClock(database)
    numbers = Numbers(settings.phone_key.get_secret_value())
    versions = FileVersions(database)
    directories = Directories(
        Versions(settings.data_dir, settings.instance_dir / "data"),
        settings.instance_dir / "local",
        kept=versions.texts,
        loaded=lambda found: keep_handwritten(versions, found, clock()),
    )
    campaigns_dir = settings.data_dir / "campaigns"

    def take_files() -> TakenFiles:
        flows = flows_in_use(settings.flows_dir, versions.texts)
        demands = Demands(roles=ROLES, reserved=reserved_words(flows.flows), public_url=settings.url)
        return TakenFiles(flows=flows, campaigns=campaigns_in_use(campaigns_dir, demands, versions.texts))

    files = WrittenFiles(versions, directories, take_files, (settings.flows_dir, campaigns_dir))
    flows, campaigns = files.taken.flows.flows, files.taken.campaigns.campaigns
    provider = choose_provider(settings)
    addresses = make_resolver(settings, clock)
    rate_limits = RateLimits(settings, database, numbers, clock)
    is_open = opening_hours(settings)
    limits = Limits(
        pace=sum(settings.paces.values()) * SHARE,
        segment_price_micros=settings.segment_price_micros,
        spend_cap_micros=settings.spend_cap_micros,
        alerts_a_week=settings.alerts_a_week,
        is_open=is_open,
    )
    names = Names(settings.organization, settings.number, settings.url)

    def flagged_now(lines: Collection[str], hours: Callable[[str], Hours], now: datetime) -> frozenset[str]:
        with database.reader() as connection:
            return flagged_lines(connection, lines, hours, now)

    previewer = Previewer(database, directories, campaigns, names, limits, flagged_now)
    context = ConversationContext(
        database=database,
        numbers=numbers,
        directories=directories,
        resolver=addresses,
        campaigns=campaigns,
        flows=flows,
        organization=settings.organization,
        contact=settings.contact,
        number=settings.number,
        url=settings.url,
        previewer=previewer,
        keep_texts_days=settings.keep_texts_days,
        keep_conversations_days=settings.keep_conversations_days,
        rate_limits=rate_limits,
    )
    conversations = Conversations(context, lambda ids: outbox.wake(), lambda: workers.enqueue("start_alerts"), watch)

    terms = Terms(
        settings.paces,
        settings.alerts_a_week,
        settings.segment_price_micros,
        settings.spend_cap_micros,
        is_open,
        lambda broadcast: previewer.texts(broadcast, clock()),
        numbers,
    )

    effects = BroadcastEffects()
    outcomes = Outcomes(numbers, effects)
    reconciler = Reconciler(database, numbers, outcomes, settings.segment_price_micros)
    upkeep = ConversationUpkeep(
        database, numbers, push=lambda inbound: conversations.take_turn(inbound, clock(), lambda reply: "")
    )
    text_address, text_pace = settings.text_sender
    outbox = ConversationThread(
        Dispatcher(
            database=database,
            provider=provider,
            sources=[
                ConversationSource(
                    database=database,
                    numbers=numbers,
                    kind="call",
                    address=f"{CALLS}{settings.number}",
                    pace=settings.call_pace,
                    on_refused=upkeep.tell_refused,
                ),
                ConversationSource(database=database, numbers=numbers, kind="text", address=text_address, pace=text_pace),
            ],
            outcomes=outcomes,
            reconciler=reconciler,
            upkeep=upkeep,
            clock=clock,
        )
    )
    worker = Dispatcher(
        database=database,
        provider=provider,
        sources=[AlertSource(database, terms, clock, effects)],
        outcomes=outcomes,
        reconciler=reconciler,
        upkeep=BroadcastUpkeep(database, lambda id: previewer.make_page(id, clock())),
        clock=clock,
        stopping=lambda: workers.stopping,
    )
    periodic_jobs = PeriodicJobs(database, _periodic_jobs(database, settings))

    alert_jobs = AlertJobs(
        database=database,
        previewer=previewer,
        clock=clock,
        send=worker.work,
        enqueue=lambda job, *ids: workers.enqueue(job, *ids),
        stopping=lambda: workers.stopping,
    )

    def serve_conversations() -> None:
        """Keep promises whose time has come, and send what a process that ended has left."""
        upkeep(clock, lambda: workers.stopping)
        outbox.wake()

    workers = Workers(
        clock=clock,
        broker_url=settings.broker_url.get_secret_value(),
        queue=f"patchline-{numbers.installation}",
        jobs={SERVE: Job(do=serve_conversations), **alert_jobs.jobs(), **periodic_jobs.jobs(clock)},
        find_due=due_by_rows(database, [upkeep.find_due, alert_jobs.find_due, periodic_jobs.find_due]),
        dead_jobs=DeadJobs(database),
    )

    callbacks = StatusCallbacks(database, outcomes, clock)
    answers = WebhookAnswers(database=database, numbers=numbers, clock=clock, conversations=conversations, callbacks=callbacks)
    routes = provider.routes(
        ProviderContext(
            handlers=answers.handlers(),
            database=database,
            numbers=numbers,
            clock=clock,
            flows=flows,
            keywords=lambda: [campaign.keyword for campaign in campaigns.live],
            is_own_page=lambda: site_of_page() == "ours",
        )
    )
    sign_ups = SignUps(
        database,
        numbers,
        settings.organization,
        rate_limits,
        an_hour=settings.sign_ups_an_hour,
        a_day=settings.sign_ups_a_day,
    )

    app = Flask(__name__.partition(".")[0], instance_path=str(settings.instance_dir.absolute()))
    if settings.proxies:
        # Where a visitor is, and nothing else: signatures go by PUBLIC_URL.
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=0)  # type: ignore[method-assign]
    app.extensions[KEY] = Parts(
        settings,
        database,
        numbers,
        directories,
        addresses,
        campaigns,
        flows,
        versions,
        files,
        provider,
        routes,
        outbox,
        upkeep,
        callbacks,
        previewer,
        worker,
        workers,
        conversations,
        sign_ups,
        clock,
    )
    for blueprint in (*(each.blueprint for each in routes), health.bp, pages.bp):
        app.register_blueprint(blueprint)
    register_commands(app)
    return app
