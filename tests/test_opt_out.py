"""Every line of the opt-out corpus is read as it is meant; the table of them all is at the end of the test report."""

import re
import string
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.conversation.flow_files import load_flows
from bot.quiet_hours import parse_window
from bot.reading import OWN_WORDS, PROVIDER_WORDS
from bot.reading.answers import plain_text
from bot.reading.incoming import IncomingText
from tests.conftest import ROOT
from tests.opt_out import BUILT, CORPUS, FILES, LISTS, UNSEEN, read_wish, shares

WORDS = {"stop", "doubt", "start", "help", "none"}
STOPS = sorted(word for word, wish in (PROVIDER_WORDS | OWN_WORDS).items() if wish == "stop")


# How many stops in a hundred are obeyed at least, how many obeyed or asked about; and one in how many others at most is read as
# a stop. Of texts that the reader was taught; and of those that it was not, as measured when they were written.
FLOORS = [
    pytest.param(LISTS, 98.0, 99.5, 300, id="lists"),
    pytest.param(BUILT, 97.0, 99.0, 300, id="built"),
    pytest.param(UNSEEN, 96.0, 99.0, 300, id="unseen"),
]


@pytest.mark.parametrize(("names", "obeyed", "caught", "others"), FLOORS)
def test_text_is_read_as_it_is_meant(names: tuple[str, ...], obeyed: float, caught: float, others: int) -> None:
    read = shares([line for line in CORPUS if line.file in names])
    assert 100 * read.obeyed / read.stops >= obeyed
    assert 100 * (read.obeyed + read.stops_asked) / read.stops >= caught
    assert read.false_stops * others <= read.harmless


TOLD_OF_OTHERS = [
    "I called and the lady at the office got really angry at me and told me, stop calling us",
    "They picked up at the Tacoma office after ten minutes and the staffer said to me: please take me off your list",
    "I got through and told her that we want ICE to leave our schools alone. Stop it now",
    "tell the senator that my neighbors are scared and that these raids have to end, stop this",
    "no contesta nadie en la oficina del senador y la grabacion dice que el buzon esta lleno, ya no llamen",
]


@pytest.mark.parametrize("text", TOLD_OF_OTHERS)
def test_long_text_that_tells_of_others_is_no_stop_by_its_end(text: str) -> None:
    assert read_wish(text, stopped=False) is None


@pytest.mark.parametrize(("end", "wish"), [("But please stop texting me.", "stop"), ("Leave me alone!", "doubt")])
def test_long_text_that_ends_with_a_stop_is_read_by_its_end(end: str, wish: str) -> None:
    reason = "I like the campaign and I helped twice, and it was a good thing for all of this town. "
    assert read_wish(reason * 2 + end, stopped=False) == wish


def test_corpus_is_large_and_of_every_kind() -> None:
    counts = Counter(line.meant for line in CORPUS)
    assert set(counts) == WORDS
    assert min(counts["stop"], counts["none"]) >= 500
    assert counts["doubt"] >= 150


@pytest.mark.parametrize("name", FILES)
def test_no_text_is_there_twice(name: str) -> None:
    texts = Counter(line.text for line in CORPUS if line.where.startswith(name))
    assert [text for text, times in texts.items() if times > 1] == []


# --- Whatever the words around them ------------------------------------------------------------------------------------

TRAILING = st.lists(st.sampled_from(["!", ".", "?", " ", "…", "😡", "🙏", "🙄", "\n", "‼️", "✊🏽", "\u200b"]), max_size=8).map(
    "".join
)
CASES = st.sampled_from([str.upper, str.lower, str.title, str.swapcase])


@given(st.sampled_from(STOPS), CASES, TRAILING, TRAILING)
def test_word_for_stop_is_one_in_any_case_punctuation_and_emoji(word: str, case, before: str, after: str) -> None:  # type: ignore[no-untyped-def]
    assert read_wish(f"{before}{case(word)}{after}", stopped=False) == "stop"


# What a campaign like this one fights, said after the word; none of it is a text, a list or a number.
FOUGHT = [
    "ICE", "Trump", "deportations", "the raids", "287(g)", "the arrests of mayors", "family separation", "detention", "hate",
    "the deportation of my neighbors", "kidnapping people", "this bill", "deporting people", "the war on immigrants",
    "lying to us", "them", "him", "the flights", "funding the wall", "cooperation with ICE", "separating families",
]  # fmt: skip
LEADS = ["", "please ", "we must ", "I want to ", "help us ", "Can you ", "how do we ", "tell them to ", "you need to "]
VERBS = ["stop", "STOP", "end", "quit", "cancel", "no more", "revoke", "remove"]


