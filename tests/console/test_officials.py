"""The pages about officials: found as the bot finds them, corrected, their lines and terms, lists, and the data's age."""

import io
import json
import re
import sys
from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from html import unescape
from pathlib import Path

import pytest
from sqlalchemy import insert, text

from bot.accounts.roles import Role
from bot.civic_data.asked_updates import UPDATE_NOW, do_update
from bot.civic_data.update_process import LEASE, update_apart
from bot.locale.console_phrases import console_catalogue
from bot.models import Call, FullMailbox, LineReport
from bot.officials.local.correction_file import corrections_path
from bot.officials.local.local_lists import list_names
from bot.officials.overrides import read_overrides
from tests.conftest import ONE_DATABASE, Bot, Start, starting
from tests.console.conftest import Organizers, Visitor, text_of
from tests.databases import empty_database
from tests.geocoder import AUSTIN
from tests.geocoder import geocoder as listening_geocoder
from tests.test_lists_of_cities import REFUSED
from tests.test_local_lists import BAD_ROWS, FILES, ROW, TOGETHER, WARNINGS, table

IBSEN = "ocd-person/176cd78c-9701-4b95-a626-1ea91ecaedae"
CITY_HALL, GOVERNOR = "+12535915100", "+13609024111"
SOURCE = {"source": "told by the clerk's office"}
one_database = pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bot]:
    folder = tmp_path_factory.mktemp("officials")
    with empty_database("sqlite", folder) as url, starting(url, folder) as start:
        yield start()


@pytest.fixture
def office(kept: Bot) -> Bot:
    """A bot whose lists and corrections a test may change: it begins with none."""
    for path in (local(kept)).glob("*"):
        path.unlink()
    with kept.parts.database.write() as connection:
        for name in ("organizers", "audit_entries", "table_updates"):
            connection.execute(text(f"DELETE FROM {name}"))
    return kept


def local(bot: Bot) -> Path:
    return bot.parts.settings.instance_dir / "local"


@pytest.fixture
def ana(office: Bot) -> Visitor:
    return Organizers(office).signed_in("organizer", "Ana")


def acts(bot: Bot) -> list[tuple[str, str, str, str]]:
    """What stands in the log besides signing in."""
    query = "SELECT act, thing, before, after FROM audit_entries WHERE act != 'signed_in' ORDER BY id"
    with bot.parts.database.read() as connection:
        return [tuple(row) for row in connection.execute(text(query))]  # type: ignore[misc]


# --- Find --------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        pytest.param(
            "zip=98402", ["98402 Tacoma, WA", "Mayor Anders Ibsen", "253-591-5100", "the ZIP alone settles it"], id="a ZIP"
        ),
        pytest.param("zip=98402-1234", ["Mayor Anders Ibsen"], id="nine digits"),
        pytest.param("zip=98402&campaign=sanctuary", ["Governor Bob Ferguson"], id="for a campaign"),
        pytest.param("zip=20001", ["Nobody is elected to this office there."], id="an office that a place has not"),
        pytest.param("zip=98402&on=2027-02-01", ["Who sits there now is not known"], id="on a day to come"),
        pytest.param("zip=00000", ["There is no such ZIP in use."], id="no ZIP in use"),
        pytest.param("zip=98402&on=2027-02-30", ["Mayor Anders Ibsen"], id="a day that is none is today"),
        pytest.param("zip=98402&told=nonsense&told=cd=%3Cscript%3E&at=x", ["Mayor Anders Ibsen"], id="answers that are none"),
    ],
)
@one_database
def test_find_shows_what_the_bot_finds(owner: Visitor, query: str, shown: list[str]) -> None:
    answer = owner.get(f"/officials?{query}")
    assert answer.status_code == 200
    for words in shown:
        assert words in text_of(answer)


