"""Whole calls of made-up supporters, for the tests of what is counted. Holds no test."""

from bot.simulation.phone import Phone
from tests.conftest import Bot


def connect(phone: Phone) -> None:
    """Call until a line of theirs rings."""
    heard = phone.dial()
    while not heard.line:
        assert heard.goes_on, heard
        heard = phone.press("1")


def call(bot: Bot, number: str = "", *, ending: str = "answered", said: str = "1", zip: str = "98402") -> None:
    """A whole call to one official."""
    phone = bot.phone(number)
    phone.text(f"SANCTUARY {zip}")
    connect(phone)
    heard = phone.line(ending)
    if said and ending == "answered" and heard.goes_on:
        phone.press(said)
    phone.hang_up()
