"""Campaigns in the console: from a few answers to live, edited by two at once, paused, ended; files in and out."""

import io
import re
import threading
from datetime import timedelta
from html import unescape

import pytest
from sqlalchemy import text

from bot.broadcasts.lifecycle import Draft, create_broadcast, start_broadcast
from tests.campaign_files import GOOD
from tests.conftest import Bot
from tests.console.conftest import Organizers, Visitor, text_of

ANSWERS: dict[str, object] = {
    "keyword": "library",
    "title.en": "Libraries open to all",
    "ask.en": "Fund public libraries so that every branch opens six days a week.",
    "target.0": "state_upper",
    "target.1": "state_lower",
    "target.2": "council",
}
FIELD = re.compile(
    r'<(?:input type="(?:text|hidden)"[^>]*name="(?P<name>[^"]+)"(?:[^>]*value="(?P<value>[^"]*)")?'
    r'|textarea[^>]*name="(?P<area>[^"]+)"[^>]*>\n(?P<text>[^<]*)</textarea>'
    r'|select[^>]*name="(?P<choice>[^"]+)"[^>]*>(?P<options>.*?)</select>)',
    re.DOTALL,
)
CHOSEN = re.compile(r'value="([^"]*)" selected')


def fields_of(visitor: Visitor, path: str) -> dict[str, object]:
    """What a browser would send of the editor at a path, nothing changed; it ends lines with two characters."""
    page = visitor.get(path).get_data(as_text=True).partition("<main")[2]
    found: dict[str, object] = {}
    for match in FIELD.finditer(page):
        if match["choice"]:
            chosen = CHOSEN.search(match["options"])
            found[match["choice"]] = unescape(chosen[1]) if chosen else ""
        elif match["area"]:
            found[match["area"]] = unescape(match["text"]).replace("\n", "\r\n")
        elif match["name"] != "csrf_token":
            found[match["name"]] = unescape(match["value"] or "")
    return found


def row(bot: Bot, id: str) -> tuple[object, ...]:
    with bot.parts.database.read() as connection:
        query = text("SELECT state, live_version, draft_version FROM campaigns WHERE id = :id")
        return tuple(connection.execute(query, {"id": id}).one())


def yaml(visitor: Visitor, id: str) -> str:
    return visitor.get(f"/campaigns/{id}.yaml").get_data(as_text=True)


@pytest.fixture
def library(owner: Visitor) -> Visitor:
    """The owner's browser, after a campaign was made from a few answers."""
    assert owner.post("/campaigns/new", ANSWERS).status_code == 303
    return owner


def test_list_shows_what_files_brought(owner: Visitor) -> None:
    page = text_of(owner.get("/campaigns"))
    assert "A TRUST act for every state" in page and "SANCTUARY" in page and "from a file" in page


def test_few_answers_make_a_campaign_that_is_launched(bot: Bot, library: Visitor) -> None:
    assert row(bot, "library") == ("draft", None, 1)
    assert "LIBRARY" not in bot.phone().text("LIBRARY").text
    page = text_of(library.get("/campaigns/library"))
    assert "The draft has no mistakes" in page and "Can be called, as State Senator: 2,0" in page
    assert library.post("/campaigns/library/launch", {"version": 1}).status_code == 303
    assert "Version 1 is live." in text_of(library.get("/campaigns/library"))
    phone = bot.phone()
    assert "every branch opens six days a week" in phone.text("LIBRARY").text
    assert "Fund public libraries" in f"{phone.text('98402').text} {phone.text('SCRIPT').text}"


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"keyword": "NO"}, "Write 3 to 16 letters"),
        ({"keyword": "STOP"}, "STOP has a meaning already"),
        ({"keyword": "SANCTUARY"}, "Another campaign has SANCTUARY"),
        ({"title.en": ""}, "Write it."),
        ({"title.en": "x" * 41}, "This has 41 characters, 40 at most."),
        ({"ask.en": "Fund {libraries}"}, "Write it without braces."),
        ({"title.es": "Bibliotecas"}, "Write it."),
        ({"target.0": "", "target.1": "", "target.2": ""}, "Choose at least one office."),
        ({"target.0": "<script>"}, "Choose at least one office."),
    ],
)
def test_answer_that_is_wrong_is_told_at_its_field(owner: Visitor, changed: dict[str, object], told: str) -> None:
    answer = owner.post("/campaigns/new", {**ANSWERS, **changed})
    assert answer.status_code == 422 and told in text_of(answer)


