"""The pure step of a conversation, on tiny flows made here, and under anything that can happen to the shipped ones."""

import json
from collections.abc import Mapping
from dataclasses import replace
from functools import cache

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ruamel.yaml import YAML

from bot.channels import Channel
from bot.engine.advance import Turn, advance
from bot.engine.commands import Command, Dial, End, Listen, Lookup, Say
from bot.engine.events import DialEnded, Event, InputReceived, LookupAnswered, NothingHeard, Offer, Resumed, Started
from bot.engine.flow import Flow, Flows, exits_of, parse
from bot.engine.placeholders import PLACEHOLDERS, contracted
from bot.engine.questions import ranged
from bot.engine.reading import clean, is_mailbox, plain, read_address, read_key, read_label, read_zip
from bot.engine.state import State
from bot.flows import load_flows
from tests.conftest import ROOT

ZIPS = [
    pytest.param("98402", "98402", id="five digits"),
    pytest.param(" 98402\n", "98402", id="white space around"),
    pytest.param("98402-1234", "98402", id="ZIP+4"),
    pytest.param("984021234", "98402", id="ZIP+4 without the hyphen"),
    pytest.param("ZIP 98402 please", "98402", id="in a sentence"),
    pytest.param("zip:98402.", "98402", id="between punctuation"),
    pytest.param("9 8 4 0 2", "98402", id="digits with spaces"),
    pytest.param("9-8-4-0-2", "98402", id="digits with hyphens"),
    pytest.param("nine eight four oh two", "98402", id="said in English"),
    pytest.param("nueve ocho cuatro cero dos", "98402", id="said in Spanish"),
    pytest.param("nine 8 four 0 two", "98402", id="half said, half written"),
    pytest.param("it's nine eight four zero two", "98402", id="said in a sentence"),
    pytest.param("٩٨٤٠٢", "98402", id="Arabic digits"),
    pytest.param("９８４０２", "98402", id="full-width digits"),
    pytest.param("\u202e98402\u202c", "98402", id="right-to-left marks"),
    pytest.param("98\u0000402", "98402", id="a NUL in between"),
    pytest.param("98402 98402", "98402", id="twice the same"),
    pytest.param("00901", "00901", id="leading zeros"),
    pytest.param("98402 or 98405", None, id="two different ones are not ours to choose from"),
    pytest.param("9840", None, id="four digits"),
    pytest.param("984022", None, id="six digits"),
    pytest.param("M5V 3L9", None, id="a Canadian postal code"),
    pytest.param("SW1A 1AA", None, id="a British one"),
    pytest.param("253-591-5100", None, id="a phone number"),
    pytest.param("", None, id="nothing"),
    pytest.param("😀" * 1600, None, id="1,600 emoji"),
    pytest.param("\0", None, id="a NUL alone"),
    pytest.param("five", None, id="one digit said"),
]

KEYS = [
    pytest.param("1", "1", id="a digit"),
    pytest.param("#2", "2", id="with a hash"),
    pytest.param("3.", "3", id="with a full stop"),
    pytest.param(" 1) ", "1", id="with a bracket"),
    pytest.param("two", "2", id="in English"),
    pytest.param("dos", "2", id="in Spanish"),
    pytest.param("Number 2", "2", id="number two"),
    pytest.param("la opción dos", "2", id="la opción dos"),
    pytest.param("press 1", "1", id="as it was asked"),
    pytest.param("12", "12", id="two digits"),
    pytest.param("1 2", None, id="two numbers"),
    pytest.param("123", None, id="three digits"),
    pytest.param("one of them", None, id="a sentence"),
    pytest.param("1️⃣", "1", id="a keycap emoji"),
    pytest.param("", None, id="nothing"),
    pytest.param("-", None, id="a hyphen"),
]

LABELS = {"doe": ("Rep. Jane Doe (NY-12)",), "roe": ("Rep. Richard Roe (NY-10)",), "no": ("No",)}
LABELLED = [
    pytest.param("Rep. Jane Doe (NY-12)", "doe", id="all of it"),
    pytest.param("jane doe", "doe", id="a part of it"),
    pytest.param("DOE!", "doe", id="the last name, shouted"),
    pytest.param("ny 10", "roe", id="the district"),
    pytest.param("Rep", None, id="what both have"),
    pytest.param("do", None, id="half a word"),
    pytest.param("no", "no", id="a short label, whole"),
    pytest.param("Smith", None, id="another name"),
    pytest.param("", None, id="nothing"),
]

