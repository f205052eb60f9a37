"""Every page of the console by the keyboard alone: each control is reached by Tab in the order of the page and is seen to be
focused, none keeps the focus, the skip link skips, and main paths are gone with Enter, Space and arrows."""

import re
from collections.abc import Mapping

import pytest
from playwright.sync_api import Browser, Page, StorageState, expect

from bot.runtime import CONSOLE
from tests.browser.conftest import Served, console_window
from tests.conftest import ONE_DATABASE, Bot

pytestmark = pytest.mark.browser

# Route -> an address of it, of every page that is opened by a link. "": it needs something that is there first, or is no page.
PAGES: Mapping[str, str] = {
    "today.show": "/",
    "campaigns.show": "/campaigns",
    "campaigns.overview": "/campaigns/sanctuary",
    "campaigns.ask_new": "/campaigns/new",
    "campaigns.edit": "/campaigns/sanctuary/edit",
    "campaigns.edit_text": "/campaigns/sanctuary/text",
    "campaigns.versions": "/campaigns/sanctuary/versions",
    "campaigns.version": "/campaigns/sanctuary/versions/1",
    "alerts.show": "/alerts",
    "alerts.new": "/alerts/new",
    "results.show": "/results",
    "supporters.show": "/supporters",
    "supporters.import_form": "/supporters/import",
    "exports.show": "/exports",
    "inbox.show": "/inbox",
    "inbox.teach": "/inbox/teach",
    "officials.show": "/officials",
    "officials.corrections": "/officials/corrections",
    "officials.lines": "/officials/lines",
    "officials.lists": "/officials/lists",
    "officials.terms": "/officials/terms",
    "officials.tables": "/officials/tables",
    "flows.show": "/flows",
    "flows.one": "/flows/text",
    "setup.show": "/setup",
    "connections.show": "/connections",
    "people.show": "/people",
    "keys.show": "/keys",
    "audit.show": "/audit",
    "more.show": "/more",
    "account.show": "/me",
    "account.ask_second": "/me/second-factor",
    "styles.show": "/styles",
}
# Pages of single things, which the tests of those things make; and what is no page of its own, but a piece, a file, or a step
# of signing in.
OTHERS = frozenset(
    {
        *("supporters.person", "supporters.ask_forget", "supporters.show_import", "inbox.same", "inbox.thread"),
        *("alerts.page", "alerts.edit", "alerts.preview", "connections.one", "connections.postings", "officials.person"),
        *("sign_in.ask", "sign_in.ask_code", "sign_in.show_link", "sign_in.ask_again"),
        *("static", "today.figures", "alerts.progress", "alerts.failures_csv", "exports.progress", "exports.fetch"),
        *("supporters.import_progress", "supporters.import_template", "supporters.bad_rows", "results.save", "results.card"),
        *("campaigns.download", "campaigns.logo", "setup.steps", "officials.list_template", "officials.update_state"),
    }
)
INNER_STOPS = 12  # of fields of days on one page: each has a stop for month, day, year and its calendar
# What Tab reaches, as the page has it, in its order. A group of radio buttons is one stop, and what is in a closed part none.
CONTROLS = """() => {
  const seen = new Set(), found = [];
  const all = "a[href], button, input, select, textarea, summary, [tabindex]";
  for (const each of document.querySelectorAll(all)) {
    if (each.tabIndex < 0 || each.disabled || each.type === "hidden") continue;
    if (!each.checkVisibility({visibilityProperty: true})) continue;
    if (each.type === "radio") {
      if (seen.has(each.name)) continue;
      seen.add(each.name);
    }
    found.push(each);
  }
  window.controls = found;
  return found.length;
}"""
# Which of them has the focus (a radio button stands for its group), and whether one sees it: an outline, inside the window.
FOCUSED = """() => {
  const at = document.activeElement, box = at.getBoundingClientRect();
  const label = at.closest("label");
  const ring = (each) => parseFloat(getComputedStyle(each).outlineWidth) > 0 && getComputedStyle(each).outlineStyle !== "none";
  const which = window.controls.findIndex((each) => each === at || (at.type === "radio" && each.name === at.name));
  const inside = box.right > 0 && box.left < innerWidth && box.bottom > 0 && box.top < innerHeight;
  return [which, (ring(at) || (label && ring(label))) && inside, at.outerHTML.slice(0, 120)];
}"""


