"""Commands where the database is not there, or has not the tables of this version: a line that says what to do."""

from pathlib import Path

import pytest

from bot import create_app
from bot.config import Settings

COMMANDS = [
    ("broadcast", "list"),
    ("broadcast", "pause", "1"),
    ("connections", "list"),
    ("contacts", "cancel", "1"),
    ("contacts", "import", "LIST", "--campaign", "SANCTUARY"),
    ("export", "supporters", "--to", "-", "--format", "csv"),
    ("jobs", "list"),
    ("messages", "list"),
    ("officials", "lines"),
    ("organizers", "list"),
    ("privacy", "erase"),
    ("privacy", "report"),
    ("results",),
    ("restore",),
    ("worker",),
]
AWAY = "postgresql://me:secret@127.0.0.1:1/none"


@pytest.mark.parametrize("command", COMMANDS, ids=" ".join)
@pytest.mark.parametrize("is_away", [True, False], ids=["away", "without tables"])
def test_commands_say_what_the_database_lacks(command: tuple[str, ...], is_away: bool, tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_text("phone,language,zip,source,consented_at\n253-555-0142,English,98402,fair,2026-10-02\n")
    (tmp_path / "stops.log").touch()
    address = AWAY if is_away else f"sqlite:///{tmp_path / 'empty.db'}"
    app = create_app(Settings.load(database_url=address, instance_dir=tmp_path))
    arguments = [str(people) if word == "LIST" else word for word in command]
    result = app.test_cli_runner().invoke(args=arguments)
    assert result.exit_code == 1, result.output
    *_, said = result.stderr.splitlines()
    told = "Error: the database does not answer (" if is_away else "Error: the database's tables are at version none"
    assert said.startswith(told), result.stderr
    assert ("mend DATABASE_URL" if is_away else "`flask migrate`") in said
    assert "secret" not in result.output
