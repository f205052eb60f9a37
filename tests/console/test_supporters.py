"""Supporters in the console: found, looked at, stopped, forgotten, moved, and taken out as a file."""

import csv
import html
import io
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import delete, insert, select, text
from werkzeug.test import TestResponse

from bot.models import Consent, NotUnderstood, Subscription, Supporter
from bot.people import ledger
from bot.people.supporter_search import PAGE
from bot.people.time_zones import zones_of
from tests.carrier import one
from tests.conftest import ONE_DATABASE, Bot
from tests.console.conftest import Organizers, Visitor
from tests.console.conftest import text_of as written_of

ANA = "+12535550142"
EVIL = {
    "a script": "<script>alert(1)</script>",
    "a formula": '=HYPERLINK("http://example.org","x")',
    "a command": "@SUM(1+1)*cmd|' /C calc'!A0",
    "a minus": "-2+3",
    "marks of direction": "\u202eevil\u200f",
    "emoji": "👩‍👩‍👧 🎉 ñ",
    "an attribute": '" onmouseover="alert(1)',
    "a template": "{{ 7*7 }}{% raw %}",
    "ten thousand characters": "x" * 10_000,
}


def text_of(answer: TestResponse) -> str:
    return html.unescape(written_of(answer))


def add(
    bot: Bot,
    phone: str,
    *,
    zip: str | None = "98402",
    language: str | None = None,
    state: ledger.State | None = "active",
    programme: str = "sanctuary",
    stopped: bool = False,
) -> int:
    """A supporter as the tables have one; the id."""
    cipher, now = bot.parts.phone_cipher, bot.clock()
    with bot.parts.database.write() as connection:
        made = connection.execute(
            insert(Supporter)
            .values(
                phone=cipher.encrypt(phone),
                language=language,
                zip=zip,
                chosen_divisions={},
                geocoded_divisions=None,
                campaign="sanctuary",
                sms_reachable=True,
                zone=zones_of(zip, phone),
                stopped=stopped,
                voice_only=False,
                created_at=now,
            )
            .returning(Supporter.id)
        ).scalar_one()
        if state:
            values = {"supporter_id": made, "programme": programme, "state": state, "since": now}
            connection.execute(insert(Subscription).values(**values))
    return made


def find(visitor: Visitor, number: str) -> TestResponse:
    return visitor.post("/supporters/find", {"number": number})


def shown(answer: TestResponse) -> list[int]:
    """The ids of a list, in its order."""
    return [int(id) for id in re.findall(r'class="number" href="/console/supporters/(\d+)"', answer.get_data(as_text=True))]


def acts(bot: Bot, id: int) -> list[str]:
    with bot.parts.database.read() as connection:
        query = text("SELECT act FROM audit_entries WHERE thing = :thing ORDER BY id")
        return list(connection.execute(query, {"thing": f"supporter {id}"}).scalars())


# --- Finding ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("written", ["253-555-0142", "(253) 555.0142", "+1 253 555 0142", "2535550142", "1-253-555-0142"])
def test_person_is_found_by_their_whole_number_in_any_notation(bot: Bot, owner: Visitor, written: str) -> None:
    id = add(bot, ANA)
    answer = find(owner, written)
    assert answer.status_code == 303 and answer.headers["Location"] == f"/console/supporters/{id}"


@pytest.mark.parametrize(
    ("written", "status"), [("0142", 422), ("555-0142", 422), ("call me", 422), ("", 422), ("253-555-0143", 404)]
)
@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_part_of_a_number_finds_nobody(bot: Bot, owner: Visitor, written: str, status: int) -> None:
    add(bot, ANA)
    assert find(owner, written).status_code == status


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_number_of_nobody_can_be_stopped_so_that_no_list_wakes_it(bot: Bot, owner: Visitor, tmp_path: Path) -> None:
    assert "Stop this number" in text_of(find(owner, "253-555-0142"))
    answer = owner.post("/supporters/stop", {"number": "+12535550142"})
    said = text_of(owner.get(answer.headers["Location"].removeprefix("/console")))
    assert "(253) ···-0142 is stopped." in said and "555-0142" not in said
    owner.post("/supporters/stop", {"number": "+12535550142"})
    with bot.parts.database.read() as connection:
        rows = connection.execute(select(Consent.act, Consent.programme, Consent.channel, Consent.source)).all()
    assert [tuple(row) for row in rows] == [("withdrawn", "*", "console", "organizer")]
    (tmp_path / "list.csv").write_text("phone,source,consented_at\n253-555-0142,Fair,11/02/2026\n")
    result = bot.app.test_cli_runner().invoke(
        args=["contacts", "import", str(tmp_path / "list.csv"), "--campaign", "SANCTUARY"]
    )
    assert "1 stopped all texts, kept so" in result.stdout and bot.count("supporters") == 0


