"""What pages wear and how they travel: identity, shared pictures, codes, frames, search engines, errors, packing."""

import base64
import gzip
import html
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from bot import create_app
from tests.campaign_files import GOOD, spoiled
from tests.conftest import data_with
from tests.test_campaign_identity import png, svg
from tests.test_pages import NOW, seen, settings

URL = "https://bot.example.org"
COLOR = "#7b1fa2"
IDENTIFIED = f"""{GOOD}identity:
  name: The Tree People
  color: "{COLOR.upper()}"
  logo: '{svg()}'
"""


@pytest.fixture(scope="module")
def trees(tmp_path_factory: pytest.TempPathFactory) -> FlaskClient:
    """An installation with one campaign, which has an identity of its own."""
    return serving(tmp_path_factory.mktemp("trees"), IDENTIFIED)


def serving(folder: Path, text: str, **given: object) -> FlaskClient:
    data = data_with(folder / "data")
    (data / "campaigns" / "trees.yaml").write_text(text)
    given = {"public_url": URL, "organization": "Parks for All", "contact": "253-555-0190", **given}
    return create_app(settings(folder, data_dir=data, **given), clock=lambda: NOW).test_client()


def metas(answer: TestResponse) -> dict[str, str]:
    found = re.findall(r'<meta (?:name|property)="([^"]+)" content="([^"]*)">', answer.text)
    return {name: html.unescape(content) for name, content in found}


def test_page_has_the_identity_of_its_campaign(trees: FlaskClient) -> None:
    page = trees.get("/c/trees?lang=en")
    assert "<title>Trees for all · The Tree People</title>" in page.text
    assert "Parks for All" not in page.text.partition("<main")[0]  # who sends the alerts is named where they are agreed to
    logo = re.search(r'<img src="([^"]+)" width="144" height="48" alt="The Tree People">', page.text)
    assert logo
    shown = trees.get(html.unescape(logo[1]))
    assert shown.mimetype == "image/svg+xml" and shown.text == svg()
    assert shown.headers["Content-Security-Policy"] == "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    assert shown.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    assert f'<link rel="stylesheet" href="/pages/colors/{COLOR[1:]}.css" media="screen">' in page.text
    sheet = trees.get(f"/pages/colors/{COLOR[1:]}.css")
    assert sheet.mimetype == "text/css" and f"--accent: {COLOR};" in sheet.text and "prefers-color-scheme: dark" in sheet.text


def test_page_of_no_campaign_has_the_identity_of_the_installation(trees: FlaskClient) -> None:
    page = trees.get("/?lang=en")
    assert "Parks for All</title>" in page.text and "/pages/colors/" not in page.text and "<img" not in page.text


@pytest.mark.parametrize(
    ("contact", "told"),
    [
        ("253-555-0190", '<a href="tel:+12535550190">Contact: 253-555-0190</a>'),
        ("help@example.org", '<a href="mailto:help@example.org">Contact: help@example.org</a>'),
        ("https://example.org/us", '<a href="https://example.org/us">Contact: example.org/us</a>'),
        ("the desk at <City Hall>", "<span>Contact: the desk at &lt;City Hall&gt;</span>"),
        ("javascript:alert(1)", "<span>Contact: javascript:alert(1)</span>"),
        ("", "Terms</a></footer>"),
    ],
)
def test_foot_of_a_page_says_where_a_person_answers(tmp_path: Path, contact: str, told: str) -> None:
    page = serving(tmp_path, GOOD, contact=contact).get("/c/trees?lang=en").text
    foot = re.sub(r">\s+<", "><", page.partition("<footer")[2])
    assert told in foot and 'href="/privacy?lang=en"' in foot and 'href="/terms?lang=en"' in foot


def test_shared_address_tells_title_ask_and_a_picture_of_ours(trees: FlaskClient) -> None:
    page = trees.get("/c/trees?zip=98402&lang=es&told=0badcafer&visit=abcdefghijklmnop")
    told = metas(page)
    assert told["og:title"] == "Árboles para todos" and told["og:description"] == "Plante un árbol por cada niño."
    assert told["og:site_name"] == "The Tree People" and told["twitter:card"] == "summary_large_image"
    assert told["og:url"] == f"{URL}/c/trees?lang=es" and f'<link rel="canonical" href="{URL}/c/trees?lang=es">' in page.text
    assert told["robots"] == "noindex" and "98402" not in " ".join(told.values())
    picture = trees.get(told["og:image"].removeprefix(URL))
    assert picture.mimetype == "image/png" and picture.data[16:24] == bytes.fromhex("000004b000000276")  # 1200 by 630
    assert len(picture.data) < 60_000 and picture.headers["Cache-Control"] == "public, max-age=31536000, immutable"
    english = metas(trees.get("/c/trees?lang=en"))["og:image"]
    assert english != told["og:image"] and trees.get(english.removeprefix(URL)).data != picture.data