def test_form_that_changes_nothing_makes_no_version(bot: Bot, owner: Visitor) -> None:
    for id in ("sanctuary", "trust-act"):
        before = yaml(owner, id)
        fields = fields_of(owner, f"/campaigns/{id}/edit")
        assert owner.post(f"/campaigns/{id}/edit", fields).status_code == 303
        assert yaml(owner, id) == before and row(bot, id) == ("live", 1, None)


def test_one_field_changes_one_line_and_not_what_is_live(bot: Bot, owner: Visitor) -> None:
    before = yaml(owner, "trust-act")
    fields = fields_of(owner, "/campaigns/trust-act/edit")
    owner.post("/campaigns/trust-act/edit", {**fields, "words.en.title": "A law for all", "note": "shorter"})
    after = yaml(owner, "trust-act")
    changed = [pair for pair in zip(before.splitlines(), after.splitlines(), strict=True) if pair[0] != pair[1]]
    assert changed == [("    title: A TRUST act for every state", "    title: A law for all")]
    assert row(bot, "trust-act") == ("live", 1, 2)
    assert bot.parts.campaigns.get("trust-act").wording("en").title == "A TRUST act for every state"  # type: ignore[union-attr]
    page = text_of(owner.get("/campaigns/trust-act/versions/2"))
    assert "shorter" in page and "- title: A TRUST act for every state" in page and "+ title: A law for all" in page


def test_mistake_stands_at_its_field_and_disables_nothing(bot: Bot, library: Visitor) -> None:
    library.post("/campaigns/library/launch", {"version": 1})
    fields = fields_of(library, "/campaigns/library/edit")
    spoilt = {**fields, "words.en.script.body.council.sms": "Fund {them}", "words.en.title": ""}
    assert library.post("/campaigns/library/edit", spoilt).status_code == 303
    page = library.get("/campaigns/library/edit").get_data(as_text=True)
    assert "The draft is saved with 3 mistakes" in page
    assert re.search(r'id="words\.en\.script\.body\.council\.sms-trouble"[^>]*>\{them\} is no placeholder', page)
    assert re.search(r'id="words\.en\.title-trouble"[^>]*>is missing', page)
    assert library.post("/campaigns/library/launch", {"version": 2}).status_code == 303
    assert "Nothing was launched" in text_of(library.get("/campaigns/library"))
    assert "six days a week" in bot.phone().text("LIBRARY").text
    assert "3 mistakes" in text_of(library.get("/campaigns"))
    assert "A draft has 3 mistakes: Libraries open to all" in text_of(library.get("/"))


def test_preview_shows_texts_with_their_cost_and_how_long_a_call_is(library: Visitor) -> None:
    fields = fields_of(library, "/campaigns/library/edit")
    for zip, city in (("98402", "Tacoma"), ("99201", "Spokane")):
        page = text_of(library.post("/campaigns/library/preview", {**fields, "preview_zip": zip}))
        assert city in page and "segments · $0.0" in page and "seconds" in page and "The state senate" in page
    assert "nobody is known" in text_of(library.post("/campaigns/library/preview", {**fields, "preview_zip": "00000"}))
    broken = library.post("/campaigns/library/preview", {**fields, "words.en.ask": "x" * 200})
    assert "words.en.ask : takes 200 characters" in text_of(broken)
    assert yaml(library, "library").count("x" * 200) == 0