@pytest.fixture
def crowd(bot: Bot) -> dict[str, int]:
    return {
        "tacoma": add(bot, "+12535550101", zip="98402", language="es"),
        "seattle": add(bot, "+12065550102", zip="98103"),
        "austin": add(bot, "+15125550103", zip="78701", state="pending"),
        "left": add(bot, "+12535550104", zip="98402", state="left"),
        "trust": add(bot, "+12535550105", zip="98499", programme="trust-act"),
        "stopped": add(bot, "+12535550106", zip="98402", stopped=True),
        "nowhere": add(bot, "+12535550107", zip=None, state=None),
        "last": add(bot, "+12535550108", zip="99999"),
    }


FILTERS = [
    ("", "last nowhere stopped trust left austin seattle tacoma"),
    ("place=98402", "tacoma left stopped"),
    ("place=984", "tacoma left stopped trust"),
    ("place=9", "seattle tacoma left stopped trust last"),
    ("place=wa", "seattle tacoma left stopped trust"),
    ("place=TX", "austin"),
    ("place=10001", ""),
    ("place=XX", None),
    ("place=98402x", None),
    ("campaign=sanctuary", "last stopped left austin seattle tacoma"),
    ("campaign=sanctuary&state=active", "last stopped seattle tacoma"),
    ("campaign=trust-act&state=active", "trust"),
    ("state=pending", "austin"),
    ("state=left", "left"),
    ("state=stopped", "stopped"),
    ("language=es", "tacoma"),
    ("language=-", "last nowhere stopped trust left austin seattle"),
    ("place=984&state=active&language=es", "tacoma"),
    ("place=984&state=left", "left"),
    ("place=WA&campaign=trust-act", "trust"),
    ("campaign=pizza&state=odd&language=xx", "last nowhere stopped trust left austin seattle tacoma"),
    ("after=nonsense", "last nowhere stopped trust left austin seattle tacoma"),
    ("place=984&after=3", "tacoma left stopped trust"),
]


def test_filter_shows_whom_it_says(bot: Bot, owner: Visitor, crowd: dict[str, int]) -> None:
    wrong = []
    for query, names in FILTERS:
        answer = owner.get(f"/supporters?{query}")
        want = [crowd[name] for name in (names or "").split()]
        if answer.status_code != 200 or shown(answer) != want:
            wrong.append((query, answer.status_code, shown(answer), want))
        if names is None and "This is no place that can be looked for." not in text_of(answer):
            wrong.append((query, "says nothing of the place"))
    assert wrong == []


@pytest.mark.parametrize("query", ["", "place=98", "state=active", "campaign=sanctuary"])
def test_long_list_is_paged_by_where_the_last_page_ended(bot: Bot, owner: Visitor, query: str) -> None:
    ids = [add(bot, f"+1206555{number:04}", zip=f"98{100 + number % 7}") for number in range(2 * PAGE + 3)]
    seen: list[int] = []
    address: str | None = f"/supporters?{query}"
    while address:
        page = owner.get(address)
        seen += shown(page)
        more = re.search(r'<nav class="pager">.*?href="/console([^"]+)"', page.get_data(as_text=True), re.DOTALL)
        address = html.unescape(more[1]) if more else None
    assert sorted(seen) == ids and len(seen) == len(set(seen))


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_list_shows_no_whole_number(bot: Bot, owner: Visitor, crowd: dict[str, int]) -> None:
    page = owner.get("/supporters").get_data(as_text=True)
    assert "(253) ···-0101" in page and not re.search(r"55501|555-01|555.01", page)


# --- One person ---------------------------------------------------------------------------------------------------------