@pytest.mark.parametrize("lasting", ONE_DATABASE, indirect=True)
def test_every_route_that_a_link_opens_has_its_row(bot: Bot) -> None:
    rules = bot.app.extensions[CONSOLE].console().url_map.iter_rules()
    assert {rule.endpoint for rule in rules if "GET" in (rule.methods or ())} == set(PAGES) | OTHERS
    assert not OTHERS & set(PAGES)


@pytest.mark.parametrize("width", [1280, 390])
def test_every_control_is_reached_by_tab_and_seen(
    browser: Browser, served: Served, owner_state: StorageState, width: int
) -> None:
    wrong = []
    with console_window(browser, served.address, owner_state, width) as window:
        for path in PAGES.values():
            page = window.open(f"{path}?lang=en")
            if path == "/setup":  # its steps come later, and are looked for once
                expect(page.locator("[data-poll]")).to_have_count(0)
            many, order, seen = page.evaluate(CONTROLS), list[int](), set[int]()
            for _ in range(many + INNER_STOPS):
                page.keyboard.press("Tab")
                which, is_seen, _html = page.evaluate(FOCUSED)
                order += [which] if [which] != order[-1:] else []
                seen |= {which} if is_seen else set()
                if which == many - 1:
                    break
            if order != list(range(many)):
                away = next((n for n, which in enumerate(order) if n != which), len(order))
                wrong.append(f"{path}: of {many} controls Tab reaches {order[away : away + 5]} where {away} is due")
            for unseen in sorted(set(order) - seen - {-1}):
                html = page.evaluate("(n) => window.controls[n].outerHTML.slice(0, 120)", unseen)
                wrong.append(f"{path}: not seen to be focused: {html}")
            page.keyboard.press("Shift+Tab")
            if page.evaluate(FOCUSED)[0] not in (many - 1, many - 2):
                wrong.append(f"{path}: Shift+Tab does not lead back")
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("width", [1280, 390])
def test_skip_link_leads_past_the_menu(browser: Browser, served: Served, owner_state: StorageState, width: int) -> None:
    wrong = []
    with console_window(browser, served.address, owner_state, width) as window:
        for path in PAGES.values():
            page = window.open(f"{path}?lang=en")
            page.keyboard.press("Tab")
            expect(page.get_by_role("link", name="Skip to the page")).to_be_focused()
            page.keyboard.press("Enter")
            page.keyboard.press("Tab")
            in_main = page.evaluate("document.activeElement.closest('main') !== null")
            if not in_main and page.locator("main a[href]").count():
                wrong.append(path)
    assert not wrong


def go_to(page: Page, name: str, most: int = 200) -> None:
    """Tab until the control of this name has the focus."""
    for _ in range(most):
        page.keyboard.press("Tab")
        named = page.evaluate("(document.activeElement.labels?.[0] || document.activeElement).textContent")
        if " ".join(str(named).split()).startswith(name):
            return
    raise AssertionError(f"Tab does not come to {name}")


@pytest.mark.parametrize("width", [1280, 390])
def test_alert_is_written_saved_and_cancelled_by_keys_alone(
    browser: Browser, served: Served, owner_state: StorageState, width: int
) -> None:
    with console_window(browser, served.address, owner_state, width) as window:
        page = window.open("/alerts?lang=en")
        go_to(page, "Write an alert")
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile("/alerts/new"))
        go_to(page, "Campaign")
        page.keyboard.type("Sanct")  # a choice is made by its first letters, or by arrows
        page.keyboard.press("ArrowDown")
        page.keyboard.press("ArrowUp")
        go_to(page, "Words in English")
        page.keyboard.type("Come at six")
        go_to(page, "Save and look at it")
        page.keyboard.press("Space")
        expect(page.locator("h1")).to_be_visible()
        expect(page).to_have_url(re.compile(r"/alerts/\d+"))


@pytest.mark.parametrize("width", [1280, 390])
def test_pause_officials_and_campaign_by_keys_alone(
    browser: Browser, served: Served, owner_state: StorageState, width: int
) -> None:
    with console_window(browser, served.address, owner_state, width) as window:
        page = window.open("/?lang=en")
        go_to(page, "PAUSE")
        page.keyboard.press("Space")
        expect(page.get_by_role("status").first).to_contain_text(re.compile(r"alerts? (is|are) paused\."))
        window.open("/campaigns?lang=en")
        go_to(page, "Sanctuary cities and states")
        page.keyboard.press("Enter")
        expect(page).to_have_url(re.compile("/campaigns/sanctuary"))
