"""Where a text says that its sender lives, and where it only holds five digits."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from bot.models import Supporter
from bot.reading.home_zip import HomeZip
from bot.reading.incoming import IncomingText
from tests.conftest import Bot

SURE = [
    # alone
    "98101", " 98101.", "98101-1234", "981011234", "98101 1234", "98101 please", "ok 98101", "Hi, 98101, thanks!", "９８１０１",
    "9 8 1 0 1", "nine eight one oh one", "nueve ocho uno cero uno", "98101 por favor", "yes 98101", "\u202a98101\u202c",
    "ninety-eight one-oh-one", "98 101", "noventa y ocho uno cero uno", "it's nine eight one oh one",
    # with its word
    "zip 98101", "ZIP: 98101", "zip code 98101", "my zip is 98101", "My new zip is 98101", "my zip code is now 98101",
    "the zip is 98101", "my zip's 98101", "zip code: Seattle 98101", "98101 is my zip", "98101 is my new zip code",
    "zip 9 8 1 0 1",
    "new zip 98101", "my zip changed to 98101", "change my zip to 98101", "Please update my zip code to 98101",
    "can you change my address to 98101", "código postal 98101", "mi código postal es 98101", "mi nuevo codigo postal es 98101",
    "98101 es mi codigo postal", "Cambien mi código postal a 98101", "CP 98101", "98101 is home",
    # a sentence of moving
    "I moved to 98101", "I just moved to 98101", "we moved to Seattle 98101 last week", "i've moved to Seattle, WA 98101",
    "Moved to 98101", "I moved from 98402 to 98101", "I live in 98101 now", "I live at 98101 now", "we now live in 98101",
    "I moved. I live in 98101.", "Hi! I moved to 98101. Who do I call?", "I moved to 98101 and need my new reps",
    "I moved, my new zip is 98101", "my new address is in 98101", "MOVE 98101", "move to 98101", "MOVE Seattle 98101",
    "my home is now in 98101", "ahora vivo en 98101", "vivo en Seattle 98101", "Ya vivimos en 98101", "me mudé a 98101",
    "Nos mudamos a Seattle, 98101", "me acabo de mudar, ahora vivo en el 98101", "acabo de mudarme a 98101",
    "mi casa ahora está en 98101", "mi nueva dirección es en 98101", "MUDAR 98101", "me mudé del 98402 al 98101",
]  # fmt: skip
DOUBT = [
    "Seattle 98101", "in 98101", "WA 98101", "98101 now", "Seattle, WA 98101", "I'm in 98101", "We are in Seattle 98101",
    "en 98101",
    "do I live in 98101?", "my zip isn't 98101", "her zip is 98101", "I'm moving to 98101", "I never moved to 98101",
    "if I moved to 98101", "My mother lives in 98101", "I live near 98101", "12 Main St apt 4, I live there, Seattle WA 98101",
    "mi hermana vive en 98101", "me voy a mudar a 98101", "no vivo en 98101", "is my zip 98101?",
]  # fmt: skip
NONE = [
    "We were 10001 people at the march!", "The rally in 98101 was great", "rally at 98101 tomorrow", "10001 people live here",
    "I live with 10001 people", "12345 Main St", "I live at 12345 Main St", "my address is 12345 Main St",
    "12345 Main St, Tacoma WA 98402", "ticket 98101", "order #98101", "$98101", "they spent $12345 on my home", "98101%",
    "https://example.org/98101", "see www.example.org/zip/98101", "my home is https://example.org/98101", "a98101", "98101b",
    "10,001 people", "12345.50", "call 98101", "text 98101", "bill HB 12345", "98101 and 98402", "I moved from 98402",
    "9 8 1 0", "9 11 01", "we were ninety eight thousand one hundred one",
    "Liked “Sanctuary alerts: Rally today at Westlake Park, 401 Pine St, Seattle, WA 98101. Reply STOP to cancel.”",
    "I called and they said 10001 others did", "we were over 10000", "in 2026", "98101-555-0100", "206-555-98101", "",
    "Éramos 10001 en la marcha", "La marcha en 98101 estuvo bien", "somos 10001", "boleto 98101", "en 98101 hay una marcha",
    "the house passed HB 12345 with votes", "Move over, 10001 people are coming", "one two three", "two for five",
]  # fmt: skip


@pytest.mark.parametrize("text", SURE)
def test_home_is_read_where_a_text_says_so(text: str) -> None:
    assert IncomingText(text).home == HomeZip("98101", True)


@pytest.mark.parametrize("text", DOUBT)
def test_home_is_asked_about_where_a_text_may_mean_it(text: str) -> None:
    assert IncomingText(text).home == HomeZip("98101", False)


@pytest.mark.parametrize("text", NONE)
def test_five_digits_of_something_else_are_no_home(text: str) -> None:
    assert IncomingText(text).home is None


@given(st.text())
def test_home_is_looked_for_in_anything(text: str) -> None:
    home = IncomingText(text).home
    assert home is None or len(home.zip) == 5


def home_of(bot: Bot) -> str | None:
    with bot.parts.database.read() as connection:
        home: str | None = connection.execute(select(Supporter.zip)).scalar_one()
    return home


# What comes after SANCTUARY 98402 and JOIN: a text, and the home that they have then.
AFTERWARDS = {
    "We were 10001 people at the march!": "98402",
    "The rally in 98101 was great": "98402",
    "Liked “Sanctuary alerts: Rally today at Westlake Park, 401 Pine St, Seattle, WA 98101. Reply STOP to cancel.”": "98402",
    "rally at 98101 tomorrow": "98402",
    "Fuimos 10001 personas": "98402",
    "in Seattle 98101": "98402",
    "is 98101 my ZIP?": "98402",
    "I moved to 98101": "98101",
    "my new zip is 98101": "98101",
    "ahora vivo en 98101": "98101",
    "98101": "98101",
    "MOVE ９８１０１": "98101",
    "٩٨١٠١": "98101",
    "my zip is ٩٨١٠١": "98101",
    "９８１０１": "98101",
    "ticket ٩٨١٠١": "98402",
}


@pytest.mark.parametrize("text", AFTERWARDS)
@pytest.mark.parametrize("before", [[], ["SCRIPT"], ["CALL"], ["LEARN"], ["FORGET"]], ids=lambda before: "".join(before))
def test_home_changes_only_when_it_is_asked_to(text: str, before: list[str], bot: Bot) -> None:
    phone = bot.phone()
    for each in ("SANCTUARY 98402", "JOIN", *before):
        phone.text(each)
    said = phone.text(text).text
    assert home_of(bot) == AFTERWARDS[text]
    if home_of(bot) == "98101":
        assert "Your home is now Seattle 98101 (was 98402). To go back, reply MOVE 98402." in said
        phone.text("MOVE 98402")
        assert home_of(bot) == "98402"