def test_page_shows_all_that_is_kept_and_its_opening_is_in_the_log_first(bot: Bot, owner: Visitor) -> None:
    phone = bot.phone(ANA)
    for body in ("what does the fox say", "SANCTUARY 98402", "JOIN"):
        phone.text(body)
    id = int(one(bot, "SELECT id FROM supporters"))
    page = text_of(owner.get(f"/supporters/{id}"))
    assert "253-555-0142" in page and "98402 Tacoma, WA" in page and "may be texted" in page
    assert "“JOIN” text, a keyword" in page and "agreed Sanctuary cities and states" in page
    assert "what does the fox say" in page and "was not understood" in page
    assert acts(bot, id) == ["supporter_opened"]


REFUSED = [
    ({"stopped": True}, "They said STOP, or an organizer stopped them."),
    ({"textable": False}, "Their number takes no texts"),
    ({"zone": ""}, "Nobody knows what time it is where they live."),
    ({"phone": b"of another key"}, "Their number is withheld, or was encrypted with another PHONE_KEY."),
]


@pytest.mark.parametrize(("columns", "said"), REFUSED, ids=[next(iter(columns)) for columns, _ in REFUSED])
@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_page_says_why_somebody_is_not_texted(bot: Bot, owner: Visitor, columns: dict[str, object], said: str) -> None:
    id = add(bot, ANA)
    with bot.parts.database.write() as connection:
        for column, value in columns.items():
            connection.execute(text(f"UPDATE supporters SET {column} = :value"), {"value": value})
    page = text_of(owner.get(f"/supporters/{id}"))
    assert "gets no texts from us" in page and said in page and "may be texted" not in page


def test_stop_by_hand_goes_through_the_ledger_and_only_their_phone_undoes_it(bot: Bot, owner: Visitor) -> None:
    phone = bot.phone(ANA)
    for body in ("SANCTUARY 98402", "JOIN"):
        phone.text(body)
    id = int(one(bot, "SELECT id FROM supporters"))
    owner.post(f"/supporters/{id}/stop")
    owner.post(f"/supporters/{id}/stop")
    page = text_of(owner.get(f"/supporters/{id}"))
    assert "gets no texts from us" in page and "stopped all that we start" in page and "console, an organizer" in page
    assert "Stop all texts" not in page
    assert one(bot, "SELECT count(*) FROM consents WHERE programme = '*'") == 1
    assert acts(bot, id).count("supporter_stopped") == 1
    phone.text("START")
    assert "may be texted" in text_of(owner.get(f"/supporters/{id}"))


@pytest.mark.parametrize("stopped", [False, True])
def test_forget_by_hand_leaves_what_forget_by_text_leaves(bot: Bot, owner: Visitor, stopped: bool) -> None:
    left = {}
    for number, how in ((ANA, "text"), ("+12535550143", "hand")):
        phone = bot.phone(number)
        for body in ("SANCTUARY 98402", "JOIN", "what does the fox say", *(["STOP"] if stopped else [])):
            phone.text(body)
        if how == "text":
            for body in ("FORGET", "FORGET"):
                phone.text(body)
        else:
            id = int(one(bot, "SELECT max(id) FROM supporters"))
            assert "This cannot be undone." in text_of(owner.get(f"/supporters/{id}/forget"))
            answer = owner.post(f"/supporters/{id}/forget")
            page = owner.get(answer.headers["Location"].removeprefix("/console"))
            assert "The person is forgotten." in text_of(page)
            assert owner.get(f"/supporters/{id}").status_code == 404
        person = bot.parts.phone_cipher.person_key(number)
        with bot.parts.database.read() as connection:
            consents = connection.execute(select(Consent.act, Consent.programme).where(Consent.person == person)).all()
        tables = ("supporters", "subscriptions", "not_understood", "call_sheets", "unanswered")
        left[how] = ([tuple(each) for each in consents], {name: bot.count(name) for name in tables})
    assert left["hand"] == left["text"] == ([("withdrawn", "*")] if stopped else [], dict.fromkeys(left["hand"][1], 0))