@one_database
def test_find_shows_everybody_whom_the_command_names(bot: Bot, owner: Visitor) -> None:
    for zip in ("98402", "60629", "83843"):
        printed = bot.app.test_cli_runner().invoke(args=["officials", "find", zip, "--json"]).stdout
        found = [official for target in json.loads(printed)["targets"] for official in target["officials"]]
        page = text_of(owner.get(f"/officials?zip={zip}"))
        assert [each["name"] for each in found if each["name"] and each["name"] not in page.replace("&#39;", "'")] == []
        assert [target["role"] for target in json.loads(printed)["targets"]]


@one_database
def test_find_asks_what_is_open_and_takes_the_answer(owner: Visitor) -> None:
    page = owner.get("/officials?zip=83843&campaign=sanctuary").get_data(as_text=True)
    assert "would be asked about" in owner.get("/officials?zip=60629").get_data(as_text=True) or "told=" in page


@one_database
def test_find_says_what_is_no_zip(owner: Visitor) -> None:
    answer = owner.get("/officials?zip=<script>")
    assert answer.status_code == 422
    assert "Write five digits" in text_of(answer) and "<script>" not in answer.get_data(as_text=True)


def test_address_is_looked_up_and_stands_in_no_address(start: Start) -> None:
    with listening_geocoder() as stand_in:
        bot = start(geocoder="census", geocoder_url=stand_in.url)
        ana = Organizers(bot).signed_in("organizer", "Ana")
        assert "Look up a street address" in text_of(ana.get("/officials?zip=78701"))
        answer = ana.post("/officials", {"zip": "78701", "address": AUSTIN})
        assert answer.status_code == 200
        assert "by street address" in text_of(answer) and "Congress Ave" not in answer.get_data(as_text=True).replace(
            "Like 1100 Congress Ave", ""
        )
        wrong = ana.post("/officials", {"zip": "78701", "address": "no house"})
        assert wrong.status_code == 422 and "no house number" in text_of(wrong)


# --- One official ------------------------------------------------------------------------------------------------------------


def called(bot: Bot, line: str, official: str, *statuses: str) -> None:
    with bot.parts.database.write() as connection:
        for minutes, status in enumerate(statuses):
            at = bot.clock.now - timedelta(minutes=minutes)
            row = {"campaign": "sanctuary", "official": official, "line": line, "status": status, "at": at}
            connection.execute(insert(Call).values(**row))


def reported(bot: Bot, line: str, official: str, people: int) -> None:
    with bot.parts.database.write() as connection:
        for person in range(people):
            row = {"line": line, "official": official, "person": bytes([person]), "at": bot.clock.now}
            connection.execute(insert(LineReport).values(**row))


def test_official_has_lines_with_their_health_and_counts(bot: Bot, owner: Visitor) -> None:
    called(bot, CITY_HALL, IBSEN, "failed", "failed", "failed", "answered", "busy")
    page = text_of(owner.get(f"/officials/who/{IBSEN}"))
    assert "Mayor Anders Ibsen" in page and "Tacoma, WA" in page
    assert "Calls fail. Not offered until" in page
    assert "5: 1 answered, 1 busy, 0 no answer, 3 failed" in page


@pytest.mark.parametrize("id", ["nobody", "ocd-person/", "mayor:nowhere", "%3Cscript%3E", "../../etc/passwd", "x" * 3000])
@one_database
def test_official_who_is_not_there_is_no_page(owner: Visitor, id: str) -> None:
    assert owner.get(f"/officials/who/{id}").status_code == 404


