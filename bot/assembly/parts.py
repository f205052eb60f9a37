"""Every part of the application, made once out of those that it needs."""

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from functools import cached_property
from zoneinfo import ZoneInfo

from bot.assembly.conversation_sources import conversation_sources_of
from bot.assembly.jobs import file_jobs_of, find_updates, periodic_jobs_of
from bot.assembly.page_work import do_page_requests
from bot.broadcasts.alert_hours import opening_hours
from bot.broadcasts.alert_jobs import AlertJobs
from bot.broadcasts.alert_queue import AlertSource, Terms
from bot.broadcasts.alert_texts import Names
from bot.broadcasts.effects import BroadcastEffects
from bot.broadcasts.preview import Limits
from bot.broadcasts.previewer import Previewer
from bot.broadcasts.sweep import BroadcastUpkeep
from bot.campaign_versions.seeds import seeds_of, take_seeds
from bot.campaign_versions.serving import ServedCampaigns
from bot.campaigns import CampaignsInUse, Demands, campaigns_in_use
from bot.civic_data.asked_updates import UPDATE_NOW, do_update
from bot.config import Settings
from bot.connections import posting_rows
from bot.connections.outside_request import Outside
from bot.connections.posting_work import PostingWork
from bot.contacts.import_files import ImportFiles
from bot.contacts.import_work import ImportWork
from bot.contacts.sign_ups import SignUps
from bot.conversation.campaign_targets import seat_problems
from bot.conversation.context import ConversationContext
from bot.conversation.conversation_view import view_conversation
from bot.conversation.exit_counts import ExitCounts
from bot.conversation.flow_files import flows_in_use
from bot.conversation.intent_files import FOLDER as INTENTS
from bot.conversation.intent_files import IntentsInUse, intents_in_use
from bot.conversation.line_history import flagged_lines
from bot.conversation.reply_budgets import ReplyBudgets
from bot.conversation.take_turn import Conversations, Watch
from bot.conversation.taught_intents import TaughtIntents
from bot.engine.flow import Flows
from bot.engine.reserved import reserved_words
from bot.exports.export_files import ExportFiles
from bot.exports.export_work import ExportWork
from bot.geocoding import Resolver, make_resolver
from bot.locale import SOURCE
from bot.officials.naming import listed_name
from bot.officials.office_hours import Hours
from bot.officials.roles import ROLES
from bot.officials.serving import Directories
from bot.officials.table_versions import Versions
from bot.outbox.conversation_thread import ConversationThread
from bot.outbox.conversation_upkeep import SERVE, ConversationUpkeep
from bot.outbox.delivery_results import DeliveryResults
from bot.outbox.dispatch import Dispatcher, Upkeep
from bot.outbox.fail_over import FailOver
from bot.outbox.pace import SHARE
from bot.outbox.queue import Source
from bot.outbox.reconcile import Reconciler
from bot.outbox.status_callbacks import StatusCallbacks
from bot.people.stop_file import StopFile
from bot.providers import choose_providers
from bot.providers.installed import Providers
from bot.providers.protocol import Provider, ProviderContext, ProviderRoutes
from bot.providers.trial_provider import TrialProvider, TrialTools
from bot.rate_limit import RateLimits
from bot.results.days import Days
from bot.results.so_far import KeptCounts
from bot.runtime import Parts
from bot.simulation.demo_data import MAKE, make_demo
from bot.storage.clock import SharedClock, Ticker
from bot.storage.database import Database
from bot.storage.encryption import PhoneCipher
from bot.telephony import in_micros
from bot.visitors.page_calls import PageCalls, PageCallTerms
from bot.visitors.web_calls import WebCalls
from bot.web.origin import site_of_page
from bot.web.webhook_handlers import WebhookAnswers
from bot.workers import Workers
from bot.workers.dead_jobs import DeadJobs
from bot.workers.jobs import Job, WorkIntervals, due_by_rows
from bot.workers.periodic_jobs import PeriodicJobs
from bot.written_files.file_versions import FileVersions
from bot.written_files.files_taken import TakenFiles, WrittenFiles, keep_handwritten


