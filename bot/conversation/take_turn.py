"""The turn itself: a webhook in, a reply out, everything about it written in one transaction or not at all."""

from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from functools import partial

from prometheus_client import Counter
from sqlalchemy.exc import DBAPIError

from bot.campaigns import Campaign
from bot.conversation import calls, lookups, organizer_commands
from bot.conversation.answering import DOUBT, answer_or_fall_silent, hears_nothing, is_missed, is_spent, settle_doubt
from bot.conversation.campaign_switch import switch_campaign
from bot.conversation.closed_campaigns import CLOSED, closed_campaign, say_closed
from bot.conversation.context import ConversationContext
from bot.conversation.for_people import file_automatic, note_for_people
from bot.conversation.loading import load_session
from bot.conversation.page_calls import begin_from_page
from bot.conversation.page_codes import PageCode, do_as_page_asks, find_page_code, refuse_page_code
from bot.conversation.person_locks import PersonLocks
from bot.conversation.placeholder_values import Facts
from bot.conversation.pushed_turns import hear_pushed
from bot.conversation.saving import ConcurrentTurn, forget_withheld, save_turn
from bot.conversation.scripts import read_aloud
from bot.conversation.session import WRONG, Agreement, Outgoing, Session
from bot.conversation.slow_lookups import SlowLookup, SlowLookups
from bot.conversation.subscriptions import find_subscriptions, is_pending
from bot.conversation.turn_reads import TurnReads
from bot.conversation.turn_trace import trace_nobodys, trace_turn
from bot.engine.advance import advance, flow_understands
from bot.engine.commands import Dial, End, Listen, Lookup, Say
from bot.engine.events import DialEnded, Event, InputReceived, Resumed, Started
from bot.engine.exchange import Connect, Inbound, Render, Reply, Spoken
from bot.engine.flow import ENTRIES
from bot.engine.state import State
from bot.engine.turn_trace import Exit, TurnTrace
from bot.providers.trial_provider import TrialProvider
from bot.reading import EVERYTHING, PROVIDER_WORDS, Reading, Wish
from bot.reading.incoming import NOTHING, IncomingText
from bot.reading.intents import Meaning, sentence_words
from bot.storage.silent_database import server_was_silent
from bot.telephony import Channel

# Turns of one person at the same moment are taken one after the other: in this process in their order, else by trying again.
WAIT_SECONDS = 6.0  # as long as a stuck database may take
ATTEMPTS = 16  # this many in a row is a fault
BROKEN = 2  # connections that a restart of the database breaks: the one that reads, and the one that writes

SAID = Counter("patchline_outcomes", "what supporters said became of their calls", ["channel", "outcome"])

WORDS_OF_A_SENTENCE = 2  # a word alone from who writes English may be a nicety: gracias
LONGEST_PAIR = 5  # words of a text that may be one of ours and a keyword, as JOIN SANCTUARY
STEPS_A_TURN = 100  # flows check forbids circles; this stops one that it missed
READ_ON_STEPS = 30  # after so many, what came along behind a word is read no further: "MOVE MOVE MOVE" has no end
TO_BE_SURE = timedelta(minutes=10)  # to say once more that they want to be erased

# Words of the text flow: heard also of who stopped all texts, or while no campaign is live; and the one that brings back.
ALWAYS, JOIN, CALL = frozenset({"forget", "my_data"}), "join", "call"

Watch = Callable[[tuple[Exit, ...]], None]
Count = Callable[[list[tuple[Exit, ...]]], None]


