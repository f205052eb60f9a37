"""The pure step of a conversation, on tiny flows made here."""

from collections.abc import Mapping
from dataclasses import replace

import pytest
from ruamel.yaml import YAML

from bot.engine.advance import advance
from bot.engine.commands import Command, Dial, End, Listen, Lookup, Say
from bot.engine.events import DialEnded, Event, InputReceived, LookupAnswered, NothingHeard, Offer, Resumed, Started
from bot.engine.flow import Flow, Flows, parse_flow
from bot.engine.placeholders import PLACEHOLDERS
from bot.engine.questions import join_ranges
from bot.engine.state import State
from bot.locale import contract
from bot.reading.incoming import IncomingText
from bot.telephony import Channel


def flows_of(**files: str) -> Flows:
    """Flows out of YAML; every text key used in them is its own text."""
    flows: dict[str, Flow] = {}
    for name, yaml in files.items():
        data = YAML(typ="safe", pure=True).load(yaml)
        data = {"channels": ["sms", "voice"], "starts": {"begun": next(iter(data["nodes"]))}, "texts": {}} | data
        flow, problems = parse_flow(name, data)
        assert flow is not None
        assert not problems
        used = {key for node in flow.nodes.values() for key in (node.say, node.text, node.again) if key}
        used |= {node.argument for node in flow.nodes.values() if node.step == "text"}
        texts = {
            key: {language: dict.fromkeys(("sms", "voice"), f"{key} {language}") for language in ("en", "es")} for key in used
        }
        flows[name] = replace(flow, texts=texts | dict(flow.texts))
    return flows


class Talk:
    """A conversation by hand: each event in, what was said and waited for out. The state goes through JSON in between."""

    def __init__(self, flows: Flows, channel: Channel = "sms", how: str = "begun", rest: str = "") -> None:
        self.flows, self.channel, self.state = flows, channel, State()
        self.last: Command = End()
        self.said: list[str] = []
        self.tell(Started(how, IncomingText(rest)))

    def tell(self, event: Event) -> "Talk":
        turn = advance(
            self.flows, "main", self.channel, State.from_json(self.state.to_json()), event, lambda state, channel: FACTS
        )
        *said, self.last = turn.commands
        self.said = [command.text for command in said if isinstance(command, Say)]
        self.state = turn.state
        return self

    def text(self, *texts: str) -> "Talk":
        for text in texts:
            self.tell(InputReceived(IncomingText(text)))
        return self

    def answer(self, exit: str, *offered: str) -> "Talk":
        return self.tell(LookupAnswered(exit, tuple(Offer(label.lower(), label) for label in offered)))

    @property
    def at(self) -> tuple[str, str] | None:
        return self.state.at


FACTS: Mapping[str, str] = {name: f"<{name}>" for name in PLACEHOLDERS if name != "choices"}

ASKS = """
nodes:
  q: {ask: %s, text: q, again: q2, on: {heard: use, missed: e}}
  use: {switch: campaign, then: e}
  e: {say: ok, end: conversation}
"""


@pytest.mark.parametrize(
    ("kind", "text", "heard"),
    [
        pytest.param("zip", "I live in 98402", "98402", id="a ZIP"),
        pytest.param("zip", "Tacoma", None, id="no ZIP"),
        pytest.param("digits", "1 2-3", "123", id="digits"),
        pytest.param("digits", "none", None, id="no digits"),
        pytest.param("digits", "٤٢", "42", id="Arabic digits"),
        pytest.param("address", "747 Market St", "747 Market St", id="an address"),
        pytest.param("address", "home", None, id="no address"),
        pytest.param("text", "  whatever \0", "whatever", id="a text, cleaned"),
        pytest.param("text", "\u202e", None, id="a text of nothing"),
    ],
)
def test_question_hears_what_it_asks_for(kind: str, text: str, heard: str | None) -> None:
    talk = Talk(flows_of(main=ASKS % kind)).text(text)
    assert talk.said == ([] if heard else ["q2 en"])
    assert talk.last == (Lookup(step="switch", argument="campaign", heard=heard) if heard else talk.last)


