"""The steps of the flow language: one table of what each is for, what it takes and where it may lead."""

from dataclasses import dataclass

from bot.locale import LANGUAGES
from bot.telephony import CHANNELS, Channel

# Where an exit may lead besides a node: `again` asks the last question once more and counts a misunderstanding;
# `back` asks it once more as if nothing had been said; `repeat` does so with all that a caller heard before it; `listen` waits
# for its answer without a word more.
AGAIN, BACK, REPEAT, LISTEN = "again", "back", "repeat", "listen"
WAYS_BACK = frozenset({AGAIN, BACK, REPEAT, LISTEN})

OFFERED = "offered"  # `choices: offered`: what the last lookup put on offer
NAME = "name"
HOME, MAYBE_HOME = "zip", "maybe_zip"  # `reads`: a ZIP that a text gives as its sender's home, or may give
KEYS = frozenset("0123456789")  # a choice is one key, so that nobody has to press another to end it
STAR, POUND = "*", "#"
WORD_KEYS = KEYS | {STAR}  # # only says that somebody is done
SILENCE, MISSED = "silence", "missed"
WITHHELD, NOT_NOW, ENOUGH = "withheld", "not_now", "enough"
WARD, SEVERAL = "ward", "several"
# An exit that a flow may leave out, by its step -> the one that is taken then.
INSTEAD = {("dial", WITHHELD): NOT_NOW, ("find", WITHHELD): ENOUGH, ("offer", WARD): SEVERAL}
HEARD, CHOSEN, NONE, ADDRESS, MAILBOX = "heard", "chosen", "none", "address", "mailbox"

# How many misunderstandings in a row a question bears before its `missed` exit: a text gets the short help at the
# second, a caller two kind retries.
TRIES: dict[Channel, int] = {"sms": 2, "voice": 3}
SILENCES = 2  # in a row; the first is answered in other words


@dataclass(frozen=True, slots=True)
class Step:
    """One kind of step: what it is for, an example of it, the arguments it takes and the exits it can take.

    `arguments` of None: the argument is a text key (`text`), a flow (`go`) or an exit name (`end`).
    `exits` that a flow may leave out are in `optional`.
    """

    purpose: str
    example: str
    arguments: tuple[str, ...] | None
    exits: tuple[str, ...]
    optional: tuple[str, ...] = ()
    channels: tuple[Channel, ...] = CHANNELS