SUCCESSOR = {"what": "successor", "successor": "Bea Cole"}
NO_NUMBER = "no US number we may call"
CORRECTIONS = [
    pytest.param({"what": "phone", "phone": "(253) 591-5101"}, "253-591-5101", "253-591-5100", id="a number"),
    pytest.param({"what": "phone", "phone": "253-591-5101 ext. 4"}, "253-591-5101 ext. 4", "", id="with an extension"),
    pytest.param({"what": "not_theirs", "line": CITY_HALL}, "No number is known", "253-591-5100", id="a number not theirs"),
    pytest.param({"what": "name", "name": "Anders J. Ibsen"}, "Mayor Anders J. Ibsen", "Anders Ibsen", id="a name"),
    pytest.param({"what": "name", "name": "=cmd|' <b>ü</b>"}, "Mayor =cmd|&#39; &lt;b&gt;ü", "Ibsen", id="a hostile name"),
    pytest.param({"what": "vacant"}, "vacant", "Anders Ibsen", id="a vacancy"),
    pytest.param({**SUCCESSOR, "gender": "f", "term_end": "2029-12-31"}, "Mayor Bea Cole", "Ibsen", id="a successor"),
]  # fmt: skip


@pytest.mark.parametrize(("fields", "shown", "gone"), CORRECTIONS)
def test_correction_holds_and_is_undone(
    start: Start, database_url: str, fields: dict[str, object], shown: str, gone: str
) -> None:
    bot = start()
    ana = Organizers(bot).signed_in("organizer", "Ana")
    answer = ana.post(f"/officials/correct/{IBSEN}", {**fields, **SOURCE})
    assert answer.status_code == 303
    page = text_of(ana.get(f"/officials/who/{IBSEN}"))
    assert "Corrected. All running processes" in page and "Ana, 2026-11-23" in page and SOURCE["source"].split("'")[0] in page
    assert [(act, thing) for act, thing, _, _ in acts(bot)] == [("official_corrected", f"official {IBSEN}")]

    other = Organizers(start())
    found = other.signed_in("viewer").get("/officials?zip=98402").get_data(as_text=True)
    mayor = found.partition(IBSEN)[2].partition("</li>\n    <li>")[0]
    assert shown in mayor and (not gone or gone not in mayor)
    assert IBSEN in text_of(ana.get("/officials/corrections"))
    assert ana.post("/officials/uncorrect", {"id": IBSEN}).status_code == 303
    assert not read_overrides(corrections_path(local(bot)))
    assert acts(bot)[-1][:2] == ("correction_undone", f"official {IBSEN}")
    assert ana.post("/officials/uncorrect", {"id": IBSEN}).status_code == 404


def test_successor_ends_a_vacancy(office: Bot, ana: Visitor, start: Start) -> None:
    ana.post(f"/officials/correct/{IBSEN}", {"what": "vacant", **SOURCE})
    ana.post(f"/officials/correct/{IBSEN}", {"what": "successor", "successor": "Bea Cole", **SOURCE})
    made = read_overrides(corrections_path(local(office)))
    assert [override.changes.given() for override in made] == [{"name": "Bea Cole", "party": "", "gender": "", "seat": ""}]


@pytest.mark.parametrize(
    ("fields", "status", "said"),
    [
        pytest.param({"what": "phone", "phone": "911", **SOURCE}, 422, NO_NUMBER, id="a number that none may call"),
        pytest.param({"what": "phone", "phone": "900-555-0100", **SOURCE}, 422, NO_NUMBER, id="a costly number"),
        pytest.param({"what": "phone", "phone": "", **SOURCE}, 422, NO_NUMBER, id="no number"),
        pytest.param({"what": "phone", "phone": "253-591-5101"}, 422, "Say where this can be looked up", id="no source"),
        pytest.param({"what": "phone", "phone": "253-591-5101", "source": "x" * 2000}, 422, "Say where", id="a long source"),
        pytest.param({"what": "not_theirs", "line": GOVERNOR, **SOURCE}, 422, "Choose one of", id="another's line"),
        pytest.param({"what": "name", "name": " ", **SOURCE}, 422, "Write a name", id="no name"),
        pytest.param({"what": "name", "name": "x" * 10_000, **SOURCE}, 422, "Write a name", id="a long name"),
        pytest.param({**SUCCESSOR, "term_end": "2026-02-30", **SOURCE}, 422, "no day in question", id="no such day"),
        pytest.param({**SUCCESSOR, "term_end": "2026-01-01", **SOURCE}, 422, "Say when the new one", id="a day gone by"),
        pytest.param({"what": "successor", "successor": "B", "gender": "x", **SOURCE}, 400, "", id="a gender that is none"),
        pytest.param({"what": "drop", **SOURCE}, 400, "", id="what no form offers"),
        pytest.param({}, 400, "", id="nothing"),
    ],
)  # fmt: skip
def test_correction_that_cannot_be_changes_nothing(
    office: Bot, ana: Visitor, fields: dict[str, object], status: int, said: str
) -> None:
    answer = ana.post(f"/officials/correct/{IBSEN}", fields)
    assert answer.status_code == status
    assert said in text_of(answer)
    assert not corrections_path(local(office)).exists() and acts(office) == []