WHERE = """
words:
  home: {reads: zip, to: moved}
nodes:
  q: {ask: address, text: q, on: {heard: use, %smissed: e}}
  use: {switch: campaign, then: next}
  box: {say: box, then: next}
  moved: {say: moved, then: next}
  next: {ask: text, text: next, on: {heard: use, missed: e}}
  e: {say: ok, end: conversation}
"""
BOX_KNOWN, BOX_MISSED = WHERE % "mailbox: box, ", WHERE % ""
HOUSE = "1919 Zebrafinch St, Tacoma WA 98402"


@pytest.mark.parametrize(
    ("flow", "text", "said"),
    [
        pytest.param(BOX_KNOWN, "98402", ["moved en"], id="a ZIP is a word of its own"),
        pytest.param(BOX_KNOWN, "PO Box 12", ["box en", "next en"], id="a PO box"),
        pytest.param(BOX_KNOWN, "PO Box 12, Tacoma 98402", ["box en", "next en"], id="a PO box with its ZIP"),
        pytest.param(BOX_MISSED, "PO Box 12", ["q en"], id="a PO box that the flow does not know"),
        pytest.param(BOX_KNOWN, "Market Street", ["q en"], id="a street without a house"),
    ],
)
def test_what_is_no_address_is_told_apart(flow: str, text: str, said: list[str]) -> None:
    assert Talk(flows_of(main=flow)).text(text).said == said


def test_address_goes_to_one_lookup_and_is_written_nowhere() -> None:
    talk = Talk(flows_of(main=BOX_KNOWN)).text("something else", HOUSE)
    assert talk.last == Lookup(step="switch", argument="campaign", heard=HOUSE), "its ZIP code is a part of it, and no word"
    for kept in (talk.state.to_json(), repr(talk.state), repr(talk.last)):
        assert "zebrafinch" not in kept.lower() and "98402" not in kept
    talk.answer("switched")
    assert talk.said == ["next en"]
    assert talk.text("thanks").last == Lookup(step="switch", argument="campaign", heard="thanks")


@pytest.mark.parametrize(("kind", "digits"), [("zip", 5), ("digits", None), ("text", None), ("address", None)])
def test_keys_end_a_question_when_their_number_is_known(kind: str, digits: int | None) -> None:
    assert Talk(flows_of(main=ASKS % kind), "voice").last == Listen(digits, zip=kind == "zip")


def test_question_may_wait_for_the_keys_of_a_zip_and_for_so_many_seconds() -> None:
    flow = CHOICE.replace("    text: 1 2\n", "    text: q\n    keys: 5\n    seconds: 4\n")
    assert Talk(flows_of(main=flow), "voice").last == Listen(5, ("yes", "sure"), 4, zip=True)


SILENT = """
nodes:
  q: {ask: word, text: q, again: q2, on: %s}
  quiet: {say: quiet, end: conversation}
  gone: {say: gone, end: conversation}
"""

CHOICE = """
nodes:
  q:
    ask: choice
    text: 1 2
    choices: {yes: {key: 1, words: {en: [yes, sure], es: [sí, claro]}}, no: 2}
    on: {yes: good, no: bad, missed: gone}
  good: {say: good, end: conversation}
  bad: {say: bad, end: conversation}
  gone: {say: gone, end: conversation}
"""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1", "good en"), ("2", "bad en"), ("yes", "good en"), ("Sure!", "good en"), ("SI", "good en"), ("claro", "good en"),
        ("dos", "bad en"),
        ("no", "1 2 en"), ("3", "1 2 en"), ("0", "1 2 en"), ("12", "1 2 en"), ("", "1 2 en"), ("yes no", "1 2 en"),
    ],
)  # fmt: skip
def test_fixed_choice_is_taken_by_key_and_by_word(text: str, said: str) -> None:
    assert Talk(flows_of(main=CHOICE)).text(text).said == [said]


def test_caller_is_listened_to_for_one_key_and_the_words_of_their_language() -> None:
    assert Talk(flows_of(main=CHOICE), "voice").last == Listen(1, ("yes", "sure"))