class Conversations:
    """Takes turns. `send` gets the ids of messages to start once a turn is written; `ordered` hears of turns that wrote what
    an organizer said of an alert; `watch` gets every exit taken, `count` those of turns that were saved, step by step;
    `observer` how turns went, where somebody tries the bot."""

    observer: TrialProvider | None = None

    def __init__(
        self,
        context: ConversationContext,
        send: Callable[[list[int]], None],
        ordered: Callable[[], None],
        watch: Watch = lambda taken: None,
        count: Count = lambda steps: None,
    ) -> None:
        self.context, self.send, self.ordered, self.watch, self.count = context, send, ordered, watch, count
        self._locks = PersonLocks()

    def take_turn(self, inbound: Inbound, now: datetime, render: Render) -> str:
        """Answer a webhook: the rendered reply, the same one again for a webhook delivered before.

        Raises what the database raises when it is locked or away; nothing is written then.
        """
        if inbound.event is None and not inbound.provider_took and _is_nobodys(inbound.text):
            file_automatic(self.context, inbound, now)
            self._tell(inbound, partial(trace_nobodys, inbound, now))
            return render(Reply(commands=(), language=State().language, turn=0))
        if inbound.event == CLOSED:  # told of a row that says so already, perhaps before this process has looked
            self.context.served_campaigns.look()
        slow, broken = SlowLookups(), 0
        for _ in range(ATTEMPTS):
            try:
                with self._locks.hold(inbound.phone or inbound.call, WAIT_SECONDS):
                    return self._try_turn(inbound, now, render, slow)
            except ConcurrentTurn:
                continue
            except SlowLookup as wanted:
                slow.look_up(wanted)
            except DBAPIError as error:
                # Whether it was written is found by the key of the webhook.
                broken += 1
                if not error.connection_invalidated or broken > BROKEN or server_was_silent(error.orig):
                    raise
        raise TimeoutError("this supporter's turns keep overtaking each other")

    def forget_withheld(self, call: str) -> None:
        """Erase what a call left of who is not known by its number, now that it is over."""
        with self.context.database.write() as connection:
            forget_withheld(connection, call)

    def _try_turn(self, inbound: Inbound, now: datetime, render: Render, slow: SlowLookups) -> str:
        with TurnReads(self.context.database) as reads:
            session, answered = load_session(reads, inbound, self.context, now)
            if answered is not None:
                return answered
            session.slow = slow
            reply = render(_say_test(session, inbound) or self._converse(session, inbound))
        with self.context.database.hot_write() as connection:
            messages = save_turn(connection, session, inbound, self.context.phone_cipher, self.context.days, reply)
        self.count([step.taken for step in session.steps])
        self.context.well_lines.forget(session.effects.lines_with_news())
        if session.effects.reported:
            SAID.labels(session.channel, session.effects.reported[1]).inc()
        if messages:
            self.send(messages)
        if session.effects.orders:
            self.ordered()
        if session.answered and session.channel == "sms" and inbound.phone and not inbound.pushed:
            self.context.reply_budgets.count(inbound.phone, now)
        self._tell(inbound, partial(trace_turn, self.context, session, inbound))
        return reply

    def _tell(self, inbound: Inbound, trace: Callable[[], TurnTrace]) -> None:
        if self.observer and inbound.phone and self.observer.follows(inbound.phone):
            self.observer.turn_taken(trace())

    def _converse(self, session: Session, inbound: Inbound) -> Reply:
        counted = session.thread.state
        if session.campaign and session.campaign.state != "live":
            session.closed = session.campaign
            session.campaign, session.thread.state = None, State(language=session.thread.state.language)
            session.speak_their_language()
        before = session.thread.state
        session.rung = before.rung if inbound.pushed and inbound.is_callback else ""
        session.waited_at = before.at
        asked_at = session.thread.changed_at
        session.sure_to_forget = before.forgetting and asked_at is not None and session.now - asked_at <= TO_BE_SURE
        event = session.event = self._event(session, inbound)
        session.thread.state = session.thread.state.changed(doubted=False, interrupted=False, forgetting=False)
        spoken = list(say_closed(self.context, session, event)) or (self._advance(session, event) if event else [])
        if event == DOUBT:
            session.thread.state = session.thread.state.changed(doubted=True)
        if session.off_thread_reply:
            session.thread.state = before.changed(interrupted=True)
        session.missed = is_missed(session)
        settle_doubt(session, inbound)
        spoken = answer_or_fall_silent(session, inbound, before, counted, spoken, self.context.reply_cap)
        note_for_people(self.context, session, inbound, before, spoken)
        session.answered = bool(spoken)
        if spoken and inbound.pushed:
            words = "\n\n".join(command.text for command in spoken if isinstance(command, Say))
            session.effects.outgoing.append(Outgoing("text", words))
            spoken = []
        if session.channel == "voice":
            spoken = [Say(read_aloud(each.text, session.speaks)) if isinstance(each, Say) else each for each in spoken]
        return Reply(commands=tuple(spoken), language=session.speaks, turn=session.supporter.turn + 1)

    def _event(self, session: Session, inbound: Inbound) -> Event | None:
        """What the webhook means to the flow; None where silence is the answer."""
        if inbound.from_page:
            return begin_from_page(self.context, session, inbound.from_page)
        if inbound.pushed:
            return hear_pushed(self.context, session, inbound)
        if inbound.event is None:
            return self._read_text(session, inbound.text, inbound.provider_took)
        if isinstance(inbound.event, Started):
            return inbound.event
        if session.thread.turn is None and isinstance(inbound.event, DialEnded):
            return None  # erased meanwhile (FORGET by text): do not make them known again
        if session.thread.turn is None:
            return Started("dialed")  # a step of a call we know nothing of: someone is on the line, so begin
        if inbound.turn != session.thread.turn:
            return Resumed()
        if isinstance(inbound.event, DialEnded):
            session.effects.dial_ended = (inbound.event.status, inbound.dial_seconds)
            session.effects.ended_lines.append(session.thread.state.line)
        return inbound.event

    def _read_text(self, session: Session, text: IncomingText, provider_took: Wish | None) -> Event | None:
        session.words = text.clean
        if ordered := organizer_commands.obey_organizer(self.context, session, text):
            return ordered
        reading = _reading(session, text, provider_took)
        if reading is None or reading.wish == "doubt":
            reading = self._stop_of_a_campaign(text) or reading
        wish = reading.wish if reading else None
        session.wish = reading.what if reading else ""
        if hears_nothing(session, self.context.reply_budgets, wish):
            return self._agree(session, reading, is_silent=True) if reading and wish == "stop" else None
        return self._read_on(session, text, provider_took, reading)

    def _read_on(
        self, session: Session, text: IncomingText, provider_took: Wish | None, reading: Reading | None
    ) -> Event | None:
        """What a text means of somebody who is answered. `reading`: what it says about being texted."""
        wish = reading.wish if reading else None
        if wish == "help":
            return None if provider_took else Started("help")
        if self._says_yes_to_a_list(session, text, wish):
            session.off_thread_reply = True
            return Started("unconfirmed")
        if reading and wish in {"stop", "start"}:
            silent = not self.context.confirm_stop and PROVIDER_WORDS.get(text.plain.upper()) == "stop" == wish
            return self._agree(session, reading, provider_answered=provider_took == wish, is_silent=silent)
        state = session.thread.state
        if is_spent(state, self.context.reply_cap, self.context.replies_an_hour, session.now):
            return None
        if text.machine == "bounce" and not state.official:
            return None  # of whom we told a number, it may be a person's word on it
        joins, code = self._joins(text), find_page_code(self.context, session, text, self._heard_before_a_code)
        is_joining = joins or (code and code.signs_up)
        if away := self._turned_away(session, text, JOIN if is_joining else self._word(text.plain), code):
            return away if wish != "doubt" else None if session.supporter.stopped else DOUBT
        if code:
            return do_as_page_asks(self.context, session, code)
        if joins:
            switch_campaign(self.context, session, joins.id)
            return Started("joining")
        return self._hear(session, text, in_doubt=wish == "doubt")

    def _turned_away(self, session: Session, text: IncomingText, word: str, code: PageCode | None) -> Event | None:
        """What is said to who stopped all texts, or while their campaign, or any, is not live. Who asks to join asks for
        texts. `code`: of a page, which names its own campaign."""
        if word in ALWAYS:
            return None
        if session.supporter.stopped and word != JOIN:
            return Started("silenced")
        if code and not code.is_open:
            return refuse_page_code(session, code)
        session.closed = None if code else closed_campaign(self.context, session, text)
        if session.closed or not self.context.campaigns.live:
            return CLOSED
        if session.supporter.stopped:
            session.effects.agreements.append(Agreement(programme=EVERYTHING, granted=True, words=session.words))
            session.supporter.stopped = False
        return None

    def _hear(self, session: Session, text: IncomingText, in_doubt: bool) -> Event:
        """What a text says to the conversation; `in_doubt`: it may say that they want no more of them."""
        if keyword := self._keyword(session, text):
            return keyword
        if self._says_wrong_person(session, text, in_doubt) or (in_doubt and not self._means_something_else(session, text)):
            return DOUBT
        self._speak_as_they_write(session, text)
        if session.thread.alerted and self._turn_to_alert(session):
            return Started("alerted", rest=text)
        if session.thread.state.at is None:
            # Who stopped halfway, on the phone or before a STOP, is no stranger.
            entries = session.call_list.entries
            halfway = any(entry.is_unsaid for entry in entries) and any(entry.outcome for entry in entries)
            return Started("call_ended" if halfway else "stranger", rest=text)
        if _is_overtaken(session):
            return Started("call_ended", rest=text)  # what was asked before would miss its official
        return InputReceived(text, overtaken=session.thread.state.interrupted or bool(session.thread.alerted))

    def _understand(self, session: Session, text: IncomingText) -> Meaning:
        if text not in session.meanings:
            session.meanings[text] = self.context.intents.read(sentence_words(text))
        return session.meanings[text]

    def _means_something_else(self, session: Session, text: IncomingText) -> bool:
        """Is what may be about being texted a word of the flow, an answer to its question, or clearly a request?"""
        if self._word(text.plain) not in {"", WRONG}:
            return True
        return flow_understands(self.context.flows, "sms", session.thread.state, text) or self._asks_for_something(
            session, text
        )

    def _says_wrong_person(self, session: Session, text: IncomingText, in_doubt: bool) -> bool:
        """Is it a wrong number, where we texted them by ourselves and told them no other that it may be? It may be theirs."""
        if not (self._word(text.plain) == WRONG or (in_doubt and self._understand(session, text).intent == WRONG)):
            return False
        return bool(session.thread.alerted or (not session.thread.state.official and find_subscriptions(session)))

    def _asks_for_something(self, session: Session, text: IncomingText) -> bool:
        """Does a sentence that may be about being texted clearly ask for something else ("the voicemail takes no messages")?"""
        meaning = self._understand(session, text)
        words = self.context.flows[ENTRIES["sms"][0]].words
        return meaning.beyond_doubt and any(meaning.intent in word.means and not word.after_stop for word in words)

    def _speak_as_they_write(self, session: Session, text: IncomingText) -> None:
        """Who never chose a language and writes what we understand in another is answered in it. A sentence chooses it; a first
        word does only until a sentence of theirs is in another."""
        is_a_word = len(text.words) < WORDS_OF_A_SENTENCE
        if session.supporter.language is not None or (is_a_word and session.thread.state.at is not None):
            return
        meaning = self._understand(session, text)
        if not meaning.intent or meaning.language in {"", session.speaks}:
            return
        if not flow_understands(self.context.flows, "sms", session.thread.state, text):
            session.thread.state = session.thread.state.changed(language=meaning.language)
            if not is_a_word:
                session.supporter.language = meaning.language

    def _turn_to_alert(self, session: Session) -> bool:
        """Who answers an alert talks about its campaign; False where they did already."""
        campaign = self.context.campaigns.get(session.thread.alerted)
        if (
            campaign is None
            or campaign.state != "live"
            or (session.campaign is not None and session.campaign.id == campaign.id and session.thread.state.at is not None)
        ):
            return False
        switch_campaign(self.context, session, campaign.id)
        return True

    def _word(self, said: str) -> str:
        """The word of the flow that a plain text is, "" for none."""
        return next((word.name for word in self.context.flows[ENTRIES["sms"][0]].words if said in word.heard), "")

    @property
    def _heard_before_a_code(self) -> frozenset[str]:
        """What a page asks to be texted with its code, and all that means the same."""
        words = self.context.flows[ENTRIES["sms"][0]].words
        return frozenset(said for word in words if word.name in (JOIN, CALL) for said in word.heard)

    def _joins(self, text: IncomingText) -> Campaign | None:
        """The campaign whose alerts a text asks for by JOIN and its keyword."""
        for word, keyword in _halves(text):
            if self._word(word) == JOIN and (campaign := self.context.campaigns.by_keyword(keyword)):
                return campaign
        return None

    def _stop_of_a_campaign(self, text: IncomingText) -> Reading | None:
        """A word for stop beside a campaign's keyword, live or not: a wish to stop, and of no part only."""
        for word, keyword in _halves(text):
            if not any(keyword in each.keywords for each in self.context.campaigns):
                continue
            known = IncomingText(word).opt_out
            if known and known.word and known.wish == "stop":
                return Reading(wish="stop", what="a word for stop, and a campaign's keyword", word=True)
        return None

    def _says_yes_to_a_list(self, session: Session, text: IncomingText, wish: Wish | None) -> bool:
        """Do they agree to what a list says of them, in words that do not sign them up? Carriers take YES and START."""
        agrees = wish == "start" or (text.is_yes and wish is None)
        if not agrees or session.supporter.stopped:
            return False
        asked = bool(session.thread.alerted) or not flow_understands(self.context.flows, "sms", session.thread.state, text)
        return asked and is_pending(session)

    def _agree(
        self, session: Session, reading: Reading, provider_answered: bool = False, is_silent: bool = False
    ) -> Event | None:
        stop = reading.wish == "stop"
        if stop and session.supporter.stopped:
            return None  # one confirmation, then silence
        if stop != session.supporter.stopped:
            source = "carrier" if provider_answered else "keyword" if reading.word else "words"
            session.effects.agreements.append(
                Agreement(programme=EVERYTHING, granted=not stop, words=session.words, source=source)
            )
        session.supporter.stopped = stop
        return None if provider_answered or is_silent else Started("stopped" if stop else "started")

    def _keyword(self, session: Session, text: IncomingText) -> Started | None:
        """A campaign's keyword, alone or with a ZIP; from someone new, also in a sentence that names just one."""
        words = text.plain.upper().split()
        candidates = ["".join(words)]
        if self._keyword_of(*words[:1]) and IncomingText(" ".join(words[1:])).home:
            candidates += words[:1]
        if session.campaign is None:
            candidates += words
        keywords = filter(None, map(self._keyword_of, candidates))
        named = {c.id: (c, word) for word in keywords if (c := self.context.campaigns.by_keyword(word))}
        if len(named) != 1:
            return None
        campaign, word = next(iter(named.values()))
        if session.supporter.language is None and (language := campaign.language_of(word)):
            session.supporter.language, session.thread.state = language, session.thread.state.changed(language=language)
        switch_campaign(self.context, session, campaign.id)
        return Started("keyword", IncomingText(" ".join(words[1:])))

    def _keyword_of(self, word: str = "") -> str:
        """The live keyword that a word in capitals is, or is a slip of the finger away from; "" for none. A word of ours is no
        slip, however like it a keyword is."""
        if self.context.campaigns.by_keyword(word):
            return word
        return "" if self._word(word.lower()) else self.context.campaigns.keyword_like(word)

    def _advance(self, session: Session, event: Event) -> list[Spoken]:
        """The flow as far as it goes, its lookups answered on the way."""
        spoken: list[Spoken] = []

        def facts(state: State, channel: Channel) -> Facts:
            session.thread.state = state
            return Facts(self.context, session, channel)

        for step in range(STEPS_A_TURN):
            if step == READ_ON_STEPS:
                session.thread.state = session.thread.state.changed(rest=NOTHING)
            entry, _ = ENTRIES[session.channel]
            turn = advance(
                self.context.flows,
                entry,
                session.channel,
                session.thread.state,
                event,
                facts,
                partial(self._understand, session),
            )
            session.thread.state = turn.state
            self.watch(turn.taken)
            session.steps.append(turn)
            spoken += [command for command in turn.commands if isinstance(command, Say)]
            match turn.commands[-1]:
                case Lookup() as lookup:
                    event = lookups.answer_lookup(self.context, session, lookup)
                case Dial(text, whom):
                    connect = calls.DIALS[whom](self.context, session)
                    if isinstance(connect, Connect):
                        return [*spoken, *([Say(text)] if text else []), connect]
                    event = connect
                case Listen() | End() as last:
                    return [*spoken, last]
                case other:
                    raise AssertionError(f"a turn ended with {other}")
        raise RuntimeError(f"no end after {STEPS_A_TURN} steps at {session.thread.state.at}")


