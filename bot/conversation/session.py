"""What a turn works on: one supporter, their thread or call, their call list, and what is to be written at its end."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Literal

from sqlalchemy import Connection

from bot.campaigns import Campaign
from bot.conversation.slow_lookups import SlowLookups
from bot.conversation.turn_reads import TurnReads
from bot.engine.advance import FlowTurn
from bot.engine.events import DialStatus, Event
from bot.engine.exchange import Connect
from bot.engine.state import Place, State
from bot.officials.directory import Directory
from bot.officials.finding import Finding
from bot.officials.line_health import Health
from bot.officials.records import OfficeLine
from bot.reading.incoming import IncomingText
from bot.reading.intents import Meaning
from bot.telephony import Channel, split_line

Why = Literal["missed", "person", "after", "machine"]

UNSURE = "unsure"  # told of a level: the supporter does not know, so do not ask again and do not guess

SKIPPED = "skipped"
MESSAGE = "message"
FULL = "full"  # the mailbox: nobody heard them, and the line rests
TALKED = "talked"  # a long call, of which they said nothing: it was not skipped, and is asked about
DUE = "due"  # open, and the first to be called: we texted that their office is open now
WRONG = "wrong"  # of a call: the line is not that official's
CONNECTED = frozenset({"answered", "dialing"})  # of a call: who hung up first never tells how it ended
DONE_OUTCOMES = frozenset({"reached", MESSAGE})
NOT_REACHED = frozenset({"failed", FULL, SKIPPED})


@dataclass(slots=True, kw_only=True)
class Entry:
    """One official on the call list, or put aside with their outcome since the supporter moved.

    `id` of the row, None until it is written; `changed` since it was read, `marked` with what became of it; `due_at`: when we
    promised to text that their office is open; `call_status`, `call_seconds`: what the carrier knew of our call as the outcome
    was told.
    """

    official: str
    outcome: str | None = None
    recorded_at: datetime | None = None
    id: int | None = None
    changed: bool = False
    marked: bool = False
    due_at: datetime | None = None
    call_status: str | None = None
    call_seconds: int | None = None

    @property
    def is_open(self) -> bool:
        return self.outcome is None or self.outcome == DUE

    @property
    def is_unsaid(self) -> bool:
        """Have they not said yet what became of it?"""
        return self.is_open or self.outcome == TALKED

    def mark(self, outcome: str | None, at: datetime | None) -> None:
        """Write down what became of it; None opens it again."""
        self.outcome, self.recorded_at, self.changed, self.marked = outcome, at, True, True
        self.call_status = self.call_seconds = None


@dataclass(slots=True)
class Outgoing:
    """A text or a call to start once the turn is written."""

    kind: Literal["text", "call"]
    body: str


@dataclass(slots=True, kw_only=True)
class Agreement:
    """A row for the consent ledger. `source`: `keyword` where a word alone said so, `words` where plain language did, `carrier`
    where the provider has answered it already."""

    programme: str
    granted: bool
    words: str
    source: str = "keyword"


@dataclass(slots=True, kw_only=True)
class WrongLine:
    """The supporter calls a line a wrong number; `already`: not for the first time."""

    line: str
    official: str
    already: bool


@dataclass(slots=True, kw_only=True)
class ForPeople:
    """What an organizer is to read, and `why` (bot/models/conversations.py NotUnderstood): the flow and the node it was said
    to, its words ("" where a street address may be in them), and what we answered."""

    why: Why
    flow: str
    node: str
    words: str
    reply: str


@dataclass(slots=True, kw_only=True)
class CallList:
    """A supporter's officials for one campaign, in order, and those who were put `aside` as the supporter lives elsewhere now.
    `id` of its row, None until it is written."""

    id: int | None = None
    entries: list[Entry] = field(default_factory=list)
    aside: list[Entry] = field(default_factory=list)

    def open_entry(self) -> Entry | None:
        """The next official."""
        return first_open(self.entries)


@dataclass(slots=True, kw_only=True)
class TurnEffects:
    """What a turn writes when it is saved, besides the supporter, their thread and their call list.

    `outgoing`: texts and calls to start. `agreements`: for the ledger. `orders`: of an organizer, done in the turn's
    transaction. `dialled`: the line that is connected, and whose it is. `dial_ended`: how such a call ended, of `ended_lines`.
    `reported`: (official, outcome) of a call. `full_mailbox`: (line, official) whose mailbox is full; `emptied_line`: one that
    took a message. `forgotten`: the supporter is erased, with their `unowned_texts`. `removed`: off the call list.
    `for_people`: what an organizer is to read.
    """

    outgoing: list[Outgoing] = field(default_factory=list)
    agreements: list[Agreement] = field(default_factory=list)
    orders: list[Callable[[Connection], object]] = field(default_factory=list)
    dialled: Connect | None = None
    dialled_official: str = ""
    reported: tuple[str, str] | None = None
    full_mailbox: tuple[str, str] | None = None
    emptied_line: str = ""
    wrong: list[WrongLine] = field(default_factory=list)
    dial_ended: tuple[DialStatus, int | None] | None = None
    ended_lines: list[str] = field(default_factory=list)
    forgotten: bool = False
    unowned_texts: Sequence[str] = ()
    removed: list[Entry] = field(default_factory=list)
    for_people: ForPeople | None = None

    def lines_with_news(self) -> list[str]:
        """The lines that the turn says something about: how a call of them ended, that they are wrong, or full, or not."""
        full = self.full_mailbox[:1] if self.full_mailbox else ()
        return [*self.ended_lines, *(wrong.line for wrong in self.wrong), *full, self.emptied_line]


# Callers with a withheld number have one key together: nobody knows them apart.
WITHHELD = b""


@dataclass(slots=True, kw_only=True)
class KnownSupporter:
    """Who a turn is about, as far as they are known.

    `phone`: E.164, None while it is withheld, or not proven to be theirs and known to us as somebody's; `person` the
    irreversible key of it, empty while it is withheld. `proven`: nobody else can have called by it, so offices may see it.
    `id`: None for somebody new.
    `chosen_divisions`, `geocoded_divisions`: as the table has them. `turn`: their last one, on any channel. `known`: what was
    kept of them as it was read, to see what is to be written. `answered_at`: when an organizer last answered them by hand.
    `alerted_at`: when they last got an alert. `doubted_at`: when they were asked whether they want no more texts, and have not
    said.
    """

    phone: str | None
    person: bytes
    proven: bool = True
    id: int | None = None
    language: str | None = None
    zip: str | None = None
    chosen_divisions: dict[str, str] = field(default_factory=dict)
    geocoded_divisions: dict[str, str] = field(default_factory=dict)
    sms_reachable: bool = True
    stopped: bool = False
    voice_only: bool = True
    turn: int = 0
    known: tuple[object, ...] = ()
    answered_at: datetime | None = None
    alerted_at: datetime | None = None
    doubted_at: datetime | None = None


@dataclass(slots=True, kw_only=True)
class KnownThread:
    """Where the texts of a supporter stand, or a call of theirs.

    `turn` and `changed_at`: its last turn, None before its first. `alerted`: the campaign of an alert that they got since they
    last wrote.
    """

    state: State = field(default_factory=State)
    turn: int | None = None
    changed_at: datetime | None = None
    alerted: str = ""


@dataclass(slots=True, kw_only=True)
class KnownLines:
    """What a turn knows of officials' lines: the `health` of those that were asked about; those of an official that were found
    fit to offer; how often each was called today, where that counts."""

    health: dict[str, Health] = field(default_factory=dict)
    offered: dict[tuple[str | None, ...], tuple[OfficeLine, ...]] = field(default_factory=dict)
    calls_today: dict[str, int] = field(default_factory=dict)


@dataclass(slots=True, kw_only=True)
class Session:
    """The working copy of a turn: read, changed in memory, written once. `reads`: what is read on the way, each once.

    `directory`: the officials as they were when the turn began, whatever is loaded meanwhile. `passed`: the officials passed
    over in this turn because none of their lines works. `message_for`: in a call that we placed, the official whose office they
    know to be closed, as they asked for the call to leave a message there. `rung`: the official of a callback that is over.
    `tried`: what a test of a campaign says in a call that we placed, and its language.
    `slow`: what was looked up for this webhook, so that it is not asked again when the turn is done anew.
    `meanings`: what was read in sentences, each once. `alert`, `code`,
    `problem`: what an organizer is told; `off_thread_reply`: their thread stays where it was. `waited_at`, `event`, `steps`:
    where it stood, what the webhook meant to the flow, and what that led to. `missed`: what they said was not understood.
    `wish`: the rule by which it is about being texted, "" for none; `answered`: something is said to it.
    `closed`: the campaign that they were in, or named, which is paused or has ended.
    `sure_to_forget`: they were asked a moment ago whether they want to be erased. `has_receivers`: other tools are to be told.
    `done_on_page`: officials whom they told of on the campaign's page a moment ago; what they told is kept nowhere.
    `erases_at_provider`: who is forgotten is cleared from the provider's own log as well.
    """

    channel: Channel
    call: str
    now: datetime
    directory: Directory
    reads: TurnReads = field(repr=False)
    supporter: KnownSupporter
    campaign: Campaign | None = None
    closed: Campaign | None = None
    thread: KnownThread = field(default_factory=KnownThread)
    words: str = ""
    call_list: CallList = field(default_factory=CallList)
    findings: dict[tuple[object, ...], Finding] = field(default_factory=dict)
    lines: KnownLines = field(default_factory=KnownLines)
    passed: list[str] = field(default_factory=list)
    message_for: str = ""
    rung: str = ""
    tried: tuple[str, str] | None = None
    slow: SlowLookups = field(default_factory=SlowLookups, repr=False)
    meanings: dict[IncomingText, Meaning] = field(default_factory=dict, repr=False)
    off_thread_reply: bool = False
    alert: str = ""
    code: str = ""
    problem: str = ""
    wish: str = ""
    answered: bool = False
    waited_at: Place | None = None
    event: Event | None = None
    steps: list[FlowTurn] = field(default_factory=list)
    missed: bool = False
    sure_to_forget: bool = False
    has_receivers: bool = False
    done_on_page: frozenset[str] = frozenset()
    erases_at_provider: bool = False
    effects: TurnEffects = field(default_factory=TurnEffects)

    def kept(self) -> tuple[object, ...]:
        """What is kept of the supporter, as saving.KEPT names it."""
        who, campaign = self.supporter, self.campaign.id if self.campaign else None
        place = who.zip, who.chosen_divisions, who.geocoded_divisions
        return who.language, *place, campaign, who.sms_reachable, who.voice_only, who.doubted_at

    @property
    def speaks(self) -> str:
        return self.thread.state.language

    def speak_their_language(self) -> None:
        """Speak the supporter's language, or the campaign's own where it does not speak theirs: all of it in one."""
        wanted = self.supporter.language or self.speaks
        language = self.campaign.language(wanted) if self.campaign else wanted
        if language != self.speaks:
            self.thread.state = self.thread.state.changed(language=language)

    def open_entry(self) -> Entry | None:
        """The next official of the call list."""
        return self.call_list.open_entry()

    def entry(self) -> Entry | None:
        """The official this conversation is about: the one it turned to last, whatever another channel did meanwhile."""
        named = self.thread.state.official
        return (
            next((entry for entry in self.call_list.entries if entry.official == named), None) if named else self.open_entry()
        )

    def turn_to_official(self, entry: Entry | None) -> None:
        """From here on the conversation is about this official."""
        official = entry.official if entry else ""
        closed = bool(official) and official == self.message_for
        self.thread.state = self.thread.state.changed(official=official, line="", tried=(), closed=closed)

    def switch_campaign(self, campaign: Campaign) -> None:
        """Go over to another campaign, with a call list of its own; place and language stay, if it speaks that one."""
        self.campaign = campaign
        self.call_list = CallList()
        self.speak_their_language()


@dataclass(frozen=True, slots=True, kw_only=True)
class PastCall:
    """A patched call of this supporter: for which campaign, to whom, when, how it ended, whether they said how it went, on
    which number (its extension is not kept), whether they called that wrong or its mailbox full, and how many seconds it took
    (0: not told)."""

    campaign: str
    official: str
    at: datetime
    status: str
    reported: bool = False
    line: str = ""
    wrong: bool = False
    full: bool = False
    seconds: int = 0

    def went_to(self, line: str, official: str) -> bool:
        """Was it a call to this line of this official's? Behind one number each may have an extension of their own; a number
        without one is the same line, whoever's it is."""
        phone, extension = split_line(line)
        return self.line == phone and (not extension or self.official == official)


def first_open(entries: Sequence[Entry]) -> Entry | None:
    """The next official of a call list: who is due before all others."""
    return min((entry for entry in entries if entry.is_open), key=lambda entry: entry.outcome is None, default=None)
