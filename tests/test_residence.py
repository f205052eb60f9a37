"""What a supporter told of where they live: kept with the name of the lines it was told of, and not used for others."""

import pytest
from sqlalchemy import select, update

from bot.models import Supporter
from tests.conftest import Bot


@pytest.mark.parametrize(
    ("lines", "asked"),
    [
        pytest.param("2024 state legislative", False, id="the same lines"),
        pytest.param("2022 state legislative", True, id="other lines"),
    ],
)
def test_district_chosen_by_name_counts_only_while_its_lines_are_in_force(bot: Bot, lines: str, asked: bool) -> None:
    phone = bot.phone()
    assert "1 Sen. Ali Rabe" in phone.text("TRUST 83702").text
    assert "Melissa Wintrow" in phone.text("2").text
    with bot.parts.database.write() as connection:
        chosen = connection.execute(select(Supporter.chosen_divisions)).scalar_one()
        assert set(chosen.values()) == {"2024 state legislative ocd-division/country:us/state:id/sldu:19"}
        then = {level: value.replace("2024 state legislative", lines) for level, value in chosen.items()}
        connection.execute(update(Supporter).values(chosen_divisions=then))
    heard = phone.text("LIST").text
    assert ("1 Sen. Ali Rabe" in heard, "Melissa Wintrow 208" in heard) == (asked, not asked)