def test_two_corrections_at_one_moment_both_stay(office: Bot, ana: Visitor) -> None:
    """Also where the file was broken by hand, nothing is lost: the page says so instead."""
    for phone in ("253-591-5101", "253-591-5102"):
        assert ana.post(f"/officials/correct/{IBSEN}", {"what": "phone", "phone": phone, **SOURCE}).status_code == 303
    assert len(read_overrides(corrections_path(local(office)))) == 1, "the later one of a column takes the place"
    corrections_path(local(office)).write_text("- ids: [")
    answer = ana.post(f"/officials/correct/{IBSEN}", {"what": "phone", "phone": "253-591-5103", **SOURCE})
    assert answer.status_code == 422 and "corrections.yaml" in text_of(answer)
    assert corrections_path(local(office)).read_text() == "- ids: ["
    assert "corrections.yaml" in text_of(ana.get("/officials/corrections"))
    assert len(acts(office)) == 2


@pytest.mark.parametrize("role", ["captain", "viewer"])
@one_database
def test_captains_and_viewers_see_no_form(organizers: Organizers, role: Role) -> None:
    visitor = organizers.signed_in(role)
    for path in (
        f"/officials/who/{IBSEN}",
        "/officials/lines",
        "/officials/lists",
        "/officials/tables",
        "/officials/corrections",
    ):
        page = visitor.get(path).get_data(as_text=True)
        assert "/officials/" in page and page.count('method="post"') == 1, f"{path}: only signing out"


# --- Lines -------------------------------------------------------------------------------------------------------------------


def test_lines_that_need_a_look_are_found_by_what_is_wrong(bot: Bot, owner: Visitor) -> None:
    called(bot, CITY_HALL, IBSEN, "failed", "failed", "failed")
    called(bot, GOVERNOR, "x", "failed", "answered")
    reported(bot, "2535550123x4", IBSEN, 2)
    with bot.parts.database.write() as connection:
        at = bot.clock.now
        connection.execute(insert(FullMailbox).values(line="+12022243441", official="x", at=at))
        connection.execute(insert(FullMailbox).values(line="+12022242621", official="x", at=at - timedelta(days=2)))

    def lines(trouble: str = "") -> str:
        return text_of(owner.get(f"/officials/lines?trouble={trouble}"))

    everything = lines()
    assert "253-591-5100" in everything and "Mayor Anders Ibsen" in everything
    assert "2 people called it a wrong number" in everything and "Mailbox full" in everything
    assert "360-902-4111" not in everything, "its last calls were well"
    assert "202-224-2621" not in everything, "a mailbox is emptied in a day"
    assert "253-591-5100" in lines("failing") and "253-555-0123" not in lines("failing")
    assert "253-555-0123 ext. 4" in lines("wrong") and "202-224-3441" in lines("full") and "591-5100" not in lines("full")
    assert "253-591-5100" in lines("no-such-trouble")

    assert owner.post("/officials/lines/clear", {"line": "2535550123x4"}).status_code == 303
    assert "2 reports are forgotten" in lines() and "253-555-0123" not in lines("wrong")
    assert owner.post("/officials/lines/clear", {"line": "2535550123x4"}).status_code == 404
    assert acts(bot)[-1][0] == "line_cleared"