def _say_test(session: Session, inbound: Inbound) -> Reply | None:
    """What a call says that tries a campaign, and nothing once it is over; None for all else."""
    if session.tried is None:
        return None
    words, language = session.tried
    spoken = () if inbound.pushed else (Say(read_aloud(words, language)), End())
    return Reply(commands=spoken, language=language, turn=session.supporter.turn + 1)


def _is_nobodys(text: IncomingText) -> bool:
    """Did a phone say so, or another machine, and nobody? A stop in it is one all the same."""
    return text.is_reaction or (text.machine == "machine" and not (text.opt_out and text.opt_out.wish == "stop"))


def _halves(text: IncomingText) -> Iterator[tuple[str, str]]:
    """Each way to cut a short text in two: what may be a word of ours, and in capitals what may be a keyword; either first."""
    words = text.words
    for cut in range(1, len(words) if len(words) <= LONGEST_PAIR else 0):
        first, last = words[:cut], words[cut:]
        yield " ".join(first), "".join(last).upper()
        yield " ".join(last), "".join(first).upper()


def _reading(session: Session, text: IncomingText, provider_took: Wish | None) -> Reading | None:
    """What a text says about being texted. What the provider took it for counts where we read something else."""
    if session.thread.state.doubted and text.is_yes:
        return Reading(wish="stop", what="yes to the question whether they want no more texts")
    known = text.opt_out
    if provider_took and (known is None or known.wish != provider_took):
        return Reading(wish=provider_took, what="a word of the account's own, which the provider took", word=True)
    return text.wish(stopped=session.supporter.stopped)


def _is_overtaken(session: Session) -> bool:
    """Did a call bring the call list further than where the text thread stands?"""
    since = session.thread.changed_at
    if session.thread.state.at is None or since is None:
        return False
    return any(entry.recorded_at is not None and entry.recorded_at > since for entry in session.call_list.entries)