def test_second_of_two_editors_is_told_and_loses_no_letter(bot: Bot, library: Visitor, organizers: Organizers) -> None:
    other = organizers.signed_in("organizer", "Bo")
    mine, theirs = fields_of(library, "/campaigns/library/edit"), fields_of(other, "/campaigns/library/edit")
    assert other.post("/campaigns/library/edit", {**theirs, "words.en.title": "Books for all"}).status_code == 303
    answer = library.post("/campaigns/library/edit", {**mine, "words.en.more.names": "My very own friends"})
    page = text_of(answer)
    assert answer.status_code == 409 and "Bo saved version 2" in page
    assert "Books for all" in page and "My very own friends" in page
    kept = re.search(r'name="text"[^>]*>\n(.*?)</textarea>', answer.get_data(as_text=True), re.DOTALL)
    assert kept is not None
    library.post("/campaigns/library/text", {"based_on": 2, "text": unescape(kept[1])})
    assert "My very own friends" in yaml(library, "library") and row(bot, "library") == ("draft", None, 3)


def test_of_two_launches_at_once_one_wins_and_the_other_is_told(bot: Bot, library: Visitor, organizers: Organizers) -> None:
    browsers = [library, organizers.signed_in("organizer", "Bo")]
    tokens = [browser.token() for browser in browsers]
    threads = [
        threading.Thread(target=browser.post, args=("/campaigns/library/launch", {"version": 1}, token))
        for browser, token in zip(browsers, tokens, strict=True)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told = [text_of(browser.get("/campaigns/library")) for browser in browsers]
    assert all("Version 1 is live." in each for each in told)
    assert sum("Nothing was launched. Somebody else" in each for each in told) == 1
    with bot.parts.database.read() as connection:
        acts = connection.execute(text("SELECT count(*) FROM audit_entries WHERE act = 'campaign_launched'")).scalar()
    assert acts == 1


def test_pause_resume_and_end_hold_for_texts_pages_and_alerts(bot: Bot, library: Visitor) -> None:
    library.post("/campaigns/library/launch", {"version": 1})
    now = bot.clock()
    draft = Draft(campaign="library", audience_filter={}, texts={"en": "Call."}, expires_at=now + timedelta(hours=1))
    with bot.parts.database.write() as connection:
        start_broadcast(connection, create_broadcast(connection, draft, now), now)
    assert "one alert with it" in _pressed(library, "pause")
    assert "is paused for now" in bot.phone().text("LIBRARY").text
    page = bot.app.test_client().get("/c/library")
    assert page.status_code == 404 and "This campaign is paused for now." in text_of(page)
    assert "Nothing was changed" in _pressed(library, "pause")
    assert "Alerts stay paused" in _pressed(library, "resume")
    assert "six days a week" in bot.phone().text("LIBRARY").text
    assert "one alert is cancelled" in _pressed(library, "end")
    assert "is over. Thank you" in bot.phone().text("LIBRARY").text
    with bot.parts.database.read() as connection:
        assert connection.execute(text("SELECT state FROM broadcasts")).scalar() == "cancelled"
    # It is launched again as it was.
    library.post("/campaigns/library/launch", {"version": 1})
    assert "six days a week" in bot.phone().text("LIBRARY").text


def _pressed(visitor: Visitor, move: str) -> str:
    assert visitor.post(f"/campaigns/library/{move}").status_code == 303
    return text_of(visitor.get("/campaigns/library"))


def test_older_version_is_restored_as_a_new_one(bot: Bot, library: Visitor) -> None:
    first = yaml(library, "library")
    fields = fields_of(library, "/campaigns/library/edit")
    library.post("/campaigns/library/edit", {**fields, "words.en.title": "Other"})
    library.post("/campaigns/library/versions/1/restore")
    assert yaml(library, "library") == first and row(bot, "library") == ("draft", None, 3)
    page = text_of(library.get("/campaigns/library/versions"))
    assert "Version 3" in page and "version 1 again" in page


def test_copy_has_all_words_and_a_keyword_of_its_own(bot: Bot, owner: Visitor) -> None:
    owner.get("/campaigns")
    assert owner.post("/campaigns/copy", {"from": "sanctuary", "keyword": "REFUGE", "title": "Refuge"}).status_code == 303
    assert "keyword: REFUGE" in yaml(owner, "refuge") and "SANTUARIO" not in yaml(owner, "refuge")
    assert "no mistakes" in text_of(owner.get("/campaigns/refuge"))
    assert owner.post("/campaigns/copy", {"from": "sanctuary", "keyword": "TRUST"}).status_code == 422


UPLOADS = [
    pytest.param("trees.yaml", GOOD.encode(), 303, id="a campaign"),
    pytest.param("trees.yaml", b"keyword: PARKS\nstate: draft\n", 303, id="a broken one, a draft"),
    pytest.param("../../etc/x.yaml", GOOD.encode(), 422, id="a path"),
    pytest.param("Our Trees.yaml", GOOD.encode(), 422, id="a name that is no id"),
    pytest.param("trees.yaml", b"\xff\xfe\x00", 422, id="no text"),
    pytest.param("trees.yaml", b"", 422, id="nothing"),
    pytest.param("trees.yaml", b"#" * 200_001, 422, id="too long"),
]


@pytest.mark.parametrize(("name", "content", "status"), UPLOADS)
def test_file_is_taken_in_or_refused_in_words(bot: Bot, owner: Visitor, name: str, content: bytes, status: int) -> None:
    owner.get("/campaigns")
    answer = owner.post("/campaigns/import", {"file": (io.BytesIO(content), name)})
    assert answer.status_code == status
    if status == 303:
        assert owner.get("/campaigns/trees.yaml").data == content
        again = owner.post("/campaigns/import", {"file": (io.BytesIO(content), name)})
        assert again.status_code == 303 and row(bot, "trees") == ("draft", None, 1)


HOSTILE = '<script>alert(1)</script> \u202e =cmd {x} 😀 "quoted" \' '


@pytest.mark.parametrize(
    "field", ["words.en.title", "words.en.topics.0.page", "aliases", "words.en.more.names", "note", "keyword"]
)
def test_hostile_words_are_shown_as_text(library: Visitor, field: str) -> None:
    fields = fields_of(library, "/campaigns/library/edit")
    library.post("/campaigns/library/edit", {**fields, field: HOSTILE + "x" * 10_000, "words.en.ask": "Fund more libraries."})
    for path in ("", "/edit", "/text", "/versions", "/versions/2"):
        answer = library.get(f"/campaigns/library{path}")
        assert answer.status_code == 200 and b"<script>alert" not in answer.data
        library.get("/campaigns")


BROKEN = [
    "",
    "- a",
    "\0",
    "a: &x [*x]",
    "{" * 5000,
    "keyword: [1, 2]\nwords: 7\nstances: {a: b}\ntargets: x",
    "words: {en: [], es: 1}",
]


@pytest.mark.parametrize("broken", BROKEN)
def test_text_of_any_shape_is_shown_again_with_its_mistakes(library: Visitor, broken: str) -> None:
    answer = library.post("/campaigns/library/text", {"based_on": 1, "text": broken})
    assert answer.status_code in (303, 422)
    for path in ("", "/edit", "/text"):
        assert library.get(f"/campaigns/library{path}").status_code == 200
    fields = fields_of(library, "/campaigns/library/edit")
    assert library.post("/campaigns/library/edit", {**fields, "words.en.title": "Again"}).status_code == 303


def test_page_of_no_campaign_is_not_found(owner: Visitor) -> None:
    for path in ("/campaigns/none", "/campaigns/none/edit", "/campaigns/sanctuary/versions/99", "/campaigns/none.yaml"):
        assert owner.get(path).status_code == 404
    assert owner.post("/campaigns/none/pause").status_code == 404
    assert owner.post("/campaigns/sanctuary/launch", {"version": 99}).status_code == 404
    assert owner.post("/campaigns/sanctuary/edit", {"based_on": 99}).status_code == 404


def test_captains_and_viewers_read_only(organizers: Organizers) -> None:
    for role in ("captain", "viewer"):
        visitor = organizers.signed_in(role)  # type: ignore[arg-type]
        assert visitor.get("/campaigns").status_code == visitor.get("/campaigns/sanctuary").status_code == 200
        assert visitor.get("/campaigns/sanctuary/edit").status_code == 403
        assert visitor.post("/campaigns/sanctuary/pause").status_code == 403
        assert b"/edit" not in visitor.get("/campaigns/sanctuary").data


def test_logo_that_is_chosen_stands_in_the_file_and_is_shown(library: Visitor) -> None:
    fields = fields_of(library, "/campaigns/library/edit")
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 90 30"><path d="M0 0h9v9"/></svg>'
    identity = {"identity.name": "Friends of the Library", "identity.color": "#0b5f4b"}
    logo = (io.BytesIO(svg.encode()), "logo.svg")
    assert library.post("/campaigns/library/edit", {**fields, **identity, "logo_file": logo}).status_code == 303
    assert 'identity:\n  name: Friends of the Library\n  color: "#0b5f4b"\n  logo: ' in yaml(library, "library")
    shown = library.get("/campaigns/library/logo")
    assert (shown.mimetype, shown.get_data(as_text=True)) == ("image/svg+xml", svg)
    fields = fields_of(library, "/campaigns/library/edit")
    assert fields["identity.logo"] == svg and "The logo as it is" in library.get("/campaigns/library/edit").get_data(
        as_text=True
    )
    assert library.post("/campaigns/library/edit", {**fields, "logo_gone": "yes"}).status_code == 303
    assert "logo" not in yaml(library, "library") and library.get("/campaigns/library/logo").status_code == 404


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"\xff\xd8\xff\xe0 a photograph", "is neither an SVG nor a PNG"),
        (b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 1"><script/></svg>', "holds <script>"),
    ],
)
def test_logo_that_may_not_be_shown_is_told_at_its_field(library: Visitor, content: bytes, told: str) -> None:
    fields = fields_of(library, "/campaigns/library/edit")
    library.post("/campaigns/library/edit", {**fields, "logo_file": (io.BytesIO(content), "logo")})
    page = library.get("/campaigns/library/edit").get_data(as_text=True)
    assert told in unescape(page.partition('id="logo-trouble"')[2][:300])
    assert library.get("/campaigns/library/logo").status_code == 404


