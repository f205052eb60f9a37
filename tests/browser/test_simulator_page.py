"""The simulator in a browser: whole conversations as a person has them, by text and by phone, and the workings of the page."""

import re

import pytest
from playwright.sync_api import expect

from bot.config import Settings
from bot.officials.tables import each_row
from bot.telephony import readable_phone
from tests.browser.conftest import Person

pytestmark = pytest.mark.browser

DATA = Settings().data_dir
WASHINGTON = "ocd-division/country:us/state:wa"


def official(role: str, division: str) -> tuple[str, str]:
    """Name and number, as the data has them today: by its rows, as a directory takes a second to load and to ask."""
    found = next(row for row in each_row(DATA, "officials.tsv") if (row["role"], row["division"]) == (role, division))
    phone = next(row["phone"] for row in each_row(DATA, "lines.tsv") if row["official"] == found["id"])
    return found["name"], readable_phone(phone)


GOVERNOR, GOVERNOR_LINE = official("governor", WASHINGTON)
MAYOR, MAYOR_LINE = official("mayor", f"{WASHINGTON}/place:tacoma")


def settle(person: Person) -> None:
    """Text until the bot knows where the person lives."""
    person.text("SANCTUARY", "ZIP code")
    person.text("98402", GOVERNOR)


def call_from_tacoma(person: Person) -> None:
    """Call until the bot has told who the officials are."""
    person.call()
    person.hears("Press 1")
    person.press("1")
    person.skips_to("To find your officials")
    person.press("98402")
    person.hears(GOVERNOR)


# --- By text


def test_conversation_by_text_from_the_keyword_to_being_forgotten(person: Person) -> None:
    person.page.get_by_role("button", name="SANCTUARY", exact=True).click()
    expect(person.replies.last).to_contain_text("ZIP code")
    person.text("98402", GOVERNOR, GOVERNOR_LINE, MAYOR, MAYOR_LINE)
    person.text("SCRIPT", f"{GOVERNOR}, {GOVERNOR_LINE}", "support?")
    person.text("ESPANOL", "gobernador")
    person.text("STOP", "START")
    person.text("START", "STOP")
    person.text("OLVIDAR", "otra vez")
    person.text("OLVIDAR", "Listo: borramos")
    expect(person.page.locator("#known dd")).to_have_text("nothing yet")


def test_link_in_a_text_can_be_followed(person: Person) -> None:
    settle(person)
    person.text("SCRIPT", "support?")
    link = person.thread.get_by_role("link").first
    expect(link).to_have_attribute("href", re.compile(r"/c/sanctuary$"))
    with person.page.context.expect_page() as opened:
        link.click()
    assert opened.value.url.endswith("/c/sanctuary")
    assert opened.value.evaluate("opener") is None


def test_every_reply_shows_how_it_travels(person: Person) -> None:
    person.text("SANCTUARY", "ZIP code")
    expect(person.under.last).to_have_text(re.compile(r"\d:\d\d.[AP]M · \d segments?, GSM-7"))


def test_picture_of_an_alert_is_a_link_and_nothing_else_is(person: Person) -> None:
    """What the server has of an alert is in test_simulator.py; here it is what the page makes of it."""
    address = "https://example.org/rally.jpg?a=<b>"
    size = {"count": 1, "units": 5, "encoding": "GSM-7"}
    texts = [{"text": "Come <b>now</b>.", **size}]
    item = {"id": 1, "kind": "text", "provider_id": "SM" + "0" * 32, "age": 1, "texts": texts}
    item["media"] = [address, "javascript:alert(1)", "http://example.org/a.jpg"]
    person.page.route(re.compile("/simulator/inbox"), lambda route: route.fulfill(json=[item]))
    link = person.replies.last.get_by_role("link")
    expect(link).to_have_count(1)
    expect(link).to_have_text("Picture")
    expect(link).to_have_attribute("href", address)
    expect(person.replies.last).to_contain_text("Come <b>now</b>.")
    expect(person.under.last).to_contain_text("picture message")
    assert person.page.locator("#thread img, #thread b").count() == 0


def test_photo_without_words_is_answered(person: Person) -> None:
    person.page.get_by_role("button", name="Photo").click()
    expect(person.thread.locator(".me .photo")).to_be_visible()
    expect(person.replies.last).to_contain_text("SANCTUARY")


