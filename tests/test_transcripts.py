"""Every conversation written down in tests/flows goes as written, and between them they pass every exit of every flow.

How a transcript is written stands in flows/README.md. One bot on one database holds them all, a phone each.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from string import Formatter

import pytest
from sqlalchemy import delete

from bot.engine.advance import all_exits
from bot.engine.flow import Flow, Flows
from bot.models import Broadcast, Call, FullMailbox, LineReport, Subscription
from bot.simulation.transcript import Transcript, read_transcript, replay_transcript
from bot.telephony import sms_text
from tests.conftest import EACH_DATABASE, ROOT, Bot, Exits, Start, data_with, plain_data, starting
from tests.databases import empty_database
from tests.geocoder import geocoder

LISTS = ROOT / "tests" / "transcript_data" / "lists"
FILES = sorted((ROOT / "tests" / "flows").glob("*.yaml"))
CAMPAIGNS = (ROOT / "data" / "campaigns", ROOT / "tests" / "transcript_data")


@dataclass
class Replay:
    """A conversation that was replayed: the exits it took, all that the bot said, and what went wrong."""

    taken: Exits
    said: list[str]
    error: Exception | None = None


@dataclass
class Stage:
    """Holds each conversation once, whoever asks first: its own test, or one that looks at all of them."""

    start: Start
    folder: Path
    geocoder: str
    bots: dict[tuple[object, ...], Bot] = field(default_factory=dict)
    replays: dict[Path, Replay] = field(default_factory=dict)

    def replay(self, path: Path) -> Replay:
        if path not in self.replays:
            self.replays[path] = self._replay(read_transcript(path.read_text(encoding="utf-8")), FILES.index(path))
        return self.replays[path]

    def all(self) -> list[Replay]:
        return [self.replay(path) for path in FILES]

    @property
    def flows(self) -> Flows:
        return self.bot(()).parts.flows

    def bot(self, campaigns: tuple[str, ...], lists: tuple[str, ...] = (), *, geocoder: bool = False, person: str = "") -> Bot:
        """The bot with these campaigns and local lists; no campaign named: those that ship."""
        which = campaigns, lists, geocoder, person
        if which not in self.bots:
            folder = self.folder / "-".join(("data", *campaigns, *["geocoder"][: int(geocoder)], *lists))
            data = data_with(folder, *named(*campaigns)) if campaigns else plain_data()
            asks: dict[str, object] = {"geocoder": "census", "geocoder_url": self.geocoder} if geocoder else {}
            asks |= {"contact": person} if person else {}
            self.bots[which] = self.bot_with(lists, data, **asks) if lists else self.start(data_dir=data, **asks)
        return self.bots[which]

    def bot_with(self, lists: tuple[str, ...], data: Path, **settings: object) -> Bot:
        """A bot whose organizer imported these lists before it was started. It has the others' keys: they share a database."""
        keys = self.bot(()).parts.settings
        given = {
            "data_dir": data,
            "instance_dir": self.folder / "-".join(("instance", *lists)),
            "secret_key": keys.secret_key,
            "phone_key": keys.phone_key,
            **settings,
        }
        importing = self.start(**given)
        for name in lists:
            self._officials(importing, "import", str(LISTS / f"{name}.csv"))
        for name in lists:
            if (boundaries := LISTS / f"{name}.geojson").exists():
                self._officials(self.start(**given), "import-boundaries", str(boundaries), "--place", "Tacoma, WA")
        return self.start(**given)

    def _officials(self, bot: Bot, *arguments: str) -> None:
        result = bot.app.test_cli_runner().invoke(args=["officials", *arguments])
        assert result.exit_code == 0, result.output

    def _import(self, bot: Bot, number: str, keyword: str) -> None:
        file = self.folder / "contacts.csv"
        file.write_text(f"phone,source,consented_at\n{number},Market,2026-11-02\n")
        imported = bot.app.test_cli_runner().invoke(args=["contacts", "import", str(file), "--campaign", keyword])
        assert imported.exit_code == 0, imported.output

    def _replay(self, transcript: Transcript, place: int) -> Replay:
        bot = self.bot(transcript.campaigns, transcript.lists, geocoder=transcript.geocoder, person=transcript.person)
        bot.taken.clear()
        with bot.parts.database.write() as connection:  # each conversation starts anew: how a line did, who gets alerts
            for table in (Call, LineReport, FullMailbox, Broadcast, Subscription):
                connection.execute(delete(table))
        bot.clock.set(transcript.now)
        phone = bot.phone(transcript.number or f"+1253555{place + 200:04d}")
        if transcript.organizer:
            entered = ["organizers", "add", phone.number, "--name", "Ana", "--campaign", transcript.organizer]
            phone.heard.append(bot.app.test_cli_runner().invoke(args=entered).output)
        if transcript.contact:
            self._import(bot, phone.number, transcript.contact)
        error = None
        try:
            replay_transcript(phone, transcript.steps, bot.clock.set)
            assert bot.count("unanswered") == 0, "a fault of ours was kept"
        except Exception as wrong:  # raised again by the conversation's own test
            error = wrong
        finally:
            bot.parts.outbox.stop()
            bot.parts.database.close()  # two dozen bots keep sixty connections otherwise, of a hundred that PostgreSQL has
        return Replay(set(bot.taken), phone.heard, error)