class Assembly(Parts):
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

    def make_all(self) -> None:
        for name, member in vars(Assembly).items():
            if isinstance(member, cached_property):
                getattr(self, name)
        self.directories.load()

    # --- What all stand on ------------------------------------------------------------------------------------------------

    @cached_property
    def database(self) -> Database:
        return Database(self.settings.database_address, journal=self.stop_file.append)

    @cached_property
    def stop_file(self) -> StopFile:
        return StopFile(self.settings.stop_path)

    @cached_property
    def phone_cipher(self) -> PhoneCipher:
        return PhoneCipher(*(key.get_secret_value() for key in (self.settings.phone_key, self.settings.other_phone_key)))

    @cached_property
    def providers(self) -> Providers:
        return choose_providers(self.settings)

    @property
    def provider(self) -> Provider:
        return self.providers.main

    @cached_property
    def days(self) -> Days:
        return Days(ZoneInfo(self.settings.results_zone))

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
        return WrittenFiles(self.versions, self.directories, self._take_files, folders, self._seed_campaigns)

    def _seed_campaigns(self, found: CampaignsInUse, now: datetime) -> None:
        take_seeds(self.database, seeds_of(found), now)
        self.served_campaigns.look()

    def _take_files(self) -> TakenFiles:
        return TakenFiles(
            read_flows=lambda: flows_in_use(self.settings.flows_dir, self.versions.texts),
            read_intents=self._read_intents,
            read_campaigns=self._read_campaigns,
        )

    def _read_campaigns(self, flows: Flows) -> CampaignsInUse:
        return campaigns_in_use(self.settings.data_dir / "campaigns", self._demands(flows), self.versions.texts)

    def _read_intents(self) -> IntentsInUse:
        return intents_in_use(self.settings.flows_dir / INTENTS, self.versions.texts)

    def _demands(self, flows: Flows) -> Demands:
        return Demands(roles=ROLES, reserved=reserved_words(flows), public_url=self.settings.url)

    @cached_property
    def flows(self) -> Flows:
        return self.files.flows.flows

    @cached_property
    def taught_intents(self) -> TaughtIntents:
        return TaughtIntents(self.database, lambda: self.files.intents.examples)

    @cached_property
    def served_campaigns(self) -> ServedCampaigns:
        return ServedCampaigns(
            self.database,
            lambda: self.files.campaigns,
            lambda: self._demands(self.files.flows.flows),
            lambda campaign, file: seat_problems(self.directories.current, campaign, file, self.clock().date()),
        )

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
            served_campaigns=self.served_campaigns,
            flows=self.flows,
            taught_intents=self.taught_intents,
            organization=settings.organization,
            contact=settings.contact,
            number=settings.number,
            url=settings.url,
            previewer=self.previewer,
            keep_texts_days=settings.keep_texts_days,
            keep_conversations_days=settings.keep_conversations_days,
            rate_limits=self.rate_limits,
            erase_at_provider=settings.erase_at_provider == "on",
            reply_cap=settings.reply_cap,
            replies_an_hour=settings.replies_an_hour,
            reply_budgets=ReplyBudgets(settings.reply_budgets),
            confirm_stop=settings.confirm_stop == "yes",
            days=self.days,
            approve_above=settings.approve_above,
            trust_caller_ids=settings.trust_caller_ids,
        )
        conversations = Conversations(
            context,
            lambda ids: self.outbox.wake(),
            lambda: self.workers.enqueue("start_alerts"),
            self._watch,
            self.exit_counts.note,
        )
        if isinstance(self.provider, TrialProvider):
            conversations.observer = self.provider
        return conversations

    @cached_property
    def exit_counts(self) -> ExitCounts:
        return ExitCounts(self.database, self.clock)

    @cached_property
    def sign_ups(self) -> SignUps:
        return SignUps(
            self.database,
            self.phone_cipher,
            self.settings.organization,
            self.rate_limits,
            self.days,
            an_hour=self.settings.sign_ups_an_hour,
            a_day=self.settings.sign_ups_a_day,
        )

    @cached_property
    def web_calls(self) -> WebCalls:
        return WebCalls(
            self.database,
            self.phone_cipher,
            self.rate_limits,
            self.days,
            an_hour=self.settings.web_calls_an_hour,
            line_news=lambda lines: self.conversations.context.well_lines.forget(lines),
        )

    @cached_property
    def page_calls(self) -> PageCalls:
        settings = self.settings
        terms = PageCallTerms(
            budget_micros=in_micros(settings.page_calls_budget),
            call_micros=in_micros(settings.page_call_price),
            a_day=settings.page_calls_a_day,
            prices=settings.prices,
        )
        return PageCalls(self.database, self.phone_cipher, self.rate_limits, self.days, settings.organization, terms)

    @cached_property
    def calls_so_far(self) -> KeptCounts:
        return KeptCounts(self.database, self.clock)

    @cached_property
    def imports(self) -> ImportWork:
        return ImportWork(
            database=self.database,
            phone_cipher=self.phone_cipher,
            files=ImportFiles(self.settings.instance_dir),
            campaigns=self.served_campaigns,
            organization=self.settings.organization,
            line_lookup=lambda: self.providers.line_lookup,
            clock=self.clock,
        )

    @cached_property
    def exports(self) -> ExportWork:
        return ExportWork(
            database=self.database,
            phone_cipher=self.phone_cipher,
            files=ExportFiles(self.settings.instance_dir),
            days=self.days,
            campaigns=lambda: [each.id for each in self.served_campaigns.current],
            official=lambda id, today: listed_name(self.directories.current, id, today, SOURCE),
            clock=self.clock,
        )

    @cached_property
    def outside(self) -> Outside:
        return Outside(inner_networks=self.settings.own_networks)

    @cached_property
    def postings(self) -> PostingWork:
        return PostingWork(
            database=self.database,
            phone_cipher=self.phone_cipher,
            outside=self.outside,
            clock=self.clock,
            stopping=lambda: self.workers.stopping,
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
        return Previewer(self.database, self.directories, self.served_campaigns, names, limits, self._flagged_lines)

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
    def delivery_results(self) -> DeliveryResults:
        fail_over = FailOver(self.settings.paces, self.providers.name_of)
        return DeliveryResults(self.phone_cipher, self._effects, self.days, fail_over)

    @cached_property
    def _reconciler(self) -> Reconciler:
        return Reconciler(self.database, self.phone_cipher, self.delivery_results, self.settings.prices)

    @cached_property
    def callbacks(self) -> StatusCallbacks:
        return StatusCallbacks(self.database, self.delivery_results, self.clock)

    @cached_property
    def upkeep(self) -> ConversationUpkeep:
        return ConversationUpkeep(
            self.database,
            self.phone_cipher,
            push=lambda inbound: self.conversations.take_turn(inbound, self.clock(), lambda reply: ""),
            take_forms=lambda now: do_page_requests(self, now),
        )

    @cached_property
    def outbox(self) -> ConversationThread:
        sources = conversation_sources_of(
            self.settings, self.database, self.phone_cipher, self.ticker, self.upkeep.tell_refused
        )
        return ConversationThread(self._dispatcher(sources, self.upkeep))

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
            providers=self.providers,
            sources=sources,
            delivery_results=self.delivery_results,
            reconciler=self._reconciler,
            upkeep=upkeep,
            clock=self.clock,
            ticker=self.ticker,
            stopping=stopping,
        )

    # --- Work beside the answers ------------------------------------------------------------------------------------------

    @cached_property
    def workers(self) -> Workers:
        periodic_jobs = PeriodicJobs(self.database, periodic_jobs_of(self))
        return Workers(
            clock=self.clock,
            broker_url=self.settings.broker_url.get_secret_value(),
            queue=f"patchline-{self.phone_cipher.installation}",
            jobs={
                SERVE: Job(do=self._serve_conversations),
                **file_jobs_of(self),
                posting_rows.JOB: Job(do=self.postings.do, outside=True),
                MAKE: Job(do=lambda: make_demo(self), alone=True),
                UPDATE_NOW: Job(do=lambda id: do_update(self.database, self.clock, id), alone=True),
                **self._alert_jobs.jobs(),
                **periodic_jobs.jobs(self.clock),
            },
            find_due=due_by_rows(
                self.database,
                [self.upkeep.find_due, self._alert_jobs.find_due, periodic_jobs.find_due, posting_rows.find_due],
                seldom=[self._alert_jobs.find_seldom, self.imports.find_due, self.exports.find_due, find_updates],
            ),
            dead_jobs=DeadJobs(self.database),
            intervals=self.intervals,
            ticker=self.ticker,
        )

    def _serve_conversations(self) -> None:
        """Keep promises whose time has come, and send what a process that ended has left."""
        self.upkeep(self.clock, lambda: self.workers.stopping)
        self.outbox.wake()

    # --- Webhooks ---------------------------------------------------------------------------------------------------------

    @cached_property
    def routes(self) -> Sequence[ProviderRoutes]:
        answers = WebhookAnswers(
            database=self.database,
            phone_cipher=self.phone_cipher,
            clock=self.clock,
            conversations=lambda: self.conversations,
            callbacks=self.callbacks,
        )
        return self.providers.routes(
            ProviderContext(
                handlers=answers.handlers(),
                database=self.database,
                phone_cipher=self.phone_cipher,
                clock=self.clock,
                flows=lambda: self.flows,
                keywords=lambda: [campaign.keyword for campaign in self.served_campaigns.current.live],
                is_own_page=lambda: site_of_page() == "ours",
                trial=self._trial_tools(),
            )
        )

    def _trial_tools(self) -> TrialTools | None:
        """None with a provider that reaches real phones."""
        if not isinstance(self.provider, TrialProvider):
            return None
        return TrialTools(
            view=lambda phone, call: view_conversation(self.conversations.context, phone, call, self.clock()),
            do_what_is_due=self._do_what_is_due,
        )

    def _do_what_is_due(self) -> None:
        """What the clock has come to is done now, not at the next look."""
        self.outbox.look()
        self.workers.enqueue("start_alerts")
