"""The lists that are imported meanwhile, by the command and in the console, each killed in the middle and done again."""

import random
import re
import threading
import time
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from sqlalchemy import Connection, select
from sqlalchemy.exc import SQLAlchemyError

from bot.cli.contacts import BECAME
from bot.contacts.import_rows import ImportRow, find_import
from bot.models import Broadcast, ListImport
from tests.chaos.browser import Browser
from tests.chaos.cast import PeopleList
from tests.chaos.stage import Stage

COLLECTED_BY = "Casa Latina"
UPLOADED, AGREES = re.compile(r"/supporters/imports/(\d+)"), re.compile(r'action="[^"]*/imports/\d+/agree"')
QUESTION = re.compile(r"flask broadcast status (\d+)")
LOOK_SECONDS = 0.3  # between two looks at a page
SOON = (0.0, 0.5)  # seconds from when a list is being loaded until that is killed
BEFORE = (0.5, 4.0)  # from when a command is started, where it is killed whatever it is at

Found = TypeVar("Found")


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportTold:
    """What an organizer was told in the end: outcome -> of how many (bot/contacts/import_contacts.py), and the id of the
    question, None where nobody is asked."""

    counts: Mapping[str, int]
    question: int | None


@dataclass
class Imports:
    """`kills`: how often each list is killed; `killed`: how often they were, by the command's own kill and with everything
    else; `told`: list -> what was told; `is_loading`: set where everything is to be killed now; `goes_on`: is there time?"""

    stage: Stage
    campaign: str
    kills: int
    goes_on: Callable[[], bool]
    killed: Counter[str] = field(default_factory=Counter)
    told: dict[str, ImportTold] = field(default_factory=dict)
    is_loading: threading.Event = field(default_factory=threading.Event)
    tries: Counter[str] = field(default_factory=Counter)

    # --- By the command -----------------------------------------------------------------------------------------------------

    def by_command(self, people: PeopleList, rng: random.Random) -> None:
        """`flask contacts import`, until it says that it is done; what an earlier one has left is cancelled first, as
        docs/contacts.md says."""
        file = self.stage.folder / people.name
        file.write_text(people.as_csv(rng))
        while self.goes_on():
            said, code = self._run_command(file, rng)
            if code == 0:
                question = QUESTION.search(said)
                self.told[people.name] = ImportTold(counts=counts_said(said), question=int(question[1]) if question else None)
                return
            for draft in self._left_drafts():
                while self.goes_on() and self._run("broadcast", "cancel", str(draft), "--yes")[1]:
                    pass

    def _run_command(self, file: Path, rng: random.Random) -> tuple[str, int]:
        """Start it once, and kill it unless it was often enough: in turns while it loads, and at any moment."""
        self.tries[file.name] += 1
        given = ("--campaign", self.campaign, "--from", COLLECTED_BY)
        command = self.stage.command("contacts", "import", str(file), *given)
        command.start()
        killed = self.killed["command"]
        if killed < self.kills:
            if killed % 2:
                command.wait(rng.uniform(*BEFORE))
            else:
                while command.wait(0.05) is None and not self._left_drafts():
                    pass
                command.wait(rng.uniform(*SOON))
            if command.wait(0) is None:
                command.kill()
                self.killed["command"] += 1
                return "", -9
        code = command.wait(None)
        assert code is not None
        return command.log.read_text(), code

    def _run(self, *words: str) -> tuple[str, int]:
        command = self.stage.command(*words)
        command.start()
        code = command.wait(None)
        assert code is not None
        return command.log.read_text(), code

    def _left_drafts(self) -> Sequence[int]:
        """Questions that are drafts, and of no list that the console is at."""
        of_lists = select(ListImport.broadcast_id).where(ListImport.broadcast_id.is_not(None))
        drafts = select(Broadcast.id).where(
            Broadcast.kind == "confirmation", Broadcast.state == "draft", Broadcast.id.not_in(of_lists)
        )
        return self._read(lambda connection: connection.execute(drafts).scalars().all()) or ()

    # --- In the console -----------------------------------------------------------------------------------------------------

    def by_console(self, people: PeopleList, browser: Browser, rng: random.Random) -> None:
        """Upload the list, agree to it, and wait for it to be loaded; upload it again where it is not."""
        text = people.as_csv(rng)
        while self.goes_on():
            self.tries[people.name] += 1
            id = self._upload(browser, f"{self.tries[people.name]}-{people.name}", text)
            row = self._follow(browser, id, rng) if id is not None else None
            if row is not None:
                self.told[people.name] = ImportTold(counts=dict(row.counts), question=row.broadcast_id)
                return

    def _upload(self, browser: Browser, name: str, text: str) -> int | None:
        """The id of the list; an organizer who got no answer looks whether it is there."""
        browser.get("/supporters/import")
        fields = {"campaign": self.campaign, "who": COLLECTED_BY}
        sent = browser.post("/supporters/import/upload", fields, (name, text))
        if found := UPLOADED.search(sent.leads):
            return int(found[1])
        while self.goes_on():
            listed = browser.get("/supporters/import")
            if listed.status == 200:
                there = re.search(rf'/supporters/imports/(\d+)">{re.escape(name)}<', listed.text)
                return int(there[1]) if there else None
            time.sleep(LOOK_SECONDS)
        return None

    def _follow(self, browser: Browser, id: int, rng: random.Random) -> ImportRow | None:
        """Its row once it is loaded; None where it is not, and never will be."""
        while self.goes_on():
            page = browser.get(f"/supporters/imports/{id}")
            if page.status == 404:
                return None
            if AGREES.search(page.text):
                agreed = browser.post(f"/supporters/imports/{id}/agree")
                if agreed.status == 303 and self.killed["loading"] < self.kills:
                    time.sleep(rng.uniform(*SOON))
                    self.killed["loading"] += 1
                    self.is_loading.set()
            row = self._read(lambda connection: find_import(connection, id))
            if row is not None and row.state == "loaded":
                return row
            if row is not None and row.state == "refused":
                return None
            if row is not None and row.state == "agreed" and row.loaded and self.killed["loading"] < self.kills:
                self.killed["loading"] += 1
                self.is_loading.set()
            time.sleep(LOOK_SECONDS)
        return None

    def _read(self, ask: Callable[[Connection], Found]) -> Found | None:
        """What the tables say; None while they cannot be read."""
        try:
            with self.stage.database.read() as connection:
                return ask(connection)
        except SQLAlchemyError:
            return None


def counts_said(said: str) -> Mapping[str, int]:
    """Outcome -> how many, of what the command says."""
    found = {outcome: re.search(words.replace("{}", r"([\d,]+)"), said) for outcome, words in BECAME.items()}
    return {outcome: int(each[1].replace(",", "")) for outcome, each in found.items() if each}
