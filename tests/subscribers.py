"""Supporters who are subscribed to alerts, made as rows for the tests of audiences and previews. Holds no test."""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import insert

from bot.models import Call, CallListEntryRow, CallListRow, Supporter
from bot.officials.dated_divisions import keep_dated
from bot.people import ledger
from bot.people.time_zones import zones_of
from tests.conftest import Bot

CAMPAIGN = "sanctuary"
NOON = datetime(2026, 11, 23, 20, 0, tzinfo=UTC)  # a Monday; noon in Tacoma, 3 pm in New York
JOINED = datetime(2026, 10, 1, 12, 0, tzinfo=UTC)
WA = "ocd-division/country:us/state:wa"

TOLL_FREE = "+18005550100"  # says nothing of where they live


@dataclass
class People:
    """The subscribers of a bot, by name."""

    bot: Bot
    ids: dict[str, int] = field(default_factory=dict)

    def phone(self, name: str) -> str:
        return f"+1253555{list(self.ids).index(name):04d}"

    def add(
        self,
        name: str,
        zip: str | None = "98402",
        *,
        chosen_divisions: dict[str, str] | None = None,
        geocoded_divisions: dict[str, str] | None = None,
        act: str = "granted",
        joined: datetime = JOINED,
        stopped: bool = False,
        campaign: str = CAMPAIGN,
        **columns: Any,
    ) -> int:
        """Somebody who joined. Divisions by level; written as the conversation keeps them."""
        parts, phone = self.bot.parts, f"+1253555{len(self.ids):04d}"
        values = {
            "phone": parts.phone_cipher.encrypt(phone),
            "language": "en",
            "zip": zip,
            "chosen_divisions": keep_dated(parts.directory, chosen_divisions or {}, NOON.date()),  # type: ignore[arg-type]
            "geocoded_divisions": keep_dated(parts.directory, geocoded_divisions, NOON.date()) if geocoded_divisions else None,  # type: ignore[arg-type]
            "zone": zones_of(zip, TOLL_FREE),  # as if their number were of where they live
            "created_at": joined,
        }
        with parts.database.write() as connection:
            made = connection.execute(insert(Supporter).values(**(values | columns)))
            id = self.ids[name] = int(made.inserted_primary_key[0])
            entries = [
                ledger.LedgerEntry(programme=campaign, act=act, words="JOIN", channel="sms", source="keyword", at=joined)
            ]  # type: ignore[arg-type]
            if stopped:
                entries.append(
                    ledger.LedgerEntry(programme="*", act="withdrawn", words="STOP", channel="sms", source="carrier", at=joined)
                )
            ledger.write_entries(connection, parts.phone_cipher.person_key(phone), id, entries)
        return id

    def called(
        self,
        name: str,
        outcome: str | None,
        campaign: str = CAMPAIGN,
        at: datetime = JOINED,
        status: str = "answered",
        alert: int | None = None,
    ) -> None:
        """A call of theirs that was put through, what they said of it, and the alert that it counts for."""
        values = {"campaign": campaign, "official": "o", "line": "+12065550111", "status": status, "at": at, "caused_by": alert}
        with self.bot.parts.database.write() as connection:
            connection.execute(insert(Call).values(supporter_id=self.ids[name], outcome=outcome, **values))

    def told_of_a_call(self, name: str, outcome: str, at: datetime = JOINED) -> None:
        """A call they made by themselves and told us of by text."""
        with self.bot.parts.database.write() as connection:
            call_list = connection.execute(
                insert(CallListRow).values(supporter_id=self.ids[name], campaign=CAMPAIGN, created_at=JOINED)
            ).inserted_primary_key[0]
            connection.execute(
                insert(CallListEntryRow).values(
                    call_list_id=call_list, position=0, official="o", outcome=outcome, recorded_at=at
                )
            )

    def names(self, ids: Any) -> set[str]:
        by_id = {id: name for name, id in self.ids.items()}
        return {by_id[id] for id in ids}