@given(st.sampled_from(LEADS), st.sampled_from(VERBS), st.sampled_from(FOUGHT), TRAILING)
def test_to_stop_something_else_is_never_a_stop(lead: str, verb: str, fought: str, after: str) -> None:
    assert read_wish(f"{lead}{verb} {fought}{after}", stopped=False) != "stop"


LUCHA = [
    "las deportaciones",
    "ICE",
    "las redadas",
    "la migra",
    "el odio",
    "los arrestos",
    "la separación de familias",
    "el 287(g)",
]


@given(
    st.sampled_from(["alto a", "paren", "no más", "parar", "hay que parar", "basta de", "ya no más", "cancelen"]),
    st.sampled_from(LUCHA),
)
def test_to_stop_something_else_is_never_a_stop_in_spanish(verb: str, fought: str) -> None:
    assert read_wish(f"{verb} {fought}", stopped=False) != "stop"


TEXTS = ["texting me", "sending me texts", "these messages", "the texts", "messaging me", "all texts", "contacting me"]


BEFORE = ["", "please ", "can you ", "I want you to ", "hi, ", "you need to "]
AFTER = ["", " please", " now", " about ICE", ". Thanks", "!!!"]
ENDS = ["stop", "quit", "cease"]


@given(st.sampled_from(BEFORE), st.sampled_from(ENDS), st.sampled_from(TEXTS), st.sampled_from(AFTER))
def test_to_stop_texts_is_a_stop_however_it_goes_on(lead: str, verb: str, texts: str, after: str) -> None:
    assert read_wish(f"{lead}{verb} {texts}{after}", stopped=False) == "stop"


@given(st.text(alphabet=string.ascii_letters + string.digits + " .,!?'ñáéí🛑✋\n", max_size=300), st.booleans())
def test_any_text_is_read_and_twice_the_same(text: str, stopped: bool) -> None:
    assert read_wish(text, stopped=stopped) == read_wish(text, stopped=stopped)


@given(st.text(alphabet="0123456789- ", max_size=20))
def test_number_is_no_wish(text: str) -> None:
    assert read_wish(text, stopped=False) is None


# --- What the bot understands itself -----------------------------------------------------------------------------------


def understood() -> list[str]:
    """Every word and every choice of flows that texts come to. A caller's "no thanks" is said, and not texted."""
    flows = {name: flow for name, flow in load_flows(ROOT / "flows").items() if "sms" in flow.channels}
    words = [said for flow in flows.values() for word in flow.words for heard in word.say.values() for said in heard]
    choices = [
        node.choices.values() for flow in flows.values() for node in flow.nodes.values() if not isinstance(node.choices, str)
    ]
    return sorted({*words, *(said for each in choices for choice in each for heard in choice.words.values() for said in heard)})


@pytest.mark.parametrize("word", understood())
def test_word_of_the_bot_is_no_wish_to_leave(word: str) -> None:
    """One that may be a doubt is read as the word first; but for a wrong number, which may be theirs."""
    assert read_wish(word, stopped=False) != "stop"


@pytest.mark.parametrize(
    ("text", "yes"), [("Yes!", True), ("sí", True), ("YES PLEASE", True), ("no", False), ("yes we can", False)]
)
def test_plain_yes(text: str, yes: bool) -> None:
    assert IncomingText(text).is_yes == yes


def test_start_is_only_ever_a_word_alone() -> None:
    starts = {plain_text(word) for word, wish in PROVIDER_WORDS.items() if wish == "start"}
    assert all(read_wish(f"{word} please now", stopped=True) != "start" for word in starts)


# --- The page that tells about it --------------------------------------------------------------------------------------

PAGE = (ROOT / "docs" / "consent.md").read_text(encoding="utf-8")


def test_page_has_every_word_for_stop() -> None:
    page = " ".join(PAGE.split())
    for words in (PROVIDER_WORDS, OWN_WORDS):
        assert f"{', '.join(word for word, wish in words.items() if wish == 'stop')}." in page


def test_page_counts_the_lists() -> None:
    told = dict(re.findall(r"^\| `(\w+\.txt)` \| (\d+) \|", PAGE, re.MULTILINE))
    assert told == {name: str(sum(line.where.startswith(name) for line in CORPUS)) for name in FILES}


@pytest.mark.parametrize("setting", ["9-20", "9:30-19", "10-18, Sunday 13"])
def test_hours_on_the_page_are_understood(setting: str) -> None:
    assert f'"{setting}"' in PAGE
    assert parse_window(setting) == parse_window(f" {setting} ")