def test_corrected_home_is_asked_again_as_after_a_move(bot: Bot, owner: Visitor) -> None:
    phone = bot.phone(ANA)
    for body in ("SANCTUARY 98402", "0", "1"):
        phone.text(body)
    id = int(one(bot, "SELECT id FROM supporters"))
    with bot.parts.database.write() as connection:
        connection.execute(text("""UPDATE supporters SET told = '{"place": "somewhere"}', exact = '{"x": "y"}'"""))
    answer = owner.post(f"/supporters/{id}/home", {"zip": "78701"})
    assert answer.status_code == 303
    page = text_of(owner.get(f"/supporters/{id}"))
    assert "78701 Austin, TX" in page and "The home is corrected." in page and "somewhere" not in page
    assert one(bot, "SELECT zone FROM supporters") == "America/Chicago|America/Los_Angeles", "by the number too"
    assert one(bot, "SELECT count(*) FROM call_sheet_entries WHERE position >= 0") == 0
    assert "Your officials in Austin (78701)" in phone.text("LIST").text
    log = text_of(owner.get(f"/audit?thing=supporter+{id}"))
    assert "corrected a supporter's home" in log and "98402 → 78701" in log


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("SCRIPT", "Call Governor Greg Abbott"),
        ("CALL", "we connect you to Governor Greg Abbott"),
        ("reached", "How did your call to Governor Greg Abbott go?"),
        ("SANCTUARY", "Your officials in Austin (78701)"),
        ("98402", "Your home is now Tacoma 98402 (was 78701)."),
    ],
)
@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_conversation_goes_on_after_a_corrected_home(bot: Bot, owner: Visitor, words: str, said: str) -> None:
    phone = bot.phone(ANA)
    for body in ("SANCTUARY 98402", "0", "SCRIPT"):
        phone.text(body)
    owner.post("/supporters/1/home", {"zip": "78701"})
    assert said in phone.text(words).text


@pytest.mark.parametrize("zip", ["", "9840", "00000", "98402-1234", "Tacoma", "<script>"])
@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_home_that_is_none_changes_nothing(bot: Bot, owner: Visitor, zip: str) -> None:
    id = add(bot, ANA)
    answer = owner.post(f"/supporters/{id}/home", {"zip": zip})
    assert answer.status_code == 422 and "This is no ZIP code in use." in text_of(answer)
    assert one(bot, "SELECT zip FROM supporters") == "98402"


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_note_is_in_the_log(bot: Bot, owner: Visitor) -> None:
    id = add(bot, ANA)
    for wrong in ("", " ", "x" * 501):
        assert owner.post(f"/supporters/{id}/note", {"note": wrong}).status_code == 422
    owner.post(f"/supporters/{id}/note", {"note": "Asked at the rally to be called on Mondays."})
    assert "Asked at the rally to be called on Mondays. Ana," in text_of(owner.get(f"/supporters/{id}"))


# --- Who may ------------------------------------------------------------------------------------------------------------


@pytest.fixture
def in_inbox(bot: Bot) -> int:
    bot.phone(ANA).text("what does the fox say")
    return int(one(bot, "SELECT id FROM supporters"))


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_captain_sees_who_is_in_the_inbox_without_their_number_and_may_stop_them(
    bot: Bot, organizers: Organizers, in_inbox: int
) -> None:
    captain, other = organizers.signed_in("captain"), add(bot, "+12535550143")
    page = text_of(captain.get(f"/supporters/{in_inbox}"))
    assert "(253) ···-0142" in page and "555-0142" not in page and "what does the fox say" in page
    assert "Consent" not in page and "Notes" not in page and "Forget" not in page and "Correct the home" not in page
    assert captain.get(f"/supporters/{other}").status_code == 403
    assert captain.post(f"/supporters/{other}/stop").status_code == 403
    for path, form in (("forget", {}), ("home", {"zip": "78701"}), ("note", {"note": "x"})):
        assert captain.post(f"/supporters/{in_inbox}/{path}", form).status_code == 403
    assert captain.post(f"/supporters/{in_inbox}/stop").status_code == 303
    assert one(bot, f"SELECT stopped FROM supporters WHERE id = {in_inbox}")
    with bot.parts.database.write() as connection:
        connection.execute(delete(NotUnderstood))
    assert captain.get(f"/supporters/{in_inbox}").status_code == 403


