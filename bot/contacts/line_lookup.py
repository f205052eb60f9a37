"""Asks the provider which numbers of a list are landlines, for money: only of those who would be texted, and once a number."""

from collections.abc import Callable, Sequence
from datetime import datetime

from bot.campaigns import Campaign
from bot.contacts.import_contacts import find_unknown_lines
from bot.contacts.staging import Staged, Staging
from bot.contacts.taking_back import PAGE
from bot.people.line_types import remember_lines
from bot.providers.protocol import LineLookup
from bot.storage.database import Database
from bot.storage.encryption import PhoneCipher

PIECE = 50  # numbers asked for together: within the lease of who works on a list, however slow the provider is


class LineLookups:
    """The look-ups of one list. What the provider says is kept at once, so that it is paid for once, whatever comes of the
    list; whose line it does not tell is texted as anybody.

    `asked`, `told`: how many numbers. `away`: nothing was told of a whole piece, so the provider is asked no more.
    """

    def __init__(
        self, database: Database, phone_cipher: PhoneCipher, provider: LineLookup, clock: Callable[[], datetime]
    ) -> None:
        self._database, self._phone_cipher, self._provider, self._clock = database, phone_cipher, provider, clock
        self.asked = self.told = 0
        self.away = False

    def look_up(self, page: Sequence[Staged], campaign: Campaign, still_at_it: Callable[[], None] = lambda: None) -> None:
        """Have the lines known of those of a page who would be asked. `still_at_it` is called between two requests."""
        with self._database.read() as connection:
            unknown = find_unknown_lines(connection, page, campaign, self._clock())
        for start in range(0, len(unknown), PIECE):
            if self.away:
                return
            self._look_up(unknown[start : start + PIECE])
            still_at_it()

    def look_up_all(self, staging: Staging, campaign: Campaign) -> None:
        """The same for all rows of a list."""
        for page in staging.pages(PAGE):
            self.look_up(page, campaign)

    def _look_up(self, people: Sequence[Staged]) -> None:
        phones = {self._phone_cipher.decrypt(each.phone): each.person for each in people}
        kinds = self._provider.look_up_lines(list(phones))
        self.asked += len(phones)
        self.told += len(kinds)
        self.away = not kinds
        with self._database.write() as connection:
            remember_lines(connection, {phones[phone]: kind for phone, kind in kinds.items()}, self._clock())