OFFERED = """
texts: {q: {en: "Which?\\n{choices}", es: "¿Cuál?\\n{choices}"}}
nodes:
  look: {find: zip, on: {found: look, nobody: look, split: q, many: look, unknown: look, nowhere: look}}
  q: {ask: choice, choices: offered, text: q, on: {chosen: settle, none: unsure, missed: gone}}
  settle: {find: choice, on: {found: gone, nobody: gone, split: q, many: gone}}
  unsure: {say: unsure, end: conversation}
  gone: {say: gone, end: conversation}
"""


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        ("1", "tacoma"),
        ("2", "ruston"),
        ("Ruston", "ruston"),
        ("the 2", "ruston"),
        ("3", None),
        ("Seattle", None),
        ("0", "none"),
    ],
)
def test_what_is_offered_is_chosen_by_number_or_name(text: str, heard: str | None) -> None:
    talk = Talk(flows_of(main=OFFERED)).answer("split", "Tacoma", "Ruston")
    assert talk.said == ["Which?\n1 Tacoma\n2 Ruston"]
    talk.text(text)
    if heard == "none":
        assert talk.said == ["unsure en"]
    elif heard is None:
        assert talk.said == ["Which?\n1 Tacoma\n2 Ruston"]
    else:
        assert talk.last == Lookup(step="find", argument="choice", heard=heard)


@pytest.mark.parametrize(("offers", "digits"), [(2, 1), (9, 1), (10, None)])
def test_more_than_nine_offers_are_ended_with_the_hash_key(offers: int, digits: int | None) -> None:
    labels = [f"Place {i}" for i in range(offers)]
    talk = Talk(flows_of(main=OFFERED), "voice").answer("split", *labels)
    assert talk.last == Listen(digits, tuple(labels))
    assert "For Place 0, press 1. For Place 1, press 2." in talk.said[0]


DISTRICTS = (
    Offer("d2", "district 2 (Ada Moss)", "2"),
    Offer("d4", "district 4 (Ben Okafor)", "4"),
    Offer("k", "district K", "K"),
)


@pytest.mark.parametrize(
    ("text", "heard"),
    [
        pytest.param("4", "d4", id="a number is the district's own"),
        pytest.param("1", None, id="not a place in the row"),
        pytest.param("3", None, id="a district that is none"),
        pytest.param("04", "d4", id="a zero before it"),
        pytest.param("district 4", "d4", id="the word before it"),
        pytest.param("the 4th ward", "d4", id="an ordinal"),
        pytest.param("I live in district four", "d4", id="a sentence"),
        pytest.param("distrito cuatro", "d4", id="in Spanish"),
        pytest.param("k", "k", id="a letter"),
        pytest.param("District K.", "k", id="a letter in words"),
        pytest.param("Okafor", "d4", id="who sits there"),
        pytest.param("district", None, id="the word alone"),
        pytest.param("0", "none", id="not known"),
        pytest.param("1111", None, id="too long a number"),
    ],
)
def test_what_has_a_key_of_its_own_is_chosen_by_it(text: str, heard: str | None) -> None:
    talk = Talk(flows_of(main=OFFERED))
    asked = talk.tell(LookupAnswered("split", DISTRICTS)).said
    assert asked == ["Which?\n2 district 2 (Ada Moss)\n4 district 4 (Ben Okafor)\nK district K"]
    talk.text(text)
    if heard == "none":
        assert talk.said == ["unsure en"]
    elif heard is None:
        assert talk.said == asked
    else:
        assert talk.last == Lookup(step="find", argument="choice", heard=heard)


def test_keys_of_their_own_are_ended_with_the_hash_key_and_listened_for() -> None:
    listen = Talk(flows_of(main=OFFERED), "voice").tell(LookupAnswered("split", DISTRICTS)).last
    assert isinstance(listen, Listen) and listen.digits is None and "K" in listen.hints


@pytest.mark.parametrize(
    ("keys", "to", "said"),
    [
        (["5", "1", "2", "3", "4"], "-", "1-5"),
        (["1", "2", "7"], "-", "1, 2, 7"),
        (["9", "10", "11", "K", "A"], " to ", "9 to 11, A, K"),
        ([], "-", ""),
    ],
)
def test_keys_in_a_row_are_said_short(keys: list[str], to: str, said: str) -> None:
    assert join_ranges(keys, to) == said


def test_offer_lasts_until_the_next_one() -> None:
    talk = Talk(flows_of(main=OFFERED)).answer("split", "Tacoma", "Ruston").text("1").answer("split", "North", "South")
    assert talk.text("2").last == Lookup(step="find", argument="choice", heard="south")