PICTURES = [
    pytest.param(IDENTIFIED.replace(svg(), base64.b64encode(png()).decode()), id="a PNG for a logo"),
    pytest.param(IDENTIFIED.replace(svg(), base64.b64encode(png(900, 900)).decode()), id="a PNG with too little in it"),
    pytest.param(spoiled(("title: Trees for all", "title: 🌳 木 के")), id="letters that the font has not"),
    pytest.param(spoiled(("title: Trees for all", f"title: {'W' * 40}")), id="a word as wide as can be"),
    pytest.param(spoiled(("ask: Plant a tree for every child.", f"ask: {'Mmmmmm ' * 22}")), id="an ask as long as can be"),
]


@pytest.mark.parametrize("text", PICTURES)
def test_picture_is_drawn_of_whatever_a_campaign_says(tmp_path: Path, text: str) -> None:
    answer = serving(tmp_path, text).get("/c/trees/share.png?lang=en")
    assert answer.status_code == 200 and answer.data.startswith(b"\x89PNG")


def test_nothing_is_loaded_for_pictures_until_one_is_asked_for() -> None:
    found = "import sys, wsgi; print(sorted({'PIL', 'segno', 'openpyxl'} & {name.partition('.')[0] for name in sys.modules}))"
    ran = subprocess.run(
        [sys.executable, "-c", found], capture_output=True, text=True, check=True, cwd=Path(__file__).parent.parent
    )
    assert "PIL" not in ran.stdout.splitlines()[-1]


@pytest.mark.parametrize(("language", "keyword"), [("en", "TREES"), ("es", "TREES")])
def test_code_writes_the_text_that_joins(trees: FlaskClient, language: str, keyword: str) -> None:
    drawn = trees.get(f"/c/trees/qr.svg?lang={language}")
    assert drawn.mimetype == "image/svg+xml" and ElementTree.fromstring(drawn.data).get("viewBox") is not None
    assert trees.get(f"/c/trees/qr.png?lang={language}").data.startswith(b"\x89PNG")
    assert trees.get("/c/trees/qr.pdf").status_code == trees.get("/c/nothing/qr.svg").status_code == 404
    poster = trees.get(f"/c/trees/poster?lang={language}")
    assert keyword in seen(poster) and "206-555-0100" in seen(poster) and f"/c/trees/qr.svg?lang={language}" in poster.text


def test_search_engines_find_the_live_campaigns_and_no_more(trees: FlaskClient) -> None:
    robots = trees.get("/robots.txt")
    assert robots.mimetype == "text/plain" and f"Sitemap: {URL}/sitemap.xml" in robots.text
    assert "Disallow: /console" in robots.text
    tree = ElementTree.fromstring(trees.get("/sitemap.xml").data)
    places = [place.text or "" for place in tree.iter("{http://www.sitemaps.org/schemas/sitemap/0.9}loc")]
    assert f"{URL}/c/trees" in places and f"{URL}/c/trees?lang=es" in places and len(places) == len(set(places))
    for place in places:
        page = trees.get(place.removeprefix(URL) or "/")
        assert page.status_code == 200 and f'<link rel="canonical" href="{html.escape(place)}">' in page.text, place


def test_frame_may_stand_in_any_page_and_the_page_itself_in_none(trees: FlaskClient) -> None:
    alone, framed, demo = (trees.get(f"/c/trees{more}?lang=en") for more in ("", "/embed", "/embed/demo"))
    rules = [answer.headers["Content-Security-Policy"] for answer in (alone, framed, demo)]
    assert "frame-ancestors 'none'" in rules[0] and "script-src" not in rules[0]
    assert "frame-ancestors *" in rules[1] and "script-src 'self'" in rules[1]
    assert "frame-ancestors 'none'" in rules[2] and "frame-src 'self'" in rules[2]
    assert metas(framed)["robots"] == metas(demo)["robots"] == "noindex"
    assert [answer.headers.get("Set-Cookie") for answer in (alone, framed, demo)] == [None] * 3
    assert '<patchline-campaign campaign="trees" lang="en">' in html.unescape(demo.text)