STEPS: dict[str, Step] = {
    "ask": Step(
        "ask a question and read the answer; `zip`, `address`, `text` and `digits` give what was heard, `choice` takes the "
        "exit named like the choice, `word` understands only the flow's `words`",
        "{ask: zip, text: ask_zip, again: ask_zip_again, on: {heard: find, missed: gone}}",
        ("zip", "address", "choice", "text", "digits", "word"),
        (HEARD, MISSED),
        optional=(SILENCE,),
    ),
    "find": Step(
        "find the officials: by the ZIP, the choice or the address just heard, for the place we know already, or without what "
        "the supporter is unsure of; `many` is a choice too long to be read out, or one that only an address can make; `ward` "
        "one that is made by a council district's number; `enough`: as many addresses as we look up for one phone, "
        "`withheld`: for all together that hide their number; without that exit, `enough`",
        "{find: choice, on: {found: list, nobody: nobody, split: choose, many: too_many, ward: ward}}",
        ("zip", "choice", "address", "known", "unsure"),
        (),
    ),
    NAME: Step(
        "find the offices that a sentence names (who is my senator?), to tell who holds them; `unnamed` where it names none",
        "{name: offices, on: {named: who_is, unnamed: list}}",
        ("offices",),
        ("named", "unnamed"),
    ),
    "take": Step(
        "turn to the `next` official of the call list that is still open; or open those that are `left`, passed over or not "
        "got through to, and turn to the first; or turn to the same official's next `line`; or take their office `closed`, as "
        "it is, to leave a message",
        "{take: next, on: {taken: connect, done: thanks}}",
        ("next", "left", "line", "closed"),
        (),
    ),
    "dial": Step(
        "connect the caller to the official whose turn it is; `closed`: nobody is at the office now, `not_today`: only once a "
        "day, `not_now`: a dozen an hour, `withheld`: as many as all callers together who hide their number; without that "
        "exit, `not_now`; or to the `person` who answers here",
        "{dial: official, on: {answered: report, busy: busy, no_answer: quiet, failed: dead, closed: shut, not_today: on, "
        "not_now: later, withheld: hidden}}",
        ("official", "person"),
        ("answered", "busy", "no_answer", "failed", "closed", "not_today", NOT_NOW),
        optional=(WITHHELD,),
        channels=("voice",),
    ),
    "ring": Step(
        "call the supporter's own phone, to connect them from there, within the limits of `dial`; `refused`: not that phone",
        "{ring: supporter, on: {ringing: ringing, refused: cannot_ring, closed: shut, not_today: on, not_now: later}}",
        ("supporter",),
        ("ringing", "refused", "closed", "not_today", NOT_NOW),
        channels=("sms",),
    ),
    "compare": Step(
        "hold what they say became of the call to the official whose turn it is against what the carrier knows; `contradicts`: "
        "they were reached, and we called the supporter back but connected nobody; or it failed, and took minutes",
        "{compare: reached, on: {fits: noted, contradicts: sure}}",
        ("reached", "message", "failed", "full"),
        ("fits", "contradicts"),
    ),
    "record": Step(
        "write down what became of the call to the official whose turn it is; `full`: their mailbox is, and that line rests; "
        "`said`: what was compared last; who was `skipped` after a long call was not, and is asked about again",
        "{record: reached, then: next}",
        ("reached", "message", "failed", "full", "skipped", "said"),
        ("recorded",),
    ),
    "report": Step(
        "write down that a number is wrong: that of the `line` the conversation is about, or the one just chosen of those on "
        "offer; it counts once a person",
        "{report: line, then: thanks}",
        ("line", "choice"),
        ("reported",),
    ),
    "promise": Step(
        "promise a text at the `opening` of the office, and pass the official over until then",
        "{promise: opening, then: next}",
        ("opening",),
        ("promised",),
    ),
    "recall": Step(
        "look at what we know: the `language` of this supporter; their `campaign`, which for someone `new` is the one this "
        "number is for, where there is one; whether their `thread` has begun with any campaign; whether their `phone` gets our "
        "texts, or can get one at the `opening` of the office; whether a street `address` can be looked up, and whether it may "
        "tell the `ward` that is open; how far their call `sheet` is; at its end, whether anyone is `left` who was passed over "
        "or not got through to; whether it is any `official`'s turn; whether a `person` has a `number` here; whether they are "
        "`sure` that they want to be erased, as they were asked within ten minutes: `forget`",
        "{recall: sheet, on: {fresh: list, begun: go_on, unreported: report, finished: thanks}}",
        (
            *("language", "campaign", "thread", "phone", "opening", "address", "ward"),
            *("sheet", "left", "official", "person", "forget"),
        ),
        (),
    ),
    "offer": Step(
        "put something on offer for the next `choices: offered`; of `lines`, those they were connected to, or else have on "
        "their list; `places` are what the ZIP leaves open, `many` where they cannot be told, `ward` where they are council "
        "districts; without that exit, `several`; `alerts`, the campaigns "
        "that who wants to join may mean, `new` where it is the one this number is for and they are new",
        "{offer: campaigns, on: {one: hello, several: which, none: closed}}",
        ("campaigns", "topics", "lines", "places", "alerts"),
        (),
    ),
    "switch": Step(
        "go over to the campaign just chosen, keeping place and language",
        "{switch: campaign, then: hello}",
        ("campaign",),
        ("switched",),
    ),
    "language": Step("speak this language from here on", "{language: es, then: back}", LANGUAGES, ("spoken",)),
    "text": Step(
        "send a text to the caller's phone",
        "{text: script_text, on: {sent: texted, refused: cannot_text}}",
        None,
        ("sent", "refused"),
        channels=("voice",),
    ),
    "subscribe": Step(
        "write into the consent ledger that the supporter asked for the campaign's alerts",
        "{subscribe: alerts, then: joined}",
        ("alerts",),
        ("subscribed",),
    ),
    "forget": Step(
        "erase the whole `supporter` (number, place, call lists, thread), or ask for their `place` anew: it stays until they "
        "have given another",
        "{forget: supporter, then: forgotten}",
        ("supporter", "place"),
        ("forgotten",),
    ),
    "go": Step(
        "hold another flow's conversation; its `end` names the exit to take here",
        "{go: place, on: {found: list, missed: gone}}",
        None,
        (),
    ),
    "end": Step(
        "end the flow: by an exit name where another flow went here, or the whole conversation with `end: conversation`",
        "{end: found}",
        None,
        (),
    ),
}

# The exits of steps that depend on what the step is asked.
EXITS_BY_ARGUMENT = {
    ("find", "zip"): ("found", "nobody", "split", "many", "ward", "unknown", "nowhere"),
    ("find", "choice"): ("found", "nobody", "split", "many", "ward"),
    ("find", "address"): ("found", "nobody", "ward", "no_match", "several", "outside", "unavailable", ENOUGH),
    ("find", "known"): ("found", "nobody", "split", "many", "ward", "unknown"),
    ("find", "unsure"): ("found", "nobody", "split", "many", "ward"),
    ("recall", "language"): ("known", "unknown"),
    ("recall", "campaign"): ("known", "new", "unknown"),
    ("recall", "thread"): ("begun", "new"),
    ("take", "next"): ("taken", "done"),
    ("take", "left"): ("taken", "done"),
    ("take", "line"): ("taken", "done"),
    ("take", "closed"): ("taken",),
    ("recall", "phone"): ("textable", "call_only"),
    ("recall", "opening"): ("textable", "call_only"),
    ("recall", "address"): ("askable", "unasked"),
    ("recall", "ward"): ("askable", "unasked"),
    ("recall", "sheet"): ("fresh", "begun", "unreported", "finished"),
    ("recall", "left"): ("some", "none"),
    ("recall", "official"): ("some", "none"),
    ("recall", "person"): ("number", "none"),
    ("dial", "person"): ("answered", "busy", "no_answer", "failed"),
    ("recall", "forget"): ("sure", "unsure"),
    ("offer", "campaigns"): ("one", "several", "none"),
    ("offer", "topics"): ("one", "several", "none"),
    ("offer", "lines"): ("one", "several", "none"),
    ("offer", "places"): (SEVERAL, "many"),
    ("offer", "alerts"): ("one", "new", "several"),
}
# Of them, those that a flow may leave out.
OPTIONAL_BY_ARGUMENT: dict[tuple[str, str], tuple[str, ...]] = {
    ("find", "address"): (WITHHELD,),
    ("offer", "places"): (WARD,),
}
CONVERSATION = "conversation"  # `end: conversation`