NUMBERS = """
nodes:
  q:
    ask: choice
    text: %s
    again: %s
    choices: {yes: {key: 1, words: {en: [yes]}}, no: 2}
    on: {yes: good, no: bad, missed: q}
  good: {say: good, end: conversation}
  bad: {say: bad, end: conversation}
"""


@pytest.mark.parametrize(
    ("text", "again", "they", "said"),
    [
        pytest.param("1 yes, 2 no", "hm 1, 2", ["1"], "good en", id="a number that was offered"),
        pytest.param("well", "hm 1, 2", ["1"], "hm 1, 2 en", id="a number that was not"),
        pytest.param("well", "hm 1, 2", ["hm", "2"], "bad en", id="a number that was offered when asked again"),
        pytest.param("1 yes, 2 no", "hm", ["hm", "1"], "1 yes, 2 no en", id="a number of the message before the last"),
        pytest.param("1 yes", "hm", ["2"], "hm en", id="another number than was offered"),
        pytest.param("in 10 minutes", "hm", ["1"], "hm en", id="a number within another"),
        pytest.param("{opening} 2", "hm", ["1"], "hm en", id="a number within what a placeholder stands for"),
        pytest.param("well", "hm", ["yes"], "good en", id="a word needs no offer"),
        pytest.param("well", "hm", ["number two"], "hm en", id="a number in words"),
    ],
)
def test_number_means_what_the_last_message_offered(text: str, again: str, they: list[str], said: str) -> None:
    flow = NUMBERS % (f'"{text}"', f'"{again}"')
    assert Talk(flows_of(main=flow)).text(*they).said == [said.replace("{opening}", FACTS["opening"])]


def test_key_pressed_on_the_phone_needs_no_number_in_the_words() -> None:
    assert Talk(flows_of(main=NUMBERS % ("well", "hm")), "voice").text("1").said == ["good en"]


@pytest.mark.parametrize(
    ("they", "said"),
    [("1", "q 1 2 en"), ("number 2", "q 1 2 en"), ("yes", "good en"), ("hm", "hm en")],
)
def test_numbers_are_over_once_another_text_came_between(they: str, said: str) -> None:
    talk = Talk(flows_of(main=NUMBERS % ("q 1 2", "hm")))
    talk.tell(InputReceived(IncomingText(they), overtaken=True))
    assert talk.said == [said]
    assert talk.text("1").said == (["good en"] if said == "q 1 2 en" else talk.said)


def test_number_that_comes_with_a_start_answers_no_question() -> None:
    assert Talk(flows_of(main=NUMBERS % ("q 1 2", "hm")), rest="1").said == ["q 1 2 en"]


THREAD = """
words:
  go: {say: {en: [GO], es: [IR]}, to: going}
  learn: {say: {en: [LEARN]}, rest: true, to: learn}
  home: {reads: zip, to: place}
  spanish: {say: {es: [ESPANOL]}, to: spanish}
  help: {say: {en: [WHAT]}, to: help}
nodes:
  menu: {say: hello, ask: word, text: menu, again: menu2, on: {missed: lost}}
  lost: {say: lost, then: back}
  help: {say: help, then: back}
  going: {say: going, then: menu}
  spanish: {language: es, then: back}
  place: {ask: zip, text: zip, on: {heard: seen, missed: lost}}
  seen: {say: seen, then: again}
  learn: {ask: choice, text: learn 1 2, choices: {a: 1, b: 2}, on: {a: a, b: menu, missed: lost}}
  a: {say: a, then: menu}
"""


def test_words_are_understood_at_any_question_in_either_language() -> None:
    talk = Talk(flows_of(main=THREAD))
    assert talk.said == ["hello en", "menu en"]
    assert talk.text("go!").said == ["going en", "hello en", "menu en"]
    assert talk.text("ir").said == ["going en", "hello en", "menu en"]
    assert talk.text("learn", "GO").said == ["going en", "hello en", "menu en"]


def test_what_follows_a_word_answers_the_question_it_leads_to() -> None:
    talk = Talk(flows_of(main=THREAD))
    assert talk.text("LEARN 1").said == ["a en", "hello en", "menu en"]
    assert talk.text("learn nothing").said == ["learn 1 2 en"]
    assert talk.text("learn go").said == ["going en", "hello en", "menu en"]
    assert talk.text("learned 1").said == ["menu2 en"]


