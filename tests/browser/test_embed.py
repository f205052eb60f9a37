"""A campaign inside a page of somebody else: two servers on two ports, so two origins, and the policies that sites have."""

import threading
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, FrameLocator, Page, expect
from werkzeug.serving import make_server
from werkzeug.wrappers import Request, Response

from tests.browser.conftest import PATIENCE

pytestmark = pytest.mark.browser

ELEMENT = (
    '<patchline-campaign campaign="sanctuary" lang="en" ref="news"><a href="{bot}/c/sanctuary">Cities</a></patchline-campaign>'
    '<script src="{bot}/embed.js" async></script>'
)
SHORT = '<script src="{bot}/embed.js" data-campaign="sanctuary" data-lang="es"></script>'
FRAME = '<iframe src="{bot}/c/sanctuary/embed?lang=en" title="Cities" width="100%" height="900"></iframe>'
STRICT = "default-src 'self' {bot}"
PAGE = "<!doctype html><html lang=en><title>A site</title><main><h1>A site</h1>{embed}<p>What comes after.</p></main></html>"


@dataclass
class Site:
    """Somebody's web site, at an origin of its own. pages: path -> (what is in its page, its policy)."""

    address: str = ""
    pages: dict[str, tuple[str, str]] = field(default_factory=dict)

    def __call__(self, environ: Mapping[str, object], start: object) -> object:
        embed, policy = self.pages.get(Request(environ).path, ("", ""))  # type: ignore[arg-type]
        answer = Response(PAGE.format(embed=embed), mimetype="text/html", headers={"Content-Security-Policy": policy})
        return answer(environ, start)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def site(address: str) -> Iterator[Site]:
    site = Site()
    server = make_server("127.0.0.1", 0, site, threaded=True)  # type: ignore[arg-type]
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    site.address = f"http://127.0.0.1:{server.server_port}"
    yield site
    server.shutdown()
    thread.join()


@pytest.fixture
def phone(browser: Browser) -> Iterator[BrowserContext]:
    context = browser.new_context(viewport={"width": 390, "height": 844})
    yield context
    context.close()


def opened(phone: BrowserContext, site: Site, bot: str, embed: str, policy: str) -> tuple[Page, list[str]]:
    """A page of the site, and what browsers say against it."""
    site.pages["/"] = embed.format(bot=bot), policy.format(bot=bot)
    page, said = phone.new_page(), list[str]()
    page.on("console", lambda message: said.append(message.text) if message.type in ("error", "warning") else None)
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(site.address)
    return page, said


def height_of(page: Page) -> float:
    return float(page.evaluate("document.querySelector('iframe').getBoundingClientRect().height"))


def fits(page: Page, frame: FrameLocator) -> None:
    """The frame becomes as high as what is in it, so that it has no bar of its own."""
    inside = frame.locator("html")
    page.wait_for_function("document.querySelector('iframe')?.getBoundingClientRect().height > 300", timeout=PATIENCE)
    expect(inside).to_be_visible()
    page.wait_for_timeout(150)
    needed = inside.evaluate("html => html.getBoundingClientRect().height")
    assert abs(height_of(page) - needed) <= 1, (height_of(page), needed)


def test_campaign_works_in_a_page_of_another_origin_under_a_strict_policy(
    phone: BrowserContext, site: Site, address: str
) -> None:
    page, said = opened(phone, site, address, ELEMENT, STRICT)
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("heading", level=1)).to_have_text("Sanctuary cities and states")
    fits(page, frame)
    expect(page.get_by_role("link", name="Cities")).to_have_count(0)
    before = height_of(page)
    frame.get_by_label("Your ZIP code").fill("98402")
    frame.get_by_role("button", name="Show my officials").click()
    expect(frame.locator("#officials")).to_contain_text("98402")
    page.wait_for_function(
        f"document.querySelector('iframe').getBoundingClientRect().height > {before + 100}", timeout=PATIENCE
    )
    fits(page, frame)
    frame.get_by_role("button", name="I left a message").first.click()
    expect(frame.locator("#call .step")).to_contain_text("2")
    fits(page, frame)
    assert page.url == f"{site.address}/" and "/c/sanctuary/embed?" in page.frames[1].url and "ref=news" in page.frames[1].url
    assert phone.cookies() == [] and said == []
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), "nothing sticks out"
    assert Axe().run(page).response["violations"] == []