def named(*campaigns: str) -> list[Path]:
    """The files of campaigns, those of transcripts among them."""
    return [next(file for place in CAMPAIGNS if (file := place / f"{name}.yaml").exists()) for name in campaigns]


@pytest.fixture(scope="module", params=EACH_DATABASE)
def stage(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stage]:
    folder = tmp_path_factory.mktemp("transcripts")
    with empty_database(request.param, folder) as url, starting(url, folder) as start, geocoder() as stand_in:
        yield Stage(start, folder, stand_in.url)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_conversation_goes_as_written(path: Path, stage: Stage) -> None:
    if error := stage.replay(path).error:
        raise error


def test_conversations_pass_every_exit_of_every_flow(stage: Stage) -> None:
    missing = missing_exits(stage)
    assert not missing, "no transcript takes these exits:\n" + "\n".join(missing)


def test_conversations_hear_every_text_in_both_languages(stage: Stage) -> None:
    missing = unsaid(stage)
    assert not missing, "no transcript hears these texts:\n" + "\n".join(missing)


def missing_exits(stage: Stage) -> list[str]:
    taken = set[tuple[str, str, str]]().union(*(replay.taken for replay in stage.all()))
    return sorted(" ".join(exit) for exit in set(all_exits(stage.flows)) - taken)


def unsaid(stage: Stage) -> list[str]:
    heard = {said for replay in stage.all() for said in replay.said}
    return [
        where for flow in stage.flows.values() for where, text in texts(flow) if not any(is_said(text, said) for said in heard)
    ]


def texts(flow: Flow) -> Iterator[tuple[str, str]]:
    """Every text of a flow, once where it has the same words in another language or on another channel."""
    for key, languages in flow.texts.items():
        for text in dict.fromkeys(text for channels in languages.values() for text in channels.values()):
            yield f"{flow.name}.texts.{key}: {text}", text


def is_said(text: str, said: str) -> bool:
    """Does the text stand in what was said, by voice or by SMS, whatever stands for its placeholders?"""
    return any(_holds(said, literals) for literals in (_literals(text), _literals(sms_text(text))))


def _literals(text: str) -> list[str]:
    return [literal.strip() for literal, *_ in Formatter().parse(text)]


def _holds(said: str, literals: list[str]) -> bool:
    place = 0
    for literal in literals:
        place = said.find(literal, place)
        if place < 0:
            return False
        place += len(literal)
    return True