def test_what_comes_with_the_start_answers_the_first_question_or_is_a_word() -> None:
    assert Talk(flows_of(main=THREAD), rest="go").said == ["going en", "hello en", "menu en"]
    assert Talk(flows_of(main=THREAD), rest="hello you").said == ["hello en", "menu en"]
    assert Talk(flows_of(main=ASKS % "zip"), rest="98402").last == Lookup(step="switch", argument="campaign", heard="98402")


def test_zip_is_a_word_where_no_zip_is_asked_for() -> None:
    assert Talk(flows_of(main=THREAD)).text("98402").said == ["seen en", "zip en"]


def test_zip_that_leads_back_to_a_question_of_words_is_not_followed_for_ever() -> None:
    flow = "{words: {home: {reads: zip, to: q}}, nodes: {q: {ask: word, text: q, on: {missed: q}}}}"
    assert Talk(flows_of(main=flow)).text("98402").said == ["q en"]


@pytest.mark.parametrize(("channel", "tries"), [("sms", 2), ("voice", 3)])
def test_misunderstandings_in_a_row_take_the_missed_exit(channel: Channel, tries: int) -> None:
    talk = Talk(flows_of(main=THREAD), channel)
    for _ in range(2):
        for _ in range(tries - 1):
            assert talk.text("blah").said == ["menu2 en"]
        assert talk.text("blah").said == ["lost en", "menu en"]


def test_something_understood_in_between_begins_the_count_anew() -> None:
    talk = Talk(flows_of(main=THREAD)).text("blah", "go", "blah")
    assert talk.said == ["menu2 en"]


def test_again_counts_as_a_misunderstanding() -> None:
    talk = Talk(flows_of(main=THREAD)).text("98402")
    assert talk.said == ["seen en", "zip en"]
    assert talk.text("98402").said == ["seen en", "lost en", "zip en"]


def test_back_asks_the_last_question_alone_and_in_a_new_language_all_of_it() -> None:
    talk = Talk(flows_of(main=THREAD))
    assert talk.text("what").said == ["help en", "menu en"]
    talk.text("espanol")
    assert talk.last == Lookup(step="language", argument="es")
    talk.state = replace(talk.state, language="es")
    assert talk.answer("spoken").said == ["hello es", "menu es"]


def test_listen_waits_for_the_answer_to_the_last_question_without_a_word_more() -> None:
    flow = THREAD.replace("{say: help, then: back}", "{say: help, then: listen}")
    talk = Talk(flows_of(main=flow))
    assert talk.text("learn").said == ["learn 1 2 en"]
    assert talk.text("what").said == ["help en"]
    assert talk.text("1").said == ["a en", "hello en", "menu en"]


def test_resuming_says_the_last_question_with_all_before_it() -> None:
    talk = Talk(flows_of(main=THREAD)).text("blah")
    assert talk.tell(Resumed()).said == ["hello en", "menu en"]


@pytest.mark.parametrize("event", [DialEnded("busy"), LookupAnswered("found")])
def test_what_comes_out_of_step_is_met_with_the_last_question(event: Event) -> None:
    assert Talk(flows_of(main=THREAD)).tell(event).said == ["hello en", "menu en"]


@pytest.mark.parametrize("on", ["{missed: gone}", "{missed: gone, silence: quiet}"])
def test_silence_is_answered_in_other_words_and_the_second_ends_the_question(on: str) -> None:
    talk = Talk(flows_of(main=SILENT % on), "voice")
    assert talk.tell(NothingHeard()).said == ["q2 en"]
    assert talk.tell(NothingHeard()).said == ["quiet en" if "silence" in on else "gone en"]


def test_silences_count_in_a_row_and_misses_with_them() -> None:
    talk = Talk(flows_of(main=SILENT % "{missed: gone, silence: quiet}"), "voice")
    assert talk.tell(NothingHeard()).text("what?").said == ["q2 en"]
    assert talk.tell(NothingHeard()).said == ["gone en"], "the third answer that is none"