@pytest.mark.parametrize("path", ["/supporters/{id}/forget", "/exports"])
@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_what_cannot_be_undone_asks_who_it_is_first(bot: Bot, organizers: Organizers, path: str) -> None:
    id = add(bot, ANA)
    who = organizers.enter("organizer", email="bo@example.org", password="seven quiet herons")
    visitor = Visitor(bot)
    assert visitor.post(organizers.link(who)).status_code == 303
    address = path.format(id=id)
    assert visitor.get(address).status_code == 200
    bot.clock.now = bot.clock.now.replace(hour=bot.clock.now.hour + 1) if bot.clock.now.hour < 23 else bot.clock.now
    answer = visitor.get(address)
    assert answer.status_code == 303 and "/console/again" in answer.headers["Location"]
    if "forget" in path:
        assert visitor.post(address).status_code == 303 and bot.count("supporters") == 1


# --- Hostile content ----------------------------------------------------------------------------------------------------


@pytest.fixture
def hostile(bot: Bot, request: pytest.FixtureRequest) -> Iterator[tuple[int, str]]:
    """A supporter of whom everything that somebody else wrote is hostile; the words, as long as the column takes them."""
    words = EVIL[request.param]
    id = add(bot, ANA)
    cipher, at = bot.parts.phone_cipher, datetime(2026, 11, 2, tzinfo=UTC)
    with bot.parts.database.write() as connection:
        entry = ledger.LedgerEntry(
            programme="sanctuary",
            act="claimed",
            words=words,
            channel="list",
            source="import",
            at=at,
            proof=words[:200],
            given_at=at,
        )
        ledger.write_entries(connection, cipher.person_key(ANA), id, [entry])
        sealed = cipher.encrypt_words(words)
        values = {"supporter_id": id, "channel": "sms", "flow": "text", "node": "x", "text": sealed, "reply": sealed, "at": at}
        connection.execute(insert(NotUnderstood).values(**values))
    yield id, words


@pytest.mark.parametrize("hostile", EVIL, indirect=True)
@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_hostile_words_are_shown_as_text(bot: Bot, owner: Visitor, hostile: tuple[int, str]) -> None:
    id, words = hostile
    owner.post(f"/supporters/{id}/note", {"note": words[:500]})
    for path in (f"/supporters/{id}", f"/audit?thing=supporter+{id}", f"/supporters/{id}?lang=es", "/supporters?lang=en"):
        page = owner.get(path)
        raw = page.get_data(as_text=True)
        assert page.status_code == 200
        assert "<script>alert" not in raw and 'onmouseover="alert' not in raw and "\u202e" not in raw and "\u200f" not in raw
    page = text_of(owner.get(f"/supporters/{id}?lang=en"))
    plain = words.replace("\u202e", "⟨RLO⟩").replace("\u200f", "⟨RLM⟩")
    if "<" not in plain:
        assert " ".join(plain.split()) in page


@pytest.mark.parametrize("what", EVIL)
@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_hostile_list_is_reported_as_text(bot: Bot, owner: Visitor, what: str) -> None:
    bot.parts.imports.files.remove(1)
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(["phone", "source", "consented_at", "language", EVIL[what][:3000]])
    writer.writerow([EVIL[what]] * 5)
    name = EVIL[what][:60].replace('"', "'") + ".csv"  # a quotation mark would end the name
    file = (io.BytesIO(out.getvalue().encode()), name)
    answer = owner.post("/supporters/import/upload", {"campaign": "sanctuary", "who": EVIL[what][:40], "file": file})
    assert answer.status_code == 303, text_of(answer)
    bot.parts.imports.do(1)
    for path in ("/supporters/imports/1", "/supporters/import", "/supporters/imports/1?lang=es"):
        page = owner.get(path)
        raw = page.get_data(as_text=True)
        assert page.status_code == 200 and "<script>alert" not in raw and 'onmouseover="alert' not in raw
        assert "\u202e" not in raw and "\u200f" not in raw
    told = owner.get("/supporters/imports/1/bad-rows.csv")
    if told.status_code == 200:
        for cells in csv.reader(io.StringIO(told.get_data().decode("utf-8-sig"))):
            assert not any(cell.startswith(("=", "+", "-", "@")) for cell in cells)