def next_page(page: str) -> str:
    """The path of the page after this one, "" where it is the last."""
    pager = page.partition('class="pager"')[2].partition("</nav>")[0]
    return pager.partition('href="/console')[2].partition('"')[0].replace("&amp;", "&")


def test_lines_come_in_pages_and_none_is_left_out(bot: Bot, owner: Visitor) -> None:
    numbers = [f"+1253591{n:04d}" for n in range(5200, 5320)]
    for number in numbers:
        reported(bot, number, IBSEN, 1)
    found: list[str] = []
    path = "/officials/lines"
    while path:
        page = owner.get(path).get_data(as_text=True)
        shown = [number for number in numbers if f'value="{number}"' in page]
        assert 0 < len(shown) <= 50
        found += shown
        path = next_page(page)
    assert found == numbers


# --- Terms -------------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("query", "shown"),
    [
        pytest.param("on=2026-12-20&days=30", ["2027-01-03", "U.S. Senator", "33"], id="the end of a Congress"),
        pytest.param("on=2026-12-20&days=30&role=us_senator", ["2027-01-03", "U.S. Senator"], id="of one office"),
        pytest.param("on=2099-01-01", ["Nobody's term ends"], id="a day that no record reaches"),
        pytest.param("on=9999-01-01&days=7000", ["terms end"], id="a day that is too far counts as none"),
        pytest.param("days=x&role=%3Cb%3E&after=x", ["terms end"], id="nonsense"),
    ],
)
@one_database
def test_terms_that_end_are_told_by_day_and_office(owner: Visitor, query: str, shown: list[str]) -> None:
    page = text_of(owner.get(f"/officials/terms?{query}")).replace("&#39;", "'")
    for words in shown:
        assert words in page


@one_database
def test_terms_come_in_pages_and_nobody_is_left_out(owner: Visitor) -> None:
    path, people, pages = "/officials/terms?on=2026-12-20&days=30&role=us_representative", set[str](), 0
    while path:
        assert (pages := pages + 1) < 20
        page = owner.get(path).get_data(as_text=True)
        people |= {part.partition('"')[0] for part in page.split('href="/console/officials/who/')[1:]}
        path = next_page(page)
    assert pages > 8 and len(people) > 430


# --- Lists -------------------------------------------------------------------------------------------------------------------


def upload(visitor: Visitor, content: bytes | str, name: str = "council.csv", **fields: str) -> tuple[int, str, str]:
    """Upload a list; gives the status, what is shown, and the name of the draft that can be used, "" for none."""
    raw = content.encode() if isinstance(content, str) else content
    answer = visitor.post("/officials/lists/upload", {"file": (io.BytesIO(raw), name), **fields})
    page = answer.get_data(as_text=True)
    answer.request.environ["wsgi.input"].close()  # a temporary file of the client's
    draft = page.partition('name="draft" value="')[2].partition('"')[0]
    return answer.status_code, text_of(answer), draft


def test_list_is_checked_then_used_then_removed(office: Bot, ana: Visitor, start: Start) -> None:
    status, said, draft = upload(ana, table(ROW))
    assert (status, bool(draft)) == (200, True)
    assert "Nothing is used yet" in said and "one official" in said
    assert list_names(local(office)) == [] and acts(office) == []
    assert ana.post("/officials/lists/use", {"draft": draft, "name": "council"}).status_code == 303
    assert list_names(local(office)) == ["council"] and acts(office) == [("list_used", "list council", "0", "1")]
    page = text_of(ana.get("/officials/lists"))
    assert "The list council is in use" in page and "council of Tacoma, WA" in page and "the city&#39;s page" in page
    assert not (office.parts.settings.instance_dir / "uploads" / draft).exists(), "what was uploaded is gone"
    changed = table({**ROW, "name": "Bea Cole"})
    assert "Joined: Bea Cole. Left: Ada Moss." in upload(ana, changed)[1]
    assert ana.post("/officials/lists/remove", {"name": "council"}).status_code == 303
    assert list_names(local(office)) == [] and acts(office)[-1][0] == "list_removed"
    assert ana.post("/officials/lists/remove", {"name": "council"}).status_code == 404


