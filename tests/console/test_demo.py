"""Made-up people, for who looks at the console for the first time: offered where nobody is reached, and made once."""

from sqlalchemy import func, select

from bot.models import Supporter
from bot.simulation.demo_data import MAKE
from tests.conftest import Bot
from tests.console.conftest import Organizers, Visitor, text_of


def count_people(bot: Bot) -> int:
    with bot.parts.database.read() as connection:
        return int(connection.execute(select(func.count()).select_from(Supporter)).scalar_one())


def test_made_up_people_are_offered_once_and_fill_the_pages(bot: Bot, owner: Visitor) -> None:
    assert "Make up 500 people" in text_of(owner.get("/"))
    assert owner.post("/demo").status_code == 303
    assert "500 people are being made up" in text_of(owner.get("/"))
    for _ in range(2):  # a double click
        bot.parts.workers.jobs[MAKE].do()
    assert count_people(bot) == 500
    assert "Make up 500 people" not in text_of(owner.get("/"))
    assert "made up people to try with" in text_of(owner.get("/audit"))
    assert "Calls started" in text_of(owner.get("/results"))


def test_made_up_people_are_for_who_may_change_lists(organizers: Organizers, bot: Bot) -> None:
    for role in ("captain", "viewer"):
        visitor = organizers.signed_in(role)
        assert "Make up" not in text_of(visitor.get("/"))
        assert visitor.post("/demo").status_code == 403


def test_made_up_people_are_never_made_beside_real_ones(live: Bot) -> None:
    live.parts.workers.jobs[MAKE].do()
    assert count_people(live) == 0
