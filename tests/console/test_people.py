"""The people who use the console: what two of them do to each other at one moment."""

import threading

from bot.accounts import organizer_accounts
from tests.conftest import Bot
from tests.console.conftest import Organizers

WAITS_SECONDS = 0.5  # for a thread that is held up, and does not end


def test_two_owners_who_take_each_other_out_leave_one(bot: Bot, organizers: Organizers) -> None:
    ana, bo = organizers.enter("owner", "Ana"), organizers.enter("owner", "Bo")
    told: list[bool] = []

    def remove_ana() -> None:
        with bot.parts.database.write() as connection:
            told.append(organizer_accounts.remove_person(connection, ana))

    thread = threading.Thread(target=remove_ana)
    with bot.parts.database.write() as connection:
        assert organizer_accounts.set_role(connection, bo, "viewer")
        thread.start()
        thread.join(WAITS_SECONDS)
    thread.join()
    assert told == [False]