WRONG = table(ROW, {**ROW, "name": "Bea Cole", "phone": "911"})


def test_list_with_mistakes_says_each_as_the_command_does_and_is_not_used(office: Bot, ana: Visitor, tmp_path: Path) -> None:
    status, said, draft = upload(ana, WRONG)
    assert (status, draft) == (200, "") and "One row to mend" in said
    (tmp_path / "council.csv").write_text(WRONG)
    printed = (
        office.app.test_cli_runner().invoke(args=["officials", "import", str(tmp_path / "council.csv"), "--dry-run"]).stderr
    )
    wrong = next(line for line in printed.splitlines() if "line 3" in line).partition("line 3: ")[2]
    assert wrong and wrong.split(";")[0] in said.replace("&#39;", "'").replace("&#34;", '"')
    status, said, draft = upload(ana, WRONG, partial="yes")
    assert "One row is left out" in said and draft
    used = ana.post("/officials/lists/use", {"draft": draft, "name": "council", "partial": "yes"})
    assert used.status_code == 303 and list_names(local(office)) == ["council"]


@pytest.mark.parametrize(
    ("content", "name", "fields", "said"),
    [
        pytest.param(b"%PDF-1.4", "a.pdf", {}, "is a PDF", id="no list"),
        pytest.param(b"", "a.csv", {}, "is empty", id="an empty file"),
        pytest.param(b"x" * 10_000_001, "a.csv", {}, "MB", id="too large"),
        pytest.param(b"a", "", {}, "Choose a file", id="no file"),
        pytest.param(table(ROW), "???.csv", {}, "letters and digits", id="a name that is none"),
        pytest.param(table(ROW), "a.csv", {"as_of": "2999-01-01"}, "no day in question", id="read on a day to come"),
        pytest.param(table(ROW), "a.csv", {"source": "x\x07"}, "Say where", id="a source with a control character"),
    ],
)
def test_upload_that_is_no_list_is_refused(
    office: Bot, ana: Visitor, content: bytes | str, name: str, fields: dict[str, str], said: str
) -> None:
    status, shown, draft = upload(ana, content, name, **fields)
    assert (status, draft) == (422, "") and said in shown
    assert list_names(local(office)) == []


# What people wrote stands between quotation marks, and what a reader of formats said in brackets.
WRITTEN = re.compile(r"'[^']*'|\"[^\"]*\"|\([^)]*\)")
ENGLISH = re.compile(r"\b(?:is|are|the|has|not|of|or|write|take|look|been|did)\b")
ALL_WRONG = [
    table(*(ROW | change for change in (each.values[0] for each in BAD_ROWS))),
    table(*(ROW | {"district": label} for label, _ in REFUSED)),
    *(table(*each.values[0]) for each in TOGETHER),
    *(table(ROW | each.values[0]) for each in WARNINGS),
    table(*(ROW | {"district": label} for label in ("I", "A", "Position 2")), ROW | {"phone": "", "place": "Ruston, WA"}),
]


@pytest.mark.parametrize("content", [*ALL_WRONG, *(each.values[0] for each in FILES)])
def test_what_is_wrong_with_a_list_is_told_in_spanish(office: Bot, ana: Visitor, content: bytes | str) -> None:
    ana.get("/?lang=es")
    raw = content.encode() if isinstance(content, str) else content
    answer = ana.post("/officials/lists/upload", {"file": (io.BytesIO(raw), "a.csv")})
    answer.request.environ["wsgi.input"].close()  # a temporary file of the client's
    page = unescape(answer.get_data(as_text=True))
    told = re.findall(r'data-label="Línea">.*?</td><td>(.*?)</td>', page, re.DOTALL)
    told += re.findall(r'class="trouble"[^>]*>(.*?)</span>', page, re.DOTALL)
    assert told
    assert [text for text in told if ENGLISH.search(WRITTEN.sub("", text))] == []


