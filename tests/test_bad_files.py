"""One unfinished file takes nothing else away: every kind of file that people write, broken, at a start, in a command, while
serving; one at a time and all together."""

import json
import shutil
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from bot import create_app
from bot.broadcasts import lifecycle
from bot.broadcasts.lifecycle import Draft
from bot.config import Settings
from bot.officials.local.ward_boundaries import WardBoundaries, make_features, version_of, write_boundaries
from bot.runtime import KEY
from tests.campaign_files import spoiled
from tests.conftest import ROOT, Bot, Clock, Start, starting
from tests.country import country, shipped
from tests.databases import empty_database
from tests.test_data_takeover import until
from tests.test_setup import flask, serving

DRAFT = "keyword: PARKS\nstate: draft\n"
PARKS = spoiled(("keyword: TREES", "keyword: PARKS"), ("[ARBOLES]", "[PARQUES]"))
MAYOR = "mayor:ocd-division/country:us/state:wa/place:tacoma"
WHY = "who: Ana, when: 2026-11-22, why: seen, source: the city's page"
COLUMNS = "role\tdivision\tplace\tward\tzips\ttitle\ttitle_es\tname\tphone\tterm_end\tsource\tas_of"


def council(place: str = "tacoma", name: str = "Ada Moss", as_of: str = "2026-11-20", role: str = "council") -> str:
    """A list with one member of a town's council, as it is kept."""
    division = f"ocd-division/country:us/state:wa/place:{place}"
    row = (role, division, place.title(), "", "", "Council Member", "", name, "+12535550111", "2027-12-31", "the page", as_of)
    return COLUMNS + "\n" + "\t".join(row) + "\n"


FEATURES = make_features({"1": [[[(-122.5, 47.2), (-122.4, 47.2), (-122.4, 47.3), (-122.5, 47.2)]]]})
WARDS = WardBoundaries(
    name="wards",
    role="council",
    division="ocd-division/country:us/state:wa/place:tacoma",
    place="Tacoma",
    label="WARD",
    imported=date(2026, 11, 20),
    wards=("1",),
    box=(-122.5, 47.2, -122.4, 47.3),
    features=FEATURES,
    version=version_of(FEATURES),
)