ADDRESSES = [
    pytest.param("747 Market St", "747 Market St", id="number and street"),
    pytest.param(" 747   Market\nSt, Tacoma ", "747 Market St, Tacoma", id="on two lines"),
    pytest.param("12B Baker Street", "12B Baker Street", id="a letter with the number"),
    pytest.param("1 5th Ave", "1 5th Ave", id="a numbered street"),
    pytest.param("1100 Congress Ave, Austin TX 78701", "1100 Congress Ave, Austin TX 78701", id="with city, state and ZIP"),
    pytest.param("747 Market St 98402-1234", "747 Market St 98402-1234", id="with ZIP+4"),
    pytest.param("123 N 4th St Apt 5", "123 N 4th St Apt 5", id="with a flat"),
    pytest.param("747, Market St", "747, Market St", id="a comma after the number"),
    pytest.param("455 S 500 E", "455 S 500 E", id="a grid, as in Utah"),
    pytest.param("61-12 Woodside Ave", "61-12 Woodside Ave", id="a number with a hyphen, as in Queens"),
    pytest.param("N6W23001 Bluemound Rd", "N6W23001 Bluemound Rd", id="a grid, as in Wisconsin"),
    pytest.param("12 1/2 Oak St", "12 1/2 Oak St", id="half a number"),
    pytest.param("4521 RR 620 N, Austin", "4521 RR 620 N, Austin", id="a ranch road, which has houses"),
    pytest.param("I live at 747 Market St.", "747 Market St.", id="in a sentence"),
    pytest.param("my address is: 747 Market St", "747 Market St", id="announced"),
    pytest.param("Vivo en el 123 Calle Sol", "123 Calle Sol", id="in a sentence, in Spanish"),
    pytest.param("Mi dirección es 123 Calle Sol", "123 Calle Sol", id="announced in Spanish"),
    pytest.param("747\u202e Market\0 St\x1b", "747 Market St", id="control and direction marks"),
    pytest.param("７４７ Market St", "747 Market St", id="digits of another script"),
    pytest.param("Market St", None, id="no number"),
    pytest.param("Market St 747", None, id="the number last"),
    pytest.param("747", None, id="no street"),
    pytest.param("747 5", None, id="two numbers"),
    pytest.param("98402", None, id="a ZIP"),
    pytest.param("98402-1234", None, id="a ZIP+4"),
    pytest.param("I have 2 dogs", None, id="a number in a sentence"),
    pytest.param("PO Box 12", None, id="a PO box"),
    pytest.param("RR 2 Box 152", None, id="a rural route"),
    pytest.param("1 " + "a" * 118, "1 " + "a" * 118, id="as long as can be"),
    pytest.param("1 " + "a" * 119, None, id="too long"),
    pytest.param("", None, id="nothing"),
]

MAILBOXES = [
    pytest.param("PO Box 12", True, id="a PO box"),
    pytest.param("P.O. Box 12, Tacoma WA 98402", True, id="with dots and a ZIP"),
    pytest.param("pobox 12", True, id="in one word"),
    pytest.param("my mail goes to a post office box", True, id="in a sentence"),
    pytest.param("Apartado 12", True, id="in Spanish"),
    pytest.param("Apdo. Postal 12", True, id="in Spanish, short"),
    pytest.param("RR 2 Box 152", True, id="a rural route"),
    pytest.param("R.R. #2", True, id="a rural route with dots"),
    pytest.param("Rural Route 3", True, id="a rural route in words"),
    pytest.param("HC 68 Box 23A", True, id="a highway contract"),
    pytest.param("General Delivery, Homer AK", True, id="general delivery"),
    pytest.param("747 Market St, PO Box 12", False, id="a house first"),
    pytest.param("4521 RR 620 N, Austin", False, id="a house at a ranch road"),
    pytest.param("Apartamento 12", False, id="a flat, in Spanish"),
    pytest.param("arr 2", False, id="the end of another word"),
    pytest.param("Boxwood Lane", False, id="a street"),
    pytest.param("", False, id="nothing"),
]