BROKEN = [
    pytest.param("council.tsv", "x\ty\n", "/officials/lists", "no es una lista entera; impórtela otra vez", id="a list"),
    pytest.param("stray.csv", "a,b\n", "/officials/lists", "no es una lista como se guarda aquí", id="a list of no kind"),
    pytest.param("tacoma.geojson", "{}", "/officials/lists", "no es un archivo de límites de distritos", id="boundaries"),
    pytest.param(
        "corrections.yaml", "a: b\n", "/officials/corrections", "contiene claves con valores, no una lista", id="keys"
    ),
    pytest.param(
        "corrections.yaml", "- ids: [x]\n", "/officials/corrections", "falta set, who, when, why, source", id="reasons"
    ),
    pytest.param(
        "corrections.yaml",
        "- {ids: [x], set: {term_end: soon}, who: a, when: 2026-11-20, why: b, source: c}\n",
        "/officials/corrections",
        "set.term_end: 'soon' no es una fecha; escríbala como 2026-11-22",
        id="a date",
    ),
    pytest.param(
        "corrections.yaml",
        "- {ids: [x], set: {party: Green}, who: a, when: 2026-11-20, why: b, source: c}\n",
        "/officials/corrections",
        "x ya no está en la fuente; quite la corrección",
        id="needless",
    ),
]


@pytest.mark.parametrize(("file", "written", "page", "said"), BROKEN)
def test_broken_file_of_officials_is_told_in_spanish(
    office: Bot, ana: Visitor, file: str, written: str, page: str, said: str
) -> None:
    local(office).mkdir(parents=True, exist_ok=True)
    (local(office) / file).write_text(written)
    ana.get("/?lang=es")
    shown = unescape(text_of(ana.get(page)))
    assert said in shown and "import it again" not in shown


def test_upload_of_anything_can_be_used_by_nobody(office: Bot, ana: Visitor) -> None:
    status, shown, draft = upload(ana, b"\x00\xff" * 50_000)
    assert (status, draft) == (200, "") and "No row of it can be used" in shown


@pytest.mark.parametrize("draft", ["", "0" * 32, "../../../etc/passwd", "../local/corrections.yaml"])
def test_list_that_was_not_checked_is_not_used(office: Bot, ana: Visitor, draft: str) -> None:
    answer = ana.post("/officials/lists/use", {"draft": draft, "name": "council"})
    assert answer.status_code == 303 and "Upload the list again" in text_of(ana.get("/officials/lists"))
    assert list_names(local(office)) == []


def test_list_of_another_folder_is_not_removed(office: Bot, ana: Visitor) -> None:
    corrections_path(local(office)).parent.mkdir(parents=True, exist_ok=True)
    corrections_path(local(office)).write_text("[]\n")
    for name in ("../local/corrections", "corrections.yaml", "../patchline"):
        assert ana.post("/officials/lists/remove", {"name": name}).status_code == 400
    assert corrections_path(local(office)).exists() and acts(office) == []


def test_template_is_a_list_to_begin_with(office: Bot, ana: Visitor) -> None:
    answer = ana.get("/officials/lists/template.csv")
    assert answer.mimetype == "text/csv" and answer.get_data(as_text=True).startswith("\ufeffplace,division,")


# --- The data ----------------------------------------------------------------------------------------------------------------


def test_sources_are_named_in_spanish(office: Bot, ana: Visitor) -> None:
    ana.get("/?lang=es")
    page = text_of(ana.get("/officials/tables"))
    english = console_catalogue("en")
    for name, source in office.parts.directory.sources.items():
        assert english[f"officials.sources_said.{name}"] == source.what, "what is translated is what the table says"
        assert console_catalogue("es")[f"officials.sources_said.{name}"] in page
        assert source.what not in page
    person = text_of(ana.get(f"/officials/who/{IBSEN}"))
    assert "funcionarios estatales, legisladores estatales y alcaldes" in person