def test_campaign_that_is_resumed_and_claims_what_another_has_is_told_so(bot: Bot, library: Visitor) -> None:
    library.post("/campaigns/sanctuary/pause")
    words = yaml(library, "library").replace("keyword: LIBRARY", "keyword: LIBRARY\nhotline: true")
    library.post("/campaigns/library/text", {"text": words, "based_on": 1})
    library.post("/campaigns/library/launch", {"version": 2})
    assert "Version 2 is live." in text_of(library.get("/campaigns/library"))
    library.post("/campaigns/sanctuary/resume")
    page = text_of(library.get("/campaigns/sanctuary"))
    assert "does not serve" in page and "is live again" not in page


def test_title_is_escaped_once(owner: Visitor) -> None:
    owner.post("/campaigns/new", {**ANSWERS, "title.en": 'Parks & "Rec" <b>\u202e'})
    page = owner.get("/campaigns/library/edit").get_data(as_text=True)
    assert "<title>Edit Parks &amp; &#34;Rec&#34; &lt;b&gt;⟨RLO⟩" in page and "&amp;amp;" not in page


def test_live_campaign_shows_what_a_web_site_copies(owner: Visitor, library: Visitor) -> None:
    page = unescape(owner.get("/campaigns/sanctuary").get_data(as_text=True))
    assert '<patchline-campaign campaign="sanctuary" lang="en">' in page and "/embed.js" in page
    assert '<iframe src="' in page and "/c/sanctuary/embed?lang=en" in page and "/c/sanctuary/poster?lang=en" in page
    assert "patchline-campaign" not in library.get("/campaigns/library").get_data(as_text=True)