@pytest.mark.parametrize(("text", "zip"), ZIPS)
def test_a_zip_is_read_out_of_a_text(text: str, zip: str | None) -> None:
    assert read_zip(text) == zip


@pytest.mark.parametrize(("text", "key"), KEYS)
def test_a_number_is_read_as_a_key(text: str, key: str | None) -> None:
    assert read_key(text) == key


@pytest.mark.parametrize(("text", "value"), LABELLED)
def test_a_choice_is_read_by_its_name(text: str, value: str | None) -> None:
    assert read_label(text, LABELS) == value


@pytest.mark.parametrize(("text", "address"), ADDRESSES)
def test_an_address_begins_with_a_house_number(text: str, address: str | None) -> None:
    assert read_address(text) == address


@pytest.mark.parametrize(("text", "mailbox"), MAILBOXES)
def test_where_only_mail_arrives_is_no_address(text: str, mailbox: bool) -> None:
    assert is_mailbox(text) == mailbox


@given(st.text())
def test_reading_takes_anything(text: str) -> None:
    for read in (read_zip, read_key, read_address, is_mailbox, clean, plain):
        read(text)
    assert plain(plain(text)) == plain(text)
    assert clean(clean(text)) == clean(text)


@pytest.mark.parametrize(
    ("text", "spoken"),
    [
        ("la oficina de el gobernador", "la oficina del gobernador"),
        ("llamar a el alcalde", "llamar al alcalde"),
        ("Vivo en El Paso, cerca de El Paso", "Vivo en El Paso, cerca de El Paso"),
    ],
)
def test_spanish_is_contracted_but_for_names(text: str, spoken: str) -> None:
    assert contracted(text) == spoken


# --- Tiny flows ------------------------------------------------------------------------------------------------------


def flows_of(**files: str) -> Flows:
    """Flows out of YAML; every text key used in them is its own text."""
    flows: dict[str, Flow] = {}
    for name, yaml in files.items():
        data = YAML(typ="safe", pure=True).load(yaml)
        data = {"channels": ["sms", "voice"], "starts": {"begun": next(iter(data["nodes"]))}, "texts": {}} | data
        flow, problems = parse(name, data)
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
        self.tell(Started(how, rest))

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
            self.tell(InputReceived(text))
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
def test_a_question_hears_what_it_asks_for(kind: str, text: str, heard: str | None) -> None:
    talk = Talk(flows_of(main=ASKS % kind)).text(text)
    assert talk.said == ([] if heard else ["q2 en"])
    assert talk.last == (Lookup("switch", "campaign", heard) if heard else talk.last)


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


def test_an_address_goes_to_one_lookup_and_is_written_nowhere() -> None:
    talk = Talk(flows_of(main=BOX_KNOWN)).text("something else", HOUSE)
    assert talk.last == Lookup("switch", "campaign", HOUSE), "its ZIP code is a part of it, and no word"
    for kept in (talk.state.to_json(), repr(talk.state), repr(talk.last)):
        assert "zebrafinch" not in kept.lower() and "98402" not in kept
    talk.answer("switched")
    assert talk.said == ["next en"]
    assert talk.text("thanks").last == Lookup("switch", "campaign", "thanks")


@pytest.mark.parametrize(("kind", "digits"), [("zip", 5), ("digits", None), ("text", None), ("address", None)])
def test_keys_end_a_question_when_their_number_is_known(kind: str, digits: int | None) -> None:
    assert Talk(flows_of(main=ASKS % kind), "voice").last == Listen(digits)