KEYED = """
words:
  repeat: {key: "*", say: {en: [again], es: [otra vez]}, to: repeat}
  skip: {key: 2, say: {en: [no, skip], es: [no]}, to: skipped}
nodes:
  first: {say: hello, then: q}
  q:
    ask: choice
    text: q
    again: q2
    choices: {yes: {key: 1, words: {en: [yes], es: [sí]}}, no: {key: 3, words: {en: [no], es: [no]}}}
    on: {yes: r, no: bad, missed: bad}
  r: {say: said, ask: choice, text: r, choices: {yes: 2}, on: {yes: good, missed: bad}}
  skipped: {say: skipped, then: back}
  good: {say: good, end: conversation}
  bad: {say: bad, end: conversation}
"""


@pytest.mark.parametrize(
    ("inputs", "said"),
    [
        pytest.param(["*"], ["hello en", "q en"], id="star says it all again"),
        pytest.param(["**"], ["hello en", "q en"], id="pressed twice"),
        pytest.param(["again"], ["hello en", "q en"], id="the same said"),
        pytest.param(["#"], ["hello en", "q en"], id="pound decides nothing"),
        pytest.param(["7", "*"], ["hello en", "q en"], id="also after a mistake"),
        pytest.param(["*", "*", "*", "*"], ["hello en", "q en"], id="as often as they like"),
        pytest.param(["2"], ["skipped en", "q en"], id="a key of the flow"),
        pytest.param(["skip"], ["skipped en", "q en"], id="its word"),
        pytest.param(["no"], ["bad en"], id="the question's own word first"),
        pytest.param(["1"], ["said en", "r en"], id="and its own key"),
        pytest.param(["1", "*"], ["said en", "r en"], id="only what was said since the last answer"),
        pytest.param(["1", "2"], ["good en"], id="its own key, which is one of the flow's elsewhere"),
        pytest.param(["11"], ["said en", "r en"], id="a key pressed twice is that key"),
        pytest.param(["12"], ["q2 en"], id="two keys are none"),
    ],
)
def test_flow_has_keys_at_every_question(inputs: list[str], said: list[str]) -> None:
    assert Talk(flows_of(main=KEYED), "voice").text(*inputs).said == said


@pytest.mark.parametrize(("on", "said"), [("{missed: e}", ["q en"]), ("{missed: e, silence: e}", ["q en"])])
def test_first_silence_is_a_misunderstanding(on: str, said: list[str]) -> None:
    flow = f"{{nodes: {{q: {{ask: word, text: q, on: {on}}}, e: {{say: ok, end: conversation}}}}}}"
    assert Talk(flows_of(main=flow), "voice").tell(NothingHeard()).said == said


DIALS = """
channels: [voice]
nodes:
  c: {say: connecting, dial: official, on: {answered: a, busy: b, no_answer: n, failed: f, not_today: r, not_now: l}}
  a: {say: a, end: conversation}
  b: {say: b, end: conversation}
  n: {say: n, end: conversation}
  f: {say: f, end: conversation}
  r: {say: r, end: conversation}
  l: {say: l, end: conversation}
"""


@pytest.mark.parametrize(
    ("event", "said"),
    [
        (DialEnded("answered"), "a en"), (DialEnded("busy"), "b en"), (DialEnded("no_answer"), "n en"),
        (DialEnded("failed"), "f en"), (LookupAnswered("not_today"), "r en"), (LookupAnswered("not_now"), "l en"),
        (LookupAnswered("withheld"), "l en"),
    ],
)  # fmt: skip
def test_dialled_line_ends_in_one_of_six_ways(event: Event, said: str) -> None:
    talk = Talk(flows_of(main=DIALS), "voice")
    assert (talk.said, talk.last) == ([], Dial("connecting en"))
    assert talk.tell(event).said == [said]


def test_caller_who_hangs_up_while_a_line_rings_leaves_it_as_it_was() -> None:
    talk = Talk(flows_of(main=DIALS), "voice")
    assert (talk.tell(DialEnded("canceled")).said, talk.last) == ([], End())


NESTED = {
    "main": """
        words: {up: {say: {en: [UP]}, to: menu}}
        nodes:
          menu: {go: place, on: {found: found, missed: gone}}
          found: {go: place, on: {found: done, missed: gone}}
          done: {say: done, end: conversation}
          gone: {say: gone, then: back}
        """,
    "place": """
        words: {in: {say: {en: [IN]}, to: deep}}
        nodes:
          zip: {ask: zip, text: zip, on: {heard: deep, missed: lost}}
          deep: {go: deep, on: {well: found}}
          found: {end: found}
          lost: {end: missed}
        """,
    "deep": """
        nodes:
          q: {ask: text, text: deep, on: {heard: well, missed: over}}
          well: {end: well}
          over: {say: over, end: conversation}
        """,
}