def test_forms_in_a_frame_stay_in_it_and_links_leave_it(trees: FlaskClient) -> None:
    page = trees.get("/c/trees/embed?zip=98402&lang=en&ref=news").text
    assert set(re.findall(r'action="([^"?#]+)', page)) == {"/c/trees/embed"}
    away = [
        link for link in re.findall(r"<a [^>]*>", page) if not re.search(r'href="(tel:|sms:|mailto:|#|/c/trees/embed)', link)
    ]
    assert away and all('target="_blank"' in link for link in away)
    assert 'target="_blank"' not in trees.get("/c/trees?zip=98402&lang=en").text
    gone = trees.get("/c/nothing/embed")
    assert gone.status_code == 404 and "frame-ancestors *" in gone.headers["Content-Security-Policy"]


def test_script_is_the_same_for_all_sites_and_sets_no_cookie(trees: FlaskClient) -> None:
    script = trees.get("/embed.js")
    assert script.mimetype == "text/javascript" and script.headers["Access-Control-Allow-Origin"] == "*"
    assert "Set-Cookie" not in script.headers and "cookie" not in script.text.partition("=>")[2] and len(script.data) < 5_000
    assert "Llame a sus funcionarios" in script.text.encode().decode("unicode_escape")
    again = trees.get("/embed.js", headers={"If-None-Match": script.headers["ETag"]})
    assert again.status_code == 304 and again.data == b""


ERRORS = [
    ("GET", "/nothing", 404, "Esta página no existe"),
    ("GET", "/c/nothing", 404, "Esta página no existe"),
    ("GET", "/pages/nothing.css", 404, "Esta página no existe"),
    ("GET", "/pages/colors/green.css", 404, "Esta página no existe"),
    ("POST", "/privacy", 405, "Eso no se pudo hacer"),
    ("DELETE", "/", 405, "Eso no se pudo hacer"),
]


@pytest.mark.parametrize(("method", "path", "status", "told"), ERRORS)
def test_error_is_told_in_the_readers_language_and_the_layout_of_the_pages(
    trees: FlaskClient, method: str, path: str, status: int, told: str
) -> None:
    answer = trees.open(path, method=method, headers={"Accept-Language": "es-MX"})
    assert (answer.status_code, told in seen(answer)) == (status, True)
    assert "Parks for All" in seen(answer) and "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert not re.search(r"Not Found|Method|error|\b4\d\d\b", seen(answer).replace("253-555-0190", ""))
    assert ("Allow" in answer.headers) == (status == 405)


@pytest.fixture
def packed(trees: FlaskClient) -> Iterator[FlaskClient]:
    trees.environ_base["HTTP_ACCEPT_ENCODING"] = "gzip, br"
    yield trees
    del trees.environ_base["HTTP_ACCEPT_ENCODING"]


@pytest.mark.parametrize("path", ["/c/trees?zip=98402&lang=en", "/pages/page.css", "/embed.js", "/sitemap.xml"])
def test_page_travels_packed_where_the_browser_takes_it(trees: FlaskClient, packed: FlaskClient, path: str) -> None:
    with packed.get(path) as small, trees.get(path, headers={"Accept-Encoding": "identity"}) as plain:
        assert small.headers["Content-Encoding"] == "gzip" and "Content-Encoding" not in plain.headers
        assert "Accept-Encoding" in {name.strip() for name in small.headers["Vary"].split(",")}
        if "zip=" not in path:  # a visit's token is new each time
            assert gzip.decompress(small.data) == plain.data
        assert len(small.data) < len(plain.data) / 1.5


@pytest.mark.parametrize("path", ["/c/trees/share.png", "/robots.txt", "/nothing"])
def test_what_packing_gains_nothing_of_travels_as_it_is(packed: FlaskClient, path: str) -> None:
    assert "Content-Encoding" not in packed.get(path).headers


def test_reader_who_comes_back_gets_no_body_again(packed: FlaskClient) -> None:
    first = packed.get("/c/trees?lang=en")
    again = packed.get("/c/trees?lang=en", headers={"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"") and first.headers["Cache-Control"] == "private, no-cache"


def test_style_sheet_is_kept_for_good_under_an_address_that_changes_with_it(trees: FlaskClient) -> None:
    (style,) = set(re.findall(r'href="(/pages/page\.css\?v=[^"]+)"', trees.get("/").text))
    with trees.get(style) as sheet, trees.get("/pages/page.css") as bare:
        assert "immutable" in sheet.headers["Cache-Control"] and "immutable" not in bare.headers["Cache-Control"]


def test_icon_is_there_with_and_without_a_page(trees: FlaskClient) -> None:
    with trees.get("/favicon.ico") as icon:
        assert icon.status_code == 200 and icon.data[:4] == b"\0\0\1\0"
    (named,) = re.findall(r'<link rel="icon" href="([^"]+)"', trees.get("/").text)
    with trees.get(named) as icon:
        assert icon.mimetype == "image/svg+xml"