def test_what_is_written_is_shown_as_text_and_never_run(person: Person) -> None:
    person.text("<img src=x onerror=alert(1)><b>bold</b>", "SANCTUARY")
    expect(person.thread.locator(".me .bubble")).to_have_text("<img src=x onerror=alert(1)><b>bold</b>")
    assert person.page.locator("#thread img, #thread b").count() == 0


def test_reload_keeps_the_thread_and_a_new_supporter_has_none(person: Person) -> None:
    person.text("SANCTUARY", "ZIP code")
    number = person.page.input_value("#number")
    person.page.reload()
    expect(person.replies.last).to_contain_text("ZIP code")
    person.text("98402", GOVERNOR)
    person.page.get_by_role("button", name="Start over: new number").click()
    expect(person.replies).to_have_count(0)
    assert re.fullmatch(r"\+1253555\d{4}", person.page.input_value("#number"))
    assert person.page.input_value("#number") != number
    person.text("hello", "SANCTUARY")


def test_number_can_be_typed_in_as_people_write_it(person: Person) -> None:
    number = person.page.locator("#number")
    number.fill("(253) 555-0177")
    number.blur()
    expect(number).to_have_value("+12535550177")
    number.fill("12")
    number.blur()
    expect(person.page.locator("#number-problem")).to_contain_text("+1")


# --- By phone


def test_call_with_the_first_line_busy_and_the_second_answered(person: Person) -> None:
    call_from_tacoma(person)
    person.press("1")
    person.hears("Connecting")
    person.skip()
    person.office(GOVERNOR_LINE)
    person.line("busy")
    person.hears(MAYOR)
    expect(person.lines.filter(has_text="is busy")).to_have_count(1)
    person.press("1")
    person.hears("Connecting")
    person.skip()
    person.office(MAYOR_LINE)
    person.line("answered")
    expect(person.state).to_contain_text("Connected")
    person.press("*")
    person.hears("How did it go")
    person.press("1")
    person.hears("Thank you")
    person.skip()
    expect(person.state).to_have_text("Not in a call")
    person.text("SANCTUARY", "1 of 2")


def test_call_in_spanish_is_marked_as_spanish(person: Person) -> None:
    person.call()
    person.hears("español")
    person.press("2")
    person.skips_to("código postal")
    expect(person.lines.last).to_have_attribute("lang", "es-US")


VOICES = """
window.spoken = [];
window.SpeechSynthesisUtterance = class { constructor(text) { this.text = text } };
const voices = ["de-DE", "es-MX", "en-GB", "en-US"].map((lang) => ({ lang }));
Object.defineProperty(window, "speechSynthesis", { value: {
  getVoices: () => voices,
  speak: (said) => { spoken.push([said.text, said.lang, said.voice.lang]); setTimeout(() => said.onend(), 50) },
  cancel: () => {},
} });
"""


def test_call_is_read_aloud_in_its_language_to_who_wants_it(person: Person) -> None:
    person.page.add_init_script(VOICES)
    person.page.reload()
    person.page.get_by_label("Read aloud").check()
    person.call()
    expect(person.state).to_contain_text("Listening")  # at the end of the speech, not when it would have ended by the clock
    person.press("2")
    person.hears("código postal")
    first, *_, last = person.page.evaluate("spoken")
    assert (first[0], first[1:]) == (person.lines.first.inner_text(), ["en-US", "en-US"])
    assert (last[0], last[1:]) == (person.lines.last.inner_text(), ["es-US", "es-MX"])


def test_browser_without_a_voice_says_so(person: Person) -> None:
    person.page.add_init_script("speechSynthesis.getVoices = () => []")
    person.page.reload()
    person.page.get_by_label("Read aloud").check()
    person.call()
    expect(person.page.locator("#lines .note")).to_contain_text("no voice")
    expect(person.page.get_by_label("Read aloud")).not_to_be_checked()


def test_caller_may_speak_where_they_could_press(person: Person) -> None:
    person.call()
    person.hears("Press 1")
    person.say("english")
    person.skips_to("To find your officials")
    person.say("9 8 4 0 2")
    person.hears(GOVERNOR)


def test_caller_who_stays_silent_is_asked_again_and_let_go_kindly(person: Person) -> None:
    person.call()
    person.hears("Press 1")
    person.stay_silent()
    person.hears("To begin, key in")
    person.stay_silent()
    person.hears("Goodbye")
    expect(person.lines.filter(has_text="ZIP code")).to_have_count(2)
    person.skip()
    expect(person.state).to_have_text("Not in a call")