def test_script_alone_speaks_the_language_that_it_is_told(phone: BrowserContext, site: Site, address: str) -> None:
    page, said = opened(phone, site, address, SHORT + SHORT.replace("es", "en"), STRICT)
    expect(page.locator("iframe")).to_have_count(2)
    expect(page.frame_locator("iframe >> nth=0").get_by_role("heading", level=1)).to_contain_text("santuario")
    expect(page.frame_locator("iframe >> nth=1").get_by_role("heading", level=1)).to_contain_text("Sanctuary")
    assert page.locator("iframe").first.get_attribute("title") == "Una campaña: llame a sus funcionarios" and said == []


def test_frame_alone_needs_no_script(browser: Browser, site: Site, address: str) -> None:
    plain = browser.new_context(java_script_enabled=False)
    page, said = opened(plain, site, address, FRAME, STRICT)
    frame = page.frame_locator("iframe")
    frame.get_by_label("Your ZIP code").fill("98402")
    frame.get_by_label("Your ZIP code").press("Enter")
    expect(frame.locator("#officials")).to_contain_text("98402")
    assert said == []
    plain.close()


FORBIDDEN = [
    pytest.param(ELEMENT, "default-src 'self'", "Cities", id="the script"),
    pytest.param(ELEMENT, "default-src 'self'; script-src {bot}", "Cities", id="frames"),
    pytest.param(ELEMENT, "default-src *; frame-src 'none'", "Cities", id="any frame"),
    pytest.param(SHORT, "default-src *; frame-src 'self'", "Llame a sus funcionarios", id="frames, where there is no link"),
]


@pytest.mark.parametrize(("embed", "policy", "link"), FORBIDDEN)
def test_page_that_forbids_the_embed_keeps_a_link(
    phone: BrowserContext, site: Site, address: str, embed: str, policy: str, link: str
) -> None:
    page, _ = opened(phone, site, address, embed, policy)
    expect(page.get_by_role("link", name=link)).to_be_visible()
    page.wait_for_timeout(400)
    expect(page.locator("iframe")).to_have_count(0)
    page.get_by_role("link", name=link).click()
    expect(page.locator("#zip")).to_be_visible()
    assert page.url.startswith(f"{address}/c/sanctuary")


def test_campaign_that_there_is_none_of_leaves_a_page_that_says_so(phone: BrowserContext, site: Site, address: str) -> None:
    page, _ = opened(phone, site, address, ELEMENT.replace("sanctuary", "nothing"), STRICT)
    expect(page.frame_locator("iframe").get_by_role("heading", level=1)).to_have_text("There is no such page")


def test_page_listens_to_no_frame_but_ours(phone: BrowserContext, site: Site, address: str) -> None:
    page, _ = opened(phone, site, address, ELEMENT, "default-src 'self' 'unsafe-inline' data: {bot}")
    fits(page, page.frame_locator("iframe"))
    before = height_of(page)
    page.evaluate("window.postMessage({ patchline: 'size', height: 4000, at: 900 }, '*')")
    page.evaluate("document.querySelector('iframe').contentWindow.postMessage({ patchline: 'size', height: 4000 }, '*')")
    page.wait_for_timeout(200)
    assert height_of(page) == before


def test_demonstration_shows_the_campaign_and_what_to_copy(phone: BrowserContext, address: str) -> None:
    page = phone.new_page()
    page.goto(f"{address}/c/sanctuary/embed/demo?lang=es")
    expect(page.frame_locator("iframe").get_by_role("heading", level=1)).to_contain_text("santuario")
    assert f'<script src="{address}/embed.js" async></script>' in page.get_by_label("Con un script").input_value()
    assert f'<iframe src="{address}/c/sanctuary/embed?lang=es"' in page.get_by_label("Sin script").input_value()
    assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), "nothing sticks out"
    assert Axe().run(page).response["violations"] == []
