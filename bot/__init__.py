"""Patchline: an SMS and voice bot for civic advocacy. Here the parts are put together; nothing below imports this."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime, timedelta
from functools import cached_property

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
from bot.campaigns import Campaigns, Demands, campaigns_in_use
from bot.civic_data.update_process import LEASE, update_apart
from bot.cli import register_commands
from bot.config import Settings
from bot.contacts.sign_ups import SignUps
from bot.conversation.context import ConversationContext
from bot.conversation.conversation_view import view_conversation
from bot.conversation.flow_files import flows_in_use
from bot.conversation.intent_files import FOLDER as INTENTS
from bot.conversation.intent_files import intent_reader, intents_in_use
from bot.conversation.line_history import flagged_lines
from bot.conversation.take_turn import Conversations, Watch
from bot.engine.flow import Flows
from bot.engine.reserved import reserved_words
from bot.geocoding import Resolver, make_resolver
from bot.logging_setup import set_up_logs
from bot.officials.office_hours import Hours
from bot.officials.roles import ROLES
from bot.officials.serving import Directories
from bot.officials.table_versions import Versions
from bot.outbox.conversation_queue import ConversationSource
from bot.outbox.conversation_thread import ConversationThread
from bot.outbox.conversation_upkeep import SERVE, ConversationUpkeep
from bot.outbox.dispatch import Dispatcher, Upkeep
from bot.outbox.outcomes import Outcomes
from bot.outbox.pace import SHARE
from bot.outbox.queue import Source
from bot.outbox.reconcile import Reconciler
from bot.outbox.status_callbacks import StatusCallbacks
from bot.people.retention import erase_old
from bot.people.turn_receipts import tidy_turns
from bot.providers import choose_provider
from bot.providers.protocol import CALLS, Provider, ProviderContext, ProviderRoutes
from bot.providers.trial_provider import TrialProvider, TrialTools
from bot.rate_limit import RateLimits
from bot.reading.intents import IntentReader
from bot.runtime import KEY, Parts
from bot.storage.clock import SharedClock, Ticker
from bot.storage.database import Database
from bot.storage.encryption import PhoneCipher
from bot.web import health, pages
from bot.web.origin import site_of_page
from bot.web.provider_routes import WebhooksFirst, provider_blueprints
from bot.web.webhook_handlers import WebhookAnswers
from bot.workers import Workers
from bot.workers.dead_jobs import DeadJobs
from bot.workers.jobs import Job, WorkIntervals, due_by_rows
from bot.workers.periodic_jobs import PeriodicJob, PeriodicJobs
from bot.written_files.file_versions import FileVersions
from bot.written_files.files_taken import TakenFiles, WrittenFiles, keep_handwritten


class Assembly:
    """Makes every part once, when it is first asked for, out of those that it needs."""

    def __init__(
        self,
        settings: Settings,
        clock: Callable[[], datetime] | None,
        ticker: Ticker,
        intervals: WorkIntervals,
        watch: Watch,
    ) -> None:
        self.settings, self.ticker, self.intervals, self._watch = settings, ticker, intervals, watch
        own = clock or SharedClock(self.database)
        self.clock = self.provider.trial_clock(own) if isinstance(self.provider, TrialProvider) else own

    def parts(self) -> Parts:
        """All that requests and commands ask for."""
        return Parts(
            settings=self.settings,
            database=self.database,
            phone_cipher=self.phone_cipher,
            directories=self.directories,
            resolver=self.resolver,
            campaigns=self.campaigns,
            flows=self.flows,
            intents=self.intents,
            versions=self.versions,
            files=self.files,
            provider=self.provider,
            routes=self.routes,
            outbox=self.outbox,
            upkeep=self.upkeep,
            callbacks=self.callbacks,
            previewer=self.previewer,
            alert_dispatcher=self.alert_dispatcher,
            workers=self.workers,
            conversations=self.conversations,
            sign_ups=self.sign_ups,
            clock=self.clock,
        )

    # --- What all stand on ------------------------------------------------------------------------------------------------

    @cached_property
    def database(self) -> Database:
        return Database(self.settings.database_url or f"sqlite:///{self.settings.instance_dir / 'patchline.db'}")

    @cached_property
    def phone_cipher(self) -> PhoneCipher:
        return PhoneCipher(self.settings.phone_key.get_secret_value())

    @cached_property
    def provider(self) -> Provider:
        return choose_provider(self.settings)

    @cached_property
    def rate_limits(self) -> RateLimits:
        return RateLimits(self.settings, self.database, self.phone_cipher, self.clock)

    # --- What people wrote, and who the officials are ---------------------------------------------------------------------

    @cached_property
    def versions(self) -> FileVersions:
        return FileVersions(self.database)

    @cached_property
    def directories(self) -> Directories:
        return Directories(
            Versions(self.settings.data_dir, self.settings.instance_dir / "data"),
            self.settings.instance_dir / "local",
            kept=self.versions.texts,
            loaded=lambda found: keep_handwritten(self.versions, found, self.clock()),
        )

    @cached_property
    def files(self) -> WrittenFiles:
        flows = self.settings.flows_dir
        folders = (flows, flows / INTENTS, self.settings.data_dir / "campaigns")
        return WrittenFiles(self.versions, self.directories, self._take_files, folders)

    def _take_files(self) -> TakenFiles:
        flows = flows_in_use(self.settings.flows_dir, self.versions.texts)
        demands = Demands(roles=ROLES, reserved=reserved_words(flows.flows), public_url=self.settings.url)
        campaigns = campaigns_in_use(self.settings.data_dir / "campaigns", demands, self.versions.texts)
        intents = intents_in_use(self.settings.flows_dir / INTENTS, self.versions.texts)
        return TakenFiles(flows=flows, intents=intents, campaigns=campaigns)

    @cached_property
    def flows(self) -> Flows:
        return self.files.taken.flows.flows

    @cached_property
    def intents(self) -> IntentReader:
        return intent_reader(self.files.taken.intents.examples)

    @cached_property
    def campaigns(self) -> Campaigns:
        return self.files.taken.campaigns.campaigns

    @cached_property
    def resolver(self) -> Resolver | None:
        return make_resolver(self.settings, self.clock)

    # --- Conversations ----------------------------------------------------------------------------------------------------

    @cached_property
    def conversations(self) -> Conversations:
        settings = self.settings
        context = ConversationContext(
            database=self.database,
            phone_cipher=self.phone_cipher,
            directories=self.directories,
            resolver=self.resolver,
            campaigns=self.campaigns,
            flows=self.flows,
            intents=self.intents,
            organization=settings.organization,
            contact=settings.contact,
            number=settings.number,
            url=settings.url,
            previewer=self.previewer,
            keep_texts_days=settings.keep_texts_days,
            keep_conversations_days=settings.keep_conversations_days,
            rate_limits=self.rate_limits,
            reply_cap=settings.reply_cap,
        )
        conversations = Conversations(
            context, lambda ids: self.outbox.wake(), lambda: self.workers.enqueue("start_alerts"), self._watch
        )
        if isinstance(self.provider, TrialProvider):
            conversations.observer = self.provider
        return conversations

    @cached_property
    def sign_ups(self) -> SignUps:
        settings = self.settings
        return SignUps(
            self.database,
            self.phone_cipher,
            settings.organization,
            self.rate_limits,
            an_hour=settings.sign_ups_an_hour,
            a_day=settings.sign_ups_a_day,
        )

    # --- Alerts -----------------------------------------------------------------------------------------------------------

    @cached_property
    def _is_open(self) -> Callable[[str, datetime], bool]:
        return opening_hours(self.settings)

    @cached_property
    def previewer(self) -> Previewer:
        settings = self.settings
        limits = Limits(
            pace=sum(settings.paces.values()) * SHARE,
            picture_pace=sum(min(rate, settings.picture_pace) for rate in settings.paces.values()) * SHARE,
            prices=settings.prices,
            spend_cap_micros=settings.spend_cap_micros,
            alerts_a_week=settings.alerts_a_week,
            is_open=self._is_open,
        )
        names = Names(organization=settings.organization, number=settings.number, url=settings.url)
        return Previewer(self.database, self.directories, self.campaigns, names, limits, self._flagged_lines)

    def _flagged_lines(self, lines: Collection[str], hours: Callable[[str], Hours], now: datetime) -> frozenset[str]:
        with self.database.reader() as connection:
            return flagged_lines(connection, lines, hours, now)

    @cached_property
    def _terms(self) -> Terms:
        settings = self.settings
        return Terms(
            paces=settings.paces,
            alerts_a_week=settings.alerts_a_week,
            prices=settings.prices,
            picture_pace=settings.picture_pace,
            spend_cap_micros=settings.spend_cap_micros,
            is_open=self._is_open,
            texts=lambda broadcast: self.previewer.texts(broadcast, self.clock()),
            phone_cipher=self.phone_cipher,
        )

    @cached_property
    def _alert_jobs(self) -> AlertJobs:
        return AlertJobs(
            database=self.database,
            previewer=self.previewer,
            clock=self.clock,
            send=self.alert_dispatcher.work,
            enqueue=lambda job, *ids: self.workers.enqueue(job, *ids),
            stopping=lambda: self.workers.stopping,
            shift_seconds=self.intervals.shift,
        )

    # --- The outbox: who waits for an answer first, alerts beside it --------------------------------------------------------

    @cached_property
    def _effects(self) -> BroadcastEffects:
        return BroadcastEffects()

    @cached_property
    def _outcomes(self) -> Outcomes:
        return Outcomes(self.phone_cipher, self._effects)

    @cached_property
    def _reconciler(self) -> Reconciler:
        return Reconciler(self.database, self.phone_cipher, self._outcomes, self.settings.prices)

    @cached_property
    def callbacks(self) -> StatusCallbacks:
        return StatusCallbacks(self.database, self._outcomes, self.clock)

    @cached_property
    def upkeep(self) -> ConversationUpkeep:
        return ConversationUpkeep(
            self.database,
            self.phone_cipher,
            push=lambda inbound: self.conversations.take_turn(inbound, self.clock(), lambda reply: ""),
        )

    @cached_property
    def outbox(self) -> ConversationThread:
        settings = self.settings
        text_address, text_pace = settings.text_sender
        calls = ConversationSource(
            database=self.database,
            phone_cipher=self.phone_cipher,
            kind="call",
            address=f"{CALLS}{settings.number}",
            pace=settings.call_pace,
            on_refused=self.upkeep.tell_refused,
            ticker=self.ticker,
        )
        texts = ConversationSource(
            database=self.database,
            phone_cipher=self.phone_cipher,
            kind="text",
            address=text_address,
            pace=text_pace,
            picture_pace=settings.picture_pace,
            ticker=self.ticker,
        )
        return ConversationThread(self._dispatcher([calls, texts], self.upkeep))

    @cached_property
    def alert_dispatcher(self) -> Dispatcher:
        alerts = AlertSource(self.database, self._terms, self.clock, self._effects, self.ticker)
        upkeep = BroadcastUpkeep(self.database, lambda id: self.previewer.make_page(id, self.clock()), self.ticker)
        return self._dispatcher([alerts], upkeep, stopping=lambda: self.workers.stopping)

    def _dispatcher(
        self, sources: Sequence[Source], upkeep: Upkeep, stopping: Callable[[], bool] = lambda: False
    ) -> Dispatcher:
        return Dispatcher(
            database=self.database,
            provider=self.provider,
            sources=sources,
            outcomes=self._outcomes,
            reconciler=self._reconciler,
            upkeep=upkeep,
            clock=self.clock,
            ticker=self.ticker,
            stopping=stopping,
        )

    # --- Work beside the answers ------------------------------------------------------------------------------------------

    @cached_property
    def workers(self) -> Workers:
        periodic_jobs = PeriodicJobs(self.database, self._periodic_jobs())
        return Workers(
            clock=self.clock,
            broker_url=self.settings.broker_url.get_secret_value(),
            queue=f"patchline-{self.phone_cipher.installation}",
            jobs={SERVE: Job(do=self._serve_conversations), **self._alert_jobs.jobs(), **periodic_jobs.jobs(self.clock)},
            find_due=due_by_rows(self.database, [self.upkeep.find_due, self._alert_jobs.find_due, periodic_jobs.find_due]),
            dead_jobs=DeadJobs(self.database),
            intervals=self.intervals,
            ticker=self.ticker,
        )

    def _serve_conversations(self) -> None:
        """Keep promises whose time has come, and send what a process that ended has left."""
        self.upkeep(self.clock, lambda: self.workers.stopping)
        self.outbox.wake()

    def _periodic_jobs(self) -> dict[str, PeriodicJob]:
        day, hour = timedelta(days=1), timedelta(hours=1)
        database, settings = self.database, self.settings
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

    # --- Webhooks ---------------------------------------------------------------------------------------------------------

    @cached_property
    def routes(self) -> Sequence[ProviderRoutes]:
        answers = WebhookAnswers(
            database=self.database,
            phone_cipher=self.phone_cipher,
            clock=self.clock,
            conversations=self.conversations,
            callbacks=self.callbacks,
        )
        return self.provider.routes(
            ProviderContext(
                handlers=answers.handlers(),
                database=self.database,
                phone_cipher=self.phone_cipher,
                clock=self.clock,
                flows=self.flows,
                keywords=lambda: [campaign.keyword for campaign in self.campaigns.live],
                is_own_page=lambda: site_of_page() == "ours",
                trial=self._trial_tools(),
            )
        )

    def _trial_tools(self) -> TrialTools | None:
        """None with a provider that reaches real phones."""
        if not isinstance(self.provider, TrialProvider):
            return None
        context = self.conversations.context
        return TrialTools(
            view=lambda phone, call: view_conversation(context, phone, call, self.clock()),
            do_what_is_due=self._do_what_is_due,
        )

    def _do_what_is_due(self) -> None:
        """What the clock has come to is done now, not at the next look."""
        self.outbox.look()
        self.workers.enqueue("start_alerts")


def create_app(
    settings: Settings | None = None,
    *,
    clock: Callable[[], datetime] | None = None,
    ticker: Ticker | None = None,
    intervals: WorkIntervals | None = None,
    watch: Watch = lambda taken: None,
) -> Flask:
    """The application, with all its parts made once and handed on; by default on the clock that all machines share.

    Raises SettingsError, which names place and mend. Files that people wrote stop nothing (written_files); tables that
    cannot be read stop whoever needs them.
    """
    settings = settings or Settings.load()
    set_up_logs()
    parts = Assembly(settings, clock, ticker or Ticker(), intervals or WorkIntervals(), watch).parts()
    app = Flask(__name__.partition(".")[0], instance_path=str(settings.instance_dir.absolute()))
    # Where a visitor is, and nothing else: signatures go by PUBLIC_URL.
    behind_proxies = ProxyFix(app.wsgi_app, x_for=settings.proxies, x_proto=0) if settings.proxies else app.wsgi_app
    app.wsgi_app = WebhooksFirst(behind_proxies, parts.routes)  # type: ignore[method-assign]
    app.extensions[KEY] = parts
    for blueprint in (*provider_blueprints(parts.routes), health.bp, pages.bp):
        app.register_blueprint(blueprint)
    register_commands(app)
    return app