def test_sources_stand_with_their_ages(office: Bot, ana: Visitor) -> None:
    page = text_of(ana.get("/officials/tables?on=2027-06-01"))
    assert "congress-legislators" in page and "In force until 2027-01-03" in page
    assert "Past 365 days nobody of it is named" in page
    assert "nobody of it is named" in text_of(ana.get("/officials/tables?on=2030-01-01"))


SAYS, REFUSES = "print('us_senator: 1 joined')", "raise SystemExit('half of a file is missing')"


@pytest.mark.parametrize(
    ("program", "state", "said"), [(SAYS, "done", "us_senator: 1 joined"), (REFUSES, "nothing was changed", "half of a file")]
)
def test_update_is_asked_for_once_and_its_end_is_told(office: Bot, ana: Visitor, program: str, state: str, said: str) -> None:
    for _ in range(2):
        assert ana.post("/officials/tables/update").status_code == 303
    assert office.count("table_updates") == 1 and [act for act, *_ in acts(office)] == ["update_asked"]
    waiting = ana.get("/officials/tables").get_data(as_text=True)
    assert "An update is under way already" in waiting and "waits for a worker" in waiting and "data-poll" in waiting
    # One that was lost is found by one of two looks that are more than a minute apart.
    looks = [office.parts.workers.find_due(office.clock() + timedelta(minutes=minutes)) for minutes in (2, 4)]
    asked = list({request for due in looks for request in due.requests if request.job == UPDATE_NOW})
    assert len(asked) == 1 and "X-Done" not in ana.get("/officials/tables/state").headers

    run = partial(update_apart, [sys.executable, "-c", program], limit=timedelta(seconds=30))
    do_update(office.parts.database, office.clock, asked[0].ids[0], run)
    fragment = ana.get("/officials/tables/state")
    assert fragment.headers["X-Done"] == "1" and state in text_of(fragment) and said in text_of(fragment)
    do_update(office.parts.database, office.clock, asked[0].ids[0], partial(pytest.fail, "it is done once"))
    assert ana.post("/officials/tables/update").status_code == 303 and office.count("table_updates") == 2


def test_update_whose_process_ended_can_be_asked_for_again(office: Bot, ana: Visitor) -> None:
    ana.post("/officials/tables/update")
    with office.parts.database.write() as connection:
        connection.execute(text("UPDATE table_updates SET started_at = :at"), {"at": office.clock() - LEASE - timedelta(1)})
    assert "ended before it was done" in text_of(ana.get("/officials/tables"))
    ana.post("/officials/tables/update")
    assert office.count("table_updates") == 2


# --- What needs a person -----------------------------------------------------------------------------------------------------


def test_today_names_what_of_the_officials_needs_a_person(bot: Bot, owner: Visitor) -> None:
    assert "offered to anybody" not in text_of(owner.get("/"))
    reported(bot, CITY_HALL, IBSEN, 2)
    page = owner.get("/")
    assert "One line of an office is not offered to anybody." in text_of(page)
    assert "officials go out of office within 30 days" in text_of(page)
    assert "/console/officials/lines" in page.get_data(as_text=True) and "/console/officials/terms" in page.get_data(
        as_text=True
    )
    bot.clock.now = datetime.fromisoformat("2027-03-01T18:00:00+00:00")
    later = Organizers(bot).signed_in("owner", "Bo")
    assert "The source congress-legislators is" in text_of(later.get("/"))


def test_today_stands_where_one_of_its_parts_cannot_be_read(start: Start) -> None:
    bot = start()
    owner = Organizers(bot).signed_in("owner", "Ana")
    with bot.parts.database.write() as connection:
        connection.execute(text("DROP TABLE line_reports"))
    page = text_of(owner.get("/"))
    assert "This cannot be read at the moment: lines that fail." in page
    assert "officials go out of office within 30 days" in page and "PAUSE" in page
