"""What create_app() built, for whoever answers a request or a command: typed, and found through the app."""

import threading
from collections.abc import Callable, Sequence
from datetime import datetime
from pathlib import Path
from typing import Protocol

from flask import current_app, g, has_app_context

from bot.broadcasts.previewer import Previewer
from bot.campaign_versions.serving import ServedCampaigns
from bot.campaigns import Campaigns
from bot.config import Settings
from bot.connections.outside_request import Outside
from bot.connections.posting_work import PostingWork
from bot.contacts.import_work import ImportWork
from bot.contacts.sign_ups import SignUps
from bot.conversation.exit_counts import ExitCounts
from bot.conversation.take_turn import Conversations
from bot.conversation.taught_intents import TaughtIntents
from bot.engine.flow import Flows
from bot.exports.export_work import ExportWork
from bot.geocoding import Resolver
from bot.officials.directory import Directory
from bot.officials.serving import Directories
from bot.outbox.conversation_thread import ConversationThread
from bot.outbox.conversation_upkeep import ConversationUpkeep
from bot.outbox.delivery_results import DeliveryResults
from bot.outbox.dispatch import Dispatcher
from bot.outbox.status_callbacks import StatusCallbacks
from bot.people.stop_file import StopFile
from bot.providers.installed import Providers
from bot.providers.protocol import Provider, ProviderRoutes
from bot.rate_limit import RateLimits
from bot.reading.intents import IntentReader
from bot.results.days import Days
from bot.results.so_far import KeptCounts
from bot.storage.clock import Ticker
from bot.storage.database import Database
from bot.storage.encryption import PhoneCipher
from bot.storage.watch_thread import WatchThread
from bot.visitors.page_calls import PageCalls
from bot.visitors.web_calls import WebCalls
from bot.workers import Workers
from bot.written_files.file_versions import FileVersions
from bot.written_files.files_taken import WrittenFiles

# Of the app's extensions: the parts, the mount of the console, and that of the API.
KEY, CONSOLE, API = "patchline", "console", "api"
CONSOLE_PATH, API_PATH = "/console", "/api/v1"


class Parts(Protocol):
    """The parts of a running bot, each made when it is first asked for: a command needs few of them, and make_all() is for who
    serves. `clock` gives the time in UTC. `resolver`: None where no street address is asked for.
    `days`: by which results are counted.
    """

    settings: Settings
    ticker: Ticker
    clock: Callable[[], datetime]

    @property
    def database(self) -> Database: ...
    @property
    def stop_file(self) -> StopFile: ...
    @property
    def phone_cipher(self) -> PhoneCipher: ...
    @property
    def rate_limits(self) -> RateLimits: ...
    @property
    def directories(self) -> Directories: ...
    @property
    def resolver(self) -> Resolver | None: ...
    @property
    def served_campaigns(self) -> ServedCampaigns: ...
    @property
    def flows(self) -> Flows: ...
    @property
    def taught_intents(self) -> TaughtIntents: ...
    @property
    def versions(self) -> FileVersions: ...
    @property
    def files(self) -> WrittenFiles: ...
    @property
    def providers(self) -> Providers: ...
    @property
    def provider(self) -> Provider:
        """The provider that carries conversations."""
        ...

    @property
    def routes(self) -> Sequence[ProviderRoutes]: ...
    @property
    def outbox(self) -> ConversationThread: ...
    @property
    def upkeep(self) -> ConversationUpkeep: ...
    @property
    def callbacks(self) -> StatusCallbacks: ...
    @property
    def previewer(self) -> Previewer: ...
    @property
    def alert_dispatcher(self) -> Dispatcher: ...
    @property
    def workers(self) -> Workers: ...
    @property
    def conversations(self) -> Conversations: ...
    @property
    def sign_ups(self) -> SignUps: ...
    @property
    def web_calls(self) -> WebCalls: ...
    @property
    def page_calls(self) -> PageCalls: ...
    @property
    def calls_so_far(self) -> KeptCounts: ...
    @property
    def imports(self) -> ImportWork: ...
    @property
    def exports(self) -> ExportWork: ...
    @property
    def outside(self) -> Outside: ...
    @property
    def postings(self) -> PostingWork: ...
    @property
    def exit_counts(self) -> ExitCounts: ...
    @property
    def days(self) -> Days: ...
    @property
    def delivery_results(self) -> DeliveryResults: ...

    @property
    def intents(self) -> IntentReader:
        """What sentences mean, as it is at this moment."""
        return self.taught_intents.current

    @property
    def campaigns(self) -> Campaigns:
        """The campaigns, as they are at this moment."""
        return self.served_campaigns.current

    @property
    def directory(self) -> Directory:
        """The officials; the same ones until the request (or the command) is over, whatever tables are loaded meanwhile."""
        if not has_app_context():
            return self.directories.current
        if "directory" not in g:
            g.directory = self.directories.current
        found: Directory = g.directory
        return found

    def make_all(self) -> None:
        """Make every part and load the officials, before threads ask for them: who texts waits for none of it."""

    def watch(self) -> None:
        """Take over, within seconds, what other processes change: campaigns and officials. In every process that serves or
        works; again in one that was forked, which has none of the threads."""
        for each in self._watching():
            each.start()

    def _watching(self) -> Sequence[WatchThread]:
        watched = (self.directories, self.exit_counts, self.served_campaigns, self.taught_intents)
        return [each.watching for each in watched]

    def finish_work(self) -> None:
        """What is done and sent in this process comes to its end, within the seconds that a process is given; the rest is left
        to others, and to the next start."""
        ends = (self.workers.stop, self.outbox.stop, self.exit_counts.flush, *(each.stop for each in self._watching()))
        ending = [threading.Thread(target=end, daemon=True) for end in ends]
        for thread in ending:
            thread.start()
        for thread in ending:
            thread.join()
        self.database.close()


def settings() -> Settings:
    """The settings of the app at work; all that `flask data` needs of it."""
    found: Settings = current_app.extensions[KEY].settings
    return found


def local_folder() -> Path:
    """Where this installation's lists of officials and corrections are kept."""
    return settings().instance_dir / "local"


def time_now() -> datetime:
    """The time by the clock of the app, in UTC."""
    now: datetime = current_app.extensions[KEY].clock()
    return now


def parts() -> Parts:
    """The parts of the app at work."""
    built: Parts = current_app.extensions[KEY]
    return built