@pytest.fixture(scope="module")
def tables(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The tables of a small country."""
    return shipped(tmp_path_factory.mktemp("country"), country())


@dataclass
class Place:
    """The folders of one installation, in which everything is right until a test spoils something."""

    folder: Path

    @property
    def settings(self) -> dict[str, Path]:
        return {"data_dir": self.folder / "data", "flows_dir": self.folder / "flows", "instance_dir": self.folder / "instance"}

    @property
    def environment(self) -> dict[str, str]:
        return {name.upper(): str(value) for name, value in self.settings.items() if name != "instance_dir"}

    def put(self, path: str, content: "Content") -> None:
        """A file with this content; None: none at all, callable: of what is there."""
        file = self.folder / path
        file.parent.mkdir(parents=True, exist_ok=True)
        if callable(content):
            content = content(file.read_text())
        if content is None:
            file.unlink()
        elif content == FOLDER:
            file.unlink(missing_ok=True)
            file.mkdir()
        else:
            file.write_bytes(content if isinstance(content, bytes) else content.encode())

    def text(self, path: str) -> str:
        return (self.folder / path).read_text()


# Ten times ten times ten, and so on, parts out of a dozen lines.
BOMB = "a0: &a0 [x]\n" + "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]\n" for n in range(1, 12))
Content = str | bytes | None | Callable[[str], str]
FOLDER = "(a folder in place of a file)"


@pytest.fixture
def place(tables: Path, tmp_path: Path) -> Place:
    data = tmp_path / "place" / "data"
    data.mkdir(parents=True)
    for table in tables.glob("*.tsv"):
        (data / table.name).symlink_to(table)
    shutil.copytree(ROOT / "data" / "campaigns", data / "campaigns")
    shutil.copytree(ROOT / "flows", tmp_path / "place" / "flows")
    (data / "overrides.yaml").write_text(f"- {{ids: [{MAYOR}], set: {{phone: 253-591-5100}}, {WHY}}}\n")
    found = Place(tmp_path / "place")
    found.put("instance/local/council.tsv", council())
    write_boundaries(tmp_path / "place" / "instance" / "local", WARDS)
    return found


@pytest.fixture
def serve(place: Place, tmp_path: Path) -> Iterator[Callable[[], Bot]]:
    """Starts the bot anew, as a server does."""
    with empty_database("sqlite", tmp_path) as url, starting(url, tmp_path) as start:
        yield lambda: served(start, place)


def served(start: Start, place: Place) -> Bot:
    bot = start(**place.settings)
    bot.parts.files.keep(bot.clock())
    return bot


def ready(bot: Bot) -> tuple[int, dict[str, Any]]:
    answered = bot.app.test_client().get("/readyz")
    return answered.status_code, answered.get_json()


def flagged(bot: Bot) -> list[str]:
    """The files that /readyz names."""
    status, said = ready(bot)
    assert status == 200
    assert said["status"] == ("ok" if said["files"] == "ok" else "degraded")
    return [] if said["files"] == "ok" else sorted(line.split(",")[0].split(":")[0] for line in said["files"])


def command(bot: Bot, *arguments: str) -> tuple[int, str, str]:
    result = bot.app.test_cli_runner().invoke(args=arguments)
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.stdout, result.stderr


def alert(bot: Bot, campaign: str = "sanctuary") -> int:
    """An alert that is being sent."""
    now = bot.clock()
    with bot.parts.database.write() as connection:
        id = lifecycle.create_broadcast(
            connection,
            Draft(
                campaign=campaign,
                audience_filter={},
                texts={"en": "Come."},
                expires_at=now.replace(year=2027),
                fallbacks={},
                starts_at=None,
            ),
            now,
        )
        lifecycle.start_broadcast(connection, id, now)
    return int(id)


def everything_else_works(bot: Bot) -> None:
    """Texts, calls, and the commands that a broken file has nothing to do with."""
    assert "Ana Ruiz" in str(bot.phone().text("SANCTUARY 98402"))
    assert bot.phone().dial().said
    id = alert(bot)
    assert command(bot, "broadcast", "list")[0] == 0
    assert command(bot, "broadcast", "pause", str(id))[:2] == (0, f"Broadcast {id} paused\n")
    assert "sanctuary" in command(bot, "campaigns", "list")[1]
    assert "Ada Moss" in command(bot, "officials", "find", "98402")[1]


# Where, what is written there, and the command that says what is wrong with it.
BAD = [
    pytest.param("data/campaigns/parks.yaml", DRAFT, "campaigns check", id="a draft of a campaign"),
    pytest.param("data/campaigns/parks.yaml", "", "campaigns check", id="an empty campaign"),
    pytest.param("data/campaigns/parks.yaml", b"\xff\xfe\x00", "campaigns check", id="a campaign that is no text"),
    pytest.param("data/campaigns/parks.yaml", FOLDER, "campaigns check", id="a folder for a campaign"),
    pytest.param("data/campaigns/parks.yaml", "a: &a [*a, {b: [", "campaigns check", id="a campaign that is no YAML"),
    pytest.param("data/campaigns/parks.yaml", r'a: "\UFFFFFFFF"', "campaigns check",
                 id="a campaign with an escape of no number"),
    pytest.param("data/campaigns/parks.yaml", r'a: "\U00110000"', "campaigns check",
                 id="a campaign with an escape of no character"),
    pytest.param("data/campaigns/parks.yaml", "keyword: [{}]\nwords: {en: 3}\nstances: {a: b}\n", "campaigns check",
                 id="a campaign of other shapes"),
    pytest.param("data/campaigns/parks.yaml", spoiled(("keyword: TREES", "keyword: SANCTUARY")), "campaigns check",
                 id="a campaign with another's keyword"),
    pytest.param("data/campaigns/Our Parks.yaml", PARKS, "campaigns check", id="a campaign whose name is no address"),
    pytest.param("data/campaigns/sanctuary.yml", PARKS, "campaigns check", id="a campaign with another's id"),
    pytest.param("data/campaigns/sanctuary.yaml", DRAFT, "campaigns check", id="a live campaign cut down to a draft"),
    pytest.param("data/campaigns/sanctuary.yaml", lambda text: text[: len(text) // 2], "campaigns check",
                 id="a live campaign cut short"),
    pytest.param("data/campaigns/sanctuary.yaml", FOLDER, "campaigns check", id="a folder for a live campaign"),
    pytest.param("flows/survey.yaml", "channels: [sms]\n", "flows check", id="a draft of a flow"),
    pytest.param("flows/survey.yaml", "nodes: {a: [1], b: {reads: [x], on: {1: {}}}}\nwords: {w: {reads: [a], to: 1}}\n",
                 "flows check", id="a flow of other shapes"),
    pytest.param("flows/survey.yaml", BOMB, "flows check", id="a flow that would fill any memory"),
    pytest.param("flows/text.yaml", "[{", "flows check", id="a flow that is no YAML"),
    pytest.param("flows/text.yaml", None, "flows check", id="a flow that is gone"),
    pytest.param("flows/call.yaml", b"\xff", "flows check", id="a flow that is no text"),
    pytest.param("flows/call.yaml", FOLDER, "flows check", id="a folder for a flow"),
    pytest.param("flows/place.yaml", lambda text: text.replace("end: found", "end: done"), "flows check",
                 id="a flow that fits no other any more"),
    pytest.param("flows/text.yaml", lambda text: text.replace("stranger: stranger", "stranger: nowhere"), "flows check",
                 id="a flow that leads nowhere"),
    pytest.param("instance/local/mayors.tsv", "<html>", "officials lists", id="a list that is none"),
    pytest.param("instance/local/council.tsv", lambda text: text[:-1], "officials lists", id="a list cut short"),
    pytest.param("instance/local/council.tsv", b"\xff\x00", "officials lists", id="a list that is no text"),
    pytest.param("instance/local/zcouncil.tsv", council(name="Bo Wrong", as_of="2026-11-22"), "officials lists",
                 id="a second list for one office"),
    pytest.param("instance/local/acouncil.tsv", council(name="Bo Wrong"), "officials lists",
                 id="a second list that comes first by its name"),
    pytest.param("instance/local/mayors.csv", "place,role\n", "officials lists", id="a list that was not imported"),
    pytest.param("instance/local/corrections.yaml", "[{", "officials corrections", id="corrections that are no YAML"),
    pytest.param("instance/local/corrections.yaml", b"\xff", "officials corrections", id="corrections that are no text"),
    pytest.param("instance/local/corrections.yaml", "3\n", "officials corrections", id="corrections that are no list"),
    pytest.param("instance/local/corrections.yaml", FOLDER, "officials corrections", id="a folder for corrections"),
    pytest.param("instance/local/corrections.yaml", "- {ids: [x], set: {phone: 911}}\n", "officials corrections",
                 id="a correction without a reason"),
    pytest.param("instance/local/wards.geojson", lambda text: text.replace("-122.4,", "-122.3,"), "officials boundaries",
                 id="boundaries with another border"),
    pytest.param("instance/local/wards.geojson", lambda text: text.replace("tacoma", "fife"), "officials boundaries",
                 id="boundaries of another city"),
    pytest.param("instance/local/wards.geojson", lambda text: text[: len(text) // 2], "officials boundaries",
                 id="boundaries cut short"),
    pytest.param("instance/local/wards.geojson", "", "officials boundaries", id="no boundaries in it"),
    pytest.param("instance/local/wards.geojson", b"\xff\x00", "officials boundaries", id="boundaries that are no text"),
    pytest.param("instance/local/wards.geojson", FOLDER, "officials boundaries", id="a folder for boundaries"),
    pytest.param("instance/local/wards.geojson", "[" * 100_000, "officials boundaries", id="lists in lists without end"),
    pytest.param("instance/local/wards.geojson", '{"bbox": [1, 2, 3, 4], "patchline": {"wards": 3}, "features": [\n]}\n',
                 "officials boundaries", id="boundaries of other shapes"),
    pytest.param("instance/local/city.geojson", '{"type": "FeatureCollection", "features": []}', "officials boundaries",
                 id="boundaries that were not imported"),
    pytest.param("data/overrides.yaml", "[{", "data check", id="overrides that are no YAML"),
    pytest.param("data/overrides.yaml", f"- {{ids: [nobody], set: {{drop: true}}, {WHY}}}\n", "data check",
                 id="an override of nobody"),
    pytest.param("data/overrides.yaml", "- 3\n- {ids: {a: b}, set: 3}\n", "data check", id="overrides of other shapes"),
]  # fmt: skip


@pytest.mark.parametrize(("path", "content", "check"), BAD)
def test_bad_file_takes_nothing_else_away(
    place: Place, serve: Callable[[], Bot], capfd: pytest.CaptureFixture[str], path: str, content: Content, check: str
) -> None:
    name = path.rpartition("/")[2]
    bot = serve()
    place.put(path, content)
    # While serving.
    if path != "data/overrides.yaml":  # comes with the tables, and is read with them
        until(lambda: name in flagged(bot))
    everything_else_works(bot)
    # At a start.
    capfd.readouterr()
    bot = serve()
    lines = [json.loads(line) for line in capfd.readouterr().err.splitlines() if line.startswith("{")]
    logged = [line for line in lines if line["event"] == "file_not_used"]
    assert name in [line["file"] for line in logged] and all(line["problem"] for line in logged)
    assert name in flagged(bot)
    everything_else_works(bot)
    # In a command.
    status, _, told = command(bot, *check.split())
    assert status == 1 and name.removesuffix(".yaml") in told


def test_all_bad_files_together_take_nothing_else_away(place: Place, serve: Callable[[], Bot]) -> None:
    bot = serve()
    names = set()
    for case in BAD:
        path, content, _ = case.values
        assert isinstance(path, str)
        target = place.folder / path
        if target.is_dir() or (callable(content) and path in names) or (content is None and not target.exists()):
            continue
        place.put(path, content)  # type: ignore[arg-type]
        names.add(path)
    everything_else_works(bot)
    again = serve()
    everything_else_works(again)
    assert {path.rpartition("/")[2] for path in names} <= {*flagged(again)}
    for check in {str(case.values[2]) for case in BAD}:
        assert command(again, *check.split())[0] == 1


def test_file_that_is_mended_serves_again(place: Place, serve: Callable[[], Bot]) -> None:
    serve()
    place.put("data/campaigns/parks.yaml", DRAFT)
    assert flagged(serve()) == ["parks.yaml"]
    place.put("data/campaigns/parks.yaml", PARKS)
    bot = serve()
    assert flagged(bot) == [] and "ZIP" in str(bot.phone().text("PARKS"))


# --- The last good version ----------------------------------------------------------------------------------------------


def test_last_good_version_of_a_campaign_serves_on_each_database(place: Place, start: Start) -> None:
    served(start, place)
    changed = place.text("data/campaigns/trust-act.yaml").replace("keyword: TRUST", "keyword: TRUSTED", 1)
    place.put("data/campaigns/trust-act.yaml", changed)
    served(start, place)
    for _ in range(2):
        place.put("data/campaigns/trust-act.yaml", DRAFT)
        bot = served(start, place)
        assert bot.parts.campaigns.get("trust-act") is not None
        assert "ZIP" in str(bot.phone().text("TRUSTED"))
    (fault,) = ready(bot)[1]["files"]
    assert fault == "trust-act.yaml: cannot be used as it is, its last good version serves; run: flask campaigns check"


def test_campaign_whose_file_is_deleted_has_ended(place: Place, serve: Callable[[], Bot]) -> None:
    serve()
    place.put("data/campaigns/trust-act.yaml", None)
    assert flagged(serve()) == []
    place.put("data/campaigns/trust-act.yaml", DRAFT)
    bot = serve()
    assert bot.parts.campaigns.get("trust-act") is None and flagged(bot) == ["trust-act.yaml"]


def test_campaigns_whose_folder_is_not_there_go_on(place: Place, serve: Callable[[], Bot]) -> None:
    serve()
    campaigns = place.folder / "data" / "campaigns"
    campaigns.rename(place.folder / "elsewhere")
    for _ in range(2):
        bot = serve()
        assert flagged(bot) == ["campaigns"]
        everything_else_works(bot)
    (place.folder / "elsewhere").rename(campaigns)
    assert flagged(serve()) == []


CLASHES = [
    pytest.param({"aparks.yaml": PARKS}, {"parks.yaml": PARKS}, "aparks", "parks.yaml", id="a newcomer later by name"),
    pytest.param({"parks.yaml": PARKS}, {"aparks.yaml": PARKS}, "parks", "aparks.yaml", id="a newcomer earlier by name"),
    pytest.param({"parks.yml": PARKS}, {"parks.yaml": PARKS + "\n"}, "parks", "parks.yaml", id="two files of one id"),
    pytest.param({"parks.yaml": PARKS}, {"parks.yml": PARKS + "\n"}, "parks", "parks.yml", id="a second file of its id"),
    pytest.param({}, {"aparks.yaml": PARKS.replace("state: live", "state: draft"), "parks.yaml": PARKS}, "parks",
                 "aparks.yaml", id="two newcomers, one of them live"),
    pytest.param({}, {"aparks.yaml": PARKS, "parks.yaml": PARKS}, "aparks", "parks.yaml", id="two newcomers"),
]  # fmt: skip


@pytest.mark.parametrize(("before", "after", "serves", "loses"), CLASHES)
def test_of_two_campaigns_that_clash_the_one_serves_that_served_before(
    place: Place, serve: Callable[[], Bot], before: Mapping[str, str], after: Mapping[str, str], serves: str, loses: str
) -> None:
    for files in (before, after):
        for name, content in files.items():
            place.put(f"data/campaigns/{name}", content)
        bot = serve()
    found = bot.parts.campaigns.by_keyword("PARKS")
    assert found is not None and found.id == serves and flagged(bot) == [loses]
    told = command(bot, "campaigns", "check")[2]
    assert " already; " in told or "has the same id as" in told


def test_campaign_that_claims_anothers_keyword_goes_on_as_it_was(place: Place, serve: Callable[[], Bot]) -> None:
    place.put("data/campaigns/parks.yaml", PARKS)
    serve()
    place.put("data/campaigns/parks.yaml", PARKS.replace("keyword: PARKS", "keyword: SANCTUARY"))
    bot = serve()
    assert bot.parts.campaigns.by_keyword("SANCTUARY").id == "sanctuary"  # type: ignore[union-attr]
    assert bot.parts.campaigns.by_keyword("PARKS").id == "parks"  # type: ignore[union-attr]
    assert flagged(bot) == ["parks.yaml"]


# --- Flows of which no good version is known ----------------------------------------------------------------------------


def test_flow_without_a_good_version_answers_with_an_apology(place: Place, serve: Callable[[], Bot]) -> None:
    place.put("flows/text.yaml", "[{")
    bot = serve()
    phone = bot.phone()
    for said in ("hello", "SANCTUARY 98402", "hello"):
        assert "we are sorry" in str(phone.text(said)), said
    assert "something is broken on our side" in str(phone.text("HELP"))
    assert "unsubscribed" in str(phone.text("STOP"))
    assert "asked for no texts" in str(phone.text("hello"))
    assert "welcome back" in str(phone.text("START"))
    assert "erased" in str(phone.forget())
    assert "this is Patchline" in phone.dial().text and "sorry" not in phone.dial().text, "calls have a flow of their own"
    assert flagged(bot) == ["text.yaml"]
    id = alert(bot)
    assert command(bot, "broadcast", "pause", str(id))[0] == 0


def test_call_without_a_flow_hears_an_apology(place: Place, serve: Callable[[], Bot]) -> None:
    place.put("flows/call.yaml", "[{")
    bot = serve()
    assert "We are sorry" in str(bot.phone().dial())
    assert "Ana Ruiz" in str(bot.phone().text("SANCTUARY 98402"))


@pytest.mark.parametrize("gone", ["place.yaml", "*.yaml"])
def test_flows_without_what_they_go_to_apologise(place: Place, serve: Callable[[], Bot], gone: str) -> None:
    for path in (place.folder / "flows").glob(gone):
        path.unlink()
    bot = serve()
    assert "we are sorry" in str(bot.phone().text("SANCTUARY"))
    assert "We are sorry" in str(bot.phone().dial())
    assert "unsubscribed" in str(bot.phone().text("STOP"))


# --- Never a wrong official ---------------------------------------------------------------------------------------------


def correction(ids: str, change: str, why: str = WHY) -> str:
    return f"- {{ids: [{ids}], set: {{{change}}}, {why}}}\n"


RIGHT = correction(MAYOR, "name: Bea Cole")
NEVER = [
    pytest.param(RIGHT, "[{", "Bea Cole", id="no YAML any more: the last good version"),
    pytest.param(RIGHT, correction(MAYOR, "name: 7"), "", id="a bad entry: nobody"),
    pytest.param(RIGHT, RIGHT.replace("who: Ana, ", ""), "", id="an entry without a reason: nobody"),
    pytest.param("", correction(MAYOR, "name: Bea Cole") + "- [", "", id="never good: nobody"),
    pytest.param("", RIGHT + correction("x", "phone: 911"), "Bea Cole", id="a bad entry about somebody else"),
    pytest.param("", RIGHT + correction("x", "term_end: 2026-02-30"), "Bea Cole", id="a day that is in no month, elsewhere"),
    pytest.param("", RIGHT + "- &a {ids: [x], set: {drop: true}, more: *a}\n", "Bea Cole", id="an alias elsewhere"),
    pytest.param(RIGHT, f"# {RIGHT}", "Ana Ruiz", id="taken out by a comment"),
]


@pytest.mark.parametrize("path", ["instance/local/corrections.yaml", "data/overrides.yaml"])
@pytest.mark.parametrize(("before", "after", "named"), NEVER)
def test_broken_correction_never_offers_whom_it_corrects(
    place: Place, serve: Callable[[], Bot], path: str, before: str, after: str, named: str
) -> None:
    if before:
        place.put(path, before)
        assert "Bea Cole" in command(serve(), "officials", "find", "98402", "--role", "mayor")[1]
    else:
        place.put(path, "")
    place.put(path, after)
    found = command(serve(), "officials", "find", "98402", "--role", "mayor")[1]
    assert (named or "nobody on record") in found
    assert "Ana Ruiz" not in found or named == "Ana Ruiz"


def test_list_that_is_broken_never_offers_whom_it_replaced(place: Place, serve: Callable[[], Bot]) -> None:
    """The tables know another mayor; the list, where no good version of it is known, is the better knowledge all the same."""
    place.put("instance/local/mayors.tsv", council(name="Bea Cole", role="mayor")[:-1])
    found = command(serve(), "officials", "find", "98402", "--role", "mayor")[1]
    assert "nobody on record" in found and "Ana Ruiz" not in found
    place.put("instance/local/mayors.tsv", council(name="Bea Cole", role="mayor"))
    assert "Bea Cole" in command(serve(), "officials", "find", "98402", "--role", "mayor")[1]
    place.put("instance/local/mayors.tsv", "<html>")
    assert "Bea Cole" in command(serve(), "officials", "find", "98402", "--role", "mayor")[1]


def test_list_that_is_removed_is_never_brought_back(place: Place, serve: Callable[[], Bot]) -> None:
    serve()
    assert command(serve(), "officials", "remove", "council")[0] == 0
    serve()
    place.put("instance/local/council.tsv", "x")
    assert "Ada Moss" not in command(serve(), "officials", "find", "98402")[1]


def test_bad_list_keeps_no_other_from_being_imported(place: Place, serve: Callable[[], Bot]) -> None:
    place.put("instance/local/broken.tsv", "x")
    bot = serve()
    file = place.folder / "mayors.csv"
    file.write_text('place,role,name,phone,source\n"Tacoma, WA",mayor,Bea Cole,253-555-0111,the page\n')
    status, _, told = command(bot, "officials", "import", str(file))
    assert status == 0, told
    taken = command(bot, "officials", "import", str(file), "--name", "others")
    assert taken[0] == 1 and "is in the list mayors already" in taken[2]


# --- What is told -------------------------------------------------------------------------------------------------------


def test_log_of_a_bad_file_tells_no_number_and_no_address(
    place: Place, serve: Callable[[], Bot], capfd: pytest.CaptureFixture[str]
) -> None:
    secret = correction(MAYOR, "phone: 44 20 7946 0958 ana@example.org")
    place.put("instance/local/corrections.yaml", secret)
    bot = serve()
    said = capfd.readouterr().err + json.dumps(ready(bot)[1])
    assert "file_not_used" in said and "7946" not in said and "ana@" not in said
    assert "7946" in command(bot, "officials", "corrections")[2], "who asks at the terminal is told what is wrong"


def test_line_of_what_is_wrong_is_told(place: Place, serve: Callable[[], Bot]) -> None:
    place.put("data/campaigns/parks.yaml", PARKS.replace("state: live", "state: on"))
    place.put("instance/local/corrections.yaml", "# mind the gym\n" + correction(MAYOR, "phone: 911"))
    place.put("flows/survey.yaml", "channels: [sms]\n\tstarts: a\n")
    told = ready(serve())[1]["files"]
    assert [line.partition(": ")[0] for line in sorted(told)] == [
        "corrections.yaml, line 2",
        "parks.yaml, line 3",
        "survey.yaml, line 2",
    ]


# --- Processes of their own ---------------------------------------------------------------------------------------------


def started_anew(place: Place, arguments: str) -> tuple[int, str, str]:
    """A command of an application that starts on what is there now, as each `flask` does."""
    app = create_app(Settings.load(**place.settings))
    try:
        return command(Bot(app, Clock()), *arguments.split())
    finally:
        app.extensions[KEY].database.close()


def test_broken_campaign_stops_no_server_and_no_command(place: Place) -> None:
    instance, settings = place.folder / "instance", place.environment
    with serving(instance=instance, **settings) as server:
        assert json.loads(server.get("/readyz")[1])["status"] == "ok"
    place.put("data/campaigns/sanctuary.yaml", DRAFT)
    place.put("data/campaigns/parks.yaml", DRAFT)
    done = flask("officials", "find", "98402", instance=instance, **settings)
    assert done.returncode == 0, done.stderr
    for arguments in ("broadcast list", "campaigns list", "flows check"):
        assert started_anew(place, arguments)[0] == 0
    assert "there is no broadcast 1" in started_anew(place, "broadcast pause 1")[2]
    with serving("--workers", "2", instance=instance, **settings) as server:
        status, said = server.get("/readyz")
        assert (status, json.loads(said)["status"]) == (200, "degraded")
        assert "Ana Ruiz" in server.get("/c/sanctuary?zip=98402")[1]
        assert server.get("/c/parks")[0] == 404


def test_broken_tables_stop_servers_and_no_command_that_needs_none(place: Place) -> None:
    instance, settings = place.folder / "instance", place.environment
    assert started_anew(place, "migrate")[0] == 0
    (place.folder / "data" / "officials.tsv").unlink()
    (place.folder / "data" / "officials.tsv").write_text("<html>\n")
    listed = flask("broadcast", "list", instance=instance, **settings)
    assert listed.returncode == 0 and "no broadcasts yet" in listed.stdout
    served = flask("serve", instance=instance, **settings)
    assert served.returncode == 1 and "Traceback" not in served.stderr
    assert "officials.tsv: line 1: the columns are not" in served.stderr
    assert "there is no broadcast 1" in started_anew(place, "broadcast pause 1")[2]
    for arguments in ("officials find 98402", "data check", "worker"):
        status, _, said = started_anew(place, arguments)
        assert status == 1, arguments
        assert "officials.tsv: line 1: the columns are not" in said