def test_flow_gone_to_ends_at_the_exit_it_names() -> None:
    talk = Talk(flows_of(**NESTED))
    assert (talk.said, talk.at) == (["zip en"], ("place", "zip"))
    assert talk.text("98402").said == ["deep en"]
    assert len(talk.state.returns) == 2
    assert talk.text("x").said == ["zip en"]
    assert talk.state.returns == (("main", "found"),)
    assert talk.text("98402", "x").said == ["done en"]
    assert (talk.at, talk.last) == (None, End())


def test_words_of_a_flow_gone_from_are_understood_too_and_lead_out_of_the_inner_ones() -> None:
    talk = Talk(flows_of(**NESTED)).text("98402")
    assert talk.text("in").at == ("deep", "q")
    assert talk.state.returns == (("main", "menu"), ("place", "deep"))
    assert talk.text("up").at == ("place", "zip")
    assert talk.state.returns == (("main", "menu"),)


def test_question_of_an_inner_flow_is_come_back_to() -> None:
    assert Talk(flows_of(**NESTED)).text("x", "x").said == ["gone en", "zip en"]


def test_conversation_can_end_inside_an_inner_flow() -> None:
    talk = Talk(flows_of(**NESTED)).text("98402", "", "")
    assert (talk.said, talk.at, talk.state.returns) == (["over en"], None, ())


@pytest.mark.parametrize(
    "changed",
    [
        pytest.param({"deep": "{nodes: {other: {ask: word, text: other, on: {missed: other}}}}"}, id="the node is gone"),
        pytest.param(
            {"place": "{nodes: {z: {ask: zip, text: z, on: {heard: e, missed: e}}, e: {end: found}}}"}, id="the way back is"
        ),
        pytest.param(
            {"place": NESTED["place"].replace("deep: {go: deep, on: {well: found}}", "deep: {end: found}")}, id="no go"
        ),
    ],
)
def test_state_that_the_flows_no_longer_know_begins_again(changed: dict[str, str]) -> None:
    talk = Talk(flows_of(**NESTED)).text("98402")
    talk.flows = flows_of(**(NESTED | changed))
    talk.text("x")
    assert talk.at is not None
    assert talk.state.returns == (("main", "menu"),)


def test_question_that_is_none_any_more_begins_the_flow_again() -> None:
    talk = Talk(flows_of(main=THREAD)).text("learn")
    talk.flows = flows_of(
        main=THREAD.replace(
            "learn: {ask: choice, text: learn 1 2, choices: {a: 1, b: 2}, on: {a: a, b: menu, missed: lost}}",
            "learn: {say: a, then: menu}",
        )
    )
    assert talk.text("blah").said == ["hello en", "menu en"]


def test_step_that_sends_a_text_names_its_words_for_sms() -> None:
    flow = """
        texts: {t: {en: {sms: "{script}"}, es: {sms: "{script}"}}}
        nodes: {a: {text: t, on: {sent: b, refused: b}}, b: {end: conversation}}
        """
    assert Talk(flows_of(main=flow), "voice").last == Lookup(step="text", argument="", heard="", text="<script>")


def test_exits_taken_are_told() -> None:
    flows = flows_of(**NESTED)
    begun = advance(flows, "main", "sms", State(), Started("begun"), lambda state, channel: FACTS)
    turn = advance(flows, "main", "sms", begun.state, InputReceived(IncomingText("in")), lambda state, channel: FACTS)
    assert turn.taken == (("place", "words.in", "to"),)
    turn = advance(flows, "main", "sms", turn.state, InputReceived(IncomingText("x")), lambda state, channel: FACTS)
    assert turn.taken[:2] == (("deep", "q", "heard"), ("place", "deep", "well"))


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("la oficina de el gobernador", "la oficina del gobernador"),
        ("llamar a el alcalde", "llamar al alcalde"),
        ("Vivo en El Paso, cerca de El Paso", "Vivo en El Paso, cerca de El Paso"),
    ],
)
def test_spanish_is_contracted_but_for_names(text: str, spoken: str) -> None:
    assert contract(text, "es") == spoken
