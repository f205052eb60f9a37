"""What people write and say is read: ZIP codes, keys, names of choices, addresses; and nothing else is taken for one."""

import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cached_property
from types import FrameType

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.reading.answers import clean_text, plain_text
from bot.reading.incoming import IncomingText
from bot.reading.wishes import read_consent
from tests.conftest import Start
from tests.geocoder import geocoder

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
def test_zip_is_read_out_of_a_text(text: str, zip: str | None) -> None:
    assert IncomingText(text).zip == zip


@pytest.mark.parametrize(("text", "key"), KEYS)
def test_number_is_read_as_a_key(text: str, key: str | None) -> None:
    assert IncomingText(text).key == key


@pytest.mark.parametrize(("text", "value"), LABELLED)
def test_choice_is_read_by_its_name(text: str, value: str | None) -> None:
    assert IncomingText(text).label(LABELS) == value


@pytest.mark.parametrize(("text", "address"), ADDRESSES)
def test_address_begins_with_a_house_number(text: str, address: str | None) -> None:
    assert IncomingText(text).address == address


@pytest.mark.parametrize(("text", "mailbox"), MAILBOXES)
def test_where_only_mail_arrives_is_no_address(text: str, mailbox: bool) -> None:
    assert IncomingText(text).is_mailbox == mailbox


@given(st.text())
def test_reading_takes_anything(text: str) -> None:
    for name, each in vars(IncomingText).items():
        if isinstance(each, cached_property):
            getattr(IncomingText(text), name)
    assert plain_text(plain_text(text)) == plain_text(text)
    assert clean_text(clean_text(text)) == clean_text(text)


# --- Once a turn ----------------------------------------------------------------------------------------------------------

ADDRESS = "1234 Main Street apt 5"
READINGS = {plain_text.__code__: "plain", clean_text.__code__: "clean", read_consent.__code__: "opt-out"}
BEFORE = {
    "from a stranger": [],
    "where a ZIP is asked for": ["SANCTUARY"],
    "where an address is asked for": ["TRUST 83702"],
    "in a conversation": ["SANCTUARY 98402", "SCRIPT"],
}


@contextmanager
def counting() -> Iterator[Counter[str]]:
    """How often this thread reads a text that holds the address meanwhile, whole or in part."""
    counts: Counter[str] = Counter()

    def note(frame: FrameType, what: str, _: object) -> None:
        if what == "call" and frame.f_code in READINGS and "main street" in str(frame.f_locals["text"]).casefold():
            counts[READINGS[frame.f_code]] += 1

    sys.setprofile(note)
    try:
        yield counts
    finally:
        sys.setprofile(None)


@pytest.mark.parametrize("where", BEFORE)
def test_text_is_read_once_a_turn(where: str, start: Start) -> None:
    with geocoder() as stand_in:
        phone = start(geocoder="census", geocoder_url=stand_in.url).phone()
        for before in BEFORE[where]:
            phone.text(before)
        with counting() as counts:
            phone.text(ADDRESS)
    assert counts == {"plain": 1, "clean": 1, "opt-out": 1}