CHOICE = """
nodes:
  q:
    ask: choice
    text: q
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
        ("dos", "bad en"), ("no", "q en"), ("3", "q en"), ("0", "q en"), ("12", "q en"), ("", "q en"), ("yes no", "q en"),
    ],
)  # fmt: skip
def test_a_fixed_choice_is_taken_by_key_and_by_word(text: str, said: str) -> None:
    assert Talk(flows_of(main=CHOICE)).text(text).said == [said]


def test_a_caller_is_listened_to_for_one_key_and_the_words_of_their_language() -> None:
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
        assert talk.last == Lookup("find", "choice", heard)


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
        assert talk.last == Lookup("find", "choice", heard)


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
    assert ranged(keys, to) == said


def test_an_offer_lasts_until_the_next_one() -> None:
    talk = Talk(flows_of(main=OFFERED)).answer("split", "Tacoma", "Ruston").text("1").answer("split", "North", "South")
    assert talk.text("2").last == Lookup("find", "choice", "south")


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
  learn: {ask: choice, text: learn, choices: {a: 1, b: 2}, on: {a: a, b: menu, missed: lost}}
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
    assert talk.text("learn nothing").said == ["learn en"]
    assert talk.text("learn go").said == ["going en", "hello en", "menu en"]
    assert talk.text("learned 1").said == ["menu2 en"]


def test_what_comes_with_the_start_answers_the_first_question_or_is_a_word() -> None:
    assert Talk(flows_of(main=THREAD), rest="go").said == ["going en", "hello en", "menu en"]
    assert Talk(flows_of(main=THREAD), rest="hello you").said == ["hello en", "menu en"]
    assert Talk(flows_of(main=ASKS % "zip"), rest="98402").last == Lookup("switch", "campaign", "98402")


def test_a_zip_is_a_word_where_no_zip_is_asked_for() -> None:
    assert Talk(flows_of(main=THREAD)).text("98402").said == ["seen en", "zip en"]


def test_a_zip_that_leads_back_to_a_question_of_words_is_not_followed_for_ever() -> None:
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
    assert talk.last == Lookup("language", "es")
    talk.state = replace(talk.state, language="es")
    assert talk.answer("spoken").said == ["hello es", "menu es"]


def test_resuming_says_the_last_question_with_all_before_it() -> None:
    talk = Talk(flows_of(main=THREAD)).text("blah")
    assert talk.tell(Resumed()).said == ["hello en", "menu en"]


@pytest.mark.parametrize("event", [DialEnded("busy"), LookupAnswered("found")])
def test_what_comes_out_of_step_is_met_with_the_last_question(event: Event) -> None:
    assert Talk(flows_of(main=THREAD)).tell(event).said == ["hello en", "menu en"]


@pytest.mark.parametrize(("on", "said"), [("{missed: e}", ["q en"]), ("{missed: e, silence: e}", ["ok en"])])
def test_silence_is_a_misunderstanding_unless_it_has_an_exit(on: str, said: list[str]) -> None:
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
    ],
)  # fmt: skip
def test_a_dialled_line_ends_in_one_of_six_ways(event: Event, said: str) -> None:
    talk = Talk(flows_of(main=DIALS), "voice")
    assert (talk.said, talk.last) == ([], Dial("connecting en"))
    assert talk.tell(event).said == [said]


def test_a_caller_who_hangs_up_while_a_line_rings_leaves_it_as_it_was() -> None:
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


def test_a_flow_gone_to_ends_at_the_exit_it_names() -> None:
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


def test_the_question_of_an_inner_flow_is_come_back_to() -> None:
    assert Talk(flows_of(**NESTED)).text("x", "x").said == ["gone en", "zip en"]


def test_the_conversation_can_end_inside_an_inner_flow() -> None:
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
def test_a_state_that_the_flows_no_longer_know_begins_again(changed: dict[str, str]) -> None:
    talk = Talk(flows_of(**NESTED)).text("98402")
    talk.flows = flows_of(**(NESTED | changed))
    talk.text("x")
    assert talk.at is not None
    assert talk.state.returns == (("main", "menu"),)


def test_a_question_that_is_none_any_more_begins_the_flow_again() -> None:
    talk = Talk(flows_of(main=THREAD)).text("learn")
    talk.flows = flows_of(
        main=THREAD.replace(
            "learn: {ask: choice, text: learn, choices: {a: 1, b: 2}, on: {a: a, b: menu, missed: lost}}",
            "learn: {say: a, then: menu}",
        )
    )
    assert talk.text("blah").said == ["hello en", "menu en"]


def test_a_step_that_sends_a_text_names_its_words_for_sms() -> None:
    flow = """
        texts: {t: {en: {sms: "{script}"}, es: {sms: "{script}"}}}
        nodes: {a: {text: t, on: {sent: b, refused: b}}, b: {end: conversation}}
        """
    assert Talk(flows_of(main=flow), "voice").last == Lookup("text", "", "", "<script>")


def test_the_exits_taken_are_told() -> None:
    flows = flows_of(**NESTED)
    begun = advance(flows, "main", "sms", State(), Started("begun"), lambda state, channel: FACTS)
    turn = advance(flows, "main", "sms", begun.state, InputReceived("in"), lambda state, channel: FACTS)
    assert turn.taken == (("place", "words.in", "to"),)
    turn = advance(flows, "main", "sms", turn.state, InputReceived("x"), lambda state, channel: FACTS)
    assert turn.taken[:2] == (("deep", "q", "heard"), ("place", "deep", "well"))


# --- The shipped flows under anything ----------------------------------------------------------------------------------


@cache
def shipped() -> Flows:
    return load_flows(ROOT / "flows")


OFFERS = st.lists(
    st.builds(Offer, st.sampled_from(["a", "b", "c"]), st.sampled_from(["Rep. Jane Doe", "Tacoma", "Fuera"])),
    min_size=1,
    max_size=4,
).map(tuple)
WORDS = (
    *("1", "2", "3", "9", "0", "98402", "98402-1234", "MOVE 10001", "LEARN 2", "Tacoma", "reached", "ocupado", "yes", "sí"),
    *("CALL", "SCRIPT", "NEXT", "MORE", "MOVE", "LIST", "CAMPAIGNS", "ESPANOL", "ENGLISH", "JOIN", "FORGET"),
    *("", "blah", "\0", "😀" * 1600),
)


def events(flows: Flows, entry: str) -> st.SearchStrategy[Event]:
    return st.one_of(
        st.builds(Started, st.sampled_from(sorted(flows[entry].starts)), st.sampled_from(["", "98402", "CALL", "blah"])),
        st.builds(InputReceived, st.one_of(st.sampled_from(WORDS), st.text(max_size=40))),
        st.just(NothingHeard()),
        st.just(Resumed()),
        st.builds(DialEnded, st.sampled_from(["answered", "busy", "no_answer", "failed", "canceled"])),
        st.builds(LookupAnswered, st.just("anything"), OFFERS),
    )


@pytest.mark.parametrize(("entry", "channel"), [("text", "sms"), ("call", "voice")])
@settings(max_examples=150, deadline=None)
@given(data=st.data())
def test_nothing_that_happens_gets_a_shipped_conversation_stuck(entry: str, channel: Channel, data: st.DataObject) -> None:
    flows = shipped()
    state = State()
    for event in data.draw(st.lists(events(flows, entry), max_size=12)):
        turn = advance(flows, entry, channel, state, _in_step(data, flows, state, event), lambda state, channel: FACTS)
        waits = 0
        while isinstance(turn.commands[-1], Lookup):  # the world answers at once, with any exit it can take
            waits += 1
            assert waits < 50
            turn = advance(
                flows, entry, channel, through_json(turn), _any_answer(data, flows, turn.state), lambda state, channel: FACTS
            )
        assert isinstance(turn.commands[-1], Listen | Dial | End)
        assert all(isinstance(command, Say) and command.text for command in turn.commands[:-1])
        assert (turn.state.at is None) == isinstance(turn.commands[-1], End)
        state = through_json(turn)


def _in_step(data: st.DataObject, flows: Flows, state: State, event: Event) -> Event:
    """An answer of the world only names exits that the step it answers has; elsewhere it is out of step."""
    if isinstance(event, LookupAnswered) and state.at and flows[state.at[0]].nodes[state.at[1]].step != "ask":
        return _any_answer(data, flows, state)
    return event


def _any_answer(data: st.DataObject, flows: Flows, state: State) -> LookupAnswered:
    assert state.at is not None
    node = flows[state.at[0]].nodes[state.at[1]]
    exits = ("not_today", "not_now") if node.step == "dial" else exits_of(node, flows)[0]
    exit = data.draw(st.sampled_from(exits))
    return LookupAnswered(exit, data.draw(OFFERS) if exit in {"split", "several", "one"} else ())


def through_json(turn: Turn) -> State:
    written = turn.state.to_json()
    state = State.from_json(written)
    assert state == turn.state
    assert json.loads(written) == json.loads(state.to_json())
    return state
