"""What create_app() built, for whoever answers a request or a command: typed, and found through the app."""

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from flask import current_app, g, has_app_context

from bot.broadcasts.previewer import Previewer
from bot.campaigns import Campaigns
from bot.config import Settings
from bot.contacts.sign_ups import SignUps
from bot.conversation.take_turn import Conversations
from bot.engine.flow import Flows
from bot.geocoding import Resolver
from bot.officials.directory import Directory
from bot.officials.serving import Directories
from bot.outbox.conversation_thread import ConversationThread
from bot.outbox.conversation_upkeep import ConversationUpkeep
from bot.outbox.dispatch import Dispatcher
from bot.outbox.status_callbacks import StatusCallbacks
from bot.providers.protocol import Provider, ProviderRoutes
from bot.reading.intents import IntentReader
from bot.storage.database import Database
from bot.storage.encryption import PhoneCipher
from bot.workers import Workers
from bot.written_files.file_versions import FileVersions
from bot.written_files.files_taken import WrittenFiles

KEY = "patchline"


@dataclass(frozen=True, kw_only=True, slots=True)
class Parts:
    """The parts of a running bot. `clock` gives the time in UTC. `resolver`: None where no street address is asked for."""

    settings: Settings
    database: Database
    phone_cipher: PhoneCipher
    directories: Directories
    resolver: Resolver | None
    campaigns: Campaigns
    flows: Flows
    intents: IntentReader
    versions: FileVersions
    files: WrittenFiles
    provider: Provider
    routes: Sequence[ProviderRoutes]
    outbox: ConversationThread
    upkeep: ConversationUpkeep
    callbacks: StatusCallbacks
    previewer: Previewer
    alert_dispatcher: Dispatcher
    workers: Workers
    conversations: Conversations
    sign_ups: SignUps
    clock: Callable[[], datetime]

    @property
    def directory(self) -> Directory:
        """The officials; the same ones until the request (or the command) is over, whatever tables are loaded meanwhile."""
        if not has_app_context():
            return self.directories.current
        if "directory" not in g:
            g.directory = self.directories.current
        found: Directory = g.directory
        return found

    def finish_work(self) -> None:
        """What is done and sent in this process comes to its end, within the seconds that a process is given; the rest is left
        to others, and to the next start."""
        ending = [threading.Thread(target=each.stop, daemon=True) for each in (self.workers, self.outbox)]
        for thread in ending:
            thread.start()
        for thread in ending:
            thread.join()


def settings() -> Settings:
    """The settings of the app at work; all that `flask data` needs of it."""
    found: Settings = current_app.extensions[KEY].settings
    return found


def time_now() -> datetime:
    """The time by the clock of the app, in UTC."""
    now: datetime = current_app.extensions[KEY].clock()
    return now


def parts() -> Parts:
    """The parts of the app at work."""
    built = current_app.extensions[KEY]
    assert isinstance(built, Parts)
    return built