def test_caller_with_a_withheld_number_gets_through_but_no_text(person: Person) -> None:
    person.page.get_by_label("Withheld number").check()
    call_from_tacoma(person)
    person.skips_to("Press 1 to be connected")
    expect(person.lines.last).not_to_contain_text("9")
    person.press("1")
    person.hears("Connecting")


def test_who_hangs_up_while_connected_is_asked_by_text_how_it_went(person: Person) -> None:
    settle(person)
    person.text("CALL", GOVERNOR)
    person.page.get_by_role("button", name="Answer", exact=True).click()
    person.hears("You asked us to call")
    person.press("1")
    person.hears("Connecting")
    person.skip()
    person.office(GOVERNOR_LINE)
    person.line("answered")
    expect(person.state).to_contain_text("Connected")
    person.page.get_by_role("button", name="Hang up", exact=True).click()
    expect(person.replies.last).to_contain_text(f"How did your call to Governor {GOVERNOR} go?")


def test_declined_ring_is_followed_by_a_text(person: Person) -> None:
    settle(person)
    person.text("CALL", GOVERNOR)
    person.page.get_by_role("button", name="Decline").click()
    expect(person.replies.last).to_contain_text("not connected")


def test_ring_is_not_rung_again_after_a_reload(person: Person) -> None:
    settle(person)
    person.text("CALL", GOVERNOR)
    expect(person.page.locator("#incoming")).to_be_visible()
    with person.page.expect_response(re.compile("/simulator/inbox")):
        person.page.reload()
    person.page.wait_for_timeout(1500)
    expect(person.page.locator("#incoming")).to_be_hidden()


def test_reload_hangs_up(person: Person) -> None:
    call_from_tacoma(person)
    with person.page.expect_request(re.compile("/twilio/voice/status")) as request:
        person.page.reload()
    assert "CallStatus=completed" in (request.value.post_data or "")


# --- The workings


def test_webhook_delivered_again_gets_the_same_answer(person: Person) -> None:
    settle(person)
    replies = person.replies.count()
    person.page.get_by_role("button", name="Deliver again").click()
    expect(person.page.locator("#again-result")).to_have_text("Delivered again: status 200, the same answer, byte for byte.")
    assert person.replies.count() == replies


def test_step_of_a_call_delivered_again_gets_the_same_answer(person: Person) -> None:
    call_from_tacoma(person)
    person.page.get_by_role("button", name="Deliver again").click()
    expect(person.page.locator("#again-result")).to_have_text("Delivered again: status 200, the same answer, byte for byte.")
    person.press("1")
    person.hears("Connecting")


def test_forged_signature_is_refused_and_leaves_nothing(person: Person) -> None:
    person.page.get_by_label("Forge signatures").check()
    person.page.fill("#body", "SANCTUARY")
    person.page.press("#body", "Enter")
    expect(person.thread.locator("p.note")).to_contain_text("403")
    assert person.replies.count() == 0
    person.page.get_by_label("Forge signatures").uncheck()
    person.text("hello", "SANCTUARY")  # the keyword did not arrive: the bot does not ask for a ZIP code yet


def test_forged_call_is_cut_off(person: Person) -> None:
    person.page.get_by_label("Forge signatures").check()
    person.call()
    person.hears("application error")
    expect(person.page.locator("#lines .note")).to_contain_text("403")


def test_log_lists_every_webhook(person: Person) -> None:
    person.text("SANCTUARY", "ZIP code")
    person.page.locator("#log-panel summary").click()
    cells = person.page.locator("#log tr").first.locator("td")
    expect(cells.nth(1)).to_have_text("POST /twilio/sms")
    expect(cells.nth(2)).to_have_text("200")
    expect(cells.nth(3)).to_have_text(re.compile(r"\d+"))
    expect(cells.nth(4)).to_have_text("Body=SANCTUARY")


def test_page_fits_the_narrowest_phone(passer_by: Person) -> None:
    person, width = passer_by, "document.documentElement.scrollWidth"
    settle(person)
    person.text("SCRIPT", "support?")
    assert person.page.evaluate(width) == 375
    person.page.locator("#tab-call").click()
    person.call()
    person.hears("Press 1")
    person.press("1")
    person.skips_to("Tacoma")
    person.press("1")
    person.hears(GOVERNOR)
    person.press("1")
    person.hears("Connecting")
    person.skip()
    person.office(GOVERNOR_LINE)
    assert person.page.evaluate(width) == 375
    for button in person.page.locator("#call button:visible").all():
        box = button.bounding_box()
        assert box and box["x"] >= 0 and box["x"] + box["width"] <= 375
