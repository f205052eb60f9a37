"""What is done again and again, whatever the number of processes by one at a time: the rows of `leases` are the plan.

A row's `until` is when its chore is due next. Who finds it due puts it off for as long as the chore may take, in one guarded
statement, and thereby has it; when it is done, it is put off to the next time. Nobody has to lead, and who dies is replaced.
"""

import os
import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import insert, select, update
from sqlalchemy.exc import IntegrityError

from bot.models import Lease
from bot.storage.database import Database


@dataclass(frozen=True, slots=True)
class Chore:
    """`every`: from one time to the next. `takes`: longer than it ever takes; then another process may try."""

    every: timedelta
    takes: timedelta
    do: Callable[[datetime], object]


class Chores:
    """Chores by name. `holder` names this process in the table; by default after machine and process."""

    def __init__(self, database: Database, chores: Mapping[str, Chore], holder: str = "") -> None:
        self.database, self.chores, self._holder = database, chores, holder

    @property
    def holder(self) -> str:
        # Asked when it is needed: a server forks after this was made.
        return self._holder or f"{socket.gethostname()[:48]} {os.getpid()}"

    def due(self, now: datetime) -> list[str]:
        """The chores whose time has come."""
        with self.database.read() as connection:
            planned = {row.name: row.until for row in connection.execute(select(Lease.name, Lease.until))}
        return [name for name in self.chores if name not in planned or planned[name] <= now]

    def do(self, name: str, now: datetime) -> bool:
        """Do a chore if it is due and nobody else is at it; False where it is not ours to do."""
        chore = self.chores[name]
        if not self._take(name, now, now + chore.takes):
            return False
        chore.do(now)
        self._put_off(name, now + chore.every)
        return True

    def _take(self, name: str, now: datetime, until: datetime) -> bool:
        due = update(Lease).where(Lease.name == name, Lease.until <= now).values(holder=self.holder, until=until)
        try:
            with self.database.write() as connection:
                if connection.execute(due).rowcount:
                    return True
                if connection.execute(select(Lease.name).where(Lease.name == name)).first():
                    return False
                connection.execute(insert(Lease).values(name=name, holder=self.holder, until=until))
                return True
        except IntegrityError:
            return False  # another process was quicker

    def _put_off(self, name: str, until: datetime) -> None:
        mine = update(Lease).where(Lease.name == name, Lease.holder == self.holder)
        with self.database.write() as connection:
            connection.execute(mine.values(until=until))
